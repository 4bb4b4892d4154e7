"""The way in where people sign in: who gets no further is told why, and whom to ask."""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st

from agent_scorecard import format
from agent_scorecard.access import COMPANY, LONGEST_SIGN_IN, Actor, Right, SignedIn, can
from agent_scorecard.recording.permission import stranger
from agent_scorecard.recording.refusal import NotPermitted, SignInOver
from agent_scorecard.recording.sign_ins import EXPIRED, LEFT, SEEN, note_sign_in
from agent_scorecard.store import read, read_people
from agent_scorecard.ui import choose, parts, signed_in
from agent_scorecard.ui.markup import join

FEW_ADMINS = 3


@dataclass(frozen=True, slots=True)
class Closed:
    """Why a person sees no page, and what they can do."""

    title: str
    deck: str
    lines: tuple[str, ...] = ()
    by: SignedIn | None = None


def closed() -> Closed | None:
    """Return what keeps a person out on this click, None for everybody in local mode and whoever may see."""
    if not signed_in.is_company_mode():
        return None
    by = signed_in.signed_in()
    if by is None:
        return Closed(f"Sign in to {_company()}", "After it you see the page you asked for.")
    if choose.now() - by.at > LONGEST_SIGN_IN:
        _note(EXPIRED, by, None)
        return Closed("Sign in again", "You signed in more than 12 hours ago. After it you see this page again.")
    try:
        actor = choose.acting()
    except SignInOver as refused:
        return Closed("Sign in again", str(refused))
    except NotPermitted as refused:
        return Closed("No longer yours to see", str(refused), by=by)
    _note(SEEN, by, actor)
    may = can(actor, Right.SEE, COMPANY)
    return None if may is True else _unknown(by, actor, may)


def show(why: Closed) -> None:
    """Show the one page there is for them, and end the run."""
    over = "Agent Scorecard" if why.by is None else _company()
    more = join(parts.section("To be let in"), parts.empty(*why.lines)) if why.lines else None
    st.html(join(parts.head(over, why.title, why.deck), more))
    if why.by is None:
        if st.button("Sign in", type="primary", icon=":material/login:", key="sign_in"):
            st.login()
    else:
        st.html(parts.pairs([("Issuer", why.by.issuer), ("Subject", why.by.subject)]))
        sign_out()
    st.stop()


def sign_out() -> None:
    """The button that ends a sign-in, here and at the provider where it can."""
    if st.button("Sign out", icon=":material/logout:", key="sign_out"):
        by = signed_in.signed_in()
        if by is not None:
            _note(LEFT, by, None)
        st.logout()
        st.stop()


def _unknown(by: SignedIn, actor: Actor, why: str) -> Closed:
    ask = _whom_to_ask()
    if actor == stranger(by):
        deck = f"You signed in as {signed_in.called()}, and nobody here goes by that sign-in yet."
        return Closed("Nobody knows you here yet", deck, (ask, "What they link is what stands below."), by)
    return Closed("You have no role here yet", why, (ask,), by)


def _company() -> str:
    return read.settings(choose.engine()).name


def _whom_to_ask() -> str:
    admins = read_people.admins(choose.engine())
    if not admins:
        return "Nobody is an admin here yet: whoever runs this board makes one with agent-scorecard grant-admin."
    named = format.listed([*admins[:FEW_ADMINS]], "or")
    return f"Ask {named} to link your sign-in and to give you a role."


def _note(what: str, by: SignedIn, actor: Actor | None) -> None:
    """Keep it once for each session."""
    if st.session_state.get(what) != by:
        st.session_state[what] = by
        note_sign_in(choose.engine(), what, by, actor, signed_in.called(), choose.now())
