"""Make the first admin, name owners, and list who holds what, on the machine of the database."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from agent_scorecard.access import CompanyRole
from agent_scorecard.cli import clock, opened, printing
from agent_scorecard.cli.options import AsJson, AsOf, By
from agent_scorecard.cli.trouble import Unreadable

if TYPE_CHECKING:
    from sqlalchemy import Engine

    from agent_scorecard.boards.people import PersonRow


def grant_admin(
    ctx: typer.Context,
    person: Annotated[str, typer.Argument(help="The person, as people.csv calls them.")],
    issuer: Annotated[
        str | None, typer.Option(metavar="URL", help="The provider this person signs in with, as it signs itself.")
    ] = None,
    subject: Annotated[
        str | None, typer.Option(metavar="SUB", help="The provider's own id of this person, not the e-mail.")
    ] = None,
    end: Annotated[bool, typer.Option("--end", help="Take the role back instead.")] = False,
    by: By = None,
) -> None:
    """Make a person admin, who gives all other roles on the page People and rights; --end takes it back."""
    from agent_scorecard.recording import end_role

    if (issuer is None) is not (subject is None) or (end and issuer):
        raise Unreadable("Name --issuer and --subject together, and neither with --end.")
    engine, actor = opened.opened(ctx), opened.user(by)
    if end:
        end_role(engine, person, CompanyRole.ADMIN, by=actor, at=clock.now())
        typer.echo(f"{person} is no longer admin.")
    else:
        _grant(engine, person, issuer, subject, actor)


def _grant(engine: Engine, person: str, issuer: str | None, subject: str | None, actor: str) -> None:
    from agent_scorecard.recording import grant_role, link_sign_in
    from agent_scorecard.store.read_rights import holds, stands_for

    if issuer and subject and stands_for(engine, issuer, subject) != person:
        link_sign_in(engine, person, issuer, subject, by=actor, at=clock.now())
        typer.echo(f"{subject} of {issuer} now stands for {person}.")
    elif holds(engine, person, CompanyRole.ADMIN):
        typer.echo(f"{person} is admin already.")
        return
    if not holds(engine, person, CompanyRole.ADMIN):
        grant_role(engine, person, CompanyRole.ADMIN, by=actor, at=clock.now())
        typer.echo(f"{person} is admin now.")


def name_owner(
    ctx: typer.Context,
    agent: Annotated[str, typer.Argument(help="The agent, as the inventory calls it.")],
    person: Annotated[str, typer.Argument(help="Who answers for it from the day on.")],
    reason: Annotated[str, typer.Option(help="Why.")],
    asked_by: Annotated[
        str, typer.Option(metavar="PERSON", help="The owner so far, where one who is active hands it over.")
    ] = "",
    by: By = None,
    as_of: AsOf = None,
) -> None:
    """Name who answers for an agent: at once where nobody active does, else with the owner who hands it over."""
    from agent_scorecard.recording import OwnerFields
    from agent_scorecard.recording import name_owner as record

    engine = opened.opened(ctx)
    since = opened.day_of(engine, as_of)
    fields = OwnerFields(agent=agent, person=person, reason=reason, since=since, asked_by=asked_by)
    record(engine, fields, by=opened.user(by), at=clock.now())
    typer.echo(f"{person} answers for {agent} from {since} on.")


def people(ctx: typer.Context, as_of: AsOf = None, as_json: AsJson = False) -> None:
    """List who holds which role, for the company and for agents, and which sign-ins stand for whom."""
    from agent_scorecard.boards.people import HeldRole, json_shape, people_board
    from agent_scorecard.store import read
    from agent_scorecard.store.read_rights import held_now

    engine = opened.opened(ctx, read_only=True)
    grants, sign_ins = held_now(engine)
    roles = [(row.person, HeldRole(row.role, row.granted_at.date(), row.granted_by)) for row in grants]
    linked = [(row.person, (row.issuer, row.subject)) for row in sign_ins]
    rows = people_board(read.portfolio(engine, opened.day_of(engine, as_of)), roles, linked)
    if as_json:
        printing.as_json(json_shape(rows))
    else:
        heads = ("Person", "Name", "Active", "Roles of the company", "Roles for agents", "Signs in as")
        printing.table("People and rights", heads, map(_line, rows), "Nobody is on file: add people in people.csv.")


def _line(row: PersonRow) -> tuple[str, ...]:
    return (
        row.person,
        row.name,
        "yes" if row.is_active else "no",
        ", ".join(held.role for held in row.roles),
        "; ".join(f"{agent}: {', '.join(held)}" for agent, held in row.of_agents.items()),
        ", ".join(f"{subject} of {issuer}" for issuer, subject in row.sign_ins),
    )
