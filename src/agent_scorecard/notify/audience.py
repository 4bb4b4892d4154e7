"""Who is told what: each person what concerns them, leaders and lists the whole, every channel its own readers."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from agent_scorecard.access import AccessMode, Actor, CompanyRole
from agent_scorecard.boards.digest.board import of_person
from agent_scorecard.boards.digest.shapes import Digest
from agent_scorecard.boards.people import PersonRow
from agent_scorecard.notify.memory import Reader
from agent_scorecard.notify.settings import Email, Settings, is_address
from agent_scorecard.rules.facts import Person
from agent_scorecard.vocabulary import Role

EMAIL, WEBHOOK, FILE = "email", "webhook", "file"
COMPANY = "company"


@dataclass(frozen=True, slots=True)
class Post:
    """What stands for one reader today, told or not."""

    reader: Reader
    digest: Digest


@dataclass(frozen=True, slots=True)
class Audience:
    """`unreachable` are people who have something to be told and no address mail can go to."""

    posts: tuple[Post, ...]
    unreachable: tuple[str, ...]


def actors(rows: Sequence[PersonRow]) -> Mapping[str, Actor]:
    """Return the active people as the table of rights asks about them, those with a role only."""
    active = (row for row in rows if row.is_active and (row.roles or row.of_agents))
    return {row.person: _actor(row) for row in active}


def audience(
    settings: Settings, whole: Digest, people: Mapping[str, Person], leaders: Sequence[str], only: str | None = None
) -> Audience:
    """Return every post of today; `only` one person's own digest where one is named."""
    active = {name: person for name, person in people.items() if person.active_on(whole.as_of)}
    chosen = sorted(active) if only is None else [only]
    own = {name: of_person(whole, name) for name in chosen if name in active}
    posts = [post for channel in _channels(settings) for post in _of_people(channel, own, active)]
    if only is None:
        posts += [Post(reader, whole) for reader in _of_company(settings, active, leaders)]
    told = {name for name, digest in own.items() if digest.lines} if _mails_people(settings) else set()
    return Audience(tuple(posts), tuple(sorted(name for name in told if not is_address(active[name].email or ""))))


def leaders_of(rows: Sequence[PersonRow]) -> tuple[str, ...]:
    """Return the active leaders, in order of name."""
    return tuple(
        row.person for row in rows if row.is_active and CompanyRole.LEADER in {held.role for held in row.roles}
    )


def _actor(row: PersonRow) -> Actor:
    assigned = frozenset(Role(role) for held in row.of_agents.values() for role in held)
    return Actor(row.person, AccessMode.COMPANY, True, frozenset(held.role for held in row.roles), assigned)


def _mails_people(settings: Settings) -> bool:
    return settings.email is not None and "people" in settings.email.to


def _channels(settings: Settings) -> Iterator[tuple[str, str]]:
    """Each channel that tells people, with the one place it goes to; mail goes to the address of each."""
    if _mails_people(settings):
        yield EMAIL, ""
    if settings.webhook is not None and "people" in settings.webhook.to:
        yield WEBHOOK, _host(settings.webhook.url)
    if settings.file is not None and "people" in settings.file.to:
        yield FILE, settings.file.folder


def _of_people(channel: tuple[str, str], own: Mapping[str, Digest], people: Mapping[str, Person]) -> Iterator[Post]:
    name, place = channel
    for person, digest in own.items():
        address = place or people[person].email or ""
        if name != EMAIL or is_address(address):
            yield Post(Reader(name, f"person:{person}", address, person), digest)


def _of_company(settings: Settings, people: Mapping[str, Person], leaders: Sequence[str]) -> Iterator[Reader]:
    if settings.email is not None and COMPANY in settings.email.to:
        yield from _mailed(settings.email, people, leaders)
    if settings.webhook is not None and COMPANY in settings.webhook.to:
        yield Reader(WEBHOOK, COMPANY, _host(settings.webhook.url))
    if settings.file is not None and COMPANY in settings.file.to:
        yield Reader(FILE, COMPANY, settings.file.folder)


def _mailed(email: Email, people: Mapping[str, Person], leaders: Sequence[str]) -> Iterator[Reader]:
    """Every leader with an address, and every address of the list that is no leader's."""
    seen: set[str] = set()
    for name in leaders:
        address = people[name].email or "" if name in people else ""
        if is_address(address):
            seen.add(address.casefold())
            yield Reader(EMAIL, f"{COMPANY}:{name}", address, name)
    for address in email.company_to:
        if address.casefold() not in seen:
            seen.add(address.casefold())
            yield Reader(EMAIL, f"{COMPANY}:list:{_short(address)}", address)


def _short(address: str) -> str:
    """A name for a configured address that keeps the address itself out of the chain of events."""
    return hashlib.sha256(address.casefold().encode()).hexdigest()[:12]


def _host(url: str) -> str:
    """The host of a webhook: what follows it may be a secret."""
    return urlsplit(url).hostname or ""
