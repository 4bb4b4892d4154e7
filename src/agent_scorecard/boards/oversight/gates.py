"""Where the human gates are: for each action its mode on one scale, and the sentence of what decided it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from agent_scorecard import format
from agent_scorecard.boards import words
from agent_scorecard.boards.oversight.limits import short_rule
from agent_scorecard.boards.oversight.seen import Seen, about
from agent_scorecard.policy.shapes import Policy
from agent_scorecard.rules.oversight import ModeAnswer, action_tier
from agent_scorecard.rules.raci import SLOT_WORDS, Raci, raci
from agent_scorecard.vocabulary import Mode

ALWAYS = "A person approves every call, whatever the level."


@dataclass(frozen=True, slots=True)
class GateRow:
    """One action: `on_file` is its mode on file where another one counts, `filed` says so, `gap` who is missing."""

    action: str
    about: str
    mode: Mode
    on_file: Mode | None
    why: str
    filed: str
    answers: str
    gap: str


@dataclass(frozen=True, slots=True)
class GateGroup:
    agent: str
    name: str
    about: str
    rows: tuple[GateRow, ...]


def spread(shown: Sequence[Seen]) -> Mapping[Mode, int]:
    """Return how many actions stand in each mode today."""
    return Counter(answer.mode for each in shown for answer in each.modes)


def gates(shown: Sequence[Seen], policy: Policy) -> tuple[GateGroup, ...]:
    """Return each agent with its actions in order of name."""
    return tuple(
        GateGroup(each.agent, each.name, each.about, tuple(_row(each, answer, policy) for answer in each.modes))
        for each in shown
    )


def why(answer: ModeAnswer) -> str:
    """Say what decided the mode; where a person always approves, that is the reason to know."""
    if answer.action.always_approve and answer.mode is Mode.IN:
        return ALWAYS
    reason = str(answer.sentence.arguments["reason"])
    return f"{reason[0].upper()}{reason[1:]}."


def _gap(people: Raci) -> str:
    if len(people.missing) == len(SLOT_WORDS):
        return "nobody answers"
    return f"no {format.listed([SLOT_WORDS[slot] for slot in people.missing], last='or')}"


def _filed(answer: ModeAnswer, currency: str) -> str:
    """Say what is on file where another mode counts, or above which threshold a person is asked."""
    rule = short_rule(answer.action, currency)
    if answer.on_file in (answer.mode, None):
        return f"{rule}." if rule and answer.mode is Mode.IN_ABOVE else ""
    on_file = rule if answer.on_file is Mode.IN_ABOVE and rule else str(answer.on_file and answer.on_file.word)
    return f"On file: {on_file[0].lower()}{on_file[1:]}."


def _row(each: Seen, answer: ModeAnswer, policy: Policy) -> GateRow:
    action, evidence = answer.action, each.one.evidence
    people = raci(evidence, policy, action)
    is_open = answer.mode is not Mode.FORBIDDEN and not people.complete
    return GateRow(
        action=action.action,
        about=f"{about(action)} · tier {action_tier(action, policy)}",
        mode=answer.mode,
        on_file=answer.on_file if answer.on_file is not answer.mode else None,
        why=why(answer),
        filed=_filed(answer, evidence.company.currency),
        answers=words.person(evidence.company, people.accountable),
        gap=_gap(people) if is_open else "",
    )
