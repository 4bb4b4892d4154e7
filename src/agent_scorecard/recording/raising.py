"""How far a decision may move an agent: one step at a time, upwards only on evidence (rules 6, 7)."""

from __future__ import annotations

from collections.abc import Iterator

from agent_scorecard.policy.shapes import Policy
from agent_scorecard.recording.fields import DecisionFields
from agent_scorecard.rules.answers import Assessment
from agent_scorecard.rules.awaited import awaited_go_live
from agent_scorecard.rules.facts import Action
from agent_scorecard.rules.graduation import mode_gaps
from agent_scorecard.rules.oversight import mode_on_file
from agent_scorecard.vocabulary import Choice, ExpandKind, Level, Mode, Status

LEVELS = {str(level.value): level for level in Level}
MODES = {mode.value: mode for mode in Mode}


def granted_level(fields: DecisionFields, one: Assessment) -> Level:
    """Return the level a decision grants, or keeps; call it only when `raise_gaps` found nothing."""
    granted = one.reading.granted
    if fields.choice is Choice.EXPAND and kind_of(fields, one) is ExpandKind.LEVEL:
        return Level(granted + 1)
    if fields.choice is Choice.REVISE and fields.kind is ExpandKind.LEVEL:
        return LEVELS[str(fields.to_value)]
    return granted


def kind_of(fields: DecisionFields, one: Assessment) -> ExpandKind | None:
    """Return what is expanded: as said, otherwise as proposed."""
    return fields.kind or one.proposal.kind


def raised_action(fields: DecisionFields, one: Assessment) -> Action | None:
    """Return the action whose mode a decision names, None for one that is not in the inventory."""
    return next((row for row in one.evidence.actions if row.action == fields.action), None)


def raise_gaps(fields: DecisionFields, one: Assessment, policy: Policy) -> Iterator[str]:
    """Yield why the step itself is not possible: too far, in the wrong direction, or not said exactly enough."""
    yield from _stray_gaps(fields, one)
    if fields.choice is Choice.EXPAND:
        yield from _expand_gaps(fields, one, policy)
    elif fields.choice is Choice.REVISE and fields.kind is ExpandKind.LEVEL:
        yield from _lower_level_gaps(fields, one)
    elif fields.choice is Choice.REVISE and fields.kind is ExpandKind.MODE:
        yield from _mode_gaps(fields, one, policy, raising=False)
    elif fields.kind is not None:
        yield f"Only expand and revise change a level or a mode, {fields.choice} does not."


def _stray_gaps(fields: DecisionFields, one: Assessment) -> Iterator[str]:
    """No action, level or mode rides along with a decision that does not move it."""
    moved = kind_of(fields, one) if fields.choice is Choice.EXPAND else fields.kind
    if fields.action is not None and moved is not ExpandKind.MODE:
        yield "Only a change of mode names an action."
    names_a_value = fields.choice is Choice.MERGE or moved in (ExpandKind.MODE, ExpandKind.LEVEL)
    if fields.to_value is not None and not names_a_value:
        yield "Only a change of level or mode names what it changes to."


def _expand_gaps(fields: DecisionFields, one: Assessment, policy: Policy) -> Iterator[str]:
    kind = kind_of(fields, one)
    if kind is None:
        yield "Say what is expanded: level, mode, scope, or go live."
    elif kind is ExpandKind.LEVEL:
        yield from _raise_level_gaps(fields, one)
    elif kind is ExpandKind.MODE:
        yield from _mode_gaps(fields, one, policy, raising=True)
    elif kind is ExpandKind.GO_LIVE and one.evidence.agent.status not in (Status.IDEA, Status.PILOT):
        yield "Only an agent that is not live yet can go live."
    elif kind is ExpandKind.GO_LIVE and (awaited := awaited_go_live(one.evidence)) is not None:
        yield awaited.text


def _raise_level_gaps(fields: DecisionFields, one: Assessment) -> Iterator[str]:
    granted = one.reading.granted
    if one.reading.next is None:
        yield "There is no level above 4."
        return
    if fields.to_value not in (None, str(granted + 1)):
        yield f"A level rises one step at a time: from {granted.value} to {granted + 1}."
    yield from (item.sentence.text for item in one.reading.missing)


def _lower_level_gaps(fields: DecisionFields, one: Assessment) -> Iterator[str]:
    level = LEVELS.get(fields.to_value or "")
    if level is None or level >= one.reading.granted:
        yield f"Name the lower level: granted is {one.reading.granted.value}."


def _mode_gaps(fields: DecisionFields, one: Assessment, policy: Policy, *, raising: bool) -> Iterator[str]:
    action = raised_action(fields, one)
    mode = MODES.get(fields.to_value or "")
    if action is None:
        yield "Name the action whose mode changes, as the inventory writes it."
    elif mode is None:
        yield f"Name the mode it changes to: {', '.join(MODES)}."
    elif not raising:
        yield from _mode_down(action, mode, policy)
    else:
        too_far = tuple(_mode_step(action, mode, policy))
        yield from too_far or (gap.text for gap in mode_gaps(one.evidence, action, policy, mode))


def _mode_down(action: Action, mode: Mode, policy: Policy) -> Iterator[str]:
    now = mode_on_file(action, policy)
    if mode.freedom >= now.freedom:
        yield f"{action.action} is {now.word.lower()}: a step down leaves it less freedom."


def _mode_step(action: Action, mode: Mode, policy: Policy) -> Iterator[str]:
    now = mode_on_file(action, policy)
    if action.always_approve and mode.freedom > Mode.IN.freedom:
        yield f"A person approves every call of {action.action}, whatever the level."
    elif mode not in _next_modes(now):
        yield f"{action.action} is {now.word.lower()}: a mode rises one step at a time."


def _next_modes(now: Mode) -> tuple[Mode, ...]:
    """Shadow, in, on, out; in above a threshold stands between in and on."""
    steps: dict[Mode, tuple[Mode, ...]] = {
        Mode.FORBIDDEN: (Mode.SHADOW,),
        Mode.SHADOW: (Mode.IN,),
        Mode.IN: (Mode.IN_ABOVE, Mode.ON),
        Mode.IN_ABOVE: (Mode.ON,),
        Mode.ON: (Mode.OUT,),
    }
    return steps.get(now, ())
