"""What the command line prints as JSON and a decision freezes: plain values, never NaN (docs/json.md)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from agent_scorecard.boards import causes_due, words
from agent_scorecard.policy.shapes import Policy
from agent_scorecard.rules.answers import Assessment, EvidenceItem, Figure, Finding, Judged, Sentence
from agent_scorecard.rules.exceptions import gap_words, holds
from agent_scorecard.rules.facts import AcceptedGap, Band, Decision, FollowUp, Limit
from agent_scorecard.rules.gaps import rests_on
from agent_scorecard.rules.levels import last_decision
from agent_scorecard.rules.oversight import always_human
from agent_scorecard.vocabulary import AgentKind, Group, Severity

Json = dict[str, Any]
FIGURES = ("value", "numerator", "denominator", "n")


def scorecard(one: Assessment, policy: Policy) -> Json:
    """Return the whole card of one agent: the shape that is frozen when a decision is recorded."""
    agent, reading = one.evidence.agent, one.reading
    return {
        "as_of": one.evidence.as_of.isoformat(),
        "period": str(one.period),
        "policy_version": one.policy_version,
        "agent": agent.agent,
        "name": agent.name,
        "owner": one.evidence.owner.person if one.evidence.owner else None,
        "status": agent.status.value,
        "tier": reading.tier.value if reading.tier else None,
        "purpose": {
            "workflow": agent.workflow,
            "user_group": agent.user_group,
            "business_outcome": agent.business_outcome,
        },
        "autonomy": {
            "on_file": reading.on_file.value,
            "granted": reading.granted.value,
            "granted_here": reading.granted_here,
            "supported": reading.supported.value,
            "allowed": reading.allowed.value,
            "next": reading.next.value if reading.next else None,
            "since": day(reading.since),
            "always_human": always_human(one.evidence, policy, reading.allowed),
            "step_down": [sentence.text for sentence in reading.step_down],
        },
        "groups": {group.value: one.groups[group].verdict.value for group in Group if group in one.groups},
        "measures": [_measure(row) for row in one.judged],
        "findings": [finding(found) for found in by_weight(one.findings)],
        "evidence": [_item(item) for item in reading.items],
        **_exceptions(one, policy),
        "proposal": {
            "choice": one.proposal.choice.value,
            "kind": one.proposal.kind.value if one.proposal.kind else None,
            "level": one.proposal.level.value if one.proposal.level else None,
            "reasons": [_sentence(reason) for reason in one.proposal.reasons],
        },
        "open": {choice.value: True if refusal is None else refusal.text for choice, refusal in one.open.items()},
        "last_decision": _last_decision(last_decision(one.evidence)),
        "next_review": _due(one),
        "set_up": {"known": one.set_up.known, "asked": one.set_up.asked, "next_question": one.set_up.next_question},
    }


def ladder(assessed: Sequence[Assessment], as_of: date) -> Json:
    """Return where every agent stands and what is missing; automations stand on no ladder."""
    agents = [one for one in assessed if words.in_view(one) and one.evidence.agent.kind is AgentKind.AGENT]
    return {**head(assessed, as_of), "agents": [_rung(one) for one in agents]}


def findings(
    assessed: Sequence[Assessment],
    as_of: date,
    *,
    severity: Severity | None = None,
    strangers: Sequence[Finding] = (),
) -> Json:
    """Return the findings of every agent shown and of runs of no agent, heaviest first, or those of one severity."""
    found = [found for one in assessed if words.in_view(one) for found in one.findings]
    rows = [row for row in (*by_weight(found), *strangers) if severity in (None, row.severity)]
    return {**head(assessed, as_of), "findings": [finding(row) for row in rows]}


def due(assessed: Sequence[Assessment], as_of: date, weeks: Sequence[Json] = ()) -> Json:
    """Return the cards with a date, the latest first to be late, every promise not yet kept, and the weeks given."""
    shown = [one for one in assessed if words.in_view(one)]
    dated = sorted((one for one in shown if one.due.on is not None), key=_by_date)
    promised = [(row, one) for one in shown for row in one.evidence.follow_ups if _is_open(row, as_of)]
    return {
        **head(assessed, as_of),
        "due": [{"agent": one.evidence.agent.agent, **_due(one), **_proposed(one)} for one in dated],
        "follow_ups": [_follow_up(row, as_of) for row, _ in sorted(promised, key=lambda pair: pair[0].due)],
        "causes": causes_due.as_json(shown, as_of),
        "weeks": list(weeks),
    }


def by_weight(found: Iterable[Finding]) -> list[Finding]:
    """Return findings heaviest first, then by agent, as each agent's stand."""
    return sorted(found, key=lambda row: (-row.severity.rank, row.agent, row.place, row.sentence.text))


def head(assessed: Sequence[Assessment], as_of: date) -> Json:
    first = next(iter(assessed), None)
    return {
        "as_of": as_of.isoformat(),
        "period": str(first.period) if first else None,
        "policy_version": first.policy_version if first else None,
    }


def exceptions(assessed: Sequence[Assessment], as_of: date, policy: Policy) -> Json:
    """Return every exception recorded up to the day with whether it holds, ended or ran out, newest first."""
    rows = [row for one in assessed for row in one.evidence.exceptions]
    listed = [{**exception(row, policy), "state": _state(row, as_of)} for row in rows]
    return {**head(assessed, as_of), "exceptions": sorted(listed, key=lambda row: row["accepted_on"], reverse=True)}


def exception(row: AcceptedGap, policy: Policy) -> Json:
    return {
        "exception": row.exception,
        "agent": row.agent,
        "gap": row.gap,
        "what": gap_words(policy, row.gap),
        "reason": row.reason.value,
        "note": row.note,
        "accepted_by": row.accepted_by,
        "accepted_on": row.accepted_on.isoformat(),
        "expires_on": row.expires_on.isoformat(),
        "renews": row.renews,
        "self_approved": row.self_approved,
        "ended_on": day(row.ended_on),
    }


def _exceptions(one: Assessment, policy: Policy) -> Json:
    """Name the exceptions a card rests on; a card that rests on none says nothing of them."""
    rows = [exception(row, policy) for row in rests_on(one, policy)]
    return {"exceptions": rows} if rows else {}


def _state(row: AcceptedGap, as_of: date) -> str:
    if holds(row, as_of):
        return "holds"
    return "ended" if row.ended_on is not None else "expired"


def _measure(row: Judged) -> Json:
    bounds = row.bounds
    return {
        "measure": row.measure.key,
        "name": row.measure.name,
        "group": row.measure.group.value,
        "unit": row.measure.unit,
        "direction": row.measure.direction.value,
        **_figure(row.figure),
        "low": row.low,
        "high": row.high,
        "baseline": row.baseline,
        "target": _limit(bounds.target if bounds else None),
        "pass": _limit(bounds.passes if bounds else None),
        "fail": _limit(bounds.fails if bounds else None),
        "verdict": row.verdict.value,
        "within_noise": row.within_noise,
        "provisional": row.provisional,
        "proven": row.proof.proven if row.proof else None,
        "sentence": row.sentence.text,
        "trend": [_figure(figure) if figure else None for figure in row.trend],
    }


def _figure(figure: Figure | None) -> Json:
    if figure is None:
        return dict.fromkeys(FIGURES)
    return {name: _plain(getattr(figure, name)) for name in FIGURES}


def finding(found: Finding) -> Json:
    return {
        "agent": found.agent,
        "code": found.code,
        "severity": found.severity.value,
        "sentence": found.sentence.text,
        "way_out": found.way_out,
        "arguments": _arguments(found.sentence),
        "cap": found.cap.value if found.cap else None,
        **({"accepted": found.accepted.sentence.text} if found.accepted is not None else {}),
    }


def _item(item: EvidenceItem) -> Json:
    return {
        "item": item.item,
        "state": item.state.value,
        "required": item.required,
        "sentence": item.sentence.text,
    }


def _rung(one: Assessment) -> Json:
    reading = one.reading
    return {
        "agent": one.evidence.agent.agent,
        "on_file": reading.on_file.value,
        "granted": reading.granted.value,
        "supported": reading.supported.value,
        "allowed": reading.allowed.value,
        "next": reading.next.value if reading.next else None,
        "there": reading.there,
        "required": len(reading.required),
        "missing": [_item(item) for item in reading.missing],
        "step_down": [sentence.text for sentence in reading.step_down],
    }


def _due(one: Assessment) -> Json:
    return {
        "on": day(one.due.on),
        "days_late": one.due.days_late,
        "kind": str(one.due.kind),
        "sentence": one.due.sentence.text,
    }


def _proposed(one: Assessment) -> Json:
    return {"proposed": one.proposal.choice.value, "blocked": bool(one.blocks)}


def _follow_up(row: FollowUp, as_of: date) -> Json:
    return {
        "follow_up": row.follow_up,
        "agent": row.agent,
        "what": row.what,
        "owner": row.owner,
        "due": row.due.isoformat(),
        "days_late": max(0, (as_of - row.due).days),
        "in_place": row.in_place,
        "decision": row.decision,
        "incident": row.incident,
    }


def _last_decision(row: Decision | None) -> Json | None:
    if row is None:
        return None
    return {
        "seq": row.seq,
        "choice": row.choice.value,
        "kind": row.kind.value if row.kind else None,
        "level": row.level.value,
        "as_of": row.as_of.isoformat(),
        "period": row.period,
        "reason": row.reason,
        "next_step": row.next_step,
        "owner": row.owner,
        "due": row.due.isoformat(),
        "by": row.by,
        "verified": row.verified,
    }


def _sentence(sentence: Sentence) -> Json:
    return {"code": sentence.code, "sentence": sentence.text, "arguments": _arguments(sentence)}


def _arguments(sentence: Sentence) -> Mapping[str, Any]:
    return {name: _plain(value) for name, value in sentence.arguments.items()}


def _limit(limit: Limit | None) -> Any:
    return list(limit) if isinstance(limit, Band) else limit


def _plain(value: Any) -> Any:
    """Write a whole count as a whole number, so that 86 of 1,000 does not read 86.0."""
    return int(value) if isinstance(value, float) and value.is_integer() else value


def day(when: date | None) -> str | None:
    return when.isoformat() if when else None


def _is_open(row: FollowUp, as_of: date) -> bool:
    return row.done_on is None or row.done_on > as_of


def _by_date(one: Assessment) -> tuple[date, str]:
    return one.due.on or date.max, one.evidence.agent.agent
