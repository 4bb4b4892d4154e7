"""A month of runs as a company's systems write them, with all that can be wrong, and the company they belong to."""

from __future__ import annotations

import gzip
import json
import random
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
from sqlalchemy import Engine, select, update

from agent_scorecard.loading.load import load
from agent_scorecard.loading.sources import upload
from agent_scorecard.policy.run_measures import COUNTERS
from agent_scorecard.store.database import create, make_engine, writer
from agent_scorecard.store.tables import METADATA

TODAY = date(2026, 11, 5)
NOW = datetime(2026, 11, 5, 12, tzinfo=UTC)
FIRST = datetime(2026, 9, 29, 22, tzinfo=UTC)
COMPANY = {
    "people.csv": "person,name\nana,Ana\nben,Ben\n",
    "agents.csv": "agent,name,workflow,status\nrefunds,Refunds,refunds,live\nmail,Mail,mail,live\nshy,Shy,,live\n",
    "aliases.csv": "alias,agent,version\nrefunds-v3,refunds,v3\nrefunds-v4,refunds,v4\n",
    "actions.csv": (
        "agent,action,access,mode,mode_since,cap_amount,cap_currency,threshold_field,cap_count_per_day\n"
        "refunds,pay,write,in,2026-10-10,50,USD,usd,3\nrefunds,look,read,out,2026-01-01,,,,\n"
        "mail,send,send,forbidden,2026-01-01,,,,\nshy,offer,write,shadow,2026-01-01,,,,\n"
    ),
    "thresholds.csv": "agent,action,order,field,operator,value,mode\nrefunds,pay,1,usd,>,20,in\n",
    "approvals.csv": (
        "approval,agent,request_id,requested_at,decided_at,verdict,approver\n"
        "a1,refunds,r1,2026-10-01T00:00:00Z,2026-10-01T01:00:00Z,rejected,ana\n"
        "a2,refunds,r2,2026-10-01T00:00:00Z,2026-10-01T01:00:00Z,approved,ana\n"
        "a3,refunds,r1,2026-10-01T00:00:00Z,2026-10-01T01:00:00Z,approved,ben\n"
        "a4,mail,r9,2026-10-01T00:00:00Z,,pending,\n"
    ),
}
ENDS = ({"status": "ok"}, {"status": "ok"}, {"status": "error"}, {"status": "rolled_back"},
        {"status": "blocked", "reason": "needs_human_approval"}, {"status": "blocked", "reason": "not_permitted_here"},
        {"status": "blocked"})  # fmt: skip
BAD = (
    b"{", b"[1]", b'{"agent_id": "refunds"}', b'{"agent_id": "refunds", "agent_id": "mail", "request_id": "x"}',
    b'{"agent_id": "refunds", "request_id": "n\\u0000l", "timestamp": "2026-10-01T00:00:00Z"}', b"\xff\xfe broken",
    b'{"agent_id": "refunds", "request_id": "neg", "timestamp": "2026-10-01T00:00:00Z", "cost_usd": "-1"}',
    b'{"agent_id": "refunds", "request_id": "zone", "timestamp": "2026-10-01T00:00:00"}',
    b'{"agent_id": "refunds", "request_id": "word", "timestamp": "2026-10-01T00:00:00Z", "status": "perhaps"}',
)  # fmt: skip


def company(folder: Path) -> Engine:
    """A database in this folder with the inventory the runs belong to; its zone is Europe/Berlin."""
    path = folder / "board.db"
    path.write_bytes(_written())
    return make_engine(f"sqlite:///{path}")


@cache
def _written() -> bytes:
    """The bytes of that database, made once."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "made.db"
        engine = make_engine(f"sqlite:///{path}")
        create(engine)
        fill(engine)
        engine.dispose()
        return path.read_bytes()


def fill(engine: Engine) -> None:
    """Load the inventory the runs belong to."""
    with writer(engine).begin() as connection:
        connection.execute(update(METADATA.tables["settings"]).values(zone="Europe/Berlin"))
    files = [upload(name, text.encode()) for name, text in COMPANY.items()]
    report = load(engine, files, today=TODAY, now=NOW, actor="ana")
    assert not report.refusals, report.refusals


def run(chance: random.Random, number: int) -> dict[str, Any]:
    """One run; every other one near midnight of the company's zone."""
    minutes = chance.randrange(60 * 24 * 33)
    if number % 2:
        minutes = minutes // 1440 * 1440 + chance.randrange(-3, 3) % 1440
    agent = chance.choice(("refunds", "refunds-v3", "refunds-v4", "mail", "mail", "shy"))
    tools = ("pay", "look", "send", "offer", "other")
    calls = [{"tool": chance.choice(tools), **chance.choice(ENDS)} for _ in range(chance.randrange(4))]
    said = {
        "status": ["completed"] * 4 + ["failed", "stopped", "blocked", "cancelled", "running", "pending"],
        "result": ["success", "success", "failure", "not_judged"],
        "review_outcome": ["accepted", "edited", "rejected", "overridden", "escalated", "pending", "none"],
        "human_override": [True, False],
        "human_edit": ["none", "minor", "major", "rejected"],
        "approval_status": ["not_required", "pending", "approved", "edited", "rejected", "escalated"],
        "infra_failure": [False, False, False, True],
        "case_class": ["billing", "login"],
        "cost_usd": ["0", "0.123456789", "2.5", 0.75, f"{chance.random():.6f}", "0.12345678915"],
        "cost_currency": ["EUR"] if agent == "mail" else ["USD"],
        "duration_ms": [0, chance.randrange(90_000), chance.randrange(90_000)],
        "user": [f"u{chance.randrange(40)}"],
        "tool_calls": [calls],
        "inputs": [{"usd": chance.randrange(100)}],
        "sources_count": [0, 3],
        "error": ["timeout"],
        "trigger": ["mail"],
        "output": ["text"],
        "proposed_action": ["a"],
        "final_action": ["a", "b"],
        "extra": ["kept out"],
    }
    given = {name: chance.choice(values) for name, values in said.items() if chance.random() < 0.6}
    at = (FIRST + timedelta(minutes=minutes)).isoformat()
    return {"timestamp": at, "agent_id": agent, "request_id": f"r{number}", **given}


def records(runs: int, seed: int = 7) -> Iterator[dict[str, Any]]:
    """Runs with repeats: some word for word, some at another time, some with two contents at one time."""
    chance = random.Random(seed)
    for number in range(runs):
        one = run(chance, number)
        yield one
        again = chance.random()
        if again < 0.01:
            yield one
        elif again < 0.02:
            yield one | {"timestamp": (datetime.fromisoformat(one["timestamp"]) + timedelta(hours=3)).isoformat()}
        elif again < 0.03:
            yield one | {"trigger": "another"}
        elif again < 0.04:
            yield one | {"agent_id": "nobody"}


def write(folder: Path, runs: int = 2400) -> Path:
    """Write the month: a packed file, a Parquet, a long one, one for each day, a broken one and one that is no log."""
    every = list(records(runs))
    packed, table, long, rest = (every[place::4] for place in range(4))
    for place, (day, lines) in enumerate(sorted(_by_day(rest).items())):
        at = folder / f"day={day}"
        at.mkdir(parents=True)
        lines.insert(1, b"")
        ending = b"" if place % 2 else b"\n"
        (at / "runs part.jsonl").write_bytes((b"\xef\xbb\xbf" if place % 3 else b"") + b"\r\n".join(lines) + ending)
    with gzip.open(folder / "packed.jsonl.gz", "wb") as file:
        file.writelines(json.dumps(each).encode() + b"\n" for each in packed)
    pq.write_table(_table(table), folder / "table.parquet")
    lines = [json.dumps(each).encode() for each in long]
    for place, bad in enumerate(BAD):
        lines.insert(place * len(lines) // len(BAD) + 1, bad)
    (folder / "long.jsonl").write_bytes(b"\n".join(lines))
    (folder / "broken.jsonl").write_bytes(b"{\n" * 9 + json.dumps(every[0] | {"request_id": "lonely"}).encode() + b"\n")
    (folder / "array.jsonl").write_bytes(b'[{"agent_id": "mail"}]')
    (folder / "_SUCCESS").write_bytes(b"")
    (folder / "notes.txt").write_text("not a log")
    return folder


def _by_day(runs: list[dict[str, Any]]) -> dict[str, list[bytes]]:
    found: dict[str, list[bytes]] = {}
    for each in runs:
        found.setdefault(each["timestamp"][:10], []).append(json.dumps(each).encode())
    return found


def _table(runs: list[dict[str, Any]]) -> pa.Table:
    rows = [
        {
            **{name: value for name, value in each.items() if name not in ("inputs", "extra")},
            "timestamp": datetime.fromisoformat(each["timestamp"]),
            "cost_usd": None if "cost_usd" not in each else str(each["cost_usd"]),
            "inputs": json.dumps(each["inputs"]) if "inputs" in each else None,
            "duration_ms": None if "duration_ms" not in each else float(each["duration_ms"]),
        }
        for each in runs
    ]
    return pa.Table.from_pylist(rows, schema=_schema(rows))


def _schema(rows: list[dict[str, Any]]) -> pa.Schema:
    call = pa.struct([("tool", pa.string()), ("status", pa.string()), ("reason", pa.string())])
    kinds = {"timestamp": pa.timestamp("us", tz="UTC"), "duration_ms": pa.float64(), "sources_count": pa.int64(),
             "infra_failure": pa.bool_(), "human_override": pa.bool_(), "tool_calls": pa.list_(call)}  # fmt: skip
    names = dict.fromkeys(name for row in rows for name in row)
    return pa.schema([(name, kinds.get(name, pa.string())) for name in names])


FIGURES = tuple(counter.name for counter in COUNTERS)
EXACT = tuple(counter.name for counter in COUNTERS if counter.whole)


def figures(engine: Engine) -> dict[str, list[tuple[Any, ...]]]:
    """Everything a roll-up or a load leaves behind of runs, by agent id, in one order."""
    keys = METADATA.tables["agent_keys"]
    found = {}
    with engine.connect() as connection:
        for name in ("run_days", "run_months", "rolled_calls"):
            table = METADATA.tables[name]
            columns = [column for column in table.c if column.name != "agent"]
            chosen = select(keys.c.agent, *columns).join(table, table.c.agent == keys.c.key)
            found[name] = sorted(map(tuple, connection.execute(chosen)))
    return found
