"""Token prices: lists as other systems publish them become rows of prices, which the door reads from the store."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

import msgspec
from msgspec import Raw, Struct

from agent_scorecard.format import plural
from agent_scorecard.loading.contract import contract
from agent_scorecard.loading.doors import Clock, doors
from agent_scorecard.loading.reading import Reading, read_record
from agent_scorecard.loading.refusal import Code, Refused
from agent_scorecard.loading.shapes import unpacked, whole
from agent_scorecard.loading.sources import Source
from agent_scorecard.runs.prices import Price, Prices
from agent_scorecard.runs.refusal import shown

PRICES = "prices"
THOUSANDS = 1_000
OTHERS = ("embeddings", "images", "audio")
COLUMNS = {
    "input_price": "promptPrice",
    "output_price": "completionPrice",
    "cache_read_price": "cacheReadPrice",
    "cache_write_price": "cacheCreationPrice",
}
"""Our columns, in USD for a million tokens, and the keys of such a list, in USD for a thousand."""


class PriceList(Struct):
    """A list of the prices of models: what is no chat model is not read."""

    chat: dict[str, Raw]
    effective_from: str | None = None
    source: str | None = None
    embeddings: dict[str, Raw] = {}
    images: dict[str, Raw] = {}
    audio: dict[str, Raw] = {}


_list = msgspec.json.Decoder(PriceList, float_hook=Decimal).decode
_price = msgspec.json.Decoder(dict[str, Any], float_hook=Decimal).decode


def reading(source: Source, clock: Clock) -> Reading:
    """Read a price list; each model is a row, its number among them the line."""
    made = Reading(PRICES, source.label, source.fingerprint())
    try:
        with source.open() as stream:
            found = _list(whole(unpacked(stream)))
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError, EOFError):
        made.refuse_whole(Refused(Code.NOT_READABLE, "is not readable as a list of token prices"))
        return made
    taught = doors(contract()[PRICES], clock)
    for line, (model, price) in enumerate(found.chat.items(), 1):
        try:
            cells = {"model": model, **_said(found, source), **_cells(price)}
        except Refused as fault:
            made.read += 1
            made.refuse(line, "", shown(model), fault)
            continue
        read_record(made, line, cells, contract()[PRICES], taught)
    if others := sum(len(getattr(found, name)) for name in OTHERS):
        told = f"{plural(others, 'price')} of embeddings, images and audio, left out: runs say no tokens of them"
        made.warn(0, "", "", Code.LEFT_OUT, told)
    return made


def _said(found: PriceList, source: Source) -> Mapping[str, str]:
    since = {"effective_from": found.effective_from} if found.effective_from else {}
    return {"source": (found.source or source.label)[:200], **since}


def _cells(raw: Raw) -> dict[str, str]:
    """Write the prices of one model for a million tokens. Raises Refused for what is no price."""
    try:
        price = _price(raw)
        return {column: _for_a_million(price[key]) for column, key in COLUMNS.items() if price.get(key) is not None}
    except (msgspec.MsgspecError, ArithmeticError):
        raise Refused(
            Code.NOT_READABLE, "a model has promptPrice and completionPrice, in USD for 1,000 tokens"
        ) from None


def _for_a_million(price: object) -> str:
    return format(Decimal(str(price)) * THOUSANDS, "f")


def known_prices(rows: Iterable[Mapping[str, object]]) -> Prices:
    """Return the stored prices, and those of this load, as the door asks for them."""
    by_model: dict[str, list[Price]] = {}
    for model, price in _prices(rows):
        by_model.setdefault(model, []).append(price)
    return Prices({model: tuple(sorted(prices, key=lambda price: price.since)) for model, prices in by_model.items()})


def _prices(rows: Iterable[Mapping[str, Any]]) -> Iterator[tuple[str, Price]]:
    for row in rows:
        since = row["effective_from"]
        numbers = (row[name] for name in COLUMNS)
        yield row["model"], Price(since.toordinal() if isinstance(since, date) else 0, *numbers)
