"""The digest of a few named agents, on the day they are seen."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from agent_scorecard.access import AccessMode, Actor, CompanyRole
from agent_scorecard.boards.digest.board import company_digest
from agent_scorecard.boards.digest.shapes import Digest, Line, Section
from agent_scorecard.policy import default_policy
from agent_scorecard.rules.answers import Assessment
from agent_scorecard.rules.evidence import Company
from agent_scorecard.vocabulary import Role
from tests.boards.build import COMPANY
from tests.build import AS_OF

POLICY = default_policy()
ACTORS = {
    "ana": Actor("ana", AccessMode.COMPANY, True, frozenset(), frozenset({Role.ACCOUNTABLE_OWNER})),
    "cora": Actor("cora", AccessMode.COMPANY, True, frozenset(), frozenset({Role.RISK_OWNER})),
    "dan": Actor("dan", AccessMode.COMPANY, True, frozenset({CompanyRole.REVIEWER}), frozenset()),
    "eva": Actor("eva", AccessMode.COMPANY, True, frozenset(), frozenset({Role.SUPERVISOR})),
}
"""As the table of rights sees them: the owner, the risk owner, a reviewer of the company, and a supervisor."""


def digest(*assessed: Assessment, company: Company = COMPANY, **changes: Any) -> Digest:
    return replace(company_digest(company, AS_OF, assessed, POLICY, ACTORS), **changes)


def lines(section: Section, *assessed: Assessment, **changes: Any) -> tuple[Line, ...]:
    return digest(*assessed, **changes).of(section)
