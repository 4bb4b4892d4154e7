from collections.abc import Sequence

import pytest
from sqlalchemy import Engine, insert

from agent_scorecard.rules.facts import RunSample
from agent_scorecard.store.database import writer
from agent_scorecard.store.moments import moment
from agent_scorecard.store.read import sample_of_runs
from agent_scorecard.store.tables import METADATA
from agent_scorecard.vocabulary import ReviewOutcome, RunResult
from tests.store.fill import at, day, key_of, put, refunds

CALLS = '["in",[["mail.send","ok","",1,""],["stripe.refund","rolled_back","",2,""]]]'
OCTOBER = (day("2026-10-01"), day("2026-10-31"))


def add_runs(engine: Engine, times: Sequence[str], accepted: int = 0) -> None:
    """Runs that a person edited; so many of the last ones were accepted instead."""
    tables = METADATA.tables
    no_calls = {column.name: 0 for column in tables["call_lists"].c if column.name not in ("content", "mode")}
    reading = {column.name: 0 for column in tables["run_readings"].c if not column.nullable}
    words = {"given": "[]", "verdict": "", "status": "failed", "outcome": "edited", "result": "failure"}
    with writer(engine).begin() as connection:
        agent = key_of(connection, "agent_keys", "refunds")
        for table, row in (
            ("run_contexts", {"context": 1, "case_class": "billing", "version": "v3", "currency": "USD", "stated": 0}),
            ("run_readings", {**reading, **words, "reading": 1}),
            ("run_readings", {**reading, **words, "reading": 2, "given": "[1]", "outcome": "accepted"}),
            ("call_lists", {**no_calls, "calls": 1, "content": CALLS, "mode": "in"}),
            ("run_texts", {"text": 1, "content": "timed out"}),
        ):
            connection.execute(insert(tables[table]).values(**row))
        run = {"agent": agent, "context": 1, "calls": 1, "error": 1, "cost": 7}
        for number, time in enumerate(times):
            run["reading"] = 1 if number < len(times) - accepted else 2
            connection.execute(insert(tables["runs"]).values(**run, at=moment(at(time)), request=f"r{number}"))


def test_a_run_is_told_in_words(engine: Engine) -> None:
    put(engine, refunds())
    add_runs(engine, ["2026-10-05 12:00"])
    assert sample_of_runs(engine, "refunds", *OCTOBER, 5) == (
        RunSample(
            "r0",
            at("2026-10-05 12:00"),
            ReviewOutcome.EDITED,
            RunResult.FAILURE,
            "billing",
            "v3",
            7,
            "USD",
            ("mail.send", "stripe.refund (rolled back) × 2"),
            "timed out",
        ),
    )


@pytest.mark.parametrize(("limit", "count"), [(0, 0), (3, 3), (9, 9), (50, 20)])
def test_everybody_draws_the_same_runs_in_order_of_time(engine: Engine, limit: int, count: int) -> None:
    put(engine, refunds())
    add_runs(engine, [f"2026-10-05 12:{minute:02}" for minute in range(20)])
    drawn = sample_of_runs(engine, "refunds", *OCTOBER, limit)
    assert len(drawn) == count
    assert drawn == sample_of_runs(engine, "refunds", *OCTOBER, limit)
    assert list(drawn) == sorted(drawn, key=lambda run: run.at)


def test_only_runs_of_the_days_asked_for_are_drawn(engine: Engine) -> None:
    put(engine, refunds())
    add_runs(engine, ["2026-09-30 23:59:59", "2026-10-01", "2026-10-31 23:59:59", "2026-11-01"])
    assert [run.request_id for run in sample_of_runs(engine, "refunds", *OCTOBER, 9)] == ["r1", "r2"]
    assert sample_of_runs(engine, "nobody", *OCTOBER, 9) == ()


def test_each_kind_of_review_is_drawn_in_turn_however_rare(engine: Engine) -> None:
    put(engine, refunds())
    add_runs(engine, [f"2026-10-05 12:{minute:02}" for minute in range(20)], accepted=19)
    drawn = [run.outcome for run in sample_of_runs(engine, "refunds", *OCTOBER, 3)]
    assert sorted(drawn) == [ReviewOutcome.ACCEPTED, ReviewOutcome.ACCEPTED, ReviewOutcome.EDITED]
