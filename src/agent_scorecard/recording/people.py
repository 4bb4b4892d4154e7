"""Who is meant by a name that was typed, and whether that person can do or sign what a decision asks for."""

from __future__ import annotations

from collections.abc import Iterator

from agent_scorecard import format as text
from agent_scorecard.access import AccessMode, Actor
from agent_scorecard.policy.shapes import Policy
from agent_scorecard.recording.fields import DecisionFields, is_filled
from agent_scorecard.recording.raising import kind_of, raised_action
from agent_scorecard.rules.answers import Assessment
from agent_scorecard.rules.evidence import Company
from agent_scorecard.rules.exceptions import one_person_may
from agent_scorecard.rules.facts import Person
from agent_scorecard.rules.gaps import rests_on
from agent_scorecard.rules.pauses import paused_by
from agent_scorecard.rules.signatures import Signature, asked_for, place_taken, who_may_sign
from agent_scorecard.vocabulary import Choice, ExpandKind, GapKind


def person_named(company: Company, name: str) -> Person | None:
    """Return the person called by this id or this e-mail address; no two of them differ by case alone."""
    if name in company.people:
        return company.people[name]
    wanted = name.casefold()
    called = (row for row in company.people.values() if wanted in (row.person.casefold(), (row.email or "").casefold()))
    return next(called, None) if wanted else None


def id_of(company: Company, name: str) -> str:
    """Return the id of the person named, the name itself where nobody is called so."""
    person = person_named(company, name)
    return name if person is None else person.person


def unknown(company: Company, name: str, way_out: str) -> str:
    """Say that nobody is called so, and the way out; somebody on file by another spelling is pointed to."""
    if ids := _called(company, name):
        return f"{name} is on file as {ids}: write {ids}."
    return f"{name} is not a person of the company: {way_out}, or add {name} to people.csv."


def people_gaps(fields: DecisionFields, one: Assessment, policy: Policy, actor: Actor) -> Iterator[str]:
    """Yield what is wrong with the people of a decision: who decides, who does the next step, who signs with them."""
    by = actor.name
    yield from deciding_gaps(fields, one, policy, by)
    if actor.mode is AccessMode.COMPANY:
        yield from _named_only(fields, one, policy)
        return
    wrong = tuple(_second_person(fields, one.evidence.company, by))
    yield from wrong or _signature(fields, one, policy, id_of(one.evidence.company, by))


def deciding_gaps(fields: DecisionFields, one: Assessment, policy: Policy, by: str) -> Iterator[str]:
    """Yield what is wrong with who decides and who does the next step, whoever signs."""
    company = one.evidence.company
    if person_named(company, by) is None and (ids := _called(company, by)):
        yield f"{by} is on file as {ids}: decide as {ids}."
    yield from _owner(fields, company)
    yield from _resuming(fields, one, id_of(company, by))
    yield from _accepter(fields, one, policy, id_of(company, by))


def asked_of(fields: DecisionFields, one: Assessment, policy: Policy) -> Signature | None:
    """Return whom rules 7 asks for beside the decider."""
    kind, action = kind_of(fields, one), raised_action(fields, one)
    return asked_for(one.evidence, policy, one.reading, fields.choice, kind, action)


def _resuming(fields: DecisionFields, one: Assessment, by: str) -> Iterator[str]:
    """After an incident only who answers for the agent lets it go on (reliability c)."""
    evidence, owner = one.evidence, one.evidence.active_owner
    if fields.choice is not Choice.MAINTAIN or owner is None or by == owner.person:
        return
    incidents = paused_by(evidence)
    if incidents and place_taken(evidence, by) is None:
        yield f"Incident {incidents[-1].incident} stands behind this pause: only its owner, {owner.name}, resumes it."


def _accepter(fields: DecisionFields, one: Assessment, policy: Policy, by: str) -> Iterator[str]:
    """Nobody expands on a gap they accepted themselves, but where one person may do everything (rules 6)."""
    if fields.choice is not Choice.EXPAND or one_person_may(one.evidence, policy):
        return
    raises_level = kind_of(fields, one) is ExpandKind.LEVEL
    rows = (row for row in rests_on(one, policy) if raises_level or not row.gap.startswith(GapKind.EVIDENCE))
    if any(row.accepted_by == by for row in rows):
        yield "This rests on a gap you accepted yourself: let somebody else decide."


def _owner(fields: DecisionFields, company: Company) -> Iterator[str]:
    person = person_named(company, fields.owner)
    if not is_filled(fields.owner):
        yield "Name who does the next step."
    elif person is None:
        yield unknown(company, fields.owner, "name who does the next step")
    elif not person.active_on(fields.as_of):
        yield f"{person.name} is no longer active: name somebody else for the next step."


def _second_person(fields: DecisionFields, company: Company, by: str) -> Iterator[str]:
    name = fields.co_signed_by
    if name is None:
        return
    second = person_named(company, name)
    if name.casefold() == by.casefold() or (second is not None and second is person_named(company, by)):
        yield "The second person must be somebody else."
    elif second is None:
        yield unknown(company, name, "name the second person")
    elif not second.active_on(fields.as_of):
        yield f"{second.name} is no longer active: name another second person."


def _named_only(fields: DecisionFields, one: Assessment, policy: Policy) -> Iterator[str]:
    """Where people sign in, whoever must sign approves a proposal under a sign-in of their own (reliability c)."""
    if asked := asked_of(fields, one, policy):
        yield f"{asked.sentence.text} Nobody signs by being named: its owner proposes it, and that person approves it."
    elif fields.co_signed_by:
        yield f"Nobody signs by being named: record it without {fields.co_signed_by}."


def _signature(fields: DecisionFields, one: Assessment, policy: Policy, by: str) -> Iterator[str]:
    """Nothing rises, and no pause ends, without the people its tier asks for (rules 7)."""
    asked = asked_of(fields, one, policy)
    if asked is None:
        return
    yield from on_file(one.evidence.company, by, "what two people sign is decided by somebody on file")
    second = fields.co_signed_by and id_of(one.evidence.company, fields.co_signed_by)
    if second not in asked.open_to(by):
        yield f"{asked.sentence.text} {who_may_sign(one.evidence, asked, by)}"


def on_file(company: Company, by: str, way_out: str) -> Iterator[str]:
    """Yield what to say of somebody who decides together with others and is no person of the company."""
    if person_named(company, by) is None and not _called(company, by):
        yield unknown(company, by, way_out)


def _called(company: Company, name: str) -> str:
    """Return the ids of everybody whose display name this is."""
    wanted = name.strip().casefold()
    return text.listed(sorted(row.person for row in company.people.values() if row.name.casefold() == wanted), "or")
