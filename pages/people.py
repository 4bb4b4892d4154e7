"""People and rights: who is on the board, as what, and who lets whom in."""

import streamlit as st

from agent_scorecard.boards.people_and_rights import searched
from agent_scorecard.ui import choose, digests, filters, owner_form, rights, rights_form
from agent_scorecard.ui.show import people as show

chosen = choose.company()
whole = rights.board(chosen)
show.head(whole)
show.digest(digests.told(chosen, whole))
rights_form.told()
rights_form.let_in(chosen, whole)
show.unowned(whole.unowned)
owner_form.owners(chosen)
asked = next((row for row in whole.rows if row.person == st.query_params.get("person")), None)
if asked is not None:
    show.opened(asked)
    left, right = st.columns(2, gap="large")
    with left:
        show.one(asked, whole.names)
    with right:
        rights_form.roles(chosen, whole, asked)
if whole.total:
    with filters.row():
        text = filters.people()
    show.people(searched(whole, text), asked.person if asked else "")
else:
    show.nobody()
show.rights()
