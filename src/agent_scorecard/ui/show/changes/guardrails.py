"""Agents against the five guardrails: a mark in each cell, the sentence and the way out under it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from agent_scorecard.boards.changes import guardrails as board_of
from agent_scorecard.boards.changes.guardrails import Column, GuardRow
from agent_scorecard.policy.shapes import Policy
from agent_scorecard.rules.answers import Assessment
from agent_scorecard.rules.guarded import Guard
from agent_scorecard.ui import parts, theme
from agent_scorecard.ui.markup import Html, el
from agent_scorecard.ui.show.changes import shared
from agent_scorecard.ui.show.oversight.shared import on_narrow
from agent_scorecard.vocabulary import EvidenceState

LOOKS = {**theme.EVIDENCE, EvidenceState.MISSING: theme.AHEAD}
WORDS = {
    EvidenceState.THERE: "There",
    EvidenceState.MISSING: "Missing",
    EvidenceState.NOT_KNOWN: "Not known",
    EvidenceState.DOES_NOT_APPLY: "Not needed",
}


def guardrails(shown: Sequence[Assessment], policy: Policy) -> None:
    """The matrix, with what holds in each cell; of one agent its five answers below each other."""
    board = board_of.matrix(shown, policy)
    if len(shown) == 1:
        shared.turned(_of_one, board.rows[0].guards, key="guardrails")
        return
    shared.said(board.said, shown)
    shared.turned(partial(_matrix, board.columns), board.rows, key="guardrails")


def _matrix(columns: Sequence[Column], found: Sequence[GuardRow]) -> Html:
    heads = [parts.heading("Agent"), *(_head(column) for column in columns)]
    return parts.table(heads, map(_row, found), class_="as fold guard-of", label="Agents and their guardrails")


def _head(column: Column) -> Html:
    return el("th", column.guardrail.value, el("small", column.held), scope="col")


def _row(row: GuardRow) -> Html:
    cells = (_cell(guard) for guard in row.guards)
    return el("tr", shared.agent_cell(row.agent, row.name), *cells, data_open=shared.address(row.agent))


def _cell(guard: Guard) -> Html:
    said = " ".join(part for part in (guard.said, guard.way_out) if part)
    word = ", ".join(part for part in (WORDS[guard.state], guard.number) if part)
    mark, open_ = parts.status(LOOKS[guard.state], word), bool(guard.way_out)
    small = el("small", guard.said) if open_ else None
    return el("td", on_narrow(guard.guardrail.value), mark, small, class_="wide", title=said)


def _of_one(found: Sequence[Guard]) -> Html:
    heads = [parts.heading(name) for name in ("Guardrail", "State", "What holds", "Way out")]
    return parts.table(heads, map(_guard, found), class_="as fold guard-one", label="The five guardrails")


def _guard(guard: Guard) -> Html:
    return el(
        "tr",
        el("td", el("b", guard.guardrail.value), class_="action"),
        el("td", parts.status(LOOKS[guard.state], WORDS[guard.state]), class_="nw"),
        el("td", guard.said, class_="wide"),
        el("td", guard.way_out, class_="wide mute"),
    )
