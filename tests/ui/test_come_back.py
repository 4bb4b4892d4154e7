"""After signing in a person lands on the page they asked for, and never anywhere but on this board."""

import asyncio

import pytest

from agent_scorecard.ui.come_back import COOKIE, ComeBack, own_path

BOARD = "https://board.juniper.example"


def answer(path, *, headers=(), status=302, location="/"):
    """What the browser is told when Streamlit answers with a redirect."""

    async def streamlit(scope, receive, send):
        told = [(b"location", location.encode())] if location else []
        await send({"type": "http.response.start", "status": status, "headers": told})
        await send({"type": "http.response.body", "body": b""})

    sent = []

    async def send(message):
        sent.append(message)

    asked = [(name.encode(), value.encode("latin-1")) for name, value in headers]
    scope = {"type": "http", "path": path, "headers": asked, "method": "GET", "query_string": b""}
    asyncio.run(ComeBack(streamlit)(scope, None, send))
    return [(name.decode(), value.decode()) for name, value in sent[0]["headers"]]


def kept(referer):
    """The cookie that is set when a person leaves that page to sign in."""
    cookies = [value for name, value in answer("/auth/login", headers=[("referer", referer)]) if name == "set-cookie"]
    return cookies[0] if cookies else None


def landed(cookie):
    return dict(answer("/oauth2callback", headers=[("cookie", cookie)]))["location"]


@pytest.mark.parametrize(
    "page",
    [
        "/scorecard?agent=cs-health&as_of=2026-10-31",
        "/",
        "/decisions?q=Ana+%C3%96z&decision=12",
        "/board/ladder?team=A",
    ],
)
def test_the_page_asked_for_is_the_page_landed_on(page):
    assert landed(kept(BOARD + page).split(";")[0]) == page


def test_the_page_is_kept_for_the_server_alone_and_only_for_a_while():
    assert kept(f"{BOARD}/ladder").split("; ")[1:] == ["Path=/", "Max-Age=900", "HttpOnly", "SameSite=Lax", "Secure"]
    assert "Secure" not in kept("http://127.0.0.1:8501/ladder")


def test_once_there_nothing_is_kept():
    told = answer("/oauth2callback", headers=[("cookie", f"{COOKIE}=%2Fladder")])
    assert ("set-cookie", f"{COOKIE}=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax") in told


@pytest.mark.parametrize(
    "elsewhere",
    [
        "//evil.example/x",
        "/\\evil.example",
        "https://evil.example",
        "javascript:x",
        "x",
        "",
        "/a\r\nset-cookie: b",
        "/" * 9,
    ],
)
def test_a_cookie_somebody_else_planted_leads_nowhere(elsewhere):
    assert own_path(elsewhere) is None
    from_cookie = "".join(f"%{byte:02X}" for byte in elsewhere.encode())
    assert landed(f"{COOKIE}={from_cookie}") == "/"


@pytest.mark.parametrize("referer", ["", "/ladder", f"{BOARD}//evil.example", f"{BOARD}/{'x' * 2000}"])
def test_a_page_that_is_none_is_not_kept(referer):
    assert kept(referer) is None


def test_without_a_cookie_people_land_where_streamlit_takes_them():
    assert landed("other=1") == "/"


def test_other_answers_are_left_alone():
    assert answer("/ladder", headers=[("cookie", f"{COOKIE}=%2Fx")]) == [("location", "/")]
    assert answer("/auth/login", headers=[("referer", f"{BOARD}/ladder")], status=400, location="") == []
