"""The home page: who is due, what needs a person, how the groups stand, what was promised."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

import pytest

from agent_scorecard.boards.shapes import Attention, GroupMark, Promise
from agent_scorecard.boards.this_month import (
    GROUPS,
    SHOWN_BEFORE_MORE,
    DueRow,
    GroupCount,
    SetUpQuestion,
    ThisMonth,
    this_month,
)
from agent_scorecard.rules.answers import Assessment, CauseDue, Proposal
from agent_scorecard.vocabulary import Choice, Severity, Status, Verdict
from tests.boards.build import (
    COMPANY,
    due,
    due_in,
    finding,
    follow_up,
    groups,
    judged,
    named,
    owned_by,
    owned_by_nobody,
    said,
    set_up,
)
from tests.build import AS_OF, bounds, decision, evidence, person

BLOCK, WARN, NOTE = Severity.BLOCK, Severity.WARN, Severity.NOTE
NOBODY_COUNTED = tuple(GroupCount(group, tuple((verdict, 0) for verdict in Verdict)) for group in GROUPS)


def board(*assessed: Assessment, as_of: date = AS_OF, actor: str | None = None, strangers=()) -> ThisMonth:
    return this_month(COMPANY, as_of, assessed, actor, strangers)


def due_days(*days: int) -> list[Assessment]:
    """Agents whose cards are due so many days after the as-of day."""
    return [named(f"Agent {place:02}", answers={"due": due_in(n)}) for place, n in enumerate(days)]


def blocked(name: str) -> Assessment:
    return named(name, answers={"findings": (finding("no_owner", BLOCK),)})


def names(rows: Sequence[DueRow | Attention]) -> list[str]:
    return [row.name for row in rows]


def test_an_empty_company_says_what_is_there():
    assert board() == ThisMonth(
        over="Company · Saturday 31 October 2026",
        deck="No agent is on the board yet.",
        more="",
        month_end="31 Oct",
        overdue=(),
        due=(),
        later=(),
        next_due="No card has a date yet.",
        figures=(),
        attention=(),
        attention_hidden=(),
        blocking=0,
        set_up=(),
        in_set_up=0,
        groups=NOBODY_COUNTED,
        counted="0 agents, worst measure of each",
        follow_ups=(),
        actor="",
        agents=0,
    )


@pytest.mark.parametrize(
    ("days", "deck"),
    [
        ([0], "One card is due."),
        ([0, 0], "Two cards are due."),
        ([-1], "One card is overdue."),
        ([-1, 0], "Two cards are due, one of them overdue."),
        ([-9, -1, 0], "Three cards are due, two of them overdue."),
        ([0] * 13, "13 cards are due."),
        ([1], "No card is due this month."),
    ],
)
def test_the_deck_counts_the_cards(days, deck):
    assert board(*due_days(*days)).deck == deck


@pytest.mark.parametrize(
    ("stuck", "more"),
    [
        (0, "Nothing blocks an agent."),
        (1, "One agent cannot move until a person acts."),
        (2, "Two agents cannot move until a person acts."),
    ],
)
def test_the_deck_counts_who_is_stuck(stuck, more):
    assert board(named("Free"), *(blocked(f"Stuck {n}") for n in range(stuck))).more == more


@pytest.mark.parametrize(
    ("as_of", "last"),
    [
        (date(2026, 10, 5), date(2026, 10, 31)),
        (date(2026, 12, 31), date(2026, 12, 31)),
        (date(2028, 2, 1), date(2028, 2, 29)),
        (date(2026, 2, 1), date(2026, 2, 28)),
    ],
)
def test_the_due_list_ends_with_the_month(as_of, last):
    within = named("Within", as_of=as_of, answers={"due": due(last, as_of)})
    after = named("After", as_of=as_of, answers={"due": due(last + timedelta(days=1), as_of)})
    assert names(board(within, after, as_of=as_of).due) == ["Within"]


@pytest.mark.parametrize(
    ("days", "note", "is_late"),
    [
        (0, "today", False),
        (1, "tomorrow", False),
        (2, "in 2 days", False),
        (-1, "1 day late", True),
        (-40, "40 days late", True),
    ],
)
def test_a_due_card_says_how_near_it_is(days, note, is_late):
    as_of = date(2026, 10, 15)
    shown = board(named("One", as_of=as_of, answers={"due": due_in(days, as_of)}), as_of=as_of)
    assert [(row.due_note, row.late) for row in (*shown.overdue, *shown.due)] == [(note, is_late)]
    assert bool(shown.overdue) is is_late


def test_a_due_row_tells_owner_last_decision_promise_groups_and_proposal():
    one = named(
        "Support triage",
        decisions=(decision(4, date(2026, 7, 14), Choice.REVISE),),
        follow_ups=(follow_up("a", date(2026, 9, 1)),),
        answers={
            "due": due(date(2026, 10, 19)),
            "groups": groups(quality=Verdict.MISSED),
            "proposal": Proposal(Choice.REVISE, (said("Quality is missed."), said("And more."))),
            "findings": (finding("no_owner", BLOCK),),
        },
    )
    assert board(one).overdue == (
        DueRow(
            agent="support-triage",
            name="Support triage",
            owner="Ana",
            owner_active=True,
            due="19 Oct",
            due_note="12 days late",
            late=True,
            last="Revise",
            last_on="14 Jul",
            follow_up="follow-up overdue",
            follow_up_state="overdue",
            groups=(
                GroupMark("Outcome", Verdict.PASSING),
                GroupMark("Quality", Verdict.MISSED),
                GroupMark("Adoption", Verdict.PASSING),
                GroupMark("Control", Verdict.PASSING),
            ),
            proposed=Choice.REVISE,
            proposed_why="Quality is missed.",
            blocked=True,
        ),
    )


def test_an_agent_nobody_decided_about_has_its_first_card():
    one = named("New", decisions=(), follow_ups=(), answers={"due": due_in(0)})
    (row,) = board(one).due
    assert (row.last, row.last_on, row.follow_up, row.follow_up_state, row.proposed_why, row.blocked) == (
        "first card", "", "", "", "", False,
    )  # fmt: skip


def test_a_decision_of_an_earlier_year_shows_its_year():
    one = named("Old", decisions=(decision(1, date(2025, 12, 30)),), answers={"due": due_in(0)})
    assert board(one).due[0].last_on == "30 Dec 2025"


@pytest.mark.parametrize(
    ("promises", "state"),
    [
        ([], ""),
        ([follow_up("other", date(2026, 1, 1), decision=3)], ""),
        ([follow_up("a", AS_OF, AS_OF)], "done"),
        ([follow_up("a", AS_OF, AS_OF), follow_up("b", AS_OF)], "open"),
        ([follow_up("a", AS_OF), follow_up("b", date(2026, 10, 30))], "overdue"),
    ],
    ids=["none", "of another decision", "all done", "one open", "one overdue"],
)
def test_the_promises_of_the_last_decision_show_their_worst_state(promises, state):
    (row,) = board(named("One", follow_ups=tuple(promises), answers={"due": due_in(0)})).due
    assert (row.follow_up, row.follow_up_state) == (f"follow-up {state}" if state else "", state)


@pytest.mark.parametrize(
    ("facts", "line"),
    [
        (owned_by_nobody(), ("no owner named", False)),
        ({**owned_by("gus"), "people": {"gus": person("gus", active=False)}}, ("Gus, no longer active", False)),
    ],
    ids=["nobody", "left"],
)
def test_a_missing_owner_is_said_in_the_row(facts, line):
    (row,) = board(named("One", **facts, answers={"due": due_in(0)})).due
    assert (row.owner, row.owner_active) == line


def test_cards_are_in_order_of_their_day_then_of_their_id():
    late = [named("B", answers={"due": due_in(-3)}), named("A", answers={"due": due_in(-3)})]
    assert names(board(*due_days(0), named("C", answers={"due": due_in(-4)}), *late).overdue) == ["C", "A", "B"]


@pytest.mark.parametrize("status", [Status.RETIRED, Status.MERGED])
def test_history_is_neither_due_nor_found_nor_counted(status):
    gone = evidence(status=status)
    one = named("Gone", agent=gone.agent, answers={"due": due_in(-1), "findings": (finding("no_owner", BLOCK),)})
    shown = board(one)
    assert (shown.overdue, shown.attention, shown.groups, shown.agents) == ((), (), NOBODY_COUNTED, 1)
    assert (shown.deck, shown.more) == ("No card is due this month.", "Nothing blocks an agent.")


def test_an_empty_due_list_names_the_next_card():
    assert board(named("Late", answers={"due": due_in(90)}), named("Soon", answers={"due": due_in(1)})).next_due == (
        "The next card is Soon, due 1 Nov."
    )


def test_blocks_come_before_warnings_and_notes_stay_on_the_card():
    busy = named(
        "Busy",
        answers={"findings": (finding("b", WARN), finding("silent", NOTE), finding("a", WARN), finding("c", BLOCK))},
    )
    calm = named("calm", answers={"findings": (finding("d", BLOCK),)})
    shown = board(calm, busy)
    assert [(row.name, row.code) for row in shown.attention] == [("Busy", "c"), ("calm", "d")]
    assert [(row.name, row.code) for row in shown.attention_hidden] == [("Busy", "a"), ("Busy", "b")]
    assert shown.blocking == 2
    assert shown.attention[0] == Attention("support-triage", "Busy", BLOCK, "Sentence of c.", "Way out of c.", "c")


@pytest.mark.parametrize(
    ("said_where", "place"),
    [
        *((page, page) for page in ("gates", "oversight", "incidents", "scorecard")),
        ("signals", "scorecard"),
    ],
)
def test_a_finding_leads_to_the_page_on_which_it_is_put_right(said_where, place):
    found = replace(finding("a", WARN), link=said_where)
    assert [row.place for row in board(named("Busy", answers={"findings": (found,)})).attention] == [place]


def test_runs_of_ids_nobody_knows_come_last_among_warnings():
    warned = named("Zeta", answers={"findings": (finding("a", WARN),)})
    stranger = replace(finding("unregistered_agent", WARN), agent="a-ghost")
    shown = board(warned, strangers=(stranger,))
    assert [(row.agent, row.name) for row in shown.attention] == [("support-triage", "Zeta"), ("", "a-ghost")]


def test_a_long_list_folds_after_a_dozen():
    found = [named(f"Agent {n:02}", answers={"findings": (finding("a"),)}) for n in range(SHOWN_BEFORE_MORE + 1)]
    whole = board(*found[:SHOWN_BEFORE_MORE])
    assert (len(whole.attention), whole.attention_hidden) == (SHOWN_BEFORE_MORE, ())
    assert names(board(*found).attention_hidden) == [f"Agent {SHOWN_BEFORE_MORE:02}"]


@pytest.mark.parametrize(
    ("state", "is_asked"),
    [
        (set_up(11), True),
        (set_up(12), False),
        (set_up(11, in_grace=False), False),
    ],
    ids=["one fact open", "all known", "grace is over"],
)
def test_set_up_asks_in_the_first_days_only(state, is_asked):
    shown = board(named("New", answers={"set_up": state}))
    line = SetUpQuestion("Who owns it?", (("new", "New", "11 of 12 known"),))
    assert (shown.set_up, shown.in_set_up) == (((line,), 1) if is_asked else ((), 0))


def test_a_set_up_question_is_asked_once_of_all_agents():
    shown = board(*(named(name, answers={"set_up": set_up(11)}) for name in ("New", "Newer")))
    assert [(line.question, len(line.agents)) for line in shown.set_up] == [("Who owns it?", 2)]


def test_groups_count_live_and_paused_agents_only():
    def of(status: Status, name: str, **verdicts: Verdict) -> Assessment:
        agent = replace(evidence().agent, status=status, name=name)
        return named(name, agent=agent, answers={"groups": groups(**verdicts)})

    shown = board(
        of(Status.LIVE, "Live", quality=Verdict.MISSED),
        of(Status.PAUSED, "Paused"),
        of(Status.PILOT, "Pilot", quality=Verdict.MISSED),
        of(Status.IDEA, "Idea"),
    )
    counts = {row.group.value: {verdict: n for verdict, n in row.counts if n} for row in shown.groups}
    assert shown.counted == "2 live agents, worst measure of each"
    assert counts == {
        "outcome": {Verdict.PASSING: 2},
        "quality": {Verdict.PASSING: 1, Verdict.MISSED: 1},
        "adoption": {Verdict.PASSING: 2},
        "control": {Verdict.PASSING: 2},
    }


def test_groups_count_everybody_while_nobody_is_live():
    agent = replace(evidence().agent, status=Status.PILOT)
    assert board(named("Pilot", agent=agent)).counted == "1 agent, worst measure of each"


def test_a_person_sees_their_own_promises_overdue_first_then_open_then_the_last_three_done():
    promises = (
        *(follow_up(f"old-{n}", date(2026, n, 1), date(2026, n, 1)) for n in range(1, 5)),
        follow_up("late", date(2026, 10, 30)),
        follow_up("soon", date(2027, 1, 5)),
        follow_up("today", AS_OF),
        follow_up("of-ben", AS_OF, owner="ben"),
    )
    shown = board(named("Triage", follow_ups=promises), actor="ana")
    assert shown.actor == "Ana"
    assert [(row.follow_up, row.state, row.when) for row in shown.follow_ups] == [
        ("late", "overdue", "due 30 Oct · Triage"),
        ("today", "open", "due 31 Oct · Triage"),
        ("soon", "open", "due 5 Jan 2027 · Triage"),
        ("old-2", "done", "done 1 Feb · Triage"),
        ("old-3", "done", "done 1 Mar · Triage"),
        ("old-4", "done", "done 1 Apr · Triage"),
    ]


def test_the_cause_a_person_owes_stands_among_their_promises_and_leads_to_the_incident():
    owed = (CauseDue("INC-1", "ana", date(2026, 10, 26)), CauseDue("INC-2", "ben", AS_OF), CauseDue("I3", "ana", AS_OF))
    fix = replace(follow_up("7-1", date(2026, 11, 2)), incident="INC-1")
    shown = board(named("Triage", follow_ups=(fix,), answers={"causes_due": owed}), actor="ana")
    assert [(row.what, row.when, row.state, row.incident) for row in shown.follow_ups] == [
        ("Write down the cause of INC-1", "due 26 Oct · Triage", "overdue", "INC-1"),
        ("Do 7-1", "due 2 Nov · Triage", "open", "INC-1"),
        ("Write down the cause of I3", "due 31 Oct · Triage", "open", "I3"),
    ]


def test_a_promise_keeps_what_was_promised():
    row = follow_up("a", AS_OF, in_place=True)
    assert board(named("Triage", follow_ups=(row,)), actor="ana").follow_ups == (
        Promise("a", "triage", "Triage", "Do a", "due 31 Oct · Triage", "open", True),
    )


@pytest.mark.parametrize(("actor", "name"), [(None, ""), ("zoe@example.com", "zoe@example.com")])
def test_somebody_without_promises_has_none(actor, name):
    shown = board(named("Triage", follow_ups=(follow_up("a", AS_OF),)), actor=actor)
    assert (shown.actor, shown.follow_ups) == (name, ())


@pytest.mark.parametrize("count", [1, 3, 4], ids=["one agent", "three agents", "four agents"])
def test_a_small_board_says_one_figure_of_each_agent(count):
    valued = (judged("volume", 40.0), judged("policy_accuracy", 0.96, bounds("policy_accuracy", headline=True)))
    shown = board(*(named(f"Agent {n}", answers={"judged": valued}) for n in range(count)))
    line = "policy accuracy in October 2026: Sentence of policy_accuracy."
    assert shown.figures == (tuple(f"Agent {n}: {line}" for n in range(count)) if count < 4 else ())


@pytest.mark.parametrize(
    ("days", "later"),
    [([-1, 20, 40], 2), ([-1, *range(20, 40)], 6), ([20, 40], 0), ([-1] * 8 + [20], 0)],
    ids=["all the next dates", "as many as fit", "nothing is due now", "a long list"],
)
def test_a_short_due_list_goes_on_with_the_next_dates(days, later):
    assert len(board(*due_days(*days)).later) == later
