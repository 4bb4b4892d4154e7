"""What waits for the signature or the approval of a second person: proposals, gates, exceptions that end."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from agent_scorecard import format
from agent_scorecard.access import Actor
from agent_scorecard.boards.addresses import link
from agent_scorecard.boards.digest.lines import in_month
from agent_scorecard.boards.digest.shapes import Line, Section
from agent_scorecard.boards.exceptions import ExceptionLine, exception_lines
from agent_scorecard.boards.proposed import ProposalLine, proposal_lines
from agent_scorecard.policy.shapes import Policy
from agent_scorecard.rules import proposed as proposing
from agent_scorecard.rules.answers import Assessment
from agent_scorecard.rules.exceptions import accepters, in_force
from agent_scorecard.rules.gate_signing import asks_two, open_seats, people_of, submitter, to_sign
from agent_scorecard.rules.gate_steps import GATE_WORDS
from agent_scorecard.rules.gates import STAGES, GateStanding, gate
from agent_scorecard.vocabulary import Role

NOBODY = Actor("")


def waiting(assessed: Sequence[Assessment], policy: Policy, actors: Mapping[str, Actor], as_of: date) -> Iterator[Line]:
    """Yield what waits; `actors` are the active people with their roles, by id, who may be asked."""
    for one in assessed:
        yield from _proposals(one, policy, actors, as_of)
        yield from _gates(one, policy, as_of)
        if in_force(one.evidence):
            yield from _exceptions(one, policy)


def _proposals(one: Assessment, policy: Policy, actors: Mapping[str, Actor], as_of: date) -> Iterator[Line]:
    if not proposing.waiting(one.evidence, as_of):
        return
    for row in proposal_lines((one,), policy, NOBODY):
        if row.waits:
            yield _proposal(row, _who_may(row.proposal, one, policy, actors), as_of)


def _who_may(proposal: str, one: Assessment, policy: Policy, actors: Mapping[str, Actor]) -> tuple[str, ...]:
    seen = ((name, proposal_lines((one,), policy, actor)) for name, actor in actors.items())
    return tuple(name for name, rows in seen if any(row.proposal == proposal and row.may_answer for row in rows))


def _proposal(row: ProposalLine, who: tuple[str, ...], as_of: date) -> Line:
    return Line(
        section=Section.WAITING,
        item=f"proposal:{row.proposal}",
        state=in_month("waiting", as_of),
        agent=row.agent,
        name=row.name,
        sentence=f"{row.what}, proposed by {row.by} on {row.on}. {row.sentence}",
        way_out=row.who_may,
        address=link("scorecard", agent=row.agent),
        who=who,
    )


def _gates(one: Assessment, policy: Policy, as_of: date) -> Iterator[Line]:
    for which in STAGES:
        standing = gate(one.evidence, policy, which)
        if standing.is_open:
            yield _gate(standing, one, policy, as_of)


def _gate(standing: GateStanding, one: Assessment, policy: Policy, as_of: date) -> Line:
    agent, submitted = one.evidence.agent, standing.result.submitted_on if standing.result else None
    since = f" since {format.day(submitted, as_of)}" if submitted else ""
    return Line(
        section=Section.WAITING,
        item=f"gate:{agent.agent}:{standing.gate}",
        state=in_month(f"submitted {submitted}", as_of),
        agent=agent.agent,
        name=agent.name,
        sentence=f"The {GATE_WORDS[standing.gate]} gate waits to be signed{since}.",
        way_out=f"To be signed by {to_sign(one.evidence, policy, standing)}.",
        address=link("gates", agent=agent.agent),
        who=_signers(standing, one, policy),
    )


def _signers(standing: GateStanding, one: Assessment, policy: Policy) -> tuple[str, ...]:
    """The people of the seats still open: never the owner, nor whoever submitted it where two are asked."""
    evidence = one.evidence
    seats = open_seats(evidence, policy, standing)
    found = {name for role in seats for name in people_of(evidence, policy, role)}
    out = set(evidence.holders(Role.ACCOUNTABLE_OWNER))
    if asks_two(evidence, policy):
        out.add(submitter(standing) or "")
    return tuple(sorted(found - out))


def _exceptions(one: Assessment, policy: Policy) -> Iterator[Line]:
    for row in exception_lines((one,), policy):
        if row.soon:
            yield _exception(row, accepters(one.evidence, policy))


def _exception(row: ExceptionLine, who: tuple[str, ...]) -> Line:
    renew = ", or renew it" if row.may_renew else ""
    return Line(
        section=Section.WAITING,
        item=f"exception:{row.exception}",
        state=f"ends {row.expires_on}",
        agent=row.agent,
        name=row.name,
        sentence=f"{row.what} is accepted until {row.until}: {row.left}.",
        way_out=f"Close the gap{renew}; after that day it counts again.",
        address=link("scorecard", agent=row.agent),
        who=who,
    )
