"""A roll-up on Spark: what the cluster must know is read here once and sent along."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from sqlalchemy import Connection, case, func, select

from agent_scorecard.loading.refusal import too_many
from agent_scorecard.loading.rolling.asked import Asked
from agent_scorecard.loading.rolling.places import is_elsewhere
from agent_scorecard.runs.elsewhere import job
from agent_scorecard.runs.elsewhere.facts import Told
from agent_scorecard.runs.elsewhere.rolled import Rolled
from agent_scorecard.runs.elsewhere.session import session
from agent_scorecard.runs.verdicts import APPROVALS, BY_STRENGTH


def rolled(connection: Connection, asked: Asked, master: str | None) -> Rolled:
    """Roll up files where they lie; a path is one of this machine. Raises NoSpark and CannotRead."""
    told = Told(asked.context, _verdicts(connection), _caps(asked))
    connection.commit()

    def whole(refused: int, read: int) -> str | None:
        return str(too_many(refused, read, asked.most_refused)) if refused > asked.most_refused * read else None

    files = {path if is_elsewhere(path) else f"file:{Path(path).resolve()}": name for path, name in asked.files.items()}
    return job.rolled(session(master), files, told, whole, asked.days)


def _verdicts(connection: Connection) -> dict[tuple[str, str], str]:
    """Return the verdict of every run whose approval is on file."""
    queue = APPROVALS.c
    strength = func.max(case(*((queue.verdict == verdict, place) for place, verdict in enumerate(BY_STRENGTH))))
    chosen = select(queue.agent, queue.request_id, strength).where(queue.request_id.is_not(None))
    rows = connection.execute(chosen.group_by(queue.agent, queue.request_id))
    return {(agent, request): BY_STRENGTH[place].value for agent, request, place in rows}


def _caps(asked: Asked) -> Mapping[str, Mapping[str, int]]:
    caps = {
        agent.agent: {name: rule.cap_count_per_day for name, rule in agent.actions.items() if rule.cap_count_per_day}
        for agent in asked.context.agents.values()
    }
    return {agent: daily for agent, daily in caps.items() if daily}
