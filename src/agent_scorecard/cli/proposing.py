"""Propose a decision to a second person and answer one, under the same rules as the pages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Annotated, Any

import typer

from agent_scorecard.cli import clock, opened, printing, reports
from agent_scorecard.cli.options import DAY, AsJson, AsOf
from agent_scorecard.cli.trouble import REFUSED, Unreadable
from agent_scorecard.vocabulary import AgainstReason, Choice, ExpandKind

Text = str | None
Number = Annotated[str, typer.Argument(metavar="PROPOSAL", help="The number `proposals` lists.")]
Who = Annotated[str, typer.Option(metavar="PERSON", help="Who answers.")]


def propose(
    ctx: typer.Context,
    agent: Annotated[str, typer.Argument(help="The agent, as the inventory calls it.")],
    reason: Annotated[str, typer.Option(help="What in the evidence led to this.")],
    next_step: Annotated[str, typer.Option(help="What is done because of it.")],
    owner: Annotated[str, typer.Option(metavar="PERSON", help="Who does the next step.")],
    due: Annotated[datetime, typer.Option(formats=DAY, help="Until when.")],
    by: Annotated[str, typer.Option(metavar="PERSON", help="Who proposes it.")],
    resume: Annotated[bool, typer.Option("--resume", help="End the pause; otherwise expand is proposed.")] = False,
    period: Annotated[Text, typer.Option(help="The card decided on, such as 2026-09 or 2026-Q3.")] = None,
    kind: Annotated[ExpandKind | None, typer.Option(help="What is expanded.")] = None,
    action: Annotated[Text, typer.Option(help="The action whose mode rises.")] = None,
    to: Annotated[Text, typer.Option("--to", metavar="VALUE", help="The level or mode aimed at.")] = None,
    against: Annotated[
        AgainstReason | None, typer.Option("--against-proposal", help="Why not what the rules propose.")
    ] = None,
    as_of: AsOf = None,
    as_json: AsJson = False,
) -> None:
    """Propose an expansion, or the end of a pause, to a second person; it counts as nothing until approved."""
    from agent_scorecard.recording import DecisionFields
    from agent_scorecard.recording.proposals import propose_decision

    engine = opened.opened(ctx)
    fields = DecisionFields(
        agent=agent,
        choice=Choice.MAINTAIN if resume else Choice.EXPAND,
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
    )
    made = propose_decision(engine, fields, by=by, at=clock.now())
    _one(ctx, agent, made.proposal, as_of, as_json=as_json)


def approve(ctx: typer.Context, proposal: Number, by: Who, as_of: AsOf = None, as_json: AsJson = False) -> None:
    """Approve a proposal: every rule is run again, and the decision of two people recorded."""
    from agent_scorecard.recording.proposals import approve_proposal
    from agent_scorecard.store import read

    engine = opened.opened(ctx)
    made = approve_proposal(engine, proposal, by=by, at=clock.now(), as_of=opened.day_of(engine, as_of))
    evidence = read.agent_evidence(engine, made.agent, made.as_of)
    promised = [row for row in evidence.follow_ups if row.decision == made.seq] if evidence else []
    if as_json:
        printing.as_json(reports.decision(made, [row.follow_up for row in promised]))
    else:
        printing.decision(made, promised)


def decline(
    ctx: typer.Context,
    proposal: Number,
    reason: Annotated[str, typer.Option(help="Why not; whoever proposed it reads this.")],
    by: Who,
    as_of: AsOf = None,
    as_json: AsJson = False,
) -> None:
    """Decline a proposal, with the reason."""
    from agent_scorecard.recording.proposals import decline_proposal

    engine = opened.opened(ctx)
    made = decline_proposal(engine, proposal, reason, by=by, at=clock.now())
    _one(ctx, made.agent, made.proposal, as_of, as_json=as_json)


def withdraw(
    ctx: typer.Context,
    proposal: Number,
    by: Who,
    reason: Annotated[str, typer.Option(help="Why it is taken back.")] = "",
    as_of: AsOf = None,
    as_json: AsJson = False,
) -> None:
    """Take a proposal back."""
    from agent_scorecard.recording.proposals import withdraw_proposal

    engine = opened.opened(ctx)
    made = withdraw_proposal(engine, proposal, by=by, at=clock.now(), reason=reason)
    _one(ctx, made.agent, made.proposal, as_of, as_json=as_json)


def proposals(
    ctx: typer.Context,
    agent: Annotated[Text, typer.Option("--agent", help="Only this agent.")] = None,
    as_of: AsOf = None,
    as_json: AsJson = False,
) -> None:
    """List what was proposed to a second person, the newest first; status 1 while anything waits."""
    shape = _shape(opened.judged(ctx, as_of), agent)
    if as_json:
        printing.as_json(shape)
    else:
        _printed(shape["proposals"])
    if any(row["state"] == "waiting" for row in shape["proposals"]):
        raise typer.Exit(REFUSED)


def _shape(seen: opened.Judged, agent: Text) -> dict[str, Any]:
    from agent_scorecard.boards import json_proposals

    chosen = [one for one in seen.assessed if agent in (None, one.evidence.agent.agent)]
    if agent is not None and not chosen:
        raise Unreadable(f"There is no agent {agent}.")
    return json_proposals.proposals(chosen, seen.policy, seen.as_of)


def _one(ctx: typer.Context, agent: str, proposal: str, as_of: datetime | None, *, as_json: bool) -> None:
    """Say where one proposal stands after what was just done with it."""
    shape = _shape(opened.judged(ctx, as_of), agent)
    (row,) = (row for row in shape["proposals"] if row["proposal"] == proposal)
    if as_json:
        printing.as_json({**shape, "proposals": [row]})
    else:
        _printed([row])


def _printed(rows: Sequence[Mapping[str, Any]]) -> None:
    cells = [
        (*(row[name] for name in ("proposal", "agent", "choice")), row["action"] or row["kind"] or "", *_stands(row))
        for row in rows
    ]
    heads = ("Number", "Agent", "Choice", "What", "By", "State", "")
    printing.table("Proposals", heads, cells, "Nothing was proposed to a second person.")


def _stands(row: Mapping[str, Any]) -> tuple[str, str, str]:
    return row["proposed_by"], row["state"], row["sentence"]
