"""Who may do what: one question, asked by boards to show and by recording to enforce (reliability c)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

LONGEST_NAME = 120


class Right(StrEnum):
    """What a person may want to do here; whatever is not listed, nobody may."""

    SEE = "see"
    LOAD = "load"
    EXPORT = "export"
    VERIFY = "verify"
    RECORD_DECISION = "record_decision"
    CLOSE_FOLLOW_UP = "close_follow_up"
    REPORT_INCIDENT = "report_incident"
    HANDLE_INCIDENT = "handle_incident"
    RECORD_OUTCOME = "record_outcome"
    SET_COMPANY = "set_company"


class AccessMode(StrEnum):
    """How a person is known: by a name picked on this machine, or by signing in."""

    LOCAL = "local"
    COMPANY = "company"


NEEDS_NO_NAME = frozenset({Right.SEE, Right.VERIFY})


By = str
"""How a recording function is told who acts: in local mode by a name."""


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts. In local mode the name was picked or typed, so it is never verified."""

    name: str
    mode: AccessMode = AccessMode.LOCAL
    verified: bool = False


def can(actor: Actor, right: str, subject: str) -> Literal[True] | str:
    """Answer True, or the sentence that says why not.

    `subject` is "agent:<id>" or "company". In local mode whoever can open the board acts as the name given, in
    every role; an unknown right, and every right in a mode without grants, is refused.
    """
    if right not in tuple(Right):
        return f"Nobody may {right.replace('_', ' ')}: there is no such right."
    if actor.mode is not AccessMode.LOCAL:
        return f"{actor.name or 'Nobody'} has no role that allows this for {subject}."
    if right in NEEDS_NO_NAME:
        return True
    return _named(actor.name)


def _named(name: str) -> Literal[True] | str:
    if not name.strip():
        return "Say who you are: pick or type a name."
    if len(name) > LONGEST_NAME:
        return f"A name has at most {LONGEST_NAME} characters."
    if not name.isprintable() or name != name.strip():
        return "A name is written in printable characters, without blanks around it."
    return True
