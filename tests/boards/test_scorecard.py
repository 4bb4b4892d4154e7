"""The scorecard: what the page of one agent says in each of its regions."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from agent_scorecard.boards.scorecard import (
    EvidenceLine,
    GroupLine,
    Scorecard,
    scorecard,
)
from agent_scorecard.boards.shapes import Attention, Fact, Promise, Rung
from agent_scorecard.boards.words import period_words
from agent_scorecard.policy import default_policy
from agent_scorecard.rules.answers import Assessment, Proposal
from agent_scorecard.rules.facts import Agent, RunSample
from agent_scorecard.rules.periods import parse
from agent_scorecard.vocabulary import Choice, Level, ReviewOutcome, RunResult, Severity, Status, Verdict
from tests.boards.build import (
    MISSING,
    THERE,
    assessment,
    due,
    finding,
    follow_up,
    groups,
    items,
    judged,
    named,
    owned_by,
    owned_by_nobody,
    reading,
    set_up,
)
from tests.build import AS_OF, OCTOBER, at, bounds, decision, evidence

POLICY = default_policy()
ONE, TWO, THREE, FOUR = Level
ACCEPTED = RunSample("req_7", at(date(2026, 10, 12)), ReviewOutcome.ACCEPTED, RunResult.SUCCESS, "", "", None, "USD")


def board(one: Assessment, *sample: RunSample) -> Scorecard:
    return scorecard(one, POLICY, sample)


def fact(one: Assessment, label: str) -> str:
    return next(fact.value for fact in board(one).facts if fact.label == label)


@pytest.mark.parametrize(
    ("period", "words"),
    [("2026-10", "October 2026"), ("2026-W05", "week 5 of 2026"), ("2026-Q3", "Q3 2026")],
)
def test_a_period_is_named_in_words(period, words):
    assert period_words(parse(period)) == words


@pytest.mark.parametrize(
    ("periods", "over", "is_published"),
    [
        (["2026-09"], "Scorecard · October 2026 · draft, not yet published", False),
        (["2026-09", "2026-10"], "Scorecard · October 2026 · published", True),
    ],
)
def test_a_card_is_a_draft_until_its_decision_is_recorded(periods, over, is_published):
    decided = tuple(decision(n, AS_OF, period=period) for n, period in enumerate(periods))
    shown = board(named("Triage", decisions=decided))
    assert (shown.over, shown.published, shown.period) == (over, is_published, OCTOBER)


@pytest.mark.parametrize(
    ("verdicts", "deck"),
    [
        ({}, "Every judged group passes."),
        ({"outcome": Verdict.MET}, "Every judged group passes."),
        ({"quality": Verdict.AT_RISK}, "Quality: at risk. quality at_risk"),
        ({"quality": Verdict.AT_RISK, "control": Verdict.MISSED}, "Control: missed. control missed"),
        ({"adoption": Verdict.UNPROVEN}, "Adoption: too few to tell. adoption unproven"),
        ({"adoption": Verdict.NO_DATA}, "Every judged group passes."),
        (
            dict.fromkeys(("outcome", "quality", "adoption", "control"), Verdict.NO_DATA),
            "Nothing with a bound was measured in this period.",
        ),
    ],
    ids=["all pass", "one met", "one at risk", "the worst of two", "too few", "no data is not worst", "nothing judged"],
)
def test_the_deck_says_the_worst_group_and_the_proposal(verdicts, deck):
    shown = board(assessment(groups=groups(**verdicts), proposal=Proposal(Choice.REVISE, ())))
    assert (shown.deck, shown.more) == (deck, "Proposed: revise.")


def test_the_header_tells_owner_tier_level_and_last_card():
    one = named(
        "Support triage",
        decisions=(decision(4, date(2025, 10, 14)),),
        answers={"due": due(date(2026, 10, 19))},
    )
    shown = board(one)
    assert (shown.agent, shown.name) == ("support-triage", "Support triage")
    assert shown.facts == (
        Fact("Owner", "Ana", "confirmed 5 Oct"),
        Fact("Risk tier", "Medium"),
        Fact("Status", "Live"),
        Fact("Autonomy", "2 recommended", "since 2 Mar"),
        Fact("Last card", "Maintain, 14 Oct 2025", "follow-up open"),
        Fact("Review due", "19 Oct", "12 days late", late=True),
        Fact("Checklist", "14 of 16", place="gates"),
    )


@pytest.mark.parametrize(
    ("one", "label", "said"),
    [
        (named("A", **owned_by_nobody()), "Owner", "no owner named"),
        (named("A", **owned_by("zoe")), "Owner", "no owner named"),
        (assessment(evidence(owner_confirmed_on=None)), "Owner", "Ana"),
        (assessment(reading=reading(tier=None)), "Risk tier", "Tier not known"),
        (assessment(reading=reading(since=None)), "Autonomy", "2 recommended"),
        (named("A", decisions=()), "Last card", "None yet"),
        (assessment(due=due(None)), "Review due", "No date"),
        (assessment(due=due(date(2027, 1, 14))), "Review due", "14 Jan 2027"),
    ],
    ids=["no owner", "unknown owner", "not confirmed", "no tier", "since when", "no card", "no date", "not late"],
)
def test_what_the_header_does_not_know_it_says(one, label, said):
    assert fact(one, label) == said


def test_the_four_groups_stand_side_by_side_with_what_decided_them():
    shown = board(assessment(groups=groups(control=Verdict.AT_RISK))).groups
    assert tuple(replace(line, how=()) for line in shown) == (
        GroupLine("Outcome", Verdict.PASSING, "outcome passing", "outcome passing"),
        GroupLine("Quality", Verdict.PASSING, "quality passing", "quality passing"),
        GroupLine("Adoption", Verdict.PASSING, "adoption passing", "adoption passing"),
        GroupLine("Control", Verdict.AT_RISK, "control at_risk", "control at_risk"),
    )


def test_findings_are_heaviest_first_and_notes_apart():
    found = (
        finding("b"),
        finding("c", Severity.NOTE),
        finding("z", Severity.BLOCK),
        finding("a"),
    )
    shown = board(assessment(findings=found))
    assert [row.code for row in shown.attention] == ["z", "a", "b"]
    assert shown.notes == (Attention("support-triage", "", Severity.NOTE, "Sentence of c.", "Way out of c.", "c"),)


@pytest.mark.parametrize(
    ("state", "line"),
    [
        (set_up(11), "Set-up: 11 of 12 known. Next: Who owns it?"),
        (set_up(12), ""),
        (set_up(0, in_grace=False), ""),
    ],
)
def test_set_up_is_one_line_in_the_first_days(state, line):
    assert board(assessment(set_up=state)).set_up == line


def test_purpose_and_levels_are_plain_sentences():
    one = assessment(evidence(), reading=reading(THREE, TWO, ONE, TWO))
    assert board(one).purpose == (
        ("Workflow", "Ticket triage"),
        ("For", "Support team"),
        ("Business outcome", "Tickets answered faster without breaking policy"),
        ("Level", "On file 3, granted 2, supported 1, allowed today 2."),
        ("A person always", "approves helpdesk.tag; never allows helpdesk.delete"),
    )


def test_an_agent_nobody_described_says_so():
    one = assessment(evidence(agent=Agent("bare", "Bare"), actions=()), reading=reading(granted_here=False))
    assert board(one).purpose == (
        ("Workflow", "not stated"),
        ("For", "not stated"),
        ("Business outcome", "not stated"),
        ("Level", "On file 2, granted 2 (not granted here), supported 2, allowed today 2."),
        ("A person always", "not known: no action is on file"),
    )


@pytest.mark.parametrize(
    ("answers", "said"),
    [
        ((), "Not measured: no run has been read and no figure was loaded."),
        ((judged("override_rate", 0.1),), "Not measured: no run has been read and no figure was loaded."),
        ((judged("intervention_rate", 0.1),), "October 2026: Sentence of intervention_rate."),
    ],
)
def test_the_intervention_sentence_is_that_of_the_measure(answers, said):
    assert board(assessment(judged=answers)).intervention == said


def test_measures_that_decide_nothing_are_kept_off_the_card():
    limited = judged("accuracy", 0.9, bounds("accuracy"))
    shown = board(assessment(judged=(judged("uptime", 0.99), limited, judged("completeness"))))
    assert [row.key for table in shown.measures for row in table.rows] == ["accuracy"]
    assert [row.key for table in shown.more_measures for row in table.rows] == ["completeness", "uptime"]


def test_an_agent_without_runs_has_no_chart():
    assert board(assessment(evidence(days=()))).series is None
    assert board(assessment()).series is not None


def test_the_runs_of_the_card_lead_to_their_traces():
    (shown,) = board(assessment(), ACCEPTED).sample
    assert shown.trace == "https://traces.example.com/req_7"


def test_evidence_for_the_next_level_is_listed_with_its_state():
    shown = board(assessment(reading=reading(THREE, TWO, ONE, TWO, items=items(THERE, MISSING))))
    assert (shown.rung, shown.next_level, tuple(replace(line, how="") for line in shown.evidence), shown.there) == (
        Rung(THREE, TWO, ONE, "allowed today 2, on file 3, supported 1"),
        THREE,
        (EvidenceLine(1, THERE, "Item 1."), EvidenceLine(2, MISSING, "Item 2.")),
        "1 of 2 there",
    )


def test_the_highest_level_has_no_next_one():
    assert board(assessment(reading=reading(FOUR, FOUR, FOUR, FOUR, items=()))).next_level is None


def test_promises_are_listed_by_their_day_with_who_made_them():
    promised = (
        follow_up("later", date(2027, 1, 14)),
        follow_up("kept", date(2026, 7, 1), date(2026, 7, 1), owner="zoe"),
        follow_up("late", date(2026, 10, 30), in_place=True),
    )
    assert board(named("Triage", follow_ups=promised)).follow_ups == (
        Promise("kept", "support-triage", "Triage", "Do kept", "zoe, done 1 Jul", "done"),
        Promise("late", "support-triage", "Triage", "Do late", "Ana, due 30 Oct", "overdue", True),
        Promise("later", "support-triage", "Triage", "Do later", "Ana, due 14 Jan 2027", "open"),
    )


def test_the_form_offers_every_choice_but_merge_with_a_day_to_be_done_by():
    shown = board(assessment(proposal=Proposal(Choice.REVISE, ())))
    assert [option.choice for option in shown.form.open] == [
        Choice.REVISE,
        Choice.EXPAND,
        Choice.MAINTAIN,
        Choice.PAUSE,
        Choice.RETIRE,
    ]
    assert set(shown.form.due_by_choice) == set(Choice) - {Choice.MERGE}
    assert shown.form.due_by_choice[Choice.MAINTAIN] == date(2027, 1, 14)


@pytest.mark.parametrize(
    ("status", "words"),
    [
        (Status.LIVE, {"Expand", "Maintain", "Revise", "Pause", "Retire"}),
        (Status.PILOT, {"Go live", "Continue the pilot until …", "Revise", "Pause", "Retire"}),
    ],
)
def test_the_options_speak_of_the_state_the_agent_is_in(status, words):
    one = assessment(replace(evidence(), agent=replace(evidence().agent, status=status)))
    assert {option.word for option in board(one).form.open} == words
