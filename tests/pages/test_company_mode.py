"""Where people sign in: who gets in, as whom, and what becomes of it on the next click."""

from __future__ import annotations

import shutil
import sqlite3
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import update
from streamlit.testing.v1 import AppTest

from agent_scorecard import where
from agent_scorecard.access import CompanyRole, SignedIn
from agent_scorecard.recording import end_role, grant_role, link_sign_in
from agent_scorecard.recording.company import CompanyFields, set_company
from agent_scorecard.recording.refusal import NotPermitted
from agent_scorecard.store import ledger
from agent_scorecard.store.database import open_database, reader, writer
from agent_scorecard.store.scope import TABLES
from agent_scorecard.ui import choose, sidebar
from tests.pages.conftest import OCTOBER_ENDS
from tests.pages.visit import SECONDS, Visit
from tests.ui.reading import everything, markup_of, read

ISSUER = "https://login.example.com"
BEFORE = timedelta(hours=2)


@pytest.fixture
def company(board, built):
    """The first company: Ana owns the brief writer, Ben owns its risks; whoever else comes is nobody."""
    shutil.copy(built("first"), board)
    engine = open_database(f"sqlite:///{board}")
    yield engine
    engine.dispose()


def link(engine, person, *roles):
    at = choose.now() - BEFORE
    link_sign_in(engine, person, ISSUER, f"sub-{person}", by="operator", at=at)
    for role in roles:
        grant_role(engine, person, role, by="operator", at=at)


def claims(person, *, hours_ago=1.0, **more):
    signed_in_at = choose.now() - timedelta(hours=hours_ago)
    told = {"is_logged_in": True, "iss": ISSUER, "sub": f"sub-{person}", "iat": int(signed_in_at.timestamp())}
    return {**told, "name": person.capitalize(), **more}


def come(user, page="this_month", **asked):
    return Visit(page, user=user, as_of=OCTOBER_ENDS.isoformat(), **asked)


def events(engine):
    with reader(engine).begin() as connection:
        return [row for row in ledger.entries(connection, ledger.Chain.EVENTS) if row.what.startswith("sign")]


def buttons(seen):
    return [button.label for button in seen.app.button]


def test_nobody_sees_a_page_before_signing_in(company):
    seen = come({"is_logged_in": False}, "scorecard", agent="brief-writer")
    assert (seen.title, buttons(seen)) == ("Sign in to Company", ["Sign in"])
    assert "Brief writer" not in seen.text
    assert seen.app.query_params["agent"] == "brief-writer"


def test_whoever_is_linked_acts_as_that_person_with_no_name_to_pick(company):
    link(company, "ana")
    seen = come(claims("ana"), "scorecard", agent="brief-writer")
    assert seen.title == "Brief writer"
    assert "Signed in as Ana Ruiz" in seen.text
    assert "you decide as Ana Ruiz" in seen.text
    assert [field.label for field in seen.app.selectbox if field.label == "Acting as"] == []
    assert sidebar.LOCAL_MODE not in [said.value for said in seen.app.caption]


def test_a_decision_of_somebody_signed_in_is_verified(company):
    link(company, "ana")
    seen = come(claims("ana"), "scorecard", agent="brief-writer")
    (reason,) = (area.key for area in seen.app.text_area if area.key.startswith("reason_"))
    card = reason.removeprefix("reason_")
    seen.type(reason, "Leads read it every Monday").type(f"next_{card}", "Ask the leads again").press("Publish card")
    assert seen.errors == []
    with reader(company).begin() as connection:
        last = list(ledger.entries(connection))[-1]
    assert (last.what, last.actor, last.verified, last.mode) == ("decision recorded", "ana", True, "company")


def test_somebody_nobody_knows_is_told_whom_to_ask_and_what_to_give_them(company):
    link(company, "ben", CompanyRole.ADMIN)
    seen = come(claims("zoe", name="Zoe Lund"))
    assert seen.title == "Nobody knows you here yet"
    assert "You signed in as Zoe Lund" in seen.text
    assert "Ask Ben Cole to link your sign-in and to give you a role." in seen.text
    assert ISSUER in seen.text
    assert "sub-zoe" in seen.text
    assert buttons(seen) == ["Sign out"]


def test_without_an_admin_the_command_that_makes_one_is_named(company):
    assert "agent-scorecard grant-admin" in come(claims("zoe")).text


def test_where_viewing_is_open_a_stranger_looks_and_is_nobody(company, monkeypatch):
    monkeypatch.setenv(where.OPEN_VIEWING_VARIABLE, "yes")
    seen = come(claims("zoe", name="Zoe Lund"), "scorecard", agent="brief-writer")
    assert seen.title == "Brief writer"
    assert "Signed in as Zoe Lund" in seen.text
    assert "Publish card" not in buttons(seen)
    assert "you may look and record nothing" in come(claims("zoe"), "incidents", report="1").text


def test_a_role_taken_back_counts_on_the_next_click(company):
    link(company, "ben", CompanyRole.ADMIN)
    seen = come(claims("ben"))
    assert "admin" in " ".join(said.value for said in seen.app.caption)
    end_role(company, "ben", CompanyRole.ADMIN, by="operator", at=choose.now())
    seen.again()
    assert "admin" not in " ".join(said.value for said in seen.app.caption)


def test_somebody_who_left_is_out_on_the_next_click(company):
    link(company, "ana")
    seen = come(claims("ana"))
    people = TABLES["people"]
    with writer(company).begin() as connection:
        connection.execute(update(people).where(people.c.person == "ana").values(active=False))
    seen.again()
    assert (seen.title, buttons(seen)) == ("No longer yours to see", ["Sign out"])
    assert "Ana Ruiz is no longer active here: ask an admin." in seen.text


@pytest.mark.parametrize(("hours_ago", "title"), [(11.9, "This month"), (12.1, "Sign in again")])
def test_a_sign_in_lasts_twelve_hours(company, hours_ago, title):
    link(company, "ana")
    assert come(claims("ana", hours_ago=hours_ago)).title == title


@pytest.mark.parametrize("broken", [{"iat": None}, {"iat": "now"}, {"iat": 1e20}, {"sub": None}, {"iss": 5}])
def test_a_sign_in_that_does_not_say_who_or_when_is_none(company, broken):
    assert come(claims("ana") | broken).title == "Sign in to Company"


def test_sign_ins_are_kept_among_the_events_once_for_each_session(company):
    link(company, "ana")
    come(claims("ana")).again().again()
    come(claims("zoe", name="Zoe Lund"))
    come(claims("ana", hours_ago=20)).again()
    known, stranger, late = (row for row in events(company) if row.mode == "company")
    assert [row.what for row in (known, stranger, late)] == ["signed in", "signed in", "sign-in expired"]
    assert (known.actor, known.verified, "called" in known.content) == ("ana", True, False)
    assert stranger.content["called"] == "Zoe Lund"
    assert (stranger.content["issuer"], stranger.content["subject"]) == (ISSUER, "sub-zoe")


def test_signing_out_is_kept_and_ends_the_session(company):
    link(company, "ana")
    seen = come(claims("ana")).press("Sign out")
    assert [row.what for row in events(company)][-1] == "signed out"
    assert seen.again().title == "Sign in to Company"


def test_a_sign_in_that_ended_in_one_window_is_over_in_the_others(company):
    link(company, "ana")
    told = claims("ana")
    other = come(told, "scorecard", agent="brief-writer")
    come(told).press("Sign out")
    other.again()
    assert (other.title, buttons(other)) == ("Sign in again", ["Sign in"])
    assert "You signed out in another window" in other.text
    by = SignedIn(told["iss"], told["sub"], datetime.fromtimestamp(told["iat"], UTC))
    with pytest.raises(NotPermitted, match="You signed out"):
        set_company(company, CompanyFields(name="Ours"), by=by, at=choose.now())
    assert come(claims("ana", hours_ago=0.5)).title == "This month"


def test_a_right_that_is_lost_between_two_steps_of_one_click_is_said_in_a_sentence(company):
    link(company, "ana")
    with sqlite3.connect(company.url.database) as connection:
        connection.execute(
            "CREATE TRIGGER leaves AFTER INSERT ON events BEGIN UPDATE people SET active = 0 WHERE person = 'ana'; END"
        )
    app = AppTest.from_file(str(where.ROUTER), default_timeout=SECONDS)
    app.user = claims("ana")
    assert list(app.run().exception) == []
    assert "Ana Ruiz is no longer active here: ask an admin." in read(markup_of(everything(app))).text
    assert "This month" not in [text for _, text in read(markup_of(everything(app))).texts_of("h1")]
