"""Steps 5 and 6 of a quarterly review: who stands where, who moved, where the human gates are, what is proposed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from agent_scorecard import format
from agent_scorecard.boards import words
from agent_scorecard.boards.quarter.held import Held
from agent_scorecard.policy.shapes import Policy
from agent_scorecard.rules.answers import Assessment
from agent_scorecard.rules.levels import level_changes
from agent_scorecard.rules.oversight import effective_modes
from agent_scorecard.vocabulary import AgainstReason, AgentKind, Choice, Level, Mode

CHOICES = (Choice.EXPAND, Choice.MAINTAIN, Choice.REVISE, Choice.PAUSE, Choice.MERGE, Choice.RETIRE)
GATES = (Mode.FORBIDDEN, Mode.SHADOW, Mode.IN, Mode.IN_ABOVE, Mode.ON, Mode.OUT)


@dataclass(frozen=True, slots=True)
class LevelCount:
    level: Level
    before: int
    now: int


@dataclass(frozen=True, slots=True)
class Move:
    """An agent whose level that may count changed, or that entered; `way` is up, down or in."""

    agent: str
    name: str
    way: str
    text: str
    start: Level | None
    to: Level


@dataclass(frozen=True, slots=True)
class GateRow:
    """The actions of one agent by what a person does in them."""

    agent: str
    name: str
    level: Level
    actions: tuple[tuple[Mode, tuple[str, ...]], ...]


@dataclass(frozen=True, slots=True)
class Standing:
    """The ladder of two quarters; `earned` have all items for the next level, `ahead` are on file above evidence."""

    levels: tuple[LevelCount, ...]
    moves: tuple[Move, ...]
    agents: int
    earned: int
    step_down: int
    ahead: int
    gates: tuple[GateRow, ...]
    actions: tuple[tuple[Mode, int], ...]


@dataclass(frozen=True, slots=True)
class Proposed:
    """One agent under its proposal: what would be done, why, and what blocks it."""

    agent: str
    name: str
    line: str
    reasons: tuple[str, ...]
    blockers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ProposalGroup:
    choice: Choice
    rows: tuple[Proposed, ...]
    before: int


def standing(held: Held) -> Standing:
    """Return counts and moves of the ladder between the two days, and the oversight mode of every action."""
    climbing = [one for one in held.now.counted if one.evidence.agent.kind is AgentKind.AGENT]
    now, before = held.now.answer.ladder, held.before.answer.ladder
    moves = (_move(one, held) for one in climbing)
    gates = tuple(_gates(one, held.policy) for one in sorted(held.now.counted, key=_name))
    return Standing(
        levels=tuple(LevelCount(level, before[level], now[level]) for level in sorted(Level, reverse=True)),
        moves=tuple(move for move in sorted(filter(None, moves), key=lambda row: (row.way != "down", row.name))),
        agents=len(climbing),
        earned=sum(_has_earned(one) for one in climbing),
        step_down=sum(bool(one.reading.step_down) for one in climbing),
        ahead=sum(one.reading.on_file > min(one.reading.granted, one.reading.supported) for one in climbing),
        gates=gates,
        actions=_counted(gates),
    )


def proposals(held: Held) -> tuple[ProposalGroup, ...]:
    """Return the agents grouped by what is proposed; a weaker twin is merged unless it is worse than that (rules 7)."""
    counted = [one for one in held.now.assessed if words.in_view(one)]
    merging = mergers(held)
    placed = {one.evidence.agent.agent: proposed_for(one, merging) for one in counted}
    return tuple(
        ProposalGroup(
            choice,
            tuple(
                _proposed(one, merging)
                for one in sorted(counted, key=_name)
                if placed[one.evidence.agent.agent] is choice
            ),
            sum(one.proposal.choice is choice for one in held.before.counted),
        )
        for choice in CHOICES
    )


def against(held: Held) -> str:
    """Return how many decisions of the quarter went against the proposal and why, "" where none did (rules 7)."""
    rows = [row for one in held.now.assessed for row in one.evidence.decisions if _is_within(row.as_of, held)]
    other = Counter(row.against for row in rows if row.choice is not row.proposed)
    if not other:
        return ""
    why = format.listed([f"{format.count(n)} for {_reason_word(reason)}" for reason, n in other.most_common()])
    return f"{format.n_of(other.total(), len(rows))} decisions of the quarter went against the proposal: {why}."


def _reason_word(reason: AgainstReason | None) -> str:
    return "no reason given" if reason is None else reason.value.replace("_", " ")


def _is_within(day: date, held: Held) -> bool:
    return held.quarter.first <= day <= held.quarter.last


def mergers(held: Held) -> dict[str, str]:
    """Return for each weaker twin the name of the agent that would stay, the closest pair first."""
    found: dict[str, str] = {}
    for row in held.now.answer.overlaps:
        stronger = held.now.of(row.stronger)
        found.setdefault(row.weaker, stronger.evidence.agent.name if stronger else row.stronger)
    return found


def proposed_for(one: Assessment, merging: dict[str, str]) -> Choice:
    """Return the proposal of the portfolio: merge goes before expand and maintain only."""
    choice = one.proposal.choice
    mergeable = one.evidence.agent.agent in merging and choice in (Choice.EXPAND, Choice.MAINTAIN)
    return Choice.MERGE if mergeable else choice


def _has_earned(one: Assessment) -> bool:
    return one.proposal.level is not None and one.proposal.level > one.reading.granted


def _move(one: Assessment, held: Held) -> Move | None:
    agent, to = one.evidence.agent, one.reading.allowed
    other = held.before.of(agent.agent)
    if other is None or agent.agent not in held.before.answer.counted:
        began = agent.pilot_started if agent.status.value == "pilot" else agent.live_on
        when = f" on {format.day(began, held.now.as_of)}" if began and began > held.before.as_of else ""
        return Move(agent.agent, agent.name, "in", f"entered at {to.value}{when}", None, to)
    start = other.reading.allowed
    if start is to:
        return None
    text = f"{start.value} → {to.value}{_when(one, held)}"
    return Move(agent.agent, agent.name, "up" if to > start else "down", text, start, to)


def _when(one: Assessment, held: Held) -> str:
    """Since when it counts: the day its level changed, or the finding that caps it today."""
    caps = [found for found in one.findings if found.cap is not None and found.cap <= one.reading.allowed]
    if one.reading.allowed < min(one.reading.granted, one.reading.on_file) and caps:
        return f", while this holds: {caps[0].sentence.text}"
    days: list[date] = [day for day in level_changes(one.evidence) if day > held.before.as_of]
    return f" on {format.day(days[-1], held.now.as_of)}" if days else ""


def _gates(one: Assessment, policy: Policy) -> GateRow:
    answers = effective_modes(one.evidence, policy, one.reading.allowed)
    by_mode = ((mode, tuple(row.action.action for row in answers if row.mode is mode)) for mode in GATES)
    return GateRow(one.evidence.agent.agent, one.evidence.agent.name, one.reading.allowed, tuple(by_mode))


def _counted(gates: Iterable[GateRow]) -> tuple[tuple[Mode, int], ...]:
    found = Counter(dict.fromkeys(GATES, 0))
    for row in gates:
        found.update({mode: len(names) for mode, names in row.actions})
    return tuple(found.items())


def _proposed(one: Assessment, merging: dict[str, str]) -> Proposed:
    agent = one.evidence.agent.agent
    reasons = tuple(reason.text for reason in one.proposal.reasons)
    return Proposed(
        agent=agent,
        name=one.evidence.agent.name,
        line=line_of(one, merging),
        reasons=reasons,
        blockers=tuple(found.sentence.text for found in one.blocks if found.sentence.text not in reasons),
    )


def line_of(one: Assessment, merging: dict[str, str]) -> str:
    """Return in a few words what a proposal moves, "" where it moves nothing."""
    proposal, reading = one.proposal, one.reading
    if proposed_for(one, merging) is Choice.MERGE:
        return f"into {merging[one.evidence.agent.agent]}"
    if proposal.level is not None and proposal.level != reading.granted:
        return f"level {reading.granted.value} → {proposal.level.value}"
    if reading.step_down and proposal.choice is Choice.REVISE:
        return f"step down to {reading.supported.value}"
    return words.expanded(proposal.kind)


def _name(one: Assessment) -> str:
    return one.evidence.agent.name.casefold()
