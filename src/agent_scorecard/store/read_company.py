"""Read what all agents share: settings, people, catalogue of measures, tools, control plane, tasks."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from types import MappingProxyType
from typing import Any

from sqlalchemy import Connection, Select, select

from agent_scorecard.policy.read import read_measures
from agent_scorecard.policy.shapes import Measure
from agent_scorecard.rules.evidence import Company
from agent_scorecard.rules.facts import Budget, CapabilityRow, IntakeAnswer, Person, Task, Tool
from agent_scorecard.store.read_incidents import library_incidents
from agent_scorecard.store.run_figures import unregistered
from agent_scorecard.store.scope import AS_OF, TABLES, Scope, names_of, not_after
from agent_scorecard.store.tables.meta import SettingsFields
from agent_scorecard.vocabulary import CardLine, Group, Layer

LAYERS = {
    Group.OUTCOME: Layer.OUTCOME,
    Group.QUALITY: Layer.INTEGRITY,
    Group.ADOPTION: Layer.TRUST,
    Group.CONTROL: Layer.TRUST,
    Group.OTHER: Layer.OTHER,
}
LINES = {
    Group.OUTCOME: CardLine.BUSINESS_RESULT,
    Group.QUALITY: CardLine.QUALITY,
    Group.ADOPTION: CardLine.ADOPTION,
    Group.CONTROL: CardLine.RISK,
    Group.OTHER: CardLine.CONTEXT,
}


def read_settings(connection: Connection) -> SettingsFields:
    return SettingsFields(**connection.execute(_columns("settings", *SettingsFields.model_fields)).one()._mapping)


@cache
def _columns(name: str, *names: str) -> Select[Any]:
    table = TABLES[name]
    return select(*(table.c[column] for column in names)).order_by(*table.primary_key)


def read_company(scope: Scope, settings: SettingsFields) -> Company:
    """Read the company as it is known for the as-of day of this reading."""
    people = {person.person: person for person in _facts(scope, "people", Person)}
    return Company(
        **settings.model_dump(),
        people=MappingProxyType(people),
        measures=MappingProxyType({**read_measures(), **_own_measures(scope)}),
        tools=tuple(_tool(tool, scope) for tool in _facts(scope, "tools", Tool)),
        capabilities=tuple(_capability(row, scope) for row in _facts(scope, "capabilities", CapabilityRow)),
        tasks=tuple(_facts(scope, "tasks", Task)),
        intake=_intake(scope),
        workflow_budgets=_workflow_budgets(scope),
        unregistered=unregistered(scope.connection, scope.as_of, scope.zone),
        library=library_incidents(scope),
        agent_ids=frozenset(scope.connection.execute(_columns("agents", "agent")).scalars()),
    )


def _facts(scope: Scope, name: str, fact: Any) -> list[Any]:
    return [fact(*row) for row in scope.connection.execute(_columns(name, *names_of(fact)))]


def _intake(scope: Scope) -> tuple[IntakeAnswer, ...]:
    answers: list[IntakeAnswer] = _facts(scope, "intake_answers", IntakeAnswer)
    return tuple(row for row in answers if row.answered_on <= scope.as_of)


def _tool(tool: Tool, scope: Scope) -> Tool:
    return replace(tool, contract_checked_on=not_after(tool.contract_checked_on, scope.as_of))


def _capability(row: CapabilityRow, scope: Scope) -> CapabilityRow:
    if row.verified_on is None or row.verified_on <= scope.as_of:
        return row
    return replace(row, done=False, evidence=None, verified_on=None)


def _workflow_budgets(scope: Scope) -> tuple[Budget, ...]:
    return tuple(Budget(*row) for row in scope.connection.execute(_of_workflows(), scope.bounds))


@cache
def _of_workflows() -> Select[Any]:
    table = TABLES["budgets"].c
    return _columns("budgets", *names_of(Budget)).where(table.agent == "", table.effective_from <= AS_OF)


def _own_measures(scope: Scope) -> dict[str, Measure]:
    every = _columns("measures", *TABLES["measures"].c.keys())
    return {row.measure: _measure(row) for row in scope.connection.execute(every)}


def _measure(row: Any) -> Measure:
    """An own measure in the shape of the catalogue (columns.csv measures says what an empty layer and a line mean)."""
    layer = row.layer or LAYERS[row.group]
    numerator, _, denominator = row.formula.partition(" / ")
    return Measure(
        key=row.measure,
        name=row.name,
        group=row.group,
        layer=layer,
        direction=row.direction,
        unit=row.unit,
        aggregation=row.aggregation,
        definition=row.definition,
        formula=row.formula,
        card_line=_line(row.group, row.unit),
        numerator=numerator if denominator else "",
        denominator=denominator,
        gameable=row.gameable,
        work_rate=layer is Layer.THROUGHPUT,
        owner=row.definition_owner,
    )


def _line(group: Group, unit: str) -> CardLine:
    is_currency = unit == "currency" or (len(unit) == 3 and unit.isascii() and unit.isupper())
    return CardLine.COST if group is Group.CONTROL and is_currency else LINES[group]
