"""The card frozen with a decision, and what it would say otherwise today (rules 1)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Connection, Engine, select

from agent_scorecard.boards import json_shapes
from agent_scorecard.recording.entries import DECISION
from agent_scorecard.recording.policy import policy_in_force
from agent_scorecard.recording.refusal import Unknown
from agent_scorecard.rules.assess import assess
from agent_scorecard.rules.evidence import Evidence
from agent_scorecard.rules.facts import Decision
from agent_scorecard.rules.periods import parse
from agent_scorecard.store import ledger
from agent_scorecard.store.database import reader
from agent_scorecard.store.read import evidence_in
from agent_scorecard.store.scope import TABLES

NAMES = ("measure", "item", "code")


@dataclass(frozen=True, slots=True)
class Difference:
    """One value of a card that reads otherwise today; `None` stands for a value that was not there."""

    where: str
    then: Any
    now: Any


def restated(engine: Engine, decision: Decision) -> tuple[Difference, ...]:
    """Return what the card of a decision would say otherwise today, at the same as-of day (rules 1)."""
    with reader(engine).begin() as connection:
        frozen = card_of(connection, decision.seq)
        evidence = evidence_in(connection, decision.agent, decision.as_of)
    if evidence is None:
        raise Unknown(f"There is no agent {decision.agent}.")
    policy = policy_in_force(evidence.company)
    one = assess(_before(evidence, decision.seq), policy, parse(decision.period))
    return tuple(differences("", frozen, json_shapes.scorecard(one, policy)))


def card_of(connection: Connection, seq: int) -> Mapping[str, Any]:
    """Return the card frozen with a decision. Raises Unknown where no entry of the ledger holds one."""
    table = TABLES["ledger"]
    found = connection.execute(select(table).where(table.c.seq == seq, table.c.what == DECISION)).one_or_none()
    if found is None:
        raise Unknown(f"There is no decision {seq}.")
    card: Mapping[str, Any] = ledger.LedgerRow(**found._mapping).content["card"]
    return card


def _before(evidence: Evidence, seq: int) -> Evidence:
    """Leave out what a decision itself, and those after it, added to the facts."""
    return replace(
        evidence,
        decisions=tuple(row for row in evidence.decisions if row.seq < seq),
        follow_ups=tuple(row for row in evidence.follow_ups if row.decision < seq),
        exceptions=tuple(row for row in evidence.exceptions if row.seq < seq),
    )


def differences(where: str, then: Any, now: Any) -> Iterator[Difference]:
    """Yield what two cards, or two parts of them at one place, say differently."""
    if isinstance(then, Mapping) and isinstance(now, Mapping):
        for name in sorted(then.keys() | now.keys()):
            yield from differences(f"{where}.{name}" if where else name, then.get(name), now.get(name))
    elif isinstance(then, list) and isinstance(now, list):
        yield from differences(where, _named(then), _named(now))
    elif then != now:
        yield Difference(where, then, now)


def _named(rows: Sequence[Any]) -> Mapping[str, Any]:
    """Key the rows of a list by what they are about, so that one new finding does not shift all others."""
    named: dict[str, Any] = {}
    for place, row in enumerate(rows):
        name = next((str(row[key]) for key in NAMES if key in row), str(place)) if isinstance(row, Mapping) else place
        named[str(name) if str(name) not in named else f"{name} {place}"] = row
    return named
