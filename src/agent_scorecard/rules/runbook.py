"""What somebody woken at night needs on file, what of it nobody said, and what ran before the last change (S1-14)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from agent_scorecard.policy.shapes import Policy
from agent_scorecard.rules.evals import passes
from agent_scorecard.rules.evidence import Evidence
from agent_scorecard.rules.facts import Action, Change, Drill, Eval
from agent_scorecard.rules.gate_needs import named
from agent_scorecard.rules.oversight import acting_actions
from agent_scorecard.rules.stated import stated


@dataclass(frozen=True, slots=True)
class Gap:
    """A part of the runbook nobody filled in: the column it belongs to, and what it does not say."""

    part: str
    words: str


def gaps(evidence: Evidence, policy: Policy) -> tuple[Gap, ...]:
    """Return what the runbook leaves open: kill switch, roll-back target, contacts, a way back for every action."""
    agent, unanswered = evidence.agent, without_a_way_back(evidence, policy)
    parts = (
        (Gap("kill_switch", "how it is stopped"), bool(agent.kill_switch)),
        (Gap("rollback_target", "what to roll back to"), stated(agent.rollback_target)),
        (Gap("contacts", "whom to call"), bool(agent.contacts)),
        (Gap("compensation", f"how {named(row.action for row in unanswered)} is undone"), not unanswered),
    )
    return tuple(gap for gap, there in parts if not there)


def without_a_way_back(evidence: Evidence, policy: Policy) -> tuple[Action, ...]:
    """Return the actions with an effect for which nobody said how a call is undone, not even that it cannot be."""
    return tuple(row for row in acting_actions(evidence, policy) if not (row.compensation or "").strip())


def acting_twice(evidence: Evidence, policy: Policy) -> tuple[Action, ...]:
    """Return the actions a retry would carry out again, where nothing holds back work already begun (S1-15)."""
    if stated(evidence.agent.kill_switch_in_flight):
        return ()
    return tuple(row for row in acting_actions(evidence, policy) if not row.idempotent)


def last_changes(evidence: Evidence) -> tuple[Change, ...]:
    """Return the last change of each prompt, model, tool and data source, the newest first."""
    last = {
        (row.kind, row.action): row
        for row in sorted(evidence.changes, key=lambda row: (row.changed_at, row.change))
        if row.kind.needs_eval
    }
    return tuple(sorted(last.values(), key=lambda row: (row.changed_at, row.change), reverse=True))


def last_passed_eval(evidence: Evidence, policy: Policy, before: datetime) -> Eval | None:
    """Return the last run of a suite that passed before a moment: what ran then is known to have been good."""
    passed = [row for row in evidence.evals if row.run_at < before and passes(evidence, policy, row)]
    return max(passed, key=lambda row: (row.run_at, row.eval_run), default=None)


def last_drill(evidence: Evidence, *, passed: bool = False) -> Drill | None:
    """Return the last drill on record, or the last one that was passed."""
    rows = [row for row in evidence.drills if row.passed or not passed]
    return max(rows, key=lambda row: (row.drilled_on, row.drill), default=None)
