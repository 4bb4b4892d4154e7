"""The weekly review page: who is due, thirty minutes in their order, and a review that is recorded once."""

from __future__ import annotations

from datetime import date

import pytest

OPS = "weekly-ops-summary"
KEY = f"{OPS}_2026-10-23"


@pytest.fixture
def week_four(visit):
    """The last week of the sample's youngest agent, on the day its review is due."""
    return visit("sample", "weekly", as_of=None, agent=OPS).type("acting_input", "nadia")


def test_the_page_lists_who_is_in_the_first_month(visit):
    seen = visit("sample", "weekly", as_of=None)
    assert "One agent is in its first month. One review is to be held now." in seen.text
    assert f"weekly?agent={OPS}" in seen.markup.links()


def test_the_meeting_is_in_its_order(week_four):
    parts = [text.split("  ")[0][:1] for name, text in week_four.headings() if name == "h2"]
    assert [part for part in parts if part.isdigit()] == ["1", "2", "3"]
    assert "Week 4 of 4 is to be reviewed today. The day-30 card is due on 1 Nov." in week_four.text
    assert "Promised in week 3" in week_four.text


def test_a_review_is_recorded_and_shown_instead_of_the_form(week_four):
    seen = week_four.type(f"week_handled_well_{KEY}", "Revenue fell on Tuesday and was seen on Monday after")
    seen = seen.type(f"week_kind_{KEY}", "threshold")
    seen = seen.type(f"week_what_{KEY}", "Warn from ten days of stock on").type(f"week_owner_{KEY}", "sam")
    seen.app.multiselect[0].set_value(["nadia", "felix"])
    seen = seen.again().press("Record review")
    assert seen.errors == []
    assert seen.successes == ["Week 4 of Weekly operations summary is recorded."]
    assert "Warn from ten days of stock on" in seen.text
    assert "with Nadia Haddad and Felix Brandt" in seen.text
    assert "Record review" not in [button.label for button in seen.app.button]


def test_everything_missing_is_said_and_what_was_typed_stays(week_four):
    seen = week_four.type(f"week_handled_well_{KEY}", "Every source was named").press("Record review")
    (said,) = seen.errors
    assert "Say who was there" in said
    assert "Promise one change, or say why none is needed" in said
    (kept,) = (area.value for area in seen.app.text_area if area.key == f"week_handled_well_{KEY}")
    assert kept == "Every source was named"


def test_none_asks_why(week_four):
    seen = week_four.type(f"week_kind_{KEY}", "none")
    assert "Why none" in [area.label for area in seen.app.text_area]
    assert "What is changed" not in [field.label for field in seen.app.text_input]


def test_somebody_without_a_name_is_asked_for_one(visit):
    seen = visit("sample", "weekly", as_of=None, agent=OPS).press("Record review")
    assert seen.errors == ["Say who you are: pick or type your name under “Acting as” in the sidebar."]


def test_an_earlier_week_is_read_by_its_link(visit):
    seen = visit("sample", "weekly", as_of=None, agent=OPS, week="1")
    assert "List delayed orders with the days they wait" in seen.text
    assert "Sam Ortiz, done 14 Oct · On the page of 12 October" in seen.text


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        ({"agent": "support-triage"}, "Its first month was over on 11 Feb 2026: 0 of 4 weeks were reviewed."),
        ({"agent": "nobody"}, "There is no agent nobody on this day."),
        ({"agent": OPS, "week": "9"}, "Week 4 of 4 is to be reviewed today."),
        ({"agent": OPS, "week": "x"}, "Week 4 of 4 is to be reviewed today."),
    ],
    ids=["past it", "nobody", "no such week", "no number"],
)
def test_whatever_the_address_asks_for_has_an_answer(visit, asked, sentence):
    assert sentence in visit("sample", "weekly", as_of=None, **asked).text


def test_a_day_on_which_nobody_is_in_it_says_what_will_appear(visit):
    seen = visit("sample", "weekly", as_of=date(2026, 11, 20))
    assert "No agent is in its first month." in seen.text
    assert "Thirty minutes a week for the first month" in seen.text


def test_last_weeks_promise_is_said_to_be_kept_where_it_is_read(week_four):
    note = next(field.key for field in week_four.app.text_input if str(field.key).startswith("note_"))
    seen = week_four.type(note, "The warehouse sends them since Tuesday").press("Done")
    assert seen.errors == []
    seen.app.query_params |= {"as_of": "2090-01-01", "week": "4"}
    assert "The warehouse sends them since Tuesday" in seen.again().text
