from sqlalchemy import Engine

from agent_scorecard.store.read import LoadTold, RefusalTold, load_refusals, loads
from agent_scorecard.store.tables.meta import Load, LoadFile, Refused
from tests.store.fill import at, put


def test_loads_are_told_latest_first_with_the_names_of_their_files(engine: Engine) -> None:
    put(
        engine,
        Load(load=1, at=at("2026-11-01"), actor="ana", status="loaded", read=3, new=3),
        Load(load=2, at=at("2026-11-02"), actor="ben", status="refused", read=2, refused=2),
        LoadFile(load=1, number=2, file="agents", source="agents.csv"),
        LoadFile(load=1, number=1, file="people", source="people.csv"),
    )
    assert loads(engine) == (
        LoadTold(2, at("2026-11-02"), "ben", "refused", (), 2, 0, 0, 0, 0, 2),
        LoadTold(1, at("2026-11-01"), "ana", "loaded", ("people.csv", "agents.csv"), 3, 3, 0, 0, 0, 0),
    )


def test_refused_cells_are_told_for_one_load_in_order(engine: Engine) -> None:
    refused = {"file": "agents", "source": "agents.csv", "code": "unknown", "reason": "unknown owner"}
    put(
        engine,
        Load(load=1, at=at("2026-11-01"), actor="ana", status="loaded"),
        Load(load=2, at=at("2026-11-02"), actor="ana", status="loaded"),
        Refused(load=1, number=2, line=9, column="owner", value="zoe", **refused),
        Refused(load=1, number=1, line=4, **refused),
        Refused(load=2, number=1, line=1, **refused),
    )
    assert load_refusals(engine, 1) == (
        RefusalTold("agents", "agents.csv", 4, None, None, "unknown", "unknown owner"),
        RefusalTold("agents", "agents.csv", 9, "owner", "zoe", "unknown", "unknown owner"),
    )
