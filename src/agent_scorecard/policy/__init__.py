"""The numbers a meeting may argue about, as frozen shapes read from versioned data."""

from agent_scorecard.policy.build import PolicyError
from agent_scorecard.policy.read import default_policy, policy_from, read_explained, read_measures, read_policy
from agent_scorecard.policy.shapes import Measure, Policy

__all__ = [
    "Measure",
    "Policy",
    "PolicyError",
    "default_policy",
    "policy_from",
    "read_explained",
    "read_measures",
    "read_policy",
]
