"""A published card as it was frozen, and what it would say otherwise today."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from agent_scorecard.boards.published import FrozenMeasure, Published, Restated, of_period, published
from agent_scorecard.vocabulary import AgainstReason, Choice, Verdict
from tests.boards.build import COMPANY
from tests.build import AS_OF, at, decision

DECIDED = replace(
    decision(7, AS_OF, Choice.REVISE),
    reason="Quality is missed.",
    next_step="Read every reply",
    owner="ben",
    due=date(2026, 11, 30),
    card_hash="a06cce2a7f23" + "0" * 52,
)
ACCURACY = {"measure": "accuracy", "name": "Accuracy", "unit": "%", "value": 0.95, "n": 400, "verdict": "passing"}


def shown(card=None, differences=(), **changes) -> Published:
    return published(replace(DECIDED, **changes), COMPANY, card or {}, differences, back_dated_days=1)


def test_the_decision_is_told_with_its_figures_and_its_hash():
    assert shown({"measures": [ACCURACY]}) == Published(
        decided="Revise, decided 31 Oct 2026 by Ana.",
        reason="Quality is missed.",
        against="",
        signed_by="",
        next_step="Read every reply (Ben, due 30 Nov 2026)",
        back_dated=False,
        measures=(FrozenMeasure("Accuracy", "95\u202f%", "n = 400", Verdict.PASSING),),
        restated=(),
        hash="a06cce2a7f23",
    )


@pytest.mark.parametrize(
    ("days", "said"),
    [
        (0, "Revise, decided 31 Oct 2026 by Ana."),
        (1, "Revise, decided 31 Oct 2026 by Ana."),
        (2, "Revise, decided 31 Oct 2026 by Ana, recorded 2 Nov 2026: back-dated."),
    ],
)
def test_a_decision_recorded_later_than_it_took_effect_says_so(days, said):
    late = shown(recorded_at=at(AS_OF + timedelta(days=days)))
    assert (late.decided, late.back_dated) == (said, days > 1)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({}, ""),
        ({"co_signed_by": "ben", "verified": False}, "Ben, named by Ana, not signed in"),
        ({"co_signed_by": "ben", "verified": True}, "Ben"),
    ],
    ids=["nobody", "named by the decider", "both signed in"],
)
def test_who_signed_is_told_and_whether_they_did_it_themselves(changes, said):
    assert shown(**changes).signed_by == said


def test_why_the_proposal_was_not_followed_is_kept():
    assert shown(against=AgainstReason.NEW_FACT).against == "new fact"


@pytest.mark.parametrize(
    ("row", "frozen"),
    [
        ({**ACCURACY, "value": None}, ()),
        ({**ACCURACY, "value": 0.0}, (FrozenMeasure("Accuracy", "0\u202f%", "n = 400", Verdict.PASSING),)),
        ({**ACCURACY, "n": None}, (FrozenMeasure("Accuracy", "95\u202f%", "n not given", Verdict.PASSING),)),
        (
            {**ACCURACY, "measure": "gone", "unit": "minutes"},
            (FrozenMeasure("Accuracy", "0.95\u202fmin", "n = 400", Verdict.PASSING),),
        ),
    ],
    ids=["nothing measured", "nought", "no cases given", "a measure no longer in the catalogue"],
)
def test_a_frozen_figure_reads_as_it_did(row, frozen):
    assert shown({"measures": [row]}).measures == frozen


@pytest.mark.parametrize(
    ("difference", "line"),
    [
        (("measures.accuracy.value", 0.95, 0.91), Restated("measures · accuracy · value", "0.95", "0.91")),
        (("owner", "ana", None), Restated("owner", "ana", "not there")),
        (("next_review.days_late", 3, 0), Restated("next review · days late", "3", "0")),
        (("measures.new", None, {"value": 1, "n": 2}), Restated("measures · new", "not there", "2 entries")),
        (("provisional", False, True), Restated("provisional", "no", "yes")),
    ],
)
def test_what_reads_otherwise_today_is_said_place_by_place(difference, line):
    assert shown(differences=[difference]).restated == (line,)


def test_a_correction_supersedes_the_decision_of_its_period():
    first, corrected = decision(4, date(2026, 10, 14)), decision(5, date(2026, 10, 14))
    other = decision(6, date(2026, 10, 20), period="2026-10")
    assert of_period((corrected, first, other), "2026-Q3", AS_OF) == corrected


def test_a_decision_not_yet_in_effect_leaves_the_card_a_draft():
    later = decision(4, date(2026, 11, 1), period="2026-10")
    assert of_period((later,), "2026-10", AS_OF) is None
    assert of_period((later,), "2026-10", date(2026, 11, 1)) == later
    assert of_period((), "2026-10", AS_OF) is None
