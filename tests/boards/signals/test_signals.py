"""What the figures of every agent say by themselves: alerts first, nothing measured said as that."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, timedelta

import pytest

from agent_scorecard.boards.signals import board
from agent_scorecard.boards.signals.json_shape import signals as as_json
from agent_scorecard.boards.signals.shapes import Kind
from agent_scorecard.policy import default_policy
from agent_scorecard.rules.assess import assess
from agent_scorecard.rules.facts import Budget, CostTail
from agent_scorecard.vocabulary import BudgetPeriod, ChangeKind, Severity, Status
from tests.boards.test_json_shapes import documented, paths
from tests.build import AS_OF, UNIT, approval, changed_kind, day_figures, days, evidence, grouped, months

POLICY = default_policy()
CHANGED = date(2026, 10, 1)
MODEL = changed_kind(ChangeKind.MODEL, CHANGED, from_value="4.1", to_value="4.2")
BEFORE = days(date(2026, 5, 4), CHANGED - timedelta(days=1))
CLIMBING = {"days": BEFORE + days(CHANGED, AS_OF, interventions=9), "changes": (MODEL,)}
STEADY = {"days": BEFORE + days(CHANGED, AS_OF), "changes": (MODEL,)}
FROM_FILES = {"days": (), "month_figures": (), "cost_tail": None, "changes": ()}


def signals(*facts):
    assessed = [assess(evidence(**each), POLICY) for each in facts]
    return board.signals(assessed, POLICY, AS_OF)


def one(kind: Kind, **facts):
    (found,) = [row for row in signals(facts).rows if row.kind is kind]
    return found


def plain(text: str) -> str:
    return text.replace("\u202f", " ")


def figure(signal, name: str):
    (found,) = [row for row in signal.figures if row.figure == name]
    return found


def test_every_agent_in_view_has_every_signal_in_its_order():
    shown = signals({}, {"agent": replace(evidence().agent, agent="gone", status=Status.RETIRED)})
    assert shown.agents == ("support-triage",)
    assert [row.kind for row in shown.of("support-triage")] == list(Kind)


def test_what_was_raised_comes_first_and_the_heaviest_before_that():
    calm = {"agent": replace(evidence().agent, agent="a-calm"), **STEADY}
    shown = signals(calm, CLIMBING)
    assert shown.rows[0].codes == ("intervention_climbing",)
    assert [row.weight for row in shown.rows] == sorted((row.weight for row in shown.rows), reverse=True)
    assert shown.agents == ("support-triage", "a-calm")


def test_an_alert_tells_the_change_both_n_the_interval_and_the_figure_of_today():
    alert = one(Kind.INTERVENTION, **CLIMBING)
    assert (alert.state, alert.severity) == ("raised", Severity.BLOCK)
    assert alert.way_out == POLICY.findings["intervention_climbing"].way_out
    assert "since model 4.1 → 4.2" in alert.sentence
    assert plain(alert.sentence).split(". ")[1].startswith("In the last 28 days 18.8 % of reviewed runs (252 of 1,344")


def test_a_rate_carries_its_counts_its_interval_and_the_share_that_was_read():
    signal = one(Kind.INTERVENTION, **STEADY)
    now = figure(signal, "per_reviewed")
    assert (now.numerator, now.denominator, now.n) == (56, 1_344, 1_344)
    assert now.low < now.value < now.high
    assert figure(signal, "per_run").denominator == 1_344
    assert figure(signal, "reviewed_share").value == 1.0


def test_a_comparison_names_its_two_windows_and_the_change():
    (found,) = one(Kind.INTERVENTION, **CLIMBING).compared
    assert (found.change, found.since) == (MODEL.change, "since model 4.1 → 4.2")
    assert (found.before.first, found.before.last) == (CHANGED - timedelta(days=84), CHANGED - timedelta(days=1))
    assert (found.after.first, found.after.last) == (CHANGED, AS_OF)
    assert found.relative == pytest.approx(3.5)
    assert 0 < found.low < found.high


@pytest.mark.parametrize(("before", "relative"), [(2, -1.0), (0, None)], ids=["from some", "from none"])
def test_a_fall_to_none_is_a_fall_by_the_whole(before, relative):
    runs = days(date(2026, 5, 4), CHANGED - timedelta(days=1), interventions=before)
    gone = {"days": runs + days(CHANGED, AS_OF, interventions=0), "changes": (MODEL,)}
    assert one(Kind.INTERVENTION, **gone).compared[0].relative == relative


def test_what_was_read_in_the_last_28_days_is_counted_over_the_days_of_the_rate():
    assert figure(one(Kind.REVIEWED_SHARE, **STEADY), "reviewed_share").denominator == (
        figure(one(Kind.INTERVENTION, **STEADY), "reviewed_share").denominator
    )


def test_what_did_not_rise_says_so_and_names_where_figures_began_anew():
    quiet = one(Kind.INTERVENTION, **STEADY)
    assert (quiet.state, quiet.way_out) == ("quiet", "")
    assert plain(quiet.sentence).startswith(
        "No clear rise since model 4.1 → 4.2: 4.2 % after 4.2 % (n = 1,488 after 4,032)."
    )
    assert quiet.cuts[-1] == date(2026, 3, 2)
    assert "Figures began anew on 2 Mar 2026." in quiet.sentence


def test_a_small_agent_is_asked_to_read_every_intervention():
    few = days(date(2026, 8, 1), AS_OF, completed=2, reviewed=2, interventions=0.1)
    assert one(Kind.INTERVENTION, days=few, changes=()).sentence.endswith("read every intervention.")


def test_escalation_is_told_by_the_same_test():
    more = BEFORE + days(CHANGED, AS_OF, escalated=9)
    assert one(Kind.ESCALATION, days=more, changes=(MODEL,)).codes == ("escalation_climbing",)


def test_a_log_that_does_not_say_what_was_read_measures_neither_the_rate_nor_the_share():
    known = {"people_known": 50, "override_known": 50}
    runs = (day_figures(AS_OF, started=50, completed=50, overridden=2, reviewed=2, interventions=2, **known),)
    shown = {row.kind: row for row in signals({**FROM_FILES, "days": runs, "observations": {}}).rows}
    words = plain(shown[Kind.INTERVENTION].sentence)
    assert words == "Not measured: the log does not say what was read. 4 % of completed runs (2 of 50) were overridden."
    assert plain(shown[Kind.REVIEWED_SHARE].sentence) == "Not measured: the log does not say what was read."
    assert {shown[kind].state for kind in (Kind.INTERVENTION, Kind.REVIEWED_SHARE)} == {"not_measured"}


def test_loaded_months_stand_in_for_a_log():
    rows = grouped(
        months("intervention_rate", (8, 168)), months("volume", 176.0), months("cost_per_completed_task", 0.36)
    )
    shown = {row.kind: row for row in signals({**FROM_FILES, "observations": rows}).rows}
    said = plain(shown[Kind.INTERVENTION].sentence)
    assert said.startswith(
        "Loaded periods are too long for the test of a rise. In October 2026 4.8 % of reviewed runs (8 of 168, "
    )
    assert "4.5 % of all runs, 95.5 % of them read." in said
    assert plain(shown[Kind.REVIEWED_SHARE].sentence) == (
        "95.5 % of the runs of October 2026 were read (168 of 176), as loaded."
    )
    assert plain(shown[Kind.COST].sentence).startswith("0.36 USD for a completed task in October 2026, as loaded")


def test_of_an_agent_nothing_arrived_from_every_signal_says_so():
    nothing = {**FROM_FILES, "observations": {}, "approvals": (), "budgets": (), "first_loaded": None, "live_on": None}
    shown = signals({**nothing, "pilot_started": None, "status_since": None}).rows
    assert {row.state for row in shown} == {"no_data"}
    assert all(row.sentence.startswith("No data: ") for row in shown)


def test_too_few_cases_are_said_as_that():
    runs = days(date(2026, 10, 5), AS_OF, started=1, completed=1, reviewed=1, interventions=0)
    shown = {row.kind: row.state for row in signals({"days": runs, "changes": (), "observations": {}}).rows}
    assert (shown[Kind.INTERVENTION], shown[Kind.ESCALATION]) == ("too_few", "too_few")


def test_a_low_rate_is_not_trusted_while_nobody_can_have_read():
    quick = tuple(approval(n, AS_OF - timedelta(days=7), seconds=2) for n in range(40))
    signal = one(Kind.APPROVALS, **STEADY, approvals=quick)
    assert (signal.state, signal.codes[0]) == ("raised", "rubber_stamp")
    assert plain(signal.sentence).endswith(
        "People stepped into 4.2 % of reviewed runs: not trusted, since nobody can have read them."
    )
    assert figure(signal, "fast_share").value == 1.0


def test_approvals_that_are_read_are_told_without_a_word_of_doubt():
    signal = one(Kind.APPROVALS, **STEADY)
    assert signal.state in ("quiet", "too_few")
    assert "not trusted" not in signal.sentence


def test_speed_that_hides_harm_is_raised_and_otherwise_said_to_be_none():
    assert plain(one(Kind.SPEED, **STEADY).sentence) == "Nothing faster or more came with anything worse."


def test_runs_stopped_as_loops_stand_beside_the_budget():
    signal = one(Kind.BUDGET, days=days(date(2026, 5, 4), AS_OF, stopped=1), changes=())
    assert figure(signal, "loop_stops").value == pytest.approx(0.02)
    assert "runs were stopped as loops." in signal.sentence


def test_cost_is_told_by_three_figures_none_made_from_another():
    tail = CostTail(1_940, UNIT // 50, UNIT // 10, 2 * UNIT, 0.12, "USD")
    signal = one(Kind.COST, **STEADY, cost_tail=tail)
    assert [row.figure for row in signal.figures] == ["typical", "mean", "p50", "p99", "highest", "dearest_share"]
    assert [row.figure for row in signal.compared] == ["typical", "mean"]
    assert figure(signal, "mean").value == pytest.approx(0.02)
    assert "One run in a hundred costs at least 0.10\u202fUSD (n = 1,940)." in signal.sentence


def test_below_a_hundred_runs_the_highest_cost_is_shown_and_no_tail():
    signal = one(Kind.COST, days=(), cost_tail=CostTail(12, UNIT, 2 * UNIT, 3 * UNIT, 0.1, "USD"))
    assert [row.figure for row in signal.figures] == ["highest"]
    assert plain(signal.sentence) == "The dearest run cost 3 USD (n = 12)."


def test_a_dear_tail_is_raised():
    tail = CostTail(1_940, UNIT // 50, UNIT, 2 * UNIT, 0.3, "USD")
    assert one(Kind.COST, **STEADY, cost_tail=tail).codes == ("cost_tail",)


@pytest.mark.parametrize(
    ("units", "codes", "state"), [(300, (), "quiet"), (32, ("budget",), "raised")], ids=["in bounds", "nearly spent"]
)
def test_a_budget_is_told_with_what_it_will_be(units, codes, state):
    row = Budget(BudgetPeriod.MONTH, units * UNIT, "USD")
    signal = one(Kind.BUDGET, **STEADY, budgets=(row,), costs=())
    assert (signal.codes, signal.state) == (codes, state)
    assert [each.figure for each in signal.figures] == ["burn_month", "forecast_month", "loop_stops"]
    assert figure(signal, "burn_month").denominator == units


def test_without_a_budget_there_is_nothing_to_measure():
    assert one(Kind.BUDGET, budgets=()).sentence == "No data: no budget is set."


def test_too_little_reading_is_raised_beside_the_plan():
    signal = one(Kind.REVIEWED_SHARE, days=days(date(2026, 5, 4), AS_OF, reviewed=5), changes=())
    assert signal.codes == ("sampling_below_plan",)
    assert [row.figure for row in signal.figures] == ["reviewed_share", "planned_share"]


def test_an_agent_not_heard_of_is_raised():
    quiet = one(Kind.SILENCE, days=days(date(2026, 5, 4), date(2026, 9, 1)), observations={})
    assert (quiet.codes, figure(quiet, "days_quiet").value) == (("silence",), 60)


def test_every_signal_says_how_it_was_computed():
    assert [row for row in (*signals(CLIMBING).rows, *signals(FROM_FILES).rows) if not all(row.how)] == []
    assert "Compared here: 9 Jul 2026 to 30 Sep 2026 with" in one(Kind.INTERVENTION, **CLIMBING).how[0]


FULL = as_json(signals({**CLIMBING, "cost_tail": CostTail(1_940, UNIT, 20 * UNIT, 30 * UNIT, 0.2, "USD")}))
CONTAINERS = {"signals[].figures", "signals[].compared"}


def test_the_shape_has_the_keys_the_documentation_names():
    assert set(paths(FULL)) - CONTAINERS == documented("signals")


def test_the_shape_is_json_without_nan_and_says_for_when_it_holds():
    again = json.loads(json.dumps(FULL, allow_nan=False))
    assert again == FULL
    assert list(again)[:3] == ["as_of", "period", "policy_version"]


def test_an_empty_company_still_says_the_day():
    nothing = {"period": None, "policy_version": None, "alerts": [], "signals": []}
    assert as_json(signals()) == {"as_of": "2026-10-31", **nothing}
