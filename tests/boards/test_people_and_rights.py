"""Who holds what, who waits, and which agents nobody owns: what the page says of them."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from agent_scorecard.access import AccessMode, Actor, CompanyRole, Right
from agent_scorecard.access.table import TABLE
from agent_scorecard.boards.people import HeldRole, people_board
from agent_scorecard.boards.people_and_rights import IN_LOCAL_MODE, Waiting, may_manage, people_and_rights, searched
from agent_scorecard.boards.who_may import who_may
from agent_scorecard.rules.evidence import Portfolio
from agent_scorecard.rules.facts import Assignment, Person
from agent_scorecard.rules.standing import held_by
from agent_scorecard.vocabulary import Role
from tests.build import AS_OF
from tests.healthy import healthy

ADMIN = Actor("ana", AccessMode.COMPANY, True, frozenset({CompanyRole.ADMIN}))
VIEWER = Actor("vic", AccessMode.COMPANY, True, frozenset({CompanyRole.VIEWER}))
ZOE = Waiting("https://login.example.com", "sub-zoe", "Zoe Lund", datetime(2026, 10, 30, 9, tzinfo=UTC))
GIVEN = [("ana", HeldRole(CompanyRole.ADMIN, date(2026, 10, 1), "operator"))]


def portfolio(**changed):
    evidence = healthy()
    people = {**evidence.company.people, **{row.person: row for row in changed.pop("people", ())}}
    company = replace(evidence.company, people=people)
    return Portfolio(company, AS_OF, (replace(evidence, company=company, **changed),))


def board(actor=ADMIN, waiting=(), **changed):
    whole = portfolio(**changed)
    return people_and_rights(whole, people_board(whole, GIVEN, [("ana", ("https://i", "sub-ana"))]), waiting, actor)


def test_of_everybody_the_page_says_what_holds_for_one():
    whole = portfolio(
        people=(Person("zed", "Zed", delegate="ana"),),
        assignments=(*healthy().assignments, Assignment(Role.ON_CALL, "zed")),
    )
    for row in people_board(whole, (), ()):
        (evidence,) = whole.agents
        held = tuple(sorted(held_by(evidence, row.person)))
        assert row.of_agents == ({evidence.agent.agent: held} if held else {})


def test_roles_and_sign_ins_stand_beside_their_person():
    ana = next(row for row in board().rows if row.person == "ana")
    assert [(held.role, held.by) for held in ana.roles] == [("admin", "operator")]
    assert ana.sign_ins == (("https://i", "sub-ana"),)


@pytest.mark.parametrize(
    ("actor", "seen", "more"),
    [
        (ADMIN, (ZOE,), ""),
        (VIEWER, (), "vic may not manage people and rights: an admin may."),
        (Actor("ana"), (), IN_LOCAL_MODE),
    ],
)
def test_who_waits_is_shown_to_those_who_can_let_them_in(actor, seen, more):
    shown = board(actor, waiting=[ZOE])
    assert (shown.waiting, shown.more) == (seen, more)
    assert ("One sign-in is waiting to be linked." in shown.deck) is bool(seen)


def test_nobody_manages_their_own_rights():
    assert may_manage(ADMIN, "ana") == "Nobody changes their own rights: another admin may."
    assert may_manage(ADMIN, "ben") is True


def test_an_agent_without_an_active_owner_is_listed_with_what_became_of_the_last():
    assert board().unowned == ()
    shown = board(assignments=())
    assert [(row.agent, row.about) for row in shown.unowned] == [("support-triage", "no owner named")]
    assert "One agent is without an active owner." in shown.deck


@pytest.mark.parametrize("text", ["ADMIN", "ana", "accountable owner", "support-triage owner"])
def test_a_search_finds_names_roles_and_agents(text):
    found = searched(board(), text)
    assert "ana" in [row.person for row in found.rows]
    assert found.total == len(board().rows)


def test_a_search_for_nobody_finds_nobody():
    assert searched(board(), "nobody-like-that").rows == ()


def test_the_table_of_rights_names_every_right_that_somebody_has():
    assert len(who_may()) == len({row.right for row in TABLE})
    assert {line.deed for line in who_may() if not (line.at_once or line.proposes or line.approves)} == set()
    assert len(who_may()) <= len(Right)


def test_the_table_of_rights_says_under_which_condition():
    by_deed = {line.deed: line for line in who_may()}
    expand = by_deed["Expand an agent"]
    assert (expand.at_once, expand.proposes) == ("owner (low tier)", "owner (medium or high tier)")
    assert expand.approves.startswith("risk owner (not its own owner)")


def test_where_nobody_signs_in_and_nobody_has_a_role_nothing_is_said_of_roles():
    whole = portfolio()
    shown = people_and_rights(whole, people_board(whole, (), ()), (), Actor("ana"))
    assert (shown.with_roles, shown.deck) == (False, "Six people are active.")
    assert board(Actor("ana")).with_roles
