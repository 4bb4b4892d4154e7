"""What docs/digest.md tells people to write is what works."""

from __future__ import annotations

import re
import tomllib
from datetime import UTC, datetime, timedelta
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import msgspec
import pytest
from pytest_httpserver import HTTPServer

from agent_scorecard import where
from agent_scorecard.notify.settings import FROM_ENVIRONMENT, Secret, Settings, Webhook
from agent_scorecard.notify.webhook import Receiver
from tests.notify.build import sent

PAGE = (where.ROOT / "docs" / "digest.md").read_text(encoding="utf-8")
PLAIN = Secret("a secret of more than 24 characters")
ENCODED = Secret("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")
NOW = datetime(2026, 10, 30, 7, tzinfo=UTC)


def block(language: str) -> str:
    found = re.search(rf"^```{language}\n(.*?)^```", PAGE, flags=re.MULTILINE | re.DOTALL)
    assert found is not None
    return found[1]


@pytest.fixture
def verified(tmp_path: Path) -> Any:
    """The recipe as it is printed, at seven in the morning."""
    path = tmp_path / "recipe.py"
    path.write_text(block("python"), encoding="utf-8")
    spec = spec_from_file_location("recipe", path)
    assert spec is not None
    assert spec.loader is not None
    recipe: Any = module_from_spec(spec)
    spec.loader.exec_module(recipe)
    recipe.time = SimpleNamespace(time=NOW.timestamp)
    return recipe.verified


@pytest.mark.parametrize("secret", [PLAIN, ENCODED], ids=["plain", "whsec"])
def test_the_recipe_takes_what_was_sent_and_nothing_else(httpserver: HTTPServer, verified: Any, secret: Secret) -> None:
    httpserver.expect_request("/hook").respond_with_data("")
    Receiver(Webhook(url=httpserver.url_for("/hook")), secret).send(sent(), NOW)
    ((request, _),) = httpserver.log
    word = secret.reveal()
    assert verified(request.headers, request.data, word)
    assert not verified(request.headers, request.data + b" ", word)
    assert not verified(request.headers, request.data, "another secret of that length")
    other = {**request.headers, "webhook-id": "another"}
    assert not verified({name.casefold(): value for name, value in other.items()}, request.data, word)


def test_the_recipe_refuses_what_is_old(httpserver: HTTPServer, verified: Any) -> None:
    httpserver.expect_request("/hook").respond_with_data("")
    Receiver(Webhook(url=httpserver.url_for("/hook")), PLAIN).send(sent(), NOW - timedelta(minutes=6))
    ((request, _),) = httpserver.log
    assert not verified(request.headers, request.data, PLAIN.reveal())


def test_the_settings_shown_are_the_settings_there_are() -> None:
    told = tomllib.loads(block("toml"))
    msgspec.convert(told, Settings)
    for channel in msgspec.structs.fields(Settings)[1:]:
        struct = next(each for each in channel.type.__args__ if each is not type(None))
        assert {each.encode_name for each in msgspec.structs.fields(struct)} == set(told[channel.name])


def test_every_variable_is_named() -> None:
    ends = {name.removeprefix("AGENT_SCORECARD_SMTP_") for name in FROM_ENVIRONMENT}
    assert [name for name in ends if name not in PAGE and f"`_{name}`" not in PAGE] == []
