"""Sign-in is on when a usable file says so, and a board that cannot have it does not start without it."""

import os
import re
import subprocess
import sys

import pytest

from agent_scorecard import where
from agent_scorecard.ui import serve, sign_in_file
from agent_scorecard.ui.sign_in_file import SignInRefused

AUTH = {
    "redirect_uri": "https://board.juniper.example/oauth2callback",
    "cookie_secret": "0123456789abcdef0123456789abcdef",
    "client_id": "board",
    "client_secret": "s",
    "server_metadata_url": "https://id.juniper.example/.well-known/openid-configuration",
}


def written(path, auth=AUTH, section="auth", mode=0o600):
    path.parent.mkdir(exist_ok=True)
    path.write_text("\n".join([f"[{section}]", *(f'{name} = "{value}"' for name, value in auth.items())]))
    path.chmod(mode)
    return path


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv(where.SIGN_IN_VARIABLE, raising=False)
    return tmp_path


def named(monkeypatch, path):
    monkeypatch.setenv(where.SIGN_IN_VARIABLE, str(path))


def test_without_a_file_the_board_is_in_local_mode_and_reads_no_secrets_of_other_apps(folder):
    assert sign_in_file.found() is None
    assert serve.settings()["secrets.files"] == []


def test_the_file_named_wins_over_the_one_in_the_folder(folder, monkeypatch):
    beside = written(folder / ".streamlit" / "secrets.toml")
    assert sign_in_file.found() == beside
    elsewhere = written(folder / "auth.toml")
    named(monkeypatch, elsewhere)
    assert sign_in_file.found() == elsewhere


def test_secrets_of_something_else_in_the_folder_ask_nobody_to_sign_in(folder):
    written(folder / ".streamlit" / "secrets.toml", section="weather")
    assert sign_in_file.found() is None


def test_the_board_answers_to_the_name_people_come_back_to(folder, monkeypatch):
    path = written(folder / "auth.toml")
    named(monkeypatch, path)
    settings = serve.settings()
    assert settings["secrets.files"] == [str(path)]
    assert settings["server.allowedHosts"] == ["localhost", "127.0.0.1", "board.juniper.example"]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"client_id": ""}, "Missing: client_id."),
        ({"cookie_secret": " ", "client_secret": ""}, "Missing: cookie_secret, client_secret."),
        ({"redirect_uri": "http://board.juniper.example/oauth2callback"}, "redirect_uri is to be a whole address"),
        ({"redirect_uri": "/oauth2callback"}, "redirect_uri is to be a whole address"),
        ({"redirect_uri": "https://[x/oauth2callback"}, "redirect_uri is to be a whole address"),
        ({"redirect_uri": "https://board.juniper.example/"}, "redirect_uri is to end with /oauth2callback."),
        ({"server_metadata_url": "http://id.juniper.example/x"}, "server_metadata_url is to be a whole address"),
        ({"cookie_secret": "short"}, "cookie_secret is to have 32 characters or more"),
    ],
)
def test_a_file_that_would_not_protect_is_refused_with_what_is_wrong(folder, monkeypatch, change, said):
    named(monkeypatch, written(folder / "auth.toml", AUTH | change))
    with pytest.raises(SignInRefused, match=re.escape(said)):
        serve.settings()


def test_on_this_machine_plain_http_is_private_enough():
    near = {
        "redirect_uri": "http://localhost:{port}/oauth2callback",
        "server_metadata_url": "http://127.0.0.1:9400/.well-known/openid-configuration",
    }
    assert sign_in_file.checked(AUTH | near).hostname == "localhost"


def test_a_file_that_is_named_and_not_there_stops_the_start(folder, monkeypatch):
    named(monkeypatch, folder / "none.toml")
    with pytest.raises(SignInRefused, match=r"none\.toml cannot be read"):
        serve.settings()


def test_a_file_that_is_no_toml_stops_the_start_without_telling_a_secret(folder, monkeypatch):
    path = written(folder / "auth.toml")
    path.write_text("[auth\ncookie_secret = 'the very secret'")
    named(monkeypatch, path)
    with pytest.raises(SignInRefused, match="cannot be read") as refused:
        serve.settings()
    assert "very secret" not in str(refused.value)


def test_a_file_without_the_section_is_refused_where_it_was_named(folder, monkeypatch):
    named(monkeypatch, written(folder / "auth.toml", section="other"))
    with pytest.raises(SignInRefused, match=r"There is no \[auth\]"):
        serve.settings()


@pytest.mark.skipif(os.name != "posix", reason="rights of files as POSIX knows them")
def test_a_file_everybody_may_read_is_refused_with_the_way_out(folder, monkeypatch):
    named(monkeypatch, written(folder / "auth.toml", mode=0o644))
    with pytest.raises(SignInRefused, match="chmod 600"):
        serve.settings()


def test_without_sign_in_no_other_address_is_answered_whatever_is_named(folder):
    with pytest.raises(serve.NotLocal, match=re.escape("Refused to answer on 0.0.0.0")):
        serve.serve(port=None, database_url=None, open_browser=False, address="0.0.0.0")


SETTLED = """
from pathlib import Path
from streamlit import config
from agent_scorecard.ui import serve, signed_in
path = Path({path!r})
config.set_option("secrets.files", [str(path)])
serve.require_safe("0.0.0.0")
path.unlink()
print("company mode" if signed_in.is_company_mode() else "local mode")
"""


def test_the_mode_is_settled_at_the_start_and_a_file_that_vanishes_opens_nothing(folder):
    said = in_a_process_of_its_own(SETTLED.format(path=str(written(folder / "auth.toml"))))
    assert said.splitlines()[-1] == "company mode"


def test_streamlit_itself_may_not_open_the_app_with_a_file_that_protects_nobody(folder):
    path = written(folder / "auth.toml", AUTH | {"cookie_secret": "short"})
    said = in_a_process_of_its_own(SETTLED.format(path=str(path)))
    assert "SignInRefused: The [auth] of the sign-in file cannot be used. cookie_secret" in said


def in_a_process_of_its_own(code):
    """What a start of the app says, which settles the mode once for its whole process."""
    paths = {"PYTHONPATH": str(where.PACKAGE.parent)}
    done = subprocess.run(
        [sys.executable, "-c", code], env=os.environ | paths, capture_output=True, text=True, check=False, timeout=60
    )
    return done.stdout + done.stderr
