"""What pages may set going or ask of the layers above the rules: loads, their history, frozen cards."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from agent_scorecard import format
from agent_scorecard.access import AccessMode
from agent_scorecard.boards.load import FileLine, LoadLine, LoadResult, RefusedCell, counted, kept_apart
from agent_scorecard.boards.published import Published, of_period
from agent_scorecard.loading.load import Busy, Cancelled, DiskFull, load
from agent_scorecard.loading.mapping import SHIPPED, MappingRefused
from agent_scorecard.loading.refusal import Refused
from agent_scorecard.loading.report import FileReport, LoadReport, LoadStatus, Progress, refused_csv
from agent_scorecard.loading.sources import Source, told_by, upload
from agent_scorecard.loading.templates import template_csv, template_workbook
from agent_scorecard.recording.permission import may_load
from agent_scorecard.recording.refusal import NotPermitted
from agent_scorecard.rules.answers import Assessment
from agent_scorecard.rules.facts import Incident, TouchedRun
from agent_scorecard.store import read_touched
from agent_scorecard.store.read_loads import LoadTold, load_refusals, loads, refused_loads, waiting_traces
from agent_scorecard.store.read_people import active_person
from agent_scorecard.ui import choose, records
from agent_scorecard.ui.choose import Chosen
from agent_scorecard.vocabulary import Preset

__all__ = [
    "SHIPPED",
    "ToolsOf",
    "earlier",
    "files_of_folder",
    "frozen_card",
    "load_files",
    "mapping_named",
    "refusals_of",
    "refused",
    "template_csv",
    "template_workbook",
]

Told = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class ToolsOf:
    """The agent whose tools a tool list names, "" for none; `confirmed` by the person who acts."""

    agent: str = ""
    confirmed: bool = False


NOBODYS = ToolsOf()
FROM_HERE = "Where people sign in, files are uploaded: folders of the server are loaded on its own command line."


def load_files(
    chosen: Chosen,
    given: Sequence[tuple[str, bytes]] | Path,
    *,
    mapping: Path | None,
    all_or_nothing: bool,
    timezone: str | None,
    preset: Preset | None,
    told: Told,
    tools: ToolsOf = NOBODYS,
) -> LoadResult:
    """Load uploads or a folder and put the report into words; a failed load says that nothing was loaded."""
    confirming, unknown = _confirming(chosen, tools)
    if why := _not_yours(chosen, given) or unknown:
        return LoadResult("refused", "Nothing was loaded.", why, (), (), (), "")
    sources = _sources(given, tools.agent, confirming)
    try:
        report = load(
            chosen.engine,
            sources,
            mapping=mapping,
            all_or_nothing=all_or_nothing,
            timezone=timezone,
            preset=preset,
            today=choose.today(),
            now=choose.now(),
            actor=chosen.actor or "somebody",
            verified=chosen.acting.verified,
            mode=chosen.acting.mode,
            progress=lambda step: told(_step(step)),
        )
    except (Cancelled, DiskFull, Busy, Refused, MappingRefused, OSError) as stopped:
        return LoadResult("refused", "Nothing was loaded.", str(stopped), (), (), (), "")
    return _result(report)


def _sources(given: Sequence[tuple[str, bytes]] | Path, agent: str, confirming: str) -> Sequence[Path | Source]:
    if not isinstance(given, Path):
        return [replace(upload(*each), agent=agent, confirmed_by=confirming) for each in given]
    return told_by([given], agent, confirming) if agent else [given]


def _confirming(chosen: Chosen, tools: ToolsOf) -> tuple[str, str]:
    """The person who confirms hints, "" for nobody, and why the one who acts cannot."""
    if not tools.confirmed:
        return "", ""
    person = active_person(chosen.engine, chosen.actor or "")
    return (person, "") if person else ("", "Hints are confirmed by somebody on file: pick your name under Acting as.")


def _not_yours(chosen: Chosen, given: object) -> str:
    """Why this load is refused: asked again when it begins (reliability c)."""
    try:
        acting = may_load(chosen.engine, choose.by(), choose.now())
    except NotPermitted as refused:
        return str(refused)
    return FROM_HERE if isinstance(given, Path) and acting.mode is AccessMode.COMPANY else ""


def frozen_card(chosen: Chosen, one: Assessment) -> Published | None:
    """The published card of the period a person looks at, None while it is a draft."""
    decision = of_period(one.evidence.decisions, str(one.period), chosen.as_of)
    if decision is None:
        return None
    return records.frozen(chosen, decision)


def touched_runs(chosen: Chosen, row: Incident) -> tuple[TouchedRun, ...]:
    """The runs an incident names, as far as the log knows them."""
    return read_touched.touched_runs(chosen.engine, row.agent or "", row.affected_runs)


def files_of_folder(typed: str) -> tuple[Path | None, str]:
    """A folder typed by hand, or the sentence that says why it cannot be read."""
    folder = _there(typed.strip())
    return (folder, "") if folder is not None else (None, "There is no such folder or file on this machine.")


def mapping_named(typed: str | None) -> tuple[Path | None, str]:
    """A shipped mapping by its name or a mapping file by its path, or the sentence that says why not."""
    if not typed:
        return None, ""
    path = SHIPPED.get(typed) or _there(typed)
    is_file = path is not None and path.is_file()
    return (path, "") if is_file else (None, "There is no mapping of that name and no such file.")


def _there(typed: str) -> Path | None:
    """What lies at a path, where there is such a path at all: a strange ~name or too long a one is none."""
    try:
        path = Path(typed).expanduser()
        return path if path.exists() else None
    except (OSError, RuntimeError):
        return None


def earlier(chosen: Chosen) -> tuple[LoadLine, ...]:
    return tuple(_line(told) for told in loads(chosen.engine))


def waiting(chosen: Chosen) -> str:
    """What earlier loads brought that counts as no run yet, in one sentence."""
    return kept_apart(waiting_traces(chosen.engine))


def refused(chosen: Chosen, earlier: Sequence[LoadLine]) -> tuple[LoadLine, ...]:
    """The loads that refused anything, a cell or a whole file."""
    found = refused_loads(chosen.engine)
    return tuple(line for line in earlier if line.load in found)


def refusals_of(chosen: Chosen, load: int) -> tuple[RefusedCell, ...]:
    """The refused cells of an earlier load, as they were kept."""
    return tuple(
        RefusedCell(each.source, each.line or 0, each.column or "", each.value or "", each.reason)
        for each in load_refusals(chosen.engine, load)
    )


def _step(progress: Progress) -> str:
    rows = f", {format.count(progress.rows)} rows" if progress.rows else ""
    return f"{progress.step}: {progress.source}{rows}"


def _result(report: LoadReport) -> LoadResult:
    files = tuple(_file(each) for each in report.files)
    deck, more = counted(files)
    if report.status is LoadStatus.ALREADY and report.notes:
        deck, more = "Nothing changed.", report.notes[0]
    return LoadResult(
        status=report.status.value,
        deck=deck,
        more=more,
        files=files,
        refused=tuple(
            RefusedCell(each.source, each.line, each.column, each.value, each.reason) for each in report.refusals
        ),
        notes=report.notes,
        refused_csv=refused_csv(report) if report.refusals else "",
    )


def _file(each: FileReport) -> FileLine:
    return FileLine(
        each.file,
        each.source,
        each.read,
        each.new,
        each.changed,
        each.same,
        each.duplicate,
        each.refused,
        each.refused_whole or "",
        tuple(warning.reason for warning in each.warnings),
    )


def _line(told: LoadTold) -> LoadLine:
    said = ((told.new, "new"), (told.changed, "changed"), (told.same, "same"))
    counts = ", ".join(f"{format.count(n)} {word}" for n, word in said if n)
    counts = counts or ("refused whole" if told.status == LoadStatus.REFUSED else "none")
    return LoadLine(
        told.load,
        f"{format.full_day(told.at.date())}, {told.at:%H:%M} UTC",
        told.actor,
        format.listed([*told.sources[:4], *([f"{len(told.sources) - 4} more"] if len(told.sources) > 4 else [])]),
        counts,
        told.refused,
    )
