"""What a page says while there is nothing to show: the fact, what will appear, and the next act."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from agent_scorecard.boards import words
from agent_scorecard.boards.on_call.board import likeliest
from agent_scorecard.boards.this_month import this_month
from agent_scorecard.ui import parts
from agent_scorecard.ui.choose import Chosen
from agent_scorecard.ui.links import link, target
from agent_scorecard.ui.markup import el, join
from agent_scorecard.ui.rows import rows

FEW = 12


def no_agents(chosen: Chosen, title: str, deck: str) -> None:
    st.html(
        join(
            parts.head(words.over_line(chosen.company, chosen.as_of), title, deck),
            parts.section("Begin"),
            parts.empty(
                "Two files are enough: agents.csv (agent, name) and observations.csv with one figure.",
                "Everything else is asked for as it becomes due.",
            ),
        )
    )
    page, _ = target("load_data")
    if st.button("Load data", type="primary", icon=":material/upload_file:"):
        st.switch_page(page)


def no_agent_picked(chosen: Chosen) -> None:
    board = this_month(chosen.company, chosen.as_of, chosen.assessed, chosen.actor)
    due = [(row.agent, row.name, f"due {row.due}, {row.due_note}") for row in (*board.overdue, *board.due)]
    everyone = [(one.evidence.agent.agent, one.evidence.agent.name, "") for one in chosen.assessed]
    st.html(parts.head(board.over, "Scorecard", _which("its card"), board.deck))
    _to_pick("Due first" if due else "Agents", due or everyone, "scorecard")


def no_card_picked(chosen: Chosen) -> None:
    """At night whatever has an open incident is likeliest to be looked for."""
    over = words.over_line(chosen.company, chosen.as_of)
    st.html(parts.head(over, "3 a.m. card", _which("whom to call and how it is stopped")))
    _to_pick("Agents", likeliest(chosen.assessed), "on_call")


def _which(what: str) -> str:
    asked = st.query_params.get("agent")
    return f"There is no agent {asked} on this day: pick one." if asked else f"Pick an agent to see {what}."


def _to_pick(title: str, agents: Sequence[tuple[str, str, str]], page: str) -> None:
    entries = [
        el(
            "li",
            el("span", el("a", name, href=link(page, agent=id_))),
            el("small", about) if about else None,
            data_open=link(page, agent=id_),
        )
        for id_, name, about in agents[:FEW]
    ]
    rest = len(agents) - FEW
    more = parts.note(f"And {rest} more: find them above.") if rest > 0 else None
    rows(join(parts.section(title), el("ul", *entries, class_="as plain"), more), key="pick_agent")


def open_first(first: tuple[str, str] | None) -> None:
    """The next act where nothing was decided yet: the card that has waited longest."""
    if first is not None:
        agent, name = first
        if st.button(f"Open {parts.md(name)}", type="primary", icon=":material/arrow_forward:", icon_position="right"):
            page, _ = target("scorecard")
            st.switch_page(page, query_params={"agent": agent})


def leave(agent: str, opened: str) -> None:
    """The ways on from one row that was opened: its agent's card, or back to the whole list."""
    with st.container(horizontal=True, key="controls_opened"):
        if st.button("Open scorecard", icon=":material/fact_check:"):
            page, _ = target("scorecard")
            st.switch_page(page, query_params={"agent": agent})
        if st.button("Close", icon=":material/close:"):
            st.query_params.pop(opened, None)
            st.rerun()
