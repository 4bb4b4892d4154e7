"""Customer health in the sample company: task, summary and note are freed one by one, and outreach always waits."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine

from agent_scorecard import where
from agent_scorecard.loading.load import load
from agent_scorecard.loading.sources import upload
from agent_scorecard.policy import default_policy
from agent_scorecard.recording import DecisionFields, Refused, record_decision
from agent_scorecard.recording.follow_ups import close_follow_up
from agent_scorecard.rules.evidence import Evidence
from agent_scorecard.rules.facts import Decision
from agent_scorecard.rules.graduation import graduations
from agent_scorecard.store import read
from agent_scorecard.store.database import open_database
from agent_scorecard.vocabulary import AgainstReason, Choice, ExpandKind, Mode
from tests.sample import sample_copy

AGENT = "cs-health"
NOTE, TASK, SUMMARY = "crm.write_health_note", "crm.create_task", "chat.post_leadership_summary"
OUTREACH = "mail.send_outreach"
OPENS, MONTH_LATER = date(2026, 10, 30), date(2026, 11, 30)
FILES = where.SAMPLE_DATA / "juniper_outdoor" / "2026-10-30"
WAITS = f"A person approves every call of {OUTREACH}, whatever the level."


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    engine = open_database(sample_copy(tmp_path))
    yield engine
    engine.dispose()


def noon(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 18, tzinfo=UTC)


def seen(engine: Engine, day: date) -> Evidence:
    found = read.agent_evidence(engine, AGENT, day)
    assert found is not None
    return found


def freed(engine: Engine, day: date) -> set[str]:
    return {row.action for row in seen(engine, day).actions if row.mode is Mode.ON}


def earned(engine: Engine, day: date) -> set[str]:
    return {row.action.action for row in graduations(seen(engine, day), default_policy()) if row.earned}


def raised(engine: Engine, action: str, to: str = "on", day: date = OPENS, second: str | None = "ruth") -> Decision:
    fields = DecisionFields(
        agent=AGENT,
        choice=Choice.EXPAND,
        kind=ExpandKind.MODE,
        action=action,
        to_value=to,
        reason="As the evidence says",
        next_step="Read some of them on Tuesdays",
        owner="maya",
        due=day + timedelta(days=30),
        as_of=day,
        co_signed_by=second,
        against=AgainstReason.OTHER,
    )
    return record_decision(engine, fields, by="chen", at=noon(day))


def refused(engine: Engine, action: str, **said: Any) -> tuple[str, ...]:
    with pytest.raises(Refused) as caught:
        raised(engine, action, **said)
    return tuple(caught.value.sentences)


def confirm(engine: Engine, made: Decision, day: date) -> None:
    """The owner of the system sets the mode and confirms it."""
    close_follow_up(engine, f"{made.seq}-2", "Set this morning", by="aisha", at=noon(day))


def inventory(engine: Engine, action: str, mode: str, day: date) -> None:
    """The inventory comes anew, with this mode of one action since this day."""
    with (FILES / "actions.csv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if (row["agent"], row["action"]) == (AGENT, action)]
    bring(engine, "actions", [{**row, "mode": mode, "mode_since": str(day)} for row in rows], day)


def bring(engine: Engine, table: str, rows: Sequence[dict[str, str]], day: date) -> None:
    text = io.StringIO()
    writer = csv.DictWriter(text, list(rows[0]))
    writer.writeheader()
    writer.writerows(rows)
    told = [upload(f"{table}.csv", text.getvalue().encode())]
    assert load(engine, told, today=day, now=noon(day), actor="chen").refusals == ()


def summaries_read(first: date, last: date) -> list[dict[str, str]]:
    """One summary each working day, opened at four and read for three minutes."""
    days = (first + timedelta(days=step) for step in range((last - first).days + 1))
    return [
        {
            "agent": AGENT,
            "approval": f"LS-{day:%y%m%d}",
            "action": SUMMARY,
            "requested_at": f"{day}T15:00:00Z",
            "opened_at": f"{day}T16:00:00Z",
            "decided_at": f"{day}T16:03:00Z",
            "approver": "chen",
            "verdict": "approved",
        }
        for day in days
        if day.weekday() < 5
    ]


@pytest.mark.parametrize(
    ("day", "stands", "next_one"),
    [
        (date(2026, 5, 31), set(), set()),
        (date(2026, 6, 1), {TASK}, set()),
        (date(2026, 6, 30), {TASK}, set()),
        (date(2026, 7, 31), {TASK}, {SUMMARY}),
        (date(2026, 8, 6), {TASK, SUMMARY}, set()),
        (date(2026, 9, 21), {TASK, SUMMARY}, set()),
        (date(2026, 9, 28), {TASK, SUMMARY}, {NOTE}),
        (OPENS, {TASK, SUMMARY}, {NOTE}),
    ],
    ids=lambda given: str(given) if isinstance(given, date) else ", ".join(sorted(given)),
)
def test_one_action_after_the_other_has_earned_its_mode(
    engine: Engine, day: date, stands: set[str], next_one: set[str]
) -> None:
    assert (freed(engine, day), earned(engine, day)) == (stands, next_one)


def test_the_summary_was_decided_on_its_evidence_and_confirmed_in_place(engine: Engine) -> None:
    (made,) = (row for row in seen(engine, OPENS).decisions if row.kind is ExpandKind.MODE)
    assert (made.action, made.to_value, made.as_of, made.co_signed_by) == (SUMMARY, "on", date(2026, 8, 3), "ruth")
    (step,) = (row for row in seen(engine, OPENS).follow_ups if row.decision == made.seq and row.in_place)
    assert step.done_on == date(2026, 8, 6)


@pytest.mark.parametrize(
    ("action", "day", "said"),
    [
        (SUMMARY, date(2026, 6, 30), "18 decisions since the mode began; it is judged at 100."),
        (NOTE, date(2026, 9, 21), "91 decisions since the mode began; it is judged at 100."),
    ],
)
def test_before_its_evidence_an_action_is_refused(engine: Engine, action: str, day: date, said: str) -> None:
    assert said in refused(engine, action, day=day)


def outreach_waits(engine: Engine, day: date = OPENS) -> None:
    for to in ("on", "out"):
        assert WAITS in refused(engine, OUTREACH, to=to, day=day)


def note_in_place(engine: Engine) -> None:
    confirm(engine, raised(engine, NOTE), OPENS)
    inventory(engine, NOTE, "on", OPENS)


def test_the_note_is_freed_one_step_by_two_people_and_only_once(engine: Engine) -> None:
    outreach_waits(engine)
    assert refused(engine, NOTE, to="out") == (f"{NOTE} is in the loop: a mode rises one step at a time.",)
    (alone,) = refused(engine, NOTE, second=None)
    assert alone.startswith("Medium tier above level 2: a second person signs. Name Ruth Svensson (ruth)")
    made = raised(engine, NOTE)
    (awaited,) = refused(engine, NOTE)
    assert awaited.endswith("is already decided, on 30 Oct 2026, and not confirmed in place: confirm that first.")
    confirm(engine, made, OPENS)
    (on_file,) = refused(engine, NOTE)
    assert on_file.endswith("and is in place: load the inventory with the new mode.")
    outreach_waits(engine)


def test_with_the_note_in_place_nothing_else_has_risen_along(engine: Engine) -> None:
    note_in_place(engine)
    assert (freed(engine, OPENS), earned(engine, OPENS)) == ({TASK, SUMMARY, NOTE}, set())
    for action in (TASK, SUMMARY, NOTE):
        assert "Level 3 allows on the loop at most." in refused(engine, action, to="out")
    outreach_waits(engine)


def test_a_summary_that_was_put_back_is_freed_again_by_its_own_reading_not_by_the_note(engine: Engine) -> None:
    note_in_place(engine)
    inventory(engine, SUMMARY, "in", date(2026, 10, 31))
    assert freed(engine, MONTH_LATER) == {TASK, NOTE}
    assert "0 decisions since the mode began; it is judged at 100." in refused(engine, SUMMARY, day=MONTH_LATER)
    bring(engine, "approvals", summaries_read(date(2026, 11, 2), date(2026, 11, 27)), MONTH_LATER)
    assert earned(engine, MONTH_LATER) == {SUMMARY}
    confirm(engine, raised(engine, SUMMARY, day=MONTH_LATER), MONTH_LATER)
    inventory(engine, SUMMARY, "on", MONTH_LATER)
    assert freed(engine, MONTH_LATER) == {TASK, SUMMARY, NOTE}
    outreach_waits(engine, MONTH_LATER)
