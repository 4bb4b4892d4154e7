"""Who holds what: each person with the roles of the company, those for agents, and the sign-ins that stand for them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from agent_scorecard.access import CompanyRole
from agent_scorecard.rules.evidence import Portfolio
from agent_scorecard.vocabulary import Role


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
    about: str = ""


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
    for_agents = _held(portfolio)
    people = sorted(portfolio.company.people.values(), key=lambda row: (row.name.casefold(), row.person))
    return tuple(
        PersonRow(
            person=one.person,
            name=one.name,
            is_active=one.active_on(portfolio.as_of),
            roles=tuple(held[one.person]),
            of_agents={agent: tuple(sorted(roles)) for agent, roles in for_agents[one.person].items()},
            sign_ins=tuple(linked[one.person]),
            about=one.function or "",
        )
        for one in people
    )


def json_shape(rows: Iterable[PersonRow]) -> dict[str, object]:
    """The JSON of the command line (docs/json.md)."""
    return {"people": [_shape(row) for row in rows]}


def _held(portfolio: Portfolio) -> Mapping[str, Mapping[str, set[Role]]]:
    """Return by person and agent what `held_by` says of one: a thousand people are asked about in one pass."""
    found: dict[str, dict[str, set[Role]]] = defaultdict(lambda: defaultdict(set))
    stand_ins = _stand_ins(portfolio)
    for evidence in portfolio.agents:
        held = [(row.person, row.role) for row in evidence.assignments if row.held_on(portfolio.as_of)]
        held += [(action.risk_owner, Role.RISK_OWNER) for action in evidence.actions if action.risk_owner]
        for person, role in held:
            for each in (person, *stand_ins.get(person, ())):
                found[each][evidence.agent.agent].add(role)
    return found


def _stand_ins(portfolio: Portfolio) -> Mapping[str, tuple[str, ...]]:
    """Return who stands in for each active person: their delegate, while that one is active too."""
    people, day = portfolio.company.people, portfolio.as_of
    pairs = ((row.person, people.get(row.delegate or "")) for row in people.values() if row.active_on(day))
    return {person: (other.person,) for person, other in pairs if other is not None and other.active_on(day)}


def _shape(row: PersonRow) -> dict[str, object]:
    return {
        "person": row.person,
        "name": row.name,
        "active": row.is_active,
        "roles": [{"role": held.role, "since": held.since.isoformat(), "by": held.by} for held in row.roles],
        "of_agents": {agent: list(held) for agent, held in row.of_agents.items()},
        "sign_ins": [{"issuer": issuer, "subject": subject} for issuer, subject in row.sign_ins],
    }
