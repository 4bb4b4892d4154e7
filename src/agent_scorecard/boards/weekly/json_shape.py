"""First months as JSON: every week with its review, and the figures of the week to look at (docs/json.md)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from agent_scorecard.boards import json_shapes
from agent_scorecard.policy.shapes import Policy
from agent_scorecard.rules.answers import Assessment, Figure
from agent_scorecard.rules.evidence import Evidence
from agent_scorecard.rules.facts import FollowUp, WeeklyReview
from agent_scorecard.rules.week_figures import WeekFigure, week_figures
from agent_scorecard.rules.weekly import FirstMonth, Week, first_month, how_it_stands, in_first_month

Json = dict[str, Any]


def weekly(assessed: Sequence[Assessment], as_of: date, policy: Policy, agent: str = "") -> Json:
    """Return the first month of every agent that is in it, or of one agent whose month may be over."""
    months = ((one, _month(one, policy, agent)) for one in assessed if agent in ("", one.evidence.agent.agent))
    shown = [_agent(one, month, policy) for one, month in months if month is not None]
    return {**json_shapes.head(assessed, as_of), "agents": shown}


def weeks_due(assessed: Sequence[Assessment], policy: Policy) -> list[Json]:
    """Return every weekly review that is owed, the longest waiting first (rules 8)."""
    months = ((one, month) for one in assessed if (month := in_first_month(one.evidence, policy)) is not None)
    owed = [(week, one.evidence) for one, month in months for week in month.owed]
    return [
        {
            "agent": evidence.agent.agent,
            "week": week.number,
            "due": week.due.isoformat(),
            "days_late": (evidence.as_of - week.due).days,
        }
        for week, evidence in sorted(owed, key=lambda pair: (pair[0].due, pair[1].agent.agent))
    ]


def _month(one: Assessment, policy: Policy, agent: str) -> FirstMonth | None:
    return first_month(one.evidence, policy) if agent else in_first_month(one.evidence, policy)


def _agent(one: Assessment, month: FirstMonth, policy: Policy) -> Json:
    evidence, week = one.evidence, month.now
    return {
        "agent": evidence.agent.agent,
        "name": evidence.agent.name,
        "begins": month.begins.isoformat(),
        "ends": month.ends.isoformat(),
        "over": month.is_over,
        "week": week.number,
        "sentence": how_it_stands(evidence, month).text,
        "card_due": json_shapes.day(one.due.on),
        "weeks": [_week(evidence, each) for each in month.weeks],
        "figures": [_figure(row) for row in week_figures(evidence, policy, week)],
    }


def _week(evidence: Evidence, week: Week) -> Json:
    return {
        "week": week.number,
        "begins": week.begins.isoformat(),
        "due": week.due.isoformat(),
        "state": week.state.value.replace(" ", "_"),
        "review": _review(evidence, week.review) if week.review is not None else None,
    }


def _review(evidence: Evidence, review: WeeklyReview) -> Json:
    promise = next((row for row in evidence.follow_ups if row.decision == review.seq), None)
    return {
        "seq": review.seq,
        "held_on": review.held_on.isoformat(),
        "by": review.by,
        "attendees": list(review.attendees),
        "handled_well": review.handled_well.splitlines(),
        "stepped_in": review.stepped_in.splitlines(),
        "rules_to_change": review.rules_to_change.splitlines(),
        "change": review.change.value if review.change is not None else None,
        "follow_up": _promise(promise) if promise is not None else None,
        "no_change": review.no_change,
    }


def _promise(row: FollowUp) -> Json:
    return {
        "follow_up": row.follow_up,
        "what": row.what,
        "owner": row.owner,
        "due": row.due.isoformat(),
        "done_on": json_shapes.day(row.done_on),
    }


def _figure(row: WeekFigure) -> Json:
    month, figure = row.month or (None, None)
    return {
        "asked": row.asked,
        "measure": row.measure.key if row.measure is not None else None,
        "value": _value(row.this),
        "n": row.this.n if row.this is not None else None,
        "before": _value(row.before),
        "baseline": row.baseline,
        "baseline_period": row.baseline_period,
        "last_month": {"period": str(month), "value": _value(figure)} if month is not None else None,
    }


def _value(figure: Figure | None) -> float | None:
    return figure.value if figure is not None else None
