"""The card for programs has the documented keys and holds what the card for people says."""

from __future__ import annotations

import json
from dataclasses import replace

from agent_scorecard.boards.on_call.board import on_call
from agent_scorecard.boards.on_call.json_shape import on_call as shape_of
from agent_scorecard.policy import default_policy
from agent_scorecard.rules.answers import Assessment
from agent_scorecard.rules.assess import assess
from agent_scorecard.rules.evidence import Company, Evidence
from agent_scorecard.rules.facts import Agent
from agent_scorecard.vocabulary import ChangeKind
from tests.boards.test_json_shapes import documented, paths
from tests.build import AS_OF, changed_kind, evidence, incident

POLICY = default_policy()


def shape(one: Assessment) -> dict:
    return shape_of(on_call(one, POLICY), one, POLICY)


def full() -> Assessment:
    changes = (*evidence().changes, changed_kind(ChangeKind.TOOL, AS_OF, action="helpdesk.tag"))
    return assess(evidence(incidents=(incident(AS_OF),), changes=changes), POLICY)


def bare() -> Assessment:
    return assess(Evidence(Agent("bare", "Bare"), AS_OF, Company()), POLICY)


def test_the_shape_has_the_keys_the_documentation_names():
    assert set(paths(shape(full()))) | {"last_drill"} == documented("on-call")


def test_the_shape_is_plain_json():
    for one in (full(), bare()):
        found = shape(one)
        assert json.loads(json.dumps(found, allow_nan=False)) == found


def test_calls_changes_and_questions_are_those_of_the_card():
    one = full()
    board, found = on_call(one, POLICY), shape(one)
    assert [row["name"] for row in found["calls"]] == [call.name for call in board.calls]
    assert [row["kind"] for row in found["changes"]] == ["tool"]
    assert [row["kind"] for row in found["before"]] == ["tool", "model"]
    assert [row["question"] for row in found["questions"]] == [line.text for line in board.questions]
    assert found["forbidden"] == ["helpdesk.delete"]
    assert [row["action"] for row in found["actions"]] == [line.action for line in board.actions]


def test_a_moment_is_written_in_universal_time():
    (row,) = shape(full())["incidents"]
    assert row["detected_at"] == "2026-10-31T12:00:00Z"
    assert row["contained"] is False


def test_an_answer_of_nobody_is_null_and_none_is_kept():
    one = full()
    told = replace(one, evidence=replace(one.evidence, agent=replace(one.evidence.agent, kill_switch="none")))
    assert (shape(told)["kill_switch"], shape(bare())["kill_switch"], shape(bare())["last_drill"]) == (
        "none",
        None,
        None,
    )
