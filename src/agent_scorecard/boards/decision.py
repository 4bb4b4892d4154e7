"""The decision form as facts: which options are open, which one is proposed, and why the others are closed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from agent_scorecard.boards.raising import Raise, raises
from agent_scorecard.boards.words import headline
from agent_scorecard.policy.shapes import Policy
from agent_scorecard.rules.answers import Assessment, Proposal
from agent_scorecard.vocabulary import Choice, ExpandKind, Level

UNTIL = "until …"


@dataclass(frozen=True, slots=True)
class Option:
    """One choice on the form; a closed one carries the sentence that closes it."""

    choice: Choice
    word: str
    caption: str
    is_proposed: bool


@dataclass(frozen=True, slots=True)
class DecisionForm:
    """What the form shows before a person types; `lower_to` is the level a step down proposes, else the granted.

    `until` are the choices that hold up to the day they are given. Without `may_keep` a revision steps down: whoever
    looks may lower the agent, and change nothing else about it.
    """

    open: tuple[Option, ...]
    closed: tuple[Option, ...]
    proposed: Choice
    kind: ExpandKind | None
    raises: tuple[Raise, ...]
    granted: Level
    lower_to: Level
    figures: int
    owner: str | None
    due_by_choice: Mapping[Choice, date]
    until: tuple[Choice, ...] = ()
    may_keep: bool = True


def decision_form(
    one: Assessment, policy: Policy, words: Mapping[Choice, str], due_by_choice: Mapping[Choice, date]
) -> DecisionForm:
    """Build the form; the proposed option comes first, merge is left to the portfolio review (rules 7)."""
    choices = [choice for choice in Choice if choice is not Choice.MERGE]
    options = {choice: _option(one, choice, words.get(choice, choice.value.capitalize())) for choice in choices}
    open_ones = [options[choice] for choice in choices if one.open.get(choice) is None]
    owner = one.evidence.active_owner
    return DecisionForm(
        open=tuple(sorted(open_ones, key=lambda option: not option.is_proposed)),
        closed=tuple(options[choice] for choice in choices if one.open.get(choice) is not None),
        proposed=one.proposal.choice,
        kind=one.proposal.kind,
        raises=raises(one, policy),
        granted=one.reading.granted,
        lower_to=min(one.proposal.level or one.reading.granted, one.reading.granted),
        figures=sum(judged.figure is not None for judged in one.judged),
        owner=owner.person if owner is not None else None,
        due_by_choice=due_by_choice,
        until=tuple(choice for choice in choices if words.get(choice, "").endswith(UNTIL)),
    )


def _option(one: Assessment, choice: Choice, word: str) -> Option:
    refusal = one.open.get(choice)
    proposed = choice is one.proposal.choice
    if refusal is not None:
        caption = refusal.text
    elif proposed:
        caption = f"Proposed: {_why(one.proposal)}"
    else:
        caption = _asks(choice)
    return Option(choice, word, caption, proposed)


def _why(proposal: Proposal) -> str:
    """The reasons in a few words: the card above the form has them with their figures."""
    return " ".join(headline(reason.text) for reason in proposal.reasons[:2]) or "nothing speaks against it."


def _asks(choice: Choice) -> str:
    if choice is Choice.PAUSE:
        return "Records a pause. Someone must stop the agent in its own system; confirm here when done."
    if choice is Choice.RETIRE:
        return "Asks for criteria, credentials and data clean-up."
    return "Needs a reason: you choose other than the proposal."
