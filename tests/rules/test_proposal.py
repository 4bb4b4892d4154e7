"""Which decision the rules propose, and which ones they close."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from agent_scorecard.rules.answers import Due, Proposal, say
from agent_scorecard.rules.assess import assess
from agent_scorecard.rules.choices import open_choices
from agent_scorecard.rules.proposal import choice_words, default_due, latest_due, proposal
from agent_scorecard.rules.reasons import Gone, owner_gone
from agent_scorecard.vocabulary import (
    Access,
    Choice,
    ExpandKind,
    IncidentSeverity,
    Level,
    Mode,
    Rhythm,
    Role,
    Severity,
    Status,
)
from tests.build import AS_OF, LEVEL_BEGAN, action, at, days, decision, evidence, incident, months, observed, person
from tests.rules.assessed import POLICY, assessed, bare, raised

OPEN = None


def said(one: Proposal) -> tuple[Choice, ExpandKind | None, list[str]]:
    return one.choice, one.kind, [reason.text for reason in one.reasons]


def first_reason(**changes: Any) -> tuple[Choice, str]:
    found = assessed(**changes).proposal
    return found.choice, found.reasons[0].text


def with_findings(*findings: Any, **changes: Any) -> Proposal:
    one = assessed(**changes)
    return proposal(one.evidence, POLICY, one.judged, one.groups, findings, one.reading)


def left(**changes: Any) -> Any:
    """The healthy company without its owner Ana."""
    people = {**evidence().company.people, "ana": person("ana", **{"active": False, **changes})}
    return replace(evidence().company, people=people)


def owned_until(day: date | None) -> Any:
    rows = evidence().assignments
    return tuple(replace(row, until=day) if row.role is Role.ACCOUNTABLE_OWNER else row for row in rows)


LOOSE = (action(mode=Mode.ON),)
READS = (action(access=Access.READ, mode=Mode.OUT),)


def test_an_agent_with_everything_there_is_proposed_for_the_next_level() -> None:
    found = assessed().proposal
    assert said(found) == (Choice.EXPAND, ExpandKind.LEVEL, ["Everything asked for level 3 is there: 15 of 15."])
    assert found.level == Level.BOUNDED


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        (Level.BOUNDED, (Choice.EXPAND, "Everything asked for level 3 is there: 15 of 15.")),
        (Level.RECOMMENDED, (Choice.MAINTAIN, "Maintain: level 3 supported, not wanted.")),
        (None, (Choice.EXPAND, "Everything asked for level 3 is there: 15 of 15.")),
    ],
)
def test_a_level_is_proposed_only_below_the_one_wanted(wanted: Level | None, expected: tuple[Choice, str]) -> None:
    assert first_reason(wanted_level=wanted) == expected


def test_a_level_nobody_asked_for_is_proposed_and_said_so() -> None:
    assert assessed(wanted_level=None).proposal.reasons[-1].text == "The owner has not said which level is wanted."


def test_what_is_missing_for_the_next_level_is_why_it_stays() -> None:
    lately = AS_OF - timedelta(days=10)
    granted = decision(1, lately, Choice.EXPAND, kind=ExpandKind.LEVEL)
    choice, text = first_reason(autonomy_since=lately, decisions=(granted,))
    assert (choice, text.partition(" for ")[0]) == (Choice.MAINTAIN, "Level 3 still asks")


SERIOUS = {"severity": IncidentSeverity.CRITICAL}


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"incidents": (incident(AS_OF, **SERIOUS),)}, Choice.PAUSE),
        ({"incidents": (incident(AS_OF, **SERIOUS, paused_at=at(AS_OF, 13)),)}, Choice.REVISE),
        ({"kill_switch": "none", "actions": LOOSE}, Choice.PAUSE),
        ({"kill_switch": "none", "actions": (action(),)}, Choice.REVISE),
        ({"kill_switch": "none", "actions": READS}, Choice.REVISE),
        ({"company": left(inactive_since=date(2026, 10, 1)), "actions": LOOSE}, Choice.PAUSE),
        ({"company": left(inactive_since=date(2026, 10, 1)), "actions": (action(),)}, Choice.REVISE),
    ],
    ids=[
        "serious, nothing contains it",
        "serious, paused",
        "no switch, acts alone",
        "no switch, asks first",
        "no switch, only reads",
        "owner gone, acts alone",
        "owner gone, asks first",
    ],
)
def test_a_pause_is_for_what_cannot_wait(changes: dict[str, Any], expected: Choice) -> None:
    assert assessed(**changes).proposal.choice is expected


def test_a_switch_nobody_spoke_of_is_no_reason_to_pause() -> None:
    assert assessed(kill_switch=None, actions=LOOSE).proposal.choice is not Choice.PAUSE


@pytest.mark.parametrize(("minutes", "expected"), [(24.0, Choice.REVISE), (45.0, Choice.PAUSE)])
def test_more_work_for_less_result_is_a_pause_once_the_outcome_is_missed(minutes: float, expected: Choice) -> None:
    rows = observed(months("first_response_time", *(minutes,) * 12, n=400))
    assert with_findings(raised("volume_up_outcome_down"), observations=rows).choice is expected


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, None),
        ({"company": left(inactive_since=date(2026, 9, 1))}, Gone("Ana", date(2026, 9, 1))),
        ({"company": left()}, Gone("Ana", None)),
        ({"assignments": owned_until(date(2026, 9, 1))}, Gone("Ana", date(2026, 9, 1))),
        ({"assignments": ()}, None),
        ({"assignments": owned_until(AS_OF)}, None),
    ],
    ids=["active", "left", "left, nobody said when", "assignment ended", "never named", "ends today"],
)
def test_an_owner_is_gone_only_where_there_was_one(changes: dict[str, Any], expected: Gone | None) -> None:
    assert owner_gone(evidence(**changes)) == expected


@pytest.mark.parametrize(("gone_for", "expected"), [(59, Choice.REVISE), (60, Choice.RETIRE)])
def test_an_agent_without_its_owner_for_sixty_days_is_to_be_retired(gone_for: int, expected: Choice) -> None:
    assert assessed(assignments=owned_until(AS_OF - timedelta(days=gone_for))).proposal.choice is expected


def unused(quiet: int, **changes: Any) -> dict[str, Any]:
    last = AS_OF - timedelta(days=quiet)
    return {"days": days(LEVEL_BEGAN, last), "observations": {}, "approvals": (), "month_figures": (), **changes}


@pytest.mark.parametrize(
    ("changes", "retired"),
    [
        (unused(90), True),
        (unused(89), False),
        (unused(200, rhythm=Rhythm.ON_EVENT), False),
        (unused(92, rhythm=Rhythm.MONTHLY), False),
        (unused(93, rhythm=Rhythm.MONTHLY), True),
        (unused(200, first_loaded=AS_OF - timedelta(days=89)), False),
        (unused(200, status=Status.PAUSED), False),
        (unused(200, status=Status.IDEA), False),
        ({**unused(200), "days": ()}, False),
    ],
    ids=[
        "90 days",
        "89 days",
        "works on event",
        "monthly, under three rhythms",
        "monthly, three rhythms",
        "loaded lately",
        "paused",
        "never said to be live",
        "never any figure",
    ],
)
def test_disuse_is_three_rhythms_and_ninety_days_without_a_figure(changes: dict[str, Any], retired: bool) -> None:
    assert (assessed(**changes).proposal.choice is Choice.RETIRE) is retired


@pytest.mark.parametrize(
    ("findings", "expected"),
    [
        ((raised("no_owner", "Nobody answers."),), (Choice.REVISE, "Nobody answers.")),
        ((raised("rubber_stamp", "Too fast.", severity=Severity.WARN),), (Choice.REVISE, "Too fast.")),
        ((raised("rubber_stamp", "Fast.", severity=Severity.NOTE),), (Choice.EXPAND, None)),
        ((raised("silence", "Quiet.", severity=Severity.WARN),), (Choice.EXPAND, None)),
    ],
    ids=["a block", "rubber stamp", "fast alone", "a warning"],
)
def test_a_block_or_a_rubber_stamp_is_to_be_revised(findings: Any, expected: tuple[Choice, str | None]) -> None:
    found = with_findings(*findings)
    assert found.choice is expected[0]
    assert expected[1] is None or found.reasons[0].text == expected[1]


@pytest.mark.parametrize(
    ("measure", "rows", "expected"),
    [
        ("policy_accuracy", ((340, 400),) * 12, Choice.REVISE),
        ("policy_accuracy", ((375, 400),) * 12, Choice.MAINTAIN),
        ("first_response_time", (24.0,) * 11 + (45.0,), Choice.MAINTAIN),
        ("first_response_time", (24.0,) * 10 + (45.0, 45.0), Choice.REVISE),
    ],
    ids=["quality missed", "quality at risk", "outcome missed once", "outcome missed twice"],
)
def test_missed_quality_or_an_outcome_missed_twice_is_to_be_revised(
    measure: str, rows: tuple[Any, ...], expected: Choice
) -> None:
    assert assessed(observations=observed(months(measure, *rows))).proposal.choice is expected


def test_a_step_down_names_the_level_below() -> None:
    found = assessed(observations=observed(months("policy_accuracy", *((340, 400),) * 12))).proposal
    assert (found.choice, found.level) == (Choice.REVISE, Level.ASSISTED)


def test_scope_is_proposed_at_the_wanted_level_with_nothing_open() -> None:
    at_top: dict[str, Any] = {"autonomy_level": Level.PORTFOLIO, "wanted_level": Level.PORTFOLIO, "decisions": ()}
    assert with_findings(**at_top).kind is ExpandKind.SCOPE
    warned = with_findings(raised("silence", severity=Severity.WARN), **at_top)
    assert (warned.choice, warned.kind) == (Choice.MAINTAIN, None)


PILOT: dict[str, Any] = {
    "status": Status.PILOT,
    "status_since": date(2026, 10, 1),
    "pilot_started": date(2026, 10, 1),
    "live_on": None,
    "decisions": (),
    "changes": (),
}


def test_a_pilot_with_every_gate_and_a_passing_headline_may_go_live() -> None:
    found = with_findings(**PILOT)
    assert said(found) == (
        Choice.EXPAND,
        ExpandKind.GO_LIVE,
        ["Every gate is passed and the headline is at its pass bound."],
    )


def test_a_pilot_short_of_a_gate_goes_on() -> None:
    gates = tuple(row for row in evidence().gates if row.gate != "production_readiness")
    found = with_findings(**PILOT, gates=gates)
    assert said(found) == (Choice.MAINTAIN, None, ["Production readiness: Not held yet."])


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({}, {"expand": "Expand", "maintain": "Maintain", "pause": "Pause"}),
        (
            {"status": Status.PAUSED},
            {"expand": "Expand", "maintain": "Resume at level 2", "pause": "Stay paused until …"},
        ),
        (PILOT, {"expand": "Go live", "maintain": "Continue the pilot until …", "pause": "Pause"}),
    ],
    ids=["live", "paused", "pilot"],
)
def test_the_words_follow_the_agents_state(changes: dict[str, Any], words: dict[str, str]) -> None:
    shown = choice_words(evidence(**changes))
    assert {choice.value: shown[choice] for choice in (Choice.EXPAND, Choice.MAINTAIN, Choice.PAUSE)} == words


def test_a_quiet_paused_agent_may_resume() -> None:
    found = assessed(status=Status.PAUSED).proposal
    assert said(found) == (Choice.MAINTAIN, None, ["Nothing speaks against resuming at level 2."])


def closed(**changes: Any) -> dict[str, str | None]:
    shown = assessed(**changes).open
    return {choice.value: sentence.text if sentence else None for choice, sentence in shown.items()}


def test_merging_belongs_to_the_portfolio_review() -> None:
    assert closed() == {
        "expand": OPEN,
        "maintain": OPEN,
        "revise": OPEN,
        "pause": OPEN,
        "retire": OPEN,
        "merge": "Merging is decided in the portfolio review.",
    }


@pytest.mark.parametrize(
    ("changes", "expand", "maintain"),
    [
        (
            {"assignments": (), "first_loaded": AS_OF},
            "Nobody answers for it yet: name an owner first.",
            "Nobody answers for it yet: name an owner first.",
        ),
        (
            {"company": left()},
            "Ana no longer answers for it: name an active owner first.",
            "Ana no longer answers for it: name an active owner first.",
        ),
        ({"status": Status.PAUSED}, "A paused agent is resumed before it is expanded.", OPEN),
        ({"status": Status.IDEA}, "It is on file as an idea: say first whether it is in pilot or live.", OPEN),
        (
            {"drills": (), "wanted_level": Level.PORTFOLIO, "first_loaded": AS_OF},
            "Level 3 still asks for 1 item: No drill of the kill switch has been passed.",
            OPEN,
        ),
    ],
    ids=["no owner", "owner left", "paused", "idea", "evidence missing"],
)
def test_a_closed_option_says_why(changes: dict[str, Any], expand: str, maintain: str | None) -> None:
    shown = closed(**changes)
    assert (shown["expand"], shown["maintain"]) == (expand, maintain)
    assert (shown["revise"], shown["pause"], shown["retire"]) == (OPEN, OPEN, OPEN)


def test_a_block_closes_expanding() -> None:
    one = assessed()
    shown = open_choices(one.evidence, POLICY, one.judged, (raised("budget", "Over budget."),), one.reading)
    assert shown[Choice.EXPAND] == say("blocked", "Blocked: Over budget.", finding="budget")


def test_a_guard_at_its_fail_bound_closes_expanding() -> None:
    one = assessed(observations=observed(months("policy_accuracy", *((340, 400),) * 12)), autonomy_level=Level.ASSISTED)
    level = replace(one.reading, step_down=())
    shown = open_choices(one.evidence, POLICY, one.judged, (), level)[Choice.EXPAND]
    assert shown is not None
    assert shown.code == "guard_missed"


@pytest.mark.parametrize(("times", "open_"), [(0, True), (1, False)])
def test_a_pilot_is_continued_once(times: int, open_: bool) -> None:
    rows = tuple(decision(number, date(2026, 10, 20)) for number in range(times))
    one = assessed(**{**PILOT, "decisions": rows})
    assert (one.open[Choice.MAINTAIN] is None) is open_


@pytest.mark.parametrize("status", [Status.RETIRED, Status.MERGED])
def test_nothing_is_left_to_decide_about_an_agent_that_is_gone(status: Status) -> None:
    one = assessed(status=status)
    assert all(sentence is not None for sentence in one.open.values())
    assert said(one.proposal) == (Choice.MAINTAIN, None, [f"The agent is {status}: there is nothing to decide."])


def test_nothing_is_left_to_decide_once_it_was_decided_to_retire_it() -> None:
    one = assessed(decisions=(decision(1, AS_OF, Choice.RETIRE),))
    said_so = "It was decided on 31 Oct 2026 to retire it: there is nothing left to decide."
    assert {sentence and sentence.text for sentence in one.open.values()} == {said_so}
    assert said(one.proposal) == (Choice.RETIRE, None, [said_so])


@pytest.mark.parametrize(
    ("choice", "due", "expected"),
    [
        (Choice.EXPAND, Due(AS_OF, 0, "monthly", say("", "")), date(2026, 11, 30)),
        (Choice.REVISE, Due(AS_OF, 0, "monthly", say("", "")), date(2026, 11, 30)),
        (Choice.PAUSE, Due(AS_OF, 0, "monthly", say("", "")), date(2026, 11, 14)),
        (Choice.RETIRE, Due(AS_OF, 0, "monthly", say("", "")), date(2026, 12, 30)),
        (Choice.MAINTAIN, Due(AS_OF, 0, "monthly", say("", ""), date(2026, 12, 10)), date(2026, 12, 10)),
        (Choice.MAINTAIN, Due(date(2026, 11, 10), 0, "monthly", say("", "")), date(2026, 11, 10)),
        (Choice.MAINTAIN, Due(None, 0, "none", say("", "")), date(2027, 1, 15)),
    ],
)
def test_the_next_step_has_a_usual_date(choice: Choice, due: Due, expected: date) -> None:
    assert default_due(choice, evidence(), POLICY, due) == expected


def test_a_pilot_is_continued_for_thirty_days_at_most() -> None:
    nothing = Due(None, 0, "none", say("", ""))
    assert default_due(Choice.MAINTAIN, evidence(**PILOT), POLICY, nothing) == AS_OF + timedelta(days=30)
    assert latest_due(Choice.MAINTAIN, evidence(**PILOT), POLICY) == AS_OF + timedelta(days=30)
    assert latest_due(Choice.MAINTAIN, evidence(), POLICY) is None


def test_an_agent_of_which_only_a_name_and_runs_are_known_is_a_question() -> None:
    found = assess(bare(days=days(AS_OF - timedelta(days=9), AS_OF)), POLICY)
    assert said(found.proposal) == (Choice.REVISE, None, ["Nobody answers for it yet: name an owner first."])
    assert found.findings == ()
    assert found.set_up.in_grace


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 900), st.integers(0, 900), st.integers(0, 60), st.sampled_from([Status.IDEA, Status.LIVE]))
def test_what_nobody_said_never_pauses_or_retires(loaded: int, ran: int, shown: int, status: Status) -> None:
    first = AS_OF - timedelta(days=ran + 30)
    one = bare(days=days(first, first + timedelta(days=shown % 30)), first_loaded=AS_OF - timedelta(days=loaded))
    known = assess(replace(one, agent=replace(one.agent, status=Status.IDEA)), POLICY)
    assert known.proposal.choice not in (Choice.PAUSE, Choice.RETIRE)
    live = assess(replace(one, agent=replace(one.agent, status=status)), POLICY)
    assert live.proposal.choice is not Choice.PAUSE
