"""What incidents have in common: how long they took, which cause, harm, risk and missing guardrail comes back."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from agent_scorecard import format
from agent_scorecard.rules.answers import Assessment
from agent_scorecard.rules.facts import Incident
from agent_scorecard.rules.guardrails import missing_guardrails
from agent_scorecard.rules.incident_times import Took, times
from agent_scorecard.vocabulary import Cause, Harm, RiskClass

AGAIN = 2


@dataclass(frozen=True, slots=True)
class TimeLine:
    """One time over all incidents: the middle, the longest with the incident it was, and over how many."""

    word: str
    median: str
    worst: str
    worst_of: str
    over: str


@dataclass(frozen=True, slots=True)
class Kind:
    """One way to call incidents: `key` names it whole and narrows the register, `of` is what it is a kind of."""

    key: str
    of: str
    word: str
    count: int


@dataclass(frozen=True, slots=True)
class GapLine:
    """A guardrail that was missing: "in 3 of 5" that name any, and the incidents."""

    text: str
    share: str
    incidents: tuple[str, ...]
    again: bool


@dataclass(frozen=True, slots=True)
class Patterns:
    """What comes back, the sentence first; `kinds` only where something is called so."""

    sentence: str
    times: tuple[TimeLine, ...]
    kinds: tuple[Kind, ...]
    gaps: tuple[GapLine, ...]


def patterns(assessed: Sequence[Assessment]) -> Patterns:
    """Build what all incidents of the company have in common."""
    rows = [row for one in assessed for row in one.evidence.incidents]
    counted = tuple(_counted(rows))
    gaps = tuple(_gaps(rows))
    return Patterns(_sentence(rows, counted, gaps), tuple(map(_time, times(rows))), counted, gaps)


def kinds_of(row: Incident) -> Iterator[tuple[str, str, str]]:
    """Yield each way an incident is called: its key, what it is a kind of, and the word."""
    if row.cause is not Cause.UNKNOWN:
        yield _kind("Cause", row.cause)
    if row.harm is not None and row.harm is not Harm.NONE:
        yield _kind("Harm", row.harm)
    if row.risk_class is not None:
        yield _kind("Risk", row.risk_class)
    for tag in row.tags:
        yield f"{tag.value} {tag.word}", "OWASP agentic", f"{tag.value} {tag.word}"


def _kind(of: str, word: Cause | Harm | RiskClass) -> tuple[str, str, str]:
    said = word.value.replace("_", " ")
    return f"{of}: {said}", of, said


def _counted(rows: Iterable[Incident]) -> Iterator[Kind]:
    found = Counter(kind for row in rows for kind in kinds_of(row))
    order = {name: place for place, name in enumerate(("Cause", "Harm", "Risk", "OWASP agentic"))}
    for (key, of, word), count in sorted(found.items(), key=lambda pair: (order[pair[0][1]], -pair[1], pair[0])):
        yield Kind(key, of, word, count)


def _gaps(rows: Sequence[Incident]) -> Iterator[GapLine]:
    found = missing_guardrails(rows)
    told = len({row.incident for gap in found for row in gap.incidents})
    for gap in found:
        names = tuple(row.incident for row in gap.incidents)
        yield GapLine(gap.text, f"in {format.n_of(len(names), told)}", names, len(names) >= AGAIN)


def _sentence(rows: Sequence[Incident], kinds: Sequence[Kind], gaps: Sequence[GapLine]) -> str:
    """What comes back, in one sentence: the commonest causes, and a guardrail that was missing more than once."""
    causes = [kind for kind in kinds if kind.of == "Cause"]
    most = max((kind.count for kind in causes), default=0)
    parts = []
    if most >= AGAIN:
        named = format.listed([kind.word for kind in causes if kind.count == most])
        stated = sum(row.cause is not Cause.UNKNOWN for row in rows)
        each = " each" if sum(kind.count == most for kind in causes) > 1 else ""
        parts.append(f"{named.capitalize()} caused {format.n_of(most, stated)}{each}.")
    if gaps and gaps[0].again:
        parts.append(f"The same guardrail was missing {gaps[0].share}: {gaps[0].text}.")
    return " ".join(parts)


def _time(took: Took) -> TimeLine:
    over = format.n_of(took.known, took.total)
    if took.median is None or took.worst is None or took.worst_of is None:
        return TimeLine(took.word, "not known", "", "", over)
    return TimeLine(took.word, format.duration(took.median), format.duration(took.worst), took.worst_of.incident, over)
