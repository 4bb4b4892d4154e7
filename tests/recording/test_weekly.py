"""The review of a week: recorded once, kept in the ledger, one change or none, and every refusal with its way out."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import DatabaseError

from agent_scorecard.loading.exporting import export
from agent_scorecard.loading.load import load
from agent_scorecard.recording import NotPermitted, Refused, Unknown, close_follow_up
from agent_scorecard.recording.agreement import disagreements
from agent_scorecard.recording.weekly import PromisedChange, WeeklyFields, record_week
from agent_scorecard.rules.evidence import Evidence
from agent_scorecard.rules.facts import WeeklyReview
from agent_scorecard.store import ledger, read
from agent_scorecard.store.content import content_hash
from agent_scorecard.store.database import open_database, revision, writer
from agent_scorecard.vocabulary import WeeklyChange
from tests.recording.conftest import load_texts
from tests.recording.test_decisions import entries

LIVE = date(2026, 10, 2)
HELD = date(2026, 10, 16)
AT = datetime(2026, 10, 30, 16, tzinfo=UTC)
CHANGE = PromisedChange(
    kind=WeeklyChange.SOP, what="Name the source of each figure", owner="ben", due=date(2026, 10, 23)
)
SAID = WeeklyFields(
    agent="new",
    week=2,
    held_on=HELD,
    attendees=("ana", "ben@example.com", "Olga of the desk"),
    handled_well="- Every figure had its source\n\n  Nobody waited  ",
    changes=(CHANGE,),
)
FILES = {"agents.csv": "agent,name,status,live_on,risk_tier\nnew,New one,live,2026-10-02,low\n"}


@pytest.fixture
def engine(engine: Engine) -> Engine:
    load_texts(engine, FILES)
    return engine


def record(engine: Engine, by: str = "ana", token: str | None = None, **said: Any) -> int:
    return record_week(engine, replace(SAID, **said), by=by, at=AT, token=token)


def seen(engine: Engine, day: date = HELD) -> Evidence:
    found = read.agent_evidence(engine, "new", day)
    assert found is not None
    return found


@pytest.mark.both
def test_a_week_is_kept_with_who_met_what_was_said_and_what_was_promised(engine: Engine) -> None:
    seq = record(engine)
    assert seen(engine).weekly_reviews == (
        WeeklyReview(
            agent="new",
            begins=date(2026, 10, 9),
            week=2,
            held_on=HELD,
            attendees=("ana", "ben", "Olga of the desk"),
            by="ana",
            seq=seq,
            handled_well="Every figure had its source\nNobody waited",
            change=WeeklyChange.SOP,
        ),
    )
    (promise,) = seen(engine).follow_ups
    assert (promise.what, promise.owner, promise.due, promise.decision) == (CHANGE.what, "ben", CHANGE.due, seq)


def test_the_ledger_alone_tells_it_again(engine: Engine) -> None:
    before = revision(engine)
    seq = record(engine)
    last = entries(engine)[-1]
    assert (last.seq, last.what, last.actor, last.subject) == (seq, "weekly review recorded", "ana", "agent:new")
    assert (revision(engine), ledger.verify(engine).whole, disagreements(engine)) == (before + 1, True, ())


@pytest.mark.parametrize(
    ("event", "statement", "sentence"),
    [
        ("update", "UPDATE weekly_reviews SET handled_well = 'x'", "is not what the ledger says."),
        ("delete", "DELETE FROM weekly_reviews", "is in the ledger but not in its table."),
    ],
)
def test_a_row_is_guarded_and_one_that_was_tampered_with_shows(
    engine: Engine, event: str, statement: str, sentence: str
) -> None:
    record(engine)
    with pytest.raises(DatabaseError, match="are corrected by a new one"), writer(engine).begin() as connection:
        connection.execute(text(statement))
    with writer(engine).begin() as connection:
        connection.execute(text(f"DROP TRIGGER weekly_reviews_no_{event}"))
        connection.execute(text(statement))
    assert disagreements(engine) == (f"Weekly review new 2026-10-09 {sentence}",)


@pytest.mark.both
def test_an_export_loaded_into_a_new_database_tells_the_same(engine: Engine, tmp_path: Path) -> None:
    record(engine)
    export(engine, tmp_path / "out")
    other = open_database(f"sqlite:///{tmp_path / 'other.db'}", create_missing=True)
    load(other, [tmp_path / "out"], today=AT.date(), now=AT, actor="ana")
    assert (content_hash(other), disagreements(other)) == (content_hash(engine), ())
    assert seen(other).weekly_reviews == seen(engine).weekly_reviews
    other.dispose()


def test_what_was_promised_is_open_until_it_is_closed(engine: Engine) -> None:
    seq = record(engine)
    close_follow_up(engine, f"{seq}-1", "Template changed", by="ben", at=AT)
    assert seen(engine).follow_ups[0].done_on is None
    assert seen(engine, AT.date()).follow_ups[0].done_on == AT.date()


def test_a_review_is_not_known_before_it_was_held(engine: Engine) -> None:
    record(engine)
    before = seen(engine, date(2026, 10, 15))
    assert (before.weekly_reviews, before.follow_ups) == ((), ())


def test_none_with_a_reason_promises_nothing(engine: Engine) -> None:
    record(engine, changes=(), no_change="Two reports are too few to change anything")
    assert seen(engine).follow_ups == ()
    assert seen(engine).weekly_reviews[0].no_change == "Two reports are too few to change anything"


def test_a_form_sent_twice_records_once(engine: Engine) -> None:
    assert record(engine, token="t1") == record(engine, token="t1")
    assert len(seen(engine).weekly_reviews) == 1


def test_a_week_is_reviewed_once_even_by_one_held_earlier(engine: Engine) -> None:
    record(engine)
    with pytest.raises(Refused, match="Week 2 was reviewed on 16 Oct 2026, recorded by ana: what was said then stays"):
        record(engine, held_on=date(2026, 10, 12), token="t2")


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"changes": (), "no_change": " "}, "Promise one change, or say why none is needed."),
        ({"changes": (CHANGE, CHANGE)}, "One change a week: keep the one that helps most"),
        ({"no_change": "Nothing"}, "Either one change or none"),
        ({"handled_well": "\n - \n"}, "Write down at least one line"),
        ({"attendees": ()}, "Say who was there."),
        ({"attendees": (" ",)}, "Say who was there."),
        ({"attendees": ("a|b",)}, "a|b is not a name that can be kept"),
        ({"attendees": ("ana",) * 21}, "At most 20 people are kept"),
        ({"week": 3}, "Week 3 begins on 16 Oct 2026: it can be reviewed from that day on."),
        ({"week": 5}, "There is no week 5: the first month has weeks 1 to 4."),
        ({"week": 0}, "There is no week 0"),
        ({"held_on": date(2026, 10, 31)}, "A review cannot be held in the future: today is 30 Oct 2026."),
        ({"held_on": date(2026, 10, 1)}, "New one is neither in a pilot nor live on that day"),
        ({"agent": "triage"}, "The first month of Support triage was over on 11 Feb 2026"),
        ({"agent": "resting"}, "Invoice chaser is neither in a pilot nor live on that day"),
        ({"handled_well": "x" * 4001}, "What it handled well has 4,001 characters; 4,000 are kept."),
        ({"stepped_in": "a\u202eb"}, "Where a person had to step in holds a character that cannot be seen"),
        ({"changes": (replace(CHANGE, what=" "),)}, "Say what is changed."),
        ({"changes": (replace(CHANGE, owner=""),)}, "Name who makes the change."),
        ({"changes": (replace(CHANGE, owner="nobody"),)}, "nobody is not a person of the company: name who makes"),
        ({"changes": (replace(CHANGE, owner="gone"),)}, "Gil One is no longer active: name somebody else"),
        ({"changes": (replace(CHANGE, due=LIVE),)}, "The change is due 2 Oct 2026, before the review was held."),
    ],
)
def test_what_cannot_stand_is_refused_with_its_way_out(engine: Engine, said: dict, sentence: str) -> None:
    before = len(entries(engine))
    said = {"held_on": date(2026, 10, 15), **said} if said.get("week") == 3 else said
    with pytest.raises(Refused) as refused:
        record(engine, **said)
    assert sentence in str(refused.value)
    assert len(entries(engine)) == before


def test_everything_to_put_right_is_said_at_once(engine: Engine) -> None:
    with pytest.raises(Refused) as refused:
        record(engine, attendees=(), handled_well="", changes=())
    assert len(refused.value.sentences) == 3


@pytest.mark.parametrize("agent", ["nobody", "", "a\x00b"])
def test_an_agent_nobody_knows_is_refused(engine: Engine, agent: str) -> None:
    with pytest.raises(Unknown, match="There is no agent"):
        record(engine, agent=agent)


def test_somebody_without_a_name_records_nothing(engine: Engine) -> None:
    with pytest.raises(NotPermitted):
        record(engine, by="")
