"""Record what an owner decided, with the card it was decided on (rules 7; register S0-67, 21c)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime
from types import MappingProxyType
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, Engine, func, select

from agent_scorecard import format as text
from agent_scorecard.access import By
from agent_scorecard.boards import json_shapes
from agent_scorecard.policy.shapes import Policy
from agent_scorecard.recording.entries import DECISION, card_hash
from agent_scorecard.recording.fields import DecisionFields, gaps, is_writable, period_of
from agent_scorecard.recording.people import id_of, people_gaps
from agent_scorecard.recording.policy import policy_in_force
from agent_scorecard.recording.promises import promised
from agent_scorecard.recording.raising import granted_level, kind_of, raise_gaps
from agent_scorecard.recording.refusal import NotOpen, Refused, Unknown, refuse_all, refuse_other_form
from agent_scorecard.recording.rights import may_decide
from agent_scorecard.recording.seen import refuse_other_card, refuse_unseen
from agent_scorecard.recording.writing import Write, writing
from agent_scorecard.rules.answers import Assessment
from agent_scorecard.rules.assess import assess
from agent_scorecard.rules.corrected import correcting_gaps, without
from agent_scorecard.rules.decision_yield import cited
from agent_scorecard.rules.evidence import Company
from agent_scorecard.rules.exceptions import gap_words, in_force
from agent_scorecard.rules.facts import Decision
from agent_scorecard.rules.gaps import rests_on
from agent_scorecard.rules.incidents import found_on, open_serious
from agent_scorecard.rules.periods import Period
from agent_scorecard.rules.proposal import latest_due
from agent_scorecard.rules.signatures import may_be_proposed, place_taken
from agent_scorecard.runs.refusal import shown
from agent_scorecard.store.read import evidence_in
from agent_scorecard.store.read_company import read_settings
from agent_scorecard.store.scope import TABLES, names_of
from agent_scorecard.vocabulary import Choice

TYPED = (
    *("agent", "choice", "reason", "next_step", "owner", "due", "as_of", "action", "to_value", "co_signed_by"),
    "supersedes",
)
MERGE_ELSEWHERE = "merge_elsewhere"


def record_decision(
    engine: Engine,
    fields: DecisionFields,
    *,
    by: By,
    at: datetime,
    token: str | None = None,
    seen: int | None = None,
    card: Mapping[str, Any] | None = None,
) -> Decision:
    """Record a decision in one transaction: the evidence is read again, the rules are run again, the card is frozen.

    A form sent twice with one `token` records once and answers with the first decision. `seen` is the ledger entry of
    the last decision the form showed, 0 for none, `card` the one it stood under: a later decision, or a card that
    reads otherwise now, raises Stale. Raises NotOpen where a fact closes the choice, NotPermitted, Unknown, or Refused
    with every sentence of what to put right.
    """
    subject = f"agent:{fields.agent}"
    with writing(engine, by, DECISION, subject, at, {"choice": fields.choice}) as write:
        return decide(write, fields, token=token, seen=seen, card=card)


def decide(
    write: Write,
    fields: DecisionFields,
    *,
    token: str | None = None,
    seen: int | None = None,
    in_review: bool = False,
    card: Mapping[str, Any] | None = None,
) -> Decision:
    """Write a decision inside the caller's transaction; only the portfolio review may merge. Raises as above."""
    if (earlier := sent_before(write.connection, fields.agent, token)) is not None:
        return earlier
    by = write.actor.name
    one, policy = weighed(write, fields, seen)
    if card is not None:
        refuse_other_card(write.connection, fields.agent, card, json_shapes.scorecard(one, policy))
    if not in_review:
        may_decide(write, fields, one, policy)
    refuse_closed(fields, one, in_review)
    refuse_all((*form_gaps(fields, one, policy), *people_gaps(fields, one, policy, write.actor)))
    refuse_all(behind_another(write.connection, fields))
    return written(write, fields, one, policy, by, token, {"in_review": True} if in_review else {})


def sent_before(connection: Connection, agent: str, token: str | None) -> Decision | None:
    """Return what a form sent with this token recorded already. Raises Refused for a form of another agent."""
    earlier = _recorded(connection, token) if token else None
    if earlier is not None:
        refuse_other_form(earlier.agent, agent)
    return earlier


def weighed(write: Write, fields: DecisionFields, seen: int | None) -> tuple[Assessment, Policy]:
    """Return what the rules say of the agent now, as this write sees it. Raises Unknown, Stale, Refused or NotOpen."""
    if not is_writable(fields.agent):
        raise Unknown(f"There is no agent {shown(fields.agent)}.")
    refuse_unseen(write.connection, fields.agent, seen)
    one, policy = assessed(write.connection, fields, write.at)
    refuse_overtaken(write, fields, one, policy)
    return one, policy


def refuse_closed(fields: DecisionFields, one: Assessment, in_review: bool = False) -> None:
    """Raise NotOpen with the rule's own sentence where a fact closes the choice."""
    closed = one.open.get(fields.choice)
    if closed is not None and not (in_review and closed.code == MERGE_ELSEWHERE):
        raise NotOpen(closed.text)


def refuse_overtaken(write: Write, fields: DecisionFields, one: Assessment, policy: Policy) -> None:
    """Raise NotOpen where a raise is dated back, and a serious incident is open or an exception over since then."""
    day = today(write)
    if fields.as_of >= day or not may_be_proposed(one.evidence, fields.choice):
        return
    now = evidence_in(write.connection, fields.agent, day)
    for incident in open_serious(now) if now is not None else ():
        found = text.full_day(found_on(one.evidence, incident))
        raise NotOpen(f"Incident {incident.incident} is serious and open since {found}: resolve it first.")
    held = {row.exception for row in in_force(now)} if now is not None else set()
    for row in rests_on(one, policy) if fields.choice is Choice.EXPAND else ():
        if row.exception not in held:
            gap = gap_words(policy, row.gap)
            raise NotOpen(
                f"It rests on {gap}, and that is no longer accepted: decide it as of today, or close the gap."
            )


def form_gaps(fields: DecisionFields, one: Assessment, policy: Policy) -> Iterator[str]:
    """Yield what is to be put right in the form itself, whoever sends it."""
    yield from gaps(fields, one)
    latest = latest_due(fields.choice, one.evidence, policy)
    if latest is not None and fields.due > latest:
        days = text.plural(policy.proposal.pilot_continue_days, "day")
        yield f"A pilot is continued for {days} at most: until {text.full_day(latest)}."
    stray = tuple(raise_gaps(fields, one, policy))
    yield from stray
    if fields.supersedes is not None and not stray:
        level = granted_level(fields, one)
        yield from correcting_gaps(
            one.evidence, fields.supersedes, fields.choice, fields.kind, level, fields.action, fields.to_value
        )


def today(write: Write) -> date:
    """Return the day of a write in the company's zone."""
    return write.at.astimezone(ZoneInfo(read_settings(write.connection).zone)).date()


def written(
    write: Write,
    fields: DecisionFields,
    one: Assessment,
    policy: Policy,
    by: str,
    token: str | None,
    came_by: Mapping[str, str | bool] = MappingProxyType({}),
) -> Decision:
    """Append a decision that nothing speaks against; `came_by` names its proposal, or that a review overruled."""
    body = _body(fields, one, policy, by, token) | dict(came_by)
    (decision,) = write.enter(DECISION, f"agent:{fields.agent}", body).decisions
    return decision


def assessed(connection: Connection, fields: DecisionFields, at: datetime) -> tuple[Assessment, Policy]:
    """Return what the rules say of the agent on the day a decision is to take effect. Raises Unknown or Refused."""
    evidence = evidence_in(connection, fields.agent, fields.as_of)
    if evidence is None:
        raise Unknown(f"There is no agent {fields.agent}.")
    day = at.astimezone(ZoneInfo(evidence.company.zone)).date()
    if fields.as_of > day:
        raise Refused(f"A decision cannot take effect in the future: today is {text.full_day(day)}.")
    policy = policy_in_force(evidence.company)
    return assess(without(evidence, fields.supersedes), policy, _period(fields)), policy


def _period(fields: DecisionFields) -> Period | None:
    try:
        return period_of(fields)
    except ValueError as refused:
        raise Refused(str(refused)) from refused


def behind_another(connection: Connection, fields: DecisionFields) -> Iterator[str]:
    """Nothing is decided behind a decision that already took effect: the evidence did not know of it."""
    table = TABLES["decisions"]
    latest = connection.execute(select(func.max(table.c.as_of)).where(table.c.agent == fields.agent)).scalar_one()
    if latest is not None and latest > fields.as_of:
        yield f"A decision of {text.full_day(latest)} already stands; a new one cannot take effect before it."


def _body(typed: DecisionFields, one: Assessment, policy: Policy, by: str, token: str | None) -> dict[str, Any]:
    fields = _with_ids(typed, one.evidence.company)
    decider = id_of(one.evidence.company, by)
    card = json_shapes.scorecard(one, policy)
    level = granted_level(fields, one)
    against = fields.against if fields.choice is not one.proposal.choice else None
    return {
        "decision": {
            **{name: getattr(fields, name) for name in TYPED},
            "against": against,
            "kind": kind_of(fields, one) if fields.choice is Choice.EXPAND else fields.kind,
            "period": str(one.period),
            "by": decider,
            "proposed": one.proposal.choice,
            "level": level,
            "policy_version": one.policy_version,
            "card_hash": card_hash(card),
            "in_place_of": place_taken(one.evidence, decider),
            "measure": fields.measure or cited(one, fields.choice),
            "token": token,
        },
        "by_known": decider in one.evidence.company.people,
        "retirement": _retirement(fields),
        "follow_ups": promised(fields, one, policy, level),
        "card": card,
    }


def _with_ids(typed: DecisionFields, company: Company) -> DecisionFields:
    second = typed.co_signed_by
    return replace(typed, owner=id_of(company, typed.owner), co_signed_by=second and id_of(company, second))


def _retirement(fields: DecisionFields) -> dict[str, str | None] | None:
    if fields.choice is not Choice.RETIRE:
        return None
    return {"criteria": fields.criteria, "credentials": fields.credentials, "clean_up": fields.clean_up}


def _recorded(connection: Connection, token: str) -> Decision | None:
    table = TABLES["decisions"]
    columns = [table.c[name] for name in names_of(Decision)]
    found = connection.execute(select(*columns).where(table.c.token == token)).one_or_none()
    return None if found is None else Decision(*found)
