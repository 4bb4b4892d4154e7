"""One load = one transaction = one report: files are checked first, then published in one short write."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, Engine, select, update
from sqlalchemy.exc import OperationalError

from agent_scorecard.loading import batch, recorded
from agent_scorecard.loading.doors import Clock
from agent_scorecard.loading.foreign import gather_mapped
from agent_scorecard.loading.gather import Gathered, Inputs, gather, inputs
from agent_scorecard.loading.mapping import read_mapping
from agent_scorecard.loading.planning import Plan, planned
from agent_scorecard.loading.publish import publish
from agent_scorecard.loading.refusal import Refusal, Refused
from agent_scorecard.loading.report import FileReport, LoadReport, LoadStatus, Progress, of_reading
from agent_scorecard.loading.plan import Counts
from agent_scorecard.loading.sources import Source
from agent_scorecard.store.meta import bump_revision, revision_of
from agent_scorecard.store.tables import METADATA
from agent_scorecard.vocabulary import Preset

MOST_REFUSED = 0.05
TRIES = 20
SETTINGS = METADATA.tables["settings"]
Step = Callable[[str, str], None]


class Cancelled(Exception):
    """The load was cancelled. Nothing was loaded."""


class DiskFull(Exception):
    """Import stopped: disk full. Nothing was loaded."""


class Busy(Exception):
    """Others kept changing the database while this load was checked. Nothing was loaded; try again."""


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
    asked = batch.Asked(actor, verified, mode, now, timezone, preset, max_refused, all_or_nothing)
    try:
        with engine.connect() as connection:
            given = inputs(paths)
            clock = _clock(connection, given, today, now, timezone)
            connection.commit()
            found = gather(given.sources, clock, step) if mapping is None else _mapped(given, mapping, clock, step)
            return _loaded(Loading(connection, found, clock, step, asked))
    except OperationalError as fault:
        if "disk is full" in str(fault.orig):
            raise DiskFull(str(DiskFull.__doc__)) from fault
        raise


def _mapped(given: Inputs, mapping: Path, clock: Clock, step: Step) -> Gathered:
    return gather_mapped(read_mapping(mapping), given.roots, clock, step)


def _stepping(progress: Callable[[Progress], None] | None, cancelled: Callable[[], bool] | None) -> Step:
    def step(what: str, source: str) -> None:
        if cancelled is not None and cancelled():
            raise Cancelled(str(Cancelled.__doc__))
        if progress is not None:
            progress(Progress(what, source))

    return step


def _clock(connection: Connection, given: Inputs, today: date, now: datetime, timezone: str | None) -> Clock:
    zone = str(connection.execute(select(SETTINGS.c.zone)).scalar_one())
    if given.export is not None and recorded.is_new(connection):
        zone = given.export.zone
    return Clock(today, now, ZoneInfo(zone), ZoneInfo(timezone) if timezone else None)


def _loaded(loading: Loading) -> LoadReport:
    for _ in range(TRIES):
        loading.step("check", "")
        seen = revision_of(loading.connection)
        plan = planned(loading.connection, loading.found.readings, loading.clock, loading.asked.max_refused)
        loading.connection.commit()
        loading.step("publish", "")
        report = _published(loading, plan, seen)
        if report is not None:
            return report
    raise Busy(str(Busy.__doc__))


def _published(loading: Loading, plan: Plan, seen: int) -> LoadReport | None:
    """Publish unless somebody changed the database since it was checked (None)."""
    writing = loading.connection.execution_options(write=True)
    try:
        with writing.begin():
            return _write(loading, plan) if revision_of(writing) == seen else None
    finally:
        writing.execution_options(write=False)


def _write(loading: Loading, plan: Plan) -> LoadReport:
    connection, asked = loading.connection, loading.asked
    files, refusals = _files(loading.found, plan)
    stopped = asked.all_or_nothing and bool(refusals)
    changes = plan.changes_anything and not stopped
    if not stopped and not changes and (before := batch.imported_before(connection, files)):
        note = f"already imported as batch {before}: nothing was changed"
        return LoadReport(LoadStatus.ALREADY, before, files, refusals, (note,))
    is_first = batch.is_first(connection)
    files = tuple(map(_left_out, files)) if stopped else files
    report = LoadReport(batch.status(files, changes), None, files, refusals, batch.notes(asked, is_first))
    number = batch.record(connection, report, asked)
    if changes:
        publish(connection, plan, number, loading.clock.today)
        bump_revision(connection)
    if is_first and asked.preset is not None and not stopped:
        connection.execute(update(SETTINGS).values(preset=asked.preset))
    return replace(report, load=number)


def _files(found: Gathered, plan: Plan) -> tuple[tuple[FileReport, ...], tuple[Refusal, ...]]:
    readings = [*((reading, Counts()) for reading in found.unreadable), *plan.done]
    files = tuple(of_reading(*pair) for pair in readings)
    return files, tuple(refusal for reading, _ in readings for refusal in reading.refusals)


def _left_out(file: FileReport) -> FileReport:
    reason = file.refused_whole or "another row was refused, and all or nothing was asked for"
    return replace(file, new=0, changed=0, same=0, duplicate=0, refused=file.read, refused_whole=reason)
