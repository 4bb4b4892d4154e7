"""The alerts of every agent in view with what became of each: for the page and the command line."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from agent_scorecard.boards import words
from agent_scorecard.policy.shapes import Policy
from agent_scorecard.rules.alerts import Alert, alerts
from agent_scorecard.rules.answers import Assessment


@dataclass(frozen=True, slots=True)
class AlertRow:
    """One alert that holds, with the agent's name for people."""

    name: str
    alert: Alert

    @property
    def weight(self) -> tuple[bool, int, str, str]:
        asks, severity, alert = self.alert.weight
        return asks, severity, self.name, alert


def every_alert(assessed: Sequence[Assessment], policy: Policy) -> tuple[AlertRow, ...]:
    """Return every alert that holds, in whatever state, those that ask for somebody first and the heaviest of them."""
    rows = [
        AlertRow(one.evidence.agent.name, row) for one in assessed if words.in_view(one) for row in alerts(one, policy)
    ]
    return tuple(sorted(rows, key=lambda row: row.weight))
