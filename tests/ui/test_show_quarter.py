"""The steps of a review stay readable, however many agents there are."""

import pytest

from agent_scorecard.ui.show.quarter import shared
from tests.boards.quarter.build import agent
from tests.boards.quarter.build import board as quarter
from tests.ui.reading import markup_of, read, shown


@pytest.mark.parametrize(
    ("agents", "listed", "said"),
    [(2, 1, ""), (9, 36, ""), (10, 12, "1 to 12 of 45")],
)
def test_the_closest_pairs_stand_on_the_first_page_and_all_are_counted(agents, listed, said):
    same = [agent(f"Twin {number}") for number in range(agents)]
    found = read(markup_of(shown(shared.overlap, quarter(*same))))
    assert found.text.count("in common; ") == listed
    assert said in found.text
    assert (" of 45" in found.text) is bool(said)
