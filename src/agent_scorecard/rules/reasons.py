"""Why an agent should be paused, retired or revised (rules 7); a fact nobody gave is never such a reason."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from agent_scorecard import format as text
from agent_scorecard.policy.shapes import Policy
from agent_scorecard.rules.activity import is_in_service, last_sign, rhythm_days
from agent_scorecard.rules.answers import Finding, Judged, Reading, Sentence, say
from agent_scorecard.rules.evidence import Evidence
from agent_scorecard.rules.incidents import uncontained
from agent_scorecard.rules.oversight import unapproved_actions
from agent_scorecard.rules.stated import answered_none
from agent_scorecard.rules.step_down import missed
from agent_scorecard.rules.verdicts import standing
from agent_scorecard.vocabulary import Group, Role, Severity, Status, Verdict


@dataclass(frozen=True, slots=True)
class Gone:
    """The last recorded owner, no longer there; `since` is None where nobody said when."""

    name: str
    since: date | None


def owner_gone(evidence: Evidence) -> Gone | None:
    """Return the recorded owner who left; None while one is active, and where there never was one."""
    if evidence.active_owner is not None:
        return None
    if evidence.owner is not None:
        return Gone(evidence.owner.name, evidence.owner.inactive_since)
    people = evidence.company.people
    ended = [
        (row.until, people[row.person].name)
        for row in evidence.assignments
        if row.role is Role.ACCOUNTABLE_OWNER and row.person in people and row.until and row.until < evidence.as_of
    ]
    if not ended:
        return None
    until, name = max(ended)
    return Gone(name, until)


def to_pause(
    evidence: Evidence, policy: Policy, judged: Sequence[Judged], findings: Sequence[Finding]
) -> tuple[Sentence, ...]:
    """Return why the agent should stop until somebody has looked at it."""
    return (*_uncontained(evidence), *_unattended(evidence, policy), *_worthless(evidence, judged, findings))


def to_retire(evidence: Evidence, policy: Policy) -> tuple[Sentence, ...]:
    """Return why the agent should go: its owner long gone, or nobody using it."""
    return (*_ownerless(evidence, policy), *_disused(evidence, policy))


def to_revise(
    evidence: Evidence, policy: Policy, judged: Sequence[Judged], findings: Sequence[Finding], reading: Reading
) -> tuple[Sentence, ...]:
    """Return why something about the agent must change; each reason once."""
    found = (
        *reading.step_down,
        *missed(judged, evidence, Group.QUALITY, Group.CONTROL),
        *_outcome_missed(evidence, policy, judged),
        *(row.sentence for row in findings if row.severity is Severity.BLOCK or _is_stamp(row)),
    )
    return tuple({sentence.text: sentence for sentence in found}.values())


def _uncontained(evidence: Evidence) -> Iterator[Sentence]:
    for row in uncontained(evidence):
        said = f"{row.incident} is serious and nothing is recorded that contains it."
        yield say("incident_uncontained", said, incident=row.incident)


def _unattended(evidence: Evidence, policy: Policy) -> Iterator[Sentence]:
    running = [action.action for action in unapproved_actions(evidence, policy)]
    if not running or not is_in_service(evidence):
        return
    which = f"{text.listed(running)} {'runs' if len(running) == 1 else 'run'} without approval"
    if answered_none(evidence.agent.kill_switch):
        yield say("no_kill_switch", f"There is no kill switch, and {which}.", actions=len(running))
    gone = owner_gone(evidence)
    if gone is not None:
        yield say("owner_gone", f"{gone.name} no longer answers for it, and {which}.", actions=len(running))


def _worthless(evidence: Evidence, judged: Sequence[Judged], findings: Sequence[Finding]) -> Iterator[Sentence]:
    if missed(judged, evidence, Group.OUTCOME):
        for found in findings:
            if found.code == "volume_up_outcome_down" and found.severity is Severity.BLOCK:
                yield found.sentence


def _ownerless(evidence: Evidence, policy: Policy) -> Iterator[Sentence]:
    gone = owner_gone(evidence)
    if gone is None or gone.since is None:
        return
    days = (evidence.as_of - gone.since).days
    if days >= policy.proposal.ownerless_days:
        said = f"Nobody has answered for it in the {text.plural(days, 'day')} since {gone.name} left."
        yield say("ownerless", said, days=days)


def _disused(evidence: Evidence, policy: Policy) -> Iterator[Sentence]:
    rhythm, last = rhythm_days(evidence, policy), last_sign(evidence)
    if rhythm is None or last is None or evidence.agent.status not in (Status.LIVE, Status.PILOT):
        return
    known = [day for day in (last, evidence.first_loaded, evidence.agent.live_on) if day is not None]
    days = (evidence.as_of - max(known)).days
    if days >= max(policy.proposal.disuse_days, policy.proposal.disuse_rhythms * rhythm):
        yield say("disused", f"No run and no figure for {text.plural(days, 'day')}.", days=days)


def _outcome_missed(evidence: Evidence, policy: Policy, judged: Sequence[Judged]) -> Iterator[Sentence]:
    wanted = policy.proposal.outcome_missed_periods
    names = {row.arguments["measure"] for row in missed(judged, evidence, Group.OUTCOME)}
    for row in judged:
        if row.measure.key in names:
            earlier = (row.period.shifted(-back) for back in range(1, wanted))
            if all(standing(evidence, policy, row.measure, each).shown is Verdict.MISSED for each in earlier):
                said = f"{row.measure.name} was missed in {wanted} periods in a row."
                yield say("outcome_missed", said, measure=row.measure.key, periods=wanted)


def _is_stamp(found: Finding) -> bool:
    return found.code == "rubber_stamp" and found.severity is not Severity.NOTE
