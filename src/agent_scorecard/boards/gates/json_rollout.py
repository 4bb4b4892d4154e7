"""Rollout plans and intake as JSON: every agent step by step, every candidate task with its answer (docs/json.md)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from agent_scorecard.boards import json_shapes, words
from agent_scorecard.boards.gates.plans import LONGEST
from agent_scorecard.policy.shapes import Policy
from agent_scorecard.rules.answers import Assessment
from agent_scorecard.rules.evidence import Company
from agent_scorecard.rules.intake import Candidate, TeamReadiness, candidates, readiness
from agent_scorecard.rules.plans import LOOP, PlanAnswer, StepAnswer, plan, plans

Json = dict[str, Any]
PARTS = ("repeatable", "harmless", "data_at_hand", "little_judgement", "time_saved")


def rollouts(assessed: Sequence[Assessment], as_of: date, policy: Policy, agent: str = "") -> Json:
    """Return the loop and the plans of every agent in view, or of one."""
    shown = [one for one in assessed if words.in_view(one) and agent in ("", one.evidence.agent.agent)]
    return {**json_shapes.head(assessed, as_of), "agents": [_agent(one, policy) for one in shown]}


def intake(company: Company, assessed: Sequence[Assessment], as_of: date, policy: Policy, team: str = "") -> Json:
    """Return the candidate tasks of a company or one team in order of score, and which teams may take more."""
    tasks = [one for one in candidates(company) if team in ("", one.task.team)]
    teams = [row for row in readiness(assessed, policy) if team in ("", row.team)]
    return {
        **json_shapes.head(assessed, as_of),
        "tasks": [_task(one) for one in tasks],
        "teams": [_team(row) for row in teams],
    }


def _agent(one: Assessment, policy: Policy) -> Json:
    evidence = one.evidence
    loop = plan(evidence, policy, LOOP)
    return {
        "agent": evidence.agent.agent,
        "began": json_shapes.day(loop.began),
        "day": loop.day,
        "in_first_days": loop.day is not None and 0 <= loop.day <= LONGEST,
        "plans": [_plan(each) for each in (loop, *plans(evidence, policy))],
    }


def _plan(each: PlanAnswer) -> Json:
    return {
        "plan": each.key,
        "name": each.name,
        "there": each.there,
        "of": len(each.steps),
        "next": each.next.code if each.next is not None else None,
        "steps": [_step(step) for step in each.steps],
    }


def _step(step: StepAnswer) -> Json:
    return {
        "step": step.code,
        "text": step.text,
        "there": step.there,
        "sentence": step.sentence.text,
        "due": json_shapes.day(step.due),
        "late": step.is_late,
    }


def _task(one: Candidate) -> Json:
    task, answer = one.task, one.answer
    return {
        "task": task.task,
        "team": task.team,
        "score": one.score,
        "parts": dict(zip(PARTS, one.parts, strict=True)) if one.parts is not None else dict.fromkeys(PARTS),
        "hours_per_week": task.hours_per_week,
        "agent": task.agent,
        "worth": answer.worth.value if answer is not None else None,
        "reason": answer.reason if answer is not None else None,
        "answered_by": answer.by if answer is not None else None,
        "answered_on": json_shapes.day(answer.answered_on) if answer is not None else None,
        "trigger": answer.trigger if answer is not None else None,
        "first_step": answer.first_step if answer is not None else None,
    }


def _team(row: TeamReadiness) -> Json:
    first = row.first.text if row.first is not None else None
    return {"team": row.team or None, "ready": row.ready, "sentence": row.sentence.text, "first": first}
