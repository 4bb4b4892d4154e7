"""Load data: upload or folder, what each file did, and the loads before."""

import streamlit as st

from agent_scorecard.boards import words
from agent_scorecard.ui import choose, discovered_form, load_form, parts, tasks
from agent_scorecard.ui.show import load as show

chosen = choose.company()
deck = "Inventory, figures, incidents and runs come in as files; each row is checked before it counts."
st.html(parts.head(words.over_line(chosen.company, chosen.as_of), "Load data", deck))
done = load_form.load_form(chosen)
if done is not None:
    show.result(done)
discovered_form.settle(chosen)
earlier = tasks.earlier(chosen)
show.history(earlier, tasks.waiting(chosen))
load_form.kept_refusals(chosen, earlier)
load_form.templates()
