from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Engine, update

from agent_scorecard.access import CompanyRole, SignedIn
from agent_scorecard.recording import (
    IncidentFields,
    NotPermitted,
    Refused,
    end_role,
    grant_role,
    link_sign_in,
    report_incident,
)
from agent_scorecard.recording.agreement import disagreements
from agent_scorecard.recording.permission import who
from agent_scorecard.store import ledger
from agent_scorecard.store.database import reader
from agent_scorecard.store.read_rights import grants, sign_ins
from agent_scorecard.store.scope import TABLES
from agent_scorecard.vocabulary import Role
from tests.recording.conftest import load_texts
from tests.recording.signed_in import AT, ISSUER, linked, signed_in
from tests.tampering import tampering

LATER = AT + timedelta(minutes=5)
ADMIN, VIEWER, REVIEWER = CompanyRole.ADMIN, CompanyRole.VIEWER, CompanyRole.REVIEWER


def refused(engine: Engine) -> list[ledger.LedgerRow]:
    with reader(engine).begin() as connection:
        rows = list(ledger.entries(connection, ledger.Chain.EVENTS))
    return [row for row in rows if row.what.endswith(": refused")]


def test_an_admin_gives_a_role_that_holds_from_the_next_click_on_and_takes_it_back(engine: Engine) -> None:
    cleo = linked(engine, "ana", ADMIN)
    ben = linked(engine, "ben")
    assert who(engine, ben, AT).roles == frozenset()
    grant_role(engine, "ben", REVIEWER, by=cleo, at=AT)
    assert who(engine, ben, AT).roles == {REVIEWER}
    end_role(engine, "ben", REVIEWER, by=cleo, at=LATER)
    assert who(engine, ben, LATER).roles == frozenset()
    with reader(engine).begin() as connection:
        found = [row for row in grants(connection) if row.role is REVIEWER]
    assert [(row.person, row.granted_by, row.granted_at, row.ended_by, row.ended_at) for row in found] == [
        ("ben", "ana", AT, "ana", LATER)
    ]
    assert disagreements(engine) == ()


def test_a_role_taken_back_can_be_given_again(engine: Engine) -> None:
    ben = linked(engine, "ben", REVIEWER)
    end_role(engine, "ben", REVIEWER, by="operator", at=AT)
    grant_role(engine, "ben", REVIEWER, by="operator", at=LATER)
    assert who(engine, ben, LATER).roles == {REVIEWER}
    assert disagreements(engine) == ()


@pytest.mark.parametrize("role", CompanyRole)
def test_nobody_gives_themselves_a_role_or_takes_one_of_their_own_back(engine: Engine, role: CompanyRole) -> None:
    ana = linked(engine, "ana", ADMIN)
    with pytest.raises(NotPermitted, match="Nobody changes their own rights: another admin may"):
        grant_role(engine, "ana", role, by=ana, at=AT)
    with pytest.raises(NotPermitted, match="Nobody changes their own rights"):
        end_role(engine, "ana", ADMIN, by=ana, at=AT)
    assert who(engine, ana, AT).roles == {ADMIN}


@pytest.mark.parametrize("role", [role for role in CompanyRole if role is not ADMIN])
def test_no_other_role_manages_people(engine: Engine, role: CompanyRole) -> None:
    ben = linked(engine, "ben", role)
    with pytest.raises(NotPermitted, match="ben may not manage people and rights: an admin may"):
        grant_role(engine, "ana", VIEWER, by=ben, at=AT)
    with pytest.raises(NotPermitted):
        link_sign_in(engine, "ana", ISSUER, "other", by=ben, at=AT)
    assert [row.actor for row in refused(engine)] == ["ben", "ben"]


@pytest.mark.parametrize(
    ("person", "sentence"),
    [
        ("nobody", "nobody is not a person of the company: add them to people.csv first."),
        ("gone", "Gil One is no longer active: name somebody who is."),
    ],
)
def test_only_an_active_person_of_the_company_gets_a_role(engine: Engine, person: str, sentence: str) -> None:
    with pytest.raises(Refused) as why:
        grant_role(engine, person, VIEWER, by="operator", at=AT)
    assert str(why.value) == sentence


def test_a_role_is_given_once_and_only_one_that_is_held_is_ended(engine: Engine) -> None:
    linked(engine, "ben", VIEWER)
    with pytest.raises(Refused, match="Ben Cole is viewer already"):
        grant_role(engine, "ben", VIEWER, by="operator", at=AT)
    with pytest.raises(Refused, match="ben is not leader: there is nothing to end"):
        end_role(engine, "ben", CompanyRole.LEADER, by="operator", at=AT)


def test_a_sign_in_linked_again_stands_for_the_last_person_only(engine: Engine) -> None:
    linked(engine, "ben", VIEWER)
    link_sign_in(engine, "ana", ISSUER, "sub-ben", by="operator", at=AT)
    assert who(engine, signed_in("ben"), AT).name == "ana"
    with reader(engine).begin() as connection:
        assert [(row.subject, row.person) for row in sign_ins(connection)] == [("sub-ben", "ana")]
    assert disagreements(engine) == ()


@pytest.mark.parametrize(
    ("issuer", "subject", "sentence"),
    [
        ("login.example.com", "1", "Write the issuer as the address the provider signs with"),
        (ISSUER, " ", "not the e-mail"),
        (ISSUER, "s" * 256, "not the e-mail"),
    ],
)
def test_a_sign_in_is_an_issuer_and_its_subject(engine: Engine, issuer: str, subject: str, sentence: str) -> None:
    with pytest.raises(Refused, match=sentence):
        link_sign_in(engine, "ana", issuer, subject, by="operator", at=AT)


def test_a_sign_in_is_known_by_issuer_and_subject_together(engine: Engine) -> None:
    ana = linked(engine, "ana", ADMIN)
    other = replace(ana, issuer="https://elsewhere.example.com")
    assert who(engine, other, AT).roles == frozenset()
    with pytest.raises(NotPermitted, match="has no role here"):
        grant_role(engine, "ben", VIEWER, by=other, at=AT)


def test_after_twelve_hours_a_person_signs_in_again(engine: Engine) -> None:
    linked(engine, "ana", ADMIN)
    assert who(engine, signed_in("ana", hours_ago=12), AT).roles == {ADMIN}
    with pytest.raises(NotPermitted, match="You signed in more than 12 hours ago: sign in again"):
        grant_role(engine, "ben", VIEWER, by=signed_in("ana", hours_ago=12.01), at=AT)


def test_somebody_who_left_is_refused_on_the_next_click(engine: Engine) -> None:
    ana = linked(engine, "ana", ADMIN)
    load_texts(engine, {"people.csv": "person,name,active,inactive_since\nana,Ana Ruiz,no,2026-10-30\n"})
    with pytest.raises(NotPermitted, match="Ana Ruiz is no longer active here: ask an admin"):
        who(engine, ana, AT)


def test_a_stranger_may_look_only_where_open_viewing_is_on(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    stranger = SignedIn(ISSUER, "new", AT)
    assert who(engine, stranger, AT).roles == frozenset()
    monkeypatch.setenv("AGENT_SCORECARD_OPEN_VIEWING", "yes")
    assert who(engine, stranger, AT).roles == {VIEWER}
    said = IncidentFields(agent="triage", summary="It sent a wrong answer", detected_at=AT)
    with pytest.raises(NotPermitted, match="you may look and record nothing"):
        report_incident(engine, said, by=stranger, at=AT)


def test_whoever_holds_a_role_for_an_agent_is_known_by_it_and_a_deputy_too(engine: Engine) -> None:
    ben = linked(engine, "ben")
    assert who(engine, ben, AT).assigned == {Role.SYSTEM_OWNER}
    load_texts(engine, {"people.csv": "person,name,delegate\nana,Ana Ruiz,ben\n"})
    assert who(engine, ben, AT).assigned == {Role.SYSTEM_OWNER, Role.ACCOUNTABLE_OWNER}


def test_a_role_written_past_the_product_shows(engine: Engine) -> None:
    linked(engine, "ben", VIEWER)
    with tampering(engine) as connection:
        connection.execute(update(TABLES["grants"]).values(ended_at=datetime(2026, 1, 1, tzinfo=UTC)))
    (sentence,) = disagreements(engine)
    assert sentence.startswith("Role of ben viewer")
    assert sentence.endswith("is not what the ledger says.")
