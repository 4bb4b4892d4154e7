"""What a load says when it is done: rows that went in, rows that stayed out."""

from __future__ import annotations

import pytest

from agent_scorecard.boards.load import FileLine, counted, kept_apart


def file(*, new: int = 0, changed: int = 0, same: int = 0, refused: int = 0) -> FileLine:
    return FileLine("agents", "agents.csv", new + changed + same + refused, new, changed, same, 0, refused, "")


@pytest.mark.parametrize(
    ("files", "said"),
    [
        ([], ("Nothing changed.", "0 rows are on the board already.")),
        ([file(new=1)], ("Loaded: 1 new.", "Nothing was refused.")),
        ([file(changed=1_940)], ("Loaded: 1,940 changed.", "Nothing was refused.")),
        ([file(new=3), file(new=1, changed=2, same=9)], ("Loaded: 4 new and 2 changed.", "Nothing was refused.")),
        ([file(new=3, refused=1)], ("Loaded: 3 new.", "1 row was refused and stayed out.")),
        ([file(same=1)], ("Nothing changed.", "1 row is on the board already.")),
        ([file(same=7, refused=2)], ("Nothing was loaded.", "2 rows were refused.")),
        ([file(refused=1)], ("Nothing was loaded.", "1 row was refused.")),
    ],
)
def test_a_load_is_counted_in_two_sentences(files, said):
    assert counted(files) == said


@pytest.mark.parametrize(
    ("traces", "said"),
    [
        (0, ""),
        (1, "1 trace waits for the span of an agent and counts as no run yet: load the file that holds it."),
        (1200, "1,200 traces wait for the span of an agent and count as no run yet: load the file that holds it."),
    ],
)
def test_traces_that_tell_no_run_yet_are_said(traces: int, said: str) -> None:
    assert kept_apart(traces) == said
