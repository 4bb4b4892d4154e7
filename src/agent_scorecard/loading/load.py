"""One load = one transaction = one report: files are checked first, then published in one short write."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import partial
from pathlib import Path
from typing import Protocol
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from sqlalchemy import Connection, Engine, select
from sqlalchemy.exc import OperationalError

from agent_scorecard.loading import batch, recorded, run_logs
from agent_scorecard.loading.doors import Clock
from agent_scorecard.loading.exporting import LEDGER_FILE
from agent_scorecard.loading.foreign import gather_mapped
from agent_scorecard.loading.gather import Gathered, Inputs, add_prices, gather, inputs
from agent_scorecard.loading.mapping import read_mapping
from agent_scorecard.loading.plan import Counts
from agent_scorecard.loading.planning import Plan, planned
from agent_scorecard.loading.publish import publish
from agent_scorecard.loading.reading import Reading
from agent_scorecard.loading.refusal import Code, Refusal, Refused
from agent_scorecard.loading.report import FileReport, LoadReport, LoadStatus, Progress, of_reading
from agent_scorecard.loading.run_logs import RunLogs
from agent_scorecard.loading.sources import Source
from agent_scorecard.runs.refusal import shown
from agent_scorecard.runs.users import user_key
from agent_scorecard.store.faults import is_busy, is_full
from agent_scorecard.store.meta import bump_revision, revision_of
from agent_scorecard.store.read_company import read_settings
from agent_scorecard.store.tables import METADATA
from agent_scorecard.vocabulary import Preset

MOST_REFUSED = 0.05
TRIES = 3
META = METADATA.tables["meta"]


class Step(Protocol):
    """Called at each step of a load; raises Cancelled when the load was cancelled."""

    def __call__(self, what: str, source: str, rows: int = 0) -> None: ...


class Cancelled(Exception):
    """The load was cancelled. Nothing was loaded."""


class DiskFull(Exception):
    """Import stopped: disk full. Nothing was loaded."""


class Busy(Exception):
    """Somebody else is writing to the database for long. Nothing was loaded; try again."""


@dataclass(frozen=True, slots=True)
class Loading:
    """One load under way: what was found, on which connection, and how it was asked for."""

    connection: Connection
    found: Gathered
    clock: Clock
    step: Step
    asked: batch.Asked


def load(
    engine: Engine,
    paths: Iterable[Path | str | Source],
    *,
    mapping: Path | None = None,
    prices: Source | None = None,
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
    zone. `prices` is a list of token prices to load beside. `today` is the day in the company zone, `now` aware.
    Nothing was loaded when it raises: Cancelled, DiskFull, Busy, MappingRefused, or Refused for an export of a newer
    version.
    """
    step = _stepping(progress, cancelled)
    asked = batch.Asked(actor, verified, mode, now, timezone, preset, max_refused, all_or_nothing)
    try:
        with engine.connect() as connection:
            given = inputs(paths)
            clock = _clock(connection, given, today, now, timezone)
            connection.commit()
            found = gather(given, clock, step) if mapping is None else _mapped(given, mapping, clock, step)
            if prices is not None:
                add_prices(found, prices, clock)
            return _loaded(Loading(connection, found, clock, step, asked))
    except OperationalError as fault:
        if is_full(fault):
            raise DiskFull(str(DiskFull.__doc__)) from fault
        if is_busy(fault):
            raise Busy(str(Busy.__doc__)) from fault
        raise


def _mapped(given: Inputs, mapping: Path, clock: Clock, step: Step) -> Gathered:
    return gather_mapped(read_mapping(mapping), given.roots, clock, step)


def _stepping(progress: Callable[[Progress], None] | None, cancelled: Callable[[], bool] | None) -> Step:
    def step(what: str, source: str, rows: int = 0) -> None:
        if cancelled is not None and cancelled():
            raise Cancelled(str(Cancelled.__doc__))
        if progress is not None:
            progress(Progress(what, source, rows))

    return step


def _clock(connection: Connection, given: Inputs, today: date, now: datetime, timezone: str | None) -> Clock:
    zone = read_settings(connection).zone
    if given.export is not None and recorded.is_new(connection):
        zone = given.export.zone
    return Clock(today, now, ZoneInfo(zone), _zone(timezone) if timezone else None)


def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as unknown:
        raise Refused(Code.UNKNOWN, f"There is no time zone {shown(name)}; write one like Europe/Berlin.") from unknown


def _loaded(loading: Loading) -> LoadReport:
    """Check first and publish then; where others keep changing the database in between, check under the write lock."""
    logs: RunLogs | None = None
    for _ in range(TRIES):
        loading.step("check", "")
        seen = revision_of(loading.connection)
        plan = _planned(loading)
        loading.connection.commit()
        logs = _staged(loading, plan, logs)
        loading.connection.commit()
        loading.step("publish", "")
        report = _published(loading, partial(_unless_changed, loading, plan, logs, seen))
        if report is not None:
            return report
    report = _published(loading, partial(_under_lock, loading, logs))
    if report is None:
        raise Busy(str(Busy.__doc__))
    return report


def _planned(loading: Loading) -> Plan:
    plan = planned(loading.connection, loading.found.readings, loading.clock, loading.asked.max_refused)
    plan.records = recorded.checked(loading.connection, loading.found.export) if loading.found.export else None
    return plan


def _staged(loading: Loading, plan: Plan, before: RunLogs | None) -> RunLogs | None:
    """Gather the runs of the load on its connection, outside any write transaction; None when it has none.

    What was gathered before is taken again while the agents it was judged by are the same.
    """
    connection, found = loading.connection, loading.found
    if not run_logs.are_wanted(connection, found, plan.changed):
        return None
    if before is None:
        connection.commit()
        _gather_on_disk(connection)
        _make_user_key(loading)
    context = run_logs.context(connection, plan.known)
    if before is not None and before.traces is None and before.stage.context.judges_as(context):
        return before
    return run_logs.staged(connection, found, plan.known, context, loading.asked.max_refused, loading.step)


def _gather_on_disk(connection: Connection) -> None:
    """Let SQLite keep temporary tables in a file, so that a long log does not fill the memory."""
    if connection.dialect.name == "sqlite":
        raw = connection.connection.cursor()
        raw.execute("PRAGMA temp_store=FILE")
        raw.close()


def _make_user_key(loading: Loading) -> None:
    """Make the key users are hashed with on first use, or take over that of an export."""
    with _writing(loading.connection) as connection, connection.begin():
        if loading.found.export is not None:
            recorded.adopt_user_key(connection, loading.found.export)
        user_key(connection)


@contextmanager
def _writing(connection: Connection) -> Iterator[Connection]:
    """The same connection, because its temporary tables belong to it, with transactions that write."""
    try:
        yield connection.execution_options(write=True)
    finally:
        connection.execution_options(write=False)


def _published(loading: Loading, write: Callable[[], LoadReport | None]) -> LoadReport | None:
    """Run `write` in one write transaction; nothing stays when it raises, gives up (None) or changes nothing."""
    with _writing(loading.connection) as connection:
        transaction = connection.begin()
        try:
            report = write()
        except BaseException:
            transaction.rollback()
            raise
        if report is None or report.status is LoadStatus.ALREADY:
            transaction.rollback()
        else:
            transaction.commit()
        return report


def _unless_changed(loading: Loading, plan: Plan, logs: RunLogs | None, seen: int) -> LoadReport | None:
    return _write(loading, plan, logs) if _held_revision(loading.connection) == seen else None


def _under_lock(loading: Loading, logs: RunLogs | None) -> LoadReport:
    _held_revision(loading.connection)
    plan = _planned(loading)
    if logs is not None:
        logs = _staged(loading, plan, logs)
    return _write(loading, plan, logs)


def _held_revision(connection: Connection) -> int:
    """Return the revision and keep others from moving it until the transaction ends (SQLite holds its lock already)."""
    return int(connection.execute(select(META.c.value).where(META.c.key == "revision").with_for_update()).scalar_one())


def _write(loading: Loading, plan: Plan, logs: RunLogs | None) -> LoadReport:
    connection, asked = loading.connection, loading.asked
    files, refusals = _files(loading.found, plan)
    refusals += logs.refusals if logs else ()
    is_first = batch.is_first(connection)
    number = batch.begin(connection, asked)
    if asked.all_or_nothing and refusals:
        files = tuple(map(_left_out, (*files, *(run_logs.unpublished(logs) if logs else ()))))
        changes = False
    else:
        publish(connection, plan, number, loading.clock.today)
        of_runs, changes = run_logs.published(connection, logs, plan.approvals)
        files += of_runs
        changes = changes or plan.changes_anything
    if not changes and (before := batch.loaded_before(connection, files)):
        note = f"already loaded by load {before}: nothing was changed"
        return LoadReport(LoadStatus.ALREADY, before, files, refusals, (note,))
    status = batch.status(files, changes)
    report = LoadReport(status, number, files, refusals, batch.notes(asked, is_first, status))
    if changes:
        bump_revision(connection)
    set_here = batch.sets_preset(connection, asked, is_first, status)
    batch.finish(connection, number, report, asked, batch.overwritten(connection, plan, set_here, changes))
    return report


def _files(found: Gathered, plan: Plan) -> tuple[tuple[FileReport, ...], tuple[Refusal, ...]]:
    readings = [*((reading, Counts()) for reading in found.unreadable), *plan.done]
    if plan.records is not None:
        readings.append(_of_records(plan.records))
    files = tuple(of_reading(*pair) for pair in readings)
    return files, tuple(refusal for reading, _ in readings for refusal in reading.refusals)


def _of_records(records: recorded.Records) -> tuple[Reading, Counts]:
    """Report the ledger of an export as a file of its own."""
    reading = Reading("ledger", LEDGER_FILE, read=len(records.lines))
    if records.refused is not None:
        reading.refuse_whole(records.refused)
        return reading, Counts()
    return reading, Counts(new=reading.read) if records.takes_over else Counts(same=reading.read)


def _left_out(file: FileReport) -> FileReport:
    reason = file.refused_whole or "another row was refused, and all or nothing was asked for"
    return replace(file, new=0, changed=0, same=0, duplicate=0, refused=file.read, refused_whole=reason)
