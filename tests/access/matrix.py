"""The table of docs/access.md, and a company that holds every case of it.

The cells are read from the page itself. One person stands for each column, and three for nobody; the agents differ by
whose they are, by tier, and by whether somebody active owns them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from itertools import product

from sqlalchemy import Engine, update

from agent_scorecard import where
from agent_scorecard.access import CompanyRole, Right, Standing, Step
from agent_scorecard.access.table import EVERYONE, READING
from agent_scorecard.access.told import NO, NOT_OWNER, OWN, Line, lines
from agent_scorecard.loading.load import load
from agent_scorecard.loading.sources import upload
from agent_scorecard.store.database import writer
from agent_scorecard.store.scope import TABLES
from agent_scorecard.vocabulary import Preset, Tier
from tests.recording.signed_in import linked

PAGE = where.ROOT / "docs" / "access.md"
AT = datetime(2026, 10, 30, 15, tzinfo=UTC)
TODAY, TOMORROW = AT.date(), date(2026, 10, 31)
SIDES, STATES = ("mine", "theirs"), ("owned", "unowned", "paused")
OF_AGENTS = {
    Standing.OWNER: "accountable_owner",
    Standing.RISK_OWNER: "risk_owner",
    Standing.ON_CALL: "on_call",
    Standing.HOLDER: "pause_or_retire",
}
OF_THE_COMPANY = (
    *(Right.LOAD, Right.RECORD_OUTCOME, Right.ANSWER_INTAKE, Right.SET_COMPANY, Right.CHANGE_POLICY),
    *(Right.MANAGE_PEOPLE, Right.VERIFY),
)
"""Asked without an agent: a person is what they are anywhere."""
NOBODY = ("stranger", "left")
"""A sign-in nobody linked to a person, and somebody with every role who is no longer active."""
NAMED = "named"
"""Whom a follow-up names, with no role at all."""
CO_SIGNER = "co_signer"
"""Who approves live access of one agent: a role without a column, whose signature a gate waits for."""


@dataclass(frozen=True)
class About:
    """One agent of the matrix."""

    side: str
    tier: Tier
    state: str

    @property
    def agent(self) -> str:
        return f"{self.side}-{self.tier}-{self.state}"

    @property
    def subject(self) -> str:
        return f"agent:{self.agent}"

    def case(self, is_small: bool = False) -> tuple[Tier, bool, bool]:
        return self.tier, self.state != "unowned", is_small


AGENTS = tuple(About(*each) for each in product(SIDES, Tier, STATES))


def person(standing: Standing) -> str:
    return standing.name.lower()


PEOPLE = {**{person(standing): standing for standing in EVERYONE}, **dict.fromkeys((NAMED, *NOBODY))}
"""Everybody who tries something, by the column of the page that says what they may; None stands in no column."""


def loaded(engine: Engine) -> None:
    """Fill an empty database with the agents and people, each linked to a sign-in; one of them leaves."""
    sources = [upload(name, told.encode()) for name, told in _inventory().items()]
    report = load(engine, sources, today=TODAY, now=AT, actor="test", preset=Preset.ENTERPRISE)
    assert report.refusals == ()
    for standing in EVERYONE:
        roles = () if standing in OF_AGENTS else (CompanyRole(standing.value),)
        linked(engine, person(standing), *roles)
    for name in (NAMED, CO_SIGNER):
        linked(engine, name)
    linked(engine, "left", *CompanyRole)
    people = TABLES["people"]
    with writer(engine).begin() as connection:
        connection.execute(update(people).where(people.c.person == "left").values(active=False))


def _inventory() -> dict[str, str]:
    names = [*map(person, EVERYONE), *(f"other_{person(each)}" for each in OF_AGENTS), NAMED, CO_SIGNER, "left"]
    people = [f"{name},{name},yes," for name in names]
    agents = [f"{row.agent},{row.agent},{_status(row)},2026-01-12,2,{row.tier}" for row in AGENTS]
    held = [*(row for about in AGENTS for row in _assigned(about)), f"{AGENTS[0].agent},approve_live,{CO_SIGNER}"]
    return {
        "people.csv": "\n".join(["person,name,active,inactive_since", *people, "gone,Gone,no,2026-06-01", ""]),
        "agents.csv": "\n".join(["agent,name,status,live_on,autonomy_level,risk_tier", *agents, ""]),
        "assignments.csv": "\n".join(["agent,role,person", *held, ""]),
    }


def _status(about: About) -> str:
    return "paused" if about.state == "paused" else "live"


def _assigned(about: About) -> Iterator[str]:
    before = "other_" if about.side == "theirs" else ""
    for standing, role in OF_AGENTS.items():
        gone = standing is Standing.OWNER and about.state == "unowned"
        yield f"{about.agent},{role},{'gone' if gone else before + person(standing)}"


def _cells() -> dict[tuple[Right, tuple[Tier, bool, bool]], dict[Standing, str]]:
    """The table of the page: what a right answers in a case, by column."""
    told = iter(_rows())
    found = {}
    for line in lines():
        _, when, *answers = next(told)
        assert when == line.when
        for case in line.cases:
            key = (line.right, (case.tier, case.has_owner, case.is_small))
            found[key] = dict(zip(EVERYONE, answers, strict=True))
    return found


def _rows() -> list[list[str]]:
    table = [line for line in PAGE.read_text("utf-8").splitlines() if line.startswith("| ")]
    return [re.split(r" \| ", line.strip("| ")) for line in table[2:]]


CELLS = _cells()


def expected(right: Right, who: str, about: About, *, is_small: bool = False) -> set[Step]:
    """What the page says of one cell; for another's agent a person is what they are there, else a viewer."""
    standing = PEOPLE[who]
    if standing is None:
        return {Step.AT_ONCE} if who == NAMED and right is Right.CLOSE_FOLLOW_UP else set()
    is_there = about.side == "mine" and not (standing is Standing.OWNER and about.state == "unowned")
    is_anywhere = right in READING or right in OF_THE_COMPANY
    here = standing if standing not in OF_AGENTS or is_there or is_anywhere else Standing.VIEWER
    answers = CELLS[right, about.case(is_small)]
    is_own = standing in OF_AGENTS and is_there
    if answers[here] == NO or (OWN in answers[here] and not is_own):
        return {Step.AT_ONCE} if is_own and OWN in answers[Standing.VIEWER] else set()
    return {Step(answers[here].strip(NOT_OWNER + OWN))}


def allows(wanted: set[Step], step: Step) -> bool:
    """Say whether a cell gives a step: whoever may act at once may also propose."""
    return step in wanted or (step is Step.PROPOSE and Step.AT_ONCE in wanted)


def agents_of(line: Line, side: str) -> tuple[About, ...]:
    """The agents of one side that a line of the table speaks about."""
    cases = {(case.tier, case.has_owner) for case in line.cases}
    return tuple(about for about in AGENTS if about.side == side and about.case()[:2] in cases)
