"""Who holds what: each person with the roles of the company, those for agents, and the sign-ins that stand for them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from agent_scorecard.access import CompanyRole
from agent_scorecard.rules.evidence import Portfolio
from agent_scorecard.rules.facts import Person
from agent_scorecard.rules.standing import held_by


@dataclass(frozen=True, slots=True)
class HeldRole:
    """A role of the company that holds now, with who gave it and on which day."""

    role: CompanyRole
    since: date
    by: str


@dataclass(frozen=True, slots=True)
class PersonRow:
    """One person; `of_agents` are the roles held for agents, by agent, with those held in somebody's place."""

    person: str
    name: str
    is_active: bool
    roles: tuple[HeldRole, ...]
    of_agents: Mapping[str, tuple[str, ...]]
    sign_ins: tuple[tuple[str, str], ...]


def people_board(
    portfolio: Portfolio,
    roles: Iterable[tuple[str, HeldRole]],
    sign_ins: Iterable[tuple[str, tuple[str, str]]],
) -> tuple[PersonRow, ...]:
    """Return everybody on file in order of name; roles and sign-ins (issuer, subject) come by person id."""
    held: dict[str, list[HeldRole]] = defaultdict(list)
    linked: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for person, role in roles:
        held[person].append(role)
    for person, sign_in in sign_ins:
        linked[person].append(sign_in)
    people = sorted(portfolio.company.people.values(), key=lambda row: (row.name.casefold(), row.person))
    return tuple(_row(portfolio, one, tuple(held[one.person]), tuple(linked[one.person])) for one in people)


def json_shape(rows: Iterable[PersonRow]) -> dict[str, object]:
    """The JSON of the command line (docs/json.md)."""
    return {"people": [_shape(row) for row in rows]}


def _row(
    portfolio: Portfolio, one: Person, roles: tuple[HeldRole, ...], sign_ins: tuple[tuple[str, str], ...]
) -> PersonRow:
    found = {row.agent.agent: tuple(sorted(held_by(row, one.person))) for row in portfolio.agents}
    of_agents = {agent: held for agent, held in found.items() if held}
    return PersonRow(one.person, one.name, one.active_on(portfolio.as_of), roles, of_agents, sign_ins)


def _shape(row: PersonRow) -> dict[str, object]:
    return {
        "person": row.person,
        "name": row.name,
        "active": row.is_active,
        "roles": [{"role": held.role, "since": held.since.isoformat(), "by": held.by} for held in row.roles],
        "of_agents": {agent: list(held) for agent, held in row.of_agents.items()},
        "sign_ins": [{"issuer": issuer, "subject": subject} for issuer, subject in row.sign_ins],
    }
