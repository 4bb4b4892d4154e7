"""What was discovered as JSON, each unregistered agent with the commands that settle it."""

from __future__ import annotations

import shlex
from datetime import date
from typing import Any

from agent_scorecard.boards import json_shapes
from agent_scorecard.boards.discovered.board import Discovered, NeverRan, NewVersion, StrangeCall, Stranger
from agent_scorecard.policy.shapes import Policy
from agent_scorecard.rules.tool_use import ToolUse

Json = dict[str, Any]
PROGRAM = "agent-scorecard"


def discovered(board: Discovered, as_of: date, policy: Policy) -> Json:
    """Return every difference between the logs and the inventory."""
    return {
        "as_of": as_of.isoformat(),
        "policy_version": policy.version,
        "found": board.total,
        "unregistered_agents": [_stranger(row) for row in board.strangers],
        "unregistered_actions": [_call(row) for row in board.calls],
        "unregistered_tools": [_system(row) for row in board.systems],
        "unannounced_versions": [_version(row) for row in board.versions],
        "never_ran": [_never_ran(row) for row in board.never_ran],
    }


def _stranger(row: Stranger) -> Json:
    return {
        "agent_id": row.found.agent_id,
        "runs": row.found.runs,
        "first_day": row.found.first_day.isoformat(),
        "last_day": row.found.last_day.isoformat(),
        "perhaps": row.perhaps or None,
        "alias": command("alias", row.found.agent_id, row.perhaps or "AGENT"),
        "register": command("register", row.found.agent_id),
    }


def command(*words: str) -> str:
    """Return a command as it can be typed into a shell, whatever a log calls an agent."""
    first, *others = words
    ends_options = ("--",) if any(word.startswith("-") for word in others) else ()
    return shlex.join((PROGRAM, first, *ends_options, *others))


def _call(row: StrangeCall) -> Json:
    return {
        "agent": row.agent,
        "action": row.found.tool,
        "ran": row.ran,
        "last_ok": json_shapes.day(row.found.last_ok),
    }


def _system(row: ToolUse) -> Json:
    return {"tool": row.name, "agents": [use.evidence.agent.agent for use in row.uses]}


def _version(row: NewVersion) -> Json:
    return {
        "agent": row.agent,
        "what": row.what,
        "version": row.version,
        "since": row.since.isoformat(),
        "runs": row.runs,
    }


def _never_ran(row: NeverRan) -> Json:
    return {"agent": row.agent, "status": row.status, "known_since": json_shapes.day(row.known_since)}
