"""Screens are made of elements that hold text: no name in a file can add one."""

from __future__ import annotations

import re

import pytest

from agent_scorecard.boards.ladder import ladder
from agent_scorecard.boards.load import FileLine, LoadLine, LoadResult, RefusedCell
from agent_scorecard.boards.published import FrozenMeasure, Published, Restated
from agent_scorecard.boards.scorecard import scorecard
from agent_scorecard.boards.this_month import this_month
from agent_scorecard.policy import default_policy
from agent_scorecard.ui.show import ladder as show_ladder
from agent_scorecard.ui.show import load as show_load
from agent_scorecard.ui.show import published as show_published
from agent_scorecard.ui.show import scorecard as show_scorecard
from agent_scorecard.ui.show import this_month as show_this_month
from agent_scorecard.vocabulary import AgentKind, Verdict
from tests.boards.build import COMPANY, assessment, due_in, named
from tests.build import AS_OF, evidence
from tests.ui import hostile
from tests.ui.reading import KNOWN, Read, markup_of, read, shown

MANY = 13
PLACED = re.compile(r"(left|height):[\d.]+(px|%)(;width:[\d.]+(px|%))?")
ATTRIBUTES = {
    "aria-hidden",
    "aria-label",
    "class",
    "colspan",
    "data-k",
    "data-open",
    "href",
    "role",
    "scope",
    "style",
    "title",
}


OURS = re.compile(r"((scorecard|gates)\?|load_data$|https://traces\.example\.com/[\w%.-]+$)")
"""Our pages, and the tracing tool the agent names, with the id of a run in it."""


def home(*assessed, company=COMPANY, actor="ana") -> Read:
    return read(markup_of(shown(show_this_month.this_month, this_month(company, AS_OF, assessed, actor))))


def steps(*assessed) -> Read:
    board = ladder(COMPANY, AS_OF, assessed)
    return read(markup_of([*shown(show_ladder.head, board), *shown(show_ladder.ladder, board)]))


def card(one, *sample) -> Read:
    board = scorecard(one, default_policy(), sample)
    return read(markup_of([*shown(show_scorecard.head, board), *shown(show_scorecard.body, board)]))


def loaded() -> Read:
    text = hostile.TEXT
    done = LoadResult(
        status="published",
        deck=text,
        more=text,
        files=(FileLine("agents", text, 1, 1, 0, 0, 0, 0, "", (text,)), FileLine("runs", text, 1, 0, 0, 0, 0, 1, text)),
        refused=(RefusedCell(text, 2, text, text, text),),
        notes=(text,),
        refused_csv=text,
    )
    before = [LoadLine(1, text, text, text, text, 3)]
    return read(markup_of([*shown(show_load.result, done), *shown(show_load.history, before)]))


def frozen() -> Read:
    text = hostile.TEXT
    measures = (FrozenMeasure(text, text, text, Verdict.MET),)
    board = Published(text, text, text, text, text, True, measures, (Restated(text, text, text),), "a06cce2a7f23")
    return read(markup_of(shown(show_published.published, board)))


SCREENS = {
    "this month": lambda: home(*[hostile.agent()] * MANY, company=hostile.company()),
    "ladder": lambda: steps(hostile.agent()),
    "scorecard": lambda: card(hostile.agent(), hostile.run()),
    "published card": frozen,
    "load data": loaded,
}


@pytest.mark.parametrize("screen", SCREENS.values(), ids=SCREENS)
def test_hostile_names_add_no_element_and_no_attribute_and_can_be_read_as_they_are(screen):
    found = screen()
    assert found.names <= KNOWN
    assert found.attributes <= ATTRIBUTES
    assert hostile.TEXT in found.text
    assert [link for link in found.links() if not OURS.match(link)] == []
    assert [
        style
        for style in found.styles()
        if not re.fullmatch(r"(left|width|height):[\d.]+(px|%)(;width:[\d.]+(px|%))?", style)
    ] == []


@pytest.mark.parametrize("screen", SCREENS.values(), ids=SCREENS)
def test_every_picture_says_what_it_shows(screen):
    pictures = [given for _, given in screen().elements if given.get("role") == "img"]
    assert [given for given in pictures if not given.get("aria-label")] == []


def test_home_lists_what_is_due_with_a_link_to_its_card():
    found = home(named("Support triage", answers={"due": due_in(0)}))
    assert "scorecard?agent=support-triage" in found.links()
    assert "Support triage" in found.text
    assert "One card is due." in found.text


def test_a_quiet_home_says_so_in_each_region():
    found = home(assessment(), actor=None)
    for sentence in (
        "No card is due this month.",
        "Nothing blocks an agent.",
        "The next card is Support triage, due 14 Jan 2027.",
        "Nothing needs a person today.",
        "Pick your name under “Acting as” to see what you promised.",
    ):
        assert sentence in found.text


def test_a_person_without_promises_reads_that():
    assert "You have promised nothing that is open." in home(named("Triage", follow_ups=()), actor="ana").text


def test_the_ladder_names_lanes_agents_and_what_is_missing():
    found = steps(named("Support triage"))
    assert "scorecard?agent=support-triage" in found.links()
    for words in ("4  Portfolio managed", "2  Recommended", "Nothing is missing.", "No agent stands at this level."):
        assert words in found.text


def test_a_bare_card_says_what_is_missing_in_each_region():
    found = card(assessment(evidence(days=(), follow_ups=())))
    for sentence in (
        "Not measured: no run has been read and no figure was loaded.",
        "No measure can be judged yet.",
        "No run was logged in this period.",
        "Nothing is missing.",
    ):
        assert sentence in found.text
    assert "Promised" not in found.text


def test_automations_are_counted_under_the_ladder():
    robot = assessment(evidence(kind=AgentKind.AUTOMATION))
    assert "1 automation follows fixed rules and stands on no lane." in steps(robot).text
    assert "2 automations follow fixed rules and stand on no lane." in steps(robot, robot).text


def test_no_load_yet_is_said():
    assert "Nothing has been loaded yet." in read(markup_of(shown(show_load.history, []))).text
