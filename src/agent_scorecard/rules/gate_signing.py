"""Who puts a gate through: who submits it, who must sign it, and why a step is not open (rules 7, S0-10, S0-19)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from agent_scorecard import format as text
from agent_scorecard.policy.shapes import Policy
from agent_scorecard.rules.evidence import Evidence
from agent_scorecard.rules.exceptions import gap_name, never
from agent_scorecard.rules.gate_steps import GATE_WORDS, SIGNED_AS, GateState, state_of
from agent_scorecard.rules.gates import STAGES, GateStanding, checklist, gate, latest
from agent_scorecard.rules.oversight import agent_tier
from agent_scorecard.rules.raci import is_active, raci_table
from agent_scorecard.rules.standing import held_by
from agent_scorecard.vocabulary import GapKind, Gate, GateAnswer, GateItem, Level, Role

MANAGES = (Role.ACCOUNTABLE_OWNER, Role.PROCESS_OWNER, Role.SUPERVISOR, Role.OPERATIONS_LEAD)
SIGNATURES = {Role.ACCOUNTABLE_OWNER: GateItem.SIGNED_BY_MANAGER, Role.BUILDER: GateItem.SIGNED_BY_BUILDER}
SEAT_WORDS = {Role.APPROVE_LIVE: "approves live access", Role.APPROVE_PILOT: "approves the pilot"}


def asks_two(evidence: Evidence, policy: Policy) -> bool:
    """Say whether the tier asks a second person: whoever submits a gate does not sign it then."""
    tier = agent_tier(evidence, policy).for_raising
    never = policy.proposal.second_person_above[tier] >= Level.PORTFOLIO
    return not never or tier in policy.proposal.risk_owner_signs


def seats(evidence: Evidence, policy: Policy, which: Gate) -> tuple[Role, ...]:
    """Return the roles whose name must stand on a gate, as submitter or signer; high tier wants the risk owner's."""
    asked = policy.gates.signed_by[which]
    co_signed = agent_tier(evidence, policy).for_raising in policy.proposal.risk_owner_signs
    return (*asked, Role.RISK_OWNER) if co_signed and Role.RISK_OWNER not in asked else asked


def people_of(evidence: Evidence, policy: Policy, role: Role) -> tuple[str, ...]:
    """Return the active people who hold a role; without a risk owner of the agent, those of its actions."""
    held = _active(evidence, evidence.holders(role))
    if held or role is not Role.RISK_OWNER:
        return held
    return _active(evidence, [name for row in raci_table(evidence, policy) if (name := row.risk_owner)])


def submitter(standing: GateStanding) -> str | None:
    """Return who submitted a gate that is open, None where a file did not say."""
    return standing.result.answered_by if standing.result is not None and standing.is_open else None


def open_seats(evidence: Evidence, policy: Policy, standing: GateStanding, also: str | None = None) -> tuple[Role, ...]:
    """Return the seats that nobody on the gate holds yet, `also` counted in."""
    names = {*(standing.result.reviewers if standing.result is not None else ()), submitter(standing), also}
    asked = seats(evidence, policy, standing.gate)
    return tuple(role for role in asked if not names & set(people_of(evidence, policy, role)))


def waits_for(evidence: Evidence, now: Evidence, policy: Policy, which: Gate, person: str) -> bool:
    """Say whether an open gate waits for a person, by a role they hold on its day and now, and not as the owner."""
    standing = gate(evidence, policy, which)
    if not standing.is_open or Role.ACCOUNTABLE_OWNER in held_by(now, person):
        return False
    seats = open_seats(evidence, policy, standing)
    return any(all(person in people_of(day, policy, role) for day in (evidence, now)) for role in seats)


def to_sign(evidence: Evidence, policy: Policy, standing: GateStanding) -> str:
    """Return who signs an open gate next, in words with names."""
    rest = [_seat(evidence, policy, role) for role in open_seats(evidence, policy, standing)]
    if rest:
        return text.listed(rest)
    return "a second person" if asks_two(evidence, policy) else "anybody on file"


def must_sign(evidence: Evidence, policy: Policy, which: Gate) -> str:
    """Return whose names a gate takes, in words, and whether whoever submits it may sign it too."""
    asked = text.listed([_seat(evidence, policy, role) for role in seats(evidence, policy, which)])
    return f"{asked}; whoever submits it does not sign it" if asks_two(evidence, policy) else asked


def submit_gaps(evidence: Evidence, policy: Policy, which: Gate, person: str) -> Iterator[str]:
    """Yield why a gate cannot be submitted by this person."""
    standing = gate(evidence, policy, which)
    yield from person_gaps(evidence, person)
    if state_of(standing) is GateState.PASSED:
        yield f"{_named(which)} is passed: nothing is to be submitted."
    if state_of(standing) is GateState.NOT_ASKED:
        yield f"{_named(which)} is not asked at {_tier(evidence, policy)} tier."
    yield from _earlier(evidence, policy, which)


def sign_gaps(evidence: Evidence, policy: Policy, which: Gate, person: str, answer: GateAnswer) -> Iterator[str]:
    """Yield why this person cannot pass, fail or waive a gate."""
    standing = gate(evidence, policy, which)
    if not standing.is_open:
        yield f"{_named(which)} is not open: submit it first."
        return
    yield from person_gaps(evidence, person)
    if answer is not GateAnswer.FAIL:
        yield from _earlier(evidence, policy, which)
        yield from _own(evidence, policy, standing, person)
    if answer is GateAnswer.PASS:
        yield from _items(standing)
    yield from role_gaps(evidence, policy, standing, person, answer)


def role_gaps(
    evidence: Evidence, policy: Policy, standing: GateStanding, person: str, answer: GateAnswer
) -> Iterator[str]:
    """Yield why the roles of this evidence's day do not sign or waive a gate as it stands."""
    if answer is GateAnswer.PASS:
        yield from _seat_gaps(evidence, policy, standing, person)
    elif answer is GateAnswer.WAIVED:
        yield from waive_gaps(evidence, policy, person, gap_name(GapKind.GATE, standing.gate))


def waive_gaps(evidence: Evidence, policy: Policy, person: str, gap: str) -> Iterator[str]:
    """Yield why this person cannot accept what is missing: at high tier the risk owner alone does, some nobody."""
    if (forbidden := never(evidence, policy, gap)) is not None:
        yield forbidden.text
    tier = agent_tier(evidence, policy).for_raising
    risk_owners = people_of(evidence, policy, Role.RISK_OWNER)
    if tier in policy.proposal.risk_owner_signs and person not in risk_owners:
        yield f"At {tier.value} tier the risk owner waives: {_names(evidence, risk_owners)}."


def checklist_gaps(evidence: Evidence, policy: Policy, role: Role, person: str) -> Iterator[str]:
    """Yield why this person cannot sign the checklist as its manager (the accountable owner's seat) or builder."""
    yield from person_gaps(evidence, person)
    sixteen = checklist(evidence, policy)
    if role not in policy.gates.signed_by[Gate.CHECKLIST]:
        yield f"Nobody signs as {SIGNED_AS[role]} in a company of this size."
    if sixteen.missing:
        yield _not_yet(sixteen.missing[0].text, len(sixteen.missing) - 1)
    yield from signer_gaps(evidence, role, person)
    yield from _both(evidence, role, person)


def signer_gaps(evidence: Evidence, role: Role, person: str) -> Iterator[str]:
    """Yield why this person is not the manager, or not the builder, who signs the checklist."""
    holders = {name for each in _who_signs(role) for name in evidence.holders(each)}
    if person not in holders:
        named = _names(evidence, _active(evidence, sorted(holders)))
        yield f"{_name(evidence, person)} does not sign as {SIGNED_AS[role]} of this agent: {named}."


def signed_by_one(evidence: Evidence) -> str:
    """Return who signed as manager and as builder, "" where two people did."""
    rows = [latest(evidence, Gate.CHECKLIST, item) for item in SIGNATURES.values()]
    names = {row.answered_by for row in rows if row is not None and row.answer is GateAnswer.YES}
    return next(iter(names)) or "" if None not in rows and len(names) == 1 else ""


def person_gaps(evidence: Evidence, person: str) -> Iterator[str]:
    """Yield why somebody cannot answer or sign at all."""
    if is_active(evidence, person):
        return
    if person in evidence.company.people:
        yield f"{_name(evidence, person)} is no longer active: somebody else does this."
    else:
        yield f"{person} is not a person of the company: act as somebody on file, or add {person} to people.csv."


def _earlier(evidence: Evidence, policy: Policy, which: Gate) -> Iterator[str]:
    """Gate n+1 waits for gate n, where the tier asks it (S0-19)."""
    before = (gate(evidence, policy, each) for each in STAGES[: STAGES.index(which)])
    first = next((each for each in before if each.required and not each.passed), None)
    if first is not None:
        yield f"{_named(first.gate)} comes first: it is not passed."


def _own(evidence: Evidence, policy: Policy, standing: GateStanding, person: str) -> Iterator[str]:
    if person == submitter(standing) and asks_two(evidence, policy):
        yield f"{_name(evidence, person)} submitted it: at {_tier(evidence, policy)} tier somebody else signs."


def _items(standing: GateStanding) -> Iterator[str]:
    if standing.missing:
        yield _not_yet(standing.missing[0].text, len(standing.missing) - 1)


def _seat_gaps(evidence: Evidence, policy: Policy, standing: GateStanding, person: str) -> Iterator[str]:
    rest = open_seats(evidence, policy, standing)
    if rest and not any(person in people_of(evidence, policy, role) for role in rest):
        yield f"To be signed by {text.listed([_seat(evidence, policy, role) for role in rest])}."


def _both(evidence: Evidence, role: Role, person: str) -> Iterator[str]:
    """One person signs twice only when holding both roles (S0-10)."""
    other = next(each for each in SIGNATURES if each is not role)
    row = latest(evidence, Gate.CHECKLIST, SIGNATURES[other])
    held = {each for each in SIGNATURES if person in evidence.holders(each)}
    if row is not None and row.answer is GateAnswer.YES and row.answered_by == person and held != set(SIGNATURES):
        yield f"{_name(evidence, person)} signed as {SIGNED_AS[other]}: somebody else signs as {SIGNED_AS[role]}."


def _who_signs(role: Role) -> tuple[Role, ...]:
    return MANAGES if role is Role.ACCOUNTABLE_OWNER else (role,)


def _not_yet(first: str, rest: int) -> str:
    more = f" and {rest} more" if rest else ""
    return f'Not yet: "{first}"{more}. Answer what is open, or waive it with a reason and an expiry.'


def _seat(evidence: Evidence, policy: Policy, role: Role) -> str:
    people = people_of(evidence, policy, role)
    if role in SEAT_WORDS:
        return f"whoever {SEAT_WORDS[role]} ({_names(evidence, people)})"
    return f"the {role.value.replace('_', ' ')} ({_names(evidence, people)})"


def _names(evidence: Evidence, people: Iterable[str]) -> str:
    return (
        text.listed([_name(evidence, name) for name in people], "or") or "nobody is named: name one in assignments.csv"
    )


def _name(evidence: Evidence, person: str) -> str:
    known = evidence.company.people.get(person)
    return known.name if known is not None else person


def _active(evidence: Evidence, names: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted({name for name in names if is_active(evidence, name)}))


def _tier(evidence: Evidence, policy: Policy) -> str:
    return agent_tier(evidence, policy).for_raising.value


def _named(which: Gate) -> str:
    return GATE_WORDS[which].capitalize()
