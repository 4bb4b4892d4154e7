"""Spans of a load are gathered by trace, put beside what is known of it, and told to the door as runs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import IO, Any, NamedTuple

from sqlalchemy import Column, Connection, Row, Table, delete, insert, select

from agent_scorecard.loading.refusal import Code, Refusal, Refused, too_many
from agent_scorecard.loading.report import FileReport
from agent_scorecard.loading.shapes import Shape, unpacked
from agent_scorecard.loading.sources import Source
from agent_scorecard.loading.traces import kept, langfuse, otlp, otlp_binary, plain
from agent_scorecard.loading.traces.found import Found
from agent_scorecard.loading.traces.run import TraceRun, run_of
from agent_scorecard.loading.traces.span import Span, read, settled, written
from agent_scorecard.runs.staging import TEMPORARY, fresh
from agent_scorecard.store.tables.traces import traces
from agent_scorecard.store.tables.types import TEXT, WHOLE

SPANS = "spans"
AT_ONCE = 2_000
READERS: Mapping[Shape, Callable[[IO[bytes]], Iterator[Found]]] = {
    Shape.OTLP_JSON: otlp.spans,
    Shape.OTLP_BINARY: otlp_binary.spans,
    Shape.SPANS: plain.spans,
    Shape.LANGFUSE: langfuse.spans,
    Shape.KEPT_TRACES: kept.spans,
}
ONLY_WITH_ITS_EXPORT = "holds the traces of an export: load the whole folder it lies in"

staged_spans = Table(
    "staged_spans",
    TEMPORARY,
    Column("trace", TEXT, primary_key=True),
    Column("place", WHOLE, primary_key=True, autoincrement=False),
    Column("file", WHOLE, nullable=False),
    Column("line", WHOLE, nullable=False),
    Column("span", TEXT, nullable=False),
    prefixes=["TEMPORARY"],
    sqlite_with_rowid=False,
)
staged_traces = Table(
    "staged_traces",
    TEMPORARY,
    Column("trace", TEXT, primary_key=True),
    Column("agent", TEXT, nullable=False),
    Column("was", TEXT, nullable=False),
    Column("spans", TEXT, nullable=False),
    prefixes=["TEMPORARY"],
)


class Told(NamedTuple):
    """The run of one trace, with the file and line its agent's span stands in, or the last of its spans there."""

    file: int
    line: int
    run: TraceRun


@dataclass(slots=True)
class TraceFile:
    """One file of spans: what became of each of them."""

    source: Source
    read: int = 0
    refused: int = 0
    others: int = 0
    refused_whole: str | None = None
    became: Counter[str] = field(default_factory=Counter)

    def report(self) -> FileReport:
        label, print_ = self.source.label, self.source.fingerprint()
        if self.refused_whole is not None:
            return FileReport(
                SPANS, label, self.read, refused=self.read, refused_whole=self.refused_whole, fingerprint=print_
            )
        new, changed, same, twice = (self.became[name] for name in ("new", "changed", "same", "duplicate"))
        return FileReport(SPANS, label, self.read, new, changed, same, twice, self.refused, fingerprint=print_)


class TraceStage:
    """Gathers the spans of one load in temporary tables: `add` files, then take the runs of their traces."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection
        self.files: list[TraceFile] = []
        self.refusals: list[Refusal] = []
        self.waiting = self.waiting_spans = self.moved = 0
        self._place = 0
        fresh(connection, staged_spans, staged_traces)

    def add(self, source: Source, shape: Shape, most_refused: float, step: Callable[[str, str, int], None]) -> None:
        """Take the spans of a file; what cannot be read is refused with its line, too much of it the file whole."""
        file, begun, faults = TraceFile(source), self._place, len(self.refusals)
        self.files.append(file)
        try:
            if shape is Shape.KEPT_TRACES and not source.exported:
                raise Refused(Code.NOT_OUR_FILE, ONLY_WITH_ITS_EXPORT)
            with source.open() as stream:
                self._take(file, READERS[shape](unpacked(stream)), step)
            if file.refused > most_refused * file.read:
                raise too_many(file.refused, file.read, most_refused)
        except Refused as fault:
            self.connection.execute(delete(staged_spans).where(staged_spans.c.place >= begun))
            if fault.code != Code.TOO_MANY_REFUSED:
                del self.refusals[faults:]
            file.refused_whole = fault.reason
            self._refuse(file, fault.line, fault)

    def _take(self, file: TraceFile, spans: Iterator[Found], step: Callable[[str, str, int], None]) -> None:
        rows: list[dict[str, Any]] = []
        for found in spans:
            if found.fault is not None:
                file.refused += 1
                self._refuse(file, found.line, found.fault)
            elif found.span is None:
                file.others += 1
                continue
            else:
                rows.append(self._row(found.line, found.span))
            file.read += 1
            if len(rows) == AT_ONCE:
                self._put(rows)
                step("read", file.source.label, file.read)
        self._put(rows)

    def _row(self, line: int, span: Span) -> dict[str, Any]:
        self._place += 1
        text = written([span])
        return {"trace": span.trace, "place": self._place, "file": len(self.files) - 1, "line": line, "span": text}

    def _put(self, rows: list[dict[str, Any]]) -> None:
        if rows:
            self.connection.execute(insert(staged_spans), rows)
            rows.clear()

    def _refuse(self, file: TraceFile, line: int, fault: Refused) -> None:
        self.refusals.append(Refusal(SPANS, file.source.label, line, "", "", fault.code, fault.reason))

    def runs(self) -> Iterator[list[Told]]:
        """Merge each trace with what is stored of it and yield their runs, some thousand at once."""
        after = ""
        table = staged_spans.c
        while True:
            chosen = select(table.trace).where(table.trace > after).distinct().order_by(table.trace).limit(AT_ONCE)
            names = self.connection.execute(chosen).scalars().all()
            if not names:
                return
            here = (table.trace > after) & (table.trace <= names[-1])
            rows = self.connection.execute(select(staged_spans).where(here).order_by(table.trace, table.place)).all()
            yield list(self._told(names, rows))
            after = names[-1]

    def _told(self, names: Sequence[str], rows: Sequence[Row[Any]]) -> Iterator[Told]:
        stored = select(traces).where(traces.c.trace.in_(names))
        known = {row.trace: row for row in self.connection.execute(stored)}
        changed = []
        for trace, group in groupby(rows, key=lambda row: row.trace):
            staged = list(group)
            before = known.get(trace)
            spans = self._merged(staged, read(before.spans) if before else [])
            run = run_of(trace, spans)
            agent, text = run.agent if run else "", written(spans)
            if before is None or (before.agent, before.spans) != (agent, text):
                was = before.agent if before else ""
                self.moved += was not in ("", agent)
                changed.append({"trace": trace, "agent": agent, "was": was, "spans": text})
            if run is None:
                self.waiting += 1
                self.waiting_spans += len(spans)
            elif not all(self.files[row.file].source.exported for row in staged):
                yield _placed(run, staged)
        if changed:
            self.connection.execute(insert(staged_traces), changed)

    def _merged(self, staged: Sequence[Row[Any]], before: Sequence[Span]) -> list[Span]:
        """Put the spans of this load beside the stored ones, and count what became of each."""
        stored = {span.span: span for span in before}
        merged = dict(stored)
        came: set[str] = set()
        for row in staged:
            (span,) = read(row.span)
            first, now = stored.get(span.span), merged.get(span.span)
            merged[span.span] = span if now is None else settled(now, span)
            self.files[row.file].became[_became(span, first, merged[span.span], span.span in came)] += 1
            came.add(span.span)
        return list(merged.values())


def _became(span: Span, stored: Span | None, kept: Span, again: bool) -> str:
    if again:
        return "duplicate"
    if stored is None:
        return "new"
    return "same" if span == stored or kept != span else "changed"


def _placed(run: TraceRun, staged: Sequence[Row[Any]]) -> Told:
    """Say where a run stands: its agent's span if it is in this load, else the last of its spans there."""
    of_agents = [row for row in staged if '"part":"agent"' in row.span]
    row = (of_agents or staged)[-1]
    return Told(row.file, row.line, run)
