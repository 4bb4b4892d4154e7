"""The change log: what changed when, who approved it, which eval saw it, and what happened after it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from agent_scorecard import format
from agent_scorecard.boards import words
from agent_scorecard.boards.changes.seen import KIND_WORDS, ChangesFilter, id_of, name_of
from agent_scorecard.policy.shapes import Policy
from agent_scorecard.rules.answers import Assessment
from agent_scorecard.rules.change_log import Gate, LoggedChange, change_log
from agent_scorecard.rules.climbing import Trial
from agent_scorecard.rules.cuts import company_day
from agent_scorecard.rules.evidence import Evidence
from agent_scorecard.rules.facts import PlannedChange
from agent_scorecard.rules.releasing import accepted_risk, eval_gaps, open_plans
from agent_scorecard.rules.statistics import Climb
from agent_scorecard.rules.versions import unlogged_versions

RISES = {Climb.ALERT: "clearly more", Climb.WATCH: "perhaps more", Climb.QUIET: "no clear rise"}


@dataclass(frozen=True, slots=True)
class LogRow:
    """One change as a line; `gap` and `no_eval` say what is open about it, "" where nothing is."""

    agent: str
    name: str
    change: str
    day: date
    when: str
    kind: str
    what: str
    reason: str
    author: str
    approver: str
    self_approved: bool
    gap: str
    eval: str
    no_eval: str
    effect: str
    effect_of: str
    rises: Climb | None


@dataclass(frozen=True, slots=True)
class PlanRow:
    """One change that is planned, with what it still asks for before it is released."""

    agent: str
    name: str
    change: str
    kind: str
    what: str
    reason: str
    author: str
    since: str
    lacks: tuple[str, ...]
    accepted: str


@dataclass(frozen=True, slots=True)
class UnloggedRow:
    """A version the runs show and no change tells of."""

    agent: str
    name: str
    version: str
    when: str


@dataclass(frozen=True, slots=True)
class Log:
    said: str
    plans: tuple[PlanRow, ...]
    unlogged: tuple[UnloggedRow, ...]
    rows: tuple[LogRow, ...]


def log(shown: Sequence[Assessment], policy: Policy, choice: ChangesFilter) -> Log:
    """Return what is planned, what nobody logged, and the log of the kind and days chosen, the latest first."""
    rows = sorted(
        (row for one in shown for row in _rows(one, policy, choice)),
        key=lambda row: (row.day, row.change),
        reverse=True,
    )
    plans = [_plan(one, policy, plan) for one in shown for plan in open_plans(one.evidence) if _fits(plan, choice)]
    unlogged = [row for one in shown for row in _unlogged(one, policy, choice)] if choice.kind is None else []
    return Log(_said(rows, plans, unlogged), tuple(plans), tuple(unlogged), tuple(rows))


def plan_row(one: Assessment, policy: Policy, change: str) -> PlanRow | None:
    """Return one planned change, None where the agent has no such plan open."""
    found = (plan for plan in open_plans(one.evidence) if plan.change == change)
    return next((_plan(one, policy, plan) for plan in found), None)


def moved(before: str | None, after: str | None, action: str | None = None) -> str:
    """What a change did, in a few words: "crm.create_task: in → on"."""
    values = f"{before} → {after}" if before and after else after or before or ""
    return ": ".join(part for part in (action, values) if part) or "not stated"


def _said(rows: Sequence[LogRow], plans: Sequence[PlanRow], unlogged: Sequence[UnloggedRow]) -> str:
    lacking, silent = sum(bool(row.gap) for row in rows), sum(bool(row.no_eval) for row in rows)
    parts = [
        f"{format.count(lacking)} without an approver" if lacking else "",
        f"{format.count(silent)} that no passing eval saw" if silent else "",
        f"{format.count(len(unlogged))} the runs show and nobody logged" if unlogged else "",
    ]
    open_ = format.listed([part for part in parts if part])
    said = f"{words.counted(len(rows), 'change')} on record{f', {open_}' if open_ else ''}."
    return f"{said} {words.counted(len(plans), 'more')} planned." if plans else said


def _rows(one: Assessment, policy: Policy, choice: ChangesFilter) -> Iterator[LogRow]:
    first = _first_day(one.evidence, choice)
    for row in change_log(one.evidence, policy):
        if row.day >= first and choice.kind in (None, row.change.kind):
            yield _row(one, row)


def _first_day(evidence: Evidence, choice: ChangesFilter) -> date:
    return date.min if choice.days is None else evidence.as_of - timedelta(days=choice.days - 1)


def _row(one: Assessment, row: LoggedChange) -> LogRow:
    change, company = row.change, one.evidence.company
    is_own = "self-approved" if row.self_approved else f"approved by {words.person(company, change.approver)}"
    told, no_eval = _eval(one.evidence, row)
    return LogRow(
        agent=id_of(one),
        name=name_of(one),
        change=change.change,
        day=row.day,
        when=format.day(row.day, one.evidence.as_of),
        kind=KIND_WORDS[change.kind],
        what=moved(change.from_value, change.to_value, change.action),
        reason=change.reason or "",
        author=words.person(company, change.author) if change.author else "author not stated",
        approver="" if row.unapproved else is_own,
        self_approved=row.self_approved,
        gap="Nobody approved it" if row.unapproved else "",
        eval=told,
        no_eval=no_eval,
        effect=_effect(row.effect),
        effect_of=_sizes(row.effect),
        rises=row.effect.result.answer if row.effect else None,
    )


def _eval(evidence: Evidence, row: LoggedChange) -> tuple[str, str]:
    """What saw the change, and what is open about that."""
    seen = "" if row.eval is None else f"{row.eval.suite}, {format.n_of(row.eval.passed, row.eval.cases)}"
    if row.gate is Gate.ACCEPTED and row.accepted is not None:
        who = words.person(evidence.company, row.accepted.accepted_by)
        return f"Risk accepted by {who} until {format.day(row.accepted.expires_on, evidence.as_of)}", ""
    if row.accepted is not None and row.gate is Gate.NONE:
        return (
            "",
            f"Accepted until {format.day(row.accepted.expires_on, evidence.as_of)} only, and no eval passed since",
        )
    open_ = {
        Gate.FAILED: f"Did not pass: {seen}",
        Gate.UNKNOWN: f"{row.change.eval_run} is not on file",
        Gate.NONE: "No passing eval saw it",
    }
    return (seen if row.gate is Gate.PASSED else "", open_.get(row.gate, ""))


def _effect(trial: Trial | None) -> str:
    if trial is None:
        return ""
    shares = (format.percent(above / below) for above, below in (trial.before, trial.after))
    return f"{' → '.join(shares)}, {RISES[trial.result.answer]}"


def _sizes(trial: Trial | None) -> str:
    return "" if trial is None else f"n = {format.count(trial.before[1])} / {format.count(trial.after[1])}"


def _fits(plan: PlannedChange, choice: ChangesFilter) -> bool:
    return choice.kind in (None, plan.kind)


def _plan(one: Assessment, policy: Policy, plan: PlannedChange) -> PlanRow:
    evidence = one.evidence
    risk = accepted_risk(evidence, plan.change)
    holds = risk is not None and risk.holds_on(evidence.as_of)
    return PlanRow(
        agent=id_of(one),
        name=name_of(one),
        change=plan.change,
        kind=KIND_WORDS[plan.kind],
        what=moved(plan.from_value, plan.to_value, plan.action),
        reason=plan.reason,
        author=words.person(evidence.company, plan.author),
        since=format.day(company_day(evidence, plan.planned_at), evidence.as_of),
        lacks=() if holds else tuple(eval_gaps(evidence, policy, plan)),
        accepted=_accepted(evidence, risk.accepted_by, risk.expires_on) if risk is not None and holds else "",
    )


def _accepted(evidence: Evidence, who: str, until: date) -> str:
    return f"{words.person(evidence.company, who)} accepted the risk until {format.day(until, evidence.as_of)}."


def _unlogged(one: Assessment, policy: Policy, choice: ChangesFilter) -> Iterator[UnloggedRow]:
    for version, day in unlogged_versions(one.evidence, policy, _first_day(one.evidence, choice)):
        yield UnloggedRow(id_of(one), name_of(one), version, format.day(day, one.evidence.as_of))
