"""Findings that need the reading of level and the clock: a level without evidence, a card without a decision."""

from __future__ import annotations

from collections.abc import Sequence

from agent_scorecard import format as text
from agent_scorecard.policy.shapes import Policy
from agent_scorecard.rules.answers import Due, Finding, Reading
from agent_scorecard.rules.evidence import Evidence
from agent_scorecard.rules.exceptions import gap_words, ran_out
from agent_scorecard.rules.findings.scope import finding
from agent_scorecard.rules.gaps import is_open
from agent_scorecard.vocabulary import AgentKind


def level_above_evidence(evidence: Evidence, policy: Policy, reading: Reading) -> Finding | None:
    """The level on file is above the granted or the supported one; an automation is not on the ladder."""
    measured = min(reading.granted, reading.supported)
    if evidence.agent.kind is not AgentKind.AGENT or reading.on_file <= measured:
        return None
    which = "granted" if reading.granted <= reading.supported else "supported"
    words = f"On file level {reading.on_file.value}, {which} level {measured.value}."
    return finding(
        evidence,
        policy,
        "level_above_evidence",
        words,
        on_file=reading.on_file.value,
        granted=reading.granted.value,
        supported=reading.supported.value,
        link="ladder",
    )


def review_overdue(evidence: Evidence, policy: Policy, due: Due) -> Finding | None:
    """A card past its day, where earlier ones were decided."""
    if not due.overdue or not evidence.decisions:
        return None
    words = f"The card due {text.full_day(due.on)} is {text.plural(due.days_late, 'day')} late."
    return finding(evidence, policy, "review_overdue", words, days=due.days_late)


def decision_missing(evidence: Evidence, policy: Policy, due: Due) -> Finding | None:
    """A card past its day, and no decision was ever recorded."""
    if not due.overdue or evidence.decisions:
        return None
    words = f"No decision is on record; the first card was due {text.full_day(due.on)}."
    return finding(evidence, policy, "decision_missing", words, days=due.days_late)


def exception_expired(
    evidence: Evidence, policy: Policy, findings: Sequence[Finding], reading: Reading
) -> Finding | None:
    """An accepted gap whose exception ran out, and the gap is still there (rules 6)."""
    open_ones = [row for row in ran_out(evidence) if is_open(evidence, policy, findings, reading.items, row.gap)]
    if not open_ones:
        return None
    row = open_ones[0]
    more = f" and {len(open_ones) - 1} more" if len(open_ones) > 1 else ""
    words = f"The exception for {gap_words(policy, row.gap)}{more} ran out on {text.full_day(row.expires_on)}."
    return finding(evidence, policy, "exception_expired", words, gap=row.gap, exceptions=len(open_ones))
