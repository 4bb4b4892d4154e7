"""Each story of the sample company is found by the rules in its files, and its files can be written again."""

from __future__ import annotations

import gzip
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from sqlalchemy import Engine

from agent_scorecard import where
from agent_scorecard.policy import default_policy
from agent_scorecard.recording import DecisionFields, record_decision, restated
from agent_scorecard.recording.agreement import disagreements
from agent_scorecard.rules.answers import Assessment
from agent_scorecard.rules.assess import assess_all
from agent_scorecard.store import ledger, read
from agent_scorecard.store.database import open_database
from agent_scorecard.vocabulary import Choice, EvidenceState, ExpandKind, Group, Level, Severity, Verdict
from tests.sample import sample_copy

OPENS = date(2026, 10, 30)
FOLDER = where.SAMPLE_DATA / "juniper_outdoor"
NOON = datetime(2026, 10, 30, 18, tzinfo=UTC)


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    engine = open_database(sample_copy(tmp_path_factory.mktemp("sample")))
    yield engine
    engine.dispose()


@pytest.fixture(scope="module")
def agents(engine: Engine) -> dict[str, Assessment]:
    found = read.portfolio(engine, OPENS)
    return {one.evidence.agent.agent: one for one in assess_all(found, default_policy())}


def codes(one: Assessment, severity: Severity) -> list[str]:
    return [found.code for found in one.findings if found.severity is severity]


def contents(folder: Path) -> dict[str, bytes]:
    """Every file by name, a packed one unpacked: how tightly it is packed depends on the machine."""
    files = [path for path in folder.rglob("*") if path.is_file()]
    unpack = {".gz": gzip.decompress}
    return {str(path.relative_to(folder)): unpack.get(path.suffix, bytes)(path.read_bytes()) for path in files}


def test_generating_again_writes_the_same_files(tmp_path: Path) -> None:
    script = where.SAMPLE_DATA / "generate.py"
    subprocess.run([sys.executable, str(script), str(tmp_path / "again")], check=True, timeout=60)
    assert contents(tmp_path / "again") == contents(FOLDER)


def test_the_files_stay_small() -> None:
    assert sum(path.stat().st_size for path in FOLDER.rglob("*")) < 1_500_000


def test_everybody_can_see_that_it_is_synthetic(engine: Engine) -> None:
    assert read.settings(engine).name == "Juniper Outdoor (synthetic)"
    assert "synthetic" in (where.SAMPLE_DATA / "README.md").read_text(encoding="utf-8")


def test_it_opens_on_its_last_day(engine: Engine) -> None:
    assert read.opening_day(engine) == OPENS


def test_people_step_in_more_often_since_the_new_model(agents) -> None:
    one = agents["support-triage"]
    (climbing,) = one.blocks
    assert climbing.code == "intervention_climbing"
    assert climbing.sentence.text == (
        "Interventions up 41\u202f% since model 4.1 → 4.2, n = 5,519 / 1,968: 7.9\u202f% to 11.2\u202f%, "
        "a rise of 1.7 to 4.9 points."
    )
    reading = one.reading
    assert (reading.granted, reading.supported, one.proposal.choice) == (
        Level.BOUNDED,
        Level.RECOMMENDED,
        Choice.REVISE,
    )
    assert one.open[Choice.EXPAND] is not None
    assert (one.due.on, one.due.days_late) == (date(2026, 10, 15), 15)


def test_a_weekly_report_has_earned_level_3_by_reading(agents) -> None:
    one = agents["weekly-kpi"]
    reading = one.reading
    assert (reading.granted, reading.granted_here, reading.supported) == (Level.RECOMMENDED, True, Level.BOUNDED)
    assert (reading.by_reading, reading.missing, one.blocks) == (True, (), ())
    assert (one.proposal.choice, one.proposal.kind, one.proposal.level) == (
        Choice.EXPAND,
        ExpandKind.LEVEL,
        Level.BOUNDED,
    )
    assert one.groups[Group.QUALITY].verdict is Verdict.UNPROVEN


def test_routing_is_faster_but_worse(agents) -> None:
    one = agents["lead-routing"]
    assert codes(one, Severity.BLOCK) == ["faster_but_worse"]
    assert {"silent_incident", "follow_up_overdue", "level_above_evidence"} <= set(codes(one, Severity.WARN))
    assert (one.groups[Group.OUTCOME].verdict, one.groups[Group.QUALITY].verdict) == (Verdict.MET, Verdict.MISSED)
    assert (one.proposal.choice, one.reading.supported) == (Choice.REVISE, Level.ASSISTED)


def test_every_agent_is_known_in_everything(agents) -> None:
    assert {name: (one.set_up.known, one.set_up.asked) for name, one in agents.items()} == dict.fromkeys(
        agents, (16, 16)
    )
    contract = [item for one in agents.values() for item in one.reading.items if item.item in (11, 12, 14)]
    assert {item.state for item in contract} == {EvidenceState.THERE}


def test_past_decisions_rest_on_cards_that_still_read_the_same(engine: Engine, agents) -> None:
    decisions = sorted((row for one in agents.values() for row in one.evidence.decisions), key=lambda row: row.seq)
    assert [(row.agent, row.choice, row.as_of) for row in decisions] == [
        ("support-triage", Choice.MAINTAIN, date(2026, 6, 30)),
        ("weekly-kpi", Choice.MAINTAIN, date(2026, 6, 30)),
        ("support-triage", Choice.EXPAND, date(2026, 7, 31)),
        ("weekly-kpi", Choice.EXPAND, date(2026, 7, 31)),
        ("weekly-kpi", Choice.MAINTAIN, date(2026, 8, 31)),
        ("lead-routing", Choice.MAINTAIN, date(2026, 9, 2)),
        ("lead-routing", Choice.REVISE, date(2026, 10, 9)),
    ]
    assert [restated(engine, row) for row in decisions] == [()] * len(decisions)


def test_its_ledger_is_whole_and_its_tables_agree(engine: Engine) -> None:
    assert ledger.verify(engine).whole
    assert disagreements(engine) == ()


def test_the_earned_level_can_be_granted_and_is_then_asked_to_be_set(tmp_path: Path) -> None:
    engine = open_database(sample_copy(tmp_path))
    fields = DecisionFields(
        agent="weekly-kpi",
        choice=Choice.EXPAND,
        reason="Read in full for twelve weeks",
        next_step="Look at the first four reports",
        owner="jonas",
        due=date(2026, 11, 30),
        as_of=OPENS,
    )
    made = record_decision(engine, fields, by="elena", at=NOON)
    assert (made.kind, made.level, made.proposed) == (ExpandKind.LEVEL, Level.BOUNDED, Choice.EXPAND)
    evidence = read.agent_evidence(engine, "weekly-kpi", OPENS)
    assert evidence is not None
    opened = {row.what: (row.owner, row.due) for row in evidence.follow_ups if row.decision == made.seq}
    assert opened == {
        "Look at the first four reports": ("jonas", date(2026, 11, 30)),
        "Set the agent to level 3 in its own system and confirm it here.": ("leo", date(2026, 11, 6)),
    }
    engine.dispose()
