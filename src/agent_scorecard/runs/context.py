"""What the door must know before a run is read: the agents with their actions, the clock, the words of the contract."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from types import MappingProxyType
from zoneinfo import ZoneInfo

from agent_scorecard.rules.facts import Action, Agent, Change, Threshold
from agent_scorecard.runs.prices import Prices
from agent_scorecard.vocabulary import Access, ChangeKind, KeepContent, Mode, Operator

Read = Callable[[str], object]


@dataclass(frozen=True, slots=True)
class Limit:
    """A comparison of a run input: `field` is a key of inputs, dots for depth."""

    field: str
    operator: Operator
    value: str
    mode: Mode


@dataclass(frozen=True, slots=True)
class ActionRule:
    """What an action of an agent is allowed, as far as known when the run is loaded (rules 6, 11).

    `modes` are (first day as ordinal, mode on file) in order of day; before the first nothing is known. `limits` are
    read in order, the first that holds gives the mode. Amounts are nano-units of `amount_field`.
    """

    action: str
    modes: tuple[tuple[int, Mode | None], ...] = ()
    has_effect: bool = True
    always_approve: bool = False
    limits: tuple[Limit, ...] = ()
    amount_field: str | None = None
    cap_amount: int | None = None
    cap_count_per_day: int | None = None

    def mode_on(self, day: int) -> Mode | None:
        """Return the mode on file on a day (ordinal), None when nobody stated one or it is not known."""
        place = bisect_right(self.modes, day, key=lambda since: since[0])
        return self.modes[place - 1][1] if place else None

    @property
    def reads_inputs(self) -> bool:
        return bool(self.limits) or self.cap_amount is not None


@dataclass(frozen=True, slots=True)
class RunAgent:
    """One agent as a log id names it. `approvals_known`: its approvals are on file, so a run without one had none.

    `kept_from`: runs before this moment (epoch milliseconds) were purged and do not come back."""

    agent: str
    version: str | None = None
    workflow: str | None = None
    keep: KeepContent = KeepContent.NONE
    mask_keys: frozenset[str] = frozenset()
    actions: Mapping[str, ActionRule] = field(default_factory=dict)
    approvals_known: bool = False
    kept_from: int | None = None


@dataclass(frozen=True, slots=True)
class RunContext:
    """Everything the door needs, passed in by the load.

    `agents` maps each log id (agent or alias) to its agent. `read` holds for each column of the runs file the function
    that turns a text cell into its value or raises `refusal`, an exception with `code` and `reason`. `user_key` is the
    key users are hashed with (`runs.users.user_key`). `prices` are what tokens cost where a run does not say it.
    """

    agents: Mapping[str, RunAgent]
    read: Mapping[str, Read]
    refusal: type[Exception]
    zone: ZoneInfo
    now: datetime
    user_key: bytes
    prices: Prices = field(default_factory=Prices)

    def judges_as(self, other: RunContext) -> bool:
        """Say whether runs pass here as they pass there."""
        return self.agents == other.agents and self.prices == other.prices


def known_agents(
    agents: Iterable[Agent],
    aliases: Mapping[str, tuple[str, str | None]],
    actions: Mapping[str, Iterable[Action]],
    thresholds: Mapping[str, Iterable[Threshold]],
    changes: Mapping[str, Iterable[Change]],
    with_approvals: frozenset[str],
    zone: ZoneInfo,
    kept_from: Mapping[str, int] = MappingProxyType({}),
) -> dict[str, RunAgent]:
    """Return every log id with its agent: `aliases` maps an id to (agent, version), the others go by agent id."""
    known = {}
    for agent in agents:
        id_ = agent.agent
        rules = action_rules(actions.get(id_, ()), thresholds.get(id_, ()), changes.get(id_, ()), zone)
        masked = frozenset(key.casefold() for key in agent.mask_keys)
        has_approvals = id_ in with_approvals
        since = kept_from.get(id_)
        known[id_] = RunAgent(
            id_, agent.version, agent.workflow, agent.keep_content, masked, rules, has_approvals, since
        )
    for alias, (id_, version) in aliases.items():
        if (named := known.get(id_)) is not None:
            known[alias] = RunAgent(
                id_,
                version or named.version,
                named.workflow,
                named.keep,
                named.mask_keys,
                named.actions,
                named.approvals_known,
                named.kept_from,
            )
    return known


def action_rules(
    actions: Iterable[Action], thresholds: Iterable[Threshold], changes: Iterable[Change], zone: ZoneInfo
) -> dict[str, ActionRule]:
    """Return the rules of one agent by action."""
    ordered: dict[str, list[Limit]] = defaultdict(list)
    for row in sorted(thresholds, key=lambda row: row.order):
        ordered[row.action].append(Limit(row.field, row.operator, row.value, row.mode))
    moved = [change for change in changes if change.kind is ChangeKind.MODE]
    return {action.action: _rule(action, tuple(ordered[action.action]), moved, zone) for action in actions}


def _rule(action: Action, limits: tuple[Limit, ...], moved: Iterable[Change], zone: ZoneInfo) -> ActionRule:
    own: tuple[Limit, ...] = ()
    if action.mode is Mode.IN_ABOVE and action.threshold_field and action.threshold_operator and action.threshold_value:
        own = (Limit(action.threshold_field, action.threshold_operator, action.threshold_value, Mode.IN),)
    changes = [change for change in moved if change.action == action.action]
    return ActionRule(
        action=action.action,
        modes=_modes(action, changes, zone),
        has_effect=action.access is None or Access(action.access).has_effect,
        always_approve=action.always_approve,
        limits=(*own, *limits),
        amount_field=action.threshold_field,
        cap_amount=action.cap_amount,
        cap_count_per_day=action.cap_count_per_day,
    )


def _modes(action: Action, changes: list[Change], zone: ZoneInfo) -> tuple[tuple[int, Mode | None], ...]:
    """Return the modes of an action by first day: its history from changes, today's mode since its stated day.

    Before the first change its from_value holds (rules 11); a mode without day and history holds for all time.
    """
    history: dict[int, Mode | None] = {}
    for change in sorted(changes, key=lambda change: change.changed_at):
        if not history and (before := _mode(change.from_value)):
            history[0] = before
        if after := _mode(change.to_value):
            history[change.changed_at.astimezone(zone).date().toordinal()] = after
    if action.mode_since is not None:
        history[action.mode_since.toordinal()] = action.mode
    elif not history:
        history[0] = action.mode
    return tuple(sorted(history.items()))


def _mode(word: str | None) -> Mode | None:
    return next((mode for mode in Mode if mode.value == word), None)
