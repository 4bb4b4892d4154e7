"""How the approval queue runs: waits, reading, who decides, what still waits."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from agent_scorecard.rules.approval_queue import ApprovalQueue, approval_queue
from agent_scorecard.rules.facts import Approval
from agent_scorecard.vocabulary import ApprovalVerdict
from tests.build import AS_OF, approval, at, evidence
from tests.rules.assessed import POLICY


def seen(*rows: Approval, **changes: Any) -> ApprovalQueue:
    return approval_queue(evidence(approvals=rows, **changes), POLICY)


def waits(*seconds: int) -> tuple[Approval, ...]:
    return tuple(approval(number, AS_OF, seconds=each) for number, each in enumerate(seconds))


def pending(day: Any = AS_OF, **changes: Any) -> Approval:
    return approval(900, day, decided_at=None, approver=None, verdict=ApprovalVerdict.PENDING, **changes)


@pytest.mark.parametrize(
    ("seconds", "median", "slow"),
    [((), None, None), ((60,), 60, 60), ((10, 30), 20, 30), (tuple(range(10, 110, 10)), 55, 90)],
    ids=["none", "one", "two", "ten"],
)
def test_waits_are_a_median_and_the_wait_of_one_in_ten(seconds, median, slow):
    answer = seen(*waits(*seconds))
    assert (answer.median_wait, answer.slow_wait) == (median, slow)


@pytest.mark.parametrize(("back", "decided"), [(83, 1), (84, 0)], ids=["the first of 84 days", "the day before it"])
def test_only_the_days_of_the_look_back_count(back, decided):
    assert seen(approval(1, AS_OF - timedelta(days=back))).decided == decided


def test_what_was_asked_before_the_look_back_and_decided_in_it_counts():
    assert seen(approval(1, AS_OF - timedelta(days=85))._replace(decided_at=at(AS_OF))).decided == 1


def test_what_waits_is_counted_with_its_oldest_request():
    answer = seen(pending(), pending(AS_OF - timedelta(days=3)), approval(1, AS_OF))
    assert (answer.waiting, answer.oldest, answer.is_empty) == (2, at(AS_OF - timedelta(days=3)), False)


def test_a_request_asked_later_than_the_day_waits_for_nobody():
    assert seen(pending(AS_OF + timedelta(days=1))).is_empty


@pytest.mark.parametrize(
    ("approvers", "busiest"),
    [
        ((), (None, 0, 0)),
        (("dan", "dan", "eva"), ("dan", 2, 3)),
        (("eva", "dan"), ("dan", 1, 2)),
        ((None,), (None, 0, 0)),
    ],
    ids=["nobody", "one more than the other", "both alike", "not known who"],
)
def test_the_busiest_approver_is_named_with_the_decisions_whose_approver_is_known(approvers, busiest):
    answer = seen(*(approval(number, AS_OF, approver=name) for number, name in enumerate(approvers)))
    assert (answer.busiest, answer.most, answer.named) == busiest


@pytest.mark.parametrize(
    ("seconds", "rejected", "stamp", "fast"),
    [(1, 0, True, True), (1, 15, False, True), (60, 0, False, False)],
    ids=["fast and always yes", "fast but not always yes", "read"],
)
def test_a_rubber_stamp_is_fast_and_nearly_always_yes(seconds, rejected, stamp, fast):
    rows = [approval(number, AS_OF, seconds=seconds) for number in range(60)]
    rows = [row._replace(verdict=ApprovalVerdict.REJECTED) if n < rejected else row for n, row in enumerate(rows)]
    answer = seen(*rows)
    assert (answer.rubber_stamp, answer.too_fast, answer.fast) == (stamp, fast, 60 if fast else 0)


def test_those_who_may_approve_are_counted():
    assert seen().eligible == 3
