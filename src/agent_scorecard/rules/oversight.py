"""Risk tier and oversight mode: what each action may do alone, and where a person always stands (rules 6)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from agent_scorecard import format as text
from agent_scorecard.policy.shapes import Policy
from agent_scorecard.rules.answers import Sentence, say
from agent_scorecard.rules.evidence import Evidence
from agent_scorecard.rules.facts import Action
from agent_scorecard.rules.once import once
from agent_scorecard.rules.stated import stated
from agent_scorecard.vocabulary import Access, Level, Mode, Tier, highest


@dataclass(frozen=True, slots=True)
class TierAnswer:
    """The tier that counts, `None` when unknown; `stated` says whether the company's own word counts."""

    tier: Tier | None
    stated: bool
    suggested: Tier | None
    sentence: Sentence

    @property
    def for_raising(self) -> Tier:
        """The tier whose evidence a raise asks for: high while nothing is known."""
        return self.tier or Tier.HIGH


@dataclass(frozen=True, slots=True)
class ModeAnswer:
    """The mode in which an action may work today, with what holds it there; `on_file` is `None` when not stated."""

    action: Action
    mode: Mode
    on_file: Mode | None
    sentence: Sentence


def access_of(action: Action) -> Access:
    """Return what the permission allows; one that nobody stated is taken for a write."""
    return action.access or Access.WRITE


def mode_on_file(action: Action, policy: Policy) -> Mode:
    """Return the mode on file; one that nobody stated is taken for that of a new action."""
    return action.mode or policy.tiers.new_action_mode


def usable_actions(evidence: Evidence) -> tuple[Action, ...]:
    """Return the actions that are not forbidden, in order of name."""
    allowed = (action for action in evidence.actions if action.mode is not Mode.FORBIDDEN)
    return tuple(sorted(allowed, key=lambda action: action.action))


def is_approved(action: Action, policy: Policy) -> bool:
    """Say whether a person approves or carries out every call, by the modes on file."""
    return action.always_approve or mode_on_file(action, policy).freedom <= Mode.IN.freedom


def unapproved_actions(evidence: Evidence, policy: Policy) -> tuple[Action, ...]:
    """Return the write, send and delete actions that run without approval by the modes on file (rules 11).

    They may be a reason to pause, so a permission nobody described is not among them.
    """
    stated = (action for action in usable_actions(evidence) if action.access is not None and action.access.has_effect)
    return tuple(action for action in stated if not is_approved(action, policy))


def acting_actions(evidence: Evidence, policy: Policy) -> tuple[Action, ...]:
    """Return the write, send and delete actions the agent carries out itself, approved or not."""
    usable = usable_actions(evidence)
    return tuple(row for row in usable if access_of(row).has_effect and mode_on_file(row, policy) is not Mode.SHADOW)


def action_tier(action: Action, policy: Policy) -> Tier:
    """Return the tier an action's own facts suggest; effects nobody stated count as the worst it could touch."""
    if not access_of(action).has_effect:
        sensitive = not action.effects or set(action.effects) & set(policy.tiers.sensitive_reads)
        return Tier.MEDIUM if sensitive else Tier.LOW
    if not action.effects or not action.reversible or set(action.effects) & set(policy.tiers.high_effects):
        return Tier.HIGH
    return Tier.MEDIUM


def suggested_tier(evidence: Evidence, policy: Policy) -> Tier | None:
    """Return the tier the actions suggest: the highest that runs unapproved, or one below the highest approved."""
    return highest(completed_tier(action, policy) for action in usable_actions(evidence))


def completed_tier(action: Action, policy: Policy) -> Tier:
    """Return what an action counts for its agent: its own tier, one below where a person approves every call."""
    tier = action_tier(action, policy)
    return _one_below(tier) if is_approved(action, policy) else tier


def agent_tier(evidence: Evidence, policy: Policy) -> TierAnswer:
    """Return the tier that counts: the stated one, unless it is lower than suggested without a reason (rules 6)."""
    return once(evidence, policy, "tier", lambda: _agent_tier(evidence, policy))


def _agent_tier(evidence: Evidence, policy: Policy) -> TierAnswer:
    on_file, suggested = evidence.agent.risk_tier, suggested_tier(evidence, policy)
    if on_file is None:
        return TierAnswer(suggested, False, suggested, _unstated(suggested))
    if suggested is not None and on_file.rank < suggested.rank and not stated(evidence.agent.risk_tier_reason):
        sentence = say(
            "tier_below_suggested",
            f"Stated {on_file}, but its actions suggest {suggested} and no reason is given: {suggested} counts.",
            stated=on_file,
            suggested=suggested,
        )
        return TierAnswer(suggested, False, suggested, sentence)
    return TierAnswer(on_file, True, suggested, say("tier_stated", f"Stated {on_file}.", stated=on_file))


def effective_mode(evidence: Evidence, policy: Policy, action: Action, allowed: Level) -> ModeAnswer:
    """Return the strictest of the mode on file, level ceiling, tier cap, approval flag and threshold rules."""
    limits = list(_limits(evidence, policy, action, allowed))
    mode, reason = min(limits, key=lambda limit: limit[0].freedom)
    return ModeAnswer(action, mode, action.mode, _mode_sentence(action, mode, reason))


def effective_modes(evidence: Evidence, policy: Policy, allowed: Level) -> tuple[ModeAnswer, ...]:
    """Return the effective mode of every action, in order of name."""
    return once(evidence, policy, ("modes", allowed), lambda: _effective_modes(evidence, policy, allowed))


def always_human(evidence: Evidence, policy: Policy, allowed: Level) -> str:
    """Return what a person always does, as the end of "A person always …"; "not known" without actions."""
    if not evidence.actions:
        return "not known: no action is on file"
    answers = effective_modes(evidence, policy, allowed)
    parts = [
        _does(f"{verb} ", [_named(answer) for answer in answers if answer.mode is mode])
        for verb, mode in (("carries out", Mode.SHADOW), ("approves", Mode.IN), ("approves", Mode.IN_ABOVE))
    ]
    never = _does("never allows ", [answer.action.action for answer in answers if answer.mode is Mode.FORBIDDEN])
    return "; ".join(part for part in (*parts, never) if part) or "nothing: no action waits for a person"


def ceiling(action: Action, level: Level, policy: Policy) -> Mode:
    """Return the freest mode a level leaves an action; reading may be out at any level (rules 6)."""
    if access_of(action) is Access.READ:
        return Mode.OUT
    top = policy.ladder.ceiling[level]
    if top is Mode.OUT and not (action_tier(action, policy) is Tier.LOW and _can_be_undone(action)):
        return Mode.ON
    return top


def has_rule(evidence: Evidence, action: Action) -> bool:
    """Say whether a threshold decides when a person is asked."""
    short_form = action.threshold_field is not None and action.threshold_value is not None
    return short_form or any(rule.action == action.action for rule in evidence.thresholds)


def compensation_tested(action: Action) -> bool:
    """Say whether a call that ran can be undone in a way that was tried."""
    return stated(action.compensation) and action.compensation_tested_on is not None


def _effective_modes(evidence: Evidence, policy: Policy, allowed: Level) -> tuple[ModeAnswer, ...]:
    ordered = sorted(evidence.actions, key=lambda action: action.action)
    return tuple(effective_mode(evidence, policy, action, allowed) for action in ordered)


def _limits(evidence: Evidence, policy: Policy, action: Action, level: Level) -> Iterator[tuple[Mode, str]]:
    """Yield each limit with the reason it gives; of equally strict ones the first is named."""
    own = mode_on_file(action, policy)
    yield own, "on file" if action.mode else "no mode is stated"
    if action.always_approve:
        yield Mode.IN, "a person approves every call"
    yield ceiling(action, level, policy), f"level {level.value} allows no more"
    tier = action_tier(action, policy)
    yield policy.tiers.cap(tier, has_rule(evidence, action)), f"the action is of {tier} tier"
    if access_of(action).has_effect and not compensation_tested(action):
        yield Mode.IN, "undoing it was never tested"
    if action.threshold_field is not None and action.threshold_value is not None:
        yield Mode.IN_ABOVE, f"in the loop when {_condition(action)}"
    for rule in sorted(evidence.thresholds, key=lambda rule: (rule.mode.freedom, rule.order)):
        if rule.action == action.action:
            reason = f"{rule.mode.word.lower()} when {rule.field} {rule.operator} {rule.value}"
            yield max(rule.mode, Mode.IN_ABOVE, key=lambda mode: mode.freedom), reason


def _can_be_undone(action: Action) -> bool:
    return not access_of(action).has_effect or (action.reversible and compensation_tested(action))


def _one_below(tier: Tier) -> Tier:
    return Tier.MEDIUM if tier is Tier.HIGH else Tier.LOW


def _unstated(suggested: Tier | None) -> Sentence:
    if suggested is None:
        return say("tier_unknown", "Not known: no tier is stated and no action is on file. High counts for raising.")
    return say("tier_suggested", f"Not stated; its actions suggest {suggested}.", suggested=suggested)


def _mode_sentence(action: Action, mode: Mode, reason: str) -> Sentence:
    return say(
        "effective_mode",
        f"{action.action}: {mode.word.lower()}, {reason}.",
        action=action.action,
        mode=mode,
        on_file=action.mode,
        reason=reason,
    )


def _does(verb: str, names: list[str]) -> str:
    return f"{verb}{text.listed(names)}" if names else ""


def _named(answer: ModeAnswer) -> str:
    action = answer.action
    if answer.mode is not Mode.IN_ABOVE:
        return action.action
    if action.threshold_field is None:
        return f"{action.action} above its threshold"
    return f"{action.action} when {_condition(action)}"


def _condition(action: Action) -> str:
    return f"{action.threshold_field} {action.threshold_operator} {action.threshold_value}"
