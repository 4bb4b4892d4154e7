"""Signals in a terminal: what was raised first, then every agent with what its figures say."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from textwrap import wrap
from typing import TYPE_CHECKING, Annotated

import typer

from agent_scorecard import format as text
from agent_scorecard.cli import opened, printing
from agent_scorecard.cli.options import AsJson, AsOf
from agent_scorecard.cli.trouble import REFUSED, Unreadable

if TYPE_CHECKING:
    from agent_scorecard.boards.signals.shapes import Signal, Signals
    from agent_scorecard.rules.alerts import Alert

WIDTH, LABEL = 100, 22
QUIET = "No alert asks for somebody."


def signals(
    ctx: typer.Context,
    agent: Annotated[str | None, typer.Option("--agent", help="Only this agent.")] = None,
    as_of: AsOf = None,
    as_json: AsJson = False,
) -> None:
    """Print what the figures of each agent say by themselves, alerts first; status 1 when one asks for somebody."""
    from agent_scorecard.boards.signals import board, json_shape

    seen = opened.judged(ctx, as_of)
    chosen = [one for one in seen.assessed if agent in (None, one.evidence.agent.agent)]
    if agent is not None and not chosen:
        raise Unreadable(f"There is no agent {agent}.")
    found = board.signals(chosen, seen.policy, seen.as_of)
    if as_json:
        printing.as_json(json_shape.signals(found))
    else:
        typer.echo("\n".join(_told(found)))
    if any(row.alert.state.is_open for row in found.alerts):
        raise typer.Exit(REFUSED)


def _told(found: Signals) -> Iterator[str]:
    yield f"Signals on {text.long_day(found.as_of)}"
    asking = [row.alert for row in found.alerts if row.alert.state.is_open]
    yield from _section("Alerts", [line for row in asking for line in _alert(row)] or [QUIET])
    left_alone = [row.alert for row in found.alerts if not row.alert.state.is_open]
    if left_alone:
        yield from _section("Left alone", (line for row in left_alone for line in _alert(row)))
    for agent in found.agents:
        mine = found.of(agent)
        yield from _section(f"{mine[0].name} ({agent})", (line for row in mine for line in _said(row)))


def _alert(row: Alert) -> Iterator[str]:
    said = f"{row.finding.sentence.text} {row.finding.way_out} {row.why}".rstrip()
    yield f"{row.severity}  {row.agent}  {row.alert}"
    yield from _row(f"  {row.state.word.lower()}", said)


def _said(row: Signal) -> Iterator[str]:
    yield from _row(f"{'! ' if row.weight else '  '}{row.kind.value.replace('_', ' ')}", row.sentence)


def _section(title: str, rows: Iterable[str]) -> Iterator[str]:
    yield from ("", title, "-" * len(title), *rows)


def _row(label: str, said: str) -> Iterator[str]:
    """A label and its text beside it; a label too long for its column stands on a line of its own."""
    if len(label) >= LABEL:
        yield label
        label = ""
    for line in wrap(said, WIDTH - LABEL, break_on_hyphens=False):
        yield f"{label:<{LABEL}}{line}".rstrip()
        label = ""
