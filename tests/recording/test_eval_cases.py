"""A run a person judged otherwise becomes an eval case, once, and travels with an export."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine

from agent_scorecard.loading.exporting import export
from agent_scorecard.loading.load import load
from agent_scorecard.policy import default_policy
from agent_scorecard.recording import Refused, Unknown
from agent_scorecard.recording.agreement import disagreements
from agent_scorecard.recording.eval_cases import CaseFields, keep_eval_case
from agent_scorecard.rules.facts import EvalCase
from agent_scorecard.rules.suites import not_kept
from agent_scorecard.store import read
from agent_scorecard.store.content import content_hash
from agent_scorecard.store.database import open_database
from agent_scorecard.store.read_sample import judged_runs
from tests.recording.conftest import load_texts
from tests.recording.test_retelling import behind_the_back

AS_OF = date(2026, 10, 30)
AT = datetime(2026, 10, 30, 15, tzinfo=UTC)
SAID = CaseFields(agent="triage", request_id="r2", suite=" core  cases ", kept_on=AS_OF)
OUTCOMES = ("accepted", "overridden", "edited", "rejected", "none")
APPROVAL = """approval,agent,request_id,requested_at,decided_at,approver,verdict
A1,resting,q1,2026-10-20T10:00:00Z,2026-10-20T11:00:00Z,ana,rejected
A2,resting,,2026-10-21T10:00:00Z,2026-10-21T11:00:00Z,ana,edited
"""


def keep(engine: Engine, **changes: Any) -> None:
    keep_eval_case(engine, replace(SAID, **changes), by="ana", at=AT)


@pytest.fixture
def logged(engine: Engine) -> Engine:
    """Five runs of October, one of each outcome; two approvals of an agent without a log."""
    rows = [
        {
            "timestamp": f"2026-10-{20 + n}T10:00:00Z",
            "agent_id": "triage",
            "request_id": f"r{n}",
            "review_outcome": word,
        }
        for n, word in enumerate(OUTCOMES, 1)
    ]
    load_texts(engine, {"runs.jsonl": "".join(f"{json.dumps(row)}\n" for row in rows), "approvals.csv": APPROVAL})
    return engine


def waiting(engine: Engine, agent: str = "triage") -> int:
    evidence = read.agent_evidence(engine, agent, AS_OF)
    assert evidence is not None
    return not_kept(evidence, default_policy())


def listed(engine: Engine) -> list[str]:
    return [run.request_id for run in judged_runs(engine, "triage", date(2026, 10, 1), AS_OF, 10)]


def test_what_people_judged_otherwise_waits_the_latest_first(logged: Engine) -> None:
    assert (waiting(logged), listed(logged)) == (3, ["r4", "r3", "r2"])
    assert [run.request_id for run in judged_runs(logged, "triage", date(2026, 10, 1), AS_OF, 1)] == ["r4"]
    assert judged_runs(logged, "nobody", date(2026, 10, 1), AS_OF, 10) == ()


def test_a_run_turned_into_a_case_waits_no_more(logged: Engine) -> None:
    keep(logged)
    evidence = read.agent_evidence(logged, "triage", AS_OF)
    assert evidence is not None
    assert evidence.eval_cases == (EvalCase("r2", datetime(2026, 10, 22, 10, tzinfo=UTC), "core cases", AS_OF, "ana"),)
    assert (waiting(logged), listed(logged)) == (2, ["r4", "r3"])


def test_where_no_run_is_logged_the_approvals_count(logged: Engine) -> None:
    assert waiting(logged, "resting") == 2
    for name in ("q1", "A2"):
        keep(logged, agent="resting", request_id=name)
    assert waiting(logged, "resting") == 0


@pytest.mark.parametrize(
    ("changes", "kind", "why"),
    [
        ({"suite": " "}, Refused, "Name the eval suite it belongs to."),
        ({"request_id": "r9"}, Unknown, "No run and no approval r9 of triage is on record."),
        ({"agent": "resting"}, Unknown, "No run and no approval r2 of resting is on record."),
        ({"kept_on": date(2026, 10, 31)}, Refused, "It cannot become a case in the future."),
    ],
)
def test_what_cannot_be_a_case_is_refused(logged, changes, kind, why) -> None:
    with pytest.raises(kind, match=why):
        keep(logged, **changes)


def test_a_run_is_a_case_once(logged: Engine) -> None:
    keep(logged)
    with pytest.raises(Refused, match="r2 is a case of core cases already"):
        keep(logged, suite="edges")


def test_the_ledger_tells_it_and_an_export_brings_it(logged: Engine, tmp_path: Path) -> None:
    keep(logged)
    export(logged, tmp_path / "out", actor="ana", at=AT)
    other = open_database(f"sqlite:///{tmp_path / 'other.db'}", create_missing=True)
    load(other, [tmp_path / "out"], today=AS_OF, now=AT, actor="ana")
    assert (content_hash(other), disagreements(other)) == (content_hash(logged), ())
    behind_the_back(logged, "DELETE FROM eval_cases")
    assert disagreements(logged) == ("Eval case triage r2 is in the ledger but not in its table.",)
