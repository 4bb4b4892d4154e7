"""Leave out gathered runs older than those kept: a purge is not undone by loading an old file again."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import Connection, delete, select

from agent_scorecard.runs.context import RunAgent
from agent_scorecard.runs.staging import staged_contents, staged_runs


def leave_out_purged(
    connection: Connection, agents: Mapping[str, RunAgent], local: Mapping[str, int]
) -> dict[str, int]:
    """Take them out of the temporary tables, and return how many of each agent there were."""
    counted = {}
    for agent, number in local.items():
        since = agents[agent].kept_from
        if since is not None and (times := _left_out(connection, number, since)):
            counted[agent] = times
    return counted


def _left_out(connection: Connection, local: int, since: int) -> int:
    run, content = staged_runs.c, staged_contents.c
    times = connection.execute(delete(staged_runs).where(run.local == local, run.at < since)).rowcount
    stay = select(run.request).where(run.local == local)
    connection.execute(delete(staged_contents).where(content.local == local, content.request.not_in(stay)))
    return times
