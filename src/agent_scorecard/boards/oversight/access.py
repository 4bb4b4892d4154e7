"""Permissions granted against permissions used: what nobody needs, what ran out, and calls nobody granted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from agent_scorecard import format
from agent_scorecard.boards.oversight.seen import NOT_STATED, Seen, about
from agent_scorecard.policy.shapes import Policy
from agent_scorecard.rules.facts import UsedCall
from agent_scorecard.rules.permissions import Usage, ungranted, usage

NOT_LOGGED = "not logged"


@dataclass(frozen=True, slots=True)
class AccessRow:
    """One permission; `excess` and `expired` are what to take away or renew, as sentences, or nothing."""

    action: str
    about: str
    scope: str
    purpose: str
    used: str
    last: str
    expires: str
    excess: str
    expired: str


@dataclass(frozen=True, slots=True)
class AccessGroup:
    """The permissions of one agent; `strangers` are calls of tools on no list of it."""

    agent: str
    name: str
    rows: tuple[AccessRow, ...]
    strangers: tuple[str, ...]

    @property
    def is_open(self) -> bool:
        """Whether something is to be taken away, renewed or asked."""
        return bool(self.strangers) or any(row.excess or row.expired for row in self.rows)


@dataclass(frozen=True, slots=True)
class AccessView:
    """Agents with something to take away, renew or ask come first."""

    said: str
    days: int
    groups: tuple[AccessGroup, ...]


def access(shown: Sequence[Seen], policy: Policy) -> AccessView:
    """Return what every action that may run was granted and used for."""
    found = [(each, [usage(each.one.evidence, policy, answer.action) for answer in each.usable]) for each in shown]
    groups = [_group(each, used) for each, used in found]
    acting = [row for each, used in found for row in used if _acts(each, row)]
    return AccessView(
        said=_said(acting, policy.oversight.unused_write_days),
        days=policy.look_back.breaches_days,
        groups=tuple(sorted(groups, key=lambda group: not group.is_open)),
    )


def _acts(each: Seen, used: Usage) -> bool:
    return any(answer.action is used.action for answer in each.acting)


def _said(acting: Sequence[Usage], days: int) -> str:
    if not acting:
        return "Nothing here may write, send or delete."
    excess, unlogged = sum(row.excess for row in acting), sum(not row.logged for row in acting)
    noun = format.plural(len(acting), "permission")
    said = f"Of {noun} to write, send or delete, {excess or 'none'} went unused for {days} days"
    return f"{said}; for {unlogged} no call is logged." if unlogged else f"{said}."


def _group(each: Seen, used: Sequence[Usage]) -> AccessGroup:
    as_of = each.one.evidence.as_of
    evidence = each.one.evidence
    strangers = tuple(_stranger(row, bool(evidence.actions)) for row in ungranted(evidence))
    return AccessGroup(each.agent, each.name, tuple(_row(row, as_of) for row in used), strangers)


def _row(used: Usage, as_of: date) -> AccessRow:
    action, calls = used.action, used.calls
    expires = action.credential_expires_on
    return AccessRow(
        action=action.action,
        about=about(action),
        scope=action.permission_scope or f"scope {NOT_STATED}",
        purpose=action.permission_purpose or f"purpose {NOT_STATED}",
        used=NOT_LOGGED if used.ok is None else format.plural(used.ok, "call"),
        last=f"last {format.day(calls.last_ok, as_of)}" if calls and calls.last_ok else "",
        expires=format.day(expires, as_of) if expires else NOT_STATED,
        excess=f"Unused for {format.plural(used.unused_days, 'day')}" if used.excess else "",
        expired="Expired" if used.expired else "",
    )


def _stranger(row: UsedCall, has_list: bool) -> str:
    """Where an agent has a list, a call beside it that ran counts among those not permitted, too."""
    refused_there = max(row.not_permitted - row.ok - row.rolled_back, 0) if has_list else row.not_permitted
    tried = row.error + row.blocked_for_approval + refused_there + row.blocked_unclassed
    refused = f", {format.count(tried)} more did not run" if tried else ""
    return f"{row.tool}: {format.plural(row.ok, 'call')} ran{refused}, and it is on no list of this agent."
