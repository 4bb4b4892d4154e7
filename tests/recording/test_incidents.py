"""An incident reported by a person: one sentence is enough, it counts at once, and it travels with an export."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, text

from agent_scorecard.loading.exporting import export
from agent_scorecard.loading.load import load
from agent_scorecard.policy import default_policy
from agent_scorecard.recording import IncidentFields, NotPermitted, Refused, Unknown, report_incident
from agent_scorecard.recording.agreement import disagreements
from agent_scorecard.rules.assess import assess
from agent_scorecard.rules.facts import Incident, Turn
from agent_scorecard.store import ledger, read
from agent_scorecard.store.content import content_hash
from agent_scorecard.store.database import open_database, revision, writer
from agent_scorecard.vocabulary import DetectedBy, IncidentSeverity, TurnKind
from tests.recording.conftest import load_texts
from tests.recording.test_decisions import entries

AS_OF = date(2026, 10, 30)
AT = datetime(2026, 10, 30, 15, 20, 30, 123456, tzinfo=UTC)
KEPT = AT.replace(microsecond=123000)
NOTICED = datetime(2026, 10, 30, 14, tzinfo=UTC)
SAID = IncidentFields(agent="triage", summary="A reply went to the wrong customer", detected_at=NOTICED)


def report(engine: Engine, *, by: str = "ana", at: datetime = AT, token: str | None = None, **changes: Any) -> str:
    return report_incident(engine, replace(SAID, **changes), by=by, at=at, token=token)


def of_triage(engine: Engine) -> tuple[Incident, ...]:
    evidence = read.agent_evidence(engine, "triage", AS_OF)
    assert evidence is not None
    return evidence.incidents


def test_one_sentence_is_enough(engine: Engine) -> None:
    assert report(engine) == "R-2026-10-30-1"
    assert of_triage(engine) == (
        Incident("R-2026-10-30-1", NOTICED, agent="triage", summary="A reply went to the wrong customer"),
    )


def test_what_else_is_known_is_kept(engine: Engine) -> None:
    happened = NOTICED - timedelta(hours=3)
    report(
        engine,
        severity=IncidentSeverity.HIGH,
        detected_by=DetectedBy.CUSTOMER,
        occurred_at=happened,
        request_id=" req-77 ",
        summary="  Two\nlines\tbecome one ",
    )
    assert of_triage(engine) == (
        Incident(
            "R-2026-10-30-1",
            NOTICED,
            agent="triage",
            summary="Two lines become one",
            severity=IncidentSeverity.HIGH,
            occurred_at=happened,
            detected_by=DetectedBy.CUSTOMER,
            affected_runs=("req-77",),
            known_runs=0,
            turns=(Turn(1, TurnKind.SEVERITY, "R-2026-10-30-1", "ana", KEPT, None, IncidentSeverity.HIGH),),
        ),
    )


def test_it_is_a_finding_at_once(engine: Engine) -> None:
    def codes() -> set[str]:
        evidence = read.agent_evidence(engine, "triage", AS_OF)
        assert evidence is not None
        return {found.code for found in assess(evidence, default_policy()).findings}

    before = codes()
    report(engine, severity=IncidentSeverity.HIGH, detected_by=DetectedBy.CUSTOMER)
    assert {"serious_incident_open", "silent_incident"} <= codes() - before


def test_the_ledger_keeps_the_act_and_pages_are_read_again(engine: Engine) -> None:
    before = revision(engine)
    report(engine, token="t")
    assert revision(engine) == before + 1
    entry = entries(engine)[-1]
    assert (entry.what, entry.actor, entry.subject, entry.at) == (
        "incident reported",
        "ana",
        "agent:triage",
        "2026-10-30T15:20:30.123Z",
    )
    assert entry.content["incident"]["detected_at"] == "2026-10-30T14:00:00.000Z"
    assert ledger.verify(engine).whole


def test_the_reports_of_a_day_are_numbered_past_ids_that_are_taken(engine: Engine) -> None:
    load_texts(engine, {"incidents.csv": "incident,agent,detected_at\nR-2026-10-30-2,triage,2026-10-29T10:00:00Z\n"})
    assert [report(engine), report(engine), report(engine)] == [f"R-2026-10-30-{number}" for number in (1, 3, 4)]


def test_a_report_sent_again_for_another_agent_is_not_answered_with_the_first(engine: Engine) -> None:
    report(engine, token="form-1")
    with pytest.raises(Refused, match=r"This form was sent for triage already: open the one of resting\."):
        report(engine, agent="resting", token="form-1")


def test_a_time_without_its_zone_is_refused_with_a_sentence(engine: Engine) -> None:
    with pytest.raises(Refused, match="detected_at says no zone: write it as 2026-10-30T14:00:00Z"):
        report(engine, detected_at=NOTICED.replace(tzinfo=None))


def test_the_day_of_a_report_is_that_of_the_company(engine: Engine) -> None:
    with writer(engine).begin() as connection:
        connection.execute(text("UPDATE settings SET zone = 'Pacific/Auckland'"))
    assert report(engine) == "R-2026-10-31-1"


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"summary": " \n "}, "Say what happened, in one sentence."),
        ({"summary": "x" * 501}, "What happened is longer than 500 characters: shorten it."),
        ({"summary": "a\x07b"}, "What happened holds the control character \\u{0007}: remove it."),
        ({"request_id": "a|b"}, "Name one run: its request id holds no |."),
        ({"request_id": "x" * 121}, "The request id is longer than 120 characters: shorten it."),
        (
            {"summary": "Turned \u202earound"},
            "What happened holds a character that cannot be seen or stored: type it again.",
        ),
        ({"detected_at": AT + timedelta(seconds=1)}, "It cannot be noticed in the future."),
        ({"occurred_at": NOTICED + timedelta(seconds=1)}, "It cannot happen after it was noticed."),
        (
            {"summary": "", "detected_at": AT + timedelta(days=1)},
            "Say what happened, in one sentence. It cannot be noticed in the future.",
        ),
    ],
    ids=[
        "nothing said",
        "too long",
        "control character",
        "two runs",
        "long id",
        "turned around",
        "future",
        "before",
        "both",
    ],
)
def test_what_cannot_be_is_refused_with_every_sentence(engine: Engine, changes, sentence) -> None:
    before = revision(engine)
    with pytest.raises(Refused) as refused:
        report(engine, **changes)
    assert str(refused.value) == sentence
    assert (of_triage(engine), revision(engine), entries(engine)) == ((), before, [])
    assert entries(engine, ledger.Chain.EVENTS)[-1].what == "incident reported: refused"


@pytest.mark.parametrize(
    "changes", [{"summary": "x" * 500}, {"detected_at": AT}, {"occurred_at": NOTICED}, {"request_id": "x" * 120}]
)
def test_the_last_that_can_be_is_taken(engine: Engine, changes) -> None:
    report(engine, **changes)
    assert len(of_triage(engine)) == 1


def test_only_an_agent_there_is_has_incidents_and_only_somebody_reports_them(engine: Engine) -> None:
    with pytest.raises(Unknown, match=r"There is no agent nobody\."):
        report(engine, agent="nobody")
    with pytest.raises(NotPermitted, match="Say who you are"):
        report(engine, by=" ")
    assert report(engine, agent="over", by="Somebody in support") == "R-2026-10-30-1"


def test_a_form_sent_twice_is_one_report(engine: Engine) -> None:
    assert [report(engine, token="one"), report(engine, token="one")] == ["R-2026-10-30-1"] * 2
    assert report(engine, token="two") == "R-2026-10-30-2"
    assert len(of_triage(engine)) == 2


def test_reports_at_the_same_time_get_an_id_each(engine: Engine) -> None:
    with ThreadPoolExecutor(4) as pool:
        made = list(pool.map(lambda number: report(engine, token=str(number)), range(8)))
    assert sorted(made) == [f"R-2026-10-30-{number}" for number in range(1, 9)]
    assert ledger.verify(engine).whole


HOSTILE = ("=1+1", "'quoted", "-", "none", "n/a", 'a,"b"', "<img src=x>", "١ e\u0301 ☕")


def test_a_company_with_reports_is_the_same_after_export_and_load(engine: Engine, tmp_path: Path) -> None:
    for said in HOSTILE:
        report(engine, summary=said, request_id="req-1", occurred_at=NOTICED - timedelta(minutes=5))
    export(engine, tmp_path / "out")
    other = open_database(f"sqlite:///{tmp_path / 'other.db'}", create_missing=True)
    done = load(other, [tmp_path / "out"], today=AS_OF, now=AT, actor="ana")
    assert done.refusals == ()
    assert content_hash(other) == content_hash(engine)
    assert disagreements(other) == ()
    assert of_triage(other) == of_triage(engine)
    other.dispose()


def test_a_later_file_says_more_about_a_report(engine: Engine) -> None:
    made = report(engine)
    row = f"{made},triage,2026-10-30T14:00:00Z,2026-10-30T14:30:00Z"
    load_texts(engine, {"incidents.csv": f"incident,agent,detected_at,paused_at\n{row}\n"})
    (one,) = of_triage(engine)
    assert (one.summary, one.paused_at) == ("A reply went to the wrong customer", NOTICED + timedelta(minutes=30))
    assert disagreements(engine) == ()


def test_a_report_that_is_gone_from_its_table_is_named(engine: Engine) -> None:
    report(engine)
    assert disagreements(engine) == ()
    with writer(engine).begin() as connection:
        connection.execute(text("DELETE FROM incidents"))
    assert disagreements(engine) == ("Incident R-2026-10-30-1 is in the ledger but not in its table.",)
