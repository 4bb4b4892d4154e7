"""The policy a company works with."""

from __future__ import annotations

from functools import lru_cache

from agent_scorecard.policy import default_policy
from agent_scorecard.policy.shapes import Policy
from agent_scorecard.rules.evidence import Company
from agent_scorecard.vocabulary import Preset


def policy_in_force(company: Company) -> Policy:
    """Return the shipped numbers at the depth the company chose."""
    return _at_depth(company.preset)


@lru_cache(maxsize=len(Preset))
def _at_depth(preset: Preset) -> Policy:
    return default_policy().with_preset(preset)
