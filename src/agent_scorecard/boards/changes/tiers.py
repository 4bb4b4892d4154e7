"""The risk tier of each agent: the stated one, the one its actions suggest and why, and who set it here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from agent_scorecard import format
from agent_scorecard.boards import words
from agent_scorecard.boards.changes.seen import id_of, name_of
from agent_scorecard.policy.shapes import Policy
from agent_scorecard.rules.answers import Assessment
from agent_scorecard.rules.evidence import Evidence
from agent_scorecard.rules.oversight import agent_tier
from agent_scorecard.rules.tiers import Standing, standing, why_suggested

ORDER = (Standing.NOT_COUNTED, Standing.NOT_STATED, Standing.LOWER, Standing.HIGHER, Standing.AS_SUGGESTED)
NO_ACTION = "No action is on file, so nothing suggests one."


@dataclass(frozen=True, slots=True)
class TierRow:
    """One agent; `counts` is the tier in force as a word, `set_here` "" where only files gave it."""

    agent: str
    name: str
    counts: str
    stated: str
    suggested: str
    why: str
    reason: str
    set_here: str
    standing: Standing


@dataclass(frozen=True, slots=True)
class Tiers:
    said: str
    rows: tuple[TierRow, ...]


def tiers(shown: Sequence[Assessment], policy: Policy) -> Tiers:
    """Return the tier of every agent, those that ask for a word first."""
    rows = sorted((_row(one, policy) for one in shown), key=lambda row: ORDER.index(row.standing))
    return Tiers(_said(rows), tuple(rows))


def _said(rows: Sequence[TierRow]) -> str:
    counted = {each: sum(row.standing is each for row in rows) for each in Standing}
    open_ = counted[Standing.NOT_STATED] + counted[Standing.NOT_COUNTED]
    lower, higher = counted[Standing.LOWER], counted[Standing.HIGHER]
    said = f"{words.counted(len(rows) - open_, 'tier')} stated"
    parts = [
        f"for {format.count(open_)} the one the actions suggest counts" if open_ else "",
        f"{format.count(higher)} {'is' if higher == 1 else 'are'} higher than suggested" if higher else "",
        f"{format.count(lower)} {'is' if lower == 1 else 'are'} lower, with a reason" if lower else "",
    ]
    return f"{'; '.join([said, *(part for part in parts if part)])}."


def _row(one: Assessment, policy: Policy) -> TierRow:
    evidence, answer = one.evidence, agent_tier(one.evidence, policy)
    on_file = evidence.agent.risk_tier
    return TierRow(
        agent=id_of(one),
        name=name_of(one),
        counts=answer.tier.value if answer.tier else "not known",
        stated=on_file.value if on_file else "not stated",
        suggested=answer.suggested.value if answer.suggested else "nothing",
        why=why_suggested(evidence, policy) or NO_ACTION,
        reason=evidence.agent.risk_tier_reason or "",
        set_here=_set_here(evidence),
        standing=standing(evidence, policy),
    )


def _set_here(evidence: Evidence) -> str:
    """Who set the tier on this board last, and who approved that it is lower."""
    last = max(evidence.tiers_set, key=lambda row: row.seq, default=None)
    if last is None:
        return ""
    who, day = words.person(evidence.company, last.set_by), format.day(last.set_on, evidence.as_of)
    approved = f", approved by {words.person(evidence.company, last.approved_by)}" if last.approved_by else ""
    return f"{last.tier} since {day} by {who}{approved}"
