"""Permissions granted against permissions used."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from agent_scorecard.boards.oversight.access import AccessRow, AccessView, access
from agent_scorecard.rules.facts import Action, UsedCall
from agent_scorecard.vocabulary import Access, Mode
from tests.boards.oversight.build import agent, shown
from tests.build import AS_OF, action, days
from tests.rules.assessed import POLICY

LONG_AGO = AS_OF - timedelta(days=200)
OLD = action(mode_since=LONG_AGO)
LOG = {"days": days(LONG_AGO, AS_OF)}


def called(tool: str = "helpdesk.tag", ok: int = 12, ago: int = 0, **more: int) -> UsedCall:
    return UsedCall(tool, ok, 0, 0, 0, 0, 0, AS_OF - timedelta(days=ago), 0, 0)._replace(**more)


def board(*actions: Action, **facts: Any) -> AccessView:
    return access(shown(agent("Triage", *actions, **facts)), POLICY)


def only_row(own: Action, **facts: Any) -> AccessRow:
    ((row,),) = (group.rows for group in board(own, **facts).groups)
    return row


def test_a_row_says_what_was_granted_and_how_it_was_used():
    assert only_row(OLD, calls=(called(),), **LOG) == AccessRow(
        action="helpdesk.tag",
        about="helpdesk · write",
        scope="tags of open tickets",
        purpose="Sort the queue",
        used="12 calls",
        last="last 31 Oct",
        expires="30 Jun 2027",
        excess="",
        expired="",
    )


@pytest.mark.parametrize(
    ("calls", "used", "excess"),
    [
        ((), "not logged", ""),
        ((called("helpdesk.read"),), "0 calls", "Unused for 200 days"),
        ((called(ago=91),), "12 calls", "Unused for 91 days"),
        ((called(ago=89),), "12 calls", ""),
    ],
    ids=["nothing logged", "never", "long ago", "lately"],
)
def test_what_nobody_used_is_to_be_taken_away_but_what_nobody_logged_is_not(calls, used, excess):
    row = only_row(OLD, calls=calls, **LOG)
    assert (row.used, row.excess) == (used, excess)


def test_what_nobody_stated_is_said():
    row = only_row(action(permission_scope=None, permission_purpose=None, credential_expires_on=None))
    assert (row.scope, row.purpose, row.expires) == ("scope not stated", "purpose not stated", "not stated")


def test_an_expired_credential_is_marked():
    assert only_row(action(credential_expires_on=AS_OF - timedelta(days=1))).expired == "Expired"


def test_calls_of_a_tool_on_no_list_are_named():
    calls = (called("web.post", 3, not_permitted=5), called("mail.send", 1, not_permitted=1))
    (group,) = board(action(), calls=calls).groups
    assert group.strangers == (
        "mail.send: 1 call ran, and it is on no list of this agent.",
        "web.post: 3 calls ran, 2 more did not run, and it is on no list of this agent.",
    )


@pytest.mark.parametrize(
    ("actions", "facts", "said"),
    [
        ((action(access=Access.READ, mode=Mode.OUT),), {}, "Nothing here may write, send or delete."),
        ((OLD,), {"calls": (called(),)}, "Of 1 permission to write, send or delete, none went unused for 90 days."),
        (
            (OLD, action("desk.close", mode_since=LONG_AGO)),
            {"calls": (called(),), **LOG},
            "Of 2 permissions to write, send or delete, 1 went unused for 90 days.",
        ),
        (
            (OLD,),
            {"calls": ()},
            "Of 1 permission to write, send or delete, none went unused for 90 days; for 1 no call is logged.",
        ),
    ],
    ids=["reads only", "used", "one unused", "not logged"],
)
def test_the_view_counts_permissions_to_act(actions, facts, said):
    assert board(*actions, **facts).said == said
