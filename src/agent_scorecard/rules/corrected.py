"""A wrong decision and the one that corrects it: only the later one counts (reliability c)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from agent_scorecard.rules.cadence import is_paused
from agent_scorecard.rules.evidence import Evidence
from agent_scorecard.rules.facts import Decision
from agent_scorecard.rules.levels import in_order
from agent_scorecard.vocabulary import Choice, ExpandKind, Level, Mode

FINAL = (Choice.RETIRE, Choice.MERGE)
BEFORE = {
    Mode.SHADOW: Mode.FORBIDDEN,
    Mode.IN: Mode.SHADOW,
    Mode.IN_ABOVE: Mode.IN,
    Mode.ON: Mode.IN,
    Mode.OUT: Mode.ON,
}


def without(evidence: Evidence, seq: int | None) -> Evidence:
    """Return what may be known where a decision does not count: its open promises end with it."""
    if seq is None:
        return evidence
    return replace(
        evidence,
        decisions=tuple(row for row in evidence.decisions if row.seq != seq),
        corrected=(*evidence.corrected, *(row for row in evidence.decisions if row.seq == seq)),
        follow_ups=tuple(row for row in evidence.follow_ups if row.decision != seq or row.done_on is not None),
    )


def correctable(evidence: Evidence) -> Decision | None:
    """Return the decision a new one may correct: the last that counts, unless nothing is decided after it."""
    last = next(reversed(in_order(evidence)), None)
    return last if last is not None and last.choice not in FINAL else None


def wrong_one(evidence: Evidence, seq: int) -> Decision | None:
    """Return the decision left out of this evidence to be corrected, None for one that cannot be."""
    found = next((row for row in evidence.corrected if row.seq == seq), None)
    others = (*evidence.decisions, *evidence.corrected)
    if found is None or any(row.supersedes == seq for row in others):
        return None
    return None if any((row.as_of, row.seq) > (found.as_of, found.seq) for row in evidence.decisions) else found


def corrected_by(evidence: Evidence, row: Decision) -> int | None:
    """Return the entry that corrects a decision, None for one that counts."""
    others = (*evidence.decisions, *evidence.corrected)
    return next((other.seq for other in others if other.supersedes == row.seq), None)


def correcting_gaps(
    evidence: Evidence,
    seq: int,
    choice: Choice,
    kind: ExpandKind | None,
    level: Level,
    action: str | None = None,
    to_value: str | None = None,
) -> Iterator[str]:
    """Yield why a decision left out of this evidence cannot be corrected so.

    `level` is what would be granted, `action` with `to_value` the mode that would be set.
    """
    wrong = wrong_one(evidence, seq)
    if wrong is None:
        yield f"Entry {seq} is not the last decision about this agent that counts: correct that one."
        return
    if wrong.choice in FINAL:
        yield f"To {wrong.choice} an agent is final: no correction takes it back."
    lowered = wrong.choice is Choice.PAUSE or (wrong.choice is Choice.REVISE and wrong.kind is not None)
    if lowered and (choice, kind) != (wrong.choice, wrong.kind):
        yield "What stopped or lowered an agent is not undone by a correction: decide anew, by the rules that raise it."
    elif lowered and wrong.kind is ExpandKind.MODE and not _is_as_strict(wrong, action, to_value):
        word = Mode(str(wrong.to_value)).word.lower()
        yield f"A correction leaves {wrong.action} at {word} or stricter: raise it anew, on its evidence."
    elif lowered and level > wrong.level:
        yield f"A correction gives no more than level {wrong.level.value}: raise it anew, on its evidence."


def _is_as_strict(wrong: Decision, action: str | None, to_value: str | None) -> bool:
    return action == wrong.action and Mode(str(to_value)).freedom <= Mode(str(wrong.to_value)).freedom


def to_set_back(evidence: Evidence, seq: int, level: Level) -> str:
    """Return what somebody has to set back in the agent's own system, nothing where it raised nothing.

    What a wrong correction was to set back, and nobody confirmed, is still to be set back.
    """
    wrong = next((row for row in evidence.corrected if row.seq == seq), None)
    if wrong is None:
        return ""
    confirmed = any(row.decision == seq and row.in_place for row in evidence.follow_ups)
    earlier = to_set_back(evidence, wrong.supersedes, level) if wrong.supersedes and not confirmed else ""
    return _raised_by(wrong, evidence, level) or earlier


def _raised_by(wrong: Decision, evidence: Evidence, level: Level) -> str:
    if wrong.choice is Choice.MAINTAIN and is_paused(evidence):
        return "Stop the agent again in its own system, where it was resumed, and confirm it here."
    if wrong.choice is Choice.EXPAND and wrong.level > level:
        return f"Set the agent back to level {level.value}, where it was raised, and confirm it here."
    if wrong.choice is Choice.EXPAND and wrong.action is not None and wrong.to_value is not None:
        mode = BEFORE[Mode(wrong.to_value)]
        return f"Set {wrong.action} back to {mode.word.lower()}, where it was changed, and confirm it here."
    if wrong.choice is Choice.EXPAND and wrong.kind is ExpandKind.GO_LIVE:
        return "Take the agent back from live work, where it was opened to it, and confirm it here."
    return ""
