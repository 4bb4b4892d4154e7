"""What became of each run an incident touched: a person's word first, then the facts."""

from __future__ import annotations

from datetime import date

import pytest

from agent_scorecard.rules.facts import Action, TouchedRun, Undone
from agent_scorecard.rules.undo import records, standing
from agent_scorecard.vocabulary import Access, ToolStatus, UndoState
from tests.build import at, evidence, incident

DAY = date(2026, 10, 24)
LATER = at(DAY, 15)
OPEN, ROLLED_BACK, COMPENSATED, CANNOT, NOTHING = UndoState
SEND = Action("mail.send", access=Access.SEND, compensation="none")
TAG = Action("crm.tag", access=Access.WRITE, compensation="Set the old tag")
NOTE = Action("crm.note", access=Access.WRITE)
READ = Action("crm.read", access=Access.READ)


def state_of(*calls, known=True, said=(), **changes):
    run = TouchedRun("r1", at(DAY), calls)
    row = incident(DAY, affected_runs=("r1",), undone=said, **changes)
    (found,) = records(evidence(actions=(SEND, TAG, NOTE, READ)), row, (run,) if known else ())
    return found


def ok(tool):
    return (tool, ToolStatus.OK)


@pytest.mark.parametrize(
    ("calls", "changes", "state", "why"),
    [
        ((ok("crm.tag"),), {}, OPEN, "Nobody has said that it was undone."),
        ((ok("crm.note"),), {}, OPEN, "How crm.note is undone is not on file."),
        ((ok("crm.read"),), {}, NOTHING, "It only read."),
        ((("crm.tag", ToolStatus.BLOCKED),), {}, NOTHING, "It only read."),
        ((ok("crm.new"),), {}, OPEN, "How crm.new is undone is not on file."),
        ((ok("mail.send"), ok("crm.tag")), {}, CANNOT, "mail.send cannot be undone, by the answer on file."),
        ((("crm.tag", ToolStatus.ROLLED_BACK),), {}, ROLLED_BACK, "The log says its calls were rolled back."),
        ((ok("crm.tag"), ("crm.tag", ToolStatus.ROLLED_BACK)), {}, OPEN, "Nobody has said that it was undone."),
        ((ok("crm.tag"),), {"rolled_back_at": LATER}, ROLLED_BACK, "With the roll-back of the incident."),
        ((ok("crm.tag"),), {"compensated_at": LATER}, COMPENSATED, "With the compensation of the incident."),
        ((ok("mail.send"),), {"rolled_back_at": LATER}, CANNOT, "mail.send cannot be undone, by the answer on file."),
        ((), {}, OPEN, "The log does not say what it called: look in the system it wrote to."),
    ],
    ids=[
        "a write",
        "a write nobody knows how to undo",
        "only read",
        "held back",
        "an action of no file",
        "sent for good",
        "the log rolled it back",
        "half of it",
        "with the incident",
        "compensated",
        "sent, and rolled back as far as could be",
        "no calls known",
    ],
)
def test_the_facts_say_what_became_of_a_run(calls, changes, state, why):
    found = state_of(*calls, **changes)
    assert (found.state, found.why, found.is_there) == (state, why, True)


def test_a_run_the_log_does_not_know_is_open_until_somebody_says_otherwise():
    found = state_of(known=False)
    assert (found.state, found.is_there) == (OPEN, False)
    assert found.why == "The log does not know this run: look in the system it wrote to."


def test_what_a_person_said_last_counts_above_the_facts():
    told = tuple(Undone(seq, "r1", "INC", state, "ben", LATER) for seq, state in ((1, CANNOT), (2, COMPENSATED)))
    assert state_of(ok("mail.send"), said=told).state is COMPENSATED


def test_records_of_other_systems_stand_beside_the_runs_and_what_is_open_comes_first():
    told = (Undone(1, "order 7", "INC", COMPENSATED, "ben", LATER), Undone(2, "z", "INC", OPEN, "ben", LATER))
    row = incident(DAY, affected_runs=("r1", "r1"), undone=told)
    found = records(evidence(), row, ())
    assert [record.name for record in found] == ["r1", "z", "order 7"]
    assert standing(found) == "2 open and 1 compensated"
