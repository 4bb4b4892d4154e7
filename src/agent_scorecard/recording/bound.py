"""What a proposal is bound to: a fingerprint of each part of the evidence it was made on (reliability c)."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from typing import Any

from agent_scorecard import format as text
from agent_scorecard.rules.answers import Assessment

PARTS = {
    "agent": "its row of the inventory",
    "assignments": "who holds which role",
    "actions": "its actions",
    "thresholds": "its threshold rules",
    "escalations": "its escalations",
    "bounds": "its bounds",
    "observations": "figures loaded",
    "days": "figures of its runs",
    "month_figures": "figures of its runs",
    "cost_tail": "the cost of its runs",
    "calls": "its calls",
    "incidents": "its incidents",
    "changes": "its changes",
    "evals": "its evals",
    "approvals": "its approvals",
    "drills": "its drills",
    "budgets": "its budget",
    "costs": "its cost",
    "gates": "its gates",
    "exceptions": "the gaps accepted for a time",
}
POLICY, VERSION = "policy", "agent_version"
WORDS = {**PARTS, POLICY: "the policy", VERSION: "its row of the inventory"}
Parts = Mapping[str, str]


def parts_of(one: Assessment, version: int) -> dict[str, str]:
    """Return a SHA-256 for each part of the evidence, with the policy version and the version of the agent's row."""
    found = {name: fingerprint(getattr(one.evidence, name)) for name in PARTS}
    return {**found, POLICY: one.policy_version, VERSION: str(version)}


def fingerprint(value: Any) -> str:
    """Return the SHA-256 of facts, whatever they are made of."""
    told = json.dumps(value, sort_keys=True, ensure_ascii=False, default=_plain)
    return hashlib.sha256(told.encode("utf-8", "surrogatepass")).hexdigest()


def what_changed(then: Parts, now: Parts) -> str:
    """Return the parts that are no longer what they were, in words; nothing where all are."""
    changed = [WORDS[name] for name in WORDS if then.get(name) != now.get(name)]
    return text.listed(list(dict.fromkeys(changed)))


def _plain(value: Any) -> Any:
    if is_dataclass(value):
        return {field.name: getattr(value, field.name) for field in fields(value)}
    if isinstance(value, Mapping):
        return dict(value)
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} is no fact.")
