"""Ask for a decision the right that fits it: to stop is one thing, to expand another (reliability c)."""

from __future__ import annotations

from dataclasses import replace

from agent_scorecard.access import Step
from agent_scorecard.policy.shapes import Policy
from agent_scorecard.recording.fields import DecisionFields
from agent_scorecard.recording.raising import kind_of, raised_action
from agent_scorecard.recording.writing import Write
from agent_scorecard.rules.answers import Assessment
from agent_scorecard.rules.standing import to_decide
from agent_scorecard.vocabulary import Choice


def may_decide(
    write: Write,
    fields: DecisionFields,
    one: Assessment,
    policy: Policy,
    step: Step = Step.AT_ONCE,
    proposer: str | None = None,
) -> None:
    """Go on only where the actor may decide this, propose it, or approve what `proposer` proposed.

    Roles are those of today, whatever day the decision is about. Raises NotPermitted.
    """
    today = replace(write.subject(f"agent:{fields.agent}"), proposer=proposer)
    kind = kind_of(fields, one) if fields.choice is Choice.EXPAND else fields.kind
    right, subject = to_decide(today, one, policy, fields.choice, kind, raised_action(fields, one))
    write.may(right, subject, step)
