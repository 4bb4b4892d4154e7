"""Findings about the records themselves, on both sides of each edge."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from agent_scorecard.policy import default_policy
from agent_scorecard.rules.findings import data as check
from agent_scorecard.rules.scorecard import judged_measures
from agent_scorecard.vocabulary import ChangeKind, EvidenceSource, Rhythm, Severity, Status
from tests.build import (
    AS_OF,
    LEVEL_BEGAN,
    OCTOBER,
    at,
    changed_kind,
    day_figures,
    days,
    evidence,
    grouped,
    months,
    observed,
)

POLICY = default_policy()
FILE = {"evidence_source": EvidenceSource.FILE}


def before(days_ago: int) -> date:
    return AS_OF - timedelta(days=days_ago)


def ran(days_ago: int, **counts: float) -> dict[str, object]:
    return {"days": (day_figures(before(days_ago), **counts),)}


def quiet(days_ago: int, rhythm: Rhythm = Rhythm.CONTINUOUS, **changes: object) -> dict[str, object]:
    return {**ran(days_ago, started=5), "rhythm": rhythm, "observations": {}, **changes}


def filed(last: str, as_of: date) -> dict[str, object]:
    figures = grouped(months("first_response_time", 24.0, last=last, n=10))
    return {"days": (), "observations": figures, "rhythm": Rhythm.WEEKLY, "as_of": as_of, **FILE}


def versions(first: str, then: str, since: int, *changes: object) -> dict[str, object]:
    old = days(before(60), before(since + 1))
    new = tuple(row._replace(version=then) for row in days(before(since), AS_OF))
    return {"days": (*(row._replace(version=first) for row in old), *new), "changes": changes}


@pytest.mark.parametrize(
    ("finds", "changes", "sentence"),
    [
        (
            check.trace_gap,
            ran(27, started=100, calls_recorded=94),
            "94 of 100 runs of the last 28 days recorded their tool calls.",
        ),
        (check.trace_gap, ran(27, started=100, calls_recorded=95), None),
        (check.trace_gap, ran(28, started=100, calls_recorded=0), None),
        (check.trace_gap, {"days": ()}, None),
        (
            check.audit_incomplete,
            ran(0, audit_present=94, audit_required=100),
            "94\u202f% of the required audit fields were there in October 2026.",
        ),
        (check.audit_incomplete, ran(0, audit_present=95, audit_required=100), None),
        (check.audit_incomplete, {**ran(0, audit_present=5, audit_required=100), "as_of": before(1)}, None),
        (
            check.low_citation_rate,
            ran(1, citing=26, citation_known=30),
            "26 of 30 outputs of the last 28 days named a source.",
        ),
        (check.low_citation_rate, ran(1, citing=27, citation_known=30), None),
        (check.low_citation_rate, ran(1, citing=0, citation_known=29), None),
        (check.silence, quiet(7), "No run and no figure since 24 Oct 2026: 7 days without a sign."),
        (check.silence, quiet(6), None),
        (check.silence, quiet(14, Rhythm.WEEKLY), "No run and no figure since 17 Oct 2026: 14 days without a sign."),
        (check.silence, quiet(13, Rhythm.WEEKLY), None),
        (check.silence, quiet(300, Rhythm.ON_EVENT), None),
        (check.silence, quiet(300, status=Status.PAUSED), None),
        (check.silence, filed("2026-08", before(0)), None),
        (check.silence, filed("2026-08", date(2026, 10, 31)), None),
        (
            check.silence,
            filed("2026-08", date(2026, 11, 1)),
            "No run and no figure since 31 Aug 2026: 62 days without a sign.",
        ),
        (
            check.silence,
            {"days": (), "observations": {}, "first_loaded": before(7), "rhythm": Rhythm.CONTINUOUS},
            "No run and no figure at all: 7 days without a sign.",
        ),
        (
            check.unlogged_version_change,
            versions("v3", "v4", 20),
            "The runs show v4 as a new version, and no change is logged for it.",
        ),
        (check.unlogged_version_change, versions("v3", "v3", 20), None),
        (check.unlogged_version_change, versions("v3", "v4", 28), None),
        (
            check.unlogged_version_change,
            versions("v3", "v4", 20, changed_kind(ChangeKind.MODEL, AS_OF - timedelta(days=27))),
            None,
        ),
        (
            check.unlogged_version_change,
            versions("v3", "v4", 20, changed_kind(ChangeKind.MODEL, AS_OF - timedelta(days=28))),
            "The runs show v4 as a new version, and no change is logged for it.",
        ),
        (
            check.unlogged_version_change,
            versions("v3", "v4", 20, changed_kind(ChangeKind.PROMPT, AS_OF - timedelta(days=50), to_value="v4")),
            None,
        ),
    ],
)
def test_a_finding_says_what_the_records_lack_and_is_silent_otherwise(finds, changes, sentence):
    found = finds(evidence(**changes), POLICY)
    assert (found.sentence.text if found else None) == sentence


@pytest.mark.parametrize(("source", "severity"), [({}, Severity.WARN), (FILE, Severity.NOTE)], ids=["log", "file"])
def test_a_trace_gap_is_a_note_where_figures_come_from_files(source, severity):
    one = evidence(**ran(1, started=100, calls_recorded=0), **source)
    assert check.trace_gap(one, POLICY).severity is severity


LOADED = observed(months("accuracy", (700, 1000)))


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"observations": LOADED}, "Two sources disagree about Accuracy."),
        ({"autonomy_since": LEVEL_BEGAN + timedelta(days=1)}, "Two sources disagree about the day the level began."),
        (
            {"changes": (changed_kind(ChangeKind.LEVEL, LEVEL_BEGAN, to_value="3"),)},
            "Two sources disagree about the level on file.",
        ),
        ({"changes": (changed_kind(ChangeKind.LEVEL, LEVEL_BEGAN, to_value="recommended"),)}, None),
        (
            {"changes": (changed_kind(ChangeKind.STATUS, LEVEL_BEGAN, to_value="paused"),)},
            "Two sources disagree about the status.",
        ),
        (
            {"changes": (changed_kind(ChangeKind.MODE, LEVEL_BEGAN, action="helpdesk.tag", to_value="on"),)},
            "Two sources disagree about the mode of helpdesk.tag.",
        ),
        ({"changes": (changed_kind(ChangeKind.MODE, LEVEL_BEGAN, action="helpdesk.tag", to_value="in"),)}, None),
        ({}, None),
    ],
)
def test_two_sources_that_disagree_are_named(changes, sentence):
    one = evidence(**changes)
    found = check.source_conflict(one, POLICY, judged_measures(one, POLICY, OCTOBER))
    assert (found.sentence.text if found else None) == sentence


def test_the_last_logged_change_counts_in_any_order():
    first = changed_kind(ChangeKind.STATUS, before(90), to_value="paused")
    last = changed_kind(ChangeKind.STATUS, before(60), to_value="live")
    found = [check.source_conflict(evidence(changes=order), POLICY, ()) for order in ((first, last), (last, first))]
    assert (found, last.changed_at) == ([None, None], at(before(60)))
