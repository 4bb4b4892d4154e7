"""Run logs of a load: every kind of file goes through one stage, and what came of it is told as for other files."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from functools import partial
from itertools import groupby
from typing import Any, TypeVar

from sqlalchemy import Connection, func, select

from agent_scorecard.loading import price_list, run_warnings
from agent_scorecard.loading.checks.known import Known
from agent_scorecard.loading.contract import contract
from agent_scorecard.loading.doors import doors
from agent_scorecard.loading.gather import RUNS, Gathered
from agent_scorecard.loading.readers import separated
from agent_scorecard.loading.readers.parquet import parquet_rows
from agent_scorecard.loading.reading import Reading, header_columns
from agent_scorecard.loading.refusal import Code, Refusal, Refused, too_many
from agent_scorecard.loading.report import FileReport
from agent_scorecard.loading.sources import Source
from agent_scorecard.loading.traces.publish import publish as publish_traces
from agent_scorecard.loading.traces.stage import TraceStage
from agent_scorecard.loading.traces.telling import tell
from agent_scorecard.rules.facts import Action, Agent, Change, Threshold
from agent_scorecard.runs.context import RunContext, known_agents
from agent_scorecard.runs.publish import RunCounts
from agent_scorecard.runs.publish import publish as publish_runs
from agent_scorecard.runs.refusal import FileRefused, RefusedRun
from agent_scorecard.runs.roll_up import redo
from agent_scorecard.runs.stage import FileCounts, RunStage
from agent_scorecard.runs.users import user_key
from agent_scorecard.store.moments import start_of
from agent_scorecard.store.read_purges import kept_from_by_agent
from agent_scorecard.store.tables import METADATA
from agent_scorecard.store.tables.runs import unregistered_runs

Shape = TypeVar("Shape")
Record = tuple[int, Mapping[str, Any]]
APPROVALS = METADATA.tables["approvals"]
TIME_STATED = "time_stated"
ONE_SOURCE = 3


@dataclass(slots=True)
class RunLogs:
    """The stage of a load and what each of its files brought; a file refused whole left nothing in the stage.

    `taken` are the fingerprint and the counts of each; `odd` are rows of tables that are too short or too long, which
    the stage never sees.
    """

    stage: RunStage
    taken: list[tuple[str, FileCounts]] = field(default_factory=list)
    refused: list[FileReport] = field(default_factory=list)
    faults: list[Refusal] = field(default_factory=list)
    warnings: list[Refusal] = field(default_factory=list)
    odd: list[Refusal] = field(default_factory=list)
    traces: TraceStage | None = None

    @property
    def refusals(self) -> tuple[Refusal, ...]:
        of_spans = self.traces.refusals if self.traces else ()
        return (*map(_refusal, self.stage.refusals), *self.odd, *self.faults, *of_spans)

    @property
    def spans(self) -> tuple[FileReport, ...]:
        """One report for each file of spans, beside that of the runs they tell."""
        return tuple(file.report() for file in self.traces.files) if self.traces else ()


def are_wanted(connection: Connection, found: Gathered, changed: set[str]) -> bool:
    """Say whether a load has to do with runs: it brings some, or changes what stored ones join to."""
    if found.run_logs or found.traces or found.run_tables or found.mapped_runs or "approvals" in changed:
        return True
    waits = connection.execute(select(func.count()).select_from(unregistered_runs)).scalar_one()
    return bool(waits) and bool(changed & {"agents", "aliases"})


def staged(
    connection: Connection,
    found: Gathered,
    known: Known,
    context: RunContext,
    most_refused: float,
    step: Callable[[str, str, int], None],
) -> RunLogs:
    """Gather every run of the load in temporary tables; nothing else is written."""
    logs = RunLogs(RunStage(connection, context))
    for source in found.run_logs:
        _take(logs, source.label, source.fingerprint(), most_refused, partial(_added, logs, source, step))
    for table in found.run_tables:
        label = table.source.label
        records = _of_table(logs, table.header, table.rows, label)
        _take(logs, label, table.source.fingerprint(), most_refused, partial(logs.stage.add_records, records, label))
    for label, stated, runs in _mapped(found):
        _take(logs, label, found.mapped_from, most_refused, partial(logs.stage.add_records, runs, label, stated=stated))
    if found.traces:
        _take_traces(logs, found, most_refused, step)
    logs.stage.add_waiting()
    logs.stage.settle()
    logs.warnings += run_warnings.told(logs.stage, logs.traces, known)
    return logs


def _take_traces(logs: RunLogs, found: Gathered, most_refused: float, step: Callable[[str, str, int], None]) -> None:
    logs.traces = TraceStage(logs.stage.connection)
    for source, shape in found.traces:
        logs.traces.add(source, shape, most_refused, step)
    logs.taken += tell(logs.traces, logs.stage)


def _take(logs: RunLogs, label: str, fingerprint: str, most_refused: float, add: Callable[[], FileCounts]) -> None:
    before, odd_before = len(logs.stage.refusals), len(logs.odd)
    try:
        counts = add()
    except (FileRefused, Refused) as fault:
        del logs.odd[odd_before:]
        where = f" (line {fault.line})" if fault.line and f"line {fault.line}" not in fault.reason else ""
        _refuse_whole(logs, label, 0, Refused(Code(fault.code), fault.reason + where, fault.line), fingerprint)
        return
    odd = len(logs.odd) - odd_before
    read, refused = counts.read + odd, counts.refused + odd
    if refused > most_refused * read:
        logs.faults += [*logs.odd[odd_before:], *map(_refusal, logs.stage.refusals[before:])]
        del logs.odd[odd_before:]
        logs.stage.forget(counts)
        _refuse_whole(logs, label, read, too_many(refused, read, most_refused), fingerprint)
    else:
        logs.taken.append((fingerprint, counts))


def _refusal(run: RefusedRun) -> Refusal:
    return Refusal(RUNS, run.source, run.line, run.column, run.value, run.code, run.reason)


def _refuse_whole(logs: RunLogs, label: str, read: int, fault: Refused, fingerprint: str) -> None:
    logs.refused.append(
        FileReport(RUNS, label, read, refused=read, refused_whole=fault.reason, fingerprint=fingerprint)
    )
    logs.faults.append(Refusal(RUNS, label, fault.line, "", "", fault.code, fault.reason))


def _added(logs: RunLogs, source: Source, step: Callable[[str, str, int], None]) -> FileCounts:
    with source.open() as stream:
        if source.ending == ".csv":
            header, rows = separated.read(stream, [column.name for column in contract()[RUNS].columns])
            return logs.stage.add_records(_of_table(logs, header, rows, source.label), source.label)
        if source.ending == ".parquet":
            return logs.stage.add_records(parquet_rows(stream), source.label)
        return logs.stage.add_lines(
            stream,
            source.label,
            sealed=source.exported,
            on_block=lambda rows: step("read", source.label, rows),
        )


def _of_table(
    logs: RunLogs, header: tuple[str, ...], rows: Iterable[tuple[int, tuple[str, ...]]], label: str
) -> Iterator[Record]:
    reading = Reading(RUNS, label)
    columns = header_columns(reading, header, contract()[RUNS])
    logs.warnings += reading.warnings
    for line, cells in rows:
        if len(cells) != len(columns):
            reason = f"the row has {len(cells)} cells, the header has {len(columns)}"
            logs.odd.append(Refusal(RUNS, label, line, "", "", Code.WRONG_LENGTH, reason))
            continue
        yield line, {column.name: cell.strip() for column, cell in zip(columns, cells, strict=True) if column}


def _mapped(found: Gathered) -> Iterator[tuple[str, bool, list[Record]]]:
    def place(run: Any) -> tuple[str, bool]:
        return run.source, bool(run.cells.get(TIME_STATED))

    for (label, stated), runs in groupby(sorted(found.mapped_runs, key=place), key=place):
        yield label, stated, [(run.line, {k: v for k, v in run.cells.items() if k != TIME_STATED}) for run in runs]


def context(connection: Connection, known: Known) -> RunContext:
    """Return what the door must know of agents, clock and words, as stored and as this load brings it."""
    clock = known.clock
    agents = [_fact(Agent, row) for row in known.of("agents").values()]
    aliases = {str(key[0]): (str(row["agent"]), row["version"]) for key, row in known.of("aliases").items()}
    return RunContext(
        agents=known_agents(
            agents,
            aliases,  # type: ignore[arg-type]
            _by_agent(known, "actions", Action),
            _by_agent(known, "thresholds", Threshold),
            _by_agent(known, "changes", Change),
            _with_approvals(connection, known),
            clock.company_zone,
            {agent: start_of(day, clock.company_zone) for agent, day in kept_from_by_agent(connection).items()},
        ),
        read=doors(contract()[RUNS], clock),
        refusal=Refused,
        zone=clock.company_zone,
        now=clock.now,
        user_key=user_key(connection),
        prices=price_list.known_prices(known.of("prices").values()),
    )


def _with_approvals(connection: Connection, known: Known) -> frozenset[str]:
    """Return the agents whose approvals are on file or come with this load."""
    stored = connection.execute(select(APPROVALS.c.agent).distinct()).scalars()
    return frozenset([*stored, *(str(row["agent"]) for row in known.rows.get("approvals", {}).values())])


def _by_agent(known: Known, kind: str, shape: type[Shape]) -> dict[str, list[Shape]]:
    rows: dict[str, list[Shape]] = {}
    for row in known.of(kind).values():
        rows.setdefault(str(row["agent"]), []).append(_fact(shape, row))
    return rows


def _fact(shape: type[Shape], row: Mapping[str, object]) -> Shape:
    names = (each.name for each in fields(shape))  # type: ignore[arg-type]
    return shape(**{name: row[name] for name in names if row.get(name) is not None})


def published(
    connection: Connection, logs: RunLogs | None, approvals: Iterable[tuple[str, str]]
) -> tuple[tuple[FileReport, ...], bool]:
    """Publish gathered runs, redo the days they touch, and say whether anything changed."""
    if logs is None:
        return (), False
    done = publish_runs(connection, logs.stage, approvals)
    traces, left = publish_traces(connection, logs.stage.context) if logs.traces else (0, set())
    redo(connection, done.touched | left, logs.stage.context.zone)
    counts = done.counts
    return reports(logs, counts), bool(counts.new or counts.changed or counts.joined or traces)


def unpublished(logs: RunLogs) -> tuple[FileReport, ...]:
    """Return what was read of runs where nothing is published."""
    taken = (FileReport(RUNS, counts.source, counts.read) for _, counts in logs.taken)
    return (*logs.spans, *logs.refused, *taken)


def reports(logs: RunLogs, counts: RunCounts) -> tuple[FileReport, ...]:
    """Return the files refused whole, and one report for all other runs of the load together."""
    sources = [counted.source for _, counted in logs.taken]
    if not sources and not counts.read:
        return _with_warnings((*logs.spans, *logs.refused), logs.warnings)
    prints = sorted({fingerprint for fingerprint, _ in logs.taken})
    taken = FileReport(
        RUNS,
        _label(sources),
        counts.read + len(logs.odd),
        counts.new,
        counts.changed,
        counts.same,
        counts.duplicate,
        counts.refused + len(logs.odd),
        tuple(logs.warnings),
        fingerprint=prints[0] if len(prints) == 1 else hashlib.sha256("".join(prints).encode()).hexdigest(),
    )
    return (*logs.spans, *logs.refused, taken)


def _with_warnings(files: tuple[FileReport, ...], warnings: list[Refusal]) -> tuple[FileReport, ...]:
    """Without a report of runs the first of the others tells what wants a look."""
    return (replace(files[0], warnings=tuple(warnings)), *files[1:]) if files and warnings else files


def _label(sources: Sequence[str]) -> str:
    names = list(Counter(sources))
    more = f" and {len(names) - ONE_SOURCE:,} more" if len(names) > ONE_SOURCE else ""
    return ", ".join(names[:ONE_SOURCE]) + more if names else "runs that waited for an alias"
