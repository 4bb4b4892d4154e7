"""Where run records lie: narrow facts that point at what repeats, daily figures, and what waits for an alias.

A run is one row of `runs`; everything that repeats from run to run is kept once and pointed at:
- `run_contexts`  workflow, trigger, case class, versions, currency
- `run_readings`  what agent and people did, as given and as read (an approval that arrives later is another reading)
- `call_lists`    the tool calls with what the door found about them, `call_items` the same by tool
- `run_texts`     error notes and approvers;  `run_users`  hashed users
Days are proleptic ordinals (`date.fromordinal`) in the company zone, months the ordinal of their first day, times epoch
milliseconds UTC, money nano-units. References are not declared: a million rows would each be looked up six times, and
one function writes them all. How to read figures: `store.run_figures`.
"""

from __future__ import annotations

from sqlalchemy import Column, Integer, Table, UniqueConstraint

from agent_scorecard.policy.run_measures import COUNTERS
from agent_scorecard.store.tables.columns import Checked
from agent_scorecard.store.tables.types import NUMBER, TEXT, WHOLE

runs = Table(
    "runs",
    Checked.metadata,
    Column("agent", Integer, primary_key=True, autoincrement=False),
    Column("at", WHOLE, primary_key=True, autoincrement=False),
    Column("request", TEXT, primary_key=True),
    Column("context", Integer, nullable=False),
    Column("reading", Integer, nullable=False),
    Column("calls", Integer),
    Column("cost", WHOLE),
    Column("duration_ms", WHOLE),
    Column("user_key", Integer),
    Column("approver", Integer),
    Column("error", Integer),
    Column("over_count", Integer),
    sqlite_with_rowid=False,
    sqlite_strict=True,
    comment="agent = agent_keys; calls None = not recorded; over_count = ok calls beyond a daily cap",
)

run_contexts = Table(
    "run_contexts",
    Checked.metadata,
    Column("context", Integer, primary_key=True, autoincrement=False),
    Column("workflow", TEXT),
    Column("trigger", TEXT),
    Column("case_class", TEXT),
    Column("version", TEXT),
    Column("policy_version", TEXT),
    Column("prompt_version", TEXT),
    Column("model_version", TEXT),
    Column("currency", TEXT, nullable=False),
    Column("stated", Integer, nullable=False),
    sqlite_strict=True,
    comment="stated = 1: the time was only stated by a mapping, so the run enters no trend",
)

run_readings = Table(
    "run_readings",
    Checked.metadata,
    Column("reading", Integer, primary_key=True, autoincrement=False),
    Column("base", Integer, nullable=False),
    Column("given", TEXT, nullable=False),
    Column("verdict", TEXT, nullable=False),
    Column("status", TEXT, nullable=False),
    Column("outcome", TEXT, nullable=False),
    Column("result", TEXT, nullable=False),
    Column("infra_failure", Integer, nullable=False),
    Column("edited_major", Integer, nullable=False),
    Column("override_only", Integer, nullable=False),
    Column("contradictory", Integer, nullable=False),
    Column("people_known", Integer, nullable=False),
    Column("shadow", Integer),
    Column("sources", Integer),
    Column("audit_present", Integer, nullable=False),
    Column("audit_required", Integer, nullable=False),
    Column("approved", Integer),
    UniqueConstraint("given", "verdict"),
    sqlite_strict=True,
    comment="given = what the record said, as JSON; verdict = of its approvals row, '' without; base = the reading "
    "without approvals row; approved None = nobody said",
)

call_lists = Table(
    "call_lists",
    Checked.metadata,
    Column("calls", Integer, primary_key=True, autoincrement=False),
    Column("content", TEXT, nullable=False, unique=True),
    Column("mode", TEXT, nullable=False),
    Column("total", Integer, nullable=False),
    Column("ok", Integer, nullable=False),
    Column("error", Integer, nullable=False),
    Column("blocked_approval", Integer, nullable=False),
    Column("not_permitted", Integer, nullable=False),
    Column("blocked_unclassed", Integer, nullable=False),
    Column("rolled_back", Integer, nullable=False),
    Column("forbidden", Integer, nullable=False),
    Column("needing", Integer, nullable=False),
    Column("over_cap", Integer, nullable=False),
    sqlite_strict=True,
    comment="content = JSON of [tool, status, reason, count, marks]; needing = ok calls that needed an approval",
)

call_items = Table(
    "call_items",
    Checked.metadata,
    Column("calls", Integer, primary_key=True, autoincrement=False),
    Column("tool", TEXT, primary_key=True),
    Column("ok", Integer, nullable=False),
    Column("error", Integer, nullable=False),
    Column("blocked_approval", Integer, nullable=False),
    Column("not_permitted", Integer, nullable=False),
    Column("blocked_unclassed", Integer, nullable=False),
    Column("rolled_back", Integer, nullable=False),
    Column("forbidden", Integer, nullable=False),
    Column("needing", Integer, nullable=False),
    Column("over_cap", Integer, nullable=False),
    sqlite_with_rowid=False,
    sqlite_strict=True,
)

run_texts = Table(
    "run_texts",
    Checked.metadata,
    Column("text", Integer, primary_key=True, autoincrement=False),
    Column("content", TEXT, nullable=False, unique=True),
    sqlite_strict=True,
)

run_users = Table(
    "run_users",
    Checked.metadata,
    Column("user_key", Integer, primary_key=True, autoincrement=False),
    Column("hash", TEXT, nullable=False, unique=True),
    sqlite_strict=True,
    comment="keyed hash; the id of the log is never stored",
)

run_contents = Table(
    "run_contents",
    Checked.metadata,
    Column("agent", Integer, primary_key=True, autoincrement=False),
    Column("request", TEXT, primary_key=True),
    Column("inputs", TEXT),
    Column("output", TEXT),
    sqlite_with_rowid=False,
    sqlite_strict=True,
    comment="only where the agent's keep_content allows, masked keys already masked",
)

unregistered_runs = Table(
    "unregistered_runs",
    Checked.metadata,
    Column("agent_id", TEXT, primary_key=True),
    Column("request", TEXT, primary_key=True),
    Column("at", WHOLE, nullable=False),
    Column("record", TEXT, nullable=False),
    sqlite_with_rowid=False,
    sqlite_strict=True,
    comment="record = the run as JSON without inputs, output and user; it joins the agent when an alias arrives",
)

run_days = Table(
    "run_days",
    Checked.metadata,
    Column("day", Integer, primary_key=True, autoincrement=False),
    Column("agent", Integer, primary_key=True, autoincrement=False),
    Column("version", TEXT, primary_key=True),
    Column("case_class", TEXT, primary_key=True),
    Column("mode", TEXT, primary_key=True),
    Column("currency", TEXT, primary_key=True),
    Column("stated", Integer, primary_key=True, autoincrement=False),
    *(Column(counter.name, WHOLE if counter.whole else NUMBER, nullable=False) for counter in COUNTERS),
    sqlite_with_rowid=False,
    sqlite_strict=True,
)

run_months = Table(
    "run_months",
    Checked.metadata,
    Column("month", Integer, primary_key=True, autoincrement=False),
    Column("agent", Integer, primary_key=True, autoincrement=False),
    Column("measure", TEXT, primary_key=True),
    Column("value", NUMBER, nullable=False),
    Column("n", Integer, nullable=False),
    sqlite_with_rowid=False,
    sqlite_strict=True,
)
