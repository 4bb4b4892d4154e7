"""Which actions have earned the next oversight mode, on what evidence, and what the others still lack."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from agent_scorecard import format
from agent_scorecard.boards import words
from agent_scorecard.boards.oversight.seen import Seen, about
from agent_scorecard.policy.shapes import Policy
from agent_scorecard.rules.choices import earned_modes
from agent_scorecard.rules.graduation import Graduation, graduations
from agent_scorecard.rules.signatures import signature
from agent_scorecard.vocabulary import ExpandKind, Mode


@dataclass(frozen=True, slots=True)
class NextRow:
    """One action with a freer mode above its own; `gaps` are what it still takes, none where it is earned.

    `signs` says who signs beside whoever decides, or nothing where nobody has to.
    """

    agent: str
    name: str
    action: str
    about: str
    mode: Mode
    to: Mode
    n: str
    share: str
    how: str
    signs: str
    gaps: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NextModes:
    """`always` counts the actions a person always approves: they never take the next mode."""

    said: str
    earned: tuple[NextRow, ...]
    waiting: tuple[NextRow, ...]
    always: int


def next_modes(shown: Sequence[Seen], policy: Policy) -> NextModes:
    """Return the next step of every action that has one, those nearest to it first."""
    rows = [row for each in shown for step in _steps(each, policy) if (row := _row(each, step, policy)) is not None]
    earned = [row for row in rows if not row.gaps]
    return NextModes(
        said=_said(len(earned), len(rows)),
        earned=tuple(earned),
        waiting=tuple(sorted((row for row in rows if row.gaps), key=lambda row: len(row.gaps))),
        always=sum(answer.action.always_approve for each in shown for answer in each.usable),
    )


def _steps(each: Seen, policy: Policy) -> list[Graduation]:
    """The next steps of the actions seen."""
    usable = {answer.action.action for answer in each.usable}
    return [step for step in graduations(each.one.evidence, policy) if step.action.action in usable]


def lacks(each: Seen, step: Graduation, policy: Policy) -> tuple[str, ...]:
    """Say what an action still lacks for the next mode, and that its agent may not do what it was granted."""
    reading = each.one.reading
    if step.earned and step not in earned_modes(each.one.evidence, policy, reading):
        return (f"Level {reading.allowed.value} is allowed today, below the level granted.",)
    return tuple(gap.text for gap in step.gaps)


def _signs(each: Seen, step: Graduation, policy: Policy) -> str:
    asked = signature(each.one.evidence, policy, each.one.reading, ExpandKind.MODE, step.action)
    return asked.sentence.text if asked else ""


def _said(earned: int, of: int) -> str:
    if not of:
        return "No action has a freer mode ahead of it."
    who = words.spelled(earned) if earned else "None"
    verb = "have" if earned > 1 else "has"
    return f"{who} of {format.plural(of, 'action')} {verb} earned the next mode; a person decides."


def _row(each: Seen, step: Graduation, policy: Policy) -> NextRow | None:
    if step.to is None:
        return None
    return NextRow(
        agent=each.agent,
        name=each.name,
        action=step.action.action,
        about=about(step.action),
        mode=step.mode,
        to=step.to,
        n=format.count(step.decided),
        share=_share(step),
        how=_how(step, policy),
        signs=_signs(each, step, policy),
        gaps=lacks(each, step, policy),
    )


def _share(step: Graduation) -> str:
    if step.track is None:
        return "every one was read" if step.by_reading else ""
    share = format.percent(step.track.whole / step.track.n)
    return f"{format.n_of(step.track.whole, step.track.n)}, {share}"


def _how(step: Graduation, policy: Policy) -> str:
    """How it was judged: looks at fixed counts, and the lower end of the interval."""
    numbers = policy.ladder.graduation
    if step.track is None:
        return ""
    bound = numbers.out_lower if step.to is Mode.OUT else numbers.on_lower
    return (
        f"Judged at {numbers.first_n} decisions since the mode began and every {numbers.every_n} after; last at "
        f"{format.count(step.track.n)}. Wilson 95 % lower bound {format.percent(step.track.low)}, "
        f"over {format.percent(bound)} is asked."
    )
