"""The healthy agent through the rules, for tests that change one fact and look at one answer."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from agent_scorecard.policy import Policy, default_policy
from agent_scorecard.rules.answers import Assessment, EvidenceItem, Finding, Reading, say
from agent_scorecard.rules.assess import assess
from agent_scorecard.rules.evidence import Evidence
from agent_scorecard.rules.facts import Agent
from agent_scorecard.vocabulary import Level, Severity
from tests.build import AGENT, AS_OF, evidence

POLICY = default_policy()


def assessed(policy: Policy = POLICY, **changes: Any) -> Assessment:
    return assess(evidence(**changes), policy)


def reading(policy: Policy = POLICY, **changes: Any) -> Reading:
    return assessed(policy, **changes).reading


def item(number: int, policy: Policy = POLICY, **changes: Any) -> EvidenceItem:
    """One evidence item of the healthy agent with these facts changed."""
    return next(row for row in reading(policy, **changes).items if row.item == number)


def state_and_text(row: EvidenceItem) -> tuple[str, str]:
    return row.state.value, row.sentence.text


def bare(**changes: Any) -> Evidence:
    """An agent of which nothing is known but its name, loaded on the as-of day."""
    known = evidence()
    company = replace(known.company, people={}, tools=(), capabilities=(), tasks=())
    return Evidence(
        Agent(AGENT, "Support triage"), **{"as_of": AS_OF, "company": company, "first_loaded": AS_OF, **changes}
    )


def raised(code: str, text: str = "Something is wrong.", cap: Level | None = None, **changes: Any) -> Finding:
    """A block finding as another rule would raise it."""
    return replace(Finding(AGENT, code, Severity.BLOCK, say(code, text), "Put it right.", cap), **changes)
