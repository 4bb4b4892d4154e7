"""Versions are compared by what the runs say of themselves, each with the one before it."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from agent_scorecard.policy import default_policy
from agent_scorecard.rules.by_version import by_version
from agent_scorecard.rules.statistics import Climb
from agent_scorecard.vocabulary import ChangeKind
from tests.build import AS_OF, changed_kind, days, evidence

POLICY = default_policy()
BEGAN, NEW = date(2026, 6, 1), date(2026, 10, 1)
OLD_DAYS = (BEGAN, NEW - timedelta(days=1))


def ran(first, last, version, **counts):
    return tuple(row._replace(version=version) for row in days(first, last, **counts))


def found(*rows, **changes):
    return by_version(evidence(days=tuple(row for each in rows for row in each), changes=(), **changes), POLICY)


def test_each_version_has_its_counts_and_its_days():
    old, new = found(ran(*OLD_DAYS, "4.1"), ran(NEW, AS_OF, "4.2", interventions=6))
    assert (old.version, old.before, old.result) == ("4.1", None, None)
    assert (new.version, new.first, new.last, new.counts) == ("4.2", NEW, AS_OF, (186, 1_488))
    assert (new.before.version, new.result.answer) == ("4.1", Climb.ALERT)


def test_a_version_like_the_one_before_is_quiet():
    assert found(ran(*OLD_DAYS, "4.1"), ran(NEW, AS_OF, "4.2"))[1].result.answer is Climb.QUIET


def test_two_versions_side_by_side_are_told_apart():
    old, new = found(ran(BEGAN, AS_OF, "4.1"), ran(NEW, AS_OF, "4.2", interventions=6))
    assert (old.last, new.first) == (AS_OF, NEW)
    assert new.result.answer is Climb.ALERT


def test_under_four_weeks_nothing_is_sure_enough_for_an_alert():
    first = NEW - timedelta(days=7)
    (_, new) = found(
        ran(first, NEW - timedelta(days=1), "4.1"), ran(NEW, NEW + timedelta(days=7), "4.2", interventions=12)
    )
    assert new.result.answer is Climb.WATCH


@pytest.mark.parametrize("version", ["", "4.1"])
def test_one_version_or_none_is_compared_with_nothing(version):
    assert [row.result for row in found(ran(BEGAN, AS_OF, version))] == ([None] if version else [])


def test_figures_across_a_cut_are_left_out():
    level = changed_kind(ChangeKind.LEVEL, NEW, from_value="1", to_value="2")
    rows = ran(*OLD_DAYS, "4.1") + ran(NEW, AS_OF, "4.2")
    assert [row.version for row in by_version(evidence(days=rows, changes=(level,)), POLICY)] == ["4.2"]
