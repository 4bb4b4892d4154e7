"""The log is found again: a page at a time, one run with its trail, and what recurs in it."""

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import event, text

from agent_scorecard.rules.run_facts import FieldGap, RunCall, RunPlace, RunsAsked
from agent_scorecard.runs.context import RunAgent
from agent_scorecard.runs.explorer.pages import page_of
from agent_scorecard.runs.explorer.tallies import tally_of
from agent_scorecard.runs.explorer.trails import trail_of
from agent_scorecard.store.database import writer
from agent_scorecard.vocabulary import KeepContent, ReviewOutcome, RunResult, RunStatus, ToolStatus
from tests.runs.loads import REFUND, company, context, line, load

ASKED = RunsAsked(REFUND, date(2026, 10, 1), date(2026, 10, 31))
HELD = {"tool": "stripe.refund", "status": "blocked", "reason": "needs_human_approval_over_100"}
READ = {"tool": "crm.read", "status": "ok"}


def at(number):
    return f"2026-10-12T09:{number:02}:00Z"


def found(engine, **asked):
    return [row.place.request_id for row in page_of(engine, replace(ASKED, **asked), 50)]


@pytest.fixture(scope="module")
def log():
    engine = company()
    with writer(engine).begin() as connection:
        connection.execute(text("UPDATE settings SET zone = 'Europe/Berlin'"))
    load(
        engine,
        line("plain", at(1)),
        line("held", at(2), tool_calls=[HELD, READ]),
        line("other", at(3), tool_calls=[{**HELD, "reason": "needs_human_approval_over_1000"}]),
        line("edited", at(4), review_outcome="edited", model_version="4.2", prompt_version="p-31"),
        line("failed", at(5), status="failed", error="service did not answer", result="failure"),
        line("before", "2026-09-30T21:59:59Z"),
        line("first", "2026-09-30T22:00:00Z"),
        line("mail", at(6), agent_id="mail-agent"),
    )
    return engine


def test_a_page_holds_the_latest_runs_of_the_company_days_of_one_agent(log):
    assert found(log) == ["failed", "edited", "other", "held", "plain", "first"]


@pytest.mark.parametrize(
    ("asked", "requests"),
    [
        ({"outcome": ReviewOutcome.EDITED}, ["edited"]),
        ({"status": RunStatus.FAILED}, ["failed"]),
        ({"status": RunStatus.FAILED, "outcome": ReviewOutcome.EDITED}, []),
        ({"result": RunResult.FAILURE}, ["failed"]),
        ({"model": "4.2"}, ["edited"]),
        ({"prompt": "p-31"}, ["edited"]),
        ({"tool": "crm.read"}, ["held"]),
        ({"reason": "needs_human_approval_over_100"}, ["held"]),
        ({"reason": "needs_human_approval%"}, []),
        ({"error": "service did not answer"}, ["failed"]),
        ({"agent": "nobody"}, []),
    ],
)
def test_each_filter_leaves_what_fits_it(log, asked, requests):
    assert found(log, **asked) == requests


def test_the_next_page_begins_after_the_last_run_also_within_one_moment():
    engine = company()
    load(engine, *(line(f"r{number}", at(1 + number // 3)) for number in range(8)))
    pages, after = [], None
    while page := page_of(engine, ASKED, 3, after):
        pages.append([row.place.request_id for row in page])
        after = page[-1].place
    assert pages == [["r7", "r6", "r5"], ["r4", "r3", "r2"], ["r1", "r0"]]


def test_no_page_walks_the_whole_log():
    engine, said = company(), []
    load(engine, line())
    event.listen(engine, "before_cursor_execute", lambda *told: said.append(told[2:4]))
    asked = replace(ASKED, outcome=ReviewOutcome.EDITED, tool="a", model="b", reason="c", error="d")
    page_of(engine, asked, 50, RunPlace(1, "a"))
    (query,) = [each for each in said if "FROM runs" in each[0]]
    with engine.connect() as connection:
        plan = [row[3] for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {query[0]}", query[1])]
    assert [step for step in plan if "runs" in step.split()] == [
        "SEARCH runs USING PRIMARY KEY (agent=? AND at>? AND at<?)"
    ]


def test_one_run_is_told_with_its_calls_and_what_its_record_lacks(log):
    trail = trail_of(log, REFUND, "held")
    assert trail.line.calls == (
        RunCall("crm.read", ToolStatus.OK, "", 1),
        RunCall("stripe.refund", ToolStatus.BLOCKED, "needs_human_approval_over_100", 1),
    )
    assert [field for field, is_there in trail.audit.items() if not is_there] == [
        *("workflow", "policy_version", "output", "trigger", "data_sources", "approval_status", "human_approver")
    ]


def test_a_run_is_found_by_its_moment_too_and_an_unknown_one_is_not(log):
    place = trail_of(log, REFUND, "held").line.place
    assert trail_of(log, REFUND, "held", place.at).line.place == place
    assert trail_of(log, REFUND, "held", place.at + 1) is None
    assert trail_of(log, "nobody", "held") is None


@pytest.mark.parametrize(
    ("keep", "inputs", "output"),
    [
        (KeepContent.NONE, None, None),
        (KeepContent.BOTH, '{"amount":5,"card":"***"}', "done"),
    ],
)
def test_content_is_told_only_where_the_agent_keeps_it(keep, inputs, output):
    engine, told = company(), context(agents={REFUND: RunAgent(REFUND, keep=keep, mask_keys=frozenset({"card"}))})
    load(engine, line(inputs={"card": "4111", "amount": 5}, output="done"), told=told)
    trail = trail_of(engine, REFUND, "r1")
    assert (trail.inputs, trail.output) == (inputs, output)


def test_what_recurs_is_counted_by_tool_and_reason(log):
    rows = tally_of(log, ASKED).recurring
    assert [(row.tool, row.reason, row.runs) for row in rows] == [
        ("", "service did not answer", 1),
        ("stripe.refund", "needs_human_approval_over_100", 1),
        ("stripe.refund", "needs_human_approval_over_1000", 1),
    ]


def test_a_tally_counts_the_latest_runs_only_and_says_so(log):
    few, every = tally_of(log, ASKED, most=2), tally_of(log, ASKED)
    assert ((few.runs, few.is_cut), (every.runs, every.is_cut)) == ((2, True), (6, False))
    assert (few.models, every.tools) == (("4.2",), ("crm.read", "stripe.refund"))


def test_each_audit_field_is_counted_where_it_was_needed(log):
    gaps = {gap.field: gap for gap in tally_of(log, replace(ASKED, reason=HELD["reason"])).gaps}
    assert (gaps["tool_calls"], gaps["human_approver"]) == (
        FieldGap("tool_calls", 1, 0),
        FieldGap("human_approver", 1, 1),
    )
    assert "error" not in gaps


def test_an_agent_without_runs_adds_up_to_nothing(log):
    assert tally_of(log, replace(ASKED, agent="nobody")).runs == 0
    with log.connect() as connection:
        assert connection.execute(text("SELECT COUNT(*) FROM runs")).scalar_one() == 8
