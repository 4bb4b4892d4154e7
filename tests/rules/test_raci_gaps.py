"""What is wrong with the people of an action, in one sentence each with its way out."""

from __future__ import annotations

from typing import Any

import pytest

from agent_scorecard.rules.raci import raci
from agent_scorecard.rules.raci_gaps import gaps_of
from agent_scorecard.vocabulary import Mode, Role, Severity
from tests.build import AGENT, AS_OF, action, evidence, person
from tests.rules.assessed import POLICY

GONE = {"people": {**evidence().company.people, "cora": person("cora", active=False, inactive_since=AS_OF)}}
NAME_THEM = "Name the missing people for the action, or set it to shadow."
NO_AGENT = "Name a person: an agent cannot be accountable."


def gaps(own: dict[str, Any], **changes: Any) -> list[tuple[str, Severity, str]]:
    row = action(**own)
    one = evidence(actions=(row,), **changes)
    found = [gap.finding for gap in gaps_of(one, POLICY, raci(one, POLICY, row))]
    return [(each.sentence.text, each.severity, each.way_out) for each in found]


@pytest.mark.parametrize(
    ("own", "changes", "expected"),
    [
        ({}, {}, []),
        (
            {"risk_owner": None},
            {"assignments": ()},
            [("Nobody is named as risk owner.", Severity.BLOCK, NAME_THEM)],
        ),
        (
            {"risk_owner": "zoe"},
            {},
            [("The risk owner, zoe, is nobody the company knows.", Severity.BLOCK, NAME_THEM)],
        ),
        ({}, GONE, [("The risk owner, Cora, is no longer active since 31 Oct 2026.", Severity.BLOCK, NAME_THEM)]),
        (
            {"accountable": AGENT},
            {},
            [("The accountable person is an agent, support-triage.", Severity.BLOCK, NO_AGENT)],
        ),
        (
            {"accountable": AGENT, "mode": Mode.SHADOW},
            {},
            [("The accountable person is an agent, support-triage.", Severity.NOTE, NO_AGENT)],
        ),
        (
            {"inform_trigger": None},
            {},
            [("It is not said when people are consulted and informed.", Severity.NOTE, NAME_THEM)],
        ),
        (
            {"informed": ("zoe", "ana")},
            {},
            [("Nobody active answers to zoe, to be consulted or informed.", Severity.NOTE, NAME_THEM)],
        ),
        ({"consulted": (), "informed": (), "inform_trigger": None}, {}, []),
    ],
    ids=[
        "all there",
        "nobody",
        "unknown",
        "gone",
        "an agent",
        "an agent in shadow",
        "no event",
        "unknown to be told",
        "nobody to be told",
    ],
)
def test_each_gap_is_said_with_its_way_out(own, changes, expected):
    assert gaps(own, **changes) == expected


def test_slots_without_a_name_are_said_at_once_and_those_with_one_by_one():
    row = action(accountable=None, system_owner="zoe", risk_owner=None)
    one = evidence(actions=(row,), assignments=())
    found = [(gap.slots, gap.finding.sentence.text) for gap in gaps_of(one, POLICY, raci(one, POLICY, row))]
    assert found == [
        ((Role.ACCOUNTABLE_OWNER, Role.RISK_OWNER), "Nobody is named as accountable person or risk owner."),
        ((Role.SYSTEM_OWNER,), "The system owner, zoe, is nobody the company knows."),
    ]
