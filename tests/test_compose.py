"""The containers of the guide are held to what the app itself says: commands, port, health, names, and who may what."""

from __future__ import annotations

import re
import tomllib
from typing import Any

import pytest
import yaml
from sqlalchemy import make_url
from typer.main import get_command

from agent_scorecard import where
from agent_scorecard.cli.app import app
from agent_scorecard.store.dialects import parsed

ROOT = where.ROOT
COMPOSE = yaml.safe_load((ROOT / "compose.yaml").read_text(encoding="utf-8"))
SERVICES = COMPOSE["services"]
APPS = ("app-1", "app-2")
OURS = (*APPS, "upgrade")
PROXY = (ROOT / "deploy" / "Caddyfile").read_text(encoding="utf-8")
ROLES = (ROOT / "deploy" / "roles.sql").read_text(encoding="utf-8")
PORT = tomllib.loads(where.CONFIG.read_text(encoding="utf-8"))["server"]["port"]
KNOWN = {where.DATABASE_VARIABLE, where.SIGN_IN_VARIABLE, where.OPEN_VIEWING_VARIABLE, "PGPASSFILE"}


def asked(name: str) -> dict[str, Any]:
    """What the command of a service asks, as the command line itself reads it."""
    command, *words = SERVICES[name]["command"]
    group: Any = get_command(app)
    return dict(group.commands[command].make_context(command, list(words), resilient_parsing=False).params)


def user_of(name: str) -> str | None:
    return parsed(SERVICES[name]["environment"][where.DATABASE_VARIABLE]).username


def test_both_apps_are_the_same_and_answer_where_they_are_looked_for() -> None:
    assert SERVICES["app-1"] == SERVICES["app-2"]
    told = asked("app-1")
    assert (told["port"], told["address"], told["no_open"]) == (PORT, "0.0.0.0", True)
    assert f"reverse_proxy {' '.join(f'{name}:{PORT}' for name in APPS)} {{" in PROXY
    assert f"EXPOSE {PORT}\n" in (ROOT / "Dockerfile").read_text(encoding="utf-8")


def test_health_is_asked_of_the_route_the_app_has_by_a_name_it_answers_to() -> None:
    (path,) = re.findall(r"health_uri (\S+)", PROXY)
    assert f'Route("{path}", healthz)' in where.APP.read_text(encoding="utf-8")
    assert f"http://127.0.0.1:{PORT}{path}'" in SERVICES["app-1"]["healthcheck"]["test"][-1]
    (host,) = re.findall(r"Host (\S+)", PROXY)
    assert host in tomllib.loads(where.CONFIG.read_text(encoding="utf-8"))["server"]["allowedHosts"]


def test_a_browser_stays_with_the_app_that_holds_its_session() -> None:
    assert "lb_policy cookie" in PROXY


@pytest.mark.parametrize("name", OURS)
def test_every_variable_is_one_that_is_read(name: str) -> None:
    assert set(SERVICES[name]["environment"]) <= KNOWN


def test_the_app_is_not_the_owner_and_gets_its_rights_first() -> None:
    assert {user_of(name) for name in APPS} == {asked("upgrade")["app_role"]}
    assert user_of("upgrade") == SERVICES["db"]["environment"]["POSTGRES_USER"] != user_of("app-1")
    assert f"CREATE ROLE {user_of('app-1')} LOGIN" in ROLES
    assert SERVICES["app-1"]["depends_on"] == {"upgrade": {"condition": "service_completed_successfully"}}
    assert not [secret for secret in SERVICES["app-1"]["secrets"] if secret.startswith("owner")]


def test_every_secret_is_a_file_that_is_named_and_never_in_an_address() -> None:
    for service in SERVICES.values():
        assert set(service.get("secrets", ())) <= set(COMPOSE["secrets"])
        for name, value in service.get("environment", {}).items():
            assert "PASS" not in name or value.removeprefix("/run/secrets/") in service["secrets"]
            assert "://" not in value or make_url(value).password is None
    assert all(set(secret) == {"file"} for secret in COMPOSE["secrets"].values())
    ignored = (ROOT / ".gitignore").read_text(encoding="utf-8").splitlines()
    assert {secret["file"].split("/")[1] + "/" for secret in COMPOSE["secrets"].values()} <= set(ignored)
