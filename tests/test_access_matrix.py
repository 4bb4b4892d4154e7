"""docs/access.md holds in three places: what a page offers, what a recording function takes, what the database lets in.

The cells of the table are read from the page itself. One person stands for each column; the agents differ by whose they
are, by tier, and by whether somebody active owns them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import partial
from itertools import product
from typing import Any

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import DBAPIError

from agent_scorecard import where
from agent_scorecard.access import COMPANY, Actor, CompanyRole, Right, SignedIn, Standing, Step, Subject, can
from agent_scorecard.access.entries import ACTS, DECIDED, IN_REVIEW
from agent_scorecard.access.table import EVERYONE, READING
from agent_scorecard.access.told import NO, NOT_OWNER, OWN, lines, markdown
from agent_scorecard.boards.rights import offer
from agent_scorecard.loading.load import load
from agent_scorecard.loading.sources import upload
from agent_scorecard.recording import company, decisions, exceptions, gates, grants, incidents, proposals, reviews
from agent_scorecard.recording.fields import DecisionFields
from agent_scorecard.recording.permission import resolved, who
from agent_scorecard.recording.policy import policy_in_force
from agent_scorecard.recording.refusal import NotPermitted, Refused
from agent_scorecard.rules.assess import assess
from agent_scorecard.store import ledger, read
from agent_scorecard.store.database import open_database, reader, writer
from agent_scorecard.vocabulary import (
    AgainstReason,
    Choice,
    Disposition,
    ExceptionReason,
    ExpandKind,
    Gate,
    GateAnswer,
    GateItem,
    Preset,
    Tier,
)
from tests.recording.signed_in import linked, signed_in

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

    @property
    def case(self) -> tuple[Tier, bool, bool]:
        return self.tier, self.state != "unowned", False


AGENTS = tuple(About(*each) for each in product(SIDES, Tier, STATES))
FEWER = tuple(about for about in AGENTS if (about.side, about.tier) in (("mine", Tier.LOW), ("theirs", Tier.MEDIUM)))
RAISED = tuple(about for about in AGENTS if about.state == "owned" and (about.side == "mine" or about in FEWER))


def person(standing: Standing) -> str:
    return standing.name.lower()


def inventory() -> dict[str, str]:
    names = [*map(person, EVERYONE), *(f"other_{person(each)}" for each in OF_AGENTS)]
    people = [f"{name},{name},yes," for name in names]
    agents = [f"{row.agent},{row.agent},{_status(row)},2026-01-12,2,{row.tier}" for row in AGENTS]
    held = [row for about in AGENTS for row in _assigned(about)]
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


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    engine = open_database(f"sqlite:///{tmp_path_factory.mktemp('matrix') / 'board.db'}", create_missing=True)
    sources = [upload(name, told.encode()) for name, told in inventory().items()]
    report = load(engine, sources, today=TODAY, now=AT, actor="test", preset=Preset.ENTERPRISE)
    assert report.refusals == ()
    for standing in EVERYONE:
        roles = () if standing in OF_AGENTS else (CompanyRole(standing.value),)
        linked(engine, person(standing), *roles)
    yield engine
    engine.dispose()


def cells() -> dict[tuple[Right, tuple[Tier, bool, bool]], dict[Standing, str]]:
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


CELLS = cells()


def expected(right: Right, standing: Standing, about: About) -> set[Step]:
    """What the page says of one cell; for another's agent a person is what they are there, else a viewer."""
    is_there = about.side == "mine" and not (standing is Standing.OWNER and about.state == "unowned")
    here = standing if standing not in OF_AGENTS or is_there or right in READING else Standing.VIEWER
    cell = CELLS[right, about.case][here]
    is_own = standing in OF_AGENTS and is_there
    if cell == NO or (OWN in cell and not is_own):
        return set() if not (is_own and OWN in CELLS[right, about.case][Standing.VIEWER]) else {Step.AT_ONCE}
    return {Step(cell.strip(NOT_OWNER + OWN))}


def test_the_page_holds_the_table_of_the_product():
    assert markdown() in PAGE.read_text("utf-8")


@pytest.mark.parametrize("standing", EVERYONE, ids=person)
def test_every_cell_is_answered_as_the_page_says(engine: Engine, standing: Standing) -> None:
    actor = who(engine, signed_in(person(standing)), AT)
    wrong = []
    for about in AGENTS:
        with reader(engine).begin() as connection:
            subject = resolved(connection, actor, about.subject, AT)
        for right in Right:
            wanted = expected(right, standing, about)
            wrong += [(right, about, step) for step in Step if _may(actor, right, subject, step) != _open(wanted, step)]
    assert wrong == []


def _may(actor: Actor, right: Right, subject: Subject, step: Step) -> bool:
    answer = can(actor, right, subject, step)
    assert answer is True or answer.endswith("."), answer
    return answer is True


def _open(wanted: set[Step], step: Step) -> bool:
    return step in wanted or (step is Step.PROPOSE and Step.AT_ONCE in wanted)


DECISIONS: dict[Right, dict[str, Any]] = {
    Right.MAINTAIN_OR_REVISE: {"choice": Choice.REVISE},
    Right.LOWER: {"choice": Choice.REVISE, "kind": ExpandKind.LEVEL, "to_value": "1"},
    Right.PAUSE: {"choice": Choice.PAUSE},
    Right.RESUME: {"choice": Choice.MAINTAIN},
    Right.EXPAND: {"choice": Choice.EXPAND, "kind": ExpandKind.LEVEL, "to_value": "3"},
    Right.RETIRE: {"choice": Choice.RETIRE},
}


def unfinished(about: About, **changes: Any) -> DecisionFields:
    """A decision without a reason: whoever may decide is told so, everybody else that they may not."""
    told = {"reason": "", "next_step": "", "owner": "", "against": AgainstReason.OTHER}
    return DecisionFields(agent=about.agent, due=TOMORROW, as_of=TODAY, **{**told, **changes})


def is_taken(act: Callable[..., object], by: SignedIn) -> bool:
    """Say whether a recording function lets this person through to what else is wrong with the form."""
    try:
        act(by=by, at=AT)
    except NotPermitted:
        return False
    except Refused:
        return True
    raise AssertionError("An unfinished form was recorded.")


@pytest.mark.parametrize("standing", EVERYONE, ids=person)
@pytest.mark.parametrize("right", DECISIONS)
def test_a_decision_is_taken_from_whom_the_page_allows_it(engine: Engine, standing: Standing, right: Right) -> None:
    wrong = []
    for about in RAISED if right is Right.EXPAND else FEWER:
        if (about.state == "paused") is not (right is Right.RESUME):
            continue
        fields = unfinished(about, **DECISIONS[right])
        taken = is_taken(partial(decisions.record_decision, engine, fields), signed_in(person(standing)))
        if taken is not (Step.AT_ONCE in expected(right, standing, about)):
            wrong.append((about, taken))
    assert wrong == []


OTHERS: dict[Right, Callable[[Engine, About], Callable[..., object]]] = {
    Right.REPORT_INCIDENT: lambda engine, about: partial(
        incidents.report_incident, engine, incidents.IncidentFields(agent=about.agent, summary="", detected_at=AT)
    ),
    Right.SUBMIT_GATE: lambda engine, about: partial(
        gates.submit_gate, engine, about.agent, Gate.INTAKE, as_of=TOMORROW
    ),
    Right.SIGN_GATE: lambda engine, about: partial(
        gates.sign_gate,
        engine,
        gates.SignFields(agent=about.agent, gate=Gate.INTAKE, answer=GateAnswer.PASS, as_of=TOMORROW),
    ),
    Right.ANSWER_GATE: lambda engine, about: partial(
        gates.answer_item,
        engine,
        gates.AnswerFields(agent=about.agent, item=GateItem.RESULT, answer=GateAnswer.YES, as_of=TOMORROW),
    ),
    Right.ACCEPT_EXCEPTION: lambda engine, about: partial(
        exceptions.accept_gap,
        engine,
        exceptions.GapFields(
            agent=about.agent,
            gap="nothing",
            reason=ExceptionReason.PILOT_ONLY,
            note="",
            expires_on=TODAY,
            as_of=TOMORROW,
        ),
    ),
    Right.RECORD_OUTCOME: lambda engine, about: partial(
        reviews.record_outcome,
        engine,
        reviews.OutcomeFields(
            period="2026-Q3", agent=about.agent, disposition=next(iter(Disposition)), held_on=date(2026, 1, 1)
        ),
    ),
    Right.SET_COMPANY: lambda engine, about: partial(company.set_company, engine, company.CompanyFields(name=" ")),
    Right.MANAGE_PEOPLE: lambda engine, about: partial(grants.grant_role, engine, "gone", CompanyRole.VIEWER),
}


@pytest.mark.parametrize("right", OTHERS)
def test_each_other_act_is_taken_from_whom_the_page_allows_it(engine: Engine, right: Right) -> None:
    wrong = []
    for standing, about in product(EVERYONE, (About("mine", Tier.LOW, "owned"), About("theirs", Tier.LOW, "owned"))):
        taken = is_taken(OTHERS[right](engine, about), signed_in(person(standing)))
        if taken is not (Step.AT_ONCE in expected(right, standing, about)):
            wrong.append((standing, about, taken))
    assert wrong == []


@pytest.mark.parametrize("standing", EVERYONE, ids=person)
def test_a_proposal_is_taken_from_whom_the_page_allows_it(engine: Engine, standing: Standing) -> None:
    wrong = []
    for about in RAISED:
        fields = unfinished(about, **DECISIONS[Right.EXPAND])
        taken = is_taken(partial(proposals.propose_decision, engine, fields), signed_in(person(standing)))
        if taken is not _open(expected(Right.EXPAND, standing, about), Step.PROPOSE):
            wrong.append((about, taken))
    assert wrong == []


@pytest.mark.parametrize("standing", EVERYONE, ids=person)
def test_the_database_lets_in_what_the_page_allows_for_some_tier(engine: Engine, standing: Standing) -> None:
    with writer(engine).connect() as connection, connection.begin() as transaction:
        last = connection.execute(text("SELECT seq, hash FROM ledger ORDER BY seq DESC LIMIT 1")).one()
        wrong = []
        for act, side, state in product(ACTS, SIDES, STATES):
            tiers = [About(side, tier, state) for tier in Tier]
            wanted = {step for right in act.rights for about in tiers for step in expected(right, standing, about)}
            is_in = _inserted(connection, last, person(standing), act, tiers[0].subject)
            if is_in is not bool(wanted & set(act.steps)):
                wrong.append((act.what, act.choice, side, state, is_in))
        transaction.rollback()
    assert wrong == []


def _inserted(connection: Any, last: Any, actor: str, act: Any, subject: str) -> bool:
    choice = "pause" if act.choice in ("", IN_REVIEW) else act.choice
    reviewed = ',"in_review":true' if act.choice == IN_REVIEW else ""
    decided = f'{{"decision":{{"card_hash":"{"0" * 64}","choice":"{choice}","x":1}},"follow_ups":[]{reviewed},"z":1}}'
    body = decided if act.what == DECIDED else "{}"
    row = (last.seq + 1, ledger.moment(AT), actor, 1, "company", act.what, subject, body, last.hash, "made-up")
    places = ",".join(f":{place}" for place in range(len(row)))
    try:
        with connection.begin_nested() as inner:
            connection.execute(
                text(f"INSERT INTO ledger VALUES ({places})"), {str(at): told for at, told in enumerate(row)}
            )
            inner.rollback()
    except DBAPIError:
        return False
    return True


@pytest.mark.parametrize("about", sorted({*FEWER, *RAISED}, key=str), ids=lambda about: about.agent)
def test_a_page_offers_each_choice_as_the_page_of_rights_says(engine: Engine, about: About) -> None:
    evidence = read.agent_evidence(engine, about.agent, TODAY)
    assert evidence is not None
    policy = policy_in_force(evidence.company)
    one = assess(evidence, policy)
    for standing in EVERYONE:
        actor = who(engine, signed_in(person(standing)), AT)
        for right, told in DECISIONS.items():
            if about.state != "paused" and right is Right.RESUME:
                continue
            found = offer(one, policy, actor, told["choice"], told.get("kind"))
            wanted = expected(right, standing, about)
            step = next((step for step in (Step.AT_ONCE, Step.PROPOSE) if _open(wanted, step)), None)
            assert (found.step, bool(found.sentence)) == (step, step is not Step.AT_ONCE), (standing, right)


def test_rights_of_the_company_are_asked_without_an_agent(engine: Engine) -> None:
    for right, standing in product((Right.LOAD, Right.SET_COMPANY, Right.VERIFY, Right.EXPORT), EVERYONE):
        actor = who(engine, signed_in(person(standing)), AT)
        cell = CELLS[right, (Tier.LOW, True, False)][standing]
        assert (can(actor, right, COMPANY) is True) is (cell != NO), (right, standing)
