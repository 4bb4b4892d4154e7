"""Every finding, evidence item and line says how it was computed, with the numbers of the policy in force."""

from __future__ import annotations

import re
from dataclasses import fields

import pytest

from agent_scorecard.policy import default_policy, read_explained
from agent_scorecard.rules.answers import EvidenceItem, Finding, say
from agent_scorecard.rules.explained import NOT_SET, Explanations
from agent_scorecard.rules.items.table import ITEMS
from agent_scorecard.vocabulary import EvidenceState, Level, Preset, Severity

POLICY = default_policy()
TOLD = Explanations(POLICY)
DIGITS = re.compile(r"(?<![\w{])\d")


def rule(code: str, policy=POLICY, **arguments) -> str:
    return (
        Explanations(policy)
        .finding(Finding("a", code, Severity.NOTE, say(code, "", **arguments), ""))
        .replace("\u202f", " ")
    )


def item(number: int, level: Level) -> str:
    return TOLD.item(EvidenceItem(number, EvidenceState.THERE, say("", ""), True), level)


def test_every_finding_of_the_policy_and_no_other_is_explained():
    assert read_explained()["findings"].keys() == POLICY.findings.keys()


def test_every_evidence_item_is_explained():
    assert {int(number) for number in read_explained()["items"]} == set(ITEMS)


@pytest.mark.parametrize("preset", Preset)
@pytest.mark.parametrize("code", sorted(POLICY.findings))
def test_an_explanation_is_whole_sentences_without_a_gap(code, preset):
    said = rule(code, POLICY.with_preset(preset))
    assert re.fullmatch(r"[A-Z].*\.", said)
    assert not {"{", "}", NOT_SET} & set(re.findall(rf"[{{}}]|{NOT_SET}", said))


@pytest.mark.parametrize("level", [Level.ASSISTED, Level.RECOMMENDED, Level.BOUNDED])
@pytest.mark.parametrize("number", sorted(ITEMS))
def test_an_item_is_explained_for_every_step(number, level):
    assert re.fullmatch(r"[A-Z][^{}]*\.", item(number, level))


@pytest.mark.parametrize("name", sorted(read_explained()["lines"]))
def test_a_line_is_explained(name):
    assert re.fullmatch(r"[A-Z][^{}]*\.", TOLD.line(name, grain="week", phi="1.5"))


@pytest.mark.parametrize("name", sorted(read_explained()["quarter"]))
def test_a_figure_of_the_quarter_is_explained(name):
    assert re.fullmatch(r"[A-Z(][^{}]*\.", TOLD.quarter(name))


@pytest.mark.parametrize("kind", sorted(read_explained()))
def test_no_number_is_typed_twice(kind):
    """All but names of quantiles come from the policy."""
    typed = {
        name: DIGITS.findall(re.sub(r"\bP\d+|above 0|leaves out 0", "", words))
        for name, words in read_explained()[kind].items()
    }
    assert {name: digits for name, digits in typed.items() if digits} == {}


def test_the_numbers_are_those_of_the_policy_in_force():
    assert "a rise of 30 % or more" in rule("intervention_climbing")
    changed = POLICY.changed({"signals": {"rise_percent": 45}})
    assert "a rise of 45 % or more" in rule("intervention_climbing", changed)


def test_the_dispersion_that_was_found_is_told_with_the_rule():
    assert rule("intervention_climbing", phi=1.25).endswith("divided by the dispersion φ. Here φ = 1.25.")


def test_an_item_asks_what_its_step_asks():
    assert [item(6, level) for level in (Level.ASSISTED, Level.RECOMMENDED, Level.BOUNDED)] == [
        f"Days since the level began: {POLICY.ladder.steps[level].min_days} or more." for level in POLICY.ladder.steps
    ]


def test_a_share_a_company_left_out_is_said_to_be_unset():
    bare = type(POLICY)(**{each.name: getattr(POLICY, each.name) for each in fields(POLICY)} | {"findings": {}})
    assert NOT_SET in rule("budget", bare)
