"""The control plane of the company: the attested word beside the counted figure, and where the two differ."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from agent_scorecard.boards.gates.control_plane import control_plane
from agent_scorecard.boards.gates.passing import passing
from tests.boards.build import named
from tests.build import evidence
from tests.rules.assessed import POLICY

ROWS = evidence().company.capabilities


def lines(**facts):
    return control_plane(passing([named("Triage", **facts)], POLICY), POLICY).lines


def test_what_is_attested_stands_beside_what_is_counted():
    board = control_plane(passing([named("Triage")], POLICY), POLICY)
    assert (board.there, board.of) == (5, 5)
    assert [line.counted for line in board.lines] == [
        "1 of 1 agent fed by a log has its runs on record.",
        "1 of 1 agent at work passed its suites.",
        "2 of 2 actions have their mode on file.",
        "1 of 1 agent passed its drill in time.",
        "No serious incident is over.",
    ]
    assert not any(line.doubt for line in board.lines)


def test_a_word_the_records_do_not_bear_out_is_doubted():
    suite = lines(evals=())[1]
    assert (suite.holds, suite.doubt, suite.counted) == (True, True, "0 of 1 agent at work passed its suites.")


def test_a_capability_nobody_wrote_down_is_not_done():
    trace = lines(capabilities=ROWS[1:])[0]
    assert (trace.holds, trace.owner, trace.verified, trace.missing) == (
        False,
        "nobody named",
        "never",
        "Missing: trace logging, done and owned.",
    )


def test_a_look_that_is_overdue_is_late():
    overdue = replace(ROWS[0], next_review_on=date(2026, 10, 30))
    trace = lines(capabilities=(overdue, *ROWS[1:]))[0]
    assert (trace.next_review, trace.late) == ("30 Oct", True)


def test_without_agents_there_is_nothing_to_count():
    assert control_plane((), POLICY).lines == ()
