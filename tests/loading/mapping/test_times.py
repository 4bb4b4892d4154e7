"""Times as source files write them."""

from datetime import UTC, datetime

import pytest

from agent_scorecard.loading.mapping.scalars import NotReadable
from agent_scorecard.loading.mapping.times import given, moment, zone_named

AT = datetime(2026, 8, 7, 0, 21, 11, tzinfo=UTC)


@pytest.mark.parametrize(
    ("value", "written", "zone", "read"),
    [
        ("2026-08-07T00:21:11Z", "iso", None, AT),
        ("2026-08-07T02:21:11+02:00", "iso", None, AT),
        ("2026-08-07 02:21:11", "iso", "Europe/Berlin", AT),
        ("2026-08-06T17:21:11", "iso", "-07:00", AT),
        ("2026-08-07T09:21:11", "iso", "+09:00", AT),
        ("2026-08-07T02:21:11+02:00", "iso", "-07:00", AT),
        ("2026-08-07T00:21:11", "iso", None, datetime(2026, 8, 7, 0, 21, 11)),  # noqa: DTZ001
        ("2026-08-07T00:21:11.252521+00:00", "iso", None, AT.replace(microsecond=252521)),
        ("20260807T002111Z", "compact", None, AT),
        (1786062071, "epoch_s", None, AT),
        ("1786062071000", "epoch_ms", None, AT),
        (1786062071000001999, "epoch_ns", None, AT.replace(microsecond=1)),
        ("2026-08-07", "date", "Europe/Berlin", datetime(2026, 8, 6, 22, tzinfo=UTC)),
    ],
)
def test_a_time_is_read(value, written, zone, read):
    assert moment(value, written, zone) == read


@pytest.mark.parametrize(
    ("value", "written", "zone", "reason"),
    [
        ("2026-02-30", "date", None, "not a time of the calendar"),
        ("20260101", "date", None, "not a date"),
        ("2026-W01-1", "date", None, "not a date"),
        ("03/04/2026", "date", None, "not a date"),
        ("٢٠٢٦-01-01", "date", None, "not a date"),
        ("2026-13-01T00:00:00Z", "iso", None, "not a time of the calendar"),
        ("2026-01-01", "iso", None, "not a time like"),
        ("20261301T000000Z", "compact", None, "not a time of the calendar"),
        ("1.5", "epoch_s", None, "not a whole number"),
        ("-1", "epoch_s", None, "not a whole number"),
        ("99999999999999999999", "epoch_s", None, "not a time of the calendar"),
        ("2026-03-29T02:30:00", "iso", "Europe/Berlin", "does not exist in Europe/Berlin"),
        ("2026-10-25T02:30:00", "iso", "Europe/Berlin", "exists twice in Europe/Berlin"),
        ("2026-08-07T00:21:11", "iso", "Middle/Earth", "no time zone"),
    ],
)
def test_another_shape_is_refused(value, written, zone, reason):
    with pytest.raises(NotReadable, match=reason):
        moment(value, written, zone)


@pytest.mark.parametrize(
    "local", ["2026-03-29T01:59:59", "2026-03-29T03:00:00", "2026-10-25T01:59:59", "2026-10-25T03:00:00"]
)
def test_a_local_time_beside_a_change_of_clocks_is_read(local):
    assert moment(local, "iso", "Europe/Berlin").tzinfo is UTC


@pytest.mark.parametrize(
    ("form", "text"),
    [("moment", "2026-01-01T23:30:00+00:00"), ("date", "2026-01-01"), ("month", "2026-01"), ("week", "2026-W01")],
)
def test_a_time_is_written_as_the_column_wants_it(form, text):
    assert given(datetime(2026, 1, 1, 23, 30, tzinfo=UTC), form) == text


def test_the_iso_week_of_a_new_years_day_may_belong_to_the_old_year():
    assert given(datetime(2027, 1, 1, tzinfo=UTC), "week") == "2026-W53"


@pytest.mark.parametrize("name", ["", "../../etc/passwd", "Nowhere", "+25:00", "7"])
def test_what_is_no_zone_is_refused(name):
    with pytest.raises(NotReadable, match="no time zone"):
        zone_named(name)
