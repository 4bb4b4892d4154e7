"""Works a thing out once for one evidence and one policy, however many rules ask for it."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import Any, TypeVar

from agent_scorecard.policy.shapes import Policy
from agent_scorecard.rules.evidence import Evidence

Answer = TypeVar("Answer")
_UNKNOWN: Any = object()


def once(evidence: Evidence, policy: Policy, name: Hashable, work: Callable[[], Answer]) -> Answer:
    """Return the answer kept under a name, or work it out; both inputs are frozen, so it can never go stale."""
    known, answers = evidence.memo.kept
    if known is not policy:
        answers = evidence.memo.begun(policy)
    answer: Answer = answers.get(name, _UNKNOWN)
    if answer is _UNKNOWN:
        answer = answers[name] = work()
    return answer
