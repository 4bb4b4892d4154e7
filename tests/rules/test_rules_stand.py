"""Whatever is loaded, the card and its signals stand: no row breaks them, and no NaN comes out."""

from __future__ import annotations

from datetime import date, timedelta
from math import isfinite

from hypothesis import given, settings
from hypothesis import strategies as st

from agent_scorecard.policy import default_policy, read_measures
from agent_scorecard.policy.run_measures import COUNTERS
from agent_scorecard.rules.facts import Band, DayFigures
from agent_scorecard.rules.periods import Grain, containing
from agent_scorecard.rules.scorecard import group_answers, judged_measures
from agent_scorecard.rules.signals import signals
from agent_scorecard.vocabulary import ApprovalVerdict, ChangeKind, Direction
from tests.build import AS_OF, approval, bounds, changed_kind, evidence, grouped, incident, observation

POLICY = default_policy()
MEASURES = read_measures()
PAST = st.dates(AS_OF - timedelta(days=400), AS_OF)
NUMBERS = st.floats(-1e9, 1e9)


@st.composite
def loaded(draw):
    measure = MEASURES[draw(st.sampled_from(sorted(MEASURES)))]
    period = containing(draw(PAST), draw(st.sampled_from([Grain.WEEK, Grain.MONTH])))
    cohort = draw(st.sampled_from(["agent", "human", "class:a", "class:b"]))
    if measure.is_rate and draw(st.booleans()):
        n = draw(st.integers(0, 500))
        return observation(measure.key, period, of=(draw(st.integers(0, n)), n), cohort=cohort)
    value = draw(st.floats(0, 1)) if measure.is_rate else draw(NUMBERS)
    return observation(measure.key, period, value, n=draw(st.none() | st.integers(0, 500)), cohort=cohort)


@st.composite
def agreed(draw):
    measure = MEASURES[draw(st.sampled_from(sorted(MEASURES)))]
    limits = sorted(draw(st.lists(st.floats(0, 1), min_size=4, max_size=4)))
    if measure.direction is Direction.BAND:
        given_ = {"passes": Band(limits[1], limits[2]), "fails": Band(limits[0], limits[3])}
    else:
        ordered = limits if measure.direction is Direction.HIGHER else limits[::-1]
        given_ = {"fails": ordered[0], "passes": ordered[1], "target": ordered[2]}
    return bounds(measure.key, effective_from=draw(PAST), headline=draw(st.booleans()), **given_)


@st.composite
def counted(draw):
    counts = draw(st.lists(st.integers(0, 60), min_size=len(COUNTERS), max_size=len(COUNTERS)))
    words = st.sampled_from(["", "a", "b"])
    currency = draw(st.sampled_from(["", "USD", "EUR"]))
    return DayFigures(draw(PAST), "v1", draw(words), "in", currency, draw(st.booleans()), tuple(map(float, counts)))


@st.composite
def asked(draw):
    verdict = draw(st.sampled_from(list(ApprovalVerdict)))
    row = approval(draw(st.integers()), draw(PAST), seconds=draw(st.integers(0, 90_000)), verdict=verdict)
    return row if verdict.is_decided else row._replace(decided_at=None, approver=None)


CHANGED = st.builds(changed_kind, st.sampled_from(list(ChangeKind)), PAST)


@settings(max_examples=60)
@given(
    st.lists(loaded(), max_size=25),
    st.lists(agreed(), max_size=6, unique_by=lambda row: (row.measure, row.effective_from)),
    st.lists(counted(), max_size=20),
    st.lists(asked(), max_size=20),
    st.lists(CHANGED, max_size=3, unique_by=lambda row: row.change),
    st.lists(st.builds(incident, PAST), max_size=3),
    PAST,
    st.sampled_from(list(Grain)),
)
def test_no_row_breaks_the_card(rows, limits, runs, approvals, changes, incidents, began, grain):
    told = evidence(
        observations=grouped({(row.measure, row.period, row.cohort): row for row in rows}.values()),
        bounds=tuple(limits),
        days=tuple(runs),
        approvals=tuple(approvals),
        changes=tuple(changes),
        incidents=tuple(incidents),
        autonomy_since=began,
    )
    period = containing(AS_OF, grain)
    judged = judged_measures(told, POLICY, period)
    assert all(row.figure is None or isfinite(row.figure.value) for row in judged)
    assert not any("nan" in text.lower().split() for row in judged for text in (row.sentence.text, row.how))
    assert all(answer.sentence.text for answer in group_answers(judged).values())
    assert all(each.sentence.text and each.way_out for each in signals(told, POLICY, period))


def test_an_agent_of_the_first_day_has_a_card():
    born = evidence(
        as_of=date(2026, 1, 12), first_loaded=date(2026, 1, 12), days=(), observations=grouped(), approvals=()
    )
    assert judged_measures(born, POLICY, containing(date(2026, 1, 12), Grain.MONTH))
