"""Changes that no changes row tells: a new sampling plan cuts the trend that day, a new tool schema is pointed out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, time, timedelta

from agent_scorecard.loading.checks.draft import Draft
from agent_scorecard.loading.checks.known import Known
from agent_scorecard.loading.refusal import Code
from agent_scorecard.loading.shelves import shelf
from agent_scorecard.runs.refusal import shown
from agent_scorecard.vocabulary import ChangeKind, Status

RECENT = timedelta(days=92)


def sampling_plans(agents: Sequence[Draft], known: Known) -> Iterator[Draft]:
    """Yield a change for each agent whose sampling plan is another than on file and whom no changes row explains.

    An agent on file as an idea had no plan yet, only the default: the first one told is no change.
    """
    for draft in agents:
        stored = draft.stored or {}
        new, old = draft["sampling_one_in"], stored.get("sampling_one_in")
        if stored.get("status") is Status.IDEA:
            continue
        if old is None or new == old or _is_explained(draft.key[0], ChangeKind.SAMPLING_PLAN, str(new), known):
            continue
        key = (f"sampling plan of {draft.key[0]} since {known.clock.today}",)
        if known.has("changes", *key):
            continue
        midnight = datetime.combine(known.clock.today, time.min, known.clock.company_zone)
        given = {
            "change": key[0],
            "agent": draft.key[0],
            "changed_at": midnight.astimezone(UTC),
            "kind": ChangeKind.SAMPLING_PLAN,
            "from_value": str(old),
            "to_value": str(new),
            "reason": "found at a load: no changes row said so",
        }
        yield Draft("changes", key, given, (), None, shelf("changes").defaults)


def warn_of_tools(tools: Sequence[Draft], known: Known) -> None:
    """Point out a tool whose schema is new while no changes row of its agents says so."""
    for draft in tools:
        old, new = (draft.stored or {}).get("schema_version"), draft["schema_version"]
        if old is None or new == old:
            continue
        agents = {str(key[0]) for key, row in known.of("actions").items() if row["system"] == draft.key[0]}
        silent = sorted(agent for agent in agents if not _is_explained(agent, ChangeKind.TOOL, None, known))
        if silent:
            names = ", ".join(map(shown, silent[:5]))
            draft.warn("schema_version", Code.UNLOGGED_CHANGE, f"new, and no changes row of kind tool for {names}")


def _is_explained(agent: object, kind: ChangeKind, value: str | None, known: Known) -> bool:
    since = known.clock.now - RECENT
    return any(
        row["agent"] == agent
        and row["kind"] is kind
        and isinstance(row["changed_at"], datetime)
        and row["changed_at"] >= since
        and value in (None, row["to_value"])
        for row in known.of("changes").values()
    )
