"""One load = one transaction = one report: files are checked first, then published in one short write."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, Engine, select, update
from sqlalchemy.exc import OperationalError

from agent_scorecard.loading import batch
from agent_scorecard.loading.doors import Clock
from agent_scorecard.loading.foreign import gather_mapped
from agent_scorecard.loading.gather import Gathered, gather
from agent_scorecard.loading.mapping import read_mapping
from agent_scorecard.loading.plan import Counts
from agent_scorecard.loading.planning import Plan, planned
from agent_scorecard.loading.publish import publish
from agent_scorecard.loading.report import FileReport, LoadReport, LoadStatus, Progress, of_reading
from agent_scorecard.loading.sources import Source, gathered
from agent_scorecard.store.meta import bump_revision, revision_of
from agent_scorecard.store.tables.meta import Settings
from agent_scorecard.vocabulary import Preset

MOST_REFUSED = 0.05
TRIES = 20
DISK_FULL = "Import stopped: disk full. Nothing was loaded."


class Cancelled(Exception):
    """The load was cancelled. Nothing was loaded."""


class DiskFull(Exception):
    """Import stopped: disk full. Nothing was loaded."""


class Busy(Exception):
    """Others kept changing the database while this load was checked. Nothing was loaded; try again."""


def load(
    engine: Engine,
    paths: Iterable[Path | str | Source],
    *,
    mapping: Path | None = None,
    all_or_nothing: bool = False,
    max_refused: float = MOST_REFUSED,
    timezone: str | None = None,
    preset: Preset | None = None,
    today: date,
    now: datetime,
    actor: str,
    verified: bool = False,
    mode: str = "local",
    progress: Callable[[Progress], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> LoadReport:
    """Load files, folders or uploads and report every row.

    `max_refused` is a share of a file's rows above which the file is refused whole; `timezone` places times without
    zone. `today` is the day in the company zone, `now` aware. Raises Cancelled, DiskFull or Busy: nothing was loaded.
    """
    step = _stepping(progress, cancelled)
    try:
        with engine.connect() as connection:
            clock = _clock(connection, today, now, timezone)
            connection.commit()
            found = _found(paths, mapping, clock, step)
            return _loaded(
                connection,
                found,
                clock,
                step,
                batch.Asked(actor, verified, mode, now, timezone, preset, max_refused, all_or_nothing),
            )
    except OperationalError as fault:
        if "disk is full" in str(fault.orig):
            raise DiskFull(DISK_FULL) from fault
        raise


def _found(
    paths: Iterable[Path | str | Source], mapping: Path | None, clock: Clock, step: Callable[[str, str], None]
) -> Gathered:
    if mapping is None:
        return gather(gathered(paths), clock, step)
    return gather_mapped(read_mapping(mapping), [Path(path) for path in paths if not isinstance(path, Source)], clock, step)


def _stepping(
    progress: Callable[[Progress], None] | None, cancelled: Callable[[], bool] | None
) -> Callable[[str, str], None]:
    def step(what: str, source: str) -> None:
        if cancelled is not None and cancelled():
            raise Cancelled("The load was cancelled. Nothing was loaded.")
        if progress is not None:
            progress(Progress(what, source))

    return step


def _clock(connection: Connection, today: date, now: datetime, timezone: str | None) -> Clock:
    zone = connection.execute(select(Settings.zone)).scalar_one()  # type: ignore[call-overload]
    return Clock(today, now, ZoneInfo(zone), ZoneInfo(timezone) if timezone else None)


def _loaded(
    connection: Connection, found: Gathered, clock: Clock, step: Callable[[str, str], None], asked: batch.Asked
) -> LoadReport:
    for _ in range(TRIES):
        step("check", "")
        seen = revision_of(connection)
        plan = planned(connection, found.readings, clock, asked.max_refused)
        connection.commit()
        step("publish", "")
        report = _published(connection, found, plan, clock, asked, seen)
        if report is not None:
            return report
    raise Busy(str(Busy.__doc__))


def _published(
    connection: Connection, found: Gathered, plan: Plan, clock: Clock, asked: batch.Asked, seen: int
) -> LoadReport | None:
    """Publish unless somebody changed the database since it was checked (None)."""
    files, refusals = _files(found, plan)
    writing = connection.execution_options(write=True)
    try:
        with writing.begin():
            if revision_of(writing) != seen:
                return None
            return _write(writing, files, refusals, plan, clock, asked)
    finally:
        connection.execution_options(write=False)


def _write(
    connection: Connection,
    files: Sequence[FileReport],
    refusals: Sequence[object],
    plan: Plan,
    clock: Clock,
    asked: batch.Asked,
) -> LoadReport:
    refused = asked.all_or_nothing and bool(refusals)
    draft = LoadReport(LoadStatus.LOADED, None, tuple(files), tuple(refusals))  # type: ignore[arg-type]
    if not refused and not plan.changes_anything and (before := batch.imported_before(connection, files)):
        note = f"already imported as batch {before}: nothing was changed"
        return LoadReport(LoadStatus.ALREADY, before, tuple(files), draft.refusals, (note,))
    is_first = batch.is_first(connection)
    status = batch.status(draft, plan.changes_anything, refused)
    report = LoadReport(
        status, None, _nothing_loaded(files) if refused else tuple(files), draft.refusals, batch.notes(asked, is_first)
    )
    number = batch.record(connection, report, asked)
    if status is LoadStatus.LOADED:
        publish(connection, plan, number, clock.today)
        bump_revision(connection)
    if is_first and asked.preset is not None and not refused:
        connection.execute(update(Settings).values(preset=asked.preset))
    return LoadReport(report.status, number, report.files, report.refusals, report.notes)


def _files(found: Gathered, plan: Plan) -> tuple[list[FileReport], list[object]]:
    readings = [*((reading, Counts()) for reading in found.unreadable), *plan.done]
    return [of_reading(*pair) for pair in readings], [
        refusal for reading, _ in readings for refusal in reading.refusals
    ]


def _nothing_loaded(files: Sequence[FileReport]) -> tuple[FileReport, ...]:
    reason = "another row was refused and all or nothing was asked for"
    return tuple(
        FileReport(
            file.file, file.source, file.read, refused=file.read, warnings=file.warnings,
            refused_whole=file.refused_whole or reason, fingerprint=file.fingerprint,
        )
        for file in files
    )  # fmt: skip
