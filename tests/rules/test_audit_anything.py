"""Whatever is told about an agent, and whatever is left out, there is an answer: whole sentences, no NaN, no crash."""

from __future__ import annotations

import types
import typing
from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from datetime import UTC, date, datetime, timedelta
from enum import Enum
from math import isfinite
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from agent_scorecard.policy import default_policy
from agent_scorecard.rules import facts
from agent_scorecard.rules.answers import Assessment, Sentence
from agent_scorecard.rules.assess import assess
from agent_scorecard.rules.evidence import Evidence
from agent_scorecard.rules.periods import Grain, Period, containing
from agent_scorecard.rules.portfolio import portfolio
from agent_scorecard.vocabulary import Preset
from tests.build import AS_OF, evidence, grouped
from tests.rules.test_rules_stand import agreed, asked, counted, loaded

POLICIES = (default_policy(), default_policy().with_preset(Preset.SMALL))
NAMES = st.sampled_from(["ana", "ben", "gone", "helpdesk.tag", "helpdesk.read", "EV-1", "none", "some words"])
DAYS = st.dates(AS_OF - timedelta(days=500), AS_OF)
KINDS: Mapping[str, type] = {
    "assignments": facts.Assignment,
    "actions": facts.Action,
    "thresholds": facts.Threshold,
    "escalations": facts.Escalation,
    "calls": facts.UsedCall,
    "incidents": facts.Incident,
    "changes": facts.Change,
    "evals": facts.Eval,
    "drills": facts.Drill,
    "budgets": facts.Budget,
    "costs": facts.Cost,
    "gates": facts.GateRow,
    "decisions": facts.Decision,
    "follow_ups": facts.FollowUp,
}
NATURAL = {"actions": "action", "incidents": "incident", "changes": "change", "evals": "eval_run"}
JARGON = ("Wilson", "φ", "P99", " nan", "z = ", ". And ")


def anything(kind: Any) -> st.SearchStrategy[Any]:
    """Any value of an annotated type; what may be left out is left out half of the time."""
    choices, origin = typing.get_args(kind), typing.get_origin(kind)
    if origin in (typing.Union, types.UnionType):
        return st.one_of([st.none() if each is types.NoneType else anything(each) for each in choices])
    if origin is tuple:
        return st.lists(anything(choices[0]), max_size=2).map(tuple)
    if issubclass(kind, Enum):
        return st.sampled_from(list(kind))
    plain = {
        bool: st.booleans(),
        int: st.integers(1, 400),
        float: st.floats(0, 1000),
        str: NAMES,
        date: DAYS,
        datetime: DAYS.map(lambda day: datetime(day.year, day.month, day.day, 9, tzinfo=UTC)),
        Period: DAYS.map(lambda day: containing(day, Grain.MONTH)),
    }
    return plain[kind] if kind in plain else told(kind)


def told(kind: type) -> st.SearchStrategy[Any]:
    return st.builds(kind, **{name: anything(given_) for name, given_ in typing.get_type_hints(kind).items()})


@st.composite
def known(draw: st.DrawFn) -> Evidence:
    found: dict[str, Any] = {}
    for name, kind in KINDS.items():
        key = NATURAL.get(name)
        unique = (lambda row, key=key: getattr(row, key)) if key else None
        found[name] = tuple(draw(st.lists(told(kind), max_size=3, unique_by=unique)))
    found["evals"] = tuple(row for row in found["evals"] if row.passed <= row.cases)
    rows = draw(st.lists(loaded(), max_size=12))
    return Evidence(
        draw(told(facts.Agent)),
        AS_OF,
        evidence().company,
        draw(st.none() | DAYS),
        observations=grouped({(row.measure, row.period, row.cohort): row for row in rows}.values()),
        bounds=tuple(draw(st.lists(agreed(), max_size=4, unique_by=lambda row: (row.measure, row.effective_from)))),
        days=tuple(draw(st.lists(counted(), max_size=8))),
        approvals=tuple(draw(st.lists(asked(), max_size=8))),
        cost_tail=draw(st.none() | told(facts.CostTail)),
        **found,
    )


def answers(answer: Any) -> Iterator[Any]:
    """Every sentence and number somewhere in an answer; the evidence itself is none."""
    if isinstance(answer, Sentence | float):
        yield answer
    elif is_dataclass(answer):
        rows = (getattr(answer, field.name) for field in fields(answer) if field.name not in ("evidence", "bounds"))
        yield from (found for row in rows for found in answers(row))
    elif isinstance(answer, tuple | Mapping):
        rows = answer.values() if isinstance(answer, Mapping) else iter(answer)
        yield from (found for row in rows for found in answers(row))


def stands(assessed: Assessment) -> None:
    for found in answers(assessed):
        if isinstance(found, float):
            assert isfinite(found)
        else:
            assert found.text.strip() == found.text
            assert found.text.endswith((".", "!", "?", '."'))
            assert not [word for word in JARGON if word in found.text]


@settings(max_examples=40)
@given(known(), st.sampled_from(POLICIES), st.sampled_from([None, *Grain]))
def test_anything_has_an_answer(about, policy, grain):
    assessed = assess(about, policy, None if grain is None else containing(AS_OF, grain))
    stands(assessed)
    assert portfolio([assessed], policy).overlaps == ()


@pytest.mark.parametrize("kind", sorted(KINDS))
@settings(max_examples=5)
@given(st.data())
def test_one_fact_alone_has_an_answer(kind, data):
    agent, row = data.draw(told(facts.Agent)), data.draw(told(KINDS[kind]))
    alone = Evidence(agent, AS_OF, evidence().company, AS_OF, **{kind: (row,)})
    stands(assess(alone, POLICIES[0]))
