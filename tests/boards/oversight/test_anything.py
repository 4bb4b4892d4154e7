"""Whatever was loaded about an action, every view can be built, and JSON carries it."""

from __future__ import annotations

import json
from datetime import date, timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from agent_scorecard.boards.oversight import access, approvals, gates, json_shape, limits, next_mode, people, stopping
from agent_scorecard.rules.facts import Action, Drill, Threshold, UsedCall
from agent_scorecard.vocabulary import Access, ApprovalVerdict, Effect, Level, Mode, Operator
from tests.boards.build import named, reading
from tests.boards.oversight.build import shown
from tests.build import AGENT, AS_OF, UNIT, approval, at
from tests.rules.assessed import POLICY

TEXT = st.one_of(st.none(), st.sampled_from(["", " ", "none", "None", "amount_usd", "_usd", "a.b_usd", "<b>"]))
NAME = st.one_of(st.none(), st.sampled_from(["ana", "cora", "nobody-known", AGENT, ""]))
DAY = st.one_of(st.none(), st.dates(date(2020, 1, 1), date(2030, 1, 1)))
PAST = st.dates(date(2026, 1, 1), AS_OF)
TOOL = st.sampled_from(["a.one", "b.two", "c.three"])


def maybe(values):
    return st.one_of(st.none(), values)


ACTION = st.builds(
    Action,
    action=TOOL,
    system=TEXT,
    access=maybe(st.sampled_from(Access)),
    effects=st.sampled_from([(), (Effect.NONE,), (Effect.MONEY,), (Effect.CUSTOMERS, Effect.BRAND)]),
    reversible=st.booleans(),
    mode=maybe(st.sampled_from(Mode)),
    mode_since=DAY,
    threshold_field=TEXT,
    threshold_operator=maybe(st.sampled_from(Operator)),
    threshold_value=TEXT,
    always_approve=st.booleans(),
    min_reading_seconds=maybe(st.integers(1, 3600)),
    cap_amount=maybe(st.integers(1, 10**12 * UNIT)),
    cap_count_per_day=maybe(st.integers(1, 10**9)),
    minutes_to_notice=maybe(st.integers(0, 10**9)),
    accountable=NAME,
    system_owner=NAME,
    risk_owner=NAME,
    consulted=st.sampled_from([(), ("ana",), ("gone", "ben")]),
    inform_trigger=TEXT,
    compensation=TEXT,
    compensation_tested_on=DAY,
    credential_expires_on=DAY,
)
APPROVAL = st.builds(
    lambda action, asked, seconds, verdict: approval(
        1,
        asked,
        action=action,
        opened_at=None,
        decided_at=None if seconds is None else at(asked) + timedelta(seconds=seconds),
        verdict=verdict,
    ),
    maybe(TOOL),
    PAST,
    maybe(st.integers(0, 10**7)),
    st.sampled_from(ApprovalVerdict),
)
RULE = st.builds(
    Threshold,
    TOOL,
    st.integers(1, 99),
    st.just("x_usd"),
    st.sampled_from(Operator),
    st.just("1"),
    st.sampled_from([mode for mode in Mode if mode is not Mode.IN_ABOVE]),
)
DRILL = st.builds(Drill, st.just("DR-1"), PAST, st.booleans(), maybe(st.integers(0, 10**6)))
FEW = st.integers(0, 9)
CALL = st.builds(UsedCall, TOOL, *[FEW] * 6, maybe(PAST), *[FEW] * 2)
VIEWS = (
    *(gates.gates, people.people, access.access, stopping.stopping),
    *(approvals.approvals, next_mode.next_modes, lambda seen, _: limits.limits(seen)),
)


@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(
    st.lists(ACTION, max_size=3, unique_by=lambda row: row.action),
    st.lists(RULE, max_size=3),
    st.lists(APPROVAL, max_size=6),
    st.lists(DRILL, max_size=2),
    st.lists(CALL, max_size=3),
    st.sampled_from(Level),
)
def test_every_view_of_any_action_can_be_built(actions, rules, asked, drills, calls, level):
    one = named(
        "Any",
        actions=tuple(actions),
        thresholds=tuple(rules),
        approvals=tuple(asked),
        drills=tuple(drills),
        calls=tuple(calls),
        answers={"reading": reading(*(level,) * 4)},
    )
    for view in VIEWS:
        view(shown(one), POLICY)
    told = json_shape.oversight([one], AS_OF, POLICY)
    assert json.loads(json.dumps(told, allow_nan=False)) == told
