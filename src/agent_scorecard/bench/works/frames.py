"""What the figures of a company are compared with: pandas, openpyxl and the tables SQLModel makes by default."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from agent_scorecard.bench.works.timing import timed

if TYPE_CHECKING:
    import pandas as pd

OBSERVED = """
SELECT a.agent, m.measure, o.start, o.value, o.numerator, o.denominator, o.n FROM observations o
JOIN agent_keys a ON a.key = o.agent JOIN measure_keys m ON m.key = o.measure
"""
BOUNDS = "SELECT agent, measure, target_low AS target, pass_low AS passes, fail_low AS fails FROM bounds"
MONTHS_OF_A_QUARTER = 3
DAYS_OF_A_MONTH = 31
TABLE_SIZE = "SELECT SUM(pgsize) FROM dbstat WHERE name = ? OR name LIKE ?"


def score_frames(database: str) -> dict[str, object]:
    """Peer: read all months with pandas, add up the last quarter and compare each measure with its bounds."""
    import sqlite3

    import pandas as pd

    with sqlite3.connect(database) as connection, timed() as spent:
        observed = pd.read_sql(OBSERVED, connection)
        last = observed["start"].max() - (MONTHS_OF_A_QUARTER - 1) * DAYS_OF_A_MONTH
        scored = _scored(observed[observed["start"] >= last], pd.read_sql(BOUNDS, connection))
    return spent | {"verdicts": len(scored)}


def score_workbook(file: str) -> dict[str, object]:
    """Peer: read observations and bounds from the workbook with pandas and openpyxl, and score them alike."""
    import pandas as pd

    sheets = pd.read_excel(file, sheet_name=["observations", "bounds"], engine="openpyxl")
    bounds = sheets["bounds"].rename(columns={"pass": "passes", "fail": "fails"})
    observed = sheets["observations"]
    months = sorted(observed["period"].unique())[-MONTHS_OF_A_QUARTER:]
    scored = _scored(observed[observed["period"].isin(months)], bounds)
    return {"verdicts": len(scored), "json": len(scored.to_json(orient="records"))}


def _scored(observed: pd.DataFrame, bounds: pd.DataFrame) -> Any:
    """A value for each agent and measure, rates from their sums and means weighted by n, and its verdict."""
    weighed = observed.assign(weighed=observed["value"] * observed["n"])
    sums = weighed.groupby(["agent", "measure"], as_index=False)[["numerator", "denominator", "weighed", "n"]].sum()
    rate = sums["numerator"] / sums["denominator"].where(sums["denominator"] > 0)
    sums["value"] = rate.fillna(sums["weighed"] / sums["n"])
    judged = sums.merge(bounds, on=["agent", "measure"])
    sign = (judged["target"] >= judged["fails"]) * 2 - 1
    judged["verdict"] = "missed"
    for word, bound in (("at_risk", "fails"), ("passing", "passes"), ("met", "target")):
        judged.loc[judged["value"] * sign >= judged[bound] * sign, "verdict"] = word
    return judged


def default_layout(database: str, target: str) -> dict[str, object]:
    """Peer: keep the same observations in the table SQLModel makes of text keys and a unique constraint."""
    import sqlite3
    from datetime import date

    from sqlalchemy import UniqueConstraint, insert
    from sqlmodel import Field, SQLModel, create_engine

    class Observation(SQLModel, table=True):
        __table_args__ = (UniqueConstraint("agent", "measure", "period", "cohort"),)
        id: int | None = Field(None, primary_key=True)
        agent: str
        measure: str
        period: str
        cohort: str = "agent"
        value: float | None = None
        numerator: float | None = None
        denominator: float | None = None
        n: int | None = None
        source: str | None = None

    engine = create_engine(f"sqlite:///{target}")
    SQLModel.metadata.create_all(engine)
    fields = ("value", "numerator", "denominator", "n")
    with sqlite3.connect(database) as stored, engine.begin() as connection:
        kept = stored.execute(OBSERVED)
        while rows := kept.fetchmany(10_000):
            named = [
                {"agent": agent, "measure": measure, "period": f"{date.fromordinal(start):%Y-%m}", "cohort": "agent"}
                | dict(zip(fields, figures, strict=True))
                | {"source": "observations.csv"}
                for agent, measure, start, *figures in rows
            ]
            connection.execute(insert(Observation), named)
    return {"bytes": _size(target, "observation")}


def narrow_layout(database: str) -> dict[str, object]:
    """Tell how much of a database its observations take."""
    return {"bytes": _size(database, "observations")}


def _size(database: str, table: str) -> int:
    import sqlite3

    with sqlite3.connect(database) as connection:
        (size,) = connection.execute(TABLE_SIZE, (table, f"sqlite_autoindex_{table}_%")).fetchone()
    return int(size)
