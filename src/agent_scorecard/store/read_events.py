"""Read what happened up to the as-of day: changes, evals, approvals, drills, decisions and follow-ups."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import Select, and_, select, tuple_

from agent_scorecard.rules.facts import AcceptedGap, Approval, Change, Decision, Drill, Eval, FollowUp, WeeklyReview
from agent_scorecard.store.scope import TABLES, Scope, before, by_agent, names_of, not_after
from agent_scorecard.vocabulary import ApprovalVerdict


def read_changes(scope: Scope) -> dict[str, list[Change]]:
    """Return every change in order of time, also those after the as-of day: they tell what held before them."""
    return by_agent(scope, "changes", Change, names_of(Change), order=("changed_at", "change"))


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


def read_decisions(scope: Scope) -> tuple[dict[str, list[Decision]], dict[str, list[Decision]]]:
    """Return the decisions that count, and those a later one supersedes: they count for nothing (reliability c)."""
    table = TABLES["decisions"]
    columns = [table.c[name] for name in names_of(Decision)]
    rows = [Decision(*row) for row in scope.rows(table, columns, table.c.as_of <= scope.as_of, order=[table.c.seq])]
    superseded = {row.supersedes for row in rows}
    counting: dict[str, list[Decision]] = defaultdict(list)
    corrected: dict[str, list[Decision]] = defaultdict(list)
    for row in rows:
        (corrected if row.seq in superseded else counting)[row.agent].append(row)
    return counting, corrected


def _superseded(scope: Scope) -> Select[Any]:
    table = TABLES["decisions"].alias("correcting")
    return select(table.c.supersedes).where(table.c.supersedes.is_not(None), table.c.as_of <= scope.as_of)


def read_follow_ups(scope: Scope) -> dict[str, list[FollowUp]]:
    """Return what decisions, weekly reviews and incidents up to the day promised; one closed later was still open."""
    table, decisions, weekly = TABLES["follow_ups"], TABLES["decisions"], TABLES["weekly_reviews"]
    incidents = TABLES["incidents"]
    columns = [table.c[name] for name in names_of(FollowUp)]
    decided = select(decisions.c.seq).where(decisions.c.as_of <= scope.as_of)
    reviewed = select(weekly.c.seq).where(weekly.c.held_on <= scope.as_of)
    found_by_then = select(incidents.c.incident).where(incidents.c.detected_at < scope.end)
    taken = table.c.decision.in_(decided) | table.c.decision.in_(reviewed) | table.c.incident.in_(found_by_then)
    ended = and_(table.c.decision.in_(_superseded(scope)), table.c.done_on.is_(None))
    found: dict[str, list[FollowUp]] = defaultdict(list)
    for fields in scope.rows(table, columns, taken, ~ended, order=[table.c.due, table.c.follow_up]):
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


def read_exceptions(scope: Scope) -> dict[str, list[AcceptedGap]]:
    """Return the gaps accepted up to the day; one ended later still held."""
    table = TABLES["exceptions"]
    columns = [table.c[name] for name in names_of(AcceptedGap)]
    found: dict[str, list[AcceptedGap]] = defaultdict(list)
    for fields in scope.rows(table, columns, table.c.accepted_on <= scope.as_of, order=[table.c.seq]):
        row = AcceptedGap(*fields)
        found[row.agent].append(replace(row, ended_on=not_after(row.ended_on, scope.as_of)))
    return found
