"""The contract says of every column what may stand in it, in the words of the vocabulary."""

from __future__ import annotations

import pytest

from agent_scorecard.loading.contract import ENUMS, ColumnContract, ColumnType, Required, contract
from agent_scorecard.vocabulary import Layer, Level, Mode

COLUMNS = {f"{file.name}.{column.name}": column for file in contract().values() for column in file.columns}

SHORTER = {"thresholds.mode": {Mode.IN_ABOVE}, "measures.layer": {Layer.OTHER}}
"""Columns that leave out a word of their vocabulary, and which."""

KEYS = {
    "people": ("person",),
    "agents": ("agent",),
    "aliases": ("alias",),
    "assignments": ("agent", "role", "person", "effective_from"),
    "actions": ("agent", "action"),
    "thresholds": ("agent", "action", "order"),
    "measures": ("measure",),
    "bounds": ("agent", "measure", "effective_from"),
    "observations": ("agent", "measure", "period", "cohort"),
    "incidents": ("incident",),
    "changes": ("change",),
    "evals": ("eval_run",),
    "approvals": ("approval",),
    "budgets": ("agent", "workflow", "period", "effective_from"),
    "costs": ("agent", "period", "category"),
    "prices": ("model", "effective_from"),
    "drills": ("drill",),
    "gates": ("agent", "gate", "item"),
    "tasks": ("task",),
    "tools": ("tool",),
    "capabilities": ("capability",),
    "escalations": ("agent", "trigger"),
    "runs": ("agent_id", "request_id"),
}


def test_every_file_has_its_natural_key():
    assert {name: file.key for name, file in contract().items()} == KEYS


@pytest.mark.parametrize("place", ENUMS)
def test_a_column_accepts_exactly_the_words_of_its_vocabulary(place):
    words = {str(member.value) for member in ENUMS[place] if member not in SHORTER.get(place, ())}
    assert set(COLUMNS[place].words.values()) == words


def test_every_worded_column_has_a_vocabulary():
    worded = {place for place, column in COLUMNS.items() if column.words and column.type is not ColumnType.BOOL}
    assert worded == set(ENUMS)
    assert {place for place, column in COLUMNS.items() if column.type is ColumnType.ENUM} <= worded


@pytest.mark.parametrize(
    ("place", "spelling", "word"),
    [
        ("agents.status", "production", "live"),
        ("agents.autonomy_level", "boundedexecution", "3"),
        ("assignments.role", "platformowner", "system_owner"),
        ("actions.mode", "intheloop", "in"),
        ("actions.mode", "inabovethreshold", "in_above"),
        ("incidents.severity", "sev1", "critical"),
        ("gates.item", "g1.0", "G1.0"),
        ("gates.answer", "n/a", "not_applicable"),
        ("thresholds.operator", ">=", ">="),
        ("people.active", "1", "yes"),
        ("people.active", "false", "no"),
    ],
)
def test_other_spellings_lead_to_the_one_word(place, spelling, word):
    assert COLUMNS[place].words[spelling] == word


def test_every_reference_names_a_column_of_the_contract():
    targets = {
        f"{file}.{column}" for contract_column in COLUMNS.values() for file, column in contract_column.references
    }
    assert targets <= set(COLUMNS)
    assert COLUMNS["people.delegate"].references == (("people", "person"), ("people", "email"))
    assert COLUMNS["approvals.agent"].references == (("agents", "agent"), ("aliases", "alias"))
    assert {place for place, column in COLUMNS.items() if column.of_the_agent} == {
        "thresholds.action",
        "changes.action",
        "escalations.action",
        "bounds.guard_of",
    }


@pytest.mark.parametrize(
    ("place", "bounds"),
    [
        ("agents.sampling_one_in", (1, 1000, False)),
        ("actions.cap_amount", (0, None, True)),
        ("actions.cap_count_per_day", (1, None, False)),
        ("bounds.baseline_numerator", (0, None, False)),
        ("evals.passed", (0, None, False)),
        ("tasks.hours_per_week", (0, 1000, False)),
        ("observations.numerator", (None, None, False)),
        ("bounds.target", (None, None, False)),
    ],
)
def test_a_number_knows_its_bounds(place, bounds):
    column = COLUMNS[place]
    assert (column.low, column.high, column.above_low) == bounds


def test_a_column_is_told_whole():
    assert COLUMNS["budgets.spend_owner"] == ColumnContract(
        file="budgets",
        name="spend_owner",
        type=ColumnType.ID,
        required=Required.NO,
        max_length=120,
        references=(("people", "person"), ("people", "email")),
        allowed="-> people.person or people.email",
        default="the agent's accountable_owner",
        meaning="Who answers for the spend. For a workflow budget without one: nobody, a note.",
        used_by=("budget",),
    )
    assert (COLUMNS["gates.evidence"].required, COLUMNS["gates.evidence"].when) == (
        Required.WHEN,
        "answer = yes on an item",
    )
    assert {place for place, column in COLUMNS.items() if column.not_future} == {
        "agents.status_since",
        "agents.owner_confirmed_on",
        "agents.workflow_changed_on",
        "actions.compensation_tested_on",
        "drills.drilled_on",
        "gates.answered_on",
        "tools.contract_checked_on",
        "capabilities.verified_on",
    }


def test_a_header_finds_its_column_by_name_or_by_its_other_name():
    tasks = contract()["tasks"]
    assert tasks.column(" Judgment ") == tasks.column("judgement") == COLUMNS["tasks.judgement"]
    assert tasks.column("also_named") is None
    assert tasks.column("") is None


def test_levels_are_accepted_as_number_and_as_word():
    assert [COLUMNS["agents.autonomy_level"].words[str(level.value)] for level in Level] == ["1", "2", "3", "4"]
