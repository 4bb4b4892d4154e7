"""Gaps a risk owner accepts for a time: which one holds, which ran out, which may never be (rules 6 "Exception")."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, timedelta
from types import MappingProxyType

from agent_scorecard import format as text
from agent_scorecard.policy.shapes import Policy
from agent_scorecard.rules.answers import Acceptance, Finding, Sentence, say
from agent_scorecard.rules.evals import failing
from agent_scorecard.rules.evidence import Evidence
from agent_scorecard.rules.facts import AcceptedGap
from agent_scorecard.rules.incidents import open_for_evidence
from agent_scorecard.rules.levels import regraded
from agent_scorecard.rules.oversight import agent_tier
from agent_scorecard.rules.signatures import risk_owners
from agent_scorecard.rules.stated import stated
from agent_scorecard.vocabulary import GapKind, Role, Severity, Tier

NEVER = "An owner, a kill switch, a failing eval or an open serious incident is never accepted: put it right."
PART_BY_PART = "Accept each finding that blocks by its own name."
NOTHING_BLOCKS = "evidence:15"

ITEM_WORDS: Mapping[str, str] = MappingProxyType(
    {
        "1": "proof of quality",
        "2": "escalations, roll-backs and incidents",
        "3": "the outcome",
        "4": "limits kept",
        "5": "three periods held",
        "6": "time at the level",
        "7": "the eval suite",
        "8": "approvals without an edit",
        "9": "kill switch, way back and drill",
        "10": "permissions and logs",
        "11": "the checklist",
        "12": "the people of every action",
        "13": "audit completeness",
        "14": "the contract",
        "15": "nothing blocks",
    }
)

OPEN: Mapping[str, Callable[[Evidence, Policy], bool]] = MappingProxyType(
    {
        "no_owner": lambda evidence, _: evidence.active_owner is None,
        "no_kill_switch": lambda evidence, _: not stated(evidence.agent.kill_switch),
        "eval_failing": lambda evidence, policy: bool(failing(evidence, policy)),
        "serious_incident_open": lambda evidence, _: bool(open_for_evidence(evidence)),
    }
)
"""Finding code of the policy → whether what it is about is open today."""


def gap_name(kind: GapKind, name: object) -> str:
    """Return how a gap is written: "evidence:7", "finding:eval_stale", "item:C2", "gate:design_review"."""
    return f"{kind.value}:{name}"


def gap_words(policy: Policy, gap: str) -> str:
    """Return a gap as a person reads it: "the eval suite", "“eval stale”", "“Audit logs are kept”"."""
    kind, _, name = gap.partition(":")
    if kind == GapKind.EVIDENCE:
        return ITEM_WORDS.get(name, name)
    asked = policy.item(name) if kind == GapKind.ITEM else None
    return f"“{name.replace('_', ' ') if asked is None else asked.text}”"


def in_force(evidence: Evidence) -> tuple[AcceptedGap, ...]:
    """Return the exceptions that hold on the as-of day, the expiry included, the first to end first."""
    rows = (row for row in evidence.exceptions if holds(row, evidence.as_of))
    return tuple(sorted(rows, key=lambda row: (row.expires_on, row.seq)))


def holds(row: AcceptedGap, day: date) -> bool:
    """Say whether an exception covers its gap on a day; one that was ended early no longer does from that day."""
    return row.accepted_on <= day <= row.expires_on and (row.ended_on is None or day < row.ended_on)


def accepted(evidence: Evidence, policy: Policy, gap: str) -> AcceptedGap | None:
    """Return the exception that covers a gap today, `None` also where the gap became one that is never accepted."""
    rows = [row for row in evidence.exceptions if row.gap == gap and holds(row, evidence.as_of)]
    if not rows or never(evidence, policy, gap) is not None:
        return None
    rows = [row for row in rows if not _of_an_earlier_step(evidence, row) and not _of_the_owner(evidence, row)]
    return max(rows, key=lambda row: (row.expires_on, row.seq), default=None)


def _of_an_earlier_step(evidence: Evidence, row: AcceptedGap) -> bool:
    """Evidence is asked for one step: what was accepted of it before the level changed is no word about the next."""
    is_evidence = row.gap.partition(":")[0] == GapKind.EVIDENCE
    return is_evidence and any(decision.seq > row.seq for decision in regraded(evidence))


def _of_the_owner(evidence: Evidence, row: AcceptedGap) -> bool:
    """Whoever owns the agent now accepted nothing for it, unless they did so as one person in every role."""
    return not row.self_approved and is_self_approved(evidence, row.accepted_by)


def never(evidence: Evidence, policy: Policy, gap: str) -> Sentence | None:
    """Return why a gap may not be accepted by anybody: owner, kill switch, failing eval, open serious incident."""
    numbers = policy.ladder.exceptions
    kind, _, name = gap.partition(":")
    if gap == NOTHING_BLOCKS:
        return say("part_by_part", PART_BY_PART, gap=gap)
    if kind == GapKind.FINDING and name in numbers.never_for:
        return say("never_accepted", NEVER, gap=gap)
    if any(OPEN[code](evidence, policy) for code in numbers.never_while.get(gap, ())):
        return say("never_accepted", NEVER, gap=gap)
    return None


def ran_out(evidence: Evidence) -> tuple[AcceptedGap, ...]:
    """Return the last exception of each gap that expired and was neither renewed nor ended, the latest first."""
    latest: dict[str, AcceptedGap] = {}
    for row in sorted(evidence.exceptions, key=lambda row: (row.expires_on, row.seq)):
        latest[row.gap] = row
    past = (row for row in latest.values() if row.ended_on is None and row.expires_on < evidence.as_of)
    return tuple(sorted(past, key=lambda row: (row.expires_on, row.seq), reverse=True))


def earlier(evidence: Evidence, gap: str) -> tuple[AcceptedGap, ...]:
    """Return every exception there ever was for a gap, in the order they were recorded."""
    return tuple(sorted((row for row in evidence.exceptions if row.gap == gap), key=lambda row: row.seq))


def may_renew(evidence: Evidence, policy: Policy, gap: str) -> bool:
    """Say whether an accepted gap may be accepted once more: after its renewals it blocks until it is closed."""
    return 0 < len(earlier(evidence, gap)) <= policy.ladder.exceptions.renewals


def last_day(policy: Policy, accepted_on: date) -> date:
    """Return the last day an exception accepted on a day may hold."""
    return accepted_on + timedelta(days=policy.ladder.exceptions.max_days)


def ends_soon(row: AcceptedGap, policy: Policy, as_of: date) -> bool:
    return holds(row, as_of) and (row.expires_on - as_of).days <= policy.ladder.exceptions.soon_days


def one_person_may(evidence: Evidence, policy: Policy) -> bool:
    """Say whether owner and accepter may be one person: low tier at a small company, marked self-approved."""
    return policy.proposal.one_person_all_roles and agent_tier(evidence, policy).for_raising is Tier.LOW


def accepters(evidence: Evidence, policy: Policy) -> tuple[str, ...]:
    """Return who may accept a gap: the active risk owners, an owner among them only where one person may."""
    alone, owners = one_person_may(evidence, policy), evidence.holders(Role.ACCOUNTABLE_OWNER)
    people = risk_owners(evidence, policy)
    if alone and not people and evidence.active_owner is not None:
        return (evidence.active_owner.person,)
    return tuple(name for name in people if alone or name not in owners)


def is_self_approved(evidence: Evidence, by: str) -> bool:
    return by in evidence.holders(Role.ACCOUNTABLE_OWNER)


def acceptance(evidence: Evidence, row: AcceptedGap) -> Sentence:
    """Return until when, by whom and why a gap is accepted."""
    person = evidence.company.people.get(row.accepted_by)
    name = person.name if person is not None else row.accepted_by
    until = text.full_day(row.expires_on)
    alone = ", self-approved" if row.self_approved else ""
    said = f"Accepted until {until} by {name}: {row.reason.word.lower()}{alone}."
    return say("gap_accepted", said, exception=row.exception, by=row.accepted_by, until=row.expires_on.isoformat())


def with_accepted(evidence: Evidence, policy: Policy, findings: tuple[Finding, ...]) -> tuple[Finding, ...]:
    """Return the findings with an accepted one closing nothing: it stays there as a note that says who accepted it."""
    return tuple(_accepted(evidence, policy, found) for found in findings) if evidence.exceptions else findings


def _accepted(evidence: Evidence, policy: Policy, found: Finding) -> Finding:
    row = accepted(evidence, policy, gap_name(GapKind.FINDING, found.code))
    if row is None:
        return found
    told = Acceptance(acceptance(evidence, row), found.severity)
    return replace(found, severity=Severity.NOTE, cap=None, accepted=told)
