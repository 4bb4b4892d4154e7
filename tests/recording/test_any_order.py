"""Whatever people do in whatever order, autonomy rises on evidence only, one step at a time (rules 6, 7; E9)."""

from __future__ import annotations

import tempfile
from collections import Counter
from datetime import datetime, time, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule, run_state_machine_as_test
from sqlalchemy import Engine

from agent_scorecard.recording import (
    DecisionFields,
    IncidentFields,
    Refused,
    StepFields,
    close_follow_up,
    handle_incident,
    record_decision,
    report_incident,
)
from agent_scorecard.recording.agreement import disagreements
from agent_scorecard.recording.policy import policy_in_force
from agent_scorecard.rules.answers import Assessment
from agent_scorecard.rules.assess import assess
from agent_scorecard.rules.facts import Decision
from agent_scorecard.rules.signatures import signature
from agent_scorecard.store import ledger, read
from agent_scorecard.store.database import create, make_engine
from agent_scorecard.vocabulary import (
    AgainstReason,
    Choice,
    EvidenceState,
    ExpandKind,
    IncidentSeverity,
    Level,
    Mode,
)
from tests.recording.climbing_company import ACTIONS, BEGINS, LOADED, TIERS, files
from tests.recording.conftest import load_texts

RUNS, STEPS = 200, 50
LEAST_ACCEPTED = 0.2
PEOPLE = ("ana", "ben", "ruth", "sam")
there = {EvidenceState.THERE, EvidenceState.DOES_NOT_APPLY}
FOLDER = tempfile.TemporaryDirectory(prefix="any-order-")
tried: Counter[str] = Counter()

agents = st.sampled_from(tuple(TIERS))
people = st.sampled_from(PEOPLE)
choices = st.sampled_from((*Choice, Choice.MAINTAIN, Choice.EXPAND, Choice.EXPAND, Choice.EXPAND))
kinds = st.sampled_from((None, ExpandKind.LEVEL, ExpandKind.LEVEL, ExpandKind.MODE, ExpandKind.SCOPE))
targets = st.sampled_from((None, *(str(level.value) for level in Level), *(mode.value for mode in Mode)))
severities = st.sampled_from((IncidentSeverity.LOW, IncidentSeverity.HIGH, IncidentSeverity.UNDETERMINED))


class Company(RuleBasedStateMachine):
    """Two agents that bear out one level after another, and four people who try whatever they like."""

    def __init__(self) -> None:
        super().__init__()
        self.day = BEGINS
        self.steps = 0
        self.granted = dict.fromkeys(TIERS, Level.ASSISTED)
        self.retired: set[str] = set()
        self.incidents: list[str] = []
        self.promises: list[str] = []

    @initialize()
    def opened(self) -> None:
        self.engine = _engine()
        for agent in TIERS:
            self._decided(agent, Choice.MAINTAIN, None, None, "ana", None)

    @rule(days=st.integers(1, 35))
    def time_passes(self, days: int) -> None:
        self.day += timedelta(days=days)

    @rule(agent=agents, choice=choices, kind=kinds, to=targets, by=people, second=st.none() | people)
    def somebody_decides(
        self, agent: str, choice: Choice, kind: ExpandKind | None, to: str | None, by: str, second: str | None
    ) -> None:
        self._decided(agent, choice, kind, to, by, second)

    @rule(agent=agents, severity=severities)
    def something_happens(self, agent: str, severity: IncidentSeverity) -> None:
        fields = IncidentFields(agent=agent, summary="It went wrong", severity=severity, detected_at=self._at())
        if made := self._tried(report_incident, fields, by="sam"):
            self.incidents.append(made)

    @rule(data=st.data(), cause=st.sampled_from(("", "A rule was missing")))
    def somebody_handles_it(self, data: st.DataObject, cause: str) -> None:
        if self.incidents:
            incident = data.draw(st.sampled_from(self.incidents))
            step = StepFields(
                incident=incident,
                resolved_at=self._at(),
                rca_trace=cause,
                rca_guardrail_gaps=cause,
                rca_fixes=cause,
            )
            self._tried(handle_incident, step, by="ruth")

    @rule(data=st.data())
    def a_promise_is_kept(self, data: st.DataObject) -> None:
        if self.promises:
            promise = data.draw(st.sampled_from(self.promises))
            if self._tried(close_follow_up, promise, "Looked at in its own system", by="ben"):
                self.promises.remove(promise)

    def teardown(self) -> None:
        assert (ledger.verify(self.engine).whole, disagreements(self.engine)) == (True, ())
        self.engine.dispose()

    def _at(self) -> datetime:
        return datetime.combine(self.day, time(15), tzinfo=LOADED.tzinfo) + timedelta(seconds=self.steps)

    def _decided(
        self, agent: str, choice: Choice, kind: ExpandKind | None, to: str | None, by: str, second: str | None
    ) -> None:
        before = self._assessed(agent) if choice is Choice.EXPAND else None
        fields = DecisionFields(
            agent=agent,
            choice=choice,
            reason="Tried",
            next_step="Look again",
            owner="ana",
            due=self.day + timedelta(days=30),
            as_of=self.day,
            kind=kind,
            action=ACTIONS[agent][0] if kind is ExpandKind.MODE else None,
            to_value=to if kind in (ExpandKind.LEVEL, ExpandKind.MODE) else None,
            against=AgainstReason.OTHER,
            co_signed_by=second,
            criteria="met",
            credentials="withdrawn",
            clean_up="done",
        )
        made = self._tried(record_decision, fields, by=by)
        if made is not None:
            self._holds(made, before)

    def _holds(self, made: Decision, before: Assessment | None) -> None:
        """What must be true of every decision that was recorded, whatever came before it."""
        assert made.agent not in self.retired
        assert made.co_signed_by != made.by
        if made.level > self.granted[made.agent]:
            assert (made.choice, made.kind) == (Choice.EXPAND, ExpandKind.LEVEL)
            assert made.level == self.granted[made.agent] + 1
            tried["raised"] += 1
        if made.choice is Choice.EXPAND:
            assert before is not None
            self._was_earned(made, before)
        self.granted[made.agent] = made.level
        if made.choice is Choice.RETIRE:
            self.retired.add(made.agent)
        self.promises.append(f"{made.seq}-1")

    def _was_earned(self, made: Decision, before: Assessment) -> None:
        assert before.reading.granted is self.granted[made.agent]
        assert before.blocks == ()
        assert not any(row.severity.is_serious and row.resolved_at is None for row in before.evidence.incidents)
        if made.kind is ExpandKind.LEVEL:
            assert {item.state for item in before.reading.required} <= there
        asked = signature(before.evidence, policy_in_force(before.evidence.company), before.reading, made.kind)
        assert asked is None or made.co_signed_by in asked.open_to(made.by)

    def _assessed(self, agent: str) -> Assessment:
        evidence = read.agent_evidence(self.engine, agent, self.day)
        assert evidence is not None
        return assess(evidence, policy_in_force(evidence.company))

    def _tried(self, record: Any, *given: Any, **more: Any) -> Any:
        self.steps += 1
        try:
            made = record(self.engine, *given, at=self._at(), **more)
        except Refused:
            tried["refused"] += 1
            return None
        tried["accepted"] += 1
        return made


def _engine() -> Engine:
    """The company as it was loaded, in the one file of this run; the engine keeps what it compiled."""
    engine, path, loaded = _place()
    for left in path.parent.glob(f"{path.name}-*"):
        left.unlink()
    path.write_bytes(loaded)
    return engine


@cache
def _place() -> tuple[Engine, Path, bytes]:
    path = Path(FOLDER.name) / "board.db"
    engine = make_engine(f"sqlite:///{path}")
    create(engine)
    load_texts(engine, files(), LOADED)
    engine.dispose()
    return engine, path, path.read_bytes()


def test_no_order_of_steps_raises_autonomy_without_evidence_or_the_right_people() -> None:
    wanted = max(RUNS, settings.default.max_examples) if settings.default else RUNS
    run_state_machine_as_test(Company, settings=settings(max_examples=wanted, stateful_step_count=STEPS))
    assert tried["accepted"] >= LEAST_ACCEPTED * (tried["accepted"] + tried["refused"]), tried
    assert tried["raised"] >= wanted / 10, tried
