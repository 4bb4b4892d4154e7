"""The matrix: every action on one scale from forbidden to alone, so that the eye finds where a person stands."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from agent_scorecard import format
from agent_scorecard.boards.oversight.gates import GateGroup, GateRow
from agent_scorecard.ui import parts, theme
from agent_scorecard.ui.markup import Html, el, join
from agent_scorecard.ui.show.oversight import shared
from agent_scorecard.vocabulary import Mode

COLUMNS = 4
FIRST, STEP = 30, 54
STOPS = {
    Mode.FORBIDDEN: "forbidden",
    Mode.SHADOW: "shadow",
    Mode.IN: "in",
    Mode.IN_ABOVE: "above",
    Mode.ON: "on",
    Mode.OUT: "out",
}


def table(groups: Sequence[GateGroup], spread: Mapping[Mode, int]) -> Html:
    """The scale has how many actions stand at each of its stops, over everything that fits the choice."""
    return join(_key(), _table(groups, spread))


def _key() -> Html:
    def mark(class_: str, word: str) -> Html:
        return el("span", el("span", el("i", class_=class_), class_="rung"), word)

    return el(
        "div",
        mark("allowed", "mode today"),
        mark("filed", "on file, where it differs"),
        "Left of the line a person comes first; right of it the agent acts, watched (on) or alone (out).",
        class_="as-key",
    )


def _table(groups: Sequence[GateGroup], spread: Mapping[Mode, int]) -> Html:
    heads = [
        parts.heading("Action"),
        el(
            "th",
            el("span", *(_stop(mode, spread.get(mode, 0)) for mode in Mode), class_="rung dial words"),
            scope="col",
            aria_label="Mode",
        ),
        parts.heading("Mode today, and what decided it"),
        parts.heading("Accountable"),
    ]
    body = [row for group in groups for row in _group(group)]
    return parts.table(heads, body, class_="as fold gates-of", label="Agents, their actions and the mode of each")


def _group(group: GateGroup) -> list[Html]:
    title = shared.agent_row(group.agent, group.name, group.about, COLUMNS)
    return [title, *shared.or_said([_row(row) for row in group.rows], "No action is on file.", COLUMNS)]


def _row(row: GateRow) -> Html:
    return el(
        "tr",
        shared.action_cell(row.action, row.about),
        el("td", dial(row.mode, row.on_file), class_="wide scale"),
        el(
            "td",
            join(el("b", row.mode.word), el("small", row.why), el("small", row.filed) if row.filed else None),
            class_="wide why",
        ),
        el("td", _answers(row), class_="wide answers"),
    )


def _answers(row: GateRow) -> Html:
    if row.gap:
        return parts.status(theme.BLOCKED, row.gap)
    return join(shared.on_narrow("Accountable"), row.answers)


def dial(mode: Mode, on_file: Mode | None) -> Html:
    """The scale from forbidden to out of the loop: solid the mode today, hollow the one on file where it differs."""
    marks = [el("i", class_="axis"), *(el("i", class_="step", style=_at(stop)) for stop in Mode)]
    if on_file is not None:
        marks.append(el("i", class_="filed", style=_at(on_file)))
    marks.append(el("i", class_="allowed", style=_at(mode)))
    label = mode.word + (f", on file {on_file.word.lower()}" if on_file else "")
    return el("span", *marks, class_="rung dial", role="img", aria_label=label)


def _stop(mode: Mode, count: int) -> Html:
    return el("span", STOPS[mode], el("b", format.count(count), class_=None if count else "none"), style=_at(mode))


def _at(mode: Mode) -> str:
    return f"left:{FIRST + STEP * mode.freedom}px"
