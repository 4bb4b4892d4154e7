"""Where observations lie: narrow rows under whole-number keys, read and written with the texts they stand for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any, TypeVar

from sqlalchemy import Column, Connection, Select, Table, and_, bindparam, insert, select, update

from agent_scorecard.loading.checks.draft import Draft, Key
from agent_scorecard.loading.plan import Writes
from agent_scorecard.rules.periods import Grain, Period
from agent_scorecard.store.tables import METADATA

COLUMNS = ("agent", "measure", "period", "cohort", "value", "numerator", "denominator", "n", "source")
FIGURES = ("value", "numerator", "denominator", "n")
DEFAULTS = dict.fromkeys((*FIGURES, "source"))
AT_ONCE, ROWS_AT_ONCE = 400, 20_000
Item = TypeVar("Item")
OBSERVATIONS = METADATA.tables["observations"]
REVISIONS = METADATA.tables["observation_revisions"]
AGENT_KEYS, MEASURE_KEYS, LABELS = (METADATA.tables[name] for name in ("agent_keys", "measure_keys", "labels"))
SOURCES = LABELS.alias("sources")
PLACE = ("grain", "start", "agent", "measure", "cohort")


def stored(connection: Connection, agents: Iterable[str]) -> dict[Key, Mapping[str, object]]:
    """Return the observations on file of these agents, by natural key."""
    found: dict[Key, Mapping[str, object]] = {}
    for some in _chunks(sorted(set(agents))):
        for row in connection.execute(_query().where(AGENT_KEYS.c.agent.in_(some))):
            agent, measure, grain, start, cohort, *rest = row
            key = (agent, measure, Period(date.fromordinal(start), Grain(grain)), cohort)
            found[key] = dict(zip(COLUMNS, (*key, *rest), strict=True))
    return found


def _query() -> Select[Any]:
    seen = OBSERVATIONS.c
    joined = (
        OBSERVATIONS.join(AGENT_KEYS, AGENT_KEYS.c.key == seen.agent)
        .join(MEASURE_KEYS, MEASURE_KEYS.c.key == seen.measure)
        .join(LABELS, LABELS.c.key == seen.cohort)
        .outerjoin(SOURCES, SOURCES.c.key == seen.source)
    )
    figures = (seen[name] for name in FIGURES)
    names = (AGENT_KEYS.c.agent, MEASURE_KEYS.c.measure, seen.grain, seen.start, LABELS.c.label)
    return select(*names, *figures, SOURCES.c.label).select_from(joined)


def write(connection: Connection, writes: Writes, load: int) -> None:
    """Insert new observations and correct changed ones, whose earlier figures stay as revisions."""
    drafts = writes.drafts
    agents = _keys(connection, AGENT_KEYS, AGENT_KEYS.c.agent, {draft.text("agent") for draft in drafts})
    measures = _keys(connection, MEASURE_KEYS, MEASURE_KEYS.c.measure, {draft.text("measure") for draft in drafts})
    texts = {draft.text(column) for draft in drafts for column in ("cohort", "source")} - {""}
    labels = _keys(connection, LABELS, LABELS.c.label, texts)

    def narrow(row: Draft) -> dict[str, object]:
        period = row["period"]
        assert isinstance(period, Period)
        return {
            "grain": int(period.grain),
            "start": period.first.toordinal(),
            "agent": agents[str(row["agent"])],
            "measure": measures[str(row["measure"])],
            "cohort": labels[str(row["cohort"])],
            **{name: row[name] for name in FIGURES},
            "source": None if row["source"] is None else labels[str(row["source"])],
            "load": load,
        }

    for some in _chunks(writes.new, ROWS_AT_ONCE):
        connection.execute(insert(OBSERVATIONS), [narrow(draft) for draft in some])
    if writes.changed:
        _correct(connection, [narrow(draft) for draft, _ in writes.changed], load)


def _correct(connection: Connection, rows: Sequence[dict[str, object]], load: int) -> None:
    place = and_(*(OBSERVATIONS.c[name] == bindparam(f"at_{name}") for name in PLACE))
    bound = [{**row, **{f"at_{name}": row[name] for name in PLACE}} for row in rows]
    columns = [column.name for column in OBSERVATIONS.columns]
    before = select(*(OBSERVATIONS.c[name] for name in columns), bindparam("replaced_by"))
    keep = insert(REVISIONS).from_select([*columns, "replaced_by"], before.where(place))
    for row in bound:
        connection.execute(keep, {**{f"at_{name}": row[name] for name in PLACE}, "replaced_by": load})
    values: dict[str, Any] = {name: bindparam(f"to_{name}") for name in (*FIGURES, "source", "load")}
    connection.execute(
        update(OBSERVATIONS).where(place).values(values),
        [{**{f"at_{n}": row[n] for n in PLACE}, **{f"to_{n}": row[n] for n in values}} for row in bound],
    )


def _keys(connection: Connection, table: Table, column: Column[str], names: set[str]) -> dict[str, int]:
    """Return the whole number of every name, giving new names their number."""
    found: dict[str, int] = {}
    for some in _chunks(sorted(names)):
        query = select(column, table.c.key).where(column.in_(some))
        found.update((name, key) for name, key in connection.execute(query))
        if missing := [name for name in some if name not in found]:
            connection.execute(insert(table), [{column.name: name} for name in missing])
            found.update((name, key) for name, key in connection.execute(query))
    return found


def _chunks(items: Sequence[Item], many: int = AT_ONCE) -> Iterator[Sequence[Item]]:
    for first in range(0, len(items), many):
        yield items[first : first + many]
