"""What the runs asked for add up to: what recurs, which audit fields they lack, which words occur in them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from sqlalchemy import Engine, func, select

from agent_scorecard.rules.run_facts import FieldGap, Recurring, RunsAsked, RunTally
from agent_scorecard.runs.explorer.asked import key_of
from agent_scorecard.runs.explorer.pages import calls_in, chosen
from agent_scorecard.runs.readings import BITS, Reading, read
from agent_scorecard.store.database import reader
from agent_scorecard.store.moments import time_of
from agent_scorecard.store.tables.runs import call_lists, run_contexts, run_readings, run_texts, runs
from agent_scorecard.vocabulary import ApprovalStatus, ToolStatus

MOST = 50_000
SAME = ("context", "reading", "calls", "error")
WENT_WRONG = (ToolStatus.BLOCKED, ToolStatus.ERROR)


class Alike(NamedTuple):
    """Runs that point at the same: how many, the first and the last of them, and what they point at."""

    runs: int
    first: int
    last: int
    model: str | None
    prompt: str | None
    given: str
    verdict: str
    calls: str | None
    error: str | None


def tally_of(engine: Engine, asked: RunsAsked, most: int = MOST) -> RunTally:
    """Add up the latest runs asked for, at most so many, so that no page reads a whole log."""
    with reader(engine).begin() as connection:
        key = key_of(connection, asked.agent)
        if key is None:
            return tally((), most)
        latest = chosen(connection, asked, key, runs.c.at, *(runs.c[name] for name in SAME)).limit(most).subquery()
        found = [Alike(*row) for row in connection.execute(_alike(latest))]
    return tally(found, most)


def _alike(latest: Any) -> Any:
    same = [latest.c[name] for name in SAME]
    groups = select(*same, func.count().label("n"), func.min(latest.c.at).label("a"), func.max(latest.c.at).label("z"))
    one = groups.group_by(*same).subquery()
    return (
        select(one.c.n, one.c.a, one.c.z, run_contexts.c.model_version, run_contexts.c.prompt_version)
        .add_columns(run_readings.c.given, run_readings.c.verdict, call_lists.c.content, run_texts.c.content)
        .join_from(one, run_contexts, run_contexts.c.context == one.c.context)
        .join(run_readings, run_readings.c.reading == one.c.reading)
        .join(call_lists, call_lists.c.calls == one.c.calls, isouter=True)
        .join(run_texts, run_texts.c.text == one.c.error, isouter=True)
    )


def tally(found: Iterable[Alike], most: int) -> RunTally:
    """Add up runs that were grouped by what they point at."""
    groups = list(found)
    return RunTally(
        runs=sum(group.runs for group in groups),
        most=most,
        recurring=_recurring(groups),
        gaps=_gaps(groups),
        models=_words(group.model for group in groups),
        prompts=_words(group.prompt for group in groups),
        tools=_words(call.tool for group in groups for call in calls_in(group.calls) or ()),
    )


def _recurring(groups: list[Alike]) -> tuple[Recurring, ...]:
    gathered: dict[tuple[ToolStatus | None, str, str], list[Alike]] = defaultdict(list)
    for group in groups:
        for what in set(_went_wrong(group)):
            gathered[what].append(group)
    found = [
        Recurring(
            *what,
            sum(group.runs for group in alike),
            time_of(min(group.first for group in alike)),
            time_of(max(group.last for group in alike)),
        )
        for what, alike in gathered.items()
    ]
    return tuple(sorted(found, key=lambda row: (-row.runs, row.tool, row.reason, row.status or "")))


def _went_wrong(group: Alike) -> Iterator[tuple[ToolStatus | None, str, str]]:
    for call in calls_in(group.calls) or ():
        if call.status in WENT_WRONG:
            yield call.status, call.tool, call.reason
    if group.error:
        yield None, "", group.error


def _gaps(groups: list[Alike]) -> tuple[FieldGap, ...]:
    counted: dict[tuple[str, str], int] = defaultdict(int)
    for group in groups:
        counted[group.given, group.verdict] += group.runs
    needed, missing = dict.fromkeys(BITS, 0), dict.fromkeys(BITS, 0)
    for (given, verdict), times in counted.items():
        for field, is_there in Reading(read(given), ApprovalStatus(verdict) if verdict else None).audit.items():
            needed[field] += times
            missing[field] += 0 if is_there else times
    return tuple(FieldGap(field, needed[field], missing[field]) for field in BITS if needed[field])


def _words(found: Iterable[str | None]) -> tuple[str, ...]:
    return tuple(sorted({word for word in found if word}))
