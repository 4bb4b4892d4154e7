"""Steps 3 and 4 of a quarterly review: the inventory, and value, risk, adoption and cost side by side."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from agent_scorecard import format
from agent_scorecard.boards import words
from agent_scorecard.boards.bullet import TONES
from agent_scorecard.boards.quarter.held import Held
from agent_scorecard.boards.quarter.spend import months_cost, quarter_cost
from agent_scorecard.boards.quarter.standing import line_of, mergers, proposed_for
from agent_scorecard.boards.shapes import Bullet, Zone
from agent_scorecard.rules.answers import Assessment, Judged
from agent_scorecard.rules.derived_money import currency_of
from agent_scorecard.rules.facts import Band, Limit
from agent_scorecard.rules.portfolio import attainment
from agent_scorecard.rules.run_counts import sums_in
from agent_scorecard.rules.scorecard import headlines
from agent_scorecard.vocabulary import Choice, Group, Level, Severity, Status, Tier, Verdict

PADDING = 0.12
MONEY_VALUES = ("avoided_manual_effort", "revenue_influenced")


@dataclass(frozen=True, slots=True)
class InventoryRow:
    """One agent: who owns it, what it costs, what it changes, which workflow it serves (S0-02)."""

    agent: str
    name: str
    owner: str
    owner_active: bool
    cost: int | None
    currency: str
    changes: tuple[str, ...]
    workflow: str
    status: Status
    tier: Tier | None
    level: Level


@dataclass(frozen=True, slots=True)
class ValueRow:
    """One agent in four respects; `value` is the way from baseline to target, 1 at the target (rules 9).

    `cost` and `per_task` are nano-units, `months` the last six, `quality` and `control` the verdicts of the quarter.
    """

    agent: str
    name: str
    owner: str
    level: Level
    value: float | None
    value_of: str
    value_verdict: Verdict
    money_value: float | None
    bullet: Bullet | None
    quality: Verdict
    control: Verdict
    tier: Tier | None
    findings: int
    blocks: int
    coverage: float | None
    users: float | None
    cost: int | None
    per_task: float | None
    currency: str
    months: tuple[int | None, ...]
    proposed: Choice
    move: str
    why: str


def inventory(held: Held) -> tuple[InventoryRow, ...]:
    """Return every agent that is not history, by name."""
    rows = (_inventory_row(held, one) for one in held.now.assessed if words.in_view(one))
    return tuple(sorted(rows, key=lambda row: row.name.casefold()))


def values(held: Held) -> tuple[ValueRow, ...]:
    """Return the agents of the control figures, what needs deciding first, then the dearest."""
    counted = held.now.counted
    axis = _axis([value for one in counted if (value := attainment(one)) is not None])
    merging = mergers(held)
    rows = [_value_row(held, one, axis, merging) for one in counted]
    return tuple(sorted(rows, key=lambda row: (row.proposed is Choice.MAINTAIN, -(row.cost or 0), row.name.casefold())))


def _inventory_row(held: Held, one: Assessment) -> InventoryRow:
    evidence = one.evidence
    owner, active = words.owner_line(evidence)
    return InventoryRow(
        agent=evidence.agent.agent,
        name=evidence.agent.name,
        owner=owner,
        owner_active=active,
        cost=quarter_cost(evidence, held.policy, held.quarter),
        currency=currency_of(evidence, held.policy),
        changes=tuple(sorted({row.system for row in evidence.actions if row.system})),
        workflow=words.workflow(evidence.agent.workflow),
        status=evidence.agent.status,
        tier=one.reading.tier,
        level=one.reading.allowed,
    )


def _value_row(held: Held, one: Assessment, axis: tuple[float, float], merging: dict[str, str]) -> ValueRow:
    evidence, first = one.evidence, next(iter(headlines(one.judged)), None)
    value, cost = attainment(one), quarter_cost(evidence, held.policy, held.quarter)
    owner, _ = words.owner_line(evidence)
    usable = sums_in(evidence, held.policy, held.quarter).of("usable")
    return ValueRow(
        agent=evidence.agent.agent,
        name=evidence.agent.name,
        owner=owner,
        level=one.reading.allowed,
        value=value,
        value_of=first.measure.name if first else "",
        value_verdict=one.groups[Group.OUTCOME].verdict,
        money_value=next((found for key in MONEY_VALUES if (found := _figure(one, key)) is not None), None),
        bullet=_bullet(first, value, axis),
        quality=one.groups[Group.QUALITY].verdict,
        control=one.groups[Group.CONTROL].verdict,
        tier=one.reading.tier,
        findings=sum(found.severity is not Severity.NOTE for found in one.findings),
        blocks=len(one.blocks),
        coverage=_figure(one, "workflow_coverage"),
        users=_figure(one, "active_users"),
        cost=cost,
        per_task=cost / usable if cost is not None and usable else None,
        currency=currency_of(evidence, held.policy),
        months=months_cost(evidence, held.policy, held.quarter),
        proposed=proposed_for(one, merging),
        move=line_of(one, merging),
        why=one.proposal.reasons[0].text if one.proposal.reasons else "",
    )


def _figure(one: Assessment, key: str) -> float | None:
    return next((row.figure.value for row in one.judged if row.measure.key == key and row.figure), None)


def _axis(known: Sequence[float]) -> tuple[float, float]:
    """One axis for all agents, from their worst to their best, baseline and target always on it."""
    low, high = min(0.0, *known, 0.0), max(1.0, *known, 1.0)
    room = (high - low) * PADDING
    return low - room, high + room


def _bullet(first: Judged | None, value: float | None, axis: tuple[float, float]) -> Bullet | None:
    if first is None or value is None:
        return None
    low, high = axis

    def place(share: float) -> float:
        return min(1.0, max(0.0, (share - low) / (high - low)))

    fails, passes = (_way(first, limit) for limit in _limits(first))
    edge, good = place(0.0 if fails is None else fails), place(1.0 if passes is None else passes)
    zones = (Zone("fails", 0.0, edge), Zone("between", edge, max(edge, good)), Zone("passes", max(edge, good), 1.0))
    tone = TONES.get(first.verdict, "good")
    label = f"{first.measure.name}: {format.percent(value, 0)} of the way from baseline to target"
    return Bullet(zones, place(value), place(0.0), None, (place(1.0),), tone, label)


def _limits(first: Judged) -> tuple[Limit | None, Limit | None]:
    return (first.bounds.fails, first.bounds.passes) if first.bounds is not None else (None, None)


def _way(first: Judged, limit: Limit | None) -> float | None:
    """Return where a bound lies on the way from baseline to target."""
    target = first.bounds.target if first.bounds is not None else None
    if limit is None or target is None or isinstance(limit, Band) or isinstance(target, Band):
        return None
    if first.baseline is None or target == first.baseline:
        return None
    return (limit - first.baseline) / (target - first.baseline)
