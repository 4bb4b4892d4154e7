"""When a file that is dropped is whole: it stands still, says that it is finished, or is a log of whole lines."""

import os
from collections.abc import Mapping
from pathlib import Path

import pytest

from agent_scorecard.loading.watching import Watched

RUN = '{"agent_id": "refunds", "request_id": "r1"}\n'


def dropped(folder: Path, files: Mapping[str, str]) -> None:
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8")


def seen(watched: Watched) -> dict[str, bytes]:
    """What one look can read, by name; everything read is finished."""
    found = {}
    for ready in watched.look():
        with ready.source.open() as stream:
            found[ready.path.name] = stream.read()
        watched.finish(ready)
    return found


def test_a_file_is_whole_when_it_stands_as_at_the_look_before(tmp_path: Path) -> None:
    watched = Watched(tmp_path, growing=6)
    dropped(tmp_path, {"agents.csv": "agent,na"})
    assert seen(watched) == {}
    dropped(tmp_path, {"agents.csv": "agent,name\na,A\n"})
    assert seen(watched) == {}
    assert seen(watched) == {"agents.csv": b"agent,name\na,A\n"}
    assert seen(watched) == {}
    assert not watched.waits


def test_a_file_written_again_in_the_same_length_is_not_whole_yet(tmp_path: Path) -> None:
    watched = Watched(tmp_path, growing=6)
    dropped(tmp_path, {"agents.csv": "agent,name\na,A\n"})
    assert seen(watched) == {}
    dropped(tmp_path, {"agents.csv": "agent,name\nb,B\n"})
    os.utime(tmp_path / "agents.csv", ns=(1, 1))
    assert seen(watched) == {}
    assert seen(watched) == {"agents.csv": b"agent,name\nb,B\n"}


@pytest.mark.parametrize("name", [".runs.jsonl.Xy12", "runs.jsonl.part", "runs.jsonl.tmp", "runs.jsonl~", "runs.TMP"])
def test_a_name_that_says_unfinished_is_left_until_it_is_renamed(tmp_path: Path, name: str) -> None:
    watched = Watched(tmp_path, growing=1)
    dropped(tmp_path, {name: RUN})
    assert [seen(watched) for _ in range(3)] == [{}, {}, {}]
    (tmp_path / name).rename(tmp_path / "runs.jsonl")
    assert [seen(watched) for _ in range(2)] == [{}, {"runs.jsonl": RUN.encode()}]


def test_an_empty_file_a_folder_and_a_link_to_nowhere_are_left_alone(tmp_path: Path) -> None:
    watched = Watched(tmp_path, growing=1)
    dropped(tmp_path, {"runs.jsonl": ""})
    (tmp_path / "agents").mkdir()
    (tmp_path / "gone.csv").symlink_to(tmp_path / "nowhere.csv")
    assert [seen(watched) for _ in range(3)] == [{}, {}, {}]


def test_a_log_that_grows_at_each_look_is_read_up_to_its_last_whole_line(tmp_path: Path) -> None:
    watched, log = Watched(tmp_path, growing=2), tmp_path / "traces.jsonl"
    read = []
    for lines in range(1, 7):
        log.write_text(RUN * lines + '{"agent_', encoding="utf-8")
        read.append(seen(watched).get("traces.jsonl", b"").decode())
    assert read == ["", "", RUN * 3, "", "", RUN * 6]


def test_what_a_log_holds_behind_its_last_line_is_read_once_it_stands_still(tmp_path: Path) -> None:
    watched, log = Watched(tmp_path, growing=1), tmp_path / "traces.jsonl"
    log.write_text(RUN, encoding="utf-8")
    assert seen(watched) == {}
    log.write_text(RUN + RUN.rstrip(), encoding="utf-8")
    assert seen(watched) == {"traces.jsonl": RUN.encode()}
    assert seen(watched) == {"traces.jsonl": (RUN + RUN.rstrip()).encode()}
    assert seen(watched) == {}


def test_a_document_that_grows_is_no_log_and_waits_until_it_stands_still(tmp_path: Path) -> None:
    watched, card = Watched(tmp_path, growing=1), tmp_path / "card.json"
    for text in ("{\n", '{\n "name": "A",\n', '{\n "name": "A",\n "skills": []\n}\n'):
        card.write_text(text, encoding="utf-8")
        assert seen(watched) == {}
    assert list(seen(watched)) == ["card.json"]


def test_what_is_written_behind_a_file_after_the_look_is_not_read_with_it(tmp_path: Path) -> None:
    watched, log = Watched(tmp_path, growing=6), tmp_path / "runs.jsonl"
    log.write_text(RUN, encoding="utf-8")
    watched.look()
    (ready,) = watched.look()
    log.write_text(RUN + RUN, encoding="utf-8")
    before = ready.source.fingerprint()
    with ready.source.open() as stream:
        assert stream.read() == RUN.encode()
    assert ready.source.fingerprint() == before


def test_files_others_lean_on_come_first(tmp_path: Path) -> None:
    watched = Watched(tmp_path, growing=6)
    dropped(
        tmp_path, dict.fromkeys(("traces.jsonl", "runs.jsonl", "actions.csv", "agents-2026.csv", "people.csv"), RUN)
    )
    watched.look()
    names = ["people.csv", "agents-2026.csv", "actions.csv", "runs.jsonl", "traces.jsonl"]
    assert [ready.path.name for ready in watched.look()] == names
