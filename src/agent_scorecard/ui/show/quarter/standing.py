"""Steps 5 and 6 on the screen: levels and moves, the human gates, proposals in columns by decision."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial

from agent_scorecard import format
from agent_scorecard.boards import words
from agent_scorecard.boards.ladder import MEANING
from agent_scorecard.boards.quarter.board import Quarter
from agent_scorecard.boards.quarter.standing import GateRow, LevelCount, Move, ProposalGroup, Proposed, Standing
from agent_scorecard.ui import long, parts, theme
from agent_scorecard.ui.kept import once
from agent_scorecard.ui.links import link
from agent_scorecard.ui.markup import Html, el, join
from agent_scorecard.ui.rows import rows
from agent_scorecard.ui.show import proposed
from agent_scorecard.vocabulary import Choice, Mode

WAYS = {"up": theme.STEP_UP, "down": theme.STEP_DOWN, "in": theme.ENTERED}
COLUMNS = {
    "A person does it": (Mode.FORBIDDEN, Mode.SHADOW),
    "A person approves": (Mode.IN, Mode.IN_ABOVE),
    "A person watches": (Mode.ON,),
    "Nobody in between": (Mode.OUT,),
}
GATES_TURNED = 30
MOVES_TURNED = 12
SQUARES = 12
PROPOSALS_SHOWN = 8


def levels(board: Quarter) -> None:
    long.turned(partial(_levels, board), len(board.standing.moves), MOVES_TURNED, key="quarter_ladder")


def gates(board: Quarter) -> None:
    if any(count for _, count in board.standing.actions):
        long.turned(partial(_gates, board), len(_gated(board)), GATES_TURNED, key="quarter_gates")


def proposals(board: Quarter) -> None:
    rows(_proposals(board), key="quarter_proposals")
    if any(len(group.rows) > PROPOSALS_SHOWN + long.FOLDED for group in board.proposals):
        every = [(group.choice, row) for group in board.proposals for row in group.rows]
        long.sheet("Proposals", every, _record, key="quarter_all_proposals")


@once
def _levels(board: Quarter, page: int) -> Html:
    stood = board.standing
    moves = format.plural(len(stood.moves), "move")
    heads = [
        parts.heading("Level"),
        parts.heading(words.period_words(board.before)[:2], "n"),
        parts.heading(words.period_words(board.period)[:2], "n"),
        parts.heading(""),
    ]
    table = parts.table(heads, map(_level, stood.levels), label="Agents by level")
    moved = el("ul", *map(_move, long.on_page(stood.moves, MOVES_TURNED, page)), class_="as")
    opening = parts.section("Autonomy ladder", f"{format.plural(stood.agents, 'agent')}, {moves}")
    return join(opening, table, moved, parts.note(_evidence(stood)))


@once
def _gates(board: Quarter, page: int) -> Html:
    stood = board.standing
    counted = ", ".join(f"{count} {mode.word.lower()}" for mode, count in stood.actions if count)
    opening = parts.section("Where the human gates are", counted)
    heads = [parts.heading("Agent"), *map(parts.heading, COLUMNS)]
    body = map(_gate, long.on_page(_gated(board), GATES_TURNED, page))
    return join(opening, parts.table(heads, body, class_="as fold gates", label="Human gates"))


@once
def _gated(board: Quarter) -> Sequence[GateRow]:
    return [row for row in board.standing.gates if any(names for _, names in row.actions)]


@once
def _proposals(board: Quarter) -> Html:
    opening = parts.section("Proposals", "a person decides; nothing here is recorded yet")
    groups = [group for group in board.proposals if group.rows]
    if not groups:
        return join(opening, parts.empty("There is nothing to propose."))
    columns = el("div", *map(_group, groups), class_="by-choice")
    waiting = proposed.every(board.waiting, "Waiting for a second person") if board.waiting else None
    return join(opening, columns, parts.note(board.against) if board.against else None, waiting)


def _level(row: LevelCount) -> Html:
    units = el("span", *(el("i") for _ in range(min(row.now, SQUARES))), class_="un", aria_hidden="true")
    title = el("td", f"{row.level.value} {row.level.word}", title=MEANING[row.level])
    before = el("td", str(row.before), class_="n mute")
    return el("tr", title, before, el("td", el("b", str(row.now)), class_="n"), el("td", units))


def _move(row: Move) -> Html:
    address = link("scorecard", agent=row.agent)
    mark = parts.icon(WAYS[row.way], row.way)
    return el("li", mark, el("span", el("a", row.name, href=address), " ", row.text), data_open=address)


def _evidence(stood: Standing) -> str:
    said = [
        (stood.earned, "earned the next level"),
        (stood.step_down, "should step down"),
        (stood.ahead, "on file above what it supports"),
    ]
    known = [f"{count} {what}" for count, what in said if count]
    return f"By today's evidence: {', '.join(known)}." if known else "By today's evidence no agent should move."


def _gate(row: GateRow) -> Html:
    by_mode = dict(row.actions)
    cells = []
    for title, modes in COLUMNS.items():
        names = [_named(mode, name) for mode in modes for name in by_mode.get(mode, ())]
        label = el("span", f"{title}: ", class_="on-narrow mute") if names else None
        cells.append(el("td", label, ", ".join(names) or "·", class_="wide" if names else "mute hide"))
    address = link("scorecard", agent=row.agent)
    about = el("small", f"level {row.level.value}")
    return el("tr", el("td", el("a", row.name, href=address), about), *cells, data_open=address)


def _named(mode: Mode, name: str) -> str:
    return {Mode.FORBIDDEN: f"{name} (forbidden)", Mode.IN_ABOVE: f"{name} (above its threshold)"}.get(mode, name)


def _group(group: ProposalGroup) -> Html:
    count = el("small", f" {len(group.rows)}", f", {group.before} a quarter ago" if group.before else None)
    word = group.choice.value.capitalize()
    title = el("p", parts.icon(theme.CHOICES[group.choice]), " ", word, count, role="heading", aria_level="3")
    shown = [_proposed(row) for row in group.rows[: PROPOSALS_SHOWN + long.FOLDED]]
    folded, hidden = shown[PROPOSALS_SHOWN:], len(group.rows) - PROPOSALS_SHOWN
    others = parts.note("The others stand in the list below.") if hidden > len(folded) else None
    summary = el("summary", f"{format.count(hidden)} more", class_="as-note")
    more = el("details", summary, *folded, others) if folded else None
    return el("div", title, *shown[:PROPOSALS_SHOWN], more)


def _proposed(row: Proposed) -> Html:
    address = link("scorecard", agent=row.agent)
    return el(
        "div",
        el("a", row.name, href=address),
        el("small", row.line.capitalize()) if row.line else None,
        *(el("small", reason) for reason in row.reasons[:1]),
        *(el("small", parts.icon(theme.BLOCKED), " ", words.headline(blocker)) for blocker in row.blockers[:2]),
        class_="who",
        data_open=address,
    )


def _record(proposed: tuple[Choice, Proposed]) -> Mapping[str, str]:
    choice, row = proposed
    return {
        "Proposed": choice.value.capitalize(),
        "Agent": row.name,
        "What": row.line,
        "Why": " ".join(row.reasons),
        "What blocks it": " ".join(row.blockers),
    }
