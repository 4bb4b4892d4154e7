"""Tables and lists whose rows are real links: a plain click stays in the session, ctrl-click opens a tab."""

from __future__ import annotations

from typing import Any

import streamlit as st

from agent_scorecard.ui.links import target
from agent_scorecard.ui.markup import Html

_JS = """
export default function (component) {
  const { data, parentElement, setTriggerValue } = component;
  const region = parentElement.closest(".st-key-" + data.region);
  if (region) region.onclick = (event) => {
    const row = event.target.closest("[data-open]");
    if (!row || event.button || event.ctrlKey || event.metaKey || event.shiftKey) return;
    if (!event.target.closest("a") && String(window.getSelection())) return;
    event.preventDefault();
    if (data.here) document.querySelector("[data-testid=stMain]")?.scrollTo(0, 0);
    setTriggerValue("open", row.dataset.open);
  };
}
"""


def rows(markup: Html, key: str, *, here: str = "") -> None:
    """Show markup whose elements with data-open lead to a page; `el` escaped every text in it.

    A row that leads to the page `here`, on which it stands, adds its choice to the address and keeps the rest of it.
    The markup is there with the page; only the listener for clicks comes later, so that nothing below it moves.
    """
    renderer: Any = st.components.v2.component("agent_scorecard_rows", js=_JS, isolate_styles=False)
    with st.container(key=key, gap=None):
        st.html(markup)
        clicked = renderer(key=f"clicks_{key}", data={"region": key, "here": here}, on_open_change=_noted)
    if clicked.open:
        page, chosen = target(clicked.open)
        if page != target(here)[0]:
            st.switch_page(page, query_params=chosen)
        st.query_params.update(chosen)
        st.rerun()


def _noted() -> None:
    """A component reports a click only when somebody listens."""
