"""References: every id in a row must be known; people are found by id or e-mail."""

from __future__ import annotations

from collections.abc import Iterable

from agent_scorecard.loading.checks.draft import Draft
from agent_scorecard.loading.checks.known import Known
from agent_scorecard.loading.contract import ColumnContract, ColumnType, FileContract
from agent_scorecard.loading.refusal import Code
from agent_scorecard.runs.refusal import shown

PERSON = ("people", "person")
AGENT_STANDS_IN = frozenset(("assignments.person", "actions.accountable"))
# answered elsewhere: the owner only warns, own rows of the same load settle the others
ELSEWHERE = frozenset(
    ("agents.owner", "agents.merged_into", "people.delegate", "bounds.guard_of", "changes.eval_run", "budgets.workflow")
)


def references(contract: FileContract) -> tuple[ColumnContract, ...]:
    """Return the columns whose values must be known ids."""
    return tuple(column for column in contract.columns if column.references and _name(column) not in ELSEWHERE)


def resolve(draft: Draft, columns: Iterable[ColumnContract], known: Known) -> None:
    """Replace each given reference by the id it stands for, or refuse it by name."""
    for column in columns:
        value = draft.given.get(column.name)
        if value is not None:
            draft.given[column.name] = _resolved(draft, column, value, known)


def _resolved(draft: Draft, column: ColumnContract, value: object, known: Known) -> object:
    if column.type is ColumnType.LIST and isinstance(value, tuple):
        return tuple(dict.fromkeys(str(_resolved(draft, column, part, known)) for part in value))
    text = str(value)
    found = _lookup(draft, column, text, known)
    if found is None:
        kind = column.references[0][0]
        what = "person" if kind == "people" else kind.rstrip("s")
        draft.refuse(column.name, Code.UNKNOWN, f"unknown {what} {shown(text)}{known.nearest(kind, text)}")
        return value
    return found


def _lookup(draft: Draft, column: ColumnContract, text: str, known: Known) -> str | None:
    first = column.references[0]
    if first == PERSON:
        found = known.person(text)
        is_agent = _name(column) in AGENT_STANDS_IN and known.has("agents", text)
        return found or (text if is_agent else None)
    if ("aliases", "alias") in column.references:
        return known.agent_of(text)
    if first[0] == "measures":
        return text if known.measure(text) else None
    if column.of_the_agent:
        return text if known.has(first[0], draft["agent"], text) else None
    return text if known.has(first[0], text) else None


def _name(column: ColumnContract) -> str:
    return f"{column.file}.{column.name}"
