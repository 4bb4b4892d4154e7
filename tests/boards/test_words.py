"""Small sentences that more than one board says."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from agent_scorecard.boards import words
from agent_scorecard.vocabulary import Status, Tier
from tests.boards.build import COMPANY, assessment, follow_up, owned_by, owned_by_nobody, reading
from tests.build import AS_OF, evidence, person

LEFT = {**COMPANY.people, "gus": person("gus", active=False)}


@pytest.mark.parametrize(
    ("n", "said"),
    [(0, "No cards are"), (1, "One card is"), (2, "Two cards are"), (12, "Twelve cards are"), (13, "13 cards are")],
)
def test_small_counts_are_spelled(n, said):
    assert words.counted(n, "card") == said


def test_an_odd_plural_is_given():
    assert words.counted(2, "person", "people") == "Two people are"


def test_the_over_line_names_company_and_day():
    assert words.over_line(COMPANY, AS_OF) == "Company · Saturday 31 October 2026"


@pytest.mark.parametrize(
    ("facts", "line"),
    [
        ({}, ("Ana", True)),
        ({**owned_by("gus"), "people": LEFT}, ("Gus, no longer active", False)),
        (owned_by("nobody-we-know"), ("no owner named", False)),
        (owned_by_nobody(), ("no owner named", False)),
    ],
    ids=["active", "left", "unknown id", "none"],
)
def test_the_owner_is_named_with_the_truth_about_them(facts, line):
    assert words.owner_line(evidence(**facts)) == line


@pytest.mark.parametrize(
    ("id_", "name"), [("ana", "Ana"), ("zoe@example.com", "zoe@example.com"), (None, "nobody named")]
)
def test_a_person_is_named_or_shown_as_typed(id_, name):
    assert words.person(COMPANY, id_) == name


@pytest.mark.parametrize(
    ("due_in", "done_in", "state"),
    [(0, None, "open"), (-1, None, "overdue"), (-9, 0, "done"), (-9, 1, "overdue"), (5, 1, "open")],
    ids=["due today", "due yesterday", "done today", "done tomorrow, late today", "done tomorrow"],
)
def test_a_promise_is_done_open_or_overdue_on_a_day(due_in, done_in, state):
    done_on = None if done_in is None else AS_OF + timedelta(days=done_in)
    row = follow_up("call", AS_OF + timedelta(days=due_in), done_on)
    assert words.follow_up_state(row, AS_OF) == state


@pytest.mark.parametrize(
    ("tier", "stated", "word"),
    [(None, False, "tier not known"), (Tier.HIGH, True, "high"), (Tier.HIGH, False, "high, suggested")],
)
def test_a_tier_says_where_it_comes_from(tier, stated, word):
    assert words.tier_word(reading(tier=tier, tier_stated=stated)) == word


@pytest.mark.parametrize("status", Status)
def test_only_retired_and_merged_agents_are_history(status):
    agent = replace(evidence().agent, status=status)
    is_shown = status not in (Status.RETIRED, Status.MERGED)
    assert words.in_view(assessment(evidence(agent=agent))) is is_shown


@pytest.mark.parametrize(
    ("sentence", "first"),
    [
        ("5 of 16 items hold. Not yet: the first.", "5 of 16 items hold."),
        (
            "People step in more often since model 4.1 → 4.2: 11.2 % after 7.9 %.",
            "People step in more often since model 4.1 → 4.2.",
        ),
        ("Nobody is named.", "Nobody is named."),
    ],
)
def test_a_headline_is_the_first_thing_a_finding_says(sentence, first):
    assert words.headline(sentence) == first


@pytest.mark.parametrize(
    ("id_", "said"), [("ticket_triage", "Ticket triage"), ("KYC checks", "KYC checks"), ("", ""), (None, "")]
)
def test_a_workflow_is_named_in_words(id_, said):
    assert words.workflow(id_) == said
