"""What holds for the statistics whatever the counts are."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent_scorecard.rules.facts import Band, Bounds
from agent_scorecard.rules.statistics import (
    GRADES,
    Climb,
    aggregate_mean,
    aggregate_rate,
    climbing,
    corrected,
    dispersion,
    grade,
    mean_ratio_delta,
    n_needed,
    nearest_rank,
    newcombe,
    proven,
    settled,
    sticky,
    tail,
    welch_log_ratio,
    wilson,
    zero_upper,
)
from agent_scorecard.vocabulary import Direction

Z = st.sampled_from([1.0, 1.6448536269514722, 1.959963984540054, 3.0])
PHI = st.floats(1, 25)
COUNTS = st.integers(1, 10**6).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))
ONE_SIDED = st.sampled_from([Direction.HIGHER, Direction.LOWER])
SHARES = st.floats(0, 1)
COSTS = st.lists(st.integers(1, 10**12), min_size=2, max_size=30)
HAIR = 1e-9


def ordered(direction, shares):
    inner, passing, outer = sorted(shares, reverse=direction is Direction.HIGHER)
    return Bounds("accuracy", date(2026, 1, 1), target=inner, passes=passing, fails=outer)


def nested(shares):
    a, b, c, d, e, f = sorted(shares)
    return Bounds("escalation", date(2026, 1, 1), target=Band(c, d), passes=Band(b, e), fails=Band(a, f))


JUDGED = st.one_of(
    ONE_SIDED.flatmap(
        lambda way: st.tuples(st.builds(ordered, st.just(way), st.tuples(SHARES, SHARES, SHARES)), st.just(way))
    ),
    st.tuples(st.builds(nested, st.tuples(*[SHARES] * 6)), st.just(Direction.BAND)),
)


@given(COUNTS, Z, PHI)
def test_an_interval_holds_its_share_and_stays_a_share(counts, z, phi):
    interval = wilson(*corrected(*counts, phi), z)
    assert 0 <= interval.low <= counts[0] / counts[1] + HAIR
    assert counts[0] / counts[1] - HAIR <= interval.high <= 1


@given(COUNTS, Z)
def test_an_interval_is_the_mirror_of_its_complement(counts, z):
    k, n = counts
    interval, mirror = wilson(k, n, z), wilson(n - k, n, z)
    assert (interval.low, interval.high) == pytest.approx((1 - mirror.high, 1 - mirror.low), abs=HAIR)


@given(COUNTS, Z, st.integers(2, 100))
def test_more_of_the_same_cases_narrow_an_interval(counts, z, times):
    k, n = counts
    wide, narrow = wilson(k, n, z), wilson(k * times, n * times, z)
    assert narrow.high - narrow.low < wide.high - wide.low


@given(COUNTS, Z, PHI)
def test_dispersion_never_narrows_an_interval(counts, z, phi):
    plain, wider = wilson(*counts, z), wilson(*corrected(*counts, phi), z)
    assert wider.high - wider.low >= plain.high - plain.low - HAIR


@given(COUNTS, COUNTS, Z, PHI)
def test_a_difference_lies_in_its_interval_and_turns_round_with_its_sides(after, before, z, phi):
    there, back = newcombe(after, before, z, phi), newcombe(before, after, z, phi)
    assert -1 <= there.low <= there.value <= there.high <= 1
    assert (there.value, there.low, there.high) == pytest.approx((-back.value, -back.high, -back.low), abs=HAIR)


@given(st.integers(1, 10**6))
def test_zero_in_more_allows_less(n):
    assert zero_upper(n + 1) < zero_upper(n)


@given(st.lists(COUNTS, max_size=12), st.randoms(use_true_random=False))
def test_the_order_of_rows_never_matters(rows, random):
    mixed = random.sample(rows, len(rows))
    assert (dispersion(mixed), aggregate_rate(mixed), aggregate_mean(mixed)) == (
        dispersion(rows),
        aggregate_rate(rows),
        aggregate_mean(rows),
    )


@given(st.lists(COUNTS, min_size=1, max_size=12))
def test_a_pooled_rate_lies_between_its_parts(rows):
    shares = [k / n for k, n in rows]
    assert min(shares) - HAIR <= aggregate_rate(rows) <= max(shares) + HAIR


@given(COUNTS, st.integers(1, 10**5), JUDGED)
def test_a_better_value_never_lowers_the_raw_verdict(counts, better, judged):
    limits, direction = judged
    k, n = counts
    value, other = k / n, min(k + better, n) / n
    if direction is Direction.BAND:
        low, high = limits.target
        other = min(max((low + high) / 2, min(value, other)), max(value, other))
    elif direction is Direction.LOWER:
        value, other = other, value
    assert GRADES.index(grade(other, limits, direction)) >= GRADES.index(grade(value, limits, direction))


@given(st.sampled_from(GRADES), COUNTS, JUDGED, Z, PHI)
def test_the_shown_verdict_never_passes_the_raw_one(previous, counts, judged, z, phi):
    shown = GRADES.index(sticky(previous, *counts, *judged, z, phi))
    raw, last = GRADES.index(grade(counts[0] / counts[1], *judged)), GRADES.index(previous)
    assert min(last, raw) <= shown <= max(last, raw)


@given(COUNTS, JUDGED)
def test_a_verdict_repeated_without_change_stays(counts, judged):
    assert settled([counts] * 3, *judged) is grade(counts[0] / counts[1], *judged)


@given(COUNTS, ONE_SIDED, st.floats(0.01, 0.99), PHI, Z)
def test_what_is_proven_is_passing(counts, direction, bound, phi, z):
    limits = Bounds("accuracy", date(2026, 1, 1), passes=bound)
    if proven(*counts, bound, direction, phi, z).proven:
        assert grade(counts[0] / counts[1], limits, direction) is GRADES[-1]


@given(st.floats(0.01, 0.995), st.integers(0, 2000), ONE_SIDED, PHI, Z)
def test_the_n_needed_is_the_least_that_proves(bound, failures, direction, phi, z):
    n = n_needed(bound, failures, direction, z, phi)

    def sure(total):
        k = total - failures if direction is Direction.HIGHER else failures
        return proven(k, total, bound, direction, phi, z).proven

    assert sure(n)
    assert n - 1 < max(failures, 1) or not sure(n - 1)


@given(COUNTS, COUNTS, PHI)
def test_an_alert_is_always_a_rise_beyond_chance(after, before, phi):
    found = climbing(after, before, phi=phi, z_alert=3, z_watch=1.96, rise_percent=30, least_runs=30, least_cases=5)
    unknown = climbing(after, before, phi=None, z_alert=3, z_watch=1.96, rise_percent=30, least_runs=30, least_cases=5)
    assert unknown.answer is not Climb.ALERT
    if found.answer is Climb.ALERT:
        assert 0 < found.strict.low <= found.wide.low <= found.wide.value


@given(st.lists(st.integers(0, 10**12), min_size=1, max_size=300), st.integers(1, 100))
def test_a_rank_leaves_its_share_of_values_at_or_below(values, percent):
    ranked = nearest_rank(values, percent)
    assert ranked in values
    assert 100 * sum(value <= ranked for value in values) >= percent * len(values)
    assert 100 * sum(value < ranked for value in values) < percent * len(values)


@given(COSTS, COSTS, Z)
def test_a_ratio_of_costs_lies_in_its_interval_and_turns_round_with_its_sides(after, before, z):
    for ratio in (welch_log_ratio, mean_ratio_delta):
        there, back = ratio(after, before, z), ratio(before, after, z)
        assert there.low <= there.ratio * (1 + HAIR)
        assert there.ratio * (1 - HAIR) <= there.high
        assert there.ratio * back.ratio == pytest.approx(1)
        assert there.low * back.high == pytest.approx(1)


@given(COSTS)
def test_the_dearest_tasks_cost_a_share_of_the_whole(costs):
    found = tail(costs)
    assert 0 < found.dearest_share <= 1
    assert found.p50 <= found.p99
