"""A company of twelve people with one agent, where one person holds every role: what it sees and what it can do."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine

from agent_scorecard.boards.scorecard import scorecard
from agent_scorecard.boards.this_month import this_month
from agent_scorecard.loading.load import load
from agent_scorecard.loading.sources import upload
from agent_scorecard.policy import default_policy
from agent_scorecard.recording import DecisionFields, GapFields, accept_gap, record_decision
from agent_scorecard.recording.gates import AnswerFields, answer_item, sign_checklist
from agent_scorecard.rules.answers import Assessment
from agent_scorecard.rules.assess import assess
from agent_scorecard.rules.gates import checklist
from agent_scorecard.store import read
from agent_scorecard.store.database import open_database
from agent_scorecard.vocabulary import Choice, ExceptionReason, GateAnswer, GateItem, Preset, Role, Severity

SMALL = default_policy().with_preset(Preset.SMALL)
OPENS = date(2026, 10, 30)
DAY_30, DAY_31, WINTER = date(2026, 11, 19), date(2026, 11, 20), date(2026, 12, 1)
NOON = datetime(2026, 10, 30, 18, tzinfo=UTC)

ROLES = (
    *("accountable_owner", "system_owner", "risk_owner", "process_owner", "builder", "supervisor", "on_call"),
    *("approve_pilot", "approve_live", "own_metric", "review_failures", "pause_or_retire"),
)
NAMES = ("ana", "ben", "cora", "dan", "eva", "finn", "gus", "hal", "ida", "jon", "kim", "lea")
COMPANY = {
    "people.csv": "person,name\n" + "".join(f"{name},{name.title()}\n" for name in NAMES),
    "agents.csv": (
        "agent,name,status,live_on,status_since,autonomy_level,wanted_level,risk_tier,rhythm,kill_switch,"
        "kill_switch_in_flight,rollback_target,contacts,allowed_inputs,required_outputs,constraints,workflow,"
        "user_group,business_outcome\n"
        "notes,Meeting notes,live,2026-08-03,2026-08-03,1,1,low,weekly,Switch the job off,None in flight,"
        "Notes by hand,Ana 555,calendar,A page,No names of customers,notes,Everybody,Hours saved\n"
    ),
    "assignments.csv": "agent,role,person\n" + "".join(f"notes,{role},ana\n" for role in ROLES),
    "actions.csv": "agent,action,access,effects,mode\nnotes,wiki.draft,draft,none,in\n",
    "bounds.csv": (
        "agent,measure,effective_from,target,pass,fail,headline,baseline_kind,baseline_value,baseline_period\n"
        "notes,time_saved,2026-08-01,6,4,1,yes,measured,0,2026-07\n"
    ),
    "observations.csv": (
        "agent,measure,period,value,n\nnotes,time_saved,2026-08,4.2,4\nnotes,time_saved,2026-09,4.5,4\n"
    ),
    "changes.csv": (
        "agent,change,changed_at,kind,author,approver,reason\nnotes,CH-1,2026-10-19T09:00:00Z,prompt,ana,ana,Shorter\n"
    ),
}


@pytest.fixture
def tiny(tmp_path: Path) -> Iterator[Engine]:
    engine = open_database(f"sqlite:///{tmp_path / 'tiny.db'}", create_missing=True)
    sources = [upload(name, told.encode()) for name, told in COMPANY.items()]
    day = datetime(2026, 10, 20, 12, tzinfo=UTC)
    assert load(engine, sources, today=day.date(), now=day, actor="ana").refusals == ()
    yield engine
    engine.dispose()


def seen(engine: Engine, day: date = OPENS) -> Assessment:
    found = read.agent_evidence(engine, "notes", day)
    assert found is not None
    return assess(found, SMALL)


def bring(engine: Engine, day: date, **files: str) -> None:
    told = [upload(f"{name}.csv", text.encode()) for name, text in files.items()]
    at = datetime(day.year, day.month, day.day, 12, tzinfo=UTC)
    assert load(engine, told, today=day, now=at, actor="ana").refusals == ()


def codes(one: Assessment, severity: Severity) -> list[str]:
    return [row.code for row in one.findings if row.severity is severity]


def test_twelve_people_see_self_approved_and_not_a_wall_of_findings(tiny: Engine) -> None:
    one = seen(tiny)
    said = {row.code: row.sentence.text for row in one.findings}
    assert said["self_approved"] == "CH-1 made and approved by the same person."
    loud = [row.code for row in one.findings if row.severity is not Severity.NOTE]
    assert len(loud) <= 3, loud
    assert one.proposal.choice in one.open


def test_one_person_in_all_roles_accepts_a_gap_and_it_is_marked(tiny: Engine) -> None:
    fields = GapFields(
        agent="notes",
        gap="evidence:11",
        reason=ExceptionReason.TEMPORARY_GAP,
        note="One of us does everything until spring",
        expires_on=OPENS + timedelta(days=60),
        as_of=OPENS,
    )
    assert accept_gap(tiny, fields, by="ana", at=NOON).self_approved
    said = {row.code: row.sentence.text for row in seen(tiny).findings}
    assert "exception EX-1" in said["self_approved"]


def test_one_person_decides_alone_and_the_card_is_on_record(tiny: Engine) -> None:
    fields = DecisionFields(
        agent="notes",
        choice=seen(tiny).proposal.choice,
        reason="As the evidence says",
        next_step="Look again",
        owner="ana",
        due=OPENS + timedelta(days=30),
        as_of=OPENS,
    )
    made = record_decision(tiny, fields, by="ana", at=NOON)
    assert (made.by, made.co_signed_by) == ("ana", None)


def test_for_thirty_days_what_nobody_said_yet_is_one_line_with_its_next_question(tiny: Engine) -> None:
    one = seen(tiny, DAY_30)
    board = this_month(one.evidence.company, DAY_30, [one], "ana")
    (line,) = board.set_up
    assert (line.question, line.agents) == (
        "What may go in, what must come out, and what is not allowed?",
        (("notes", "Meeting notes", "10 of 15 known"),),
    )
    assert board.attention == board.attention_hidden == ()
    assert scorecard(one, SMALL, ()).set_up.startswith("Set-up: 10 of 15 known. Next: What may go in")


@pytest.mark.parametrize("day", [DAY_31, WINTER], ids=str)
def test_from_day_31_two_blocks_and_a_card_are_asked_for_and_the_rest_is_notes(tiny: Engine, day: date) -> None:
    one = seen(tiny, day)
    assert codes(one, Severity.BLOCK) == ["checklist_incomplete", "contract_incomplete"]
    assert codes(one, Severity.WARN) == ["decision_missing"]
    assert all(row.way_out for row in one.findings)
    assert {choice for choice, closed in one.open.items() if closed is None} >= {Choice.MAINTAIN, Choice.REVISE}
    assert (one.reading.granted, one.reading.step_down) == (one.reading.on_file, ())
    board, card = this_month(one.evidence.company, day, [one], "ana"), scorecard(one, SMALL, ())
    assert (len(board.attention) + len(board.attention_hidden), len(card.attention)) == (2, 3)


def test_after_day_31_a_change_by_its_own_author_is_still_said_to_be_self_approved(tiny: Engine) -> None:
    later = "notes,CH-2,2026-11-27T09:00:00Z,prompt,ana,ana,Shorter still"
    bring(tiny, WINTER, changes=f"agent,change,changed_at,kind,author,approver,reason\n{later}\n")
    said = {row.code: row.sentence.text for row in seen(tiny, WINTER).findings}
    assert said["self_approved"] == "CH-2 made and approved by the same person."


def test_both_blocks_have_a_way_out_that_one_person_can_go(tiny: Engine) -> None:
    bring(
        tiny,
        WINTER,
        actions="agent,action,access,effects,mode\nnotes,mail.send,send,customers,forbidden\n",
        escalations="agent,trigger,person,takeover_steps\nnotes,A name is in the page,ana,Ana takes it down\n",
    )
    at = datetime(2026, 12, 1, 18, tzinfo=UTC)
    for item in checklist(seen(tiny, WINTER).evidence, SMALL).items:
        if not item.state.is_settled:
            code, tried = GateItem(item.code), "Ana tried it in August"
            fields = AnswerFields(agent="notes", item=code, answer=GateAnswer.YES, as_of=WINTER, evidence=tried)
            answer_item(tiny, fields, by="ana", at=at)
    sign_checklist(tiny, "notes", Role.ACCOUNTABLE_OWNER, as_of=WINTER, by="ana", at=at)
    assert codes(seen(tiny, WINTER), Severity.BLOCK) == []
