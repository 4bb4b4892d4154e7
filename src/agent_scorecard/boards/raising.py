"""The ways an agent may be expanded as proposed, each with the signature it asks for (rules 7)."""

from __future__ import annotations

from dataclasses import dataclass

from agent_scorecard.policy.shapes import Policy
from agent_scorecard.rules.answers import Assessment
from agent_scorecard.rules.choices import earned_modes
from agent_scorecard.rules.graduation import Graduation
from agent_scorecard.rules.signatures import Signature, signature
from agent_scorecard.vocabulary import ExpandKind


@dataclass(frozen=True, slots=True)
class Raise:
    """One way up; `action` and `to_value` are empty unless the mode of an action rises."""

    word: str
    action: str | None
    to_value: str | None
    signature: Signature | None


def raises(one: Assessment, policy: Policy) -> tuple[Raise, ...]:
    """Return one way for each mode that was earned, otherwise the one way that is proposed."""
    kind = one.proposal.kind
    if kind is ExpandKind.MODE:
        return tuple(_freer(one, policy, row) for row in earned_modes(one.evidence, policy, one.reading))
    return (Raise("", None, None, signature(one.evidence, policy, one.reading, kind)),)


def _freer(one: Assessment, policy: Policy, row: Graduation) -> Raise:
    name, mode = row.action.action, row.to or row.mode
    asked = signature(one.evidence, policy, one.reading, ExpandKind.MODE, row.action)
    return Raise(f"{name} to {mode.word.lower()}", name, mode.value, asked)
