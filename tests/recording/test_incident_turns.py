"""What turns an incident: a severity lowered, a closing, an opening again, fixes promised, records undone."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import Engine

from agent_scorecard.access import CompanyRole
from agent_scorecard.recording import (
    IncidentFields,
    NotPermitted,
    Refused,
    Stale,
    StepFields,
    UndoFields,
    close_follow_up,
    handle_incident,
    record_undo,
    reopen_incident,
    report_incident,
)
from agent_scorecard.recording.agreement import disagreements
from agent_scorecard.recording.entries import rows_of
from agent_scorecard.store import ledger, read
from agent_scorecard.store.database import writer
from agent_scorecard.vocabulary import TurnKind, UndoState
from tests.recording.conftest import load_texts
from tests.recording.handled import AT, CAUSE, FIX, HIGH, LOW, NOTICED, PAUSED, RESOLVED, handle, row
from tests.recording.signed_in import linked


@pytest.mark.parametrize("at_once", [True, False], ids=["in the same form", "in an earlier one"])
def test_a_serious_one_lowered_by_its_owner_still_owes_its_cause(handled: Engine, at_once: bool) -> None:
    lowered = {"severity": LOW, "reason": "Only one account"}
    if not at_once:
        handle(handled, **lowered)
    with pytest.raises(
        Refused, match="It was lowered from high and nobody else agreed, so it is closed with its cause"
    ):
        handle(handled, resolved_at=RESOLVED, **(lowered if at_once else {}))
    assert row(handled).resolved_at is None


@pytest.mark.parametrize(
    "said",
    [{"by": "ben"}, {"by": "ana", "agreed_by": "ben"}, {"by": "ana", "agreed_by": "ben@example.com"}],
    ids=["a second person lowers it", "one agrees", "one agrees, by address"],
)
def test_one_that_a_second_person_finds_less_serious_is_closed_as_a_small_one(handled: Engine, said) -> None:
    handle(handled, severity=LOW, reason="Only one account", **said)
    assert handle(handled, resolved_at=RESOLVED) == ("resolved_at", "turns")
    lowered, closed = row(handled).turns
    assert (lowered.was, lowered.now, lowered.reason, lowered.agreed_by) == (HIGH, LOW, "Only one account", "ben")
    assert (closed.kind, closed.by) == (TurnKind.CLOSED, "ana")


def test_a_second_person_may_agree_later(handled: Engine) -> None:
    handle(handled, severity=LOW, reason="Only one account")
    assert handle(handled, agreed_by="ben", reason="I read the runs") == ("turns",)
    assert "resolved_at" in handle(handled, resolved_at=RESOLVED)


def test_the_owner_is_no_second_person(handled: Engine) -> None:
    with pytest.raises(Refused, match="Who agrees that it is less is somebody else"):
        handle(handled, severity=LOW, reason="Only one account", agreed_by="ana")


def test_one_reported_as_serious_owes_its_cause_though_a_file_says_less(engine: Engine) -> None:
    fields = IncidentFields(agent="triage", summary="Sent twice", detected_at=NOTICED, severity=HIGH)
    name = report_incident(engine, fields, by="ana", at=AT)
    load_texts(
        engine, {"incidents.csv": f"incident,agent,severity,detected_at\n{name},triage,low,2026-10-20T10:00:00Z\n"}
    )
    with pytest.raises(Refused, match="It was lowered from high"):
        handle(engine, name, resolved_at=RESOLVED)


def test_fixes_are_promises_of_the_incident_and_said_once(handled: Engine) -> None:
    assert handle(handled, fixes=(FIX,)) == ("rca_fixes", "fixes")
    assert handle(handled, fixes=(FIX,)) == ()
    assert handle(handled, fixes=(replace(FIX, what="an alert", owner="ana@example.com"),)) == ("rca_fixes", "fixes")
    evidence = read.agent_evidence(handled, "triage", date(2026, 10, 30))
    assert [(one.what, one.owner, one.incident) for one in evidence.follow_ups] == [
        ("a limit", "ben", "INC-1"),
        ("an alert", "ana", "INC-1"),
    ]
    assert row(handled).rca_fixes == "a limit; an alert"
    close_follow_up(handled, evidence.follow_ups[0].follow_up, "Set to 50", by="ben", at=AT)
    assert disagreements(handled) == ()


def test_the_fixes_of_an_incident_are_not_there_before_it_was_noticed(handled: Engine) -> None:
    handle(handled, fixes=(FIX,))
    evidence = read.agent_evidence(handled, "triage", date(2026, 10, 19))
    assert (evidence.incidents, evidence.follow_ups) == ((), ())


def test_one_that_is_not_over_is_opened_again_with_a_reason(handled: Engine) -> None:
    with pytest.raises(Refused, match="INC-3 is open: there is nothing to open again"):
        reopen_incident(handled, "INC-3", "It came back", by="ana", at=AT)
    handle(handled, "INC-3", resolved_at=RESOLVED)
    with pytest.raises(Refused, match="Say why it is not over"):
        reopen_incident(handled, "INC-3", " ", by="ana", at=AT)
    reopen_incident(handled, "INC-3", "It came back", by="ana", at=AT)
    again = row(handled, "INC-3")
    assert (again.resolved_at, again.turns[-1].kind, again.turns[-1].reason) == (
        None,
        TurnKind.REOPENED,
        "It came back",
    )
    assert disagreements(handled) == ()


def test_what_somebody_else_recorded_meanwhile_is_named_and_nothing_is_overwritten(handled: Engine) -> None:
    seen = row(handled).row_version
    handle(handled, by="ben", paused_at=PAUSED, **CAUSE)
    late = StepFields(incident="INC-1", paused_at=PAUSED + timedelta(hours=1))
    with pytest.raises(Stale) as refused:
        handle_incident(handled, late, by="ana", at=AT, seen=seen)
    assert str(refused.value) == (
        "ben recorded the pause, the trace, the guardrail gaps and the fixes since you opened this form: "
        "look at it, then record again. Nothing you typed is lost."
    )
    assert row(handled).paused_at == PAUSED
    assert handle_incident(handled, late, by="ana", at=AT, seen=row(handled).row_version) == ("paused_at",)


def test_what_became_of_its_records_is_recorded_by_name(handled: Engine) -> None:
    sent = UndoFields(incident="INC-1", records=("r-1", " order 7 "), state=UndoState.COMPENSATED, note="Paid back")
    assert record_undo(handled, sent, by="ben", at=AT) == ("r-1", "order 7")
    assert record_undo(handled, sent, by="ben", at=AT) == ()
    assert record_undo(handled, replace(sent, records=("r-1",), state=UndoState.OPEN), by="ben", at=AT) == ("r-1",)
    told = [(each.record, each.state, each.by) for each in row(handled).undone]
    assert told == [
        ("order 7", UndoState.COMPENSATED, "ben"),
        ("r-1", UndoState.COMPENSATED, "ben"),
        ("r-1", UndoState.OPEN, "ben"),
    ]
    assert disagreements(handled) == ()


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"records": ()}, "Name what was undone, or could not be."),
        ({"records": ("a|b",)}, "Name each record by what its system calls it, without |."),
        ({"state": UndoState.CANNOT, "note": ""}, "Say why it cannot be undone."),
        ({"note": "x" * 501}, "The note is longer than 500 characters: shorten it."),
    ],
)
def test_what_cannot_be_said_of_a_record_is_refused(handled: Engine, said, sentence) -> None:
    fields = UndoFields(incident="INC-1", records=("r-1",), state=UndoState.COMPENSATED, note="Paid back")
    with pytest.raises(Refused) as refused:
        record_undo(handled, replace(fields, **said), by="ben", at=AT)
    assert str(refused.value) == sentence


def test_where_people_sign_in_a_role_closes_and_agrees_not_a_name(handled: Engine) -> None:
    owner, reviewer = linked(handled, "ana"), linked(handled, "ben", CompanyRole.REVIEWER)
    with pytest.raises(NotPermitted, match="may not close a serious incident of triage: its risk owner or a reviewer"):
        handle(handled, by=owner, resolved_at=RESOLVED, **CAUSE)
    with pytest.raises(Refused, match="ben agrees by recording it under a sign-in of their own"):
        handle(handled, by=owner, severity=LOW, reason="Only one account", agreed_by="ben")
    handle(handled, by=reviewer, severity=LOW, reason="Only one account")
    assert row(handled).turns[-1].agreed_by == "ben"
    assert "resolved_at" in handle(handled, by=owner, resolved_at=RESOLVED)


def test_whoever_is_on_call_handles_it_and_agrees_to_nothing(handled: Engine) -> None:
    load_texts(handled, {"assignments.csv": "agent,role,person\ntriage,on_call,ben\n"})
    on_call = linked(handled, "ben")
    with pytest.raises(NotPermitted, match="ben may not close a serious incident of triage"):
        handle(handled, by=on_call, severity=LOW, reason="Only one account", agreed_by="ben")
    handle(handled, by=on_call, severity=LOW, reason="Only one account")
    assert row(handled).turns[-1].agreed_by is None
    with pytest.raises(NotPermitted, match="ben may not close a serious incident of triage"):
        handle(handled, by=on_call, resolved_at=RESOLVED, **CAUSE)


def test_an_entry_of_an_earlier_version_is_read_as_it_was_written(handled: Engine) -> None:
    body = {"incident": "INC-1", "told": {"rca_fixes": "A limit", "paused_at": "2026-10-20T10:20:00.000Z"}}
    more = {"subject": "agent:triage", "at": AT, "verified": False, "mode": "local"}
    with writer(handled).begin() as connection:
        rows = rows_of(ledger.append(connection, "incident handled", actor="ana", body=body, **more))
    (told,) = rows.handled
    assert (told.told["rca_fixes"], rows.put, rows.follow_ups) == ("A limit", (), ())


@pytest.mark.parametrize(
    ("statement", "sentence"),
    [
        ("DELETE FROM incident_turns", "Turn of an incident 1 severity is in the ledger but not in its table."),
        ("UPDATE incident_turns SET agreed_by = 'ana'", "Turn of an incident 1 severity is not what the ledger says."),
        ("UPDATE follow_ups SET incident = NULL", "Follow-up 1-1 is not what the ledger says."),
    ],
)
def test_what_was_changed_behind_the_ledger_is_named(handled: Engine, statement: str, sentence: str) -> None:
    handle(handled, severity=LOW, reason="Only one account", agreed_by="ben", fixes=(FIX,))
    assert disagreements(handled) == ()
    with writer(handled).begin() as connection:
        connection.exec_driver_sql(statement)
    assert disagreements(handled) == (sentence,)
