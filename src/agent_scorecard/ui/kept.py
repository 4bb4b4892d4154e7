"""What is made of a board is made once: boards are kept between runs, so one is known by being the same object."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from functools import wraps
from typing import Concatenate, ParamSpec, TypeVar

Board = TypeVar("Board")
Made = TypeVar("Made")
More = ParamSpec("More")
KEPT = 4


def once(make: Callable[Concatenate[Board, More], Made]) -> Callable[Concatenate[Board, More], Made]:
    """Remember what was made of the last few boards; every argument after the board is told apart by its value."""
    known: dict[Hashable, tuple[Board, Made]] = {}

    @wraps(make)
    def made(board: Board, /, *more: More.args, **named: More.kwargs) -> Made:
        key = (id(board), more, *named.items())
        found = known.get(key)
        if found is None:
            found = (board, make(board, *more, **named))
            for oldest in list(known)[: max(0, len(known) + 1 - KEPT)]:
                known.pop(oldest, None)
            known[key] = found
        return found[1]

    return made
