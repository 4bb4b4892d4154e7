"""What people and loads both write is asked of both: settings, and the fields of an incident reported here."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import Engine

from agent_scorecard.loading.exporting import export
from agent_scorecard.loading.load import load
from agent_scorecard.loading.sources import upload
from agent_scorecard.recording import set_company
from agent_scorecard.recording.agreement import disagreements
from agent_scorecard.store.database import open_database, writer
from agent_scorecard.vocabulary import IncidentSeverity, Preset
from tests.recording.conftest import FILES, load_texts
from tests.recording.test_company import JUNIPER
from tests.recording.test_incidents import AT, report

pytestmark = pytest.mark.both

LATER = datetime(2026, 11, 2, 9, tzinfo=UTC)
CHANGED = "incident,agent,detected_at,summary\nR-2026-10-30-1,triage,2026-10-30T14:00:00Z,Two customers\n"


def behind_the_back(engine: Engine, statement: str) -> None:
    with writer(engine).begin() as connection:
        connection.exec_driver_sql(statement)


def first_load(folder: Path, preset: Preset | None) -> Engine:
    engine = open_database(f"sqlite:///{folder / 'first.db'}", create_missing=True)
    people = upload("people.csv", FILES["people.csv"].encode())
    load(engine, [people], preset=preset, today=AT.date(), now=AT, actor="ana")
    return engine


def exported(engine: Engine, folder: Path) -> Engine:
    """The same company in a new database, by way of an export."""
    export(engine, folder / "out", actor="ana", at=AT)
    other = open_database(f"sqlite:///{folder / 'other.db'}", create_missing=True)
    load(other, [folder / "out"], today=LATER.date(), now=LATER, actor="ana")
    return other


@pytest.mark.parametrize("preset", [None, Preset.ENTERPRISE])
def test_the_preset_of_the_first_load_is_on_record_and_travels_with_an_export(tmp_path: Path, preset) -> None:
    engine = first_load(tmp_path, preset)
    assert (disagreements(engine), disagreements(exported(engine, tmp_path))) == ((), ())


def test_settings_that_were_recorded_travel_too(engine: Engine, tmp_path: Path) -> None:
    set_company(engine, JUNIPER, by="ana", at=AT)
    assert (disagreements(engine), disagreements(exported(engine, tmp_path))) == ((), ())


@pytest.mark.parametrize("preset", [None, Preset.ENTERPRISE])
def test_a_setting_nobody_recorded_shows(tmp_path: Path, preset) -> None:
    engine = first_load(tmp_path, preset)
    other = Preset.SMALL if preset else Preset.ENTERPRISE
    behind_the_back(engine, f"UPDATE settings SET preset = '{other}', name = 'Eve'")
    assert disagreements(engine) == ("The settings of the company are not what was recorded: name and preset.",)


def test_a_field_of_a_reported_incident_that_nobody_changed_here_shows(engine: Engine) -> None:
    report(engine, severity=IncidentSeverity.CRITICAL)
    assert disagreements(engine) == ()
    behind_the_back(engine, "UPDATE incidents SET severity = 'low', summary = 'Nothing'")
    assert disagreements(engine) == ("Incident R-2026-10-30-1 is not what the ledger says: summary and severity.",)


def test_a_file_may_say_more_of_a_reported_incident(engine: Engine) -> None:
    report(engine)
    load_texts(engine, {"incidents.csv": CHANGED})
    assert disagreements(engine) == ()


def test_a_reported_incident_that_a_file_changed_is_taken_over_whole_with_an_export(engine, tmp_path: Path) -> None:
    report(engine)
    load_texts(engine, {"incidents.csv": CHANGED})
    assert disagreements(exported(engine, tmp_path)) == ()
