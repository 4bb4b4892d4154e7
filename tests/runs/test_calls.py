"""Tool calls are counted by how they ended, and judged by what the agent's actions allow."""

import json
from datetime import date

import pytest

from agent_scorecard.runs.calls import CallList, from_content, judged, parsed
from agent_scorecard.runs.context import ActionRule, Limit
from agent_scorecard.runs.refusal import BadRun
from agent_scorecard.vocabulary import Mode, Operator

DAY = date(2026, 10, 12).toordinal()
ABOVE_100 = Limit("amount_usd", Operator.ABOVE, "100", Mode.IN)


def calls(*endings, tool="stripe.refund"):
    return parsed(json.dumps([{"tool": tool, "status": status} for status in endings]))


def rule(mode=Mode.ON, **more):
    return {"stripe.refund": ActionRule("stripe.refund", ((0, mode),), **more)}


@pytest.mark.parametrize(
    ("status", "reason", "kind"),
    [
        ("ok", None, "ok"),
        ("Success", None, "ok"),
        ("failed", None, "error"),
        ("rolled back", None, "rolled_back"),
        ("compensated", None, "rolled_back"),
        ("blocked", "needs_human_approval_over_100", "blocked_approval"),
        ("blocked", "not_permitted", "not_permitted"),
        ("blocked", "quota", "blocked_unclassed"),
        ("blocked", None, "blocked_unclassed"),
    ],
)
def test_a_call_is_classed_by_its_end_and_reason(status, reason, kind):
    found = judged(parsed(json.dumps([{"tool": "t", "status": status, "reason": reason}])), {}, DAY, None)
    assert {name for name, count in found.totals().items() if count} == {kind}


@pytest.mark.parametrize(
    ("rules", "inputs", "marks"),
    [
        ({}, None, ""),
        (rule(Mode.ON), None, ""),
        (rule(Mode.OUT), None, ""),
        (rule(Mode.FORBIDDEN), None, "f"),
        (rule(Mode.IN), None, "n"),
        (rule(Mode.SHADOW), None, "n"),
        (rule(Mode.IN, has_effect=False), None, ""),
        (rule(None), None, ""),
        (rule(Mode.ON, always_approve=True), None, "n"),
        (rule(Mode.IN_ABOVE, limits=(ABOVE_100,)), {"amount_usd": 100}, ""),
        (rule(Mode.IN_ABOVE, limits=(ABOVE_100,)), {"amount_usd": 100.01}, "n"),
        (rule(Mode.IN_ABOVE, limits=(ABOVE_100,)), {"amount_usd": "120"}, "n"),
        (rule(Mode.IN_ABOVE, limits=(ABOVE_100,)), {}, "n"),
        (rule(Mode.IN_ABOVE, limits=(ABOVE_100,)), None, "n"),
        (rule(Mode.ON, amount_field="order.total", cap_amount=100_000_000_000), {"order": {"total": 100}}, ""),
        (rule(Mode.ON, amount_field="order.total", cap_amount=100_000_000_000), {"order": {"total": 101}}, "c"),
        (rule(Mode.ON, amount_field="order.total", cap_amount=100_000_000_000), {}, ""),
        ({"other": ActionRule("other")}, None, "x"),
    ],
    ids=str,
)
def test_a_call_that_ran_is_marked_by_the_rules_of_its_action(rules, inputs, marks):
    assert judged(calls("ok"), rules, DAY, inputs).calls[0].marks == marks


def test_a_call_that_did_not_run_broke_nothing():
    assert judged(calls("blocked", "error"), rule(Mode.FORBIDDEN), DAY, None).totals()["forbidden"] == 0


def test_an_order_of_limits_gives_the_mode_of_the_first_that_holds():
    limits = (Limit("tier", Operator.EQUAL, "gold", Mode.OUT), Limit("amount_usd", Operator.ABOVE, "0", Mode.IN))
    ruled = rule(Mode.IN_ABOVE, limits=limits)
    assert [judged(calls("ok"), ruled, DAY, inputs).calls[0].marks for inputs in ({"tier": "gold"}, {"tier": "x"})] == [
        "",
        "n",
    ]


def test_the_mode_of_the_day_counts_and_an_unknown_past_is_not_judged():
    ruled = {"stripe.refund": ActionRule("stripe.refund", ((DAY - 5, Mode.SHADOW), (DAY, Mode.ON)))}
    found = [judged(calls("ok"), ruled, day, None) for day in (DAY - 6, DAY - 5, DAY - 1, DAY)]
    assert [(each.mode, each.calls[0].marks) for each in found] == [
        ("none", ""),
        ("shadow", "n"),
        ("shadow", "n"),
        ("on", ""),
    ]


@pytest.mark.parametrize(
    ("modes", "strictest"),
    [((Mode.OUT, Mode.IN), "in"), ((Mode.ON, None), "in"), ((Mode.ON, Mode.OUT), "on"), ((), "none")],
)
def test_the_mode_of_a_run_is_the_strictest_of_the_actions_it_called(modes, strictest):
    rules = {f"t{place}": ActionRule(f"t{place}", ((0, mode),)) for place, mode in enumerate(modes)}
    made = tuple(call for name in (*rules, "unlisted") for call in calls("ok", tool=name))
    assert judged(made, rules, DAY, None).mode == strictest


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("{", "not_readable"),
        ("[" * 100_000, "not_readable"),
        ('"ok"', "not_readable"),
        ("[1]", "not_readable"),
        ('[{"status": "ok"}]', "missing"),
        ('[{"tool": " ", "status": "ok"}]', "missing"),
        ('[{"tool": "t"}]', "unknown_word"),
        ('[{"tool": "t", "status": "fine"}]', "unknown_word"),
        ('[{"tool": "t", "status": "ok", "reason": 1}]', "not_readable"),
        ('[{"tool": "a\\u0000b", "status": "ok"}]', "bad_character"),
        (json.dumps([{"tool": "t" * 121, "status": "ok"}]), "too_long"),
    ],
    ids=lambda text: text[:30],
)
def test_unreadable_calls_are_refused(text, code):
    with pytest.raises(BadRun) as refused:
        parsed(text)
    assert (refused.value.fault.column, refused.value.fault.code) == ("tool_calls", code)


def test_nothing_recorded_is_not_an_empty_list():
    assert (parsed("null"), parsed("[]")) == (None, ())


def test_equal_calls_in_another_order_are_one_text_that_reads_back():
    first = judged(calls("ok", "blocked", "ok"), rule(Mode.IN), DAY, None)
    assert first.content == judged(calls("blocked", "ok", "ok"), rule(Mode.IN), DAY, None).content
    assert from_content(first.content) == first
    assert from_content(CallList("none", ()).content) == CallList("none", ())
