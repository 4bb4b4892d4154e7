"""docs/access.md, function by function: whoever may gets as far as what else is wrong, everybody else is told so."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

import pytest
from sqlalchemy import Engine

from agent_scorecard import where
from agent_scorecard.access import Right, Standing
from agent_scorecard.access.table import EVERYONE
from agent_scorecard.access.told import NO, Line, lines
from agent_scorecard.recording.refusal import NotPermitted, Refused
from agent_scorecard.vocabulary import Gate, Tier
from tests.access.deeds import DEEDS, Deed, sign
from tests.access.matrix import (
    OF_AGENTS,
    OF_THE_COMPANY,
    PEOPLE,
    SIDES,
    About,
    agents_of,
    allows,
    expected,
)
from tests.recording.signed_in import signed_in

OF_SIZE = tuple(deed for deed in DEEDS if deed.right in (Right.ACCEPT_EXCEPTION, Right.SIGN_GATE))


def places(deed: Deed, is_small: bool) -> tuple[About, ...]:
    """One of my agents for each line of the table, and one of somebody else."""
    told = [line for line in lines() if line.right is deed.right and is_small in {case.is_small for case in line.cases}]
    mine, theirs = ([_first(deed, line, side) for line in told] for side in SIDES)
    last = [] if deed.right in OF_THE_COMPANY else [about for about in theirs if about is not None][-1:]
    return tuple(dict.fromkeys(about for about in (*mine, *last) if about is not None))


def tries(deed: Deed, is_small: bool) -> Iterator[tuple[str, About]]:
    """Everybody on the first line; then whoever may in some line, and on another's whoever is more on their own."""
    first, *more = places(deed, is_small)
    yield from ((who, first) for who in PEOPLE)
    for who, about in product(PEOPLE, more):
        standing = PEOPLE[who]
        if standing in OF_AGENTS if about.side == "theirs" else standing and _may_somewhere(deed.right, standing):
            yield who, about


def _may_somewhere(right: Right, standing: Standing) -> bool:
    return any(line.answers[EVERYONE.index(standing)] != NO for line in lines() if line.right is right)


def _first(deed: Deed, line: Line, side: str) -> About | None:
    return next((about for about in agents_of(line, side) if deed.fits(about)), None)


def is_taken(deed: Deed, engine: Engine, about: About, who: str) -> bool:
    """Say whether a function lets this person through to what else is wrong with the form."""
    try:
        deed.do(engine, about, signed_in(who))
    except NotPermitted:
        return False
    except Refused:
        return True
    assert deed.records_nothing, "An unfinished form was recorded."
    return True


def wrong(deed: Deed, engine: Engine, *, is_small: bool = False) -> list[tuple[str, About, bool]]:
    found = [(who, about, is_taken(deed, engine, about, who)) for who, about in tries(deed, is_small)]
    wanted = (allows(expected(deed.right, *row[:2], is_small=is_small), deed.step) for row in found)
    return [row for row, is_wanted in zip(found, wanted, strict=True) if row[2] is not is_wanted]


def test_every_right_has_a_function_it_is_tried_on():
    assert {deed.right for deed in DEEDS} == set(Right)


@pytest.mark.parametrize("deed", DEEDS, ids=lambda deed: deed.name)
def test_a_deed_is_taken_from_whom_the_page_allows_it(engine: Engine, deed: Deed) -> None:
    assert places(deed, False)
    assert wrong(deed, engine) == []


@pytest.mark.parametrize("deed", OF_SIZE, ids=lambda deed: deed.name)
def test_a_small_company_takes_more_from_the_owner(small: Engine, deed: Deed) -> None:
    assert wrong(deed, small, is_small=True) == []


def test_a_gate_that_waits_for_somebody_is_signed_by_them_without_another_right(engine: Engine) -> None:
    about = About("mine", Tier.LOW, "owned")
    co_sign, other = (
        Deed("co-sign", Right.ANSWER_GATE, sign(gate)) for gate in (Gate.PRODUCTION_READINESS, Gate.INTAKE)
    )
    assert is_taken(co_sign, engine, about, "co_signer")
    assert not is_taken(other, engine, about, "co_signer")
    assert not is_taken(co_sign, engine, about, "viewer")


def test_whoever_looks_where_viewing_is_open_records_nothing(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(where.OPEN_VIEWING_VARIABLE, "yes")
    about = About("mine", Tier.LOW, "owned")
    tried = [deed for deed in DEEDS if deed.fits(about) and not deed.records_nothing]
    assert [deed.name for deed in tried if is_taken(deed, engine, about, "stranger")] == []
