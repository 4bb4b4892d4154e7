"""The signals of every agent as one list, alerts first: for the command line and the page of this name."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from agent_scorecard.boards import words
from agent_scorecard.boards.signals.alerts import every_alert
from agent_scorecard.boards.signals.reading import approvals, speed
from agent_scorecard.boards.signals.running import latency, silence
from agent_scorecard.boards.signals.shapes import Signal, Signals
from agent_scorecard.boards.signals.spending import budget, cost
from agent_scorecard.boards.signals.stepping_in import escalation, intervention, reviewed_share
from agent_scorecard.policy.shapes import Policy
from agent_scorecard.rules.answers import Assessment
from agent_scorecard.rules.explained import Explanations

SIGNALS: tuple[Callable[[Assessment, Policy, Explanations], Signal], ...] = (
    intervention,
    escalation,
    cost,
    latency,
    budget,
    reviewed_share,
    approvals,
    speed,
    silence,
)
"""To add a signal, write one function and name it here and in `Kind`."""


def signals(assessed: Sequence[Assessment], policy: Policy, as_of: date) -> Signals:
    """Build the signals of the agents in view; the heaviest finding first, then by agent, then by kind."""
    told, first = Explanations(policy), next(iter(assessed), None)
    rows = [signal(one, policy, told) for one in assessed if words.in_view(one) for signal in SIGNALS]
    return Signals(
        as_of=as_of,
        period=first.period if first is not None else None,
        policy_version=first.policy_version if first is not None else None,
        rows=tuple(sorted(rows, key=lambda row: (-row.weight, row.agent))),
        alerts=every_alert(assessed, policy),
    )
