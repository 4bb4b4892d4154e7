"""What the search finds: agents by name or id, people with the agents they answer for, incidents by number."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from agent_scorecard.rules.evidence import Company, Evidence
from agent_scorecard.rules.facts import Person
from agent_scorecard.vocabulary import Role

ANSWERS = (Role.ACCOUNTABLE_OWNER, Role.RISK_OWNER, Role.ON_CALL)


@dataclass(frozen=True, slots=True)
class Hit:
    """One thing to go to: what is shown, the page, and what is chosen there as (name, value)."""

    label: str
    page: str
    chosen: tuple[str, str]


def hits(company: Company, agents: Sequence[Evidence]) -> tuple[Hit, ...]:
    """Everything that can be found, agents first, each group in order of its words."""
    groups = (_agents(agents), _people(company, agents), _incidents(agents), _cards(agents))
    return tuple(hit for group in groups for hit in sorted(group, key=lambda hit: hit.label.casefold()))


def person_meant(company: Company, typed: str) -> str:
    """Return the id of the one active person this can mean: an id, an e-mail, a name or a word of it.

    What means nobody, or more than one, is returned as it was typed.
    """
    wanted = " ".join(typed.casefold().split())
    active = [row for row in company.people.values() if row.active]
    whole = [row.person for row in active if wanted in _whole_names(row)]
    part = [row.person for row in active if wanted in row.name.casefold().split()]
    found = whole or part
    return found[0] if len(found) == 1 else typed.strip()


def _whole_names(person: Person) -> set[str]:
    return {" ".join(name.casefold().split()) for name in (person.person, person.name, person.email or person.name)}


def _agents(agents: Sequence[Evidence]) -> Iterator[Hit]:
    for one in agents:
        agent = one.agent
        label = agent.name if agent.name == agent.agent else f"{agent.name} ({agent.agent})"
        yield Hit(label, "scorecard", ("agent", agent.agent))


def _people(company: Company, agents: Sequence[Evidence]) -> Iterator[Hit]:
    for one in agents:
        for row in one.assignments:
            person = company.people.get(row.person)
            if person is not None and row.role in ANSWERS and row.held_on(one.as_of):
                role = row.role.value.replace("_", " ")
                label = f"{person.name} ({person.person}) · {role} · {one.agent.name}"
                yield Hit(label, "scorecard", ("agent", one.agent.agent))


def _incidents(agents: Sequence[Evidence]) -> Iterator[Hit]:
    for one in agents:
        for row in one.incidents:
            about = f" · {row.summary}" if row.summary else ""
            yield Hit(f"{row.incident}{about}", "incidents", ("incident", row.incident))


def _cards(agents: Sequence[Evidence]) -> Iterator[Hit]:
    for one in agents:
        agent = one.agent
        yield Hit(f"3 a.m. card · {agent.name} ({agent.agent})", "on_call", ("agent", agent.agent))
