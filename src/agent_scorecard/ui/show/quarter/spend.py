"""Step 9 on the screen: spend against budget, growth, and what one outcome cost."""

from __future__ import annotations

from functools import partial

from agent_scorecard import format
from agent_scorecard.boards import words
from agent_scorecard.boards.quarter.board import Quarter
from agent_scorecard.boards.quarter.spend import Freed, Spend, SpendRow, Total
from agent_scorecard.ui import long, parts
from agent_scorecard.ui.kept import once
from agent_scorecard.ui.links import link
from agent_scorecard.ui.markup import Html, el, join

ROWS_TURNED = 30
NONE = "–"
NEARLY = 0.8


def spend(board: Quarter) -> None:
    long.turned(partial(_spend, board), len(board.spend.rows), ROWS_TURNED, key="quarter_spend")


@once
def _spend(board: Quarter, page: int) -> Html:
    found = board.spend
    opening = parts.section("Spend", _sums(found) or "review time included")
    if not found.rows:
        return join(opening, parts.empty("No cost was recorded in this quarter or the one before."))
    heads = [
        parts.heading("Agent, spend owner"),
        parts.heading(words.period_words(board.before), "n"),
        parts.heading(words.period_words(board.period), "n"),
        parts.heading("Growth", "n"),
        parts.heading("Budget", "n"),
        parts.heading("Used", "n"),
        parts.heading("Outcomes", "n"),
        parts.heading("Cost of one", "n"),
    ]
    body = map(_row, long.on_page(found.rows, ROWS_TURNED, page))
    table = parts.table(heads, body, class_="as fold", label="Spend of the quarter")
    about = parts.note("A budget pays for model, tools and seats; people's review time is in the total, not in “used”.")
    freed = el("ul", *map(_freed, found.freed), class_="as") if found.freed else None
    return join(opening, table, about, freed)


def _sums(found: Spend) -> str:
    return "; ".join(map(_sum, found.totals))


def _sum(total: Total) -> str:
    grown = (
        f", {format.signed(format.percent(total.total / total.before - 1, 0))} on the quarter before"
        if total.before
        else ""
    )
    return f"{format.rounded_money(total.total, total.currency)} in all{grown}"


def _row(row: SpendRow) -> Html:
    address = link("scorecard", agent=row.agent)
    owner = el("small", row.spend_owner or "no spend owner", class_=None if row.spend_owner else "risk")
    return el(
        "tr",
        el("td", el("a", row.name, href=address), owner),
        el("td", _money(row.before, row), class_="n mute hide"),
        el("td", el("b", _money(row.total, row)), class_="n"),
        el("td", NONE if row.growth is None else format.signed(format.percent(row.growth, 0)), class_="n"),
        el("td", _money(row.budget, row), class_="n mute hide"),
        el("td", *_used(row), class_="n"),
        el("td", NONE if row.outcomes is None else format.count(row.outcomes), class_="n hide"),
        el("td", _money(row.per_outcome, row), class_="n hide"),
        data_open=address,
    )


def _money(amount: int | None, row: SpendRow) -> str:
    return NONE if amount is None else format.rounded_money(amount, row.currency)


def _used(row: SpendRow) -> list[str | Html]:
    if row.burn is None:
        return [NONE if row.budget else "no budget"]
    tone = "bad" if row.burn >= 1 else "risk" if row.burn >= NEARLY else None
    return [el("span", format.percent(row.burn, 0), class_=tone)]


def _freed(row: Freed) -> Html:
    verb, done = ("frees", "was retired") if row.in_place else ("will free", "is to be retired")
    cost = f": {verb} {format.money(row.cost, row.currency)} a quarter" if row.cost else ""
    return el("li", el("span", el("b", row.name), f" {done}{cost}."))
