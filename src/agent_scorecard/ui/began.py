"""What is kept of the start itself: that whoever opens the board acts as the name they pick (reliability e)."""

from __future__ import annotations

import logging

from sqlalchemy.exc import DBAPIError

from agent_scorecard.recording.sign_ins import note_local_start
from agent_scorecard.store.database import CannotOpen
from agent_scorecard.ui import choose, signed_in

LOG = logging.getLogger("agent_scorecard")


def note() -> None:
    """Keep a start without sign-in among the events; the page itself tells of a database that cannot be used."""
    if signed_in.was_asked_for():
        return
    try:
        note_local_start(choose.opened(), choose.now())
    except (CannotOpen, DBAPIError) as fault:
        LOG.warning("the start was not kept among the events: %s", fault)
