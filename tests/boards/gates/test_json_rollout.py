"""Rollout plans and intake for programs: the documented keys, plain values, narrowed to an agent or a team."""

from __future__ import annotations

import json
from dataclasses import replace

from agent_scorecard.boards.gates.json_rollout import intake, rollouts
from tests.boards.gates.test_intake import ANSWER, ONE, OPEN, POLICY, TAKEN
from tests.boards.test_json_shapes import documented, paths
from tests.build import AGENT, AS_OF, evidence

COMPANY = replace(evidence().company, tasks=(OPEN, TAKEN), intake=(ANSWER,))


def test_the_plans_have_the_keys_the_documentation_names() -> None:
    shape = rollouts([ONE], AS_OF, POLICY)
    assert set(paths(shape)) == documented("plans")
    assert json.loads(json.dumps(shape, allow_nan=False)) == shape


def test_the_intake_has_the_keys_the_documentation_names() -> None:
    shape = intake(COMPANY, [ONE], AS_OF, POLICY)
    assert set(paths(shape)) == documented("intake")
    assert json.loads(json.dumps(shape, allow_nan=False)) == shape


def test_one_agent_or_one_team_can_be_asked_for() -> None:
    assert [each["agent"] for each in rollouts([ONE], AS_OF, POLICY, AGENT)["agents"]] == [AGENT]
    assert rollouts([ONE], AS_OF, POLICY, "nobody")["agents"] == []
    assert intake(COMPANY, [ONE], AS_OF, POLICY, "Finance")["tasks"] == []


def test_tasks_stand_by_score_with_the_answer_that_counts() -> None:
    taken, open_ = intake(COMPANY, [ONE], AS_OF, POLICY)["tasks"]
    assert (taken["agent"], taken["worth"]) == (AGENT, None)
    assert (open_["score"], open_["worth"], open_["answered_by"]) == (3.2, "do", "ana")
