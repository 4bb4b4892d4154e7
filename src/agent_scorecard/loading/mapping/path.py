"""Where a value lies inside a source record, written like `info.task.actions[].name`."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

import msgspec

from agent_scorecard.loading.mapping.scalars import NotReadable, scalar_text

_TOKEN = re.compile(
    r'"(?P<quoted>[^"]+)"'
    r"|(?P<name>[^.\[\](){}\"]+)"
    r"|\[(?P<index>[0-9]+)\]"
    r"|\[(?P<key>[^=\]]+)=(?P<word>[^\]]*)\]"
    r"|(?P<each>\[\])"
    r"|\((?P<turn>json|count)\)"
)

_JSON = msgspec.json.Decoder(float_hook=Decimal)


class NotAPath(ValueError):
    """A source path that cannot be read; the text names the path and the place."""


@dataclass(frozen=True, slots=True)
class Scope:
    """One record and the things beside it that a path may begin with: `@file`, `@whole`, `@key`, …"""

    record: object
    beside: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Member:
    """A named member of an object."""

    name: str

    def taken(self, value: object) -> Iterator[object]:
        if isinstance(value, Mapping):
            yield value.get(self.name)


@dataclass(frozen=True, slots=True)
class Element:
    """One element of a list, counted from 0."""

    index: int

    def taken(self, value: object) -> Iterator[object]:
        if isinstance(value, list) and self.index < len(value):
            yield value[self.index]


@dataclass(frozen=True, slots=True)
class Each:
    """Every element of a list or member of an object, or those whose `key` reads `word`."""

    key: str = ""
    word: str = ""

    def taken(self, value: object) -> Iterator[object]:
        for _, item in self.named(value):
            yield item

    def named(self, value: object) -> Iterator[tuple[str | None, object]]:
        """Yield each with its name inside the object; elements of a list have none."""
        pairs: Iterator[tuple[str | None, object]] = iter(())
        if isinstance(value, Mapping):
            pairs = ((str(name), item) for name, item in value.items())
        elif isinstance(value, list):
            pairs = ((None, item) for item in value)
        return (pair for pair in pairs if not self.key or self._fits(pair[1]))

    def _fits(self, item: object) -> bool:
        return isinstance(item, Mapping) and scalar_text(item.get(self.key)) == self.word


@dataclass(frozen=True, slots=True)
class Turned:
    """What a text or list becomes: `(json)` reads JSON written inside a text, `(count)` counts."""

    into: str

    def taken(self, value: object) -> Iterator[object]:
        if value is None:
            return
        if self.into == "count":
            yield len(value) if isinstance(value, list | Mapping) else 1
        else:
            yield _inner_json(value)


Step = Member | Element | Each | Turned


@dataclass(frozen=True, slots=True)
class Steps:
    """A path taken apart; `scope` is empty for the record itself, otherwise the word after `@`."""

    scope: str
    steps: tuple[Step, ...]

    @property
    def is_many(self) -> bool:
        return any(isinstance(step, Each) for step in self.steps)

    def values(self, scope: Scope) -> Iterator[object]:
        """Yield what is there; null and missing values are not."""
        start = scope.beside.get(self.scope) if self.scope else scope.record
        for value in _walked(start, self.steps):
            if value is not None:
                yield value


@lru_cache(maxsize=4096)
def steps(path: str) -> Steps:
    """Take a path apart.

    `a.b` members, `[0]` an element, `[]` each, `[role=tool]` those that fit, `(json)` JSON inside a text, `(count)` how
    many, `"a.b"` a name with dots; a path may begin with `@file.`, `@whole.`, `@key`, `@number` or `@` and a neighbour.
    """
    place, found, named = 0, list[Step](), ""
    while place < len(path):
        token = _TOKEN.match(path, place)
        if token is None:
            raise NotAPath(f"'{path}' cannot be read from place {place + 1}: '{path[place:]}'")
        if place == 0 and (token["name"] or "").startswith("@"):
            named = token["name"][1:]
        else:
            found.append(_step(token))
        place = token.end()
        if path[place : place + 1] == "." and place + 1 < len(path):
            place += 1
    if not found and not named:
        raise NotAPath("an empty path")
    return Steps(named, tuple(found))


def members(each: str, row: object) -> Iterator[tuple[str | None, object]]:
    """Yield the records that `each` names inside a row, with their member name where they have one."""
    way = steps(each)
    last = way.steps[-1] if way.steps else None
    if way.scope or not isinstance(last, Each):
        raise NotAPath(f"'{each}' must end with [] and begin inside the record")
    for holder in _walked(row, way.steps[:-1]):
        yield from last.named(holder)


def is_recorded(each: str, scope: Scope) -> bool:
    """Say whether the first list on the way is there at all: an empty list is a statement, a missing one is not."""
    way = steps(each)
    first = next((at for at, step in enumerate(way.steps) if isinstance(step, Each)), len(way.steps))
    return any(True for _ in Steps(way.scope, way.steps[:first]).values(scope))


def _walked(value: object, rest: tuple[Step, ...]) -> Iterator[object]:
    if not rest:
        yield value
        return
    for taken in rest[0].taken(value):
        yield from _walked(taken, rest[1:])


def _step(token: re.Match[str]) -> Step:
    if token["index"]:
        return Element(int(token["index"]))
    if token["each"] or token["key"]:
        return Each(token["key"] or "", token["word"] or "")
    if token["turn"]:
        return Turned(token["turn"])
    return Member(token["quoted"] or token["name"])


def _inner_json(value: object) -> object:
    try:
        return _JSON.decode(str(value))
    except (msgspec.DecodeError, RecursionError) as refused:
        raise NotReadable(f"not JSON inside the text: {refused}") from None
