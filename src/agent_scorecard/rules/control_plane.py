"""The control plane counted: what the records show of each capability, beside what somebody attested (S4-09)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from agent_scorecard.policy.shapes import Policy
from agent_scorecard.rules.activity import is_at_work
from agent_scorecard.rules.answers import Assessment
from agent_scorecard.rules.evals import failing, latest_evals
from agent_scorecard.rules.incidents import counts_as_serious, is_open, rca_complete
from agent_scorecard.rules.kill_switches import kill_switch
from agent_scorecard.rules.oversight import usable_actions
from agent_scorecard.vocabulary import Capability, EvidenceSource


@dataclass(frozen=True, slots=True)
class Coverage:
    """How much of a capability the records show; `of` 0 says that there is nothing to count."""

    there: int
    of: int

    @property
    def complete(self) -> bool:
        return self.there == self.of


def coverage(assessed: Sequence[Assessment], policy: Policy, capability: Capability) -> Coverage:
    """Return what is counted of a capability over the agents at work."""
    return COUNTED[capability]([one for one in assessed if is_at_work(one.evidence)], policy)


def _share(found: Iterable[bool]) -> Coverage:
    rows = list(found)
    return Coverage(sum(rows), len(rows))


def _traced(at_work: Sequence[Assessment], _: Policy) -> Coverage:
    logged = [one for one in at_work if one.evidence.agent.evidence_source is EvidenceSource.LOG]
    return _share(bool(one.evidence.days) and not _has(one, "trace_gap") for one in logged)


def _tested(at_work: Sequence[Assessment], policy: Policy) -> Coverage:
    return _share(bool(latest_evals(one.evidence)) and not failing(one.evidence, policy) for one in at_work)


def _ruled(at_work: Sequence[Assessment], _: Policy) -> Coverage:
    actions = [action for one in at_work for action in usable_actions(one.evidence)]
    return _share(action.mode is not None or action.always_approve for action in actions)


def _practised(at_work: Sequence[Assessment], policy: Policy) -> Coverage:
    switches = [kill_switch(one.evidence, policy) for one in at_work]
    return _share(row.passed is not None and not row.overdue for row in switches if row.asked)


def _understood(at_work: Sequence[Assessment], _: Policy) -> Coverage:
    incidents = [row for one in at_work for row in one.evidence.incidents]
    return _share(rca_complete(row) for row in incidents if counts_as_serious(row) and not is_open(row))


def _has(one: Assessment, code: str) -> bool:
    return any(found.code == code for found in one.findings)


COUNTED: Mapping[Capability, Callable[[Sequence[Assessment], Policy], Coverage]] = MappingProxyType(
    {
        Capability.TRACE_LOGGING: _traced,
        Capability.OFFLINE_EVAL_SUITE: _tested,
        Capability.APPROVAL_POLICY: _ruled,
        Capability.KILL_SWITCH: _practised,
        Capability.POST_INCIDENT_REVIEW: _understood,
    }
)
