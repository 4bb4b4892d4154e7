"""How the bytes of one source file become rows."""

import inspect
from decimal import Decimal

import pytest

from agent_scorecard.loading.mapping.readers import LONGEST_LINE, READERS, BadRow, FileRefused, Row


def rows(tmp_path, reader, content):
    path = tmp_path / "source"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return list(READERS[reader](path))


@pytest.mark.parametrize(
    ("reader", "content", "read"),
    [
        ("json", '{"a": 1.50, "b": "007", "c": null}', [Row(None, {"a": Decimal("1.50"), "b": "007", "c": None})]),
        ("json", b"\xef\xbb\xbf[1, 2]", [Row(None, [1, 2])]),
        ("json_lines", '{"a": 1}\n\n{"a": 2}', [Row(1, {"a": 1}), Row(3, {"a": 2})]),
        ("json_lines", b'\xef\xbb\xbf{"a": 1}\r\n', [Row(1, {"a": 1})]),
        ("json_lines", '{"a": 1}\n{"a": \n{"a": 3}\n', [Row(1, {"a": 1}), None, Row(3, {"a": 3})]),
        (
            "yaml",
            "a: 007\nb: 1e5\nc: 2026-02-25\nd: no\ne: ~\nf: NA\ng:\n",
            [Row(None, {"a": "007", "b": "1e5", "c": "2026-02-25", "d": "no", "e": None, "f": "NA", "g": None})],
        ),
        ("yaml", "base: &b {x: 1}\nown:\n  <<: *b\n", [Row(None, {"base": {"x": "1"}, "own": {"x": "1"}})]),
        ("csv", "a,b\n1,NA\n\n2,\n", [Row(1, {"a": "1", "b": "NA"}), Row(2, {"a": "2", "b": ""})]),
        ("csv", 'a;b\n"1;2";3\n', [Row(1, {"a": "1;2", "b": "3"})]),
        ("csv", "a\tb\n1\t2\n", [Row(1, {"a": "1", "b": "2"})]),
        ("csv", "a,b\n1\n2,3\n4,5,6\n", [None, Row(2, {"a": "2", "b": "3"}), None]),
        ("csv", "a,b\n", []),
    ],
)
def test_a_file_gives_its_rows(tmp_path, reader, content, read):
    assert [None if isinstance(row, BadRow) else row for row in rows(tmp_path, reader, content)] == read


def test_a_bad_row_names_its_line_and_leaves_the_others_alone(tmp_path):
    assert rows(tmp_path, "csv", "a,b\n1,2\n3\n")[1] == BadRow(2, "1 cells under 2 columns")
    assert rows(tmp_path, "json_lines", "{}\n{\n")[1].line == 2


@pytest.mark.parametrize(
    ("reader", "content", "reason"),
    [
        ("json", "", "the file is empty"),
        ("json", " \n", "the file is empty"),
        ("json", '{"a": NaN}', "not JSON"),
        ("json", '{"a": "\\ud800"}', "not JSON"),
        ("json", "[" * 100_000, "not JSON"),
        ("json", b'{"a": "\xff"}', "not UTF-8 at byte 7"),
        ("json", b'{"a": "\x00"}', "a NUL character at place 7"),
        ("json", '{"a": 1}'.encode("utf-16"), "not UTF-8"),
        ("yaml", "a: [1", "not YAML"),
        ("yaml", "a: !!python/object/apply:os.getcwd []", "not YAML"),
        ("yaml", "a: !!int seven", "not YAML"),
        ("yaml", "a: !!timestamp noon", "not YAML"),
        ("csv", "a,a\n1,2\n", "names a column twice"),
        ("csv", 'a,b\n"1,2\n', "not a table"),
        ("json_lines", b'{"a": "' + b"x" * LONGEST_LINE + b'"}', "line 1 is longer than 1 MiB"),
    ],
)
def test_a_file_that_cannot_be_read_says_why(tmp_path, reader, content, reason):
    with pytest.raises(FileRefused, match=reason):
        rows(tmp_path, reader, content)


def test_a_whole_document_on_one_long_line_is_no_fault(tmp_path):
    text = "x" * (LONGEST_LINE + 1)
    assert rows(tmp_path, "json", f'{{"a": "{text}"}}') == [Row(None, {"a": text})]


def test_a_line_of_exactly_one_mebibyte_is_read(tmp_path):
    line = b'{"a": "' + b"x" * (LONGEST_LINE - 10) + b'"}\n'
    assert len(line) == LONGEST_LINE
    assert [row.line for row in rows(tmp_path, "json_lines", line)] == [1]


@pytest.mark.parametrize("name", READERS)
def test_a_named_reader_is_at_most_forty_lines(name):
    assert len(inspect.getsource(READERS[name]).splitlines()) <= 40
