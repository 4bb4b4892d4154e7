"""Read which versions of prompt and model the runs name, by agent: the fingerprints of what was changed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from datetime import date
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
Key = tuple[str, Fingerprint, str]


def versions_seen(engine: Engine, as_of: date) -> Mapping[str, tuple[VersionSeen, ...]]:
    """Return the versions each agent ran with up to a day; runs whose time was only stated tell nothing (rules 1)."""
    with reader(engine).begin() as connection:
        zone = ZoneInfo(read_settings(connection).zone)
        end = start_of(date.fromordinal(as_of.toordinal() + 1), zone)
        spans: dict[Key, list[tuple[int, int, int]]] = defaultdict(list)
        for agent, first, latest, many, *versions in connection.execute(_by_context(end)):
            for kind, version in zip(OF, versions, strict=True):
                if version is not None:
                    spans[agent, kind, version].append((first, latest, many))
    found: dict[str, list[VersionSeen]] = defaultdict(list)
    for (agent, kind, version), each in sorted(spans.items()):
        firsts, lasts, counts = zip(*each, strict=True)
        days = day_of(min(firsts), zone), day_of(max(lasts), zone)
        found[agent].append(VersionSeen(kind, version, *days, sum(counts)))
    return {agent: tuple(rows) for agent, rows in found.items()}


def _by_context(end: int) -> Select[Any]:
    """Count the runs of each context once: they are many, the contexts are few."""
    keys, context = TABLES["agent_keys"].c, run_contexts.c
    counted = (
        select(
            *(runs.c.agent, runs.c.context, func.count().label("runs")),
            *(func.min(runs.c.at).label("first"), func.max(runs.c.at).label("latest")),
        )
        .where(runs.c.at < end)
        .group_by(runs.c.agent, runs.c.context)
        .subquery()
    )
    told = select(keys.agent, counted.c.first, counted.c.latest, counted.c.runs, *OF.values())
    told = told.join_from(counted, run_contexts, context.context == counted.c.context)
    return told.join(TABLES["agent_keys"], keys.key == counted.c.agent).where(context.stated == 0)
