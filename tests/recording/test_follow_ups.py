from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import Engine

from agent_scorecard.recording import NotPermitted, Refused, Unknown, close_follow_up
from agent_scorecard.recording.agreement import disagreements
from agent_scorecard.store.database import revision
from agent_scorecard.vocabulary import AgainstReason, Choice
from tests.recording.test_decisions import AT, entries, promises, record
from tests.tampering import tampering

pytestmark = pytest.mark.both

LATER = datetime(2026, 11, 6, 23, 30, tzinfo=UTC)


def pause(engine: Engine) -> None:
    record(engine, choice=Choice.PAUSE, against=AgainstReason.NEW_FACT)


def test_a_promise_is_closed_with_its_day_and_note(engine: Engine) -> None:
    record(engine)
    before = revision(engine)
    closed = close_follow_up(engine, "1-1", "Bound agreed with risk", by="ana", at=LATER)
    assert (closed.follow_up, closed.done_on, closed.note) == ("1-1", date(2026, 11, 6), "Bound agreed with risk")
    assert revision(engine) == before + 1
    assert entries(engine)[-1].what == "follow-up closed"


@pytest.mark.parametrize(
    ("follow_up", "note", "sentence"),
    [
        ("1-2", " ", "Say how it was checked in the agent's own system."),
        ("1-1", "x" * 4001, "The note has 4,001 characters; 4,000 are kept."),
        ("1-1", "Read\x1b[2J", "The note holds a character that cannot be seen or stored: type it again."),
    ],
)
def test_a_note_is_asked_for_where_something_was_set(engine: Engine, follow_up, note, sentence) -> None:
    pause(engine)
    with pytest.raises(Refused) as refused:
        close_follow_up(engine, follow_up, note, by="ana", at=LATER)
    assert str(refused.value) == sentence
    assert [row.done_on for row in promises(engine)] == [None, None]


def test_a_promise_needs_no_note(engine: Engine) -> None:
    record(engine)
    assert close_follow_up(engine, "1-1", "", by="ana", at=LATER).note is None


def test_a_promise_is_closed_once(engine: Engine) -> None:
    record(engine)
    close_follow_up(engine, "1-1", "", by="ana", at=LATER)
    with pytest.raises(Refused, match=r"This was closed on 6 Nov 2026\."):
        close_follow_up(engine, "1-1", "again", by="ana", at=LATER)


def test_only_a_promise_that_was_made_is_closed_by_somebody(engine: Engine) -> None:
    record(engine)
    with pytest.raises(Unknown, match=r"There is no follow-up 9-9\."):
        close_follow_up(engine, "9-9", "", by="ana", at=LATER)
    with pytest.raises(NotPermitted):
        close_follow_up(engine, "1-1", "", by="", at=LATER)


def test_the_tables_say_what_the_ledger_says(engine: Engine) -> None:
    pause(engine)
    close_follow_up(engine, "1-2", "Switched off, queue is empty", by="ben", at=AT)
    assert disagreements(engine) == ()


@pytest.mark.parametrize(
    ("statement", "sentences"),
    [
        ("UPDATE decisions SET reason = 'better'", ("Decision 1 is not what the ledger says.",)),
        ("UPDATE follow_ups SET due = '2027-01-01'", ("Follow-up 1-1 is not what the ledger says.",)),
        ("DELETE FROM follow_ups", ("Follow-up 1-1 is in the ledger but not in its table.",)),
        (
            (
                "INSERT INTO follow_ups (follow_up, agent, what, owner, due, decision, in_place, row_version) "
                "SELECT '7-1', agent, what, owner, due, decision, in_place, 0 FROM follow_ups"
            ),
            ("Follow-up 7-1 is in its table but not in the ledger.",),
        ),
    ],
    ids=["changed decision", "changed promise", "lost promise", "added promise"],
)
def test_a_row_that_differs_from_the_ledger_is_named(engine: Engine, statement, sentences) -> None:
    record(engine)
    with tampering(engine) as connection:
        connection.exec_driver_sql(statement)
    assert disagreements(engine) == sentences
