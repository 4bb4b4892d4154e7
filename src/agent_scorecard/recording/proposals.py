"""Propose a decision to a second person, and let that person answer in a session of their own (rules 7)."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Engine, select

from agent_scorecard import format as text
from agent_scorecard.access import By, Step
from agent_scorecard.boards import json_shapes
from agent_scorecard.policy.shapes import Policy
from agent_scorecard.recording import decisions
from agent_scorecard.recording.bound import fingerprint, parts_of, what_changed
from agent_scorecard.recording.entries import card_hash
from agent_scorecard.recording.fields import DecisionFields, text_gaps
from agent_scorecard.recording.people import deciding_gaps, id_of, on_file
from agent_scorecard.recording.proposal_entries import DECLINED, PROPOSED, WITHDRAWN
from agent_scorecard.recording.raising import kind_of
from agent_scorecard.recording.refusal import NotPermitted, Refused, Stale, Unknown, refuse_all
from agent_scorecard.recording.rights import may_decide
from agent_scorecard.recording.writing import Write, writing
from agent_scorecard.rules.answers import Assessment
from agent_scorecard.rules.evidence import Evidence
from agent_scorecard.rules.facts import Decision, ProposedDecision
from agent_scorecard.rules.proposed import standing, to_approve
from agent_scorecard.rules.signatures import may_be_proposed, place_taken, who_may_sign
from agent_scorecard.store.read_proposals import as_fact
from agent_scorecard.store.scope import TABLES
from agent_scorecard.vocabulary import Choice, ProposalState, Role

APPROVAL = "proposal approved"
TYPED = ("agent", "choice", "reason", "next_step", "owner", "due", "as_of", "action", "to_value", "against")
ANEW = "look at the card again and propose it anew"


def propose_decision(
    engine: Engine, fields: DecisionFields, *, by: By, at: datetime, token: str | None = None, seen: int | None = None
) -> ProposedDecision:
    """Record what somebody wants to decide together with a second person; until approved it counts as nothing.

    Every rule a decision is held to is asked here too, but for the signature. A form sent twice with one `token`
    records once. Raises as `record_decision` does, and Refused where nobody else may approve it or one waits already.
    """
    subject, alone = f"agent:{fields.agent}", replace(fields, co_signed_by=None)
    with writing(engine, by, PROPOSED, subject, at, {"choice": fields.choice}) as write:
        if (earlier := _sent_before(write.connection, fields.agent, token)) is not None:
            return earlier
        one, policy = decisions.weighed(write, alone, seen)
        may_decide(write, alone, one, policy, Step.PROPOSE)
        decisions.refuse_closed(alone, one)
        refuse_all((*decisions.form_gaps(alone, one, policy), *deciding_gaps(alone, one, policy, write.actor.name)))
        refuse_all(decisions.behind_another(write.connection, alone))
        refuse_all(_proposing_gaps(write, alone, one, policy))
        rows = write.enter(PROPOSED, subject, {"proposal": _body(write, alone, one, policy, token)})
        return as_fact(rows.put[0].fields.model_dump())


def approve_proposal(
    engine: Engine, proposal: str, *, by: By, at: datetime, as_of: date, token: str | None = None
) -> Decision:
    """Make a proposal the decision of two people: every rule is run again on what is known now, the card frozen then.

    `as_of` is the day it takes effect. Raises Stale where evidence or agent changed, somebody decided, or it lapsed
    since it was proposed; NotOpen where a fact closes it now; NotPermitted, Unknown, or Refused.
    """
    with writing(engine, by, APPROVAL, f"proposal:{proposal}", at) as write:
        row = _found(write.connection, proposal)
        if (earlier := decisions.sent_before(write.connection, row.agent, token)) is not None:
            return earlier
        fields = _as_decided(row, as_of)
        one, policy = decisions.weighed(write, fields, None)
        second = _answering(write, row, fields, one, policy)
        signed = replace(fields, co_signed_by=second)
        decisions.refuse_closed(signed, one)
        refuse_all((*decisions.form_gaps(signed, one, policy), *deciding_gaps(signed, one, policy, row.proposed_by)))
        refuse_all(decisions.behind_another(write.connection, signed))
        _refuse_changed(write, row)
        return decisions.written(write, signed, one, policy, row.proposed_by, token, {"proposal": row.proposal})


def decline_proposal(engine: Engine, proposal: str, reason: str, *, by: By, at: datetime) -> ProposedDecision:
    """Record that the second person says no, and why; the same answer twice is one. Raises as approving does."""
    with writing(engine, by, DECLINED, f"proposal:{proposal}", at) as write:
        row = _found(write.connection, proposal)
        if row.state is ProposalState.DECLINED and row.answer == reason.strip():
            return row
        fields = _as_decided(row, _today(write, row))
        one, policy = decisions.assessed(write.connection, fields, at)
        second = _answering(write, row, fields, one, policy)
        refuse_all(text_gaps("reason", reason, "Say why you decline it: whoever proposed it reads this."))
        return _answered(write, row, DECLINED, second, reason.strip())


def withdraw_proposal(engine: Engine, proposal: str, *, by: By, at: datetime, reason: str = "") -> ProposedDecision:
    """Take a proposal back: whoever proposed it may, and whoever answers for the agent. Raises as above."""
    with writing(engine, by, WITHDRAWN, f"proposal:{proposal}", at) as write:
        row = _found(write.connection, proposal)
        if row.state is ProposalState.WITHDRAWN:
            return row
        fields = _as_decided(row, _today(write, row))
        one, policy = decisions.assessed(write.connection, fields, at)
        may_decide(write, fields, one, policy, Step.PROPOSE)
        _refuse_lapsed(write, row, one.evidence)
        who = id_of(one.evidence.company, write.actor.name)
        if who not in (row.proposed_by, *one.evidence.holders(Role.ACCOUNTABLE_OWNER)):
            raise NotPermitted(
                f"{_named(one.evidence, row.proposed_by)} proposed it: only they or the owner withdraw it."
            )
        if reason.strip():
            refuse_all(text_gaps("reason", reason, ""))
        return _answered(write, row, WITHDRAWN, who, reason.strip() or None)


def _proposing_gaps(write: Write, fields: DecisionFields, one: Assessment, policy: Policy) -> Iterator[str]:
    evidence = one.evidence
    if not may_be_proposed(evidence, fields.choice):
        yield "Only what gives an agent more is proposed to a second person: record this one at once."
        return
    if fields.supersedes is not None:
        yield "A correction is recorded, not proposed: take the wrong decision back first, then propose."
    yield from on_file(evidence.company, write.actor.name, "what two people decide is proposed by somebody on file")
    for row in _rows(write.connection, fields.agent):
        if standing(row, evidence, decisions.today(write)).state is ProposalState.WAITING:
            who = _named(evidence, row.proposed_by)
            yield f"{who} proposed {row.choice} on {text.full_day(row.as_of)}, and it waits: withdraw that first."
    by = id_of(evidence.company, write.actor.name)
    kind = kind_of(fields, one) if fields.choice is Choice.EXPAND else fields.kind
    asked = to_approve(evidence, policy, one.reading, fields.choice, kind, fields.action)
    if not asked.open_to(by):
        yield f"{asked.sentence.text} {who_may_sign(evidence, asked, by)}"


def _body(write: Write, fields: DecisionFields, one: Assessment, policy: Policy, token: str | None) -> dict[str, Any]:
    evidence = one.evidence
    by, parts = id_of(evidence.company, write.actor.name), parts_of(one, _version(write.connection, fields.agent))
    return {
        **{name: getattr(fields, name) for name in TYPED},
        "owner": id_of(evidence.company, fields.owner),
        "kind": kind_of(fields, one) if fields.choice is Choice.EXPAND else fields.kind,
        "against": fields.against if fields.choice is not one.proposal.choice else None,
        "period": str(one.period),
        "seen": max((row.seq for row in (*evidence.decisions, *evidence.corrected)), default=0),
        "owner_then": evidence.holder(Role.ACCOUNTABLE_OWNER),
        "in_place_of": place_taken(evidence, by),
        "proposed_by": by,
        "expires_on": decisions.today(write) + timedelta(days=policy.proposal.expires_days),
        "parts": parts,
        "evidence_hash": fingerprint(parts),
        "agent_version": int(parts["agent_version"]),
        "card_hash": card_hash(json_shapes.scorecard(one, policy)),
        "token": token,
    }


def _answering(write: Write, row: ProposedDecision, fields: DecisionFields, one: Assessment, policy: Policy) -> str:
    """Return who answers, by id. Raises Stale for a proposal that waits no more, NotPermitted for the wrong person."""
    _refuse_lapsed(write, row, one.evidence)
    may_decide(write, fields, one, policy, Step.APPROVE, row.proposed_by)
    second = id_of(one.evidence.company, write.actor.name)
    asked = to_approve(one.evidence, policy, one.reading, row.choice, row.kind, row.action)
    if second == row.proposed_by:
        raise NotPermitted(f"Nobody approves what they proposed. {who_may_sign(one.evidence, asked, row.proposed_by)}")
    if second not in asked.open_to(row.proposed_by):
        raise NotPermitted(f"{asked.sentence.text} {who_may_sign(one.evidence, asked, row.proposed_by)}")
    return second


def _refuse_lapsed(write: Write, row: ProposedDecision, evidence: Evidence) -> None:
    found = standing(row, evidence, _today(write, row))
    if found.state is not ProposalState.WAITING:
        raise Stale(f"This proposal waits no more: it is {found.state}. {found.sentence.text}")


def _refuse_changed(write: Write, row: ProposedDecision) -> None:
    """Raise Stale with what is no longer as it was when it was proposed, seen for the same day as then."""
    one, _ = decisions.assessed(write.connection, _as_decided(row, row.as_of), write.at)
    table = TABLES["proposals"]
    body = write.connection.execute(select(table.c.body).where(table.c.proposal == row.proposal)).scalar_one()
    changed = what_changed(json.loads(body)["parts"], parts_of(one, _version(write.connection, row.agent)))
    if changed:
        raise Stale(f"Changed since it was proposed on {text.full_day(row.as_of)}: {changed}; {ANEW}.")


def _answered(write: Write, row: ProposedDecision, what: str, by: str, reason: str | None) -> ProposedDecision:
    write.enter(what, f"agent:{row.agent}", {"proposal": row.proposal, "by": by, "reason": reason})
    return _found(write.connection, row.proposal)


def _as_decided(row: ProposedDecision, as_of: date) -> DecisionFields:
    if as_of < row.as_of:
        raise Refused(f"It was proposed for {text.full_day(row.as_of)} and cannot take effect before.")
    typed = {name: getattr(row, name) for name in TYPED if name != "as_of"}
    return DecisionFields(**typed, as_of=as_of, period=row.period, kind=row.kind)


def _found(connection: Connection, proposal: str) -> ProposedDecision:
    table = TABLES["proposals"]
    row = connection.execute(select(table).where(table.c.proposal == proposal)).one_or_none()
    if row is None:
        raise Unknown(f"There is no proposal {proposal}.")
    return as_fact(dict(row._mapping))


def _rows(connection: Connection, agent: str) -> tuple[ProposedDecision, ...]:
    table = TABLES["proposals"]
    rows = connection.execute(select(table).where(table.c.agent == agent)).mappings()
    return tuple(as_fact(dict(row)) for row in rows)


def _sent_before(connection: Connection, agent: str, token: str | None) -> ProposedDecision | None:
    table = TABLES["proposals"]
    rows = connection.execute(select(table).where(table.c.agent == agent)).mappings() if token else ()
    return next((as_fact(dict(row)) for row in rows if json.loads(row["body"])["token"] == token), None)


def _version(connection: Connection, agent: str) -> int:
    table = TABLES["agents"]
    return int(connection.execute(select(table.c.row_version).where(table.c.agent == agent)).scalar_one())


def _today(write: Write, row: ProposedDecision) -> date:
    return max(decisions.today(write), row.as_of)


def _named(evidence: Evidence, person: str) -> str:
    known = evidence.company.people.get(person)
    return known.name if known is not None else person
