"""Agents as the views of the oversight page see them."""

from __future__ import annotations

from typing import Any

from agent_scorecard.boards.oversight.seen import Seen, seen
from agent_scorecard.rules.answers import Assessment
from agent_scorecard.rules.facts import Action
from agent_scorecard.vocabulary import Level
from tests.boards.build import named, reading
from tests.rules.assessed import POLICY


def agent(name: str = "Triage", *actions: Action, answers: dict[str, Any] | None = None, **facts: Any) -> Assessment:
    """An agent at level 3 with these actions."""
    held = {"reading": reading(*(Level.BOUNDED,) * 4), **(answers or {})}
    return named(name, actions=actions, answers=held, **facts)


def shown(*agents: Assessment) -> tuple[Seen, ...]:
    return seen(agents, POLICY)
