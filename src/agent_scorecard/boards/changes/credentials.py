"""The credentials of all actions by their last day, and what runs on each."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from agent_scorecard import format
from agent_scorecard.boards import words
from agent_scorecard.boards.changes.seen import id_of, name_of
from agent_scorecard.policy.shapes import Policy
from agent_scorecard.rules.answers import Assessment
from agent_scorecard.rules.oversight import effective_modes
from agent_scorecard.rules.permissions import Usage, usage
from agent_scorecard.vocabulary import Mode


class Expiry(StrEnum):
    """How the last day of a credential stands."""

    EXPIRED = "expired"
    SOON = "soon"
    LATER = "later"
    NOT_KNOWN = "not known"


@dataclass(frozen=True, slots=True)
class CredentialRow:
    """The credential of one action; `until` and `left` are "" where nobody said when it ends."""

    agent: str
    name: str
    action: str
    system: str
    expiry: Expiry
    ends: date
    until: str
    left: str
    runs: str


@dataclass(frozen=True, slots=True)
class Credentials:
    """Those with a last day in its order; those without one apart."""

    said: str
    days: int
    dated: tuple[CredentialRow, ...]
    unknown: tuple[CredentialRow, ...]


def credentials(shown: Sequence[Assessment], policy: Policy) -> Credentials:
    """Return the credential of every action that may run."""
    rows = sorted(
        (row for one in shown for row in _rows(one, policy)), key=lambda row: (row.ends, row.name, row.action)
    )
    dated = tuple(row for row in rows if row.expiry is not Expiry.NOT_KNOWN)
    unknown = tuple(row for row in rows if row.expiry is Expiry.NOT_KNOWN)
    return Credentials(_said(dated, unknown, policy), policy.look_back.breaches_days, dated, unknown)


def _said(dated: Sequence[CredentialRow], unknown: Sequence[CredentialRow], policy: Policy) -> str:
    if not (dated or unknown):
        return "No action that may run is on file."
    expired = sum(row.expiry is Expiry.EXPIRED for row in dated)
    soon = sum(row.expiry is Expiry.SOON for row in dated)
    days = policy.oversight.credential_soon_days
    gone = f"{words.spelled(expired)} {'credential has' if expired == 1 else 'credentials have'} expired"
    ends = f"{format.count(soon) if soon else 'none'} {'ends' if soon < 2 else 'end'} within {days} days"
    silent = f"; for {format.plural(len(unknown), 'action')} nobody said when" if unknown else ""
    return f"{gone}, {ends}{silent}."


def _rows(one: Assessment, policy: Policy) -> Iterator[CredentialRow]:
    for answer in effective_modes(one.evidence, policy, one.reading.allowed):
        if answer.mode is not Mode.FORBIDDEN:
            yield _row(one, policy, usage(one.evidence, policy, answer.action), answer.mode)


def _row(one: Assessment, policy: Policy, used: Usage, mode: Mode) -> CredentialRow:
    ends, as_of = used.action.credential_expires_on, one.evidence.as_of
    days = 0 if ends is None else (ends - as_of).days
    return CredentialRow(
        agent=id_of(one),
        name=name_of(one),
        action=used.action.action,
        system=used.action.system or "",
        expiry=_expiry(used, days, policy),
        ends=ends or date.max,
        until=format.full_day(ends) if ends else "",
        left="" if ends is None else _left(days),
        runs=f"{mode.word.lower()}, {_calls(used)}",
    )


def _expiry(used: Usage, days: int, policy: Policy) -> Expiry:
    if used.action.credential_expires_on is None:
        return Expiry.NOT_KNOWN
    if used.expired:
        return Expiry.EXPIRED
    return Expiry.SOON if days <= policy.oversight.credential_soon_days else Expiry.LATER


def _left(days: int) -> str:
    if days < 0:
        return f"{format.plural(-days, 'day')} ago"
    return f"in {format.plural(days, 'day')}" if days else "today"


def _calls(used: Usage) -> str:
    return "calls not logged" if used.ok is None else format.plural(used.ok, "call")
