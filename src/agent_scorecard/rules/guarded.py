"""The five guardrails of an agent, each answered from facts: there, missing or not known (register S4-14, 6a)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from agent_scorecard import format as text
from agent_scorecard.policy.shapes import Policy
from agent_scorecard.rules.budget import budgets_in_force, spending
from agent_scorecard.rules.evidence import Evidence
from agent_scorecard.rules.gate_needs import is_high, named, waits
from agent_scorecard.rules.oversight import (
    acting_actions,
    usable_actions,
)
from agent_scorecard.rules.permissions import ungranted, usage
from agent_scorecard.rules.run_counts import first_of, run_days, total
from agent_scorecard.rules.stated import stated
from agent_scorecard.vocabulary import EvidenceSource, EvidenceState


class Guardrail(StrEnum):
    """What limits an agent, in the order of the catalogue."""

    LEAST_PRIVILEGE = "Least privilege"
    APPROVAL = "Approval gates"
    BUDGET = "Budgets"
    CAPS = "Rate caps"
    TRACES = "Logs and traces"


@dataclass(frozen=True, slots=True)
class Guard:
    """One guardrail of one agent: its state, the sentence, its number alone, and the way out where it is not there."""

    guardrail: Guardrail
    state: EvidenceState
    said: str
    number: str = ""
    way_out: str = ""


def guardrails(evidence: Evidence, policy: Policy) -> tuple[Guard, ...]:
    """Return the five guardrails of an agent, in the order of the catalogue."""
    return tuple(answer(evidence, policy) for answer in ANSWERS.values())


def least_privilege(evidence: Evidence, policy: Policy) -> Guard:
    """Every permission has scope and purpose, is used, and nothing was called without one."""
    rows = usable_actions(evidence)
    used = [usage(evidence, policy, row) for row in rows]
    wrong = [
        *(f"{row.tool} is on no list" for row in ungranted(evidence)),
        *(f"{row.action.action} is unused for {text.plural(row.unused_days, 'day')}" for row in used if row.excess),
        *(f"the credential of {row.action.action} expired" for row in used if row.expired),
    ]
    open_ = [row.action for row in rows if not (stated(row.permission_scope) and stated(row.permission_purpose))]
    number = text.n_of(len(rows) - len(open_), len(rows))
    scoped = f"{number} permissions have a scope and a purpose"
    if wrong:
        said = f"{_capital(wrong[0])}{_and_more(len(wrong))}."
        return _missing(Guardrail.LEAST_PRIVILEGE, said, "Take it off the agent, or put it on its list of actions.")
    if not rows:
        return _not_known(Guardrail.LEAST_PRIVILEGE, "No action is on file.", "List what it may do in actions.csv.")
    if open_:
        return _not_known(Guardrail.LEAST_PRIVILEGE, f"{scoped}.", f"State those of {named(open_)}.", number)
    return _there(Guardrail.LEAST_PRIVILEGE, f"{scoped}; nothing else was called.", number)


def approval_gates(evidence: Evidence, policy: Policy) -> Guard:
    """Every high-impact action waits for a person, always or above a threshold (S4-15)."""
    high = [row for row in usable_actions(evidence) if is_high(row, policy)]
    alone = [row.action for row in high if not waits(evidence, policy, row)]
    if not evidence.actions:
        return _not_known(Guardrail.APPROVAL, "No action is on file.", "List what it may do in actions.csv.")
    if not high:
        return Guard(Guardrail.APPROVAL, EvidenceState.DOES_NOT_APPLY, "It has no high-impact action.")
    number = text.n_of(len(high) - len(alone), len(high))
    said = f"{number} high-impact actions wait for a person."
    if alone:
        way_out = f"Put {named(alone)} in the loop, always or above a threshold."
        return _missing(Guardrail.APPROVAL, said, way_out, number)
    return _there(Guardrail.APPROVAL, said, number)


def budget_set(evidence: Evidence, policy: Policy) -> Guard:
    """A budget is set and not overspent; that of its workflow will do."""
    rows, workflow = budgets_in_force(evidence), evidence.agent.workflow or ""
    shared = [
        row for row in evidence.company.workflow_budgets if (row.workflow or "").casefold() == workflow.casefold()
    ]
    if not rows and not (workflow and shared):
        return _missing(Guardrail.BUDGET, "No budget is set.", "Set one in budgets.csv, with a hard stop.")
    stop = "" if any(row.hard_stop for row in (*rows, *shared)) else ", without a hard stop"
    known = [spent for row in rows if (spent := spending(evidence, policy, row)) is not None]
    worst = max(known, key=lambda spent: spent.burn, default=None)
    if worst is None:
        whose = "" if rows else "of its workflow "
        return _there(Guardrail.BUDGET, f"A budget {whose}is set{stop}; nothing spent is on record.")
    said, number = f"{worst.words}{stop}.", f"{text.percent(worst.burn, 0)} spent"
    if worst.burn >= 1.0:
        return _missing(Guardrail.BUDGET, said, "Stop it or agree another budget.", number)
    return _there(Guardrail.BUDGET, said, number)


def rate_caps(evidence: Evidence, policy: Policy) -> Guard:
    """Every action with an effect has a limit of calls per day."""
    rows = acting_actions(evidence, policy)
    free = [row.action for row in rows if row.cap_count_per_day is None]
    if not evidence.actions:
        return _not_known(Guardrail.CAPS, "No action is on file.", "List what it may do in actions.csv.")
    if not rows:
        return Guard(Guardrail.CAPS, EvidenceState.DOES_NOT_APPLY, "It changes nothing outside.")
    number = text.n_of(len(rows) - len(free), len(rows))
    said = f"{number} actions with an effect have a limit of calls a day."
    if free:
        return _missing(Guardrail.CAPS, said, f"Limit the calls of {named(free)}.", number)
    return _there(Guardrail.CAPS, said, number)


def traces(evidence: Evidence, policy: Policy) -> Guard:
    """Runs are logged with their tool calls, and how long is stated."""
    days = policy.look_back.findings_days
    rows = run_days(evidence, policy).between(first_of(days, evidence.as_of), evidence.as_of)
    runs, recorded = total(rows, "started"), total(rows, "calls_recorded")
    kept = evidence.agent.retention_days
    retention = f"kept {text.plural(kept, 'day')}" if kept else "how long is not stated"
    if not runs:
        from_file = evidence.agent.evidence_source is EvidenceSource.FILE
        said = "Its figures come from files" if from_file else f"No run of the last {days} days is loaded"
        return _not_known(Guardrail.TRACES, f"{said}; {retention}.", "Load its runs with request id and tool calls.")
    number = text.percent(recorded / runs, 0)
    said = f"{text.n_of(recorded, runs)} runs of {days} days recorded their tool calls, {retention}."
    if recorded < policy.oversight.audit_completeness * runs:
        return _missing(Guardrail.TRACES, said, "Log the tool calls and request ids of every run.", number)
    if not kept:
        return _not_known(Guardrail.TRACES, said, "State retention_days in agents.csv.", number)
    return _there(Guardrail.TRACES, said, number)


ANSWERS: Mapping[Guardrail, Callable[[Evidence, Policy], Guard]] = {
    Guardrail.LEAST_PRIVILEGE: least_privilege,
    Guardrail.APPROVAL: approval_gates,
    Guardrail.BUDGET: budget_set,
    Guardrail.CAPS: rate_caps,
    Guardrail.TRACES: traces,
}


def _there(guardrail: Guardrail, said: str, number: str = "") -> Guard:
    return Guard(guardrail, EvidenceState.THERE, said, number)


def _missing(guardrail: Guardrail, said: str, way_out: str, number: str = "") -> Guard:
    return Guard(guardrail, EvidenceState.MISSING, said, number, way_out)


def _not_known(guardrail: Guardrail, said: str, way_out: str, number: str = "") -> Guard:
    return Guard(guardrail, EvidenceState.NOT_KNOWN, said, number, way_out)


def _capital(said: str) -> str:
    return said[:1].upper() + said[1:]


def _and_more(count: int) -> str:
    return f", and {text.count(count - 1)} more" if count > 1 else ""
