"""What every check of findings shares: its shape, and one way to say what was found."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date

from agent_scorecard.policy.shapes import Policy
from agent_scorecard.rules.answers import Finding, Scalar, say
from agent_scorecard.rules.evidence import Evidence
from agent_scorecard.rules.finding import found

Check = Callable[[Evidence, Policy], Finding | None]


def finding(
    evidence: Evidence,
    policy: Policy,
    code: str,
    words: str,
    *,
    weak: bool = False,
    answered: bool = False,
    link: str = "scorecard",
    **arguments: Scalar,
) -> Finding:
    """Return the finding of a code; its sentence carries the same code and these arguments."""
    return found(evidence, policy, code, say(code, words, **arguments), weak=weak, answered=answered, link=link)


def run(checks: Iterable[Check], evidence: Evidence, policy: Policy) -> tuple[Finding, ...]:
    """Return what the checks found, in their order."""
    answers = (check(evidence, policy) for check in checks)
    return tuple(answer for answer in answers if answer is not None)


def days_since(evidence: Evidence, day: date) -> int:
    return (evidence.as_of - day).days


def is_recent(evidence: Evidence, day: date, days: int) -> bool:
    """Say whether a day lies within so many days up to the as-of day."""
    return 0 <= days_since(evidence, day) < days
