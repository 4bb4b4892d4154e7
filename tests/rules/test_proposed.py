"""What became of a proposal, from the facts alone: it waits, was answered, or lapsed (rules 7)."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from agent_scorecard.rules.assess import assess
from agent_scorecard.rules.proposed import standing, to_approve, waiting
from agent_scorecard.vocabulary import Choice, ProposalState
from tests.build import AS_OF, at, decision, evidence, person, proposed
from tests.rules.assessed import POLICY

LATER = decision(41, AS_OF, Choice.PAUSE, by="ben")
ANSWERED = {"answered_by": "cora", "answered_at": at(AS_OF, 17)}


@pytest.mark.parametrize(
    ("row", "known", "days", "state", "said"),
    [
        ({}, {}, 30, ProposalState.WAITING, "It expires on 30 Nov 2026."),
        ({}, {}, 31, ProposalState.EXPIRED, "It expired on 30 Nov 2026."),
        (
            {"owner_then": "ben"},
            {},
            0,
            ProposalState.CANCELLED,
            "The owner changed from Ben to Ana since.",
        ),
        (
            {},
            {"decisions": (LATER,)},
            0,
            ProposalState.OVERTAKEN,
            "Ben decided pause on 31 Oct 2026, after it was proposed.",
        ),
        (
            {},
            {"corrected": (LATER,)},
            0,
            ProposalState.OVERTAKEN,
            "Ben decided pause on 31 Oct 2026, after it was proposed.",
        ),
        (
            {**ANSWERED, "state": ProposalState.DECLINED, "answer": "Too early"},
            {"decisions": (LATER,)},
            60,
            ProposalState.DECLINED,
            "Cora declined it on 31 Oct 2026: Too early",
        ),
        (
            {**ANSWERED, "state": ProposalState.WITHDRAWN},
            {},
            60,
            ProposalState.WITHDRAWN,
            "Cora withdrew it on 31 Oct 2026.",
        ),
    ],
    ids=["waits", "expired", "another owner", "decided since", "decided and corrected since", "declined", "withdrawn"],
)
def test_a_proposal_stands_where_its_facts_put_it(
    row: dict[str, Any], known: dict[str, Any], days: int, state: ProposalState, said: str
) -> None:
    made, one = proposed(**row), evidence(**known)
    found = standing(made, one, AS_OF + timedelta(days=days))
    assert (found.state, found.sentence.text) == (state, said)
    assert waiting(replace(one, proposals=(made,)), AS_OF + timedelta(days=days)) == (
        (made,) if state is ProposalState.WAITING else ()
    )


def test_where_the_rules_ask_nobody_anybody_else_who_is_active_may_approve() -> None:
    one = assess(evidence(), POLICY)
    asked = to_approve(one.evidence, POLICY, one.reading, Choice.EXPAND, proposed().kind, None)
    assert asked.open_to("ana") == ("cora", "ben", "dan", "eva", "finn")


def test_who_stands_in_for_somebody_signs_nothing_of_theirs_and_a_place_is_taken_one_step_far() -> None:
    people = {name: person(name) for name in ("ana", "ben", "cora")}
    people |= {"ana": replace(people["ana"], delegate="ben"), "ben": replace(people["ben"], delegate="cora")}
    one = assess(evidence(people=people), POLICY)
    asked = to_approve(one.evidence, POLICY, one.reading, Choice.EXPAND, proposed().kind, None)
    assert [asked.open_to(name) for name in ("ana", "ben", "cora")] == [("cora",), (), ("ana",)]
