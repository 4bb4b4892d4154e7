"""What stands beside the list: what recurs, slow approvals, audit fields that are missing, and what to do."""

from __future__ import annotations

import streamlit as st

from agent_scorecard import format
from agent_scorecard.boards.runs.recurring import Beside, GapRow, RecurringRow, SlowRow
from agent_scorecard.ui import parts, theme
from agent_scorecard.ui.markup import Html, el, join
from agent_scorecard.ui.rows import rows
from agent_scorecard.ui.show.oversight.shared import on_narrow


def recurring(board: Beside) -> None:
    rows(join(parts.section("What recurs", board.counted), _recurring(board)), key="recurring")


def beside(board: Beside) -> None:
    left, right = st.columns(2, gap="large")
    with left:
        rows(_slow(board), key="slow_approvals")
    with right:
        st.html(_gaps(board))


def _recurring(board: Beside) -> Html:
    if not board.recurring:
        return parts.empty("Nothing was blocked and nothing failed in these runs.")
    heads = [parts.heading(name, "n" if name == "Runs" else None) for name in ("What", "Runs", "Seen", "What to do")]
    table = parts.table(heads, map(_one, board.recurring), class_="as fold recurs", label="What recurs in these runs")
    rest = parts.note(f"And {format.count(board.rest)} that came up less often.") if board.rest else None
    return join(table, rest)


def _one(row: RecurringRow) -> Html:
    return el(
        "tr",
        el("td", el("a", row.reason, href=row.address), el("small", row.what), class_="wide"),
        el("td", on_narrow("In"), row.runs, el("small", row.share), class_="n start"),
        el("td", on_narrow("Seen"), row.seen, class_="nw"),
        el("td", row.advice, " ", el("a", "Go there", href=row.way, data_open=row.way), class_="wide why"),
        data_open=row.address,
    )


def _slow(board: Beside) -> Html:
    opening = parts.section("Slow approvals", board.slow_said)
    if not board.slow:
        return opening
    heads = [parts.heading(name) for name in ("Wait", "Action", "Who")]
    table = parts.table(heads, map(_wait, board.slow), label="The slowest approvals")
    way = el("a", "Who approves how fast", href=board.approvals, data_open=board.approvals)
    return join(opening, table, el("p", way, class_="as-turn"))


def _wait(row: SlowRow) -> Html:
    wait = parts.status(theme.OVERDUE, f"{row.wait}, still open") if row.is_open else row.wait
    action = el("a", row.action, href=row.address) if row.address else row.action
    return el(
        "tr",
        el("td", wait, class_="nw"),
        el("td", action, el("small", row.when)),
        el("td", row.who),
        data_open=row.address or None,
    )


def _gaps(board: Beside) -> Html:
    opening = parts.section("Audit fields that are missing", board.gaps_said)
    if not board.gaps:
        return join(opening, parts.empty("No field is missing."))
    heads = [parts.heading("Field"), parts.heading("Missing in", "n"), parts.heading("Share", "n")]
    return join(opening, parts.table(heads, map(_gap, board.gaps), label="Audit fields that are missing"))


def _gap(row: GapRow) -> Html:
    field = parts.status(theme.AHEAD, row.field) if row.is_short else row.field
    return el("tr", el("td", field), el("td", row.missing, class_="n"), el("td", row.share, class_="n"))
