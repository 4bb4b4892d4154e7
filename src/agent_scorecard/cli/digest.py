"""The digest: printed, shown as it would be sent, or sent to whoever it concerns; quiet when nothing is new."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from agent_scorecard.cli import clock, opened, printing
from agent_scorecard.cli.options import AsJson, AsOf
from agent_scorecard.cli.trouble import REFUSED, Unreadable

if TYPE_CHECKING:
    from agent_scorecard.boards.digest.shapes import Digest
    from agent_scorecard.boards.people import PersonRow
    from agent_scorecard.notify.audience import Audience
    from agent_scorecard.notify.message import Message
    from agent_scorecard.notify.sending import Failure, Outcome
    from agent_scorecard.notify.settings import Settings

SettingsFile = Annotated[
    Path | None,
    typer.Option(envvar="AGENT_SCORECARD_DIGEST", help="Where digests go (docs/digest.md).", dir_okay=False),
]


def digest(
    ctx: typer.Context,
    send: Annotated[bool, typer.Option("--send", help="Send what is new, once to each reader.")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Show what --send would send to whom.")] = False,
    person: Annotated[str | None, typer.Option("--person", help="Only the digest of this person.")] = None,
    settings: SettingsFile = None,
    again: Annotated[bool, typer.Option("--again", help="Also try those who were refused or wait.")] = False,
    as_of: AsOf = None,
    as_json: AsJson = False,
) -> None:
    """Tell who has what to do: cards due, blocks, late promises, alerts, signatures; status 1 where sending failed."""
    seen = opened.judged(ctx, as_of)
    if person is not None and person not in seen.company.people:
        raise Unreadable(f"There is no person {person}: people.csv holds everybody.")
    whole, rows = _whole(ctx, seen)
    if not send and not dry_run:
        _print(whole, person, as_json)
        return
    told = _read(settings)
    audience = _audience(told, whole, seen, rows, person)
    if person is not None:
        _refuse_unreachable(seen, audience, person)
    if dry_run:
        _would_send(ctx, told, audience, as_json)
    else:
        _send(ctx, told, audience, person, again, as_json)


def _refuse_unreachable(seen: opened.Judged, audience: Audience, person: str) -> None:
    """Say why somebody who was named cannot be told, instead of sending nothing in silence."""
    if not seen.company.people[person].active_on(seen.as_of):
        raise Unreadable(f"{person} is no longer active: nobody is told in their place.")
    if said := next(_unreachable(audience), ""):
        raise Unreadable(said)


def _whole(ctx: typer.Context, seen: opened.Judged) -> tuple[Digest, tuple[PersonRow, ...]]:
    from agent_scorecard.boards.digest.board import company_digest
    from agent_scorecard.boards.people import HeldRole, people_board
    from agent_scorecard.notify.audience import actors
    from agent_scorecard.rules.evidence import Portfolio
    from agent_scorecard.store.read_rights import held_now

    grants, _ = held_now(opened.opened(ctx, read_only=True))
    held = [(row.person, HeldRole(row.role, row.granted_at.date(), row.granted_by)) for row in grants]
    agents = tuple(one.evidence for one in seen.assessed)
    rows = people_board(Portfolio(seen.company, seen.as_of, agents), held, ())
    return company_digest(seen.company, seen.as_of, seen.assessed, seen.policy, actors(rows)), rows


def _print(whole: Digest, person: str | None, as_json: bool) -> None:
    from agent_scorecard.boards.digest import json_shape
    from agent_scorecard.boards.digest.board import of_person
    from agent_scorecard.notify.plain import plain

    shown = whole if person is None else of_person(whole, person)
    if as_json:
        printing.as_json(json_shape.digest(shown))
    else:
        typer.echo(plain(shown, ""), nl=False)


def _read(path: Path | None) -> Settings:
    from agent_scorecard.notify.settings import read_settings

    return read_settings(path)


def _audience(
    told: Settings, whole: Digest, seen: opened.Judged, rows: Sequence[PersonRow], person: str | None
) -> Audience:
    from agent_scorecard.notify.audience import audience, leaders_of

    return audience(told, whole, seen.company.people, leaders_of(rows), person)


def _would_send(ctx: typer.Context, told: Settings, audience: Audience, as_json: bool) -> None:
    from agent_scorecard.notify.sending import new_messages

    engine = opened.opened(ctx, read_only=True)
    made = list(new_messages(engine, audience.posts, told.base_url))
    if as_json:
        printing.as_json({"would_send": [_shape(each) for each in made], "unreachable": list(audience.unreachable)})
        return
    for each in made:
        typer.echo("\n".join(_whole_message(each, told, clock.now())))
    typer.echo("\n".join(_unreachable(audience)) or ("" if made else "Nothing is new to anybody."))


def _send(
    ctx: typer.Context, told: Settings, audience: Audience, person: str | None, again: bool, as_json: bool
) -> None:
    from agent_scorecard.notify.sending import Run, channels, send

    run = Run(opened.opened(ctx), told.base_url, clock.now, again=again)
    outcome = send(run, audience.posts, channels(told), everybody=person is None)
    if as_json:
        printing.as_json(_sent_shape(outcome, audience))
    else:
        for line in _sent(outcome):
            typer.echo(line)
        for failed in outcome.failed:
            typer.echo(_failed(failed), err=True)
    if outcome.failed:
        raise typer.Exit(REFUSED)


def _sent(outcome: Outcome) -> Iterator[str]:
    from agent_scorecard.boards.digest.board import title

    for each in outcome.sent:
        yield f"Sent by {each.reader.channel} to {each.reader.address}: {title(each.digest)}."


def _failed(failed: Failure) -> str:
    rest = f" {failed.left} more were not tried." if failed.left else ""
    return f"Not sent by {failed.reader.channel} to {failed.reader.address}: {failed.why}{rest}"


def _unreachable(audience: Audience) -> Iterator[str]:
    for person in audience.unreachable:
        yield f"{person} has no e-mail address mail can go to: put it into people.csv."


def _whole_message(each: Message, told: Settings, at: datetime) -> Iterator[str]:
    """The message as it would leave: the letter with its headers and its plain text, or the JSON."""
    from agent_scorecard.notify.message import body, letter
    from agent_scorecard.notify.plain import plain

    yield f"=== {each.reader.channel} to {each.reader.address}"
    if told.email is not None and each.reader.channel == "email":
        yield from (f"{name}: {value}" for name, value in letter(each, told.email, at).items())
        yield ""
        yield plain(each.digest, each.base_url)
    else:
        yield body(each).decode()


def _shape(each: Message) -> dict[str, object]:
    from agent_scorecard.boards.digest import json_shape

    reader = each.reader
    told = json_shape.digest(each.digest, each.base_url)
    return {"id": each.id, "channel": reader.channel, "address": reader.address, "digest": told}


def _sent_shape(outcome: Outcome, audience: Audience) -> dict[str, object]:
    return {
        "sent": [_shape(each) for each in outcome.sent],
        "failed": [
            {
                "channel": each.reader.channel,
                "address": each.reader.address,
                "kind": type(each.why).__name__,
                "why": str(each.why),
                "not_tried": each.left,
            }
            for each in outcome.failed
        ],
        "unreachable": list(audience.unreachable),
    }
