"""Which decisions are open for an agent, and the sentence that closes each other one (rules 7)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from agent_scorecard import format as text
from agent_scorecard.policy.shapes import Policy
from agent_scorecard.rules.answers import Finding, Judged, Reading, Sentence, say
from agent_scorecard.rules.cadence import is_paused
from agent_scorecard.rules.evidence import Evidence
from agent_scorecard.rules.gates import gate
from agent_scorecard.rules.graduation import Graduation, graduations
from agent_scorecard.rules.levels import ended_by, in_order
from agent_scorecard.rules.pauses import not_put_right
from agent_scorecard.rules.reasons import owner_gone
from agent_scorecard.rules.scorecard import guards_failing
from agent_scorecard.vocabulary import Choice, Gate, Severity, Status

BEFORE_LIVE = (Gate.INTAKE, Gate.DESIGN_REVIEW, Gate.PRODUCTION_READINESS)


def open_choices(
    evidence: Evidence, policy: Policy, judged: Sequence[Judged], findings: Sequence[Finding], reading: Reading
) -> Mapping[Choice, Sentence | None]:
    """Return None for an open option, otherwise why it is refused; only facts close one (rules 11).

    Who may decide and who must sign with them is asked where the decision is recorded.
    """
    if (over := finished(evidence)) is not None:
        return MappingProxyType(dict.fromkeys(Choice, over))
    return MappingProxyType(
        {
            Choice.EXPAND: _against_expanding(evidence, policy, judged, findings, reading),
            Choice.MAINTAIN: _against_maintaining(evidence, policy),
            Choice.REVISE: None,
            Choice.PAUSE: None,
            Choice.RETIRE: None,
            Choice.MERGE: say("merge_elsewhere", "Merging is decided in the portfolio review."),
        }
    )


def finished(evidence: Evidence) -> Sentence | None:
    """Return what is said about an agent that is retired or merged, on file or by a decision."""
    if evidence.agent.status in (Status.RETIRED, Status.MERGED):
        return say("finished", f"The agent is {evidence.agent.status.value}: there is nothing to decide.")
    if (last := ended_by(evidence)) is None:
        return None
    day = text.full_day(last.as_of)
    return say("finished", f"It was decided on {day} to {last.choice} it: there is nothing left to decide.")


def at_wanted(evidence: Evidence, reading: Reading) -> bool:
    """Say whether the agent works at the level its owner wants, or above."""
    return evidence.agent.wanted_level is not None and reading.granted >= evidence.agent.wanted_level


def earned_modes(evidence: Evidence, policy: Policy, reading: Reading) -> tuple[Graduation, ...]:
    """Return the actions that have earned the next mode at the level allowed today."""
    if reading.allowed < reading.granted:
        return ()
    return tuple(row for row in graduations(evidence, policy) if row.earned)


def gates_open(evidence: Evidence, policy: Policy) -> tuple[Sentence, ...]:
    """Return a sentence for each gate before go-live that this tier must still pass."""
    held = (gate(evidence, policy, which) for which in BEFORE_LIVE)
    return tuple(
        say("gate_open", f"{_gate_word(row.gate)}: {row.sentence.text}", gate=row.gate)
        for row in held
        if row.required and not row.passed
    )


def without_owner(evidence: Evidence) -> Sentence | None:
    """Return what is said while nobody active answers for the agent."""
    if evidence.active_owner is not None:
        return None
    gone = owner_gone(evidence)
    if gone is None:
        return say("no_owner", "Nobody answers for it yet: name an owner first.")
    return say("owner_gone", f"{gone.name} no longer answers for it: name an active owner first.", owner=gone.name)


def _against_expanding(
    evidence: Evidence, policy: Policy, judged: Sequence[Judged], findings: Sequence[Finding], reading: Reading
) -> Sentence | None:
    if (closed := without_owner(evidence)) is not None:
        return closed
    if is_paused(evidence):
        return say("paused", "A paused agent is resumed before it is expanded.")
    if evidence.agent.status is Status.IDEA:
        return say("not_started", "It is on file as an idea: say first whether it is in pilot or live.")
    if (closed := _held_back(judged, findings, reading)) is not None:
        return closed
    if evidence.agent.status is Status.PILOT:
        return next(iter(gates_open(evidence, policy)), None)
    if at_wanted(evidence, reading) or not reading.missing or earned_modes(evidence, policy, reading):
        return None
    return still_asked(reading)


def _held_back(judged: Sequence[Judged], findings: Sequence[Finding], reading: Reading) -> Sentence | None:
    """Return what forbids any expansion: a block, a reason to step down, or a guard at its fail bound (S0-66)."""
    for found in findings:
        if found.severity is Severity.BLOCK:
            return say("blocked", f"Blocked: {found.sentence.text}", finding=found.code)
    for reason in reading.step_down:
        return say("step_down", f"It should step down: {reason.text}")
    for guard in guards_failing(judged):
        said = f"The guard {guard.measure.name} is missed: {guard.sentence.text}"
        return say("guard_missed", said, measure=guard.measure.key)
    return None


def still_asked(reading: Reading) -> Sentence:
    """Return what the next level still takes; ValueError when nothing is missing or there is none."""
    if reading.next is None or not reading.missing:
        raise ValueError("Nothing is missing.")
    count, first = len(reading.missing), reading.missing[0].sentence.text
    said = f"Level {reading.next.value} still asks for {text.plural(count, 'item')}: {first}"
    return say("evidence_missing", said, level=reading.next.value, missing=count)


def _against_maintaining(evidence: Evidence, policy: Policy) -> Sentence | None:
    if (closed := without_owner(evidence)) is not None:
        return closed
    if (held := not_put_right(evidence)) is not None:
        return held
    if evidence.agent.status is Status.PILOT and _continued(evidence) >= policy.proposal.pilot_continue_times:
        return say("pilot_continued", "The pilot was continued once already: decide whether it goes live.")
    return None


def _continued(evidence: Evidence) -> int:
    """Return how often the running pilot was continued by a decision."""
    since = evidence.agent.pilot_started or evidence.agent.status_since
    rows = (row for row in in_order(evidence) if row.choice is Choice.MAINTAIN)
    return sum(since is None or row.as_of > since for row in rows)


def _gate_word(which: Gate) -> str:
    return which.value.replace("_", " ").capitalize()
