"""Works out what a load would do: file after file, against what is stored and what came before in the same load."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from copy import copy
from dataclasses import dataclass, field
from functools import partial

from sqlalchemy import Connection, select

from agent_scorecard.loading import observed, owners, unlogged
from agent_scorecard.loading.checks.draft import Draft, Key
from agent_scorecard.loading.checks.known import Known, facts_of
from agent_scorecard.loading.contract import contract
from agent_scorecard.loading.doors import Clock
from agent_scorecard.loading.drafting import drafted
from agent_scorecard.loading.owners import Owners
from agent_scorecard.loading.plan import Counts, Writes, classify, count, report_faults, report_warnings
from agent_scorecard.loading.reading import Reading
from agent_scorecard.loading.recorded import Records
from agent_scorecard.loading.refusal import too_many
from agent_scorecard.loading.shelves import FIELDS, ORDER, shelf
from agent_scorecard.policy.read import read_measures
from agent_scorecard.store.tables import METADATA


@dataclass(slots=True)
class Plan:
    """The writes of every file, and each reading with its counts."""

    known: Known
    writes: dict[str, Writes] = field(default_factory=dict)
    done: list[tuple[Reading, Counts]] = field(default_factory=list)
    owners: Owners = field(default_factory=Owners)
    checked: list[tuple[list[Draft], list[Reading]]] = field(default_factory=list)
    records: Records | None = None

    @property
    def changed(self) -> set[str]:
        """The files of which this plan writes any row."""
        return {kind for kind, writes in self.writes.items() if writes}

    @property
    def approvals(self) -> list[tuple[str, str]]:
        """Agent and request id of every approval this plan writes: the verdict joins their runs."""
        writes = self.writes.get("approvals", Writes())
        return [(draft.text("agent"), draft.text("request_id")) for draft in writes.drafts if draft.fills("request_id")]

    @property
    def changes_anything(self) -> bool:
        restores = self.records is not None and self.records.takes_over
        return (
            restores or any(self.writes.values()) or bool(self.owners.new or self.owners.ended or self.owners.dropped)
        )


def planned(
    connection: Connection, readings: Mapping[str, Sequence[Reading]], clock: Clock, most_refused: float
) -> Plan:
    """Check every reading against the store as this connection sees it; the readings stay as they are."""
    exact = any(reading.exported for each in readings.values() for reading in each)
    shipped = {key: facts_of(measure) for key, measure in read_measures().items()}
    known = Known(clock, shipped, partial(_fetched, connection), _decided(connection), _tiers_set(connection), exact)
    plan = Plan(known, owners=owners.read(connection))
    drafts: dict[str, list[Draft]] = {}
    for kind in ORDER:
        drafts[kind] = _one_file(connection, plan, kind, readings.get(kind, ()), known, most_refused)
        if kind == "assignments":
            owners.assign(plan.owners, _good(drafts["agents"]), known)
            _count_owners(plan, drafts["agents"])
            known.accept(kind, {tuple(row.values())[:4]: row for row in plan.owners.new})
    if not exact:
        changes = unlogged.sampling_plans(_good(drafts["agents"]), known)
        plan.writes.setdefault("changes", Writes()).new.extend(changes)
        unlogged.warn_of_tools(_good(drafts["tools"]), known)
    for of_file, trial in plan.checked:
        report_warnings(of_file, trial)
    return plan


def _count_owners(plan: Plan, agents: Sequence[Draft]) -> None:
    """Count a row of the inventory that only names another owner as changed: it is not the same."""
    moved = {row["agent"] for row in plan.owners.new}
    written = {draft.key for draft in plan.writes["agents"].drafts} if agents else set()
    trial = next((trial for drafts, trial in plan.checked if drafts is agents), [])
    counts = [count for reading in trial for done, count in plan.done if done is reading]
    for draft in _good(agents):
        if draft.key[0] in moved and draft.key not in written:
            first = counts[draft.origins[0].reading]
            first.same, first.changed = first.same - 1, first.changed + 1


def _good(drafts: Sequence[Draft]) -> list[Draft]:
    return [draft for draft in drafts if not draft.faults]


def _one_file(
    connection: Connection, plan: Plan, kind: str, readings: Sequence[Reading], known: Known, most_refused: float
) -> list[Draft]:
    if not readings:
        return []
    columns = observed.COLUMNS if kind == "observations" else shelf(kind).columns
    stored, defaults = _stored(connection, kind, readings, known)
    if kind == "assignments":
        rows = [row.values for reading in readings for row in reading.rows]
        owners.give_way(plan.owners, [{"effective_from": None, "effective_to": None, **row} for row in rows], stored)
    trial, drafts = _settled(kind, readings, known, stored, defaults, most_refused)
    if kind == "bounds" and not known.exact:
        _fill_set_on(drafts, known)
    plan.writes[kind], said = classify(drafts, columns)
    plan.checked.append((drafts, trial))
    plan.done += zip(trial, count(drafts, said, trial), strict=True)
    if kind != "observations":
        known.accept(kind, {draft.key: draft.row for draft in drafts if not draft.faults})
    return drafts


def _stored(
    connection: Connection, kind: str, readings: Sequence[Reading], known: Known
) -> tuple[dict[Key, Mapping[str, object]], Mapping[str, object]]:
    if kind == "observations":
        agents = {str(row.values["agent"]) for reading in readings for row in reading.rows}
        return observed.stored(connection, agents), observed.DEFAULTS
    return known.of(kind), shelf(kind).defaults


def _fetched(connection: Connection, kind: str) -> Mapping[Key, Mapping[str, object]]:
    return dict(shelf(kind).rows(connection)) if kind in FIELDS else {}


def _decided(connection: Connection) -> frozenset[tuple[str, str]]:
    decisions = METADATA.tables["decisions"]
    rows = connection.execute(select(decisions.c.agent, decisions.c.period).distinct())
    return frozenset((agent, period) for agent, period in rows)


def _tiers_set(connection: Connection) -> frozenset[str]:
    return frozenset(connection.execute(select(METADATA.tables["tiers_set"].c.agent)).scalars())


def _settled(
    kind: str,
    readings: Sequence[Reading],
    known: Known,
    stored: Mapping[Key, Mapping[str, object]],
    defaults: Mapping[str, object],
    most_refused: float,
) -> tuple[list[Reading], list[Draft]]:
    """Draft until no further file passes the limit of refused rows; such a file leaves with all its rows."""
    settled = list(readings)
    while True:
        trial = [_fresh(reading) for reading in settled]
        drafts = drafted(contract()[kind], trial, known, stored.get, defaults)
        report_faults(drafts, trial)
        over = [number for number, reading in enumerate(trial) if _is_over(reading, most_refused)]
        if not over:
            return trial, drafts
        for number in over:
            settled[number] = trial[number]
            _refuse_whole(settled[number], most_refused)


def _fresh(reading: Reading) -> Reading:
    fresh = copy(reading)
    fresh.refusals, fresh.warnings = list(reading.refusals), list(reading.warnings)
    fresh.refused_lines = set(reading.refused_lines)
    return fresh


def _is_over(reading: Reading, most_refused: float) -> bool:
    return reading.refused_whole is None and len(reading.refused_lines) > most_refused * reading.read


def _refuse_whole(reading: Reading, most_refused: float) -> None:
    reading.rows = []
    reading.refuse_whole(too_many(len(reading.refused_lines), reading.read, most_refused))


def _fill_set_on(drafts: Sequence[Draft], known: Known) -> None:
    """An empty day of agreement is the day of the first load, and stays that."""
    for draft in drafts:
        if not draft.faults and not draft.fills("set_on"):
            kept = draft.stored.get("set_on") if draft.stored else None
            draft.given["set_on"] = kept or known.clock.today
