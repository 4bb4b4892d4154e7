"""Whatever people do in whatever order, autonomy rises on evidence only, one step at a time (rules 6, 7; E9)."""

from __future__ import annotations

import tempfile
from collections import Counter
from dataclasses import replace
from datetime import datetime, time, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import seed, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule, run_state_machine_as_test
from sqlalchemy import Engine

from agent_scorecard.recording import (
    DecisionFields,
    Fix,
    IncidentFields,
    Refused,
    StepFields,
    close_follow_up,
    handle_incident,
    record_decision,
    report_incident,
)
from agent_scorecard.recording.agreement import disagreements
from agent_scorecard.recording.exceptions import GapFields, accept_gap, end_exception
from agent_scorecard.recording.policy import policy_in_force
from agent_scorecard.recording.proposals import (
    approve_proposal,
    decline_proposal,
    propose_decision,
    withdraw_proposal,
)
from agent_scorecard.rules.answers import Assessment
from agent_scorecard.rules.assess import assess
from agent_scorecard.rules.facts import AcceptedGap, Decision
from agent_scorecard.rules.signatures import signature
from agent_scorecard.store import ledger, read
from agent_scorecard.store.database import create, make_engine
from agent_scorecard.vocabulary import (
    AgainstReason,
    Choice,
    EvidenceState,
    ExceptionReason,
    ExpandKind,
    IncidentSeverity,
    Level,
    Mode,
)
from tests.postgresql import Server
from tests.recording.climbing_company import ACTIONS, BEGINS, LOADED, TIERS, files
from tests.recording.conftest import load_texts

RUNS, STEPS, SHARDS = 200, 50, 4
ON_SERVER = 3
LEAST_ACCEPTED, MOST_INCIDENTS = 0.2, 4
PEOPLE = ("ana", "ben", "ruth", "sam")
there = {EvidenceState.THERE, EvidenceState.DOES_NOT_APPLY}
FOLDER = tempfile.TemporaryDirectory(prefix="any-order-")
tried: Counter[str] = Counter()

agents = st.sampled_from(tuple(TIERS))
whiles, seconds = st.integers(0, 60), st.sampled_from(("ruth", "ben", "sam"))
people = st.sampled_from(PEOPLE)
often, seldom = (Choice.EXPAND,) * 8, (Choice.PAUSE, Choice.RETIRE, Choice.MERGE)
choices = st.sampled_from((*often, *(Choice.MAINTAIN, Choice.REVISE) * 3, *seldom))
kinds = st.sampled_from((*(ExpandKind.LEVEL,) * 4, None, ExpandKind.MODE, ExpandKind.SCOPE))
targets = st.sampled_from((*(None,) * 8, *(str(level.value) for level in Level), *(mode.value for mode in Mode)))
gaps = st.sampled_from((*("evidence:4",) * 5, "evidence:7", "evidence:6", "item:O1", "finding:validation_stale"))
accepters = st.sampled_from((*("ruth",) * 4, "ana", "ben"))
severities = st.sampled_from((*(IncidentSeverity.LOW,) * 4, IncidentSeverity.HIGH, IncidentSeverity.UNDETERMINED))


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
        self.proposals: dict[str, str] = {}
        self.accepted: dict[str, AcceptedGap] = {}

    @initialize()
    def opened(self) -> None:
        self.engine = self.opened_on()
        for agent in TIERS:
            self._decided(agent, Choice.MAINTAIN, None, None, "ana", None)

    def opened_on(self) -> Engine:
        return _engine()

    @rule(days=st.integers(1, 20))
    def time_passes(self, days: int) -> None:
        self.day += timedelta(days=days)

    @rule(agent=agents, choice=choices, kind=kinds, to=targets, by=people, second=st.none() | people)
    def somebody_decides(
        self, agent: str, choice: Choice, kind: ExpandKind | None, to: str | None, by: str, second: str | None
    ) -> None:
        self._decided(agent, choice, kind, to, by, second)

    @rule(agent=agents, second=st.sampled_from((None, "ruth")))
    def the_owner_reaches_for_the_next_level(self, agent: str, second: str | None) -> None:
        self._decided(agent, Choice.EXPAND, ExpandKind.LEVEL, None, "ana", second)

    @precondition(lambda self: len(self.incidents) < MOST_INCIDENTS)
    @rule(agent=agents, severity=severities)
    def something_happens(self, agent: str, severity: IncidentSeverity) -> None:
        fields = IncidentFields(agent=agent, summary="It went wrong", severity=severity, detected_at=self._at())
        if made := self._tried(report_incident, fields, by="sam"):
            self.incidents.append(made)

    @precondition(lambda self: self.incidents)
    @rule(data=st.data(), by=people, cause=st.sampled_from(("", "A rule was missing")), lowered=st.booleans())
    def somebody_handles_it(self, data: st.DataObject, by: str, cause: str, lowered: bool) -> None:
        incident = data.draw(st.sampled_from(self.incidents))
        fixes = (Fix("Write the rule down", "ben", self.day + timedelta(days=14)),) if cause else ()
        step = StepFields(
            incident=incident,
            severity=IncidentSeverity.LOW if lowered else None,
            reason="It looked worse than it was" if lowered else "",
            resolved_at=None if lowered else self._at(),
            rca_trace=cause,
            rca_guardrail_gaps=cause,
            fixes=fixes,
        )
        if self._tried(handle_incident, step, by=by):
            tried["handled"] += 1

    @precondition(lambda self: self.promises)
    @rule(data=st.data())
    def a_promise_is_kept(self, data: st.DataObject) -> None:
        promise = data.draw(st.sampled_from(self.promises))
        if self._tried(close_follow_up, promise, "Looked at in its own system", by="ben"):
            self.promises.remove(promise)

    @rule(agent=agents, kind=kinds, to=targets, by=people)
    def somebody_proposes(self, agent: str, kind: ExpandKind | None, to: str | None, by: str) -> None:
        self._proposed(agent, kind, to, by)

    @rule(agent=agents, days=whiles, by=seconds)
    def two_people_agree_on_the_next_level_after_a_while(self, agent: str, days: int, by: str) -> None:
        self.time_passes(days)
        self._accepted(agent, "evidence:4", "ruth", 30)
        self._proposed(agent, ExpandKind.LEVEL, None, "ana")
        if self.proposals:
            self._approved(list(self.proposals)[-1], by)

    def _proposed(self, agent: str, kind: ExpandKind | None, to: str | None, by: str) -> None:
        if made := self._tried(propose_decision, self._fields(agent, Choice.EXPAND, kind, to), by=by):
            assert self._assessed(agent).reading.granted is self.granted[agent]
            tried["proposed"] += 1
            self.proposals[made.proposal] = agent

    @precondition(lambda self: self.proposals)
    @rule(data=st.data(), by=people, answer=st.sampled_from(("approve", "approve", "approve", "decline", "withdraw")))
    def somebody_answers(self, data: st.DataObject, by: str, answer: str) -> None:
        proposal = data.draw(st.sampled_from(sorted(self.proposals)))
        if answer == "decline":
            self._tried(decline_proposal, proposal, "Not yet", by=by)
        elif answer == "withdraw":
            self._tried(withdraw_proposal, proposal, by=by)
        else:
            self._approved(proposal, by)

    def _approved(self, proposal: str, by: str) -> None:
        before = self._assessed(self.proposals[proposal])
        made = self._tried(approve_proposal, proposal, by=by, as_of=self.day)
        if made is not None:
            assert made.co_signed_by == by
            tried["approved"] += 1
            self._holds(made, before)

    @rule(agent=agents, gap=gaps, by=accepters, days=st.integers(-1, 100))
    def somebody_accepts_a_gap(self, agent: str, gap: str, by: str, days: int) -> None:
        self._accepted(agent, gap, by, days)

    @rule(agent=agents, days=whiles)
    def the_owner_reaches_over_an_accepted_gap_after_a_while(self, agent: str, days: int) -> None:
        self.time_passes(days)
        self._accepted(agent, "evidence:4", "ruth", 30)
        self._decided(agent, Choice.EXPAND, ExpandKind.LEVEL, None, "ana", None)

    def _accepted(self, agent: str, gap: str, by: str, days: int) -> None:
        fields = GapFields(
            agent=agent,
            gap=gap,
            reason=ExceptionReason.TEMPORARY_GAP,
            note="For now",
            expires_on=self.day + timedelta(days=days),
            as_of=self.day,
        )
        if made := self._tried(accept_gap, fields, by=by):
            assert (made.accepted_by, days <= 90) == (by, True)
            tried["gaps"] += 1
            self.accepted[made.exception] = made

    @precondition(lambda self: self.accepted)
    @rule(data=st.data(), by=people)
    def somebody_ends_it(self, data: st.DataObject, by: str) -> None:
        exception = data.draw(st.sampled_from(sorted(self.accepted)))
        if made := self._tried(end_exception, exception, "Closed", as_of=self.day, by=by):
            self.accepted[exception] = made

    def teardown(self) -> None:
        assert (ledger.verify(self.engine).whole, disagreements(self.engine)) == (True, ())
        self.engine.dispose()

    def _at(self) -> datetime:
        return datetime.combine(self.day, time(15), tzinfo=LOADED.tzinfo) + timedelta(seconds=self.steps)

    def _decided(
        self, agent: str, choice: Choice, kind: ExpandKind | None, to: str | None, by: str, second: str | None
    ) -> None:
        before = self._assessed(agent) if choice is Choice.EXPAND else None
        fields = replace(self._fields(agent, choice, kind, to), co_signed_by=second)
        made = self._tried(record_decision, fields, by=by)
        if made is not None:
            self._holds(made, before)

    def _fields(self, agent: str, choice: Choice, kind: ExpandKind | None, to: str | None) -> DecisionFields:
        return DecisionFields(
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
            criteria="met",
            credentials="withdrawn",
            clean_up="done",
        )

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
            for item in self._bare(before).reading.required:
                assert item.state in there or self._is_accepted(made, item.item)
        asked = signature(before.evidence, policy_in_force(before.evidence.company), before.reading, made.kind)
        assert asked is None or made.co_signed_by in asked.open_to(made.by)

    def _bare(self, one: Assessment) -> Assessment:
        """The agent as it would stand had nobody accepted a gap."""
        evidence = replace(one.evidence, exceptions=())
        return assess(evidence, policy_in_force(evidence.company))

    def _is_accepted(self, made: Decision, item: int) -> bool:
        """Whether somebody who neither owns the agent nor decides accepted this gap, or a part of it, for this day."""
        rows = [row for row in self.accepted.values() if row.agent == made.agent]
        live = [row for row in rows if row.accepted_on <= self.day <= row.expires_on and row.ended_on is None]
        tried["by exception"] += 1
        return any(
            row.gap == f"evidence:{item}" or not row.gap.startswith("evidence:")
            for row in live
            if row.accepted_by not in ("ana", made.by)
        )

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
    _filled(engine)
    engine.dispose()
    return engine, path, path.read_bytes()


def _filled(engine: Engine) -> None:
    create(engine)
    load_texts(engine, files(), LOADED)


def test_the_same_holds_on_a_server(postgresql: Server) -> None:
    """A few runs: the rules are the same code, and what differs is how their records are kept."""
    template = postgresql.template("climbing", _filled)

    class OnServer(Company):
        def opened_on(self) -> Engine:
            self.place = postgresql.database(template)
            return make_engine(self.place.__enter__())

        def teardown(self) -> None:
            super().teardown()
            self.place.__exit__(None, None, None)

    tried.clear()
    chosen = settings(max_examples=ON_SERVER, stateful_step_count=STEPS // 2, derandomize=True, database=None)
    run_state_machine_as_test(OnServer, settings=chosen)
    assert tried["accepted"] >= LEAST_ACCEPTED * (tried["accepted"] + tried["refused"]), tried


@pytest.mark.hypothesis
@pytest.mark.parametrize("shard", range(SHARDS))
def test_no_order_of_steps_raises_autonomy_without_evidence_or_the_right_people(shard: int) -> None:
    tried.clear()
    runs = max(RUNS, settings().max_examples) // SHARDS
    chosen = settings(max_examples=runs, stateful_step_count=STEPS)
    run_state_machine_as_test(seed(shard)(type(f"Company{shard}", (Company,), {})), settings=chosen)
    assert tried["accepted"] >= LEAST_ACCEPTED * (tried["accepted"] + tried["refused"]), tried
    assert tried["raised"] >= runs / 10, tried
    assert min(tried["approved"], tried["gaps"], tried["by exception"]) > 0, tried
