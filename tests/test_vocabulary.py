"""Words with an order are taken by their order, never by their spelling."""

from __future__ import annotations

import enum
import inspect

import pytest

from agent_scorecard import vocabulary
from agent_scorecard.vocabulary import (
    DECISION_RIGHTS,
    ONE_AT_A_TIME,
    Level,
    Mode,
    ReviewOutcome,
    Role,
    Severity,
    Tier,
    Verdict,
    heaviest,
    highest,
    strictest,
    worst,
)

WORDS = [kind for _, kind in inspect.getmembers(vocabulary, inspect.isclass) if issubclass(kind, enum.StrEnum)]
WORDS = [kind for kind in WORDS if kind is not enum.StrEnum]


@pytest.mark.parametrize(
    ("verdicts", "group"),
    [
        ([], None),
        ([Verdict.NO_DATA, Verdict.NO_BOUND], None),
        ([Verdict.MET, Verdict.NO_DATA], Verdict.MET),
        ([Verdict.MET, Verdict.PASSING], Verdict.PASSING),
        ([Verdict.PASSING, Verdict.UNPROVEN], Verdict.UNPROVEN),
        ([Verdict.UNPROVEN, Verdict.NOT_TRUSTED], Verdict.NOT_TRUSTED),
        ([Verdict.NOT_TRUSTED, Verdict.AT_RISK], Verdict.AT_RISK),
        ([Verdict.AT_RISK, Verdict.MISSED, Verdict.MET], Verdict.MISSED),
    ],
)
def test_a_group_takes_its_worst_judged_verdict(verdicts, group):
    assert worst(verdicts) is group


def test_the_strictest_mode_leaves_the_least_freedom():
    assert [strictest(list(Mode)[place:]) for place in range(6)] == [
        Mode.FORBIDDEN,
        Mode.SHADOW,
        Mode.IN,
        Mode.IN_ABOVE,
        Mode.ON,
        Mode.OUT,
    ]
    with pytest.raises(ValueError, match="empty"):
        strictest([])


def test_tiers_and_severities_are_ranked_by_weight():
    assert [highest([Tier.LOW, Tier.HIGH, Tier.MEDIUM]), highest([Tier.LOW, Tier.MEDIUM]), highest([])] == [
        Tier.HIGH,
        Tier.MEDIUM,
        None,
    ]
    assert [heaviest([Severity.NOTE, Severity.BLOCK]), heaviest([Severity.WARN, Severity.NOTE]), heaviest([])] == [
        Severity.BLOCK,
        Severity.WARN,
        None,
    ]


def test_decision_rights_are_roles_one_person_holds_at_a_time():
    assert len(Role) == 14
    assert len(DECISION_RIGHTS) == 5
    assert set(DECISION_RIGHTS) < set(ONE_AT_A_TIME)


def test_an_escalation_is_no_intervention_and_not_a_review():
    stepped_in = {outcome for outcome in ReviewOutcome if outcome.is_intervention}
    assert stepped_in == {ReviewOutcome.EDITED, ReviewOutcome.REJECTED, ReviewOutcome.OVERRIDDEN}
    assert {outcome for outcome in ReviewOutcome if outcome.is_reviewed} == stepped_in | {ReviewOutcome.ACCEPTED}


@pytest.mark.parametrize("kind", [Verdict, Mode, Level])
def test_every_word_on_screen_is_told_apart(kind):
    words = [member.word for member in kind]
    assert len(set(words)) == len(list(kind))
    assert all(word[0].isupper() for word in words)


@pytest.mark.parametrize("kind", WORDS, ids=lambda kind: kind.__name__)
def test_every_enum_says_what_it_is_in_one_line(kind):
    assert kind.__doc__
    assert "\n" not in kind.__doc__.strip()
