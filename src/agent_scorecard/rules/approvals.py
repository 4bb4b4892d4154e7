"""Whether approvals are read before they are given, and by how many people."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date

from agent_scorecard import format as text
from agent_scorecard.policy.shapes import Policy
from agent_scorecard.rules.answers import Finding, Scalar, say
from agent_scorecard.rules.approval_days import dated_approvals
from agent_scorecard.rules.derived_approvals import approved, fast
from agent_scorecard.rules.evidence import Evidence
from agent_scorecard.rules.facts import Approval
from agent_scorecard.rules.finding import found
from agent_scorecard.rules.once import once
from agent_scorecard.rules.periods import Period
from agent_scorecard.rules.run_counts import first_of
from agent_scorecard.vocabulary import Role

DISTRUSTED = frozenset({"intervention_rate", "approval_rate"})


@dataclass(frozen=True, slots=True)
class Reading:
    """How approvals of the last weeks were read: decided, under the minimum reading time, approved."""

    decided: int
    fast: int
    approved: int


def reading(evidence: Evidence, policy: Policy) -> Reading:
    """Return how the approvals of the look-back were read."""
    return once(evidence, policy, "reading", lambda: _reading(evidence, policy))


def reads_too_fast(evidence: Evidence, policy: Policy) -> bool:
    """Say whether most decisions took less than the reading time of their action."""
    seen, numbers = reading(evidence, policy), policy.oversight
    return seen.decided >= numbers.stamp_min_n and seen.fast >= numbers.stamp_fast_share * seen.decided


def is_rubber_stamp(evidence: Evidence, policy: Policy) -> bool:
    """Say whether approvals are given faster than they can be read, and nearly always (rules 5, rubber_stamp)."""
    seen = reading(evidence, policy)
    return reads_too_fast(evidence, policy) and seen.approved >= policy.oversight.stamp_approval_rate * seen.decided


def is_distrusted(evidence: Evidence, policy: Policy, measure: str, period: Period) -> bool:
    """Say whether a measure of this period rests on approvals nobody can have read (rules 5, consequence)."""
    return measure in DISTRUSTED and period.last >= _since(evidence, policy) and is_rubber_stamp(evidence, policy)


def rubber_stamp(evidence: Evidence, policy: Policy) -> Finding | None:
    """Return the finding where approvals are too fast; fast alone is its milder form."""
    if not reads_too_fast(evidence, policy):
        return None
    seen = reading(evidence, policy)
    sentence = say(
        "rubber_stamp",
        f"{text.n_of(seen.fast, seen.decided)} decisions took less time than reading takes; "
        f"{text.percent(seen.approved / seen.decided)} were approved.",
        decided=seen.decided,
        fast=seen.fast,
        approved=seen.approved,
    )
    return found(
        evidence, policy, "rubber_stamp", sentence, weak=not is_rubber_stamp(evidence, policy), link="oversight"
    )


def concentration(evidence: Evidence, policy: Policy) -> Finding | None:
    """Return the finding where one person decides most approvals, or may be the only one who can (rules 5)."""
    numbers = policy.oversight
    person, most, decided = busiest(evidence, policy)
    if person is None or decided < numbers.concentration_min_n or most <= numbers.concentration_share * decided:
        return None
    name = evidence.company.people[person].name if person in evidence.company.people else person
    arguments: dict[str, Scalar] = {"approver": person, "decided": most, "of": decided}
    if len(eligible(evidence)) >= numbers.concentration_approvers:
        sentence = say(
            "approver_concentration",
            f"{name} decided {text.n_of(most, decided)} approvals.",
            **arguments,
        )
        return found(evidence, policy, "approver_concentration", sentence, link="oversight")
    sentence = say(
        "single_approver",
        f"{name} decided {text.n_of(most, decided)}; name the person closest to the work.",
        **arguments,
    )
    return found(evidence, policy, "single_approver", sentence, link="oversight")


def busiest(evidence: Evidence, policy: Policy) -> tuple[str | None, int, int]:
    """Return who decided most approvals of the look-back, how many, and of how many whose approver is known."""
    named = Counter(row.approver for row in recent(evidence, policy) if row.approver)
    person, most = min(named.items(), key=lambda each: (-each[1], each[0]), default=(None, 0))
    return person, most, named.total()


def eligible(evidence: Evidence) -> tuple[str, ...]:
    """Return the people who may approve: active supervisors of the agent (columns.csv approvals)."""
    people = evidence.company.people
    return tuple(
        person
        for person in evidence.holders(Role.SUPERVISOR)
        if person in people and people[person].active_on(evidence.as_of)
    )


def recent(evidence: Evidence, policy: Policy) -> tuple[Approval, ...]:
    """Return the approvals decided within the look-back of approvals."""
    return once(evidence, policy, "recent approvals", lambda: _recent(evidence, policy))


def _recent(evidence: Evidence, policy: Policy) -> tuple[Approval, ...]:
    first, rows = _since(evidence, policy), dated_approvals(evidence, policy)
    return tuple(row for _, day, row in rows if day is not None and day >= first and row.verdict.is_decided)


def _reading(evidence: Evidence, policy: Policy) -> Reading:
    rows = recent(evidence, policy)
    return Reading(len(rows), fast(evidence, policy, rows), approved(rows))


def _since(evidence: Evidence, policy: Policy) -> date:
    return first_of(policy.look_back.approvals_days, evidence.as_of)
