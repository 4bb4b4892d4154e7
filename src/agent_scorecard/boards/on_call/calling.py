"""Whom to call, in which order: on call first, then the contacts as recorded, then whoever answers for the agent."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from agent_scorecard import format
from agent_scorecard.boards import words
from agent_scorecard.boards.on_call.shapes import Call, Line
from agent_scorecard.rules.evidence import Evidence
from agent_scorecard.rules.facts import Person
from agent_scorecard.rules.raci import is_active, is_agent
from agent_scorecard.vocabulary import Role

ANSWERS = {
    Role.ON_CALL: "on call",
    Role.OPERATIONS_LEAD: "operates it",
    Role.ACCOUNTABLE_OWNER: "owner",
    Role.SYSTEM_OWNER: "system owner",
    Role.BUILDER: "built it",
}
TAKES_OVER = "takes over escalations"
KNOWS = (Role.SYSTEM_OWNER, Role.BUILDER, Role.OPERATIONS_LEAD, Role.ACCOUNTABLE_OWNER)
"""Whom to ask what nobody wrote down, first the one who is nearest to the machine."""

_PHONE = re.compile(r"\+?\d[\d ()./\-]{5,}\d")
_LEADING = re.compile(r"[^\W\d_]+(?:[ '\-][^\W\d_]+)*")
_AROUND = " ,;:|-–—"


def call_order(evidence: Evidence) -> tuple[Call, ...]:
    """Return everybody to call in their turn; those who are gone come last and have none."""
    roles = _roles(evidence)
    reached = [(text, _person_of(text, evidence.company.people, roles)) for text in evidence.agent.contacts]
    contacts = {person: text for text, person in reversed(reached) if person is not None}
    people = roles.keys() | contacts.keys()
    turns = dict.fromkeys([*evidence.holders(Role.ON_CALL), *(person or text for text, person in reached), *roles])
    calls = [
        _call(evidence, turn, roles.get(turn, ()), contacts.get(turn, "")) if turn in people else _contact(turn)
        for turn in turns
    ]
    there = [call for call in calls if not _is_gone(evidence, call)]
    gone = [call for call in calls if _is_gone(evidence, call)]
    return (*(replace(call, place=place) for place, call in enumerate(there, 1)), *gone)


def open_calls(evidence: Evidence, calls: Sequence[Call]) -> tuple[Line, ...]:
    """Return what is not known about whom to call, as questions."""
    lines = []
    if not any(is_active(evidence, id_) for id_ in evidence.holders(Role.ON_CALL)):
        lines.append(Line("On call", "Who is on call?", ask(evidence, "assignments.csv, role on_call"), "on_call"))
    silent = [call.name for call in calls if call.place and ANSWERS[Role.ON_CALL] in call.roles and not call.reach]
    if not evidence.agent.contacts:
        question = "Which number or channel reaches them?"
        lines.append(Line("Numbers", question, ask(evidence, "agents.csv, contacts"), "contacts"))
    elif silent:
        question = f"Which number or channel reaches {format.listed(silent)}?"
        lines.append(Line("Numbers", question, "Write it into agents.csv, contacts, before the next night.", "number"))
    return tuple(lines)


def ask(evidence: Evidence, place: str) -> str:
    """The way out of a question: who may know it now, and where the answer is to be written."""
    held = (id_ for role in KNOWS for id_ in evidence.holders(role))
    known = next((id_ for id_ in held if is_active(evidence, id_)), None)
    who = f"Ask {words.person(evidence.company, known)}" if known else "Nobody is recorded who would know: find out"
    return f"{who}, then write it into {place}."


def _roles(evidence: Evidence) -> dict[str, tuple[str, ...]]:
    """Person id to what they answer for, in the order of calls."""
    found: dict[str, list[str]] = {}
    held = [(id_, word) for role, word in ANSWERS.items() for id_ in evidence.holders(role)]
    taking = [(row.person, TAKES_OVER) for row in evidence.escalations if row.person]
    for id_, word in dict.fromkeys([*held, *taking]):
        found.setdefault(id_, []).append(word)
    return {id_: tuple(held) for id_, held in found.items()}


def _person_of(text: str, people: Mapping[str, Person], answering: Iterable[str]) -> str | None:
    """The one person a contact names: by id, full name or address, or by a first name only one who answers has."""
    if (id_ := _id_in(text)) in people:
        return id_
    whole = [id_ for id_, person in people.items() if _names(text, (person.name, person.email))]
    if whole:
        return whole[0] if len(whole) == 1 else None
    leading = _LEADING.match(text)
    first = [id_ for id_ in answering if id_ in people and leading and _first(people[id_].name) == leading[0]]
    return first[0] if len(first) == 1 else None


def _id_in(text: str) -> str:
    """What may be an id: the word before a number, a sign or the end; before another word it is a first name."""
    word, _, rest = text.partition(" ")
    return word.strip(_AROUND) if word[-1:] in _AROUND or not rest[:1].isalpha() else ""


def _first(name: str) -> str:
    return name.partition(" ")[0]


def _names(text: str, names: Iterable[str | None]) -> bool:
    return any(re.search(rf"(?<!\w){re.escape(name)}(?!\w)", text, re.IGNORECASE) for name in names if name)


def _call(evidence: Evidence, id_: str, roles: tuple[str, ...], text: str) -> Call:
    person = evidence.company.people.get(id_)
    name, email = (person.name, person.email or "") if person else (id_, "")
    reach = _without_name(text, (name, _first(name), id_))
    return Call(0, id_, name, roles, reach, _dialled(reach), email, _note(evidence, id_, person, reach))


def _contact(text: str) -> Call:
    """A contact that is nobody of the company: a hotline, a channel, a provider."""
    number = _PHONE.search(text)
    name = " ".join(text.replace(number[0], " ").split()).strip(_AROUND) if number else text
    return Call(0, None, name or text, (), number[0] if number and name else "", _dialled(text), "", "")


def _without_name(text: str, names: Iterable[str]) -> str:
    for start in names:
        if text.casefold().startswith(start.casefold()):
            return text[len(start) :].strip(_AROUND)
    return text


def _dialled(text: str) -> str:
    number = _PHONE.search(text)
    return re.sub(r"[^\d+]", "", number[0]) if number else ""


def _note(evidence: Evidence, id_: str, person: Person | None, reach: str) -> str:
    if person is None:
        return "an agent: it cannot be called" if is_agent(evidence, id_) else "not among the people on file"
    if person.active_on(evidence.as_of):
        return "" if reach else "no number on record"
    since = f" since {format.full_day(person.inactive_since)}" if person.inactive_since else ""
    deputy = person.delegate if is_active(evidence, person.delegate) else None
    return f"gone{since}{f', deputy {words.person(evidence.company, deputy)}' if deputy else ''}"


def _is_gone(evidence: Evidence, call: Call) -> bool:
    return call.person is not None and not is_active(evidence, call.person)
