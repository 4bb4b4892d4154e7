"""Works a thing out once for one evidence and one policy, however many rules ask for it."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import TypeVar

from agent_scorecard.policy.shapes import Policy
from agent_scorecard.rules.evidence import Evidence

Answer = TypeVar("Answer")


def once(evidence: Evidence, policy: Policy, name: Hashable, work: Callable[[], Answer]) -> Answer:
    """Return the answer kept under a name, or work it out; both inputs are frozen, so it can never go stale."""
    kept = evidence.memo.get(id(policy))
    if kept is None:
        # The policy is kept beside its answers, so that its id cannot pass to another policy.
        kept = evidence.memo[id(policy)] = (policy, {})
    answers = kept[1]
    if name not in answers:
        answers[name] = work()
    answer: Answer = answers[name]
    return answer
