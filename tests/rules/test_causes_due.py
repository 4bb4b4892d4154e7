"""Whose turn it is to write down a cause, and until when."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from agent_scorecard.policy import default_policy
from agent_scorecard.rules.answers import CauseDue
from agent_scorecard.rules.causes_due import causes_due
from agent_scorecard.vocabulary import IncidentSeverity
from tests.boards.build import owned_by_nobody
from tests.build import evidence, incident

DAY = date(2026, 10, 12)
DUE = DAY + timedelta(days=14)
HIGH = IncidentSeverity.HIGH


@pytest.mark.parametrize(
    ("changes", "facts", "owner"),
    [({}, {}, "ana"), ({"owner": "ben"}, {}, "ben"), ({}, owned_by_nobody(), None)],
    ids=["the owner of the agent", "whoever drives it", "nobody"],
)
def test_the_cause_is_asked_of_whoever_drives_it(changes, facts, owner):
    one = evidence(incidents=(incident(DAY, severity=HIGH, **changes),), **facts)
    assert causes_due(one, default_policy()) == (CauseDue("INC-2026-10-12", owner, DUE),)


def test_the_first_due_comes_first_and_a_small_one_owes_nothing():
    rows = [incident(DAY + timedelta(days=n), incident=f"I{n}", severity=HIGH) for n in (3, 1)]
    one = evidence(incidents=(*rows, incident(DAY, severity=IncidentSeverity.LOW)))
    assert [row.incident for row in causes_due(one, default_policy())] == ["I1", "I3"]
