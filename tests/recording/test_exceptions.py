"""A gap is accepted by the risk owner only, for a time, with a text, renewed once; what was recorded can be told."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine
from sqlalchemy.exc import DBAPIError

from agent_scorecard.loading.exporting import export
from agent_scorecard.loading.load import load
from agent_scorecard.policy import default_policy
from agent_scorecard.recording import (
    DecisionFields,
    GapFields,
    NotOpen,
    Refused,
    RenewalFields,
    Unknown,
    accept_gap,
    end_exception,
    record_decision,
    renew_exception,
    restated,
)
from agent_scorecard.recording.agreement import disagreements
from agent_scorecard.recording.frozen import card_of
from agent_scorecard.recording.policy import policy_in_force
from agent_scorecard.rules.assess import assess
from agent_scorecard.store import ledger, read
from agent_scorecard.store.content import content_hash
from agent_scorecard.store.database import open_database, reader, writer
from agent_scorecard.vocabulary import Choice, EvidenceState, ExceptionReason, ExpandKind, Level, Preset
from tests.recording.conftest import FILES, load_texts
from tests.recording.test_decisions import entries
from tests.sample import sample_copy
from tests.tampering import tampering

DAY = date(2026, 10, 30)
AT = datetime(2026, 10, 30, 18, tzinfo=UTC)
ROLES = FILES["assignments.csv"] + "triage,risk_owner,cora\n"
FIELDS = GapFields(
    agent="triage",
    gap="evidence:14",
    reason=ExceptionReason.TEMPORARY_GAP,
    note="The contract is with the lawyers until December",
    expires_on=date(2026, 12, 15),
    as_of=DAY,
)
RENEWED = RenewalFields(
    exception="EX-1", note="The lawyers ask for January", expires_on=date(2027, 2, 1), as_of=date(2026, 12, 10)
)
DECEMBER = datetime(2026, 12, 10, 9, tzinfo=UTC)


@pytest.fixture
def staffed(engine: Engine) -> Engine:
    """The small company with a risk owner who is not the owner."""
    load_texts(engine, {"people.csv": "person,name,email,active\ncora,Cora Bell,cora@example.com,yes\n"})
    load_texts(engine, {"assignments.csv": ROLES})
    return engine


def accept(engine: Engine, by: str = "cora", at: datetime = AT, **changes: Any) -> Any:
    return accept_gap(engine, replace(FIELDS, **changes), by=by, at=at)


def refusals(engine: Engine, by: str = "cora", at: datetime = AT, **changes: Any) -> tuple[str, ...]:
    with pytest.raises(Refused) as refused:
        accept(engine, by, at, **changes)
    return refused.value.sentences


def state(engine: Engine, day: date, item: int = 14) -> EvidenceState:
    evidence = read.agent_evidence(engine, "triage", day)
    assert evidence is not None
    policy = default_policy().with_preset(Preset.SMALL)
    return next(row.state for row in assess(evidence, policy).reading.items if row.item == item)


def test_an_accepted_gap_counts_until_its_last_day_and_not_before_it_was_accepted(staffed: Engine) -> None:
    made = accept(staffed)
    assert (made.exception, made.accepted_by, made.self_approved) == ("EX-1", "cora", False)
    days = (DAY - timedelta(days=1), DAY, date(2026, 12, 15), date(2026, 12, 16))
    assert [state(staffed, day).is_settled for day in days] == [False, True, True, False]


def test_the_ledger_keeps_who_accepted_what_until_when_and_why(staffed: Engine) -> None:
    accept(staffed)
    end_exception(staffed, "EX-1", "Signed early", as_of=DAY, by="cora", at=AT)
    first, second = entries(staffed)[1:]
    assert (first.what, first.actor, first.subject) == ("gap accepted", "cora", "agent:triage")
    assert first.content["exception"] == {
        "agent": "triage",
        "gap": "evidence:14",
        "reason": "temporary_gap",
        "note": "The contract is with the lawyers until December",
        "accepted_by": "cora",
        "accepted_on": "2026-10-30",
        "expires_on": "2026-12-15",
        "renews": None,
        "self_approved": False,
        "ended_on": None,
    }
    assert (second.what, second.content) == (
        "exception ended",
        {"exception": "EX-1", "ended_on": "2026-10-30", "note": "Signed early"},
    )
    assert (ledger.verify(staffed).whole, disagreements(staffed)) == (True, ())


def test_a_form_sent_twice_records_once(staffed: Engine) -> None:
    assert accept(staffed) == accept(staffed)
    assert len(entries(staffed)) == 2


def test_the_form_of_a_risk_owner_sent_by_somebody_else_is_refused(staffed: Engine) -> None:
    accept(staffed)
    assert "Only a risk owner who is not the owner accepts a gap: ask Cora Bell (cora)." in refusals(staffed, "ben")


def test_what_is_changed_behind_the_ledger_shows(staffed: Engine) -> None:
    accept(staffed)
    with tampering(staffed) as connection:
        connection.exec_driver_sql("UPDATE exceptions SET expires_on = '2027-12-15'")
    assert disagreements(staffed) == ("Exception EX-1 is not what the ledger says.",)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE exceptions SET expires_on = '2027-12-15'",
        "UPDATE exceptions SET ended_on = '2026-11-01'",
        "UPDATE exceptions SET gap = 'finding:no_owner'",
        "DELETE FROM exceptions",
        (
            "INSERT INTO exceptions SELECT 'EX-9', agent, 'evidence:7', reason, note, accepted_by, accepted_on, "
            "expires_on, NULL, self_approved, NULL, 9 FROM exceptions"
        ),
    ],
    ids=["prolonged", "ended", "of another gap", "taken out", "a second one"],
)
def test_the_database_itself_takes_an_exception_from_the_ledger_only(staffed: Engine, statement: str) -> None:
    accept(staffed)
    with writer(staffed).begin() as connection, pytest.raises(DBAPIError, match="by an entry of the ledger only"):
        connection.exec_driver_sql(statement)


@pytest.mark.both
def test_an_export_brings_exceptions_into_a_new_database(staffed: Engine, tmp_path: Path) -> None:
    accept(staffed)
    renew_exception(staffed, RENEWED, by="cora", at=DECEMBER)
    end_exception(staffed, "EX-2", "Signed", as_of=date(2026, 12, 10), by="cora", at=DECEMBER)
    export(staffed, tmp_path / "out")
    other = open_database(f"sqlite:///{tmp_path / 'other.db'}", create_missing=True)
    load(other, [tmp_path / "out"], today=DAY, now=AT, actor="ana")
    assert (content_hash(other), disagreements(other)) == (content_hash(staffed), ())
    other.dispose()


ONLY = "Only a risk owner who is not the owner accepts a gap: ask Cora Bell (cora)."
NEVER = "An owner, a kill switch, a failing eval or an open serious incident is never accepted: put it right."


@pytest.mark.parametrize(
    ("by", "changes", "said"),
    [
        ("ana", {}, (ONLY,)),
        ("ben", {}, (ONLY,)),
        ("cora", {"note": " "}, ("Write down why, in a sentence.",)),
        ("cora", {"note": "x" * 4001}, ("The text has 4,001 characters; 4,000 are kept.",)),
        ("cora", {"expires_on": DAY}, ("Name a later day until which it is accepted.",)),
        (
            "cora",
            {"expires_on": date(2027, 1, 29)},
            ("A gap is accepted for at most 90 days: until 28 Jan 2027.",),
        ),
        ("cora", {"gap": "finding:no_owner"}, (NEVER,)),
        ("cora", {"gap": "evidence:9"}, (NEVER,)),
        ("cora", {"gap": "evidence:15"}, ("Accept each finding that blocks by its own name.",)),
        (
            "cora",
            {"gap": "finding:cost_tail"},
            ("finding:cost_tail is no open gap today: there is nothing to accept.",),
        ),
        ("cora", {"gap": "nonsense"}, ("nonsense is no open gap today: there is nothing to accept.",)),
        (
            "cora",
            {"as_of": date(2026, 11, 2)},
            ("An exception cannot begin or end in the future: today is 30 Oct 2026.",),
        ),
    ],
)
def test_whatever_is_wrong_is_refused_with_its_way_out(staffed: Engine, by: str, changes: Any, said: Any) -> None:
    assert refusals(staffed, by, **changes) == said
    assert entries(staffed) == []


def test_the_last_day_is_ninety_days_on(staffed: Engine) -> None:
    assert accept(staffed, expires_on=date(2027, 1, 28)).expires_on == date(2027, 1, 28)


def test_at_a_small_company_the_owner_of_a_low_tier_agent_accepts_and_it_says_so(engine: Engine) -> None:
    load_texts(engine, {"actions.csv": "agent,action,access,effects,mode\ntriage,helpdesk.tag,draft,none,in\n"})
    made = accept(engine, "ana")
    assert made.self_approved


def test_of_an_agent_nobody_knows_nothing_is_accepted(engine: Engine) -> None:
    with pytest.raises(Unknown, match="There is no agent nobody"):
        accept(engine, agent="nobody")


def test_it_is_renewed_once_and_then_blocks(staffed: Engine) -> None:
    accept(staffed)
    again = ("It was accepted until 15 Dec 2026 already: renew EX-1, or close the gap.",)
    assert refusals(staffed, note="Once more", at=DECEMBER, as_of=date(2026, 12, 10)) == again
    renewed = renew_exception(staffed, RENEWED, by="cora", at=DECEMBER)
    assert (renewed.renews, renewed.gap, renewed.expires_on) == ("EX-1", "evidence:14", date(2027, 2, 1))
    assert renew_exception(staffed, RENEWED, by="cora", at=DECEMBER) == renewed
    with pytest.raises(Refused, match="It was renewed already: from now on it blocks until it is closed"):
        renew_exception(staffed, replace(RENEWED, exception="EX-2", note="And again"), by="cora", at=DECEMBER)
    never_again = ("It was accepted and renewed already: from now on it blocks until it is closed.",)
    later = datetime(2027, 2, 3, 9, tzinfo=UTC)
    assert refusals(staffed, at=later, as_of=date(2027, 2, 3), expires_on=date(2027, 3, 1)) == never_again
    assert not state(staffed, date(2027, 2, 2)).is_settled


def test_one_that_was_ended_counts_no_longer_at_once(staffed: Engine) -> None:
    accept(staffed)
    end_exception(staffed, "EX-1", "Signed early", as_of=DAY, by="cora", at=AT)
    assert not state(staffed, DAY).is_settled
    for exception, said in (("EX-1", "It was ended on 30 Oct 2026 already"), ("EX-9", "There is no exception EX-9")):
        with pytest.raises(Refused, match=said):
            end_exception(staffed, exception, "Again", as_of=DAY, by="cora", at=AT)


GAP = GapFields(
    agent="content-research",
    gap="evidence:1",
    reason=ExceptionReason.TEMPORARY_GAP,
    note="Thirty more headings are read by December",
    expires_on=date(2026, 12, 20),
    as_of=DAY,
)
RAISED = DecisionFields(
    agent="content-research",
    choice=Choice.EXPAND,
    kind=ExpandKind.LEVEL,
    reason="Four of 71 were changed, and the rest is read soon",
    next_step="Read thirty more headings",
    owner="nadia",
    due=date(2026, 12, 1),
    as_of=DAY,
)


@pytest.fixture
def sample(tmp_path: Path) -> Iterator[Engine]:
    engine = open_database(sample_copy(tmp_path))
    yield engine
    engine.dispose()


def test_nobody_raises_on_a_gap_they_accepted_and_the_card_names_it_when_somebody_else_does(sample: Engine) -> None:
    row = accept_gap(sample, GAP, by="ruth", at=AT)
    with pytest.raises(Refused, match="This rests on a gap you accepted yourself: let somebody else decide"):
        record_decision(sample, RAISED, by="ruth", at=AT)
    made = record_decision(sample, RAISED, by="felix", at=AT)
    assert (made.kind, made.level) == (ExpandKind.LEVEL, Level.RECOMMENDED)
    with reader(sample).begin() as connection:
        card = card_of(connection, made.seq)
    assert [(each["exception"], each["gap"]) for each in card["exceptions"]] == [(row.exception, "evidence:1")]
    assert restated(sample, made) == ()


def test_after_it_ran_out_nothing_is_raised_on_it(sample: Engine) -> None:
    accept_gap(sample, replace(GAP, expires_on=date(2026, 10, 31)), by="ruth", at=AT)
    late = replace(RAISED, as_of=date(2026, 11, 1))
    with pytest.raises(Refused, match="Level 2 still asks for 1 item"):
        record_decision(sample, late, by="felix", at=AT + timedelta(days=2))


@pytest.mark.parametrize("ends", [False, True], ids=["ran out", "was ended"])
def test_what_is_no_longer_accepted_carries_no_raise_dated_back_either(sample: Engine, ends: bool) -> None:
    row = accept_gap(
        sample, replace(GAP, expires_on=date(2026, 12, 20) if ends else date(2026, 10, 31)), by="ruth", at=AT
    )
    later = AT + timedelta(days=3)
    if ends:
        end_exception(sample, row.exception, "It was a mistake", as_of=later.date(), by="ruth", at=later)
    with pytest.raises(NotOpen, match=r"is no longer accepted: decide it as of today, or close the gap\.$"):
        record_decision(sample, RAISED, by="felix", at=later)


def test_a_gap_of_one_step_is_not_accepted_for_the_next(sample: Engine) -> None:
    accept_gap(sample, GAP, by="ruth", at=AT)
    record_decision(sample, RAISED, by="felix", at=AT)
    evidence = read.agent_evidence(sample, "content-research", DAY)
    assert evidence is not None
    one = assess(evidence, policy_in_force(evidence.company))
    assert (one.reading.next, one.reading.accepted) == (Level.BOUNDED, ())
    with pytest.raises(Refused, match=r"renew EX-\d+, or close the gap"):
        accept_gap(sample, replace(GAP, note="For the next step"), by="ruth", at=AT)
    assert renew_exception(
        sample,
        RenewalFields(
            exception=evidence.exceptions[-1].exception, note="Again", expires_on=date(2026, 12, 20), as_of=DAY
        ),
        by="ruth",
        at=AT,
    )


def test_what_the_owner_of_today_accepted_before_carries_nothing(sample: Engine) -> None:
    accept_gap(sample, GAP, by="ruth", at=AT)
    with tampering(sample) as connection:
        connection.exec_driver_sql(
            "UPDATE assignments SET person = 'ruth' WHERE agent = 'content-research' AND role = 'accountable_owner'"
        )
    with pytest.raises(Refused, match="Level 2 still asks for 1 item"):
        record_decision(sample, RAISED, by="felix", at=AT)


@pytest.mark.parametrize("gap", ["gate:production_readiness", "item:G3.5", "evidence:9"])
def test_a_gate_is_not_accepted_around_a_kill_switch_that_is_missing(sample: Engine, gap: str) -> None:
    with tampering(sample) as connection:
        connection.exec_driver_sql("UPDATE agents SET kill_switch = 'none' WHERE agent = 'content-research'")
    with pytest.raises(Refused, match="a kill switch, a failing eval or an open serious incident is never accepted"):
        accept_gap(sample, replace(GAP, gap=gap), by="ruth", at=AT)
