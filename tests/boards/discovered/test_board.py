"""The logs against the inventory, in facts and in sentences."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from agent_scorecard.boards.discovered.board import Discovered, discovered, perhaps
from agent_scorecard.boards.discovered.json_shape import command
from agent_scorecard.boards.discovered.lines import lines
from agent_scorecard.rules.facts import Tool, UnregisteredRuns, UsedCall
from agent_scorecard.rules.versions import Fingerprint, VersionSeen
from agent_scorecard.vocabulary import Status
from tests.build import AS_OF, evidence
from tests.rules.assessed import POLICY

KNOWN = {"refund helper": "refunds", "refunds": "refunds", "mail": "mail"}


def found(*strangers: UnregisteredRuns, tools: tuple[Tool, ...] = (), **changes: Any) -> Discovered:
    one = evidence(**changes)
    company = replace(one.company, unregistered=strangers, tools=tools)
    return discovered(company, [one], {}, POLICY)


def said(board: Discovered) -> list[str]:
    return [f"{line.about} {line.said}" for line in lines(board, AS_OF)]


def test_a_healthy_agent_leaves_nothing_to_settle():
    assert found().total == 0


@pytest.mark.parametrize(
    ("log_id", "agent"),
    [
        ("refunds-v3", "refunds"),
        ("Refunds", "refunds"),
        ("refunds_2.1", "refunds"),
        ("Refund Helper", "refunds"),
        ("refund-helper", "refunds"),
        ("billing", ""),
        ("v3", ""),
        ("", ""),
    ],
)
def test_an_id_may_stand_for_the_agent_it_is_spelled_like(log_id, agent):
    assert perhaps(log_id, KNOWN) == agent


def test_runs_of_nobody_are_said_with_their_days_and_count():
    board = found(UnregisteredRuns("old-bot", 12, date(2026, 10, 1), date(2026, 10, 3)))
    assert said(board) == ["old-bot logged 12 runs, from 1 Oct to 3 Oct, and nobody registered it."]


def test_a_call_of_no_action_is_said_with_where_it_is_taken_away():
    call = UsedCall("shell.run", 2, 0, 0, 2, 0, 1, date(2026, 10, 20), 0, 0)
    board = found(calls=(*evidence().calls, call))
    (line,) = lines(board, AS_OF)
    assert "calls shell.run, which is no action of it: 3 calls ran, last on 20 Oct." in line.said
    assert line.address.startswith("oversight?agent=")


def test_a_new_prompt_and_a_new_model_are_told_apart():
    one = evidence()
    first = tuple(VersionSeen(kind, "m1", date(2026, 6, 1), AS_OF, 3) for kind in Fingerprint)
    then = tuple(VersionSeen(kind, "m9", AS_OF, AS_OF, 3) for kind in Fingerprint)
    told = discovered(one.company, [one], {one.agent.agent: (*first, *then)}, POLICY)
    assert [(row.what, row.version) for row in told.versions] == [("model", "m9"), ("prompt", "m9")]


@pytest.mark.parametrize(
    ("status", "many"), [(Status.LIVE, 1), (Status.PILOT, 1), (Status.IDEA, 0), (Status.RETIRED, 0)]
)
def test_only_an_agent_at_work_can_have_never_run(status, many):
    silent = {"days": (), "observations": {}, "calls": ()}
    assert len(found(status=status, **silent).never_ran) == many


def test_a_system_is_missed_only_where_there_is_a_catalogue():
    systems = {row.system for row in evidence().actions if row.system}
    assert found().systems == ()
    assert {row.name for row in found(tools=(Tool("unused"),)).systems} == systems


@pytest.mark.parametrize(
    ("words", "typed"),
    [
        (("register", "bot"), "agent-scorecard register bot"),
        (("register", "bot; rm -rf /"), "agent-scorecard register 'bot; rm -rf /'"),
        (("alias", "-x", "bot"), "agent-scorecard alias -- -x bot"),
    ],
)
def test_a_command_can_be_typed_whatever_a_log_calls_an_agent(words, typed):
    assert command(*words) == typed
