"""Read the inventory as it stood on the as-of day: agents, roles, actions with their modes, gates."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from sqlalchemy import Integer, and_, case, cast, null, or_, select, union_all

from agent_scorecard.rules.facts import (
    Action,
    Agent,
    Assignment,
    Change,
    Escalation,
    GateRow,
    Threshold,
)
from agent_scorecard.store.scope import AS_OF, TABLES, Rows, Scope, by_agent, names_of, not_after
from agent_scorecard.vocabulary import ChangeKind, EvidenceSource, GateAnswer, GateItem, Level, Mode, Status

LEVEL_WORDS = {
    "1": Level.ASSISTED,
    "assisted": Level.ASSISTED,
    "2": Level.RECOMMENDED,
    "recommended": Level.RECOMMENDED,
    "3": Level.BOUNDED,
    "bounded": Level.BOUNDED,
    "bounded_execution": Level.BOUNDED,
    "4": Level.PORTFOLIO,
    "portfolio_managed": Level.PORTFOLIO,
    "managed_portfolio": Level.PORTFOLIO,
}
MODES = {mode.value: mode for mode in Mode}
STATUSES = {status.value: status for status in Status}
Value = TypeVar("Value")
AGENTS = TABLES["agents"].c
INVENTORY = Rows(
    TABLES["agents"], [AGENTS.first_loaded, *(AGENTS[name] for name in names_of(Agent))], order=[AGENTS.agent]
)
STARTED = TABLES["assignments"].c.effective_from <= AS_OF


def read_agents(
    scope: Scope, changes: Mapping[str, Sequence[Change]], logged: frozenset[str]
) -> tuple[tuple[Agent, date | None], ...]:
    """Return each agent as of the day, with the day it was first loaded, in order of id.

    `changes` are all changes of the agents, later ones included: they tell the level and status of earlier days.
    """
    read = [(Agent(*fields), loaded) for loaded, *fields in INVENTORY.of(scope)]
    return tuple((_as_of(agent, scope, changes.get(agent.agent, ()), agent.agent in logged), at) for agent, at in read)


def _as_of(agent: Agent, scope: Scope, changes: Sequence[Change], logged: bool) -> Agent:
    level, level_since = _earlier(changes, ChangeKind.LEVEL, scope, LEVEL_WORDS) or (
        agent.autonomy_level,
        agent.autonomy_since,
    )
    status, status_since = _earlier(changes, ChangeKind.STATUS, scope, STATUSES) or (agent.status, agent.status_since)
    return replace(
        agent,
        status=status,
        status_since=not_after(status_since, scope.as_of),
        autonomy_level=level,
        autonomy_since=not_after(level_since, scope.as_of),
        pilot_started=not_after(agent.pilot_started, scope.as_of),
        live_on=not_after(agent.live_on, scope.as_of),
        merged_into=agent.merged_into if status is Status.MERGED else None,
        owner_confirmed_on=not_after(agent.owner_confirmed_on, scope.as_of),
        workflow_changed_on=not_after(agent.workflow_changed_on, scope.as_of),
        evidence_source=agent.evidence_source or (EvidenceSource.LOG if logged else EvidenceSource.FILE),
    )


def _earlier(
    changes: Sequence[Change], kind: ChangeKind, scope: Scope, words: Mapping[str, Value], action: str | None = None
) -> tuple[Value, date | None] | None:
    """Return value and first day before a change that lies after the as-of day; None where the inventory holds.

    Before the first row of a kind its from_value holds (rules 11); a word nobody knows tells nothing.
    """
    rows = [row for row in changes if row.kind is kind and (action is None or row.action in (action, None))]
    later = [row for row in rows if row.changed_at >= scope.end]
    if not later:
        return None
    past = rows[: len(rows) - len(later)]
    told = (past[-1].to_value if past else None) or later[0].from_value
    since = past[-1].changed_at if past else None
    found = words.get(_word(told))
    return None if found is None else (found, _day(since, scope.zone))


def _word(told: str | None) -> str:
    return (told or "").strip().casefold().replace(" ", "_").replace("-", "_")


def _day(at: datetime | None, zone: ZoneInfo) -> date | None:
    return None if at is None else at.astimezone(zone).date()


read_assignments = by_agent("assignments", Assignment, ("role", "person", "effective_from", "effective_to"), STARTED)
read_thresholds = by_agent("thresholds", Threshold, names_of(Threshold))
read_escalations = by_agent("escalations", Escalation, names_of(Escalation))
_actions_on_file = by_agent("actions", Action, names_of(Action))


def read_actions(scope: Scope, changes: Mapping[str, Sequence[Change]]) -> dict[str, list[Action]]:
    found = _actions_on_file(scope)
    return {agent: [_action(row, scope, changes.get(agent, ())) for row in rows] for agent, rows in found.items()}


def _action(row: Action, scope: Scope, changes: Sequence[Change]) -> Action:
    mode, since = _earlier(changes, ChangeKind.MODE, scope, MODES, row.action) or (row.mode, row.mode_since)
    tested = not_after(row.compensation_tested_on, scope.as_of)
    since = not_after(since, scope.as_of)
    if (mode, since, tested) == (row.mode, row.mode_since, row.compensation_tested_on):
        return row
    return replace(row, mode=mode, mode_since=since, compensation_tested_on=tested)


def _answers_once_given() -> Rows:
    now, past = TABLES["gates"], TABLES["gate_revisions"]
    names = ("agent", *names_of(GateRow))
    latest = select(*(now.c[name] for name in names), cast(null(), Integer).label("replaced"))
    earlier = select(*(past.c[name] for name in names), past.c.replaced)
    answers = union_all(latest, earlier).subquery()
    asked = answers.c
    not_yet = case((asked.answered_on > AS_OF, 1), else_=0)
    undated = and_(asked.answered_on.is_(None), asked.submitted_on.is_(None))
    known = or_(undated, asked.answered_on <= AS_OF, asked.submitted_on <= AS_OF)
    order = [asked.agent, asked.gate, asked.item, not_yet, asked.replaced.is_not(None), asked.replaced.desc()]
    return Rows(answers, [asked[name] for name in names], known, order=order)


ANSWERS = _answers_once_given()


def read_gates(scope: Scope) -> dict[str, list[GateRow]]:
    """Return the answers that held on the day: an answer given later gives way to the one it replaced."""
    found: dict[str, list[GateRow]] = defaultdict(list)
    settled: set[tuple[str, Any, GateItem]] = set()
    for agent, *fields in ANSWERS.of(scope):
        row = GateRow(*fields)
        if (agent, row.gate, row.item) not in settled:
            settled.add((agent, row.gate, row.item))
            found[agent].append(_answered(row, scope.as_of))
    return found


def _answered(row: GateRow, as_of: date) -> GateRow:
    if row.answered_on is None or row.answered_on <= as_of:
        return row
    return GateRow(row.gate, row.item, GateAnswer.OPEN, submitted_on=row.submitted_on)
