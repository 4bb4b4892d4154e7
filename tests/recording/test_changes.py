"""A change is planned, shown to an eval, and released by somebody who approves it; nothing else gets it out."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine

from agent_scorecard.loading.exporting import export
from agent_scorecard.loading.load import load
from agent_scorecard.policy import default_policy
from agent_scorecard.recording import Refused, Unknown
from agent_scorecard.recording.agreement import disagreements
from agent_scorecard.recording.changes import (
    ChangeFields,
    RiskFields,
    accept_risk,
    record_change,
    release_change,
    withdraw_change,
)
from agent_scorecard.rules.assess import assess
from agent_scorecard.rules.evidence import Evidence
from agent_scorecard.rules.facts import Change
from agent_scorecard.rules.releasing import open_plans
from agent_scorecard.store import read
from agent_scorecard.store.content import content_hash
from agent_scorecard.store.database import open_database
from agent_scorecard.vocabulary import ChangeKind
from tests.recording.conftest import load_texts
from tests.recording.test_decisions import entries
from tests.recording.test_retelling import behind_the_back

AS_OF = date(2026, 10, 30)
PLANNED = datetime(2026, 10, 30, 9, tzinfo=UTC)
AT = datetime(2026, 10, 30, 15, 20, tzinfo=UTC)
SAID = ChangeFields(
    agent="triage",
    kind=ChangeKind.MODEL,
    from_value="4.1",
    to_value="4.2",
    reason="Vendor ends 4.1",
    planned_at=PLANNED,
    author="ben",
)
HEADER = "eval_run,agent,suite,run_at,cases,passed,case_source\n"
SEEN = f"{HEADER}E1,triage,core,2026-10-30T10:00:00Z,100,100,real\n"
OLD = f"{HEADER}E0,triage,core,2026-10-29T10:00:00Z,100,100,real\n"
FAILED = f"{HEADER}E1,triage,core,2026-10-30T10:00:00Z,100,97,real\n"
RISKS = "agent,role,person\ntriage,risk_owner,cora\n"
CORA = "person,name\ncora,Cora Diaz\n"


def record(engine: Engine, *, by: str = "ben", at: datetime = AT, token: str | None = None, **changes: Any) -> str:
    return record_change(engine, replace(SAID, **changes), by=by, at=at, token=token)


def release(engine: Engine, change: str = "C-2026-10-30-1", by: str = "ana") -> None:
    release_change(engine, change, AT, by=by, at=AT)


def triage(engine: Engine, on: date = AS_OF) -> Evidence:
    evidence = read.agent_evidence(engine, "triage", on)
    assert evidence is not None
    return evidence


def codes(engine: Engine) -> set[str]:
    return {found.code for found in assess(triage(engine), default_policy()).findings}


@pytest.fixture
def planned(engine: Engine) -> Engine:
    record(engine)
    return engine


def test_a_planned_change_is_no_change_yet(planned: Engine) -> None:
    (plan,) = open_plans(triage(planned))
    assert (plan.change, plan.author, plan.planned_by, plan.to_value) == ("C-2026-10-30-1", "ben", "ben", "4.2")
    assert triage(planned).changes == ()


def test_a_change_whose_eval_passed_is_released_and_counts_like_a_loaded_one(planned: Engine) -> None:
    load_texts(planned, {"evals.csv": SEEN})
    release(planned)
    assert triage(planned).changes == (
        Change(
            "C-2026-10-30-1",
            AT,
            ChangeKind.MODEL,
            from_value="4.1",
            to_value="4.2",
            author="ben",
            approver="ana",
            eval_run="E1",
            reason="Vendor ends 4.1",
        ),
    )
    assert open_plans(triage(planned)) == ()
    assert "eval_stale" not in codes(planned)


@pytest.mark.parametrize(
    ("evals", "why"),
    [
        (HEADER, "No eval suite is on record."),
        (OLD, "core last ran on 29 Oct 2026, before this change of 30 Oct 2026."),
        (FAILED, "core passed 97 of 100 cases in its last run; a failure blocks."),
        (f"{SEEN}E2,triage,edges,2026-10-29T10:00:00Z,9,9,real\n", "edges last ran on 29 Oct 2026, before this"),
    ],
    ids=["none", "older", "failing", "one of two suites older"],
)
def test_a_change_that_no_passing_eval_saw_stays_planned(planned: Engine, evals: str, why: str) -> None:
    load_texts(planned, {"evals.csv": evals})
    with pytest.raises(Refused) as refused:
        release(planned)
    assert refused.value.sentences[0].startswith(why)
    assert refused.value.sentences[1].startswith("Run the suite on the changed agent and load the result")
    assert triage(planned).changes == ()


@pytest.mark.parametrize("kind", [ChangeKind.PROMPT, ChangeKind.TOOL, ChangeKind.RETRIEVAL])
def test_what_changes_behaviour_asks_for_an_eval(engine: Engine, kind: ChangeKind) -> None:
    with pytest.raises(Refused):
        release(engine, record(engine, kind=kind))


@pytest.mark.parametrize("kind", [ChangeKind.PERMISSION, ChangeKind.THRESHOLD, ChangeKind.POLICY, ChangeKind.SOP])
def test_what_does_not_asks_for_none(engine: Engine, kind: ChangeKind) -> None:
    release(engine, record(engine, kind=kind))
    assert [row.kind for row in triage(engine).changes] == [kind]


@pytest.mark.parametrize(
    ("by", "why"),
    [
        ("zoe", "zoe is not a person of the company: who releases a change approves it, so pick a name on file"),
        ("gone", "Gil One is no longer active: somebody else releases it."),
    ],
)
def test_nothing_is_released_without_an_approver(planned: Engine, by: str, why: str) -> None:
    load_texts(planned, {"evals.csv": SEEN})
    with pytest.raises(Refused, match=why):
        release(planned, by=by)


def test_at_high_tier_whoever_stands_in_for_the_author_does_not_release_it(engine: Engine) -> None:
    load_texts(
        engine,
        {
            "agents.csv": "agent,name,risk_tier\ntriage,Support triage,high\n",
            "people.csv": "person,name,delegate\nben,Ben Cole,cleo\ncleo,Cleo Diaz,\n",
            "evals.csv": SEEN,
        },
    )
    record(engine)
    with pytest.raises(Refused, match="Cleo Diaz stands in for whoever made this change"):
        release(engine, by="cleo")


def test_at_low_tier_the_author_may_release_it_and_it_is_said(planned: Engine) -> None:
    load_texts(planned, {"evals.csv": SEEN})
    release(planned, by="ben")
    assert "self_approved" in codes(planned)


@pytest.mark.parametrize("by", ["ben", "ana"], ids=["the author", "who wrote it down"])
def test_at_high_tier_whoever_made_it_does_not_release_it(engine: Engine, by: str) -> None:
    load_texts(engine, {"agents.csv": "agent,name,risk_tier\ntriage,Support triage,high\n", "evals.csv": SEEN})
    with pytest.raises(Refused, match="made this change: at this tier somebody else approves it"):
        release(engine, record(engine, by="ana"), by=by)


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"reason": " "}, "Write down the reason."),
        ({"to_value": ""}, "Say what it changes to."),
        ({"planned_at": AT + timedelta(hours=1)}, "It cannot be ready in the future."),
        ({"action": "helpdesk.fly"}, "triage has no action helpdesk.fly: pick one of its actions."),
        ({"kind": ChangeKind.LEVEL}, "A level changes by a decision or in the inventory: record it there."),
        ({"to_value": "x" * 201}, "The new value is longer than 200 characters: shorten it."),
    ],
)
def test_what_is_missing_is_asked_for(engine: Engine, changes: dict[str, Any], why: str) -> None:
    with pytest.raises(Refused) as refused:
        record(engine, **changes)
    assert refused.value.sentences == (why,)
    assert disagreements(engine) == ()


def test_a_number_of_ones_own_is_kept_and_taken_once(engine: Engine) -> None:
    assert record(engine, change=" PR-7 ") == "PR-7"
    with pytest.raises(Refused, match="PR-7 is on record already"):
        record(engine, change="PR-7")


def test_a_form_sent_twice_records_once(engine: Engine) -> None:
    assert record(engine, token="t") == record(engine, token="t")
    assert [row.what for row in entries(engine)].count("change planned") == 1


def test_a_change_is_released_once(planned: Engine) -> None:
    load_texts(planned, {"evals.csv": SEEN})
    release(planned)
    with pytest.raises(Refused, match="was released already"):
        release(planned)


def test_a_withdrawn_change_is_gone_and_stays_in_the_ledger(planned: Engine) -> None:
    withdraw_change(planned, "C-2026-10-30-1", "The vendor kept 4.1", AS_OF, by="ana", at=AT)
    assert open_plans(triage(planned)) == ()
    with pytest.raises(Refused, match="was withdrawn already"):
        release(planned)
    assert entries(planned)[-1].what == "change withdrawn"


@pytest.mark.parametrize("act", [release, lambda engine: withdraw_change(engine, "C-9", "Why", AS_OF, by="ana", at=AT)])
def test_what_nobody_planned_is_unknown(engine: Engine, act: Any) -> None:
    with pytest.raises(Unknown):
        act(engine)


class TestTheRiskOfNoEval:
    """The risk owner may take it for a time; it lets one change out and is no exception."""

    @pytest.fixture
    def guarded(self, planned: Engine) -> Engine:
        load_texts(planned, {"people.csv": CORA, "assignments.csv": RISKS})
        return planned

    def accept(self, engine: Engine, by: str = "cora", **changes: Any) -> None:
        said = RiskFields(change="C-2026-10-30-1", reason="Outage", accepted_on=AS_OF, expires_on=date(2026, 11, 20))
        accept_risk(engine, replace(said, **changes), by=by, at=AT)

    def test_accepted_it_lets_the_change_out_and_the_finding_stays(self, guarded: Engine) -> None:
        load_texts(guarded, {"evals.csv": OLD})
        self.accept(guarded)
        release(guarded)
        (row,) = triage(guarded).changes
        assert (row.approver, row.eval_run) == ("ana", None)
        assert "eval_stale" in codes(guarded)

    @pytest.mark.parametrize(
        ("by", "changes", "why"),
        [
            ("ana", {}, "Only the risk owner accepts this risk: Cora Diaz."),
            ("cora", {"reason": ""}, "Write down why the risk is taken."),
            ("cora", {"expires_on": AS_OF}, "It is accepted for 1 to 90 days: name a last day within them."),
            ("cora", {"expires_on": date(2027, 2, 1)}, "It is accepted for 1 to 90 days"),
            ("cora", {"accepted_on": date(2026, 10, 31)}, "The day lies between the one it was planned on and today."),
            ("cora", {"accepted_on": date(2026, 10, 29)}, "The day lies between the one it was planned on and today."),
        ],
    )
    def test_only_the_risk_owner_with_reason_and_end(self, guarded, by, changes, why) -> None:
        with pytest.raises(Refused, match=why):
            self.accept(guarded, by=by, **changes)

    def test_nobody_accepts_the_risk_of_their_own_change(self, guarded: Engine) -> None:
        number = record(guarded, author="cora")
        with pytest.raises(Refused, match="Nobody accepts the risk of their own change"):
            self.accept(guarded, change=number)

    def test_where_an_eval_passed_there_is_nothing_to_accept(self, guarded: Engine) -> None:
        load_texts(guarded, {"evals.csv": SEEN})
        with pytest.raises(Refused, match="Nothing is to be accepted"):
            self.accept(guarded)


class TestBesideFilesAndLedger:
    """A released change lives in the table of loaded ones, and the ledger still tells it."""

    @pytest.fixture
    def released(self, planned: Engine) -> Engine:
        load_texts(planned, {"evals.csv": SEEN})
        release(planned)
        return planned

    def test_a_change_of_it_behind_the_back_shows(self, released: Engine) -> None:
        assert disagreements(released) == ()
        behind_the_back(released, "UPDATE changes SET approver = 'ben', eval_run = 'E9'")
        said = ("Change C-2026-10-30-1 is not what the ledger says: approver and eval run.",)
        assert disagreements(released) == said

    def test_a_plan_rewritten_behind_the_back_shows(self, planned: Engine) -> None:
        behind_the_back(planned, "UPDATE planned_changes SET author = 'eve'")
        assert disagreements(planned) == ("Planned change C-2026-10-30-1 is not what the ledger says.",)

    def test_a_later_file_may_say_more_of_it(self, released: Engine) -> None:
        text = "change,agent,changed_at,kind,to_value\nC-2026-10-30-1,triage,2026-10-30T15:20:00Z,model,4.2-b\n"
        load_texts(released, {"changes.csv": text})
        assert triage(released).changes[0].to_value == "4.2-b"
        assert disagreements(released) == ()

    def test_it_travels_with_an_export(self, released: Engine, tmp_path: Path) -> None:
        record(released)
        export(released, tmp_path / "out", actor="ana", at=AT)
        other = open_database(f"sqlite:///{tmp_path / 'other.db'}", create_missing=True)
        report = load(other, [tmp_path / "out"], today=AS_OF, now=AT, actor="ana")
        assert (report.refusals, disagreements(other)) == ((), ())
        assert (content_hash(other), triage(other).planned) == (content_hash(released), triage(released).planned)
