"""How long runs of an agent are kept, what is kept of them, and what was purged (S4-31, S0-49)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from agent_scorecard import format
from agent_scorecard.policy.shapes import Policy
from agent_scorecard.rules.evidence import Evidence
from agent_scorecard.rules.retention import Retention, retention
from agent_scorecard.vocabulary import KeepContent

NOT_STATED = "Not stated: nothing is purged"
CONTENT = {
    KeepContent.NONE: "Neither inputs nor outputs",
    KeepContent.INPUTS: "Inputs",
    KeepContent.OUTPUT: "Outputs",
    KeepContent.BOTH: "Inputs and outputs",
}


@dataclass(frozen=True, slots=True)
class Kept:
    """What a reader is told: the periods, what may go today, what of a run is stored, and what is hidden in it."""

    days: str
    is_stated: bool
    important: str
    kept_from: date | None
    content: str
    keeps_content: bool
    masked: str
    users: str


@dataclass(frozen=True, slots=True)
class PurgeLine:
    when: str
    by: str
    said: str


def kept(evidence: Evidence, policy: Policy) -> Kept:
    agent, found = evidence.agent, retention(evidence, policy)
    keeps = agent.keep_content is not KeepContent.NONE
    return Kept(
        days=NOT_STATED if found.days is None else format.plural(found.days, "day"),
        is_stated=found.days is not None,
        important=_important(found),
        kept_from=found.kept_from,
        content=CONTENT[agent.keep_content],
        keeps_content=keeps,
        masked=_masked(agent.mask_keys, keeps),
        users="Hashed with a key of this database",
    )


def _important(found: Retention) -> str:
    acted = "runs that wrote, sent or deleted, were overridden, or" if found.tools else "runs that were overridden, or"
    cited = "that an incident, a decision or an eval case cites"
    return f"{format.plural(found.important_days, 'day')}: {acted} {cited}"


def _masked(keys: Sequence[str], keeps: bool) -> str:
    if keys:
        return format.listed(list(keys))
    return "No key: whatever the inputs hold is stored" if keeps else "No key, and nothing is stored"


def purge_lines(done: Sequence[tuple[date, str, date, int, int]]) -> tuple[PurgeLine, ...]:
    """Tell purges given as day, who, first day kept, and how many runs went and stayed."""
    return tuple(
        PurgeLine(
            format.full_day(on),
            by,
            f"{format.plural(removed, 'run')} before {format.full_day(since)} went,"
            f" {format.plural(stayed, 'important run')} stayed, figures did not change.",
        )
        for on, by, since, removed, stayed in done
    )
