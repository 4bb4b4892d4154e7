"""Nothing rises without the people its tier asks for: in a decision, in a review, on the command line (rules 7)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from sqlalchemy import Engine

from agent_scorecard.access import CompanyRole
from agent_scorecard.recording import DecisionFields, OutcomeFields, Refused, record_decision, record_outcome
from agent_scorecard.store import ledger
from agent_scorecard.store.database import open_database, reader, writer
from agent_scorecard.vocabulary import AgainstReason, Choice, Disposition, ExpandKind
from tests.recording.signed_in import linked
from tests.sample import sample_copy

OPENS = date(2026, 10, 30)
AT = datetime(2026, 10, 30, 18, tzinfo=UTC)
FREER = DecisionFields(
    agent="cs-health",
    choice=Choice.EXPAND,
    kind=ExpandKind.MODE,
    action="crm.write_health_note",
    to_value="on",
    reason="156 notes read, four changed",
    next_step="Read the notes of November on Tuesdays",
    owner="maya",
    due=date(2026, 11, 30),
    as_of=OPENS,
)
CUSTOMERS = replace(FREER, action="crm.change_contract", to_value="shadow")
SECOND_ASKED = (
    "Medium tier above level 2: a second person signs."
    " Name Ruth Svensson (ruth), Aisha Khan (aisha), Ben Adler (ben), Dario Conti (dario)"
    " or anybody else who is active."
)
RISK_OWNER_ASKED = "High tier: the risk owner signs. Name Ruth Svensson (ruth)."


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    engine = open_database(sample_copy(tmp_path))
    yield engine
    engine.dispose()


def refused(engine: Engine, fields: DecisionFields, by: str = "chen") -> str:
    with pytest.raises(Refused) as why:
        record_decision(engine, fields, by=by, at=AT)
    return str(why.value)


def last_event(engine: Engine) -> ledger.LedgerRow:
    with reader(engine).begin() as connection:
        return list(ledger.entries(connection, ledger.Chain.EVENTS))[-1]


@pytest.mark.parametrize(
    ("fields", "second", "sentence"),
    [
        (FREER, None, SECOND_ASKED),
        (FREER, "chen", "The second person must be somebody else."),
        (FREER, "omar", "Omar Reyes is no longer active: name another second person."),
        (CUSTOMERS, None, RISK_OWNER_ASKED),
        (CUSTOMERS, "maya", RISK_OWNER_ASKED),
    ],
    ids=["nobody", "the decider", "somebody who left", "nobody, at high tier", "not the risk owner, at high tier"],
)
def test_an_expansion_without_the_right_second_person_is_refused_and_logged(engine, fields, second, sentence) -> None:
    before = ledger.head(engine)
    fields = replace(fields, co_signed_by=second, against=AgainstReason.BUSINESS_NEED)
    assert refused(engine, fields) == sentence
    event = last_event(engine)
    assert (event.what, event.content["why"]) == ("decision recorded: refused", sentence)
    assert ledger.head(engine) == before


def test_somebody_on_no_file_decides_nothing_that_two_people_sign(engine: Engine) -> None:
    fields = replace(FREER, co_signed_by="chen", against=AgainstReason.BUSINESS_NEED)
    assert refused(engine, fields, by="\u0441hen") == (
        "\u0441hen is not a person of the company: what two people sign is decided by somebody on file,"
        " or add \u0441hen to people.csv."
    )


def test_the_risk_owner_who_decides_cannot_also_sign(engine: Engine) -> None:
    own = (
        "High tier: the risk owner signs. The risk owner cannot sign a decision of their own: let somebody else decide."
    )
    assert refused(engine, CUSTOMERS, by="ruth") == own
    assert refused(engine, CUSTOMERS, by="ruth@juniper.example") == own


def test_a_mode_that_was_not_earned_is_refused_with_what_it_still_takes_whoever_signs(engine: Engine) -> None:
    unearned = replace(FREER, action="crm.create_task", to_value="out", co_signed_by="ruth")
    assert refused(engine, unearned) == (
        "Level 3 allows on the loop at most. crm.create_task is of medium tier: on the loop at most."
        " 0 decisions since the mode began; it is judged at 100. How long approvals were read is not known."
    )


def test_the_same_raise_is_not_recorded_twice_before_it_is_set_in_place(engine: Engine) -> None:
    signed = replace(FREER, co_signed_by="ruth")
    record_decision(engine, signed, by="chen", at=AT)
    assert refused(engine, replace(signed, against=AgainstReason.BUSINESS_NEED)).startswith(
        "crm.write_health_note to on the loop is already decided, on 30 Oct 2026, and not confirmed in place:"
    )


@pytest.mark.parametrize("named", ["ruth", "RUTH@juniper.example"])
def test_the_person_who_signed_is_kept_by_id(engine: Engine, named: str) -> None:
    made = record_decision(engine, replace(CUSTOMERS, co_signed_by=named), by="chen", at=AT)
    assert (made.by, made.co_signed_by) == ("chen", "ruth")


@pytest.mark.parametrize("typed", ["Chen", "CHEN@juniper.example"])
def test_whoever_decides_is_kept_by_id_and_cannot_sign_as_typed_otherwise(engine: Engine, typed: str) -> None:
    assert refused(engine, replace(FREER, co_signed_by="chen"), by=typed) == "The second person must be somebody else."
    assert record_decision(engine, replace(FREER, co_signed_by="ruth"), by=typed, at=AT).by == "chen"


@pytest.mark.parametrize(
    "changes",
    [
        {"choice": Choice.PAUSE},
        {"choice": Choice.REVISE, "kind": ExpandKind.LEVEL, "to_value": "2"},
        {"choice": Choice.RETIRE, "criteria": "Unused", "credentials": "Revoked", "clean_up": "Deleted"},
        {"choice": Choice.MAINTAIN},
    ],
    ids=["pause", "step down", "retire", "maintain"],
)
def test_to_stop_or_to_lower_nobody_else_signs(engine: Engine, changes) -> None:
    alone = replace(FREER, **{"kind": None, "action": None, "to_value": None, **changes})
    made = record_decision(engine, replace(alone, against=AgainstReason.NEW_FACT), by="chen", at=AT)
    assert made.co_signed_by is None


def test_a_raise_by_the_chair_of_a_review_asks_for_the_same_signature(engine: Engine) -> None:
    held = datetime(2026, 10, 30, 19, tzinfo=UTC)
    outcome = OutcomeFields(
        period="2026-Q3", agent="cs-health", disposition=Disposition.GATED, held_on=OPENS, overrule=FREER
    )
    with pytest.raises(Refused) as why:
        record_outcome(engine, outcome, by="ingrid", at=held)
    assert str(why.value).startswith("Medium tier above level 2: a second person signs. Name Ruth Svensson (ruth)")
    assert last_event(engine).what == "review outcome recorded: refused"
    signed = replace(outcome, overrule=replace(FREER, co_signed_by="ruth"))
    assert record_outcome(engine, signed, by="ingrid", at=held).outcome is Choice.EXPAND


def test_a_small_company_asks_nobody_for_what_is_not_of_high_tier(engine: Engine) -> None:
    with writer(engine).begin() as connection:
        connection.exec_driver_sql("UPDATE settings SET preset = 'small'")
    assert record_decision(engine, FREER, by="chen", at=AT).co_signed_by is None
    second = "High tier: a second person signs."
    assert refused(engine, replace(CUSTOMERS, against=AgainstReason.OTHER)).startswith(second)
    anybody = replace(CUSTOMERS, against=AgainstReason.OTHER, co_signed_by="noah")
    assert record_decision(engine, anybody, by="chen", at=AT).co_signed_by == "noah"


def test_where_people_sign_in_nobody_signs_by_being_named(engine: Engine) -> None:
    chair, owner = linked(engine, "dario", CompanyRole.LEADER, at=AT), linked(engine, "chen", at=AT)
    overrule = replace(FREER, co_signed_by="ruth", against=AgainstReason.BUSINESS_NEED)
    outcome = OutcomeFields(
        period="2026-Q3", agent="cs-health", disposition=Disposition.GATED, held_on=OPENS, overrule=overrule
    )
    with pytest.raises(Refused, match="Nobody signs by being named: its owner proposes it"):
        record_outcome(engine, outcome, by=chair, at=AT)
    lower = replace(FREER, choice=Choice.PAUSE, kind=None, action=None, to_value=None, co_signed_by="ruth")
    with pytest.raises(Refused, match="Nobody signs by being named: record it without ruth"):
        record_decision(engine, replace(lower, against=AgainstReason.NEW_FACT), by=owner, at=AT)
