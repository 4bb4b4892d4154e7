"""The eval suites: who owns each, how its last run stands, and which judgements of people are no case of it yet."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from agent_scorecard import format
from agent_scorecard.boards import words
from agent_scorecard.boards.changes.seen import id_of, name_of
from agent_scorecard.boards.oversight.seen import counted
from agent_scorecard.boards.sample import trace_of
from agent_scorecard.policy.shapes import Policy
from agent_scorecard.rules.answers import Assessment
from agent_scorecard.rules.cuts import company_day
from agent_scorecard.rules.evals import owes_evals
from agent_scorecard.rules.evidence import Evidence
from agent_scorecard.rules.facts import RunSample
from agent_scorecard.rules.run_counts import first_of
from agent_scorecard.rules.suites import Suite, SuiteState, evaluation_owner, judged_approvals, not_kept, suites
from agent_scorecard.vocabulary import ReviewOutcome


@dataclass(frozen=True, slots=True)
class SuiteRow:
    """One suite; `owner` is "" where nobody owns the evals of the agent, `gap` "" where the last run passed."""

    agent: str
    name: str
    suite: str
    owner: str
    ran: str
    age: str
    result: str
    edge: str
    source: str
    state: SuiteState
    gap: str


@dataclass(frozen=True, slots=True)
class Untested:
    """An agent without a suite, and whether its tier asks for one."""

    agent: str
    name: str
    said: str
    is_asked: bool


@dataclass(frozen=True, slots=True)
class Waiting:
    """How many judgements of an agent are no eval case yet, and how many are."""

    agent: str
    name: str
    count: int
    kept: int


@dataclass(frozen=True, slots=True)
class JudgedRun:
    """A run a person judged otherwise, that could become a case; `trace` is "" where the agent names no tool."""

    request_id: str
    outcome: ReviewOutcome
    when: str
    about: str
    trace: str


@dataclass(frozen=True, slots=True)
class Evals:
    said: str
    days: int
    suites: tuple[SuiteRow, ...]
    untested: tuple[Untested, ...]
    waiting: tuple[Waiting, ...]


def evals(shown: Sequence[Assessment], policy: Policy) -> Evals:
    """Return the suites, the worst first, agents without any, and what people judged otherwise since."""
    rows = [row for one in shown for row in _suites(one, policy)]
    untested = [_untested(one, policy) for one in shown if not one.evidence.evals]
    waiting = [_waiting(one, policy) for one in shown]
    return Evals(
        said=_said(shown, rows),
        days=policy.look_back.breaches_days,
        suites=tuple(sorted(rows, key=lambda row: list(SuiteState).index(row.state))),
        untested=tuple(sorted(untested, key=lambda row: not row.is_asked)),
        waiting=tuple(sorted((row for row in waiting if row.count), key=lambda row: -row.count)),
    )


def judged(one: Assessment, policy: Policy, runs: Sequence[RunSample]) -> tuple[JudgedRun, ...]:
    """Return the runs given, or the approvals of an agent whose runs nobody logs, as what could become a case."""
    if runs or one.evidence.days:
        return tuple(_judged(one.evidence, run) for run in runs)
    first = first_of(policy.look_back.breaches_days, one.evidence.as_of)
    kept = {row.request_id for row in one.evidence.eval_cases}
    found = judged_approvals(one.evidence, policy, first)
    return tuple(
        JudgedRun(name, ReviewOutcome(row.verdict.value), _when(one.evidence, row.requested_at), row.action or "", "")
        for row in found
        if (name := row.request_id or row.approval) not in kept
    )


def _judged(evidence: Evidence, run: RunSample) -> JudgedRun:
    about = " · ".join(part for part in (run.case_class, f"version {run.version}" if run.version else "") if part)
    return JudgedRun(
        request_id=run.request_id,
        outcome=run.outcome,
        when=_when(evidence, run.at),
        about=about,
        trace=trace_of(evidence.agent, run.request_id),
    )


def _when(evidence: Evidence, at: datetime) -> str:
    return format.day(company_day(evidence, at), evidence.as_of)


def _said(shown: Sequence[Assessment], rows: Sequence[SuiteRow]) -> str:
    tested = sum(bool(one.evidence.evals) for one in shown)
    if not tested:
        return "No eval suite is on record here."
    current = sum(row.state is SuiteState.PASSED for row in rows)
    unowned = sum(not row.owner for row in rows)
    has = f"{counted(tested, len(shown), 'agent')} {'has' if tested == 1 else 'have'} an eval suite"
    owners = f"; for {format.count(unowned)} nobody owns the evals" if unowned else ""
    return f"{has}. {format.n_of(current, len(rows))} passed on what is in use{owners}."


def _suites(one: Assessment, policy: Policy) -> Iterator[SuiteRow]:
    evidence = one.evidence
    owner = evaluation_owner(evidence)
    for row in suites(evidence, policy):
        last = row.last
        yield SuiteRow(
            agent=id_of(one),
            name=name_of(one),
            suite=last.suite,
            owner=words.person(evidence.company, owner) if owner else "",
            ran=format.day(row.ran_on, evidence.as_of),
            age=f"{format.plural((evidence.as_of - row.ran_on).days, 'day')} ago",
            result=format.n_of(last.passed, last.cases),
            edge=format.plural(last.edge_cases, "edge case") if last.edge_cases else "no edge case",
            source=f"{last.case_source.value} cases" if last.case_source else "source not stated",
            state=row.state,
            gap=_gap(row, evidence),
        )


def _gap(row: Suite, evidence: Evidence) -> str:
    if row.state is SuiteState.FAILING:
        return "Its last run did not pass" if row.last.cases else "Its last run held no case"
    return f"Older than the change of {format.day(row.since, evidence.as_of)}" if row.since else ""


def _untested(one: Assessment, policy: Policy) -> Untested:
    is_asked = owes_evals(one.evidence, policy)
    said = "No suite is on record" if is_asked else "No suite, and its tier asks for none"
    return Untested(id_of(one), name_of(one), said, is_asked)


def _waiting(one: Assessment, policy: Policy) -> Waiting:
    return Waiting(id_of(one), name_of(one), not_kept(one.evidence, policy), len(one.evidence.eval_cases))
