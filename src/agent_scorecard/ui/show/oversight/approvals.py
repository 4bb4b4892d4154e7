"""The approval queues side by side: how long they wait, how fast they are read, who decides."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import streamlit as st

from agent_scorecard.boards.oversight.approvals import ApprovalRow, Approvals
from agent_scorecard.boards.shapes import Attention
from agent_scorecard.ui import parts, theme
from agent_scorecard.ui.links import link
from agent_scorecard.ui.markup import Html, el
from agent_scorecard.ui.show.oversight import shared
from agent_scorecard.vocabulary import Verdict

FIGURES = ("Decided", "Median wait", "One in ten waits", "Waiting now", "Faster than reading")
HEADS = ("Agent", *FIGURES, "Busiest", "Reading")


def approvals(board: Approvals) -> None:
    st.html(el("p", board.said, class_="as-sentence"))
    if board.rows:
        shared.turned(partial(_table, board.days), board.rows, key="approvals")


def _table(days: int, queues: Sequence[ApprovalRow]) -> Html:
    heads = [parts.heading(name, "n" if name in FIGURES else None) for name in HEADS]
    body = [row for each in queues for row in _rows(each)]
    return parts.table(heads, body, class_="as fold approvals-of", label=f"Approvals of the last {days} days")


def _rows(row: ApprovalRow) -> list[Html]:
    """One line of figures, and under it what they ask of a person."""
    address = link(shared.PAGE, agent=row.agent)
    figures = (
        (row.decided, f"{row.approved} approved"),
        (row.median, ""),
        (row.slow, "or longer"),
        (row.waiting, row.oldest),
        (row.fast, row.fast_of),
    )
    line = el(
        "tr",
        el("td", el("a", row.name, href=address), class_="action"),
        *(
            el("td", shared.on_narrow(name), text, el("small", note) if note else None, class_="n start")
            for name, (text, note) in zip(FIGURES, figures, strict=True)
        ),
        el("td", shared.on_narrow("Busiest"), row.busiest, el("small", row.busiest_of) if row.busiest_of else None),
        el("td", _verdict(row), class_="nw"),
        data_open=address,
        class_="led" if row.found else None,
    )
    return [line, *([_found(row)] if row.found else [])]


def _verdict(row: ApprovalRow) -> Html:
    verdict = Verdict.NOT_TRUSTED
    return parts.status(theme.DONE, "Read") if row.trusted else parts.status(theme.VERDICTS[verdict], verdict.word)


def _found(row: ApprovalRow) -> Html:
    told = el("ul", *map(_finding, row.found), class_="as")
    return el("tr", el("td", told, colspan=str(len(HEADS)), class_="wide"), class_="under")


def _finding(found: Attention) -> Html:
    look = theme.SEVERITIES[found.severity]
    return el("li", parts.icon(look, found.severity.value), el("span", found.text), el("small", found.way_out))
