"""Findings about the process: contract, gates, tier, incidents, promises and approvals (rules 5)."""

from __future__ import annotations

from agent_scorecard import format as text
from agent_scorecard.policy.shapes import Policy
from agent_scorecard.rules.activity import is_at_work, is_in_service
from agent_scorecard.rules.answers import Finding
from agent_scorecard.rules.approvals import recent
from agent_scorecard.rules.cuts import company_day
from agent_scorecard.rules.derived_approvals import waited
from agent_scorecard.rules.evidence import Evidence
from agent_scorecard.rules.exceptions import in_force
from agent_scorecard.rules.facts import Change, FollowUp
from agent_scorecard.rules.findings.scope import Check, days_since, finding, is_recent
from agent_scorecard.rules.gate_needs import first_few, named
from agent_scorecard.rules.gate_steps import GATE_WORDS
from agent_scorecard.rules.gates import CONTRACT, GateStanding, checklist, expired_waivers, gate, view
from agent_scorecard.rules.oversight import action_tier, agent_tier, usable_actions
from agent_scorecard.rules.scorecard import only_gameable
from agent_scorecard.rules.statistics import nearest_rank
from agent_scorecard.vocabulary import AgentKind, Gate, GateAnswer, Status

DAY_SECONDS = 86_400
GATES_BEFORE = {
    Status.IDEA: (Gate.INTAKE,),
    Status.PILOT: (Gate.INTAKE, Gate.DESIGN_REVIEW),
    Status.LIVE: (Gate.INTAKE, Gate.DESIGN_REVIEW, Gate.PRODUCTION_READINESS),
}


def contract_incomplete(evidence: Evidence, policy: Policy) -> Finding | None:
    """An unmanaged experiment (S3-05)."""
    contract = view(evidence, policy, CONTRACT)
    if not _is_managed(evidence) or contract.complete:
        return None
    missing = first_few([item.text.lower() for item in contract.missing])
    words = (
        f"The contract is {text.n_of(contract.there, contract.of)} filled: an unmanaged experiment. Open: {missing}."
    )
    return finding(evidence, policy, "contract_incomplete", words, there=contract.there, of=contract.of, link="gates")


def checklist_incomplete(evidence: Evidence, policy: Policy) -> Finding | None:
    standing = checklist(evidence, policy)
    if not _is_managed(evidence) or standing.complete:
        return None
    refused = any(row.gate is Gate.CHECKLIST and row.answer is GateAnswer.NO for row in evidence.gates)
    verb = "holds" if standing.there == 1 else "hold"
    held = f"{text.n_of(standing.there, standing.of)} checklist items {verb}"
    rest = f" and {text.plural(len(standing.missing) - 1, 'more', 'more')}" if len(standing.missing) > 1 else ""
    words = (
        f'{held}. Not yet: "{standing.missing[0].text}"{rest}.' if standing.missing else f"{held}; it is not signed."
    )
    return finding(
        evidence,
        policy,
        "checklist_incomplete",
        words,
        answered=refused,
        there=standing.there,
        of=standing.of,
        link="gates",
    )


def gate_missing(evidence: Evidence, policy: Policy) -> Finding | None:
    """A gate this tier passes before its present status, not passed; runs of an idea count as a pilot (S0-19)."""
    standings = [gate(evidence, policy, which) for which in GATES_BEFORE.get(evidence.agent.status, ())]
    missing = [standing for standing in standings if standing.required and not standing.passed]
    if not is_at_work(evidence) or not missing:
        return None
    standing = "; ".join(f"{GATE_WORDS[each.gate]} {_lowered(each.sentence.text)}" for each in missing)
    refused = any(each.result is not None and each.result.answer is GateAnswer.FAIL for each in missing)
    words = f"{standing[0].upper()}{standing[1:]}."
    return finding(evidence, policy, "gate_missing", words, answered=refused, gates=len(missing), link="gates")


def gate_waiver_expired(evidence: Evidence, policy: Policy) -> Finding | None:
    past = list(expired_waivers(evidence, policy))
    if not is_in_service(evidence) or not past:
        return None
    row, end = min(past, key=lambda each: each[1])
    what = GATE_WORDS.get(row.gate, "the checklist") if row.item == "result" else row.item
    more = f" and {len(past) - 1} more" if len(past) > 1 else ""
    words = f"The waiver of {what}{more} ran out on {text.full_day(end)}."
    return finding(evidence, policy, "gate_waiver_expired", words, waivers=len(past), link="gates")


def gate_age(evidence: Evidence, policy: Policy) -> Finding | None:
    waiting = [
        each for each in _open_gates(evidence, policy) if (each.days_in_gate or 0) > policy.oversight.gate_age_days
    ]
    if not waiting:
        return None
    oldest = max(waiting, key=lambda each: each.days_in_gate or 0)
    words = f"{GATE_WORDS[oldest.gate].capitalize()} has been open for {text.plural(oldest.days_in_gate or 0, 'day')}."
    return finding(evidence, policy, "gate_age", words, days=oldest.days_in_gate, link="gates")


def tier_missing(evidence: Evidence, policy: Policy) -> Finding | None:
    answer = agent_tier(evidence, policy)
    if not is_in_service(evidence) or answer.stated:
        return None
    is_stated, words = evidence.agent.risk_tier is not None, answer.sentence.text
    return finding(
        evidence, policy, "tier_missing", words, answered=is_stated, suggested=answer.suggested, link="changes"
    )


def all_actions_same_mode(evidence: Evidence, policy: Policy) -> Finding | None:
    """One mode for actions of different tiers: oversight by switch instead of by blast radius (S1-10)."""
    actions = [row for row in usable_actions(evidence) if row.mode is not None]
    if not is_at_work(evidence) or len({row.mode for row in actions}) != 1:
        return None
    if len({action_tier(row, policy) for row in actions}) < 2 or actions[0].mode is None:
        return None
    words = f"All {len(actions)} actions are {actions[0].mode.word.lower()}, though their risks differ."
    return finding(evidence, policy, "all_actions_same_mode", words, actions=len(actions), link="oversight")


def time_saved_only(evidence: Evidence, policy: Policy) -> Finding | None:
    measures = only_gameable(evidence, policy)
    if not is_in_service(evidence) or not measures:
        return None
    words = f"The only outcome measured is one the agent can drive up itself: {named(row.name for row in measures)}."
    return finding(evidence, policy, "time_saved_only", words, measures=len(measures))


def self_approved(evidence: Evidence, policy: Policy) -> Finding | None:
    """A recent change approved by its author, a decision co-signed by its decider, a gap its owner accepted (T29)."""
    days = policy.look_back.findings_days
    changes = [row.change for row in evidence.changes if _is_own(evidence, row) and _is_new(evidence, row, days)]
    signed = [
        f"decision {row.seq}"
        for row in evidence.decisions
        if row.co_signed_by == row.by and is_recent(evidence, row.as_of, days)
    ]
    gaps = [f"exception {row.exception}" for row in in_force(evidence) if row.self_approved]
    alone = [*changes, *signed, *gaps]
    if not is_in_service(evidence) or not alone:
        return None
    words = f"{named(alone)} made and approved by the same person."
    return finding(evidence, policy, "self_approved", words, times=len(alone))


def pilot_without_decision(evidence: Evidence, policy: Policy) -> Finding | None:
    agent = evidence.agent
    began = agent.pilot_started or agent.status_since or evidence.first_loaded
    decided = max((row.as_of for row in evidence.decisions), default=None)
    if agent.status is not Status.PILOT or began is None:
        return None
    days = days_since(evidence, max(began, decided or began))
    if days <= policy.oversight.pilot_days:
        return None
    since = "since its last decision" if decided is not None and decided > began else "and nothing was decided"
    words = f"In pilot for {text.plural(days, 'day')} {since}."
    return finding(evidence, policy, "pilot_without_decision", words, days=days)


def follow_up_overdue(evidence: Evidence, policy: Policy) -> Finding | None:
    late = [row for row in _late(evidence) if not row.in_place]
    if not late:
        return None
    words = (
        f'{text.plural(len(late), "promised step")} overdue, the oldest by {_age(evidence, late[0])}: "{late[0].what}".'
    )
    return finding(evidence, policy, "follow_up_overdue", words, steps=len(late), link="decisions")


def not_confirmed_in_place(evidence: Evidence, policy: Policy) -> Finding | None:
    late = [row for row in _late(evidence) if row.in_place]
    if not late:
        return None
    words = f'Decided, not confirmed in place: "{late[0].what}", due {_age(evidence, late[0])} ago.'
    return finding(evidence, policy, "not_confirmed_in_place", words, steps=len(late), link="decisions")


def approval_bottleneck(evidence: Evidence, policy: Policy) -> Finding | None:
    """One request in ten waits longer than two days (S2-08)."""
    waits = [waited(row) for row in recent(evidence, policy)]
    slow = nearest_rank(waits, round(policy.oversight.approval_wait_quantile * 100))
    if not is_at_work(evidence) or slow is None or slow <= policy.oversight.approval_wait_days * DAY_SECONDS:
        return None
    words = f"One approval in ten waits {text.duration(slow)} or longer (n = {text.count(len(waits))})."
    return finding(evidence, policy, "approval_bottleneck", words, seconds=round(slow), n=len(waits), link="oversight")


def _lowered(sentence: str) -> str:
    return f"{sentence[0].lower()}{sentence[1:]}".rstrip(".")


def _is_managed(evidence: Evidence) -> bool:
    """Say whether contract and checklist are asked: an automation with fixed rules is not on the ladder."""
    return is_in_service(evidence) and evidence.agent.kind is AgentKind.AGENT


def _open_gates(evidence: Evidence, policy: Policy) -> list[GateStanding]:
    standings = (gate(evidence, policy, which) for which in GATE_WORDS)
    return [each for each in standings if each.is_open and each.days_in_gate is not None]


def _is_own(evidence: Evidence, row: Change) -> bool:
    person = evidence.company.people.get(row.approver or "")
    return person is not None and row.author in (person.person, person.name, person.email)


def _is_new(evidence: Evidence, row: Change, days: int) -> bool:
    return is_recent(evidence, company_day(evidence, row.changed_at), days)


def _late(evidence: Evidence) -> list[FollowUp]:
    open_ones = [row for row in evidence.follow_ups if row.done_on is None and row.due < evidence.as_of]
    return sorted(open_ones, key=lambda row: (row.due, row.follow_up))


def _age(evidence: Evidence, row: FollowUp) -> str:
    return text.plural(days_since(evidence, row.due), "day")


CHECKS: tuple[Check, ...] = (
    contract_incomplete,
    checklist_incomplete,
    gate_missing,
    gate_waiver_expired,
    gate_age,
    tier_missing,
    all_actions_same_mode,
    time_saved_only,
    self_approved,
    pilot_without_decision,
    follow_up_overdue,
    not_confirmed_in_place,
    approval_bottleneck,
)
