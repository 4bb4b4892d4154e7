"""A run is read alike whether its line is plain, needs a second look, or comes as a row of a table."""

import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from agent_scorecard.runs.readings import Given, Reading
from agent_scorecard.runs.sealed import Seal, seal_of
from agent_scorecard.vocabulary import ApprovalStatus, HumanEdit, ReviewOutcome, RunStatus
from tests.runs.loads import MAIL, company, facts, line, load, rows

TEXT = st.one_of(st.text(max_size=6), st.sampled_from(["refund", "é", "x" * 130, "a\u200bb", "=1", "1e5"]))
WORD = st.sampled_from(
    ["completed", "OK", "accepted", "edited", "minor", "pending", "approved", "success", "odd", 1, True]
)
FLAG = st.sampled_from([True, False, "yes", "no", 1, 0, "ja", 2])
NUMBER = st.one_of(st.integers(-1, 9), st.sampled_from(["7", "x", 1.5, True, 2**63]))
COST = st.one_of(
    st.floats(0, 1e6),
    st.decimals(0, 1000, places=6).map(str),
    st.sampled_from([-1, "1e3", "", "0.12345678949", 9e9, 9.1e9, "00.5", ".5", "5.", True]),
)
CALLS = st.sampled_from(
    [None, [], [{"tool": "t", "status": "ok"}], [{"tool": "t"}], "x", [{"tool": "t", "status": "Blocked"}]]
)
SAID = st.fixed_dictionaries(
    {},
    optional={
        **dict.fromkeys(
            ("workflow", "trigger", "case_class", "error", "human_approver", "user", "model_version"), TEXT
        ),
        **dict.fromkeys(("status", "result", "review_outcome", "human_edit", "approval_status"), WORD),
        **dict.fromkeys(("infra_failure", "human_override"), FLAG),
        **dict.fromkeys(("duration_ms", "sources_count", "input_tokens"), NUMBER),
        "cost_usd": COST,
        "cost_currency": st.sampled_from(["USD", "eur", "E", "EURO"]),
        "tool_calls": CALLS,
        "data_sources": st.sampled_from([[], ["a", "b"], "a|b", None]),
        "output": st.sampled_from(["", "done", None, {"a": 1}]),
        "timestamp": st.sampled_from(
            [
                "2026-10-12T09:00:00Z",
                "2026-10-12T09:00:00.5+02:00",
                "2026-10-12",
                "2026-10-12T09:00:00",
                "2030-01-01T00:00Z",
            ]
        ),
    },
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(SAID, min_size=1, max_size=6))
def test_plain_lines_second_looks_and_rows_end_alike(said):
    """The same runs are refused; which of two faults of one run is named may differ."""
    records = [line(f"r{place}") | each for place, each in enumerate(said)]
    plain, odd, table = company(), company(), company()
    _, first = load(plain, *records)
    lines = [json.dumps(record).replace('"agent_id"', r'"agent\u005fid"').encode() for record in records]
    _, second = load(odd, *lines)
    _, third = load(table, rows=list(enumerate(records, 1)))
    assert facts(plain) == facts(odd) == facts(table)
    named = [[each.line for each in stage.refusals] for stage in (first, second, third)]
    assert named[0] == named[1] == named[2]
    assert len(named[0]) + len(rows(plain, "SELECT 1 FROM runs")) == len(records)


def test_what_an_export_carries_is_believed():
    engine = company()
    calls = '["in",[["t","ok","",2,"n"]]]'
    sealed = line(
        human_override=False,
        _present=["workflow", "output"],
        _calls=calls,
        _user="ab" * 12,
        _version="7",
        _shadow=1,
        _approvals_known=True,
        _inputs='{"a":1}',
    )
    load(engine, sealed, line("r2", _present=[], agent_id=MAIL), sealed=True)
    assert rows(engine, "SELECT content FROM call_lists") == [(calls,)]
    assert rows(engine, "SELECT version FROM run_contexts") == [("7",), (None,)]
    assert rows(engine, "SELECT hash FROM run_users") == [("ab" * 12,)]
    assert rows(engine, "SELECT inputs FROM run_contents") == [('{"a":1}',)]
    assert rows(engine, "SELECT shadow, approved, audit_present FROM run_readings") == [(1, 0, 2), (None, None, 0)]
    assert rows(engine, "SELECT SUM(without_approval) FROM run_days") == [(2,)]


@pytest.mark.parametrize(
    "bad",
    [{"_present": ["nonsense"]}, {"_present": [], "_calls": "[]"}, {"_present": [], "_calls": '["in",[["t"]]]'}],
    ids=str,
)
def test_an_export_that_was_written_by_hand_is_refused(bad):
    counts, _ = load(company(), line(**bad), sealed=True)
    assert (counts.new, counts.refused) == (0, 1)


def test_door_keys_of_an_ordinary_log_are_only_unknown_keys():
    engine = company()
    _, stage = load(engine, line(_user="x", _present=["output"], _version="9"))
    assert stage.unknown_keys == {"_user": 1, "_present": 1, "_version": 1}
    assert rows(engine, "SELECT version FROM run_contexts") == [(None,)]


def test_a_record_without_seal_has_none():
    assert (seal_of({}), seal_of({"_present": []})) == (None, Seal(0))


@settings(max_examples=200, deadline=None)
@given(st.data())
def test_no_reading_is_both_reviewed_and_pending(data):
    def pick(words):
        return data.draw(st.sampled_from([None, *words]))

    given_ = Given(
        status=pick(RunStatus),
        review_outcome=pick(ReviewOutcome),
        human_override=pick((True, False)),
        human_edit=pick(HumanEdit),
        approval_status=pick(ApprovalStatus),
    )
    reading = Reading(given_)
    assert not (reading.outcome.is_reviewed and reading.status is RunStatus.PENDING)
    assert reading.audit_present <= reading.audit_required
