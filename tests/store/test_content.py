import pytest
from sqlalchemy import Engine, insert, update

from agent_scorecard.loading.contract import contract
from agent_scorecard.rules.periods import parse
from agent_scorecard.store.content import CONTENT_TABLES, FILE_TABLES, content_hash, content_rows
from agent_scorecard.store.content_text import amount_text, number_text, time_text
from agent_scorecard.store.database import bump_revision, create, make_engine, reader, writer
from agent_scorecard.store.ledger import Chain, append
from agent_scorecard.store.tables import METADATA
from agent_scorecard.store.tables.agents import Action
from agent_scorecard.store.tables.events import Incident
from agent_scorecard.store.tables.measures import Bounds
from agent_scorecard.store.tables.meta import Load
from agent_scorecard.store.tables.money import Budget, Cost
from agent_scorecard.store.tables.people import Assignment, Person
from agent_scorecard.vocabulary import BudgetPeriod, CostCategory, Effect, Level, Role
from tests.store.fill import at, day, key_of, observe, put, refunds


def rows(engine: Engine, table: str) -> list[dict[str, str]]:
    """The rows of a table as their filled cells."""
    with reader(engine).begin() as connection:
        header, found = content_rows(connection, table)
        return [{name: cell for name, cell in zip(header, row, strict=True) if cell} for row in found]


@pytest.mark.parametrize("file", sorted(FILE_TABLES))
def test_the_header_is_that_of_the_file_contract(engine: Engine, file: str) -> None:
    with reader(engine).begin() as connection:
        header, _ = content_rows(connection, file)
    columns = tuple(column.name for column in contract()[file].columns)
    written = tuple(name for name in header if not name.startswith("_"))
    assert written == tuple(name for name in columns if (file, name) != ("agents", "owner"))


def test_every_file_of_the_contract_is_content() -> None:
    assert set(contract()) <= set(CONTENT_TABLES)


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (27.5, "27.5"),
        (42.0, "42"),
        (-0.0, "0"),
        (0.1 + 0.2, "0.30000000000000004"),
        (1e-07, "0.0000001"),
        (1e22, "10000000000000000000000"),
        (120.0, "120"),
    ],
)
def test_a_number_is_written_plainly_and_reads_back_the_same(value: float, written: str) -> None:
    assert number_text(value) == written
    assert float(written) == value


@pytest.mark.parametrize(
    ("nano", "written"),
    [
        (0, "0"),
        (1, "0.000000001"),
        (121_400_000_000, "121.4"),
        (300_000_000_000, "300"),
        (9_007_199_254_740_993, "9007199.254740993"),
        (-1_500_000_000, "-1.5"),
    ],
)
def test_money_is_written_to_the_last_nano(nano: int, written: str) -> None:
    assert amount_text(nano) == written


@pytest.mark.parametrize(
    ("time", "written"),
    [
        ("2026-03-18 14:02:12", "2026-03-18T14:02:12Z"),
        ("2026-03-18 14:02:12.000120", "2026-03-18T14:02:12.000120Z"),
    ],
)
def test_a_time_is_written_in_utc(time: str, written: str) -> None:
    assert time_text(at(time)) == written


@pytest.mark.both
def test_cells_are_written_as_the_loader_reads_them(engine: Engine) -> None:
    put(
        engine,
        Person(person="ana", name="Ana", active=False, inactive_since=day("2026-11-10")),
        refunds(autonomy_level=Level.BOUNDED, contacts=("Ben +1", "Ana +2")),
        Assignment(agent="refunds", role=Role.ACCOUNTABLE_OWNER, person="ana"),
        Action(agent="refunds", action="pay", effects=(Effect.MONEY, Effect.BRAND), cap_amount=500_500_000_000),
        Budget(workflow="kpi", period=BudgetPeriod.MONTH, amount=40 * 10**9, currency="USD"),
        Cost(agent="refunds", period=parse("2026-W41"), category=CostCategory.MODEL, amount=0, currency="USD"),
        Incident(incident="I", agent="refunds", detected_at=at("2026-09-07 08:00"), affected_runs=("r1", "r2")),
    )
    assert rows(engine, "people") == [{"person": "ana", "name": "Ana", "active": "no", "inactive_since": "2026-11-10"}]
    assert rows(engine, "agents")[0]["autonomy_level"] == "3"
    assert rows(engine, "agents")[0]["contacts"] == "Ben +1|Ana +2"
    assert rows(engine, "assignments") == [{"agent": "refunds", "role": "accountable_owner", "person": "ana"}]
    assert rows(engine, "actions") == [
        {
            "agent": "refunds",
            "action": "pay",
            "effects": "money|brand",
            "cap_amount": "500.5",
            "reversible": "no",
            "always_approve": "no",
            "idempotent": "no",
        }
    ]
    assert rows(engine, "budgets") == [
        {"workflow": "kpi", "period": "month", "amount": "40", "currency": "USD", "hard_stop": "no"}
    ]
    assert rows(engine, "costs") == [
        {"agent": "refunds", "period": "2026-W41", "category": "model", "amount": "0", "currency": "USD"}
    ]
    assert rows(engine, "incidents")[0]["affected_runs"] == "r1|r2"
    assert rows(engine, "incidents")[0]["detected_at"] == "2026-09-07T08:00:00Z"


@pytest.mark.both
def test_a_band_is_written_as_low_to_high(engine: Engine) -> None:
    put(
        engine,
        refunds(),
        Bounds(
            agent="refunds",
            measure="escalation_rate",
            effective_from=day("2026-06-01"),
            target_low=0.04,
            pass_low=0.0,
            pass_high=0.1,
        ),
    )
    assert rows(engine, "bounds") == [
        {
            "agent": "refunds",
            "measure": "escalation_rate",
            "effective_from": "2026-06-01",
            "target": "0.04",
            "pass": "0..0.1",
            "headline": "no",
        }
    ]


@pytest.mark.both
def test_observations_carry_their_texts_again(engine: Engine) -> None:
    put(engine, refunds())
    observe(
        engine,
        ("refunds", "cycle_time", "2026-10", "agent", 27.5, None, None, None, "zendesk"),
        ("refunds", "accuracy", "2026-W41", "agent", None, 9.0, 10.0, 10, None),
        ("refunds", "accuracy", "2026-10", "human", 0.0, None, None, None, None),
    )
    base = {"agent": "refunds", "measure": "accuracy"}
    assert rows(engine, "observations") == [
        {**base, "period": "2026-10", "cohort": "human", "value": "0"},
        {**base, "period": "2026-W41", "cohort": "agent", "numerator": "9", "denominator": "10", "n": "10"},
        {
            "agent": "refunds",
            "measure": "cycle_time",
            "period": "2026-10",
            "cohort": "agent",
            "value": "27.5",
            "source": "zendesk",
        },
    ]


def add_run(engine: Engine) -> None:
    """One run with what the door found; its approval was joined, so its reading is not its base."""
    tables = METADATA.tables
    zero = dict.fromkeys(("total", "ok", "error", "blocked_approval", "not_permitted", "blocked_unclassed"), 0)
    none = {**zero, "rolled_back": 0, "forbidden": 0, "needing": 0, "over_cap": 0}
    reading = {"status": "completed", "outcome": "none", "result": "not_judged", "infra_failure": 0}
    flags = dict.fromkeys(
        ("edited_major", "override_only", "contradictory", "people_known", "audit_present", "audit_required"), 0
    )
    with writer(engine).begin() as connection:
        agent = key_of(connection, "agent_keys", "refunds")
        for table, row in (
            ("run_contexts", {"context": 4, "workflow": "kpi", "version": "v3", "currency": "USD", "stated": 0}),
            ("run_readings", {"reading": 1, "base": 1, "given": "[1]", "verdict": "", **reading, **flags}),
            ("run_readings", {"reading": 2, "base": 1, "given": "[1]", "verdict": "approved", **reading, **flags}),
            ("call_lists", {"calls": 9, "content": '["in",[]]', "mode": "in", **none}),
            ("run_texts", {"text": 5, "content": "ana"}),
            ("run_users", {"user_key": 6, "hash": "abc"}),
        ):
            connection.execute(insert(tables[table]).values(**row))
        run = {"agent": agent, "at": 1_790_000_000_123, "request": "r1", "context": 4, "reading": 2, "calls": 9}
        connection.execute(insert(tables["runs"]).values(**run, cost=20_000_000, user_key=6, approver=5))


@pytest.mark.both
def test_a_run_is_written_with_what_only_the_door_knew(engine: Engine) -> None:
    put(engine, refunds())
    add_run(engine)
    assert rows(engine, "runs") == [
        {
            "timestamp": "2026-09-21T14:13:20.123000Z",
            "agent_id": "refunds",
            "request_id": "r1",
            "workflow": "kpi",
            "cost_usd": "0.02",
            "cost_currency": "USD",
            "human_approver": "ana",
            "_version": "v3",
            "_stated": "0",
            "_given": "[1]",
            "_calls": '["in",[]]',
            "_user": "abc",
        }
    ]


@pytest.fixture
def other(tmp_path):
    other = make_engine(f"sqlite:///{tmp_path / 'other.db'}")
    create(other)
    yield other
    other.dispose()


@pytest.mark.both
def test_equal_content_has_one_hash_whatever_the_order_and_keys(engine: Engine, other: Engine) -> None:
    figures = [
        ("refunds", "accuracy", "2026-10", "agent", 0.9, None, None, None, "a"),
        ("zeta", "volume", "2026-10", "human", 3.0, None, None, None, "b"),
    ]
    put(engine, refunds(), refunds(agent="zeta"))
    observe(engine, *figures)
    put(other, refunds(agent="zeta"), refunds())
    observe(other, *reversed(figures))
    assert content_hash(engine) == content_hash(other)


@pytest.mark.parametrize(
    "change",
    [
        lambda engine: put(engine, Person(person="ana", name="Ana")),
        lambda engine: arrive(engine),
        lambda engine: observe(engine, ("refunds", "accuracy", "2026-10", "agent", 0.9, None, None, None, None)),
        add_run,
        lambda engine: record(engine, Chain.LEDGER),
        lambda engine: rename(engine),
    ],
    ids=["person", "first load", "observation", "run", "ledger", "settings"],
)
def test_every_fact_changes_the_hash(engine: Engine, change) -> None:
    put(engine, refunds())
    before = content_hash(engine)
    change(engine)
    assert content_hash(engine) != before


@pytest.mark.both
def test_loads_events_and_revisions_are_no_content(engine: Engine) -> None:
    put(engine, refunds())
    before = content_hash(engine)
    put(engine, Load(at=at("2026-11-02"), actor="ana", status="loaded"))
    record(engine, Chain.EVENTS)
    with writer(engine).begin() as connection:
        bump_revision(connection)
    assert content_hash(engine) == before


def record(engine: Engine, chain: Chain) -> None:
    with writer(engine).begin() as connection:
        append(
            connection,
            "loaded",
            actor="ana",
            subject="load:1",
            body={},
            at=at("2026-11-02"),
            verified=False,
            mode="local",
            chain=chain,
        )


def arrive(engine: Engine) -> None:
    with writer(engine).begin() as connection:
        connection.exec_driver_sql("UPDATE agents SET first_loaded = '2026-11-01'")


def rename(engine: Engine) -> None:
    with writer(engine).begin() as connection:
        connection.execute(update(METADATA.tables["settings"]).values(name="Northwind"))
