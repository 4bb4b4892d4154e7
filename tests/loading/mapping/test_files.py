"""Which source files a pattern means."""

from pathlib import Path

import pytest

from agent_scorecard.loading.mapping.files import NotAPattern, compiled, listed, named

ROOT = Path("/logs")


@pytest.mark.parametrize(
    ("pattern", "name", "captures"),
    [
        ("runs.json", "runs.json", {}),
        ("{agent}/runs.json", "desk/runs.json", {"agent": "desk"}),
        ("{agent}/*.json", "desk/a.json", {"agent": "desk"}),
        ("{task}_{at}.json", "late_refund_20260807T002111Z.json", {"task": "late_refund", "at": "20260807T002111Z"}),
        ("**/{name}.yaml", "a/b/c.yaml", {"name": "c"}),
        ("**/{name}.yaml", "c.yaml", {"name": "c"}),
        ("{agent}/runs.json", "runs.json", None),
        ("{agent}/runs.json", "a/b/runs.json", None),
        ("runs.json", "runsXjson", None),
        ("runs.json", "runs.json.bak", None),
        ("*.json", "a/b.json", None),
    ],
)
def test_a_pattern_fits_whole_names_and_captures_their_parts(pattern, name, captures):
    fits = named(pattern, ROOT, ROOT / name)
    assert (fits and dict(fits.captures)) == captures


@pytest.mark.parametrize("pattern", ["/etc/passwd", "../other/*.json", "a/../b.json", "{Agent}.json", "{a"])
def test_a_pattern_stays_below_the_folder_and_can_be_read(pattern):
    with pytest.raises(NotAPattern):
        compiled(pattern)


def test_files_come_in_one_fixed_order(tmp_path):
    for name in ("b/z.json", "b/a.json", "a/m.json", "c.json"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).touch()
    assert [path.relative_to(tmp_path).as_posix() for path in listed(tmp_path)] == [
        "c.json",
        "a/m.json",
        "b/a.json",
        "b/z.json",
    ]


def test_a_file_loaded_by_itself_is_seen_from_as_far_up_as_the_pattern_is_deep(tmp_path):
    path = tmp_path / "desk" / "runs.json"
    path.parent.mkdir()
    path.touch()
    fits = named("{agent}/runs.json", path, path)
    assert list(listed(path)) == [path]
    assert fits is not None
    assert (fits.base, fits.name, fits.captures) == (tmp_path, "desk/runs.json", {"agent": "desk"})
    assert fits.neighbour("{agent}/scores.json") == tmp_path / "desk" / "scores.json"
