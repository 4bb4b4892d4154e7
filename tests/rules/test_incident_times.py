"""How long it took to notice, to pause and to restore."""

from __future__ import annotations

from datetime import date

import pytest

from agent_scorecard.rules.incident_times import Took, times, to_notice, to_pause, to_restore
from agent_scorecard.vocabulary import DatePrecision
from tests.build import at, incident

DAY = date(2026, 10, 24)
MONTH = DatePrecision.MONTH


@pytest.mark.parametrize(
    ("changes", "notice", "pause", "restore"),
    [
        ({}, None, None, None),
        ({"occurred_at": at(DAY, 11)}, 3600, None, None),
        ({"paused_at": at(DAY, 12, 20), "resolved_at": at(DAY, 14)}, None, 1200, 7200),
        ({"paused_at": at(DAY, 12), "rolled_back_at": at(DAY, 13)}, None, 0, None),
        ({"occurred_at": at(DAY, 9), "paused_at": at(DAY, 11)}, 3 * 3600, None, None),
        ({"occurred_at": at(DAY, 11), "paused_at": at(DAY, 13), "date_precision": MONTH}, None, None, None),
    ],
    ids=["nothing known", "noticed", "paused and restored", "at once", "paused before it was noticed", "known roughly"],
)
def test_the_times_of_one_incident(changes, notice, pause, restore):
    row = incident(DAY, **changes)
    assert (to_notice(row), to_pause(row), to_restore(row)) == (notice, pause, restore)


def test_over_all_of_them_the_middle_and_the_longest_with_how_many_say_it():
    rows = [incident(DAY, incident=f"I{n}", paused_at=at(DAY, 12, n * 10)) for n in (1, 5, 2)]
    rows.append(incident(DAY, incident="I9"))
    notice, pause, restore = times(rows)
    assert pause == Took("To pause", 3, 4, 1200, 3000, rows[1])
    assert (notice.known, notice.median, restore.worst_of) == (0, None, None)
