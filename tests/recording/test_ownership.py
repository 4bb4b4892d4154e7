from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine

from agent_scorecard.access import CompanyRole
from agent_scorecard.loading.exporting import export
from agent_scorecard.loading.load import load
from agent_scorecard.recording import NotPermitted, OwnerFields, Refused, Unknown, name_owner
from agent_scorecard.recording.agreement import disagreements
from agent_scorecard.store import read
from agent_scorecard.store.content import content_hash
from agent_scorecard.store.database import open_database
from agent_scorecard.vocabulary import Role
from tests.recording.conftest import load_texts
from tests.recording.signed_in import AT, linked
from tests.tampering import tampering

TODAY, TOMORROW = AT.date(), AT.date() + timedelta(days=1)
OWNERLESS = OwnerFields(agent="over", person="ben", reason="Somebody must answer for it", since=TODAY)
HANDED_OVER = OwnerFields(agent="triage", person="ben", reason="Ana moves on", since=TODAY, asked_by="ana")


def owner(engine: Engine, agent: str, day: date = TODAY) -> str | None:
    evidence = read.agent_evidence(engine, agent, day)
    assert evidence is not None
    return evidence.active_owner.person if evidence.active_owner else None


@pytest.mark.parametrize("role", [CompanyRole.ADMIN, CompanyRole.REVIEWER])
def test_an_agent_without_active_owner_gets_one_at_once(engine: Engine, role: CompanyRole) -> None:
    name_owner(engine, OWNERLESS, by=linked(engine, "ana", role), at=AT)
    assert owner(engine, "over") == "ben"
    assert disagreements(engine) == ()


def test_who_left_no_longer_answers_and_the_days_before_stay_as_they_were(engine: Engine) -> None:
    load_texts(
        engine, {"assignments.csv": "agent,role,person,effective_from\nover,accountable_owner,gone,2026-01-01\n"}
    )
    name_owner(engine, OWNERLESS, by="operator", at=AT)
    now, before = (read.agent_evidence(engine, "over", day) for day in (TODAY, date(2026, 5, 1)))
    assert now is not None
    assert before is not None
    assert now.holders(Role.ACCOUNTABLE_OWNER) == ("ben",)
    assert before.holders(Role.ACCOUNTABLE_OWNER) == ("gone",)


def test_an_active_owner_hands_over_and_a_second_person_records_it(engine: Engine) -> None:
    load_texts(engine, {"people.csv": "person,name\nrita,Rita Lee\n"})
    name_owner(engine, HANDED_OVER, by=linked(engine, "rita", CompanyRole.REVIEWER), at=AT)
    assert owner(engine, "triage") == "ben"
    assert owner(engine, "triage", TODAY - timedelta(days=1)) == "ana"
    assert disagreements(engine) == ()


def test_nobody_records_a_change_they_asked_for_and_no_admin_does(engine: Engine) -> None:
    with pytest.raises(NotPermitted, match="Nobody approves what they proposed"):
        name_owner(engine, HANDED_OVER, by=linked(engine, "ana", CompanyRole.REVIEWER), at=AT)
    with pytest.raises(NotPermitted, match="may not approve to name an owner of triage: its risk owner or a reviewer"):
        name_owner(engine, HANDED_OVER, by=linked(engine, "ben", CompanyRole.ADMIN), at=AT)
    assert owner(engine, "triage") == "ana"


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        (replace(OWNERLESS, person="gone"), "Gil One is no longer active: name somebody who is."),
        (replace(OWNERLESS, person="triage"), "triage is not a person of the company: name who answers for it"),
        (replace(OWNERLESS, reason=" "), "Write down the reason."),
        (replace(OWNERLESS, since=TOMORROW), "Nobody is named for the future."),
        (replace(HANDED_OVER, person="ana"), "Ana Ruiz answers for it already."),
        (replace(HANDED_OVER, asked_by=""), "Ana Ruiz answers for it: they ask for the change, and somebody else"),
    ],
    ids=["left", "an agent", "no reason", "the future", "the same", "the owner did not ask"],
)
def test_what_is_wrong_is_one_sentence(engine: Engine, fields: OwnerFields, sentence: str) -> None:
    with pytest.raises(Refused, match=sentence):
        name_owner(engine, fields, by="operator", at=AT)


def test_nobody_names_themselves_where_people_sign_in(engine: Engine) -> None:
    ben = linked(engine, "ben", CompanyRole.ADMIN)
    with pytest.raises(Refused, match="Nobody names themselves"):
        name_owner(engine, OWNERLESS, by=ben, at=AT)


def test_an_owner_is_not_named_behind_one_who_was_named_already(engine: Engine) -> None:
    name_owner(engine, OWNERLESS, by="operator", at=AT)
    again = replace(OWNERLESS, person="ana", asked_by="ben")
    for since in (TODAY, TODAY - timedelta(days=30)):
        with pytest.raises(Refused, match="An owner was named for 30 Oct 2026 already"):
            name_owner(engine, replace(again, since=since), by="operator", at=AT)
    name_owner(engine, replace(again, since=TOMORROW), by="operator", at=AT + timedelta(days=1))
    assert owner(engine, "over", TOMORROW) == "ana"
    assert disagreements(engine) == ()


def test_an_agent_nobody_knows_has_no_owner(engine: Engine) -> None:
    with pytest.raises(Unknown, match="There is no agent nothing"):
        name_owner(engine, replace(OWNERLESS, agent="nothing"), by="operator", at=AT)


def test_a_later_file_keeps_the_owner_named_here_unless_assignments_speak(engine: Engine) -> None:
    name_owner(engine, OWNERLESS, by="operator", at=AT)
    load_texts(engine, {"agents.csv": "agent,name,status,owner\nover,Old reporter,retired,ana\n"})
    assert owner(engine, "over") == "ben"
    ended = f"agent,role,person,effective_from,effective_to\nover,accountable_owner,ben,{TODAY},{TODAY}\n"
    load_texts(engine, {"assignments.csv": ended})
    assert owner(engine, "over", TOMORROW) is None
    assert disagreements(engine) == ()


def test_an_owner_changed_behind_the_ledger_shows(engine: Engine) -> None:
    name_owner(engine, OWNERLESS, by="operator", at=AT)
    with tampering(engine) as connection:
        connection.exec_driver_sql("UPDATE assignments SET effective_to = '2026-12-31' WHERE agent = 'over'")
    (sentence,) = disagreements(engine)
    assert sentence == "Role over accountable_owner ben 2026-10-30 is not what the ledger says: effective to."


def test_an_owner_leaves_with_an_export_and_comes_back(engine: Engine, tmp_path: Path) -> None:
    reviewer = linked(engine, "ana", CompanyRole.REVIEWER)
    name_owner(engine, OWNERLESS, by=reviewer, at=AT)
    export(engine, tmp_path / "out", actor="ana", at=AT)
    other = open_database(f"sqlite:///{tmp_path / 'other.db'}", create_missing=True)
    load(other, [tmp_path / "out"], today=TOMORROW, now=AT + timedelta(days=1), actor="ana")
    assert (content_hash(other), disagreements(other)) == (content_hash(engine), ())
    other.dispose()
