"""A mapping is read strictly: what is wrong is named by its key."""

import pytest

from agent_scorecard.loading.mapping import SHIPPED, MappingRefused, read_mapping

RUNS = """
[[records]]
file = "runs"
from = "{agent}.json"
each = "runs[]"
"""
COLUMNS = """
[records.columns]
timestamp = { path = "at", time = "iso" }
agent_id = "@file.agent"
request_id = "id"
"""


@pytest.mark.parametrize("name", SHIPPED)
def test_every_shipped_mapping_can_be_used_and_says_what_it_is(name):
    plan = read_mapping(SHIPPED[name])
    assert plan.name == name
    assert plan.about.endswith(".")


def test_a_mapping_is_read_from_a_file_or_from_its_text(tmp_path):
    path = tmp_path / "mine.toml"
    path.write_text(RUNS + COLUMNS, "utf-8")
    assert read_mapping(path) == read_mapping(RUNS + COLUMNS)


@pytest.mark.parametrize(
    ("text", "refusal"),
    [
        ("records = ", "the mapping is not TOML"),
        ("", r"records: at least one \[\[records\]\] table is needed"),
        ('title = "x"\n' + RUNS + COLUMNS, "title: not a key of a mapping"),
        (RUNS, r"records\[1\]\.columns: a table with one entry"),
        (RUNS + 'colour = "red"' + COLUMNS, r"records\[1\]: Object contains unknown field `colour`"),
        (RUNS.replace('"runs"', '"rums"') + COLUMNS, r"records\[1\]\.file: 'rums' is not one of people, agents"),
        (RUNS.replace(".json", ".docx") + COLUMNS, r"records\[1\]\.reader: '' is not one of json"),
        (RUNS + 'reader = "guess"' + COLUMNS, r"records\[1\]\.reader: 'guess' is not one of json"),
        (RUNS.replace("{agent}", "../{agent}") + COLUMNS, r"records\[1\]\.from: .* must stay below"),
        (RUNS + 'except = ["{a"]' + COLUMNS, r"records\[1\]\.except: .* cannot be read"),
        (RUNS.replace("runs[]", "runs") + COLUMNS, r"records\[1\]\.each: 'runs' must end with \[\]"),
        (RUNS + COLUMNS + 'colour = "red"', r"records\[1\]\.columns\.colour: runs has no such column"),
        (RUNS + COLUMNS + 'cost_us = "c"', r"columns\.cost_us: runs has no such column; did you mean cost_usd\?"),
        (RUNS + COLUMNS + 'result = "a["', r"columns\.result: 'a\[' cannot be read from place 2"),
        (RUNS + COLUMNS + "result = 7", r"columns\.result: Expected `object`, got `int`"),
        (RUNS + COLUMNS + "result = { words = { a = 'b' } }", r"columns\.result: give either path or text"),
        (RUNS + COLUMNS + "result = { path = 'a', text = 'b' }", r"columns\.result: give either path or text"),
        (RUNS + COLUMNS + "result = { text = '{a:>9}' }", r"columns\.result: .* takes no : and no !"),
        (RUNS + COLUMNS + "result = { text = '{a' }", r"columns\.result: "),
        (RUNS + COLUMNS + "result = { path = 'a', word = 'b' }", r"columns\.result: .* unknown field `word`"),
        (RUNS + COLUMNS + "error = { path = 'a', cut = 0 }", r"columns\.error: Expected `int` >= 1"),
        (RUNS + COLUMNS + "error = { path = 'a', time = 'noon' }", r"columns\.error: Invalid enum value 'noon'"),
        (RUNS + COLUMNS + "error = { path = 'a', zone = 'Mars' }", r"columns\.error\.zone: no time zone"),
        (RUNS + 'needs = ["cost_usd"]' + COLUMNS, r"records\[1\]\.needs: 'cost_usd' is not among the columns"),
        (RUNS + 'together = ["cost_usd"]' + COLUMNS, r"records\[1\]\.together: 'cost_usd' is not among"),
        (
            RUNS + COLUMNS.replace('{ path = "at", time = "iso" }', '{ text = "2026-01-01T00:00:00Z" }'),
            r"columns\.timestamp: a constant time needs time_stated = true",
        ),
        (
            RUNS.replace('"runs"', '"agents"', 1) + 'time_stated = true\n[records.columns]\nagent = "a"',
            r"records\[1\]\.time_stated: only runs have it",
        ),
        (RUNS + COLUMNS + '[records.beside.s]\nfrom = "{other}.json"', r"beside\.s: from must end in .* captures"),
        (RUNS + COLUMNS + '[records.beside.s]\nfrom = "*.json"', r"beside\.s: from must end in .* captures"),
        (
            RUNS + COLUMNS + '[records.beside.s]\nfrom = "s.json"\nwhere = { a = "b[" }',
            r"beside\.s: 'b\[' cannot be read",
        ),
        (
            RUNS + COLUMNS + '[records.tool_calls]\neach = "calls[]"\ntool = "name"\nanswers = "said[]"',
            r"records\[1\]\.tool_calls: an empty path",
        ),
        (RUNS + COLUMNS + RUNS + COLUMNS + 'colour = "red"', r"records\[2\]\.columns\.colour"),
    ],
)
def test_a_wrong_mapping_is_refused_by_the_name_of_its_key(text, refusal):
    with pytest.raises(MappingRefused, match=refusal):
        read_mapping(text)


def test_a_mapping_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(MappingRefused, match="cannot be opened"):
        read_mapping(tmp_path / "none.toml")


def test_a_constant_time_may_be_stated():
    stated = COLUMNS.replace('{ path = "at", time = "iso" }', '{ text = "2026-01-01T00:00:00Z" }')
    assert read_mapping(RUNS + "time_stated = true" + stated).blocks[0].shape.time_stated
