"""Settings are checked when a run begins, each fault in one sentence; a secret is read and shown nowhere."""

from __future__ import annotations

from pathlib import Path

import pytest

from agent_scorecard.notify.settings import (
    Email,
    Secret,
    SettingsRefused,
    Webhook,
    password,
    read_settings,
    signing_key,
)

WHOLE = """
base_url = "https://board.example.com"

[email]
from = "Agent Scorecard <board@example.com>"
host = "mail.example.com"
company_to = ["ops@example.com"]

[webhook]
url = "https://hooks.example.com/agents"
to = ["company", "people"]

[file]
folder = "digests"
"""


@pytest.fixture
def settings(tmp_path: Path):
    def read(text: str = WHOLE, **environment: str):
        path = tmp_path / "digest.toml"
        path.write_text(text, encoding="utf-8")
        return read_settings(path, environment)

    return read


def test_a_file_says_where_digests_go(settings) -> None:
    told = settings()
    assert told.email == Email(
        sender="Agent Scorecard <board@example.com>", host="mail.example.com", company_to=("ops@example.com",)
    )
    assert told.webhook == Webhook(url="https://hooks.example.com/agents", to=("company", "people"))
    assert (told.file.folder, told.file.to) == ("digests", ("company",))


def test_the_environment_wins_over_the_file_and_is_enough_by_itself(settings) -> None:
    assert settings(AGENT_SCORECARD_SMTP_HOST="other.example.com", AGENT_SCORECARD_SMTP_PORT="2525").email.port == 2525
    told = read_settings(
        None, {"AGENT_SCORECARD_BASE_URL": "http://127.0.0.1:8501", "AGENT_SCORECARD_DIGEST_FOLDER": "x"}
    )
    assert (told.base_url, told.file.folder, told.email) == ("http://127.0.0.1:8501", "x", None)


@pytest.mark.parametrize(
    ("was", "becomes", "sentence"),
    [
        ("folder =", "older =", "There is no setting file.older"),
        ('base_url = "https://board.example.com"', "", "The setting base_url is missing"),
        ('from = "Agent Scorecard <board@example.com>"', "", "The setting email.from is missing"),
        ("https://board.example.com", "board.example.com", "The setting base_url is no address"),
        ("https://board", "https://user:word@board", "holds a name or a password"),
        ("<board@example.com>", "<board>", "The setting email.from is no address"),
        ("Agent Scorecard <", "Board\\r\\nBcc: eve@example.com <", "The setting email.from is no address"),
        ("ops@example.com", "ops", "'ops' in email.company_to is no address."),
        ('host = "mail.example.com"', 'host = "m.example.com"\nsecurity = "none"', "m.example.com is another machine"),
        ('host = "mail.example.com"', 'security = "ssl"', "The setting email.security cannot be used"),
        ('host = "mail.example.com"', "port = 70000", "email.port lies between 1 and 65535"),
        ('host = "mail.example.com"', 'ca_file = "nowhere.pem"', "There is no file nowhere.pem"),
        ("https://hooks", "http://hooks", "webhook.url is not encrypted"),
        ('"company", "people"', '"everybody"', "The setting webhook.to[0] cannot be used"),
        ("[file]", "[file", "cannot be read as TOML"),
    ],
)
def test_a_setting_that_cannot_be_used_is_named(settings, was: str, becomes: str, sentence: str) -> None:
    assert was in WHOLE
    with pytest.raises(SettingsRefused) as refused:
        settings(WHOLE.replace(was, becomes))
    assert sentence in str(refused.value)


def test_without_a_channel_or_a_file_it_says_what_to_write(settings) -> None:
    with pytest.raises(SettingsRefused, match=r"add \[email\], \[webhook\] or \[file\]"):
        settings('base_url = "https://board.example.com"')
    with pytest.raises(SettingsRefused, match="name a file with --settings or AGENT_SCORECARD_DIGEST"):
        read_settings(None, {})


def test_a_secret_in_the_settings_file_is_refused(settings) -> None:
    with pytest.raises(SettingsRefused, match=r"There is no setting email\.password: docs/digest.md") as refused:
        settings(WHOLE.replace("[email]", '[email]\npassword = "correct horse"'))
    assert "correct horse" not in str(refused.value)


def test_a_password_comes_from_a_closed_file_or_the_environment(tmp_path: Path) -> None:
    path = tmp_path / "password"
    path.write_text("correct horse\n", encoding="utf-8")
    path.chmod(0o600)
    kept = Email(sender="a@example.com", user="board", password_file=str(path))
    found = password(kept, {})
    assert found is not None
    assert found.reveal() == "correct horse"
    other = password(kept, {"AGENT_SCORECARD_SMTP_PASSWORD": "battery"})
    assert other is not None
    assert other.reveal() == "battery"
    assert password(Email(sender="a@example.com"), {}) is None


def test_a_secret_others_can_read_is_refused_with_the_way_out(tmp_path: Path) -> None:
    path = tmp_path / "secret"
    path.write_text("x" * 30, encoding="utf-8")
    path.chmod(0o644)
    with pytest.raises(SettingsRefused, match="can be read by others: run chmod 600"):
        signing_key(Webhook(url="https://hooks.example.com", secret_file=str(path)), {})


@pytest.mark.parametrize(
    ("secret", "sentence"),
    [(None, "A secret is missing: set AGENT_SCORECARD_WEBHOOK_SECRET"), ("short", "shorter than 24 characters")],
    ids=["none", "short"],
)
def test_a_webhook_is_never_sent_unsigned(secret: str | None, sentence: str) -> None:
    environment = {"AGENT_SCORECARD_WEBHOOK_SECRET": secret} if secret else {}
    with pytest.raises(SettingsRefused, match=sentence):
        signing_key(Webhook(url="https://hooks.example.com"), environment)


def test_a_secret_shows_itself_nowhere() -> None:
    assert "horse" not in f"{Secret('correct horse')} {Secret('correct horse')!r}"
