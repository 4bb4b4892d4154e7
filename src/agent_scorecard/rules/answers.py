"""What the rules answer: verdicts, findings, levels, proposals, each with a sentence that says why."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType
from typing import NamedTuple, Protocol

from agent_scorecard.policy.shapes import Measure
from agent_scorecard.rules.evidence import Evidence
from agent_scorecard.rules.facts import Bounds
from agent_scorecard.rules.periods import Period
from agent_scorecard.vocabulary import (
    Choice,
    EvidenceState,
    ExpandKind,
    Group,
    Level,
    Severity,
    Tier,
    Verdict,
)

Scalar = str | int | float | bool | None
_NOTHING: Mapping[str, Scalar] = MappingProxyType({})


class Sentence(NamedTuple):
    """A stable code, its arguments, and the English text; ledger and JSON keep all three (rules 5)."""

    code: str
    text: str
    arguments: Mapping[str, Scalar] = _NOTHING


def say(code: str, text: str, **arguments: Scalar) -> Sentence:
    return Sentence(code, text, MappingProxyType(arguments))


class Figure(NamedTuple):
    """A value of a measure over a window; `value` is numerator / denominator for rates and ratios.

    `n` counts the measure's own unit and is `None` when it was not given. `derived` tells run-derived from loaded,
    `note` carries "worst month" or "n not given".
    """

    value: float
    numerator: float | None = None
    denominator: float | None = None
    n: int | None = None
    derived: bool = False
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Proof:
    """Whether a rate is surely on the good side of its pass bound (rules 2 "Proof")."""

    proven: bool
    low: float | None
    high: float | None
    n: int
    phi: float
    sentence: Sentence


class Explanation(Protocol):
    """What a reader is told about a judged measure: worked out only where somebody reads it.

    `low` and `high` are the 95 % interval of a rate. `trend` holds up to six figures of the last periods in time
    order, `None` where nothing was measured. `how` is "how this was computed": measure, window, n, bound, rule.
    """

    @property
    def sentence(self) -> Sentence: ...
    @property
    def how(self) -> str: ...
    @property
    def low(self) -> float | None: ...
    @property
    def high(self) -> float | None: ...
    @property
    def trend(self) -> tuple[Figure | None, ...]: ...
    @property
    def proof(self) -> Proof | None: ...


@dataclass(frozen=True, slots=True)
class Judged:
    """One measure of one agent in one period: shown verdict, raw verdict, figure, bounds and the explanation."""

    measure: Measure
    period: Period
    verdict: Verdict
    raw: Verdict
    figure: Figure | None
    bounds: Bounds | None
    explained: Explanation = field(compare=False, repr=False)
    baseline: float | None = None
    within_noise: bool = False
    provisional: bool = False
    window: tuple[Period, ...] = ()

    @property
    def sentence(self) -> Sentence:
        return self.explained.sentence

    @property
    def how(self) -> str:
        return self.explained.how

    @property
    def low(self) -> float | None:
        return self.explained.low

    @property
    def high(self) -> float | None:
        return self.explained.high

    @property
    def trend(self) -> tuple[Figure | None, ...]:
        return self.explained.trend

    @property
    def proof(self) -> Proof | None:
        return self.explained.proof


@dataclass(frozen=True, slots=True)
class GroupAnswer:
    group: Group
    verdict: Verdict
    sentence: Sentence


WHO_ANSWERS = ("no_owner", "owner_inactive")
"""Findings that come before others of their weight: everything else waits for somebody to do it."""


class Acceptance(NamedTuple):
    """Who accepted a finding and until when, and the severity it would have (rules 6 "Exception")."""

    sentence: Sentence
    severity: Severity


@dataclass(frozen=True, slots=True)
class Finding:
    """A computed fact that needs a person; `cap` limits the level allowed today while it holds (rules 5).

    One that is `accepted` for a time stays there as a note and caps nothing.
    """

    agent: str
    code: str
    severity: Severity
    sentence: Sentence
    way_out: str
    cap: Level | None = None
    setup: bool = False
    link: str = "scorecard"
    accepted: Acceptance | None = None

    @property
    def place(self) -> tuple[int, bool, str]:
        """Where it stands among the findings of its agent: by weight, who answers for it first, then by code."""
        return -self.severity.rank, self.code not in WHO_ANSWERS, self.code


class EvidenceItem(NamedTuple):
    """One of the fifteen items for the next level (rules 6)."""

    item: int
    state: EvidenceState
    sentence: Sentence
    required: bool


@dataclass(frozen=True, slots=True)
class Reading:
    """The four readings of level and what the next one takes; `next` is `None` at level 4."""

    on_file: Level
    granted: Level
    granted_here: bool
    supported: Level
    allowed: Level
    since: date | None
    next: Level | None
    items: tuple[EvidenceItem, ...]
    step_down: tuple[Sentence, ...]
    tier: Tier | None
    tier_stated: bool
    by_reading: bool = False

    @property
    def required(self) -> tuple[EvidenceItem, ...]:
        return tuple(item for item in self.items if item.required)

    @property
    def there(self) -> int:
        """Required items that are there; one that does not apply, or is accepted for a time, counts as there."""
        return sum(item.state.is_settled for item in self.required)

    @property
    def accepted(self) -> tuple[EvidenceItem, ...]:
        """Required items that count as there only because somebody accepted the gap for a time."""
        return tuple(item for item in self.required if item.state is EvidenceState.ACCEPTED)

    @property
    def missing(self) -> tuple[EvidenceItem, ...]:
        return tuple(item for item in self.required if not item.state.is_settled)


@dataclass(frozen=True, slots=True)
class Proposal:
    """The decision the rules propose; `level` is the level proposed when it moves (rules 7)."""

    choice: Choice
    reasons: tuple[Sentence, ...]
    kind: ExpandKind | None = None
    level: Level | None = None


@dataclass(frozen=True, slots=True)
class Due:
    """The next card of an agent: when, and by how many days it is late on the as-of day (rules 8).

    `following` is the first card a decision on the as-of day would leave open.
    """

    on: date | None
    days_late: int
    kind: str
    sentence: Sentence
    following: date | None = None

    @property
    def overdue(self) -> bool:
        return self.days_late > 0


@dataclass(frozen=True, slots=True)
class SetUp:
    """How much of the set-up is known: one line instead of twenty findings in the first 30 days (rules 5)."""

    known: int
    asked: int
    next_question: str
    in_grace: bool


@dataclass(frozen=True, slots=True)
class CauseDue:
    """The cause of a serious incident that is still to be written down: by whom, None for nobody, and until when."""

    incident: str
    owner: str | None
    due: date


@dataclass(frozen=True, slots=True)
class Assessment:
    """Everything the rules say about one agent on one day: each page and command shows a part of it."""

    evidence: Evidence
    period: Period
    judged: tuple[Judged, ...]
    groups: Mapping[Group, GroupAnswer]
    findings: tuple[Finding, ...]
    reading: Reading
    proposal: Proposal
    open: Mapping[Choice, Sentence | None]
    due: Due
    set_up: SetUp
    policy_version: str
    causes_due: tuple[CauseDue, ...] = ()

    @property
    def blocks(self) -> tuple[Finding, ...]:
        return tuple(found for found in self.findings if found.severity is Severity.BLOCK)
