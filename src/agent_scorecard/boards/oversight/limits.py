"""What keeps harm small: the rules that call a person, and how far an action can go before anybody notices."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from agent_scorecard import format
from agent_scorecard.boards.oversight.seen import NOT_STATED, Seen, counted
from agent_scorecard.format import NANO
from agent_scorecard.rules.blast_radius import BlastRadius, blast_radius
from agent_scorecard.rules.evidence import Evidence
from agent_scorecard.rules.facts import Action
from agent_scorecard.rules.oversight import ModeAnswer, has_rule
from agent_scorecard.vocabulary import Mode, Operator

COMPARED = {
    Operator.ABOVE: "is above",
    Operator.AT_LEAST: "is at least",
    Operator.BELOW: "is below",
    Operator.AT_MOST: "is at most",
    Operator.EQUAL: "is",
    Operator.NOT_EQUAL: "is not",
}
APPROVED_FIRST = "A person approves each call first."


@dataclass(frozen=True, slots=True)
class RuleRow:
    """The rules of one action in order; the strictest of those that match wins."""

    agent: str
    name: str
    action: str
    rules: tuple[str, ...]
    otherwise: str
    today: str


@dataclass(frozen=True, slots=True)
class RadiusRow:
    """One action that can do harm: each factor as text, the worst case, and whether all factors are known."""

    action: str
    mode: str
    amount: str
    per_day: str
    notice: str
    worst: str
    known: bool
    note: str


@dataclass(frozen=True, slots=True)
class RadiusGroup:
    agent: str
    name: str
    rows: tuple[RadiusRow, ...]


@dataclass(frozen=True, slots=True)
class Limits:
    said: str
    rules: tuple[RuleRow, ...]
    groups: tuple[RadiusGroup, ...]


def limits(shown: Sequence[Seen]) -> Limits:
    """Return the rules and the worst cases of what may act."""
    groups = [RadiusGroup(each.agent, each.name, tuple(_radii(each))) for each in shown]
    rows = [row for group in groups for row in group.rows]
    return Limits(
        said=_said(sum(row.known for row in rows), len(rows)),
        rules=tuple(
            _rules(each, answer)
            for each in shown
            for answer in each.usable
            if has_rule(each.one.evidence, answer.action)
        ),
        groups=tuple(group for group in groups if group.rows),
    )


def condition(field: str, operator: Operator, value: str, currency: str) -> str:
    """Say when a rule matches: "amount is above 100 USD", with the unit where the field is named after the currency."""
    stem, _, unit = field.rpartition("_")
    if stem and unit.upper() == currency:
        return f"{stem} {COMPARED[operator]} {value} {currency}"
    return f"{field} {COMPARED[operator]} {value}"


def short_rule(action: Action, currency: str) -> str:
    """Say when a person is asked by the threshold of the action itself: "In the loop when amount is above 100 USD"."""
    if action.threshold_field is None or action.threshold_operator is None or action.threshold_value is None:
        return ""
    when = condition(action.threshold_field, action.threshold_operator, action.threshold_value, currency)
    return f"{Mode.IN.word} when {when}"


def _said(known: int, of: int) -> str:
    if not of:
        return "No action here has an effect of its own."
    return f"The worst case before somebody notices is known for {counted(known, of, 'action')} with an effect."


def _rules(each: Seen, answer: ModeAnswer) -> RuleRow:
    action, evidence = answer.action, each.one.evidence
    held = Mode.ON if action.mode is Mode.IN_ABOVE else action.mode
    return RuleRow(
        agent=each.agent,
        name=each.name,
        action=action.action,
        rules=tuple(_rule_lines(evidence, action)),
        otherwise=f"Otherwise {held.word.lower()}." if held else "Otherwise nothing is stated.",
        today=f"Today: {answer.mode.word.lower()}, {answer.sentence.arguments['reason']}.",
    )


def _rule_lines(evidence: Evidence, action: Action) -> list[str]:
    currency = evidence.company.currency
    short = short_rule(action, currency)
    lines = [f"{short}, or is not given."] if short else []
    rows = sorted((row for row in evidence.thresholds if row.action == action.action), key=lambda row: row.order)
    for row in rows:
        source = f" ({row.policy_version})" if row.policy_version else ""
        when = condition(row.field, row.operator, row.value, currency)
        lines.append(f"{row.mode.word} when {when}, or is not given{source}.")
    return lines


def _radii(each: Seen) -> list[RadiusRow]:
    currency = each.one.evidence.company.currency
    return [_radius(blast_radius(answer.action), answer.mode, currency) for answer in each.acting]


def _radius(radius: BlastRadius, mode: Mode, currency: str) -> RadiusRow:
    unit = _unit(radius.action, currency)
    return RadiusRow(
        action=radius.action.action,
        mode=mode.word,
        amount=_amount(radius.amount, unit) if radius.in_amounts else "no amount",
        per_day=NOT_STATED if radius.per_day is None else format.count(radius.per_day),
        notice=NOT_STATED if radius.minutes is None else format.duration(radius.minutes * 60),
        worst=_worst(radius, unit),
        known=radius.is_known,
        note=APPROVED_FIRST if mode.freedom <= Mode.IN.freedom else "",
    )


def _worst(radius: BlastRadius, unit: str) -> str:
    if not radius.is_known:
        return f"Not known: {format.listed(radius.unknown)} {'is' if len(radius.unknown) == 1 else 'are'} not stated."
    calls = format.plural(radius.calls or 0, "call")
    return f"{_amount(radius.worst, unit)} in {calls}" if radius.in_amounts else calls


def _amount(nanos: int | None, unit: str) -> str:
    if nanos is None:
        return NOT_STATED
    return format.money(nanos, unit) if format.is_currency(unit) else f"{format.number(nanos / NANO)} {unit}".strip()


def _unit(action: Action, currency: str) -> str:
    """The currency where the field is named after it, otherwise the field's own name."""
    field = action.threshold_field or ""
    return currency if field.rpartition("_")[2].upper() == currency else field
