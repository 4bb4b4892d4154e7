"""How complete the audit record of an agent is (rules 11, item 13)."""

from __future__ import annotations

from typing import NamedTuple

from agent_scorecard.policy.shapes import Policy
from agent_scorecard.rules.evidence import Evidence
from agent_scorecard.rules.periods import Grain, Period, containing
from agent_scorecard.rules.run_counts import sums_in


class Audited(NamedTuple):
    """The required audit fields that were there in the last complete month, of those that were required."""

    month: Period
    present: float
    required: float

    @property
    def share(self) -> float | None:
        return self.present / self.required if self.required else None

    def is_short(self, policy: Policy) -> bool:
        """Whether more is missing than the policy lets pass; without runs nothing is."""
        return self.present < policy.oversight.audit_completeness * self.required


def audited(evidence: Evidence, policy: Policy) -> Audited:
    month = containing(evidence.as_of, Grain.MONTH)
    month = month if month.complete(evidence.as_of) else month.previous
    counted = sums_in(evidence, policy, month)
    return Audited(month, counted.of("audit_present"), counted.of("audit_required"))
