"""An OpenID Connect provider as a process of its own, and the file that sends people to it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.request import Request, urlopen

from tests.browser.server import free_port

SECONDS = 30


class Provider:
    """Knows whoever it is told of; `issuer` is how it signs itself."""

    def __init__(self, issuer: str) -> None:
        self.issuer = issuer

    def knows(self, subject: str, **claims: Any) -> None:
        """Say something else of somebody from their next sign-in on."""
        told = json.dumps(claims).encode()
        headers = {"Content-Type": "application/json"}
        with urlopen(Request(f"{self.issuer}/users/{subject}", told, headers, method="PUT"), timeout=SECONDS):
            pass


@contextmanager
def provider(folder: Path, people: Mapping[str, str]) -> Iterator[Provider]:
    """Start a provider that knows people by subject and name; it says on its own output when it is there."""
    port = free_port()
    users = [json.dumps({"sub": subject, "name": name}) for subject, name in people.items()]
    told = [argument for user in users for argument in ("--user-claims", user)]
    process = subprocess.Popen(
        [sys.executable, "-W", "ignore", "-m", "oidc_provider_mock", "--port", str(port), *told],
        cwd=folder,
        env=os.environ | {"NO_COLOR": "1"},
        stderr=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        text=True,
    )
    try:
        assert process.stderr is not None
        heard = next((line for line in process.stderr if "running on" in line), None)
        assert heard is not None, "the provider did not start"
        yield Provider(f"http://127.0.0.1:{port}")
    finally:
        process.kill()
        process.communicate()


def sign_in_file(folder: Path, issuer: str) -> Path:
    """The file with [auth] that only its owner may read."""
    path = folder / "auth.toml"
    path.write_text(
        "[auth]\n"
        'redirect_uri = "http://127.0.0.1:{port}/oauth2callback"\n'
        f'cookie_secret = "{"0123456789abcdef" * 2}"\n'
        'client_id = "board"\n'
        'client_secret = "of the board"\n'
        f'server_metadata_url = "{issuer}/.well-known/openid-configuration"\n'
    )
    path.chmod(0o600)
    return path
