"""The commands by name, and one clear sentence with an exit status for everything that can go wrong."""

from __future__ import annotations

from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from agent_scorecard import __version__
from agent_scorecard.cli import (
    alerts,
    changes,
    demo,
    digest,
    discovering,
    exceptions,
    gates,
    incidents,
    intake,
    judging,
    loading,
    measuring,
    on_call,
    oversight,
    plans,
    proposing,
    purging,
    recording,
    reviewing,
    rights,
    rolling,
    runs,
    safekeeping,
    signals,
    watching,
    weekly,
)
from agent_scorecard.cli.options import Database
from agent_scorecard.cli.trouble import told

ABOUT = "What each AI agent may do, what the evidence says, and what its owner decided."
STATUS = "Exit status: 0 ok, 1 refusals, findings or anything late, 2 wrong usage or something that cannot be read."


class Sentences(TyperGroup):
    """A group that answers an expected error with its sentence and never with a traceback."""

    def invoke(self, ctx: Any) -> Any:
        try:
            return super().invoke(ctx)
        except Exception as fault:
            sentence, status = told(fault)
            if sentence is None:
                raise
            typer.echo(sentence, err=True)
            raise typer.Exit(status) from fault


app = typer.Typer(cls=Sentences, help=ABOUT, epilog=STATUS, no_args_is_help=True, pretty_exceptions_enable=False)


def say_version(asked: bool) -> None:
    if asked:
        typer.echo(f"agent-scorecard {__version__}")
        raise typer.Exit


Version = Annotated[
    bool, typer.Option("--version", callback=say_version, is_eager=True, help="Print the version and stop.")
]


@app.callback()
def options(ctx: typer.Context, db: Database = None, _version: Version = False) -> None:
    """Remember the database every command works on."""
    ctx.obj = db


options.__doc__ = ABOUT
app.command("demo")(demo.demo)
app.command("serve")(demo.serve)
app.command("load")(loading.load)
app.command("roll-up")(rolling.roll_up)
app.command("watch")(watching.watch)
app.command("discover")(discovering.discover)
app.command("alias")(discovering.alias)
app.command("register")(discovering.register)
app.command("due")(judging.due)
app.command("findings")(judging.findings)
app.command("scorecard")(judging.scorecard)
app.command("on-call")(on_call.on_call)
app.command("ladder")(judging.ladder)
app.command("oversight")(oversight.oversight)
app.command("gates")(gates.gates)
app.command("plans")(plans.plans)
app.command("intake")(intake.intake)
app.command("answer-task")(intake.answer_task)
app.command("changes")(changes.changes)
app.command("signals")(signals.signals)
app.add_typer(alerts.alert, name="alert")
app.command("digest")(digest.digest)
app.command("runs")(runs.runs)
app.command("purge")(purging.purge)
app.command("review")(reviewing.review)
app.command("weekly")(weekly.weekly)
app.command("decide")(recording.decide)
app.command("report")(incidents.report)
app.add_typer(incidents.incident, name="incident")
app.command("grant-admin")(rights.grant_admin)
app.command("name-owner")(rights.name_owner)
app.command("people")(rights.people)
app.command("exceptions")(exceptions.exceptions)
app.command("accept-gap")(exceptions.accept_gap)
app.command("propose")(proposing.propose)
app.command("approve")(proposing.approve)
app.command("decline")(proposing.decline)
app.command("withdraw")(proposing.withdraw)
app.command("proposals")(proposing.proposals)
app.command("export")(safekeeping.export)
app.command("verify")(safekeeping.verify)
app.command("backup")(safekeeping.backup)
app.command("restore")(safekeeping.restore)
app.command("copy")(safekeeping.copy)
app.command("upgrade")(safekeeping.upgrade)
app.command("bench")(measuring.bench)


def main() -> None:
    app()
