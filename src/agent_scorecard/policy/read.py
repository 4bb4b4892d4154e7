"""Reads the shipped or an edited policy, the checklist and the catalogue of measures."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any

from agent_scorecard.policy.build import PolicyError, built
from agent_scorecard.policy.plans import Plans, RolloutPlan
from agent_scorecard.policy.shapes import Measure, Policy


def read_policy(text: str | None = None) -> Policy:
    """The policy of a TOML text, or the shipped one; raises PolicyError with one sentence naming the key.

    A text without ``checklist`` keeps the shipped checklist.
    """
    return policy_from(_parsed(_shipped("policy.toml") if text is None else text))


def policy_from(data: Mapping[str, Any]) -> Policy:
    """The policy of plain data, as kept in ``Policy.source``; every preset is checked, not only the one in force."""
    policy = Policy.of({**_parsed(_shipped("checklist.toml")), **data})
    for preset in policy.presets:
        policy.with_preset(preset)
    return policy


@cache
def default_policy() -> Policy:
    """The shipped policy, read once."""
    return read_policy()


@cache
def read_measures() -> Mapping[str, Measure]:
    """The shipped catalogue by key, in the order it is shown."""
    tables = _parsed(_shipped("measures.toml"))
    measures = {key: built(Measure, {"key": key, **table}, key) for key, table in tables.items()}
    return MappingProxyType(measures)


@cache
def read_plans() -> Mapping[str, RolloutPlan]:
    """The shipped rollout plans by key."""
    return MappingProxyType({plan.key: plan for plan in built(Plans, _parsed(_shipped("plans.toml"))).plans})


@cache
def read_explained() -> Mapping[str, Mapping[str, str]]:
    """How each number is computed, in words around numbers of the policy: by kind, then by code."""
    return MappingProxyType(_parsed(_shipped("explained.toml")))


def _shipped(name: str) -> str:
    return files("agent_scorecard.policy").joinpath(name).read_text("utf-8")


def _parsed(text: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as refused:
        raise PolicyError(f"The policy is not readable TOML: {refused}.") from refused
