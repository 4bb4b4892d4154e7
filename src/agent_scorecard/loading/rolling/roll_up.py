"""Roll up run logs where they lie: the same door, the same table of counters, on this machine or on a cluster."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, select
from sqlalchemy import Engine as Database

from agent_scorecard.format import plural
from agent_scorecard.loading import batch, run_logs
from agent_scorecard.loading.doors import Clock
from agent_scorecard.loading.gather import RUNS
from agent_scorecard.loading.load import MOST_REFUSED
from agent_scorecard.loading.planning import planned
from agent_scorecard.loading.refusal import Code, Refusal, Refused
from agent_scorecard.loading.report import FileReport, LoadReport, LoadStatus
from agent_scorecard.loading.rolling import embedded, places
from agent_scorecard.loading.rolling.asked import Asked
from agent_scorecard.loading.rolling.keeping import Keeping, Kept
from agent_scorecard.runs.elsewhere.rolled import Rolled
from agent_scorecard.runs.refusal import shown
from agent_scorecard.runs.users import user_key
from agent_scorecard.store.database import writer
from agent_scorecard.store.meta import bump_revision, revision_of
from agent_scorecard.store.read_company import read_settings
from agent_scorecard.store.tables import METADATA
from agent_scorecard.store.tables.rolled import roll_ups

LOADS = METADATA.tables["loads"]
SEEN = ("read", "duplicate", "refused")
MOST_NAMED = 5
ANOTHER_MACHINE = "The embedded engine reads files of this machine: use --engine spark for {place}."
NOTHING = "There is no run log in {place}: name a folder or a file that ends in .jsonl, .jsonl.gz or .parquet."


class Engine(StrEnum):
    """What counts: this machine, or a cluster."""

    EMBEDDED = "embedded"
    SPARK = "spark"


@dataclass(frozen=True, slots=True)
class Wanted:
    """A roll-up as asked for; `days` are days of the company zone, None = every day there is."""

    place: str
    engine: Engine
    days: frozenset[date] | None = None
    max_refused: float = MOST_REFUSED
    master: str | None = None


class Overtaken(Exception):
    """Somebody changed the agents, their actions or their approvals meanwhile. Nothing was written; run it again."""


def roll_up(
    database: Database,
    wanted: Wanted,
    *,
    today: date,
    now: datetime,
    actor: str,
    verified: bool = False,
    mode: str = "local",
) -> LoadReport:
    """Roll up run logs and write their daily figures; of runs in the report, those of unchanged days are `same`.

    The days told replace what the same place told before. Nothing was written when it raises: Refused for a place
    that is not there, NoSpark, CannotRead, Overtaken.
    """
    told = batch.Asked(actor, verified, mode, now, None, None, wanted.max_refused, all_or_nothing=False)
    with writer(database).begin() as connection:
        user_key(connection)
    with database.connect() as connection:
        seen = revision_of(connection)
        clock = Clock(today, now, ZoneInfo(read_settings(connection).zone))
        known = planned(connection, {}, clock, wanted.max_refused).known
        context = run_logs.context(connection, known)
        connection.commit()
        files, others = _files(wanted)
        days = None if wanted.days is None else frozenset(day.toordinal() for day in wanted.days)
        asked = Asked(files, known, context, wanted.max_refused, _say_nothing, days)
        rolled = _rolled(connection, wanted, asked)
    result = Result(rolled, wanted, asked, places.without_sign_in(wanted.place), others)
    return _written(database, result, told, seen)


def _say_nothing(_what: str, _source: str, _rows: int = 0) -> None:
    """Nothing is shown while an engine counts."""


@dataclass(frozen=True, slots=True)
class Result:
    """What an engine answered, with what it was asked; `others` are files of no kind that is read."""

    rolled: Rolled
    wanted: Wanted
    asked: Asked
    place: str
    others: int


def _files(wanted: Wanted) -> tuple[dict[str, str], int]:
    if wanted.engine is Engine.EMBEDDED and places.is_elsewhere(wanted.place):
        raise Refused(Code.NOT_READABLE, ANOTHER_MACHINE.format(place=shown(places.without_sign_in(wanted.place))))
    logs, others = places.run_logs(_listed(wanted))
    if not logs:
        raise Refused(Code.NOT_OUR_FILE, NOTHING.format(place=shown(places.without_sign_in(wanted.place), 200)))
    return places.named(places.of_days(logs, wanted.days), wanted.place), others


def _listed(wanted: Wanted) -> Iterable[str]:
    if wanted.engine is Engine.SPARK and places.is_elsewhere(wanted.place):
        from agent_scorecard.runs.elsewhere.job import listed
        from agent_scorecard.runs.elsewhere.session import session

        return listed(session(wanted.master), wanted.place)
    return places.here(wanted.place)


def _rolled(connection: Connection, wanted: Wanted, asked: Asked) -> Rolled:
    if wanted.engine is Engine.EMBEDDED:
        return embedded.rolled(connection, asked)
    from agent_scorecard.loading.rolling import spark

    return spark.rolled(connection, asked, wanted.master)


def _written(database: Database, result: Result, told: batch.Asked, seen: int) -> LoadReport:
    """Write in one transaction; where nothing is new or different, nothing of it stays."""
    with writer(database).connect() as connection:
        transaction = connection.begin()
        if revision_of(connection) != seen and _is_overtaken(connection, result):
            raise Overtaken(str(Overtaken.__doc__))
        before = _before(connection, result.place)
        number = batch.begin(connection, told)
        keeping = Keeping(connection, result.rolled, result.place, result.asked.days)
        kept = keeping.write(number, result.wanted.engine.value)
        report = _report(number, result, keeping)
        if before is not None and not kept.changes_anything and before[1:] == _counted(report):
            transaction.rollback()
            notes = (*report.notes, f"rolled up before by load {before[0]}: nothing was changed")
            return replace(report, status=LoadStatus.ALREADY, load=before[0], notes=notes)
        if kept.changes_anything:
            bump_revision(connection)
        batch.finish(connection, number, report, told, {"roll_up": _told(result, kept)})
        transaction.commit()
        return report


def _is_overtaken(connection: Connection, result: Result) -> bool:
    asked = result.asked
    known = planned(connection, {}, asked.known.clock, asked.most_refused).known
    return run_logs.context(connection, known).agents != asked.context.agents


def _before(connection: Connection, place: str) -> tuple[int, ...] | None:
    """Return the last load of this place with its counts."""
    counts = (LOADS.c[name] for name in ("load", *SEEN))
    chosen = select(*counts).join(roll_ups, roll_ups.c.load == LOADS.c.load).where(roll_ups.c.place == place)
    row = connection.execute(chosen.order_by(LOADS.c.load.desc()).limit(1)).first()
    return None if row is None else tuple(row)


def _counted(report: LoadReport) -> tuple[int, ...]:
    return tuple(report.total(name) for name in SEEN)


def _report(number: int, result: Result, keeping: Keeping) -> LoadReport:
    rolled, kept = result.rolled, keeping.kept
    refusals = _refusals(rolled)
    new, changed = keeping.runs_of(kept.new), keeping.runs_of(kept.changed)
    same = rolled.read - rolled.duplicate - rolled.refused - new - changed
    whole = [
        FileReport(RUNS, file.source, file.read, refused=file.read, refused_whole=file.reason)
        for file in rolled.refused_files
    ]
    taken = FileReport(
        RUNS,
        result.place,
        rolled.read,
        new,
        changed,
        same,
        rolled.duplicate,
        rolled.refused,
        tuple(_warnings(result, kept)),
    )
    files = (*whole, taken) if rolled.read or not whole else tuple(whole)
    return LoadReport(batch.status(files, kept.changes_anything), number, files, refusals, tuple(_notes(kept)))


def _refusals(rolled: Rolled) -> tuple[Refusal, ...]:
    lines = [Refusal(RUNS, *each) for each in sorted(rolled.refusals)]
    files = (Refusal(RUNS, each.source, each.line, "", "", each.code, each.reason) for each in rolled.refused_files)
    return (*lines, *files)


def _warnings(result: Result, kept: Kept) -> Iterator[Refusal]:
    """Point out what was left out and still wants a look."""
    rolled = result.rolled
    for key, times in sorted(rolled.unknown_keys.items()):
        yield _warning(shown(key), Code.UNKNOWN_COLUMN, f"unknown key in {plural(times, 'run')}, kept out")
    if rolled.rounded:
        yield _warning("cost_usd", Code.ROUNDED, f"{plural(rolled.rounded, 'amount')} rounded to nine decimals")
    if rolled.waiting:
        runs = plural(sum(rolled.waiting.values()), "run")
        reason = f"{runs} of unknown agents ({_named(rolled.waiting)}): add them or an alias, then roll up again"
        yield _warning("agent_id", Code.UNKNOWN, reason)
    if result.others:
        yield _warning("", Code.NOT_OUR_FILE, f"{plural(result.others, 'file')} of other kinds left out")
    if kept.here:
        reason = f"{plural(len(kept.here), 'day')} of agents whose runs are stored here stay as they are"
        yield _warning("agent_id", Code.ALREADY_ELSEWHERE, reason)
    if kept.of_others:
        reason = f"{plural(len(kept.of_others), 'day')} of agents rolled up from another place stay as they are"
        yield _warning("agent_id", Code.ALREADY_ELSEWHERE, reason)


def _named(waiting: Mapping[str, int]) -> str:
    names = sorted(waiting)
    more = f" and {len(names) - MOST_NAMED:,} more" if len(names) > MOST_NAMED else ""
    return ", ".join(map(shown, names[:MOST_NAMED])) + more


def _warning(column: str, code: Code, reason: str) -> Refusal:
    return Refusal(RUNS, RUNS, 0, column, "", code, reason)


def _notes(kept: Kept) -> Iterator[str]:
    if kept.gone:
        yield f"{plural(len(kept.gone), 'day')} of agents are no longer in the log and were taken out"
    if kept.incomplete:
        months = plural(len(kept.incomplete), "month")
        yield f"of {months} of agents only a part was read: quantiles and users are kept where a month is read whole"


def _told(result: Result, kept: Kept) -> dict[str, object]:
    """Return what the event says of a roll-up."""
    days = sorted({day for day, _ in kept.new | kept.changed | kept.gone})
    moved = {name: len(getattr(kept, name)) for name in ("new", "changed", "same", "gone", "here", "of_others")}
    span = [date.fromordinal(day).isoformat() for day in (days[0], days[-1])] if days else []
    return {"engine": result.wanted.engine.value, "place": result.place, "days": span, "agent_days": moved}
