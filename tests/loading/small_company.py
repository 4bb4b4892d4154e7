"""A company small enough to see whole, its database, and the load every test of this folder makes."""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from sqlalchemy import Engine, select

from agent_scorecard.loading.load import load
from agent_scorecard.loading.report import FileReport, LoadReport
from agent_scorecard.loading.sources import upload
from agent_scorecard.store.database import create, make_engine
from agent_scorecard.store.tables import METADATA

TODAY = date(2026, 10, 20)
NOW = datetime(2026, 10, 20, 12, tzinfo=UTC)
COMPANY = {
    "people.csv": "person,name,email\nana,Ana Ruiz,ana@example.com\nben,Ben Cole,ben@example.com\n",
    "agents.csv": (
        "agent,name,workflow,status\nrefunds,Refunds,refund_request,live\nbilling,Billing,billing,pilot\n"
        "gone,Gone,,retired\n"
    ),
    "aliases.csv": "alias,agent,version\nrefunds-v3,refunds,v3\n",
    "actions.csv": "agent,action,access\nrefunds,stripe.refund,write\n",
    "measures.csv": (
        "measure,name,group,direction,unit,aggregation,definition,formula\n"
        "leakage,Leakage,quality,lower,%,rate,Share of refunds policy did not allow.,wrong / paid\n"
        "reply_time,Reply time,outcome,lower,minutes,mean,Minutes to the first reply.,sum of minutes / tickets\n"
        "payback,Payback,outcome,higher,%,ratio,Money back for money spent.,value / cost\n"
        "load_band,Load band,control,band,%,rate,Share of tickets escalated.,escalated / started\n"
    ),
}


def database(folder: Path, name: str = "company.db") -> Engine:
    """An empty database in a file of its own."""
    return _copied(_written(()), folder / name)


def company(folder: Path) -> Engine:
    """A database with the small company in it."""
    return _copied(_written(tuple(COMPANY.items())), folder / "company.db")


def filled(engine: Engine, files: Mapping[str, str] = COMPANY) -> None:
    """Create the company in an empty database, of either kind."""
    create(engine)
    if files:
        report = loaded(engine, files)
        assert report.is_clean, report.refusals


@cache
def _written(files: tuple[tuple[str, str], ...]) -> bytes:
    """The bytes of a database with these files loaded, made once."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "made.db"
        engine = make_engine(f"sqlite:///{path}")
        filled(engine, dict(files))
        engine.dispose()
        return path.read_bytes()


def _copied(content: bytes, path: Path) -> Engine:
    path.write_bytes(content)
    return make_engine(f"sqlite:///{path}")


def loaded(engine: Engine, files: Mapping[str, str | bytes], **options: Any) -> LoadReport:
    """Load uploads by name; nothing is refused for its share unless a test asks for it."""
    sources = [upload(name, text.encode() if isinstance(text, str) else text) for name, text in files.items()]
    asked = {"today": TODAY, "now": NOW, "actor": "ana", "max_refused": 1.0} | options
    report = load(engine, sources, **asked)
    assert all(file.adds_up for file in report.files), report.files
    return report


def only_file(report: LoadReport) -> FileReport:
    (file,) = report.files
    return file


def rows(engine: Engine, table: str) -> list[dict[str, Any]]:
    """Every row of a table as its columns read."""
    with engine.connect() as connection:
        return [dict(row._mapping) for row in connection.execute(select(METADATA.tables[table]))]


def set_zone(engine: Engine, zone: str) -> None:
    with engine.execution_options(write=True).begin() as connection:
        connection.execute(METADATA.tables["settings"].update().values(zone=zone))
