from __future__ import annotations

import json
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from typer.testing import CliRunner

from agent_scorecard import __version__, where
from agent_scorecard.cli import app
from agent_scorecard.cli.loading import interruptible
from agent_scorecard.store.content import content_hash
from agent_scorecard.store.database import open_database, writer
from tests.boards.test_json_shapes import documented, paths
from tests.recording.conftest import FILES
from tests.sample import sample_copy
from tests.tampering import tampering
from tests.test_serve import unused_port

DAY = ("--as-of", "2026-10-30")
DECISION = {
    "--reason": "Too little is measured to move",
    "--next-step": "Set a pass bound",
    "--owner": "ana",
    "--due": "2026-11-30",
    "--by": "ana",
    "--as-of": "2026-10-30",
}


class Board:
    """A command line on one database, as typed in a terminal 120 columns wide."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.url = f"sqlite:///{path}"

    def __call__(self, *words: object) -> Result:
        return CliRunner(env={"COLUMNS": "120"}).invoke(app, ["--db", self.url, *map(str, words)])

    def json(self, *words: object) -> Any:
        return json.loads(self(*words, "--json").stdout)


@pytest.fixture
def files(tmp_path: Path) -> Path:
    folder = tmp_path / "files"
    folder.mkdir()
    for name, text in FILES.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


@pytest.fixture
def board(tmp_path: Path) -> Board:
    return Board(tmp_path / "board.db")


@pytest.fixture
def loaded(board: Board, files: Path) -> Board:
    assert board("load", files).exit_code == 0
    return board


def decide(board: Board, agent: str = "triage", choice: str = "maintain", **changes: str) -> Result:
    asked = {**DECISION, **{f"--{name.replace('_', '-')}": value for name, value in changes.items()}}
    return board("decide", agent, choice, *(word for pair in asked.items() for word in pair))


def test_every_command_is_listed_with_what_it_does(board: Board) -> None:
    listed = board("--help").stdout
    commands = (
        "demo",
        "serve",
        "load",
        "due",
        "findings",
        "scorecard",
        "on-call",
        "ladder",
        "oversight",
        "gates",
        "changes",
        "signals",
        "digest",
        "plans",
        "intake",
        "review",
        "weekly",
        "decide",
        "export",
        "verify",
        "backup",
        "restore",
        "upgrade",
        "bench",
    )
    assert [name for name in commands if not re.search(rf"│ {name} +[A-Z]", listed)] == []


def test_a_load_counts_every_row_and_says_nothing_of_the_second_time(board: Board, files: Path) -> None:
    first, second = board.json("load", files), board.json("load", files)
    counts = ("status", "read", "new", "same", "refused")
    assert [first[name] for name in counts] == ["loaded", 12, 12, 0, 0]
    assert [second[name] for name in counts] == ["already", 12, 0, 12, 0]


def test_refused_rows_end_with_1_and_are_written_cell_by_cell(board: Board, files: Path, tmp_path: Path) -> None:
    (files / "tasks.csv").write_text("task,risk\nSort tickets,nine\nRead mail,2\n", encoding="utf-8")
    refused = tmp_path / "refused.csv"
    answer = board("load", files, "--refused", refused, "--max-refused", "60 %")
    assert answer.exit_code == 1
    assert "nine" in answer.stdout
    _, row = refused.read_text(encoding="utf-8").splitlines()
    assert row.startswith("tasks,tasks.csv,2,risk,nine,")


def test_the_same_refusal_takes_all_or_nothing_back(board: Board, files: Path) -> None:
    (files / "tasks.csv").write_text("task,risk\nSort tickets,nine\n", encoding="utf-8")
    told = board.json("load", files, "--all-or-nothing")
    assert (told["status"], told["new"]) == ("refused", 0)
    assert board.json("ladder", *DAY)["agents"] == []


def test_a_load_of_which_nothing_can_be_read_ends_with_2(board: Board, tmp_path: Path) -> None:
    (tmp_path / "people.csv").write_bytes(b"")
    assert board("load", tmp_path / "people.csv").exit_code == 2


def test_a_folder_with_nothing_to_load_ends_with_2_and_says_what_belongs_there(board: Board, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    answer = board("load", tmp_path / "empty")
    assert (answer.exit_code, answer.stdout.startswith("No file to load was found there.")) == (2, True)


def test_a_load_says_its_number_which_file_is_none_of_ours_and_which_column_stayed_out(
    board: Board, tmp_path: Path
) -> None:
    (tmp_path / "agents.csv").write_text("agent,name,colour\ntriage,Triage,red\n", encoding="utf-8")
    (tmp_path / "holidays.csv").write_text("day\n2026-12-25\n", encoding="utf-8")
    answer = board("load", tmp_path / "agents.csv", tmp_path / "holidays.csv")
    plain = re.sub(r" +", " ", answer.stdout)
    assert plain.startswith("Load 1: loaded.")
    assert "\nholidays.csv holidays is not a file the product knows" in plain
    assert "Remarks" in plain
    assert "\nagents 1 colour unknown column, kept out" in plain
    assert board("load", tmp_path / "agents.csv").stdout.startswith("Load 1: loaded before, nothing changed.")


def test_a_load_in_json_has_the_documented_keys(board: Board, files: Path) -> None:
    (files / "tasks.csv").write_text("task,risk,colour\nSort tickets,nine,red\n", encoding="utf-8")
    found = {path for path in paths(board.json("load", files)) if not path.startswith("files[].warnings[]")}
    assert found | {"files[].warnings"} == documented("load")


def test_ctrl_c_asks_a_load_to_stop_and_leaves_the_signal_as_it_was() -> None:
    before = signal.getsignal(signal.SIGINT)
    with interruptible() as cancelled:
        assert cancelled() is False
        signal.raise_signal(signal.SIGINT)
        assert cancelled() is True
    assert signal.getsignal(signal.SIGINT) is before


@pytest.mark.parametrize("command", ["findings", "ladder", "due"])
def test_what_is_printed_as_json_is_documented(loaded: Board, command: str) -> None:
    decide(loaded)
    found = set(paths(loaded.json(command, *DAY)))
    assert {path for path in found if path not in documented(command)} <= {
        "findings",
        "follow_ups",
        "causes",
        "weeks",
        "agents[].missing",
    }


def test_a_scorecard_is_printed_for_people_and_for_programs(loaded: Board) -> None:
    told = loaded("scorecard", "triage", *DAY)
    assert told.exit_code == 0
    assert "Support triage · 2026-09 · tier medium" in told.stdout
    assert loaded.json("scorecard", "triage", *DAY)["agent"] == "triage"


@pytest.mark.parametrize(
    ("agent", "words"), [("triage", "approves helpdesk.tag"), ("resting", "not known: no action is on file")]
)
def test_a_scorecard_says_what_a_person_always_does_or_that_it_is_not_known(
    loaded: Board, agent: str, words: str
) -> None:
    told = loaded("scorecard", agent, *DAY)
    assert f"A person always: {words}." in " ".join(told.stdout.split())


def test_a_scorecard_may_be_asked_for_another_period(loaded: Board) -> None:
    assert loaded.json("scorecard", "triage", "--period", "2026-Q3", *DAY)["period"] == "2026-Q3"


def test_findings_end_with_1_and_none_of_them_with_0(loaded: Board) -> None:
    assert loaded("findings", *DAY).exit_code == 1
    assert loaded("findings", "--severity", "block", *DAY).exit_code == 0
    assert {row["agent"] for row in loaded.json("findings", "--agent", "triage", *DAY)["findings"]} == {"triage"}


def test_whatever_is_late_ends_with_1(loaded: Board) -> None:
    decide(loaded)
    assert loaded("due", *DAY).exit_code == 0
    late = loaded("due", "--as-of", "2026-12-02")
    assert (late.exit_code, "2 days late" in late.stdout) == (1, True)


def test_other_policy_numbers_may_be_tried_on_the_ladder(loaded: Board, tmp_path: Path) -> None:
    shipped = (where.PACKAGE / "policy" / "policy.toml").read_text(encoding="utf-8")
    draft = tmp_path / "draft.toml"
    draft.write_text(shipped.replace('version = "shipped-1"', 'version = "draft"'), encoding="utf-8")
    assert loaded.json("ladder", "--policy", draft, *DAY)["policy_version"] == "draft"
    draft.write_text('version = "draft"', encoding="utf-8")
    answer = loaded("ladder", "--policy", draft, *DAY)
    assert (answer.exit_code, "preset" in answer.stderr) == (2, True)


def test_a_decision_is_recorded_and_says_what_it_opened(loaded: Board) -> None:
    told = decide(loaded)
    assert told.exit_code == 0
    assert "Recorded as entry 1: maintain for triage, 2026-09." in told.stdout
    assert "Due 30 Nov 2026, ana: Set a pass bound" in told.stdout
    assert "not verified" in told.stdout


def test_a_decision_in_json_has_the_documented_keys(loaded: Board) -> None:
    words = [word for pair in DECISION.items() for word in pair]
    assert set(paths(loaded.json("decide", "triage", "maintain", *words))) == documented("decide")


def test_a_refused_decision_ends_with_1_and_one_sentence(loaded: Board) -> None:
    refused = decide(loaded, choice="expand", against_proposal="new_fact")
    assert (refused.exit_code, refused.stdout) == (1, "")
    assert refused.stderr == "Level 3 still asks for 12 items: No quality measure has a pass bound.\n"


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("scorecard", "ghost"), "There is no agent ghost."),
        (("findings", "--agent", "ghost"), "There is no agent ghost."),
        (("on-call", "\udcff"), "is no text that can be read"),
        (("scorecard", "triage", "--period", "May"), "'May' is not a period"),
        (("ladder", "--as-of", "2026-13-01"), "2026-13-01"),
        (("load", "no such file"), "does not exist"),
        (("load", ".", "--timezone", "Denver"), "Denver is not a time zone"),
        (("load", ".", "--max-refused", "half"), "half is not a share"),
        (("decide", "triage", "promote"), "promote"),
        (("fly",), "No such command"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else "",
)
def test_wrong_usage_ends_with_2_and_says_what_is_wrong(loaded: Board, words, sentence) -> None:
    answer = loaded(*words)
    plain = re.sub(r"[\s│]+", " ", answer.stderr)
    assert (answer.exit_code, sentence in plain, "Traceback" in plain) == (2, True, False)


def test_a_database_that_is_not_there_is_not_made_by_looking(board: Board) -> None:
    answer = board("ladder")
    assert (answer.exit_code, board.path.exists()) == (2, False)
    assert answer.stderr.startswith(f"There is no database at {board.path}.")


def test_another_file_is_not_taken_for_a_database(board: Board) -> None:
    board.path.write_text("hello")
    answer = board("due")
    assert (answer.exit_code, answer.stderr.startswith(f"{board.path} is not a SQLite database.")) == (2, True)


@pytest.mark.parametrize(
    ("url", "sentence"),
    [
        ("board.txt", "The database named is not an address this program knows: write sqlite:///FILE"),
        (
            "oracle+nothing://x/y",
            "oracle is no kind of database this program works on. Name a file with --db sqlite:///",
        ),
        (
            "postgresql+pg8000://ana:secret@x/y",
            "postgresql://x/y cannot be opened: Python has no module pg8000 here. Install it with `pip install",
        ),
    ],
)
def test_an_address_that_cannot_be_opened_ends_with_2_and_the_way_out(url: str, sentence: str) -> None:
    answer = CliRunner().invoke(app, ["--db", url, "due"])
    assert (answer.exit_code, answer.stdout, answer.stderr.startswith(sentence)) == (2, "", True)


def test_the_version_needs_no_command() -> None:
    answer = CliRunner().invoke(app, ["--version"])
    assert (answer.exit_code, answer.stdout) == (0, f"agent-scorecard {__version__}\n")


def test_a_whole_ledger_verifies_and_agrees_with_a_head_kept_outside(loaded: Board, tmp_path: Path) -> None:
    decide(loaded)
    head = tmp_path / "head.json"
    head.write_text(loaded("verify", "--head").stdout)
    told = loaded.json("verify", "--against", head)
    assert (told["whole"], told["count"], told["witnessed"]) == (True, 2, True)
    assert set(paths(told)) == documented("verify")


def test_a_row_changed_behind_the_ledger_ends_with_1(loaded: Board) -> None:
    decide(loaded)
    with tampering(open_database(loaded.url)) as connection:
        connection.exec_driver_sql("UPDATE decisions SET reason = 'better'")
    answer = loaded("verify")
    assert (answer.exit_code, "Decision 1 is not what the ledger says." in answer.stdout) == (1, True)


def test_an_event_changed_after_it_was_written_ends_with_1(loaded: Board) -> None:
    with writer(open_database(loaded.url)).begin() as connection:
        connection.exec_driver_sql("DROP TRIGGER events_no_update")
        connection.exec_driver_sql("UPDATE events SET actor = 'eve' WHERE seq = 1")
    answer = loaded("verify")
    assert (answer.exit_code, "The chain of events: Entry 1 was changed" in answer.stdout) == (1, True)


def test_a_ledger_that_lost_its_guard_is_still_looked_at(loaded: Board) -> None:
    decide(loaded)
    with writer(open_database(loaded.url)).begin() as connection:
        connection.exec_driver_sql("DROP TRIGGER ledger_no_update")
        connection.exec_driver_sql("UPDATE ledger SET actor = 'eve' WHERE seq = 1")
    answer = loaded("verify")
    assert (answer.exit_code, "Entry 1 was changed after it was written." in answer.stdout) == (1, True)
    assert loaded("ladder").exit_code == 2


def test_an_upgrade_puts_the_guards_back_and_keeps_a_backup(loaded: Board) -> None:
    with writer(open_database(loaded.url)).begin() as connection:
        connection.exec_driver_sql("DROP TRIGGER ledger_no_update")
    told = loaded("upgrade")
    (backup,) = loaded.path.parent.glob("board.db.*.bak")
    assert told.stdout == f"The database now has the schema of this version. A backup is at {backup}.\n"
    assert loaded("ladder", *DAY).exit_code == 0
    assert loaded("upgrade").stdout == "The database has the schema of this version already.\n"


def test_a_backup_is_put_back_as_it_was(loaded: Board, tmp_path: Path) -> None:
    decide(loaded)
    kept = loaded.json("backup", tmp_path / "kept.bak")
    assert set(paths({**kept, "rows": 0})) == documented("backup")
    before = content_hash(open_database(loaded.url))
    decide(loaded, choice="pause", against_proposal="new_fact")
    assert loaded("restore", tmp_path / "kept.bak").exit_code == 0
    assert content_hash(open_database(loaded.url)) == before


def test_a_backup_never_replaces_a_file(loaded: Board, files: Path) -> None:
    answer = loaded("backup", files / "people.csv")
    assert (answer.exit_code, "exists already" in answer.stderr) == (2, True)


def test_a_place_that_cannot_be_written_is_named_with_the_way_out(loaded: Board, files: Path, tmp_path: Path) -> None:
    nowhere = tmp_path / "nowhere" / "it"
    copied = loaded("backup", nowhere)
    assert (copied.exit_code, copied.stderr.startswith(f"{nowhere} cannot be written: ")) == (2, True)
    listed = loaded("load", files, "--refused", nowhere)
    assert (listed.exit_code, listed.stdout.startswith("Load 1: ")) == (2, True)
    assert listed.stderr == f"{nowhere} cannot be used: no such file or directory. Name another place.\n"


def test_a_port_in_use_ends_with_2_and_the_way_out(loaded: Board) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        answer = loaded("serve", "--no-open", "--port", port)
    assert (answer.exit_code, answer.stderr) == (2, f"Port {port} is in use; name another one with --port.\n")


def test_a_head_that_is_none_is_refused(loaded: Board, tmp_path: Path) -> None:
    head = tmp_path / "head.json"
    head.write_text("[]")
    assert loaded("verify", "--against", head).exit_code == 2


def test_an_export_loads_again_to_the_same_content_ledger_included(loaded: Board, tmp_path: Path) -> None:
    decide(loaded)
    told = loaded.json("export", tmp_path / "out")
    assert set(paths(told)) == documented("export")
    again = Board(tmp_path / "again.db")
    assert again("load", tmp_path / "out").exit_code == 0
    assert content_hash(open_database(again.url)) == content_hash(open_database(loaded.url))
    assert again.json("verify")["head"] == loaded.json("verify")["head"]


def test_the_sample_company_survives_an_export_runs_and_decisions_included(tmp_path: Path) -> None:
    sample_copy(tmp_path)
    sample, again = Board(tmp_path / "sample.db"), Board(tmp_path / "again.db")
    assert sample("export", tmp_path / "out").exit_code == 0
    loaded = again.json("load", tmp_path / "out")
    assert (loaded["status"], loaded["refusals"]) == ("loaded", [])
    assert content_hash(open_database(again.url)) == content_hash(open_database(sample.url))
    told = again.json("verify")
    assert (told["whole"], told["head"]) == (True, sample.json("verify")["head"])
    assert again.json("ladder", *DAY)["agents"] == sample.json("ladder", *DAY)["agents"]


def test_an_export_does_not_write_over_other_files(loaded: Board, files: Path) -> None:
    answer = loaded("export", files)
    assert (answer.exit_code, "is not empty" in answer.stderr) == (2, True)


def test_the_demo_is_synthetic_fresh_and_opens_on_its_last_day(board: Board) -> None:
    told = board("demo", "--load-only")
    demo = Board(board.path.with_name("demo.db"))
    assert "synthetic" in told.stdout
    assert sorted(path.name for path in board.path.parent.iterdir()) == ["demo.db"]
    shape = demo.json("ladder")
    assert (shape["as_of"], len(shape["agents"])) == ("2026-10-30", 12)
    fresh = demo.json("verify")
    assert decide(demo, "weekly-ops-summary", "expand", owner="nadia", by="nadia").exit_code == 0
    assert board("demo", "--load-only").exit_code == 0
    assert demo.json("verify")["count"] == fresh["count"]


@pytest.mark.slow
def test_the_demo_answers_in_a_browser(board: Board) -> None:
    port = str(unused_port())
    words = [sys.executable, "-m", "agent_scorecard", "--db", board.url, "demo", "--no-open", "--port", port]
    with subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as running:
        try:
            assert running.stdout is not None
            told = next(line for line in running.stdout if "URL:" in line)
            assert told.strip() == f"URL: http://127.0.0.1:{port}"
        finally:
            running.terminate()


def test_the_command_runs_as_a_program_of_its_own(loaded: Board) -> None:
    ran = subprocess.run(
        [sys.executable, "-m", "agent_scorecard", "--db", loaded.url, "ladder", "--json", *DAY],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    shape: Mapping[str, Any] = json.loads(ran.stdout)
    assert (ran.returncode, ran.stderr) == (0, "")
    assert [row["agent"] for row in shape["agents"]] == ["resting", "triage"]
