"""docs/access.md, held by the database: an entry of the ledger is let in from whom the page allows it for some tier."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from typing import Any

import pytest
from sqlalchemy import Connection, Engine, text
from sqlalchemy.exc import DBAPIError

from agent_scorecard.access import Right
from agent_scorecard.access.entries import ACTS, DECIDED, IN_REVIEW, Act
from agent_scorecard.store import ledger
from agent_scorecard.store.database import writer
from agent_scorecard.vocabulary import Tier
from tests.access.deeds import on_file
from tests.access.matrix import AT, NAMED, OF_THE_COMPANY, PEOPLE, SIDES, STATES, About, expected

OF_SIZE = {Right.ACCEPT_EXCEPTION, Right.SIGN_GATE}


@pytest.mark.parametrize("who", PEOPLE)
def test_the_database_lets_in_what_the_page_allows_for_some_tier(engine: Engine, who: str) -> None:
    assert list(_wrong(engine, who, ACTS)) == []


@pytest.mark.parametrize("who", PEOPLE)
def test_in_a_small_company_it_lets_in_more_from_the_owner(small: Engine, who: str) -> None:
    acts = [act for act in ACTS if OF_SIZE & set(act.rights)]
    assert list(_wrong(small, who, acts, is_small=True)) == []


@pytest.mark.parametrize("who", PEOPLE)
def test_a_server_lets_in_the_same(on_server: Engine, who: str) -> None:
    assert list(_wrong(on_server, who, ACTS)) == []


def test_it_lets_a_follow_up_be_closed_by_whom_it_names(engine: Engine) -> None:
    about = About("mine", Tier.LOW, "owned")
    (act,) = (act for act in ACTS if act.what == "follow-up closed")
    body = f'{{"follow_up":"{on_file(engine, "follow_ups", "follow_up", about)}","note":null}}'
    with writer(engine).connect() as connection:
        assert _is_let_in(connection, NAMED, act, about.subject, body)
        assert not _is_let_in(connection, "viewer", act, about.subject, body)


def _wrong(engine: Engine, who: str, acts: Any, *, is_small: bool = False) -> Iterator[tuple[object, ...]]:
    with writer(engine).connect() as connection:
        for act, side, state in product(acts, SIDES, STATES):
            tiers = [About(side, tier, state) for tier in Tier]
            steps = {
                step
                for right in act.rights
                for about in tiers
                for step in expected(right, who, about, is_small=is_small)
                if who != NAMED
            }
            subject = "company" if set(act.rights) <= set(OF_THE_COMPANY) else tiers[0].subject
            is_in = _is_let_in(connection, who, act, subject, _body(act))
            if is_in is not bool(steps & set(act.steps)):
                yield act.what, act.choice, side, state, is_in


def _body(act: Act) -> str:
    choice = "pause" if act.choice in ("", IN_REVIEW) else act.choice
    reviewed = ',"in_review":true' if act.choice == IN_REVIEW else ""
    decided = f'{{"decision":{{"card_hash":"{"0" * 64}","choice":"{choice}","x":1}},"follow_ups":[]{reviewed},"z":1}}'
    return decided if act.what == DECIDED else "{}"


def _is_let_in(connection: Connection, actor: str, act: Act, subject: str, body: str) -> bool:
    """Try an entry behind the last one, and take it back."""
    last = connection.execute(text("SELECT seq, hash FROM ledger ORDER BY seq DESC LIMIT 1")).one()
    row = (last.seq + 1, ledger.moment(AT), actor, 1, "company", act.what, subject, body, last.hash, "made-up")
    places = ",".join(f":{place}" for place in range(len(row)))
    try:
        told = {str(at): told for at, told in enumerate(row)}
        connection.execute(text(f"INSERT INTO ledger VALUES ({places})"), told)
    except DBAPIError:
        return False
    finally:
        connection.rollback()
    return True
