"""How long an alert is left alone, what wakes it, and what nobody can make it do."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from agent_scorecard.policy import default_policy
from agent_scorecard.rules.alerts import Alert, alerts, last_day, latest_mute, refused
from agent_scorecard.rules.answers import Assessment
from agent_scorecard.rules.assess import assess
from agent_scorecard.rules.facts import AlertHandled, Budget, CostTail
from agent_scorecard.vocabulary import AlertAct, AlertState, BudgetPeriod, ChangeKind, Severity
from tests.build import AS_OF, LEVEL_BEGAN, OCTOBER, UNIT, changed_kind, days, evidence

POLICY = default_policy()
BEFORE = days(LEVEL_BEGAN, OCTOBER.first - timedelta(days=1))
MODEL = changed_kind(ChangeKind.MODEL, OCTOBER.first, from_value="4.2", to_value="4.3")
LEVEL = changed_kind(ChangeKind.LEVEL, LEVEL_BEGAN, from_value="1", to_value="2")
TAIL = CostTail(p50=UNIT, p99=12 * UNIT, highest=15 * UNIT, n=300, dearest_share=0.2, currency="USD")
TAIL_NAME = "cost_tail"
CLIMBING = f"intervention_climbing:{MODEL.change}"


def climbing(times: int = 3, **changes: Any) -> Assessment:
    """People step in more often since the model changed."""
    ran = BEFORE + days(OCTOBER.first, AS_OF, interventions=times)
    return assess(evidence(days=ran, changes=(LEVEL, MODEL), **changes), POLICY)


def dear(tail: CostTail = TAIL, **changes: Any) -> Assessment:
    """One run in a hundred costs many times the usual one: a note."""
    return assess(evidence(cost_tail=tail, **changes), POLICY)


def done(act: AlertAct, days_ago: int, alert: str = TAIL_NAME, **told: Any) -> AlertHandled:
    at = {"severity": Severity.NOTE, "size": 12.0, "reason": "", "done_on": AS_OF - timedelta(days=days_ago)}
    return AlertHandled(**{"seq": 9, "alert": alert, "act": act, "done_by": "ana", **at, **told})


def muted(days_ago: int, until: date, **told: Any) -> AlertHandled:
    return done(AlertAct.MUTED, days_ago, until=until, reason="Being looked at", **told)


def named(one: Assessment, name: str = TAIL_NAME, policy: Any = POLICY) -> Alert:
    return next(row for row in alerts(one, policy) if row.alert == name)


def state(one: Assessment) -> tuple[str, str]:
    row = named(one)
    return row.state.value, row.why


def test_a_healthy_agent_has_no_alert():
    assert alerts(assess(evidence(), POLICY), POLICY) == ()


def test_an_alert_is_named_after_its_finding_and_what_it_is_about():
    row = named(climbing(), CLIMBING)
    assert (row.state, row.severity, row.why) == (AlertState.NEW, Severity.BLOCK, "")
    assert row.finding.sentence.text.startswith("People step in 50")


def test_each_budget_is_an_alert_of_its_own():
    spent = tuple(
        Budget(period, UNIT, "USD", effective_from=LEVEL_BEGAN) for period in (BudgetPeriod.MONTH, BudgetPeriod.QUARTER)
    )
    over = assess(evidence(budgets=spent), POLICY)
    assert {"budget:month", "budget:quarter"} <= {row.alert for row in alerts(over, POLICY)}


UNTIL = AS_OF + timedelta(days=5)


@pytest.mark.parametrize(
    ("act", "expected"),
    [
        (done(AlertAct.ACKNOWLEDGED, 28), "acknowledged"),
        (done(AlertAct.ACKNOWLEDGED, 29), "new"),
        (done(AlertAct.CLOSED, 14), "closed"),
        (done(AlertAct.CLOSED, 15), "new"),
        (muted(40, AS_OF), "muted"),
        (muted(40, AS_OF - timedelta(days=1)), "new"),
    ],
)
def test_what_was_done_about_an_alert_lasts_as_long_as_the_policy_gives(act, expected):
    assert state(dear(alerts_handled=(act,)))[0] == expected


@pytest.mark.parametrize(
    ("act", "words"),
    [
        (
            muted(3, UNTIL),
            (
                "Muted until 5 Nov 2026 by Ana on 28 Oct 2026: Being looked at; "
                "it asks again after 5 Nov 2026, or when it becomes worse."
            ),
        ),
        (done(AlertAct.CLOSED, 15), "Closed by Ana on 16 Oct 2026; it is there again."),
        (done(AlertAct.ACKNOWLEDGED, 29), "Acknowledged by Ana on 2 Oct 2026; the time given for it is over."),
        (
            muted(3, UNTIL, size=9.6),
            "Muted until 5 Nov 2026 by Ana on 28 Oct 2026: Being looked at; since then it grew by 25 %.",
        ),
    ],
)
def test_an_alert_says_how_it_came_to_its_state(act, words):
    assert state(dear(alerts_handled=(act,)))[1].replace("\u202f", " ") == words


@pytest.mark.parametrize(("size", "expected"), [(9.61, "muted"), (9.6, "new"), (None, "muted")])
def test_what_grew_by_a_quarter_asks_again_at_once(size, expected):
    assert state(dear(alerts_handled=(muted(1, UNTIL, size=size),)))[0] == expected


def test_what_became_heavier_asks_again_at_once():
    acts = (done(AlertAct.ACKNOWLEDGED, 1, CLIMBING, severity=Severity.WARN, size=None),)
    row = named(climbing(alerts_handled=acts), CLIMBING)
    assert (row.state, row.why) == (
        AlertState.NEW,
        "Acknowledged by Ana on 30 Oct 2026; since then it went from warn to block.",
    )


def test_the_last_act_counts():
    acts = (muted(9, UNTIL), done(AlertAct.ACKNOWLEDGED, 2, seq=12))
    assert state(dear(alerts_handled=acts))[0] == "acknowledged"


def test_an_act_on_one_alert_says_nothing_of_another():
    assert state(dear(alerts_handled=(done(AlertAct.CLOSED, 1, "cost_tail:other"),))) == ("new", "")


@pytest.mark.parametrize("act", list(AlertAct))
def test_nothing_done_about_an_alert_changes_any_answer_of_the_rules(act):
    acts = (done(act, 1, CLIMBING, severity=Severity.BLOCK, size=1.0, until=UNTIL),)
    left, handled = climbing(), climbing(alerts_handled=acts)
    assert (left.findings, left.reading, left.open, left.proposal) == (
        handled.findings,
        handled.reading,
        handled.open,
        handled.proposal,
    )


def test_a_kind_nobody_armed_is_observed_unless_it_blocks():
    quiet = POLICY.changed({"alerts": {"armed": []}})
    assert named(dear(), policy=quiet).state is AlertState.OBSERVED
    assert named(climbing(), CLIMBING, quiet).state is AlertState.NEW


def test_open_alerts_come_first_and_the_heavier_before_the_lighter():
    both = climbing(cost_tail=TAIL)
    assert next(row.alert for row in alerts(both, POLICY)) == CLIMBING
    closed = replace(done(AlertAct.ACKNOWLEDGED, 1, CLIMBING, severity=Severity.BLOCK, size=9.0), act=AlertAct.CLOSED)
    quiet = climbing(cost_tail=TAIL, alerts_handled=(closed,))
    assert [row.alert for row in alerts(quiet, POLICY)][-1] == CLIMBING


# What may not be done.


def words(one: Assessment, name: str, act: AlertAct, until: date | None = None, policy: Any = POLICY) -> list[str]:
    return list(refused(one, policy, named(one, name, policy), act, until))


def test_what_blocks_and_still_holds_is_not_closed():
    assert words(climbing(), CLIMBING, AlertAct.CLOSED) == [
        "It still holds and blocks: read the runs people corrected since the change, then fix it or step down."
    ]
    assert words(dear(), TAIL_NAME, AlertAct.CLOSED) == []


@pytest.mark.parametrize(
    ("one", "name", "longest"), [(climbing(), CLIMBING, 14), (dear(), TAIL_NAME, 56)], ids=["block", "note"]
)
def test_a_mute_ends_and_one_of_a_block_sooner(one, name, longest):
    last = AS_OF + timedelta(days=longest)
    assert latest_mute(named(one, name), POLICY, AS_OF) == last
    assert words(one, name, AlertAct.MUTED, last) == []
    (late,) = words(one, name, AlertAct.MUTED, last + timedelta(days=1))
    assert f"is muted for at most {longest} days" in late
    assert words(one, name, AlertAct.MUTED, AS_OF) == ["Name a later day until which it is quiet."]
    assert words(one, name, AlertAct.MUTED) == ["Name a later day until which it is quiet."]


@pytest.mark.parametrize(("days_ago", "refusals"), [((20, 40), 1), ((20, 90), 0), ((20,), 0)])
def test_a_block_is_muted_twice_in_a_quarter_and_then_no_more(days_ago, refusals):
    acts = tuple(
        muted(ago, AS_OF - timedelta(days=ago - 5), alert=CLIMBING, severity=Severity.BLOCK) for ago in days_ago
    )
    said = words(climbing(alerts_handled=acts), CLIMBING, AlertAct.MUTED, UNTIL)
    assert len(said) == refusals
    assert all("It blocks and was muted 2 times within 90 days" in each for each in said)


def test_what_is_observed_asks_for_nothing_and_takes_no_answer():
    quiet = POLICY.changed({"alerts": {"armed": []}})
    (said,) = words(dear(), TAIL_NAME, AlertAct.ACKNOWLEDGED, policy=quiet)
    assert said == "This kind of alert is in observe mode and asks nobody: arm it in the policy first."


def test_an_act_ends_on_the_day_the_policy_gives():
    assert last_day(done(AlertAct.ACKNOWLEDGED, 0), POLICY) == AS_OF + timedelta(days=28)
    assert last_day(done(AlertAct.CLOSED, 0), POLICY) == AS_OF + timedelta(days=14)
    assert last_day(muted(0, UNTIL), POLICY) == UNTIL
