"""Runs that went through the door before: exported ones, and those that waited for an alias.

What the door found is carried in keys that begin with `_`, accepted only beside an export's manifest. A run that waited
keeps its record without inputs, output and user, and is judged when its agent is known.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from agent_scorecard.runs.calls import CallList, from_content
from agent_scorecard.runs.content import DROPPED
from agent_scorecard.runs.readings import BITS
from agent_scorecard.runs.refusal import BadRun

JUDGED = "_present"
USER = "_user"
COMPUTED = "_computed"


@dataclass(frozen=True, slots=True)
class Seal:
    """What the door found the first time; `user` is the hash, `calls` None = not recorded."""

    present: int
    calls: CallList | None = None
    user: str | None = None
    version: str | None = None
    shadow: int | None = None
    stated: bool = False
    approvals_known: bool = False
    inputs: str | None = None
    output: str | None = None
    computed: bool = False


def seal_of(given: Mapping[str, Any]) -> Seal | None:
    """Read the seal of an exported run, None for one that only waited."""
    if JUDGED not in given:
        return None
    calls = given.get("_calls")
    unknown = set(given[JUDGED]) - set(BITS)
    if unknown:
        raise BadRun(JUDGED, "unknown_word", "is not what an export writes", sorted(unknown))
    return Seal(
        present=sum(BITS[name] for name in set(given[JUDGED])),
        calls=None if calls is None else from_content(calls),
        user=given.get(USER),
        version=given.get("_version"),
        shadow=given.get("_shadow"),
        stated=bool(given.get("_stated")),
        approvals_known=bool(given.get("_approvals_known")),
        inputs=given.get("_inputs"),
        output=given.get("_output"),
        computed=bool(given.get(COMPUTED)),
    )


def waiting(given: Mapping[str, Any], user_hash: str | None, computed: bool = False) -> dict[str, Any]:
    """Return the record a run waits with: everything but content and user, whose presence and hash stay."""
    record = {key: value for key, value in given.items() if value not in (None, "", [], {}) and key != "user"}
    for column in ("inputs", "output"):
        if column in record:
            record[column] = DROPPED
    return record | ({USER: user_hash} if user_hash else {}) | ({COMPUTED: True} if computed else {})
