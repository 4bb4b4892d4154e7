"""Overlap by name, agents per person, and the five capabilities of the control plane."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from agent_scorecard.boards.quarter.shared import Pair, SpanRow, overlap, plane, spans
from agent_scorecard.rules.facts import CapabilityRow
from agent_scorecard.vocabulary import Capability
from tests.boards.build import COMPANY, owned_by
from tests.boards.quarter.build import agent, review
from tests.build import AS_OF


def test_two_agents_that_do_the_same_are_named_with_what_they_share():
    (pair,) = overlap(review(agent("A"), agent("B")))
    assert pair == Pair("b", "B", "a", "A", 1.0)


def test_a_person_is_counted_in_each_role_then_and_now():
    rows = spans(review(agent("A"), agent("B"), agent("C", **owned_by("ben")), before=[agent("A")]))
    assert [row for row in rows if row.role == "Accountable"] == [
        SpanRow("Accountable", "ana", "Ana", 2, 1),
        SpanRow("Accountable", "ben", "Ben", 1, 0),
    ]


@pytest.mark.parametrize(
    ("next_review", "late"),
    [(date(2026, 10, 30), True), (AS_OF, False), (None, False)],
    ids=["missed", "today", "none"],
)
def test_a_capability_is_done_or_not_and_late_from_the_day_after(next_review, late):
    done = CapabilityRow(Capability.APPROVAL_POLICY, "cora", True, "Wiki", AS_OF, next_review)
    shown = plane(review(company=replace(COMPANY, capabilities=(done,))))
    assert (shown.there, shown.of) == (1, 5)
    (row,) = [row for row in shown.rows if row.done]
    assert (row.name, row.owner, row.is_late) == ("Approval policy", "Cora", late)


def test_a_capability_nobody_wrote_down_is_not_done():
    shown = plane(review(company=replace(COMPANY, capabilities=())))
    assert [(row.done, row.owner, row.verified_on) for row in shown.rows] == [(False, "", None)] * 5
