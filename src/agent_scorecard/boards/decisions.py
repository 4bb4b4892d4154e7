"""The ledger of decisions, newest first: what was decided on which proposal, what was promised, what came of it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from agent_scorecard import format
from agent_scorecard.boards import words
from agent_scorecard.boards.published import correction, is_back_dated
from agent_scorecard.rules.answers import Assessment
from agent_scorecard.rules.corrected import correctable, corrected_by
from agent_scorecard.rules.evidence import Company
from agent_scorecard.rules.facts import Decision, FollowUp
from agent_scorecard.rules.periods import parse
from agent_scorecard.vocabulary import Choice, ExpandKind

WORST_FIRST = ("overdue", "open", "done")

NONE_OF_YOURS = "No decision of an agent you hold a role for has been recorded yet."


@dataclass(frozen=True, slots=True)
class DecisionFilter:
    """Which decisions a reader wants to see; empty means all."""

    agent: str = ""
    choices: frozenset[Choice] = frozenset()
    text: str = ""


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that was promised, and what became of it: done, open or overdue."""

    follow_up: str
    what: str
    who: str
    when: str
    state: str
    note: str


@dataclass(frozen=True, slots=True)
class DecisionLine:
    """One decision of the ledger; `against` and `recorded` are empty where there is nothing to say.

    `card` is its period, `correction` what supersedes it or what it supersedes; `is_last` may be corrected.
    """

    seq: int
    agent: str
    name: str
    on: str
    day: str
    recorded: str
    period: str
    choice: Choice
    what: str
    against: str
    level: str
    level_word: str
    by: str
    signed_by: str
    reason: str
    steps: tuple[Step, ...]
    state: str
    card: str = ""
    correction: str = ""
    is_last: bool = False


@dataclass(frozen=True, slots=True)
class Decisions:
    """The ledger as a reader narrowed it, and what waits where nothing was decided yet."""

    over: str
    deck: str
    more: str
    lines: tuple[DecisionLine, ...]
    total: int
    agents: tuple[tuple[str, str], ...]
    waiting: str
    first: tuple[str, str] | None


@dataclass(frozen=True, slots=True)
class Chain:
    """The ledger's own check; `whole` is None while nobody asked for it, `tables` says whether they agree."""

    head: str
    sentence: str
    whole: bool | None
    agrees: bool = True
    tables: tuple[str, ...] = ()


def decisions(
    company: Company, as_of: date, assessed: Sequence[Assessment], back_dated_days: int, *, of_all: bool = True
) -> Decisions:
    """Build the page from the assessments of one day, `of_all` agents or of some; the newest entry comes first."""
    pairs = [(row, one) for one in assessed for row in (*one.evidence.decisions, *one.evidence.corrected)]
    pairs.sort(key=lambda pair: -pair[0].seq)
    every = tuple(_line(row, one, company, as_of, back_dated_days) for row, one in pairs)
    names = {line.agent: line.name for line in every}
    waiting, first = _waiting(assessed, as_of)
    deck, more = _deck(every) if every or of_all else (NONE_OF_YOURS, "")
    return Decisions(
        over=words.over_line(company, as_of),
        deck=deck,
        more=more,
        lines=every,
        total=len(every),
        agents=tuple(sorted(names.items(), key=lambda item: (item[1].casefold(), item[0]))),
        waiting=waiting,
        first=first,
    )


def narrowed(board: Decisions, wanted: DecisionFilter) -> Decisions:
    """The same page with fewer lines; what it says about the whole ledger stays."""
    return replace(board, lines=tuple(line for line in board.lines if _is_wanted(line, wanted)))


def _line(row: Decision, one: Assessment, company: Company, as_of: date, days: int) -> DecisionLine:
    mine = sorted(
        (step for step in one.evidence.follow_ups if step.decision == row.seq),
        key=lambda step: (step.in_place, step.due, step.follow_up),
    )
    steps = tuple(_step(step, company, as_of) for step in mine)
    states = {step.state for step in steps}
    recorded = row.recorded_at.date()
    return DecisionLine(
        seq=row.seq,
        agent=one.evidence.agent.agent,
        name=one.evidence.agent.name,
        on=format.day(row.as_of, as_of),
        day=row.as_of.isoformat(),
        recorded=f"recorded {format.day(recorded, as_of)}: back-dated" if is_back_dated(row, days) else "",
        period=words.period_words(parse(row.period)),
        card=row.period,
        choice=row.choice,
        what=_what(row),
        against=_against(row),
        level=str(row.level.value),
        level_word=row.level.word.lower(),
        by=words.in_place(company, row.by, row.in_place_of),
        signed_by=words.person(company, row.co_signed_by) if row.co_signed_by else "",
        reason=row.reason,
        steps=steps,
        state=next((word for word in WORST_FIRST if word in states), ""),
        correction=correction(row, corrected_by(one.evidence, row)),
        is_last=correctable(one.evidence) == row,
    )


def _what(row: Decision) -> str:
    """ "to level 3", "helpdesk.reply to on", "scope": what an expansion or a revision moved."""
    if row.kind is None:
        return ""
    if row.kind is ExpandKind.LEVEL:
        return f"to level {row.level.value}"
    named = row.action or words.expanded(row.kind)
    return f"{named} to {row.to_value.replace('_', ' ')}" if row.to_value else named


def _against(row: Decision) -> str:
    if row.choice is row.proposed:
        return ""
    why = f": {row.against.value.replace('_', ' ')}" if row.against else ""
    return f"proposed was {row.proposed.value}{why}"


def _step(row: FollowUp, company: Company, as_of: date) -> Step:
    state = words.follow_up_state(row, as_of)
    day = format.day(row.done_on if state == "done" else row.due, as_of)
    when = {"done": f"done {day}", "open": f"due {day}", "overdue": f"overdue since {day}"}[state]
    note = row.note or "" if state == "done" else ""
    return Step(row.follow_up, row.what, words.person(company, row.owner), when, state, note)


def _is_wanted(line: DecisionLine, wanted: DecisionFilter) -> bool:
    return (
        wanted.agent in ("", line.agent)
        and (not wanted.choices or line.choice in wanted.choices)
        and wanted.text.strip().casefold() in _text_of(line)
    )


def _text_of(line: DecisionLine) -> str:
    about = (line.name, line.agent, line.what, line.against, line.correction, line.by, line.signed_by, line.reason)
    return " ".join((*about, *_told(line.steps))).casefold()


def _told(steps: Iterable[Step]) -> list[str]:
    return [text for step in steps for text in (step.what, step.who, step.note)]


def _deck(lines: Sequence[DecisionLine]) -> tuple[str, str]:
    if not lines:
        return "No decision has been recorded yet.", ""
    latest = max(lines, key=lambda line: (line.day, line.seq))
    deck = f"{words.counted(len(lines), 'decision')} recorded, the last one on {latest.on}."
    late = sum(step.state == "overdue" for line in lines for step in line.steps)
    other = sum(bool(line.against) for line in lines)
    more = [f"{words.counted(late, 'promise')} overdue."] if late else ["No promise is overdue."]
    if other:
        more.append(f"{words.spelled(other)} {'was' if other == 1 else 'were'} decided against the proposal.")
    return deck, " ".join(more)


def _waiting(assessed: Sequence[Assessment], as_of: date) -> tuple[str, tuple[str, str] | None]:
    """What to say before the first decision: how many cards wait, and where to begin."""
    dated = [one for one in assessed if words.in_view(one) and one.due.on is not None]
    if not dated:
        return "No card has a date yet: load a figure, and it will have one.", None
    first = min(dated, key=lambda one: (one.due.on or as_of, one.evidence.agent.agent))
    late = sum(one.due.overdue for one in dated)
    name, on = first.evidence.agent.name, format.day(first.due.on, as_of)
    when = f"{format.plural(first.due.days_late, 'day')} late" if first.due.overdue else f"due {on}"
    have = "One card has" if len(dated) == 1 else f"{words.spelled(len(dated))} cards have"
    count = f"{words.counted(late, 'card')} overdue" if late else f"{have} a date"
    return f"{count}; the first is {name}, {when}.", (first.evidence.agent.agent, name)
