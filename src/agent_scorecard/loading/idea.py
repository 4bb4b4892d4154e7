"""An idea as the lines of two files: the agent it would be, and the candidate task it takes."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Mapping
from dataclasses import dataclass

from agent_scorecard.loading.guard import guarded
from agent_scorecard.rules.facts import Task
from agent_scorecard.vocabulary import Status

LONGEST = 60
SCORES = ("repeatability", "risk", "data_readiness", "judgement", "time_saved", "hours_per_week")


@dataclass(frozen=True, slots=True, kw_only=True)
class Idea:
    """What has to be known of an agent before it is built; `owner` is a person id, empty where nobody is named."""

    agent: str
    name: str
    team: str
    workflow: str
    owner: str = ""
    trigger: str = ""


def id_for(text: str) -> str:
    """Return an id made of a text: "Answer sizes!" is "answer-sizes"; empty where nothing of it can be kept."""
    return re.sub(r"[^a-z0-9]+", "-", text.casefold()).strip("-")[:LONGEST].strip("-")


def agents_csv(idea: Idea) -> str:
    """Return agents.csv with the idea as its only line, ready to be loaded."""
    return _csv(
        {
            "agent": idea.agent,
            "name": idea.name,
            "team": idea.team,
            "workflow": idea.workflow,
            "status": Status.IDEA.value,
            "trigger": idea.trigger,
            "owner": idea.owner,
        }
    )


def registered_csv(agent: str, name: str) -> str:
    """Return agents.csv, to be loaded as it is, with an agent the logs show as an idea nobody owns yet."""
    return _lines({"agent": agent, "name": name, "status": Status.IDEA.value})


def alias_csv(alias: str, agent: str) -> str:
    """Return aliases.csv, to be loaded as it is, that lets an id of the logs stand for an agent."""
    return _lines({"alias": alias, "agent": agent})


def tasks_csv(task: Task, agent: str) -> str:
    """Return tasks.csv with the candidate as its only line, taken by the agent."""
    scores = {name: getattr(task, name) for name in SCORES}
    told = {"task": task.task, "team": task.team or "", "agent": agent}
    return _csv({**told, **{name: "" if value is None else f"{value:g}" for name, value in scores.items()}})


def _csv(line: Mapping[str, str]) -> str:
    return _lines({name: guarded(value) for name, value in line.items()})


def _lines(line: Mapping[str, str]) -> str:
    text = io.StringIO()
    writer = csv.DictWriter(text, list(line), lineterminator="\n")
    writer.writeheader()
    writer.writerow(line)
    return text.getvalue()
