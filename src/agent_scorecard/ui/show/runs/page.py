"""The page about runs from top to bottom, of every agent or of one."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from agent_scorecard.boards.runs.agents import AgentLine, RunLog, TierLine
from agent_scorecard.boards.runs.asked import PAGE
from agent_scorecard.boards.runs.board import AgentRuns
from agent_scorecard.boards.runs.keeping import Kept, PurgeLine
from agent_scorecard.ui import long, parts, theme
from agent_scorecard.ui.markup import Html, el, join
from agent_scorecard.ui.rows import rows
from agent_scorecard.ui.show.oversight.shared import lines, on_narrow

TITLE = "Runs"
SIZE = 25
TIER_HEADS = ("Tier", "Agents with runs", "Complete", "Below")
HEADS = ("Agent", "Runs", "Stepped in", "Went wrong", "Audit record", "Kept for", "Content")


def head(board: RunLog) -> None:
    st.html(parts.head(board.over, TITLE, board.deck, board.more))


def head_of(board: AgentRuns) -> None:
    st.html(parts.head(board.over, board.title, board.deck, board.more))


def company(board: RunLog) -> None:
    """Completeness by tier, then every agent: pick one to see its runs."""
    if board.tiers:
        opening = parts.section("Audit record by tier", f"{board.month}, {board.asked} of the required fields asked")
        st.html(join(opening, _tiers(board.tiers)))
    st.html(parts.section("Agents", "of the last 28 days; a row opens its runs"))
    if not board.lines:
        st.html(parts.empty(board.unlogged, "Nine keys of each run are enough."))
        return
    long.turned(
        lambda page: _agents(long.on_page(board.lines, SIZE, page)), len(board.lines), SIZE, "run_agents", here=PAGE
    )
    if board.unlogged:
        st.html(parts.note(board.unlogged))


def _tiers(found: Sequence[TierLine]) -> Html:
    heads = [parts.heading(name, "n" if name == "Complete" else None) for name in TIER_HEADS]
    body = [
        el(
            "tr",
            el("td", el("b", row.tier)),
            el("td", row.agents),
            el("td", row.audit, class_="n"),
            el("td", parts.status(theme.AHEAD, row.short) if row.is_short else "nobody", class_="wide"),
        )
        for row in found
    ]
    return parts.table(heads, body, label="How complete the audit records are by tier")


def _agents(found: Sequence[AgentLine]) -> Html:
    heads = [parts.heading(name, "n" if name in HEADS[1:4] else None) for name in HEADS]
    return parts.table(heads, map(_agent, found), class_="as fold runs-of", label="Agents and their runs")


def _agent(row: AgentLine) -> Html:
    return el(
        "tr",
        el("td", el("a", row.name, href=row.address), el("small", row.tier), class_="action"),
        *(
            el("td", on_narrow(name), value, class_="n start")
            for name, value in zip(HEADS[1:4], (row.runs, row.stepped_in, row.went_wrong), strict=True)
        ),
        el("td", on_narrow("Audit record"), _audit(row), class_="wide"),
        el("td", on_narrow("Kept for"), row.kept.days if row.kept.is_stated else _unstated(), class_="nw start"),
        el("td", on_narrow("Content"), _content(row.kept), class_="wide"),
        data_open=row.address,
    )


def _audit(row: AgentLine) -> Html | str:
    if not row.audit:
        return "no run in that month"
    said = parts.status(theme.AHEAD, row.audit) if row.is_short else row.audit
    return lines(said, f"lacks {row.missing}" if row.missing else "")


def _unstated() -> Html:
    return parts.status(theme.ASKED, "Not stated")


def _content(kept: Kept) -> Html | str:
    return lines(kept.content, f"masked: {kept.masked}") if kept.keeps_content else "none kept"


def empty(board: AgentRuns) -> None:
    st.html(parts.empty(*board.empty))


def keeping(kept: Kept, done: Sequence[PurgeLine]) -> None:
    """How long its runs are kept, what of them is stored, and what was purged."""
    told = [
        ("Runs", kept.days),
        ("Important runs", kept.important),
        ("Content", kept.content),
        ("Masked keys", kept.masked),
        ("Users", kept.users),
    ]
    purged = [el("li", el("span", f"{row.when}, {row.by}"), el("small", row.said)) for row in done]
    st.html(
        join(
            parts.section("Kept", "figures stay when runs go"),
            parts.pairs(told),
            el("ul", *purged, class_="as plain") if purged else None,
        )
    )


def way_back(address: str, word: str) -> None:
    rows(el("p", el("a", word, href=address, data_open=address), class_="as-turn"), key="runs_back")
