"""The two example companies: how little gives a board on day one, and that every file fills the part it feeds."""

import csv
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from agent_scorecard.boards.json_shapes import due, findings, ladder, scorecard
from agent_scorecard.boards.this_month import ThisMonth, this_month
from agent_scorecard.loading.load import load
from agent_scorecard.policy.shapes import Policy
from agent_scorecard.recording.policy import policy_in_force
from agent_scorecard.rules.answers import Assessment
from agent_scorecard.rules.assess import assess_all
from agent_scorecard.rules.evidence import Portfolio
from agent_scorecard.store import read
from agent_scorecard.store.database import open_database
from tests.real.stored import Stored

EXAMPLES = Path(__file__).resolve().parents[1] / "data"
TODAY = date(2026, 11, 2)
NOW = datetime(2026, 11, 2, 10, tzinfo=UTC)
REFUNDS = "support-refund-agent"
WORKED_OUT_BY_HAND: dict[str, tuple[str, float, float | None, float | None]] = {
    "observations, bounds": ("first_response_time", 27.5, None, None),
    "observations, weekly": ("refund_leakage", 0, 0, 88),
    "observations, without their class": ("policy_accuracy", 116 / 120, 116, 120),
    "bounds, headline": ("main_kpi_attainment", (42 - 27.5) / (42 - 25), None, None),
    "costs": ("total_monthly_cost", 121.40 + 310, None, None),
    "budgets": ("budget_burn", 121.40 / 300, 121.40, 300),
    "drills": ("drill_age", 29, None, None),
    "drills, where no incident is": ("time_to_pause", 48 / 60, None, None),
    "evals": ("validation_age", 42, None, None),
    "approvals, minutes": ("approval_wait", 20.75, None, None),
    "approvals, undecided": ("approval_queue_depth", 1, None, None),
    "incidents of another month": ("incidents", 0, None, None),
    "runs": ("volume", 2, None, None),
    "runs, failed": ("exception_rate", 1 / 2, 1, 2),
    "runs, edited": ("intervention_rate", 1, 1, 1),
    "runs, cost known": ("cost_per_task", 0.043, 0.043, 1),
    "runs, tool calls": ("trace_coverage", 1 / 2, 1, 2),
    "runs, users": ("active_users", 1, None, None),
    "runs, sources": ("citation_rate", 1, 1, 1),
}


class Opened:
    """An example loaded on one day and judged on any other."""

    def __init__(self, stored: Stored) -> None:
        self.stored = stored

    def judged(self, on: date) -> tuple[Portfolio, Policy, tuple[Assessment, ...]]:
        portfolio = read.portfolio(self.stored.engine, on)
        policy = policy_in_force(portfolio.company)
        return portfolio, policy, assess_all(portfolio, policy)

    def home(self, on: date) -> ThisMonth:
        portfolio, _, assessed = self.judged(on)
        return this_month(portfolio.company, on, assessed, None)

    def card(self, agent: str, on: date) -> dict[str, Any]:
        _, policy, assessed = self.judged(on)
        return next(scorecard(one, policy) for one in assessed if one.evidence.agent.agent == agent)


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[str], Opened]]:
    known: dict[str, Opened] = {}

    def of(example: str) -> Opened:
        if example not in known:
            path = tmp_path_factory.mktemp(example) / "board.db"
            stored = Stored(path, open_database(f"sqlite:///{path}", create_missing=True))
            stored.report = load(stored.engine, [EXAMPLES / example], today=TODAY, now=NOW, actor="a manager")
            known[example] = Opened(stored)
        return known[example]

    yield of
    for example in known.values():
        example.stored.engine.dispose()


@pytest.fixture
def minimal(opened: Callable[[str], Opened]) -> Opened:
    return opened("example_minimal")


@pytest.fixture
def company(opened: Callable[[str], Opened]) -> Opened:
    return opened("example_company")


def test_two_lines_give_a_home_page_with_a_date_and_one_question(minimal: Opened) -> None:
    home = minimal.home(TODAY)
    assert (home.deck, home.more) == ("No card is due this month.", "Nothing blocks an agent.")
    assert home.next_due == "The next card is Weekly KPI, due 2 Dec."
    (asked,) = home.set_up
    assert (asked.question, asked.agents) == (
        "Who answers for this agent?",
        (("weekly-kpi", "Weekly KPI", "0 of 15 known"),),
    )
    assert (home.overdue, home.due, home.attention, home.blocking) == ((), (), (), 0)


def test_thirty_days_later_its_first_card_is_due(minimal: Opened) -> None:
    _, _, assessed = minimal.judged(TODAY)
    (card,) = due(assessed, TODAY)["due"]
    assert (card["agent"], card["on"], card["days_late"], card["proposed"]) == ("weekly-kpi", "2026-12-02", 0, "revise")
    assert [row.due_note for row in minimal.home(date(2026, 12, 2)).due] == ["today"]
    assert [row.due_note for row in minimal.home(date(2026, 12, 3)).overdue] == ["1 day late"]


def test_its_card_shows_the_one_figure_and_judges_nothing(minimal: Opened) -> None:
    card = minimal.card("weekly-kpi", TODAY)
    given = {row["measure"]: (row["value"], row["verdict"]) for row in card["measures"] if row["value"] is not None}
    assert given == {"time_saved": (4, "no_bound")}
    assert card["groups"] == {"outcome": "no_bound", "quality": "no_data", "adoption": "no_data", "control": "no_data"}
    assert (card["owner"], card["tier"], card["findings"], card["last_decision"]) == (None, None, [], None)
    assert [reason["code"] for reason in card["proposal"]["reasons"]] == ["no_owner"]
    assert card["proposal"]["choice"] == "revise"


def test_what_nobody_answered_is_asked_after_thirty_days_and_never_a_reason_to_stop(minimal: Opened) -> None:
    for day, blocked in ((date(2026, 12, 2), False), (date(2026, 12, 3), True)):
        _, _, assessed = minimal.judged(day)
        found = findings(assessed, day)["findings"]
        assert bool([row for row in found if row["severity"] == "block"]) == blocked
        assert {one.proposal.choice.value for one in assessed} == {"revise"}


def lines(file: Path) -> int:
    with file.open(encoding="utf-8", newline="") as opened:
        return sum(1 for _ in csv.reader(opened)) - (file.suffix == ".csv")


def test_every_line_of_every_file_of_the_company_is_there(company: Opened) -> None:
    files = sorted((EXAMPLES / "example_company").iterdir())
    assert {file.stem: len(company.stored.rows(file.stem)) for file in files if file.suffix == ".csv"} == {
        file.stem: lines(file) for file in files if file.suffix == ".csv"
    }
    assert len(company.stored.runs()) == lines(EXAMPLES / "example_company" / "runs.jsonl")
    assert company.stored.sql("SELECT * FROM unregistered_runs") == []


@pytest.mark.parametrize("part", WORKED_OUT_BY_HAND)
def test_each_file_feeds_its_figure_of_october(company: Opened, part: str) -> None:
    key, *wanted = WORKED_OUT_BY_HAND[part]
    (row,) = (row for row in company.card(REFUNDS, TODAY)["measures"] if row["measure"] == key)
    given = [row[name] for name in ("value", "numerator", "denominator")]
    assert given == [None if number is None else pytest.approx(number) for number in wanted]


def test_the_card_says_who_answers_at_which_level_and_what_a_person_always_does(company: Opened) -> None:
    card = company.card(REFUNDS, TODAY)
    assert (card["owner"], card["tier"], card["status"], card["autonomy"]["since"]) == (
        *("ana", "high", "live"),
        "2026-06-01",
    )
    assert card["autonomy"]["always_human"] == (
        "approves stripe.refund and zendesk.get_ticket; never allows stripe.delete_customer"
    )
    assert card["groups"] == {
        "outcome": "passing",
        "quality": "passing",
        "adoption": "no_bound",
        "control": "unproven",
    }


def test_the_ladder_counts_what_is_there_and_names_the_rest(company: Opened) -> None:
    _, _, assessed = company.judged(TODAY)
    rows = {row["agent"]: row for row in ladder(assessed, TODAY)["agents"]}
    refunds = {item["item"]: item["state"] for item in company.card(REFUNDS, TODAY)["evidence"]}
    assert [item for item, state in refunds.items() if state == "there"] == [3, 4, 6, 7, 9, 10, 12, 14, 15]
    assert {item["item"] for item in rows[REFUNDS]["missing"]} == {1, 2, 5, 8, 11, 13}
    assert {name: (row["on_file"], row["allowed"], row["next"]) for name, row in rows.items()} == {
        REFUNDS: (2, 2, 3),
        "weekly-kpi": (1, 1, 2),
    }


def test_the_company_has_dates_too_and_nobody_is_to_be_stopped(company: Opened) -> None:
    _, _, assessed = company.judged(TODAY)
    cards = {card["agent"]: (card["on"], card["proposed"]) for card in due(assessed, TODAY)["due"]}
    assert cards == {REFUNDS: ("2026-12-02", "maintain"), "weekly-kpi": ("2026-12-02", "maintain")}
