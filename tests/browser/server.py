"""The app as a process of its own, and a person's browser in front of it."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from queue import Queue
from typing import IO

import pytest
from playwright.sync_api import Dialog, Page, Request, expect, sync_playwright

from agent_scorecard import where

SERVE = "from agent_scorecard.ui.serve import serve; serve(port={}, database_url={!r}, open_browser=False)"
SECONDS = 90
PATIENCE = 20_000
"""Milliseconds an expectation may take on a busy machine."""
SCREEN = {"width": 1280, "height": 800}
PHONE = {"width": 390, "height": 844}
LOOKING_FOR_THE_ROOT = re.compile(r"Failed to load resource.* 404 |^404 http://127\.0\.0\.1:\d+/\w+/_stcore/")
"""On a deep link Streamlit's page first asks below the page's own address where the app begins."""


def free_port() -> int:
    """A port nobody has: several tests serve at once, each on one of its own."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return int(probe.getsockname()[1])


@contextmanager
def served(database: Path, seconds: int = SECONDS, **environment: str) -> Iterator[str]:
    """Start the app on a database and give its address; it is ended with the test, or when its time is over."""
    process = subprocess.Popen(
        [sys.executable, "-c", SERVE.format(free_port(), f"sqlite:///{database}")],
        cwd=database.parent,
        env=os.environ
        | {"PYTHONPATH": str(where.PACKAGE.parent), "PYTHONUNBUFFERED": "1", "HOME": str(database.parent)}
        | environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    said: Queue[str | None] = Queue()
    listener = threading.Thread(target=_listen, args=(process.stdout, said), daemon=True)
    alarm = threading.Timer(seconds, process.kill)
    listener.start()
    alarm.start()
    try:
        yield _address(said)
    finally:
        process.kill()
        process.wait()
        listener.join()
        alarm.cancel()


def _listen(stdout: IO[str], said: Queue[str | None]) -> None:
    """Keep reading to the end, or the app would wait for its own words to be taken."""
    with stdout:
        for line in stdout:
            said.put(line)
    said.put(None)


def _address(said: Queue[str | None]) -> str:
    heard = []
    while (line := said.get(timeout=SECONDS)) is not None:
        heard.append(line)
        if found := re.search(r"URL: (http://127\.0\.0\.1:\d+)", line):
            return found[1]
    return pytest.fail(f"the app did not start:\n{''.join(heard)}")


HEADED_OTHERWISE = {"Quarterly review": "Third quarter 2026"}
"""A page that says its own quarter instead of its name in the menu."""


class Journey:
    """A person with one tab; everything the tab asked for and complained about is kept.

    `provider` is where people sign in, whose own pages are not looked at.
    """

    def __init__(self, page: Page, address: str, provider: str = "") -> None:
        self.page, self.address, self.provider = page, address, provider
        self.asked: list[str] = []
        self.complaints: list[str] = []
        self.others: list[Journey] = []
        page.set_default_timeout(PATIENCE)
        page.context.on("request", self._ask)
        if provider:
            page.context.route(lambda url: not url.startswith((address, provider)), lambda route: route.abort())
        page.on("console", lambda said: self._complain(said.text) if said.type == "error" else None)
        page.on(
            "response", lambda answer: self._complain(f"{answer.status} {answer.url}") if answer.status >= 400 else None
        )
        page.on("pageerror", lambda error: self._complain(str(error)))
        page.on("dialog", self._dismiss)

    def another(self) -> Journey:
        """A second person in front of the same board."""
        browser = self.page.context.browser
        assert browser is not None
        self.others.append(Journey(browser.new_page(viewport=SCREEN), self.address, self.provider))
        return self.others[-1]

    def _ask(self, request: Request) -> None:
        """Keep what our pages ask for: those of the provider are dressed from elsewhere, and go without."""
        if not (self.provider and request.headers.get("referer", "").startswith(self.provider)):
            self.asked.append(request.url)

    def _complain(self, text: str) -> None:
        at_provider = bool(self.provider) and (self.provider in text or self.page.url.startswith(self.provider))
        if not at_provider and not LOOKING_FOR_THE_ROOT.search(text):
            self.complaints.append(text)

    def _dismiss(self, dialog: Dialog) -> None:
        self.complaints.append(f"dialog: {dialog.message}")
        dialog.dismiss()

    def open(self, address: str) -> None:
        self.page.goto(f"{self.address}/{address}")
        self.settled()

    def arrive(self, address: str) -> None:
        """Open an address and wait until nothing of the page is still on its way."""
        self.page.goto(f"{self.address}/{address}", wait_until="networkidle")
        expect(self.page.get_by_role("heading", level=1)).to_have_count(1)
        expect(self.page.get_by_test_id("stSkeleton")).to_have_count(0)
        self.settled()

    def go(self, title: str) -> None:
        """Follow the menu."""
        self.page.get_by_test_id("stSidebarNav").get_by_role("link", name=title).click()
        self.headed(HEADED_OTHERWISE.get(title, title))

    def headed(self, title: str) -> None:
        expect(self.page.get_by_role("heading", level=1)).to_have_text(title)
        self.settled()

    def settled(self) -> None:
        expect(self.page.get_by_test_id("stApp")).to_have_attribute("data-test-script-state", "notRunning")

    def keyed(self, key: str, inside: str = ""):
        return self.page.locator(f".st-key-{key} {inside}".strip())

    def unfold(self, key: str) -> None:
        """Open a list, which closes where the page scrolls under it: so its field is brought into sight first."""
        field = self.keyed(key, "input")
        field.scroll_into_view_if_needed()
        field.click()

    def pick(self, key: str, name: str) -> None:
        self.unfold(key)
        self.page.get_by_role("option", name=name, exact=True).click()
        self.settled()

    @property
    def foreign(self) -> list[str]:
        """Requests to anything but the app."""
        known = (f"{self.address}/", "data:", "blob:", *([f"{self.provider}/"] if self.provider else []))
        return [url for url in self.asked if not url.startswith(known)]


@contextmanager
def journey(chromium: str, address: str, provider: str = "") -> Iterator[Journey]:
    """Open a tab; at the end nothing may have been asked of another address, and nothing may have gone wrong."""
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        one = Journey(browser.new_page(viewport=SCREEN), address, provider)
        try:
            yield one
        finally:
            browser.close()
    for each in (one, *one.others):
        assert (each.foreign, each.complaints) == ([], []), f"asked: {each.foreign}; went wrong: {each.complaints}"
