"""Numbers for what repeats from run to run, kept in memory where no database is at hand."""

from __future__ import annotations

from agent_scorecard.runs.dimensions import Key


class Numbers:
    """Gives an equal key an equal number, from 1; `keys[number]` is the key again."""

    def __init__(self) -> None:
        self.keys: list[Key] = [()]
        self._numbers: dict[Key, int] = {}

    def number(self, key: Key) -> int:
        found = self._numbers.get(key)
        if found is None:
            found = self._numbers[key] = len(self.keys)
            self.keys.append(key)
        return found


class Loose:
    """The five dimensions of a run, as the door asks for them."""

    def __init__(self) -> None:
        self.contexts, self.readings, self.calls = Numbers(), Numbers(), Numbers()
        self.texts, self.users = Numbers(), Numbers()
