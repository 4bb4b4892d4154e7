"""Route to the pages: page settings, navigation, and the sidebar on every screen."""

from pathlib import Path

import streamlit as st

from agent_scorecard import where
from agent_scorecard.ui import choose, entrance
from agent_scorecard.ui.sidebar import sidebar

PAGES = {
    "": [
        ("this_month", "This month", ":material/calendar_month:"),
        ("scorecard", "Scorecard", ":material/fact_check:"),
        ("ladder", "Autonomy ladder", ":material/stairs:"),
        ("oversight", "Oversight", ":material/visibility:"),
        ("gates", "Gates and checklist", ":material/checklist:"),
        ("changes", "Changes and evals", ":material/published_with_changes:"),
        ("signals", "Signals", ":material/monitoring:"),
        ("runs", "Runs", ":material/manage_search:"),
        ("incidents", "Incidents", ":material/report:"),
        ("on_call", "3 a.m. card", ":material/phone_in_talk:"),
    ],
    "Review": [
        ("weekly", "Weekly review", ":material/date_range:"),
        ("quarter", "Quarterly review", ":material/table_chart:"),
        ("decisions", "Decisions", ":material/gavel:"),
    ],
    "Set up": [
        ("load_data", "Load data", ":material/upload_file:"),
        ("people", "People and rights", ":material/group:"),
    ],
}

st.set_page_config(page_title="Agent Scorecard", page_icon="📊", layout="wide", initial_sidebar_state=224)
st.html(Path(__file__).with_name("style.css"))
pages = {
    section: [
        st.Page(where.PAGES / f"{name}.py", title=title, icon=icon, url_path=name, default=name == "this_month")
        for name, title, icon in listed
    ]
    for section, listed in PAGES.items()
}
why = entrance.closed()
page = st.navigation(pages, position="sidebar" if why is None else "hidden", expanded=True)
if why is not None:
    entrance.show(why)
sidebar(choose.company())
page.run()
