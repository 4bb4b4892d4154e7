"""What was done about an incident: each act once, nothing lost, and no serious one closed without its cause."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, text

from agent_scorecard.loading.exporting import export
from agent_scorecard.loading.load import load
from agent_scorecard.recording import NotPermitted, Refused, StepFields, Unknown, handle_incident
from agent_scorecard.recording.agreement import disagreements
from agent_scorecard.rules.facts import Incident
from agent_scorecard.store import ledger, read
from agent_scorecard.store.content import content_hash
from agent_scorecard.store.database import open_database, revision, writer
from agent_scorecard.vocabulary import IncidentSeverity
from tests.recording.conftest import load_texts
from tests.recording.test_decisions import entries

NOTICED = datetime(2026, 10, 20, 10, tzinfo=UTC)
AT = datetime(2026, 10, 30, 15, 20, 30, 123456, tzinfo=UTC)
PAUSED, RESOLVED = NOTICED + timedelta(minutes=20), NOTICED + timedelta(hours=5)
CAUSE = {"rca_trace": "trace 7", "rca_guardrail_gaps": "no limit", "rca_fixes": "a limit"}
ROWS = """incident,agent,summary,severity,occurred_at,detected_at
INC-1,triage,Sent twice,high,2026-10-20T08:00:00Z,2026-10-20T10:00:00Z
INC-2,triage,Odd tag,,,2026-10-20T10:00:00Z
INC-3,triage,Typo,low,,2026-10-20T10:00:00Z
OUT-1,,Elsewhere,high,,2026-10-20T10:00:00Z
"""


@pytest.fixture
def handled(engine: Engine) -> Engine:
    load_texts(engine, {"incidents.csv": ROWS})
    return engine


def handle(engine: Engine, incident: str = "INC-1", *, by: str = "ana", at: datetime = AT, **said: Any):
    return handle_incident(engine, StepFields(incident=incident, **said), by=by, at=at)


def row(engine: Engine, incident: str = "INC-1") -> Incident:
    evidence = read.agent_evidence(engine, "triage", date(2026, 10, 30))
    assert evidence is not None
    (found,) = (each for each in evidence.incidents if each.incident == incident)
    return found


def test_a_pause_is_recorded_and_everything_else_stays(handled: Engine) -> None:
    before = row(handled)
    assert handle(handled, paused_at=PAUSED) == ("paused_at",)
    assert row(handled) == replace(before, paused_at=PAUSED)


def test_the_ledger_keeps_each_act_and_only_what_is_new(handled: Engine) -> None:
    before = revision(handled)
    handle(handled, paused_at=PAUSED)
    handle(handled, paused_at=PAUSED, rolled_back_at=PAUSED, rca_trace="  trace \n 7 ")
    first, second = entries(handled)[1:]
    assert (first.what, first.actor, first.subject) == ("incident handled", "ana", "agent:triage")
    assert first.content == {"incident": "INC-1", "told": {"paused_at": "2026-10-20T10:20:00.000Z"}}
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


@pytest.mark.parametrize(
    ("incident", "said", "sentence"),
    [
        (
            "INC-1",
            {},
            "A serious incident is closed with its cause: write down the trace, the guardrail gaps and the fixes.",
        ),
        (
            "INC-1",
            {"rca_trace": "trace 7", "rca_fixes": "none"},
            "A serious incident is closed with its cause: write down the guardrail gaps and the fixes.",
        ),
        (
            "INC-2",
            {"rca_trace": "trace 7", "rca_guardrail_gaps": "no limit"},
            "An incident whose severity is not stated is closed with its cause: write down the fixes.",
        ),
        (
            "INC-3",
            {"severity": IncidentSeverity.CRITICAL},
            "A serious incident is closed with its cause: write down the trace, the guardrail gaps and the fixes.",
        ),
    ],
)
def test_a_serious_one_is_not_closed_without_its_cause(handled: Engine, incident, said, sentence) -> None:
    before, was = revision(handled), row(handled, incident)
    with pytest.raises(Refused) as refused:
        handle(handled, incident, resolved_at=RESOLVED, **said)
    assert str(refused.value) == sentence
    assert (row(handled, incident), revision(handled), entries(handled)) == (was, before, [])
    assert entries(handled, ledger.Chain.EVENTS)[-1].what == "incident handled: refused"


@pytest.mark.parametrize(
    ("incident", "said"),
    [("INC-1", CAUSE), ("INC-2", CAUSE), ("INC-2", {"severity": IncidentSeverity.MEDIUM}), ("INC-3", {})],
)
def test_one_is_closed_with_its_cause_or_as_a_small_one(handled: Engine, incident, said) -> None:
    assert "resolved_at" in handle(handled, incident, resolved_at=RESOLVED, **said)
    assert row(handled, incident).resolved_at == RESOLVED


def test_the_cause_may_be_written_down_before_and_the_closing_follow(handled: Engine) -> None:
    handle(handled, **CAUSE)
    assert handle(handled, resolved_at=RESOLVED) == ("resolved_at",)


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
    assert handle(handled, resolved_at=RESOLVED) == ("resolved_at",)


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"paused_at": AT + timedelta(seconds=1)}, "It cannot be paused in the future."),
        ({"drained_at": NOTICED - timedelta(hours=3)}, "It cannot be drained before it happened."),
        ({"rca_trace": "x" * 501}, "The text on the trace is longer than 500 characters: shorten it."),
        ({"rca_fixes": "x" * 1001}, "The text on the fixes is longer than 1,000 characters: shorten it."),
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
    "said", [{"paused_at": AT}, {"paused_at": NOTICED - timedelta(hours=2)}, {"rca_fixes": "x" * 1000}]
)
def test_the_last_that_can_be_is_taken(handled: Engine, said) -> None:
    assert len(handle(handled, **said)) == 1


def test_only_an_incident_of_an_agent_is_handled_and_only_by_somebody(handled: Engine) -> None:
    for unknown in ("INC-9", "OUT-1"):
        with pytest.raises(Unknown, match=f"There is no incident {unknown} of an agent"):
            handle(handled, unknown, paused_at=PAUSED)
    with pytest.raises(NotPermitted, match="Say who you are"):
        handle(handled, by=" ", paused_at=PAUSED)


def test_a_company_is_the_same_after_export_and_load(handled: Engine, tmp_path: Path) -> None:
    handle(handled, paused_at=PAUSED, resolved_at=RESOLVED, severity=IncidentSeverity.CRITICAL, **CAUSE)
    export(handled, tmp_path / "out")
    other = open_database(f"sqlite:///{tmp_path / 'other.db'}", create_missing=True)
    done = load(other, [tmp_path / "out"], today=date(2026, 10, 30), now=AT, actor="ana")
    assert done.refusals == ()
    assert (content_hash(other), row(other)) == (content_hash(handled), row(handled))
    assert disagreements(other) == ()
    other.dispose()


def test_an_incident_that_was_handled_and_is_gone_from_its_table_is_named(handled: Engine) -> None:
    handle(handled, paused_at=PAUSED)
    with writer(handled).begin() as connection:
        connection.execute(text("DELETE FROM incidents"))
    assert disagreements(handled) == ("Incident INC-1 is in the ledger but not in its table.",)
