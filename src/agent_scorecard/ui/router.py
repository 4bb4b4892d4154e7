"""Route to the pages: page settings, navigation, and the product's name on every screen."""

import streamlit as st

from agent_scorecard import where

st.set_page_config(page_title="Agent Scorecard", page_icon="📊", layout="wide")

pages = [st.Page(path, title=path.stem.replace("_", " ").capitalize()) for path in sorted(where.PAGES.glob("*.py"))]
if pages:
    st.navigation(pages).run()
else:
    st.title("Agent Scorecard")
