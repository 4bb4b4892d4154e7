"""What the search offers, and where each entry leads."""

from dataclasses import replace
from types import MappingProxyType

import pytest

from agent_scorecard.boards.search import Hit, hits, person_meant
from agent_scorecard.rules.facts import Assignment, Person
from agent_scorecard.vocabulary import Role
from tests.boards.build import COMPANY, named
from tests.build import AS_OF, incident


def labels(*assessed) -> list[str]:
    return [hit.label for hit in hits(COMPANY, [one.evidence for one in assessed])]


def test_an_empty_company_has_nothing_to_find():
    assert hits(COMPANY, ()) == ()


def test_an_agent_leads_to_its_cards_and_two_of_one_name_are_told_apart():
    one = named("Triage", assignments=(), incidents=())
    twin = replace(one, evidence=replace(one.evidence, agent=replace(one.evidence.agent, agent="triage-2")))
    assert hits(COMPANY, (one.evidence, twin.evidence)) == (
        Hit("Triage (triage)", "scorecard", ("agent", "triage")),
        Hit("Triage (triage-2)", "scorecard", ("agent", "triage-2")),
        Hit("3 a.m. card · Triage (triage)", "on_call", ("agent", "triage")),
        Hit("3 a.m. card · Triage (triage-2)", "on_call", ("agent", "triage-2")),
    )


def test_a_person_is_found_where_they_answer_today():
    held = (
        Assignment(Role.ACCOUNTABLE_OWNER, "ana"),
        Assignment(Role.ON_CALL, "ana", until=AS_OF.replace(year=2025)),
        Assignment(Role.BUILDER, "ana"),
        Assignment(Role.OWN_METRIC, "ana"),
        Assignment(Role.ON_CALL, "nobody-known"),
    )
    name = COMPANY.people["ana"].name
    found = labels(named("Triage", assignments=held, incidents=()))
    assert found[:-1] == ["Triage (triage)", f"{name} (ana) · accountable owner · Triage"]


def test_an_incident_is_found_by_its_number():
    one = named("Triage", assignments=(), incidents=(incident(AS_OF, incident="INC-7", summary="Paid twice"),))
    assert hits(COMPANY, (one.evidence,))[1] == Hit("INC-7 · Paid twice", "incidents", ("incident", "INC-7"))


TEAM = replace(
    COMPANY,
    people=MappingProxyType(
        {
            "mo": Person("mo", "Maya Okafor", active=True, email="maya@shop.example"),
            "mk": Person("mk", "Maya  Klein", active=True),
            "jo": Person("jo", "Jonas Berg", active=True),
            "gone": Person("gone", "Nadia Haddad", active=False),
        }
    ),
)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("mo", "mo"),
        (" Maya Okafor ", "mo"),
        ("MAYA@shop.example", "mo"),
        ("maya klein", "mk"),
        ("okafor", "mo"),
        ("Jonas", "jo"),
        ("Maya", "Maya"),
        ("Nadia", "Nadia"),
        (" Somebody New ", "Somebody New"),
        ("", ""),
    ],
)
def test_a_name_typed_in_haste_means_the_one_person_it_can_mean(typed, meant):
    assert person_meant(TEAM, typed) == meant
