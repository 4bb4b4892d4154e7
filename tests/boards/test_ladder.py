"""The ladder: one lane a level, who may move, who should step down, what is missing, what a draft would change."""

from __future__ import annotations

from dataclasses import replace

import pytest

from agent_scorecard.boards.ladder import MEANING, Ladder, LadderFilter, LadderRow, Lane, ladder, moved
from agent_scorecard.boards.shapes import Rung
from agent_scorecard.rules.answers import Assessment, Proposal
from agent_scorecard.vocabulary import AgentKind, Choice, EvidenceState, ExpandKind, Level, Status, Tier
from tests.boards.build import (
    COMPANY,
    DOES_NOT_APPLY,
    MISSING,
    NOT_KNOWN,
    THERE,
    items,
    named,
    reading,
    said,
)
from tests.build import AS_OF, evidence

ONE, TWO, THREE, FOUR = Level
UP = {"reading": reading(), "proposal": Proposal(Choice.EXPAND, (), ExpandKind.LEVEL, THREE)}
DOWN = {"reading": reading(TWO, TWO, ONE, ONE, step_down=(said("Proof is gone."),))}
AHEAD = {"reading": reading(THREE, TWO, TWO, TWO)}
NOBODY = "No agent stands at this level."


def board(*assessed: Assessment, narrowed: LadderFilter | None = None) -> Ladder:
    return ladder(COMPANY, AS_OF, assessed, narrowed)


def agent(name: str, **facts: object) -> Assessment:
    changed = replace(evidence().agent, agent=name.casefold(), name=name, **facts)
    return named(name, agent=changed)


def lane_of(shown: Ladder, level: Level) -> Lane:
    return next(lane for lane in shown.lanes if lane.level is level)


def only_row(one: Assessment) -> LadderRow:
    (row,) = (row for lane in board(one).lanes for row in lane.rows)
    return row


def who_stands_where(shown: Ladder) -> dict[int, list[str]]:
    return {lane.level.value: [row.name for row in lane.rows] for lane in shown.lanes if lane.rows}


def test_an_empty_company_shows_four_lanes_and_what_each_takes():
    assert board() == Ladder(
        over="Company · Saturday 31 October 2026",
        deck="No agent is on the ladder yet.",
        more="",
        lanes=(
            Lane(FOUR, MEANING[FOUR], (), f"{NOBODY} It takes proof at level 3, held over time, and a decision."),
            Lane(THREE, MEANING[THREE], (), f"{NOBODY} It takes proof at level 2, held over time, and a decision."),
            Lane(TWO, MEANING[TWO], (), f"{NOBODY} It takes proof at level 1, held over time, and a decision."),
            Lane(ONE, MEANING[ONE], (), f"{NOBODY} New agents begin here."),
        ),
        teams=(),
        shown=0,
        agents=0,
        automations=0,
    )


def test_an_agent_stands_where_it_is_allowed_today():
    places = [reading(FOUR, THREE, TWO, ONE), reading(FOUR, FOUR, FOUR, FOUR), reading()]
    shown = board(*(named(f"Agent {n}", answers={"reading": place}) for n, place in enumerate(places)))
    assert who_stands_where(shown) == {4: ["Agent 1"], 2: ["Agent 2"], 1: ["Agent 0"]}


def test_a_row_tells_levels_evidence_and_what_is_missing():
    held = reading(THREE, TWO, ONE, TWO, items=items(THERE, MISSING, DOES_NOT_APPLY, NOT_KNOWN))
    assert only_row(named("Support triage", answers={"reading": held})) == LadderRow(
        agent="support-triage",
        name="Support triage",
        owner="Ana",
        tier="medium",
        status="",
        rung=Rung(THREE, TWO, ONE, "allowed today 2, on file 3, supported 1"),
        evidence=(THERE, MISSING, DOES_NOT_APPLY, NOT_KNOWN),
        there="2 of 4 there",
        missing=("Item 2.", "Item 4."),
        missing_more=(),
        move="ahead",
        move_words="On file ahead of evidence",
    )


@pytest.mark.parametrize(
    ("states", "missing", "more"),
    [
        ([THERE, DOES_NOT_APPLY], ("Nothing is missing.",), ()),
        ([MISSING], ("Item 1.",), ()),
        ([MISSING, NOT_KNOWN], ("Item 1.", "Item 2."), ()),
        ([MISSING, NOT_KNOWN, MISSING], ("Item 1.", "Item 2."), ("Item 3.",)),
        ([MISSING] * 5, ("Item 1.", "Item 2."), ("Item 3.", "Item 4.", "Item 5.")),
    ],
    ids=["none", "one", "two", "three", "five"],
)
def test_the_first_two_things_missing_are_said_and_the_rest_kept_at_hand(states, missing, more):
    row = only_row(named("One", answers={"reading": reading(items=items(*states))}))
    assert (row.missing, row.missing_more) == (missing, more)


def test_what_is_not_required_is_neither_shown_nor_missing():
    row = only_row(named("One", answers={"reading": reading(items=items(MISSING, required=False))}))
    assert (row.evidence, row.there, row.missing) == ((), "0 of 0 there", ("Nothing is missing.",))


def test_level_four_has_nothing_above_it():
    row = only_row(named("Top", answers={"reading": reading(FOUR, FOUR, FOUR, FOUR, items=())}))
    assert row.missing == ("There is no higher level.",)


@pytest.mark.parametrize("status", [Status.IDEA, Status.PILOT, Status.PAUSED])
def test_a_status_other_than_live_is_said(status):
    assert (only_row(agent("One", status=status)).status, only_row(agent("One")).status) == (status.value, "")


@pytest.mark.parametrize(
    ("answers", "move"),
    [
        ({}, ("", "")),
        (UP, ("up", "May move to 3")),
        ({"proposal": Proposal(Choice.MAINTAIN, (), level=TWO)}, ("", "")),
        (DOWN, ("down", "Step down to 1")),
        ({**DOWN, "proposal": UP["proposal"]}, ("down", "Step down to 1")),
        (AHEAD, ("ahead", "On file ahead of evidence")),
        ({"reading": reading(TWO, TWO, ONE, TWO)}, ("ahead", "On file ahead of evidence")),
        ({"reading": reading(TWO, TWO, THREE, TWO)}, ("", "")),
    ],
    ids=[
        "holds its level",
        "a higher level is proposed",
        "the level it has is proposed",
        "its proof is gone",
        "a step down goes before a move up",
        "on file above what was granted",
        "on file above what is supported",
        "supported above what is on file",
    ],
)
def test_a_row_says_which_way_it_moves(answers, move):
    row = only_row(named("One", answers=answers))
    assert (row.move, row.move_words) == move


@pytest.mark.parametrize(
    ("moves", "deck", "more"),
    [
        ([{}], "No level moves today.", ""),
        ([UP], "One agent has earned the next level.", ""),
        ([UP, UP], "Two agents have earned the next level.", ""),
        ([DOWN], "One agent should step down.", "None has earned the next level."),
        ([UP, DOWN, DOWN], "One agent has earned the next level, two should step down.", ""),
        ([AHEAD], "No level moves today.", "One on file ahead of its evidence."),
        ([UP, AHEAD, AHEAD], "One agent has earned the next level.", "Two on file ahead of their evidence."),
    ],
    ids=["none", "one up", "two up", "one down", "up and down", "one ahead", "up and ahead"],
)
def test_the_deck_counts_the_moves(moves, deck, more):
    shown = board(*(named(f"Agent {n}", answers=answers) for n, answers in enumerate(moves)))
    assert (shown.deck, shown.more) == (deck, more)


def test_automations_stand_on_no_lane_and_are_counted():
    shown = board(agent("Robot", kind=AgentKind.AUTOMATION), agent("Triage"))
    assert (who_stands_where(shown), shown.agents, shown.automations) == ({2: ["Triage"]}, 1, 1)


@pytest.mark.parametrize("status", [Status.RETIRED, Status.MERGED])
def test_history_leaves_the_ladder(status):
    shown = board(agent("Gone", status=status), agent("Old robot", status=status, kind=AgentKind.AUTOMATION))
    assert (who_stands_where(shown), shown.agents, shown.automations) == ({}, 0, 0)


COMPANY_OF_THREE = (
    agent("Billing", team="Finance"),
    agent("Leads", team="Sales", status=Status.PILOT),
    replace(agent("Notes", team=None), reading=reading(tier=None)),
)


@pytest.mark.parametrize(
    ("narrowed", "left"),
    [
        (LadderFilter(), ["Billing", "Leads", "Notes"]),
        (LadderFilter(team="Sales"), ["Leads"]),
        (LadderFilter(team="Legal"), []),
        (LadderFilter(tiers=frozenset({Tier.MEDIUM})), ["Billing", "Leads"]),
        (LadderFilter(tiers=frozenset({Tier.LOW, Tier.HIGH})), []),
        (LadderFilter(statuses=frozenset({Status.LIVE, Status.PILOT})), ["Billing", "Leads", "Notes"]),
        (LadderFilter(statuses=frozenset({Status.PILOT})), ["Leads"]),
        (LadderFilter("Finance", frozenset({Tier.MEDIUM}), frozenset({Status.PILOT})), []),
    ],
    ids=["all", "team", "unknown team", "tier", "no such tier", "two statuses", "one status", "all three must hold"],
)
def test_a_reader_narrows_the_ladder_and_still_sees_how_many_there_are(narrowed, left):
    shown = board(*COMPANY_OF_THREE, narrowed=narrowed)
    assert [name for lane in shown.lanes for name in (row.name for row in lane.rows)] == left
    assert (shown.shown, shown.agents, shown.teams) == (len(left), 3, ("Finance", "Sales"))


def test_a_narrowed_lane_does_not_say_what_its_level_takes():
    shown = board(*COMPANY_OF_THREE, narrowed=LadderFilter(team="Sales"))
    assert lane_of(shown, ONE).empty == "No agent of this choice stands here."


def drafted(supported: Level, *states: EvidenceState) -> Assessment:
    return named("Triage", answers={"reading": reading(TWO, TWO, supported, TWO, items=items(*states))})


@pytest.mark.parametrize(
    ("today", "draft", "difference"),
    [
        (drafted(TWO, THERE), drafted(TWO, THERE), ()),
        (drafted(TWO, THERE), drafted(ONE, THERE), (("Triage", "would be supported at 1 instead of 2."),)),
        (drafted(TWO, MISSING), drafted(THREE, THERE), (("Triage", "would be supported at 3 instead of 2."),)),
        (drafted(TWO, THERE), drafted(TWO, MISSING), (("Triage", "would miss 1 item instead of 0."),)),
        (
            drafted(TWO, *[MISSING] * 3),
            drafted(TWO, MISSING, MISSING),
            (("Triage", "would miss 2 items instead of 3."),),
        ),
    ],
    ids=["nothing differs", "lower", "higher says more than items", "one more missing", "one fewer missing"],
)
def test_what_if_names_who_would_stand_elsewhere(today, draft, difference):
    assert moved([today], [draft]) == difference


def test_what_if_leaves_out_whoever_is_not_in_the_draft():
    assert moved([drafted(TWO, THERE)], [named("Other")]) == ()
