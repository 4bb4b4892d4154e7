"""What a load leaves behind: its row, its files, its quarantine and its event, in the load's own transaction."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, func, insert, select, update

from agent_scorecard.loading.plan import Writes
from agent_scorecard.loading.planning import Plan
from agent_scorecard.loading.refusal import Refusal
from agent_scorecard.loading.report import FileReport, LoadReport, LoadStatus
from agent_scorecard.store import ledger
from agent_scorecard.store.tables import METADATA
from agent_scorecard.store.tables.meta import SettingsFields
from agent_scorecard.vocabulary import Preset

COUNTS = ("read", "new", "changed", "same", "duplicate", "refused")
MOST_KEPT = 10_000
TIER_COLUMNS = frozenset({"risk_tier", "risk_tier_reason"})
PLANNED, TIERS = METADATA.tables["planned_changes"], METADATA.tables["tiers_set"]
LOADS, LOAD_FILES, QUARANTINE, SETTINGS, LEDGER = (
    METADATA.tables[name] for name in ("loads", "load_files", "quarantine", "settings", "ledger")
)


@dataclass(frozen=True, slots=True)
class Asked:
    """Who asked for a load, when, and how."""

    actor: str
    verified: bool
    mode: str
    now: datetime
    zone: str | None
    preset: Preset | None
    max_refused: float
    all_or_nothing: bool


def is_first(connection: Connection) -> bool:
    """Say whether nothing was ever loaded; a load of which every file was refused loaded nothing."""
    taken = LOADS.c.status != LoadStatus.REFUSED.value
    return connection.execute(select(LOADS.c.load).where(taken).limit(1)).first() is None


def loaded_before(connection: Connection, files: Sequence[FileReport]) -> int | None:
    """Return the latest load that holds one of these files when all of them were taken before, byte for byte."""
    if not files or any(file.refused_whole or not file.fingerprint for file in files):
        return None
    taken = LOAD_FILES.c.refused_whole.is_(None)
    loads = [
        connection.execute(
            select(func.max(LOAD_FILES.c.load)).where(LOAD_FILES.c.sha256 == file.fingerprint, taken)
        ).scalar()
        for file in files
    ]
    return max(loads) if all(loads) else None  # type: ignore[type-var]


def status(files: Sequence[FileReport], changes_anything: bool) -> LoadStatus:
    if files and all(file.refused_whole for file in files):
        return LoadStatus.REFUSED
    return LoadStatus.LOADED if changes_anything else LoadStatus.UNCHANGED


def notes(asked: Asked, first: bool, said: LoadStatus) -> tuple[str, ...]:
    if first and said is LoadStatus.REFUSED:
        return ("nothing is loaded yet: the database keeps only the record of what was refused",)
    if asked.preset is not None and not first:
        return ("the preset is set by the first load only and stays as it is",)
    return ()


def begin(connection: Connection, asked: Asked) -> int:
    """Write the row of a load under way and return its number."""
    row = insert(LOADS).values(at=asked.now, actor=asked.actor, status=LoadStatus.LOADED.value, zone=asked.zone)
    (number,) = connection.execute(row).inserted_primary_key  # type: ignore[misc]
    return int(number)


def sets_preset(connection: Connection, asked: Asked, first: bool, said: LoadStatus) -> bool:
    """Set the preset asked for where this is the first load that loads anything, and say whether it did."""
    if not first or asked.preset is None or said is LoadStatus.REFUSED:
        return False
    connection.execute(update(SETTINGS).values(preset=asked.preset))
    return True


def overwritten(connection: Connection, plan: Plan, settings: bool, rows: bool) -> dict[str, object]:
    """Return what a load wrote that people record too, by table, and which entry came before it."""
    told: dict[str, object] = {}
    if settings or (rows and plan.records is not None and plan.records.takes_over):
        row = connection.execute(select(*(SETTINGS.c[name] for name in SettingsFields.model_fields)))
        told["settings"] = dict(row.mappings().one())
    if rows:
        told |= {name: keys for name, wrote in SHARED.items() if (keys := wrote(connection, plan.writes.get(name)))}
    last = connection.execute(select(func.max(LEDGER.c.seq))).scalar()
    return {**told, "after_entry": -1 if last is None else last} if told else told


def _incidents(_connection: Connection, written: Writes | None) -> list[str]:
    return sorted(str(draft.key[0]) for draft in written.drafts) if written else []


def _changes(connection: Connection, written: Writes | None) -> list[str]:
    """The changes recorded here of which a file says more."""
    planned = set(connection.execute(select(PLANNED.c.change)).scalars()) if written else set()
    return [name for name in _incidents(connection, written) if name in planned]


def _agents(connection: Connection, written: Writes | None) -> list[str]:
    """The agents whose tier was set here, and of which a file says another."""
    if not written:
        return []
    told = [draft for draft, values in written.changed if values.keys() & TIER_COLUMNS]
    found = set(connection.execute(select(TIERS.c.agent)).scalars())
    return sorted(found & {str(draft.key[0]) for draft in (*written.new, *told)})


def _about_recorded(connection: Connection, written: Writes | None) -> list[str]:
    """The rows a file gives anew, of agents people recorded something about."""
    about = set(connection.execute(select(LEDGER.c.subject).distinct()).scalars()) if written else set()
    drafts = written.drafts if written else ()
    return sorted(" ".join(map(str, draft.key)) for draft in drafts if f"agent:{draft.key[0]}" in about)


SHARED = {
    "incidents": _incidents,
    "changes": _changes,
    "agents": _agents,
    "gates": _about_recorded,
    "assignments": _about_recorded,
}


def finish(
    connection: Connection, number: int, report: LoadReport, asked: Asked, overwrote: Mapping[str, object]
) -> None:
    """Complete the load with its counts, files, refused cells and event."""
    values = {name: report.total(name) for name in COUNTS}
    connection.execute(update(LOADS).where(LOADS.c.load == number).values(status=report.status.value, **values))
    if report.files:
        connection.execute(
            insert(LOAD_FILES), [_file(number, place, file) for place, file in enumerate(report.files, 1)]
        )
    if kept := report.refusals[:MOST_KEPT]:
        connection.execute(insert(QUARANTINE), [_refusal(number, place, one) for place, one in enumerate(kept, 1)])
    body = {
        "status": report.status.value,
        "zone": asked.zone,
        "max_refused": asked.max_refused,
        "all_or_nothing": asked.all_or_nothing,
        "files": [_told(file) for file in report.files],
        **overwrote,
    }
    ledger.append(
        connection,
        "load",
        actor=asked.actor,
        subject=f"load {number}",
        body=body,
        at=asked.now,
        verified=asked.verified,
        mode=asked.mode,
        chain=ledger.Chain.EVENTS,
    )


def _told(file: FileReport) -> dict[str, object]:
    counts = {name: getattr(file, name) for name in COUNTS}
    return {"file": file.file, "source": file.source, "sha256": file.fingerprint, **counts}


def _file(load: int, number: int, file: FileReport) -> dict[str, object]:
    notes = [f"line {warning.line}, {warning.column}: {warning.reason}" for warning in file.warnings[:100]]
    return {
        "load": load,
        "number": number,
        "file": file.file,
        "source": file.source,
        "sha256": file.fingerprint or None,
        **{name: getattr(file, name) for name in COUNTS},
        "notes": "\n".join(notes) or None,
        "refused_whole": file.refused_whole,
    }


def _refusal(load: int, number: int, refusal: Refusal) -> dict[str, object]:
    return {
        "load": load,
        "number": number,
        "file": refusal.file,
        "source": refusal.source,
        "line": refusal.line,
        "column": refusal.column or None,
        "value": refusal.value[:200] or None,
        "code": refusal.code,
        "reason": refusal.reason,
    }
