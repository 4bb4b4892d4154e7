"""Runs as JSON: every agent, the runs of one, one run; each with the keys the documentation names."""

from __future__ import annotations

from dataclasses import replace

from agent_scorecard.boards.runs import json_shape
from agent_scorecard.boards.runs.asked import RunsFilter
from agent_scorecard.rules.run_facts import FieldGap, Recurring, RunApproval
from agent_scorecard.vocabulary import ApprovalVerdict, ToolStatus
from tests.boards.runs.build import AT, HELD, LINE, NOTHING, READ, TRAIL
from tests.boards.test_json_shapes import documented, paths
from tests.build import AS_OF, approval, evidence
from tests.rules.assessed import POLICY, assessed

CHOICE = RunsFilter("support-triage", "2026-10")
TALLY = replace(
    NOTHING,
    runs=40,
    recurring=(Recurring(ToolStatus.BLOCKED, HELD.tool, HELD.reason, 10, AT, AT),),
    gaps=(FieldGap("output", 40, 2), FieldGap("workflow", 40, 0)),
)
MANY = [LINE._replace(calls=(READ, HELD)), LINE]
ASKED = RunApproval("A-1", None, None, ApprovalVerdict.PENDING, AT, None)
KEPT = evidence(approvals=(approval(1, AT.date()),))
LOG = json_shape.log([assessed()], AS_OF, POLICY, {evidence().agent.agent: TALLY})
RUNS = json_shape.runs(KEPT, POLICY, CHOICE, MANY, TALLY, 1)
ONE = json_shape.trail(KEPT, POLICY, TRAIL._replace(line=MANY[0], approvals=(ASKED,)))


def test_the_shapes_have_the_keys_the_documentation_names():
    silent = LINE._replace(calls=None)
    unknown = [
        json_shape.runs(KEPT, POLICY, CHOICE, [silent], TALLY),
        json_shape.trail(KEPT, POLICY, TRAIL._replace(line=silent)),
    ]
    found = {path for shape in (LOG, RUNS, ONE, *unknown) for path in paths(shape)}
    assert found - {"approvals"} == documented("runs")


def test_a_page_says_where_the_next_one_begins():
    assert (len(RUNS["runs"]), RUNS["next"]) == (1, "1791795720000~req_7")
    assert json_shape.runs(KEPT, POLICY, CHOICE, MANY[:1], TALLY, 1)["next"] is None


def test_what_recurs_is_a_share_of_the_runs_counted():
    (row,) = RUNS["recurring"]
    assert (row["runs"], row["share"], row["reason"]) == (10, 0.25, HELD.reason)


def test_money_is_told_in_units_and_missing_fields_by_name():
    assert (ONE["run"]["cost"], ONE["audit"]) == (0.0347, {"there": ["workflow", "output"], "missing": []})
    assert LOG["agents"][0]["audit"]["gaps"] == [{"field": "output", "needed": 40, "missing": 2}]
