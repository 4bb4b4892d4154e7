"""People sign in at a real provider and act as who they are there, until they leave, or their time is over."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import expect
from sqlalchemy import Engine, update

from agent_scorecard import where
from agent_scorecard.access import CompanyRole
from agent_scorecard.recording import grant_role, link_sign_in
from agent_scorecard.store import ledger
from agent_scorecard.store.database import open_database, reader, writer
from agent_scorecard.store.scope import TABLES
from agent_scorecard.ui import choose
from tests.browser.conftest import MINUTES
from tests.browser.provider import Provider, provider, sign_in_file
from tests.browser.server import Journey, journey, served
from tests.sample import sample_copy

pytestmark = pytest.mark.browser

PEOPLE = {"chen": "Chen Wei", "ben": "Ben Adler", "ruth": "Ruth Svensson", "tom": "Tom Becker", "zoe": "Zoe Lund"}
CARD = "scorecard?agent=cs-health&as_of=2026-10-30"
PERSON = "people?person=maya"
TITLE = "People and rights"


@pytest.fixture(scope="module")
def at_provider(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Provider]:
    with provider(tmp_path_factory.mktemp("provider"), PEOPLE) as one:
        yield one


@pytest.fixture(scope="module")
def company(at_provider: Provider, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    """The sample company: Chen owns cs-health, Ben only looks, Ruth is admin; Zoe stands for nobody."""
    engine = open_database(sample_copy(tmp_path_factory.mktemp("company")))
    before = choose.now() - timedelta(hours=20)
    for person in PEOPLE.keys() - {"zoe"}:
        link_sign_in(engine, person, at_provider.issuer, person, by="operator", at=before)
    grant_role(engine, "ben", CompanyRole.VIEWER, by="operator", at=before)
    grant_role(engine, "ruth", CompanyRole.ADMIN, by="operator", at=before)
    yield engine
    engine.dispose()


@pytest.fixture(scope="module")
def everybody(company: Engine, at_provider: Provider, chromium: str) -> Iterator[Journey]:
    database = Path(str(company.url.database))
    environment = {where.SIGN_IN_VARIABLE: str(sign_in_file(database.parent, at_provider.issuer))}
    with (
        served(database, seconds=MINUTES, **environment) as address,
        journey(chromium, address, at_provider.issuer) as one,
    ):
        yield one


@pytest.fixture
def visitor(everybody: Journey) -> Journey:
    """Somebody with a browser of their own."""
    return everybody.another()


def sign_in(visitor: Journey, person: str) -> None:
    visitor.keyed("sign_in", "button").click()
    visitor.page.get_by_role("button", name=person, exact=True).click()
    expect(visitor.keyed("sign_out", "button")).to_have_count(1)
    visitor.settled()


def test_a_link_to_a_card_leads_over_the_sign_in_to_that_card_until_signing_out(visitor):
    visitor.open(CARD)
    visitor.headed("Sign in to Juniper Outdoor (synthetic)")
    sign_in(visitor, "chen")
    visitor.headed("Customer health")
    assert visitor.page.url == f"{visitor.address}/{CARD}"
    expect(visitor.page.get_by_text("you decide as Chen Wei")).to_have_count(1)
    visitor.keyed("sign_out", "button").click()
    visitor.page.wait_for_url(lambda url: "/oauth2/end_session" in url)
    visitor.open(PERSON)
    visitor.headed("Sign in to Juniper Outdoor (synthetic)")


def test_a_viewer_sees_the_card_and_nothing_that_records(visitor):
    visitor.open(CARD)
    sign_in(visitor, "ben")
    visitor.headed("Customer health")
    expect(visitor.page.get_by_text("ben may not maintain or revise cs-health")).to_have_count(1)
    expect(visitor.page.get_by_role("button", name="Publish card")).to_have_count(0)
    visitor.go("Load data")
    expect(visitor.page.get_by_text("ben may not load files")).to_have_count(1)
    expect(visitor.page.get_by_test_id("stFileUploader")).to_have_count(0)


def test_somebody_removed_is_out_on_the_next_click(visitor, company):
    visitor.open(PERSON)
    sign_in(visitor, "tom")
    visitor.headed(TITLE)
    people = TABLES["people"]
    with writer(company).begin() as connection:
        connection.execute(update(people).where(people.c.person == "tom").values(active=False))
    visitor.page.get_by_test_id("stSidebarNav").get_by_role("link", name="Decisions").click()
    visitor.headed("No longer yours to see")
    expect(visitor.page.get_by_text("Tom Becker is no longer active here")).to_have_count(1)
    expect(visitor.page.get_by_test_id("stSidebarNav")).to_have_count(0)


def test_a_sign_in_of_yesterday_is_asked_for_anew_and_the_page_is_kept(visitor, company, at_provider):
    yesterday = choose.now() - timedelta(hours=13)
    at_provider.knows("chen", name="Chen Wei", iat=int(yesterday.timestamp()))
    visitor.open(PERSON)
    visitor.keyed("sign_in", "button").click()
    visitor.page.get_by_role("button", name="chen", exact=True).click()
    visitor.headed("Sign in again")
    at_provider.knows("chen", name="Chen Wei")
    sign_in(visitor, "chen")
    visitor.headed(TITLE)
    assert visitor.page.url == f"{visitor.address}/{PERSON}"
    with reader(company).begin() as connection:
        kept = [row.what for row in ledger.entries(connection, ledger.Chain.EVENTS) if row.mode == "company"]
    assert kept[-2:] == ["sign-in expired", "signed in"]


def test_an_admin_lets_somebody_in_who_was_told_whom_to_ask(visitor):
    visitor.open("people")
    sign_in(visitor, "zoe")
    visitor.headed("Nobody knows you here yet")
    expect(visitor.page.get_by_text("Ask Ruth Svensson to link your sign-in")).to_have_count(1)
    admin = visitor.another()
    admin.open("people")
    sign_in(admin, "ruth")
    admin.pick("stands_for", "Ingrid Halvorsen")
    admin.keyed("link", "button").click()
    expect(admin.page.get_by_text("Zoe Lund signs in as Ingrid Halvorsen from now on.")).to_have_count(1)
    visitor.open("people")
    visitor.headed(TITLE)
