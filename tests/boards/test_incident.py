"""One incident: its steps with the minutes between, the root cause, and the runs it touched."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

import pytest

from agent_scorecard.boards.incident import CauseLine, OneIncident, found, one_incident
from agent_scorecard.boards.incident_handling import Handling, handling
from agent_scorecard.boards.incident_timeline import TimelineStep
from agent_scorecard.policy import default_policy
from agent_scorecard.rules.facts import FollowUp, Incident, TouchedRun, Turn
from agent_scorecard.vocabulary import (
    AgenticRisk,
    DatePrecision,
    DetectedBy,
    EvidenceState,
    Harm,
    IncidentSeverity,
    TurnKind,
)
from tests.boards.build import COMPANY, named, owned_by_nobody
from tests.build import AS_OF, at, incident

FOUND = date(2026, 10, 12)
HIGH, LOW = IncidentSeverity.HIGH, IncidentSeverity.LOW
NOT_RECORDED = {"Occurred", "Paused", "Drained", "Rolled back", "Compensated", "Resolved"}

NO_FIX = "a fix with who makes it and until when"


def board(**changes) -> OneIncident:
    return seen(incident(FOUND, **changes))


def seen(row: Incident, runs: tuple[TouchedRun, ...] = (), **facts) -> OneIncident:
    answers = facts.pop("answers", None)
    one = named("Triage", answers=answers, incidents=(row,), **facts)
    return one_incident(COMPANY, default_policy(), AS_OF, one, row, runs)


def form(**changes) -> Handling:
    row = incident(FOUND, **changes)
    one = named("Triage", incidents=(row,))
    return handling(COMPANY, default_policy(), [one], one, row)


def standing(shown: OneIncident) -> dict[str, tuple[str, str]]:
    return {fact.label: (fact.value, fact.about) for fact in shown.standing}


def narrow(text: str) -> str:
    """Units stand behind a narrow space."""
    return text.replace(" min", "\u202fmin").replace(" h", "\u202fh")


def test_steps_stand_in_order_of_time_with_the_time_between_and_the_missing_ones_last():
    shown = board(
        occurred_at=at(FOUND, 11, 15),
        paused_at=at(FOUND, 12, 25),
        rolled_back_at=at(FOUND, 14, 30),
        resolved_at=at(date(2026, 10, 13), 14, 30),
    )
    assert shown.timeline == (
        TimelineStep("Occurred", "12 Oct, 11:15", ""),
        TimelineStep("Noticed", "12 Oct, 12:00", narrow("45 min later")),
        TimelineStep("Paused", "12 Oct, 12:25", narrow("25 min later")),
        TimelineStep("Rolled back", "12 Oct, 14:30", narrow("2 h 5 min later")),
        TimelineStep("Resolved", "13 Oct, 14:30", "1 day later"),
        TimelineStep("Drained", "", ""),
        TimelineStep("Compensated", "", ""),
    )
    assert shown.speed == narrow("Stopped 25 min and resolved 1 day 2 h after it was noticed.")


def test_a_step_taken_before_anybody_noticed_is_no_reaction():
    shown = board(occurred_at=at(FOUND, 9), paused_at=at(FOUND, 10))
    assert [step.word for step in shown.timeline[:3]] == ["Occurred", "Paused", "Noticed"]
    assert shown.speed == ""


def test_two_steps_of_one_moment_say_so():
    assert board(paused_at=at(FOUND, 12)).timeline[1] == TimelineStep("Paused", "12 Oct, 12:00", "at the same time")


@pytest.mark.parametrize(
    ("precision", "when", "speed"),
    [
        (DatePrecision.MONTH, "October 2026", "Its times are known to the month only."),
        (DatePrecision.YEAR, "2026", "Its times are known to the year only."),
    ],
)
def test_times_known_roughly_have_no_minutes_between(precision, when, speed):
    shown = board(date_precision=precision, occurred_at=at(FOUND, 9))
    assert shown.timeline[:2] == (TimelineStep("Occurred", when, ""), TimelineStep("Noticed", when, ""))
    assert shown.speed == speed


def test_nothing_but_its_noticing_is_needed():
    shown = board(summary=None)
    assert shown.summary == "What happened is not stated."
    assert {step.word for step in shown.timeline if not step.when} == NOT_RECORDED
    assert standing(shown) == {
        "Severity": ("Not stated", "counts as serious"),
        "State": ("Open", "open for 19 days"),
        "Driven by": ("Ana", "owns the agent"),
    }
    assert dict(shown.facts) == {
        "Noticed by": "Not stated",
        "Time to notice": "Not known",
        "Cause": "Not stated",
        "Harm": "Not stated",
        "Risk": "Not stated",
        "OWASP agentic": "No tag",
        "Affected runs": "None named",
    }


def test_what_was_said_is_told():
    shown = board(
        severity=IncidentSeverity.HIGH,
        detected_by=DetectedBy.CUSTOMER,
        harm=Harm.DATA_EXPOSURE,
        owner="ben",
        tags=(AgenticRisk.ASI02, AgenticRisk.ASI08),
        affected_runs=("r1", "r2", "r2", "r3"),
        known_runs=2,
    )
    facts = dict(shown.facts)
    assert [facts[name] for name in ("Noticed by", "Harm", "OWASP agentic", "Affected runs")] == [
        "Customer, from outside the company",
        "Data exposure",
        "ASI02 tool misuse and ASI08 cascading failures",
        "2 of 3 known to the log",
    ]
    assert standing(shown) == {
        "Severity": ("High", ""),
        "State": ("Open", "open for 19 days"),
        "Driven by": ("Ben", ""),
        "Cause due": ("26 Oct", "5 days late"),
    }


def test_an_agent_of_nobody_has_nobody_to_drive_it():
    shown = seen(incident(FOUND), **owned_by_nobody())
    assert standing(shown)["Driven by"] == ("Nobody", "the agent has no active owner")


@pytest.mark.parametrize(
    ("changes", "deck", "state"),
    [
        ({}, "Nothing has contained it yet: record a pause or a roll-back as soon as there is one.", "Open"),
        ({"paused_at": at(FOUND, 13)}, "It is contained and waits for its cause.", "Contained"),
        ({"paused_at": at(FOUND, 13), "severity": LOW}, "It is contained and not resolved yet.", "Contained"),
        ({"resolved_at": at(FOUND, 14)}, "It is resolved.", "Resolved"),
    ],
)
def test_the_page_begins_with_how_it_stands(changes, deck, state):
    shown = board(**changes)
    assert (shown.deck, standing(shown)["State"][0]) == (deck, state)


def turn(kind, hour, was=None, now=None, reason=None, agreed_by=None):
    return Turn(1, kind, "INC", "ana", at(FOUND, hour), was, now, reason, agreed_by)


def test_the_timeline_tells_how_its_severity_turned_and_who_closed_it():
    shown = board(
        severity=LOW,
        resolved_at=at(FOUND, 16),
        turns=(
            turn(TurnKind.SEVERITY, 13, None, HIGH),
            turn(TurnKind.SEVERITY, 14, HIGH, LOW, "One account", "ben"),
            turn(TurnKind.CLOSED, 17),
            turn(TurnKind.REOPENED, 18, reason="It came back"),
        ),
    )
    told = [(step.word, step.told) for step in shown.timeline if step.when]
    assert told == [
        ("Noticed", ""),
        ("Called high", "by Ana"),
        ("High → low", "by Ana, Ben agreed: One account"),
        ("Resolved", ""),
        ("Closed", "by Ana"),
        ("Opened again", "by Ana: It came back"),
    ]


def test_one_lowered_by_somebody_alone_says_so():
    shown = board(severity=LOW, turns=(turn(TurnKind.SEVERITY, 14, HIGH, LOW, "One account"),))
    assert standing(shown)["Severity"] == ("Low", "lowered from high, nobody else agreed")
    assert standing(shown)["Cause due"] == ("26 Oct", "5 days late")


def test_its_fixes_are_promises_with_who_and_when():
    fix = FollowUp("7-1", "triage", "A limit", "ben", AS_OF, 7, incident="INC-2026-10-12")
    shown = seen(incident(FOUND), follow_ups=(fix, replace(fix, follow_up="8-1", incident=None)))
    assert [(each.what, each.when, each.state) for each in shown.fixes] == [("A limit", "Ben, due 31 Oct", "open")]


@pytest.mark.parametrize(
    ("changes", "written"),
    [
        ({}, "0 of 3 written down"),
        ({"rca_trace": "T-1", "rca_fixes": "none"}, "1 of 3 written down"),
        ({"rca_trace": "T-1", "rca_guardrail_gaps": "No limit", "rca_fixes": "A limit"}, "3 of 3 written down"),
    ],
)
def test_the_root_cause_is_trace_gaps_and_fixes(changes, written):
    assert board(**changes).written == written


def test_a_part_of_the_root_cause_is_shown_or_missing():
    assert board(rca_trace="T-1").root_cause == (
        CauseLine("Trace", EvidenceState.THERE, "T-1"),
        CauseLine("Guardrail gaps", EvidenceState.MISSING, "not written down"),
        CauseLine("Fixes", EvidenceState.MISSING, "not written down"),
    )


def test_an_incident_is_found_by_its_id():
    row = incident(FOUND)
    one, other = named("Triage", incidents=(row,)), named("Leads", incidents=())
    assert found([other, one], "INC-2026-10-12") == (one, row)
    assert found([other, one], "INC-1") is None


def test_the_form_shows_what_is_on_file_in_the_zone_of_the_company():
    shown = form(
        paused_at=at(FOUND, 12, 25),
        rca_trace="T-1",
        rca_guardrail_gaps="No limit.",
        rca_fixes="A limit",
        severity=IncidentSeverity.LOW,
    )
    assert shown.moments == (
        ("occurred_at", "Happened", None),
        ("paused_at", "Paused", datetime(2026, 10, 12, 12, 25)),  # noqa: DTZ001
        ("drained_at", "Drained", None),
        ("rolled_back_at", "Rolled back", None),
        ("compensated_at", "Compensated", None),
        ("resolved_at", "Resolved", None),
    )
    assert (shown.trace, shown.gaps, shown.fix) == ("T-1", ("No limit",), "A limit")
    assert (shown.severity, shown.is_open, shown.to_close) == (IncidentSeverity.LOW, True, "")


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"severity": IncidentSeverity.HIGH}, f"To close it, write down the trace, the guardrail gaps and {NO_FIX}."),
        ({"rca_trace": "T-1", "rca_fixes": "A limit"}, f"To close it, write down the guardrail gaps and {NO_FIX}."),
        ({"severity": IncidentSeverity.MEDIUM}, ""),
        ({"severity": IncidentSeverity.HIGH, "resolved_at": at(FOUND, 14)}, ""),
    ],
)
def test_the_form_says_what_closing_asks_for(changes, words):
    assert form(**changes).to_close == words
