"""Record a decision from the command line, under the same rules as the form."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

import typer

from agent_scorecard.cli import clock, opened, printing, reports
from agent_scorecard.cli.options import DAY, AsJson, AsOf
from agent_scorecard.vocabulary import AgainstReason, Choice, ExpandKind

Text = str | None


def decide(
    ctx: typer.Context,
    agent: Annotated[str, typer.Argument(help="The agent, as the inventory calls it.")],
    choice: Annotated[Choice, typer.Argument(help="What is decided.")],
    reason: Annotated[str, typer.Option(help="What in the evidence led to this.")],
    next_step: Annotated[str, typer.Option(help="What is done because of it.")],
    owner: Annotated[str, typer.Option(metavar="PERSON", help="Who does the next step.")],
    due: Annotated[datetime, typer.Option(formats=DAY, help="Until when.")],
    by: Annotated[str, typer.Option(metavar="PERSON", help="Who decides.")],
    co_sign: Annotated[
        Text, typer.Option(metavar="PERSON", help="Who signs beside you, where the tier asks for it.")
    ] = None,
    period: Annotated[Text, typer.Option(help="The card decided on, such as 2026-09 or 2026-Q3.")] = None,
    kind: Annotated[ExpandKind | None, typer.Option(help="What is expanded, or stepped down with revise.")] = None,
    action: Annotated[Text, typer.Option(help="The action whose mode changes.")] = None,
    to: Annotated[Text, typer.Option("--to", metavar="VALUE", help="The level or mode aimed at.")] = None,
    against: Annotated[
        AgainstReason | None, typer.Option("--against-proposal", help="Why not what is proposed.")
    ] = None,
    measure: Annotated[Text, typer.Option(help="The measure it is to move; else that of the proposal.")] = None,
    criteria: Annotated[Text, typer.Option(help="Retire: which criterion is met.")] = None,
    credentials: Annotated[Text, typer.Option(help="Retire: how credentials are withdrawn.")] = None,
    clean_up: Annotated[Text, typer.Option(help="Retire: what happens to its data.")] = None,
    corrects: Annotated[
        int | None, typer.Option(metavar="ENTRY", help="The wrong decision this one corrects, by its ledger entry.")
    ] = None,
    as_of: AsOf = None,
    as_json: AsJson = False,
) -> None:
    """Record a decision; the card it rests on is frozen. Status 1 when it is refused."""
    from agent_scorecard.recording import DecisionFields, record_decision
    from agent_scorecard.store import read

    engine = opened.opened(ctx)
    fields = DecisionFields(
        agent=agent,
        choice=choice,
        reason=reason,
        next_step=next_step,
        owner=owner,
        due=due.date(),
        as_of=opened.day_of(engine, as_of),
        period=period,
        kind=kind,
        action=action,
        to_value=to,
        against=against,
        co_signed_by=co_sign,
        measure=measure,
        criteria=criteria,
        credentials=credentials,
        clean_up=clean_up,
        supersedes=corrects,
    )
    decision = record_decision(engine, fields, by=by, at=clock.now())
    evidence = read.agent_evidence(engine, agent, decision.as_of)
    opened_now = [row for row in evidence.follow_ups if row.decision == decision.seq] if evidence else []
    if as_json:
        printing.as_json(reports.decision(decision, [row.follow_up for row in opened_now]))
    else:
        printing.decision(decision, opened_now)
