"""A quarterly review of a few named agents, seen on one day and at the end of the quarter before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from agent_scorecard.boards.quarter.board import Quarter, quarter
from agent_scorecard.boards.quarter.held import Held, held
from agent_scorecard.policy import default_policy
from agent_scorecard.rules.answers import Assessment
from agent_scorecard.rules.assess import assess
from agent_scorecard.rules.evidence import Company
from agent_scorecard.rules.facts import Review
from agent_scorecard.rules.periods import Period, parse
from agent_scorecard.vocabulary import Choice, Disposition
from tests.boards.build import COMPANY
from tests.build import AS_OF, evidence

POLICY = default_policy()
Q3 = parse("2026-Q3")
JUNE_ENDS = date(2026, 6, 30)


def agent(name: str, **facts: Any) -> Assessment:
    """The healthy agent under another name, through the rules; "Triage" has the id triage."""
    own = replace(evidence().agent, agent=name.casefold().replace(" ", "-"), name=name)
    return assess(evidence(**{"agent": own, **facts}), POLICY)


def then(one: Assessment) -> Assessment:
    """The same agent as it stood at the end of the quarter before."""
    return replace(one, evidence=replace(one.evidence, as_of=JUNE_ENDS))


def review(
    *now: Assessment,
    before: Sequence[Assessment] = (),
    recorded: Sequence[Review] = (),
    company: Company = COMPANY,
    period: Period = Q3,
    as_of: date = AS_OF,
) -> Held:
    return held(company, POLICY, period, now, [then(one) for one in before], recorded, as_of=as_of)


def board(*now: Assessment, **given: Any) -> Quarter:
    return quarter(review(*now, **given), AS_OF)


def outcome(agent: str, choice: Choice = Choice.MAINTAIN, **changes: Any) -> Review:
    kept = Review("2026-Q3", agent, choice, 4, None, "cora", AS_OF, 9, Disposition.GATED)
    return replace(kept, **changes)
