"""Every bad file a company may send ends in one clear outcome (reliability d): the ids name the case."""

import io
import json
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine

from agent_scorecard.loading.report import LoadStatus
from agent_scorecard.store.content import content_hash
from tests.loading.small_company import company, loaded, only_file, set_zone

FILE, ROW, OK, WARN = "file refused", "rows refused", "accepted", "accepted and listed"
AGENTS = "agent,name\n"
COSTS = "agent,period,category,amount,currency\n"
DRILLS = "drill,agent,drilled_on,passed\n"
FIGURES = "agent,measure,period,value,numerator,denominator\n"
INCIDENTS = "incident,detected_at\n"
MIB = 1 << 20


@dataclass(frozen=True)
class Case:
    """One file over the small company. `says` is part of the sentence, `lines` are those refused or warned of."""

    id: str
    name: str
    content: str | bytes
    outcome: str
    code: str = ""
    says: str = ""
    lines: tuple[int, ...] = ()
    options: dict[str, Any] = field(default_factory=dict)
    zone: str = "UTC"


def zipped(member: str) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr(member, "x")
    return packed.getvalue()


def costs(amount: str) -> str:
    return f'{COSTS}refunds,2026-09,seats,"{amount}",USD\n'


def amount_case(name: str, amount: str, outcome: str, code: str = "", says: str = "") -> Case:
    return Case(name, "costs.csv", costs(amount), outcome, code, says, (2,) if outcome != OK else ())


def day_case(name: str, day: str, code: str, says: str) -> Case:
    return Case(name, "drills.csv", f"{DRILLS}D1,refunds,{day},yes\n", ROW, code, says, (2,))


def figure_case(name: str, cells: str, outcome: str, code: str = "", says: str = "", measure: str = "leakage") -> Case:
    lines = (2,) if outcome == ROW else ()
    return Case(name, "observations.csv", f"{FIGURES}refunds,{measure},2026-09,{cells}\n", outcome, code, says, lines)


def moment_case(name: str, moment: str, outcome: str, code: str = "", says: str = "", **more: Any) -> Case:
    lines = (2,) if outcome == ROW else ()
    return Case(name, "incidents.csv", f"{INCIDENTS}I1,{moment}\n", outcome, code, says, lines, **more)


def id_case(name: str, agent: str, outcome: str, code: str = "", says: str = "") -> Case:
    return Case(name, "agents.csv", f"{AGENTS}{agent},Some name\n", outcome, code, says, (2,) if outcome != OK else ())


def run(**changes: Any) -> str:
    """One line of a run log."""
    return json.dumps({"agent_id": "refunds", "request_id": "r1", "timestamp": "2026-10-01T10:00:00Z"} | changes)


BERLIN = {"timezone": "Europe/Berlin"}
CASES = [
    Case("1 empty file", "agents.csv", b"", FILE, "empty_file", "empty"),
    Case("1 white space only", "agents.csv", b" \r\n\t\n", FILE, "empty_file", "empty"),
    Case("1 separators only", "agents.csv", b",\n,,\n", FILE, "empty_file", "nothing but separators"),
    Case("2 header only", "agents.csv", AGENTS, WARN, "empty_file", "0 rows", (1,)),
    Case("3 missing required column", "agents.csv", "Agent_ID,name\na,A\n", FILE, "missing_column", "Agent_ID"),
    Case("4 duplicate header", "agents.csv", "agent,name,Name\na,A,B\n", FILE, "duplicate_header", "name"),
    Case("5 unknown extra column", "agents.csv", "agent,name,teem\na,A,x\n", WARN, "unknown_column", "team?", (1,)),
    Case("6 header with capitals and blanks", "agents.csv", " Agent , NAME \na,A\n", OK),
    Case("7 split by semicolons", "agents.csv", "agent;name;team\na;A, B;x\n", OK),
    Case("7 split by tabs", "agents.csv", "agent\tname\na\tA\n", FILE, "not_readable", "tabs"),
    Case("8 short row", "agents.csv", "agent,name,team\na,A\n", ROW, "wrong_length", "2 cells, the header has 3", (2,)),
    Case("8 long row", "agents.csv", f"{AGENTS}a,A,x\n", ROW, "wrong_length", "3 cells, the header has 2", (2,)),
    Case(
        "9 every row too long",
        "agents.csv",
        f"{AGENTS}a,A,x\nb,B,x\n",
        FILE,
        "too_many_refused",
        "2 of 2 rows",
        options={"max_refused": 0.05},
    ),
    Case("10 unclosed quote", "agents.csv", f'{AGENTS}a,A\nb,"B\nc,C\n', FILE, "unclosed_quote", "line 3"),
    Case("10 text after a quote", "agents.csv", f'{AGENTS}a,"A"x\n', FILE, "unclosed_quote", "line 2"),
    Case("11 byte order mark", "agents.csv", b"\xef\xbb\xbfagent,name\na,A\n", OK),
    Case("12 UTF-16 LE", "agents.csv", f"{AGENTS}a,A\n".encode("utf-16"), FILE, "wrong_encoding", "UTF-16"),
    Case("12 UTF-16 BE", "agents.csv", f"{AGENTS}a,A\n".encode("utf-16-be"), FILE, "wrong_encoding", "UTF-16"),
    Case("13 Latin-1", "agents.csv", f"{AGENTS}a,Zoë\n".encode("latin-1"), FILE, "wrong_encoding", "line 2, byte 5"),
    Case(
        "13 mixed encodings",
        "agents.csv",
        AGENTS.encode() + "a,Zoë\n".encode() + b"b,\xe4\n",
        FILE,
        "wrong_encoding",
        "line 3",
    ),
    Case(
        "14 NUL byte",
        "agents.csv",
        f"{AGENTS}a,long\x00name of it\n",
        FILE,
        "bad_character",
        "line 2 holds a NUL byte at byte 7",
    ),
    Case("15 workbook named .csv", "agents.csv", zipped("xl/workbook.xml"), FILE, "not_readable", "xlsx"),
    Case("15 zip named .csv", "agents.csv", zipped("agents.csv"), FILE, "not_readable", "zip"),
    Case("15 gzip named .csv", "agents.csv", b"\x1f\x8b\x08\x00abc", FILE, "not_readable", "gzip"),
    Case("15 text named .xlsx", "agents.xlsx", b"agent,name\n", FILE, "not_readable", "not an Excel workbook"),
    Case("16 ends of line mixed", "agents.csv", b"agent,name\r\na,A\rb,B\nc,C", OK),
    Case("17 blank lines", "agents.csv", f"\n{AGENTS}\n\na,A\n,\n", OK),
    Case(
        "19 one line of 2 MiB",
        "agents.csv",
        f"{AGENTS}a,{'x' * 2 * MIB}\n",
        FILE,
        "line_too_long",
        "line 2 is longer than 1 MiB",
    ),
    *(id_case(f"21 id {word}", word, OK) for word in ("NA", "null", "None", "nan", "true", "1e5")),
    Case("22 ids 007 and 7", "agents.csv", f"{AGENTS}007,Bond\n7,Seven\n", WARN, "name_like_another", "", (2, 3)),
    id_case("23 zero-width character", "re\u200bfunds2", ROW, "bad_character", "\\u{200B}"),
    id_case("23 no-break space", "re\u00a0funds2", ROW, "bad_character", "\\u{00A0}"),
    id_case("23 Cyrillic letter", "refunds\u0430", ROW, "bad_character", "\\u{0430}"),
    id_case("24 id that is a formula", "=cmd|'/c calc'!A1", ROW, "bad_id", "formula"),
    Case("25 formula in a text", "agents.csv", 'agent,name\na,"=HYPERLINK(""http://x"")"\n', OK),
    Case("26 markup in a name", "agents.csv", f"{AGENTS}a,<script>alert(1)</script>![x](http://x)\n", OK),
    id_case("27 id of 200 characters", "x" * 200, ROW, "too_long", "longer than 120"),
    Case("27 name of 900 kB", "agents.csv", f"{AGENTS}a,{'x' * 900_000}\n", ROW, "too_long", "longer than 120", (2,)),
    Case("28 ids differ by case", "agents.csv", f"{AGENTS}A1,A\na1,B\n", ROW, "case_differs", "only by case", (2, 3)),
    Case(
        "28 id differs by case from one on file",
        "agents.csv",
        f"{AGENTS}Refunds,A\n",
        ROW,
        "case_differs",
        "refunds",
        (2,),
    ),
    Case("29 same key, same values", "agents.csv", f"{AGENTS}a,A\na,A\n", OK),
    Case(
        "30 same key, other values",
        "agents.csv",
        f"{AGENTS}a,A\nb,B\na,C\n",
        ROW,
        "same_key",
        "same key as line",
        (2, 4),
    ),
    Case(
        "31 unknown agent",
        "costs.csv",
        f"{COSTS}refundz,2026-09,seats,1,USD\n",
        ROW,
        "unknown",
        "did you mean refunds",
        (2,),
    ),
    Case(
        "33 owner unknown", "agents.csv", "agent,name,owner\na,A,nobody\n", WARN, "unknown", "not a known person", (2,)
    ),
    Case("33 owner missing", "agents.csv", "agent,name,owner\na,A,\n", WARN, "no_owner", "", (2,)),
    Case("33 unknown person", "tools.csv", "tool,owner\nt,nobody\n", ROW, "unknown", "add it to people", (2,)),
    *(amount_case(f"34 cost {text}", text, ROW, "bad_number", "plain decimal") for text in ("NaN", "inf", "1e309")),
    amount_case("35 cost -5", "-5", ROW, "out_of_range", "net amount"),
    *(
        amount_case(f"36 cost {text}", text, ROW, "bad_number", "plain decimal")
        for text in ("$10", "1,234.50", "1.234,50")
    ),
    amount_case("37 cost with ten decimals", "0.12345678905", WARN, "rounded", "nine decimals"),
    amount_case("37 cost above nine thousand million", "9000000000.01", ROW, "out_of_range", "9,000,000,000"),
    amount_case("38 Arabic-Indic digits", "٣٤", ROW, "bad_number", "plain decimal"),
    amount_case("39 cost -0", "-0", OK),
    amount_case("39 cost 0", "0", OK),
    amount_case("39 cost blank", " ", ROW, "missing", "must be filled"),
    Case("40 mixed currencies", "costs.csv", f"{COSTS}refunds,2026-09,seats,1,USD\nrefunds,2026-09,egress,1,EUR\n", OK),
    Case(
        "40 second currency of one category",
        "costs.csv",
        f"{COSTS}refunds,2026-09,seats,1,USD\nrefunds,2026-09,seats,1,EUR\n",
        ROW,
        "same_key",
        "same key",
        (2, 3),
    ),
    figure_case("41 rate 95", "95,,", ROW, "bad_rate", "write 95 % or 0.95"),
    figure_case("41 rate 1.2", "1.2,,", ROW, "bad_rate", "write 1.2 % or 0.012"),
    figure_case("41 rate 95 %", "95 %,,", OK),
    figure_case("42 more successes than cases", ",11,10", ROW, "out_of_range", "larger than the denominator"),
    figure_case("43 no cases", ",0,0", OK),
    *(day_case(f"44 {day}", day, "bad_date", "no such day") for day in ("2026-02-30", "2026-13-01", "0000-00-00")),
    *(
        day_case(f"45 {day}", day, "bad_date", "use YYYY-MM-DD")
        for day in ("03/04/2026", "20260101", "2026-W01-1", "46023")
    ),
    day_case("38 Arabic-Indic digits in a date", "٢٠٢٦-01-01", "bad_date", "use YYYY-MM-DD"),
    moment_case("46 time without zone", "2026-09-01T10:00:00", ROW, "no_zone", "add Z"),
    moment_case("46 time without zone, zone stated", "2026-09-01T10:00:00", OK, options=BERLIN),
    moment_case("47 hour that was skipped", "2026-03-29T02:30:00", ROW, "bad_time", "skipped", options=BERLIN),
    moment_case(
        "47 hour that came twice", "2025-10-26T02:30:00", ROW, "ambiguous_time", "add the offset", options=BERLIN
    ),
    moment_case("47 the same hour with its offset", "2025-10-26T02:30:00+01:00", OK, options=BERLIN),
    Case(
        "48 end before start",
        "incidents.csv",
        "incident,occurred_at,detected_at\nI1,2026-09-02,2026-09-01\n",
        ROW,
        "out_of_order",
        "before occurred_at",
        (2,),
    ),
    Case(
        "48 duration below 0",
        "drills.csv",
        "drill,agent,drilled_on,passed,seconds_to_disable\nD,refunds,2026-09-01,yes,-1\n",
        ROW,
        "out_of_range",
        "0 or more",
        (2,),
    ),
    moment_case("49 tomorrow", "2026-10-21T11:59:00Z", OK),
    moment_case("49 the day after", "2026-10-21T12:00:01Z", ROW, "future", "future"),
    day_case("49 after the day of the load", "2026-10-21", "future", "after the day of the load"),
    day_case("49 the year 1970", "1970-01-01", "out_of_range", "year"),
    day_case("49 the year 9999", "9999-12-31", "out_of_range", "year"),
    moment_case("50 the end of a month", "2026-03-31T22:30:00Z", OK),
    *(
        Case(f"61 yes as {word}", "drills.csv", f"{DRILLS}D,refunds,2026-09-01,{word}\n", OK)
        for word in ("yes", "NO", "True", "FALSE", "1", "0")
    ),
    Case("61 yes as ja", "drills.csv", f"{DRILLS}D,refunds,2026-09-01,ja\n", ROW, "bad_bool", "yes or no", (2,)),
    Case(
        "62 unknown word",
        "agents.csv",
        "agent,name,status\na,A,pilott\n",
        ROW,
        "unknown_word",
        "did you mean pilot?",
        (2,),
    ),
    Case(
        "62 unknown level",
        "agents.csv",
        "agent,name,autonomy_level\na,A,auto\n",
        ROW,
        "unknown_word",
        "allowed: 1, 2, 3, 4",
        (2,),
    ),
    Case(
        "65 5 % refused",
        "agents.csv",
        AGENTS + "".join(f"x{n:02}z,X\n" for n in range(19)) + "=a,A\n",
        ROW,
        "bad_id",
        "",
        (21,),
        options={"max_refused": 0.05},
    ),
    Case(
        "65 above 5 % refused",
        "agents.csv",
        AGENTS + "".join(f"x{n:02}z,X\n" for n in range(18)) + "=a,A\n",
        FILE,
        "too_many_refused",
        "1 of 19 rows",
        options={"max_refused": 0.05},
    ),
    Case("66 file name with a path", "../../agents.csv", f"{AGENTS}a,A\n", OK),
    Case("66 file name with a formula and a line", "agents=1+1\n.csv", f"{AGENTS}a,A\n", OK),
    Case("- not one of our files", "agentz.csv", f"{AGENTS}a,A\n", FILE, "not_our_file", "did you mean agents?"),
    Case("- nor near one", "notes.csv", f"{AGENTS}a,A\n", FILE, "not_our_file", "name it after one of people, agents"),
    Case("- ending that is not read", "agents.docx", f"{AGENTS}a,A\n", FILE, "not_our_file", ".csv, .xlsx or .jsonl"),
    Case(
        "32 run for a retired agent",
        "runs.jsonl",
        run(agent_id="gone"),
        WARN,
        "retired_agent",
        "which is retired",
        (0,),
    ),
    Case("31 run of an unknown agent", "runs.jsonl", run(agent_id="nobody"), WARN, "unknown", "kept apart", (0,)),
    Case("5 unknown key of a run", "runs.jsonl", run(colour="red"), WARN, "unknown_column", "unknown key", (0,)),
    Case("52 blank line and no last end of line", "runs.jsonl", f"\n{run()}\n\n{run(request_id='r2')}", OK),
    Case("53 cut in the last line", "runs.jsonl", f"{run()}\n{run(request_id='r2')[:-20]}", ROW, "", "cut", (2,)),
    Case("54 line that is a list", "runs.jsonl", f"{run()}\n[1]\n", ROW, "", "", (2,)),
    Case("54 line that is a number", "runs.jsonl", f"{run()}\n7\n", ROW, "", "", (2,)),
    Case(
        "54 file that is one list",
        "runs.jsonl",
        f"[{run()},\n{run(request_id='r2')}]\n",
        FILE,
        "",
        "one object per line",
    ),
    Case(
        "55 request id twice in one object", "runs.jsonl", run()[:-1] + ', "request_id": "r9"}', ROW, "", "twice", (1,)
    ),
    Case(
        "55 agent id twice in one object", "runs.jsonl", run()[:-1] + ', "agent_id": "billing"}', ROW, "", "twice", (1,)
    ),
    Case(
        "55 another key twice in one object", "runs.jsonl", run(status="failed")[:-1] + ', "status": "completed"}', OK
    ),
    Case("56 cost 1e309", "runs.jsonl", run(cost_usd=1)[:-2] + "1e309}", ROW, "", "", (1,)),
    Case("56 cost NaN", "runs.jsonl", run(cost_usd=1)[:-2] + "NaN}", ROW, "", "", (1,)),
    Case("34 cost -1", "runs.jsonl", run(cost_usd=-1), ROW, "", "", (1,)),
    Case("57 whole number above 2^63", "runs.jsonl", run(duration_ms=2**63), ROW, "", "", (1,)),
    Case("57 whole number of 25 digits", "runs.jsonl", run(duration_ms=10**24), ROW, "", "", (1,)),
    Case(
        "58 nesting of 1,025",
        "runs.jsonl",
        run()[:-1] + ', "inputs": ' + "[" * 1025 + "]" * 1025 + "}",
        ROW,
        "",
        "",
        (1,),
    ),
    Case("58 nesting of 100,000", "runs.jsonl", run()[:-1] + ', "inputs": ' + "[" * 100_000 + "}", ROW, "", "", (1,)),
    Case("59 lone surrogate", "runs.jsonl", run()[:-1] + ', "error": "\\ud800"}', ROW, "", "", (1,)),
    Case("59 invalid UTF-8", "runs.jsonl", run()[:-1].encode() + b', "error": "\xff"}', ROW, "", "", (1,)),
    Case("59 NUL in a text", "runs.jsonl", run()[:-1] + ', "error": "a\\u0000b"}', ROW, "", "", (1,)),
    Case(
        "60 type that changes between lines",
        "runs.jsonl",
        f"{run(duration_ms=1)}\n{run(request_id='r2', duration_ms='x')}",
        ROW,
        "",
        "",
        (2,),
    ),
    Case(
        "19 run longer than 1 MiB",
        "runs.jsonl",
        f"{run()}\n{run(error='x' * 2 * MIB)}\n",
        FILE,
        "line_too_long",
        "line 2",
    ),
    Case("46 run without zone", "runs.jsonl", run(timestamp="2026-10-01T10:00:00"), ROW, "no_zone", "add Z", (1,)),
    Case(
        "49 run of the day after tomorrow", "runs.jsonl", run(timestamp="2026-10-22T10:00:00Z"), ROW, "future", "", (1,)
    ),
    Case(
        "30 same run, another content at the same time",
        "runs.jsonl",
        f"{run()}\n{run(status='failed')}\n",
        ROW,
        "same_key",
        "same time stamp",
        (1, 2),
    ),
    Case("29 same run twice", "runs.jsonl", f"{run()}\n{run()}\n", OK),
    Case("24 request id that is a formula", "runs.jsonl", run(request_id="=1+1"), ROW, "bad_id", "formula", (1,)),
    Case(
        "62 unknown status of a run", "runs.jsonl", run(status="don"), ROW, "unknown_word", "allowed: completed", (1,)
    ),
    Case(
        "8 short row of runs",
        "runs.csv",
        "agent_id,timestamp,request_id\nrefunds,2026-10-01T10:00:00Z\n",
        ROW,
        "wrong_length",
        "2 cells, the header has 3",
        (2,),
    ),
    Case(
        "3 runs without request id",
        "runs.csv",
        "agent_id,timestamp\nrefunds,2026-10-01T10:00:00Z\n",
        FILE,
        "missing_column",
        "request_id",
    ),
    Case("15 text named .parquet", "runs.parquet", b"agent_id\n", FILE, "not_readable", "Parquet"),
    Case(
        "65 above 5 % of runs refused",
        "runs.jsonl",
        "\n".join(run(request_id=f"r{n}") for n in range(18)) + "\n7\n",
        FILE,
        "too_many_refused",
        "1 of 19 rows",
        options={"max_refused": 0.05},
    ),
]


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    made = company(tmp_path)
    yield made
    made.dispose()


@pytest.mark.parametrize("case", CASES, ids=[case.id for case in CASES])
def test_every_bad_file_has_one_clear_outcome(case: Case, engine: Engine) -> None:
    set_zone(engine, case.zone)
    before = content_hash(engine)
    report = loaded(engine, {case.name: case.content}, **case.options)
    file = only_file(report)
    if case.outcome == FILE:
        assert (file.refused_whole, content_hash(engine)) == (file.refused_whole, before)
        assert (case.code or report.refusals[-1].code) == report.refusals[-1].code
        assert case.says in str(file.refused_whole)
        assert report.status is LoadStatus.REFUSED
    elif case.outcome == ROW:
        assert {refusal.line for refusal in report.refusals} == set(case.lines)
        assert {refusal.code for refusal in report.refusals} == {case.code or report.refusals[0].code}
        assert all(case.says in refusal.reason for refusal in report.refusals)
        assert (file.refused, file.refused_whole) == (len(case.lines), None)
    else:
        assert (report.refusals, file.refused_whole) == ((), None)
        assert {(warning.line, warning.code) for warning in file.warnings} == {(line, case.code) for line in case.lines}
        assert all(case.says in warning.reason for warning in file.warnings)
