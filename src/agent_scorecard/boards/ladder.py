"""The autonomy ladder: one lane for each level, and for each agent what it takes to move."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from agent_scorecard import format
from agent_scorecard.boards import words
from agent_scorecard.boards.shapes import Rung
from agent_scorecard.rules.answers import Assessment, Reading
from agent_scorecard.rules.evidence import Company
from agent_scorecard.vocabulary import AgentKind, EvidenceState, Level, Status, Tier

MEANING = {
    Level.PORTFOLIO: "Acts alone inside policy; reviewed as part of the portfolio.",
    Level.BOUNDED: "Acts inside limits; a person watches and can stop it.",
    Level.RECOMMENDED: "Prepares the action; a person approves each one.",
    Level.ASSISTED: "Reads and drafts; a person does the work.",
}
MISSING_SHOWN = 2


@dataclass(frozen=True, slots=True)
class LadderRow:
    """One agent on its lane; `move` is up, down, ahead or "" with its words."""

    agent: str
    name: str
    owner: str
    tier: str
    status: str
    rung: Rung
    evidence: tuple[EvidenceState, ...]
    there: str
    missing: tuple[str, ...]
    missing_more: tuple[str, ...]
    move: str
    move_words: str


@dataclass(frozen=True, slots=True)
class Lane:
    level: Level
    meaning: str
    rows: tuple[LadderRow, ...]
    empty: str


@dataclass(frozen=True, slots=True)
class LadderFilter:
    """What the reader narrowed the ladder to; an empty choice means everything."""

    team: str = ""
    tiers: frozenset[Tier] = frozenset()
    statuses: frozenset[Status] = frozenset()


@dataclass(frozen=True, slots=True)
class Ladder:
    over: str
    deck: str
    more: str
    lanes: tuple[Lane, ...]
    teams: tuple[str, ...]
    shown: int
    agents: int
    automations: int


def ladder(
    company: Company,
    as_of: date,
    assessed: Sequence[Assessment],
    narrowed: LadderFilter | None = None,
) -> Ladder:
    """Build the ladder of one day; automations follow fixed rules and stand on no lane (columns.csv agents.kind)."""
    narrowed = narrowed or LadderFilter()
    agents = [one for one in assessed if words.in_view(one) and one.evidence.agent.kind is AgentKind.AGENT]
    shown = [one for one in agents if _passes(one, narrowed)]
    deck, more = _deck(agents)
    return Ladder(
        over=words.over_line(company, as_of),
        deck=deck,
        more=more,
        lanes=tuple(_lane(level, shown, bool(narrowed != LadderFilter())) for level in sorted(Level, reverse=True)),
        teams=tuple(sorted({one.evidence.agent.team for one in agents if one.evidence.agent.team})),
        shown=len(shown),
        agents=len(agents),
        automations=sum(one.evidence.agent.kind is AgentKind.AUTOMATION for one in assessed if words.in_view(one)),
    )


def _passes(one: Assessment, narrowed: LadderFilter) -> bool:
    agent = one.evidence.agent
    return (
        (not narrowed.team or agent.team == narrowed.team)
        and (not narrowed.tiers or one.reading.tier in narrowed.tiers)
        and (not narrowed.statuses or agent.status in narrowed.statuses)
    )


def _lane(level: Level, shown: Sequence[Assessment], is_narrowed: bool) -> Lane:
    rows = tuple(_row(one) for one in shown if one.reading.allowed is level)
    empty = "No agent of this choice stands here." if is_narrowed else f"No agent stands at this level. {_takes(level)}"
    return Lane(level, MEANING[level], rows, empty)


def _takes(level: Level) -> str:
    if level is Level.ASSISTED:
        return "New agents begin here."
    return f"It takes proof at level {level - 1}, held over time, and a decision."


def _row(one: Assessment) -> LadderRow:
    agent, reading = one.evidence.agent, one.reading
    gaps = [item.sentence.text for item in reading.missing]
    move, move_words = _move(one)
    owner, _ = words.owner_line(one.evidence)
    return LadderRow(
        agent=agent.agent,
        name=agent.name,
        owner=owner,
        tier=words.tier_word(reading),
        status="" if agent.status is Status.LIVE else agent.status.value,
        rung=rung_of(reading),
        evidence=tuple(item.state for item in reading.required),
        there=f"{format.n_of(reading.there, len(reading.required))} there",
        missing=_missing(reading, gaps),
        missing_more=tuple(gaps[MISSING_SHOWN:]),
        move=move,
        move_words=move_words,
    )


def rung_of(reading: Reading) -> Rung:
    label = (
        f"allowed today {reading.allowed.value}, on file {reading.on_file.value}, supported {reading.supported.value}"
    )
    return Rung(reading.on_file, reading.allowed, reading.supported, label)


def _missing(reading: Reading, gaps: Sequence[str]) -> tuple[str, ...]:
    if reading.next is None:
        return ("There is no higher level.",)
    if not gaps:
        return ("Nothing is missing.",)
    return tuple(gaps[:MISSING_SHOWN])


def _move(one: Assessment) -> tuple[str, str]:
    reading = one.reading
    if reading.step_down:
        return "down", f"Step down to {reading.supported.value}"
    if one.proposal.level is not None and one.proposal.level > reading.granted:
        return "up", f"May move to {one.proposal.level.value}"
    if reading.on_file > min(reading.granted, reading.supported):
        return "ahead", "On file ahead of evidence"
    return "", ""


def _deck(agents: Sequence[Assessment]) -> tuple[str, str]:
    if not agents:
        return "No agent is on the ladder yet.", ""
    moves = [_move(one)[0] for one in agents]
    up, down, ahead = moves.count("up"), moves.count("down"), moves.count("ahead")
    noun = "" if up else " agent" if down == 1 else " agents"
    parts = [
        f"{words.spelled(up)} {'agent has' if up == 1 else 'agents have'} earned the next level" if up else "",
        f"{words.spelled(down)}{noun} should step down" if down else "",
    ]
    said = [part for part in parts if part]
    joined = ", ".join(said[:1] + [part[0].lower() + part[1:] for part in said[1:]])
    deck = f"{joined}." if said else "No level moves today."
    more = ["None has earned the next level."] if down and not up else []
    if ahead:
        more.append(f"{words.spelled(ahead)} on file ahead of {'its' if ahead == 1 else 'their'} evidence.")
    return deck, " ".join(more)


def moved(today: Sequence[Assessment], draft: Sequence[Assessment]) -> tuple[tuple[str, str], ...]:
    """Name each agent whose supported level, or what is missing for the next one, differs under draft numbers."""
    after = {one.evidence.agent.agent: one for one in draft}
    lines = []
    for one in today:
        other = after.get(one.evidence.agent.agent)
        if other is not None and (what := _difference(one.reading, other.reading)):
            lines.append((one.evidence.agent.name, what))
    return tuple(lines)


def _difference(before: Reading, after: Reading) -> str:
    if before.supported != after.supported:
        return f"would be supported at {after.supported.value} instead of {before.supported.value}."
    was, now = len(before.missing), len(after.missing)
    if was != now:
        return f"would miss {format.plural(now, 'item')} instead of {was}."
    return ""
