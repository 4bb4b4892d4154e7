"""Options that several commands share, and how their text is read."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Annotated
from zoneinfo import available_timezones

import typer

from agent_scorecard.rules.periods import EARLIEST_YEAR, LATEST_YEAR

DAY = ["%Y-%m-%d"]


def countable(day: datetime | None) -> datetime | None:
    """Refuse a day so early or late that no period can be counted around it."""
    if day is not None and not EARLIEST_YEAR <= day.year <= LATEST_YEAR:
        raise typer.BadParameter(f"{day:%Y-%m-%d} lies outside the years {EARLIEST_YEAR} to {LATEST_YEAR}.")
    return day


Database = Annotated[
    str | None,
    typer.Option("--db", metavar="URL", envvar="AGENT_SCORECARD_DB", help="Database, as an SQLAlchemy URL."),
]
AsOf = Annotated[
    datetime | None,
    typer.Option(
        "--as-of", formats=DAY, callback=countable, help="Day everything is computed for; today unless given."
    ),
]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON instead of tables.")]
By = Annotated[str | None, typer.Option("--by", metavar="PERSON", help="Who does this; the user of this computer.")]


def share(text: str) -> float:
    """Read "5%", "5 %" or 0.05 as a share."""
    try:
        number = float(text.removesuffix("%").strip())
    except ValueError as refused:
        raise typer.BadParameter(f"{text} is not a share: write 5% or 0.05.") from refused
    value = number / 100 if text.endswith("%") else number
    if not 0 <= value <= 1:
        raise typer.BadParameter(f"{text} is not a share: write 5% or 0.05.")
    return value


def zone(name: str | None) -> str | None:
    """Refuse what is not a time zone."""
    if name is not None and name not in available_timezones():
        raise typer.BadParameter(f"{name} is not a time zone: write one such as Europe/Berlin.")
    return name


def mapping_file(named: str) -> Path:
    """Return the file of a mapping that ships, by its name, or the file that was named."""
    from agent_scorecard.loading.mapping import SHIPPED

    path = SHIPPED.get(named) or Path(named)
    if not path.is_file():
        raise typer.BadParameter(f"{named} is neither a file nor one of the mappings that ship: {', '.join(SHIPPED)}.")
    return path
