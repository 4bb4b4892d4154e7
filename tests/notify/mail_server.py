"""A real mail server of this machine: it keeps what it takes, and refuses as it is told to."""

from __future__ import annotations

import ssl
from collections import defaultdict
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult

from tests.browser.server import free_port

TAKEN = "250 OK"


class MailServer:
    """`letters` is what was taken; `answers` is what it says next to a recipient, `to_data` to a letter."""

    def __init__(self, **how: Any) -> None:
        self.port = free_port()
        self._controller = Controller(self, hostname="127.0.0.1", port=self.port, **how)
        self.forget()

    def forget(self) -> None:
        self.letters: list[EmailMessage] = []
        self.recipients: list[str] = []
        self.encrypted: list[bool] = []
        self.answers: dict[str, list[str]] = defaultdict(list)
        self.to_data: list[str] = []

    def __enter__(self) -> MailServer:
        self._controller.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._controller.stop()

    async def handle_RCPT(  # noqa: N802
        self, server: Any, session: Any, envelope: Any, address: str, options: Any
    ) -> str:
        answer = self.answers[address].pop(0) if self.answers[address] else TAKEN
        if answer == TAKEN:
            envelope.rcpt_tos.append(address)
        return answer

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        if self.to_data:
            return self.to_data.pop(0)
        self.letters.append(message_from_bytes(envelope.content, policy=default))
        self.recipients += envelope.rcpt_tos
        self.encrypted.append(session.ssl is not None)
        return TAKEN


def knows(user: str, password: str) -> Any:
    """Let one user in by this password."""

    def check(server: Any, session: Any, envelope: Any, mechanism: str, told: Any) -> AuthResult:
        return AuthResult(success=(told.login, told.password) == (user.encode(), password.encode()), handled=False)

    return check


def identity(pem: str) -> ssl.SSLContext:
    """What a server shows as itself."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(pem)
    return context
