"""The agent on one page: every item of three papers from the same facts, each said once, gaps in their place."""

from __future__ import annotations

from collections import Counter
from typing import Any

from agent_scorecard.boards.gates.one_pager import LINES, PAPER_WORDS, OnePager, one_pager
from agent_scorecard.boards.gates.passing import passing
from tests.boards.build import named
from tests.rules.assessed import POLICY


def page(**facts: Any) -> OnePager:
    (each,) = passing([named("Triage", **facts)], POLICY)
    return one_pager(each, POLICY)


def said(label: str, **facts: Any) -> tuple[str, str]:
    (line,) = (line for line in page(**facts).lines if line.label == label)
    return line.text, line.missing


def test_every_item_of_the_three_papers_is_said_once():
    asked = [row.code for name in PAPER_WORDS for row in POLICY.of_view(name)]
    assert Counter(code for line in LINES for code in line.codes) == Counter(asked)


def test_a_fact_is_asked_once_and_shown_on_every_paper():
    (inputs,) = (line for line in page().lines if line.label == "Inputs and sources")
    assert inputs.papers == "contract · SOP · one page"


def test_papers_are_counted_and_a_missing_fact_stands_in_its_place():
    assert page().shares == ("contract 7 of 7", "SOP 7 of 7", "one page 8 of 8")
    assert page(constraints=None).shares[0] == "contract 6 of 7"
    assert said("Constraints", constraints=None) == ("", "Missing: constraints.")


def test_the_five_decision_points_each_have_a_name_or_the_gap():
    assert len(page().rights) == 5
    (pilot, *_) = page(assignments=()).rights
    assert (pilot.text, pilot.missing) == ("", "Missing: who approves the pilot.")


def test_an_agent_of_which_nothing_is_known_has_a_page_of_gaps():
    bare = page(actions=(), escalations=(), bounds=(), assignments=(), trigger=None, allowed_inputs=())
    assert sum(bool(line.missing) for line in bare.lines) >= 8
