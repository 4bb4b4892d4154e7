"""Take the pictures of the documentation from the running app with the sample company, so that they never lie.

Usage, after `make test` has set up the environment: .venv/bin/python docs/pictures/take.py
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Page, expect, sync_playwright

HERE = Path(__file__).parent
PICTURES = {
    "this-month": ("", "This month", 900),
    "scorecard": ("scorecard?agent=support-triage", "Support triage", 1180),
    "ladder": ("ladder", "Autonomy ladder", 1000),
    "quarter": ("quarter?step=value", "Third quarter 2026", 1000),
}
PORT = 8799
SHIELDED = ("--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update")


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
        for name, (path, heading, height) in PICTURES.items():
            page = browser.new_page(viewport={"width": 1280, "height": height}, color_scheme="light")
            _open(page, f"http://127.0.0.1:{PORT}/{path}")
            expect(page.get_by_role("heading", name=heading, level=1)).to_be_visible(timeout=30_000)
            expect(page.get_by_test_id("stApp")).to_have_attribute("data-test-script-state", "notRunning")
            page.wait_for_timeout(1_500)
            page.screenshot(path=HERE / f"{name}.png")
        browser.close()


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
