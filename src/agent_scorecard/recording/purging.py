"""Record that old runs go: after the agent's own period, important ones after that of the policy, figures never."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, Engine

from agent_scorecard import format as text
from agent_scorecard.access import By, Right
from agent_scorecard.recording.policy import policy_in_force
from agent_scorecard.recording.purge_entries import PURGED
from agent_scorecard.recording.refusal import Unknown, refuse_all
from agent_scorecard.recording.writing import writing
from agent_scorecard.rules.evidence import Evidence
from agent_scorecard.rules.retention import Retention, free_on, retention
from agent_scorecard.runs.keeping import figures
from agent_scorecard.runs.keeping.purge import Purging, figures_staying, purging, remove
from agent_scorecard.store.database import reader
from agent_scorecard.store.read import evidence_in

__all__ = ["PurgeAsked", "PurgeTold", "planned_purge", "purge_runs"]


@dataclass(frozen=True, slots=True, kw_only=True)
class PurgeAsked:
    """Whose old runs are to go on a day; `with_important` asks for those too that the policy keeps longer."""

    agent: str
    as_of: date
    with_important: bool = False


@dataclass(frozen=True, slots=True)
class PurgeTold:
    """What a purge does: runs before `kept_from` go but `kept` important ones; `why_not` says why it would not."""

    agent: str
    kept_from: date | None
    important_from: date | None
    removed: int
    kept: int
    why_not: str = ""


def purge_runs(engine: Engine, asked: PurgeAsked, *, by: By, at: datetime) -> PurgeTold:
    """Purge in one transaction, with the counts in the ledger. Raises NotPermitted, Unknown or Refused."""
    subject = f"agent:{asked.agent}"
    with writing(engine, by, PURGED, subject, at) as write:
        write.may(Right.PURGE_RUNS, subject)
        evidence, kept, plan = _looked_at(write.connection, asked)
        refuse_all(_gaps(evidence, kept, plan, asked, at.astimezone(ZoneInfo(evidence.company.zone)).date()))
        assert plan is not None
        rows = figures_staying(write.connection, evidence, plan)
        remove(write.connection, plan)
        row = {
            "agent": asked.agent,
            "purged_on": asked.as_of,
            "purged_by": write.actor.name,
            "kept_from": plan.kept_from,
            "important_from": plan.important_from,
            "removed": plan.removed,
            "kept": plan.kept,
            "figures": figures.fingerprint(rows),
        }
        entered = write.enter(PURGED, subject, {"row": row})
        figures.keep(write.connection, asked.agent, rows, entered.put[0].fields.seq)  # type: ignore[attr-defined]
        figures.first_months_again(write.connection, {plan.key: plan.kept_from})
    return _told(asked.agent, plan)


def planned_purge(engine: Engine, asked: PurgeAsked, today: date) -> PurgeTold:
    """Return what a purge would do, without doing it. Raises Unknown."""
    with reader(engine).begin() as connection:
        evidence, kept, plan = _looked_at(connection, asked)
        why_not = " ".join(_gaps(evidence, kept, plan, asked, today))
    return _told(asked.agent, plan, why_not)


def _looked_at(connection: Connection, asked: PurgeAsked) -> tuple[Evidence, Retention, Purging | None]:
    evidence = evidence_in(connection, asked.agent, asked.as_of)
    if evidence is None:
        raise Unknown(f"There is no agent {asked.agent}.")
    kept = retention(evidence, policy_in_force(evidence.company))
    return evidence, kept, purging(connection, evidence, kept)


def _told(agent: str, plan: Purging | None, why_not: str = "") -> PurgeTold:
    if plan is None:
        return PurgeTold(agent, None, None, 0, 0, why_not)
    return PurgeTold(agent, plan.kept_from, plan.important_from, plan.removed, plan.kept, why_not)


def _gaps(evidence: Evidence, kept: Retention, plan: Purging | None, asked: PurgeAsked, today: date) -> Iterator[str]:
    name = evidence.agent.name
    if asked.as_of > today:
        yield "A purge is for today or a day before: nothing goes because of a day that has not come."
    elif kept.days is None:
        yield f"How long runs of {name} are kept is not stated: fill retention_days in agents.csv, then purge."
    elif plan is None or not plan.removed:
        yield f"Nothing of {name} is older than {text.plural(kept.days, 'day')}: there is nothing to purge yet."
    if asked.with_important and plan is not None and plan.oldest is not None:
        yield _too_early(name, kept, plan, plan.oldest)


def _too_early(name: str, kept: Retention, plan: Purging, oldest: date) -> str:
    runs = f"{text.plural(plan.kept, 'important run')} of {name}"
    until = text.full_day(free_on(oldest, kept.important_days))
    return f"The policy keeps {runs} for {kept.important_days} days, the oldest until {until}: purge the others only."
