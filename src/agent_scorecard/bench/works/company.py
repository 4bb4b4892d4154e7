"""What is done with a synthetic company: load its files, judge everybody, judge one, write every card."""

from __future__ import annotations

import json
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from agent_scorecard.bench import company
from agent_scorecard.bench.slices import AS_OF
from agent_scorecard.bench.works.timing import timed

if TYPE_CHECKING:
    from sqlalchemy import Engine

MONTHS_AT_ONCE = 3
WATCHED = 21
"""How many agents are looked at one by one, spread over the company: one alone is too quick to measure."""


def build(database: str, files: str, agents: str, months: str) -> dict[str, object]:
    """Write the files of a company and load them through the ordinary door, figures of a few months at a time."""
    from agent_scorecard.loading.load import load
    from agent_scorecard.store.database import create
    from agent_scorecard.vocabulary import Preset

    company.write(Path(files), int(agents), months=int(months))
    engine = _engine(database)
    create(engine)
    at = datetime.combine(AS_OF, datetime.min.time(), UTC) + timedelta(hours=18)
    reports = [
        load(engine, paths, today=AS_OF, now=at, actor="bench", preset=Preset.ENTERPRISE)
        for paths in _loads(Path(files))
    ]
    return {what: sum(report.total(what) for report in reports) for what in ("new", "refused")}


def _loads(files: Path) -> list[list[Path]]:
    """Return what is loaded at a time: a load is held in memory whole, and two years of figures are millions."""
    first = [file for file in sorted(files.glob("*.csv")) if file.stem != "observations"]
    months = _by_month(files)
    return [first, *(months[at : at + MONTHS_AT_ONCE] for at in range(0, len(months), MONTHS_AT_ONCE))]


def _by_month(files: Path) -> list[Path]:
    months: dict[str, Path] = {}
    with ExitStack() as stack, (files / "observations.csv").open(encoding="utf-8") as source:
        header = next(source)
        place = header.split(",").index("period")
        written: dict[str, TextIO] = {}
        for line in source:
            month = line.split(",")[place]
            if month not in written:
                months[month] = files / month / "observations.csv"
                months[month].parent.mkdir()
                written[month] = stack.enter_context(months[month].open("w", encoding="utf-8"))
                written[month].write(header)
            written[month].write(line)
    return [months[month] for month in sorted(months)]


def judge(database: str) -> dict[str, object]:
    """Judge every agent from the database: verdicts, findings, ladder, proposal and what is due."""
    from agent_scorecard.recording.policy import policy_in_force
    from agent_scorecard.rules.assess import assess_all
    from agent_scorecard.store import read

    engine = _engine(database)
    with timed() as spent:
        portfolio = read.portfolio(engine, AS_OF)
        assessed = assess_all(portfolio, policy_in_force(portfolio.company))
    return spent | {"agents": len(assessed)}


def one_card(database: str) -> dict[str, object]:
    """Read and judge a few agents, each alone, up to the board of its scorecard."""
    from agent_scorecard.boards.scorecard import scorecard
    from agent_scorecard.recording.policy import policy_in_force
    from agent_scorecard.rules.assess import assess
    from agent_scorecard.store import read

    engine = _engine(database)

    def look(agent: str) -> None:
        evidence = read.agent_evidence(engine, agent, AS_OF)
        if evidence is not None:
            policy = policy_in_force(evidence.company)
            scorecard(assess(evidence, policy), policy, ())

    first, *chosen = watched(database)
    look(first)
    with timed() as spent:
        for agent in chosen:
            look(agent)
    return spent | {"cards": len(chosen)}


def cards(database: str, target: str) -> dict[str, object]:
    """Write the card of every agent as JSON."""
    from agent_scorecard.boards import json_shapes
    from agent_scorecard.recording.policy import policy_in_force
    from agent_scorecard.rules.assess import assess_all
    from agent_scorecard.store import read

    portfolio = read.portfolio(_engine(database), AS_OF)
    policy = policy_in_force(portfolio.company)
    shapes = [json_shapes.scorecard(one, policy) for one in assess_all(portfolio, policy)]
    Path(target).write_text(json.dumps(shapes), encoding="utf-8")
    return {"agents": len(shapes)}


def watched(database: str) -> list[str]:
    """Return the ids of the first agents that work, the same ones in a company of any size."""
    import sqlite3

    with sqlite3.connect(database) as connection:
        rows = connection.execute(
            "SELECT agent FROM agents WHERE status IN ('live', 'pilot') ORDER BY substr(agent, -5) LIMIT ?", (WATCHED,)
        )
        return [agent for (agent,) in rows]


def workbook(files: str, target: str) -> dict[str, object]:
    """Write the files of a company as one workbook, a sheet for each."""
    import csv

    import xlsxwriter

    with xlsxwriter.Workbook(target, {"constant_memory": True, "strings_to_numbers": True}) as book:
        for file in sorted(Path(files).glob("*.csv")):
            sheet = book.add_worksheet(file.stem)
            with file.open(encoding="utf-8", newline="") as source:
                for number, cells in enumerate(csv.reader(source)):
                    sheet.write_row(number, 0, cells)
    return {"bytes": Path(target).stat().st_size}


def _engine(database: str) -> Engine:
    from agent_scorecard.store.database import make_engine

    return make_engine(f"sqlite:///{database}")
