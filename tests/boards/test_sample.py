"""A sample of runs: one line each without content, and the way to its trace."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from agent_scorecard.boards.sample import sample_lines, sample_note
from agent_scorecard.rules.facts import RunSample
from agent_scorecard.vocabulary import ReviewOutcome, RunResult
from tests.build import AS_OF, UNIT, at, evidence

AGENT = evidence().agent
ACCEPTED = RunSample("req_7", at(date(2026, 10, 12)), ReviewOutcome.ACCEPTED, RunResult.SUCCESS, "", "", None, "USD")


@pytest.mark.parametrize(
    ("changes", "line"),
    [
        ({}, ("req_7", "12 Oct")),
        ({"case_class": "refund"}, ("req_7 · refund", "12 Oct")),
        ({"case_class": "refund", "version": "v3"}, ("req_7 · refund, version v3", "12 Oct")),
        ({"cost": 0}, ("req_7", "12 Oct · 0\u202fUSD")),
        (
            {"calls": ("a", "b", "c", "d", "e"), "cost": UNIT, "reason": "Wrong queue"},
            ("req_7", "12 Oct · a, b, c, d · 1\u202fUSD · Wrong queue"),
        ),
    ],
    ids=["bare", "class", "class and version", "free is not unknown", "everything"],
)
def test_a_sampled_run_is_one_line_without_content(changes, line):
    (shown,) = sample_lines([ACCEPTED._replace(**changes)], AGENT, AS_OF)
    assert (shown.outcome, shown.text, shown.detail) == (ReviewOutcome.ACCEPTED, *line)


@pytest.mark.parametrize(
    ("template", "request_id", "trace"),
    [
        (None, "req_7", ""),
        ("https://t.example/{request_id}", "req_7", "https://t.example/req_7"),
        ("https://t.example/?id={request_id}", "a b&c/d", "https://t.example/?id=a%20b%26c%2Fd"),
        ("https://t.example/runs", "req_7", "https://t.example/runs"),
    ],
    ids=["none on file", "in the path", "escaped", "without a place"],
)
def test_a_run_leads_to_its_trace_where_the_agent_has_a_template(template, request_id, trace):
    (shown,) = sample_lines([ACCEPTED._replace(request_id=request_id)], replace(AGENT, trace_url=template), AS_OF)
    assert shown.trace == trace


@pytest.mark.parametrize(
    ("count", "note"),
    [
        (0, ""),
        (1, "1 run drawn at random, each kind of review in turn"),
        (6, "6 runs drawn at random, each kind of review in turn"),
    ],
)
def test_the_sample_says_how_it_was_drawn(count, note):
    assert sample_note([ACCEPTED] * count, AS_OF, None) == note


@pytest.mark.parametrize(
    ("count", "kept_from", "note"),
    [
        (2, date(2026, 10, 1), "runs before 1 Oct 2026 are no longer kept; 2 important runs left"),
        (0, date(2026, 10, 1), "runs before 1 Oct 2026 are no longer kept"),
        (2, date(2026, 9, 1), "2 runs drawn at random, each kind of review in turn"),
    ],
)
def test_a_sample_of_purged_days_says_what_is_left(count, kept_from, note):
    assert sample_note([ACCEPTED] * count, date(2026, 9, 1), kept_from) == note
