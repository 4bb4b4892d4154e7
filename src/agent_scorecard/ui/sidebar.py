"""The sidebar of every page: which company, which day, who is acting, and a search for an agent."""

from __future__ import annotations

from datetime import date

import streamlit as st

from agent_scorecard import format
from agent_scorecard.access import AccessMode, CompanyRole
from agent_scorecard.access.answer import OF_ROLE
from agent_scorecard.boards.search import Hit, hits, person_meant
from agent_scorecard.rules.evidence import Company
from agent_scorecard.ui import choose, entrance, memory, parts
from agent_scorecard.ui.links import target
from agent_scorecard.ui.markup import el

KEPT_SEARCHES = 3
LOCAL_MODE = "Local mode: whoever can open this page acts as the name picked. Names are typed, not verified."


def sidebar(chosen: choose.Chosen) -> None:
    with st.sidebar:
        st.html(el("p", el("small", "Company"), chosen.company.name, class_="as-company"))
        _day(chosen.as_of)
        if chosen.acting.mode is AccessMode.LOCAL:
            _acting(chosen)
        _search(chosen)
        if chosen.acting.mode is AccessMode.LOCAL:
            st.caption(LOCAL_MODE)
        else:
            _signed_in(chosen)


def _day(current: date) -> None:
    st.date_input(
        "As of",
        value=current,
        min_value=choose.EARLIEST,
        max_value=max(choose.today(), choose.opening_day(), current),
        format="YYYY-MM-DD",
        key="as_of_input",
        on_change=_day_chosen,
        help="Everything on the board is computed for this day.",
    )


def _day_chosen() -> None:
    picked = st.session_state.get("as_of_input")
    if isinstance(picked, date):
        st.session_state["as_of_day"] = picked
        st.query_params["as_of"] = picked.isoformat()


def _signed_in(chosen: choose.Chosen) -> None:
    """Who is meant by the sign-in, as what, and the way out."""
    binding = (role.value.replace("_", " ") for role in chosen.acting.assigned if role in OF_ROLE)
    held = format.listed(sorted({*chosen.acting.roles, *binding})) or CompanyRole.VIEWER
    st.html(el("p", el("small", "Signed in as"), " ", chosen.called, class_="as-company"))
    st.caption(parts.md(f"Company mode: {held}. What you may do is asked anew with every click."))
    entrance.sign_out()


def _acting(chosen: choose.Chosen) -> None:
    people = chosen.company.people
    ids = sorted((id_ for id_, one in people.items() if one.active), key=lambda id_: people[id_].name.casefold())
    kept = chosen.actor
    if kept and kept not in ids:
        ids.append(kept)
    st.selectbox(
        "Acting as",
        ids,
        index=ids.index(kept) if kept in ids else None,
        format_func=lambda id_: people[id_].name if id_ in people else str(id_),
        accept_new_options=True,
        placeholder="Your name",
        key="acting_input",
        on_change=_acting_chosen,
        args=(chosen.company,),
    )


def _acting_chosen(company: Company) -> None:
    """A first name typed in haste is the colleague of that name, not somebody new."""
    picked = st.session_state.get("acting_input")
    meant = person_meant(company, picked) if isinstance(picked, str) else None
    st.session_state["acting_as"] = st.session_state["acting_input"] = meant


def _search(chosen: choose.Chosen) -> None:
    found = _hits(choose.url(), chosen.portfolio.revision, chosen.as_of, chosen)
    if not found:
        return
    picked = st.selectbox("Find", list(found), index=None, placeholder="Agent or person", key="find")
    if picked:
        del st.session_state["find"]
        page, _ = target(found[picked].page)
        st.switch_page(page, query_params=dict([found[picked].chosen]))


@st.cache_resource(max_entries=KEPT_SEARCHES, show_spinner=False)
def _hits(address: str, at_revision: int, day: date, _chosen: choose.Chosen) -> dict[str, Hit]:
    """Gather once what can be found: all but the last are only what the answer is kept under."""
    del address, at_revision, day
    with memory.kept_for_long():
        return {hit.label: hit for hit in hits(_chosen.company, _chosen.agents)}
