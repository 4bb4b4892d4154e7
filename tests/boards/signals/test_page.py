"""The page of signals as facts: what asks first, one line for each agent, and one agent with before and after."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from agent_scorecard.boards.signals.agent import agent_signals
from agent_scorecard.boards.signals.page import agent_rows, signals_page
from agent_scorecard.boards.signals.shapes import Kind
from agent_scorecard.policy import default_policy
from agent_scorecard.rules.assess import assess
from agent_scorecard.rules.facts import AlertHandled, CostTail
from agent_scorecard.rules.statistics import Climb
from agent_scorecard.vocabulary import AlertAct, ChangeKind, Severity
from tests.build import AS_OF, UNIT, approval, changed_kind, days, evidence

POLICY = default_policy()
CHANGED = date(2026, 10, 1)
BEFORE = days(date(2026, 5, 4), CHANGED - timedelta(days=1))
MODEL = changed_kind(ChangeKind.MODEL, CHANGED, from_value="4.1", to_value="4.2")
LEVEL = changed_kind(ChangeKind.LEVEL, date(2026, 3, 2), from_value="1", to_value="2")
EARLY = changed_kind(ChangeKind.PROMPT, date(2026, 4, 1), from_value="p-1", to_value="p-2")
CLIMBING = {"days": BEFORE + days(CHANGED, AS_OF, interventions=9), "changes": (MODEL, LEVEL, EARLY)}
STEADY = {"days": BEFORE + days(CHANGED, AS_OF), "changes": (MODEL, LEVEL, EARLY)}
TAIL = CostTail(p50=UNIT, p99=12 * UNIT, highest=15 * UNIT, n=300, dearest_share=0.2, currency="USD")


def one(name="Support triage", **facts):
    agent = replace(evidence().agent, agent=name.lower().replace(" ", "-"), name=name)
    return assess(evidence(agent=agent, **facts), POLICY)


def page(*assessed):
    return signals_page(evidence().company, AS_OF, assessed, POLICY)


def plain(text: str) -> str:
    return text.replace("\u202f", " ")


def test_the_deck_counts_what_asks_and_at_how_many_agents():
    board = page(one("Calm", **STEADY), one("Loud", **CLIMBING), one("Dear", cost_tail=TAIL))
    assert board.deck == "Two alerts ask for somebody, at 2 of 3 agents."
    assert [row.name for row in board.asking] == ["Loud", "Dear"]
    assert [row.evidence.agent.name for row in board.shown] == ["Loud", "Dear", "Calm"]


def test_without_an_alert_the_deck_says_so():
    assert page(one(**STEADY)).deck == "No alert asks for anybody: the figures of 1 agent hold, or are not there."


def test_what_was_left_alone_is_counted_by_state():
    closed = AlertHandled(9, "cost_tail", AlertAct.CLOSED, Severity.NOTE, 12.0, "Seen", AS_OF, "ana")
    board = page(one(cost_tail=TAIL, alerts_handled=(closed,)))
    assert (board.asking, board.more) == ((), "1 closed.")
    assert [row.alert.alert for row in board.left_alone] == ["cost_tail"]


@pytest.mark.parametrize(
    ("kind", "value", "about"),
    [
        (Kind.INTERVENTION, "18.8 %", "252 of 1,344"),
        (Kind.REVIEWED_SHARE, "100 %", "1,344 of 1,344"),
        (Kind.COST, "0.02 USD", "typical, n = 1,550"),
        (Kind.SILENCE, "today", ""),
    ],
)
def test_an_agent_is_one_line_of_figures_each_with_its_counts(kind, value, about):
    (row,) = agent_rows((one(**CLIMBING),), POLICY)
    cell = next(each for each in row.cells if each.kind is kind)
    assert (plain(cell.value), cell.about) == (value, about)


def test_of_approvals_the_share_that_was_found_wanting_is_shown():
    one_person = tuple(approval(n, AS_OF - timedelta(days=7), approver="dan") for n in range(120))
    (row,) = agent_rows((one(**STEADY, approvals=one_person),), POLICY)
    cell = next(each for each in row.cells if each.kind is Kind.APPROVALS)
    assert (plain(cell.value), cell.about, cell.severity) == ("100 %", "120 of 120 by one", Severity.NOTE)


def test_a_mean_is_never_called_typical():
    (row,) = agent_rows((one(days=(), month_figures=(), cost_tail=None, changes=()),), POLICY)
    cost = next(each for each in row.cells if each.kind is Kind.COST)
    assert not cost.about.startswith("typical")


def test_what_is_not_there_is_a_word_and_no_zero():
    (row,) = agent_rows((one(days=(), observations={}, month_figures=(), approvals=(), cost_tail=None),), POLICY)
    assert {each.value for each in row.cells if not each.known} <= {"no data", "not measured"}


def test_nobody_is_no_line():
    assert agent_rows((), POLICY) == ()


# One agent.


def test_each_change_has_both_sides_or_says_why_not():
    level, model, early = (
        next(row for row in agent_signals(one(**CLIMBING), POLICY).changes if word in row.what)
        for word in ("Level", "Model", "Prompt")
    )
    assert (plain(model.before), model.before_of, plain(model.after), model.after_of) == (
        *("4.2 %", "168 of 4,032"),
        *("18.8 %", "279 of 1,488"),
    )
    assert (model.rises, model.answer) == (Climb.ALERT, "Clearly more")
    assert model.between.startswith("+12")
    assert (level.answer, level.rises) == ("Figures begin anew: not compared", None)
    assert early.answer == "No runs on one side to compare"


def test_versions_are_compared_only_where_runs_name_two():
    assert agent_signals(one(**CLIMBING), POLICY).versions == ()
    named = tuple(row._replace(version="4.1" if row.day < CHANGED else "4.2") for row in CLIMBING["days"])
    new, old = agent_signals(one(**{**CLIMBING, "days": named}), POLICY).versions
    assert (new.what, new.rises, old.answer) == ("4.2", Climb.ALERT, "The first one since figures began")


def test_the_alert_is_not_said_twice():
    board = agent_signals(one(**CLIMBING), POLICY)
    assert board.said.startswith("In the last 28 days")
    assert board.forms[0].alert.finding.sentence.text not in board.said


def test_a_block_is_not_to_be_closed_and_a_mute_has_its_last_day():
    (form,) = agent_signals(one(**CLIMBING), POLICY).forms
    assert (form.acting.closed[AlertAct.ACKNOWLEDGED], form.acting.closed[AlertAct.MUTED]) == ("", "")
    assert form.acting.closed[AlertAct.CLOSED].startswith("It still holds and blocks")
    assert (form.acting.first, form.acting.latest) == (AS_OF + timedelta(days=1), AS_OF + timedelta(days=14))


def test_the_three_figures_of_cost_stand_apart_with_how_far_each_moved():
    board = agent_signals(one(**STEADY, cost_tail=TAIL), POLICY)
    cost = next(row for row in board.others if row.title == "Cost per task")
    assert plain(cost.figures).startswith("Typical 0.02 USD (")
    assert " · mean 0.02 USD (" in plain(cost.figures)
    assert "the dearest hundredth takes 20 %" in plain(cost.figures)


def test_what_was_done_says_when_it_holds_no_longer():
    acts = (
        AlertHandled(9, "cost_tail", AlertAct.CLOSED, Severity.NOTE, 12.0, "Seen", AS_OF, "ana"),
        AlertHandled(12, "silence", AlertAct.ACKNOWLEDGED, Severity.NOTE, None, "", AS_OF, "ana"),
    )
    latest, first = agent_signals(one(cost_tail=TAIL, alerts_handled=acts), POLICY).done
    assert (latest.what, latest.about) == ("Acknowledged by Ana: silence", "It holds no longer.")
    assert (first.what, first.about) == ("Closed by Ana: cost_tail", "Seen")
