"""One load = one transaction = one report: what changes, what stays, and what is told."""

import io
import threading
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
import xlsxwriter
from sqlalchemy import Engine, event

from agent_scorecard.loading.load import Busy, Cancelled, DiskFull, load
from agent_scorecard.loading.report import LoadStatus, Progress, refused_csv
from agent_scorecard.loading.sources import Source, upload
from agent_scorecard.store import database as store_database
from agent_scorecard.store.content import content_hash
from agent_scorecard.store.database import make_engine, revision, writer
from agent_scorecard.store.ledger import Chain, verify
from agent_scorecard.store.meta import bump_revision
from agent_scorecard.store.tables import METADATA
from agent_scorecard.vocabulary import Preset
from tests.loading.small_company import COMPANY, NOW, TODAY, company, database, filled, loaded, only_file, rows
from tests.postgresql import Server

DATA = Path(__file__).parents[1] / "data"
FIGURES = "agent,measure,period,value,numerator,denominator\n"
RUN = '{"agent_id": "new", "request_id": "r1", "timestamp": "2026-10-01T10:00:00Z"}'
ASKED = {"today": TODAY, "now": NOW, "actor": "ana"}


@pytest.fixture
def engine(dialect: str, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Engine]:
    if dialect == "sqlite":
        made = company(tmp_path)
        yield made
        made.dispose()
        return
    server: Server = request.getfixturevalue("postgresql")
    with server.database(server.template("loading", filled)) as url:
        made = make_engine(url)
        yield made
        made.dispose()


def agent(engine: Engine, name: str) -> dict[str, object]:
    return next(row for row in rows(engine, "agents") if row["agent"] == name)


def owners(engine: Engine) -> list[tuple[object, ...]]:
    held = [row for row in rows(engine, "assignments") if row["role"] == "accountable_owner"]
    return sorted((row["agent"], row["person"], str(row["effective_from"]), str(row["effective_to"])) for row in held)


@pytest.mark.parametrize("example", ["example_company", "example_minimal"])
def test_an_example_loads_whole_and_a_second_time_changes_nothing(example: str, tmp_path: Path) -> None:
    made = database(tmp_path)
    first = load(made, [DATA / example], **ASKED)
    state, told = content_hash(made), revision(made)
    again = load(made, [DATA / example], **ASKED)
    assert (first.status, first.refusals, first.total("new")) == (LoadStatus.LOADED, (), first.total("read"))
    assert (again.status, again.load, again.total("same")) == (LoadStatus.ALREADY, first.load, first.total("read"))
    assert (again.notes, content_hash(made), revision(made)) == (
        ("already loaded by load 1: nothing was changed",),
        state,
        told,
    )


def test_the_example_company_fills_every_file_of_the_contract(tmp_path: Path) -> None:
    made = database(tmp_path)
    report = load(made, [DATA / "example_company"], **ASKED)
    files = {file.file for file in report.files}
    assert {"people", "agents", "actions", "bounds", "observations", "gates", "tasks"} <= files
    assert [file for file in report.files if not rows(made, file.file) and file.file != "runs"] == []


@pytest.mark.both
def test_a_column_that_is_not_in_the_header_stays_as_it_was(engine: Engine) -> None:
    loaded(engine, {"agents.csv": "agent,name,team,status\nrefunds,Refunds,Support,live\n"})
    loaded(engine, {"agents.csv": "agent,name\nrefunds,Refunds and returns\n"})
    found = agent(engine, "refunds")
    assert (found["name"], found["team"], found["status"]) == ("Refunds and returns", "Support", "live")


def test_an_empty_cell_clears_and_an_empty_word_goes_back_to_its_default(engine: Engine) -> None:
    loaded(engine, {"agents.csv": "agent,name,team,status\nrefunds,Refunds,Support,live\n"})
    report = loaded(engine, {"agents.csv": "agent,name,team,status\nrefunds,Refunds,,\n"})
    found = agent(engine, "refunds")
    assert (only_file(report).changed, found["team"], found["status"]) == (1, None, "idea")


@pytest.mark.both
def test_rows_of_one_key_that_do_not_contradict_are_put_together(engine: Engine) -> None:
    files = {"agents.csv": "agent,name,team\nnew,New,Support\n", "agents-2.csv": "agent,name,version\nnew,New,v2\n"}
    report = loaded(engine, files)
    assert [(file.new, file.duplicate) for file in report.files] == [(1, 0), (0, 1)]
    assert (agent(engine, "new")["team"], agent(engine, "new")["version"]) == ("Support", "v2")


def test_an_owner_becomes_an_assignment_from_the_day_of_the_load(engine: Engine) -> None:
    loaded(engine, {"agents.csv": "agent,name,owner\nrefunds,Refunds,ANA@example.com\n"})
    loaded(engine, {"agents.csv": "agent,name,owner\nrefunds,Refunds,ana\n"}, today=TODAY + timedelta(days=5))
    assert owners(engine) == [("refunds", "ana", "2026-10-20", "None")]


@pytest.mark.parametrize(
    ("first", "second", "counted"),
    [("ana", "ana", (0, 1)), ("ana", "ben", (1, 0)), ("", "ana", (1, 0)), ("ana", "", (0, 1))],
    ids=["the same owner", "another owner", "an owner at last", "nobody said any more"],
)
def test_an_agent_of_which_only_the_owner_is_another_counts_as_changed(engine, first, second, counted) -> None:
    loaded(engine, {"agents.csv": f"agent,name,owner\nrefunds,Refunds,{first}\n"})
    again = f"agent,name,owner\nrefunds,Refunds,{second}\nrefunds,Refunds,{second}\n"
    file = only_file(loaded(engine, {"agents.csv": again}, today=TODAY + timedelta(days=5)))
    assert (file.changed, file.same, file.duplicate) == (*counted, 1)


@pytest.mark.both
def test_another_owner_in_the_inventory_follows_the_first(engine: Engine) -> None:
    loaded(engine, {"agents.csv": "agent,name,owner\nrefunds,Refunds,ana\n"})
    loaded(engine, {"agents.csv": "agent,name,owner\nrefunds,Refunds,ben\n"}, today=TODAY + timedelta(days=5))
    assert owners(engine) == [("refunds", "ana", "2026-10-20", "2026-10-24"), ("refunds", "ben", "2026-10-25", "None")]


INVENTORY = {"agents.csv": "agent,name,owner\nrefunds,Refunds,ana\n"}
HELD = {"assignments.csv": "agent,role,person,effective_from\nrefunds,owner,ben,2026-05-01\n"}


@pytest.mark.parametrize(
    "batches", [[INVENTORY | HELD], [INVENTORY, HELD], [HELD, INVENTORY]], ids=["one", "before", "after"]
)
def test_assignments_win_over_the_inventory_in_any_order(batches: list[dict[str, str]], engine: Engine) -> None:
    for files in batches:
        loaded(engine, files)
    assert owners(engine) == [("refunds", "ben", "2026-05-01", "None")]


@pytest.mark.both
def test_a_corrected_observation_keeps_the_old_one(engine: Engine) -> None:
    loaded(engine, {"observations.csv": f"{FIGURES}refunds,leakage,2026-09,,2,100\n"})
    report = loaded(engine, {"observations.csv": f"{FIGURES}refunds,leakage,2026-09,,3,100\n"})
    (old,), (new,) = rows(engine, "observation_revisions"), rows(engine, "observations")
    assert (only_file(report).changed, old["numerator"], old["replaced_by"], new["numerator"]) == (1, 2.0, 3, 3.0)


def test_a_later_gate_answer_replaces_the_earlier_one_and_keeps_it(engine: Engine) -> None:
    header = "agent,gate,item,answer,evidence,answered_by,answered_on\n"
    loaded(engine, {"gates.csv": f"{header}refunds,intake,G1.0,no,,ana,2026-09-01\n"})
    loaded(engine, {"gates.csv": f"{header}refunds,intake,G1.0,yes,Faster refunds,ana,2026-10-01\n"})
    late = loaded(engine, {"gates.csv": f"{header}refunds,intake,G1.0,no,,ana,2026-09-01\n"})
    (now,), (before,) = rows(engine, "gates"), rows(engine, "gate_revisions")
    assert (now["answer"], before["answer"], only_file(late).same) == ("yes", "no", 1)
    assert [warning.code for warning in only_file(late).warnings] == ["kept_on_file"]


@pytest.mark.both
def test_of_several_answers_in_one_load_the_latest_counts_and_the_others_are_kept_once(engine: Engine) -> None:
    header = "agent,gate,item,answer,evidence,answered_by,answered_on\n"
    first = "refunds,intake,G1.0,yes,Faster refunds,ana,2026-10-01\n"
    second = "refunds,intake,G1.0,no,,ana,2026-09-01\n"
    report = loaded(engine, {"gates.csv": header + first + second})
    loaded(engine, {"gates.csv": header + second + first + "billing,intake,G1.0,no,,ana,2026-09-01\n"})
    refunds = [row for row in rows(engine, "gates") if row["agent"] == "refunds"]
    assert ([row["answer"] for row in refunds], len(rows(engine, "gate_revisions"))) == (["yes"], 1)
    assert (report.refusals, only_file(report).new, only_file(report).duplicate) == ((), 1, 1)


@pytest.mark.parametrize(
    ("changes", "kinds"),
    [
        ({}, ["sampling plan of refunds since 2026-10-20"]),
        ({"changes.csv": "change,agent,changed_at,kind,to_value\nC1,refunds,2026-10-19,sampling_plan,5\n"}, ["C1"]),
    ],
    ids=["nobody said so", "a changes row says so"],
)
def test_a_new_sampling_plan_cuts_the_trend_on_a_known_day(
    changes: dict[str, str], kinds: list[str], engine: Engine
) -> None:
    plan = {"agents.csv": "agent,name,sampling_one_in\nrefunds,Refunds,5\n"}
    loaded(engine, plan | changes)
    loaded(engine, plan, today=TODAY + timedelta(days=1), now=NOW + timedelta(days=1))
    assert [row["change"] for row in rows(engine, "changes")] == kinds


def test_the_first_plan_told_of_an_agent_that_was_only_a_name_is_no_change(engine: Engine) -> None:
    loaded(engine, {"agents.csv": "agent,name\nrouting,Routing\n"})
    loaded(engine, {"agents.csv": "agent,name,status,sampling_one_in\nrouting,Routing,live,2\n"})
    assert rows(engine, "changes") == []


def test_a_new_tool_schema_without_a_change_of_its_agents_is_listed(engine: Engine) -> None:
    loaded(
        engine,
        {"tools.csv": "tool,schema_version\nstripe,1\n", "actions.csv": "agent,action,system\nrefunds,a,stripe\n"},
    )
    silent = loaded(engine, {"tools.csv": "tool,schema_version\nstripe,2\n"})
    said = {"changes.csv": "change,agent,changed_at,kind\nC1,refunds,2026-10-19,tool\n"}
    logged = loaded(engine, {"tools.csv": "tool,schema_version\nstripe,3\n"} | said)
    assert [warning.reason for warning in only_file(silent).warnings] == [
        "new, and no changes row of kind tool for refunds"
    ]
    assert [file.warnings for file in logged.files] == [(), ()]


def test_a_figure_for_a_period_that_was_decided_is_loaded_and_listed(engine: Engine) -> None:
    with engine.execution_options(write=True).begin() as connection:
        row = dict.fromkeys(("reason", "next_step"), "x") | {"agent": "refunds", "choice": "maintain", "owner": "ana"}
        told = {
            "by": "ana",
            "proposed": "maintain",
            "level": 1,
            "verified": False,
            "policy_version": "1",
            "card_hash": "",
        }
        days = {"due": TODAY, "as_of": TODAY, "period": "2026-Q3", "recorded_at": NOW, "seq": 1}
        connection.execute(METADATA.tables["decisions"].insert().values(**row, **told, **days))
    report = loaded(engine, {"observations.csv": f"{FIGURES}refunds,leakage,2026-09,,2,100\n"})
    assert [(warning.code, warning.value) for warning in only_file(report).warnings] == [("restates", "2026-09")]


def test_an_empty_cell_that_opens_a_closed_incident_again_is_pointed_out(engine: Engine) -> None:
    header, told = "incident,agent,detected_at,resolved_at\n", "I1,refunds,2026-09-01T10:00:00Z,"
    loaded(engine, {"incidents.csv": f"{header}{told}2026-09-02T10:00:00Z\n"})
    silent = loaded(
        engine, {"incidents.csv": "incident,agent,summary,detected_at\nI1,refunds,Late,2026-09-01T10:00:00Z\n"}
    )
    opened = loaded(engine, {"incidents.csv": f"{header}{told}\n"})
    again = loaded(engine, {"incidents.csv": f"{header}{told}\n"})
    assert [[warning.code for warning in only_file(each).warnings] for each in (silent, opened, again)] == [
        [],
        ["reopens"],
        [],
    ]


def test_the_day_bounds_were_first_loaded_stays_their_day(engine: Engine) -> None:
    text = "agent,measure,effective_from,pass,set_on\nrefunds,leakage,2026-06-01,2 %,\n"
    loaded(engine, {"bounds.csv": text})
    again = loaded(engine, {"bounds.csv": text + "\n"}, today=TODAY + timedelta(days=9))
    assert (rows(engine, "bounds")[0]["set_on"], only_file(again).same) == (TODAY, 1)


def test_a_person_made_inactive_stays_inactive_since_that_day(engine: Engine) -> None:
    loaded(engine, {"people.csv": "person,active,inactive_since\nben,no,\n"})
    loaded(engine, {"people.csv": "person,active,inactive_since\nben,no,\n\n"}, today=TODAY + timedelta(days=9))
    found = next(row for row in rows(engine, "people") if row["person"] == "ben")
    assert (found["active"], found["inactive_since"]) == (False, TODAY)


@pytest.mark.both
def test_nothing_is_loaded_when_all_or_nothing_was_asked_and_one_row_is_refused(engine: Engine) -> None:
    state = content_hash(engine)
    files = {"agents.csv": "agent,name\na,A\n", "tools.csv": "tool,owner\nt,nobody\n"}
    report = loaded(engine, files, all_or_nothing=True)
    assert (report.status, report.total("refused"), content_hash(engine)) == (LoadStatus.REFUSED, 2, state)


def test_what_a_file_refused_whole_would_have_brought_is_unknown_to_the_others(engine: Engine) -> None:
    files = {"agents.csv": "agent,name\na,A\n=b,B\n", "tasks.csv": "task,agent\nAnswer,a\n"}
    report = loaded(engine, files, max_refused=0.05)
    assert [(file.file, file.refused, bool(file.refused_whole)) for file in report.files] == [
        ("agents", 2, True),
        ("tasks", 1, True),
    ]


@pytest.mark.both
def test_a_load_leaves_its_batch_its_quarantine_and_its_event(engine: Engine) -> None:
    report = loaded(engine, {"people.csv": "person,name,email\ncleo,Cleo,cleo@@example.com\ndan,Dan,dan@example.com\n"})
    batch, refused = rows(engine, "loads")[-1], rows(engine, "quarantine")
    assert (batch["load"], batch["status"], batch["read"], batch["new"], batch["refused"]) == (
        report.load,
        "loaded",
        2,
        1,
        1,
    )
    assert [(row["line"], row["column"], row["value"]) for row in refused] == [(2, "email", "cle*** (17 characters)")]
    assert (rows(engine, "events")[-1]["subject"], verify(engine, chain=Chain.EVENTS).whole) == (
        f"load {report.load}",
        True,
    )


def test_refused_cells_come_as_csv_that_a_spreadsheet_cannot_run(engine: Engine) -> None:
    report = loaded(engine, {"agents.csv": "agent,name\n=1+1,A\n"})
    assert refused_csv(report).splitlines()[1].startswith("agents,agents.csv,2,agent,'=1+1,bad_id,")


def test_the_preset_is_set_by_the_first_load_only(tmp_path: Path) -> None:
    made = database(tmp_path)
    loaded(made, {"people.csv": COMPANY["people.csv"]}, preset=Preset.ENTERPRISE)
    second = loaded(made, {"agents.csv": COMPANY["agents.csv"]}, preset=Preset.SMALL)
    assert (rows(made, "settings")[0]["preset"], len(second.notes)) == (Preset.ENTERPRISE, 1)


def test_a_load_of_which_nothing_stayed_is_not_the_first_and_says_what_the_database_holds(tmp_path: Path) -> None:
    made = database(tmp_path)
    nothing = loaded(made, {"people.csv": "person,name\n=1+1,Ana\n"}, preset=Preset.ENTERPRISE, max_refused=0.05)
    assert (nothing.status, nothing.notes) == (
        LoadStatus.REFUSED,
        ("nothing is loaded yet: the database keeps only the record of what was refused",),
    )
    assert rows(made, "settings")[0]["preset"] == Preset.SMALL
    first = loaded(made, {"people.csv": COMPANY["people.csv"]}, preset=Preset.ENTERPRISE)
    assert (rows(made, "settings")[0]["preset"], first.notes) == (Preset.ENTERPRISE, ())


def test_a_file_with_too_many_refused_rows_says_how_to_let_the_good_ones_in(engine: Engine) -> None:
    file = only_file(loaded(engine, {"people.csv": "person,name\n=1+1,Ana\nzoe,Zoe\n"}, max_refused=0.05))
    assert file.refused_whole == (
        "1 of 2 rows refused, more than 5%: nothing of the file was loaded;"
        " correct them, or load with --max-refused 50%"
    )


def test_a_workbook_loads_like_its_files(tmp_path: Path) -> None:
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True, "strings_to_formulas": False}) as book:
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        sheet = book.add_worksheet("Agents")
        for line, cells in enumerate([("agent", "name", "sampling_one_in"), ("007", "=1+1", 5), ("NA", "x", "")]):
            sheet.write_row(line, 0, cells)
        sheet = book.add_worksheet("drills")
        sheet.write_row(0, 0, ("drill", "agent", "drilled_on", "passed"))
        sheet.write_row(1, 0, ("D1", "007"))
        sheet.write_datetime(1, 2, date(2026, 9, 1), day)
        sheet.write_boolean(1, 3, True)
        book.add_worksheet("Notes").write(0, 0, "anything")
    report = loaded(database(tmp_path), {"company.xlsx": content.getvalue()})
    assert [(file.source, file.new, bool(file.refused_whole)) for file in report.files] == [
        ("company.xlsx / Notes", 0, True),
        ("company.xlsx / Agents", 2, False),
        ("company.xlsx / drills", 1, False),
    ]


def test_excel_days_numbers_and_truth_become_what_they_say(tmp_path: Path) -> None:
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True}) as book:
        sheet = book.add_worksheet("agents")
        sheet.write_row(0, 0, ("agent", "name", "live_on", "sampling_one_in"))
        sheet.write_row(1, 0, (7, "Seven"))
        sheet.write_datetime(1, 2, date(2026, 9, 1), book.add_format({"num_format": "dd/mm/yyyy"}))
        sheet.write_number(1, 3, 5)
    made = database(tmp_path)
    loaded(made, {"agents.xlsx": content.getvalue()})
    found = agent(made, "7")
    assert (found["live_on"], found["sampling_one_in"]) == (date(2026, 9, 1), 5)


def test_more_than_a_million_uploaded_rows_are_left_to_the_command_line(engine: Engine) -> None:
    content = b"agent,name\na,A\nb,B\nc,C\n"
    short = Source("agents.csv", upload("agents.csv", content).open, most_rows=2)
    report = load(engine, [short], **ASKED)
    assert (only_file(report).refused_whole or "").endswith("use the command line, agent-scorecard load")
    assert upload("agents.csv", content).most_rows == 1_000_000


def test_a_folder_reads_its_files_and_says_which_it_does_not_know(tmp_path: Path) -> None:
    folder = tmp_path / "files"
    folder.mkdir()
    for name, text in (COMPANY | {"notes.csv": "a\n1\n"}).items():
        (folder / name).write_text(text, encoding="utf-8")
    report = load(database(tmp_path), [folder], **ASKED)
    assert [file.source for file in report.files if file.refused_whole] == ["notes.csv"]
    assert report.status is LoadStatus.LOADED


def test_a_missing_file_is_told_and_nothing_changes(tmp_path: Path) -> None:
    report = load(database(tmp_path), [tmp_path / "agents.csv"], **ASKED)
    assert (report.status, only_file(report).refused_whole) == (
        LoadStatus.REFUSED,
        "cannot be read: No such file or directory",
    )


def test_a_load_tells_how_far_it_is_and_can_be_cancelled(engine: Engine) -> None:
    told: list[Progress] = []
    loaded(engine, {"agents.csv": "agent,name\na,A\n"}, progress=told.append)
    state = content_hash(engine)
    with pytest.raises(Cancelled, match="Nothing was loaded"):
        loaded(engine, {"agents.csv": "agent,name\nb,B\n"}, cancelled=lambda: True)
    assert ([progress.step for progress in told], content_hash(engine)) == (["read", "check", "publish"], state)


def test_a_full_disk_stops_the_load_and_leaves_the_database_whole(engine: Engine) -> None:
    state = content_hash(engine)
    pages = engine.connect().exec_driver_sql("PRAGMA page_count").scalar_one()

    def no_room(dbapi: object, *_: object) -> None:
        dbapi.execute(f"PRAGMA max_page_count={pages}")  # type: ignore[attr-defined]

    engine.dispose()
    event.listen(engine, "connect", no_room)
    many = "agent,name\n" + "".join(f"agent {number},{'x' * 100}\n" for number in range(5000))
    with pytest.raises(DiskFull, match=r"disk full\. Nothing was loaded"):
        loaded(engine, {"agents.csv": many})
    event.remove(engine, "connect", no_room)
    engine.dispose()
    assert content_hash(engine) == state
    assert loaded(engine, {"agents.csv": many}).total("new") == 5000


@pytest.fixture
def server_engine(postgresql: Server, monkeypatch: pytest.MonkeyPatch) -> Iterator[Engine]:
    """The company on a server whose writers wait for a second only."""
    monkeypatch.setattr(store_database, "WAITING_SECONDS", 1)
    with postgresql.database(postgresql.template("loading", filled)) as url:
        made = make_engine(url)
        yield made
        made.dispose()


def test_a_full_disk_of_a_server_is_told_as_that_of_a_file(server_engine: Engine) -> None:
    state = content_hash(server_engine)
    full = "BEGIN RAISE EXCEPTION 'could not extend file' USING ERRCODE = 'disk_full'; END"
    with writer(server_engine).begin() as connection:
        connection.exec_driver_sql(f"CREATE FUNCTION no_room() RETURNS trigger LANGUAGE plpgsql AS $$ {full} $$")
        connection.exec_driver_sql("CREATE TRIGGER no_room BEFORE INSERT ON agents EXECUTE FUNCTION no_room()")
    with pytest.raises(DiskFull, match=r"disk full\. Nothing was loaded"):
        loaded(server_engine, {"agents.csv": "agent,name\nnew,New\n"})
    assert content_hash(server_engine) == state


def test_who_waits_too_long_for_another_writer_of_a_server_is_told(server_engine: Engine) -> None:
    with writer(server_engine).begin(), pytest.raises(Busy, match="else is writing to the database for long"):
        loaded(server_engine, {"agents.csv": "agent,name\nnew,New\n"})
    assert loaded(server_engine, {"agents.csv": "agent,name\nnew,New\n"}).total("new") == 1


@pytest.mark.both
def test_of_two_loads_of_the_same_file_at_once_one_loads_and_the_other_is_told(engine: Engine) -> None:
    many = "agent,name\n" + "".join(f"agent {number},A\n" for number in range(400))
    start, reports = threading.Barrier(2), []

    def one() -> None:
        start.wait()
        reports.append(loaded(engine, {"agents.csv": many}))

    threads = [threading.Thread(target=one) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted((report.status.value, report.total("new")) for report in reports) == [("already", 0), ("loaded", 400)]


@pytest.mark.both
def test_a_load_ends_also_while_others_keep_changing_the_database(engine: Engine) -> None:
    def others(progress: Progress) -> None:
        if progress.step == "publish":
            with engine.execution_options(write=True).begin() as connection:
                bump_revision(connection)

    files = {"agents.csv": "agent,name\nnew,New\n", "runs.jsonl": RUN}
    report = loaded(engine, files, progress=others)
    assert (report.status, report.total("new")) == (LoadStatus.LOADED, 2)


@pytest.mark.both
def test_what_somebody_else_loads_meanwhile_is_taken_into_account(engine: Engine) -> None:
    def somebody_else(progress: Progress) -> None:
        if progress.step == "publish":
            loaded(engine, {"agents.csv": "agent,name,status\nNEW,Theirs,live\n"})

    report = loaded(engine, {"agents.csv": "agent,name\nnew,New\nother,Other\n"}, progress=somebody_else)
    assert [(refusal.code, refusal.line) for refusal in report.refusals] == [("case_differs", 2)]
    assert only_file(report).new == 1
