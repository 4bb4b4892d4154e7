"""The house rules that no other tool checks."""

import ast
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from zipfile import ZipFile

import pytest

from agent_scorecard import where

ROOT = where.ROOT
PAGES = sorted(where.PAGES.glob("*.py"))
MODULES = sorted(path for path in where.PACKAGE.rglob("*.py") if "migrations" not in path.parts)
LISTS = {"vocabulary.py", "rules/facts.py"}
"""Words and shapes without logic: looked up, not read."""
CORE = ("vocabulary", "format", "policy", "access", "rules", "boards")

A_PAGE_MAY_IMPORT = ("streamlit", "agent_scorecard.boards", "agent_scorecard.ui", "agent_scorecard.recording")
THE_CORE_MAY_NOT = (
    "streamlit",
    "plotly",
    "pandas",
    "pyarrow",
    "sqlmodel",
    "sqlalchemy",
    "sqlite3",
    "typer",
    "rich",
    "time",
)

MACHINE_PATH = re.compile(r"(?<![\w.:/-])/(?:home|Users|root|work|opt|mnt|srv)/\w|\b[A-Z]:\\Users\\")
REGISTRY = re.compile(
    r"\b(?:pypi|pythonhosted|npmjs|artifactory|jfrog|devpi|nexus)\.[a-z]|--(?:extra-)?index-url|--find-link[s]"
)


def imports(path: Path) -> set[str]:
    """Every imported module by its full name; `from a import b` counts as both a.b and, were b a module, its home."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            home = "." * node.level + (node.module or "")
            found |= {f"{home}.{alias.name}" for alias in node.names}
    return found


def is_of(name: str, packages: tuple[str, ...]) -> bool:
    return any(name == package or name.startswith(package + ".") for package in packages)


def tracked_texts() -> Iterator[tuple[str, str]]:
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    if listed.returncode:
        pytest.skip("not a clone: git does not know which files belong to it")
    for name in filter(None, listed.stdout.split("\0")):
        try:
            yield name, (ROOT / name).read_text(encoding="utf-8")
        except (UnicodeDecodeError, FileNotFoundError):
            continue


def named(paths: list[Path]) -> list[str]:
    return [path.relative_to(ROOT).as_posix() for path in paths]


@pytest.mark.parametrize("page", PAGES, ids=named(PAGES))
def test_a_page_asks_builds_and_shows_with_nothing_else(page):
    assert {name for name in imports(page) if not is_of(name, A_PAGE_MAY_IMPORT)} == set()


@pytest.mark.parametrize("page", PAGES, ids=named(PAGES))
def test_a_page_fits_on_one_screen(page):
    assert len(page.read_text(encoding="utf-8").splitlines()) <= 80


@pytest.mark.parametrize("module", MODULES, ids=named(MODULES))
def test_a_module_can_be_read_in_one_sitting(module):
    """The aim is 300 lines; from 400 on it must be split by noun."""
    lines = len(module.read_text(encoding="utf-8").splitlines())
    assert lines < 400 or module.relative_to(where.PACKAGE).as_posix() in LISTS


def test_no_module_beside_the_router_hides_one_of_the_standard_library():
    """Streamlit puts the folder of the router first on sys.path while a page runs."""
    assert {path.stem for path in where.ROUTER.parent.iterdir()} & sys.stdlib_module_names == set()


@pytest.mark.parametrize("layer", CORE)
def test_the_core_knows_no_web_chart_table_or_database_library(layer):
    modules = [path for path in MODULES if path.relative_to(where.PACKAGE).with_suffix("").parts[0] == layer]
    assert {name for path in modules for name in imports(path) if is_of(name, THE_CORE_MAY_NOT)} == set()


def test_every_module_has_its_layer_and_every_layer_its_module():
    contract = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"][0]
    assert (contract["type"], contract["containers"], contract["exhaustive"]) == ("layers", ["agent_scorecard"], True)
    layers = {name.strip() for layer in contract["layers"] for name in re.split(r"[|:]", layer)}
    modules = {path.relative_to(where.PACKAGE).with_suffix("").parts[0] for path in MODULES} - {"__init__"}
    assert modules - {name.strip("()") for name in layers} == set()
    assert {name for name in layers if not name.startswith("(")} - modules == set()


def test_constraints_are_exact_versions_and_nothing_else():
    lines = (ROOT / "constraints.txt").read_text().splitlines()
    assert [line for line in lines if not re.fullmatch(r"[a-z0-9-]+==[0-9][0-9a-z.]*", line)] == []


@pytest.mark.parametrize("forbidden", [MACHINE_PATH, REGISTRY], ids=["path of a machine", "package registry"])
def test_no_file_names_a(forbidden):
    assert [(name, found[0]) for name, text in tracked_texts() if (found := forbidden.search(text))] == []


@pytest.mark.slow
def test_a_wheel_carries_everything_the_app_needs(tmp_path):
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)], cwd=ROOT, check=True
    )
    (wheel,) = tmp_path.glob("*.whl")
    carried = set(ZipFile(wheel).namelist())
    package = {
        f"agent_scorecard/{path.relative_to(where.PACKAGE).as_posix()}"
        for path in where.PACKAGE.rglob("*")
        if path.is_file() and not any(part.startswith((".", "__pycache__")) for part in path.relative_to(ROOT).parts)
    }
    beside = [where.APP, where.CONFIG, *PAGES, *(path for path in where.SAMPLE_DATA.rglob("*") if path.is_file())]
    assert (package | {f"agent_scorecard/_app/{name}" for name in named(beside)}) - carried == set()
