"""Step 10 of a quarterly review: what the chair confirms or overrules for each agent, and who is quiet."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from agent_scorecard.boards import words
from agent_scorecard.boards.quarter.held import Held
from agent_scorecard.boards.quarter.standing import mergers, proposed_for
from agent_scorecard.rules.answers import Assessment
from agent_scorecard.rules.cadence import portfolio_due
from agent_scorecard.rules.facts import Decision, Review
from agent_scorecard.rules.levels import last_decision
from agent_scorecard.rules.oversight import effective_modes
from agent_scorecard.vocabulary import Choice, Disposition, Mode, Severity


@dataclass(frozen=True, slots=True)
class OutcomeRow:
    """One agent: the decision that stands, what is proposed today, and what this review recorded, `chair` by name.

    `suggested` is the disposition its facts speak for; `is_quiet` is nothing to talk about (rules 7).
    """

    agent: str
    name: str
    owner: str
    owner_id: str | None
    standing: Choice | None
    standing_on: date | None
    standing_seq: int | None
    proposed: Choice
    why: str
    suggested: Disposition
    is_quiet: bool
    recorded: Review | None
    chair: str


@dataclass(frozen=True, slots=True)
class Outcomes:
    """All agents to be dealt with; `kept` of `promised` follow-ups of last quarter's decisions are done."""

    rows: tuple[OutcomeRow, ...]
    recorded: int
    quiet: tuple[str, ...]
    decided_before: int
    promised: int
    kept: int
    next_review: date


def outcomes(held: Held) -> Outcomes:
    """Return one row for each agent that is not history, those still open and loud first."""
    merging = mergers(held)
    rows = [_row(held, one, merging) for one in held.now.assessed if words.in_view(one)]
    ordered = sorted(rows, key=lambda row: (row.recorded is not None, row.is_quiet, row.name.casefold()))
    decided = _decided_before(held)
    seqs = {row.seq for row in decided}
    promises = [row for one in held.now.assessed for row in one.evidence.follow_ups if row.decision in seqs]
    return Outcomes(
        rows=tuple(ordered),
        recorded=sum(row.recorded is not None for row in rows),
        quiet=tuple(row.agent for row in ordered if row.is_quiet and row.recorded is None),
        decided_before=len(decided),
        promised=len(promises),
        kept=sum(row.done_on is not None for row in promises),
        next_review=_next_review(held),
    )


def is_quiet(one: Assessment, proposed: Choice) -> bool:
    """Say whether the owner maintained it, the rules agree, and no warn or block holds (rules 7)."""
    last = last_decision(one.evidence)
    loud = any(found.severity is not Severity.NOTE for found in one.findings)
    return last is not None and last.choice is Choice.MAINTAIN and proposed is Choice.MAINTAIN and not loud


def _row(held: Held, one: Assessment, merging: dict[str, str]) -> OutcomeRow:
    evidence, last = one.evidence, last_decision(one.evidence)
    owner, _ = words.owner_line(evidence)
    proposed = proposed_for(one, merging)
    done = held.recorded.get(evidence.agent.agent)
    return OutcomeRow(
        agent=evidence.agent.agent,
        name=evidence.agent.name,
        owner=owner,
        owner_id=evidence.active_owner.person if evidence.active_owner else None,
        standing=last.choice if last else None,
        standing_on=last.as_of if last else None,
        standing_seq=last.seq if last else None,
        proposed=proposed,
        why=one.proposal.reasons[0].text if one.proposal.reasons else "",
        suggested=_suggested(held, one),
        is_quiet=is_quiet(one, proposed),
        recorded=done,
        chair=words.person(held.company, done.chair) if done else "",
    )


def _suggested(held: Held, one: Assessment) -> Disposition:
    """A block or a step down asks for a tighter policy, a person in the loop for gates; else it is safe (S4-42)."""
    if one.blocks or one.reading.step_down:
        return Disposition.TIGHTEN
    modes = effective_modes(one.evidence, held.policy, one.reading.allowed)
    freest = all(row.mode.freedom >= Mode.ON.freedom for row in modes)
    return Disposition.SAFE if modes and freest else Disposition.GATED


def _decided_before(held: Held) -> list[Decision]:
    quarter = held.quarter.previous
    return [row for one in held.now.assessed for row in one.evidence.decisions if quarter.contains(row.as_of)]


def _next_review(held: Held) -> date:
    """The day the outcome of the next quarter is due (rules 8)."""
    return portfolio_due(held.quarter.shifted(2).first, held.policy)
