"""What an admin does: say whom a sign-in stands for, give a role, take one back; never their own."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from agent_scorecard import format
from agent_scorecard.access import CompanyRole
from agent_scorecard.boards.people import HeldRole, PersonRow
from agent_scorecard.boards.people_and_rights import PeopleAndRights, Waiting, may_manage
from agent_scorecard.recording import Refused, end_role, grant_role, link_sign_in
from agent_scorecard.ui import choose, parts
from agent_scorecard.ui.choose import Chosen
from agent_scorecard.ui.show import people as show

DONE = "rights_changed"


def told() -> None:
    """What was done by the last click."""
    if said := st.session_state.pop(DONE, None):
        st.success(parts.md(said), icon=":material/check_circle:")


def let_in(chosen: Chosen, board: PeopleAndRights) -> None:
    """Say for whom a sign-in stands that was seen and is nobody's."""
    if not board.waiting:
        return
    st.html(parts.section("Waiting to be let in", "they signed in, and stand for nobody yet"))
    with st.container(horizontal=True, vertical_alignment="bottom", key="let_in"):
        waiting = st.selectbox("Sign-in", board.waiting, format_func=_called, key="waiting")
        person = st.selectbox(
            "Stands for",
            [row.person for row in board.rows if row.is_active],
            index=None,
            format_func=lambda id_: chosen.company.people[id_].name,
            placeholder="Pick the person",
            key="stands_for",
        )
        pressed = st.button("Link", type="primary", icon=":material/link:", disabled=person is None, key="link")
    st.html(
        parts.note(
            f"{waiting.subject} of {waiting.issuer}, last here {_when(waiting)}. Ask the person before you link it."
        )
    )
    if pressed and person is not None:
        name = chosen.company.people[person].name
        _do(
            lambda: link_sign_in(chosen.engine, person, waiting.issuer, waiting.subject, by=chosen.by, at=choose.now()),
            f"{waiting.called} signs in as {name} from now on.",
            person,
        )


def roles(chosen: Chosen, board: PeopleAndRights, row: PersonRow) -> None:
    """The roles of the company one person holds, with what an admin can do about them."""
    if not board.with_roles:
        return
    may = may_manage(chosen.acting, row.person)
    st.html(parts.section("Roles of the company", None if may is True else may))
    for held in row.roles:
        _held(chosen, row, held, may is True)
    if not row.roles:
        st.html(parts.note("None."))
    if may is True and row.is_active:
        _give(chosen, row)
    signs = [f"{subject} of {issuer}" for issuer, subject in row.sign_ins]
    st.html(parts.note(f"Signs in as {format.listed(signs)}." if signs else "No sign-in stands for this person yet."))


def _held(chosen: Chosen, row: PersonRow, held: HeldRole, may: bool) -> None:
    with st.container(horizontal=True, vertical_alignment="center", key=f"held_{held.role}"):
        st.html(parts.pairs([(held.role.capitalize(), show.since(held, chosen.as_of))]))
        if may and st.button("End", key=f"end_{held.role}", help=parts.md(f"{row.name} is no longer {held.role}.")):
            _do(
                lambda: end_role(chosen.engine, row.person, held.role, by=chosen.by, at=choose.now()),
                f"{row.name} is no longer {held.role}.",
            )


def _give(chosen: Chosen, row: PersonRow) -> None:
    open_roles = [role for role in CompanyRole if role not in {held.role for held in row.roles}]
    with st.container(horizontal=True, vertical_alignment="bottom", key="give"):
        role = st.selectbox(
            "Role", open_roles, index=None, format_func=str.capitalize, placeholder="Pick a role", key="role_to_give"
        )
        if st.button("Give role", icon=":material/add:", disabled=role is None, key="give_role") and role:
            _do(
                lambda: grant_role(chosen.engine, row.person, role, by=chosen.by, at=choose.now()),
                f"{row.name} is {role} now.",
            )


def _do(change: Callable[[], None], done: str, person: str | None = None) -> None:
    try:
        change()
    except Refused as refused:
        st.error(parts.md(str(refused)))
        return
    st.session_state[DONE] = done
    if person is not None:
        st.query_params["person"] = person
    st.rerun()


def _called(waiting: Waiting) -> str:
    return waiting.called or waiting.subject


def _when(waiting: Waiting) -> str:
    return f"{format.full_day(waiting.last_seen.date())}, {waiting.last_seen:%H:%M} UTC"
