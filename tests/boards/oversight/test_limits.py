"""What keeps harm small: rules in words, and the worst case with each of its factors."""

from __future__ import annotations

from typing import Any

import pytest

from agent_scorecard.boards.oversight.limits import Limits, RadiusRow, RuleRow, condition, limits
from agent_scorecard.rules.facts import Action, Threshold
from agent_scorecard.vocabulary import Effect, Mode, Operator
from tests.boards.oversight.build import agent, shown
from tests.build import UNIT, action

MONEY: dict[str, Any] = {"effects": (Effect.MONEY,), "minutes_to_notice": 1440, "cap_count_per_day": 40}
SHORT: dict[str, Any] = {
    "mode": Mode.IN_ABOVE,
    "threshold_field": "amount_usd",
    "threshold_operator": Operator.ABOVE,
    "threshold_value": "100",
}
ALL_UNKNOWN = "the most one call may move, the most calls a day and the time until somebody notices"
KNOWN_FOR = "The worst case before somebody notices is known for"
REFUND = action("pay.refund", cap_amount=400 * UNIT, **MONEY, **SHORT)


def board(*actions: Action, **facts: Any) -> Limits:
    return limits(shown(agent("Refunds", *actions, **facts)))


def only_radius(own: Action) -> RadiusRow:
    ((row,),) = (group.rows for group in board(own).groups)
    return row


def test_a_refund_above_a_hundred_dollars_is_a_sentence():
    assert board(REFUND).rules == (
        RuleRow(
            agent="refunds",
            name="Refunds",
            action="pay.refund",
            rules=("In the loop when amount is above 100 USD, or is not given.",),
            otherwise="Otherwise on the loop.",
            today="Today: in the loop above a threshold, on file.",
        ),
    )


def test_rules_are_said_in_the_order_in_which_they_are_tried():
    rules = (
        Threshold("pay.refund", 2, "country", Operator.NOT_EQUAL, "US", Mode.IN, "2026-08"),
        Threshold("pay.refund", 1, "amount_usd", Operator.AT_LEAST, "1000", Mode.FORBIDDEN),
        Threshold("pay.other", 1, "amount_usd", Operator.ABOVE, "1", Mode.IN),
    )
    (row,) = board(REFUND, thresholds=rules).rules
    assert row.rules == (
        "In the loop when amount is above 100 USD, or is not given.",
        "Forbidden when amount is at least 1000 USD, or is not given.",
        "In the loop when country is not US, or is not given (2026-08).",
    )


@pytest.mark.parametrize(
    ("field", "operator", "said"),
    [
        ("amount_usd", Operator.ABOVE, "amount is above 5 USD"),
        ("order.total_usd", Operator.AT_MOST, "order.total is at most 5 USD"),
        ("amount_eur", Operator.BELOW, "amount_eur is below 5"),
        ("order_qty", Operator.EQUAL, "order_qty is 5"),
        ("usd", Operator.ABOVE, "usd is above 5"),
    ],
    ids=["our currency", "a deep key", "another currency", "no currency", "nothing but the currency"],
)
def test_an_amount_has_its_unit_where_the_field_is_named_after_the_currency(field, operator, said):
    assert condition(field, operator, "5", "USD") == said


@pytest.mark.parametrize(
    ("own", "factors", "worst"),
    [
        (REFUND, ("400\u202fUSD", "40", "1 day"), "16,000\u202fUSD in 40 calls"),
        (action(**{**MONEY, "effects": (Effect.NONE,)}), ("no amount", "40", "1 day"), "40 calls"),
        (
            action(**MONEY),
            ("not stated", "40", "1 day"),
            "Not known: the most one call may move is not stated.",
        ),
        (
            action(**{**MONEY, "cap_count_per_day": None, "minutes_to_notice": None}),
            ("not stated", "not stated", "not stated"),
            f"Not known: {ALL_UNKNOWN} are not stated.",
        ),
        (
            action(cap_amount=5 * UNIT, threshold_field="boxes", **MONEY),
            ("5 boxes", "40", "1 day"),
            "200 boxes in 40 calls",
        ),
    ],
    ids=["money", "calls", "no cap", "nothing known", "another unit"],
)
def test_every_factor_of_the_worst_case_is_shown_and_what_is_missing_is_named(own, factors, worst):
    row = only_radius(own)
    assert ((row.amount, row.per_day, row.notice), row.worst) == (factors, worst)
    assert row.known is not worst.startswith("Not known")


@pytest.mark.parametrize(
    ("own", "note"),
    [(action(), "A person approves each call first."), (REFUND, ""), (action(mode=Mode.ON), "")],
    ids=["approved", "approved above a threshold only", "watched"],
)
def test_an_approval_before_each_call_is_said(own, note):
    assert only_radius(own).note == note


@pytest.mark.parametrize(
    ("actions", "said"),
    [
        ((action(mode=Mode.SHADOW),), "No action here has an effect of its own."),
        ((REFUND,), f"{KNOWN_FOR} 1 of 1 action with an effect."),
        ((REFUND, action(**MONEY)), f"{KNOWN_FOR} 1 of 2 actions with an effect."),
    ],
    ids=["none", "all", "some"],
)
def test_the_view_says_how_many_worst_cases_are_known(actions, said):
    assert board(*actions).said == said
