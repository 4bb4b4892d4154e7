"""What to do about an alert in a terminal: have it, mute it until a day, close it, under the same rules as the page."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated

import typer

from agent_scorecard.cli import clock, opened, printing
from agent_scorecard.cli.options import DAY, AsJson, AsOf
from agent_scorecard.vocabulary import AlertAct

Agent = Annotated[str, typer.Argument(help="The agent, as the inventory calls it.")]
Named = Annotated[str, typer.Argument(metavar="ALERT", help="Its name, as `signals` prints it.")]
Who = Annotated[str, typer.Option(metavar="PERSON", help="Who does it.")]

alert = typer.Typer(help="Acknowledge, mute or close an alert; a block stays a block.", no_args_is_help=True)


@alert.command("acknowledge")
def acknowledge(
    ctx: typer.Context,
    agent: Agent,
    name: Named,
    by: Who,
    reason: Annotated[str, typer.Option(help="What is being done about it.")] = "",
    as_of: AsOf = None,
    as_json: AsJson = False,
) -> None:
    """Say that somebody has it; it asks again after the days of the policy. Status 1 when it is refused."""
    _record(ctx, agent, name, AlertAct.ACKNOWLEDGED, by, reason, as_of, as_json)


@alert.command("mute")
def mute(
    ctx: typer.Context,
    agent: Agent,
    name: Named,
    by: Who,
    reason: Annotated[str, typer.Option(help="Why it may be quiet.")],
    until: Annotated[datetime, typer.Option(formats=DAY, help="The last day on which it is quiet.")],
    as_of: AsOf = None,
    as_json: AsJson = False,
) -> None:
    """Be quiet about it until a day; it wakes when it becomes worse. Status 1 when it is refused."""
    _record(ctx, agent, name, AlertAct.MUTED, by, reason, as_of, as_json, until.date())


@alert.command("close")
def close(
    ctx: typer.Context,
    agent: Agent,
    name: Named,
    by: Who,
    reason: Annotated[str, typer.Option(help="What was found.")],
    as_of: AsOf = None,
    as_json: AsJson = False,
) -> None:
    """Close it; still there after the cool-down, it asks again. Status 1 when it is refused."""
    _record(ctx, agent, name, AlertAct.CLOSED, by, reason, as_of, as_json)


def _record(
    ctx: typer.Context,
    agent: str,
    name: str,
    act: AlertAct,
    by: str,
    reason: str,
    as_of: datetime | None,
    as_json: bool,
    until: date | None = None,
) -> None:
    from agent_scorecard.boards.signals import json_shape
    from agent_scorecard.recording import AlertFields, handle_alert
    from agent_scorecard.rules.alerts import alerts

    engine = opened.opened(ctx)
    day = opened.day_of(engine, as_of)
    fields = AlertFields(agent=agent, alert=name, act=act, as_of=day, reason=reason, until=until)
    handle_alert(engine, fields, by=by, at=clock.now())
    now = next(row for row in alerts(*opened.one_judged(ctx, agent, as_of, None)) if row.alert == name)
    if as_json:
        printing.as_json(json_shape.alert(now))
    else:
        typer.echo(now.why)
