from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import Engine, event, insert

from agent_scorecard.policy.run_measures import COUNTERS, POSITION
from agent_scorecard.rules import facts
from agent_scorecard.rules.facts import Band, DayFigures, PeriodFigure
from agent_scorecard.rules.periods import parse
from agent_scorecard.store.database import bump_revision, create, make_engine, writer
from agent_scorecard.store.read import agent_evidence, last_business_day, portfolio, settings
from agent_scorecard.store.tables import METADATA
from agent_scorecard.store.tables.agents import Action, Escalation, Threshold, Tool
from agent_scorecard.store.tables.changes import AcceptedRisk, EvalCase, PlannedChange, TierSet, WithdrawnChange
from agent_scorecard.store.tables.decisions import Decision, FollowUp
from agent_scorecard.store.tables.events import Approval, Change, Drill, Eval, Incident
from agent_scorecard.store.tables.gates import Capability, GateRevision, GateRow, Task
from agent_scorecard.store.tables.measures import Bounds, Measure
from agent_scorecard.store.tables.meta import SettingsFields
from agent_scorecard.store.tables.money import Budget, Cost
from agent_scorecard.store.tables.people import Assignment, Person
from agent_scorecard.vocabulary import (
    Aggregation,
    ApprovalVerdict,
    BudgetPeriod,
    CardLine,
    ChangeKind,
    Choice,
    CostCategory,
    Direction,
    Effect,
    EvidenceSource,
    Gate,
    GateAnswer,
    GateItem,
    Group,
    Layer,
    Level,
    Mode,
    Operator,
    Role,
    Status,
)
from tests.store.fill import at, day, key_of, observe, put, refunds

pytestmark = pytest.mark.both

NOVEMBER = day("2026-11-02")


def read(engine: Engine, as_of=NOVEMBER) -> Any:
    """The one agent on a day, read alone and among all: both are the same."""
    alone = agent_evidence(engine, "refunds", as_of)
    among = {evidence.agent.agent: evidence for evidence in portfolio(engine, as_of).agents}
    assert alone == among["refunds"]
    return alone


def test_an_empty_database_answers_with_nobody(engine: Engine) -> None:
    board = portfolio(engine)
    assert (board.agents, board.revision, board.company.name) == ((), 0, "Company")
    assert agent_evidence(engine, "refunds") is None
    assert last_business_day(engine) is None
    assert settings(engine) == SettingsFields()


def test_an_agent_comes_with_every_word_it_was_stored_with(engine: Engine) -> None:
    put(
        engine,
        refunds(
            autonomy_level=Level.BOUNDED,
            contacts=("Ben +1", "Ana +2"),
            first_loaded=day("2026-06-03"),
            live_on=day("2026-06-01"),
        ),
    )
    evidence = read(engine)
    assert evidence.agent == facts.Agent(
        "refunds",
        "Refunds",
        status=Status.LIVE,
        autonomy_level=Level.BOUNDED,
        contacts=("Ben +1", "Ana +2"),
        live_on=day("2026-06-01"),
    )
    assert (evidence.as_of, evidence.first_loaded) == (NOVEMBER, day("2026-06-03"))


def test_what_belongs_to_an_agent_comes_in_order_of_its_key(engine: Engine) -> None:
    put(
        engine,
        refunds(),
        refunds(agent="other"),
        Action(agent="refunds", action="stripe.refund", effects=(Effect.MONEY, Effect.CUSTOMERS), cap_amount=5 * 10**9),
        Action(agent="refunds", action="mail.send", mode=Mode.SHADOW),
        Action(agent="other", action="mail.send"),
        Threshold(
            agent="refunds",
            action="stripe.refund",
            order=2,
            field="a",
            operator=Operator.ABOVE,
            value="9",
            mode=Mode.IN,
        ),
        Escalation(agent="refunds", trigger="angry VIP", person="ana"),
        Drill(drill="D2", agent="refunds", drilled_on=day("2026-10-02"), passed=True),
        Drill(drill="D1", agent="refunds", drilled_on=day("2026-10-03"), passed=False),
        Eval(eval_run="E1", agent="refunds", run_at=at("2026-10-01"), cases=9, passed=9),
        Cost(agent="refunds", period=parse("2026-10"), category=CostCategory.MODEL, amount=7, currency="USD"),
        Budget(agent="refunds", period=BudgetPeriod.MONTH, amount=3, currency="USD", effective_from=None),
        Budget(workflow="refunds", period=BudgetPeriod.MONTH, amount=4, currency="USD"),
    )
    evidence = read(engine)
    assert evidence.actions == (
        facts.Action("mail.send", mode=Mode.SHADOW),
        facts.Action("stripe.refund", effects=(Effect.MONEY, Effect.CUSTOMERS), cap_amount=5 * 10**9),
    )
    assert evidence.thresholds == (facts.Threshold("stripe.refund", 2, "a", Operator.ABOVE, "9", Mode.IN),)
    assert evidence.escalations == (facts.Escalation("angry VIP", person="ana"),)
    assert [drill.drill for drill in evidence.drills] == ["D2", "D1"]
    assert evidence.evals == (facts.Eval("E1", at("2026-10-01"), 9, 9),)
    assert evidence.costs == (facts.Cost(parse("2026-10"), CostCategory.MODEL, 7, "USD"),)
    assert evidence.budgets == (facts.Budget(BudgetPeriod.MONTH, 3, "USD"),)
    assert evidence.company.workflow_budgets == (facts.Budget(BudgetPeriod.MONTH, 4, "USD", workflow="refunds"),)


def test_the_company_knows_its_people_tools_tasks_and_own_measures(engine: Engine) -> None:
    put(
        engine,
        refunds(),
        Person(person="ana", name="Ana", active=False, inactive_since=day("2026-11-10")),
        Tool(tool="stripe", contract_checked_on=day("2026-11-05")),
        Task(task="Chase invoices", hours_per_week=3.5),
        Capability(capability="trace_logging", done=True, evidence="page", verified_on=day("2026-11-05")),
        Measure(
            measure="leakage",
            name="Leakage",
            group=Group.QUALITY,
            direction=Direction.LOWER,
            unit="%",
            aggregation=Aggregation.RATE,
            definition="Refunds outside policy.",
            formula="refunds outside policy / refunds paid",
        ),
        Incident(incident="L1", detected_at=at("2025-01-01")),
    )
    company = portfolio(engine, NOVEMBER).company
    assert company.people["ana"].active_on(NOVEMBER)
    assert company.tools == (facts.Tool("stripe"),)
    assert company.tasks == (facts.Task("Chase invoices", hours_per_week=3.5),)
    assert [(row.done, row.evidence, row.verified_on) for row in company.capabilities] == [(False, None, None)]
    assert [incident.incident for incident in company.library] == ["L1"]
    assert company.agent_ids == {"refunds"}
    own = company.measures["leakage"]
    assert (own.layer, own.card_line, own.numerator, own.denominator, own.is_rate) == (
        Layer.INTEGRITY,
        CardLine.QUALITY,
        "refunds outside policy",
        "refunds paid",
        True,
    )
    assert "intervention_rate" in company.measures


SAID = {"agent": "refunds", "seq": 1, "reason": "Why"}
OF_A_CHANGE = {**SAID, "change": "C"}
PLANNED = {**OF_A_CHANGE, "planned_by": "ana", "author": "ben", "kind": ChangeKind.PROMPT}
KEPT = {"agent": "refunds", "seq": 1, "request_id": "r1", "suite": "s", "kept_by": "ana", "judged_at": at("2026-10-01")}
ACCEPTED = {**OF_A_CHANGE, "accepted_by": "cora", "expires_on": day("2026-12-31")}
LATE = [
    (Incident(incident="I", agent="refunds", detected_at=at("2026-11-03")), "incidents"),
    (Change(change="C", agent="refunds", changed_at=at("2026-11-03"), kind=ChangeKind.PROMPT), "changes"),
    (Eval(eval_run="E", agent="refunds", run_at=at("2026-11-03"), cases=1, passed=1), "evals"),
    (PlannedChange(**PLANNED, planned_at=at("2026-11-03")), "planned"),
    (AcceptedRisk(**ACCEPTED, accepted_on=day("2026-11-03")), "accepted_risks"),
    (EvalCase(**KEPT, kept_on=day("2026-11-03")), "eval_cases"),
    (TierSet(**SAID, tier="high", set_by="ana", set_on=day("2026-11-03")), "tiers_set"),
    (Approval(approval="A", agent="refunds", requested_at=at("2026-11-03")), "approvals"),
    (Drill(drill="D", agent="refunds", drilled_on=day("2026-11-03"), passed=True), "drills"),
    (Bounds(agent="refunds", measure="accuracy", effective_from=day("2026-11-03")), "bounds"),
    (Budget(agent="refunds", period="day", effective_from=day("2026-11-03"), amount=1, currency="USD"), "budgets"),
    (Cost(agent="refunds", period=parse("2026-12"), category="model", amount=1, currency="USD"), "costs"),
    (Assignment(agent="refunds", role=Role.BUILDER, person="ana", effective_from=day("2026-11-03")), "assignments"),
    (GateRow(agent="refunds", gate="intake", item="result", answer="pass", answered_on=day("2026-11-03")), "gates"),
]


@pytest.mark.parametrize(("row", "field"), LATE, ids=[field for _, field in LATE])
def test_a_fact_of_the_next_day_is_not_known_yet(engine: Engine, row, field: str) -> None:
    put(engine, refunds(), row)
    assert getattr(read(engine), field) == ()
    assert len(getattr(read(engine, day("2026-12-03")), field)) == 1


def test_a_planned_change_is_there_until_it_is_withdrawn(engine: Engine) -> None:
    withdrawn = WithdrawnChange(**OF_A_CHANGE, withdrawn_on=day("2026-11-01"), withdrawn_by="ana")
    put(engine, refunds(), PlannedChange(**PLANNED, planned_at=at("2026-10-20")), withdrawn)
    assert [len(read(engine, day(on)).planned) for on in ("2026-10-19", "2026-10-31", "2026-11-01")] == [0, 1, 0]


def test_days_end_with_midnight_of_the_company_zone(engine: Engine) -> None:
    put(
        engine,
        refunds(),
        Incident(incident="before", agent="refunds", detected_at=at("2026-11-02 22:59:59.999999")),
        Incident(incident="after", agent="refunds", detected_at=at("2026-11-02 23:00")),
    )
    with writer(engine).begin() as connection:
        connection.execute(METADATA.tables["settings"].update().values(zone="Europe/Berlin"))
    assert [incident.incident for incident in read(engine).incidents] == ["before"]


def test_what_was_done_later_was_not_done_yet(engine: Engine) -> None:
    put(
        engine,
        refunds(owner_confirmed_on=day("2026-11-03"), live_on=day("2026-11-03"), status_since=day("2026-11-03")),
        Incident(
            incident="I",
            agent="refunds",
            detected_at=at("2026-11-01"),
            paused_at=at("2026-11-02"),
            resolved_at=at("2026-11-03"),
        ),
        Action(
            agent="refunds", action="mail.send", compensation_tested_on=day("2026-11-03"), mode_since=day("2026-11-03")
        ),
        Approval(
            approval="A",
            agent="refunds",
            requested_at=at("2026-11-02"),
            decided_at=at("2026-11-03"),
            approver="ana",
            verdict=ApprovalVerdict.APPROVED,
        ),
    )
    evidence = read(engine)
    assert (evidence.agent.owner_confirmed_on, evidence.agent.live_on, evidence.agent.status_since) == (None,) * 3
    assert evidence.incidents == (facts.Incident("I", at("2026-11-01"), "refunds", paused_at=at("2026-11-02")),)
    assert evidence.actions == (facts.Action("mail.send"),)
    assert evidence.approvals == (
        facts.Approval("A", None, None, at("2026-11-02"), None, None, None, None, False, ApprovalVerdict.PENDING),
    )


def changed(number: int, when: str, kind: ChangeKind, before: str, after: str, action: str | None = None) -> Change:
    return Change(
        change=f"CH-{number}",
        agent="refunds",
        changed_at=at(when),
        kind=kind,
        action=action,
        from_value=before,
        to_value=after,
    )


HISTORY = (
    changed(1, "2026-03-01", ChangeKind.LEVEL, "1", "recommended"),
    changed(2, "2026-06-01", ChangeKind.LEVEL, "2", "3"),
    changed(3, "2026-06-01", ChangeKind.STATUS, "pilot", "live"),
    changed(4, "2026-07-01", ChangeKind.MODE, "in", "on", "pay"),
)


@pytest.mark.parametrize(
    ("as_of", "level", "since", "status", "mode"),
    [
        ("2026-02-28", Level.ASSISTED, None, Status.PILOT, Mode.IN),
        ("2026-03-01", Level.RECOMMENDED, day("2026-03-01"), Status.PILOT, Mode.IN),
        ("2026-05-31", Level.RECOMMENDED, day("2026-03-01"), Status.PILOT, Mode.IN),
        ("2026-06-01", Level.BOUNDED, day("2026-06-01"), Status.LIVE, Mode.IN),
        ("2026-07-01", Level.BOUNDED, day("2026-06-01"), Status.LIVE, Mode.ON),
    ],
)
def test_changes_tell_the_level_status_and_mode_of_earlier_days(engine, as_of, level, since, status, mode) -> None:
    put(engine, refunds(autonomy_level=Level.BOUNDED, autonomy_since=day("2026-06-01")), *HISTORY)
    put(
        engine,
        Action(agent="refunds", action="pay", mode=Mode.ON),
        Action(agent="refunds", action="mail", mode=Mode.OUT),
    )
    evidence = read(engine, day(as_of))
    assert (evidence.agent.autonomy_level, evidence.agent.autonomy_since, evidence.agent.status) == (
        level,
        since,
        status,
    )
    assert {action.action: action.mode for action in evidence.actions} == {"pay": mode, "mail": Mode.OUT}


def test_without_changes_the_inventory_holds_for_earlier_days_too(engine: Engine) -> None:
    put(engine, refunds(autonomy_level=Level.BOUNDED, autonomy_since=day("2026-06-01")))
    agent = read(engine, day("2026-05-01")).agent
    assert (agent.autonomy_level, agent.autonomy_since, agent.status) == (Level.BOUNDED, None, Status.LIVE)


def test_a_change_of_every_mode_reaches_each_action(engine: Engine) -> None:
    put(
        engine,
        refunds(),
        Action(agent="refunds", action="pay", mode=Mode.ON),
        Change(change="1", agent="refunds", changed_at=at("2026-11-03"), kind="mode", from_value="in the loop"),
        Change(change="2", agent="refunds", changed_at=at("2026-11-04"), kind="mode", from_value="in", to_value="on"),
    )
    assert read(engine).actions[0].mode is Mode.ON
    assert read(engine, day("2026-11-03")).actions[0].mode is Mode.IN


def test_a_limit_is_a_number_or_a_band(engine: Engine) -> None:
    put(
        engine,
        refunds(),
        Bounds(
            agent="refunds",
            measure="escalation_rate",
            effective_from=day("2026-06-01"),
            baseline_kind="measured",
            baseline_numerator=5.0,
            baseline_denominator=50.0,
            target_low=0.04,
            pass_low=0.02,
            pass_high=0.1,
            headline=True,
            set_on=day("2026-05-25"),
        ),
    )
    assert read(engine).bounds == (
        facts.Bounds(
            "escalation_rate",
            day("2026-06-01"),
            facts.BaselineKind.MEASURED,
            baseline_numerator=5.0,
            baseline_denominator=50.0,
            target=0.04,
            passes=Band(0.02, 0.1),
            headline=True,
            set_on=day("2026-05-25"),
        ),
    )


def test_observations_come_by_measure_in_order_of_period(engine: Engine) -> None:
    put(engine, refunds(), refunds(agent="other"))
    observe(
        engine,
        ("refunds", "accuracy", "2026-10", "agent", None, 90.0, 100.0, 100, "sample"),
        ("refunds", "accuracy", "2026-09", "agent", None, 80.0, 100.0, 100, None),
        ("refunds", "accuracy", "2026-W41", "agent", None, 9.0, 10.0, 10, None),
        ("refunds", "accuracy", "2026-10", "class:billing", None, 9.0, 10.0, 10, None),
        ("refunds", "accuracy", "2026-12", "agent", None, 1.0, 1.0, 1, None),
        ("refunds", "cycle_time", "2026-10", "agent", 27.5, None, None, None, None),
        ("other", "cycle_time", "2026-10", "agent", 1.0, None, None, None, None),
    )
    found = read(engine).observations
    assert [(str(row.period), row.cohort, row.numerator) for row in found["accuracy"]] == [
        ("2026-09", "agent", 80.0),
        ("2026-10", "agent", 90.0),
        ("2026-10", "class:billing", 9.0),
        ("2026-W41", "agent", 9.0),
    ]
    assert found["accuracy"][1] == facts.Observation(
        "accuracy", parse("2026-10"), "agent", None, 90.0, 100.0, 100, "sample"
    )
    assert found["cycle_time"] == (
        facts.Observation("cycle_time", parse("2026-10"), "agent", 27.5, None, None, None, None),
    )


@pytest.mark.parametrize(("period", "read_on"), [("2025-09", True), ("2025-08", False)])
def test_history_reaches_fourteen_months_back(engine: Engine, period: str, read_on: bool) -> None:
    put(engine, refunds())
    observe(engine, ("refunds", "accuracy", period, "agent", 0.9, None, None, None, None))
    assert bool(read(engine).observations) is read_on


def test_figures_come_in_order_of_time_whatever_order_they_were_written_in(engine: Engine) -> None:
    put(engine, refunds())
    written = ("2026-10", "2026-W40", "2026-08", "2026-W39", "2026-09")
    observe(engine, *(("refunds", "accuracy", period, "agent", 0.9, None, None, None, None) for period in written))
    with writer(engine).begin() as connection:
        connection.exec_driver_sql("ANALYZE observations")
    (rows,) = read(engine).observations.values()
    assert [str(row.period) for row in rows] == ["2026-08", "2026-09", "2026-W39", "2026-W40", "2026-10"]


def test_an_approval_knows_the_same_approvers_previous_decision_anywhere(engine: Engine) -> None:
    def decided(approval: str, agent: str, when: str, approver: str) -> Approval:
        return Approval(
            approval=approval,
            agent=agent,
            requested_at=at("2026-10-01"),
            decided_at=at(when),
            approver=approver,
            verdict=ApprovalVerdict.APPROVED,
        )

    put(
        engine,
        refunds(),
        refunds(agent="other"),
        Person(person="ana", name="Ana"),
        decided("A1", "refunds", "2026-10-02", "ana"),
        decided("A2", "other", "2026-10-03", "ana"),
        decided("A3", "refunds", "2026-10-04", "ana"),
        decided("A4", "refunds", "2026-10-04", "ana"),
        decided("A5", "refunds", "2026-10-05", "U123"),
    )
    assert [(row.approval, row.previous_decided_at, row.known) for row in read(engine).approvals] == [
        ("A1", None, True),
        ("A3", at("2026-10-03"), True),
        ("A4", at("2026-10-04"), True),
        ("A5", None, False),
    ]


def gate(**fields: Any) -> dict[str, Any]:
    return {"agent": "refunds", "gate": Gate.INTAKE, "item": GateItem.RESULT, **fields}


@pytest.mark.parametrize(
    ("as_of", "answer", "answered_on"),
    [
        ("2026-10-31", None, None),
        ("2026-11-01", GateAnswer.FAIL, day("2026-11-01")),
        ("2026-11-09", GateAnswer.FAIL, day("2026-11-01")),
        ("2026-11-10", GateAnswer.PASS, day("2026-11-10")),
    ],
)
def test_the_gate_answer_in_force_on_the_day_is_shown(engine, as_of, answer, answered_on) -> None:
    put(
        engine,
        refunds(),
        GateRow(**gate(answer=GateAnswer.PASS, answered_on=day("2026-11-10"), submitted_on=day("2026-11-05"))),
        GateRevision(**gate(answer=GateAnswer.WAIVED, answered_on=day("2026-11-01"), replaced=1)),
        GateRevision(**gate(answer=GateAnswer.FAIL, answered_on=day("2026-11-01"), replaced=2)),
    )
    found = read(engine, day(as_of)).gates
    assert [(row.answer, row.answered_on) for row in found] == ([] if answer is None else [(answer, answered_on)])


def test_a_gate_that_was_handed_in_but_not_answered_is_open(engine: Engine) -> None:
    put(
        engine,
        refunds(),
        GateRow(**gate(answer=GateAnswer.PASS, answered_on=day("2026-11-10"), submitted_on=day("2026-11-01"))),
    )
    assert read(engine).gates == (
        facts.GateRow(Gate.INTAKE, GateItem.RESULT, GateAnswer.OPEN, submitted_on=day("2026-11-01")),
    )


def decision(seq: int, as_of: str) -> Decision:
    return Decision(
        seq=seq,
        agent="refunds",
        choice=Choice.MAINTAIN,
        reason="Steady",
        next_step="Read ten runs",
        owner="ana",
        due=day("2026-12-01"),
        as_of=day(as_of),
        period="2026-Q3",
        recorded_at=at("2026-11-01 09:00"),
        by="ana",
        proposed=Choice.EXPAND,
        level=Level.RECOMMENDED,
    )


def test_decisions_and_follow_ups_hold_from_their_day(engine: Engine) -> None:
    def follow_up(name: str, seq: int, done: str | None) -> FollowUp:
        done_on = done and day(done)
        return FollowUp(
            follow_up=name,
            agent="refunds",
            what="Read",
            owner="ana",
            due=day("2026-12-01"),
            decision=seq,
            done_on=done_on,
        )

    put(engine, refunds(), decision(1, "2026-10-31"), decision(2, "2026-11-03"))
    put(engine, follow_up("F1", 1, "2026-11-03"), follow_up("F2", 2, None))
    evidence = read(engine)
    assert [(row.seq, row.level, row.verified) for row in evidence.decisions] == [(1, Level.RECOMMENDED, False)]
    assert evidence.follow_ups == (facts.FollowUp("F1", "refunds", "Read", "ana", day("2026-12-01"), 1),)
    later = read(engine, day("2026-11-03"))
    assert [row.seq for row in later.decisions] == [1, 2]
    assert [(row.follow_up, row.done_on) for row in later.follow_ups] == [("F1", day("2026-11-03")), ("F2", None)]


def add_runs(engine: Engine, *days: str, months: tuple[tuple[str, float], ...] = (), stated: int = 0) -> None:
    tables = METADATA.tables
    counts = {counter.name: 0 for counter in COUNTERS} | {"started": 5}
    with writer(engine).begin() as connection:
        agent = key_of(connection, "agent_keys", "refunds")
        for text in days:
            row = {"day": day(text).toordinal(), "agent": agent, "version": "v3", "case_class": "", "mode": "in"}
            connection.execute(insert(tables["run_days"]).values(**row, currency="USD", stated=stated, **counts))
        for month, value in months:
            first = parse(month).first.toordinal()
            connection.execute(
                insert(tables["run_months"]).values(month=first, agent=agent, measure="active_users", value=value, n=3)
            )


def test_daily_figures_make_an_agent_one_with_a_log(engine: Engine) -> None:
    put(engine, refunds())
    assert read(engine).agent.evidence_source is EvidenceSource.FILE
    add_runs(engine, "2026-11-01", "2026-11-03")
    evidence = read(engine)
    assert evidence.agent.evidence_source is EvidenceSource.LOG
    counts = [0] * len(COUNTERS)
    counts[POSITION["started"]] = 5
    assert evidence.days == (DayFigures(day("2026-11-01"), "v3", "", "in", "USD", False, tuple(counts)),)


@pytest.mark.parametrize(
    ("as_of", "last_run", "shown"),
    [
        ("2026-11-02", "2026-11-02", ("2026-10", "2026-11")),
        ("2026-11-02", "2026-11-03", ("2026-10",)),
        ("2026-11-30", "2026-12-03", ("2026-10", "2026-11")),
    ],
    ids=["running month up to its last run", "month that knows later runs", "whole month"],
)
def test_a_month_that_knows_later_runs_is_not_shown(engine, as_of, last_run, shown) -> None:
    put(engine, refunds())
    add_runs(engine, last_run, months=(("2026-10", 7.0), ("2026-11", 8.0)))
    figures = {figure.period: figure for figure in read(engine, day(as_of)).month_figures}
    assert tuple(map(str, figures)) == shown
    assert figures[parse("2026-10")] == PeriodFigure("active_users", parse("2026-10"), 7.0, 3)


def test_affected_runs_are_counted_where_they_can_be_looked_at(engine: Engine) -> None:
    put(
        engine,
        refunds(),
        Incident(incident="I", agent="refunds", detected_at=at("2026-11-01"), affected_runs=("r1", "r2", "r3")),
    )
    with writer(engine).begin() as connection:
        agent = key_of(connection, "agent_keys", "refunds")
        for request, whose in (("r1", agent), ("r3", agent), ("r2", agent + 1)):
            connection.execute(
                insert(METADATA.tables["runs"]).values(agent=whose, at=1, request=request, context=1, reading=1)
            )
    assert [incident.known_runs for incident in read(engine).incidents] == [2]


def test_the_last_business_day_is_the_latest_any_fact_is_about(engine: Engine) -> None:
    put(engine, refunds(), Drill(drill="D", agent="refunds", drilled_on=day("2026-10-02"), passed=True))
    assert last_business_day(engine) == day("2026-10-02")
    observe(engine, ("refunds", "accuracy", "2026-W41", "agent", 0.9, None, None, None, None))
    assert last_business_day(engine) == day("2026-10-11")
    add_runs(engine, "2026-10-12")
    assert last_business_day(engine) == day("2026-10-12")
    put(engine, Change(change="C", agent="refunds", changed_at=at("2026-10-13 23:00"), kind=ChangeKind.PROMPT))
    assert last_business_day(engine) == day("2026-10-13")
    assert portfolio(engine).as_of == day("2026-10-13")


def test_the_portfolio_names_the_revision_it_was_read_at(engine: Engine) -> None:
    with writer(engine).begin() as connection:
        bump_revision(connection)
    assert portfolio(engine, NOVEMBER).revision == 1


def queries(engine: Engine, count: int) -> int:
    asked = []
    with writer(engine).begin() as connection:
        names = [f"agent-{number:03}" for number in range(count)]
        rows = [refunds(agent=name).model_dump() for name in names]
        connection.execute(insert(METADATA.tables["agents"]), rows)
    observe(engine, *((name, "accuracy", "2026-10", "agent", 0.9, None, None, None, None) for name in names))

    def note(_connection, _cursor, statement, *_rest) -> None:
        asked.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    assert len(portfolio(engine, NOVEMBER).agents) == count
    event.remove(engine, "before_cursor_execute", note)
    return len(asked)


def test_the_number_of_queries_does_not_grow_with_the_agents(engine: Engine, empty: str) -> None:
    other = make_engine(empty)
    create(other)
    assert queries(engine, 1) == queries(other, 300) < 60
    other.dispose()


def test_agents_differ_only_in_what_they_were_given(engine: Engine) -> None:
    put(engine, refunds(), refunds(agent="other", name="Other"))
    first, second = portfolio(engine, NOVEMBER).agents
    assert (first.agent.agent, second.agent.agent) == ("other", "refunds")
    assert replace(first, agent=second.agent) == second
