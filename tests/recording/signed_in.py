"""People of the small company who sign in: whoever a test names, linked and with the roles it gives them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from sqlalchemy import Engine

from agent_scorecard.access import CompanyRole, SignedIn
from agent_scorecard.recording import grant_role, link_sign_in

ISSUER = "https://login.example.com"
AT = datetime(2026, 10, 30, 15, tzinfo=UTC)


def signed_in(person: str, at: datetime = AT, *, hours_ago: float = 1) -> SignedIn:
    """The sign-in of a person, as the provider tells it."""
    return SignedIn(ISSUER, f"sub-{person}", at - timedelta(hours=hours_ago))


def linked(engine: Engine, person: str, *roles: CompanyRole, at: datetime = AT) -> SignedIn:
    """Let a person sign in and hold these roles, given on the command line an hour before."""
    before = at - timedelta(hours=1)
    link_sign_in(engine, person, ISSUER, f"sub-{person}", by="operator", at=before)
    for role in roles:
        grant_role(engine, person, role, by="operator", at=before)
    return signed_in(person, at)
