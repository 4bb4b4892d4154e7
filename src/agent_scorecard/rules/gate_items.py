"""Every computed item of gates, checklist and one-page views: one line each, code to what it needs (register 4a)."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from agent_scorecard.policy.shapes import Policy
from agent_scorecard.rules import gate_needs as need
from agent_scorecard.rules.evidence import Evidence
from agent_scorecard.rules.gate_needs import Need
from agent_scorecard.rules.once import once
from agent_scorecard.rules.stated import stated
from agent_scorecard.vocabulary import Capability, Mode, Role

_inputs = need.filled(lambda agent: bool(agent.allowed_inputs), "allowed inputs")
_outputs = need.filled(lambda agent: stated(agent.required_outputs), "required outputs")
_constraints = need.filled(lambda agent: stated(agent.constraints), "constraints")
_trigger = need.filled(lambda agent: stated(agent.trigger), "the trigger")
_retention = need.filled(lambda agent: agent.retention_days is not None, "how long logs are kept")
_rollback = need.filled(lambda agent: stated(agent.rollback_target), "the roll-back target")
_kill_switch = need.filled(lambda agent: stated(agent.kill_switch), "how new work is stopped")
_in_flight = need.filled(lambda agent: stated(agent.kill_switch_in_flight), "what happens to work begun")
_contacts = need.filled(lambda agent: bool(agent.contacts), "contacts")
_workflow = need.filled(lambda agent: stated(agent.workflow), "the workflow")
_team = need.filled(lambda agent: stated(agent.team), "the team")
_systems = need.each_action(lambda action: stated(action.system), "the system")
_access = need.each_action(lambda action: action.access is not None, "the access")
_scope = need.each_action(lambda action: stated(action.permission_scope), "the scope")
_purpose = need.each_action(lambda action: stated(action.permission_purpose), "the purpose")
_modes = need.each_action(lambda action: action.mode is not None or action.always_approve, "the mode")
_thresholds = need.each_action(
    lambda action: action.mode is not Mode.IN_ABOVE or stated(action.threshold_value), "the threshold"
)
_supervisor = need.held(Role.SUPERVISOR, words="an active supervisor")
_on_call = need.held(Role.ON_CALL, words="somebody on call")
_procedure = (_trigger, _inputs, _modes, _thresholds, need.takeover_steps, _retention, need.one_or_two_headlines)

COMPUTED: Mapping[str, tuple[Need, ...]] = MappingProxyType(
    {
        "G1.2": (_team, _workflow),
        "G1.3": (_inputs, _systems),
        "G1.5": (need.a_tested_headline,),
        "G2.3": (_access, _scope, _purpose),
        "G2.4": (_modes, _thresholds, need.an_approver),
        "G2.5": (need.owned_escalations,),
        "G3.1": (need.passed_evals,),
        "G3.3": (_contacts, _on_call),
        "G3.4": (_rollback,),
        "G3.5": (_kill_switch, _in_flight, need.a_passed_drill),
        "G3.6": (need.approval_of_high_impact,),
        "G4.1": (need.side_by_side,),
        "G4.2": (need.a_choice_this_quarter,),
        "G4.3": (need.an_owner,),
        "F1": (_inputs, need.an_action, _outputs, need.an_owner),
        "F3": (need.enough_volume,),
        "C1": (_inputs, _access, _scope, _purpose),
        "C2": (need.approval_of_high_impact,),
        "M1": (need.a_baseline,),
        "M2": (need.early_bounds,),
        "M3": (need.return_and_risk,),
        "M4": (need.edge_cases,),
        "O1": (need.an_owner, _supervisor, need.a_change_log),
        "O2": (_retention, need.kept_logs),
        "O3": (need.a_review_rhythm,),
        "P1": (need.an_owner,),
        "P2": (need.a_task,),
        "P3": (_inputs, _scope, _purpose),
        "P4": (_modes, _thresholds),
        "P5": _procedure,
        "P6": (_retention, need.kept_logs),
        "P7": (need.one_or_two_headlines, need.a_start_date),
        "K1": (_inputs,),
        "K2": (_outputs,),
        "K3": (_constraints,),
        "K4": (need.a_forbidden_action,),
        "K5": (need.one_or_two_headlines,),
        "K6": (need.an_escalation_path,),
        "K7": (_rollback,),
        "S1": (_trigger,),
        "S2": (_inputs,),
        "S3": (need.an_action,),
        "S4": (_modes, _thresholds),
        "S5": (need.takeover_steps,),
        "S6": (_retention,),
        "S7": (need.one_or_two_headlines,),
        "W1": (need.an_owner,),
        "W2": (_trigger,),
        "W3": (_inputs,),
        "W4": (need.an_action,),
        "W5": (_modes, _thresholds),
        "W6": (_retention, need.kept_logs),
        "W7": (need.one_or_two_headlines,),
        "W8": (need.a_start_date,),
        "X1": (need.capability(Capability.TRACE_LOGGING, "trace logging, done and owned"),),
        "X2": (need.capability(Capability.OFFLINE_EVAL_SUITE, "an offline eval suite, done and owned"),),
        "X3": (need.capability(Capability.APPROVAL_POLICY, "an approval policy, done and owned"),),
        "X4": (need.capability(Capability.KILL_SWITCH, "kill switch and rotation, done and owned"),),
        "X5": (need.capability(Capability.POST_INCIDENT_REVIEW, "a post-incident template, done and owned"),),
        "D1": (need.held(Role.APPROVE_PILOT, words="who approves the pilot"),),
        "D2": (need.held(Role.APPROVE_LIVE, words="who approves live access"),),
        "D3": (need.held(Role.OWN_METRIC, words="who owns the measure"),),
        "D4": (need.held(Role.REVIEW_FAILURES, words="who reviews failures"),),
        "D5": (need.held(Role.PAUSE_OR_RETIRE, words="who pauses or retires"),),
    }
)
"""Item code to needs. To add an item: a line here and an entry in the checklist of the policy."""


def missing_facts(evidence: Evidence, policy: Policy, code: str) -> tuple[str, ...] | None:
    """Return what a computed item still lacks, nothing when it is there; `None` for an item a person attests."""
    needs = COMPUTED.get(code)
    if needs is None:
        return None
    return once(evidence, policy, ("item", code), lambda: _missing(evidence, policy, needs))


def _missing(evidence: Evidence, policy: Policy, needs: tuple[Need, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(words for each in needs if (words := each(evidence, policy))))
