"""The page of who holds what: everybody on file, agents nobody owns, and sign-ins that stand for nobody yet."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal

from agent_scorecard import format
from agent_scorecard.access import AccessMode, Actor, CompanyRole, Right, Subject, can
from agent_scorecard.boards import words
from agent_scorecard.boards.people import PersonRow
from agent_scorecard.rules.activity import is_in_service
from agent_scorecard.rules.evidence import Portfolio

IN_LOCAL_MODE = (
    "In local mode whoever can open this page acts as the name they pick, in every role. "
    "What stands here binds in company mode, where people sign in."
)


@dataclass(frozen=True, slots=True)
class Waiting:
    """A sign-in that stands for nobody: what the provider calls them, and when they were last here (UTC)."""

    issuer: str
    subject: str
    called: str
    last_seen: datetime


@dataclass(frozen=True, slots=True)
class Unowned:
    """An agent without an active owner, and what became of the last one."""

    agent: str
    name: str
    about: str


@dataclass(frozen=True, slots=True)
class PeopleAndRights:
    """`may_manage` is True, or the sentence that says why not; `rows` are those that match the search, of `total`.

    `names` are those of agents, by id. `with_roles` says whether roles of the company mean anything here.
    """

    over: str
    deck: str
    more: str
    total: int
    rows: tuple[PersonRow, ...]
    names: Mapping[str, str]
    unowned: tuple[Unowned, ...]
    waiting: tuple[Waiting, ...]
    may_manage: Literal[True] | str
    with_roles: bool


def people_and_rights(
    portfolio: Portfolio, rows: tuple[PersonRow, ...], waiting: Sequence[Waiting], actor: Actor
) -> PeopleAndRights:
    """Build the page from the rows of `people_board`; who waits is shown to those who can let them in."""
    may = may_manage(actor)
    unowned = _unowned(portfolio)
    seen = tuple(waiting) if may is True else ()
    with_roles = actor.mode is AccessMode.COMPANY or any(row.roles or row.sign_ins for row in rows)
    return PeopleAndRights(
        over=words.over_line(portfolio.company, portfolio.as_of),
        deck=_deck(rows, unowned, seen, with_roles),
        more=IN_LOCAL_MODE if actor.mode is AccessMode.LOCAL else "" if may is True else may,
        total=len(rows),
        rows=rows,
        names={row.agent.agent: row.agent.name for row in portfolio.agents},
        unowned=unowned,
        waiting=seen,
        may_manage=may,
        with_roles=with_roles,
    )


def may_manage(actor: Actor, person: str | None = None) -> Literal[True] | str:
    """Answer whether the actor may change rights, of this person where one is named; in local mode nobody does."""
    if actor.mode is AccessMode.LOCAL:
        return IN_LOCAL_MODE
    return can(actor, Right.MANAGE_PEOPLE, Subject(person=person))


def searched(board: PeopleAndRights, text: str) -> PeopleAndRights:
    """Return the board with the people in whose line every word of the text stands."""
    wanted = text.casefold().split()
    told = ((row, _said(row, board.names)) for row in board.rows)
    return replace(board, rows=tuple(row for row, said in told if all(word in said for word in wanted)))


def _said(row: PersonRow, names: Mapping[str, str]) -> str:
    held = (role for roles in row.of_agents.values() for role in roles)
    agents = (each for agent in row.of_agents for each in (agent, names[agent]))
    told = (row.person, row.name, row.about, *(each.role for each in row.roles), *agents, *held)
    return " ".join(told).casefold().replace("_", " ")


def _unowned(portfolio: Portfolio) -> tuple[Unowned, ...]:
    nobody = (row for row in portfolio.agents if row.active_owner is None and is_in_service(row))
    lines = (Unowned(row.agent.agent, row.agent.name, words.owner_line(row)[0]) for row in nobody)
    return tuple(sorted(lines, key=lambda line: (line.name.casefold(), line.agent)))


def _deck(rows: Sequence[PersonRow], unowned: Sequence[Unowned], waiting: Sequence[Waiting], with_roles: bool) -> str:
    if not rows:
        return "Nobody is on file yet."
    active = sum(row.is_active for row in rows)
    admins = sum(row.is_active and any(held.role is CompanyRole.ADMIN for held in row.roles) for row in rows)
    among = f", {format.plural(admins, 'admin')} among them" if with_roles else ""
    said = [f"{words.counted(active, 'person', 'people')} active{among}."]
    if unowned:
        said.append(f"{words.counted(len(unowned), 'agent')} without an active owner.")
    if waiting:
        said.append(f"{words.counted(len(waiting), 'sign-in')} waiting to be linked.")
    return " ".join(said)
