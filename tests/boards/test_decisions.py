"""The ledger as a page: newest first, against which proposal, what was promised, and what waits before the first."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from agent_scorecard.boards.decisions import DecisionFilter, DecisionLine, Decisions, Step, decisions, narrowed
from agent_scorecard.vocabulary import AgainstReason, Choice, ExpandKind, Level
from tests.boards.build import COMPANY, RETIRED, due, due_in, follow_up, named
from tests.build import AS_OF, at, decision

SEPTEMBER = date(2026, 9, 30)


def board(*assessed) -> Decisions:
    return decisions(COMPANY, AS_OF, assessed, 1)


def lines(*rows, steps=(), **filtered) -> tuple[DecisionLine, ...]:
    one = named("Triage", decisions=rows, follow_ups=steps)
    return narrowed(board(one), DecisionFilter(**filtered)).lines


def test_a_decision_is_one_line_with_its_promise():
    made = replace(decision(4, SEPTEMBER, Choice.REVISE), proposed=Choice.EXPAND, against=AgainstReason.NEW_FACT)
    promised = follow_up("4-1", date(2026, 10, 20), date(2026, 10, 19), note="All read")
    assert lines(made, steps=(promised,)) == (
        DecisionLine(
            seq=4,
            agent="triage",
            name="Triage",
            on="30 Sep",
            day="2026-09-30",
            recorded="",
            period="Q3 2026",
            choice=Choice.REVISE,
            what="",
            against="proposed was expand: new fact",
            level="2",
            level_word="recommended",
            by="Ana",
            signed_by="",
            reason="Figures hold",
            steps=(Step("4-1", "Do 4-1", "Ana", "done 19 Oct", "done", "All read"),),
            state="done",
            card="2026-Q3",
            is_last=True,
        ),
    )


def test_a_corrected_decision_stays_on_the_list_and_is_marked_beside_the_one_that_corrects_it():
    wrong = decision(4, SEPTEMBER, Choice.EXPAND)
    right = replace(decision(5, SEPTEMBER), supersedes=4, by="ben", in_place_of="ana")
    shown = board(named("Triage", decisions=(right,), corrected=(wrong,))).lines
    assert [(line.seq, line.by, line.correction, line.is_last) for line in shown] == [
        (5, "Ben in place of Ana", "Corrects entry 4.", True),
        (4, "Ana", "Corrected by entry 5: it counts no more.", False),
    ]


def test_who_signed_beside_the_decider_is_named_and_found():
    signed = replace(decision(4, SEPTEMBER, Choice.EXPAND), co_signed_by="ben")
    assert [(line.by, line.signed_by) for line in lines(signed, text="ben")] == [("Ana", "Ben")]


def test_the_newest_entry_comes_first_whatever_day_it_took_effect():
    first, second = decision(4, SEPTEMBER), decision(9, date(2026, 6, 30))
    shown = board(named("Triage", decisions=(first,)), named("Leads", decisions=(second,)))
    assert [(line.seq, line.name) for line in shown.lines] == [(9, "Leads"), (4, "Triage")]
    assert shown.deck == "Two decisions are recorded, the last one on 30 Sep."
    assert shown.agents == (("leads", "Leads"), ("triage", "Triage"))


@pytest.mark.parametrize(("days", "mark"), [(1, ""), (2, "recorded 2 Oct: back-dated"), (0, "")])
def test_a_decision_recorded_days_after_it_took_effect_carries_a_mark(days, mark):
    (line,) = lines(replace(decision(4, SEPTEMBER), recorded_at=at(SEPTEMBER + timedelta(days=days))))
    assert line.recorded == mark


@pytest.mark.parametrize(
    ("changes", "what"),
    [
        ({}, ""),
        ({"kind": ExpandKind.LEVEL, "level": Level.BOUNDED}, "to level 3"),
        ({"kind": ExpandKind.MODE, "action": "helpdesk.tag", "to_value": "in_above"}, "helpdesk.tag to in above"),
        ({"kind": ExpandKind.GO_LIVE}, "go live"),
    ],
    ids=["nothing moved", "level", "mode", "go live"],
)
def test_what_an_expansion_moved_is_named(changes, what):
    (line,) = lines(decision(4, SEPTEMBER, Choice.EXPAND, **changes))
    assert line.what == what


def test_agreeing_with_the_proposal_needs_no_remark():
    (line,) = lines(replace(decision(4, SEPTEMBER), proposed=Choice.MAINTAIN, against=AgainstReason.COST))
    assert line.against == ""


@pytest.mark.parametrize(
    ("due_on", "done_on", "state", "when"),
    [
        (AS_OF, None, "open", "due 31 Oct"),
        (AS_OF - timedelta(days=1), None, "overdue", "overdue since 30 Oct"),
        (AS_OF - timedelta(days=1), AS_OF, "done", "done 31 Oct"),
    ],
)
def test_a_promise_is_open_overdue_or_done(due_on, done_on, state, when):
    (line,) = lines(decision(4, SEPTEMBER), steps=(follow_up("4-1", due_on, done_on),))
    assert (line.state, [step.when for step in line.steps]) == (state, [when])


def test_one_overdue_promise_makes_the_decision_overdue_and_the_deck_says_so():
    steps = (
        follow_up("4-1", AS_OF - timedelta(days=1)),
        follow_up("4-2", AS_OF, AS_OF, in_place=True),
        follow_up("9-1", AS_OF - timedelta(days=9), decision=9),
    )
    shown = board(named("Triage", decisions=(decision(4, SEPTEMBER),), follow_ups=steps))
    assert [(line.state, [step.follow_up for step in line.steps]) for line in shown.lines] == [
        ("overdue", ["4-1", "4-2"])
    ]
    assert shown.more == "One promise is overdue."


def test_going_against_the_proposal_is_counted():
    other = replace(decision(4, SEPTEMBER), proposed=Choice.PAUSE)
    assert board(named("Triage", decisions=(other,))).more == (
        "No promise is overdue. One was decided against the proposal."
    )


@pytest.mark.parametrize(
    ("wanted", "left"),
    [
        ({}, [9, 4]),
        ({"agent": "triage"}, [9, 4]),
        ({"agent": "other"}, []),
        ({"choices": frozenset({Choice.PAUSE})}, [9]),
        ({"choices": frozenset({Choice.PAUSE, Choice.MAINTAIN})}, [9, 4]),
        ({"text": " REPLIES "}, [9]),
        ({"text": "do 4-1"}, [4]),
        ({"text": "nowhere"}, []),
        ({"choices": frozenset({Choice.MAINTAIN}), "text": "replies"}, []),
    ],
    ids=["all", "its agent", "another agent", "one choice", "two", "in the reason", "in a promise", "none", "both"],
)
def test_a_reader_narrows_the_ledger(wanted, left):
    rows = (decision(4, SEPTEMBER), decision(9, SEPTEMBER, Choice.PAUSE, reason="Replies were wrong"))
    found = lines(*rows, steps=(follow_up("4-1", AS_OF),), **wanted)
    assert [line.seq for line in found] == left


def test_a_narrowed_ledger_still_says_how_long_it_is():
    shown = narrowed(board(named("Triage", decisions=(decision(4, SEPTEMBER),))), DecisionFilter(text="nowhere"))
    assert (shown.lines, shown.total, shown.deck) == ((), 1, "One decision is recorded, the last one on 30 Sep.")


def test_before_the_first_decision_the_longest_waiting_card_is_named():
    late = named("Triage", answers={"due": due_in(-9)}, decisions=())
    shown = board(named("Leads", answers={"due": due_in(-2)}, decisions=()), late)
    assert (shown.deck, shown.more, shown.lines) == ("No decision has been recorded yet.", "", ())
    assert shown.waiting == "Two cards are overdue; the first is Triage, 9 days late."
    assert shown.first == ("triage", "Triage")


@pytest.mark.parametrize(
    ("answers", "facts", "waiting", "first"),
    [
        ({"due": due_in(1)}, {}, "One card has a date; the first is Triage, due 1 Nov.", ("triage", "Triage")),
        ({"due": due(None)}, {}, "No card has a date yet: load a figure, and it will have one.", None),
        ({"due": due_in(-9)}, RETIRED, "No card has a date yet: load a figure, and it will have one.", None),
    ],
    ids=["not late", "no date", "retired"],
)
def test_what_waits_before_the_first_decision(answers, facts, waiting, first):
    shown = board(named("Triage", answers=answers, decisions=(), **facts))
    assert (shown.waiting, shown.first) == (waiting, first)
