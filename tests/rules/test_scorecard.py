"""The card of an agent: its measures, the worst of each group, headline and guard, and never a mean."""

from __future__ import annotations

import pytest

from agent_scorecard.policy import default_policy, read_measures
from agent_scorecard.rules.scorecard import (
    group_answers,
    guards_failing,
    headlines,
    judged_measures,
    only_gameable,
)
from agent_scorecard.vocabulary import Group, Verdict
from tests.build import OCTOBER, bounds, evidence, grouped, months, observed, rebound

POLICY = default_policy()
MEASURES = read_measures()
BEYOND = (
    "Policy accuracy: 90 % (90 of 100 outputs checked); it takes at least 95 % to pass, and 92 % or less is missed."
)
UNIVERSAL = [key for key, measure in MEASURES.items() if measure.universal]


def card(**changes):
    return judged_measures(evidence(**changes), POLICY, OCTOBER)


def keys(judged):
    return [row.measure.key for row in judged]


def group(which, **changes):
    answer = group_answers(card(**changes))[which]
    return answer.verdict, answer.sentence.text.replace("\u202f", " ")


EMPTY = {
    "days": (),
    "month_figures": (),
    "approvals": (),
    "evals": (),
    "drills": (),
    "decisions": (),
    "costs": (),
    "actions": (),
    "changes": (),
    "observations": grouped(),
    "bounds": (),
    "pilot_started": None,
    "live_on": None,
}


def test_an_agent_of_which_nothing_is_known_still_shows_the_universal_measures():
    assert keys(card(**EMPTY)) == UNIVERSAL
    assert {row.verdict for row in card(**EMPTY)} == {Verdict.NO_DATA}


def test_the_card_adds_what_has_bounds_and_what_has_a_figure():
    told = {**EMPTY, "bounds": (bounds("csat"),), "observations": grouped(months("retention", 0.9))}
    assert set(keys(card(**told))) == {*UNIVERSAL, "csat", "retention"}


def test_the_card_keeps_the_order_of_the_catalogue():
    shown = keys(card())
    assert shown == [key for key in MEASURES if key in shown]


def test_a_measure_nobody_defined_is_left_out():
    assert keys(card(**{**EMPTY, "bounds": (bounds("made_up"),)})) == UNIVERSAL


@pytest.mark.parametrize(
    ("which", "changes", "answer"),
    [
        (Group.OUTCOME, {}, (Verdict.MET, "First response time: 24 min; the target is at most 25 min.")),
        (
            Group.QUALITY,
            {"observations": observed(months("policy_accuracy", (90, 100)))},
            (Verdict.MISSED, BEYOND),
        ),
        (
            Group.QUALITY,
            {"observations": observed(months("policy_accuracy", (20, 20)))},
            (
                Verdict.UNPROVEN,
                "Policy accuracy: 100 % (20 of 20 outputs checked): too few to tell; it takes at least 30.",
            ),
        ),
        (
            Group.ADOPTION,
            {"bounds": ()},
            (
                Verdict.NO_BOUND,
                "Approval rate has a value, but no measure of this group has a bound to judge it by.",
            ),
        ),
        (
            Group.OUTCOME,
            {**EMPTY, "bounds": (bounds("csat"),)},
            (
                Verdict.NO_DATA,
                "Nothing measured yet: Customer satisfaction is agreed, but has no value in the period.",
            ),
        ),
        (Group.OUTCOME, EMPTY, (Verdict.NO_DATA, "No measure is agreed for it.")),
    ],
    ids=["met", "the worst", "too few", "values without bounds", "bounds without values", "nothing at all"],
)  # fmt: skip
def test_a_group_is_its_worst_judged_measure(which, changes, answer):
    assert group(which, **changes) == answer


def test_a_measure_shown_beside_never_colours_its_group():
    told = {**EMPTY, "observations": grouped(months("csat", (10, 100))), "bounds": (bounds("retention"),)}
    assert group(Group.OUTCOME, **told)[0] is Verdict.NO_DATA


def test_every_group_answers_and_context_is_none():
    assert list(group_answers(card())) == [Group.OUTCOME, Group.QUALITY, Group.ADOPTION, Group.CONTROL]


def test_the_headline_stands_while_its_guard_holds():
    assert keys(headlines(card())) == ["first_response_time"]
    assert guards_failing(card()) == ()


def test_a_guard_beyond_its_fail_bound_is_named():
    assert keys(guards_failing(card(observations=observed(months("policy_accuracy", (900, 1000)))))) == [
        "policy_accuracy"
    ]


@pytest.mark.parametrize(
    ("rows", "named"),
    [
        ((), []),
        ((bounds("time_saved", passes=10.0),), []),
        ((bounds("first_response_time", passes=None, headline=False), bounds("time_saved", passes=10.0)), []),
    ],
    ids=["no gameable one", "beside another", "even an unjudged other one counts"],
)
def test_a_gameable_outcome_stands_beside_another(rows, named):
    told = evidence(bounds=rebound(*rows))
    assert [measure.key for measure in only_gameable(told, POLICY)] == named


def test_time_saved_alone_is_named():
    told = evidence(bounds=(bounds("time_saved", passes=10.0), bounds("policy_accuracy")))
    assert only_gameable(told, POLICY) == (MEASURES["time_saved"],)
    assert only_gameable(evidence(bounds=(bounds("policy_accuracy"),)), POLICY) == ()
