"""The sentences a manager reads say what is open, with its number, and never trail off."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from agent_scorecard.policy import read_measures
from agent_scorecard.rules.facts import Band
from agent_scorecard.rules.measure import judge
from agent_scorecard.rules.proof import proof
from agent_scorecard.vocabulary import Level, Status
from tests.build import OCTOBER, bounds, evidence, grouped, months, observation, observed, rebound
from tests.rules.assessed import POLICY, assessed, bare, item, state_and_text

YOUNG = {"autonomy_since": date(2026, 10, 15), "decisions": (), "changes": ()}


def test_quality_that_was_never_measured_for_a_whole_month_says_so_with_the_number_of_measures():
    assert state_and_text(item(1, **YOUNG)) == (
        "missing",
        "Correction rate is not proven: no whole month has passed since the level began (and 1 more measure).",
    )


@pytest.mark.parametrize(
    ("figures", "since", "why"),
    [
        (((395, 400),), date(2026, 10, 5), "no whole month has passed since its bounds were set"),
        ((), date(2025, 1, 1), "no whole month has been measured yet"),
    ],
    ids=["bounds set after its first day", "never measured"],
)
def test_what_is_not_proven_says_why(figures, since, why):
    row = bounds("policy_accuracy", effective_from=since)
    told = evidence(bounds=(row,), observations=grouped(months("policy_accuracy", *figures)))
    found = proof(told, POLICY, read_measures()["policy_accuracy"], OCTOBER)
    assert found is not None
    assert found.sentence.text == f"Not proven: {why}."


def test_quality_without_its_cases_says_what_is_not_given():
    rows = observed(months("policy_accuracy", *(0.99,) * 12))
    only = rebound(bounds("human_correction_rate", passes=None))
    assert state_and_text(item(1, observations=rows, bounds=only)) == (
        "missing",
        "Policy accuracy is not proven: the cases behind it were not given.",
    )


def test_a_measure_that_is_no_share_says_in_how_many_months_it_passed():
    row = next(one for one in assessed().judged if one.measure.key == "incidents")
    assert row.proof is not None
    assert row.proof.sentence.text == "Passed in each of the last 3 months."


def test_no_sentence_of_an_agent_nobody_described_trails_off():
    known = bare()
    told = replace(known, agent=replace(known.agent, status=Status.LIVE), first_loaded=date(2026, 9, 1))
    items = assessed(agent=told.agent, **{name: getattr(told, name) for name in ("company", "first_loaded")}).reading
    texts = [row.sentence.text for row in items.items]
    assert all(text.endswith(".") and "And " not in text for text in texts)


def test_the_items_of_the_first_level_are_said_in_whole_sentences():
    shown = assessed(POLICY, bounds=(), autonomy_level=Level.ASSISTED, decisions=(), observations={}).reading
    assert [row.sentence.text for row in shown.items if row.item in (1, 3, 5)] == [
        "No quality measure has a pass bound.",
        "No headline measure is marked.",
        "No measure has a pass bound.",
    ]


def test_a_value_of_long_ago_is_named_with_its_month():
    told = evidence(observations=grouped([observation("policy_accuracy", "2025-03", of=(395, 400))]))
    row = judge(told, POLICY, read_measures()["policy_accuracy"], OCTOBER)
    assert row.sentence.text.replace("\u202f", " ") == (
        "Nothing in October 2026; the last value was 98.8 % (395 of 400 outputs checked) in March 2025."
    )


def test_a_value_at_the_edge_of_a_band_is_said_to_be_missed_there():
    band = bounds("escalation_rate", passes=Band(0.02, 0.10), target=None, fails=Band(0.01, 0.25))
    told = evidence(bounds=(band,), days=(), observations=grouped(months("escalation_rate", (250, 1000))))
    row = judge(told, POLICY, read_measures()["escalation_rate"], OCTOBER)
    assert row.sentence.text.replace("\u202f", " ") == (
        "25 % (250 of 1,000 runs started); it takes 2 % to 10 % to pass, and 1 % or less and 25 % or more is missed."
    )


@pytest.mark.parametrize(
    ("key", "value", "n", "few"),
    [
        ("active_users", 14.0, 14, False),
        ("first_response_time", 24.0, 14, True),
        ("first_response_time", 24.0, 30, False),
    ],
    ids=["users counted", "few tickets", "enough tickets"],
)
def test_few_cases_are_told_where_the_value_is_not_the_cases_themselves(key, value, n, few):
    told = evidence(observations=grouped(months(key, value, n=n)), month_figures=())
    assert ("Few cases" in judge(told, POLICY, read_measures()[key], OCTOBER).sentence.text) is few
