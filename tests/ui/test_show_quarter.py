"""The steps of a review stay readable, however many agents there are."""

import pytest

from agent_scorecard.ui.show.quarter import shared
from tests.boards.quarter.build import agent
from tests.boards.quarter.build import board as quarter
from tests.ui.reading import markup_of, read, shown


@pytest.mark.parametrize(
    ("agents", "listed", "said"),
    [(2, 1, ""), (8, 28, ""), (9, 30, "And 6 more, with as much or less in common.")],
)
def test_only_the_closest_pairs_are_listed_and_the_others_counted(agents, listed, said):
    same = [agent(f"Twin {number}") for number in range(agents)]
    found = read(markup_of(shown(shared.overlap, quarter(*same))))
    assert found.text.count("in common; ") == listed
    assert said in found.text
    assert ("more, with" in found.text) is bool(said)
