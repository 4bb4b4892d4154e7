"""When a card is due, and what settles it."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent_scorecard.policy import default_policy
from agent_scorecard.rules.cadence import CardKind, cards, due, next_quarter_card, portfolio_due
from agent_scorecard.rules.evidence import Evidence
from agent_scorecard.rules.facts import Agent
from agent_scorecard.vocabulary import ChangeKind, Choice, IncidentSeverity, Status
from tests.build import changed_kind, days, decision, evidence, incident

POLICY = default_policy()
LIVE = date(2026, 10, 3)


def new(as_of: date, **changes: object) -> Evidence:
    """An agent that went live on 3 October 2026, about which nothing was decided yet."""
    given = {
        "live_on": LIVE,
        "status_since": LIVE,
        "autonomy_since": LIVE,
        "decisions": (),
        "changes": (),
        "incidents": (),
        "first_loaded": LIVE,
    }
    return evidence(as_of=as_of, **{**given, **changes})


def settled(*days_: date) -> tuple[object, ...]:
    return tuple(decision(number, day, period="") for number, day in enumerate(days_, 1))


def bare(as_of: date, **changes: object) -> Evidence:
    return Evidence(Agent("a", "A"), as_of, **changes)  # type: ignore[arg-type]


def test_the_first_half_year_of_an_agent_reads_day_30_two_months_then_the_quarter() -> None:
    shown = [(card.on, card.kind) for card in cards(new(date(2026, 10, 4)), POLICY)][:5]
    assert shown == [
        (date(2026, 11, 2), CardKind.DAY_30),
        (date(2026, 12, 10), CardKind.MONTHLY),
        (date(2027, 1, 10), CardKind.MONTHLY),
        (date(2027, 4, 15), CardKind.QUARTERLY),
        (date(2027, 7, 15), CardKind.QUARTERLY),
    ]


@pytest.mark.parametrize(
    ("as_of", "decided", "expected", "late"),
    [
        (date(2026, 10, 4), (), date(2026, 11, 2), 0),
        (date(2026, 11, 2), (), date(2026, 11, 2), 0),
        (date(2026, 11, 3), (), date(2026, 11, 2), 1),
        (date(2026, 11, 3), (date(2026, 10, 25),), date(2026, 11, 2), 1),
        (date(2026, 11, 3), (date(2026, 10, 26),), date(2026, 12, 10), 0),
        (date(2026, 12, 1), (date(2026, 11, 29),), date(2026, 12, 10), 0),
        (date(2026, 12, 1), (date(2026, 11, 30),), date(2027, 1, 10), 0),
        (date(2027, 4, 16), (date(2026, 12, 31),), date(2027, 4, 15), 1),
        (date(2027, 4, 16), (date(2027, 3, 31),), date(2027, 7, 15), 0),
    ],
)
def test_a_card_is_late_from_the_next_day_and_settled_by_a_decision_on_it(
    as_of: date, decided: tuple[date, ...], expected: date, late: int
) -> None:
    answer = due(new(as_of, decisions=settled(*decided)), POLICY)
    assert (answer.on, answer.days_late, answer.overdue) == (expected, late, late > 0)


def test_a_decision_about_the_period_settles_its_card_whenever_it_was_taken() -> None:
    early = decision(1, date(2026, 11, 20), period="2026-11")
    assert due(new(date(2026, 12, 11), decisions=(early,)), POLICY).on == date(2027, 1, 10)


@pytest.mark.parametrize(
    ("as_of", "sentence"),
    [
        (date(2026, 11, 2), "The day-30 card is due on 2 Nov."),
        (date(2026, 11, 3), "The day-30 card was due on 2 Nov: 1 day late."),
    ],
)
def test_the_sentence_names_the_card_and_the_days(as_of: date, sentence: str) -> None:
    assert due(new(as_of), POLICY).sentence.text == sentence


@pytest.mark.parametrize(
    ("loaded", "sentence"),
    [
        (LIVE, "No card is due before a pilot starts."),
        (date(2026, 10, 4), "No card is due: the agent was first loaded later, on 4 Oct 2026."),
    ],
)
def test_the_sentence_says_why_no_card_is_due(loaded: date, sentence: str) -> None:
    assert due(bare(LIVE, first_loaded=loaded), POLICY).sentence.text == sentence


STEADY = {"live_on": date(2025, 1, 10), "autonomy_since": date(2025, 1, 10), "first_loaded": date(2025, 1, 10)}


@pytest.mark.parametrize(
    ("event", "expected"),
    [
        ({}, [date(2026, 10, 15), date(2027, 1, 15)]),
        (
            {"changes": (changed_kind(ChangeKind.LEVEL, date(2026, 7, 30)),)},
            [date(2026, 8, 10), date(2026, 9, 10), date(2026, 10, 10), date(2027, 1, 15)],
        ),
        (
            {"changes": (changed_kind(ChangeKind.LEVEL, date(2026, 7, 31)),)},
            [date(2026, 9, 10), date(2026, 10, 10), date(2026, 11, 10), date(2027, 1, 15)],
        ),
        (
            {"incidents": (incident(date(2026, 7, 30), severity=IncidentSeverity.HIGH),)},
            [date(2026, 8, 10), date(2026, 9, 10), date(2026, 10, 10), date(2027, 1, 15)],
        ),
        (
            {"incidents": (incident(date(2026, 7, 30), severity=IncidentSeverity.UNDETERMINED),)},
            [date(2026, 10, 15), date(2027, 1, 15)],
        ),
    ],
    ids=["quiet", "level changed", "level changed on a month end", "serious incident", "severity not stated"],
)
def test_an_event_asks_for_a_card_after_each_of_the_next_three_month_ends(
    event: dict[str, object], expected: list[date]
) -> None:
    one = new(date(2026, 8, 1), **{**STEADY, **event})
    shown = [card.on for card in cards(one, POLICY) if card.on >= date(2026, 8, 1)]
    assert shown[: len(expected)] == expected


@pytest.mark.parametrize(
    ("loaded", "as_of", "expected"),
    [
        (date(2026, 10, 3), date(2026, 10, 20), date(2026, 11, 2)),
        (date(2026, 11, 2), date(2026, 11, 3), date(2026, 11, 2)),
        (date(2026, 11, 3), date(2026, 11, 4), date(2026, 12, 3)),
        (date(2027, 4, 1), date(2027, 4, 2), date(2027, 5, 1)),
        (date(2027, 4, 1), date(2027, 3, 31), date(2026, 11, 2)),
    ],
    ids=["before its first date", "on it", "past it", "long past it", "seen from before the load"],
)
def test_an_agent_loaded_late_gets_thirty_days_and_no_card_from_the_past(
    loaded: date, as_of: date, expected: date
) -> None:
    assert due(new(as_of, first_loaded=loaded), POLICY).on == expected


@pytest.mark.parametrize(
    ("one", "expected"),
    [
        (bare(LIVE, first_loaded=LIVE, days=days(LIVE, LIVE)), date(2026, 11, 2)),
        (bare(LIVE, first_loaded=LIVE, time_stated_runs=200), date(2026, 11, 2)),
        (bare(LIVE, first_loaded=LIVE), None),
        (bare(LIVE, first_loaded=LIVE + timedelta(days=1), days=days(LIVE, LIVE)), None),
        (new(LIVE, live_on=None, status_since=None, first_loaded=LIVE + timedelta(days=1), days=()), None),
        (bare(LIVE, first_loaded=LIVE + timedelta(days=1), time_stated_runs=200), None),
        (new(LIVE, status=Status.RETIRED), None),
        (new(LIVE, status=Status.MERGED), None),
        (new(LIVE, status=Status.PILOT, pilot_started=date(2026, 9, 20), first_loaded=None), date(2026, 10, 20)),
        (new(LIVE, live_on=None, status_since=None, first_loaded=None, days=days(LIVE, LIVE)), date(2026, 11, 2)),
    ],
    ids=[
        "bare with runs",
        "bare with runs of long ago",
        "bare idea",
        "bare with runs, seen from before the load",
        "live since nobody knows when, seen from before the load",
        "bare with runs of long ago, seen from before the load",
        "retired",
        "merged",
        "pilot",
        "live since its first run",
    ],
)
def test_the_clock_starts_with_the_pilot_the_go_live_or_the_first_load(one: Evidence, expected: date | None) -> None:
    assert due(one, POLICY).on == expected


@pytest.mark.parametrize("choice", [Choice.RETIRE, Choice.MERGE])
def test_after_the_last_decision_no_card_is_due(choice: Choice) -> None:
    ended = due(new(date(2026, 11, 20), decisions=(decision(1, date(2026, 11, 9), choice),)), POLICY)
    assert ended.on is None
    assert ended.sentence.text == f"No card is due: it was decided on 9 Nov 2026 to {choice} it."


PAUSED = {"status": Status.PAUSED, "status_since": date(2026, 11, 10)}
PAUSE = decision(1, date(2026, 11, 9), Choice.PAUSE, due=date(2026, 11, 20))


@pytest.mark.parametrize(
    ("decisions", "as_of", "expected"),
    [
        ((), date(2026, 11, 11), date(2026, 11, 24)),
        ((PAUSE,), date(2026, 11, 11), date(2026, 11, 20)),
        ((PAUSE,), date(2027, 2, 1), date(2026, 11, 20)),
        ((PAUSE, decision(2, date(2026, 11, 19))), date(2026, 11, 21), date(2026, 12, 20)),
        (
            (PAUSE, decision(2, date(2026, 11, 19), Choice.PAUSE, due=date(2027, 1, 5))),
            date(2026, 12, 1),
            date(2027, 1, 5),
        ),
    ],
    ids=["no date given", "the date given", "nobody decided", "decided to look again", "paused for longer"],
)
def test_a_paused_agent_is_decided_by_the_date_given_then_every_thirty_days(
    decisions: tuple[object, ...], as_of: date, expected: date
) -> None:
    assert due(new(as_of, decisions=decisions, **PAUSED), POLICY).on == expected


def test_a_pause_counts_before_it_is_set_in_the_agents_own_system() -> None:
    assert due(new(date(2026, 11, 10), decisions=(PAUSE,)), POLICY).kind is CardKind.PAUSED


def test_the_portfolio_outcome_is_due_on_the_thirtieth_day_after_the_quarter() -> None:
    assert portfolio_due(date(2026, 10, 31), POLICY) == date(2026, 10, 30)


@pytest.mark.parametrize(
    ("after", "expected"), [(date(2026, 10, 14), date(2026, 10, 15)), (date(2026, 10, 15), date(2027, 1, 15))]
)
def test_the_next_quarterly_card_is_always_ahead(after: date, expected: date) -> None:
    assert next_quarter_card(after, POLICY) == expected


@given(st.integers(0, 800), st.lists(st.integers(0, 800), max_size=4))
def test_a_decision_never_brings_a_card_forward(step: int, decided: list[int]) -> None:
    as_of = LIVE + timedelta(days=step)
    days_ = [LIVE + timedelta(days=day) for day in decided if day <= step]
    with_all = due(new(as_of, decisions=settled(*days_)), POLICY)
    without = due(new(as_of, decisions=settled(*days_[:-1])), POLICY)
    assert with_all.on is not None
    assert without.on is not None
    assert without.on <= with_all.on
    assert with_all.following is None or with_all.following > as_of
