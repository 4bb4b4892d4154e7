from datetime import UTC, date, datetime, timedelta, timezone
from enum import Enum

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError
from sqlalchemy import Engine, insert, select
from sqlalchemy.exc import DBAPIError, IntegrityError, StatementError
from sqlmodel import SQLModel

from agent_scorecard.loading.contract import ColumnType, contract
from agent_scorecard.rules.periods import parse
from agent_scorecard.store.content import FILE_TABLES
from agent_scorecard.store.database import writer
from agent_scorecard.store.tables import METADATA
from agent_scorecard.store.tables.agents import Action, ActionFields, AgentFields
from agent_scorecard.store.tables.decisions import Decision, PolicyVersion, Proposal
from agent_scorecard.store.tables.gates import TaskFields
from agent_scorecard.store.tables.measures import BoundsFields
from agent_scorecard.store.tables.meta import Settings
from agent_scorecard.store.tables.money import Budget, BudgetFields, Cost, CostFields
from agent_scorecard.store.tables.people import Assignment, PersonFields
from agent_scorecard.store.tables.types import read_time, stored_time
from agent_scorecard.vocabulary import Choice, CostCategory, Effect, Level, Preset, Role, Status
from tests.store.fill import at, day, put, refunds
from tests.tampering import unguard

MONTH = parse("2026-10")
TABLES = METADATA.tables


AGENT = {"agent": "refunds", "name": "Refunds"}
ACTION = {"agent": "refunds", "action": "pay"}
BOUNDS = {"agent": "refunds", "measure": "accuracy", "effective_from": date(2026, 1, 1)}
COST = {"agent": "refunds", "period": MONTH, "category": CostCategory.MODEL, "amount": 1, "currency": "USD"}


@pytest.mark.parametrize(
    ("fields", "given", "problem"),
    [
        (AgentFields, {"agent": "refunds"}, "name"),
        (AgentFields, {**AGENT, "agent": ""}, "agent"),
        (AgentFields, {**AGENT, "agent": "a" * 121}, "agent"),
        (AgentFields, {**AGENT, "name": "n" * 121}, "name"),
        (AgentFields, {**AGENT, "agent": 7}, "agent"),
        (AgentFields, {**AGENT, "status": "live"}, "status"),
        (AgentFields, {**AGENT, "live_on": "20260101"}, "live_on"),
        (AgentFields, {**AGENT, "sampling_one_in": 0}, "sampling_one_in"),
        (AgentFields, {**AGENT, "sampling_one_in": True}, "sampling_one_in"),
        (AgentFields, {**AGENT, "colour": "red"}, "colour"),
        (PersonFields, {"person": "ana", "name": "Ana", "active": 1}, "active"),
        (ActionFields, {**ACTION, "effects": (Effect.MONEY, "joy")}, "effects"),
        (ActionFields, {**ACTION, "cap_amount": 0}, "cap_amount"),
        (ActionFields, {**ACTION, "cap_amount": 2**63}, "cap_amount"),
        (BoundsFields, {**BOUNDS, "pass_low": float("nan")}, "pass_low"),
        (BoundsFields, {**BOUNDS, "pass_low": float("inf")}, "pass_low"),
        (TaskFields, {"task": "t", "hours_per_week": 1000.5}, "hours_per_week"),
        (CostFields, {**COST, "period": "2026-10"}, "period"),
        (CostFields, {**COST, "amount": -1}, "amount"),
        (CostFields, {**COST, "currency": "US"}, "currency"),
    ],
)
def test_a_checked_row_refuses_what_is_not_exactly_right(fields, given, problem: str) -> None:
    with pytest.raises(ValidationError) as refused:
        fields(**given)
    assert [error["loc"][0] for error in refused.value.errors()] == [problem]


def test_a_checked_row_takes_what_is_right() -> None:
    row = ActionFields(agent="refunds", action="pay", effects=(Effect.MONEY,), cap_amount=1)
    assert (row.effects, row.cap_amount, row.mode) == ((Effect.MONEY,), 1, None)


def longest(fields: type[SQLModel], name: str) -> int | None:
    """How long a text of this field may be."""
    limits = (getattr(rule, "max_length", None) for rule in fields.model_fields[name].metadata)
    return next((limit for limit in limits if limit is not None), None)


@pytest.mark.parametrize("file", sorted(set(FILE_TABLES) - {"observations"}))
def test_texts_are_as_long_as_the_contract_allows(file: str) -> None:
    fields = FILE_TABLES[file]
    texts = [column for column in contract()[file].columns if column.type in (ColumnType.TEXT, ColumnType.ID)]
    stored = [column for column in texts if column.name in fields.model_fields and column.name != "period"]
    assert {column.name: longest(fields, column.name) for column in stored} == {
        column.name: column.max_length for column in stored
    }


AWARE = st.datetimes(datetime(1900, 1, 1), datetime(2999, 12, 31), timezones=st.timezones())  # noqa: DTZ001


@given(AWARE)
def test_a_time_comes_back_as_the_same_moment_in_utc(moment: datetime) -> None:
    back = read_time(stored_time(moment))
    assert (back, back.tzinfo) == (moment.astimezone(UTC), UTC)


@given(AWARE, AWARE)
def test_stored_times_sort_as_the_moments_do(first: datetime, second: datetime) -> None:
    utc = (first.astimezone(UTC), second.astimezone(UTC))
    assert (stored_time(first) < stored_time(second)) is (utc[0] < utc[1])


def test_a_time_without_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="has no time zone"):
        stored_time(datetime(2026, 11, 2, 12))  # noqa: DTZ001


@pytest.mark.both
def test_a_time_in_another_zone_is_the_same_row(engine: Engine) -> None:
    incidents = TABLES["incidents"]
    berlin = timezone(timedelta(hours=1))
    values = dict.fromkeys(("severity",), "undetermined") | {"date_precision": "day", "cause": "unknown"}
    with writer(engine).begin() as connection:
        for name, when in (("a", at("2026-11-02 12:00")), ("b", datetime(2026, 11, 2, 13, tzinfo=berlin))):
            connection.execute(insert(incidents).values(incident=name, detected_at=when, row_version=0, **values))
        found = connection.execute(select(incidents.c.detected_at).distinct()).scalars().all()
    assert found == [at("2026-11-02 12:00")]


@pytest.mark.both
@pytest.mark.parametrize(
    ("table", "column", "value", "stored"),
    [
        ("agents", "status", Status.LIVE, "live"),
        ("agents", "autonomy_level", Level.BOUNDED, 3),
        ("agents", "contacts", ("Ben", "Ana"), "Ben|Ana"),
        ("agents", "contacts", (), None),
        ("agents", "live_on", date(2026, 6, 1), "2026-06-01"),
    ],
)
def test_a_value_is_stored_by_its_plain_word_and_read_back_typed(engine, table, column, value, stored) -> None:
    put(engine, refunds(**{column: value}))
    with engine.connect() as connection:
        assert str(connection.exec_driver_sql(f"SELECT {column} FROM {table}").scalar()) == str(stored)
        back = connection.execute(select(TABLES[table].c[column])).scalar()
    assert back == value
    assert not isinstance(value, Enum) or type(back) is type(value)


@pytest.mark.both
def test_an_optional_key_is_stored_as_something_and_read_back_as_nothing(engine: Engine) -> None:
    put(engine, refunds(), Assignment(agent="refunds", role=Role.BUILDER, person="ana"))
    put(engine, Budget(agent="refunds", period="month", amount=1, currency="USD"))
    with engine.connect() as connection:
        assert str(connection.exec_driver_sql("SELECT effective_from FROM assignments").scalar()) == "0001-01-01"
        assert connection.execute(select(TABLES["assignments"].c.effective_from)).scalar() is None
        assert connection.exec_driver_sql("SELECT workflow FROM budgets").scalar() == ""
        assert connection.execute(select(TABLES["budgets"].c.workflow)).scalar() is None


@pytest.mark.parametrize(
    "row",
    [refunds(status="alive"), refunds(contacts=("Ben|Ana",)), refunds(contacts=("",)), refunds(autonomy_level=5)],
    ids=["unknown word", "separator in a part", "empty part", "unknown level"],
)
def test_a_value_that_could_not_be_read_back_is_not_stored(engine: Engine, row) -> None:
    with pytest.raises((StatementError, KeyError)):
        put(engine, row)


def proposal(**changes) -> Proposal:
    return Proposal(
        **{
            "proposal": "P1",
            "agent": "refunds",
            "body": "{}",
            "evidence_hash": "",
            "agent_version": 0,
            "proposed_by": "ana",
            "proposed_at": at("2026-11-01"),
            "expires_on": day("2026-12-01"),
            "state": "approved",
            "answered_by": "ben",
            **changes,
        }
    )


def decision(**changes) -> Decision:
    fields = {"reason": "r", "next_step": "n", "owner": "ana", "due": day("2026-12-01"), "as_of": day("2026-11-01")}
    return Decision(
        **{
            **fields,
            "seq": 1,
            "agent": "refunds",
            "choice": Choice.EXPAND,
            "period": "2026-Q3",
            "recorded_at": at("2026-11-01"),
            "by": "ana",
            "proposed": Choice.EXPAND,
            "level": Level.RECOMMENDED,
            "token": "t",
            **changes,
        }
    )


def policy(**changes) -> PolicyVersion:
    return PolicyVersion(
        **{
            "version": "2",
            "preset": Preset.SMALL,
            "effective_from": day("2026-11-01"),
            "body": "{}",
            "author": "ana",
            "reason": "r",
            "recorded_at": at("2026-11-01"),
            "seq": 1,
            **changes,
        }
    )


@pytest.mark.both
@pytest.mark.parametrize(
    ("good", "bad"),
    [
        (proposal(), proposal(answered_by="ana")),
        (proposal(), proposal(answered_by=None)),
        (decision(co_signed_by="ben"), decision(co_signed_by="ana")),
        (policy(approved_by="ben"), policy(approved_by="ana")),
        (
            Budget(agent="refunds", period="month", amount=1, currency="USD"),
            Budget(agent="refunds", workflow="kpi", period="month", amount=1, currency="USD"),
        ),
        (
            Budget(workflow="kpi", period="month", amount=1, currency="USD"),
            Budget(period="month", amount=1, currency="USD"),
        ),
    ],
    ids=["own approval", "nobody approved", "own co-signature", "own policy", "agent and workflow", "neither"],
)
def test_the_database_itself_refuses_what_must_never_be(engine: Engine, good, bad) -> None:
    unguard(engine)
    put(engine, refunds())
    with pytest.raises(IntegrityError, match=r"(?i)check constraint"):
        put(engine, bad)
    put(engine, good)


@pytest.mark.both
def test_a_form_sent_twice_is_one_decision(engine: Engine) -> None:
    put(engine, refunds(), decision())
    with pytest.raises(IntegrityError, match=r"decisions[._]token"):
        put(engine, decision(seq=2))


@pytest.mark.both
def test_a_database_holds_one_company(engine: Engine) -> None:
    with pytest.raises(IntegrityError, match=r"(?i)check constraint.*ck_settings_one_row"):
        put(engine, Settings(only=2))


@pytest.mark.both
@pytest.mark.parametrize("row", [Action(**ACTION), Cost(**COST)], ids=["action", "cost"])
def test_nothing_belongs_to_an_agent_that_is_not_there(engine: Engine, row) -> None:
    with pytest.raises(IntegrityError, match=r"(?i)foreign key"):
        put(engine, row)


@pytest.mark.parametrize("value", ["much", "NaN"])
def test_a_fact_table_takes_numbers_only(engine: Engine, value: str) -> None:
    statement = (
        "INSERT INTO observations (grain, start, agent, measure, cohort, load, value) VALUES (2, 1, 1, 1, 1, 1, ?)"
    )
    with writer(engine).begin() as connection, pytest.raises(DBAPIError, match="cannot store TEXT value in REAL"):
        connection.exec_driver_sql(statement, (value,))


def test_a_budget_of_nothing_is_refused() -> None:
    with pytest.raises(ValidationError):
        BudgetFields(agent="refunds", period="month", amount=0, currency="USD")
