"""docs/access.md, page by page: everybody walks through the app and is offered what the table gives them.

Whoever is not offered a form reads on the same page who may instead.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

import pytest
import streamlit as st
from sqlalchemy import Engine, delete

from agent_scorecard import where
from agent_scorecard.access import Right
from agent_scorecard.access.answer import DEEDS
from agent_scorecard.format import listed
from agent_scorecard.store.database import writer
from agent_scorecard.store.scope import TABLES
from agent_scorecard.vocabulary import Role
from tests.access.forms import CARD, GATE, PLACES, Form, Place, keyed, options
from tests.access.matrix import (
    AGENTS,
    CO_SIGNER,
    NAMED,
    NOBODY,
    OF_AGENTS,
    PAGE,
    PEOPLE,
    TODAY,
    About,
    allows,
    expected,
)
from tests.pages.test_company_mode import claims
from tests.pages.visit import Visit

SEEN_BY = {**{who: who for who, standing in PEOPLE.items() if standing is not None}, NAMED: "viewer"}
"""Who gets past the entrance, and as what the table knows them; whom a follow-up names is a viewer here."""
OF_SIZE = tuple(
    replace(
        place, forms=tuple(form for form in place.forms if form.name in ("accept a gap", "sign a gate")), abouts=abouts
    )
    for place, abouts in ((CARD, AGENTS[:1]), (GATE, GATE.abouts))
)


@pytest.fixture(scope="module", autouse=True)
def board(worked: Engine) -> Iterator[None]:
    """The app opens the company of the matrix: nobody records anything, so everybody looks at the same."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(where.DATABASE_VARIABLE, str(worked.url))
        st.cache_resource.clear()
        yield
        st.cache_resource.clear()


@pytest.fixture
def alone(small: Engine, monkeypatch: pytest.MonkeyPatch) -> Engine:
    """A small company, where nobody but its owner answers for the first agent."""
    assigned = TABLES["assignments"]
    with writer(small).begin() as connection:
        others = assigned.c.agent == AGENTS[0].agent, assigned.c.role == Role.RISK_OWNER
        connection.execute(delete(assigned).where(*others))
    monkeypatch.setenv(where.DATABASE_VARIABLE, str(small.url))
    return small


def wanted(form: Form, who: str, about: About, is_small: bool) -> bool:
    given = expected(form.right, SEEN_BY[who], about, is_small=is_small)
    return allows(given | (expected(form.right, NAMED, about) if who == NAMED else set()), form.step)


def looks(place: Place, who: str) -> Iterator[About]:
    """At another's agent only whoever holds roles of agents sees something else."""
    for about in place.abouts:
        if about.side == "mine" or PEOPLE[who] in OF_AGENTS:
            yield about


def go(seen: Visit, page: str, asked: dict[str, str]) -> None:
    seen.app.query_params.clear()
    for name, value in {"as_of": TODAY.isoformat(), **asked}.items():
        seen.app.query_params[name] = value
    seen.go(page)


def walk(engine: Engine, who: str, places: Sequence[Place], *, is_small: bool = False) -> Iterator[str]:
    """Every form that is offered to the wrong person, or kept from one in silence."""
    seen, before = Visit("load_data", user=claims(who), as_of=TODAY.isoformat()), None
    for place in places:
        for about in looks(place, who):
            if before != (now := (place.page, place.asked(engine, about))):
                go(seen, *now)
            before = now
            for form in place.forms:
                if fault := _fault(form, seen, who, about, is_small):
                    yield f"{form.name}, {about.agent}: {fault}"


def _fault(form: Form, seen: Visit, who: str, about: About, is_small: bool) -> str:
    is_there, is_wanted = form.sees(seen, about), wanted(form, who, about, is_small)
    if is_there is not is_wanted:
        return "offered" if is_there else "not offered"
    return "" if is_there or form.says_why(seen, about) else "silent"


@pytest.mark.parametrize("who", SEEN_BY)
def test_everybody_is_offered_what_the_table_gives_them_and_told_who_may_the_rest(worked: Engine, who: str) -> None:
    assert list(walk(worked, who, PLACES)) == []


@pytest.mark.parametrize("who", ["owner", "on_call"])
def test_a_small_company_offers_more_to_the_owner(alone: Engine, who: str) -> None:
    assert list(walk(alone, who, OF_SIZE, is_small=True)) == []


@pytest.mark.parametrize("who", ["owner", "risk_owner", "reviewer", "on_call", "holder"])
def test_whoever_may_decide_at_all_may_publish_what_their_card_opens_on(worked: Engine, who: str) -> None:
    seen = Visit("load_data", user=claims(who), as_of=TODAY.isoformat())
    go(seen, "scorecard", {"agent": CARD.abouts[0].agent})
    assert keyed("publish_")(seen, CARD.abouts[0])


def test_whose_signature_a_gate_waits_for_may_pass_it_and_no_more(worked: Engine) -> None:
    seen = Visit("load_data", user=claims(CO_SIGNER), as_of=TODAY.isoformat())
    go(seen, "gates", {"agent": AGENTS[0].agent})
    assert options(seen, "result_") == ["Pass"]
    assert set(options(seen, "other_")) == {"Yes", "No", "Does not apply"}


@pytest.mark.parametrize("who", NOBODY)
def test_whoever_is_nobody_here_sees_no_page(worked: Engine, who: str) -> None:
    seen = Visit("load_data", user=claims(who), as_of=TODAY.isoformat())
    assert seen.title in ("Nobody knows you here yet", "No longer yours to see")
    assert [button.label for button in seen.app.button] == ["Sign out"]


def test_the_page_of_rights_names_every_right_without_a_form() -> None:
    forms = {form.right for place in PLACES for form in place.forms}
    without = [DEEDS[right].format(it="an agent") for right in Right if right not in forms]
    assert f"No page has a form to {listed(without, 'or')}." in " ".join(PAGE.read_text("utf-8").split())
