"""The 3 a.m. card in a terminal: plain text in the order of the page, fit for a pager."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from textwrap import wrap
from typing import TYPE_CHECKING, Annotated

import typer

from agent_scorecard.cli import opened, printing
from agent_scorecard.cli.options import AsJson, AsOf

if TYPE_CHECKING:
    from agent_scorecard.boards.on_call.board import OnCall
    from agent_scorecard.boards.on_call.shapes import ActionLine, Call, ChangeLine, Line

WIDTH, LABEL = 80, 22
ASKED = "? "


def on_call(
    ctx: typer.Context,
    agent: Annotated[str, typer.Argument(help="The agent, as the inventory calls it.")],
    as_of: AsOf = None,
    as_json: AsJson = False,
) -> None:
    """Print whom to call at night, how an agent is stopped, and what there is to go back to."""
    from agent_scorecard.boards.on_call import board, json_shape

    one, policy = opened.one_judged(ctx, agent, as_of, None)
    card = board.on_call(one, policy)
    if as_json:
        printing.as_json(json_shape.on_call(card, one, policy))
    else:
        typer.echo("\n".join(_card(card)))


def _card(board: OnCall) -> Iterator[str]:
    yield from (board.over, f"{board.name} ({board.agent})", *wrap(f"{board.deck} {board.more}", WIDTH))
    yield from _section("Call, in this order", (row for call in board.calls for row in _call(call)))
    yield from _lines(board.open_calls)
    yield from _section("Stop it, as recorded; nothing here stops an agent", _lines(board.stop))
    yield from _section("Go back to", _lines(board.back))
    yield from _section("What it may do today", (row for line in board.actions for row in _action(line)))
    yield from _lines(board.open_actions)
    yield from _row("Never", board.never) if board.never else ()
    told = (_row(row.incident, f"{row.summary} ({row.severity_word}, {row.state})") for row in board.incidents)
    yield from _section("Open incidents", (row for rows in told for row in rows), "None is open.")
    yield from _section("Changed lately", (row for line in board.changes for row in _change(line)), board.quiet)
    yield from wrap(board.unexplained, WIDTH)
    yield from _section("Takes over", _lines(board.takes_over))
    yield from _section("Credentials", _lines(board.credentials))


def _section(title: str, rows: Iterable[str], empty: str = "") -> Iterator[str]:
    yield from ("", title, "-" * len(title))
    yield from list(rows) or ([empty] if empty else [])


def _call(call: Call) -> Iterator[str]:
    reach = " · ".join(part for part in (call.reach, call.email) if part)
    yield from _row(f"{call.place or '-'}  {call.name}", reach or call.note)
    yield from _row("", " · ".join(part for part in (", ".join(call.roles), call.note if reach else "") if part))


def _lines(lines: Iterable[Line]) -> Iterator[str]:
    for line in lines:
        yield from _row(line.label, f"{ASKED if line.asks else ''}{line.text}")
        yield from _row("", line.detail)


def _action(line: ActionLine) -> Iterator[str]:
    twice = "; a retry acts twice" if line.twice else ""
    undo = ", ".join(part for part in (line.undo.text, line.undo.detail) if part)
    yield from _row(line.action, f"{line.mode}: {line.sense} ({line.why}). Limits: {line.limits}{twice}.")
    yield from _row("", f"{ASKED if line.undo.asks else 'Undo: '}{undo}")


def _change(line: ChangeLine) -> Iterator[str]:
    yield from _row(line.when, f"{line.what}, {line.by}")


def _row(label: str, text: str) -> Iterator[str]:
    """A label and its text beside it, both wrapped; a label too long for its column stands on a line of its own."""
    rows = wrap(text, WIDTH - LABEL, break_on_hyphens=False)
    if len(label) >= LABEL:
        yield from wrap(label, WIDTH)
        label = ""
    for row in rows or ([""] if label else []):
        yield f"{label:<{LABEL}}{row}".rstrip()
        label = ""
