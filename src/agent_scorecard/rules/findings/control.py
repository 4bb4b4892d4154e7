"""Findings about control: stopping, undoing, permissions and limits (rules 5)."""

from __future__ import annotations

from datetime import timedelta

from agent_scorecard import format as text
from agent_scorecard.policy.shapes import Policy
from agent_scorecard.rules.activity import is_at_work, is_in_service
from agent_scorecard.rules.answers import Finding
from agent_scorecard.rules.evidence import Evidence
from agent_scorecard.rules.findings.scope import Check, days_since, finding
from agent_scorecard.rules.gate_needs import named
from agent_scorecard.rules.kill_switches import practised_since
from agent_scorecard.rules.oversight import acting_actions, agent_tier, usable_actions
from agent_scorecard.rules.permissions import has_expired, unused_days
from agent_scorecard.rules.run_counts import run_days, total
from agent_scorecard.rules.runbook import gaps
from agent_scorecard.rules.stated import answered_none, stated
from agent_scorecard.vocabulary import Choice, Mode, Status, Tier


def no_kill_switch(evidence: Evidence, policy: Policy) -> Finding | None:
    """Only where somebody answered that there is none; no answer is a set-up question."""
    if not is_in_service(evidence) or not answered_none(evidence.agent.kill_switch):
        return None
    words = "The answer on file is that there is no way to stop it."
    return finding(evidence, policy, "no_kill_switch", words, answered=True)


def partial_kill_switch(evidence: Evidence, policy: Policy) -> Finding | None:
    in_flight = evidence.agent.kill_switch_in_flight
    if not is_at_work(evidence) or not stated(evidence.agent.kill_switch) or stated(in_flight):
        return None
    words = "The kill switch stops new work; what happens to work already begun is not covered."
    return finding(evidence, policy, "partial_kill_switch", words, answered=answered_none(in_flight))


def drill_overdue(evidence: Evidence, policy: Policy) -> Finding | None:
    days, tier = days_without_drill(evidence), agent_tier(evidence, policy).tier
    if evidence.agent.status is not Status.LIVE or tier not in (Tier.MEDIUM, Tier.HIGH) or days is None:
        return None
    if days < policy.oversight.drill_warn_days:
        return None
    drilled = any(row.passed for row in evidence.drills)
    since = "since the kill switch was last practised" if drilled else "and no practice of the kill switch on record"
    words = f"{text.plural(days, 'day')} {since}; it holds for {policy.oversight.drill_valid_days}."
    return finding(evidence, policy, "drill_overdue", words, days=days, link="oversight")


def no_compensation(evidence: Evidence, policy: Policy) -> Finding | None:
    """Only where somebody answered that a call which ran cannot be undone."""
    final = [row for row in acting_actions(evidence, policy) if answered_none(row.compensation)]
    if not is_in_service(evidence) or not final:
        return None
    words = f"The answer on file is that {named(row.action for row in final)} cannot be undone."
    return finding(evidence, policy, "no_compensation", words, answered=True, actions=len(final), link="oversight")


def forbidden_call(evidence: Evidence, policy: Policy) -> Finding | None:
    calls = breaches(evidence, policy, "forbidden_calls")
    if not is_in_service(evidence) or not calls:
        return None
    tools = [row.tool for row in evidence.calls if row.ok and _is_forbidden(evidence, row.tool)]
    which = f" ({named(tools)})" if tools else ""
    words = f"{text.plural(calls, 'call')} of a forbidden action{which} ran in {_look_back(policy)}."
    return finding(evidence, policy, "forbidden_call", words, calls=calls)


def limit_breach(evidence: Evidence, policy: Policy) -> Finding | None:
    calls = breaches(evidence, policy, "limit_breaches")
    if not is_in_service(evidence) or not calls:
        return None
    alone = breaches(evidence, policy, "without_approval")
    why = f", {text.count(alone)} of them without the approval they needed" if alone else ""
    words = f"{text.plural(calls, 'call')} ran beyond a limit in {_look_back(policy)}{why}."
    return finding(evidence, policy, "limit_breach", words, calls=calls, without_approval=alone)


def unused_write_permission(evidence: Evidence, policy: Policy) -> Finding | None:
    """Permissions to write, send or delete that no run used, counted only over time that was logged (rules 11)."""
    days = policy.oversight.unused_write_days
    unused = [row.action for row in acting_actions(evidence, policy) if unused_days(evidence, row) >= days]
    if not is_at_work(evidence) or not unused:
        return None
    words = f"No run used {named(unused)} for {text.plural(days, 'day')} or more."
    return finding(evidence, policy, "unused_write_permission", words, actions=len(unused), link="oversight")


def credential_expired(evidence: Evidence, policy: Policy) -> Finding | None:
    past = [row for row in usable_actions(evidence) if has_expired(evidence, row)]
    if not is_in_service(evidence) or not past:
        return None
    words = f"The credential of {named(row.action for row in past)} has expired."
    return finding(evidence, policy, "credential_expired", words, actions=len(past), link="changes")


def runbook_incomplete(evidence: Evidence, policy: Policy) -> Finding | None:
    missing = [gap.words for gap in gaps(evidence, policy)]
    if not is_at_work(evidence) or not missing:
        return None
    words = f"The runbook does not say {text.listed(missing)}."
    return finding(evidence, policy, "runbook_incomplete", words, missing=len(missing), link="oversight")


def days_without_drill(evidence: Evidence) -> int | None:
    """Return the days since the last passed drill; without one, since work began or was first known here."""
    since = practised_since(evidence)
    return None if since is None else days_since(evidence, since)


def breaches(evidence: Evidence, policy: Policy, counter: str) -> int:
    """Return the calls a counter holds within its look-back and after the last revise decision (rules 11)."""
    first = evidence.as_of - timedelta(days=policy.look_back.breaches_days - 1)
    revised = [row.as_of + timedelta(days=1) for row in evidence.decisions if row.choice is Choice.REVISE]
    rows = run_days(evidence, policy).between(max([first, *revised]), evidence.as_of)
    return round(total(rows, counter))


def _is_forbidden(evidence: Evidence, tool: str) -> bool:
    return any(row.action == tool and row.mode is Mode.FORBIDDEN for row in evidence.actions)


def _look_back(policy: Policy) -> str:
    return f"the last {text.plural(policy.look_back.breaches_days, 'day')}"


CHECKS: tuple[Check, ...] = (
    no_kill_switch,
    partial_kill_switch,
    drill_overdue,
    no_compensation,
    forbidden_call,
    limit_breach,
    unused_write_permission,
    credential_expired,
    runbook_incomplete,
)
