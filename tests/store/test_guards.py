"""The database refuses by itself what the product would refuse: each case is an insert past the product."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import DBAPIError

from agent_scorecard.access.entries import ACTS
from agent_scorecard.recording.entries import READERS
from agent_scorecard.store import ledger
from agent_scorecard.store.database import open_database, writer
from agent_scorecard.store.tables.agents import Agent
from agent_scorecard.store.tables.people import Assignment, Person
from agent_scorecard.vocabulary import Role
from tests.store.fill import day, put

pytestmark = pytest.mark.both

AT = datetime(2026, 10, 30, 15, tzinfo=UTC)
PAUSE = '{"decision":{"card_hash":"' + "0" * 64 + '","choice":"pause","due":"2026-11-30"}}'


@pytest.fixture
def engine(created: str) -> Iterator[Engine]:
    engine = open_database(created)
    put(engine, Agent(agent="triage", name="Triage"), Agent(agent="other", name="Other"))
    people = [Person(person=name, name=name) for name in ("ana", "ben", "eve")]
    put(engine, *people, Person(person="gone", name="Gone", active=False, inactive_since=day("2026-06-01")))
    for person, role in (("ana", Role.ACCOUNTABLE_OWNER), ("gone", Role.ON_CALL)):
        put(engine, Assignment(agent="triage", role=role, person=person))
    yield engine
    engine.dispose()


def enter(
    engine: Engine,
    actor: str,
    what: str = "decision recorded",
    subject: str = "agent:triage",
    body: str = PAUSE,
    *,
    verified: int = 1,
    mode: str = "company",
) -> None:
    """Insert an entry that follows the last one, its hash made up."""
    with writer(engine).begin() as connection:
        if not connection.execute(text("SELECT count(*) FROM ledger")).scalar():
            genesis = (0, "", actor, 1, mode, "genesis", "ledger", "{}", "", "g")
            connection.execute(text("INSERT INTO ledger VALUES (:0,:1,:2,:3,:4,:5,:6,:7,:8,:9)"), _named(genesis))
        seq, last = connection.execute(text("SELECT seq, hash FROM ledger ORDER BY seq DESC LIMIT 1")).one()
        row = (seq + 1, ledger.moment(AT), actor, verified, mode, what, subject, body, last, f"h{seq + 1}")
        connection.execute(text("INSERT INTO ledger VALUES (:0,:1,:2,:3,:4,:5,:6,:7,:8,:9)"), _named(row))


def _named(row: tuple[object, ...]) -> dict[str, object]:
    return {str(place): value for place, value in enumerate(row)}


def test_who_holds_a_role_for_the_agent_may_write_what_the_table_gives_it(engine: Engine) -> None:
    enter(engine, "ana")
    enter(engine, "ana", "incident reported", body="{}")


def test_local_mode_is_honest_about_itself_and_takes_every_name(engine: Engine) -> None:
    enter(engine, "whoever", verified=0, mode="local")


@pytest.mark.parametrize(
    ("actor", "changed"),
    [
        ("ana", {"verified": 0}),
        ("eve", {}),
        ("ana", {"subject": "agent:other"}),
        ("gone", {}),
        ("nobody", {}),
        ("ana", {"body": PAUSE.replace("pause", "merge")}),
        ("ana", {"body": PAUSE.replace("}}", '},"follow_ups":[],"in_review":true,"proposal":"1"}')}),
        ("ana", {"what": "review outcome recorded"}),
        ("ana", {"what": "role granted", "subject": "person:eve"}),
        ("ana", {"what": "something new"}),
    ],
    ids=[
        "a name that was only typed",
        "no role at all",
        "another's agent",
        "somebody who left",
        "not on file",
        "only the chair merges",
        "only the chair overrules",
        "only the chair records outcomes",
        "only an admin gives roles",
        "what no row allows",
    ],
)
def test_an_entry_of_somebody_who_may_not_make_it_is_refused(engine: Engine, actor, changed) -> None:
    with pytest.raises(DBAPIError, match="this person may not make this entry"):
        enter(engine, actor, **changed)


def test_an_admin_gives_roles_but_none_of_their_own(engine: Engine) -> None:
    grant(engine, "eve", "admin", by="operator")
    enter(engine, "eve", "role granted", "person:ben", '{"person":"ben","role":"viewer"}')
    with pytest.raises(DBAPIError, match="this person may not make this entry"):
        enter(engine, "eve", "role granted", "person:eve", '{"person":"eve","role":"leader"}')


def test_a_grant_that_ended_gives_nothing(engine: Engine) -> None:
    grant(engine, "eve", "reviewer", by="operator")
    enter(engine, "eve")
    enter(engine, "operator", "role ended", "person:eve", _body("reviewer"), mode="local", verified=0)
    with writer(engine).begin() as connection:
        connection.execute(text(f"UPDATE grants SET ended_at = {_micros()}, ended_by = 'operator'"))
    with pytest.raises(DBAPIError, match="this person may not make this entry"):
        enter(engine, "eve")


@pytest.mark.parametrize(
    "statement",
    [
        "INSERT INTO grants VALUES ('eve', 'admin', 1, 'eve', NULL, NULL, 0)",
        "INSERT INTO grants VALUES ('eve', 'admin', 1, 'operator', NULL, NULL, 0)",
        "INSERT INTO grants SELECT person, 'admin', granted_at, granted_by, NULL, NULL, 0 FROM grants",
        "UPDATE grants SET role = 'admin'",
        "UPDATE grants SET ended_at = 1, ended_by = 'eve'",
        "DELETE FROM grants",
        "INSERT INTO identities VALUES ('https://login.example.com', 'eve', 'ana', 1, 'operator')",
    ],
    ids=["to oneself", "in another's name", "of another role", "raised", "ended", "taken out", "a sign-in"],
)
def test_rights_come_by_the_ledger_only(engine: Engine, statement: str) -> None:
    grant(engine, "ben", "viewer", by="operator")
    with writer(engine).begin() as connection, pytest.raises(DBAPIError, match="by an entry of the ledger only"):
        connection.execute(text(statement))


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE proposals SET state = 'approved', answered_by = 'ben'",
        "UPDATE proposals SET proposed_by = 'ben'",
        "DELETE FROM proposals",
        (
            "INSERT INTO proposals SELECT '9', agent, body, evidence_hash, agent_version, 'ben', proposed_at, "
            "expires_on, state, NULL, NULL, NULL, NULL, 0 FROM proposals"
        ),
    ],
    ids=["approved", "in another's name", "taken out", "a second one"],
)
def test_a_proposal_is_made_and_answered_by_the_ledger_only(engine: Engine, statement: str) -> None:
    propose(engine)
    with writer(engine).begin() as connection, pytest.raises(DBAPIError, match="by an entry of the ledger only"):
        connection.execute(text(statement))


def test_whoever_proposed_a_decision_does_not_make_it_one(engine: Engine) -> None:
    propose(engine)
    approved = PAUSE.replace("}}", '},"follow_ups":[],"proposal":"1"}')
    with pytest.raises(DBAPIError, match="this person may not make this entry"):
        enter(engine, "ana", body=approved)


def test_the_way_past_the_guard_is_open_to_an_empty_ledger_only(engine: Engine) -> None:
    enter(engine, "ana")
    with writer(engine).begin() as connection, pytest.raises(DBAPIError, match="this ledger was begun already"):
        connection.execute(text("INSERT INTO meta VALUES ('adopting_ledger', 'x')"))
    with writer(engine).begin() as connection, pytest.raises(DBAPIError, match="this ledger was begun already"):
        connection.execute(text("UPDATE meta SET key = 'adopting_ledger' WHERE key = 'revision'"))


def test_every_entry_there_is_has_its_right() -> None:
    assert {act.what for act in ACTS} == READERS.keys() - {ledger.GENESIS}


def propose(engine: Engine) -> None:
    enter(engine, "ana", "decision proposed", body="{}")
    with writer(engine).begin() as connection:
        row = f"('1', 'triage', '{{}}', 'h', 1, 'ana', {_micros()}, '2026-11-30', 'waiting', NULL, NULL, NULL, NULL, 0)"
        connection.execute(text(f"INSERT INTO proposals VALUES {row}"))


def grant(engine: Engine, person: str, role: str, *, by: str) -> None:
    enter(engine, by, "role granted", f"person:{person}", _body(role, person), mode="local", verified=0)
    with writer(engine).begin() as connection:
        row = f"('{person}', '{role}', {_micros()}, '{by}', NULL, NULL, 0)"
        connection.execute(text(f"INSERT INTO grants VALUES {row}"))


def _body(role: str, person: str = "eve") -> str:
    return f'{{"person":"{person}","role":"{role}"}}'


def _micros() -> int:
    return int(AT.timestamp()) * 1_000_000
