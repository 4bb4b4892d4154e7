"""docs/access.md, cell by cell: what the one question answers, and what a page offers of a decision."""

from __future__ import annotations

from itertools import product

import pytest
from sqlalchemy import Engine

from agent_scorecard.access import COMPANY, Actor, Right, Standing, Step, Subject, can
from agent_scorecard.access.table import EVERYONE
from agent_scorecard.access.told import markdown
from agent_scorecard.boards.rights import offer
from agent_scorecard.recording.permission import resolved, who
from agent_scorecard.recording.policy import policy_in_force
from agent_scorecard.rules.assess import assess
from agent_scorecard.store import read
from agent_scorecard.store.database import reader
from agent_scorecard.vocabulary import Tier
from tests.access.deeds import CHOICES
from tests.access.matrix import AGENTS, AT, OF_THE_COMPANY, PAGE, TODAY, About, allows, expected, person
from tests.recording.signed_in import signed_in

OFFERED = tuple(
    about
    for about in AGENTS
    if (about.side, about.tier) in (("mine", Tier.LOW), ("theirs", Tier.MEDIUM))
    or (about.side, about.state) == ("mine", "owned")
)


def test_the_page_holds_the_table_of_the_product():
    assert markdown() in PAGE.read_text("utf-8")


@pytest.mark.parametrize("standing", EVERYONE, ids=person)
def test_every_cell_is_answered_as_the_page_says(engine: Engine, standing: Standing) -> None:
    name = person(standing)
    actor = who(engine, signed_in(name), AT)
    wrong = []
    for about in AGENTS:
        with reader(engine).begin() as connection:
            of_agent = resolved(connection, actor, about.subject, AT)
        for right, step in product(Right, Step):
            subject = COMPANY if right in OF_THE_COMPANY else of_agent
            if _may(actor, right, subject, step) is not allows(expected(right, name, about), step):
                wrong.append((right, about, step))
    assert wrong == []


def _may(actor: Actor, right: Right, subject: Subject, step: Step) -> bool:
    answer = can(actor, right, subject, step)
    assert answer is True or answer.endswith("."), answer
    return answer is True


@pytest.mark.parametrize("about", OFFERED, ids=lambda about: about.agent)
def test_a_page_offers_each_choice_as_the_page_of_rights_says(engine: Engine, about: About) -> None:
    evidence = read.agent_evidence(engine, about.agent, TODAY)
    assert evidence is not None
    policy = policy_in_force(evidence.company)
    one = assess(evidence, policy)
    for name in map(person, EVERYONE):
        actor = who(engine, signed_in(name), AT)
        for right, told in CHOICES.items():
            if about.state != "paused" and right is Right.RESUME:
                continue
            found = offer(one, policy, actor, told["choice"], told.get("kind"))
            wanted = expected(right, name, about)
            step = next((step for step in (Step.AT_ONCE, Step.PROPOSE) if allows(wanted, step)), None)
            assert (found.step, bool(found.sentence)) == (step, step is not Step.AT_ONCE), (name, right)
