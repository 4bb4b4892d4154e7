"""Start the app on this machine with its own settings, from whatever folder it is called."""

import os
import runpy
import socket
import threading
import time
import tomllib
import webbrowser
from collections.abc import Iterator, Mapping
from ipaddress import ip_address
from typing import Any, Final

from agent_scorecard import where

FIRST_PORT: Final = 8501
PORTS: Final = range(FIRST_PORT, FIRST_PORT + 100)
PATIENCE: Final = 30.0
"""Seconds to wait for the server before giving up on opening a browser."""


class NotLocal(Exception):
    """Without sign-in the app answers on this machine only."""


class NoFreePort(Exception):
    """Every port the app would take is in use; name another one."""


def serve(*, port: int | None, database_url: str | None, open_browser: bool) -> None:
    """Run the app until it is stopped; without a port, take the first free one from 8501 on."""
    config = settings() | {"server.port": port or free_port()}
    require_loopback(config["server.address"])
    if database_url is not None:
        os.environ[where.DATABASE_VARIABLE] = database_url
    if open_browser:
        threading.Thread(target=_open, args=(config["server.port"],), daemon=True).start()
    runpy.run_path(str(where.APP))["app"].run(config=config)


def settings() -> dict[str, Any]:
    """Return the app's own config.toml with dotted names: Streamlit itself looks only in the working folder."""
    with where.CONFIG.open("rb") as file:
        return dict(_dotted(tomllib.load(file)))


def require_loopback(address: str | None) -> None:
    """Raise NotLocal unless the address is one that only this machine can reach."""
    if address != "localhost" and not (address and _is_loopback(address)):
        raise NotLocal(f"Refused to answer on {address or 'every address'}: without sign-in, set it to 127.0.0.1.")


def free_port() -> int:
    """Return the first port from 8501 on that nobody listens on; raise NoFreePort after 100 tries."""
    for port in PORTS:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)):
                return port
    raise NoFreePort(f"ports {PORTS[0]} to {PORTS[-1]} are all in use")


def _dotted(table: Mapping[str, Any], prefix: str = "") -> Iterator[tuple[str, Any]]:
    for name, value in table.items():
        if isinstance(value, dict):
            yield from _dotted(value, f"{prefix}{name}.")
        else:
            yield prefix + name, value


def _is_loopback(address: str) -> bool:
    try:
        return ip_address(address).is_loopback
    except ValueError:
        return False


def _open(port: int) -> None:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                webbrowser.open(f"http://127.0.0.1:{port}")
                return
        time.sleep(0.1)
