"""One agent, twelve, forty, a thousand: every page says what it found, draws a readable part, and hides nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from urllib.parse import parse_qs

import pytest
import streamlit as st

from agent_scorecard import where
from agent_scorecard.bench import company
from agent_scorecard.store.database import open_database
from tests.pages.conftest import filled_with
from tests.pages.visit import Visit, menu
from tests.ui.reading import Read, read

MANY = 1000
LONGEST = 120
"""Rows of one table, entries of one list."""
DAY = date(2026, 10, 31).isoformat()
AGENT = {"minimal": "weekly-kpi", "sample": "support-triage", "openhands": "GPT-5.4"}
STEPS = ["quarter_values", "quarter_gates", "quarter_spend", "quarter_outcome", "quarter_exceptions"]


@pytest.mark.parametrize("company", AGENT)
@pytest.mark.parametrize("page", menu())
def test_a_page_is_readable(visit, company, page):
    seen = visit(company, page, agent=AGENT[company])
    assert says_what_it_found(seen.markup)
    assert longest(seen.markup) <= LONGEST


@pytest.fixture(scope="module")
def thousand(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Visit]:
    """One person in front of a thousand agents, judged once for the whole module."""
    folder = tmp_path_factory.mktemp("thousand")
    company.write(folder / "files", agents=MANY)
    address = f"sqlite:///{folder / 'board.db'}"
    engine = open_database(address, create_missing=True)
    filled_with(folder / "files")(engine)
    engine.dispose()
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(where.DATABASE_VARIABLE, address)
        st.cache_resource.clear()
        yield Visit("this_month", as_of=DAY)
        st.cache_resource.clear()


@pytest.fixture
def big(thousand: Visit) -> Visit:
    """Nothing is chosen yet in this test."""
    thousand.app.query_params.clear()
    return thousand


@pytest.mark.slow
@pytest.mark.parametrize("page", menu())
def test_a_page_is_readable_with_a_thousand(big, page):
    seen = big.go(page)
    assert says_what_it_found(seen.markup)
    assert longest(seen.markup) <= LONGEST


@pytest.mark.slow
@pytest.mark.parametrize(("page", "key"), [("this_month", "due"), ("ladder", "ladder")])
def test_every_agent_of_a_thousand_stands_on_one_page_of_the_list(big, page, key):
    turned = [agents(seen.markup) for seen in pages(big.go(page), key)]
    assert len(set().union(*turned)) == shown_of(big)[0][1]
    assert max(map(len, turned)) <= LONGEST


@pytest.mark.slow
@pytest.mark.parametrize("key", STEPS)
def test_the_last_page_of_a_step_ends_with_the_last_row(big, key):
    big.go("quarter")
    last = pager(big, f"{key}_page").num_pages
    assert [last_row for last_row, total in shown_of(big) if last_row == total] == []
    assert len([total for last_row, total in shown_of(at(big, f"{key}_page", last)) if last_row == total]) == 1


@pytest.mark.slow
@pytest.mark.parametrize(
    ("key", "column"), [("quarter_gaps", "What is missing"), ("quarter_all_proposals", "What blocks it")]
)
def test_what_a_step_leaves_out_stands_in_its_sheet(big, key, column):
    seen = big.go("quarter").unfold(key)
    (sheet,) = (frame.value for frame in seen.app.dataframe if column in frame.value)
    assert len(sheet) > MANY / 2


@pytest.mark.slow
def test_the_search_finds_each_of_a_thousand(big):
    assert len(big.go("this_month").options("find")) >= MANY


@pytest.mark.slow
@pytest.mark.parametrize(("asked", "shown"), [("3", 3), ("999", 37), ("0", 1), ("-1", 1), ("next", 1)])
def test_a_page_in_the_address_is_the_page_shown(big, asked, shown):
    assert pager(at(big.go("this_month"), "due_page", asked), "due_page").value == shown


def says_what_it_found(markup: Read) -> bool:
    return any("as-deck" in (given.get("class") or "") for _, given in markup.elements)


def longest(markup: Read) -> int:
    """The most rows one table has, or entries one list."""
    counts = [0]
    for name, _ in markup.elements:
        if name in ("table", "ul"):
            counts.append(0)
        elif name in ("tr", "li"):
            counts[-1] += 1
    return max(counts)


def agents(markup: Read) -> set[str]:
    rows = (given.get("data-open") or "" for name, given in markup.elements if name == "tr")
    return {parse_qs(address.partition("?")[2])["agent"][0] for address in rows if address}


def pager(seen: Visit, key: str):
    (found,) = (one for one in seen.app.pagination if one.key == key)
    return found


def shown_of(seen: Visit) -> list[tuple[int, int]]:
    """For each long list the number of its last row on this page, and of all rows, as the note at its pager says."""
    notes = (read(element.proto.body).text for element in seen.elements if element.type == "html")
    found = (re.fullmatch(r"[\d,]+ to ([\d,]+) of ([\d,]+)", note) for note in notes)
    return [tuple(int(number.replace(",", "")) for number in one.groups()) for one in found if one]


def at(seen: Visit, key: str, page: object) -> Visit:
    seen.app.query_params[key] = str(page)
    return seen.again()


def pages(seen: Visit, key: str) -> Iterator[Visit]:
    for page in range(1, pager(seen, f"{key}_page").num_pages + 1):
        yield at(seen, f"{key}_page", page)
