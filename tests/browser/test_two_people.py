"""Two people who signed in: the owner proposes, another approves, the ladder moves; who only looks does none of it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import expect
from sqlalchemy import Engine, select

from agent_scorecard import where
from agent_scorecard.access import CompanyRole, SignedIn
from agent_scorecard.loading.load import load
from agent_scorecard.loading.sources import upload
from agent_scorecard.recording import DecisionFields, grant_role, link_sign_in, record_decision
from agent_scorecard.recording.proposals import approve_proposal, propose_decision
from agent_scorecard.recording.refusal import NotPermitted
from agent_scorecard.store import ledger
from agent_scorecard.store.database import open_database, reader
from agent_scorecard.store.scope import TABLES
from agent_scorecard.ui import choose
from agent_scorecard.vocabulary import Choice, ExpandKind
from tests.browser.provider import Provider, provider, sign_in_file
from tests.browser.server import Journey, journey, served
from tests.browser.test_sign_in import sign_in
from tests.pages.conftest import NOVEMBER

pytestmark = pytest.mark.browser

PEOPLE = {"ana": "Ana Ruiz", "ben": "Ben Cole", "vic": "Vic Moor"}
OCTOBER_ENDS = date(2026, 10, 31)
CARD = f"scorecard?agent=brief-writer&as_of={OCTOBER_ENDS}"
STEM = "brief-writer_2026-10"
LEVEL = "Expand: next level"


@pytest.fixture
def at_provider(tmp_path: Path) -> Iterator[Provider]:
    with provider(tmp_path, PEOPLE) as one:
        yield one


@pytest.fixture
def company(first: Path, at_provider: Provider) -> Iterator[Engine]:
    """Ana owns the brief writer, whose first card is decided; Ben answers for its risks, and Vic looks."""
    engine = open_database(f"sqlite:///{first}")
    vic = upload("people.csv", b"person,name\nvic,Vic Moor\n")
    assert load(engine, [vic], today=NOVEMBER.date(), now=NOVEMBER, actor="ana").refusals == ()
    record_decision(engine, fields(Choice.MAINTAIN), by="ana", at=NOVEMBER + timedelta(hours=1))
    at = choose.now() - timedelta(hours=2)
    for person in PEOPLE:
        link_sign_in(engine, person, at_provider.issuer, person, by="operator", at=at)
    grant_role(engine, "vic", CompanyRole.VIEWER, by="operator", at=at)
    yield engine
    engine.dispose()


@pytest.fixture
def board(company: Engine, at_provider: Provider, chromium: str, tmp_path: Path) -> Iterator[Journey]:
    environment = {where.SIGN_IN_VARIABLE: str(sign_in_file(tmp_path, at_provider.issuer))}
    with (
        served(Path(str(company.url.database)), **environment) as address,
        journey(chromium, address, at_provider.issuer) as one,
    ):
        yield one


def fields(choice: Choice, **more: object) -> DecisionFields:
    return DecisionFields(
        agent="brief-writer",
        choice=choice,
        reason="Eight months without a correction.",
        next_step="Read every brief of November",
        owner="ana",
        due=date(2027, 1, 15),
        as_of=OCTOBER_ENDS,
        **more,
    )


def test_what_the_owner_proposes_moves_the_ladder_once_a_second_person_approves_it(board, company, at_provider):
    owner, second, viewer = board, board.another(), board.another()
    arrives(viewer, "vic")
    expect(viewer.page.get_by_text("vic may not maintain or revise brief-writer: the owner")).to_have_count(1)

    arrives(owner, "ana")
    owner.keyed(f"choice_{STEM}").get_by_text("Expand", exact=True).click()
    owner.settled()
    owner.keyed(f"reason_{STEM}", "textarea").fill("Everything asked for is there.")
    owner.keyed(f"next_{STEM}", "input").fill("Set level 2 in the scheduler")
    owner.keyed(f"propose_{STEM}", "button").click()
    expect(owner.keyed("proposal")).to_contain_text(LEVEL)
    expect(owner.keyed("proposal").get_by_role("button")).to_have_text(["Withdraw"])

    viewer.open(CARD)
    expect(viewer.keyed("proposal")).to_contain_text("its risk owner or a reviewer may, unless they own it")
    for what in ("Publish card", "Propose", "Approve", "Decline", "Withdraw", "Done"):
        expect(viewer.page.get_by_role("button", name=what, exact=True)).to_have_count(0)
    for attempt in (propose_level, approve_waiting):
        with pytest.raises(NotPermitted):
            attempt(company, SignedIn(at_provider.issuer, "vic", choose.now() - timedelta(hours=1)))

    arrives(second, "ben")
    expect(second.page.get_by_text("granted 1")).to_have_count(1)
    second.keyed("proposal").get_by_role("button", name="Approve").click()
    expect(second.page.get_by_text(f"Approved: {LEVEL}.")).to_have_count(1)
    expect(second.page.get_by_text("On file 1, granted 2")).to_have_count(1)
    expect(second.page.get_by_text("no: today's data gives the same card")).to_have_count(1)
    with reader(company).begin() as connection:
        last = list(ledger.entries(connection))[-1]
    assert (last.what, last.actor, last.verified, last.mode) == ("decision recorded", "ben", True, "company")


def arrives(one: Journey, person: str) -> None:
    one.open(CARD)
    sign_in(one, person)
    one.headed("Brief writer")


def propose_level(engine: Engine, by: SignedIn) -> None:
    propose_decision(engine, fields(Choice.EXPAND, kind=ExpandKind.LEVEL, to_value="2"), by=by, at=choose.now())


def approve_waiting(engine: Engine, by: SignedIn) -> None:
    with reader(engine).begin() as connection:
        waiting = connection.execute(select(TABLES["proposals"].c.proposal)).scalar_one()
    approve_proposal(engine, waiting, by=by, at=choose.now(), as_of=OCTOBER_ENDS)
