"""From bytes to tables of text: nothing is guessed, nothing is read past its limit, every line keeps its number."""

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent_scorecard.loading.gather import KINDS
from agent_scorecard.loading.readers import separated
from agent_scorecard.loading.readers.bytes import CHUNK, LONGEST_LINE, lines
from agent_scorecard.loading.refusal import Refused
from agent_scorecard.loading.sources import Source, base_name, kind_of, upload

KNOWN = ("agent", "name", "team")


class Endless(io.RawIOBase):
    """A header, then one line that never ends; it counts what is read of it."""

    def __init__(self) -> None:
        self.given = 0
        self.header = b"agent,name\n"

    def read(self, size: int = -1) -> bytes:
        chunk, self.header = self.header or b"x" * size, b""
        self.given += len(chunk)
        return chunk


def table(text: str) -> tuple[tuple[str, ...], list[tuple[int, tuple[str, ...]]]]:
    header, rows = separated.read(io.BytesIO(text.encode()), KNOWN)
    return header, list(rows)


def test_a_line_without_end_is_refused_after_one_mebibyte() -> None:
    endless = Endless()
    with pytest.raises(Refused, match="line 2 is longer than 1 MiB"):
        list(lines(endless))  # type: ignore[arg-type]
    assert endless.given < LONGEST_LINE + 3 * CHUNK


@given(
    before=st.integers(CHUNK - 4, CHUNK + 4),
    ends=st.lists(st.sampled_from(["\n", "\r", "\r\n", "x", "é", "\n\r"]), min_size=1, max_size=12),
)
def test_lines_are_cut_alike_wherever_a_chunk_ends(before: int, ends: list[str]) -> None:
    content = ("a" * before + "".join(ends)).encode()
    assert [line.encode() for line in lines(io.BytesIO(content))] == content.splitlines(keepends=True)


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("agent,name\na,A\n", [(2, ("a", "A"))]),
        ("\n\nagent,name\n\na,A\n\nb,B", [(5, ("a", "A")), (7, ("b", "B"))]),
        ('agent,name\n"a\nb",A\nc,C\n', [(2, ("a\nb", "A")), (4, ("c", "C"))]),
        ('agent,name\na,"say ""hi"", you"\n', [(2, ("a", 'say "hi", you'))]),
        ("agent;name;team\na;A, B;x\n", [(2, ("a", "A, B", "x"))]),
        ("agent\na,A\n", [(2, ("a", "A"))]),
        ("agent,name\rNA,007\r", [(2, ("NA", "007"))]),
    ],
)
def test_a_table_keeps_its_texts_and_line_numbers(text: str, rows: list[tuple[int, tuple[str, ...]]]) -> None:
    assert table(text)[1] == rows


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("agents", "agents"),
        ("Agents", "agents"),
        ("agents (2)", "agents"),
        ("agents-2026-10", "agents"),
        ("observations_october", "observations"),
        ("runs", "runs"),
        ("agentsold", None),
        ("my agents", None),
    ],
)
def test_a_file_is_known_by_the_beginning_of_its_name(name: str, kind: str | None) -> None:
    assert kind_of(name, KINDS) == kind


@pytest.mark.parametrize(
    ("name", "stem", "ending"),
    [
        ("agents.csv", "agents", ".csv"),
        ("../../AGENTS.CSV", "AGENTS", ".csv"),
        ("C:\\data\\runs.jsonl.gz", "runs", ".jsonl.gz"),
        ("agents", "agents", ""),
    ],
)
def test_a_name_is_taken_apart_and_never_followed(name: str, stem: str, ending: str) -> None:
    source = upload(name, b"")
    assert (source.stem, source.ending) == (stem, ending)


def test_a_name_is_shown_without_what_could_mislead() -> None:
    source = Source("a\u202egnp.csv\n=1", io.BytesIO)
    assert source.label == "a\\u{202E}gnp.csv\\u{000A}=1"
    assert base_name("/tmp/x/agents.csv") == "agents.csv"
