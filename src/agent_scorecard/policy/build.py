"""Plain data into frozen dataclasses by their own type hints, refusing what does not fit."""

from __future__ import annotations

import types
from collections.abc import Mapping
from dataclasses import MISSING, Field, dataclass, fields, is_dataclass
from enum import Enum
from typing import Annotated, Any, TypeVar, Union, get_args, get_origin, get_type_hints

Built = TypeVar("Built")


@dataclass(frozen=True, slots=True)
class Range:
    """Ends a number of the policy lies between, both included."""

    low: float = 0
    high: float = 100_000


class PolicyError(ValueError):
    """The policy data has a key or a value the product does not know; the message names the key."""


def merged(base: Mapping[str, Any], overlay: Mapping[str, Any]) -> dict[str, Any]:
    """The base with the overlay laid over it, table by table; lists are replaced whole."""
    result = dict(base)
    for key, value in overlay.items():
        below = result.get(key)
        both = isinstance(below, Mapping) and isinstance(value, Mapping)
        result[key] = merged(below, value) if both and below is not None else value
    return result


def built(shape: type[Built], data: Mapping[str, Any], path: str = "") -> Built:
    """One dataclass from a table of plain values; raises PolicyError naming an unknown, missing or wrong key."""
    if not isinstance(data, Mapping):
        raise PolicyError(f"{path or 'The policy'} must be a table of keys.")
    known = {field.name: field for field in fields(shape)}  # type: ignore[arg-type]
    for key in data:
        if key not in known:
            raise PolicyError(f"{_at(path, key)} is not a key of the policy.")
    hints = get_type_hints(shape, include_extras=True)
    values = {}
    for name, field in known.items():
        if name in data:
            values[name] = _value(hints[name], data[name], _at(path, name))
        elif _is_needed(field):
            raise PolicyError(f"{_at(path, name)} is missing from the policy.")
    return shape(**values)


def _at(path: str, key: str) -> str:
    return f"{path}.{key}" if path else key


def _is_needed(field: Field[Any]) -> bool:
    return field.default is MISSING and field.default_factory is MISSING


def _value(hint: Any, data: Any, path: str) -> Any:
    origin = get_origin(hint)
    if hint is Any:
        return data
    if origin is Annotated:
        kind, ends = get_args(hint)
        return _plain(kind, data, path, ends)
    if origin in (Union, types.UnionType):
        return _value(next(kind for kind in get_args(hint) if kind is not type(None)), data, path)
    if origin is tuple:
        return _list(get_args(hint)[0], data, path)
    if origin is not None and issubclass(origin, Mapping):
        key_kind, kind = get_args(hint)
        return _table(key_kind, kind, data, path)
    if is_dataclass(hint):
        return built(hint, data, path)  # type: ignore[arg-type]
    if issubclass(hint, Enum):
        return _word(hint, data, path)
    return _plain(hint, data, path)


def _list(kind: Any, data: Any, path: str) -> tuple[Any, ...]:
    if not isinstance(data, list | tuple):
        raise PolicyError(f"{path} must be a list.")
    return tuple(_value(kind, item, path) for item in data)


def _table(key_kind: Any, kind: Any, data: Any, path: str) -> Mapping[Any, Any]:
    if not isinstance(data, Mapping):
        raise PolicyError(f"{path} must be a table of keys.")
    return {_value(key_kind, key, _at(path, key)): _value(kind, item, _at(path, key)) for key, item in data.items()}


def _word(kind: type[Enum], data: Any, path: str) -> Enum:
    # Keys of a table are text even where the word is a number, as the levels are.
    text = {str(member.value): member for member in kind}
    if str(data) not in text:
        raise PolicyError(f"{path} is {data!r}, but must be one of {', '.join(text)}.")
    return text[str(data)]


def _plain(kind: type, data: Any, path: str, ends: Range = Range()) -> Any:
    if kind is float and isinstance(data, int) and not isinstance(data, bool):
        data = float(data)
    if not isinstance(data, kind) or (isinstance(data, bool) and kind is not bool):
        raise PolicyError(f"{path} is {data!r}, but must be {_KINDS[kind]}.")
    if isinstance(data, int | float) and kind is not bool and not ends.low <= data <= ends.high:
        raise PolicyError(f"{path} is {data!r}, but must lie between {ends.low:,} and {ends.high:,}.")
    return data


_KINDS = {int: "a whole number", float: "a number", str: "text", bool: "true or false"}
