"""Pages opened by a real Chromium, ours and the page Streamlit says hello with: what server and browser took."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from agent_scorecard.bench.works.company import watched
from agent_scorecard.bench.works.processes import cpu, family

if TYPE_CHECKING:
    from playwright.sync_api import Browser

BROWSERS = ("chromium", "chromium-browser", "google-chrome")
FLAGS = ("--no-sandbox", "--disable-gpu", "--disable-background-networking")
SETTLED = "[data-testid=stApp][data-test-script-state=notRunning]"
HELLO, MONTH, SCORECARD = "hello", "month", "scorecard"
CPU, MS = "cpu_us", "ms"
HOST, PATIENCE = "127.0.0.1", 120.0
"""Seconds a server may take to answer, and a page to settle."""


def open_pages(database: str, times: str) -> dict[str, object]:
    """Open each page in a fresh tab, in turns, and say for each the lowest CPU and the shortest time to settled."""
    with ExitStack() as stack:
        browser = stack.enter_context(_chromium())
        ours, theirs = (stack.enter_context(_served(words)) for words in (_board(database), _hello()))
        pages = {HELLO: theirs, MONTH: ours, SCORECARD: f"{ours}scorecard?agent={watched(database)[0]}"}
        turns = [{name: _opened(browser, page) for name, page in pages.items()} for _ in range(1 + int(times))]
        return _lowest(turns[1:])


def _lowest(turns: list[dict[str, tuple[int, int]]]) -> dict[str, object]:
    """Leave out what only happened once."""
    return {
        f"{name}_{what}": min(turn[name][place] for turn in turns)
        for name in turns[0]
        for place, what in enumerate((CPU, MS))
    }


def _board(database: str) -> list[str]:
    return ["agent_scorecard", "--db", f"sqlite:///{database}", "serve", "--no-open", "--port"]


def _hello() -> list[str]:
    return ["streamlit", "hello", *_options({"headless": "true", "address": HOST, "fileWatcherType": "none"})]


def _options(server: Mapping[str, str]) -> list[str]:
    named = [f"--server.{name}={value}" for name, value in server.items()]
    return [*named, "--browser.gatherUsageStats=false", "--server.port"]


@contextmanager
def _served(words: list[str]) -> Iterator[str]:
    """Start a server on a free port and give its address; it ends with everything it started."""
    with socket.create_server((HOST, 0)) as probe:
        port = probe.getsockname()[1]
    quiet = subprocess.DEVNULL
    with subprocess.Popen([sys.executable, "-m", *words, str(port)], stdout=quiet, stderr=quiet) as process:
        try:
            _wait(port)
            yield f"http://{HOST}:{port}/"
        finally:
            process.kill()


def _wait(port: int) -> None:
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        with socket.socket() as probe:
            if probe.connect_ex((HOST, port)) == 0:
                return
        time.sleep(0.1)
    raise SystemExit("the server did not start")


@contextmanager
def _chromium() -> Iterator[Browser]:
    """Give a browser; say on the way out why there is none."""
    path = next(filter(None, map(shutil.which, BROWSERS)), None)
    if path is None:
        raise SystemExit(f"none of {', '.join(BROWSERS)} is installed")
    if not Path("/proc/self/stat").exists():
        raise SystemExit("this system does not tell what a running process cost")
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        raise SystemExit("playwright is not installed") from None
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=path, args=list(FLAGS))
        yield browser
        browser.close()


def _opened(browser: Browser, address: str) -> tuple[int, int]:
    """Return the CPU microseconds of servers and browser until nothing is on its way, and milliseconds to settled."""
    context = browser.new_context()
    page = context.new_page()
    page.set_default_timeout(PATIENCE * 1000)
    before, began = _spent(), time.monotonic()
    page.goto(address, wait_until="commit")
    page.get_by_role("heading", level=1).first.wait_for(state="attached")
    page.locator(SETTLED).wait_for(state="attached")
    took = round((time.monotonic() - began) * 1000)
    page.wait_for_load_state("networkidle")
    spent = _spent() - before
    context.close()
    return spent, took


def _spent() -> int:
    """Return what everything this process started took so far; what steers the browser steers it on every page."""
    return cpu(*family(os.getpid())[1:])
