"""The decision the rules propose, in the words of the agent's state; a person decides (rules 7)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from agent_scorecard import format as text
from agent_scorecard.policy.shapes import Policy
from agent_scorecard.rules.answers import Due, Finding, GroupAnswer, Judged, Proposal, Reading, Sentence, say
from agent_scorecard.rules.cadence import is_paused, next_quarter_card
from agent_scorecard.rules.choices import at_wanted, earned_modes, finished, gates_open, open_choices, still_asked
from agent_scorecard.rules.evidence import Evidence
from agent_scorecard.rules.graduation import Graduation
from agent_scorecard.rules.items.candidate import GOOD
from agent_scorecard.rules.levels import ended_by, granted
from agent_scorecard.rules.reasons import to_pause, to_retire, to_revise
from agent_scorecard.rules.scorecard import headlines
from agent_scorecard.vocabulary import Choice, ExpandKind, Group, Severity, Status


def proposal(
    evidence: Evidence,
    policy: Policy,
    judged: Sequence[Judged],
    groups: Mapping[Group, GroupAnswer],
    findings: Sequence[Finding],
    reading: Reading,
) -> Proposal:
    """Return the first decision that holds among the open ones: pause, retire, revise, expand, else maintain.

    Where maintain is closed because nobody answers for the agent, it is to be revised: an open question, no verdict.
    """
    over = finished(evidence)
    if over is not None:
        retired = ended_by(evidence)
        return Proposal(retired.choice if retired is not None else Choice.MAINTAIN, (over,))
    if reasons := to_pause(evidence, policy, judged, findings):
        return Proposal(Choice.PAUSE, reasons)
    if reasons := to_retire(evidence, policy):
        return Proposal(Choice.RETIRE, reasons)
    if reasons := to_revise(evidence, policy, judged, findings, reading):
        return Proposal(Choice.REVISE, reasons, level=reading.supported if reading.step_down else None)
    options = open_choices(evidence, policy, judged, findings, reading)
    raised = _expand(evidence, policy, judged, findings, reading) if options[Choice.EXPAND] is None else None
    if raised is not None:
        return raised
    closed = options[Choice.MAINTAIN]
    if closed is not None:
        return Proposal(Choice.REVISE, (closed,))
    why = _why_maintain(evidence, policy, groups, reading, options[Choice.EXPAND])
    return Proposal(Choice.MAINTAIN, (why,))


def choice_words(evidence: Evidence) -> Mapping[Choice, str]:
    """Return the word of each decision as this agent's form shows it."""
    words = {choice: choice.value.capitalize() for choice in Choice}
    if is_paused(evidence):
        resume = f"Resume at level {granted(evidence).level.value}"
        words |= {Choice.MAINTAIN: resume, Choice.PAUSE: "Stay paused until …"}
    elif evidence.agent.status is Status.PILOT:
        words |= {Choice.EXPAND: "Go live", Choice.MAINTAIN: "Continue the pilot until …"}
    return words


def default_due(choice: Choice, evidence: Evidence, policy: Policy, due: Due) -> date:
    """Return by when the next step is due unless the person says otherwise; for maintain the next card."""
    as_of, days, latest = evidence.as_of, policy.proposal.due_days.get(choice), latest_due(choice, evidence, policy)
    if days is not None or latest is not None:
        return latest or as_of + timedelta(days=days or 0)
    ahead = [day for day in (due.following, due.on) if day is not None and day > as_of]
    return ahead[0] if ahead else next_quarter_card(as_of, policy)


def latest_due(choice: Choice, evidence: Evidence, policy: Policy) -> date | None:
    """Return the last day a pilot may be continued until, None for any other decision (rules 7)."""
    if choice is not Choice.MAINTAIN or is_paused(evidence) or evidence.agent.status is not Status.PILOT:
        return None
    return evidence.as_of + timedelta(days=policy.proposal.pilot_continue_days)


def _expand(
    evidence: Evidence, policy: Policy, judged: Sequence[Judged], findings: Sequence[Finding], reading: Reading
) -> Proposal | None:
    """Return the expansion the facts bear out: go live, one level up, one freer mode, or a wider scope."""
    passing = all(row.verdict in GOOD for row in headlines(judged)) and bool(headlines(judged))
    if evidence.agent.status is Status.PILOT:
        return Proposal(Choice.EXPAND, (_go_live(),), ExpandKind.GO_LIVE) if passing else None
    if not at_wanted(evidence, reading) and reading.next is not None and reading.supported > reading.granted:
        return Proposal(Choice.EXPAND, _next_level(evidence, reading), ExpandKind.LEVEL, reading.supported)
    modes = earned_modes(evidence, policy, reading)
    if modes:
        return Proposal(Choice.EXPAND, tuple(map(_freer, modes)), ExpandKind.MODE)
    quiet = all(found.severity is Severity.NOTE for found in findings)
    if passing and quiet and evidence.agent.wanted_level is reading.supported:
        return Proposal(Choice.EXPAND, (_wider(reading),), ExpandKind.SCOPE)
    return None


def _go_live() -> Sentence:
    return say("go_live", "Every gate is passed and the headline is at its pass bound.")


def _next_level(evidence: Evidence, reading: Reading) -> tuple[Sentence, ...]:
    of = text.n_of(reading.there, len(reading.required))
    level = reading.supported.value
    accepted = f", {len(reading.accepted)} of them accepted for now" if reading.accepted else ""
    reasons = (say("level_earned", f"Everything asked for level {level} is there: {of}{accepted}.", level=level),)
    if evidence.agent.wanted_level is None:
        return (*reasons, say("wanted_unstated", "The owner has not said which level is wanted."))
    return reasons


def _freer(row: Graduation) -> Sentence:
    mode = row.to or row.mode
    said = f"{row.action.action} has earned {mode.word.lower()}: {text.plural(row.decided, 'decision')} judged."
    return say("mode_earned", said, action=row.action.action, to=mode, decided=row.decided)


def _wider(reading: Reading) -> Sentence:
    said = f"The headline is at its pass bound, nothing is open, and level {reading.granted.value} is the level wanted."
    return say("scope_earned", said, level=reading.granted.value)


def _why_maintain(
    evidence: Evidence,
    policy: Policy,
    groups: Mapping[Group, GroupAnswer],
    reading: Reading,
    against: Sentence | None,
) -> Sentence:
    level = reading.granted.value
    if is_paused(evidence):
        return say("resume", f"Nothing speaks against resuming at level {level}.", level=level)
    if evidence.agent.status is Status.PILOT:
        return next(iter(gates_open(evidence, policy)), say("pilot_goes_on", "The headline has not passed yet."))
    if reading.supported > reading.granted and against is not None:
        return against
    if reading.supported > reading.granted:
        said = f"Maintain: level {reading.supported.value} supported, not wanted."
        return say("not_wanted", said, level=reading.supported.value)
    if not any(answer.verdict.is_judged for answer in groups.values()):
        return say("nothing_judged", "Nothing can be judged yet: no measure has both a figure and a pass bound.")
    if reading.missing and not at_wanted(evidence, reading):
        return still_asked(reading)
    return say("level_holds", f"Nothing speaks against level {level}.", level=level)
