"""Whether a task should be done at all: the last answer counts, each with its reason, each refusal with a way out."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine

from agent_scorecard.loading.exporting import export
from agent_scorecard.loading.load import load
from agent_scorecard.recording import NotPermitted, Refused, Unknown
from agent_scorecard.recording.agreement import disagreements
from agent_scorecard.recording.intake import IntakeFields, answer_intake
from agent_scorecard.rules.facts import IntakeAnswer
from agent_scorecard.store import ledger, read
from agent_scorecard.store.content import content_hash
from agent_scorecard.store.database import open_database, revision
from agent_scorecard.vocabulary import Worth
from tests.recording.conftest import load_texts
from tests.recording.test_decisions import entries

AT = datetime(2026, 10, 30, 16, tzinfo=UTC)
DAY = date(2026, 10, 30)
ROWS = """task,team,agent,repeatability,risk,data_readiness,judgement,time_saved,hours_per_week
Answer sizes,Support,,4,3,3,3,3,9
Sort tickets,Support,triage,5,3,4,2,5,60
"""
SAID = IntakeFields(
    task="Answer sizes",
    worth=Worth.DO,
    reason="Asked forty times a day",
    answered_on=DAY,
    trigger="A chat opens",
    first_step="Ana reads the draft",
)


@pytest.fixture
def asked(engine: Engine) -> Engine:
    load_texts(engine, {"tasks.csv": ROWS})
    return engine


def record(engine: Engine, by: str = "ana", **said: Any) -> int:
    return answer_intake(engine, replace(SAID, **said), by=by, at=AT)


def kept(engine: Engine, day: date = DAY) -> tuple[IntakeAnswer, ...]:
    return read.portfolio(engine, day).company.intake


def test_an_answer_is_kept_with_its_reason_and_the_monday_morning(asked: Engine) -> None:
    seq = record(asked)
    (row,) = kept(asked)
    assert row == IntakeAnswer(
        seq, "Answer sizes", Worth.DO, SAID.reason, DAY, "ana", "A chat opens", "Ana reads the draft"
    )
    assert (entries(asked)[-1].what, ledger.verify(asked).whole, disagreements(asked)) == ("intake answered", True, ())


def test_a_later_answer_is_one_more_and_the_same_one_is_not(asked: Engine) -> None:
    first = record(asked)
    before = revision(asked)
    assert (record(asked), revision(asked)) == (first, before)
    assert record(asked, worth=Worth.STOP, reason="The size guide answers it") > first
    assert [row.worth for row in kept(asked)] == [Worth.DO, Worth.STOP]


def test_an_answer_is_not_known_before_it_was_given(asked: Engine) -> None:
    record(asked)
    assert kept(asked, date(2026, 10, 29)) == ()


@pytest.mark.both
def test_an_export_loaded_into_a_new_database_tells_the_same(asked: Engine, tmp_path: Path) -> None:
    record(asked)
    export(asked, tmp_path / "out")
    other = open_database(f"sqlite:///{tmp_path / 'other.db'}", create_missing=True)
    load(other, [tmp_path / "out"], today=DAY, now=AT, actor="ana")
    assert (content_hash(other), disagreements(other), kept(other)) == (content_hash(asked), (), kept(asked))
    other.dispose()


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"reason": " "}, "Write down the reason."),
        ({"trigger": ""}, "Say what starts it on a Monday morning and what a person then does first"),
        ({"first_step": ""}, "Say what starts it on a Monday morning and what a person then does first"),
        ({"task": "Sort tickets"}, "triage took this task already: decide about it on its card."),
        ({"answered_on": date(2026, 10, 31)}, "An answer cannot be given in the future: today is 30 Oct 2026."),
        ({"reason": "x" * 4001}, "The reason has 4,001 characters; 4,000 are kept."),
        ({"trigger": "a\x00b"}, "The trigger holds a character that cannot be seen or stored"),
    ],
)
def test_what_cannot_stand_is_refused_with_its_way_out(asked: Engine, said: dict, sentence: str) -> None:
    with pytest.raises(Refused) as refused:
        record(asked, **said)
    assert sentence in str(refused.value)
    assert kept(asked) == ()


def test_a_task_that_is_not_worth_doing_needs_no_monday_morning(asked: Engine) -> None:
    record(asked, worth=Worth.STOP, trigger="", first_step="")
    assert kept(asked)[0].trigger is None


def test_a_task_nobody_loaded_is_refused(asked: Engine) -> None:
    with pytest.raises(Unknown, match=r"There is no task Sing: load it with tasks\.csv\."):
        record(asked, task="Sing")


def test_somebody_without_a_name_answers_nothing(asked: Engine) -> None:
    with pytest.raises(NotPermitted):
        record(asked, by="")
