"""MCP tool lists: actions in the loop for one agent, and the version of the list in the catalogue of tools.

What a server says of its own tools is a hint. Unless a named person confirms it, each tool counts as one that writes,
cannot be undone and is not to be repeated, as a tool without annotations does (rules 6).
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

import msgspec

from agent_scorecard.loading.cards.document import Document, listed, mapping, text
from agent_scorecard.loading.contract import contract
from agent_scorecard.loading.doors import Clock, doors
from agent_scorecard.loading.reading import Reading, read_record
from agent_scorecard.loading.refusal import Code, Refused
from agent_scorecard.loading.sources import Source
from agent_scorecard.runs.refusal import shown
from agent_scorecard.vocabulary import Access, Mode

NAMELESS = frozenset(("tools", "tools-list", "tools_list", "tool-list", "list", "mcp", "response", "result"))
DEFAULTS = {"readOnlyHint": False, "destructiveHint": True, "idempotentHint": False, "openWorldHint": True}
YIELDS = {"mode": "agent", "system": "system", "access": "access", "reversible": "access", "idempotent": "access"}
DIGITS = 12
WHOSE = "does not say whose tools they are: load it with --agent AGENT, or name the file after its server (crm.json)"
UNCONFIRMED = "the server says {}; nobody confirmed it, so the tool counts as one that writes and cannot be undone"
YES_NO = {True: "yes", False: "no"}


@dataclass(frozen=True, slots=True)
class Hints:
    """What a tool says of itself, with what counts where it says nothing."""

    only_reads: bool
    destroys: bool
    repeatable: bool

    @property
    def cells(self) -> dict[str, str]:
        """The columns of an action they stand for."""
        access = Access.READ if self.only_reads else Access.WRITE
        undone, again = self.only_reads or not self.destroys, self.only_reads or self.repeatable
        return {"access": access.value, "reversible": YES_NO[undone], "idempotent": YES_NO[again]}

    @property
    def words(self) -> str:
        if self.only_reads:
            return "that it only reads"
        told = (
            "" if self.destroys else "that it destroys nothing",
            "that it can be repeated" if self.repeatable else "",
        )
        return " and ".join(part for part in told if part)


def hints(tool: Document) -> Hints:
    """Return the hints of a tool; anything but true or false counts as not said."""
    told = mapping(tool.get("annotations"))
    said = {name: value if isinstance(value := told.get(name), bool) else default for name, default in DEFAULTS.items()}
    return Hints(said["readOnlyHint"], said["destructiveHint"], said["idempotentHint"])


def of_tools(found: Document, source: Source, fingerprint: str, clock: Clock) -> tuple[Reading, ...]:
    """Return the actions a list brings to the agent the source is loaded for, and the tool with its version.

    The tool is named after the file. Raises Refused where neither an agent nor the file says whose tools they are.
    """
    inner = mapping(found.get("result")) or found
    system = "" if source.stem.casefold() in NAMELESS else source.stem
    readings = []
    if source.agent:
        reading = Reading("actions", source.label, fingerprint, yields=YIELDS)
        _read_actions(reading, listed(inner.get("tools")), system, source, clock)
        readings.append(reading)
    if system:
        reading = Reading("tools", source.label, fingerprint)
        _read_tool(reading, inner, system, clock)
        readings.append(reading)
    if not readings:
        raise Refused(Code.MISSING, WHOSE)
    return tuple(readings)


def _read_actions(reading: Reading, tools: list[object], system: str, source: Source, clock: Clock) -> None:
    file = contract()["actions"]
    read = doors(file, clock)
    if source.confirmed_by:
        who = f"{shown(source.confirmed_by)} confirms what the server says of its tools"
        reading.warn(0, "access", "", Code.CONFIRMED, who)
    for line, tool in enumerate(tools, 1):
        if not (named := text(tool, "name")):
            reading.read += 1
            reading.refuse(line, "action", "", Refused(Code.MISSING, "the tool has no name: give it one"))
            continue
        cells = {"agent": source.agent, "action": named, "system": system, "mode": Mode.IN.value}
        hinted = hints(mapping(tool))
        if source.confirmed_by:
            cells |= hinted.cells
        elif hinted.words:
            reading.warn(line, "access", shown(named), Code.UNCONFIRMED, UNCONFIRMED.format(hinted.words))
        read_record(reading, line, {name: cell for name, cell in cells.items() if cell}, file, read)


def _read_tool(reading: Reading, inner: Document, system: str, clock: Clock) -> None:
    file = contract()["tools"]
    cells = {"tool": system}
    if inner.get("nextCursor"):
        reading.warn(
            1, "schema_version", "", Code.MISSING, "the list goes on elsewhere: it has no version without the rest"
        )
    else:
        cells["schema_version"] = version_of(inner)
    read_record(reading, 1, cells, file, doors(file, clock))


def version_of(inner: Document) -> str:
    """Return a version of a tool list that changes with any name, text, schema or hint, not with their order."""
    tools = sorted(msgspec.json.encode(tool, order="sorted") for tool in listed(inner.get("tools")))
    return f"sha256:{hashlib.sha256(b','.join(tools)).hexdigest()[:DIGITS]}"
