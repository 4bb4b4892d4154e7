"""The register: open ones by age, who noticed first and how late, and the outside library in nobody's figures."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from agent_scorecard.boards.incidents import IncidentFilter, IncidentLine, Incidents, LibraryLine, incidents
from agent_scorecard.vocabulary import Cause, DatePrecision, DetectedBy, IncidentSeverity
from tests.boards.build import COMPANY, RETIRED, named
from tests.build import AS_OF, at, incident

LOW, HIGH, CRITICAL = IncidentSeverity.LOW, IncidentSeverity.HIGH, IncidentSeverity.CRITICAL
UNDETERMINED = IncidentSeverity.UNDETERMINED
FOUND = date(2026, 10, 12)
RESOLVED = at(FOUND, 20)


def board(*rows, library=(), narrowed=None, **facts) -> Incidents:
    one = named("Triage", incidents=rows, **facts)
    return incidents(replace(COMPANY, library=library), AS_OF, [one], narrowed)


def line(**changes) -> IncidentLine:
    shown = board(incident(FOUND, **changes))
    (found,) = (*shown.open, *shown.resolved)
    return found


def test_an_incident_is_one_line():
    assert line(severity=HIGH, occurred_at=at(FOUND, 9, 30), detected_by=DetectedBy.CUSTOMER) == IncidentLine(
        incident="INC-2026-10-12",
        agent="triage",
        name="Triage",
        summary="A reply went to the wrong queue",
        severity=HIGH,
        severity_word="high",
        noticed="12 Oct, 12:00",
        noticed_by="customer",
        silent=True,
        lag="2\u202fh 30\u202fmin",
        state="open",
        age="19 days",
        urgent=True,
        done="no pause or roll-back recorded",
    )


def test_what_nobody_said_is_said_to_be_unknown():
    shown = line(summary=None)
    assert (shown.summary, shown.severity_word, shown.noticed_by, shown.lag) == (
        "What happened is not stated.",
        "severity not stated",
        "not stated",
        "not known",
    )
    assert not shown.silent
    assert not shown.urgent


@pytest.mark.parametrize(
    ("changes", "state", "age", "done"),
    [
        ({}, "open", "19 days", "no pause or roll-back recorded"),
        ({"paused_at": at(FOUND, 13)}, "contained", "19 days", "12 Oct, 13:00"),
        ({"rolled_back_at": at(FOUND, 14)}, "contained", "19 days", "12 Oct, 14:00"),
        ({"rolled_back_at": at(FOUND, 14), "paused_at": at(FOUND, 13)}, "contained", "19 days", "12 Oct, 13:00"),
        ({"drained_at": at(FOUND, 14)}, "open", "19 days", "no pause or roll-back recorded"),
        ({"resolved_at": RESOLVED}, "resolved", "", "12 Oct, 20:00"),
    ],
    ids=["nothing done", "paused", "rolled back", "both", "only drained", "resolved"],
)
def test_an_incident_is_open_contained_or_resolved(changes, state, age, done):
    shown = line(**changes)
    assert (shown.state, shown.age, shown.done) == (state, age, done)


@pytest.mark.parametrize(("days", "age"), [(0, "since today"), (1, "1 day"), (2, "2 days")])
def test_an_open_incident_has_an_age(days, age):
    (found,) = board(incident(AS_OF - timedelta(days=days))).open
    assert found.age == age


@pytest.mark.parametrize(
    ("precision", "noticed"),
    [(DatePrecision.DAY, "12 Oct, 12:00"), (DatePrecision.MONTH, "October 2026"), (DatePrecision.YEAR, "2026")],
)
def test_a_time_is_told_no_more_exactly_than_it_is_known(precision, noticed):
    shown = line(date_precision=precision, occurred_at=at(FOUND))
    assert (shown.noticed, shown.lag == "not known") == (noticed, precision is not DatePrecision.DAY)


def test_times_are_those_of_the_company():
    one = named("Triage", incidents=(incident(FOUND, detected_at=at(FOUND, 2)),))
    shown = incidents(replace(COMPANY, zone="America/Denver"), AS_OF, [one])
    assert shown.open[0].noticed == "11 Oct, 20:00"


def test_open_ones_come_oldest_first_and_resolved_ones_newest_first():
    rows = [incident(FOUND + timedelta(days=n)) for n in (3, 1)]
    rows += [incident(FOUND + timedelta(days=n), resolved_at=at(AS_OF)) for n in (2, 4)]
    shown = board(*rows)
    assert [row.noticed for row in shown.open] == ["13 Oct, 12:00", "15 Oct, 12:00"]
    assert [row.noticed for row in shown.resolved] == ["16 Oct, 12:00", "14 Oct, 12:00"]
    assert (shown.total, shown.shown) == (4, 4)


def test_the_incidents_of_retired_agents_stay_on_the_register():
    assert board(incident(FOUND), **RETIRED).total == 1


SILENT, KNOWN = {"detected_by": DetectedBy.AUDITOR}, {"detected_by": DetectedBy.REVIEWER}
NOT_SAID = "Who noticed first is not stated for any of them."
NO_LAG = "How late they were noticed is not known."


@pytest.mark.parametrize(
    ("changes", "deck"),
    [
        ([], "No incident has been recorded."),
        ([{"severity": LOW, "resolved_at": RESOLVED}], "No incident is open."),
        ([{"severity": LOW}], "One incident is open."),
        ([{"severity": HIGH}], "One serious incident is open."),
        ([{"severity": UNDETERMINED}], "One incident is open, its severity is not stated."),
        ([{"severity": LOW}, {"severity": CRITICAL}], "Two incidents are open, one of them serious."),
        (
            [{"severity": HIGH}, {"severity": CRITICAL}, {"severity": UNDETERMINED}],
            "Three incidents are open, two of them serious, the severity of one is not stated.",
        ),
    ],
    ids=["none", "resolved", "open", "serious", "not stated", "one of two", "two and one of three"],
)
def test_the_page_begins_with_what_is_open(changes, deck):
    rows = [incident(FOUND, incident=f"I{n}", **each) for n, each in enumerate(changes)]
    assert board(*rows).deck == deck


@pytest.mark.parametrize(
    ("changes", "more"),
    [
        ([{}], f"{NOT_SAID} {NO_LAG}"),
        ([KNOWN], f"A customer or an auditor noticed 0 of 1 first. {NO_LAG}"),
        ([SILENT, KNOWN, SILENT], f"A customer or an auditor noticed 2 of 3 first. {NO_LAG}"),
        ([SILENT, {}], f"A customer or an auditor noticed 1 of 1 first. Who noticed 1 more is not stated. {NO_LAG}"),
        (
            [{"occurred_at": at(FOUND, 11)}],
            f"{NOT_SAID} It took 1\u202fh to notice one.",
        ),
        (
            [{"occurred_at": at(FOUND, 11)}, {"occurred_at": at(FOUND, 6)}, {"occurred_at": at(FOUND, 10)}, {}],
            f"{NOT_SAID} Half of three took 2\u202fh or longer to notice.",
        ),
    ],
    ids=["nothing known", "not silent", "silent share", "unknown is outside", "one lag", "the median of three"],
)
def test_then_who_noticed_first_and_how_late(changes, more):
    rows = [incident(FOUND, incident=f"I{n}", **each) for n, each in enumerate(changes)]
    assert board(*rows).more == more


@pytest.mark.parametrize(
    ("narrowed", "left"),
    [
        (IncidentFilter(), ["A", "B", "C"]),
        (IncidentFilter(agent="triage"), ["A", "B", "C"]),
        (IncidentFilter(agent="other"), []),
        (IncidentFilter(severities=frozenset({HIGH, UNDETERMINED})), ["B", "C"]),
        (IncidentFilter(open_only=True), ["A", "B"]),
        (IncidentFilter("triage", frozenset({HIGH}), open_only=True), ["B"]),
        (IncidentFilter(kind="Cause: data"), ["A"]),
        (IncidentFilter(kind="ASI01 goal hijack"), []),
    ],
    ids=["all", "its agent", "another agent", "severities", "open", "all three must hold", "a cause", "a tag"],
)
def test_a_reader_narrows_the_register_but_not_its_sentence(narrowed, left):
    rows = (
        incident(FOUND, incident="A", severity=LOW, cause=Cause.DATA),
        incident(FOUND, incident="B", severity=HIGH),
        incident(FOUND, incident="C", resolved_at=RESOLVED),
    )
    shown = board(*rows, narrowed=narrowed)
    assert [row.incident for row in (*shown.open, *shown.resolved)] == left
    assert (shown.total, shown.deck) == (3, "Two incidents are open, one of them serious.")


def test_an_outside_library_is_read_and_never_counted():
    outside = incident(FOUND, agent=None, date_precision=DatePrecision.YEAR, severity=CRITICAL)
    shown = board(library=(outside, incident(AS_OF, agent=None, summary=None)))
    assert (shown.deck, shown.total) == ("No incident has been recorded.", 0)
    assert shown.library == (
        LibraryLine("INC-2026-10-31", "31 Oct", "severity not stated", ""),
        LibraryLine("INC-2026-10-12", "2026", "critical", "A reply went to the wrong queue"),
    )
