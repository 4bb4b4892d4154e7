"""The frozen card of a period above today's computation."""

from __future__ import annotations

import streamlit as st

from agent_scorecard.boards.published import Published
from agent_scorecard.ui import parts, theme
from agent_scorecard.ui.markup import Html, el, join

RESTATED_SHOWN = 30


def published(board: Published) -> None:
    rows = [("Decision", board.decided), ("Reason", board.reason)]
    rows += [("Against the proposal", board.against)] if board.against else []
    rows += [("Correction", board.correction)] if board.correction else []
    rows += [("Signed by", board.signed_by)] if board.signed_by else []
    rows += [("Accepted gaps", " ".join(board.rests_on))] if board.rests_on else []
    rows += [("Next step", board.next_step), ("Restated since", _restated(board))]
    st.html(join(parts.section("Published card", f"frozen, fingerprint {board.hash}"), parts.pairs(rows)))
    if board.measures:
        with st.expander(
            f"{len(board.measures)} {'figure' if len(board.measures) == 1 else 'figures'} as frozen", type="compact"
        ):
            st.html(_frozen(board))
    if board.restated:
        with st.expander("What reads otherwise today", type="compact"):
            st.html(_differences(board))


def _restated(board: Published) -> str:
    count = len(board.restated)
    if not count:
        return "no: today's data gives the same card"
    return f"{count} {'value reads' if count == 1 else 'values read'} otherwise today"


def _frozen(board: Published) -> Html:
    heads = [parts.heading("Measure"), parts.heading("Then", "n"), parts.heading("", "n"), parts.heading("Verdict")]
    body = [
        el(
            "tr",
            el("td", row.name),
            el("td", el("b", row.value), class_="n"),
            el("td", row.n, class_="n mute"),
            el("td", parts.status(theme.VERDICTS[row.verdict], row.verdict.word)),
        )
        for row in board.measures
    ]
    return parts.table(heads, body, label="Frozen figures")


def _differences(board: Published) -> Html:
    heads = [parts.heading("Place"), parts.heading("Then"), parts.heading("Today")]
    body = [
        el("tr", el("td", row.where), el("td", row.then, class_="mute"), el("td", row.now))
        for row in board.restated[:RESTATED_SHOWN]
    ]
    return parts.table(heads, body, label="Differences since publishing")
