"""A wrong decision is corrected by a new one: only the latest counts, what was raised is set back (reliability c)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine
from sqlalchemy.exc import IntegrityError

from agent_scorecard.recording import (
    DecisionFields,
    OutcomeFields,
    Refused,
    close_follow_up,
    record_decision,
    record_outcome,
    restated,
)
from agent_scorecard.recording.agreement import disagreements
from agent_scorecard.recording.policy import policy_in_force
from agent_scorecard.recording.reviews import reviews_of
from agent_scorecard.rules.assess import assess
from agent_scorecard.rules.evidence import Evidence
from agent_scorecard.rules.facts import Decision
from agent_scorecard.store import read
from agent_scorecard.store.database import create, make_engine, writer
from agent_scorecard.vocabulary import AgainstReason, Choice, Disposition, ExpandKind, Level
from tests.recording.climbing_company import files
from tests.recording.conftest import load_texts

DAY = date(2026, 12, 31)
AT = datetime(2026, 12, 31, 15, tzinfo=UTC)
FIELDS = DecisionFields(
    agent="digest",
    choice=Choice.MAINTAIN,
    reason="It holds",
    next_step="Look again",
    owner="ana",
    due=date(2027, 1, 31),
    as_of=DAY,
    against=AgainstReason.OTHER,
)
RAISED = replace(FIELDS, choice=Choice.EXPAND, kind=ExpandKind.LEVEL)


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    engine = make_engine(f"sqlite:///{tmp_path / 'board.db'}")
    create(engine)
    load_texts(engine, files(), AT)
    record_decision(engine, FIELDS, by="ana", at=AT)
    yield engine
    engine.dispose()


def decide(engine: Engine, fields: DecisionFields = FIELDS, by: str = "ana", **changes: Any) -> Decision:
    made = len(evidence(engine).decisions) + len(evidence(engine).corrected)
    return record_decision(engine, replace(fields, **changes), by=by, at=AT + timedelta(minutes=made))


def evidence(engine: Engine) -> Evidence:
    found = read.agent_evidence(engine, "digest", DAY)
    assert found is not None
    return found


def granted(engine: Engine) -> Level:
    known = evidence(engine)
    return assess(known, policy_in_force(known.company)).reading.granted


def open_promises(engine: Engine) -> list[str]:
    return sorted(row.what for row in evidence(engine).follow_ups if row.done_on is None and row.what != "Look again")


def test_a_superseded_raise_takes_the_level_back_at_once_and_stays_readable(engine: Engine) -> None:
    wrong = decide(engine, RAISED)
    assert (granted(engine), open_promises(engine)) == (
        Level.RECOMMENDED,
        ["Set the agent to level 2 in its own system and confirm it here."],
    )
    made = decide(engine, supersedes=wrong.seq, reason="The wrong agent was raised")
    assert (made.supersedes, made.level, granted(engine)) == (wrong.seq, Level.ASSISTED, Level.ASSISTED)
    assert open_promises(engine) == ["Set the agent back to level 1, where it was raised, and confirm it here."]
    assert evidence(engine).corrected == (wrong,)
    assert [row.seq for row in evidence(engine).decisions] == [1, made.seq]
    assert (restated(engine, wrong), restated(engine, made), disagreements(engine)) == ((), (), ())


def test_what_a_corrected_decision_promised_ends_with_it_unless_it_was_kept(engine: Engine) -> None:
    wrong = decide(engine, RAISED)
    close_follow_up(engine, f"{wrong.seq}-1", "Looked", by="ana", at=AT)
    made = decide(engine, supersedes=wrong.seq)
    kept = [row.follow_up for row in evidence(engine).follow_ups if row.decision == wrong.seq]
    assert kept == [f"{wrong.seq}-1"]
    with pytest.raises(Refused, match=rf"This ended when entry {made.seq} of the ledger corrected the decision"):
        close_follow_up(engine, f"{wrong.seq}-2", "Set", by="ben", at=AT)


def test_only_the_last_decision_that_counts_is_corrected_and_only_once(engine: Engine) -> None:
    wrong = decide(engine, RAISED)
    decide(engine, supersedes=wrong.seq)
    for seq in (1, wrong.seq, 999):
        with pytest.raises(Refused) as why:
            decide(engine, supersedes=seq)
        assert str(why.value) == f"Entry {seq} is not the last decision about this agent that counts: correct that one."


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"choice": Choice.PAUSE}, "What stopped or lowered an agent is not undone by a correction"),
        (
            {"choice": Choice.RETIRE, "criteria": "Unused", "credentials": "Revoked", "clean_up": "Deleted"},
            "To retire an agent is final: no correction takes it back.",
        ),
    ],
    ids=["a pause", "a retirement"],
)
def test_what_stopped_an_agent_is_not_undone_by_a_correction(engine: Engine, wrong: Any, sentence: str) -> None:
    made = decide(engine, **wrong)
    with pytest.raises(Refused, match=sentence):
        decide(engine, supersedes=made.seq)


def test_a_step_down_is_not_undone_by_a_correction_but_may_be_said_better(engine: Engine) -> None:
    decide(engine, RAISED)
    down = decide(engine, choice=Choice.REVISE, kind=ExpandKind.LEVEL, to_value="1")
    for choice in (Choice.MAINTAIN, Choice.EXPAND):
        with pytest.raises(Refused):
            decide(engine, choice=choice, supersedes=down.seq)
    again = decide(
        engine, choice=Choice.REVISE, kind=ExpandKind.LEVEL, to_value="1", reason="Said better", supersedes=down.seq
    )
    assert (again.level, granted(engine)) == (Level.ASSISTED, Level.ASSISTED)


def test_a_correction_that_raises_rests_on_evidence_as_any_raise(engine: Engine) -> None:
    wrong = decide(engine, choice=Choice.REVISE)
    made = decide(engine, RAISED, supersedes=wrong.seq)
    assert made.level is Level.RECOMMENDED
    with pytest.raises(Refused, match="A level rises one step at a time: from 1 to 2"):
        decide(engine, RAISED, to_value="3", supersedes=made.seq)


def test_what_is_to_be_set_back_stays_so_when_the_correction_is_corrected_too(engine: Engine) -> None:
    wrong = decide(engine, RAISED)
    first = decide(engine, choice=Choice.REVISE, supersedes=wrong.seq)
    back = ["Set the agent back to level 1, where it was raised, and confirm it here."]
    second = decide(engine, supersedes=first.seq)
    assert (granted(engine), open_promises(engine)) == (Level.ASSISTED, back)
    done = next(row for row in evidence(engine).follow_ups if row.decision == second.seq and row.in_place)
    close_follow_up(engine, done.follow_up, "Set back", by="ben", at=AT)
    decide(engine, choice=Choice.REVISE, supersedes=second.seq)
    assert open_promises(engine) == []


def test_the_correction_of_a_resumption_stops_the_agent_again(engine: Engine) -> None:
    decide(engine, choice=Choice.PAUSE)
    resumed = decide(engine)
    decide(engine, choice=Choice.REVISE, supersedes=resumed.seq)
    again = "Stop the agent again in its own system, where it was resumed, and confirm it here."
    assert again in open_promises(engine)


def test_a_mode_that_was_lowered_is_not_given_back_by_a_correction(engine: Engine) -> None:
    lower = replace(FIELDS, choice=Choice.REVISE, kind=ExpandKind.MODE)
    down = decide(engine, lower, action="warehouse.query", to_value="shadow")
    with pytest.raises(Refused, match=r"A correction leaves warehouse\.query at shadow or stricter:"):
        decide(engine, lower, action="warehouse.query", to_value="in", supersedes=down.seq)
    stricter = decide(engine, lower, action="warehouse.query", to_value="forbidden", supersedes=down.seq)
    assert stricter.to_value == "forbidden"


def test_who_decides_in_an_owners_place_is_recorded_with_the_owner(engine: Engine) -> None:
    people = "person,name,delegate\nana,Ana Ruiz,sam\nsam,Sam Okoro,leo\n"
    load_texts(engine, {"people.csv": people}, AT)
    assert decide(engine, by="sam").in_place_of == "ana"
    assert decide(engine, by="leo").in_place_of is None
    assert decide(engine, by="ana").in_place_of is None


def outcome(engine: Engine, **more: Any) -> Any:
    fields = {"disposition": Disposition.SAFE, "held_on": DAY, "period": "2026-Q4", "agent": "digest", **more}
    return record_outcome(engine, OutcomeFields(**fields), by="leo", at=AT + timedelta(hours=1))


def test_an_outcome_is_corrected_by_a_new_one_that_says_why(engine: Engine) -> None:
    wrong = outcome(engine)
    with pytest.raises(Refused, match=r"Say why the outcome is corrected\."):
        outcome(engine, disposition=Disposition.GATED, corrects=wrong.seq)
    right = outcome(engine, disposition=Disposition.GATED, corrects=wrong.seq, reason="Picked the wrong line")
    assert reviews_of(engine, "2026-Q4") == (right,)
    assert (right.disposition, right.reason) == (Disposition.GATED, "Picked the wrong line")
    with pytest.raises(Refused, match="leo recorded the outcome of 2026-Q4 for digest"):
        outcome(engine, corrects=wrong.seq, reason="Again")
    assert disagreements(engine) == ()


def test_no_agent_is_merged_into_one_that_is_over(engine: Engine) -> None:
    merged = replace(FIELDS, choice=Choice.MERGE, to_value="mailer")
    outcome(engine, overrule=merged)
    back = replace(merged, agent="mailer", to_value="digest")
    with pytest.raises(Refused, match=r"^digest is over itself: name an agent that goes on\.$"):
        outcome(engine, agent="mailer", overrule=back)


def test_the_database_lets_no_outcome_be_changed_but_by_its_correction(engine: Engine) -> None:
    wrong = outcome(engine)
    with pytest.raises(IntegrityError, match="corrected by a new one"), writer(engine).begin() as connection:
        connection.exec_driver_sql(f"UPDATE reviews SET chair = 'eve', seq = {wrong.seq} WHERE agent = 'digest'")


def test_an_outcome_is_corrected_too_after_something_newer_was_decided(engine: Engine) -> None:
    wrong = outcome(engine, overrule=replace(FIELDS, choice=Choice.REVISE))
    newer = decide(engine, reason="The figures came in")
    right = outcome(engine, corrects=wrong.seq, disposition=Disposition.GATED, reason="Picked the wrong line")
    assert (right.confirms, right.disposition) == (newer.seq, Disposition.GATED)
    again = outcome(engine, corrects=right.seq, overrule=replace(FIELDS, choice=Choice.REVISE))
    assert (again.outcome, disagreements(engine)) == (Choice.REVISE, ())


def test_an_outcome_is_corrected_too_after_its_decision_was(engine: Engine) -> None:
    wrong = outcome(engine, overrule=replace(FIELDS, choice=Choice.REVISE))
    right = decide(engine, supersedes=wrong.confirms)
    assert outcome(engine, corrects=wrong.seq, reason="It was corrected").confirms == right.seq


def test_a_chairs_own_wrong_decision_is_corrected_with_the_outcome(engine: Engine) -> None:
    wrong = outcome(engine, overrule=replace(FIELDS, choice=Choice.REVISE))
    with pytest.raises(Refused, match="correct entry"):
        outcome(engine, corrects=wrong.seq, reason="Wrong agent")
    right = outcome(engine, corrects=wrong.seq, overrule=replace(FIELDS, reason="The wrong agent was revised"))
    assert [row.seq for row in evidence(engine).corrected] == [wrong.confirms]
    assert right.outcome is Choice.MAINTAIN
    assert disagreements(engine) == ()
