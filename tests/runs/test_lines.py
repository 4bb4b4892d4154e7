"""Every odd line gets one clear outcome, and the lines beside it are loaded."""

import gzip
import io
import json
from zoneinfo import ZoneInfo

import pytest

from agent_scorecard.runs.refusal import FileRefused
from tests.runs.loads import REFUND, company, context, file, line, load, rows

GOOD = line("good")


def raw(**changes):
    """A line whose values may be JSON that json.dumps would not write."""
    given = {key: json.dumps(value) for key, value in line().items()} | changes
    return ("{" + ", ".join(f'"{key}": {value}' for key, value in given.items()) + "}").encode()


@pytest.mark.parametrize("user", [{"id": "ana@example.com"}, "ana@example.com" * 10, "ana@example.com\u0001"])
def test_a_refused_run_does_not_tell_whose_it_was(user):
    _, stage = load(company(), line(user=user))
    length = len(user) if isinstance(user, str) else len(repr(user))
    assert [(each.column, each.value) for each in stage.refusals] == [("user", f"*** ({length:,} characters)")]


@pytest.mark.parametrize(
    ("bad", "column", "code"),
    [
        (b"[1]", "", "not_readable"),
        (b"7", "", "not_readable"),
        (b'{"agent_id": ', "", "not_readable"),
        (b'{"agent_id": "a"} x', "", "not_readable"),
        (b"{'agent_id': 'a'}", "", "not_readable"),
        (b'{"timestamp": "2026-10-12T09:00:00Z", "agent_id": "refund-agent"}', "request_id", "missing"),
        (line(request=""), "request_id", "missing"),
        (line(request=None), "request_id", "missing"),
        (line(agent_id=""), "agent_id", "missing"),
        (line(timestamp=None), "timestamp", "missing"),
        (raw() + b"\0", "", "bad_character"),
        (raw(workflow=r'"a\u0000b"'), "workflow", "bad_character"),
        (raw(error=r'"a\u0001b"'), "error", "bad_character"),
        (raw(request_id=r'"\ud800"'), "", "not_readable"),
        (raw(output=r'"\ud800"'), "", "not_readable"),
        (raw(workflow='"a\\u0041"')[:-1] + b', "note": "\xff"}', "", "wrong_encoding"),
        (raw(cost_usd="1e309"), "", "not_readable"),
        (raw(cost_usd="NaN"), "", "not_readable"),
        (raw(cost_usd="-5"), "cost_usd", "out_of_range"),
        (raw(cost_usd='"-0.01"'), "cost_usd", "out_of_range"),
        (raw(cost_usd='"$10"'), "cost_usd", "bad_number"),
        (raw(cost_usd='"1,234.50"'), "cost_usd", "bad_number"),
        (raw(cost_usd='"nan"'), "cost_usd", "bad_number"),
        (raw(cost_usd='"٣"'), "cost_usd", "bad_number"),
        (raw(cost_usd="true"), "cost_usd", "bad_number"),
        (raw(cost_usd="9000000001"), "cost_usd", "out_of_range"),
        (line(cost_usd=1, cost_currency="EURO"), "cost_currency", "too_long"),
        (line(cost_usd=1, cost_currency="E1"), "cost_currency", "bad_currency"),
        (raw(duration_ms="-1"), "duration_ms", "out_of_range"),
        (raw(duration_ms="1.5"), "duration_ms", "bad_number"),
        (raw(duration_ms="9223372036854775808"), "duration_ms", "out_of_range"),
        (raw(duration_ms="123456789012345678901234"), "duration_ms", "out_of_range"),
        (raw(input_tokens="true"), "input_tokens", "bad_number"),
        (raw(sources_count='"many"'), "sources_count", "bad_number"),
        (raw(inputs="[" * 100_000 + "]" * 100_000), "", "not_readable"),
        (raw(workflow="1"), "workflow", "not_readable"),
        (raw(request_id="12"), "request_id", "not_readable"),
        (line(request="=cmd()"), "request_id", "bad_id"),
        (line(request="x" * 121), "request_id", "too_long"),
        (line(request="a\u200bb"), "request_id", "bad_character"),
        (line(workflow="x" * 121), "workflow", "too_long"),
        (line(case_class="x" * 61), "case_class", "too_long"),
        (line(error="x" * 501), "error", "too_long"),
        (line(status="finished"), "status", "unknown_word"),
        (line(review_outcome=3), "review_outcome", "unknown_word"),
        (raw(human_override='"ja"'), "human_override", "bad_bool"),
        (line(tool_calls="stripe.refund"), "tool_calls", "not_readable"),
        (line(timestamp="2026-10-12T09:00:00"), "timestamp", "no_zone"),
        (line(timestamp="12/10/2026 09:00"), "timestamp", "bad_time"),
        (line(timestamp="2026-02-30T09:00:00Z"), "timestamp", "bad_time"),
        (raw(timestamp="1791795580"), "timestamp", "bad_time"),
        (line(timestamp="2026-11-21T12:00:01Z"), "timestamp", "future"),
        (line(timestamp="1970-01-01T00:00:00Z"), "timestamp", "out_of_range"),
        (line(timestamp="9999-01-01T00:00:00Z"), "timestamp", "out_of_range"),
        (raw(timestamp='"2026-10-12T09:00:00Z", "agent_id": "mail-agent"'), "agent_id", "same_key"),
        (raw(timestamp='"2026-10-12T09:00:00Z", "request_id": "r2"'), "request_id", "same_key"),
        (raw(timestamp=r'"2026-10-12T09:00:00Z", "agent\u005fid": "mail-agent"'), "agent_id", "same_key"),
    ],
    ids=lambda value: str(value)[:50],
)
def test_a_bad_line_is_refused_by_column_and_reason_and_the_others_stay(bad, column, code):
    engine = company()
    counts, stage = load(engine, GOOD, bad, line("also good"))
    assert [(each.line, each.column, str(each.code)) for each in stage.refusals] == [(2, column, code)]
    assert all(each.reason for each in stage.refusals)
    assert (counts.read, counts.new, counts.refused) == (3, 2, 1)
    assert rows(engine, "SELECT request FROM runs ORDER BY 1") == [("also good",), ("good",)]


@pytest.mark.parametrize(
    ("given", "query", "stored"),
    [
        (line(timestamp="2026-10-12 11:00:00+02:00"), "at", 1791795600000),
        (line(timestamp="2026-10-12T09:00:00.1239Z"), "at", 1791795600123),
        (line(timestamp="2026-10-12"), "at", 1791756000000),
        (line(timestamp="2026-11-21T12:00:00Z"), "at", 1795262400000),
        (line(cost_usd="0.043"), "cost", 43_000_000),
        (line(cost_usd=0.043), "cost", 43_000_000),
        (line(cost_usd=1e-7), "cost", 100),
        (line(cost_usd=12), "cost", 12_000_000_000),
        (line(cost_usd="-0"), "cost", 0),
        (line(cost_usd=0), "cost", 0),
        (line(cost_usd="9000000000"), "cost", 9_000_000_000 * 10**9),
        (line(cost_usd=""), "cost", None),
        (line(cost_usd="0.0000000005"), "cost", 0),
        (line(cost_usd="0.0000000015"), "cost", 2),
        (line(duration_ms=2**63 - 1), "duration_ms", 2**63 - 1),
        (line(duration_ms="8200"), "duration_ms", 8200),
        (line(duration_ms=None), "duration_ms", None),
    ],
    ids=lambda value: str(value)[60:110],
)
def test_times_and_amounts_are_kept_exactly(given, query, stored):
    engine = company()
    load(engine, given)
    assert rows(engine, f"SELECT {query} FROM runs") == [(stored,)]


@pytest.mark.parametrize(
    ("said", "read"),
    [
        ({"status": "OK", "result": 1}, ("completed", "success")),
        ({"status": "loop-stopped", "result": False}, ("stopped", "failure")),
        ({"status": "canceled", "result": "not judged"}, ("cancelled", "not_judged")),
        ({"human_override": "TRUE"}, ("completed", "not_judged")),
    ],
    ids=str,
)
def test_accepted_spellings_become_one_word(said, read):
    engine = company()
    load(engine, line(**said))
    assert rows(engine, "SELECT status, result FROM run_readings") == [read]


def test_more_than_nine_decimals_are_rounded_and_counted():
    more, bad = line(cost_usd="0.1234567891"), line("r4", cost_usd="0.1234567891", error="x" * 501)
    counts, _ = load(company(), more, line("r2", cost_usd="0.1230000000000"), line("r3", cost_usd=1e-7), bad)
    assert counts.rounded == 1


def test_an_amount_is_counted_once_where_its_block_is_looked_at_again():
    twice = raw(request_id='"r2"')[:-1] + b', "request_id": "r3"}'
    counts, _ = load(company(), line(cost_usd="0.12345678915"), b"", twice)
    assert (counts.rounded, counts.refused) == (1, 1)


@pytest.mark.parametrize("more", [{"agent_id": "nobody"}, {"error": "x" * 501}], ids=["waiting", "refused"])
def test_an_unknown_key_of_a_run_that_stays_out_is_counted_once(more):
    _, stage = load(company(), line(extra=1, **more))
    assert stage.unknown_keys == {"extra": 1}


def test_an_unknown_key_is_counted_and_not_stored():
    engine = company()
    _, stage = load(engine, line(session="s1", cost_usd=1), line("r2", session="s2", colour="red"), GOOD)
    assert (stage.unknown_keys, len(rows(engine, "SELECT * FROM runs"))) == ({"session": 2, "colour": 1}, 3)


@pytest.mark.parametrize(
    ("stream", "code", "told"),
    [
        (b'[{"agent_id": "a"}]', "not_our_file", "one object per line"),
        (b'\xef\xbb\xbf [\n{"agent_id": "a"}]', "not_our_file", "one object per line"),
        (b"\xff\xfe{\x00", "wrong_encoding", "UTF-8"),
        (b"PK\x03\x04rest", "not_our_file", "zip"),
        (b"PAR1rest", "not_our_file", "Parquet"),
        (gzip.compress(b"{}" * 9999, mtime=0)[:-9], "not_readable", "cut"),
        (b'{"a": "' + b"x" * (1 << 20) + b'"}\n', "line_too_long", "1 MiB"),
        (json.dumps(GOOD).encode() + b'\n{"a": "' + b"x" * (3 << 20), "line_too_long", "1 MiB"),
    ],
    ids=lambda value: str(value)[:20],
)
def test_what_is_no_log_is_refused_whole(stream, code, told):
    engine = company()
    with pytest.raises(FileRefused, match=told) as refused:
        load(engine, io.BytesIO(stream))
    assert refused.value.code == code
    assert rows(engine, "SELECT * FROM runs") == []


@pytest.mark.parametrize(
    "stream",
    [
        b"\xef\xbb\xbf%s\n",
        b"%s",
        b"\n\n  \n%s\r\n\n",
        gzip.compress(json.dumps(line("r1")).encode(), mtime=0),
    ],
    ids=["byte order mark", "no line end", "blank lines and CRLF", "gzip"],
)
def test_small_oddities_of_a_file_do_no_harm(stream):
    packed = stream if stream[:2] == b"\x1f\x8b" else stream % json.dumps(line("r1")).encode()
    engine = company()
    counts, _ = load(engine, io.BytesIO(packed))
    assert (counts.read, counts.new, counts.refused) == (1, 1, 0)


def test_a_cut_last_line_is_named_as_such():
    _, stage = load(company(), io.BytesIO(file(GOOD).getvalue() + json.dumps(line("r2")).encode()[:-20]))
    assert [(each.line, "looks cut" in each.reason) for each in stage.refusals] == [(2, True)]


def test_an_empty_file_changes_nothing():
    counts, _ = load(company(), io.BytesIO(b""))
    assert (counts.read, counts.new) == (0, 0)


@pytest.mark.parametrize(
    ("time", "stored"),
    [("2026-10-12T11:00:00", 1791795600000), ("2026-01-12T11:00:00", 1768212000000)],
)
def test_a_time_without_zone_is_read_in_the_stated_one(time, stored):
    engine = company()
    load(engine, line(timestamp=time), told=context(stated_zone=ZoneInfo("Europe/Berlin")))
    assert rows(engine, "SELECT at FROM runs") == [(stored,)]


@pytest.mark.parametrize(
    ("time", "code"), [("2026-03-29T02:30:00", "bad_time"), ("2026-10-25T02:30:00", "ambiguous_time")]
)
def test_an_hour_that_was_skipped_or_came_twice_is_refused(time, code):
    _, stage = load(company(), line(timestamp=time), told=context(stated_zone=ZoneInfo("Europe/Berlin")))
    assert [str(each.code) for each in stage.refusals] == [code]


def test_rows_of_a_table_pass_the_same_checks():
    engine = company()
    good = {
        "timestamp": "2026-10-12T09:00:00Z",
        "agent_id": REFUND,
        "request_id": "007",
        "tool_calls": '[{"tool": "t", "status": "ok"}]',
        "data_sources": "zendesk | stripe",
        "human_override": "no",
        "cost_usd": "0.5",
        "duration_ms": "",
    }
    _, stage = load(engine, rows=[(2, good), (3, good | {"request_id": "7", "cost_usd": "1,5"})])
    assert [(each.source, each.line, each.column) for each in stage.refusals] == [("runs.csv", 3, "cost_usd")]
    joined = "runs JOIN call_lists USING (calls) JOIN run_readings USING (reading)"
    assert rows(engine, f"SELECT request, cost, total, sources FROM {joined}") == [("007", 500_000_000, 1, 2)]


def test_many_good_lines_beside_a_repeated_key_are_all_read():
    records = [line(f"r{number}") for number in range(50)]
    twice = raw(timestamp='"2026-10-12T09:00:00Z", "agent_id": "mail-agent"')
    counts, stage = load(company(), *records, twice, b"{", b'{"x": 1}')
    assert (counts.new, counts.refused, len(stage.refusals)) == (50, 3, 3)
