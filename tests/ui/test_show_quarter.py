"""The steps of a review stay readable, however many agents there are."""

import pytest

from agent_scorecard.boards.quarter.steps import Step
from agent_scorecard.ui.show.quarter import comparison, page, shared
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


def test_a_value_leads_to_the_card_of_its_quarter_and_a_name_to_the_card_of_today():
    found = markup_of(shown(comparison.values, quarter(agent("Triage"))))
    assert 'href="scorecard?agent=triage&amp;period=2026-Q3"' in found
    assert 'href="scorecard?agent=triage"' in found


@pytest.mark.parametrize("picked", [(Step.CONTROL,), (Step.CONTROL, Step.OVERLAP)], ids=["one step", "with others"])
def test_a_step_ends_with_how_its_figures_were_computed(picked):
    found = markup_of(shown(page.steps, quarter(agent("Triage")), picked))
    assert found.count("<summary>How this was computed</summary>") == len(picked)
    assert "Agents with an active owner that can be seen" in found
