"""What is kept of sign-ins among the events: who was seen, who left, and whose time was over (reliability e)."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Engine

from agent_scorecard import __version__
from agent_scorecard.access import AccessMode, Actor, SignedIn
from agent_scorecard.recording.permission import named, stranger
from agent_scorecard.runs.refusal import shown
from agent_scorecard.store import ledger
from agent_scorecard.store.database import writer
from agent_scorecard.store.read_people import LEFT, SEEN

__all__ = ["EXPIRED", "LEFT", "SEEN", "note_sign_in"]
EXPIRED, STARTED = "sign-in expired", "started in local mode"
LONGEST = 300


def note_local_start(engine: Engine, at: datetime) -> None:
    """Append that a board without sign-in began: from then on names are typed, not verified."""
    with writer(engine).begin() as connection:
        ledger.append(
            connection,
            STARTED,
            actor=ledger.PRODUCT,
            subject="company",
            body={"version": __version__},
            at=at,
            verified=False,
            mode=AccessMode.LOCAL,
            chain=ledger.Chain.EVENTS,
        )


def note_sign_in(engine: Engine, what: str, by: SignedIn, actor: Actor | None, called: str, at: datetime) -> None:
    """Append SEEN, LEFT or EXPIRED; what the provider calls somebody is kept only while nobody knows them here."""
    is_known = actor is not None and actor != stranger(by)
    body = {"issuer": shown(by.issuer, LONGEST), "subject": shown(by.subject, LONGEST), "signed_in_at": by.at}
    with writer(engine).begin() as connection:
        ledger.append(
            connection,
            what,
            actor=named(by) if actor is None else shown(actor.name, LONGEST),
            subject="company",
            body=body if is_known else {**body, "called": shown(called, LONGEST)},
            at=at,
            verified=True,
            mode=AccessMode.COMPANY,
            chain=ledger.Chain.EVENTS,
        )
