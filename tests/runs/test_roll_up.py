"""Daily and monthly figures are what plain counting over the runs gives."""

import random
from collections import defaultdict
from datetime import UTC, date, datetime, timedelta
from statistics import median_low

import pytest
from sqlalchemy import text

from agent_scorecard.policy.run_measures import COUNTERS, MONTH_FIGURES, RUN_COLUMNS, amount
from agent_scorecard.rules.facts import CostTail
from agent_scorecard.runs.compiled import COLUMNS, JOINED
from agent_scorecard.runs.context import ActionRule, RunAgent
from agent_scorecard.runs.publish import publish
from agent_scorecard.runs.roll_up import redo
from agent_scorecard.runs.stage import RunStage
from agent_scorecard.store.moments import day_of, time_of
from agent_scorecard.store.run_figures import (
    cost_tails,
    day_figures,
    month_figures,
    time_stated_runs,
    unregistered,
    used_calls,
)
from agent_scorecard.vocabulary import Mode
from tests.runs.loads import BERLIN, MAIL, REFUND, approve, company, context, line, load

FIRST, LAST = date(2026, 1, 1), date(2026, 12, 31)
RULES = {
    "read": ActionRule("read", ((0, Mode.OUT),), has_effect=False),
    "refund": ActionRule("refund", ((0, Mode.IN),), amount_field="usd", cap_amount=80 * 10**9, cap_count_per_day=3),
    "delete": ActionRule("delete", ((0, Mode.FORBIDDEN),)),
}
ACTIONS = {REFUND: RunAgent(REFUND, version="7", workflow="refunds", actions=RULES), MAIL: RunAgent(MAIL)}
START = datetime(2026, 9, 25, tzinfo=UTC)


def maybe(chance, **values):
    return {name: chance.choice(choices) for name, choices in values.items() if chance.random() < 0.6}


def random_run(chance, number):
    at = START + timedelta(minutes=chance.randrange(60 * 24 * 40))
    calls = [
        {"tool": chance.choice(["read", "refund", "delete", "other"]), **chance.choice(ENDS)}
        for _ in range(chance.randrange(4))
    ]
    said = maybe(
        chance,
        status=["completed", "failed", "stopped", "blocked", "cancelled", "running", "pending"],
        result=["success", "failure", "not_judged"],
        review_outcome=["accepted", "edited", "rejected", "overridden", "escalated", "pending", "none"],
        human_override=[True, False],
        human_edit=["none", "minor", "major", "rejected"],
        approval_status=["not_required", "pending", "approved", "edited", "rejected", "escalated"],
        infra_failure=[False, False, False, True],
        case_class=["billing", "login"],
        policy_version=["p1", "p2"],
        cost_usd=["0", "0.123456789", "2.5", 0.75],
        cost_currency=["USD", "USD", "EUR"],
        duration_ms=[0, 120, 5000, 90_000],
        user=["u1", "u2", "u3"],
        tool_calls=[calls],
        inputs=[{"usd": 10}, {"usd": 100}],
        sources_count=[0, 3],
        error=["timeout", "quota"],
        trigger=["mail"],
        output=["text"],
        proposed_action=["a"],
        final_action=["a", "b"],
    )
    agent = chance.choice([REFUND, MAIL])
    if agent == MAIL:
        said |= {"cost_currency": "CHF"}
    return line(f"r{number}", at.isoformat(), agent, **said)


ENDS = [
    {"status": "ok"},
    {"status": "error"},
    {"status": "rolled_back"},
    {"status": "blocked", "reason": "needs_human_approval"},
    {"status": "blocked", "reason": "not_permitted"},
    {"status": "blocked"},
]


@pytest.fixture(scope="module")
def engine():
    """Two agents with 600 random runs, some settled by approvals, loaded in three pieces."""
    chance, engine = random.Random(7), company()
    records = [random_run(chance, number) for number in range(600)]
    approve(
        engine, *((f"a{n}", REFUND, f"r{n}", chance.choice(["approved", "rejected", "pending"])) for n in range(60))
    )
    told = context(agents=ACTIONS)
    for piece in (records[:250], records[200:500], records[450:]):
        load(engine, *piece, told=told)
    return engine


def flat_runs(engine):
    """Every stored run with its keys and the values of RUN_COLUMNS."""
    values = ", ".join(f"{sql} AS {name}" for name, sql in COLUMNS.items())
    keys = "r.agent, r.at, x.version, x.case_class, l.mode, x.currency, x.stated"
    query = f"SELECT {keys}, {values} FROM {JOINED}"
    with engine.connect() as connection:
        return [dict(row) for row in connection.execute(text(query)).mappings()]


def test_each_counter_is_what_plain_counting_gives(engine):
    expected = defaultdict(lambda: [0.0] * len(COUNTERS))
    for run in flat_runs(engine):
        key = (
            run["agent"],
            day_of(run["at"], BERLIN),
            run["version"] or "",
            run["case_class"] or "",
            run["mode"] or "none",
            run["currency"],
        )
        for place, counter in enumerate(COUNTERS):
            expected[key][place] += amount(counter, run)
    with engine.connect() as connection:
        found = day_figures(connection, FIRST, LAST)
    counted = {(agent, *row[:5]): row.counts for agent, days in found.items() for row in days}
    assert counted.keys() == expected.keys()
    assert all(counted[key] == pytest.approx(expected[key]) for key in expected)
    assert all(
        sum(row[place] for row in counted.values())
        for place in range(len(COUNTERS))
        if COUNTERS[place].name not in RARE
    )


RARE = {"shadow_compared", "shadow_differs"}


def test_every_column_of_a_run_is_stored():
    assert COLUMNS.keys() == RUN_COLUMNS.keys()


def counted(run):
    return (
        not run["infra_failure"]
        and run["status"] in ("completed", "failed", "stopped", "blocked")
        and run["outcome"] != "pending"
    )


def month_of(at):
    return time_of(at).astimezone(BERLIN).date().replace(day=1)


def test_month_figures_are_values_of_runs_that_happened(engine):
    durations, users, currencies, costs = (defaultdict(list) for _ in range(4))
    for run in flat_runs(engine):
        key = run["agent"], month_of(run["at"])
        if run["user"]:
            users[key].append(run["user"])
        if counted(run) and run["duration_ms"] is not None:
            durations[key].append(run["duration_ms"])
        if counted(run) and run["cost"] is not None:
            costs[key].append(run["cost"])
            currencies[key].append(run["currency"])
    expected = {
        (*key, "p95_task_latency"): (sorted(values)[(len(values) * 95 + 99) // 100 - 1] / 1000, len(values))
        for key, values in durations.items()
    }
    expected |= {(*key, "active_users"): (len(set(values)), len(set(values))) for key, values in users.items()}
    expected |= {
        (*key, "p99_cost_per_task"): (sorted(values)[(len(values) * 99 + 99) // 100 - 1] / 10**9, len(values))
        for key, values in costs.items()
        if len(set(currencies[key])) == 1
    }
    for agent, month in users:
        before = set(users.get((agent, (month - timedelta(days=1)).replace(day=1)), ()))
        if before:
            stayed = before & set(users[agent, month])
            expected[agent, month, "repeat_usage"] = (len(stayed) / len(before), len(before))
    with engine.connect() as connection:
        figures = month_figures(connection, FIRST, LAST)
    found = {
        (agent, row.period.first, row.measure): (row.value, row.n) for agent, all_ in figures.items() for row in all_
    }
    assert {measure for _, _, measure in expected} == {figure.key for figure in MONTH_FIGURES}
    assert found == expected


def test_the_cost_tail_is_read_from_the_counted_runs_of_one_currency():
    engine = company()
    load(engine, *(line(f"r{n}", cost_usd=n + 1) for n in range(150)), line("i", cost_usd=9, infra_failure=True))
    load(engine, line("e1", agent_id=MAIL, cost_usd=1), line("e2", agent_id=MAIL, cost_usd=1, cost_currency="EUR"))
    with engine.connect() as connection:
        tails = cost_tails(connection, FIRST, LAST, BERLIN)
    prices = [(n + 1) * 10**9 for n in range(150)]
    assert tails.keys() == {1}
    assert tails[1] == (
        tails[1].__class__(150, median_low(prices), 149 * 10**9, 150 * 10**9, (149 + 150) / sum(range(151)), "USD")
    )


def test_calls_are_read_by_tool_with_what_ran_alone():
    engine, told = company(), context(agents=ACTIONS)
    ok = {"status": "ok", "tool": "refund"}
    load(
        engine,
        line("r1", tool_calls=[ok, ok], inputs={"usd": 100}, approval_status="not_required"),
        line("r2", "2026-10-13T09:00:00Z", tool_calls=[ok], inputs={"usd": 1}, approval_status="approved"),
        line("r3", "2026-10-14T09:00:00Z", tool_calls=[ok | {"status": "blocked", "reason": "not_permitted"}]),
        told=told,
    )
    with engine.connect() as connection:
        used = used_calls(connection, FIRST, LAST, BERLIN)
    assert used == {1: (("refund", 3, 0, 0, 1, 0, 0, date(2026, 10, 13), 2, 2),)}


def test_runs_of_nobody_are_told_by_id():
    engine = company()
    load(engine, line("r1"), line("x", agent_id="who"), line("y", "2026-10-13T23:00:00Z", agent_id="who"))
    with engine.connect() as connection:
        assert unregistered(connection, LAST, BERLIN) == (("who", 2, date(2026, 10, 12), date(2026, 10, 14)),)


def test_a_time_only_stated_stays_apart_in_days_and_counts_in_months_and_the_cost_tail():
    engine = company()
    with engine.connect() as connection:
        stage = RunStage(connection, context())
        stage.add_records([(1, line("r1", user="u1", duration_ms=5, cost_usd="0.043"))], "mapped", stated=True)
        stage.settle()
        redo(connection, publish(connection, stage).touched, BERLIN)
        connection.commit()
        stated = time_stated_runs(connection, LAST)
        figures = day_figures(connection, FIRST, LAST)
        months, tails = month_figures(connection, FIRST, LAST), cost_tails(connection, FIRST, LAST, BERLIN)
    assert (stated, [row.stated for row in figures[1]]) == ({1: 1}, [True])
    assert [(row.measure, row.value, row.n) for row in months[1]] == [
        ("active_users", 1, 1),
        ("p95_task_latency", 0.005, 1),
        ("p99_cost_per_task", 0.043, 1),
    ]
    assert tails == {1: CostTail(1, 43_000_000, 43_000_000, 43_000_000, 1.0, "USD")}
