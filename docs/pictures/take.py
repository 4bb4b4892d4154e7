"""Take the pictures of the documentation from the running app with the sample company, so that they never lie.

Usage, after `make test` has set up the environment: .venv/bin/python docs/pictures/take.py

Each page is taken light and dark, on a desk and on a phone; the plain name is light on a desk, as the README shows it.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from PIL import Image
from playwright.sync_api import Browser, Page, expect, sync_playwright

HERE = Path(__file__).parent
PORT = 8799
SHIELDED = ("--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update")
DESK, PHONE = 1280, 390
PHONE_HEIGHT = 844
COLOURS = 256
LOADED = 30_000


class Shot(NamedTuple):
    """A page by its address, its heading, and how much of it a desk sees."""

    address: str
    heading: str
    height: int = 900


SHOTS = {
    "this-month": Shot("", "This month"),
    "scorecard": Shot("scorecard?agent=support-triage", "Support triage", 1180),
    "ladder": Shot("ladder", "Autonomy ladder", 1000),
    "oversight": Shot("oversight", "Oversight"),
    "changes": Shot("changes", "Changes and evals", 1000),
    "signals": Shot("signals", "Signals", 1000),
    "signals-agent": Shot("signals?agent=support-triage", "Support triage", 1180),
    "people": Shot("people", "People and rights"),
    "weekly": Shot("weekly?agent=weekly-ops-summary", "Weekly operations summary", 1000),
    "gates": Shot("gates", "Gates and checklist"),
    "gates-agent": Shot("gates?agent=peak-planning", "Peak planning", 1180),
    "runs": Shot("runs?agent=support-triage&period=2026-10", "Runs of Support triage", 1180),
    "incidents": Shot("incidents", "Incidents"),
    "incident": Shot("incidents?incident=INC-2107", "A refund of 86 dollars was paid twice on a Saturday", 1180),
    "on-call": Shot("on_call?agent=support-triage", "Support triage"),
    "quarter": Shot("quarter?step=value", "Third quarter 2026", 1000),
    "decisions": Shot("decisions", "Decisions"),
    "load-data": Shot("load_data", "Load data", 800),
}


def main() -> None:
    with tempfile.TemporaryDirectory() as room:
        command = [sys.executable, "-m", "agent_scorecard", "--db", f"sqlite:///{room}/demo.db"]
        arguments = ["demo", "--no-open", "--port", str(PORT)]
        with subprocess.Popen([*command, *arguments], stdout=subprocess.DEVNULL) as app:
            try:
                _take()
            finally:
                app.terminate()


def _take() -> None:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=list(SHIELDED))
        for name, shot in SHOTS.items():
            for ending, page in _views(browser, shot):
                _open(page, f"http://127.0.0.1:{PORT}/{shot.address}")
                _settle(page, shot.heading)
                path = HERE / f"{name}{ending}.png"
                page.screenshot(path=path)
                page.close()
                _shrink(path)
        browser.close()


def _views(browser: Browser, shot: Shot) -> Iterator[tuple[str, Page]]:
    for scheme, ending in (("light", ""), ("dark", "-dark")):
        for width, height, place in ((DESK, shot.height, ""), (PHONE, PHONE_HEIGHT, "-phone")):
            size = {"width": width, "height": height}
            yield f"{place}{ending}", browser.new_page(viewport=size, color_scheme=scheme)


def _settle(page: Page, heading: str) -> None:
    exact = re.compile(f"^{re.escape(heading)}$")
    expect(page.get_by_role("heading", level=1).filter(has_text=exact)).to_have_count(1, timeout=LOADED)
    expect(page.get_by_test_id("stApp")).to_have_attribute("data-test-script-state", "notRunning", timeout=LOADED)
    expect(page.get_by_test_id("stSkeleton")).to_have_count(0, timeout=LOADED)
    page.wait_for_timeout(1_500)


def _shrink(path: Path) -> None:
    """A screen has few colours: a palette keeps the repository small."""
    with Image.open(path) as taken:
        few = taken.convert("RGB").quantize(COLOURS, method=Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE)
        few.save(path, optimize=True)


def _open(page: Page, address: str) -> None:
    """The first request may come before the server listens."""
    for _ in range(60):
        try:
            page.goto(address)
            return
        except Exception as refused:
            if "ERR_CONNECTION_REFUSED" not in str(refused):
                raise
            page.wait_for_timeout(500)
    raise TimeoutError(f"Nothing answered at {address}.")


if __name__ == "__main__":
    main()
