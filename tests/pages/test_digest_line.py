"""People and rights says when the last digest went out; whom it could not reach is for those who can put it right."""

from __future__ import annotations

from sqlalchemy import Engine

from agent_scorecard.access import CompanyRole
from agent_scorecard.notify.memory import Reader, claim, note_sent, note_trouble
from agent_scorecard.notify.trouble import ReaderRefused
from agent_scorecard.store.database import open_database
from tests.notify.build import AT, reader
from tests.pages.test_company_mode import claims, come, company, link

__all__ = ["company"]

SENT = "The last digest went out on 30 Oct 2026, 07:00 UTC. 1 reader could not be told."
FAILED = "ben@example.com is refused: put the address right."
BEN = Reader("email", "person:ben", "ben@example.com", "ben")


def tell(engine: Engine) -> None:
    """Ana was told this morning, Ben's address was refused."""
    for each in (reader(), BEN):
        claim(engine, each, AT)
    note_sent(engine, reader(), "3fa9", {"card:triage": "due"}, {"card:triage"}, AT)
    note_trouble(engine, BEN, ReaderRefused(FAILED), AT)


def test_in_local_mode_everybody_sees_what_failed_with_its_way_out(visit, board) -> None:
    seen = visit("first", "people")
    assert "The last digest" not in seen.text
    engine = open_database(f"sqlite:///{board}")
    tell(engine)
    engine.dispose()
    text = seen.again().text
    assert SENT in text
    assert FAILED in text
    assert "agent-scorecard digest --send --again" in text


def test_in_company_mode_addresses_are_for_admins(company) -> None:
    link(company, "ben", CompanyRole.ADMIN)
    link(company, "ana", CompanyRole.VIEWER)
    tell(company)
    assert FAILED in come(claims("ben"), "people").text
    other = come(claims("ana"), "people").text
    assert SENT in other
    assert "ben@example.com" not in other
