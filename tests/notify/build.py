"""One digest, its readers and its settings; a test changes only what it is about."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from agent_scorecard.boards.digest.shapes import Digest, Line, Section
from agent_scorecard.notify.memory import Reader
from agent_scorecard.notify.message import Message, message
from agent_scorecard.notify.settings import Email, Secret

DAY = date(2026, 10, 30)
AT = datetime(2026, 10, 30, 7, tzinfo=UTC)
BASE = "https://board.example.com/"
SECRET = Secret("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")


def line(item: str = "finding:triage:no_owner", **changes: Any) -> Line:
    """A finding of one agent that blocks, told to its owner ana."""
    told = Line(
        section=Section.BLOCKS,
        item=item,
        state="blocks",
        agent="triage",
        name="Support triage",
        sentence="Nobody is named as accountable owner.",
        way_out="Name one accountable owner.",
        address="scorecard?agent=triage",
        who=("ana",),
        late=True,
        is_new=True,
    )
    return replace(told, **changes)


def card(agent: str = "triage", **changes: Any) -> Line:
    """A card that is due this month."""
    told = line(f"card:{agent}", section=Section.DUE, state="due 31 Oct 2026-10", agent=agent, late=False)
    return replace(told, sentence="Card due 31 Oct, tomorrow.", way_out="Proposed: maintain.", **changes)


def digest(*lines: Line, **changes: Any) -> Digest:
    over = "Juniper Outdoor · Friday 30 October 2026"
    return replace(Digest("Juniper Outdoor", DAY, over, None, lines or (line(),)), **changes)


def reader(name: str = "ana", **changes: Any) -> Reader:
    """A person with an address of their own."""
    return replace(Reader("email", f"person:{name}", f"{name}@example.com", name), **changes)


def sent(*lines: Line, to: Reader | None = None, **changes: Any) -> Message:
    return message(to or reader(), digest(*lines, **changes), BASE)


def email(**changes: Any) -> Email:
    """A mail server of this machine that asks for nothing."""
    told = {"sender": "Agent Scorecard <board@example.com>", "host": "127.0.0.1", "security": "none"}
    return Email(**{**told, **changes})
