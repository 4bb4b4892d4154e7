"""Read the decisions that were proposed to a second person, as what was proposed and what became of it."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from agent_scorecard.rules.facts import ProposedDecision
from agent_scorecard.store.scope import TABLES, Rows, Scope
from agent_scorecard.vocabulary import AgainstReason, Choice, ExpandKind

OF_THE_ROW = ("proposal", "agent", "proposed_by", "proposed_at", "expires_on", "state", "answered_by", "answered_at")
READ: Mapping[str, Callable[[Any], Any]] = {
    "choice": Choice,
    "kind": ExpandKind,
    "against": AgainstReason,
    "due": date.fromisoformat,
    "as_of": date.fromisoformat,
}
TOLD = (
    *("choice", "reason", "next_step", "owner", "due", "as_of", "period", "kind", "action", "to_value", "against"),
    *("seen", "owner_then", "in_place_of"),
)

PROPOSALS = TABLES["proposals"]
PROPOSED = Rows(PROPOSALS, [PROPOSALS], order=[PROPOSALS.c.proposed_at, PROPOSALS.c.proposal])


def read_proposals(scope: Scope) -> dict[str, list[ProposedDecision]]:
    """Return the proposals made for a day up to the as-of day, in order; each as it was answered by now."""
    found: dict[str, list[ProposedDecision]] = defaultdict(list)
    for row in PROPOSED.of(scope):
        proposed = as_fact(dict(row._mapping))
        if proposed.as_of <= scope.as_of:
            found[proposed.agent].append(proposed)
    return found


def as_fact(row: Mapping[str, Any]) -> ProposedDecision:
    """Return a row of the table as a fact: most of what was proposed stands in its body."""
    body = json.loads(row["body"])
    told = {name: READ[name](body[name]) if name in READ and body[name] else body[name] for name in TOLD}
    kept = {name: row[name] for name in OF_THE_ROW}
    return ProposedDecision(**kept, **told, answer=row["reason"], decision=row["decision"])
