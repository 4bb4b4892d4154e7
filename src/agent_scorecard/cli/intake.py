"""Intake in a terminal: candidate tasks by score, whether each should be done at all, and the answer to that."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

import typer

from agent_scorecard import format as text
from agent_scorecard.cli import clock, opened, printing
from agent_scorecard.cli.options import AsJson, AsOf, By
from agent_scorecard.vocabulary import Worth

Json = Mapping[str, Any]


def intake(
    ctx: typer.Context,
    team: Annotated[str | None, typer.Option("--team", help="Only the tasks of this team.")] = None,
    as_of: AsOf = None,
    as_json: AsJson = False,
) -> None:
    """Print the candidate tasks, best suited first, with who took which, and which team may take a next workflow."""
    from agent_scorecard.boards.gates import json_rollout

    seen = opened.judged(ctx, as_of)
    shape = json_rollout.intake(seen.company, seen.assessed, seen.as_of, seen.policy, team or "")
    if as_json:
        printing.as_json(shape)
        return
    heads = ("Task", "Team", "Score", "A week", "Taken by", "Should it be done at all?")
    empty = "No candidate task is on file: list the work of a week in tasks.csv."
    printing.table("Intake", heads, map(_row, shape["tasks"]), empty)
    teams = ((row["team"] or "No team", row["sentence"], row["first"] or "") for row in shape["teams"])
    printing.table("Next workflow", ("Team", "", "First"), teams)


def answer_task(
    ctx: typer.Context,
    task: Annotated[str, typer.Argument(help="The task, as tasks.csv calls it.")],
    worth: Annotated[Worth, typer.Argument(help="Should it be done at all?")],
    reason: Annotated[str, typer.Option(help="Why.")],
    trigger: Annotated[str, typer.Option(help="What starts a run on a Monday morning.")] = "",
    first_step: Annotated[str, typer.Option(help="What a person then does first.")] = "",
    by: By = None,
    as_of: AsOf = None,
) -> None:
    """Answer whether a candidate task should be done at all, before an agent takes it. Status 1 when it is refused."""
    from agent_scorecard.recording.intake import IntakeFields, answer_intake

    engine = opened.opened(ctx)
    fields = IntakeFields(
        task=task,
        worth=worth,
        reason=reason,
        answered_on=opened.day_of(engine, as_of),
        trigger=trigger,
        first_step=first_step,
    )
    entry = answer_intake(engine, fields, by=opened.user(by), at=clock.now())
    typer.echo(f"Recorded as entry {entry}: {task}. {worth.word}.")


def _row(row: Json) -> tuple[object, ...]:
    score = "not scored" if row["score"] is None else text.number(row["score"])
    hours = "" if row["hours_per_week"] is None else f"{text.number(row['hours_per_week'])} h"
    answer = "Not asked yet" if row["worth"] is None else f"{Worth(row['worth']).word}: {row['reason']}"
    return row["task"], row["team"] or "", score, hours, row["agent"] or "", answer
