"""What recurs in the runs asked for, which approvals were slow, and the decision either leads to (S2-22)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from agent_scorecard import format
from agent_scorecard.boards import words
from agent_scorecard.boards.addresses import link
from agent_scorecard.boards.runs.asked import PAGE, RunsFilter, address, wanted
from agent_scorecard.boards.runs.fields import field_word
from agent_scorecard.boards.runs.found import moment_words
from agent_scorecard.policy.shapes import Policy
from agent_scorecard.rules.derived_approvals import waited
from agent_scorecard.rules.evidence import Evidence
from agent_scorecard.rules.facts import Approval
from agent_scorecard.rules.run_facts import Recurring, RunTally
from agent_scorecard.vocabulary import ToolStatus

ROWS, SLOWEST = 8, 5
HELD, NOT_PERMITTED = "needs_human_approval", "not_permitted"


@dataclass(frozen=True, slots=True)
class RecurringRow:
    """What recurs, how often, since when, and what to do; `address` lists those runs, `way` leads to doing it."""

    what: str
    reason: str
    runs: str
    share: str
    seen: str
    advice: str
    way: str
    address: str


@dataclass(frozen=True, slots=True)
class SlowRow:
    """One approval; `wait` is how long it took, or takes since it was asked for."""

    action: str
    wait: str
    is_open: bool
    who: str
    when: str
    address: str


@dataclass(frozen=True, slots=True)
class GapRow:
    field: str
    missing: str
    share: str
    is_short: bool


@dataclass(frozen=True, slots=True)
class Beside:
    """What stands beside the list; `counted` says over how many runs, `rest` how many kinds are not listed."""

    counted: str
    recurring: tuple[RecurringRow, ...]
    rest: int
    slow: tuple[SlowRow, ...]
    slow_said: str
    approvals: str
    gaps: tuple[GapRow, ...]
    gaps_said: str


def beside(evidence: Evidence, policy: Policy, choice: RunsFilter, tally: RunTally) -> Beside:
    """Build it from what the runs add up to and from the approvals of the same days and action."""
    zone, as_of = ZoneInfo(evidence.company.zone), evidence.as_of
    slow = slowest(evidence, choice)
    shown = tally.recurring[:ROWS]
    return Beside(
        counted=counted(tally),
        recurring=tuple(_recurring(row, tally, choice, zone, as_of) for row in shown),
        rest=len(tally.recurring) - len(shown),
        slow=tuple(_slow(row, evidence, choice, zone) for row in slow[:SLOWEST]),
        slow_said=_slow_said(slow, evidence),
        approvals=link("oversight", agent=choice.agent, view="Approvals"),
        gaps=tuple(_gaps(tally, policy)),
        gaps_said=_gaps_said(tally, policy),
    )


def counted(tally: RunTally) -> str:
    """ "in 2,388 runs", or that only the latest were counted."""
    if tally.is_cut:
        return f"in the latest {format.count(tally.runs)} of them"
    return f"in {format.plural(tally.runs, 'run')}"


def _recurring(row: Recurring, tally: RunTally, choice: RunsFilter, zone: ZoneInfo, as_of: date) -> RecurringRow:
    first, last = moment_words(row.first, zone, as_of), moment_words(row.last, zone, as_of)
    advice, way = _advice(row, choice.agent)
    return RecurringRow(
        what=_what(row) if row.reason else "No reason given",
        reason=row.reason or _what(row),
        runs=format.plural(row.runs, "run"),
        share=format.percent(row.runs / tally.runs) if tally.runs else "",
        seen=first if first == last else f"{first} to {last}",
        advice=advice,
        way=way,
        address=address(_narrowed(row, choice)),
    )


def _what(row: Recurring) -> str:
    return "Error" if row.status is None else f"{row.tool} {'failed' if row.status is ToolStatus.ERROR else 'blocked'}"


def _narrowed(row: Recurring, choice: RunsFilter) -> RunsFilter:
    """The same choice, narrowed to the runs in which it happened."""
    if row.status is None:
        return replace(choice, error=row.reason)
    by_reason = row.status is ToolStatus.BLOCKED and row.reason
    return replace(choice, tool=row.tool, reason=row.reason if by_reason else "")


def _advice(row: Recurring, agent: str) -> tuple[str, str]:
    if row.status is not ToolStatus.BLOCKED:
        return "Let the tool or its use be mended, and record the change.", link("changes", agent=agent, record="1")
    if row.reason.startswith(HELD):
        return "The gate held. Nearly all approved? Look at its threshold.", link("oversight", agent=agent)
    if row.reason.startswith(NOT_PERMITTED):
        return "Give the permission, or take the step out of its task.", link("oversight", agent=agent, view="Access")
    said = "Let the log say needs_human_approval or not_permitted, so that it counts as one of them."
    return said, link("oversight", agent=agent)


def slowest(evidence: Evidence, choice: RunsFilter) -> tuple[Approval, ...]:
    """Return the approvals asked for on the days and the action asked, the longest wait first."""
    asked, zone = wanted(choice, evidence.as_of), ZoneInfo(evidence.company.zone)
    found = [
        row
        for row in evidence.approvals
        if asked.first <= row.requested_at.astimezone(zone).date() <= asked.last and choice.tool in ("", row.action)
    ]
    return tuple(sorted(found, key=lambda row: (-wait(row, evidence), row.approval)))


def wait(row: Approval, evidence: Evidence) -> float:
    """Return the seconds from asking to deciding, or to the end of the as-of day while nobody decided."""
    if row.decided_at is not None:
        return waited(row)
    midnight = datetime.combine(evidence.as_of + timedelta(days=1), time.min, ZoneInfo(evidence.company.zone))
    return max((midnight - row.requested_at).total_seconds(), 0.0)


def _slow(row: Approval, evidence: Evidence, choice: RunsFilter, zone: ZoneInfo) -> SlowRow:
    return SlowRow(
        action=row.action or "an action nobody named",
        wait=format.duration(wait(row, evidence)),
        is_open=row.decided_at is None,
        who=words.person(evidence.company, row.approver) if row.approver else "nobody yet",
        when=moment_words(row.requested_at, zone, evidence.as_of),
        address=link(PAGE, agent=choice.agent, period=choice.period, run=row.request_id) if row.request_id else "",
    )


def _slow_said(found: tuple[Approval, ...], evidence: Evidence) -> str:
    if not found:
        return "Nobody was asked to approve anything on these days."
    longest = format.duration(wait(found[0], evidence))
    return f"{format.plural(len(found), 'approval')} asked for, the longest wait {longest}."


def _gaps(tally: RunTally, policy: Policy) -> Iterator[GapRow]:
    for gap in sorted(tally.gaps, key=lambda gap: (-gap.missing / gap.needed, gap.field)):
        if gap.missing:
            share = gap.missing / gap.needed
            short = share > 1 - policy.oversight.audit_completeness
            missing = f"{format.count(gap.missing)} of {format.count(gap.needed)}"
            yield GapRow(field_word(gap.field), missing, format.percent(share), short)


def _gaps_said(tally: RunTally, policy: Policy) -> str:
    needed, lacking = sum(gap.needed for gap in tally.gaps), sum(gap.missing for gap in tally.gaps)
    if not needed:
        return "No run says anything yet."
    asked = format.percent(policy.oversight.audit_completeness)
    return f"{format.percent(1 - lacking / needed)} of the fields these runs need are there; {asked} is asked."
