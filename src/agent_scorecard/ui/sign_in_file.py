"""The file that turns sign-in on: who is asked who somebody is, and under which name this board is known."""

from __future__ import annotations

import os
import stat
import tomllib
from collections.abc import Iterator, Mapping
from importlib.util import find_spec
from ipaddress import ip_address
from pathlib import Path
from typing import Any, Final
from urllib.parse import SplitResult, urlsplit

from agent_scorecard import where

SECTION: Final = "auth"
NEEDED: Final = ("redirect_uri", "cookie_secret", "client_id", "client_secret", "server_metadata_url")
ADDRESSES: Final = ("redirect_uri", "server_metadata_url")
CALLBACK: Final = "/oauth2callback"
SHORTEST_SECRET: Final = 32


class SignInRefused(Exception):
    """Sign-in is asked for and cannot be had, so the board does not start rather than start without it."""


def found() -> Path | None:
    """Return the file the variable names, otherwise .streamlit/secrets.toml of the working folder if it has [auth].

    Without either the board is in local mode. Raises SignInRefused for a file that is named or there and unreadable.
    """
    if named := os.environ.get(where.SIGN_IN_VARIABLE):
        return Path(named).absolute()
    beside = Path.cwd() / ".streamlit" / "secrets.toml"
    return beside if beside.is_file() and SECTION in _parsed(beside) else None


def public_address(path: Path) -> SplitResult:
    """Return the address people come back to after signing in, which is this board's own. Raises SignInRefused."""
    if os.name == "posix" and path.is_file() and path.stat().st_mode & stat.S_IROTH:
        raise SignInRefused(f"{path} holds secrets and everybody here may read it: chmod 600 {path}")
    return checked(_parsed(path).get(SECTION))


def checked(auth: object) -> SplitResult:
    """Return the redirect_uri of an [auth] table. Raises SignInRefused with everything that is wrong with it."""
    if find_spec("authlib") is None:
        raise SignInRefused("Sign-in needs more than is installed: pip install 'agent-scorecard[auth]'")
    if not isinstance(auth, Mapping):
        raise SignInRefused(f"There is no [{SECTION}] in the sign-in file: write it as docs/company_mode.md says.")
    if wrong := tuple(_wrong(auth)):
        raise SignInRefused(f"The [{SECTION}] of the sign-in file cannot be used. {' '.join(wrong)}")
    return urlsplit(auth["redirect_uri"])


def is_this_machine(host: str | None) -> bool:
    """Say whether only this machine can be reached by that name or address."""
    try:
        return host == "localhost" or ip_address(host or "").is_loopback
    except ValueError:
        return False


def _parsed(path: Path) -> dict[str, Any]:
    try:
        with path.open("rb") as file:
            return tomllib.load(file)
    except (OSError, ValueError) as fault:
        raise SignInRefused(f"The sign-in file {path} cannot be read: {fault}.") from fault


def _wrong(auth: Mapping[str, Any]) -> Iterator[str]:
    missing = [name for name in NEEDED if not isinstance(auth.get(name), str) or not auth[name].strip()]
    if missing:
        yield f"Missing: {', '.join(missing)}."
        return
    for name in ADDRESSES:
        if not _is_private(auth[name]):
            yield f"{name} is to be a whole address that begins with https://."
    if not auth["redirect_uri"].endswith(CALLBACK):
        yield f"redirect_uri is to end with {CALLBACK}."
    if len(auth["cookie_secret"]) < SHORTEST_SECRET:
        yield f"cookie_secret is to have {SHORTEST_SECRET} characters or more, at random."


def _is_private(address: str) -> bool:
    """Nobody between here and there can read along, or there is nobody between."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    is_near = parts.scheme == "http" and is_this_machine(parts.hostname)
    return bool(parts.hostname) and (parts.scheme == "https" or is_near)
