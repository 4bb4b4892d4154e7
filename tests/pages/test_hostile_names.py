"""Names that try to be markup are shown as names, on every page and in every widget."""

from __future__ import annotations

import pytest

from agent_scorecard.store.database import open_database
from tests.pages.conftest import filled_with
from tests.pages.disguise import disguised
from tests.pages.visit import Visit, menu
from tests.ui.hostile import TEXT
from tests.ui.reading import KNOWN

PLAIN = ("selectbox", "multiselect", "text_area", "arrow_data_frame", "button_group", "plotly_chart")
"""Shown as text by the browser side, whatever they hold; a chart is given its names escaped."""


@pytest.fixture
def board_of_names(board, tmp_path):
    files = tmp_path / "files"
    files.mkdir()
    engine = open_database(f"sqlite:///{board}", create_missing=True)
    filled_with(disguised(files))(engine)
    engine.dispose()
    return board


def read_as_markdown(seen: Visit) -> list[str]:
    """Everything the browser side would read as markdown."""
    return [str(element.proto) for element in seen.elements if element.type not in ("html", "bidi_component", *PLAIN)]


@pytest.mark.parametrize(
    ("page", "asked"),
    [
        *((page, {}) for page in menu()),
        ("incidents", {"incident": "INC-1"}),
        ("scorecard", {"agent": "brief-writer"}),
        ("scorecard", {"agent": "tag-helper"}),
        ("on_call", {"agent": "brief-writer"}),
        ("gates", {"agent": "brief-writer"}),
        ("gates", {"view": "Rollout plans"}),
        ("gates", {"view": "Intake"}),
        ("weekly", {"agent": "tag-helper"}),
        ("signals", {"agent": "brief-writer"}),
        ("runs", {"agent": "brief-writer"}),
    ],
)
def test_a_page_holds_no_element_of_a_name_and_no_markdown_of_one(board_of_names, page, asked):
    seen = Visit(page, as_of="2026-10-31", **asked)
    assert seen.markup.names <= KNOWN
    assert page == "load_data" or TEXT in seen.text
    assert [shown for shown in read_as_markdown(seen) if "![x]" in shown or ":red[w]" in shown] == []


def test_a_decision_about_such_an_agent_is_recorded_and_shown_as_typed(board_of_names):
    seen = Visit("scorecard", as_of="2026-10-31", agent="brief-writer")
    card = "brief-writer_2026-10"
    seen.type("acting_input", "ana").type(f"reason_{card}", TEXT).type(f"next_{card}", TEXT).press("Publish card")
    assert [error.value for error in seen.app.error] == []
    assert seen.markup.names <= KNOWN
    assert [shown for shown in read_as_markdown(seen) if "![x]" in shown] == []
    assert TEXT in seen.go("this_month").text
    seen.go("decisions")
    assert seen.markup.names <= KNOWN
    assert seen.text.count(TEXT) > 3
    assert [shown for shown in read_as_markdown(seen) if "![x]" in shown or ":red[w]" in shown] == []
    for page in menu():
        seen.go(page)
        assert seen.markup.names <= KNOWN
        assert [shown for shown in read_as_markdown(seen) if "![x]" in shown] == []
