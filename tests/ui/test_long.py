"""A long list is read a page at a time; the address says which page."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from agent_scorecard.ui.long import FOLDED
from tests.ui.reading import everything, markup_of, read


def numbers_on(count: int, page: str) -> list[int]:
    """What is shown of so many numbers, 25 on a page, where the address asks for this page."""

    def script(count):
        from agent_scorecard.ui import long
        from agent_scorecard.ui.markup import el, join

        numbers = range(1, count + 1)
        long.turned(lambda page: join(*(el("b", str(n)) for n in long.on_page(numbers, 25, page))), count, 25, "list")

    app = AppTest.from_function(script, args=(count,), default_timeout=30)
    app.query_params["list_page"] = page
    app.run()
    assert not app.exception, app.exception[0].value
    return [int(text) for name, text in read(markup_of(list(everything(app)))).texts if name == "b"]


@pytest.mark.parametrize(
    ("count", "page", "first", "last"),
    [
        (3, "", 1, 3),
        (FOLDED, "2", 1, FOLDED),
        (60, "", 1, 25),
        (60, "2", 26, 50),
        (60, "3", 51, 60),
        (60, "99", 51, 60),
        (60, "0", 1, 25),
        (60, "-1", 1, 25),
        (60, "x", 1, 25),
        (60, "9" * 5000, 51, 60),
    ],
    ids=["short", "one page", "first", "middle", "last", "beyond", "zero", "negative", "a word", "endless"],
)
def test_the_page_asked_for_is_shown_or_one_that_is_there(count, page, first, last):
    numbers = numbers_on(count, page)
    assert (numbers[0], numbers[-1], len(numbers)) == (first, last, last - first + 1)
