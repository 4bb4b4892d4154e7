"""One run that was opened: its record field by field, what it lacks, its calls, who approved, and what it leads to."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from agent_scorecard.boards.runs.trail import CALLS_NOTE, ApprovalRow, CallRow, Trail, Way
from agent_scorecard.ui import parts, theme
from agent_scorecard.ui.markup import Html, el, join
from agent_scorecard.ui.rows import rows


def trail(board: Trail, back: str) -> None:
    with st.container(key="trail"):
        outcome = parts.status(theme.OUTCOMES[board.outcome], board.outcome_word)
        st.html(join(parts.opened(board.request_id, board.about), el("p", outcome, class_="as-sentence")))
        known, seen = st.columns(2, gap="large")
        known.html(join(parts.section("What is known"), parts.pairs([*board.facts, *board.contents])))
        seen.html(join(_audit(board), _calls(board.calls), _approvals(board)))
        rows(_ways(board, back), key="run_ways")


def not_found(run: str) -> None:
    st.html(
        parts.empty(
            f"There is no run {run} of this agent here.",
            "It may be older than its runs are kept, or of another agent: look for its day below.",
        )
    )


def _audit(board: Trail) -> Html:
    """What is missing stands out; what is there is one line."""
    lacks = [row.field for row in board.audit if not row.is_there]
    there = [row.field for row in board.audit if row.is_there]
    return join(
        parts.section("Audit record", board.audit_said),
        el("ul", *(el("li", parts.status(theme.AHEAD, f"No {field}")) for field in lacks), class_="as plain")
        if lacks
        else None,
        parts.note(f"There: {', '.join(there)}.") if there else None,
    )


def _calls(found: Sequence[CallRow] | None) -> Html:
    opening = parts.section("Tool calls", CALLS_NOTE)
    if found is None:
        return join(opening, parts.empty("The record says nothing of tool calls: let the log hold tool_calls."))
    if not found:
        return join(opening, parts.empty("It called no tool."))
    heads = [parts.heading(name) for name in ("Tool", "Ended", "Reason")]
    return join(opening, parts.table(heads, map(_call, found), label="Tool calls of this run"))


def _call(row: CallRow) -> Html:
    ended = row.ended if row.is_good else parts.status(theme.AHEAD, row.ended)
    return el(
        "tr",
        el("td", el("b", row.tool)),
        el("td", ended, el("small", row.times) if row.times else None, class_="nw"),
        el("td", row.reason or ("" if row.is_good else "none given")),
    )


def _approvals(board: Trail) -> Html:
    opening = parts.section("Approval", board.approvals_said)
    if not board.approvals:
        return opening
    heads = [parts.heading(name) for name in ("Asked", "For", "Answer", "Wait")]
    return join(opening, parts.table(heads, map(_approval, board.approvals), label="Approvals of this run"))


def _approval(row: ApprovalRow) -> Html:
    return el(
        "tr",
        el("td", row.asked, class_="nw"),
        el("td", row.action),
        el("td", row.verdict, el("small", row.who)),
        el("td", row.wait, class_="nw"),
    )


def _ways(board: Trail, back: str) -> Html:
    ways = (*board.cited, *board.ways, Way("Close", back))
    return el("p", *(_way(way) for way in ways), class_="as-turn")


def _way(way: Way) -> Html:
    if "://" in way.address:
        return el("a", way.word, href=way.address, target="_blank", rel="noopener noreferrer")
    return el("a", way.word, href=way.address, data_open=way.address)
