"""A published card as it was frozen, and what today's knowledge would say otherwise."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from agent_scorecard import format
from agent_scorecard.boards import words
from agent_scorecard.rules.evidence import Company
from agent_scorecard.rules.facts import Decision, ProposedDecision
from agent_scorecard.vocabulary import Aggregation, Verdict

NOT_THERE = "not there"


@dataclass(frozen=True, slots=True)
class FrozenMeasure:
    """One figure of the frozen card with the verdict it had."""

    name: str
    value: str
    n: str
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class Restated:
    """One place of the card that reads otherwise today."""

    where: str
    then: str
    now: str


@dataclass(frozen=True, slots=True)
class Published:
    """The decision in words, its frozen figures, and the differences since."""

    decided: str
    reason: str
    against: str
    signed_by: str
    next_step: str
    back_dated: bool
    measures: tuple[FrozenMeasure, ...]
    restated: tuple[Restated, ...]
    hash: str
    correction: str = ""
    rests_on: tuple[str, ...] = ()


def published(
    decision: Decision,
    company: Company,
    card: Mapping[str, Any],
    differences: Iterable[tuple[str, Any, Any]],
    back_dated_days: int,
    *,
    corrected_by: int | None = None,
    approved: ProposedDecision | None = None,
) -> Published:
    """Build the view of one ledger entry; `differences` are (place, then, now) as recording found them.

    `corrected_by` is the entry that supersedes it, `approved` the proposal it was made from.
    """
    by = words.in_place(company, decision.by, decision.in_place_of)
    recorded = decision.recorded_at.date()
    back_dated = is_back_dated(decision, back_dated_days)
    said = f"{decision.choice.value.capitalize()}, decided {format.full_day(decision.as_of)} by {by}"
    late = f", recorded {format.full_day(recorded)}: back-dated" if back_dated else ""
    owner = words.person(company, decision.owner)
    return Published(
        decided=f"{said}{late}.",
        reason=decision.reason,
        against=decision.against.value.replace("_", " ") if decision.against else "",
        correction=correction(decision, corrected_by),
        signed_by=_approved_by(approved, company) if approved is not None else _signed_by(decision, company),
        next_step=f"{decision.next_step} ({owner}, due {format.full_day(decision.due)})",
        rests_on=tuple(_exception(row, company) for row in card.get("exceptions", ())),
        back_dated=back_dated,
        measures=tuple(_frozen(row, company) for row in card.get("measures", ()) if row["value"] is not None),
        restated=tuple(Restated(_place(where), _text(then), _text(now)) for where, then, now in differences),
        hash=decision.card_hash[:12],
    )


def _signed_by(decision: Decision, company: Company) -> str:
    """Who signed beside the decider; in local mode the decider named them, nobody signed in."""
    if decision.co_signed_by is None:
        return ""
    name = words.person(company, decision.co_signed_by)
    return name if decision.verified else f"{name}, named by {words.person(company, decision.by)}, not signed in"


def _approved_by(proposal: ProposedDecision, company: Company) -> str:
    """Who approved it, in a session of their own."""
    name = words.person(company, proposal.answered_by)
    when = f" on {format.full_day(proposal.answered_at.date())}" if proposal.answered_at is not None else ""
    return f"{name}, who approved it{when}; proposed on {format.full_day(proposal.as_of)}"


def correction(decision: Decision, corrected_by: int | None) -> str:
    """What stands beside a wrong decision and beside the one that corrects it, "" for any other."""
    said = [f"Corrects entry {decision.supersedes}." if decision.supersedes is not None else ""]
    said += [f"Corrected by entry {corrected_by}: it counts no more." if corrected_by is not None else ""]
    return " ".join(part for part in said if part)


def is_back_dated(decision: Decision, days: int) -> bool:
    """Whether a decision was recorded more than so many days away from the day it took effect (rules 1)."""
    return abs((decision.recorded_at.date() - decision.as_of).days) > days


def of_period(decisions: Sequence[Decision], period: str, as_of: date) -> Decision | None:
    """The decision that stands for a period: the last one recorded, a correction supersedes (rules 7)."""
    mine = [row for row in decisions if row.period == period and row.as_of <= as_of]
    return max(mine, key=lambda row: row.seq, default=None)


def _exception(row: Mapping[str, Any], company: Company) -> str:
    """A gap that was accepted for a time when the card was frozen."""
    until = format.full_day(date.fromisoformat(row["expires_on"]))
    by = words.person(company, row["accepted_by"])
    return f"The gap in {row['what']}, accepted until {until} by {by}: {(row['note'] or '').rstrip('.')}."


def _frozen(row: Mapping[str, Any], company: Company) -> FrozenMeasure:
    known = company.measures.get(row["measure"])
    aggregation = known.aggregation if known is not None else Aggregation.MEAN
    value = format.value_text(row["value"], row["unit"], aggregation, company.currency)
    return FrozenMeasure(row["name"], value, format.cases(row["n"]), Verdict(row["verdict"]))


def _place(where: str) -> str:
    return where.replace("_", " ").replace(".", " · ")


def _text(value: Any) -> str:
    if value is None:
        return NOT_THERE
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return format.number(value)
    if isinstance(value, Mapping):
        return format.plural(len(value), "entry", "entries")
    return str(value)
