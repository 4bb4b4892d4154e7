"""Who holds what, as it was chosen: people read once for each revision, sign-ins that wait on every click."""

from __future__ import annotations

from datetime import date

import streamlit as st

from agent_scorecard.boards.people import HeldRole, PersonRow, people_board
from agent_scorecard.boards.people_and_rights import PeopleAndRights, Waiting, people_and_rights
from agent_scorecard.store import read_people, read_rights
from agent_scorecard.ui import choose, memory
from agent_scorecard.ui.choose import Chosen

KEPT_DAYS = 2


def board(chosen: Chosen) -> PeopleAndRights:
    rows = _rows(choose.url(), chosen.portfolio.revision, chosen.as_of, chosen)
    waiting = [Waiting(row.issuer, row.subject, row.called, row.at) for row in read_people.unlinked(chosen.engine)]
    return people_and_rights(chosen.portfolio, rows, waiting, chosen.acting)


@st.cache_resource(max_entries=KEPT_DAYS, show_spinner=False)
def _rows(address: str, at_revision: int, day: date, _chosen: Chosen) -> tuple[PersonRow, ...]:
    """Read them once: all but the last are only what the answer is kept under."""
    del address, at_revision, day
    with memory.kept_for_long():
        grants, sign_ins = read_rights.held_now(_chosen.engine)
        roles = [(row.person, HeldRole(row.role, row.granted_at.date(), row.granted_by)) for row in grants]
        return people_board(_chosen.portfolio, roles, [(row.person, (row.issuer, row.subject)) for row in sign_ins])
