"""The JSON a real HTTP server receives, its signature, and what the answers are taken for."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json

import pytest
from pytest_httpserver import HTTPServer
from werkzeug import Request, Response

from agent_scorecard.notify.settings import Secret, Webhook
from agent_scorecard.notify.trouble import ChannelDown, NoAnswer, NotSent, TryLater
from agent_scorecard.notify.webhook import Receiver
from tests.browser.server import free_port
from tests.notify.build import AT, SECRET, sent


def post(url: str, secret: Secret = SECRET, seconds: float = 5) -> None:
    Receiver(Webhook(url=url), secret, seconds).send(sent(), AT)


def received(server: HTTPServer) -> Request:
    server.expect_request("/hook", method="POST").respond_with_data("", status=204)
    post(server.url_for("/hook"))
    ((request, _),) = server.log
    return request


def test_a_receiver_gets_what_the_command_line_prints_with_an_id_of_its_own(httpserver: HTTPServer) -> None:
    request = received(httpserver)
    told = json.loads(request.data)
    assert request.headers["webhook-id"] == told["id"] == sent().id
    assert request.headers["content-type"] == "application/json; charset=utf-8"
    (line,) = told["lines"]
    assert (told["type"], told["company"], told["news"]) == ("digest", "Juniper Outdoor", 1)
    assert line["link"] == "https://board.example.com/scorecard?agent=triage"


def test_the_signature_covers_id_time_and_body(httpserver: HTTPServer) -> None:
    request = received(httpserver)
    key = base64.b64decode(SECRET.reveal().removeprefix("whsec_"))
    stamp = request.headers["webhook-timestamp"]
    content = f"{request.headers['webhook-id']}.{stamp}.".encode() + request.data
    expected = base64.b64encode(hmac.new(key, content, hashlib.sha256).digest()).decode()
    assert request.headers["webhook-signature"] == f"v1,{expected}"
    assert int(stamp) == int(AT.timestamp())


@pytest.mark.parametrize(
    ("status", "kind"),
    [(500, TryLater), (503, TryLater), (429, TryLater), (408, TryLater), (400, ChannelDown), (401, ChannelDown)],
    ids=str,
)
def test_an_answer_asks_to_come_back_or_to_change_a_setting(httpserver: HTTPServer, status: int, kind: type) -> None:
    httpserver.expect_request("/hook").respond_with_data("secret reasons", status=status)
    with pytest.raises(NotSent) as refused:
        post(httpserver.url_for("/hook"))
    assert type(refused.value) is kind
    assert str(status) in str(refused.value)


def test_a_signed_message_follows_no_redirect(httpserver: HTTPServer) -> None:
    elsewhere = Response(status=307, headers={"Location": httpserver.url_for("/elsewhere")})
    httpserver.expect_request("/hook").respond_with_response(elsewhere)
    httpserver.expect_request("/elsewhere").respond_with_data("taken")
    with pytest.raises(ChannelDown, match=r"it moved: set webhook\.url"):
        post(httpserver.url_for("/hook"))
    assert [request.path for request, _ in httpserver.log] == ["/hook"]


def test_a_receiver_that_is_not_there_is_tried_later() -> None:
    with pytest.raises(NoAnswer, match="did not answer"):
        post(f"http://127.0.0.1:{free_port()}/hook?token=hidden")
