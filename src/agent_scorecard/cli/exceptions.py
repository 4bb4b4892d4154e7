"""Gaps accepted for a time in a terminal: list them, and accept or renew one under the same rules as the form."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Annotated

import typer

from agent_scorecard.cli import clock, opened, printing
from agent_scorecard.cli.options import DAY, AsJson, AsOf
from agent_scorecard.vocabulary import ExceptionReason

if TYPE_CHECKING:
    from datetime import date

    from sqlalchemy import Engine

    from agent_scorecard.rules.facts import AcceptedGap

HEADS = ("Agent", "Gap", "State", "Until", "By", "Why")


def exceptions(
    ctx: typer.Context,
    agent: Annotated[str | None, typer.Option("--agent", help="Only this agent.")] = None,
    as_of: AsOf = None,
    as_json: AsJson = False,
) -> None:
    """Print every gap accepted for a time: what, until when, by whom and why, newest first."""
    from agent_scorecard.boards import json_shapes

    seen = opened.judged(ctx, as_of)
    assessed = [one for one in seen.assessed if agent in (None, one.evidence.agent.agent)]
    shape = json_shapes.exceptions(assessed, seen.as_of, seen.policy)
    if as_json:
        printing.as_json(shape)
        return
    rows = [
        (row["agent"], row["what"], row["state"], row["expires_on"], row["accepted_by"], row["note"])
        for row in shape["exceptions"]
    ]
    printing.table("Exceptions", HEADS, rows, "No gap was accepted.")


def accept_gap(
    ctx: typer.Context,
    agent: Annotated[str, typer.Argument(help="The agent, as the inventory calls it.")],
    gap: Annotated[str, typer.Argument(help="The gap: evidence:7, finding:eval_stale, item:C2 or gate:design_review.")],
    reason: Annotated[ExceptionReason, typer.Option(help="Why it can wait, from the closed list.")],
    note: Annotated[str, typer.Option(help="Why it can wait, in a sentence.")],
    until: Annotated[datetime, typer.Option(formats=DAY, help="The last day on which it is accepted.")],
    by: Annotated[str, typer.Option(metavar="PERSON", help="The risk owner who accepts it.")],
    renew: Annotated[bool, typer.Option("--renew", help="Renew what was accepted before, once.")] = False,
    as_of: AsOf = None,
    as_json: AsJson = False,
) -> None:
    """Accept one named gap of an agent for a time, as its risk owner. Status 1 when it is refused."""
    from agent_scorecard.boards import json_shapes
    from agent_scorecard.recording import GapFields, RenewalFields, renew_exception
    from agent_scorecard.recording import accept_gap as record

    engine = opened.opened(ctx)
    day = opened.day_of(engine, as_of)
    if renew:
        fields = RenewalFields(exception=_last(engine, agent, gap, day), note=note, expires_on=until.date(), as_of=day)
        row = renew_exception(engine, fields, by=by, at=clock.now())
    else:
        told = GapFields(agent=agent, gap=gap, reason=reason, note=note, expires_on=until.date(), as_of=day)
        row = record(engine, told, by=by, at=clock.now())
    if as_json:
        printing.as_json(json_shapes.exception(row, opened.one_judged(ctx, agent, as_of, None)[1]))
    else:
        typer.echo(f"Accepted until {row.expires_on}: {row.exception}.")


def _last(engine: Engine, agent: str, gap: str, day: date) -> str:
    """The exception of a gap that is renewed: the last one, or the name as typed, which recording then refuses."""
    from agent_scorecard.store import read

    evidence = read.agent_evidence(engine, agent, day)
    rows: list[AcceptedGap] = [row for row in evidence.exceptions if row.gap == gap] if evidence else []
    return rows[-1].exception if rows else gap
