"""What a person fills in for a decision, and every sentence a form can answer with."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from agent_scorecard import format as text
from agent_scorecard.rules.answers import Assessment
from agent_scorecard.rules.periods import Period, parse
from agent_scorecard.vocabulary import AgainstReason, Choice, ExpandKind

LONGEST = 4000
LINE_BREAKS = "\t\n\r"
TURNING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
"""Marks that show the characters after them in another order than they are stored."""
RETIREMENT = {
    "criteria": "Say which retirement criterion is met.",
    "credentials": "Say how its credentials are withdrawn.",
    "clean_up": "Say what happens to its data.",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionFields:
    """A decision as typed. `period` is the one the card shows unless given; `kind` that of the proposal.

    `to_value` is the level or mode aimed at, `supersedes` the entry of the wrong decision it corrects. `measure` is
    what it cites, unless given the one the proposal rests on, else the headline. The last three are asked for retire
    only (rules 7).
    """

    agent: str
    choice: Choice
    reason: str
    next_step: str
    owner: str
    due: date
    as_of: date
    period: str | None = None
    kind: ExpandKind | None = None
    action: str | None = None
    to_value: str | None = None
    against: AgainstReason | None = None
    co_signed_by: str | None = None
    supersedes: int | None = None
    measure: str | None = None
    criteria: str | None = None
    credentials: str | None = None
    clean_up: str | None = None


def gaps(fields: DecisionFields, one: Assessment) -> Iterator[str]:
    """Yield what is missing or wrong in the form itself, given what the rules say about the agent."""
    yield from _texts(fields)
    if fields.due < fields.as_of:
        yield f"The next step is due {text.full_day(fields.due)}, before the decision takes effect."
    if fields.choice is not one.proposal.choice and fields.against is None:
        yield f"The proposal is {one.proposal.choice}: choose why you decide otherwise."
    if fields.measure is not None and fields.measure not in one.evidence.company.measures:
        yield "Name a measure of the catalogue by its key, or leave it out."
    if fields.choice is Choice.RETIRE:
        for name, asked in RETIREMENT.items():
            yield from text_gaps(name, getattr(fields, name), asked)


def period_of(fields: DecisionFields) -> Period | None:
    """Return the period asked for. Raises ValueError with a sentence when it is none, or begins after the day."""
    if fields.period is None:
        return None
    period = parse(fields.period)
    if period.first > fields.as_of:
        raise ValueError(f"{period} begins after {text.full_day(fields.as_of)}.")
    return period


def _texts(fields: DecisionFields) -> Iterator[str]:
    for name, asked in (("reason", "Write down the reason."), ("next_step", "Write down the next step.")):
        yield from text_gaps(name, getattr(fields, name), asked)


def text_gaps(name: str, value: str | None, asked: str) -> Iterator[str]:
    """Yield what is wrong with a text somebody must write: nothing in it, too long, or what cannot be kept."""
    said = name.replace("_", " ")
    if not value or not is_filled(value):
        yield asked
    elif len(value) > LONGEST:
        yield f"The {said} has {text.count(len(value))} characters; {text.count(LONGEST)} are kept."
    elif not is_writable(value):
        yield f"The {said} holds a character that cannot be seen or stored: type it again."


def is_filled(value: str | None) -> bool:
    """Say whether anything can be read in a text: blanks and invisible characters are nothing."""
    return bool(value and any(unicodedata.category(character)[0] not in "CZ" for character in value))


def is_writable(said: str) -> bool:
    """Joiners within emoji and scripts are; what steers a terminal, turns text around or breaks storage is not."""
    return not any(
        (unicodedata.category(character) in ("Cc", "Cs") and character not in LINE_BREAKS) or character in TURNING
        for character in said
    )
