"""Oversight as JSON: the documented keys, plain values, and the stories the page tells."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from agent_scorecard.boards.oversight import json_shape
from agent_scorecard.rules.answers import Assessment
from agent_scorecard.rules.assess import assess
from agent_scorecard.rules.facts import Action, UsedCall
from agent_scorecard.vocabulary import Effect, Level, Mode, Operator
from tests.boards.test_json_shapes import documented, paths
from tests.build import AS_OF, UNIT, action, evidence
from tests.rules.assessed import POLICY

REFUND = action(
    "pay.refund",
    effects=(Effect.MONEY,),
    mode=Mode.IN_ABOVE,
    threshold_field="amount_usd",
    threshold_operator=Operator.ABOVE,
    threshold_value="100",
    cap_amount=400 * UNIT,
    cap_count_per_day=40,
    minutes_to_notice=1440,
    risk_owner="nobody-known",
)
FORBIDDEN = action("pay.payout", mode=Mode.FORBIDDEN)
STRANGER = UsedCall("web.post", 3, 0, 0, 0, 0, 0, AS_OF - timedelta(days=2), 0, 0)


def assessed(**changes: Any) -> Assessment:
    """The healthy agent at level 3, whatever its findings would take away."""
    one = assess(evidence(**changes), POLICY)
    return replace(one, reading=replace(one.reading, allowed=Level.BOUNDED))


def shape(*own: Action, **changes: Any) -> dict[str, Any]:
    return json_shape.oversight([assessed(actions=own or (action(),), **changes)], AS_OF, POLICY)


def only_action(*own: Action, **changes: Any) -> dict[str, Any]:
    (row,) = shape(*own, **changes)["agents"][0]["actions"]
    return row


TOLD = [shape(REFUND, FORBIDDEN, calls=(STRANGER,)), shape(drills=())]


def test_the_shape_has_the_keys_the_documentation_names():
    found = {path for told in TOLD for path in paths(told) if not path.startswith("agents[].findings[]")}
    assert found | {"agents[].findings"} == documented("oversight")


@pytest.mark.parametrize("told", TOLD)
def test_the_shape_is_json_without_nan_and_says_for_when_it_holds(told):
    assert json.loads(json.dumps(told, allow_nan=False)) == told
    assert list(told)[:3] == ["as_of", "period", "policy_version"]


def test_an_empty_company_still_says_the_day():
    empty = {"as_of": "2026-10-31", "period": None, "policy_version": None, "agents": []}
    assert json_shape.oversight([], AS_OF, POLICY) == empty


def test_one_agent_may_be_asked_for():
    agents = [assessed(agent=replace(evidence().agent, agent=name)) for name in ("first", "second")]
    told = json_shape.oversight(agents, AS_OF, POLICY, agent="second")
    assert [row["agent"] for row in told["agents"]] == ["second"]


def test_a_refund_carries_its_rule_and_its_worst_case_in_whole_units():
    row = only_action(REFUND)
    assert row["thresholds"] == [{"field": "amount_usd", "operator": ">", "value": "100", "mode": "in"}]
    assert row["blast_radius"] == {
        "amount": 400,
        "per_day": 40,
        "minutes_to_notice": 1440,
        "worst_calls": 40,
        "worst_amount": 16_000,
        "unknown": [],
    }


def test_who_is_missing_is_said_with_the_way_out():
    (gap,) = only_action(REFUND)["people"]["gaps"]
    assert (gap["severity"], gap["sentence"]) == (
        "block",
        "The risk owner, nobody-known, is nobody the company knows.",
    )


@pytest.mark.parametrize(
    ("calls", "used"),
    [
        ((), {"logged": False, "calls": None, "last": None, "unused_days": None}),
        ((STRANGER,), {"logged": True, "calls": 0, "last": None}),
        ((STRANGER._replace(tool="helpdesk.tag"),), {"logged": True, "calls": 3, "last": "2026-10-29"}),
    ],
    ids=["nothing logged", "never used", "used"],
)
def test_not_logged_is_null_and_never_zero(calls, used):
    told = only_action(action(), calls=calls)["used"]
    assert {name: told[name] for name in used} == used


def test_what_may_never_run_has_neither_worst_case_nor_next_mode():
    row = only_action(FORBIDDEN)
    assert (row["mode"], row["blast_radius"], row["next_mode"], row["people"]["gaps"]) == ("forbidden", None, None, [])
