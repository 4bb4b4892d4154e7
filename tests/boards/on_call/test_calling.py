"""Whom to call: on call first, then the contacts as recorded, then whoever answers; those who are gone have no turn."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from types import MappingProxyType

import pytest

from agent_scorecard.boards.on_call.calling import Call, call_order, open_calls
from agent_scorecard.rules.evidence import Evidence
from agent_scorecard.rules.facts import Assignment, Escalation, Person
from agent_scorecard.vocabulary import Role
from tests.build import evidence
from tests.build import person as somebody

ON_CALL = (Assignment(Role.ON_CALL, "dan"),)
LEFT = date(2026, 8, 12)


def person(id_: str, called: str = "", **changes) -> Person:
    return replace(somebody(id_), name=called or id_.title(), **changes)


def named(*people) -> dict[str, object]:
    return {"people": MappingProxyType({one.person: one for one in people})}


def turns(one: Evidence) -> list[tuple[int, str, str]]:
    return [(call.place, call.name, call.reach) for call in call_order(one)]


def only(contacts=(), assignments=ON_CALL, **changes) -> Evidence:
    return evidence(contacts=contacts, assignments=assignments, escalations=(), **changes)


def asked(one: Evidence) -> list[str]:
    return [line.code for line in open_calls(one, call_order(one))]


def test_the_healthy_agent_is_answered_for_in_this_order():
    found = call_order(evidence())
    assert [(call.place, call.name, call.roles, call.reach) for call in found] == [
        (1, "Dan", ("on call", "operates it", "takes over escalations"), ""),
        (2, "Ana", ("owner", "takes over escalations"), "+1 555 0100"),
        (3, "Ben", ("system owner", "built it"), "+1 555 0101"),
    ]


def test_contacts_keep_their_own_order_behind_whoever_is_on_call():
    rows = (*ON_CALL, Assignment(Role.ACCOUNTABLE_OWNER, "ana"), Assignment(Role.SYSTEM_OWNER, "ben"))
    one = only(("Ben 555 0101", "Hosting hotline 0800 555 0199", "Ana, chat #night", "Dan 555 0102"), rows)
    assert turns(one) == [
        (1, "Dan", "555 0102"),
        (2, "Ben", "555 0101"),
        (3, "Hosting hotline", "0800 555 0199"),
        (4, "Ana", "chat #night"),
    ]


@pytest.mark.parametrize(
    ("contact", "reach"),
    [
        ("Dan 555 0102", "555 0102"),
        ("Dan Marsh: 555 0102", "555 0102"),
        ("pager of dan marsh 555 0102", "pager of dan marsh 555 0102"),
        ("555 0102 dan@example.com", "555 0102 dan@example.com"),
        ("dan 555 0102", "555 0102"),
        ("dan, chat #night", "chat #night"),
        ("dan miller 555 0102", ""),
        ("Dan Miller 555 0102", ""),
        ("Danielle 555 0102", ""),
        ("555 0102", ""),
    ],
)
def test_a_contact_belongs_to_the_one_person_it_names(contact, reach):
    found = call_order(only((contact,), **named(person("dan", "Dan Marsh"))))
    assert (found[0].name, found[0].reach) == ("Dan Marsh", reach)
    assert len(found) == (1 if reach else 2)


def test_a_first_name_two_of_them_share_names_neither():
    rows = (*ON_CALL, Assignment(Role.ACCOUNTABLE_OWNER, "dan-2"))
    both = named(person("dan", "Dan Marsh"), person("dan-2", "Dan Ode"))
    assert turns(only(("Dan 555 0102",), rows, **both)) == [
        (1, "Dan Marsh", ""),
        (2, "Dan", "555 0102"),
        (3, "Dan Ode", ""),
    ]


@pytest.mark.parametrize(
    ("contact", "phone"),
    [
        ("Night desk +1 (303) 555-0142", "+13035550142"),
        ("Night desk 555 0142 ext 3", "5550142"),
        ("chat #night", ""),
        ("Room 12", ""),
    ],
)
def test_a_telephone_dials_the_number_that_is_written(contact, phone):
    (found,) = call_order(only((contact,), ()))
    assert (found.place, found.person, found.phone) == (1, None, phone)


def test_a_contact_without_words_is_its_number():
    assert turns(only(("+1 303 555 0142",), ())) == [(1, "+1 303 555 0142", "")]


def test_whoever_is_gone_comes_last_without_a_turn_and_with_the_deputy():
    people = named(person("dan", active=False, inactive_since=LEFT, delegate="eva"), person("eva"), person("ana"))
    rows = (*ON_CALL, Assignment(Role.ACCOUNTABLE_OWNER, "ana"))
    found = call_order(only(("Dan 555 0102",), rows, **people))
    assert [(call.place, call.name, call.note) for call in found] == [
        (1, "Ana", "no number on record"),
        (0, "Dan", "gone since 12 Aug 2026, deputy Eva"),
    ]


def test_a_contact_who_left_is_known_by_the_full_name_though_no_role_is_held():
    people = named(person("omar", "Omar Reyes", active=False))
    assert [(call.place, call.note) for call in call_order(only(("Omar Reyes 555 0104",), (), **people))] == [
        (0, "gone")
    ]


def test_on_an_earlier_day_they_are_still_there():
    people = named(person("dan", active=False, inactive_since=LEFT))
    one = replace(only(("Dan 555 0102",), **people), as_of=date(2026, 8, 11))
    assert turns(one) == [(1, "Dan", "555 0102")]


@pytest.mark.parametrize(
    ("id_", "note"),
    [("support-triage", "an agent: it cannot be called"), ("somebody", "not among the people on file")],
)
def test_who_is_no_person_cannot_be_called(id_, note):
    assert call_order(only((), (Assignment(Role.ON_CALL, id_),))) == (
        Call(0, id_, id_, ("on call",), "", "", "", note),
    )


def test_whoever_takes_an_escalation_over_is_called_last():
    one = evidence(contacts=(), assignments=ON_CALL, escalations=(Escalation("Angry", None, "finn"),))
    assert [(call.name, call.roles) for call in call_order(one)] == [
        ("Dan", ("on call",)),
        ("Finn", ("takes over escalations",)),
    ]


@pytest.mark.parametrize(
    ("contacts", "assignments", "codes"),
    [
        (("Dan 555 0102",), ON_CALL, []),
        (("Ana 555 0100",), ON_CALL, ["number"]),
        ((), ON_CALL, ["contacts"]),
        (("Ana 555 0100",), (), ["on_call"]),
        ((), (), ["on_call", "contacts"]),
        (("Dan 555 0102",), (Assignment(Role.ON_CALL, "support-triage"),), ["on_call"]),
    ],
)
def test_what_is_not_known_about_whom_to_call_is_asked(contacts, assignments, codes):
    assert asked(only(contacts, assignments)) == codes


def test_the_way_out_names_who_may_know_and_where_it_is_written():
    lines = [open_calls(only((), rows), ())[-1].detail for rows in ((Assignment(Role.BUILDER, "ben"),), ())]
    assert lines == [
        "Ask Ben, then write it into agents.csv, contacts.",
        "Nobody is recorded who would know: find out, then write it into agents.csv, contacts.",
    ]


def test_somebody_who_left_has_no_turn_when_a_contact_names_them_by_id():
    gone = person("dm7", "Dan Marsh", active=False, inactive_since=LEFT)
    found = call_order(only(("dm7 555 0102",), (), **named(gone)))
    assert [(call.place, call.name, call.reach) for call in found] == [(0, "Dan Marsh", "555 0102")]
