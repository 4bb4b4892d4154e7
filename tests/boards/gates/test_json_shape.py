"""Gates as JSON: the documented keys, plain values, and the stories the page tells."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

from agent_scorecard.boards.gates import json_shape
from agent_scorecard.vocabulary import Gate, GateAnswer
from tests.boards.build import named
from tests.boards.test_json_shapes import documented, paths
from tests.build import AS_OF
from tests.rules.assessed import POLICY
from tests.rules.test_gate_steps import answers, result


def shape(**facts: Any) -> dict[str, Any]:
    return json_shape.gates([named("Triage", **facts)], AS_OF, POLICY)


def test_the_shape_has_the_keys_the_documentation_names():
    found = {path for path in paths(shape()) if not path.startswith("agents[].findings[]")}
    assert found | {"agents[].findings"} == documented("gates")


def test_every_value_is_plain():
    assert json.loads(json.dumps(shape(), allow_nan=False)) == shape()


def test_an_open_gate_says_since_when_and_who_signs_next():
    waiting = result(Gate.INTAKE, GateAnswer.OPEN, submitted_on=date(2026, 10, 13), answered_by="ben")
    intake = shape(gates=answers(waiting))["agents"][0]["gates"][0]
    assert [
        intake[key] for key in ("state", "submitted_by", "submitted_on", "days", "to_be_signed_by", "decided_by")
    ] == [
        "open",
        "ben",
        "2026-10-13",
        18,
        ["accountable_owner"],
        None,
    ]


def test_one_agent_is_told_alone_and_the_control_plane_with_it():
    two = [named("Alpha"), named("Bravo")]
    told = json_shape.gates(two, AS_OF, POLICY, "bravo")
    assert [row["agent"] for row in told["agents"]] == ["bravo"]
    assert [row["counted_of"] for row in told["control_plane"]] == [2, 2, 4, 2, 0]


def test_without_agents_there_is_nothing():
    told = json_shape.gates([], AS_OF, POLICY)
    assert (told["agents"], told["control_plane"]) == ([], [])
