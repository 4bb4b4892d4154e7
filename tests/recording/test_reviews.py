"""The outcome of a quarterly review: confirmed or overruled, once, in one transaction, and whole after an export."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine

from agent_scorecard.loading.exporting import export
from agent_scorecard.loading.load import load
from agent_scorecard.recording import NotPermitted, OutcomeFields, Refused, Stale, Unknown, record_outcome
from agent_scorecard.recording.agreement import disagreements
from agent_scorecard.recording.reviews import confirm_all, reviews_of
from agent_scorecard.rules.facts import Review
from agent_scorecard.store import ledger, read
from agent_scorecard.store.content import content_hash
from agent_scorecard.store.database import open_database, revision
from agent_scorecard.vocabulary import AgainstReason, Choice, Disposition
from tests.recording.test_decisions import AS_OF, AT, MAINTAIN, entries, record
from tests.tampering import tampering

CONFIRM = OutcomeFields(period="2026-Q3", agent="triage", disposition=Disposition.GATED, held_on=AS_OF)
PAUSE = replace(
    MAINTAIN, choice=Choice.PAUSE, reason="Nobody reads it", against=AgainstReason.NEW_FACT, period="2026-Q3"
)


def held(engine: Engine, *, by: str = "cora", at: datetime = AT, token: str | None = None, **changes: Any) -> Review:
    return record_outcome(engine, replace(CONFIRM, **changes), by=by, at=at, token=token)


def standing(engine: Engine, agent: str = "triage") -> list[tuple[Choice, str]]:
    evidence = read.agent_evidence(engine, agent, AS_OF)
    assert evidence is not None
    return [(row.choice, row.by) for row in evidence.decisions]


def test_the_chair_confirms_what_the_owner_decided(engine: Engine) -> None:
    decision = record(engine)
    before = revision(engine)
    made = held(engine, attested_by="ana", workflow_changed=False, reason=" It holds ")
    assert made == Review(
        period="2026-Q3",
        agent="triage",
        outcome=Choice.MAINTAIN,
        confirms=decision.seq,
        reason="It holds",
        chair="cora",
        held_on=AS_OF,
        seq=decision.seq + 1,
        disposition=Disposition.GATED,
        attested_by="ana",
        workflow_changed=False,
    )
    assert reviews_of(engine, "2026-Q3") == (made,)
    assert reviews_of(engine, "2026-Q2") == ()
    assert revision(engine) == before + 1
    assert [row.what for row in entries(engine)][-1] == "review outcome recorded"
    assert disagreements(engine) == ()


def test_what_overrules_is_a_decision_of_the_chair_and_stands(engine: Engine) -> None:
    record(engine)
    made = held(engine, overrule=PAUSE, disposition=Disposition.TIGHTEN)
    assert (made.outcome, made.reason, made.disposition) == (Choice.PAUSE, "Nobody reads it", Disposition.TIGHTEN)
    assert standing(engine) == [(Choice.MAINTAIN, "ana"), (Choice.PAUSE, "cora")]
    assert [row.what for row in entries(engine)][-2:] == ["decision recorded", "review outcome recorded"]
    assert made.confirms == made.seq - 1
    assert disagreements(engine) == ()


def test_an_agent_nobody_decided_about_is_decided_by_the_chair(engine: Engine) -> None:
    held(engine, overrule=replace(MAINTAIN, period="2026-Q3"))
    assert standing(engine) == [(Choice.MAINTAIN, "cora")]


def test_merging_is_open_here_and_names_who_stays(engine: Engine) -> None:
    merge = replace(PAUSE, choice=Choice.MERGE, to_value="resting")
    with pytest.raises(Refused, match=r"^Name the agent it is merged into\.$"):
        held(engine, overrule=replace(merge, to_value="triage"))
    assert held(engine, overrule=merge).outcome is Choice.MERGE


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"agent": "resting"}, "Nothing was decided about resting yet: there is nothing to confirm."),
        ({"period": "2026-10"}, "2026-10 is not a quarter: write one as 2026-Q3."),
        ({"period": "2026-Q4"}, "2026-Q4 ends on 31 Dec 2026: its outcome is recorded from that day on."),
        ({"held_on": date(2026, 10, 31)}, "A review cannot be held in the future: today is 30 Oct 2026."),
        ({"attested_by": "nobody"}, "nobody is not a person of the company: name the owner who attests."),
        ({"reason": "It\x1bholds"}, "The reason holds a character that cannot be seen or stored: type it again."),
        ({"reason": "x" * 4001}, "The reason has 4,001 characters; 4,000 are kept."),
        (
            {"overrule": replace(PAUSE, agent="resting")},
            "What overrules is decided about this agent on the day of the review.",
        ),
        ({"overrule": replace(PAUSE, reason=" ")}, "Write down the reason."),
        ({"overrule": replace(PAUSE, against=None)}, "The proposal is maintain: choose why you decide otherwise."),
    ],
)
def test_what_is_missing_is_said_and_nothing_is_recorded(engine: Engine, changes, sentence) -> None:
    record(engine)
    before = len(entries(engine)), content_hash(engine)
    with pytest.raises(Refused) as refused:
        held(engine, **changes)
    assert str(refused.value) == sentence
    assert (len(entries(engine)), content_hash(engine)) == before
    assert entries(engine, ledger.Chain.EVENTS)[-1].what == "review outcome recorded: refused"


def test_of_a_refused_outcome_only_a_beginning_of_what_was_named_is_kept(engine: Engine) -> None:
    with pytest.raises(Unknown):
        held(engine, agent="x" * 10_000)
    last = entries(engine, ledger.Chain.EVENTS)[-1]
    assert last.what == "review outcome recorded: refused"
    assert len(last.body) < 3_000


def test_an_outcome_of_nobody_and_by_nobody_is_refused(engine: Engine) -> None:
    with pytest.raises(Unknown, match=r"There is no agent nobody\."):
        held(engine, agent="nobody")
    with pytest.raises(NotPermitted, match="Say who you are"):
        held(engine, by="")


def test_an_outcome_is_recorded_once_and_a_form_sent_twice_too(engine: Engine) -> None:
    record(engine)
    first = held(engine, token="form-1")
    assert held(engine, token="form-1") == first
    with pytest.raises(Refused, match=r"cora recorded the outcome of 2026-Q3 for triage on 30 Oct 2026\."):
        held(engine, token="form-2")
    assert reviews_of(engine, "2026-Q3") == (first,)


def test_a_decision_taken_since_the_review_was_opened_is_looked_at_again(engine: Engine) -> None:
    seen = record(engine).seq
    record(engine, by="ben")
    with pytest.raises(Stale, match=r"ben decided maintain since you opened this review"):
        held(engine, seen=seen)


def test_quiet_agents_are_confirmed_in_one_act_or_not_at_all(engine: Engine) -> None:
    record(engine)
    both = [CONFIRM, replace(CONFIRM, agent="resting")]
    with pytest.raises(Refused, match="Nothing was decided about resting"):
        confirm_all(engine, both, by="cora", at=AT)
    assert reviews_of(engine, "2026-Q3") == ()
    record(engine, agent="resting", choice=Choice.REVISE, against=AgainstReason.NEW_FACT)
    assert [row.agent for row in confirm_all(engine, both, by="cora", at=AT)] == ["triage", "resting"]
    with pytest.raises(Refused, match="triage is overruled: record it by itself"):
        confirm_all(engine, [replace(CONFIRM, overrule=PAUSE)], by="cora", at=AT)


def test_an_outcome_changed_behind_the_ledger_shows(engine: Engine) -> None:
    record(engine)
    held(engine)
    with tampering(engine) as connection:
        connection.exec_driver_sql("UPDATE reviews SET outcome = 'retire'")
    assert disagreements(engine) == ("Outcome 2026-Q3 triage is not what the ledger says.",)
    with tampering(engine) as connection:
        connection.exec_driver_sql("DELETE FROM reviews")
    assert disagreements(engine) == ("Outcome 2026-Q3 triage is in the ledger but not in its table.",)


@pytest.mark.both
def test_outcomes_leave_with_an_export_and_come_back_the_same(engine: Engine, tmp_path: Path) -> None:
    record(engine)
    held(engine, overrule=PAUSE, attested_by="ana", workflow_changed=True)
    export(engine, tmp_path / "out", actor="ana", at=AT)
    other = open_database(f"sqlite:///{tmp_path / 'other.db'}", create_missing=True)
    later = datetime(2026, 11, 2, 9, tzinfo=UTC)
    load(other, [tmp_path / "out"], today=later.date(), now=later, actor="ana")
    assert content_hash(other) == content_hash(engine)
    assert reviews_of(other, "2026-Q3") == reviews_of(engine, "2026-Q3")
    assert disagreements(other) == ()
    other.dispose()
