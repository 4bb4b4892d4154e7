"""What a row may refer to: everything stored and everything accepted earlier in the same load."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches

from agent_scorecard.loading.cells.words import folded
from agent_scorecard.loading.checks.draft import Key
from agent_scorecard.loading.doors import Clock
from agent_scorecard.policy.shapes import Measure
from agent_scorecard.runs.refusal import shown
from agent_scorecard.vocabulary import Aggregation, Direction, Group

MOST_SEARCHED = 2_000
Rows = Mapping[Key, Mapping[str, object]]


@dataclass(frozen=True, slots=True)
class MeasureFacts:
    """What decides how a figure of a measure is read."""

    key: str
    aggregation: Aggregation
    direction: Direction
    unit: str
    group: Group

    @property
    def is_rate(self) -> bool:
        return self.aggregation is Aggregation.RATE

    @property
    def scale(self) -> int:
        """What numerator / denominator is multiplied by to be in the unit."""
        return {"per 100": 100, "per 1000": 1000}.get(self.unit, 1)


def facts_of(measure: Measure) -> MeasureFacts:
    return MeasureFacts(measure.key, measure.aggregation, measure.direction, measure.unit, measure.group)


@dataclass(slots=True)
class Known:
    """Rows by file and natural key, fetched from the store when first asked for.

    Lookups are rebuilt whenever a file of the load has been accepted. `decided` holds the agents with the periods
    that were decided on, `tiers_set` the agents whose tier was set here. `exact`: the rows come from an export, so
    nothing is filled in from the day of the load.
    """

    clock: Clock
    shipped: Mapping[str, MeasureFacts]
    fetch: Callable[[str], Rows]
    decided: frozenset[tuple[str, str]] = frozenset()
    tiers_set: frozenset[str] = frozenset()
    exact: bool = False
    rows: dict[str, dict[Key, Mapping[str, object]]] = field(default_factory=dict)
    emails: dict[str, str] = field(default_factory=dict)
    workflows: dict[str, str] = field(default_factory=dict)
    own_measures: dict[str, MeasureFacts] = field(default_factory=dict)

    def accept(self, kind: str, rows: Rows) -> None:
        """Take rows of a file as known from now on."""
        self._held(kind).update(rows)
        self._look_up(kind)

    def _held(self, kind: str) -> dict[Key, Mapping[str, object]]:
        if kind not in self.rows:
            self.rows[kind] = dict(self.fetch(kind))
            self._look_up(kind)
        return self.rows[kind]

    def _look_up(self, kind: str) -> None:
        held = self.rows[kind]
        if kind == "people":
            self.emails = {str(row["email"]).casefold(): str(key[0]) for key, row in held.items() if row.get("email")}
        elif kind == "agents":
            names = (str(row["workflow"]) for row in held.values() if row.get("workflow"))
            self.workflows = {name.casefold(): name for name in sorted(names, reverse=True)}
        elif kind == "measures":
            self.own_measures = {str(key[0]): _own(str(key[0]), row) for key, row in held.items()}

    def has(self, kind: str, *key: object) -> bool:
        return key in self._held(kind)

    def of(self, kind: str) -> dict[Key, Mapping[str, object]]:
        return self._held(kind)

    def row(self, kind: str, *key: object) -> Mapping[str, object]:
        """The row under this key, or an empty one."""
        return self._held(kind).get(key, {})

    @property
    def of_workflows(self) -> Mapping[str, str]:
        """Every workflow of the inventory, by its name without case."""
        self._held("agents")
        return self.workflows

    def person(self, text: str) -> str | None:
        """Return the person a cell names, by id or else by e-mail ignoring case."""
        return text if self.has("people", text) else self.emails.get(text.casefold())

    def agent_of(self, text: str) -> str | None:
        """Return the agent a log id stands for: an agent itself, or through an alias."""
        if self.has("agents", text):
            return text
        alias = self.row("aliases", text)
        return str(alias["agent"]) if alias else None

    def measure(self, key: str) -> MeasureFacts | None:
        self._held("measures")
        return self.shipped.get(key) or self.own_measures.get(key)

    def nearest(self, kind: str, text: str) -> str:
        """Return "; did you mean …?" for the nearest known id of a file, otherwise where it would be added."""
        ids = [str(key[0]) for key in self.of(kind)]
        hint = near(text, [*ids, *self.shipped] if kind == "measures" else ids)
        return hint or f"; add it to {kind}.csv first"


def near(text: str, names: Collection[str]) -> str:
    """Return "; did you mean …?" for the nearest name, or nothing; thousands of names are not searched."""
    if len(names) > MOST_SEARCHED:
        return ""
    by_folded = {folded(name): name for name in names}
    found = get_close_matches(folded(text), by_folded, n=1, cutoff=0.6)
    return f"; did you mean {shown(by_folded[found[0]])}?" if found else ""


def _own(key: str, row: Mapping[str, object]) -> MeasureFacts:
    return MeasureFacts(
        key,
        Aggregation(str(row["aggregation"])),
        Direction(str(row["direction"])),
        str(row["unit"]),
        Group(str(row["group"])),
    )
