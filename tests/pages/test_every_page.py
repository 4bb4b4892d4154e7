"""Every page opens on every company: one title, well-formed markup, the next step where there is nothing yet."""

from __future__ import annotations

from collections import Counter
from datetime import date

import pytest

from agent_scorecard import where
from tests.pages.visit import Visit, menu
from tests.ui.reading import KNOWN

COMPANIES = ["empty", "minimal", "first", "sample", "openhands"]
TITLES = {**menu(), "quarter": "Third quarter 2026"}


def test_every_page_is_in_the_menu():
    assert set(TITLES) == {path.stem for path in where.PAGES.glob("*.py")}


@pytest.mark.parametrize("company", COMPANIES)
@pytest.mark.parametrize(("page", "title"), TITLES.items(), ids=TITLES)
def test_a_page_opens_with_its_title_and_its_sections(visit, company, page, title):
    seen = visit(company, page)
    assert seen.title == title
    assert seen.markup.names <= KNOWN
    assert [text for _, text in seen.headings() if not text.strip()] == []


@pytest.mark.parametrize("page", TITLES)
def test_every_row_that_leads_somewhere_holds_a_link_for_those_without_a_mouse(visit, page):
    seen = visit("sample", page, agent="support-refund").type("acting_input", "jonas")
    leading = Counter(given["data-open"] for _, given in seen.markup.elements if "data-open" in given)
    assert leading <= Counter(seen.markup.links())


@pytest.mark.parametrize("page", ["this_month", "scorecard", "ladder", "on_call", "quarter", "decisions", "runs"])
def test_an_empty_company_leads_to_loading(visit, page):
    seen = visit("empty", page)
    assert "Two files are enough" in seen.text
    assert seen.press("Load data").title == "Load data"


def test_a_new_database_is_made_where_none_was(board):
    assert "Nothing has been loaded yet." in Visit("load_data", as_of="2026-10-31").text
    assert board.exists()


@pytest.mark.parametrize(
    "asked",
    [
        *("not-a-day", "2026-02-30", ""),
        *("0001-01-01", "1989-12-31", "3000-01-01", "9999-12-31"),
        *("20260101", "2026-W01-1"),
    ],
)
def test_a_day_that_is_none_is_passed_over(visit, asked):
    seen = visit("first", "this_month")
    seen.app.query_params["as_of"] = asked
    assert "Saturday 31 October 2026" in seen.again().text
    assert "as_of" not in seen.app.query_params


@pytest.mark.parametrize(("page", "title"), TITLES.items(), ids=TITLES)
def test_a_link_to_a_day_opens_that_day(visit, page, title):
    assert "Monday 31 August 2026" in visit("first", page, as_of=date(2026, 8, 31)).text


def test_a_day_picked_in_the_sidebar_holds_on_the_next_page(visit):
    seen = visit("first").type("as_of_input", date(2026, 8, 31))
    assert seen.app.query_params["as_of"] == "2026-08-31"
    assert "Monday 31 August 2026" in seen.go("ladder").text


def test_a_name_picked_in_the_sidebar_holds_on_the_next_page(visit):
    seen = visit("first").type("acting_input", "ben")
    assert "you decide as Ben Cole" in seen.go("scorecard").type("scorecard_agent", "brief-writer").text


def test_an_agent_found_in_the_sidebar_opens_its_card(visit):
    seen = visit("first", "ladder").type("find", "Tag helper (tag-helper)")
    assert seen.title == "Tag helper"
    assert seen.app.query_params["agent"] == "tag-helper"


def test_every_page_says_in_which_mode_names_are_typed(visit):
    assert [caption.value for caption in visit("empty").app.sidebar.caption] == [
        "Local mode: whoever can open this page acts as the name picked. Names are typed, not verified."
    ]
