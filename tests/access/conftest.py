"""The company of the matrix, loaded once, with something of every kind that waits for an answer."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, update

from agent_scorecard.recording import changes, incident_steps, incidents
from agent_scorecard.recording.exception_entries import GAP_ACCEPTED
from agent_scorecard.recording.gate_entries import SUBMITTED
from agent_scorecard.recording.proposal_entries import PROPOSED
from agent_scorecard.recording.writing import writing
from agent_scorecard.store.database import create, make_engine, open_database, writer
from agent_scorecard.store.scope import TABLES
from agent_scorecard.vocabulary import (
    ChangeKind,
    Choice,
    ExceptionReason,
    ExpandKind,
    Gate,
    GateAnswer,
    GateItem,
    Preset,
    Tier,
)
from tests.access.deeds import on_file
from tests.access.matrix import AGENTS, AT, NAMED, TODAY, TOMORROW, About, loaded
from tests.access.worked import more
from tests.postgresql import Server

BY = "owner"


@pytest.fixture(scope="session")
def filed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("matrix") / "board.db"
    engine = make_engine(f"sqlite:///{path}")
    _filled(engine)
    engine.dispose()
    return path


def _filled(engine: Engine) -> None:
    create(engine)
    loaded(engine)
    for about in AGENTS:
        if about.state != "unowned":
            _propose(engine, about)
        if about.state == "owned":
            _file(engine, about)


@pytest.fixture(scope="module")
def on_server(postgresql: Server) -> Iterator[Engine]:
    """The company of the matrix on a server."""
    with postgresql.database(postgresql.template("matrix", _filled)) as url:
        engine = open_database(url)
        yield engine
        engine.dispose()


@pytest.fixture(scope="module")
def engine(filed: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    yield from _copy(filed, tmp_path_factory.mktemp("enterprise"))


@pytest.fixture(scope="module")
def worked(filed: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    """The same company with something for every form of the pages."""
    for engine in _copy(filed, tmp_path_factory.mktemp("worked")):
        more(engine)
        yield engine


@pytest.fixture(scope="module")
def small(filed: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    """The same company as a small one."""
    for engine in _copy(filed, tmp_path_factory.mktemp("small")):
        with writer(engine).begin() as connection:
            connection.execute(update(TABLES["settings"]).values(preset=Preset.SMALL))
        yield engine


def _copy(filed: Path, folder: Path) -> Iterator[Engine]:
    engine = open_database(f"sqlite:///{shutil.copy(filed, folder)}")
    yield engine
    engine.dispose()


def _entered(engine: Engine, what: str, about: About, body: dict[str, Any]) -> None:
    """Put on the ledger what the rules would ask far more facts for."""
    with writing(engine, BY, what, about.subject, AT) as write:
        write.enter(what, about.subject, body)


def _propose(engine: Engine, about: About) -> None:
    owner = "owner" if about.side == "mine" else "other_owner"
    expands = about.state == "owned"
    body = {
        "agent": about.agent,
        "choice": Choice.EXPAND if expands else Choice.MAINTAIN,
        "kind": ExpandKind.LEVEL if expands else None,
        "to_value": "3" if expands else None,
        **dict.fromkeys(("reason", "next_step", "owner"), "x"),
        **dict.fromkeys(("action", "against", "period", "in_place_of", "token")),
        "due": TOMORROW,
        "as_of": TODAY,
        "seen": 0,
        "owner_then": owner,
        "proposed_by": owner,
        "expires_on": TOMORROW,
        "parts": {},
        "evidence_hash": "0" * 64,
        "agent_version": 0,
        "card_hash": "0" * 64,
    }
    _entered(engine, PROPOSED, about, {"proposal": body})


def _file(engine: Engine, about: About) -> None:
    """An incident with a promise, a planned change, an accepted gap, and a gate that waits for two signatures."""
    incident = incidents.report_incident(
        engine, incidents.IncidentFields(agent=about.agent, summary="It stopped", detected_at=AT), by=BY, at=AT
    )
    fix = incident_steps.Fix("Try again", NAMED, TOMORROW)
    incident_steps.handle_incident(engine, incident_steps.StepFields(incident=incident, fixes=(fix,)), by=BY, at=AT)
    planned = changes.ChangeFields(
        agent=about.agent, kind=ChangeKind.PROMPT, to_value="v2", reason="Shorter", planned_at=AT
    )
    changes.record_change(engine, planned, by=BY, at=AT)
    accepted = {
        "agent": about.agent,
        "gap": "evidence:7",
        "reason": ExceptionReason.PILOT_ONLY,
        "note": "For now",
        "accepted_by": "risk_owner",
        "accepted_on": TODAY,
        "expires_on": TODAY + timedelta(days=30),
        "renews": None,
        "self_approved": False,
        "ended_on": None,
    }
    _entered(engine, GAP_ACCEPTED, about, {"exception": accepted})
    submitted = {
        "agent": about.agent,
        "gate": Gate.INTAKE if about.tier is Tier.HIGH else Gate.PRODUCTION_READINESS,
        "item": GateItem.RESULT,
        "answer": GateAnswer.OPEN,
        "evidence": None,
        "answered_by": BY,
        "answered_on": None,
        "submitted_on": TODAY,
        "reviewers": [],
        "reason": None,
        "expires_on": None,
    }
    _entered(engine, SUBMITTED, about, {"row": submitted})
    assert on_file(engine, "follow_ups", "owner", about) == NAMED
