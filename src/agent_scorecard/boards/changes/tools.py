"""The catalogue of tools: who owns each, when its contract was compared, who uses it, what a change leaves to do."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from agent_scorecard import format
from agent_scorecard.boards import words
from agent_scorecard.boards.changes.log import moved
from agent_scorecard.rules.answers import Assessment
from agent_scorecard.rules.evidence import Company, Evidence
from agent_scorecard.rules.tool_use import ToolUse, tool_uses

NOT_STATED = "not stated"


@dataclass(frozen=True, slots=True)
class ToolRow:
    """One tool; `users` are agents with what they call, `after` what its last change leaves to do."""

    tool: str
    owner: str
    schema: str
    checked: str
    changed: str
    unchecked: bool
    catalogued: bool
    users: tuple[tuple[str, str, str], ...]
    after: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Tools:
    said: str
    rows: tuple[ToolRow, ...]


def tools(shown: Sequence[Assessment], company: Company, *, only_used: bool = False) -> Tools:
    """Return the tools, those with something to do first; of one agent only those it uses."""
    if not shown:
        return Tools("No agent is shown.", ())
    found = tool_uses([one.evidence for one in shown], company.tools)
    rows = [_row(use, company, shown[0].evidence) for use in found if use.uses or not only_used]
    return Tools(_said(rows), tuple(sorted(rows, key=lambda row: not row.after)))


def _said(rows: Sequence[ToolRow]) -> str:
    if not rows:
        return "No tool is on file."
    parts = [
        f"{format.count(sum(not row.catalogued for row in rows))} in no catalogue",
        f"{format.count(sum(not row.owner for row in rows))} without an owner",
        f"{format.count(sum(bool(row.after) for row in rows))} changed with something left to do",
    ]
    said = f"{words.counted(len(rows), 'tool')} in use or in the catalogue"
    return f"{said}: {format.listed([part for part in parts if not part.startswith('0 ')]) or 'nothing is left to do'}."


def _row(use: ToolUse, company: Company, one: Evidence) -> ToolRow:
    tool = use.tool
    checked = tool.contract_checked_on if tool else None
    return ToolRow(
        tool=use.name,
        owner=words.person(company, tool.owner) if tool and tool.owner else "",
        schema=tool.schema_version or NOT_STATED if tool else NOT_STATED,
        checked=format.day(checked, one.as_of) if checked else "",
        changed=_changed(use, one),
        unchecked=use.unchecked,
        catalogued=tool is not None,
        users=tuple(
            (each.evidence.agent.agent, each.evidence.agent.name, format.listed(each.actions)) for each in use.uses
        ),
        after=_after(use),
    )


def _changed(use: ToolUse, one: Evidence) -> str:
    if use.changed is None:
        return ""
    change, day = use.changed
    return f"{format.day(day, one.as_of)}: {moved(change.from_value, change.to_value)}"


def _after(use: ToolUse) -> tuple[str, ...]:
    """What its last change leaves to do, a sentence each."""
    if use.changed is None:
        return ()
    said = []
    if use.stale:
        said.append(f"Run the evals of {_names(use.stale)} again: they are older.")
    if use.untold:
        said.append(
            f"{_names(use.untold)} {'uses' if len(use.untold) == 1 else 'use'} it too: log the change or say why not."
        )
    if use.unchecked:
        said.append("Compare its contract with what the agents expect.")
    return tuple(said)


def _names(agents: Sequence[Evidence]) -> str:
    return format.listed([one.agent.name for one in agents])
