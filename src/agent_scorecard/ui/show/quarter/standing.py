"""Steps 5 and 6 on the screen: levels and moves, the human gates, proposals in columns by decision."""

from __future__ import annotations

from agent_scorecard import format
from agent_scorecard.boards import words
from agent_scorecard.boards.ladder import MEANING
from agent_scorecard.boards.quarter.board import Quarter
from agent_scorecard.boards.quarter.standing import GateRow, LevelCount, Move, ProposalGroup, Proposed, Standing
from agent_scorecard.ui import parts, theme
from agent_scorecard.ui.kept import once
from agent_scorecard.ui.links import link
from agent_scorecard.ui.markup import Html, el, join
from agent_scorecard.ui.rows import rows
from agent_scorecard.vocabulary import Mode

WAYS = {"up": theme.STEP_UP, "down": theme.STEP_DOWN, "in": theme.ENTERED}
COLUMNS = {
    "A person does it": (Mode.FORBIDDEN, Mode.SHADOW),
    "A person approves": (Mode.IN, Mode.IN_ABOVE),
    "A person watches": (Mode.ON,),
    "Nobody in between": (Mode.OUT,),
}
GATES_SHOWN = 30
SQUARES = 12
PROPOSALS_SHOWN = 8


def levels(board: Quarter) -> None:
    rows(_levels(board), key="quarter_ladder")


def gates(board: Quarter) -> None:
    if any(count for _, count in board.standing.actions):
        rows(_gates(board), key="quarter_gates")


def proposals(board: Quarter) -> None:
    rows(_proposals(board), key="quarter_proposals")


@once
def _levels(board: Quarter) -> Html:
    stood = board.standing
    moves = format.plural(len(stood.moves), "move")
    heads = [
        parts.heading("Level"),
        parts.heading(words.period_words(board.before)[:2], "n"),
        parts.heading(words.period_words(board.period)[:2], "n"),
        parts.heading(""),
    ]
    table = parts.table(heads, map(_level, stood.levels), label="Agents by level")
    moved = el("ul", *map(_move, stood.moves), class_="as")
    opening = parts.section("Autonomy ladder", f"{format.plural(stood.agents, 'agent')}, {moves}")
    return join(opening, table, moved, parts.note(_evidence(stood)))


@once
def _gates(board: Quarter) -> Html:
    stood = board.standing
    counted = ", ".join(f"{count} {mode.word.lower()}" for mode, count in stood.actions if count)
    opening = parts.section("Where the human gates are", counted)
    heads = [parts.heading("Agent"), *map(parts.heading, COLUMNS)]
    shown = [row for row in stood.gates if any(names for _, names in row.actions)]
    body = map(_gate, shown[:GATES_SHOWN])
    return join(opening, parts.table(heads, body, class_="as fold gates", label="Human gates"))


@once
def _proposals(board: Quarter) -> Html:
    opening = parts.section("Proposals", "a person decides; nothing here is recorded yet")
    groups = [group for group in board.proposals if group.rows]
    if not groups:
        return join(opening, parts.empty("There is nothing to propose."))
    columns = el("div", *map(_group, groups), class_="by-choice")
    return join(opening, columns)


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
    shown = [_proposed(row) for row in group.rows]
    hidden = shown[PROPOSALS_SHOWN:]
    more = el("details", el("summary", f"{len(hidden)} more", class_="as-note"), *hidden) if hidden else None
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
