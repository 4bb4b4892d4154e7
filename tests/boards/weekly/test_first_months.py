"""Who is in the first month, in which week, and whose review waits longest."""

from __future__ import annotations

from dataclasses import replace

import pytest

from agent_scorecard.boards.weekly.first_months import FirstMonths, first_months, weeks_to_hold
from agent_scorecard.rules.answers import Assessment
from agent_scorecard.vocabulary import Status
from tests.boards.build import COMPANY, assessment
from tests.boards.weekly.build import POLICY, new, review
from tests.build import AS_OF


def board(*assessed: Assessment) -> FirstMonths:
    return first_months(COMPANY, AS_OF, assessed, POLICY)


def called(one: Assessment, name: str) -> Assessment:
    agent = replace(one.evidence.agent, agent=name, name=name.title())
    return replace(one, evidence=replace(one.evidence, agent=agent))


def test_a_line_tells_the_week_its_day_and_what_comes_after() -> None:
    (line,) = board(new(21, review(1), review(2))).lines
    assert (line.week, line.when, line.late, line.owed) == ("Week 3 of 4", "today", False, True)
    assert (line.reviewed, line.card, line.owner) == ("2 of 4", "1 Nov", "Ana")


@pytest.mark.parametrize(
    ("one", "when", "late"),
    [(new(3), "on 9 Oct", False), (new(9), "2 days late", True), (new(29, *map(review, range(1, 5))), "", False)],
)
def test_when_a_review_is_to_be_held_reads_by_itself(one: Assessment, when: str, late: bool) -> None:
    (line,) = board(one).lines
    assert (line.when, line.late) == (when or "reviewed 30 Oct", late)


def test_the_longest_waiting_comes_first() -> None:
    long, late, ahead = called(new(16), "z"), called(new(16, review(1)), "b"), called(new(3), "a")
    assert [line.agent for line in board(ahead, late, long).lines] == ["z", "b", "a"]


def test_agents_past_their_first_month_are_not_listed() -> None:
    idle = [new(31), assessment(), new(5, status=Status.PAUSED), new(-1)]
    shown = board(*idle)
    assert (shown.lines, shown.deck) == ((), "No agent is in its first month.")
    assert shown.more.startswith("A pilot that starts, or an agent that goes live,")


@pytest.mark.parametrize(
    ("assessed", "deck", "more"),
    [
        ((new(3),), "One agent is in its first month.", "No review is to be held today."),
        ((new(7), called(new(9), "b")), "Two agents are in their first month.", "Two reviews are to be held now."),
    ],
)
def test_the_deck_counts_agents_and_reviews(assessed: tuple[Assessment, ...], deck: str, more: str) -> None:
    shown = board(*assessed)
    assert (shown.deck, shown.more) == (deck, more)


def test_an_owner_who_left_shows() -> None:
    gone = new(3, assignments=())
    assert board(gone).lines[0].owner_active is False


def test_a_review_is_late_from_the_next_day() -> None:
    assert [board(new(day)).lines[0].late for day in (6, 7, 8)] == [False, False, True]


def test_only_agents_with_a_review_left_are_on_the_due_list() -> None:
    done = called(new(29, *map(review, range(1, 5))), "done")
    assert [line.agent for line in weeks_to_hold([done, called(new(3), "open")], POLICY)] == ["open"]
