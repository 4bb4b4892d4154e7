import random
from dataclasses import asdict, replace
from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from sqlalchemy import Connection, Engine, text
from sqlalchemy.exc import DBAPIError

from agent_scorecard.store.database import create, make_engine, writer
from agent_scorecard.store.ledger import (
    BrokenChain,
    Chain,
    Head,
    LedgerNotEmpty,
    LedgerRow,
    adopt,
    append,
    canonical,
    check,
    entries,
    head,
    verify,
)
from agent_scorecard.store.ledger import _hash as hash_of
from agent_scorecard.store.triggers import CHAINS, ensure_triggers, missing_triggers
from tests.tampering import drop_triggers

NOON = datetime(2026, 11, 2, 12, tzinfo=UTC)
RECORDED = 30


def record(connection: Connection, number: int = 1, chain: Chain = Chain.LEDGER) -> LedgerRow:
    return append(
        connection,
        "decision recorded",
        actor="ana",
        subject="agent:refunds",
        body={"choice": "maintain", "due": date(2026, 12, 2), "number": number},
        at=NOON + timedelta(minutes=number),
        verified=False,
        mode="local",
        chain=chain,
    )


@pytest.fixture
def filled(engine: Engine) -> Engine:
    with writer(engine).begin() as connection:
        for number in range(1, RECORDED + 1):
            record(connection, number)
    return engine


@pytest.mark.both
def test_the_first_entry_is_preceded_by_a_genesis_that_names_the_schema(engine: Engine) -> None:
    with writer(engine).begin() as connection:
        entry = record(connection)
        genesis, first = entries(connection)
    assert (genesis.seq, genesis.what, genesis.prev, genesis.body) == (0, "genesis", "", '{"schema":3}')
    assert first == entry
    assert (first.seq, first.prev, first.at) == (1, genesis.hash, "2026-11-02T12:01:00.000Z")
    assert first.content == {"choice": "maintain", "due": "2026-12-02", "number": 1}
    assert first.time == NOON + timedelta(minutes=1)


def test_times_are_kept_in_utc() -> None:
    berlin = timezone(timedelta(hours=1))
    assert canonical({"b": datetime(2026, 11, 2, 13, tzinfo=berlin), "a": "ü"}) == (
        '{"a":"ü","b":"2026-11-02T12:00:00.000Z"}'
    )


@pytest.mark.parametrize("body", [{"rate": float("nan")}, {"at": datetime(2026, 11, 2, 12)}], ids=["nan", "no zone"])  # noqa: DTZ001
def test_what_cannot_be_told_for_sure_is_not_hashed(body) -> None:
    with pytest.raises(ValueError, match=r"not JSON compliant|no time zone"):
        canonical(body)


@pytest.mark.both
def test_the_two_chains_do_not_touch(engine: Engine) -> None:
    with writer(engine).begin() as connection:
        record(connection, chain=Chain.EVENTS)
    assert head(engine) is None
    found = head(engine, Chain.EVENTS)
    assert found is not None
    assert found.count == 2


@pytest.mark.both
def test_a_whole_chain_verifies_with_and_without_an_outside_head(filled: Engine) -> None:
    found = head(filled)
    assert found is not None
    alone, witnessed = verify(filled), verify(filled, found)
    assert (alone.whole, alone.witnessed, alone.count, alone.head) == (True, False, RECORDED + 1, found)
    assert (witnessed.whole, witnessed.witnessed, witnessed.count) == (True, True, RECORDED + 1)


def test_an_older_outside_head_still_agrees_after_new_entries(filled: Engine) -> None:
    older = head(filled)
    with writer(filled).begin() as connection:
        record(connection, 99)
    assert verify(filled, older).witnessed


def test_an_empty_ledger_is_whole(engine: Engine) -> None:
    assert verify(engine).whole
    assert not verify(engine, Head(3, "abc", "2026-11-02T12:00:00.000Z")).whole


@pytest.mark.both
@pytest.mark.parametrize("chain", CHAINS)
@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE {chain} SET actor = 'eve' WHERE seq = 1",
        "DELETE FROM {chain} WHERE seq = 1",
        "INSERT INTO {chain} SELECT 77, at, actor, 0, mode, what, subject, body, prev, 'h' FROM {chain} WHERE seq = 1",
        "INSERT INTO {chain} SELECT * FROM {chain} WHERE seq = 1 ON CONFLICT (seq) DO UPDATE SET actor = 'eve'",
    ],
    ids=["update", "delete", "fork", "upsert"],
)
def test_the_database_refuses_to_change_an_entry(engine: Engine, chain: str, statement: str) -> None:
    with writer(engine).begin() as connection:
        record(connection, chain=Chain(chain))
    with writer(engine).begin() as connection, pytest.raises(DBAPIError, match=f"{chain} is append-only"):
        connection.execute(text(statement.format(chain=chain)))
    assert verify(engine, chain=Chain(chain)).whole


@pytest.mark.parametrize("chain", CHAINS)
def test_a_row_that_replaces_another_is_refused_as_a_change(engine: Engine, chain: str) -> None:
    with writer(engine).begin() as connection:
        record(connection, chain=Chain(chain))
    statement = f"INSERT OR REPLACE INTO {chain} SELECT * FROM {chain}"
    with writer(engine).begin() as connection, pytest.raises(DBAPIError, match=f"{chain} is append-only"):
        connection.execute(text(statement))


@pytest.mark.both
def test_triggers_come_back_however_often_they_are_asked_for(engine: Engine) -> None:
    with writer(engine).begin() as connection:
        drop_triggers(connection)
        assert "events_no_update" in missing_triggers(connection)
        ensure_triggers(connection)
        ensure_triggers(connection)
        assert missing_triggers(connection) == ()


@pytest.mark.parametrize(
    ("on", "body"),
    [
        ("ledger", "SELECT 1"),
        ("ledger WHEN 0", "SELECT RAISE(ABORT, 'ledger is append-only')"),
        ("meta", "SELECT RAISE(ABORT, 'ledger is append-only')"),
    ],
    ids=["an empty body", "never true", "on another table"],
)
def test_a_trigger_that_only_has_the_name_counts_as_missing_and_is_made_anew(
    engine: Engine, on: str, body: str
) -> None:
    with writer(engine).begin() as connection:
        connection.execute(text("DROP TRIGGER ledger_no_update"))
        connection.execute(text(f"CREATE TRIGGER ledger_no_update BEFORE UPDATE ON {on} BEGIN {body}; END"))
        assert missing_triggers(connection) == ("ledger_no_update",)
        ensure_triggers(connection)
        assert missing_triggers(connection) == ()


def edit(rows: list[LedgerRow], at: int) -> list[LedgerRow]:
    rows[at] = replace(rows[at], body=rows[at].body.replace("maintain", "expand"))
    return rows


def sign_over(rows: list[LedgerRow], at: int) -> list[LedgerRow]:
    rows[at] = replace(rows[at], verified=not rows[at].verified)
    return rows


def delete(rows: list[LedgerRow], at: int) -> list[LedgerRow]:
    return rows[:at] + rows[at + 1 :]


def insert(rows: list[LedgerRow], at: int) -> list[LedgerRow]:
    forged = replace(rows[at], actor="eve", hash="")
    return [*rows[:at], replace(forged, hash=hash_of(forged)), *rows[at:]]


def swap(rows: list[LedgerRow], at: int) -> list[LedgerRow]:
    rows[at - 1], rows[at] = replace(rows[at], seq=at - 1), replace(rows[at - 1], seq=at)
    return rows


def cut(rows: list[LedgerRow], at: int) -> list[LedgerRow]:
    return rows[:at]


def chain_anew(rows: list[LedgerRow], at: int) -> list[LedgerRow]:
    edit(rows, at)
    for place in range(at, len(rows)):
        linked = replace(rows[place], prev=rows[place - 1].hash)
        rows[place] = replace(linked, hash=hash_of(linked))
    return rows


def written_back(connection: Connection, rows: list[LedgerRow]) -> list[LedgerRow]:
    """Put the rows into the database as somebody with the file would: the triggers dropped first."""
    for trigger in missing_when_dropped(connection):
        connection.execute(text(f"DROP TRIGGER {trigger}"))
    connection.execute(text("DROP TABLE ledger"))
    connection.execute(text("CREATE TABLE ledger (seq, at, actor, verified, mode, what, subject, body, prev, hash)"))
    columns = ", ".join(f":{name}" for name in asdict(rows[0]))
    connection.execute(text(f"INSERT INTO ledger VALUES ({columns})"), [asdict(row) for row in rows])
    return list(entries(connection))


def missing_when_dropped(connection: Connection) -> list[str]:
    found = connection.execute(text("SELECT name FROM sqlite_schema WHERE type = 'trigger' AND tbl_name = 'ledger'"))
    return list(found.scalars())


@pytest.mark.parametrize(
    ("tamper", "seen_without_head"),
    [
        (edit, True),
        (sign_over, True),
        (delete, True),
        (insert, True),
        (swap, True),
        (cut, False),
        (chain_anew, False),
    ],
)
def test_every_tampering_is_detected_given_an_outside_head(filled: Engine, tamper, seen_without_head: bool) -> None:
    kept_outside = head(filled)
    chosen = random.Random(7)
    with writer(filled).connect() as connection:
        whole = list(entries(connection))
    for _ in range(15):
        at = chosen.randint(2, RECORDED - 1)
        with writer(filled).connect() as connection:
            found = written_back(connection, tamper(list(whole), at))
            connection.rollback()
        assert not check(found, kept_outside).whole
        alone = check(found)
        assert alone.whole is not seen_without_head
        assert seen_without_head or "an end that was cut off or written anew would not show" in alone.sentence
    assert verify(filled, kept_outside).whole


def test_the_sentence_says_which_entry_is_wrong(filled: Engine) -> None:
    with writer(filled).connect() as connection:
        whole = list(entries(connection))
    kept_outside = Head(len(whole), whole[-1].hash, whole[-1].at)
    assert check(edit(list(whole), 5)).sentence == "Entry 5 was changed after it was written."
    assert check(delete(list(whole), 5)).sentence == "Entry 5 is missing: entry 6 follows entry 4."
    assert check(cut(list(whole), 5), kept_outside).sentence == (
        "The head kept outside counts 31 entries, the chain only 5: its end is missing."
    )
    assert check(chain_anew(list(whole), 5), kept_outside).sentence == (
        "Entry 30 is not the one the head kept outside names: the chain was written anew."
    )


@pytest.mark.both
def test_an_exported_ledger_keeps_its_hashes_in_a_new_database(filled: Engine, tmp_path) -> None:
    other = make_engine(f"sqlite:///{tmp_path / 'other.db'}")
    create(other)
    with filled.begin() as source, writer(other).begin() as target:
        adopt(target, [asdict(row) for row in entries(source)])
    assert head(other) == head(filled)
    with writer(other).begin() as target, pytest.raises(LedgerNotEmpty):
        adopt(target, [])
    other.dispose()


@pytest.mark.both
@pytest.mark.parametrize("spoil", [edit, delete, insert, swap])
def test_a_broken_export_is_not_taken_over(filled: Engine, tmp_path, spoil) -> None:
    other = make_engine(f"sqlite:///{tmp_path / 'other.db'}")
    create(other)
    with filled.begin() as source:
        rows = spoil(list(entries(source)), 5)
    with writer(other).begin() as target, pytest.raises(BrokenChain):
        adopt(target, [asdict(row) for row in rows])
    assert head(other) is None
    other.dispose()


def test_a_line_without_a_field_is_not_taken_over(engine: Engine) -> None:
    with writer(engine).begin() as connection, pytest.raises(BrokenChain, match="too many or too few"):
        adopt(connection, [{"seq": 0}])
