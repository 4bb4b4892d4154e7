"""Changes as JSON: the documented keys, and the stories the page tells."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from agent_scorecard.boards.changes import json_shape
from agent_scorecard.rules.facts import PlannedChange, TierSet, Tool
from agent_scorecard.vocabulary import ChangeKind, Tier
from tests.boards.test_json_shapes import documented, paths
from tests.build import AS_OF, at, changed_kind, days, evidence
from tests.rules.assessed import POLICY, assessed

DAY = AS_OF - timedelta(days=21)
PLAN = PlannedChange("C-1", at(AS_OF), "ben", ChangeKind.PROMPT, "ben", "Shorter answers", to_value="p-2")
MODEL = changed_kind(ChangeKind.MODEL, DAY, from_value="4.1", to_value="4.2")
RUNS = (*days(DAY - timedelta(days=84), DAY - timedelta(days=1)), *days(DAY, AS_OF, interventions=12))
LATER = tuple(day._replace(version="v9") if day.day == AS_OF else day for day in RUNS)


def shape(**facts):
    return json_shape.changes([assessed(**facts)], AS_OF, POLICY)


SOP = changed_kind(ChangeKind.SOP, DAY - timedelta(days=120))
TOLD = shape(
    planned=(PLAN,),
    changes=(SOP, MODEL),
    days=LATER,
    tiers_set=(TierSet(1, Tier.HIGH, "Money", AS_OF, "ana"),),
    tools=(Tool("helpdesk", "ben"),),
)


def test_the_shape_has_the_keys_the_documentation_names():
    found = {path for path in paths(TOLD) if not path.startswith("agents[].findings[]")}
    assert found | {"agents[].findings"} == documented("changes")


def test_a_change_is_told_with_its_gate_and_what_came_after():
    row = TOLD["agents"][0]["changes"][0]
    assert (row["kind"], row["from"], row["to"], row["approver"], row["gate"]) == ("model", "4.1", "4.2", "ana", "none")
    assert (row["effect"]["answer"], row["effect"]["n_after"]) == ("alert", 1056)


def test_a_plan_says_what_is_missing():
    (row,) = TOLD["agents"][0]["planned"]
    assert row["missing"]


def test_a_version_nobody_logged_is_told():
    assert TOLD["agents"][0]["unlogged_versions"] == [{"version": "v9", "since": AS_OF.isoformat()}]


@pytest.mark.parametrize(("agent", "count"), [("", 2), ("support-triage", 1), ("nobody", 0)])
def test_one_agent_can_be_asked_for(agent, count):
    other = assessed(agent=replace(evidence().agent, agent="other"))
    assert len(json_shape.changes([assessed(), other], AS_OF, POLICY, agent)["agents"]) == count
