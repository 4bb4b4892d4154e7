"""What tokens cost by the price list in force: computed only where a run says its tokens and not its cost."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import ROUND_HALF_EVEN, Decimal
from typing import NamedTuple

PER = 1_000_000


class Price(NamedTuple):
    """Nano-USD for a million tokens from a day on (ordinal); without cache prices those tokens cost as any input."""

    since: int
    prompt: int
    completion: int
    cache_read: int | None = None
    cache_write: int | None = None


class Usage(NamedTuple):
    """Tokens of one call: the model that answered, the one asked for, and how much of the input lay in a cache."""

    model: str
    asked_model: str
    input: int
    output: int
    cache_read: int = 0
    cache_write: int = 0


class NoPrice(Exception):
    """No list gives a price for this model; the text is the model."""


@dataclass(frozen=True, slots=True)
class Prices:
    """The price lists by model, each with the day it begins, earliest first."""

    by_model: Mapping[str, tuple[Price, ...]] = field(default_factory=dict)

    def cost(self, usages: Sequence[Usage], day: int) -> int:
        """Return nano-USD for the tokens of a run on its day, rounded half-even once. Raises NoPrice."""
        total = sum((_cost(usage, self._price(usage, day)) for usage in usages), Decimal())
        return int((total / PER).to_integral_value(ROUND_HALF_EVEN))

    def _price(self, usage: Usage, day: int) -> Price:
        """The price of the model that answered, else of the one asked for, with or without its provider and a slash."""
        for name in (usage.model, usage.asked_model):
            for known in (name, name.rpartition("/")[2]):
                if prices := self.by_model.get(known):
                    return _in_force(prices, day)
        raise NoPrice(usage.model or usage.asked_model)


def _in_force(prices: Sequence[Price], day: int) -> Price:
    """The latest price that has begun; the first one holds for the time before it too."""
    begun = [price for price in prices if price.since <= day]
    return begun[-1] if begun else prices[0]


def _cost(usage: Usage, price: Price) -> Decimal:
    read, write = usage.cache_read, usage.cache_write
    fresh = max(0, usage.input - read - write)
    nano = fresh * price.prompt + usage.output * price.completion
    nano += read * (price.prompt if price.cache_read is None else price.cache_read)
    return Decimal(nano + write * (price.prompt if price.cache_write is None else price.cache_write))
