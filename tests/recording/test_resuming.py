"""Who ends a pause: the owner alone at low tier, else two people; after an incident the owner only (reliability c)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine

from agent_scorecard.recording import (
    CompanyFields,
    DecisionFields,
    IncidentFields,
    NotOpen,
    Refused,
    StepFields,
    handle_incident,
    record_decision,
    report_incident,
    set_company,
)
from agent_scorecard.recording.follow_ups import close_follow_up
from agent_scorecard.recording.proposals import approve_proposal, propose_decision
from agent_scorecard.rules.facts import Decision, FollowUp
from agent_scorecard.store import read
from agent_scorecard.store.database import create, make_engine
from agent_scorecard.vocabulary import AgainstReason, Choice, IncidentSeverity, Preset
from tests.recording.climbing_company import files
from tests.recording.conftest import load_texts

DAY = date(2026, 12, 31)
AT = datetime(2026, 12, 31, 9, tzinfo=UTC)
PAUSE = DecisionFields(
    agent="mailer",
    choice=Choice.PAUSE,
    reason="Something is wrong",
    next_step="Look at it",
    owner="ana",
    due=date(2027, 1, 14),
    as_of=DAY,
    against=AgainstReason.NEW_FACT,
)
RESUME = replace(PAUSE, choice=Choice.MAINTAIN, reason="It is put right", next_step="Watch it for a week")
RETIRE = replace(PAUSE, choice=Choice.RETIRE, criteria="Nobody reads it", credentials="Withdrawn", clean_up="Deleted")


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    engine = make_engine(f"sqlite:///{tmp_path / 'board.db'}")
    create(engine)
    load_texts(engine, files(), AT)
    set_company(engine, CompanyFields(name="Company", preset=Preset.ENTERPRISE), by="ana", at=AT)
    yield engine
    engine.dispose()


def decide(engine: Engine, fields: DecisionFields, by: str, minutes: int = 0) -> Decision:
    return record_decision(engine, fields, by=by, at=AT + timedelta(hours=6, minutes=minutes))


def happened(engine: Engine, **more: Any) -> str:
    fields = IncidentFields(
        agent="mailer", summary="A mail went out", severity=IncidentSeverity.HIGH, detected_at=AT, **more
    )
    return report_incident(engine, fields, by="sam", at=AT)


def test_at_low_tier_the_owner_resumes_at_once(engine: Engine) -> None:
    decide(engine, replace(PAUSE, agent="digest"), "sam")
    assert decide(engine, replace(RESUME, agent="digest"), "ana", 1).co_signed_by is None


def test_an_agent_that_was_paused_here_is_started_again_in_its_own_system(engine: Engine) -> None:
    decide(engine, replace(PAUSE, agent="digest"), "sam")
    resumed = decide(engine, replace(RESUME, agent="digest"), "ana", 1)
    evidence = read.agent_evidence(engine, "digest", DAY)
    assert evidence is not None
    promised = [row.what for row in evidence.follow_ups if row.decision == resumed.seq and row.in_place]
    assert promised == ["Start the agent again at level 1 and confirm it here."]


@pytest.mark.parametrize("then", [RESUME, RETIRE], ids=["resumed", "retired"])
def test_once_it_is_resumed_or_over_nobody_is_asked_to_stop_it_any_more(engine: Engine, then: DecisionFields) -> None:
    decide(engine, replace(PAUSE, agent="digest"), "sam")
    stop = next(row for row in promises(engine) if row.in_place)
    assert stop.what == "Stop the agent in its own system and confirm it here."
    decide(engine, replace(then, agent="digest"), "ana", 1)
    assert stop.follow_up not in [row.follow_up for row in promises(engine)]
    with pytest.raises(Refused, match=r"^This ended when entry \d+ of the ledger started or ended the agent\.$"):
        close_follow_up(engine, stop.follow_up, "It stands still", by="sam", at=AT + timedelta(hours=8))


def test_what_was_stopped_before_it_was_resumed_stays_done(engine: Engine) -> None:
    decide(engine, replace(PAUSE, agent="digest"), "sam")
    stop = next(row for row in promises(engine) if row.in_place)
    close_follow_up(engine, stop.follow_up, "It stands still", by="sam", at=AT + timedelta(hours=6, minutes=1))
    decide(engine, replace(RESUME, agent="digest"), "ana", 2)
    assert stop.follow_up in [row.follow_up for row in promises(engine)]


def promises(engine: Engine) -> tuple[FollowUp, ...]:
    evidence = read.agent_evidence(engine, "digest", DAY)
    assert evidence is not None
    return evidence.follow_ups


def test_above_it_a_second_person_approves(engine: Engine) -> None:
    decide(engine, PAUSE, "sam")
    with pytest.raises(Refused, match=r"^Medium tier: a second person signs\. Name Ruth Adler \(ruth\)"):
        decide(engine, RESUME, "ana", 1)
    asked = propose_decision(engine, RESUME, by="ana", at=AT + timedelta(hours=7))
    made = approve_proposal(engine, asked.proposal, by="ruth", at=AT + timedelta(hours=8), as_of=DAY)
    assert (made.choice, made.by, made.co_signed_by) == (Choice.MAINTAIN, "ana", "ruth")


def test_to_revise_a_paused_agent_does_not_resume_it(engine: Engine) -> None:
    decide(engine, PAUSE, "sam")
    decide(engine, replace(PAUSE, choice=Choice.REVISE), "leo", 1)
    with pytest.raises(Refused, match=r"^Medium tier: a second person signs\."):
        decide(engine, RESUME, "leo", 2)
    with pytest.raises(NotOpen, match=r"A paused agent is resumed before it is expanded\."):
        decide(engine, replace(PAUSE, choice=Choice.EXPAND), "ana", 2)


def test_a_small_company_asks_nobody_below_high_tier(engine: Engine) -> None:
    set_company(engine, CompanyFields(name="Company", preset=Preset.SMALL), by="ana", at=AT)
    decide(engine, PAUSE, "sam")
    assert decide(engine, RESUME, "ana", 1).co_signed_by is None


def test_while_only_the_pause_holds_a_serious_incident_back_nobody_resumes(engine: Engine) -> None:
    made = happened(engine)
    handle_incident(
        engine, StepFields(incident=made, paused_at=AT + timedelta(minutes=5)), by="sam", at=AT.replace(hour=10)
    )
    decide(engine, PAUSE, "sam")
    with pytest.raises(NotOpen) as why:
        decide(engine, replace(RESUME, co_signed_by="ruth"), "ana", 1)
    assert str(why.value) == f"Only the pause holds incident {made} back: roll it back or resolve it first."


def test_after_an_incident_only_the_owner_or_who_stands_in_for_them_resumes(engine: Engine) -> None:
    made = happened(engine)
    put_right = StepFields(incident=made, paused_at=AT + timedelta(minutes=5), rolled_back_at=AT + timedelta(minutes=9))
    handle_incident(engine, put_right, by="sam", at=AT.replace(hour=10))
    decide(engine, PAUSE, "sam")
    with pytest.raises(Refused) as why:
        decide(engine, replace(RESUME, co_signed_by="ruth"), "sam", 1)
    assert f"Incident {made} stands behind this pause: only its owner, Ana Ruiz, resumes it." in str(why.value)
    load_texts(engine, {"people.csv": "person,name,delegate\nana,Ana Ruiz,leo\n"}, AT)
    resumed = decide(engine, replace(RESUME, co_signed_by="ruth"), "leo", 2)
    assert (resumed.by, resumed.in_place_of) == ("leo", "ana")
