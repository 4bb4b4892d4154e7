"""Build the synthetic sample company: its files loaded on their days, its decisions recorded on theirs."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Engine

from agent_scorecard import where
from agent_scorecard.loading.load import load
from agent_scorecard.loading.report import Progress
from agent_scorecard.recording.changes import ChangeFields, record_change
from agent_scorecard.recording.company import CompanyFields, set_company
from agent_scorecard.recording.decisions import record_decision
from agent_scorecard.recording.eval_cases import CaseFields, keep_eval_case
from agent_scorecard.recording.exceptions import GapFields, accept_gap
from agent_scorecard.recording.fields import DecisionFields
from agent_scorecard.recording.follow_ups import close_follow_up
from agent_scorecard.recording.incident_fields import Fix, StepFields
from agent_scorecard.recording.incident_steps import handle_incident
from agent_scorecard.recording.reviews import OutcomeFields, confirm_all
from agent_scorecard.recording.weekly import PromisedChange, WeeklyFields, record_week
from agent_scorecard.store.database import writer
from agent_scorecard.store.meta import set_opening_day
from agent_scorecard.vocabulary import (
    AgainstReason,
    AgenticRisk,
    ChangeKind,
    Choice,
    Disposition,
    ExceptionReason,
    ExpandKind,
    Preset,
    WeeklyChange,
)

FILES, STORY = "juniper_outdoor", "story.toml"
BY = "sample company"
AFTERNOON = time(16)
WORDS = {"choice": Choice, "kind": ExpandKind, "against": AgainstReason}


def build_sample(
    engine: Engine, folder: Path = where.SAMPLE_DATA, progress: Callable[[Progress], None] | None = None
) -> date:
    """Fill an empty database with the sample company and return the day it opens on.

    Nothing about a verdict is written: what the rules find is found in these files. Raises Refused, or ValueError
    when a row of a sample file is refused.
    """
    with (folder / STORY).open("rb") as file:
        story = tomllib.load(file)
    company = CompanyFields(**{**story["company"], "preset": Preset(story["company"]["preset"])})
    zone, opens = ZoneInfo(company.zone), story["opening_day"]
    days = sorted(path for path in (folder / FILES).iterdir() if path.is_dir())
    set_company(engine, company, by=BY, at=_at(date.fromisoformat(days[0].name), zone))
    for day in days:
        _load(engine, day, zone, progress)
    told = (*story["exceptions"], *story["decisions"], *story["reviews"], *story["weeks"])
    told += (*story["changes"], *story["cases"], *story["incidents"])
    for row in sorted(told, key=lambda row: row.get("held_on") or row["as_of"]):
        _of_kind(row)(engine, row, zone)
    with writer(engine).begin() as connection:
        set_opening_day(connection, opens)
    return date.fromisoformat(str(opens))


def _of_kind(row: Mapping[str, Any]) -> Callable[[Engine, Mapping[str, Any], ZoneInfo], None]:
    """Return what replays a row of the story, by what only rows of its kind say."""
    kinds = {
        "gap": _exception,
        "week": _week,
        "outcomes": _review,
        "author": _change,
        "suite": _case,
        "tags": _incident,
    }
    return next((replay for name, replay in kinds.items() if name in row), _replay)


def _load(engine: Engine, folder: Path, zone: ZoneInfo, progress: Callable[[Progress], None] | None) -> None:
    day = date.fromisoformat(folder.name)
    report = load(engine, [folder], today=day, now=_at(day, zone), actor=BY, progress=progress)
    if not report.is_clean:
        raise ValueError(f"A row of the sample company was refused: {report.refusals[0]}")


def _replay(engine: Engine, row: Mapping[str, Any], zone: ZoneInfo) -> None:
    told: dict[str, Any] = {name: WORDS[name](value) if name in WORDS else value for name, value in row.items()}
    kept, by = told.pop("done", ()), told.pop("by")
    recorded = record_decision(engine, DecisionFields(**told), by=by, at=_at(told["as_of"], zone))
    _close(engine, recorded.seq, kept, zone)


def _exception(engine: Engine, row: Mapping[str, Any], zone: ZoneInfo) -> None:
    told = {**row, "reason": ExceptionReason(row["reason"])}
    by = told.pop("by")
    accept_gap(engine, GapFields(**told), by=by, at=_at(row["as_of"], zone))


def _week(engine: Engine, row: Mapping[str, Any], zone: ZoneInfo) -> None:
    told = dict(row)
    kept, by, change = told.pop("done", ()), told.pop("by"), told.pop("change", None)
    changes = () if change is None else (PromisedChange(**{**change, "kind": WeeklyChange(change["kind"])}),)
    fields = WeeklyFields(**{**told, "attendees": tuple(told["attendees"]), "changes": changes})
    _close(engine, record_week(engine, fields, by=by, at=_at(told["held_on"], zone)), kept, zone)


def _change(engine: Engine, row: Mapping[str, Any], zone: ZoneInfo) -> None:
    told = {**row, "kind": ChangeKind(row["kind"]), "planned_at": _at(row["as_of"], zone)}
    by, day = told.pop("by"), told.pop("as_of")
    record_change(engine, ChangeFields(**told), by=by, at=_at(day, zone))


def _case(engine: Engine, row: Mapping[str, Any], zone: ZoneInfo) -> None:
    told = {**row, "kept_on": row["as_of"]}
    by, day = told.pop("by"), told.pop("as_of")
    keep_eval_case(engine, CaseFields(**told), by=by, at=_at(day, zone))


def _incident(engine: Engine, row: Mapping[str, Any], zone: ZoneInfo) -> None:
    told = {**row, "tags": tuple(map(AgenticRisk, row["tags"])), "fixes": tuple(Fix(**fix) for fix in row["fixes"])}
    by, day = told.pop("by"), told.pop("as_of")
    handle_incident(engine, StepFields(**told), by=by, at=_at(day, zone))


def _close(engine: Engine, entry: int, kept: Sequence[Mapping[str, Any]], zone: ZoneInfo) -> None:
    for done in kept:
        at = _at(done["on"], zone)
        close_follow_up(engine, f"{entry}-{done['number']}", done["note"], by=done["by"], at=at)


def _review(engine: Engine, row: Mapping[str, Any], zone: ZoneInfo) -> None:
    """Confirm what stood on the day of a portfolio review, each agent with its disposition and its owner's word."""
    held_on, period = row["held_on"], row["period"]
    outcomes = [
        OutcomeFields(period=period, agent=agent, disposition=Disposition(word), held_on=held_on, attested_by=owner)
        for agent, (word, owner) in row["outcomes"].items()
    ]
    confirm_all(engine, outcomes, by=row["by"], at=_at(held_on, zone))


def _at(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, AFTERNOON, tzinfo=zone).astimezone(UTC)
