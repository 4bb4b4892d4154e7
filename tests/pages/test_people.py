"""People and rights: an admin lets people in and gives roles, everybody else looks, and nobody changes their own."""

from __future__ import annotations

import pytest

from agent_scorecard.access import CompanyRole
from agent_scorecard.boards.people_and_rights import IN_LOCAL_MODE
from agent_scorecard.recording import end_role
from agent_scorecard.recording.agreement import disagreements
from agent_scorecard.store.read_rights import held_now
from agent_scorecard.ui import choose
from tests.pages.test_company_mode import ISSUER, buttons, claims, come, company, link
from tests.recording.conftest import load_texts

__all__ = ["company"]


@pytest.fixture
def admin(company):
    """Ben is admin; Zoe signed in and stands for nobody."""
    link(company, "ben", CompanyRole.ADMIN)
    come(claims("zoe", name="Zoe Lund"))
    return company


def roles_of(engine):
    return {(row.person, row.role) for row in held_now(engine)[0]}


def test_in_local_mode_people_are_listed_and_the_page_says_when_rights_bind(visit):
    seen = visit("first", "people")
    assert seen.title == "People and rights"
    assert IN_LOCAL_MODE in seen.text
    assert "accountable owner" in seen.text
    assert [label for label in buttons(seen) if label in ("Link", "Give role")] == []


def test_with_nobody_on_file_the_page_says_which_file_brings_people(visit):
    assert "people.csv" in visit("empty", "people").text


def test_an_admin_links_a_sign_in_that_waits(admin):
    seen = come(claims("ben"), "people")
    assert "One sign-in is waiting to be linked." in seen.text
    assert f"sub-zoe of {ISSUER}" in seen.text
    seen.type("stands_for", "ana").press("Link")
    assert seen.successes == ["Zoe Lund signs in as Ana Ruiz from now on\\."]
    assert "waiting" not in seen.text
    assert {(row.subject, row.person) for row in held_now(admin)[1]} == {("sub-ben", "ben"), ("sub-zoe", "ana")}
    assert come(claims("zoe")).title == "This month"


def test_an_admin_gives_a_role_and_takes_it_back(admin):
    seen = come(claims("ben"), "people", person="ana").type("role_to_give", "reviewer").press("Give role")
    assert seen.errors == []
    assert ("ana", "reviewer") in roles_of(admin)
    assert "given by ben" in seen.text
    seen.press("End")
    assert roles_of(admin) == {("ben", "admin")}


def test_nobody_is_offered_to_change_their_own_rights(admin):
    seen = come(claims("ben"), "people", person="ben")
    assert "Nobody changes their own rights: another admin may." in seen.text
    assert [label for label in buttons(seen) if label in ("End", "Give role")] == []


def test_whoever_is_no_admin_sees_roles_and_no_form(admin):
    link(admin, "ana")
    seen = come(claims("ana"), "people", person="ben")
    assert "ana may not manage people and rights: an admin may." in seen.text
    assert "Zoe Lund" not in seen.text
    assert [label for label in buttons(seen) if label in ("Link", "End", "Give role")] == []


def test_an_admin_who_was_one_is_refused_in_the_form_still_open(admin):
    link(admin, "ana", CompanyRole.ADMIN)
    seen = come(claims("ben"), "people", person="ana").type("role_to_give", "leader")
    end_role(admin, "ben", CompanyRole.ADMIN, by="operator", at=choose.now())
    seen.press("Give role")
    assert ("ana", "leader") not in roles_of(admin)


def test_the_risk_owner_records_to_whom_an_owner_hands_over(admin):
    load_texts(admin, {"people.csv": "person,name\nzoe,Zoe Lund\n"})
    seen = come(claims("ben"), "people").type("owned_agent", "brief-writer").type("new_owner_brief-writer", "zoe")
    assert "Ana Ruiz answers for it and asks for the change" in seen.text
    seen.type("why_owner_brief-writer", "Ana moves on").press("Name the owner")
    assert seen.errors == []
    assert seen.successes == ["Zoe Lund answers for Brief writer from 31 Oct 2026 on\\."]
    assert disagreements(admin) == ()


def test_whoever_may_name_no_owner_sees_no_form(admin):
    link(admin, "ana", CompanyRole.VIEWER)
    assert [box.key for box in come(claims("ana"), "people").app.selectbox if box.key == "owned_agent"] == []


def test_a_search_narrows_the_people(visit):
    seen = visit("sample", "people", as_of=None)
    seen.type("q", "ruth")
    assert "1 of 19" in seen.text
    seen.type("q", "nobody-like-that")
    assert "Nobody like that" in seen.text
