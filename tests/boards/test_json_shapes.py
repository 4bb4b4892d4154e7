"""The documented JSON is the printed JSON, key for key."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from functools import cache
from typing import Any

import pytest

from agent_scorecard import where
from agent_scorecard.boards import json_shapes
from agent_scorecard.boards.weekly.json_shape import weeks_due
from agent_scorecard.policy import default_policy
from agent_scorecard.rules.answers import Assessment
from agent_scorecard.rules.assess import assess
from agent_scorecard.rules.evidence import Company
from agent_scorecard.rules.facts import Band, UnregisteredRuns
from agent_scorecard.rules.findings import company_findings
from agent_scorecard.vocabulary import AgentKind, IncidentSeverity, Severity, Status, Tier, Verdict
from tests.boards.weekly.build import new
from tests.build import AS_OF, bounds, evidence, incident, rebound
from tests.rules.test_exceptions import gap

POLICY = default_policy()
STRANGERS = company_findings(
    Company(unregistered=(UnregisteredRuns("old-bot", 12, date(2026, 9, 1), date(2026, 10, 3)),)), POLICY
)
DEEPER_IS_FREE = {"arguments"}


def assessed(**changes: Any) -> Assessment:
    return assess(evidence(**changes), POLICY)


@cache
def troubled() -> Assessment:
    """An agent with something missing, something found, two gaps accepted, and an open serious incident."""
    return assessed(
        exceptions=(gap("evidence:11"), gap("finding:decision_right_missing", seq=6)),
        assignments=(),
        incidents=(incident(date(2026, 10, 20), severity=IncidentSeverity.CRITICAL),),
        decisions=(),
        follow_ups=(),
    )


def documented(command: str) -> set[str]:
    text = (where.ROOT / "docs" / "json.md").read_text(encoding="utf-8")
    section = re.split(r"^## ", text, flags=re.MULTILINE)
    (wanted,) = [part for part in section if part.startswith(f"{command}\n")]
    return set(re.findall(r"^\| `([^`]+)` \|", wanted, flags=re.MULTILINE))


def paths(value: Any, at: str = "") -> Iterator[str]:
    """Every key of a shape: `a.b`, and `a[].b` inside a list."""
    name = at.rpartition(".")[2]
    if isinstance(value, Mapping) and name not in DEEPER_IS_FREE:
        for key, inner in value.items():
            yield from paths(inner, f"{at}.{key}" if at else key)
    elif isinstance(value, list) and any(isinstance(row, Mapping) for row in value):
        for row in value:
            yield from paths(row, f"{at}[]") if row is not None else (at,)
    else:
        yield at


SCORECARDS = [json_shapes.scorecard(assessed(), POLICY), json_shapes.scorecard(troubled(), POLICY)]
SHAPES = {
    "findings": [json_shapes.findings([troubled()], AS_OF, strangers=STRANGERS)],
    "ladder": [json_shapes.ladder([assessed(wanted_level=None, drills=())], AS_OF)],
    "due": [json_shapes.due([assessed(), troubled()], AS_OF, weeks_due([new(7)], POLICY))],
    "exceptions": [json_shapes.exceptions([troubled()], AS_OF, POLICY)],
}


@pytest.mark.parametrize("command", SHAPES)
def test_a_shape_has_the_keys_the_documentation_names(command):
    assert {path for shape in SHAPES[command] for path in paths(shape)} == documented(command)


def test_the_scorecard_has_the_keys_the_documentation_names():
    found = {path for shape in SCORECARDS for path in paths(shape) if not path.startswith("findings[]")}
    assert found | {"findings"} == documented("scorecard")


def test_findings_of_a_scorecard_are_those_of_the_list():
    (card,) = [shape for shape in SCORECARDS if shape["findings"]]
    listed = json_shapes.findings([troubled()], AS_OF)["findings"]
    assert card["findings"] == listed


@pytest.mark.parametrize("shape", [*SCORECARDS, *(shape for found in SHAPES.values() for shape in found)])
def test_every_shape_is_json_without_nan_and_says_for_when_it_holds(shape):
    again = json.loads(json.dumps(shape, allow_nan=False))
    assert again == shape
    assert list(again)[:3] == ["as_of", "period", "policy_version"]


def test_a_rate_carries_its_counts_and_its_interval():
    (row,) = [row for row in SCORECARDS[0]["measures"] if row["measure"] == "policy_accuracy"]
    shown = {name: row[name] for name in ("value", "numerator", "denominator", "n", "verdict", "pass", "baseline")}
    assert shown == {
        "value": 395 / 400,
        "numerator": 395,
        "denominator": 400,
        "n": 400,
        "verdict": "met",
        "pass": 0.95,
        "baseline": 0.94,
    }
    assert row["low"] < row["value"] < row["high"]


def test_a_band_is_written_as_its_two_ends():
    rows = rebound(bounds("escalation_rate", passes=Band(0.01, 0.15)))
    card = json_shapes.scorecard(assessed(bounds=rows), POLICY)
    (row,) = [row for row in card["measures"] if row["measure"] == "escalation_rate"]
    assert row["pass"] == [0.01, 0.15]


def test_no_data_is_null_and_never_zero():
    card = json_shapes.scorecard(assessed(observations={}), POLICY)
    (row,) = [row for row in card["measures"] if row["measure"] == "policy_accuracy"]
    assert [row[name] for name in ("value", "numerator", "denominator", "n", "low", "high")] == [None] * 6
    assert row["verdict"] == Verdict.NO_DATA


@pytest.mark.parametrize("severity", Severity)
def test_findings_may_be_narrowed_to_one_severity(severity):
    everything = json_shapes.findings([troubled()], AS_OF, strangers=STRANGERS)["findings"]
    some = json_shapes.findings([troubled()], AS_OF, severity=severity, strangers=STRANGERS)["findings"]
    assert some == [row for row in everything if row["severity"] == severity]


def test_findings_come_heaviest_first():
    weights = [Severity(row["severity"]).rank for row in SHAPES["findings"][0]["findings"]]
    assert weights[:-1] == sorted(weights[:-1], reverse=True)


def test_runs_of_no_agent_are_listed_with_their_number():
    row = SHAPES["findings"][0]["findings"][-1]
    assert (row["agent"], row["code"], row["arguments"]) == (
        "old-bot",
        "unregistered_agent",
        {"agent_id": "old-bot", "runs": 12, "last_day": "2026-10-03"},
    )


def test_automations_and_retired_agents_stand_on_no_ladder():
    rows = [assessed(), assessed(kind=AgentKind.AUTOMATION), assessed(status=Status.RETIRED)]
    assert [row["agent"] for row in json_shapes.ladder(rows, AS_OF)["agents"]] == ["support-triage"]


def test_the_tier_is_the_one_that_counts():
    assert json_shapes.scorecard(assessed(risk_tier=Tier.HIGH), POLICY)["tier"] == "high"


def test_an_empty_company_still_says_the_day():
    empty = {"as_of": "2026-10-31", "period": None, "policy_version": None}
    assert json_shapes.ladder([], AS_OF) == {**empty, "agents": []}
    assert json_shapes.findings([], AS_OF) == {**empty, "findings": []}
    assert json_shapes.due([], AS_OF) == {**empty, "due": [], "follow_ups": [], "causes": [], "weeks": []}


def test_a_cause_counts_the_days_it_is_late():
    row = incident(date(2026, 10, 12), severity=IncidentSeverity.HIGH)
    assert json_shapes.due([assessed(incidents=(row,))], AS_OF)["causes"] == [
        {"incident": "INC-2026-10-12", "agent": "support-triage", "owner": "ana", "due": "2026-10-26", "days_late": 5}
    ]


def test_a_promise_counts_the_days_it_is_late():
    late = replace(evidence().follow_ups[-1], due=date(2026, 10, 21))
    (row,) = json_shapes.due([assessed(follow_ups=(late,))], AS_OF)["follow_ups"]
    assert (row["due"], row["days_late"]) == ("2026-10-21", 10)
