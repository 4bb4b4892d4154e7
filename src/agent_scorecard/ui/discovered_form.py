"""What the logs show and the board does not know, with the form that settles an id nobody registered."""

from __future__ import annotations

from datetime import date

import streamlit as st

from agent_scorecard.access import Right
from agent_scorecard.boards.discovered.board import Discovered, Stranger, discovered
from agent_scorecard.boards.discovered.lines import lines
from agent_scorecard.loading.idea import alias_csv, registered_csv
from agent_scorecard.store.run_versions import versions_seen
from agent_scorecard.ui import choose, offer, parts, tasks
from agent_scorecard.ui.choose import Chosen
from agent_scorecard.ui.show import discovered as show

DONE = "log_id_settled"
KNOWN, NEW = "An agent of the board", "A new agent, as an idea"


def settle(chosen: Chosen) -> None:
    """Show every difference between the logs and the board, where there is any, and the form under it."""
    if told := st.session_state.pop(DONE, None):
        st.success(parts.md(told), icon=":material/check_circle:")
    found = _found(choose.url(), chosen.portfolio.revision, chosen.as_of, chosen)
    if not found.total:
        return
    show.discovered(lines(found, chosen.as_of))
    if found.strangers and not offer.refusal(chosen, Right.LOAD):
        _form(chosen, {row.found.agent_id: row for row in found.strangers})


@st.cache_resource(max_entries=4, show_spinner="Comparing the logs…")
def _found(address: str, at_revision: int, day: date, _chosen: Chosen) -> Discovered:
    """Compare once for each revision and day: it counts every run."""
    del address, at_revision
    seen = versions_seen(_chosen.engine, day)
    return discovered(_chosen.company, _chosen.agents, seen, _chosen.policy)


def _form(chosen: Chosen, strangers: dict[str, Stranger]) -> None:
    with st.container(key="settle_log_id"):
        left, right = st.columns(2, gap="large")
        log_id = left.selectbox("Id in the logs", list(strangers), key="log_id")
        what = left.radio("What it is", [KNOWN, NEW] if chosen.agents else [NEW], key="log_id_is")
        with right:
            if what == KNOWN:
                _alias(chosen, strangers[log_id])
            else:
                _register(chosen, log_id)


def _alias(chosen: Chosen, row: Stranger) -> None:
    names = {one.agent.agent: one.agent.name for one in chosen.agents}
    ids = sorted(names, key=lambda agent: names[agent].casefold())
    agent = st.selectbox(
        "Which agent",
        ids,
        index=ids.index(row.perhaps) if row.perhaps else None,
        format_func=lambda id_: f"{names[id_]} ({id_})",
        placeholder="Pick the agent",
        key=f"alias_of_{row.found.agent_id}",
    )
    if st.button("Let it stand for this agent", icon=":material/link:", disabled=agent is None):
        _load(chosen, "aliases.csv", alias_csv(row.found.agent_id, agent or ""), names.get(agent or "", ""))


def _register(chosen: Chosen, log_id: str) -> None:
    name = st.text_input("Name", value=log_id, max_chars=120, key=f"name_of_{log_id}") or ""
    if st.button("Put it on the board", icon=":material/add:", disabled=not name.strip()):
        _load(chosen, "agents.csv", registered_csv(log_id, name.strip()), name.strip())


def _load(chosen: Chosen, file: str, content: str, name: str) -> None:
    given = [(file, content.encode())]
    done = tasks.load_files(
        chosen, given, mapping=None, all_or_nothing=False, timezone=None, preset=None, told=lambda _: None
    )
    reasons = [cell.reason for cell in done.refused] or [done.more]
    if done.status != "loaded":
        st.error(parts.md(f"{done.deck} {reasons[0]}"))
        return
    st.session_state[DONE] = f"Its runs are those of {name} now."
    st.rerun()
