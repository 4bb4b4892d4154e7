"""The four answers an evidence item can have, each with its sentence."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from agent_scorecard import format as text
from agent_scorecard.rules.answers import Scalar, Sentence, say
from agent_scorecard.vocabulary import EvidenceState


class Answer(NamedTuple):
    """State of an item and why."""

    state: EvidenceState
    sentence: Sentence

    @property
    def settled(self) -> bool:
        """Whether it is there; what cannot apply counts as there (rules 6)."""
        return self.state.is_settled


def there(code: str, text: str, **arguments: Scalar) -> Answer:
    return Answer(EvidenceState.THERE, say(code, text, **arguments))


def missing(code: str, text: str, **arguments: Scalar) -> Answer:
    return Answer(EvidenceState.MISSING, say(code, text, **arguments))


def not_known(code: str, text: str, **arguments: Scalar) -> Answer:
    return Answer(EvidenceState.NOT_KNOWN, say(code, text, **arguments))


def does_not_apply(code: str, text: str, **arguments: Scalar) -> Answer:
    return Answer(EvidenceState.DOES_NOT_APPLY, say(code, text, **arguments))


def first_gap(answers: Iterable[Answer], noun: str) -> Answer | None:
    """Return the first answer that is missing, else the first not known; its sentence says of how many it is one."""
    gaps = [answer for answer in answers if not answer.settled]
    if not gaps:
        return None
    worst = min(gaps, key=lambda answer: answer.state is not EvidenceState.MISSING)
    sentence = worst.sentence
    return Answer(worst.state, say(sentence.code, one_of(sentence.text, len(gaps), noun), **sentence.arguments))


def one_of(sentence: str, count: int, noun: str) -> str:
    """Return the sentence about one of several open things with how many there are: "… (and 2 more measures)."."""
    return sentence if count == 1 else f"{sentence.removesuffix('.')} (and {text.plural(count - 1, f'more {noun}')})."
