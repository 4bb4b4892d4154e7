"""How each part of a card was computed: the measure behind it with window, n and bounds, and the rule."""

from __future__ import annotations

from agent_scorecard import format as text
from agent_scorecard.boards.intervention import InterventionSeries
from agent_scorecard.policy.shapes import Policy
from agent_scorecard.rules.answers import Assessment, Finding, GroupAnswer, Judged
from agent_scorecard.rules.climbing import Days
from agent_scorecard.rules.explained import Explanations
from agent_scorecard.rules.interventions import KEY, too_few_to_see
from agent_scorecard.rules.signals import ESCALATION, tested

COMPARED = {"intervention_climbing": KEY, "intervention_watch": KEY, "escalation_climbing": ESCALATION}
How = tuple[str, ...]
"""One text for each number that stands in the same line."""


def of_measure(one: Assessment, key: str, told: Explanations) -> How:
    """Return how a measure was computed in the period of the card."""
    row = judged(one, key)
    return (told.line("not_measured"),) if row is None or row.figure is None else (row.how,)


def of_group(one: Assessment, answer: GroupAnswer) -> How:
    """Return why a group got its verdict, and how the figure that decided it was computed."""
    row = judged(one, str(answer.sentence.arguments.get("measure", "")))
    return (answer.sentence.text, *((f"Computed as {row.how}",) if row is not None else ()))


def of_finding(one: Assessment, policy: Policy, found: Finding, told: Explanations) -> str:
    """Return the test a finding came from, with the days it compared where it compared any."""
    key = COMPARED.get(found.code)
    return f"{told.finding(found)}{windows(one, policy, key) if key is not None else ''}"


def of_intervention(
    one: Assessment, policy: Policy, series: InterventionSeries | None, signal: Finding | None, told: Explanations
) -> tuple[tuple[str, str], ...]:
    """Return how the sentences above the chart and the chart itself were computed, each by its name."""
    row = judged(one, KEY)
    said = [] if row is None else [("The rate", row.how)]
    if signal is not None:
        said.append(("More often than before", of_finding(one, policy, signal, told)))
    if too_few_to_see(one.evidence, policy) is not None:
        said.append(("Runs still needed", told.line("doubling")))
    if series is not None:
        phi = text.number(series.noise.phi)
        said.append(("The chart", told.line("chart", grain=series.grain.name.lower(), phi=phi)))
    return tuple(said)


def windows(one: Assessment, policy: Policy, key: str) -> str:
    """Return the days of the test a rate stands under today, as a sentence; nothing where there is none."""
    trial = tested(one.evidence, policy, key)
    return "" if trial is None else f" Compared here: {_days(trial.earlier)} with {_days(trial.later)}."


def judged(one: Assessment, key: str) -> Judged | None:
    return next((row for row in one.judged if row.measure.key == key), None)


def _days(span: Days) -> str:
    return f"{text.full_day(span[0])} to {text.full_day(span[1])}"
