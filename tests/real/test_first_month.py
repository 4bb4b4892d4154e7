"""Thirty-five agents known by their runs alone: the board says what is missing, judges nothing and invents nothing."""

import json
from collections import Counter
from datetime import date, timedelta
from typing import Any

import pytest
from typer.testing import CliRunner

from agent_scorecard.boards.this_month import this_month
from agent_scorecard.cli import app
from agent_scorecard.recording.policy import policy_in_force
from agent_scorecard.rules.assess import assess_all
from agent_scorecard.rules.figures import figure
from agent_scorecard.rules.periods import parse
from agent_scorecard.store import read
from tests.loading.mapping.samples import expected
from tests.real.conftest import LOADED_ON, Loaded
from tests.real.samples import by_month
from tests.real.stored import Stored

WITHOUT_RUNS = "Minimax-2.7"
DAYS = [LOADED_ON, LOADED_ON + timedelta(days=45)]
FIRST_CARD = (LOADED_ON + timedelta(days=30)).isoformat()
QUESTIONS = {
    "checklist_incomplete",
    "contract_incomplete",
    "decision_missing",
    "escalation_unowned",
    "gate_missing",
    "no_bounds",
    "no_owner",
    "runbook_incomplete",
    "tier_missing",
}
on_each_day = pytest.mark.parametrize("day", DAYS, ids=["on the day of the load", "45 days later"])


@pytest.fixture
def company(loaded: Loaded) -> Stored:
    return loaded("openhands_index")


def told(stored: Stored, *words: object) -> Any:
    """What a command prints as JSON."""
    result = CliRunner().invoke(app, ["--db", f"sqlite:///{stored.path}", *map(str, words), "--json"])
    assert result.exit_code in (0, 1), result.output
    return json.loads(result.stdout)


@on_each_day
def test_nobody_is_to_be_paused_or_retired_for_what_nobody_said(company: Stored, day: date) -> None:
    cards = told(company, "due", "--as-of", day)["due"]
    assert {card["agent"] for card in cards} == set(expected("openhands_index")["detail"]) - {WITHOUT_RUNS}
    assert {card["proposed"] for card in cards} == {"revise"}
    assert {(card["on"], card["kind"]) for card in cards} == {(FIRST_CARD, "day_30")}


@on_each_day
def test_the_ladder_says_what_is_missing_for_each_and_moves_none(company: Stored, day: date) -> None:
    agents = told(company, "ladder", "--as-of", day)["agents"]
    assert [agent["agent"] for agent in agents] == sorted(expected("openhands_index")["detail"])
    levels = {tuple(agent[name] for name in ("on_file", "granted", "supported", "allowed", "next")) for agent in agents}
    assert levels == {(1, 1, 1, 1, 2)}
    assert {tuple(agent["step_down"]) for agent in agents} == {()}
    for agent in agents:
        assert agent["there"] + len(agent["missing"]) == agent["required"]
        assert {item["state"] for item in agent["missing"]} == {"missing", "not_known"}
        assert all(item["sentence"] for item in agent["missing"])


def test_the_first_month_asks_for_the_set_up_and_finds_nothing(company: Stored) -> None:
    assert told(company, "findings", "--as-of", LOADED_ON)["findings"] == []


def test_after_it_each_open_question_is_a_finding_of_each_agent(company: Stored) -> None:
    findings = told(company, "findings", "--as-of", DAYS[1])["findings"]
    runs = len(expected("openhands_index")["detail"]) - 1
    assert Counter(found["code"] for found in findings) == dict.fromkeys(QUESTIONS, runs)
    assert WITHOUT_RUNS not in {found["agent"] for found in findings}


@on_each_day
@pytest.mark.parametrize("agent", ["GPT-5.4", "MiniMax-M2.5", WITHOUT_RUNS])
def test_a_card_holds_no_owner_no_tier_and_no_bound_that_nobody_gave(company: Stored, agent: str, day: date) -> None:
    card = told(company, "scorecard", agent, "--as-of", day)
    assert [card[name] for name in ("owner", "tier", "last_decision")] == [None, None, None]
    assert card["purpose"] == {"workflow": None, "user_group": None, "business_outcome": None}
    assert (card["autonomy"]["since"], card["autonomy"]["step_down"]) == (None, [])
    assert {measure[name] for measure in card["measures"] for name in ("baseline", "target", "pass", "fail")} == {None}
    assert {measure["verdict"] for measure in card["measures"]} <= {"no_bound", "no_data"}
    assert (card["proposal"]["choice"], card["proposal"]["level"]) == ("revise", None)
    assert "no_owner" in {reason["code"] for reason in card["proposal"]["reasons"]}


def test_runs_whose_time_was_only_stated_are_shown_and_enter_no_trend(company: Stored) -> None:
    card = told(company, "scorecard", "GPT-5.4", "--as-of", "2026-05-05")
    shown = {measure["measure"]: measure for measure in card["measures"]}
    assert shown["accuracy"]["value"] is not None
    assert [point for measure in card["measures"] for point in measure["trend"] if point is not None] == []


def test_what_people_did_is_not_known_and_the_dearest_runs_are(company: Stored) -> None:
    card = told(company, "scorecard", "GPT-5.4", "--as-of", "2026-05-05")
    shown = {measure["measure"]: (measure["value"], measure["sentence"]) for measure in card["measures"]}
    assert shown["escalation_rate"] == (None, "Not measured yet.")
    assert shown["intervention_rate"] == (None, "Not measured: the log does not say what people did.")
    assert shown["p99_cost_per_task"][0] == 4.0127645
    assert "sampling_below_plan" not in {found["code"] for found in card["findings"]}


def test_each_month_of_each_agent_comes_to_what_was_counted(company: Stored) -> None:
    portfolio = read.portfolio(company.engine, LOADED_ON)
    policy, measures = policy_in_force(portfolio.company), portfolio.company.measures
    evidence = {one.agent.agent: one for one in portfolio.agents}
    for (agent, month), want in by_month().items():
        period, rounded = parse(month), 1e-6 * want["runs"]
        accuracy, cost, completed = (
            figure(evidence[agent], policy, measures[key], period)
            for key in ("accuracy", "cost_per_task", "cost_per_completed_task")
        )
        assert (accuracy.numerator, accuracy.denominator) == (want["resolved"], want["runs"] - want["resolved_null"])
        assert cost.denominator == want["runs"] - want["cost_null"]
        assert cost.numerator == pytest.approx(want["cost_sum"], abs=rounded)
        assert (completed is None) == (want["resolved"] == 0)
        if completed is not None:
            assert completed.value * want["resolved"] == pytest.approx(want["cost_sum"], abs=rounded)


def test_the_home_page_asks_one_question_for_all_and_dates_the_first_cards(company: Stored) -> None:
    portfolio = read.portfolio(company.engine, LOADED_ON)
    assessed = assess_all(portfolio, policy_in_force(portfolio.company))
    board = this_month(portfolio.company, LOADED_ON, assessed, None)
    assert (board.deck, board.more) == ("No card is due this month.", "Nothing blocks an agent.")
    assert board.next_due.endswith("due 20 Dec.")
    (asked,) = board.set_up
    assert (asked.question, len(asked.agents)) == ("Who answers for this agent?", 34)
    assert (board.overdue, board.due, board.attention, board.follow_ups) == ((), (), (), ())
    assert {verdict for group in board.groups for verdict, agents in group.counts if agents} == {"no_data"}
