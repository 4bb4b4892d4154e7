"""A long list of the oversight page is read in parts; the address says which."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from tests.ui.reading import everything, markup_of, read


def page(count: int, **asked: str):
    def script(count):
        from agent_scorecard.ui.markup import el, join
        from agent_scorecard.ui.show.oversight import shared

        shared.turned(lambda part: join(*(el("b", str(number)) for number in part)), range(1, count + 1), key="gates")

    app = AppTest.from_function(script, args=(count,), default_timeout=30)
    for name, value in asked.items():
        app.query_params[name] = value
    app.run()
    assert not app.exception
    return read(markup_of(list(everything(app))))


@pytest.mark.parametrize(
    ("count", "part", "first", "last", "said", "ways"),
    [
        (3, "", 1, 3, "", []),
        (25, "2", 1, 25, "", []),
        (60, "", 1, 25, "1 to 25 of 60", ["gates_part=2"]),
        (60, "2", 26, 50, "26 to 50 of 60", ["gates_part=1", "gates_part=3"]),
        (60, "3", 51, 60, "51 to 60 of 60", ["gates_part=2"]),
        (60, "99", 51, 60, "51 to 60 of 60", ["gates_part=2"]),
        (60, "0", 1, 25, "1 to 25 of 60", ["gates_part=2"]),
        (60, "-1", 1, 25, "1 to 25 of 60", ["gates_part=2"]),
        (60, "x", 1, 25, "1 to 25 of 60", ["gates_part=2"]),
        (60, "9" * 5000, 1, 25, "1 to 25 of 60", ["gates_part=2"]),
    ],
    ids=["short", "one part", "first", "middle", "last", "beyond", "zero", "negative", "a word", "endless"],
)
def test_a_part_is_shown_with_the_ways_to_those_around_it(count, part, first, last, said, ways):
    seen = page(count, gates_part=part)
    numbers = [int(text) for name, text in seen.texts if name == "b"]
    assert (numbers[0], numbers[-1]) == (first, last)
    assert said in seen.text
    assert seen.links() == [f"oversight?{way}" for way in ways]
