"""Steps 3 and 4 on the screen: the inventory, the comparison as a table first and as a map second."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import plotly.graph_objects as go
import pyarrow as pa
import streamlit as st

from agent_scorecard import format
from agent_scorecard.boards import words
from agent_scorecard.boards.quarter.board import Quarter
from agent_scorecard.boards.quarter.comparison import InventoryRow, ValueRow
from agent_scorecard.ui import long, parts, theme
from agent_scorecard.ui.charts import CONFIG
from agent_scorecard.ui.kept import once
from agent_scorecard.ui.links import link
from agent_scorecard.ui.markup import Html, el, join
from agent_scorecard.ui.quarter_map import value_figure
from agent_scorecard.ui.rows import rows
from agent_scorecard.vocabulary import Aggregation, Choice, Status, Verdict

ROWS_SHOWN = 30
NONE = "–"


def inventory(board: Quarter) -> None:
    if len(board.inventory) > ROWS_SHOWN:
        st.html(_inventory_opening(board))
        st.dataframe(_inventory_frame(board), hide_index=True, height=420, key="quarter_inventory_long")
    else:
        rows(_inventory(board), key="quarter_inventory")


def values(board: Quarter) -> None:
    long.turned(partial(_values, board), len(board.values), ROWS_SHOWN, key="quarter_values")


def value_map(board: Quarter) -> None:
    """The same as a picture, left out where it would be too narrow to read."""
    with st.container(key="value_map"):
        placed = _placed(board)
        first = f"; the first {ROWS_SHOWN} of {format.count(len(placed))}" if len(placed) > ROWS_SHOWN else ""
        st.html(parts.section("Value against risk", f"area: cost in the quarter; filled: change proposed{first}"))
        if not placed:
            st.html(parts.empty("No agent has a baseline, a target and a tier yet."))
            return
        kind = st.context.theme.type or "light"
        st.plotly_chart(
            _figure(board, kind),
            theme=None,
            config=CONFIG,
            key=f"quarter_map_{kind}",
            alt="Value against risk: the table above says the same in numbers.",
        )


def _inventory_opening(board: Quarter) -> Html:
    live = sum(row.status is Status.LIVE for row in board.inventory)
    note = f"{format.plural(len(board.inventory), 'agent')}, {live} live; cost of the quarter"
    return parts.section("Inventory", note)


@once
def _inventory_frame(board: Quarter) -> pa.Table:
    return pa.Table.from_pylist([_record(row) for row in board.inventory])


@once
def _inventory(board: Quarter) -> Html:
    heads = [
        parts.heading("Agent"),
        parts.heading("Workflow"),
        parts.heading("Changes"),
        parts.heading("Status, tier"),
        parts.heading("Level", "n"),
        parts.heading("Cost", "n"),
    ]
    table = parts.table(heads, map(_inventory_row, board.inventory), class_="as fold", label="Every agent")
    return join(_inventory_opening(board), table)


@once
def _values(board: Quarter, page: int) -> Html:
    opening = parts.section("Value, risk, adoption, cost", "throughput is never shown without quality beside it")
    if not board.values:
        return join(opening, parts.empty("No agent was live in the quarter."))
    heads = [
        parts.heading("Agent"),
        parts.heading("Level", "n"),
        parts.heading("Value", "n"),
        parts.heading("baseline to target"),
        parts.heading("Quality, control"),
        parts.heading("Risk"),
        parts.heading("Adoption", "n"),
        parts.heading("Cost", "n"),
        parts.heading("six months"),
        parts.heading("Proposed"),
    ]
    shown = long.on_page(board.values, ROWS_SHOWN, page)
    body = (_value_row(row, str(board.period)) for row in shown)
    table = parts.table(heads, body, class_="as fold values", label="Value, risk, adoption and cost")
    return join(opening, table)


@once
def _placed(board: Quarter) -> Sequence[ValueRow]:
    return [row for row in board.values if row.value is not None and row.tier is not None]


@once
def _figure(board: Quarter, kind: str) -> go.Figure:
    return value_figure(_placed(board)[:ROWS_SHOWN], kind)


def _inventory_row(row: InventoryRow) -> Html:
    address = link("scorecard", agent=row.agent)
    return el(
        "tr",
        el("td", el("a", row.name, href=address), el("small", row.owner, class_=None if row.owner_active else "risk")),
        el("td", row.workflow or NONE, class_="wide"),
        el("td", ", ".join(row.changes) or NONE, class_="wide"),
        el("td", row.status.value, el("small", _tier(row)), class_="nw"),
        el("td", el("span", "level ", class_="on-narrow"), str(row.level.value), class_="n start"),
        el("td", format.rounded_money(row.cost, row.currency) if row.cost is not None else NONE, class_="n"),
        data_open=address,
    )


def _tier(row: InventoryRow | ValueRow) -> str:
    return f"{row.tier.value} tier" if row.tier else "tier not known"


def _record(row: InventoryRow) -> dict[str, str | int]:
    return {
        "Agent": row.name,
        "Owner": row.owner,
        "Cost": format.rounded_money(row.cost, row.currency) if row.cost is not None else NONE,
        "Changes": ", ".join(row.changes),
        "Workflow": row.workflow,
        "Status": row.status.value,
        "Tier": row.tier.value if row.tier else "not known",
        "Level": row.level.value,
    }


def _value_row(row: ValueRow, quarter: str) -> Html:
    address, of_quarter = link("scorecard", agent=row.agent), link("scorecard", agent=row.agent, period=quarter)
    return el(
        "tr",
        el("td", el("a", row.name, href=address), el("small", row.owner)),
        el("td", str(row.level.value), class_="n hide"),
        el(
            "td",
            el("a", _value(row), href=of_quarter, data_open=of_quarter),
            _money_value(row),
            class_="n",
            title=row.value_of or None,
        ),
        el("td", parts.bullet(row.bullet) or el("small", row.value_of or "no headline measure"), class_="wide picture"),
        el("td", _verdict(row.quality), el("small", f"control: {row.control.word.lower()}"), class_="nw start"),
        el("td", _tier(row), el("small", _findings(row), class_="bad" if row.blocks else None), class_="nw"),
        el("td", *_adoption(row), class_="n hide"),
        el("td", *_cost(row), class_="n start"),
        el("td", _spark(row), class_="hide"),
        el(
            "td",
            el("b", row.proposed.value.capitalize()),
            el("small", _why(row)),
            class_="wide why",
            title=row.why or None,
        ),
        data_open=address,
    )


def _value(row: ValueRow) -> str:
    return NONE if row.value is None else format.percent(row.value, 0)


def _why(row: ValueRow) -> str:
    """What moves in a few words, else the first reason; what stays as it is needs none here."""
    return row.move or ("" if row.proposed is Choice.MAINTAIN or not row.why else words.headline(row.why))


def _money_value(row: ValueRow) -> Html | None:
    """What the outcome is worth where somebody stated it."""
    if row.money_value is None:
        return None
    return el("small", format.value_text(round(row.money_value), row.currency, Aggregation.SUM))


def _verdict(verdict: Verdict) -> Html:
    return parts.status(theme.VERDICTS[verdict], verdict.word)


def _findings(row: ValueRow) -> str:
    if not row.findings:
        return "no finding"
    blocking = f", {row.blocks} blocking" if row.blocks else ""
    return f"{format.plural(row.findings, 'finding')}{blocking}"


def _adoption(row: ValueRow) -> Sequence[Html | str]:
    users = f"{format.count(row.users)} users" if row.users is not None else ""
    coverage = f"{format.percent(row.coverage, 0)} of the work" if row.coverage is not None else ""
    known = [text for text in (coverage, users) if text]
    return [known[0], el("small", *known[1:])] if known else [NONE]


def _cost(row: ValueRow) -> Sequence[Html | str | None]:
    if row.cost is None:
        return [NONE]
    task = f"{format.money(round(row.per_task), row.currency)} a task" if row.per_task is not None else ""
    return [format.rounded_money(row.cost, row.currency), el("small", task) if task else None]


def _spark(row: ValueRow) -> Html | None:
    top = max((amount for amount in row.months if amount), default=0)
    if not top:
        return None
    known = [format.money(amount, row.currency) if amount is not None else "none" for amount in row.months]
    return parts.spark([None if amount is None else amount / top for amount in row.months], ", ".join(known))
