"""The four answers an evidence item can have, each with its sentence."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from agent_scorecard.rules.answers import Scalar, Sentence, say
from agent_scorecard.vocabulary import EvidenceState


@dataclass(frozen=True, slots=True)
class Answer:
    """State of an item and why."""

    state: EvidenceState
    sentence: Sentence

    @property
    def settled(self) -> bool:
        """Whether it is there; what cannot apply counts as there (rules 6)."""
        return self.state in (EvidenceState.THERE, EvidenceState.DOES_NOT_APPLY)


def there(code: str, text: str, **arguments: Scalar) -> Answer:
    return Answer(EvidenceState.THERE, say(code, text, **arguments))


def missing(code: str, text: str, **arguments: Scalar) -> Answer:
    return Answer(EvidenceState.MISSING, say(code, text, **arguments))


def not_known(code: str, text: str, **arguments: Scalar) -> Answer:
    return Answer(EvidenceState.NOT_KNOWN, say(code, text, **arguments))


def does_not_apply(code: str, text: str, **arguments: Scalar) -> Answer:
    return Answer(EvidenceState.DOES_NOT_APPLY, say(code, text, **arguments))


def first_gap(answers: Iterable[Answer]) -> Answer | None:
    """Return the first answer that is missing, else the first not known; its sentence says how many more there are."""
    gaps = [answer for answer in answers if not answer.settled]
    if not gaps:
        return None
    worst = min(gaps, key=lambda answer: answer.state is not EvidenceState.MISSING)
    more = len(gaps) - 1
    if not more:
        return worst
    sentence = worst.sentence
    return Answer(worst.state, say(sentence.code, f"{sentence.text} And {more} more.", **sentence.arguments))
