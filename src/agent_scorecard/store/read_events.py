"""Read what happened up to the as-of day: changes, evals, approvals, drills, decisions and follow-ups."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import Subquery, and_, select, tuple_

from agent_scorecard.rules.corrected import FINAL
from agent_scorecard.rules.facts import AcceptedGap, Approval, Change, Decision, Drill, Eval, FollowUp, WeeklyReview
from agent_scorecard.store.scope import AS_OF, END, START, TABLES, Rows, Scope, before, by_agent, names_of, not_after
from agent_scorecard.vocabulary import ApprovalVerdict, Choice

RAN = TABLES["evals"].c.run_at < END
DRILLED = TABLES["drills"].c.drilled_on <= AS_OF

# Every change, also those after the as-of day: they tell what held before them.
read_changes = by_agent("changes", Change, names_of(Change), order=("changed_at", "change"))
read_evals = by_agent("evals", Eval, names_of(Eval), RAN, order=("run_at", "eval_run"))
read_drills = by_agent("drills", Drill, names_of(Drill), DRILLED, order=("drilled_on", "drill"))


def _requested() -> Rows:
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
    where = (table.c.requested_at >= START, table.c.requested_at < END)
    return Rows(table, columns, *where, order=[table.c.agent, table.c.requested_at, table.c.approval])


def _decided() -> Rows:
    table = TABLES["decisions"]
    return Rows(table, [table.c[name] for name in names_of(Decision)], table.c.as_of <= AS_OF, order=[table.c.seq])


def _promised() -> Rows:
    table, decisions, weekly = TABLES["follow_ups"], TABLES["decisions"], TABLES["weekly_reviews"]
    incidents, correcting = TABLES["incidents"], TABLES["decisions"].alias("correcting")
    decided = select(decisions.c.seq).where(decisions.c.as_of <= AS_OF)
    reviewed = select(weekly.c.seq).where(weekly.c.held_on <= AS_OF)
    found_by_then = select(incidents.c.incident).where(incidents.c.detected_at < END)
    superseded = select(correcting.c.supersedes).where(
        correcting.c.supersedes.is_not(None), correcting.c.as_of <= AS_OF
    )
    taken = table.c.decision.in_(decided) | table.c.decision.in_(reviewed) | table.c.incident.in_(found_by_then)
    ends = ends_of_pauses().c
    overtaken = and_(table.c.in_place, table.c.decision.in_(select(ends.pause).where(ends.day <= AS_OF)))
    ended = and_(table.c.decision.in_(superseded) | overtaken, table.c.done_on.is_(None))
    columns = [table.c[name] for name in names_of(FollowUp)]
    return Rows(table, columns, taken, ~ended, order=[table.c.due, table.c.follow_up])


def ends_of_pauses() -> Subquery:
    """Each pause with the entry that resumed or ended the agent after it: nobody is to stop it any more."""
    pauses, later = TABLES["decisions"].alias("pauses"), TABLES["decisions"].alias("later")
    follows = and_(later.c.agent == pauses.c.agent, later.c.seq > pauses.c.seq, later.c.as_of >= pauses.c.as_of)
    told = select(pauses.c.seq.label("pause"), later.c.seq.label("entry"), later.c.as_of.label("day"))
    ends = pauses.c.choice == Choice.PAUSE, later.c.choice.in_((Choice.MAINTAIN, *FINAL))
    return told.join(later, follows).where(*ends).subquery("ends_of_pauses")


def _reviewed() -> Rows:
    table = TABLES["weekly_reviews"]
    columns = [table.c[name] for name in names_of(WeeklyReview)]
    return Rows(table, columns, table.c.held_on <= AS_OF, order=[table.c.agent, table.c.begins])


def _accepted() -> Rows:
    table = TABLES["exceptions"]
    columns = [table.c[name] for name in names_of(AcceptedGap)]
    return Rows(table, columns, table.c.accepted_on <= AS_OF, order=[table.c.seq])


REQUESTED, DECIDED, PROMISED, REVIEWED, ACCEPTED = _requested(), _decided(), _promised(), _reviewed(), _accepted()


def read_approvals(scope: Scope, people: frozenset[str]) -> dict[str, list[Approval]]:
    """Return the queue as it stood: a request decided after the as-of day was still pending."""
    found: dict[str, list[Approval]] = defaultdict(list)
    for agent, before_that, *fields in REQUESTED.of(scope):
        found[agent].append(_approval(before_that, fields, scope.end, people))
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


def read_decisions(scope: Scope) -> tuple[dict[str, list[Decision]], dict[str, list[Decision]]]:
    """Return the decisions that count, and those a later one supersedes: they count for nothing (reliability c)."""
    rows = [Decision(*row) for row in DECIDED.of(scope)]
    superseded = {row.supersedes for row in rows}
    counting: dict[str, list[Decision]] = defaultdict(list)
    corrected: dict[str, list[Decision]] = defaultdict(list)
    for row in rows:
        (corrected if row.seq in superseded else counting)[row.agent].append(row)
    return counting, corrected


def read_follow_ups(scope: Scope) -> dict[str, list[FollowUp]]:
    """Return what decisions, weekly reviews and incidents up to the day promised; one closed later was still open."""
    found: dict[str, list[FollowUp]] = defaultdict(list)
    for fields in PROMISED.of(scope):
        row = FollowUp(*fields)
        done = not_after(row.done_on, scope.as_of)
        found[row.agent].append(row if done == row.done_on else replace(row, done_on=done))
    return found


def read_weekly_reviews(scope: Scope) -> dict[str, list[WeeklyReview]]:
    found: dict[str, list[WeeklyReview]] = defaultdict(list)
    for row in REVIEWED.of(scope):
        found[row.agent].append(WeeklyReview(*row))
    return found


def read_exceptions(scope: Scope) -> dict[str, list[AcceptedGap]]:
    """Return the gaps accepted up to the day; one ended later still held."""
    found: dict[str, list[AcceptedGap]] = defaultdict(list)
    for fields in ACCEPTED.of(scope):
        row = AcceptedGap(*fields)
        found[row.agent].append(replace(row, ended_on=not_after(row.ended_on, scope.as_of)))
    return found
