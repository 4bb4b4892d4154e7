"""From the rows of all files of one kind to drafts: one for each natural key, refused where rows contradict."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from agent_scorecard.loading.checks import figures, governance, happenings, inventory, together
from agent_scorecard.loading.checks.draft import Draft, Key, Origin
from agent_scorecard.loading.checks.known import Known
from agent_scorecard.loading.checks.references import PERSON, references, resolve
from agent_scorecard.loading.contract import ColumnContract, FileContract
from agent_scorecard.loading.reading import Reading, Row
from agent_scorecard.loading.refusal import Code
from agent_scorecard.loading.yielding import giving_way
from agent_scorecard.runs.refusal import shown

Stored = Callable[[Key], Mapping[str, object] | None]
CHECKS: Mapping[str, Callable[[Draft, Known], None]] = {
    "people": inventory.check_person,
    "agents": inventory.check_agent,
    "aliases": inventory.check_alias,
    "assignments": inventory.check_assignment,
    "actions": inventory.check_action,
    "measures": figures.check_measure,
    "bounds": figures.check_bounds,
    "observations": figures.check_observation,
    "incidents": happenings.check_incident,
    "changes": happenings.check_change,
    "evals": happenings.check_eval,
    "approvals": happenings.check_approval,
    "budgets": governance.check_budget,
    "costs": governance.check_cost,
    "gates": governance.check_gate,
    "capabilities": governance.check_capability,
}
TOGETHER: Mapping[str, Callable[[Sequence[Draft], Known], None]] = {
    "people": together.check_people,
    "agents": together.check_agents,
    "assignments": together.check_assignments,
    "measures": together.check_measures,
    "bounds": together.check_bounds,
    "costs": together.check_costs,
    "gates": together.check_gates,
}


@dataclass(frozen=True, slots=True)
class Drafting:
    """What every draft of one file needs."""

    kind: str
    key: tuple[str, ...]
    people: frozenset[str]
    references: tuple[ColumnContract, ...]
    known: Known
    stored: Stored
    defaults: Mapping[str, object]
    yields: Sequence[Mapping[str, str]]


def drafted(
    contract: FileContract, readings: Sequence[Reading], known: Known, stored: Stored, defaults: Mapping[str, object]
) -> list[Draft]:
    """Return a draft for every natural key in the readings, the faulty ones with their faults."""
    people = frozenset(column.name for column in contract.columns if column.references[:1] == (PERSON,))
    yields = [reading.yields for reading in readings]
    of = Drafting(contract.name, contract.key, people, references(contract), known, stored, defaults, yields)
    drafts = [_draft(of, key, rows) for key, rows in _by_key(of, readings).items()]
    _check_together(contract.name, drafts, known)
    return drafts


def _check_together(kind: str, drafts: Sequence[Draft], known: Known) -> None:
    """Check until nothing more falls: a row may have leaned on one that is refused now."""
    check = TOGETHER.get(kind)
    good = [draft for draft in drafts if not draft.faults]
    while check is not None:
        check(good, known)
        left = [draft for draft in good if not draft.faults]
        if len(left) == len(good):
            return
        good = left


def _by_key(of: Drafting, readings: Sequence[Reading]) -> dict[Key, list[tuple[Origin, Row]]]:
    rows: dict[Key, list[tuple[Origin, Row]]] = {}
    for number, reading in enumerate(readings):
        if reading.refused_whole is None:
            for row in reading.rows:
                key = tuple(_key_part(of, column, row.values.get(column)) for column in of.key)
                rows.setdefault(key, []).append((Origin(number, row.line), row))
    return rows


def _key_part(of: Drafting, column: str, value: object) -> object:
    """Two spellings of one person are one key."""
    return (of.known.person(str(value)) or value) if column in of.people else value


def _draft(of: Drafting, key: Key, rows: list[tuple[Origin, Row]]) -> Draft:
    given: dict[str, object] = {}
    stored = of.stored(key)
    rows, kept = giving_way(rows, of.yields, stored or {})
    latest = _latest(rows) if of.kind == "gates" else rows
    for _, row in latest:
        given.update(row.values)
    given.update(zip(of.key, key, strict=True))
    draft = Draft(of.kind, key, given, tuple(origin for origin, _ in rows), stored, of.defaults)
    draft.earlier = tuple(row.values for _, row in rows if (_, row) not in latest)
    if len(latest) > 1 and (column := _contradiction(latest, of.key)):
        draft.refuse(column, Code.SAME_KEY, "")
        return draft
    for column, said in kept:
        draft.warn(column, Code.KEPT_ON_FILE, f"the file says {shown(said)}: what is on file stays")
    resolve(draft, of.references, of.known)
    if not draft.faults and (check := CHECKS.get(of.kind)):
        check(draft, of.known)
    return draft


def _latest(rows: list[tuple[Origin, Row]]) -> list[tuple[Origin, Row]]:
    """Return the answers of the latest day: a later answer of a gate replaces an earlier one."""
    days = [row.values.get("answered_on") for _, row in rows]
    if len(set(days)) == 1 or not all(isinstance(day, date) for day in days):
        return rows
    last = max(days)  # type: ignore[type-var]
    return [pair for pair, day in zip(rows, days, strict=True) if day == last]


def _contradiction(rows: Sequence[tuple[Origin, Row]], key: Sequence[str]) -> str:
    """Return the first column in which rows of one key differ, or nothing; the key itself may be spelled two ways."""
    seen: dict[str, object] = {}
    for _, row in rows:
        for column, value in row.values.items():
            if column not in key and seen.setdefault(column, value) != value:
                return column
    return ""
