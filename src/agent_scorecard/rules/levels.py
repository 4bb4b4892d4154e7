"""Which level was granted, since when it holds, and on which days it changed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from agent_scorecard.rules.cuts import company_day
from agent_scorecard.rules.evidence import Evidence
from agent_scorecard.rules.facts import Decision
from agent_scorecard.vocabulary import ChangeKind, Choice, ExpandKind, Level


@dataclass(frozen=True, slots=True)
class Granted:
    """The level of the last decision; `here` is False for one that was only loaded from a file (rules 6)."""

    level: Level
    here: bool


def in_order(evidence: Evidence) -> tuple[Decision, ...]:
    """Return the decisions by the day they took effect, then by their place in the ledger."""
    return tuple(sorted(evidence.decisions, key=lambda row: (row.as_of, row.seq)))


def last_decision(evidence: Evidence) -> Decision | None:
    return max(evidence.decisions, key=lambda row: (row.as_of, row.seq), default=None)


def ended_by(evidence: Evidence) -> Decision | None:
    """Return the decision that retired or merged the agent: nothing is decided after it."""
    return next((row for row in evidence.decisions if row.choice in (Choice.RETIRE, Choice.MERGE)), None)


def granted(evidence: Evidence) -> Granted:
    """Return the level the last decision granted, or the level on file where nothing was decided here."""
    last = last_decision(evidence)
    return Granted(evidence.agent.autonomy_level, False) if last is None else Granted(last.level, True)


def regraded(evidence: Evidence) -> tuple[Decision, ...]:
    """Return the decisions that changed the level, in order."""
    rows = in_order(evidence)
    moved = [later for earlier, later in pairwise(rows) if later.level is not earlier.level]
    return tuple(row for row in rows if row.kind is ExpandKind.LEVEL or row in moved)


def level_changes(evidence: Evidence) -> tuple[date, ...]:
    """Return the days on which the level changed, on file or by decision."""
    logged = {company_day(evidence, row.changed_at) for row in evidence.changes if row.kind is ChangeKind.LEVEL}
    return tuple(sorted(logged | {row.as_of for row in regraded(evidence)}))


def level_since(evidence: Evidence) -> date | None:
    """Return the first day at the granted level, None when nobody said; the later of decision and inventory counts."""
    level, decided = granted(evidence).level, [row.as_of for row in regraded(evidence)][-1:]
    on_file = _on_file_since(evidence) if evidence.agent.autonomy_level is level or not decided else None
    return max([day for day in (on_file, *decided) if day is not None], default=None)


def _on_file_since(evidence: Evidence) -> date | None:
    agent = evidence.agent
    logged = [company_day(evidence, row.changed_at) for row in evidence.changes if row.kind is ChangeKind.LEVEL]
    return agent.autonomy_since or max(logged, default=None) or agent.live_on
