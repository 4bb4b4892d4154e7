"""Pages are opened by real sessions and by a real browser; who fails is counted, and what is missing is said."""

import socket

import pytest

from agent_scorecard.bench.measure import NotMeasured, work
from agent_scorecard.bench.works import company
from agent_scorecard.bench.works.crowd import nearest_rank, visit_together


@pytest.fixture(scope="module")
def database(tmp_path_factory):
    folder = tmp_path_factory.mktemp("crowd")
    company.build(str(folder / "company.db"), str(folder / "files"), "3", "6")
    return str(folder / "company.db")


@pytest.mark.slow
def test_every_rerun_of_every_session_is_timed_in_the_server(database):
    said = work("crowd", database, "quarter", "3", "2", "0", seconds=300).said
    assert (said["errors"], said["reruns"]) == (0, 3 * 2)
    assert 0 < said["p50"] <= said["p95"] <= said["max"]


@pytest.mark.slow
@pytest.mark.browser
@pytest.mark.usefixtures("chromium")
def test_our_pages_and_the_hello_page_are_opened_to_the_end(database):
    said = work("open_pages", database, "1", seconds=300).said
    pages = ("hello", "month", "scorecard")
    assert sorted(said) == sorted(f"{page}_{what}" for page in pages for what in ("cpu_us", "ms"))
    assert min(said.values()) > 0


def test_without_a_browser_no_page_is_opened(monkeypatch):
    monkeypatch.setenv("PATH", "")
    with pytest.raises(NotMeasured, match="none of chromium, chromium-browser"):
        work("open_pages", "no.db", "1", seconds=300)


def test_a_session_nobody_answers_is_an_error():
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        port = str(silent.getsockname()[1])
        assert visit_together(port, "quarter", "2", "1", "0") == {"errors": 2}


@pytest.mark.parametrize(
    ("count", "percent", "value"), [(0, 95, 0), (1, 50, 1), (100, 50, 50), (100, 95, 95), (10, 95, 10), (3, 100, 3)]
)
def test_a_percentile_is_a_value_that_was_measured(count, percent, value):
    assert nearest_rank([float(each) for each in range(1, count + 1)], percent) == value
