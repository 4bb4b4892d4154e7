"""What was granted against what was used."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from agent_scorecard.rules.facts import UsedCall
from agent_scorecard.rules.permissions import ungranted, usage
from agent_scorecard.vocabulary import Access, Mode, Status
from tests.build import AS_OF, action, days, evidence
from tests.rules.assessed import POLICY

LONG_AGO = AS_OF - timedelta(days=200)
RUNS = days(LONG_AGO, AS_OF)


def called(tool: str = "helpdesk.tag", ok: int = 12, ago: int | None = 0) -> UsedCall:
    """Calls of a tool, the last of them so many days ago."""
    return UsedCall(tool, ok, 0, 0, 0, 0, 0, None if ago is None else AS_OF - timedelta(days=ago), 0, 0)


def seen(*calls: UsedCall, own: dict[str, Any] | None = None, **changes: Any):
    row = action(**{"mode_since": LONG_AGO, **(own or {})})
    facts = {"actions": (row,), "calls": calls, "days": RUNS, **changes}
    return usage(evidence(**facts), POLICY, row)


@pytest.mark.parametrize(
    ("usage_", "ok", "unused", "excess"),
    [
        (lambda: seen(called()), 12, 0, False),
        (lambda: seen(called(ago=89)), 12, 89, False),
        (lambda: seen(called(ago=90)), 12, 90, True),
        (lambda: seen(called("helpdesk.read")), 0, 200, True),
        (lambda: seen(called("helpdesk.read"), own={"mode_since": AS_OF - timedelta(days=5)}), 0, 5, False),
        (lambda: seen(called("helpdesk.read"), own={"access": Access.READ}), 0, 200, False),
        (lambda: seen(called("helpdesk.read"), own={"mode": Mode.SHADOW}), 0, 200, False),
        (lambda: seen(called("helpdesk.read"), status=Status.PAUSED), 0, 200, False),
        (lambda: seen(), None, 0, False),
        (lambda: seen(called(), days=()), 12, 0, False),
    ],
    ids=[
        "used today",
        "not for 89 days",
        "not for 90 days",
        "never",
        "never, but the mode is new",
        "reading is no excess",
        "shadow writes nothing",
        "a paused agent uses nothing",
        "no calls are logged at all",
        "no run is dated",
    ],
)
def test_a_permission_is_used_unused_or_not_logged(usage_, ok, unused, excess):
    answer = usage_()
    assert (answer.ok, answer.unused_days, answer.excess) == (ok, unused, excess)


@pytest.mark.parametrize(("ends", "expired"), [(None, False), (AS_OF, False), (AS_OF - timedelta(days=1), True)])
def test_a_credential_holds_to_the_end_of_its_last_day(ends, expired):
    assert seen(called(), own={"credential_expires_on": ends}).expired is expired


def test_calls_of_tools_on_no_list_are_named():
    one = evidence(calls=(called("web.post"), called(), called("mail.send")))
    assert [row.tool for row in ungranted(one)] == ["mail.send", "web.post"]
