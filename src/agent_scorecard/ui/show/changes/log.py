"""The change log on the screen: what is planned first, then what happened, each with its approver and its eval."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from agent_scorecard.boards.changes.log import Log, LogRow, PlanRow, UnloggedRow
from agent_scorecard.rules.statistics import Climb
from agent_scorecard.ui import parts, theme
from agent_scorecard.ui.markup import Html, el, join
from agent_scorecard.ui.rows import rows
from agent_scorecard.ui.show.changes import shared
from agent_scorecard.ui.show.oversight.shared import lines, on_narrow
from agent_scorecard.vocabulary import Severity

HEADS = ("Agent", "Change", "Who", "Eval", "People step in")
EMPTY = (
    "No change is recorded here yet.",
    "Load changes.csv, or record one with the button above: who made it, why, and who lets it out.",
)


def log(board: Log) -> None:
    """What is planned, what nobody logged, and the log itself."""
    if not (board.rows or board.plans or board.unlogged):
        st.html(parts.empty(*EMPTY))
        return
    st.html(el("p", board.said, class_="as-sentence"))
    if board.plans:
        shared.turned(_plans, board.plans, key="planned_changes")
    if board.unlogged:
        rows(_unlogged(board.unlogged), key="unlogged_changes", here=shared.PAGE)
    if board.rows:
        shared.turned(_log, board.rows, key="change_log")


def _plans(plans: Sequence[PlanRow]) -> Html:
    heads = [parts.heading(name) for name in ("Agent", "Planned", "Who", "Still asked for")]
    table = parts.table(heads, map(_plan, plans), class_="as fold changes-of", label="Planned changes")
    return join(el("p", "Planned, not released", class_="as-sub"), table)


def _plan(row: PlanRow) -> Html:
    address = shared.address(row.agent, change=row.change)
    return el(
        "tr",
        shared.agent_cell(row.agent, row.name, f"since {row.since}"),
        el("td", el("a", f"{row.kind} {row.what}", href=address), el("small", row.reason), class_="wide"),
        el("td", row.author, el("small", row.change), class_="nw"),
        el("td", on_narrow("Still asked for"), _asked(row), class_="wide"),
        data_open=address,
    )


def _asked(row: PlanRow) -> Html:
    if row.lacks:
        return lines(parts.status(theme.AHEAD, row.lacks[0]), *row.lacks[1:])
    return lines(parts.status(theme.OPEN, "Somebody who releases it"), row.accepted)


def _unlogged(found: Sequence[UnloggedRow]) -> Html:
    said = [
        el(
            "li",
            parts.icon(theme.AHEAD, "not logged"),
            el("span", el("a", row.name, href=shared.address(row.agent)), f" shows {row.version} since {row.when}."),
            el("small", "Record the change with its author, approver and date."),
            data_open=shared.address(row.agent),
        )
        for row in found
    ]
    return join(el("p", "In the runs, in no log", class_="as-sub"), el("ul", *said, class_="as two"))


def _log(found: Sequence[LogRow]) -> Html:
    heads = [parts.heading(name) for name in HEADS]
    table = parts.table(heads, map(_row, found), class_="as fold changes-of", label="Changes, the latest first")
    return join(el("p", "Released", class_="as-sub"), table)


def _row(row: LogRow) -> Html:
    return el(
        "tr",
        shared.agent_cell(row.agent, row.name, f"{row.when} · {row.change}"),
        el("td", el("b", row.kind), f" {row.what}", el("small", row.reason) if row.reason else None, class_="wide"),
        el("td", on_narrow("Who"), _who(row), class_="wide"),
        el("td", on_narrow("Eval") if row.eval or row.no_eval else None, _eval(row), class_="wide"),
        el("td", on_narrow("People step in") if row.effect else None, _effect(row), class_="wide"),
        data_open=shared.address(row.agent),
    )


def _who(row: LogRow) -> Html:
    if row.gap:
        return lines(row.author, parts.status(theme.AHEAD, row.gap))
    own = parts.status(theme.SEVERITIES[Severity.NOTE], row.approver)
    return lines(row.author, own if row.self_approved else row.approver)


def _eval(row: LogRow) -> Html | str:
    return parts.status(theme.AHEAD, row.no_eval) if row.no_eval else row.eval


def _effect(row: LogRow) -> Html | None:
    if not row.effect:
        return None
    said = parts.status(theme.AHEAD, row.effect) if row.rises is Climb.ALERT else row.effect
    return lines(said, row.effect_of)
