"""Kill switches with their drills, and the way back of each action that has an effect."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from agent_scorecard.boards.oversight.stopping import DrillState, Stopping, SwitchRow, stopping
from agent_scorecard.rules.facts import Action, Drill
from agent_scorecard.vocabulary import Status
from tests.boards.oversight.build import agent, shown
from tests.build import AS_OF, action, evidence
from tests.rules.assessed import POLICY


def drill(ago: int, **changes: Any) -> Drill:
    facts = {"passed": True, "seconds_to_disable": 48, "in_flight_covered": True, **changes}
    return Drill(f"DR-{ago}", AS_OF - timedelta(days=ago), **facts)


def board(*actions: Action, **facts: Any) -> Stopping:
    return stopping(shown(agent("Triage", *actions, **facts)), POLICY)


def only_switch(**facts: Any) -> SwitchRow:
    changed = {name: facts.pop(name) for name in ("kill_switch", "kill_switch_in_flight", "status") if name in facts}
    (row,) = board(action(), agent=_agent(**changed), **facts).switches
    return row


def _agent(**changes: Any) -> Any:
    return evidence(**changes).agent


def test_the_register_says_how_when_practised_and_when_next():
    assert only_switch() == SwitchRow(
        agent="support-triage",
        name="Support triage",
        about="live · tier medium",
        stops="Turn off flag triage in the admin console",
        in_flight="Queue triage is paused and drained to quarantine",
        last="2 Oct",
        last_note="48\u202fs, work begun covered",
        due="31 Dec",
        state=DrillState.HELD,
    )


@pytest.mark.parametrize(
    ("facts", "stops", "in_flight"),
    [
        ({"kill_switch": "none"}, "there is none", "Queue triage is paused and drained to quarantine"),
        ({"kill_switch": None, "kill_switch_in_flight": None}, "", ""),
    ],
    ids=["answered none", "nobody said"],
)
def test_no_answer_is_not_the_answer_none(facts, stops, in_flight):
    row = only_switch(**facts)
    assert (row.stops, row.in_flight) == (stops, in_flight)


@pytest.mark.parametrize(
    ("drills", "state", "last", "note"),
    [
        ((drill(10),), DrillState.HELD, "21 Oct", "48\u202fs, work begun covered"),
        ((drill(80),), DrillState.SOON, "12 Aug", "48\u202fs, work begun covered"),
        ((drill(91),), DrillState.OVERDUE, "1 Aug", "48\u202fs, work begun covered"),
        ((), DrillState.OVERDUE, "never practised", ""),
        (
            (drill(91), drill(3, passed=False, seconds_to_disable=None, in_flight_covered=False)),
            DrillState.OVERDUE,
            "28 Oct",
            "failed, time not taken, work begun not covered",
        ),
    ],
    ids=["lately", "soon again", "too long ago", "never", "failed"],
)
def test_a_drill_holds_is_due_or_is_overdue(drills, state, last, note):
    row = only_switch(drills=drills)
    assert (row.state, row.last, row.last_note) == (state, last, note)


def test_a_pilot_is_asked_for_no_drill():
    row = only_switch(status=Status.PILOT, drills=())
    assert (row.state, row.due) == (DrillState.NOT_ASKED, "")


@pytest.mark.parametrize(
    ("changes", "undo", "gap"),
    [
        ({}, "Put the old tag back from the ticket history", ""),
        ({"compensation_tested_on": None}, "Put the old tag back from the ticket history", "Never tested"),
        ({"compensation": None}, "", "Nobody said how"),
        ({"compensation": " "}, " ", "Nobody said how"),
        ({"compensation": "none"}, "there is none", "Cannot be undone"),
    ],
    ids=["tested", "never tested", "nobody said", "blank", "none"],
)
def test_the_way_back_of_an_action_is_there_or_is_a_gap(changes, undo, gap):
    (row,) = board(action(**changes)).undos
    assert (row.undo, row.gap) == (undo, gap)


def test_gaps_and_overdue_drills_come_first():
    late, fresh = agent("Late", action("z.last"), drills=()), agent("Fresh", action("a.first"), drills=(drill(1),))
    gap = agent("Gap", action("m.gap", compensation_tested_on=None), drills=(drill(1),))
    seen = stopping(shown(fresh, gap, late), POLICY)
    assert [row.name for row in seen.switches] == ["Late", "Fresh", "Gap"]
    assert [row.action for row in seen.undos] == ["m.gap", "a.first", "z.last"]
    assert seen.said == (
        "How it is stopped is written for 3 of 3 agents; 1 drill is overdue. "
        "A way back was tested for 2 of 3 actions with an effect."
    )
