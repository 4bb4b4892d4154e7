"""Start the app on this machine with its own settings, from whatever folder it is called."""

import os
import runpy
import socket
import sys
import threading
import time
import tomllib
import webbrowser
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from agent_scorecard import where
from agent_scorecard.ui import sign_in_file

SECRETS: Final = "secrets.files"
HOSTS: Final = "server.allowedHosts"
PORTS: Final = range(8501, 8601)
PATIENCE: Final = 30.0
"""Seconds to wait for the server before giving up on opening a browser."""


class NotLocal(Exception):
    """Without sign-in the app answers on this machine only."""


class NoFreePort(Exception):
    """The port named, or every port the app would take, is in use; name another one."""


def serve(*, port: int | None, database_url: str | None, open_browser: bool, address: str | None = None) -> None:
    """Run the app until it is stopped; without a port, take the first free one from 8501 on.

    Without sign-in it answers on this machine only, whatever address is named: NotLocal.
    """
    if database_url is not None:
        os.environ[where.DATABASE_VARIABLE] = database_url
    config = settings() | {"server.port": free_port([port] if port else PORTS)}
    config["server.address"] = address or config["server.address"]
    if not config[SECRETS]:
        require_loopback(config["server.address"])
    if open_browser:
        threading.Thread(target=_open, args=(config["server.port"],), daemon=True).start()
    # Streamlit takes the script of the command line for its own and puts that folder first on sys.path.
    sys.argv = [str(where.APP)]
    runpy.run_path(str(where.APP))["app"].run(config=config)


def settings() -> dict[str, Any]:
    """Return the app's own config.toml with dotted names: Streamlit itself looks only in the working folder.

    With a sign-in file the board also answers to the name people come back to. Raises SignInRefused.
    """
    with where.CONFIG.open("rb") as file:
        own = dict(_dotted(tomllib.load(file)))
    signing_in = sign_in_file.found()
    if signing_in is None:
        return own | {SECRETS: []}
    name = sign_in_file.public_address(signing_in).hostname
    return own | {SECRETS: [str(signing_in)], HOSTS: list(dict.fromkeys([*own[HOSTS], name]))}


def require_safe(address: str | None) -> None:
    """Ask of a start by Streamlit itself what `serve` asks: sign-in as it must be, or this machine only."""
    import streamlit as st

    from agent_scorecard.ui.signed_in import was_asked_for

    if was_asked_for():
        sign_in_file.checked(st.secrets[sign_in_file.SECTION])
    else:
        require_loopback(address)


def require_loopback(address: str | None) -> None:
    """Raise NotLocal unless the address is one that only this machine can reach."""
    if not sign_in_file.is_this_machine(address):
        raise NotLocal(f"Refused to answer on {address or 'every address'}: without sign-in, set it to 127.0.0.1.")


def free_port(ports: Sequence[int] = PORTS) -> int:
    """Return the first of these ports that nobody listens on; raise NoFreePort when there is none."""
    for port in ports:
        if not _answers(port):
            return port
    tried = f"Port {ports[0]}" if len(ports) == 1 else f"Every port from {ports[0]} to {ports[-1]}"
    raise NoFreePort(f"{tried} is in use; name another one with --port.")


def _dotted(table: Mapping[str, Any], prefix: str = "") -> Iterator[tuple[str, Any]]:
    for name, value in table.items():
        if isinstance(value, dict):
            yield from _dotted(value, f"{prefix}{name}.")
        else:
            yield prefix + name, value


def _open(port: int) -> None:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        if _answers(port):
            webbrowser.open(f"http://127.0.0.1:{port}")
            return
        time.sleep(0.1)


def _answers(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0
