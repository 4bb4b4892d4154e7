"""Where digests go: a TOML file, single settings from the environment, secrets from there or from a closed file."""

from __future__ import annotations

import os
import re
import stat
import tomllib
from collections.abc import Mapping
from email.utils import parseaddr
from pathlib import Path
from typing import Any, Literal
from urllib.parse import urlsplit

import msgspec

FILE_VARIABLE = "AGENT_SCORECARD_DIGEST"
FROM_ENVIRONMENT = {
    "AGENT_SCORECARD_BASE_URL": ("base_url",),
    "AGENT_SCORECARD_SMTP_HOST": ("email", "host"),
    "AGENT_SCORECARD_SMTP_PORT": ("email", "port"),
    "AGENT_SCORECARD_SMTP_SECURITY": ("email", "security"),
    "AGENT_SCORECARD_SMTP_USER": ("email", "user"),
    "AGENT_SCORECARD_SMTP_FROM": ("email", "from"),
    "AGENT_SCORECARD_WEBHOOK_URL": ("webhook", "url"),
    "AGENT_SCORECARD_DIGEST_FOLDER": ("file", "folder"),
}
"""Each stands for one setting of the file and wins over it."""
PASSWORD_VARIABLE, SECRET_VARIABLE = "AGENT_SCORECARD_SMTP_PASSWORD", "AGENT_SCORECARD_WEBHOOK_SECRET"
HERE = ("localhost", "127.0.0.1", "::1")
SHORTEST_SECRET = 24
LONGEST_ADDRESS = 254
_ADDRESS = re.compile(r"[^\s@<>()\[\],;:\\\"]+@[^\s@<>()\[\],;:\\\"]+", re.ASCII)
_UNKNOWN = re.compile(r"Object contains unknown field `(?P<name>[^`]*)`(?: - at `\$\.?(?P<place>[^`]*)`)?")

Audience = Literal["people", "company"]


class SettingsRefused(Exception):
    """The settings of the digest cannot be used; the sentence names the setting and what to write."""


class Email(msgspec.Struct, frozen=True, forbid_unknown_fields=True, rename={"sender": "from"}):
    """A mail server. `security` is starttls, tls from the first byte, or none on this machine only."""

    sender: str
    host: str = "localhost"
    port: int = 0
    security: Literal["starttls", "tls", "none"] = "starttls"
    user: str = ""
    password_file: str = ""
    ca_file: str = ""
    to: tuple[Audience, ...] = ("people", "company")
    company_to: tuple[str, ...] = ()


class Webhook(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """An address that takes JSON, signed with a shared secret."""

    url: str
    secret_file: str = ""
    ca_file: str = ""
    to: tuple[Audience, ...] = ("company",)


class Folder(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A folder in which each digest becomes one JSON file."""

    folder: str
    to: tuple[Audience, ...] = ("company",)


class Settings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Everything a run of the digest needs; a channel that is not named is not used."""

    base_url: str
    email: Email | None = None
    webhook: Webhook | None = None
    file: Folder | None = None


class Secret:
    """A text that never shows itself, not in a traceback either."""

    __slots__ = ("_value",)

    def __init__(self, value: str) -> None:
        self._value = value

    def __repr__(self) -> str:
        return "Secret(…)"

    def reveal(self) -> str:
        return self._value


def read_settings(path: Path | None, environment: Mapping[str, str] = os.environ) -> Settings:
    """Read and check where digests go. Raises SettingsRefused with one sentence."""
    told = _with_environment(_read(path) if path is not None else {}, environment)
    if not told:
        raise SettingsRefused(
            f"Nothing says where digests go: name a file with --settings or {FILE_VARIABLE} (docs/digest.md)."
        )
    try:
        settings = msgspec.convert(told, Settings, strict=False)
    except msgspec.ValidationError as refused:
        raise SettingsRefused(_sentence(str(refused))) from refused
    _check(settings)
    return settings


def password(settings: Email, environment: Mapping[str, str] = os.environ) -> Secret | None:
    """Return the password of the mail server, None where nobody signs in. Raises SettingsRefused."""
    if not settings.user:
        return None
    return _secret(environment.get(PASSWORD_VARIABLE), settings.password_file, "email.password_file", PASSWORD_VARIABLE)


def signing_key(settings: Webhook, environment: Mapping[str, str] = os.environ) -> Secret:
    """Return the secret a webhook is signed with. Raises SettingsRefused where there is none or it is short."""
    found = _secret(environment.get(SECRET_VARIABLE), settings.secret_file, "webhook.secret_file", SECRET_VARIABLE)
    if len(found.reveal()) < SHORTEST_SECRET:
        raise SettingsRefused(f"The webhook secret is shorter than {SHORTEST_SECRET} characters: make a longer one.")
    return found


def is_address(text: str) -> bool:
    """Say whether mail can be sent to a text as it stands: one plain address, nothing around it."""
    return len(text) <= LONGEST_ADDRESS and text.isprintable() and _ADDRESS.fullmatch(text) is not None


def _read(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text("utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as refused:
        raise SettingsRefused(f"{path} cannot be read as TOML: {refused}.") from refused


def _with_environment(told: dict[str, Any], environment: Mapping[str, str]) -> dict[str, Any]:
    for variable, (*tables, name) in FROM_ENVIRONMENT.items():
        if variable in environment:
            place = told
            for table in tables:
                place = place.setdefault(table, {})
            place[name] = environment[variable]
    return told


def _sentence(refused: str) -> str:
    if (unknown := _UNKNOWN.search(refused)) is not None:
        name = ".".join(filter(None, (unknown["place"], unknown["name"])))
        return f"There is no setting {name}: docs/digest.md lists them all."
    if (missing := re.search(r"missing required field `([^`]*)`(?: - at `\$\.([^`]*)`)?", refused)) is not None:
        return f"The setting {'.'.join(filter(None, (missing[2], missing[1])))} is missing: docs/digest.md shows one."
    said, _, place = refused.partition(" - at `$")
    return f"The setting {place.strip('.`') or 'file'} cannot be used: {said[:1].lower()}{said[1:]}."


def _check(settings: Settings) -> None:
    _check_url("base_url", settings.base_url)
    if settings.email is None and settings.webhook is None and settings.file is None:
        raise SettingsRefused("No channel is named: add [email], [webhook] or [file] (docs/digest.md).")
    if settings.email is not None:
        _check_email(settings.email)
        _check_file("email.ca_file", settings.email.ca_file)
    if settings.webhook is not None:
        _check_url("webhook.url", settings.webhook.url)
        _check_file("webhook.ca_file", settings.webhook.ca_file)


def _check_email(email: Email) -> None:
    if not is_address(parseaddr(email.sender)[1]) or not email.sender.isprintable():
        raise SettingsRefused('The setting email.from is no address: write "Agent Scorecard <scorecard@example.com>".')
    if wrong := next((each for each in email.company_to if not is_address(each)), None):
        raise SettingsRefused(f"{wrong!r} in email.company_to is no address.")
    if email.security == "none" and email.host not in HERE:
        raise SettingsRefused(f"email.security is none, but {email.host} is another machine: set starttls or tls.")
    if email.port and not 0 < email.port < 65_536:
        raise SettingsRefused("The setting email.port lies between 1 and 65535.")


def _check_url(name: str, url: str) -> None:
    try:
        parts = urlsplit(url)
    except ValueError:
        parts = urlsplit("")
    if parts.scheme not in ("http", "https") or not parts.hostname or not url.isprintable() or " " in url:
        raise SettingsRefused(f"The setting {name} is no address: write one such as https://scorecard.example.com.")
    if parts.username or parts.password:
        raise SettingsRefused(f"The setting {name} holds a name or a password: leave them out.")
    if name == "webhook.url" and parts.scheme == "http" and parts.hostname not in HERE:
        raise SettingsRefused(f"The setting {name} is not encrypted: write https, or an address of this machine.")


def _check_file(name: str, path: str) -> None:
    if path and not Path(path).is_file():
        raise SettingsRefused(f"There is no file {path}, named under {name}.")


def _secret(given: str | None, file: str, setting: str, variable: str) -> Secret:
    if given:
        return Secret(given)
    if not file:
        raise SettingsRefused(f"A secret is missing: set {variable}, or name a file of mode 0600 under {setting}.")
    path = Path(file)
    try:
        if stat.S_IMODE(path.stat().st_mode) & 0o077:
            raise SettingsRefused(f"{path} can be read by others: run chmod 600 {path}.")
        found = path.read_text("utf-8").strip()
    except (OSError, UnicodeDecodeError) as refused:
        raise SettingsRefused(f"{path}, named under {setting}, cannot be read.") from refused
    if not found:
        raise SettingsRefused(f"{path}, named under {setting}, is empty.")
    return Secret(found)
