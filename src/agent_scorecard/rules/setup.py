"""What nobody said yet about an agent, as one line of questions instead of a page of findings (rules 5)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from agent_scorecard.policy.shapes import Policy
from agent_scorecard.rules.activity import is_in_service
from agent_scorecard.rules.answers import SetUp
from agent_scorecard.rules.evals import owes_evals
from agent_scorecard.rules.evidence import Evidence
from agent_scorecard.rules.gates import CONTRACT, DECISION_RIGHTS, checklist, view
from agent_scorecard.rules.headlines import bounds_today, has_baseline, headlines
from agent_scorecard.rules.oversight import access_of, usable_actions
from agent_scorecard.rules.raci import raci_table
from agent_scorecard.vocabulary import AgentKind, GateItem

Known = Callable[[Evidence, Policy], bool]


def set_up(evidence: Evidence, policy: Policy) -> SetUp:
    """Return how many set-up questions are answered and the first open one; nothing is asked out of service."""
    asked = _asked(evidence, policy) if is_in_service(evidence) else ()
    still_open = [code for code in asked if not QUESTIONS[code](evidence, policy)]
    question = policy.findings[still_open[0]].question if still_open else ""
    return SetUp(len(asked) - len(still_open), len(asked), question, in_grace(evidence, policy))


def in_grace(evidence: Evidence, policy: Policy) -> bool:
    """Say whether unanswered set-up facts are questions still: up to day 30 after the agent's first load."""
    loaded = evidence.first_loaded
    return loaded is None or (evidence.as_of - loaded).days <= policy.clock.setup_days


def _asked(evidence: Evidence, policy: Policy) -> tuple[str, ...]:
    skipped = set()
    if evidence.agent.kind is not AgentKind.AGENT:
        skipped |= {"contract_incomplete", "checklist_incomplete"}
    if not owes_evals(evidence, policy):
        skipped.add("no_edge_cases")
    known = policy.findings
    return tuple(code for code in QUESTIONS if code in known and known[code].question and code not in skipped)


def _raci_known(evidence: Evidence, policy: Policy) -> bool:
    rows = raci_table(evidence, policy)
    return bool(rows) and all(row.complete for row in rows)


def _undoing_known(evidence: Evidence, _: Policy) -> bool:
    actions = usable_actions(evidence)
    return bool(actions) and all(row.compensation for row in actions if access_of(row).has_effect)


def _baseline_known(evidence: Evidence, policy: Policy) -> bool:
    rows = headlines(evidence, policy)
    return bool(rows) and all(has_baseline(evidence, row) for row in rows)


QUESTIONS: Mapping[str, Known] = MappingProxyType(
    {
        "no_owner": lambda evidence, _: evidence.owner is not None,
        "no_kill_switch": lambda evidence, _: bool(evidence.agent.kill_switch),
        "tier_missing": lambda evidence, _: evidence.agent.risk_tier is not None,
        "decision_right_missing": lambda evidence, policy: view(evidence, policy, DECISION_RIGHTS).complete,
        "no_bounds": lambda evidence, policy: any(row.passes is not None for row in bounds_today(evidence, policy)),
        "no_baseline": _baseline_known,
        "contract_incomplete": lambda evidence, policy: view(evidence, policy, CONTRACT).complete,
        "raci_incomplete": _raci_known,
        "escalation_unowned": lambda evidence, _: any(row.person for row in evidence.escalations),
        "no_compensation": _undoing_known,
        "partial_kill_switch": lambda evidence, _: bool(evidence.agent.kill_switch_in_flight),
        "runbook_incomplete": lambda evidence, _: bool(evidence.agent.rollback_target and evidence.agent.contacts),
        "no_edge_cases": lambda evidence, _: any(row.edge_cases for row in evidence.evals),
        "gate_missing": lambda evidence, _: any(row.item is GateItem.RESULT for row in evidence.gates),
        "checklist_incomplete": lambda evidence, policy: checklist(evidence, policy).complete,
        "owner_unconfirmed": lambda evidence, _: evidence.agent.owner_confirmed_on is not None,
    }
)
"""Finding code to "somebody answered", in the order in which a company should ask; the words are in the policy."""
