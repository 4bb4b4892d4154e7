"""What became of the records an incident touched, and what a pause recorded with it leads to."""

from __future__ import annotations

from datetime import date

import pytest

from agent_scorecard.rules.facts import Action, TouchedRun, Undone
from agent_scorecard.vocabulary import Access, IncidentSeverity, Status, ToolStatus, UndoState
from tests.boards.build import owned_by_nobody
from tests.boards.test_incident import seen
from tests.build import at, incident

FOUND = date(2026, 10, 12)
HIGH = IncidentSeverity.HIGH


def test_what_became_of_each_run_is_told_with_how_it_is_known():
    calls = (("helpdesk.reply", ToolStatus.OK),)
    runs = (TouchedRun("r1", at(FOUND, 11), calls), TouchedRun("r2", at(FOUND, 11)))
    said = Undone(9, "order 7", "INC", UndoState.COMPENSATED, "ben", at(FOUND, 15), "Paid back")
    row = incident(FOUND, affected_runs=("r1", "r2", "r3"), undone=(said,))
    shown = seen(row, runs, actions=(Action("helpdesk.reply", access=Access.SEND, compensation="Write again"),)).undo
    assert (shown.standing, shown.traced) == ("3 open and 1 compensated", "2 of 3 can be reconstructed from the log")
    assert shown.open == ("r1", "r2", "r3")
    assert (shown.lines[0].name, shown.lines[0].way) == ("r1", "Write again")
    assert shown.lines[-1].why == "Paid back. Recorded by Ben."
    assert [line.about for line in shown.lines] == ["12 Oct, 11:00", "12 Oct, 11:00", "not in the log", "no run"]


def test_a_run_leads_to_its_trace_and_another_record_to_none():
    said = Undone(9, "order 7", "INC", UndoState.COMPENSATED, "ben", at(FOUND, 15))
    shown = seen(incident(FOUND, affected_runs=("r 1",), undone=(said,)), trace_url="https://t.example/{request_id}")
    assert [line.trace for line in shown.undo.lines] == ["https://t.example/r%201", ""]


@pytest.mark.parametrize(
    ("changes", "facts", "sentence", "lead"),
    [
        ({}, {}, None, None),
        (
            {"paused_at": at(FOUND, 13)},
            {},
            "A pause is recorded here; on file the agent still works.",
            "Decide the pause",
        ),
        ({"paused_at": at(FOUND, 13), "resolved_at": at(FOUND, 14)}, {}, None, None),
        (
            {"paused_at": at(FOUND, 13)},
            {"status": Status.PAUSED, "status_since": FOUND},
            "The agent is paused. Ana, who owns it, lets it go on with a reason.",
            "Resume",
        ),
        (
            {"paused_at": at(FOUND, 13)},
            {"status": Status.PAUSED, "status_since": FOUND, **owned_by_nobody()},
            "The agent is paused and nobody answers for it.",
            "Open its card",
        ),
    ],
    ids=["no pause", "a pause to be decided", "all over", "paused", "paused and nobody's"],
)
def test_a_pause_leads_to_a_decision(changes, facts, sentence, lead):
    line = seen(incident(FOUND, severity=HIGH, **changes), **facts).pause
    assert (line and line.sentence, line and line.lead) == (sentence, lead)
