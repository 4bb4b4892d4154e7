"""Each story of the sample company is found by the rules in its files, and its files can be written again."""

from __future__ import annotations

import gzip
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from sqlalchemy import Engine

from agent_scorecard import where
from agent_scorecard.policy import default_policy
from agent_scorecard.recording import DecisionFields, record_decision, restated
from agent_scorecard.recording.agreement import disagreements
from agent_scorecard.recording.reviews import reviews_of
from agent_scorecard.rules.answers import Assessment
from agent_scorecard.rules.assess import assess, assess_all
from agent_scorecard.rules.oversight import always_human
from agent_scorecard.rules.periods import Grain, Period
from agent_scorecard.rules.portfolio import portfolio
from agent_scorecard.store import ledger, read
from agent_scorecard.store.database import open_database
from agent_scorecard.vocabulary import Choice, EvidenceState, ExpandKind, Group, Level, Severity, Status, Verdict
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


def _by_grain(periods: list[Period]) -> list[list[Period]]:
    return [[period for period in periods if period.grain is grain] for grain in (Grain.MONTH, Grain.WEEK)]


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
    assert sum(path.stat().st_size for path in FOLDER.rglob("*")) < 3_000_000


def test_everybody_can_see_that_it_is_synthetic(engine: Engine) -> None:
    assert read.settings(engine).name == "Juniper Outdoor (synthetic)"
    assert "synthetic" in (where.SAMPLE_DATA / "README.md").read_text(encoding="utf-8")


def test_it_opens_on_its_last_day(engine: Engine) -> None:
    assert read.opening_day(engine) == OPENS


SCOPE, MODE = (Choice.EXPAND, ExpandKind.SCOPE), (Choice.EXPAND, ExpandKind.MODE)
MAINTAIN, REVISE = (Choice.MAINTAIN, None), (Choice.REVISE, None)
PAUSE, RETIRE = (Choice.PAUSE, None), (Choice.RETIRE, None)
STORIES: dict[str, tuple[tuple[int, int, int], tuple[str, ...], tuple[Choice, ExpandKind | None], str, date]] = {
    "account-research": (
        (1, 1, 1),
        ("no_owner", "checklist_incomplete", "contract_incomplete", "raci_incomplete"),
        RETIRE,
        "Nobody has answered for it in the 79 days since Omar Reyes left.",
        date(2026, 8, 10),
    ),
    "content-research": (
        (1, 1, 1),
        (),
        MAINTAIN,
        (
            "Level 2 still asks for 1 item: Correction rate: 4 of 71 outputs reviewed; about 30 more are needed "
            "to be sure of at most 15\u202f%."
        ),
        date(2027, 1, 15),
    ),
    "cs-health": (
        (3, 3, 3),
        (),
        MODE,
        "crm.write_health_note has earned on the loop: 156 decisions judged.",
        date(2027, 1, 15),
    ),
    "inventory-exceptions": (
        (2, 2, 2),
        (),
        MAINTAIN,
        "Level 3 still asks for 1 item: 89 of 100 approvals without a substantive edit; 95\u202f% is asked.",
        date(2027, 1, 15),
    ),
    "invoice-follow-up": (
        (2, 2, 2),
        (),
        REVISE,
        "181 of 193 decisions took less time than reading takes; 100\u202f% were approved.",
        date(2027, 1, 15),
    ),
    "lead-routing": (
        (2, 2, 1),
        ("faster_but_worse",),
        REVISE,
        (
            "Turnaround time is better than the baseline (1.4\u202fh after 6.5\u202fh), but “Strategic accounts "
            "misrouted” is missed: 9.5\u202f%."
        ),
        date(2026, 11, 10),
    ),
    "outbound-sdr": (
        (2, 2, 2),
        ("volume_up_outcome_down",),
        PAUSE,
        "201\u202f% more runs, but “Conversion rate” is worse than last quarter (2.5\u202f% after 4.2\u202f%).",
        date(2026, 11, 10),
    ),
    "peak-planning": (
        (1, 1, 1),
        ("contract_incomplete",),
        REVISE,
        "The contract is 5 of 7 filled: an unmanaged experiment. Open: escalation path and roll-back plan.",
        date(2026, 11, 10),
    ),
    "support-refund": (
        (2, 2, 1),
        ("serious_incident_open",),
        REVISE,
        "Serious incident INC-2107 has been open for 11 days, contained but not resolved.",
        date(2026, 11, 10),
    ),
    "support-triage": (
        (3, 3, 2),
        ("intervention_climbing",),
        REVISE,
        (
            "People step in 41\u202f% more often since model 4.1 → 4.2: 11.2\u202f% after 7.9\u202f% "
            "(n = 1,968 after 5,519), 1.7 to 4.9 points more."
        ),
        date(2026, 10, 15),
    ),
    "weekly-kpi": ((3, 3, 3), (), MAINTAIN, "Nothing speaks against level 3.", date(2026, 11, 10)),
    "weekly-ops-summary": (
        (1, 1, 1),
        (),
        SCOPE,
        "The headline is at its pass bound, nothing is open, and level 1 is the level wanted.",
        date(2026, 11, 1),
    ),
}
"""Agent: level on file, allowed today and supported; blocking findings; proposal; its first reason; next due date."""


@pytest.mark.parametrize("agent", STORIES)
def test_each_story_is_found_by_the_rules(agents, agent: str) -> None:
    one = agents[agent]
    reading, proposal = one.reading, one.proposal
    assert (
        (reading.on_file, reading.allowed, reading.supported),
        tuple(found.code for found in one.blocks),
        (proposal.choice, proposal.kind),
        proposal.reasons[0].text,
        one.due.on,
    ) == STORIES[agent]


def test_every_agent_of_the_company_has_its_story(agents) -> None:
    assert list(agents) == list(STORIES)


def test_the_model_change_is_no_reason_to_expand(agents) -> None:
    one = agents["support-triage"]
    assert (one.reading.granted, one.due.days_late) == (Level.BOUNDED, 15)
    assert one.open[Choice.EXPAND] is not None


def test_routing_is_faster_but_worse_and_its_expansion_is_blocked(agents) -> None:
    one = agents["lead-routing"]
    assert {"silent_incident", "follow_up_overdue", "level_above_evidence"} <= set(codes(one, Severity.WARN))
    assert (one.groups[Group.OUTCOME].verdict, one.groups[Group.QUALITY].verdict) == (Verdict.MET, Verdict.MISSED)
    closed = one.open[Choice.EXPAND]
    assert closed is not None
    assert closed.text.startswith("Blocked: Turnaround time is better")


def test_a_stamped_queue_is_not_trusted(agents) -> None:
    one = agents["invoice-follow-up"]
    assert codes(one, Severity.WARN) == ["rubber_stamp"]
    trusted = {row.measure.key: row.verdict for row in one.judged}
    assert trusted["intervention_rate"] is trusted["approval_rate"] is Verdict.NOT_TRUSTED


def test_the_founder_decides_nearly_everything(agents) -> None:
    (found,) = agents["inventory-exceptions"].findings
    assert (found.code, found.severity) == ("single_approver", Severity.NOTE)
    assert found.sentence.text == "Ingrid Halvorsen decided 88 of 100; name the person closest to the work."


def test_a_silent_duplicate_on_a_saturday_and_a_loop_are_seen_beside_the_threshold(agents) -> None:
    one = agents["support-refund"]
    said = {found.code: found.sentence.text for found in one.findings}
    assert said["silent_incident"] == "INC-2107 was first noticed by a customer, 1 day 22\u202fh after it happened."
    assert said["cost_tail"].startswith("One run in a hundred costs at least 1.89\u202fUSD, 45.8 times the usual")
    (incident,) = one.evidence.incidents
    assert incident.occurred_at is not None
    assert incident.occurred_at.strftime("%A") == "Saturday"
    assert always_human(one.evidence, default_policy(), Level.BOUNDED).startswith(
        "approves stripe.refund when amount_usd > 100"
    )


def test_customer_mails_always_wait_for_a_person_whatever_the_notes_earned(agents) -> None:
    one = agents["cs-health"]
    always = always_human(one.evidence, default_policy(), one.reading.allowed)
    assert always == "approves crm.write_health_note and mail.send_outreach; never allows crm.change_contract"


def test_after_four_weeks_the_team_of_the_shop_may_take_a_next_workflow(agents) -> None:
    assert "Ecommerce" in portfolio(list(agents.values()), default_policy()).ready
    assert agents["weekly-ops-summary"].proposal.kind is ExpandKind.SCOPE


def test_level_3_was_earned_by_reading_every_report(engine: Engine) -> None:
    day = date(2026, 7, 31)
    evidence = read.agent_evidence(engine, "weekly-kpi", day)
    assert evidence is not None
    before = replace(evidence, decisions=tuple(row for row in evidence.decisions if row.as_of < day))
    reading = assess(before, default_policy()).reading
    assert (reading.granted, reading.supported, reading.by_reading) == (Level.RECOMMENDED, Level.BOUNDED, True)


def test_every_agent_is_known_in_everything_but_two_pilots(agents) -> None:
    known = {name: (one.set_up.known, one.set_up.asked) for name, one in agents.items()}
    assert known == dict.fromkeys(agents, (16, 16)) | {"account-research": (5, 16), "peak-planning": (13, 16)}
    live = [one for one in agents.values() if one.evidence.agent.status is Status.LIVE]
    contract = [item for one in live for item in one.reading.items if item.item in (11, 12, 14)]
    assert (len(live), {item.state for item in contract}) == (10, {EvidenceState.THERE})


def test_figures_run_from_january_to_october_in_months_and_in_weeks(agents) -> None:
    periods = [row.period for one in agents.values() for rows in one.evidence.observations.values() for row in rows]
    assert {min(map(str, group)) for group in _by_grain(periods)} == {"2026-01", "2026-W02"}
    assert {max(map(str, group)) for group in _by_grain(periods)} == {"2026-10", "2026-W44"}


def test_past_decisions_rest_on_cards_that_still_read_the_same(engine: Engine, agents) -> None:
    decisions = sorted((row for one in agents.values() for row in one.evidence.decisions), key=lambda row: row.seq)
    assert [(row.agent, row.choice, row.as_of) for row in decisions] == [
        ("support-triage", Choice.MAINTAIN, date(2026, 6, 30)),
        ("weekly-kpi", Choice.MAINTAIN, date(2026, 6, 30)),
        ("account-research", Choice.MAINTAIN, date(2026, 6, 30)),
        ("outbound-sdr", Choice.MAINTAIN, date(2026, 7, 1)),
        ("invoice-follow-up", Choice.MAINTAIN, date(2026, 7, 1)),
        ("inventory-exceptions", Choice.MAINTAIN, date(2026, 7, 1)),
        ("cs-health", Choice.EXPAND, date(2026, 7, 1)),
        ("support-refund", Choice.MAINTAIN, date(2026, 7, 1)),
        ("content-research", Choice.MAINTAIN, date(2026, 7, 1)),
        ("support-triage", Choice.EXPAND, date(2026, 7, 31)),
        ("weekly-kpi", Choice.EXPAND, date(2026, 7, 31)),
        ("cs-health", Choice.EXPAND, date(2026, 8, 3)),
        ("weekly-kpi", Choice.EXPAND, date(2026, 8, 31)),
        ("lead-routing", Choice.MAINTAIN, date(2026, 9, 2)),
        ("weekly-ops-summary", Choice.MAINTAIN, date(2026, 9, 16)),
        ("weekly-ops-summary", Choice.EXPAND, date(2026, 10, 1)),
        ("content-research", Choice.MAINTAIN, date(2026, 10, 6)),
        ("inventory-exceptions", Choice.MAINTAIN, date(2026, 10, 7)),
        ("peak-planning", Choice.REVISE, date(2026, 10, 8)),
        ("invoice-follow-up", Choice.MAINTAIN, date(2026, 10, 8)),
        ("cs-health", Choice.MAINTAIN, date(2026, 10, 8)),
        ("support-refund", Choice.MAINTAIN, date(2026, 10, 8)),
        ("weekly-kpi", Choice.MAINTAIN, date(2026, 10, 9)),
        ("lead-routing", Choice.REVISE, date(2026, 10, 9)),
        ("outbound-sdr", Choice.MAINTAIN, date(2026, 10, 9)),
    ]
    assert [restated(engine, row) for row in decisions] == [()] * len(decisions)


def test_the_second_quarter_was_reviewed_and_confirmed(engine: Engine) -> None:
    found = reviews_of(engine, "2026-Q2")
    assert [row.agent for row in found] == sorted(
        set(STORIES) - {"lead-routing", "peak-planning", "weekly-ops-summary"}
    )
    assert {(row.chair, row.held_on) for row in found} == {("ingrid", date(2026, 7, 30))}
    assert reviews_of(engine, "2026-Q3") == ()


def test_its_ledger_is_whole_and_its_tables_agree(engine: Engine) -> None:
    assert ledger.verify(engine).whole
    assert disagreements(engine) == ()


def test_the_earned_mode_can_be_granted_and_is_then_asked_to_be_set(tmp_path: Path) -> None:
    engine = open_database(sample_copy(tmp_path))
    fields = DecisionFields(
        agent="cs-health",
        choice=Choice.EXPAND,
        action="crm.write_health_note",
        to_value="on",
        reason="156 notes read, four changed",
        next_step="Read the notes of November on Tuesdays",
        owner="maya",
        due=date(2026, 11, 30),
        as_of=OPENS,
        co_signed_by="ruth",
    )
    made = record_decision(engine, fields, by="chen", at=NOON)
    assert (made.kind, made.level, made.proposed) == (ExpandKind.MODE, Level.BOUNDED, Choice.EXPAND)
    evidence = read.agent_evidence(engine, "cs-health", OPENS)
    assert evidence is not None
    opened = {row.what: (row.owner, row.due) for row in evidence.follow_ups if row.decision == made.seq}
    assert opened == {
        "Read the notes of November on Tuesdays": ("maya", date(2026, 11, 30)),
        "Set crm.write_health_note to on the loop and confirm it here.": ("aisha", date(2026, 11, 6)),
    }
    engine.dispose()
