"""Whether one action has earned the next oversight mode, one step at a time (rules 6, per action graduation)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from types import MappingProxyType

from agent_scorecard import format as text
from agent_scorecard.policy.shapes import Policy
from agent_scorecard.rules.answers import Sentence, say
from agent_scorecard.rules.approvals import is_rubber_stamp
from agent_scorecard.rules.awaited import awaited_mode
from agent_scorecard.rules.cuts import company_day
from agent_scorecard.rules.evals import is_current
from agent_scorecard.rules.evidence import Evidence
from agent_scorecard.rules.facts import Action, Approval
from agent_scorecard.rules.levels import granted
from agent_scorecard.rules.once import once
from agent_scorecard.rules.oversight import (
    access_of,
    action_tier,
    ceiling,
    compensation_tested,
    has_rule,
    mode_on_file,
    usable_actions,
)
from agent_scorecard.rules.periods import Grain, ending, last_judged
from agent_scorecard.rules.raci import raci
from agent_scorecard.rules.stated import stated
from agent_scorecard.rules.statistics import graduation as judged
from agent_scorecard.rules.statistics import last_look
from agent_scorecard.vocabulary import ApprovalVerdict, ChangeKind, Effect, Mode, Tier

FREER = MappingProxyType({Mode.SHADOW: Mode.IN, Mode.IN: Mode.ON, Mode.IN_ABOVE: Mode.ON, Mode.ON: Mode.OUT})


@dataclass(frozen=True, slots=True)
class Track:
    """The approvals at the last look: how many needed no substantive edit, and how low their share may surely be."""

    n: int
    whole: int
    low: float
    to_on: bool
    to_out: bool


@dataclass(frozen=True, slots=True)
class Graduation:
    """The next mode of an action with what it still takes; `to` is None where there is none.

    `track` is None before the first look; `by_reading` says that every decision read stands in for a hundred.
    """

    action: Action
    mode: Mode
    to: Mode | None
    decided: int
    gaps: tuple[Sentence, ...]
    track: Track | None
    by_reading: bool

    @property
    def earned(self) -> bool:
        return self.to is not None and not self.gaps


def graduation(evidence: Evidence, action: Action, policy: Policy) -> Graduation:
    """Return whether an action may take the next mode; a suggestion, never automatic."""
    mode, rows = mode_on_file(action, policy), _decided(evidence, action)
    to = None if action.always_approve else FREER.get(mode)
    by_reading = to is Mode.ON and _read_all(evidence, policy, action, rows)
    asked = Graduation(action, mode, to, len(rows), (), _track(policy, rows), by_reading)
    return replace(asked, gaps=tuple(_gaps(evidence, policy, asked, rows)))


def graduations(evidence: Evidence, policy: Policy) -> tuple[Graduation, ...]:
    """Return the next step of every action that is not forbidden, in order of name."""
    usable = usable_actions(evidence)
    return once(
        evidence, policy, "graduations", lambda: tuple(graduation(evidence, action, policy) for action in usable)
    )


def mode_gaps(evidence: Evidence, action: Action, policy: Policy, to: Mode) -> tuple[Sentence, ...]:
    """Return what an action still takes for a freer mode.

    Up to in the loop nothing happens without a person, so its people and its limits are asked, no approvals: nobody
    could have given one while it was forbidden or in the shadow.
    """
    mode, rows = mode_on_file(action, policy), _decided(evidence, action)
    by_reading = to is Mode.ON and _read_all(evidence, policy, action, rows)
    asked = Graduation(action, mode, to, len(rows), (), _track(policy, rows), by_reading)
    return tuple(_gaps(evidence, policy, asked, rows))


def _gaps(evidence: Evidence, policy: Policy, asked: Graduation, rows: Sequence[Approval]) -> Iterator[Sentence]:
    action, to = asked.action, asked.to
    if to is None:
        return
    if (awaited := awaited_mode(evidence, action, to)) is not None:
        yield awaited
    yield from _limits(evidence, policy, action, to)
    if not raci(evidence, policy, action).complete:
        yield say("raci_incomplete", f"{action.action} has not all its people.", action=action.action)
    if to.freedom <= Mode.IN.freedom:
        return
    if not asked.by_reading:
        yield from _decisions(policy, to, asked)
    yield from _safety(evidence, policy, action)
    if is_rubber_stamp(evidence, policy):
        yield say("rubber_stamp", "Approvals were given faster than they can be read.")
    if action_tier(action, policy) in policy.ladder.graduation.reading_time_tiers and not _reading_known(rows):
        yield say("reading_unknown", "How long approvals were read is not known.", action=action.action)


def _limits(evidence: Evidence, policy: Policy, action: Action, to: Mode) -> Iterator[Sentence]:
    level, tier = granted(evidence).level, action_tier(action, policy)
    top, cap = ceiling(action, level, policy), policy.tiers.cap(tier, has_rule(evidence, action))
    if top.freedom < to.freedom:
        yield say("level_ceiling", f"Level {level.value} allows {top.word.lower()} at most.", level=level.value)
    if cap.freedom < to.freedom:
        said = f"{action.action} is of {tier} tier: {cap.word.lower()} at most."
        yield say("tier_cap", said, action=action.action, tier=tier)


def _track(policy: Policy, rows: Sequence[Approval]) -> Track | None:
    numbers = policy.ladder.graduation
    look = last_look(len(rows), numbers.first_n, numbers.every_n)
    if look is None:
        return None
    whole = sum(row.verdict is ApprovalVerdict.APPROVED for row in rows[:look])
    answer = judged(
        whole,
        look,
        numbers.z,
        least=numbers.first_n,
        rate=numbers.on_rate,
        on_lower=numbers.on_lower,
        out_lower=numbers.out_lower,
    )
    return Track(look, whole, answer.interval.low, answer.to_on, answer.to_out)


def _decisions(policy: Policy, to: Mode, asked: Graduation) -> Iterator[Sentence]:
    numbers, track = policy.ladder.graduation, asked.track
    if track is None:
        said = f"{text.plural(asked.decided, 'decision')} since the mode began; it is judged at {numbers.first_n}."
        yield say("too_few_decisions", said, decided=asked.decided, wanted=numbers.first_n)
    elif not (track.to_out if to is Mode.OUT else track.to_on):
        sure = text.percent(numbers.out_lower if to is Mode.OUT else numbers.on_lower)
        bar = f"{text.percent(numbers.on_rate)}, surely over {sure}, is asked"
        said = f"{text.n_of(track.whole, track.n)} approvals without a substantive edit; {bar}."
        yield say("approvals_not_enough", said, approved=track.whole, n=track.n, low=track.low)


def _read_all(evidence: Evidence, policy: Policy, action: Action, rows: Sequence[Approval]) -> bool:
    """Say whether reading every decision stands in for a hundred of a rare, harmless action (rules 2, full reading)."""
    numbers, last = policy.full_reading, rows[-policy.full_reading.decisions :]
    harmless = action_tier(action, policy) is Tier.LOW or (action.reversible and action.effects == (Effect.NONE,))
    months = ending(last_judged(evidence.as_of, Grain.MONTH), numbers.look_back_months)
    first, end = months[0].first, months[-1].last
    units = sum(first <= company_day(evidence, row.requested_at) <= end for row in rows)
    rare = units * numbers.within_months < numbers.units * numbers.look_back_months
    if not (harmless and rare and len(last) == numbers.decisions):
        return False
    weeks = (evidence.as_of - company_day(evidence, last[0].requested_at)).days / 7
    edited = sum(row.verdict is ApprovalVerdict.EDITED for row in last)
    refused = any(row.verdict is ApprovalVerdict.REJECTED for row in last)
    return weeks >= numbers.weeks and edited <= numbers.max_interventions and not refused


def _safety(evidence: Evidence, policy: Policy, action: Action) -> Iterator[Sentence]:
    if not is_current(evidence, policy):
        yield say("eval_not_current", "The evals have not passed on the version in use.")
    if not stated(evidence.agent.kill_switch):
        yield say("no_kill_switch", "No kill switch is written down.")
    if access_of(action).has_effect and not compensation_tested(action):
        yield say("undoing_untested", f"Undoing {action.action} was never tested.", action=action.action)


def _decided(evidence: Evidence, action: Action) -> tuple[Approval, ...]:
    """Return the approvals of an action decided since its mode began, in order."""
    since = _mode_since(evidence, action)
    rows = (
        row
        for row in evidence.approvals
        if row.action == action.action and row.verdict.is_decided and row.decided_at is not None
    )
    ordered = sorted(rows, key=lambda row: (row.decided_at or row.requested_at, row.approval))
    return tuple(row for row in ordered if since is None or company_day(evidence, row.requested_at) >= since)


def _mode_since(evidence: Evidence, action: Action) -> date | None:
    changed = [
        company_day(evidence, row.changed_at)
        for row in evidence.changes
        if row.kind is ChangeKind.MODE and row.action in (None, action.action)
    ]
    return action.mode_since or max(changed, default=None) or evidence.agent.live_on


def _reading_known(rows: Sequence[Approval]) -> bool:
    """Say whether reading time was measured; from the request alone it would be mostly waiting."""
    return any(row.opened_at is not None or row.previous_decided_at is not None for row in rows)
