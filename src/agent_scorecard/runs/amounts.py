"""What a run cost: decimal text or number to whole nano-units, and the currency it is in."""

from __future__ import annotations

import re
from collections import Counter
from decimal import Decimal

from agent_scorecard.policy.run_measures import NANO
from agent_scorecard.runs.cells import Cells
from agent_scorecard.runs.prices import NoPrice, Prices, Usage
from agent_scorecard.runs.refusal import BadRun

USD = "USD"
CURRENCY = re.compile(r"[A-Z]{3}")
DECIMALS = 9
MOST_MONEY = 9_000_000_000 * NANO
POWERS: tuple[int, ...] = tuple(10 ** (DECIMALS - places) for places in range(DECIMALS + 1))


class Amounts:
    """Reads costs, works out those nobody said from tokens, and counts what it had to round or found no price for."""

    def __init__(self, cells: Cells, prices: Prices) -> None:
        self.rounded = 0
        self.unpriced: Counter[str] = Counter()
        self._cells, self._prices = cells, prices

    def of_tokens(self, model: str, tokens_in: int, tokens_out: int, day: int) -> int | None:
        """Return nano-USD for the tokens of a run on a day (ordinal), None where no list has a price for the model."""
        try:
            return self._prices.cost((Usage(model, "", tokens_in, tokens_out),), day)
        except NoPrice:
            return None

    def nano(self, cost: str | float) -> int:
        """Return nano-units, rounded half-even past nine decimals. Raises BadRun for anything but a plain amount."""
        text = cost if isinstance(cost, str) else _plain(cost)
        whole, dot, part = text.partition(".")
        digits = whole + part
        if digits.isdigit() and digits.isascii() and whole and bool(part) is bool(dot) and len(part) <= DECIMALS:
            amount = int(digits) * POWERS[len(part)]
            if amount <= MOST_MONEY:
                return amount
        nano: int = self._cells.read("cost_usd", text)
        self.rounded += len(part.rstrip("0")) > DECIMALS
        return nano


def currency(said: str | None, priced: bool) -> str:
    """Return the currency of a run's cost, "" where neither is known."""
    if said is None:
        return USD if priced else ""
    if not CURRENCY.fullmatch(said.upper()):
        raise BadRun("cost_currency", "bad_currency", "use the three-letter code of ISO 4217, for example USD", said)
    return said.upper()


def _plain(number: float) -> str:
    """Return a number as plain decimal text, without exponent."""
    text = repr(number)
    return f"{Decimal(text):f}" if "e" in text else text.removesuffix(".0")
