"""The four gates, the checklist of sixteen and the one-page views, as they stand on the day (rules 6)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

from agent_scorecard import format as text
from agent_scorecard.policy.shapes import GateItemPolicy, Policy
from agent_scorecard.rules.answers import Sentence, say
from agent_scorecard.rules.evidence import Evidence
from agent_scorecard.rules.exceptions import acceptance, accepted, gap_name
from agent_scorecard.rules.facts import GateRow
from agent_scorecard.rules.gate_items import missing_facts
from agent_scorecard.rules.once import once
from agent_scorecard.rules.oversight import agent_tier
from agent_scorecard.rules.periods import Grain, containing
from agent_scorecard.vocabulary import EvidenceState, GapKind, Gate, GateAnswer, GateItem, Role

GATES = frozenset(Gate)
STAGES = (Gate.INTAKE, Gate.DESIGN_REVIEW, Gate.PRODUCTION_READINESS, Gate.PORTFOLIO_REVIEW)
OPERATING_MODEL, CONTRACT, SOP, ONE_PAGE = "operating_model", "contract", "sop", "one_page"
CONTROL_PLANE, DECISION_RIGHTS = "control_plane", "decision_rights"
EACH_QUARTER = (GateItem.G4_4,)


class ItemAnswer(NamedTuple):
    """One item with its state; `attested` where a person answers it, `waived_until` while a waiver holds."""

    code: str
    text: str
    attested: bool
    state: EvidenceState
    sentence: Sentence
    waived_until: date | None = None

    @property
    def holds(self) -> bool:
        return self.state.is_settled


@dataclass(frozen=True, slots=True)
class View:
    """The items of one gate or one-page view, in the order of the policy."""

    name: str
    items: tuple[ItemAnswer, ...]

    @property
    def there(self) -> int:
        return sum(item.holds for item in self.items)

    @property
    def of(self) -> int:
        return len(self.items)

    @property
    def missing(self) -> tuple[ItemAnswer, ...]:
        return tuple(item for item in self.items if not item.holds)

    @property
    def complete(self) -> bool:
        return not self.missing


@dataclass(frozen=True, slots=True)
class Checklist(View):
    """The sixteen items with the signatures it still lacks."""

    unsigned: tuple[Role, ...] = ()

    @property
    def complete(self) -> bool:
        return not self.missing and not self.unsigned


@dataclass(frozen=True, slots=True)
class GateStanding(View):
    """One gate: its items, whether this tier must pass it, its result, and the days spent in it.

    `days_in_gate` counts from submission to the decision, or to today while the gate is open; `None` when unknown.
    """

    gate: Gate
    required: bool
    result: GateRow | None
    passed: bool
    is_open: bool
    days_in_gate: int | None
    sentence: Sentence


def item(evidence: Evidence, policy: Policy, code: str) -> ItemAnswer:
    """Return how an item stands; KeyError for a code the policy does not know."""
    asked = policy.item(code)
    if asked is None:
        raise KeyError(code)
    return _item(evidence, policy, asked)


def view(evidence: Evidence, policy: Policy, name: str) -> View:
    """Return one of the views over stored facts: contract, sop, operating_model, one_page, control_plane, …"""
    return once(evidence, policy, ("view", name), lambda: _view(evidence, policy, name))


def _view(evidence: Evidence, policy: Policy, name: str) -> View:
    return View(name, tuple(_item(evidence, policy, asked) for asked in policy.of_view(name)))


def checklist(evidence: Evidence, policy: Policy) -> Checklist:
    """Return the sixteen items and the signatures still owed (S0-10)."""
    return once(evidence, policy, "checklist", lambda: _checklist(evidence, policy))


def _checklist(evidence: Evidence, policy: Policy) -> Checklist:
    items = _items(evidence, policy, Gate.CHECKLIST)
    owed = tuple(role for role in policy.gates.signed_by[Gate.CHECKLIST] if not _signed(evidence, role))
    return Checklist(Gate.CHECKLIST, items, owed)


def gates(evidence: Evidence, policy: Policy) -> tuple[GateStanding, ...]:
    """Return the four gates in their order."""
    return tuple(gate(evidence, policy, each) for each in STAGES)


def gate(evidence: Evidence, policy: Policy, which: Gate) -> GateStanding:
    """Return one gate, passed when its result is pass and every required item holds, or while waived (S0-19)."""
    return once(evidence, policy, ("gate", which), lambda: _gate(evidence, policy, which))


def _gate(evidence: Evidence, policy: Policy, which: Gate) -> GateStanding:
    result = latest(evidence, which, GateItem.RESULT)
    items = _items(evidence, policy, which)
    passed, sentence = _passed(evidence, policy, result, items)
    if not passed and (gap := accepted(evidence, policy, gap_name(GapKind.GATE, which))) is not None:
        passed, sentence = True, acceptance(evidence, gap)
    return GateStanding(
        name=which,
        items=items,
        gate=which,
        required=agent_tier(evidence, policy).for_raising in policy.gates.tiers[which],
        result=result,
        passed=passed,
        is_open=result is not None and result.answer is GateAnswer.OPEN,
        days_in_gate=_days_in_gate(evidence, result),
        sentence=sentence,
    )


def latest(evidence: Evidence, which: Gate, asked: GateItem) -> GateRow | None:
    """Return the last answer to an item, `None` when nobody ever answered."""
    rows = (row for row in evidence.gates if row.gate is which and row.item is asked)
    return max(rows, key=lambda row: (row.answered_on or date.min, row.answer), default=None)


def waiver_end(row: GateRow, policy: Policy) -> date | None:
    """Return the last day on which a waiver holds, `None` when the row waives nothing."""
    if row.answer is not GateAnswer.WAIVED:
        return None
    if row.expires_on is None and row.answered_on is not None:
        return row.answered_on + timedelta(days=policy.gates.waiver_days)
    return row.expires_on


def waived_until(evidence: Evidence, policy: Policy, row: GateRow | None) -> date | None:
    """Return the last day of a waiver that still holds, its expiry included."""
    end = waiver_end(row, policy) if row is not None else None
    return end if end is not None and evidence.as_of <= end else None


def expired_waivers(evidence: Evidence, policy: Policy) -> Iterator[tuple[GateRow, date]]:
    """Yield the last answers that were waivers and ran out, with their last day."""
    for which, asked in sorted({(row.gate, row.item) for row in evidence.gates}):
        row = latest(evidence, which, asked)
        end = waiver_end(row, policy) if row is not None else None
        if row is not None and end is not None and end < evidence.as_of and not _met_since(evidence, policy, row):
            yield row, end


def _met_since(evidence: Evidence, policy: Policy, row: GateRow) -> bool:
    return (
        row.item is not GateItem.RESULT and policy.item(row.item) is not None and item(evidence, policy, row.item).holds
    )


def _items(evidence: Evidence, policy: Policy, which: Gate) -> tuple[ItemAnswer, ...]:
    tier = agent_tier(evidence, policy).for_raising
    return tuple(_item(evidence, policy, asked) for asked in policy.items_of(which, tier))


def _item(evidence: Evidence, policy: Policy, asked: GateItemPolicy) -> ItemAnswer:
    return once(evidence, policy, ("answer", asked.code), lambda: _answer(evidence, policy, asked))


def _answer(evidence: Evidence, policy: Policy, asked: GateItemPolicy) -> ItemAnswer:
    computed = missing_facts(evidence, policy, asked.code)
    row = latest(evidence, Gate(asked.gate), GateItem(asked.code)) if asked.gate in GATES else None
    until = waived_until(evidence, policy, row)
    if computed == ():
        state, sentence = EvidenceState.THERE, say("item_there", f"{asked.text}.", item=asked.code)
    elif until is not None and row is not None:
        state, sentence = EvidenceState.THERE, _waived(asked, row, until)
    elif row is not None and by_hand(policy, asked) and row.answer is not GateAnswer.WAIVED:
        state, sentence = _attested(evidence, asked, row)
    else:
        state = EvidenceState.MISSING if computed else EvidenceState.NOT_KNOWN
        sentence = _unanswered(asked, computed)
    if not state.is_settled and (gap := accepted(evidence, policy, gap_name(GapKind.ITEM, asked.code))) is not None:
        state, sentence, until = EvidenceState.ACCEPTED, acceptance(evidence, gap), gap.expires_on
    ticked = computed != () and by_hand(policy, asked)
    return ItemAnswer(asked.code, asked.text, ticked, state, sentence, until if computed != () else None)


def by_hand(policy: Policy, asked: GateItemPolicy) -> bool:
    """Say whether a person answers an item: an attested one, in a small company each of the sixteen (rules 10)."""
    return asked.attested or (policy.gates.checklist_by_tick and asked.gate == Gate.CHECKLIST)


def _attested(evidence: Evidence, asked: GateItemPolicy, row: GateRow) -> tuple[EvidenceState, Sentence]:
    when = text.full_day(row.answered_on)
    if row.answer is GateAnswer.YES and row.item in EACH_QUARTER and not _this_quarter(evidence, row):
        words = f"Last confirmed {when}; to be confirmed each quarter."
        return EvidenceState.MISSING, say("item_outdated", words, item=asked.code, on=when)
    if row.answer is GateAnswer.YES and row.evidence:
        person = evidence.company.people.get(row.answered_by or "")
        words = f"{row.evidence} ({person.name if person is not None else row.answered_by}, {when})"
        return EvidenceState.THERE, say("item_attested", words, item=asked.code, by=row.answered_by, on=when)
    if row.answer is GateAnswer.NOT_APPLICABLE and asked.may_not_apply:
        words = f"Does not apply: {row.reason or 'no reason given'}."
        return EvidenceState.DOES_NOT_APPLY, say("item_does_not_apply", words, item=asked.code)
    if row.answer is GateAnswer.OPEN:
        return EvidenceState.NOT_KNOWN, _unanswered(asked, None)
    if row.answer is GateAnswer.YES:
        return EvidenceState.MISSING, say(
            "item_without_evidence", "Ticked without saying what shows it.", item=asked.code
        )
    return EvidenceState.MISSING, say(
        "item_denied", f"Answered {row.answer.replace('_', ' ')} on {when}.", item=asked.code
    )


def _this_quarter(evidence: Evidence, row: GateRow) -> bool:
    quarter = containing(evidence.as_of, Grain.QUARTER)
    return row.answered_on is not None and quarter.contains(row.answered_on)


def _waived(asked: GateItemPolicy, row: GateRow, until: date) -> Sentence:
    words = f"Waived until {text.full_day(until)}: {row.reason or 'no reason given'}."
    return say("item_waived", words, item=asked.code, until=until.isoformat(), by=row.answered_by)


def _unanswered(asked: GateItemPolicy, computed: tuple[str, ...] | None) -> Sentence:
    if not computed:
        return say("item_unanswered", "Nobody answered yet.", item=asked.code)
    return say("item_missing", f"Missing: {text.listed(computed)}.", item=asked.code, missing="; ".join(computed))


def _signed(evidence: Evidence, role: Role) -> bool:
    """Say whether the signature of a role is there; one person signs twice only when holding both roles (S0-10)."""
    manager = latest(evidence, Gate.CHECKLIST, GateItem.SIGNED_BY_MANAGER)
    builder = latest(evidence, Gate.CHECKLIST, GateItem.SIGNED_BY_BUILDER)
    row, other = (builder, manager) if role is Role.BUILDER else (manager, builder)
    if row is None or row.answer is not GateAnswer.YES:
        return False
    if other is None or other.answer is not GateAnswer.YES or row.answered_by != other.answered_by:
        return True
    held = {each.role for each in evidence.assignments if each.person == row.answered_by}
    return {Role.ACCOUNTABLE_OWNER, Role.BUILDER} <= held


def _passed(
    evidence: Evidence, policy: Policy, result: GateRow | None, items: tuple[ItemAnswer, ...]
) -> tuple[bool, Sentence]:
    open_items = [each for each in items if not each.holds]
    if result is None:
        return False, say("gate_not_held", "Not held yet.")
    if (until := waived_until(evidence, policy, result)) is not None:
        return True, say(
            "gate_waived", f"Waived until {text.full_day(until)}: {result.reason}.", until=until.isoformat()
        )
    when = text.full_day(result.answered_on)
    if result.answer is not GateAnswer.PASS:
        return False, _not_passed(result, when)
    if open_items:
        more = f" and {len(open_items) - 1} more" if len(open_items) > 1 else ""
        words = f'Passed {when}, but not there now: "{open_items[0].text}"{more}.'
        return False, say("gate_reopened", words, open=len(open_items))
    return True, say("gate_passed", f"Passed {when}.", on=when)


def _not_passed(result: GateRow, when: str) -> Sentence:
    if result.answer is GateAnswer.OPEN:
        return say("gate_open", f"Open since {text.full_day(result.submitted_on)}.")
    word = "its waiver ran out" if result.answer is GateAnswer.WAIVED else "not passed"
    return say("gate_failed", f"Decided {when}: {word}{f', {result.reason}' if result.reason else ''}.", on=when)


def _days_in_gate(evidence: Evidence, result: GateRow | None) -> int | None:
    if result is None or result.submitted_on is None:
        return None
    return ((result.answered_on or evidence.as_of) - result.submitted_on).days
