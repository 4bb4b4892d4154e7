"""Who closes a serious incident beside the owner."""

from __future__ import annotations

import pytest

from agent_scorecard.rules.closing import not_second, second_people
from agent_scorecard.rules.facts import Assignment
from agent_scorecard.vocabulary import Role
from tests.build import AS_OF, evidence, person

OWNED = (Assignment(Role.ACCOUNTABLE_OWNER, "ana"), Assignment(Role.RISK_OWNER, "zoe"))
GONE = person("gone", active=False, inactive_since=AS_OF)


def company(*names: str, assignments=OWNED):
    people = {name: person(name) for name in names}
    return evidence(assignments=assignments, people={**people, "gone": GONE})


def test_the_risk_owner_comes_first_and_whoever_left_or_owns_it_not_at_all():
    assert second_people(company("ana", "ben", "zoe")) == ("zoe", "ben")


@pytest.mark.parametrize(
    ("people", "name", "why"),
    [
        (("ana", "ben", "zoe"), "ben", ""),
        (("ana", "zoe"), "ana", "The owner of the agent does not do that alone: Zoe (zoe) may."),
        (("ana", "zoe"), "gone", "gone is not on file as active: Zoe (zoe) may."),
        (("ana", "zoe"), "", "Nobody is not on file as active: Zoe (zoe) may."),
        (("ana",), "ana", ""),
        (("ana",), "gone", "Nobody but the owner is on file as active: add a person to people.csv."),
        (
            ("ana", "ben", "cem", "dan", "zoe"),
            "ana",
            (
                "The owner of the agent does not do that alone: "
                "Zoe (zoe), Ben (ben), Cem (cem) or anybody else who is active may."
            ),
        ),
    ],
    ids=["a second person", "the owner", "who left", "no name", "alone in the company", "alone and gone", "many"],
)
def test_the_owner_is_not_the_second_person_unless_nobody_else_is_there(people, name, why):
    assert not_second(company(*people), name) == why
