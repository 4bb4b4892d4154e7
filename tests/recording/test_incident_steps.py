"""What was done about an incident: each act once, nothing lost, and no serious one closed without its cause."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine, text

from agent_scorecard.loading.exporting import export
from agent_scorecard.loading.load import load
from agent_scorecard.recording import (
    NotPermitted,
    Refused,
    UndoFields,
    Unknown,
    record_undo,
    reopen_incident,
)
from agent_scorecard.recording.agreement import disagreements
from agent_scorecard.store import ledger
from agent_scorecard.store.content import content_hash
from agent_scorecard.store.database import open_database, revision, writer
from agent_scorecard.vocabulary import AgenticRisk, Harm, IncidentSeverity, TurnKind, UndoState
from tests.recording.conftest import load_texts
from tests.recording.handled import AT, CAUSE, FIX, LOW, MEDIUM, NOTICED, PAUSED, RESOLVED, handle, row
from tests.recording.test_decisions import entries


def test_a_pause_is_recorded_and_everything_else_stays(handled: Engine) -> None:
    before = row(handled)
    assert handle(handled, paused_at=PAUSED) == ("paused_at",)
    assert row(handled) == replace(before, paused_at=PAUSED, row_version=before.row_version + 1)


def test_the_ledger_keeps_each_act_and_only_what_is_new(handled: Engine) -> None:
    before = revision(handled)
    handle(handled, paused_at=PAUSED)
    handle(handled, paused_at=PAUSED, rolled_back_at=PAUSED, rca_trace="  trace \n 7 ")
    first, second = entries(handled)[1:]
    assert (first.what, first.actor, first.subject) == ("incident handled", "ana", "agent:triage")
    assert first.content["incident"] == "INC-1"
    assert first.content["told"] == {"paused_at": "2026-10-20T10:20:00.000Z"}
    assert second.content["told"] == {"rolled_back_at": "2026-10-20T10:20:00.000Z", "rca_trace": "trace 7"}
    assert revision(handled) == before + 2
    assert ledger.verify(handled).whole
    assert disagreements(handled) == ()


def test_a_form_sent_twice_records_once_and_an_empty_one_nothing(handled: Engine) -> None:
    before = revision(handled)
    assert handle(handled) == ()
    assert revision(handled) == before
    assert [handle(handled, paused_at=PAUSED), handle(handled, paused_at=PAUSED)] == [("paused_at",), ()]
    assert (len(entries(handled)), revision(handled)) == (2, before + 1)


def test_a_wrong_time_is_put_right_and_both_are_in_the_ledger(handled: Engine) -> None:
    handle(handled, paused_at=PAUSED)
    handle(handled, paused_at=PAUSED + timedelta(minutes=5))
    assert row(handled).paused_at == PAUSED + timedelta(minutes=5)
    assert len(entries(handled)) == 3


NO_FIX = "a fix with who makes it and until when"


@pytest.mark.parametrize(
    ("incident", "said", "sentence"),
    [
        (
            "INC-1",
            {},
            f"A serious incident is closed with its cause: write down the trace, the guardrail gaps and {NO_FIX}.",
        ),
        (
            "INC-1",
            {"rca_trace": "trace 7", "rca_guardrail_gaps": "none"},
            f"A serious incident is closed with its cause: write down the guardrail gaps and {NO_FIX}.",
        ),
        (
            "INC-2",
            {"rca_trace": "trace 7", "rca_guardrail_gaps": "no limit"},
            f"An incident whose severity is not stated is closed with its cause: write down {NO_FIX}.",
        ),
        (
            "INC-3",
            {"severity": IncidentSeverity.CRITICAL, **CAUSE, "fixes": ()},
            f"A serious incident is closed with its cause: write down {NO_FIX}.",
        ),
    ],
)
def test_a_serious_one_is_not_closed_without_its_cause(handled: Engine, incident, said, sentence) -> None:
    before, was = revision(handled), row(handled, incident)
    with pytest.raises(Refused) as refused:
        handle(handled, incident, by="ben", resolved_at=RESOLVED, **said)
    assert str(refused.value) == sentence
    assert (row(handled, incident), revision(handled), entries(handled)) == (was, before, [])
    assert entries(handled, ledger.Chain.EVENTS)[-1].what == "incident handled: refused"


@pytest.mark.parametrize(
    ("incident", "said"),
    [("INC-1", CAUSE), ("INC-2", CAUSE), ("INC-2", {"severity": MEDIUM, "reason": "One tag"}), ("INC-3", {})],
)
def test_one_is_closed_with_its_cause_or_as_a_small_one(handled: Engine, incident, said) -> None:
    assert "resolved_at" in handle(handled, incident, by="ben", resolved_at=RESOLVED, **said)
    assert row(handled, incident).resolved_at == RESOLVED


@pytest.mark.parametrize(
    ("by", "sentence"),
    [
        ("ana", "The owner of the agent does not do that alone: Ben Cole (ben) may."),
        ("gone", "gone is not on file as active: Ben Cole (ben) may."),
        ("somebody", "somebody is not on file as active: Ben Cole (ben) may."),
    ],
    ids=["the owner", "who left", "a stranger"],
)
def test_a_serious_one_is_closed_by_a_second_person(handled: Engine, by: str, sentence: str) -> None:
    with pytest.raises(Refused) as refused:
        handle(handled, by=by, resolved_at=RESOLVED, **CAUSE)
    assert str(refused.value) == f"A second person closes a serious incident. {sentence}"
    assert row(handled).resolved_at is None


def test_where_nobody_else_is_on_file_the_owner_closes_it_and_the_record_says_who(handled: Engine) -> None:
    with writer(handled).begin() as connection:
        connection.execute(text("UPDATE people SET active = 0 WHERE person = 'ben'"))
    handle(handled, resolved_at=RESOLVED, **{**CAUSE, "fixes": (replace(FIX, owner="ana"),)})
    assert [(turn.kind, turn.by) for turn in row(handled).turns] == [(TurnKind.CLOSED, "ana")]


def test_the_cause_may_be_written_down_before_and_the_closing_follow(handled: Engine) -> None:
    handle(handled, **CAUSE)
    assert handle(handled, by="ben", resolved_at=RESOLVED) == ("resolved_at", "turns")


def test_the_cause_of_one_a_file_closed_may_come_piece_by_piece(handled: Engine) -> None:
    load_texts(
        handled,
        {
            "incidents.csv": "incident,agent,detected_at,severity,resolved_at\n"
            "INC-4,triage,2026-10-20T10:00:00Z,high,2026-10-20T12:00:00Z\n"
        },
    )
    assert handle(handled, "INC-4", rca_trace="trace 7") == ("rca_trace",)


def test_one_of_a_small_company_at_low_tier_owes_no_cause(handled: Engine) -> None:
    with writer(handled).begin() as connection:
        connection.execute(text("UPDATE settings SET preset = 'small'"))
        connection.execute(text("UPDATE agents SET risk_tier = 'low', risk_tier_reason = 'Reads only'"))
    assert handle(handled, resolved_at=RESOLVED) == ("resolved_at", "turns")


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"paused_at": AT + timedelta(seconds=1)}, "It cannot be paused in the future."),
        ({"drained_at": NOTICED - timedelta(hours=3)}, "It cannot be drained before it happened."),
        ({"rca_trace": "x" * 501}, "The text on the trace is longer than 500 characters: shorten it."),
        (
            {"fixes": (replace(FIX, what="x" * 1001),)},
            "What is fixed, in all, is longer than 1,000 characters: shorten it.",
        ),
        ({"fixes": (replace(FIX, what=" "),)}, "Say what is fixed."),
        ({"fixes": (replace(FIX, owner=" "),)}, "Name who makes the fix."),
        (
            {"fixes": (replace(FIX, owner="gone"),)},
            "Gil One is no longer active: name somebody else who makes the fix.",
        ),
        (
            {"fixes": (replace(FIX, owner="zoe"),)},
            "zoe is not a person of the company: name who makes the fix, or add zoe to people.csv.",
        ),
        (
            {"fixes": (replace(FIX, due=date(2026, 10, 29)),)},
            "A fix is due 29 Oct 2026, which has passed: give it a day to come.",
        ),
        (
            {"owner": "zoe"},
            "zoe is not a person of the company: name who drives the incident, or add zoe to people.csv.",
        ),
        (
            {"paused_at": PAUSED.replace(tzinfo=None)},
            "paused_at says no zone: write it as 2026-10-20T10:20:00Z or with its own offset.",
        ),
        ({"severity": LOW}, "Say why it is not serious."),
        ({"affected_runs": ("a|b",)}, "Name each run by its request id, which holds no |."),
        (
            {"rca_guardrail_gaps": "Turned \u202earound"},
            "The text on the gaps holds a character that cannot be seen or stored: type it again.",
        ),
    ],
)
def test_what_cannot_be_is_refused(handled: Engine, said, sentence) -> None:
    with pytest.raises(Refused) as refused:
        handle(handled, **said)
    assert str(refused.value) == sentence


@pytest.mark.parametrize(
    "said", [{"paused_at": AT}, {"paused_at": NOTICED - timedelta(hours=2)}, {"rca_guardrail_gaps": "x" * 1000}]
)
def test_the_last_that_can_be_is_taken(handled: Engine, said) -> None:
    assert len(handle(handled, **said)) == 1


def test_only_an_incident_of_an_agent_is_handled_and_only_by_somebody(handled: Engine) -> None:
    for unknown in ("INC-9", "OUT-1"):
        with pytest.raises(Unknown, match=f"There is no incident {unknown} of an agent"):
            handle(handled, unknown, paused_at=PAUSED)
    with pytest.raises(NotPermitted, match="Say who you are"):
        handle(handled, by=" ", paused_at=PAUSED)


@pytest.mark.both
def test_a_company_is_the_same_after_export_and_load(handled: Engine, tmp_path: Path) -> None:
    handle(handled, by="ben", paused_at=PAUSED, resolved_at=RESOLVED, severity=IncidentSeverity.CRITICAL, **CAUSE)
    handle(handled, harm=Harm.CUSTOMER_HARM, tags=(AgenticRisk.ASI08, AgenticRisk.ASI02), affected_runs=("r-1", "r-2"))
    undo = UndoFields(incident="INC-1", records=("r-1",), state=UndoState.CANNOT, note="The letter is sent")
    record_undo(handled, undo, by="ana", at=AT)
    reopen_incident(handled, "INC-1", "It came back", by="ana", at=AT)
    export(handled, tmp_path / "out")
    other = open_database(f"sqlite:///{tmp_path / 'other.db'}", create_missing=True)
    done = load(other, [tmp_path / "out"], today=date(2026, 10, 30), now=AT, actor="ana")
    assert done.refusals == ()
    assert content_hash(other) == content_hash(handled)
    assert replace(row(other), row_version=0) == replace(row(handled), row_version=0)
    assert disagreements(other) == ()
    other.dispose()


def test_an_incident_that_was_handled_and_is_gone_from_its_table_is_named(handled: Engine) -> None:
    handle(handled, paused_at=PAUSED)
    with writer(handled).begin() as connection:
        connection.execute(text("DELETE FROM incidents"))
    assert disagreements(handled) == ("Incident INC-1 is in the ledger but not in its table.",)
