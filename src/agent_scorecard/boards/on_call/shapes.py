"""What the regions of the card are made of: lines, calls to make, actions, changes."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Line:
    """A fact under its label; with `code` it is a question nobody answered, and the detail is the way out."""

    label: str
    text: str
    detail: str = ""
    code: str = ""
    bad: bool = False
    href: str = ""

    @property
    def asks(self) -> bool:
        return bool(self.code)


@dataclass(frozen=True, slots=True)
class Call:
    """Somebody to call: `reach` is the number or channel as recorded, `phone` what a telephone can dial of it.

    `place` is the turn in the order of calls, 0 for somebody who is no longer there.
    """

    place: int
    person: str | None
    name: str
    roles: tuple[str, ...]
    reach: str
    phone: str
    email: str
    note: str


@dataclass(frozen=True, slots=True)
class ActionLine:
    """What an action may do today, within which limits, and how a call that ran is undone."""

    action: str
    system: str
    mode: str
    sense: str
    why: str
    limits: str
    undo: Line
    twice: bool


@dataclass(frozen=True, slots=True)
class ChangeLine:
    when: str
    what: str
    by: str
    recent: bool
