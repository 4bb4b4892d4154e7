"""Record the risk tier of an agent: raised freely, lowered only with a reason and by a second person (rules 6)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Engine

from agent_scorecard.access import AccessMode, By, Right, Step
from agent_scorecard.recording.change_entries import TIER_SET
from agent_scorecard.recording.incidents import one_line, text_gaps
from agent_scorecard.recording.people import id_of, person_named, unknown
from agent_scorecard.recording.policy import policy_in_force
from agent_scorecard.recording.refusal import Unknown, refuse_all
from agent_scorecard.recording.writing import Write, writing
from agent_scorecard.rules.evidence import Evidence
from agent_scorecard.rules.standing import held_by
from agent_scorecard.rules.tiers import lowers
from agent_scorecard.store.read import evidence_in
from agent_scorecard.store.read_company import read_settings
from agent_scorecard.vocabulary import Role, Tier

LONGEST = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class TierFields:
    """A tier from a day on. `asked_by` is who wants it lower: whoever records that approves it, so it is another."""

    agent: str
    tier: Tier
    reason: str
    set_on: date
    asked_by: str = ""


def set_tier(engine: Engine, fields: TierFields, *, by: By, at: datetime) -> None:
    """Record a tier over the one on file, in one transaction. Raises NotPermitted, Unknown or Refused."""
    subject = f"agent:{fields.agent}"
    with writing(engine, by, TIER_SET, subject, at) as write:
        evidence = evidence_in(write.connection, fields.agent, fields.set_on)
        if evidence is None:
            raise Unknown(f"There is no agent {fields.agent}.")
        is_lower = lowers(evidence, policy_in_force(evidence.company), fields.tier)
        _may(write, fields, evidence, is_lower)
        refuse_all(_gaps(write, fields, evidence, is_lower))
        write.enter(TIER_SET, subject, {"row": _row(write, fields, evidence, is_lower)})


def _may(write: Write, fields: TierFields, evidence: Evidence, is_lower: bool) -> None:
    subject = f"agent:{fields.agent}"
    if is_lower:
        asked = replace(write.subject(subject), proposer=id_of(evidence.company, fields.asked_by))
        write.may(Right.LOWER_TIER, asked, Step.APPROVE)
    else:
        write.may(Right.RAISE_TIER, subject)


def _gaps(write: Write, fields: TierFields, evidence: Evidence, is_lower: bool) -> Iterator[str]:
    reason = one_line(fields.reason)
    if not reason:
        yield "Write down the reason."
    yield from text_gaps("The reason", reason, LONGEST)
    if fields.set_on > write.at.astimezone(ZoneInfo(read_settings(write.connection).zone)).date():
        yield "It cannot be set in the future."
    if fields.tier is evidence.agent.risk_tier and reason == evidence.agent.risk_tier_reason:
        yield f"It is {fields.tier} already, for this reason."
    if is_lower:
        yield from _lowering_gaps(fields, evidence, write.actor.name)
        if write.actor.mode is AccessMode.COMPANY:
            yield from _asking_gaps(fields, evidence)


def _lowering_gaps(fields: TierFields, evidence: Evidence, by: str) -> Iterator[str]:
    """To lower it takes two people on file: one who asks, and one who approves and is not its owner."""
    company = evidence.company
    asking, approving = person_named(company, fields.asked_by), person_named(company, by)
    if asking is None:
        yield (
            unknown(company, fields.asked_by, "name who asks for the lower tier")
            if fields.asked_by
            else ("A lower tier is asked for by one person and approved by another: name who asks for it.")
        )
    if approving is None:
        yield unknown(company, by, "a lower tier is approved by somebody on file")
    elif not approving.active_on(evidence.as_of):
        yield f"{approving.name} is no longer active: somebody else approves it."
    elif approving is evidence.owner:
        yield f"{approving.name} owns this agent: its risk owner or a reviewer approves a lower tier."
    elif approving is asking:
        yield "Nobody approves what they asked for: let somebody else record it."


def _asking_gaps(fields: TierFields, evidence: Evidence) -> Iterator[str]:
    """Where roles bind, only the owner asks for less (reliability c)."""
    owner = evidence.active_owner
    if owner is None:
        yield "Nobody active owns this agent, and a lower tier is asked for by its owner: name one first."
    elif Role.ACCOUNTABLE_OWNER not in held_by(evidence, id_of(evidence.company, fields.asked_by)):
        yield f"{owner.name} owns this agent: a lower tier is asked for by its owner."


def _row(write: Write, fields: TierFields, evidence: Evidence, is_lower: bool) -> dict[str, Any]:
    by = id_of(evidence.company, write.actor.name)
    return {
        "agent": fields.agent,
        "before": evidence.agent.risk_tier,
        "tier": fields.tier,
        "reason": one_line(fields.reason),
        "set_on": fields.set_on,
        "set_by": id_of(evidence.company, fields.asked_by) if is_lower else by,
        "approved_by": by if is_lower else None,
    }
