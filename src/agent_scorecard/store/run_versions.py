"""Read which versions of prompt and model the runs name, by agent: the fingerprints of what was changed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from itertools import groupby
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Engine, Select, func, select

from agent_scorecard.rules.versions import Fingerprint, VersionSeen
from agent_scorecard.store.database import reader
from agent_scorecard.store.moments import day_of, start_of
from agent_scorecard.store.read_company import read_settings
from agent_scorecard.store.scope import TABLES
from agent_scorecard.store.tables.runs import run_contexts, runs

OF = {Fingerprint.PROMPT: run_contexts.c.prompt_version, Fingerprint.MODEL: run_contexts.c.model_version}


def versions_seen(engine: Engine, as_of: date) -> Mapping[str, tuple[VersionSeen, ...]]:
    """Return the versions each agent ran with up to a day; runs whose time was only stated tell nothing (rules 1)."""
    with reader(engine).begin() as connection:
        zone = ZoneInfo(read_settings(connection).zone)
        end = start_of(date.fromordinal(as_of.toordinal() + 1), zone)
        found = [
            (row.agent, VersionSeen(kind, row.version, day_of(row.first, zone), day_of(row.latest, zone), int(row.runs)))
            for kind in OF
            for row in connection.execute(_seen(kind, end))
        ]
    return dict(_by_agent(found))


def _by_agent(found: list[tuple[str, VersionSeen]]) -> Iterator[tuple[str, tuple[VersionSeen, ...]]]:
    for agent, rows in groupby(sorted(found), key=lambda pair: pair[0]):
        yield agent, tuple(row for _, row in rows)


def _seen(kind: Fingerprint, end: int) -> Select[Any]:
    """Count the runs of each context first: they are many, the contexts are few."""
    keys, version = TABLES["agent_keys"].c, OF[kind]
    counted = (
        select(
            *(runs.c.agent, runs.c.context, func.count().label("runs")),
            *(func.min(runs.c.at).label("first"), func.max(runs.c.at).label("latest")),
        )
        .where(runs.c.at < end)
        .group_by(runs.c.agent, runs.c.context)
        .subquery()
    )
    told = select(
        *(keys.agent, version.label("version"), func.sum(counted.c.runs).label("runs")),
        *(func.min(counted.c.first).label("first"), func.max(counted.c.latest).label("latest")),
    )
    told = told.join_from(counted, run_contexts, run_contexts.c.context == counted.c.context)
    told = told.join(TABLES["agent_keys"], keys.key == counted.c.agent)
    return told.where(version.is_not(None), run_contexts.c.stated == 0).group_by(keys.agent, version)
