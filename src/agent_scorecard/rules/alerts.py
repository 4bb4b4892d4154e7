"""The life of an alert: a finding of the figures that asks for somebody until it is handled, and again when it must.

An alert is never kept: it holds while its finding holds. What people did about it is kept, lasts for a time the policy
gives, and is over at once when the alert becomes worse. Nothing here changes a finding, a block or a level.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from agent_scorecard import format as text
from agent_scorecard.policy.shapes import Policy
from agent_scorecard.rules.answers import Assessment, Finding, Scalar
from agent_scorecard.rules.evidence import Company
from agent_scorecard.rules.facts import AlertHandled
from agent_scorecard.vocabulary import AlertAct, AlertState, Severity

CODES = frozenset(
    {
        "intervention_climbing",
        "intervention_watch",
        "escalation_climbing",
        "faster_but_worse",
        "volume_up_outcome_down",
        "mix_changed",
        "rubber_stamp",
        "approver_concentration",
        "single_approver",
        "sampling_below_plan",
        "cost_change",
        "cost_tail",
        "budget",
        "silence",
    }
)
"""Findings that the figures raise by themselves: each is an alert while it holds."""
ABOUT = ("change", "measure", "period", "day")
"""Arguments of a sentence that tell two alerts of one code apart: another change is another alert."""
Arguments = Mapping[str, Scalar]


@dataclass(frozen=True, slots=True)
class Alert:
    """A finding of the figures with what became of it.

    `alert` is its code and what it is about ("intervention_climbing:CH-7"), the name every act is recorded under.
    `size` is the number that says how bad it is, None where there is none. `why` says how it came to its state, empty
    for one nobody has seen. `until` is the last day of what was done about it.
    """

    agent: str
    alert: str
    finding: Finding
    state: AlertState
    size: float | None
    why: str = ""
    until: date | None = None
    last: AlertHandled | None = None

    @property
    def severity(self) -> Severity:
        return self.finding.severity

    @property
    def weight(self) -> tuple[bool, int, str]:
        """What stands first: what asks for somebody, then the heavier one, then by name."""
        return not self.state.is_open, -self.severity.rank, self.alert


def alerts(one: Assessment, policy: Policy) -> tuple[Alert, ...]:
    """Return the alerts of an agent that hold on the as-of day, those that ask for somebody first."""
    found = {name_of(row): row for row in reversed(one.findings) if row.code in CODES}
    return tuple(sorted((_alert(one, policy, name, row) for name, row in found.items()), key=lambda row: row.weight))


def name_of(finding: Finding) -> str:
    """Return the name of an alert: its code, and what tells it from another of the same code."""
    told = (finding.sentence.arguments.get(word) for word in ABOUT)
    about = next((str(each) for each in told if each is not None), "")
    return f"{finding.code}:{about}" if about else finding.code


def size_of(finding: Finding) -> float | None:
    """Return how bad it is as one number that grows, None where only the severity tells."""
    measure = _SIZES.get(finding.sentence.code)
    return None if measure is None else measure(finding.sentence.arguments)


def last_day(handled: AlertHandled, policy: Policy) -> date:
    """Return the last day on which an act keeps an alert from asking again."""
    days = {AlertAct.ACKNOWLEDGED: policy.alerts.acknowledged_days, AlertAct.CLOSED: policy.alerts.cool_down_days}
    return handled.until or handled.done_on + timedelta(days=days.get(handled.act, 0))


def latest_mute(alert: Alert, policy: Policy, on: date) -> date:
    """Return the last day up to which an alert may be muted; one that blocks for less long."""
    numbers = policy.alerts
    days = numbers.mute_block_days if alert.severity is Severity.BLOCK else numbers.mute_days
    return on + timedelta(days=days)


def refused(one: Assessment, policy: Policy, alert: Alert, act: AlertAct, until: date | None = None) -> Iterator[str]:
    """Yield a sentence with a way out for each reason why an act on an alert may not be recorded."""
    if alert.state is AlertState.OBSERVED:
        yield "This kind of alert is in observe mode and asks nobody: arm it in the policy first."
    if act is AlertAct.CLOSED and alert.severity is Severity.BLOCK:
        yield f"It still holds and blocks: {alert.finding.way_out[0].lower()}{alert.finding.way_out[1:]}"
    if act is AlertAct.MUTED:
        yield from _too_quiet(one, policy, alert, until)


def _too_quiet(one: Assessment, policy: Policy, alert: Alert, until: date | None) -> Iterator[str]:
    numbers, as_of = policy.alerts, one.evidence.as_of
    latest = latest_mute(alert, policy, as_of)
    if until is None or until <= as_of:
        yield "Name a later day until which it is quiet."
    elif until > latest:
        what = "An alert that blocks" if alert.severity is Severity.BLOCK else "An alert"
        yield f"{what} is muted for at most {(latest - as_of).days} days: until {text.full_day(latest)}."
    since = as_of - timedelta(days=numbers.mute_block_within_days)
    muted = [row for row in _acts(one, alert.alert) if row.act is AlertAct.MUTED and row.done_on > since]
    if alert.severity is Severity.BLOCK and len(muted) >= numbers.mute_block_times:
        yield (
            f"It blocks and was muted {text.plural(len(muted), 'time')} within {numbers.mute_block_within_days} days: "
            "put right what it names, or acknowledge it."
        )


def _alert(one: Assessment, policy: Policy, name: str, finding: Finding) -> Alert:
    agent, size = one.evidence.agent.agent, size_of(finding)
    if finding.code not in policy.alerts.armed and finding.severity is not Severity.BLOCK:
        return Alert(
            agent, name, finding, AlertState.OBSERVED, size, "In observe mode: it is shown and told to nobody."
        )
    last = next(reversed(_acts(one, name)), None)
    if last is None:
        return Alert(agent, name, finding, AlertState.NEW, size)
    woken, end = _woken(one, policy, finding, size, last), last_day(last, policy)
    said = _said(one.evidence.company, last)
    if woken:
        return Alert(agent, name, finding, AlertState.NEW, size, f"{said}; {woken}.", None, last)
    why = f"{said}; it asks again after {text.full_day(end)}, or when it becomes worse."
    return Alert(agent, name, finding, AlertState(last.act.value), size, why, end, last)


def _acts(one: Assessment, name: str) -> list[AlertHandled]:
    return [row for row in one.evidence.alerts_handled if row.alert == name]


def _woken(one: Assessment, policy: Policy, finding: Finding, size: float | None, last: AlertHandled) -> str:
    """Return why an alert asks again although somebody handled it, empty while it is left alone."""
    if finding.severity.rank > last.severity.rank:
        return f"since then it went from {last.severity.value} to {finding.severity.value}"
    if size is not None and last.size and size >= last.size * (1 + policy.alerts.worse_by):
        return f"since then it grew by {text.percent(size / last.size - 1, 0)}"
    if one.evidence.as_of <= last_day(last, policy):
        return ""
    return "it is there again" if last.act is AlertAct.CLOSED else "the time given for it is over"


def _said(company: Company, last: AlertHandled) -> str:
    who = company.people[last.done_by].name if last.done_by in company.people else last.done_by
    end = f" until {text.full_day(last.until)}" if last.until is not None else ""
    reason = f": {last.reason.removesuffix('.')}" if last.reason else ""
    return f"{last.act.value.capitalize()}{end} by {who} on {text.full_day(last.done_on)}{reason}"


def _number(arguments: Arguments, name: str) -> float:
    value = arguments.get(name)
    return float(value) if isinstance(value, int | float) else 0.0


def _share(above: str, below: str) -> Callable[[Arguments], float | None]:
    """Return the measure that divides one argument of a sentence by another."""

    def size(arguments: Arguments) -> float | None:
        whole = _number(arguments, below)
        return _number(arguments, above) / whole if whole else None

    return size


def _moved(arguments: Arguments) -> float | None:
    """How far a cost moved, up or down, whichever of its two figures moved further."""
    ratios = [_number(arguments, name) for name in ("typical", "mean")]
    return max((max(ratio, 1 / ratio) for ratio in ratios if ratio), default=None)


_SIZES: Mapping[str, Callable[[Arguments], float | None]] = {
    **dict.fromkeys(
        ("intervention_climbing", "intervention_watch", "escalation_climbing"), _share("after", "of_after")
    ),
    "rubber_stamp": _share("fast", "decided"),
    "approver_concentration": _share("decided", "of"),
    "single_approver": _share("decided", "of"),
    "sampling_below_plan": _share("planned", "reviewed"),
    "cost_change": _moved,
    "cost_tail": _share("p99", "p50"),
    "budget": _share("spent", "budget"),
    "budget.spike": _share("spent", "usual"),
}
