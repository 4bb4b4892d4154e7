"""The app starts from any folder, on this machine only, and says so in its headers."""

import os
import re
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlsplit
from urllib.request import urlopen

import psutil
import pytest
from playwright.sync_api import expect, sync_playwright

from agent_scorecard import __version__, where
from agent_scorecard.ui import serve

BY_FUNCTION = (
    "-c",
    "from agent_scorecard.ui.serve import serve; serve(port=None, database_url=None, open_browser=False)",
)
BY_SCRIPT = (str(where.APP),)
BY_STREAMLIT = ("-m", "streamlit", "run", str(where.APP), "--server.address=0.0.0.0")
SECONDS = 60
UPGRADE = {
    "Connection": "Upgrade",
    "Upgrade": "websocket",
    "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==",
    "Sec-WebSocket-Version": "13",
}

CAREFUL = {
    "Content-Security-Policy": (
        "script-src 'self' blob: 'sha256-THxz9J9+wf7rhwR2YkXJoSZ13UCmYyC+3lNDv2+8ugA='; "
        "style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; "
        "object-src 'none'; base-uri 'self'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
}


@dataclass(frozen=True, slots=True)
class Served:
    url: str
    pid: int

    def get(self, path: str) -> tuple[int, dict[str, str], str]:
        with urlopen(self.url + path, timeout=SECONDS) as answer:
            return answer.status, dict(answer.headers), answer.read().decode()

    def status(self, path: str, headers: dict[str, str]) -> int:
        connection = HTTPConnection(urlsplit(self.url).netloc, timeout=SECONDS)
        with closing(connection):
            connection.request("GET", path, headers=headers)
            return connection.getresponse().status


def start(way: tuple[str, ...], folder: Path, **environment: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, *way],
        cwd=folder,
        env=os.environ
        | {"PYTHONPATH": str(where.PACKAGE.parent), "PYTHONUNBUFFERED": "1", "HOME": str(folder)}
        | environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


@contextmanager
def bounded(process: subprocess.Popen[str]) -> Iterator[subprocess.Popen[str]]:
    """Kill the process when the time is over, so that waiting for its next line always ends."""
    alarm = threading.Timer(SECONDS, process.kill)
    alarm.start()
    try:
        with process:
            yield process
            process.kill()
    finally:
        alarm.cancel()


@pytest.fixture(scope="module", params=[BY_FUNCTION, BY_SCRIPT], ids=["serve()", "python app.py"])
def served(request, tmp_path_factory) -> Iterator[Served]:
    folder = tmp_path_factory.mktemp("elsewhere")
    (folder / ".streamlit").mkdir()
    (folder / ".streamlit" / "config.toml").write_text('[server]\naddress = "0.0.0.0"\nmaxUploadSize = 900\n')
    with bounded(start(request.param, folder)) as process:
        said = []
        for line in process.stdout:
            said.append(line)
            if found := re.search(r"URL: (http://\S+)", line):
                yield Served(found[1], process.pid)
                return
    pytest.fail(f"the app did not start:\n{''.join(said)}")


def test_it_listens_on_this_machine_only(served):
    listening = [c.laddr for c in psutil.Process(served.pid).net_connections("inet") if c.status == psutil.CONN_LISTEN]
    assert listening == [("127.0.0.1", urlsplit(served.url).port)]


def test_it_says_that_it_is_well_and_which_version_it_is(served):
    status, _, body = served.get("/healthz")
    assert (status, body) == (200, f'{{"status":"ok","version":"{__version__}"}}')


def test_a_link_to_the_first_page_by_its_name_leads_there_with_all_it_asks_for(served):
    with closing(HTTPConnection(urlsplit(served.url).netloc)) as connection:
        connection.request("GET", "/this_month?as_of=2026-10-30")
        answer = connection.getresponse()
    assert (answer.status, answer.headers["Location"]) == (307, "/?as_of=2026-10-30")


@pytest.mark.parametrize("path", ["/", "/healthz", "/scorecard?agent=x", "/_stcore/health", "/static/favicon.png"])
def test_every_answer_carries_the_careful_headers(served, path):
    status, headers, _ = served.get(path)
    assert status == 200
    assert {name.title(): value for name, value in headers.items() if name.title() in CAREFUL} == CAREFUL


@pytest.mark.parametrize("path", ["/", "/healthz", "/_stcore/health", "/_stcore/upload_file/x/y"])
@pytest.mark.parametrize(
    "stranger",
    [
        {"Host": "evil.example"},
        {"Host": "127.0.0.1.evil.example:8501"},
        {"Origin": "http://evil.example"},
        {"Origin": "http://[x"},
        {"Origin": "null"},
    ],
)
def test_another_site_gets_no_answer(served, path, stranger):
    assert served.status(path, stranger) == 403


def test_nobody_outside_is_asked_whether_a_strange_origin_is_this_machine(tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as way_out:
        way_out.setblocking(False)
        proxy = f"http://127.0.0.1:{way_out.getsockname()[1]}"
        way = {"http_proxy": proxy, "https_proxy": proxy, "no_proxy": ""}
        with bounded(start(BY_FUNCTION, tmp_path, **way)) as process:
            url = next(found[1] for line in process.stdout if (found := re.search(r"URL: (http://\S+)", line)))
            served = Served(url, process.pid)
            origins = ["http://localhost:8501", "http://evil.example", "http://localhost.evil.example", "null"]
            answers = [served.status("/_stcore/stream", UPGRADE | {"Origin": origin}) for origin in origins]
        assert answers == [101, 403, 403, 403]
        with pytest.raises(BlockingIOError):
            way_out.accept()


@pytest.mark.browser
def test_a_deep_link_opens_in_a_browser_without_a_complaint_or_a_foreign_request(served, chromium):
    complaints, asked = [], []
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        page = browser.new_page()
        page.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
        page.on("request", lambda request: asked.append(request.url))
        page.goto(served.url + "/?agent=x")
        expect(page.get_by_test_id("stApp")).to_have_attribute("data-test-script-state", "notRunning", timeout=30_000)
        expect(page).to_have_title(re.compile("Agent Scorecard"))
        browser.close()
    assert complaints == []
    assert [url for url in asked if not url.startswith((served.url, "data:", "blob:"))] == []


def test_streamlit_itself_may_not_open_the_app_to_the_network(tmp_path):
    with bounded(start(BY_STREAMLIT, tmp_path, STREAMLIT_SERVER_PORT=str(unused_port()))) as process:
        said = process.stdout.read()
    assert "NotLocal: Refused to answer on 0.0.0.0: without sign-in, set it to 127.0.0.1." in said


def test_a_taken_port_ends_the_start_and_the_database_is_known_by_then(tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as other:
        way = (
            "-c",
            f"""
import os
from agent_scorecard.ui.serve import NoFreePort, serve
try:
    serve(port={other.getsockname()[1]}, database_url="sqlite:///board.db", open_browser=False)
except NoFreePort:
    print("stopped with", os.environ["AGENT_SCORECARD_DB"])
""",
        )
        with bounded(start(way, tmp_path)) as process:
            said = process.stdout.read()
    assert said.endswith("stopped with sqlite:///board.db\n")


def test_the_browser_is_sent_to_the_address_where_the_app_answers(tmp_path):
    port = unused_port()
    way = (
        "-c",
        f"from agent_scorecard.ui.serve import serve; serve(port={port}, database_url=None, open_browser=True)",
    )
    with bounded(start(way, tmp_path, BROWSER="echo opened %s")) as process:
        opened = next((line for line in process.stdout if line.startswith("opened")), None)
    assert opened == f"opened http://127.0.0.1:{port}\n"


def test_the_settings_are_the_careful_ones():
    careful = {
        "server.address": "127.0.0.1",
        "server.maxUploadSize": 50,
        "server.enableCORS": True,
        "server.enableXsrfProtection": True,
        "server.allowedHosts": ["localhost", "127.0.0.1"],
        "server.enableStaticServing": False,
        "server.headless": True,
        "browser.gatherUsageStats": False,
        "client.showErrorDetails": "none",
        "client.toolbarMode": "minimal",
        "theme.light.sidebar.backgroundColor": "#faf9f7",
    }
    settings = serve.settings()
    assert {name: settings[name] for name in careful} == careful


@pytest.mark.parametrize("address", ["127.0.0.1", "127.8.9.10", "::1", "localhost"])
def test_addresses_of_this_machine_are_taken(address):
    assert serve.require_loopback(address) is None


@pytest.mark.parametrize(
    "address",
    [None, "", "0.0.0.0", "::", "192.168.1.20", "126.255.255.255", "128.0.0.1", "scorecard.example", "unix:///a"],
)
def test_any_other_address_is_refused(address):
    with pytest.raises(serve.NotLocal, match=re.escape(f"Refused to answer on {address or 'every address'}")):
        serve.require_loopback(address)


def test_a_port_somebody_listens_on_is_passed_over():
    with socket.create_server(("127.0.0.1", 0)) as other:
        taken = other.getsockname()[1]
        free = unused_port()
        assert serve.free_port((taken, free)) == free
        with pytest.raises(serve.NoFreePort, match=f"Port {taken} is in use"):
            serve.free_port((taken,))


def unused_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return probe.getsockname()[1]
