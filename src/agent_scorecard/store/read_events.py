"""Read what happened up to the as-of day: changes, incidents, evals, approvals, drills, decisions and follow-ups."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import select, tuple_

from agent_scorecard.rules.facts import Approval, Change, Decision, Drill, Eval, FollowUp, WeeklyReview
from agent_scorecard.store.scope import TABLES, Scope, before, by_agent, names_of, not_after
from agent_scorecard.vocabulary import ApprovalVerdict

IDS_AT_ONCE = 20_000


def read_changes(scope: Scope) -> dict[str, list[Change]]:
    """Return every change in order of time, also those after the as-of day: they tell what held before them."""
    return by_agent(scope, "changes", Change, names_of(Change), order=("changed_at", "change"))


def read_incidents(scope: Scope) -> dict[str, list[Incident]]:
    found: dict[str, list[Incident]] = defaultdict(list)
    table = TABLES["incidents"]
    for row in _incidents(scope, table.c.agent.is_not(None)):
        found[str(row.agent)].append(row)
    return found


def library_incidents(scope: Scope) -> tuple[Incident, ...]:
    """Return the incidents of nobody's agent, kept for reading."""
    return tuple(_incidents(replace(scope, agent=None), TABLES["incidents"].c.agent.is_(None)))


def _incidents(scope: Scope, whose: Any) -> list[Incident]:
    table = TABLES["incidents"]
    columns = [table.c[name] for name in names_of(Incident, "known_runs")]
    order = [table.c.agent, table.c.detected_at, table.c.incident]
    found = scope.rows(table, columns, whose, table.c.detected_at < scope.end, order=order)
    return [_open_until(Incident(**row._mapping), scope) for row in found]


def _open_until(incident: Incident, scope: Scope) -> Incident:
    """What was done about an incident after the as-of day was not done yet."""
    return replace(
        incident,
        paused_at=before(incident.paused_at, scope.end),
        drained_at=before(incident.drained_at, scope.end),
        rolled_back_at=before(incident.rolled_back_at, scope.end),
        compensated_at=before(incident.compensated_at, scope.end),
        resolved_at=before(incident.resolved_at, scope.end),
    )


def with_known_runs(
    scope: Scope, found: Mapping[str, list[Incident]], keys: Mapping[str, int]
) -> dict[str, list[Incident]]:
    """Count for each incident how many of its affected runs are there to be looked at."""
    named = {request for rows in found.values() for row in rows for request in row.affected_runs}
    there = _runs_there(scope, [keys[agent] for agent in found if agent in keys], sorted(named))
    return {
        agent: [replace(row, known_runs=_known(row, keys.get(agent), there)) for row in rows]
        for agent, rows in found.items()
    }


def _runs_there(scope: Scope, agents: list[int], requests: list[str]) -> set[tuple[int, str]]:
    runs = TABLES["runs"]
    there: set[tuple[int, str]] = set()
    for begin in range(0, max(len(requests), 1), IDS_AT_ONCE):
        some = requests[begin : begin + IDS_AT_ONCE]
        chosen = select(runs.c.agent, runs.c.request).where(runs.c.agent.in_(agents), runs.c.request.in_(some))
        there.update((agent, request) for agent, request in scope.connection.execute(chosen))
    return there


def _known(incident: Incident, key: int | None, there: set[tuple[int, str]]) -> int | None:
    if not incident.affected_runs:
        return None
    return sum((key, request) in there for request in set(incident.affected_runs))


def read_evals(scope: Scope) -> dict[str, list[Eval]]:
    ran = TABLES["evals"].c.run_at < scope.end
    return by_agent(scope, "evals", Eval, names_of(Eval), ran, order=("run_at", "eval_run"))


def read_approvals(scope: Scope, people: frozenset[str]) -> dict[str, list[Approval]]:
    """Return the queue as it stood: a request decided after the as-of day was still pending."""
    table, other = TABLES["approvals"], TABLES["approvals"].alias("other")
    earlier = tuple_(other.c.decided_at, other.c.approval) < tuple_(table.c.decided_at, table.c.approval)
    previous = (
        select(other.c.decided_at)
        .where(other.c.approver == table.c.approver, earlier)
        .order_by(other.c.decided_at.desc())
        .limit(1)
        .correlate(table)
        .scalar_subquery()
    )
    names = ("approval", "action", "request_id", "requested_at", "opened_at", "decided_at", "approver", "verdict")
    columns = [table.c.agent, previous.label("previous"), *(table.c[name] for name in names)]
    end = scope.end
    where = (table.c.requested_at >= scope.start, table.c.requested_at < end)
    order = [table.c.agent, table.c.requested_at, table.c.approval]
    found: dict[str, list[Approval]] = defaultdict(list)
    for agent, before_that, *fields in scope.rows(table, columns, *where, order=order):
        found[agent].append(_approval(before_that, fields, end, people))
    return found


def _approval(previous: Any, fields: list[Any], end: datetime, people: frozenset[str]) -> Approval:
    approval, action, request_id, requested_at, opened_at, decided_at, approver, verdict = fields
    if decided_at is not None and decided_at >= end:
        opened_at = before(opened_at, end)
        previous = decided_at = approver = None
        verdict = ApprovalVerdict.PENDING
    known = approver in people
    return Approval(
        approval, action, request_id, requested_at, opened_at, decided_at, previous, approver, known, verdict
    )


def read_drills(scope: Scope) -> dict[str, list[Drill]]:
    table = TABLES["drills"]
    done = table.c.drilled_on <= scope.as_of
    return by_agent(scope, "drills", Drill, names_of(Drill), done, order=("drilled_on", "drill"))


def read_decisions(scope: Scope) -> dict[str, list[Decision]]:
    table = TABLES["decisions"]
    columns = [table.c[name] for name in names_of(Decision)]
    found: dict[str, list[Decision]] = defaultdict(list)
    for row in scope.rows(table, columns, table.c.as_of <= scope.as_of, order=[table.c.seq]):
        found[row.agent].append(Decision(*row))
    return found


def read_follow_ups(scope: Scope) -> dict[str, list[FollowUp]]:
    """Return what decisions, weekly reviews and incidents up to the day promised; one closed later was still open."""
    table, decisions, weekly = TABLES["follow_ups"], TABLES["decisions"], TABLES["weekly_reviews"]
    incidents = TABLES["incidents"]
    columns = [table.c[name] for name in names_of(FollowUp)]
    decided = select(decisions.c.seq).where(decisions.c.as_of <= scope.as_of)
    reviewed = select(weekly.c.seq).where(weekly.c.held_on <= scope.as_of)
    found_by_then = select(incidents.c.incident).where(incidents.c.detected_at < scope.end)
    taken = table.c.decision.in_(decided) | table.c.decision.in_(reviewed) | table.c.incident.in_(found_by_then)
    found: dict[str, list[FollowUp]] = defaultdict(list)
    for fields in scope.rows(table, columns, taken, order=[table.c.due, table.c.follow_up]):
        row = FollowUp(*fields)
        done = not_after(row.done_on, scope.as_of)
        found[row.agent].append(row if done == row.done_on else replace(row, done_on=done))
    return found
def read_weekly_reviews(scope: Scope) -> dict[str, list[WeeklyReview]]:
    table = TABLES["weekly_reviews"]
    columns = [table.c[name] for name in names_of(WeeklyReview)]
    found: dict[str, list[WeeklyReview]] = defaultdict(list)
    for row in scope.rows(table, columns, table.c.held_on <= scope.as_of, order=[table.c.agent, table.c.begins]):
        found[row.agent].append(WeeklyReview(*row))
    return found
