"""The table of evidence items, and what may stand in for one: a full reading, or a named person's word."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from agent_scorecard import format as text
from agent_scorecard.rules.answers import EvidenceItem, Sentence, say
from agent_scorecard.rules.exceptions import acceptance, accepted, gap_name
from agent_scorecard.rules.gates import latest
from agent_scorecard.rules.items import controls, paper, record, results
from agent_scorecard.rules.items.answer import Answer
from agent_scorecard.rules.items.candidate import Candidate
from agent_scorecard.vocabulary import EvidenceState, GapKind, Gate, GateAnswer, GateItem, Level

ITEMS: Mapping[int, Callable[[Candidate], Answer]] = MappingProxyType(
    {
        1: results.quality,
        2: results.risk,
        3: results.outcome,
        4: controls.limits_kept,
        5: record.sustained,
        6: record.time_served,
        7: controls.evals_passed,
        8: record.approved,
        9: controls.can_be_stopped,
        10: controls.permitted,
        11: paper.checked,
        12: paper.answered_for,
        13: controls.audited,
        14: paper.contracted,
        15: paper.unblocked,
    }
)
"""Number of the item in rules 6 → how it is answered."""

STATED_IN: Mapping[int, GateItem] = MappingProxyType({4: GateItem.C2, 10: GateItem.C1, 13: GateItem.O2})
"""The checklist item whose tick by a named person states what no log measures."""


def evidence_items(one: Candidate, reading: Sentence | None) -> tuple[EvidenceItem, ...]:
    """Return the fifteen items; `reading` is the full reading that may stand in for some of them (rules 2)."""
    return tuple(_item(one, number, reading) for number in ITEMS)


def _item(one: Candidate, number: int, reading: Sentence | None) -> EvidenceItem:
    answer = ITEMS[number](one)
    if not answer.settled and reading is not None and number in one.policy.full_reading.stands_for:
        answer = Answer(EvidenceState.THERE, reading)
    if answer.state is EvidenceState.NOT_KNOWN and (word := _stated(one, number)) is not None:
        answer = Answer(EvidenceState.THERE, word)
    if not answer.settled:
        answer = _accepted(one, number, answer)
    return EvidenceItem(number, answer.state, answer.sentence, number in one.required)


def _accepted(one: Candidate, number: int, answer: Answer) -> Answer:
    """Return the gap as accepted for a time by the risk owner, with what is accepted; else the answer as it is."""
    row = accepted(one.evidence, one.policy, gap_name(GapKind.EVIDENCE, number))
    if row is None:
        return answer
    told = acceptance(one.evidence, row)
    return Answer(EvidenceState.ACCEPTED, told._replace(text=f"{told.text} {answer.sentence.text}"))


def _stated(one: Candidate, number: int) -> Sentence | None:
    """Return a named person's statement with its date and source, where the tier may rest on one (rules 6)."""
    ladder = one.policy.ladder
    highest = ladder.stated_up_to.get(one.tier.for_raising, Level.ASSISTED)
    if number not in ladder.stated_items or number not in STATED_IN or one.next > highest:
        return None
    row = latest(one.evidence, Gate.CHECKLIST, STATED_IN[number])
    if row is None or row.answer is not GateAnswer.YES or not (row.evidence and row.answered_by and row.answered_on):
        return None
    person = one.evidence.company.people.get(row.answered_by)
    name = person.name if person is not None else row.answered_by
    said = f"Stated, not measured: {row.evidence} ({name}, {text.full_day(row.answered_on)})."
    return say("stated", said, by=row.answered_by, on=row.answered_on.isoformat())
