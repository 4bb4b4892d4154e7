"""Report an incident, look at one, and record what was done about it, under the same rules as the pages."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Any

import typer

from agent_scorecard import format
from agent_scorecard.cli import clock, incident_words, opened, printing
from agent_scorecard.cli.options import AsJson, AsOf
from agent_scorecard.cli.trouble import Unreadable
from agent_scorecard.vocabulary import Cause, DetectedBy, Harm, IncidentSeverity, RiskClass, UndoState

Text = str | None
Several = list[str] | None
Number = Annotated[str, typer.Argument(metavar="INCIDENT", help="Its number on the register.")]
Who = Annotated[str, typer.Option(metavar="PERSON", help="Who records it.")]
Severe = Annotated[Text, typer.Option(metavar="WORD", help="critical or sev1, high, medium, low, undetermined.")]
TIME = "TIME"

incident = typer.Typer(help="Look at one incident, and record what was done about it.", no_args_is_help=True)


def report(
    ctx: typer.Context,
    agent: Annotated[str, typer.Argument(help="The agent, as the inventory calls it.")],
    what: Annotated[str, typer.Argument(help="What happened, in one sentence, without customer data.")],
    by: Annotated[str, typer.Option(metavar="PERSON", help="Who reports it.")],
    severity: Severe = None,
    noticed: Annotated[Text, typer.Option(metavar=TIME, help="When it was noticed; now unless given.")] = None,
    happened: Annotated[Text, typer.Option(metavar=TIME, help="When it happened, where known.")] = None,
    noticed_by: Annotated[Text, typer.Option(metavar="WORD", help="monitor, reviewer, user, customer.")] = None,
    run: Annotated[str, typer.Option(metavar="ID", help="The request id of a run it touched.")] = "",
    as_json: AsJson = False,
) -> None:
    """Report an incident; it counts at once. Status 1 when it is refused."""
    from agent_scorecard.recording import IncidentFields, report_incident

    engine = opened.opened(ctx)
    fields = IncidentFields(
        agent=agent,
        summary=what,
        detected_at=incident_words.moment(noticed) or clock.now(),
        severity=incident_words.word("severity", IncidentSeverity, severity) or IncidentSeverity.UNDETERMINED,
        detected_by=incident_words.word("detected_by", DetectedBy, noticed_by),
        occurred_at=incident_words.moment(happened),
        request_id=run,
    )
    name = report_incident(engine, fields, by=by, at=clock.now())
    if as_json:
        printing.as_json({"incident": name, "agent": agent})
    else:
        typer.echo(f"Reported as {name}.")


@incident.command("show")
def show(ctx: typer.Context, number: Number, as_of: AsOf = None, as_json: AsJson = False) -> None:
    """Print one incident: how it stands, its timeline, its cause, its fixes and what was undone."""
    from agent_scorecard.boards.incident import found, one_incident
    from agent_scorecard.boards.incident_json import incident as shape
    from agent_scorecard.store.read_touched import touched_runs

    seen = opened.judged(ctx, as_of)
    pair = found(seen.assessed, number)
    if pair is None:
        raise Unreadable(f"There is no incident {number} of an agent.")
    one, row = pair
    runs = touched_runs(opened.opened(ctx, read_only=True), row.agent or "", row.affected_runs)
    if as_json:
        printing.as_json(shape(one, seen.policy, row, runs, seen.as_of))
    else:
        board = one_incident(seen.company, seen.policy, seen.as_of, one, row, runs)
        typer.echo("\n".join(_lines(board)))


@incident.command("handle")
def handle(
    ctx: typer.Context,
    number: Number,
    by: Who,
    severity: Severe = None,
    reason: Annotated[str, typer.Option(help="Why it is not serious.")] = "",
    agreed_by: Annotated[str, typer.Option(metavar="PERSON", help="Who agrees that it is not.")] = "",
    happened: Annotated[Text, typer.Option(metavar=TIME, help="When it happened.")] = None,
    noticed_by: Annotated[Text, typer.Option(metavar="WORD", help="Who noticed first.")] = None,
    paused: Annotated[Text, typer.Option(metavar=TIME, help="When the agent was paused.")] = None,
    drained: Annotated[Text, typer.Option(metavar=TIME, help="When the work in flight was drained.")] = None,
    rolled_back: Annotated[Text, typer.Option(metavar=TIME, help="When it was rolled back.")] = None,
    compensated: Annotated[Text, typer.Option(metavar=TIME, help="When it was compensated.")] = None,
    resolved: Annotated[Text, typer.Option(metavar=TIME, help="When it was over; this closes it.")] = None,
    trace: Annotated[str, typer.Option(help="Where the run that explains it can be read.")] = "",
    gaps: Annotated[str, typer.Option(help="Which guardrails were missing, split by semicolons.")] = "",
    fix: Annotated[Several, typer.Option(metavar="'PERSON, DAY, WHAT'", help="A fix; may be given again.")] = None,
    cause: Annotated[Text, typer.Option(metavar="WORD", help="What caused it.")] = None,
    harm: Annotated[Text, typer.Option(metavar="WORD", help="What harm happened.")] = None,
    risk: Annotated[Text, typer.Option(metavar="WORD", help="accuracy, access, drift, cost or trust.")] = None,
    tag: Annotated[Several, typer.Option(metavar="ASI01", help="An OWASP agentic risk; may be given again.")] = None,
    run: Annotated[Several, typer.Option(metavar="ID", help="A run it touched; may be given again.")] = None,
    driver: Annotated[Text, typer.Option(metavar="PERSON", help="Who drives it to the end.")] = None,
    as_json: AsJson = False,
) -> None:
    """Record what is new about an incident; what is not given stays. Status 1 when it is refused."""
    words = incident_words
    said = {
        "severity": words.word("severity", IncidentSeverity, severity),
        "reason": reason,
        "agreed_by": agreed_by,
        "occurred_at": words.moment(happened),
        "detected_by": words.word("detected_by", DetectedBy, noticed_by),
        "paused_at": words.moment(paused),
        "drained_at": words.moment(drained),
        "rolled_back_at": words.moment(rolled_back),
        "compensated_at": words.moment(compensated),
        "resolved_at": words.moment(resolved),
        "rca_trace": trace,
        "rca_guardrail_gaps": gaps,
        "fixes": words.fixes(fix),
        "cause": words.word("cause", Cause, cause),
        "harm": words.word("harm", Harm, harm),
        "risk_class": words.word("risk_class", RiskClass, risk),
        "tags": words.tags(tag),
        "affected_runs": tuple(run or ()),
        "owner": driver,
    }
    _handle(ctx, number, by, said, as_json=as_json)


@incident.command("close")
def close(
    ctx: typer.Context,
    number: Number,
    by: Who,
    resolved: Annotated[Text, typer.Option(metavar=TIME, help="When it was over; now unless given.")] = None,
    as_json: AsJson = False,
) -> None:
    """Close an incident; a serious one needs its cause and a second person. Status 1 when it is refused."""
    at = incident_words.moment(resolved) or clock.now()
    _handle(ctx, number, by, {"resolved_at": at}, as_json=as_json)


@incident.command("reopen")
def reopen(
    ctx: typer.Context,
    number: Number,
    reason: Annotated[str, typer.Option(help="Why it is not over.")],
    by: Who,
    as_json: AsJson = False,
) -> None:
    """Open an incident again that is not over after all. Status 1 when it is refused."""
    from agent_scorecard.recording import reopen_incident

    reopen_incident(opened.opened(ctx), number, reason, by=by, at=clock.now())
    _told(number, ["resolved_at", "turns"], as_json=as_json)


@incident.command("undo")
def undo(
    ctx: typer.Context,
    number: Number,
    state: Annotated[UndoState, typer.Argument(help="What became of them.")],
    records: Annotated[list[str], typer.Argument(help="Request ids, or what a system calls its records.")],
    by: Who,
    note: Annotated[str, typer.Option(help="How, or why not.")] = "",
    as_json: AsJson = False,
) -> None:
    """Record what became of runs or records an incident touched. Status 1 when it is refused."""
    from agent_scorecard.recording import UndoFields, record_undo

    fields = UndoFields(incident=number, records=tuple(records), state=state, note=note)
    _told(number, list(record_undo(opened.opened(ctx), fields, by=by, at=clock.now())), as_json=as_json)


def _handle(ctx: typer.Context, number: str, by: str, said: dict[str, Any], *, as_json: bool) -> None:
    from agent_scorecard.recording import StepFields, handle_incident

    new = handle_incident(opened.opened(ctx), StepFields(incident=number, **said), by=by, at=clock.now())
    _told(number, list(new), as_json=as_json)


def _told(number: str, new: list[str], *, as_json: bool) -> None:
    if as_json:
        printing.as_json({"incident": number, "recorded": new})
    else:
        said = format.listed([incident_words.RECORDED.get(name, name) for name in new])
        typer.echo(f"Recorded for {number}: {said}." if new else "Nothing new to record.")


def _lines(board: Any) -> Iterator[str]:
    yield from (f"{board.incident} · {board.name} ({board.agent})", board.summary, board.deck, "")
    for fact in board.standing:
        yield f"{fact.label:<18}{' '.join(part for part in (fact.value, fact.about) if part)}"
    yield from (f"{label:<18}{value}" for label, value in board.facts)
    yield from ("", "Timeline")
    for step in board.timeline:
        yield f"  {step.word:<16}{step.when or 'not recorded':<20}{step.told or step.after}".rstrip()
    yield from ("", f"Root cause, {board.written}")
    yield from (f"  {line.word:<16}{line.text}" for line in board.root_cause)
    yield from (f"  Fix             {fix.what} ({fix.when}, {fix.state})" for fix in board.fixes)
    if board.undo.lines:
        yield from ("", f"Undone: {board.undo.standing}. {board.undo.traced}")
        yield from (f"  {line.name:<24}{line.word}. {line.why}".rstrip() for line in board.undo.lines)
    yield from (text for text in ("", board.to_close) if board.to_close)
