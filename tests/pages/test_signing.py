"""The second person in a form: asked for where the tier says so, from those who may sign, and shown afterwards."""

from __future__ import annotations

from datetime import date

import pytest

SAMPLE_DAY = date(2026, 10, 30)
WHY = r"Medium tier above level 2\: a second person signs\."


@pytest.fixture
def form(visit):
    """The card of an agent that has earned a mode, with everything typed but who signs."""
    seen = visit("sample", "scorecard", agent="cs-health", as_of=SAMPLE_DAY).type("acting_input", "chen")
    seen.type(f"reason_{card(seen)}", "156 notes read, four changed")
    return seen.type(f"next_{card(seen)}", "Read the notes of November")


@pytest.fixture
def chaired(visit):
    """The outcome of an agent that has earned a mode, overruled as proposed, with all typed but who signs."""
    seen = visit("sample", "quarter", as_of=SAMPLE_DAY, step="outcome").type("acting_input", "ingrid")
    seen.type("outcome_agent", "cs-health").type("outcome_how_cs-health", "overrule")
    seen.type("outcome_reason_cs-health", "The notes are right")
    return seen.type("outcome_next_cs-health", "Read the notes of November").type("outcome_who_cs-health", "chen")


def card(seen) -> str:
    (key,) = (area.key for area in seen.app.text_area if area.key.startswith("reason_"))
    return key.removeprefix("reason_")


def captions(seen) -> list[str]:
    return [said.value for said in seen.app.caption if "signs" in said.value]


def test_the_form_says_why_somebody_signs_and_offers_who_may(form):
    assert captions(form) == [rf"{WHY} Named here, not signed in\: the card says so\."]
    offered = form.options(f"second_{card(form)}")
    assert offered[0] == "Ruth Svensson"
    assert "Chen Wei" not in offered
    assert "Omar Reyes" not in offered


def test_nobody_is_asked_to_sign_where_nothing_rises(form):
    form.type(f"choice_{card(form)}", "pause")
    assert captions(form) == []
    assert [field.label for field in form.app.selectbox if field.label == "Second person"] == []


def test_without_a_second_person_the_sentence_stands_under_the_field_and_what_was_typed_stays(form):
    form.press("Publish card")
    (told,) = form.errors
    assert told.startswith(rf"{WHY} Name Ruth Svensson \(ruth\)")
    (typed,) = form.app.text_area
    assert typed.value == "156 notes read, four changed"


def test_what_else_is_missing_is_said_apart_from_the_second_person(form):
    form.type(f"reason_{card(form)}", "").press("Publish card")
    assert sorted(told.split(r"\.")[0] for told in form.errors) == [
        r"Medium tier above level 2\: a second person signs",
        "Write down the reason",
    ]


def test_a_signed_expansion_is_published_and_shows_who_signed(form):
    form.type(f"second_{card(form)}", "ruth").press("Publish card")
    assert [said.startswith("Published: expand") for said in form.successes] == [True]
    assert "Signed byRuth Svensson, named by Chen Wei, not signed in" in form.text
    assert "Chen Wei, signed by Ruth Svensson" in form.go("decisions").text


def test_a_chair_who_raises_is_asked_for_the_same_person(chaired):
    assert [said.startswith(WHY) for said in captions(chaired)] == [True]
    chaired.press("Record outcome")
    assert [told.startswith(WHY) for told in chaired.errors] == [True]
    chaired.type("outcome_second_cs-health", "ruth").press("Record outcome")
    assert chaired.errors == []
    assert "Ingrid Halvorsen, signed by Ruth Svensson" in chaired.go("decisions").text
