"""The scorecard page: pick an agent and a period, read the card, record the decision."""

from __future__ import annotations

import re
from datetime import date

import pytest

CARD = "brief-writer_2026-10"
SECTIONS = [
    "Needs a person",
    "Purpose and autonomy",
    "Intervention rate",
    "Measures",
    "Risk and cost",
    "Sample of runs",
    "Evidence for level 2",
    "Decision",
]


@pytest.fixture
def card(visit):
    return visit("first", "scorecard", agent="brief-writer")


@pytest.fixture
def form(card):
    """The card with somebody acting and everything typed that a decision needs."""
    card.type("acting_input", "ana")
    card.type(f"reason_{CARD}", "Eight months without a correction.")
    return card.type(f"next_{CARD}", "Read every brief of November")


def test_without_an_agent_the_page_lists_those_that_are_due(visit):
    seen = visit("first", "scorecard")
    assert "Pick an agent to see its card." in seen.text
    assert seen.markup.links() == ["scorecard?agent=brief-writer", "scorecard?agent=tag-helper"]


@pytest.mark.parametrize(
    ("agent", "sentence"),
    [
        ("nobody", "There is no agent nobody on this day: pick one."),
        ("<b>", "There is no agent <b> on this day: pick one."),
        ("", "Pick an agent to see its card."),
    ],
)
def test_a_link_to_an_agent_nobody_knows_lists_those_that_are_due(visit, agent, sentence):
    assert sentence in visit("first", "scorecard", agent=agent).text


def test_a_link_opens_the_card_with_its_regions_in_printed_order(card):
    """The decision stands twice: as lines to write on in print, and as the form."""
    assert card.title == "Brief writer"
    found = [text for _, text in card.headings()]
    assert [next(name for name in SECTIONS if text.startswith(name)) for text in found[1:]] == [*SECTIONS, "Decision"]


def test_picking_an_agent_puts_it_into_the_address(visit):
    seen = visit("first", "scorecard").type("scorecard_agent", "tag-helper")
    assert (seen.title, seen.app.query_params["agent"]) == ("Tag helper", "tag-helper")


def test_a_period_in_the_address_is_the_one_judged(visit):
    assert "Scorecard · August 2026" in visit("first", "scorecard", agent="brief-writer", period="2026-08").text


def test_an_old_period_in_the_address_is_offered_too(visit):
    seen = visit("first", "scorecard", agent="brief-writer", period="2026-04")
    assert "Scorecard · April 2026" in seen.text


@pytest.mark.parametrize("period", ["2026-13", "soon", ""])
def test_a_period_that_is_none_is_passed_over(visit, period):
    assert "Scorecard · October 2026" in visit("first", "scorecard", agent="brief-writer", period=period).text


def test_picking_a_period_judges_it_and_puts_it_into_the_address(card):
    card.type("period_brief-writer", "2026-09")
    assert "Scorecard · September 2026" in card.text
    assert card.app.query_params["period"] == "2026-09"


def test_open_options_come_first_and_closed_ones_say_why(card):
    assert card.options(f"choice_{CARD}") == ["Maintain", "Revise", "Pause", "Retire"]
    assert card.options(f"closed_{CARD}") == [":material/block: Expand"]
    (closed,) = (radio for radio in card.app.radio if radio.key == f"closed_{CARD}")
    assert closed.disabled
    (why,) = closed.proto.captions
    assert why.startswith(r"Level 2 still asks for 1 item\: Checklist 14 of 16\.")


def test_nobody_decides_without_a_name(card):
    card.type(f"reason_{CARD}", "It holds.").type(f"next_{CARD}", "Go on")
    assert card.press("Publish card").errors == [
        "Say who decides: pick or type your name under “Acting as” in the sidebar."
    ]


@pytest.mark.parametrize(
    ("key", "value", "sentence"),
    [
        ("reason", "", r"Write down the reason\."),
        ("next", "   ", r"Write down the next step\."),
    ],
)
def test_a_refusal_says_what_to_put_right_and_keeps_what_was_typed(form, key, value, sentence):
    form.type(f"{key}_{CARD}", value)
    assert form.press("Publish card").errors == [sentence]
    (typed,) = (area for area in form.app.text_area if area.key == f"reason_{CARD}")
    assert typed.value == ("" if key == "reason" else "Eight months without a correction.")
    assert "draft, not yet published" in form.text
    assert "Next step, who, due, signed" in form.text


def test_choosing_against_the_proposal_asks_why(form):
    form.type(f"choice_{CARD}", "revise")
    assert form.press("Publish card").errors == [r"The proposal is maintain\: choose why you decide otherwise\."]
    form.type(f"against_{CARD}", "new_fact")
    assert form.press("Publish card").successes == ["Published: revise, October 2026. Next step due 30 Nov."]


def test_a_published_decision_is_on_the_card_the_ladder_and_the_home_page(form):
    assert form.press("Publish card").successes == ["Published: maintain, October 2026. Next step due 15 Jan 2027."]
    assert "Scorecard · October 2026 · published" in form.text
    assert "Next step, who, due, signed" not in form.text
    assert "Last cardMaintain, 31 Oct" in form.text
    assert "DecisionMaintain, decided 31 Oct 2026 by Ana Ruiz" in form.text
    assert "Restated sinceno: today's data gives the same card" in form.text
    assert "Read every brief of November" in form.text
    ladder = form.go("ladder").text
    assert "One agent has earned the next level." in ladder
    assert "7 of 7 there" in ladder
    home = form.go("this_month").text
    assert "One card is due." in home
    assert "Read every brief of November" in home


def test_an_earned_level_is_granted_and_leaves_the_ladder_quiet(form):
    form.press("Publish card")
    again = f"{CARD}_1"
    assert form.options(f"choice_{again}")[0] == "Expand"
    form.type(f"reason_{again}", "Everything asked for is there.").type(f"next_{again}", "Set level 2 in the scheduler")
    assert form.press("Publish card").successes == ["Published: expand, October 2026. Next step due 30 Nov."]
    assert "On file 1, granted 2" in form.text
    assert "earned the next level" not in form.go("ladder").text


def test_retiring_asks_for_criterion_credentials_and_data(form):
    form.type(f"choice_{CARD}", "retire").type(f"against_{CARD}", "business_need")
    (told,) = form.press("Publish card").errors
    assert told.split("\\. ") == [
        "Say which retirement criterion is met",
        "Say how its credentials are withdrawn",
        "Say what happens to its data\\.",
    ]
    for name in ("criteria", "credentials", "clean_up"):
        form.type(f"{name}_{CARD}", "Said and done")
    assert form.press("Publish card").successes == ["Published: retire, October 2026. Next step due 30 Dec."]


def test_a_card_is_published_once(form):
    form.press("Publish card")
    assert form.again().successes == []
    (reason,) = form.app.text_area
    assert (reason.key, reason.value) == (f"reason_{CARD}_1", "")


def test_a_promise_is_kept_in_one_line(form):
    form.press("Publish card")
    (note,) = (field for field in form.app.text_input if field.label == "Note for “Read every brief of November”")
    form.type(note.key, "All four were read.").press("Done")
    form.app.query_params["as_of"] = "2999-01-01"
    assert re.search(
        r"check_circleRead every brief of Novemberdone \d+ \w+ \d{4} · Brief writer", form.go("this_month").text
    )


def test_an_agent_without_figures_says_so_region_by_region(visit):
    text = visit("first", "scorecard", agent="tag-helper").text
    for sentence in (
        "Nothing here can be judged yet: no bounds are set.",
        "Not measured yet.",
        "No run was logged in this period.",
        "No quality measure has a pass bound.",
    ):
        assert sentence in text


def test_two_files_make_a_card(visit):
    seen = visit("minimal", "scorecard", agent="weekly-kpi")
    assert (seen.title, "Ownerno owner named" in seen.text) == ("Weekly KPI", True)


@pytest.mark.parametrize(
    ("agent", "name"),
    [("support-triage", "Support triage"), ("weekly-kpi", "Weekly KPI report"), ("lead-routing", "Lead routing")],
)
def test_every_agent_of_the_sample_has_a_card_with_its_decision(visit, agent, name):
    seen = visit("sample", "scorecard", as_of=date(2026, 10, 30), agent=agent)
    assert seen.title == name
    assert "Proposed: " in seen.text
    assert "Last cardnone yet" not in seen.text
    assert "Publish card" in [button.label for button in seen.app.button]


def test_an_agent_of_a_benchmark_has_a_card(visit):
    seen = visit("openhands", "scorecard", agent="claude-opus-4-8")
    assert seen.title == "OpenHands with claude-opus-4-8"
    assert "not stated" in seen.text
