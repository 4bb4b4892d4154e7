"""Where an agent stands on its way through the gates: the state of each, which comes next, what is missing for it."""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum

from agent_scorecard import format as text
from agent_scorecard.policy.shapes import Policy
from agent_scorecard.rules.evidence import Evidence
from agent_scorecard.rules.gates import (
    CONTRACT,
    DECISION_RIGHTS,
    GateStanding,
    View,
    checklist,
    gates,
    view,
)
from agent_scorecard.vocabulary import AgentKind, Gate, GateAnswer, Role, Status

GATE_WORDS = {
    Gate.INTAKE: "intake",
    Gate.DESIGN_REVIEW: "design review",
    Gate.PRODUCTION_READINESS: "production readiness",
    Gate.PORTFOLIO_REVIEW: "portfolio review",
}
SIGNED_AS = {Role.ACCOUNTABLE_OWNER: "manager", Role.BUILDER: "builder"}


class GateState(StrEnum):
    """How one gate stands on the day."""

    PASSED = "passed"
    WAIVED = "waived"
    OPEN = "open"
    FAILED = "failed"
    REOPENED = "reopened"
    NOT_HELD = "not held"
    NOT_ASKED = "not asked"


def state_of(standing: GateStanding) -> GateState:
    """Return the state of a gate; one that passed but lacks an item today is reopened."""
    if standing.passed:
        is_pass = standing.result is not None and standing.result.answer is GateAnswer.PASS
        return GateState.PASSED if is_pass else GateState.WAIVED
    if standing.result is None:
        return GateState.NOT_HELD if standing.required else GateState.NOT_ASKED
    if standing.is_open:
        return GateState.OPEN
    return GateState.REOPENED if standing.result.answer is GateAnswer.PASS else GateState.FAILED


def next_gate(evidence: Evidence, policy: Policy) -> GateStanding | None:
    """Return the first gate this tier must pass and has not, None where all are passed or waived."""
    return next((each for each in gates(evidence, policy) if each.required and not each.passed), None)


def missing_next(evidence: Evidence, policy: Policy) -> str:
    """Return in one sentence what comes next, "" where nothing is missing.

    At work, contract and checklist come first: without them the agent only assists (S0-16).
    """
    papers = tuple(_papers(evidence, policy))
    standing = next_gate(evidence, policy)
    held = (_of_gate(standing),) if standing is not None else ()
    at_work = evidence.agent.status in (Status.LIVE, Status.PAUSED)
    said = (*papers, *held) if at_work else (*held, *papers)
    return next(iter((*said, *_rights(evidence, policy))), "")


def _papers(evidence: Evidence, policy: Policy) -> Iterator[str]:
    if evidence.agent.kind is not AgentKind.AGENT:
        return
    contract, sixteen = view(evidence, policy, CONTRACT), checklist(evidence, policy)
    if contract.missing:
        yield f"Contract: write down {_named(contract)}."
    if sixteen.missing:
        yield f"Checklist: {_first(sixteen)}."
    elif sixteen.unsigned:
        yield f"Checklist: to be signed as {text.listed([SIGNED_AS[role] for role in sixteen.unsigned])}."


def _of_gate(standing: GateStanding) -> str:
    name = GATE_WORDS[standing.gate].capitalize()
    if standing.missing:
        return f"{name}: {_first(standing)}."
    return f"{name}: to be signed." if standing.is_open else f"{name}: to be submitted."


def _rights(evidence: Evidence, policy: Policy) -> Iterator[str]:
    """A live agent needs somebody at each of the five decision points (S0-09)."""
    held = view(evidence, policy, DECISION_RIGHTS)
    if evidence.agent.status is Status.LIVE and held.missing:
        yield f"Responsibility map: name {_named(held)}."


def _first(of: View) -> str:
    rest = len(of.missing) - 1
    more = f" and {rest} more" if rest else ""
    return f'"{of.missing[0].text}"{more}'


def _named(of: View) -> str:
    return text.listed([item.text[0].lower() + item.text[1:] for item in of.missing])
