"""Which agents use a tool or MCP server, and what a change of it leaves behind (register S1-09)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from agent_scorecard.rules.cuts import company_day
from agent_scorecard.rules.evals import latest_evals
from agent_scorecard.rules.evidence import Evidence
from agent_scorecard.rules.facts import Change, Tool
from agent_scorecard.vocabulary import ChangeKind, Mode


@dataclass(frozen=True, slots=True)
class Use:
    """One agent with those of its actions that go to a tool, in order of name."""

    evidence: Evidence
    actions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ToolUse:
    """A tool as the catalogue knows it, else by the name its actions give; `changed` is its last logged change.

    `untold` use it and log no change of it on or after that day; the evals of `stale` did not run since.
    """

    name: str
    tool: Tool | None
    uses: tuple[Use, ...]
    changed: tuple[Change, date] | None
    untold: tuple[Evidence, ...]
    stale: tuple[Evidence, ...]

    @property
    def unchecked(self) -> bool:
        """Whether its contract was not compared since it changed, or never."""
        checked = self.tool.contract_checked_on if self.tool else None
        return checked is None or (self.changed is not None and checked < self.changed[1])


def tool_uses(agents: Sequence[Evidence], catalogue: Iterable[Tool]) -> tuple[ToolUse, ...]:
    """Return every tool of the catalogue and every other system an action names, in order of name."""
    known = {tool.tool: tool for tool in catalogue}
    named = {row.system for one in agents for row in one.actions if row.system}
    return tuple(_use(name, known.get(name), agents) for name in sorted({*known, *named}, key=str.casefold))


def _use(name: str, tool: Tool | None, agents: Sequence[Evidence]) -> ToolUse:
    uses = tuple(use for one in agents if (use := _of_agent(one, name)).actions)
    logged = [(row, company_day(use.evidence, row.changed_at), use) for use in uses for row in _changes(use)]
    last = max(logged, key=lambda found: (found[1], found[0].change), default=None)
    if last is None:
        return ToolUse(name, tool, uses, None, (), ())
    change, day, _ = last
    told = {use.evidence.agent.agent for _, on, use in logged if on >= day}
    untold = tuple(use.evidence for use in uses if use.evidence.agent.agent not in told)
    return ToolUse(
        name, tool, uses, (change, day), untold, tuple(one for one in map(_evidence, uses) if _is_old(one, day))
    )


def _of_agent(one: Evidence, name: str) -> Use:
    rows = [row.action for row in one.actions if row.system == name and row.mode is not Mode.FORBIDDEN]
    return Use(one, tuple(sorted(rows)))


def _changes(use: Use) -> list[Change]:
    """The changes of kind tool of an action on it; one that names no action counts where the agent has no other."""
    systems = {row.system for row in use.evidence.actions}
    return [
        row
        for row in use.evidence.changes
        if row.kind is ChangeKind.TOOL and (row.action in use.actions or (row.action is None and len(systems) == 1))
    ]


def _evidence(use: Use) -> Evidence:
    return use.evidence


def _is_old(one: Evidence, day: date) -> bool:
    """Say whether a suite of an agent last ran before a day."""
    return any(company_day(one, row.run_at) < day for row in latest_evals(one))
