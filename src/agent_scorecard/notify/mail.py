"""Sends letters over one connection to a mail server, and says what its answers mean."""

from __future__ import annotations

import smtplib
import ssl
from datetime import datetime

from agent_scorecard.notify.message import Message, letter
from agent_scorecard.notify.settings import Email, Secret
from agent_scorecard.notify.trouble import ChannelDown, NoAnswer, NotSent, ReaderRefused, TryLater
from agent_scorecard.notify.words import one_line

SECONDS = 20
PORTS = {"starttls": 587, "tls": 465, "none": 25}
SAID = 200


class Mailbox:
    """A channel that opens its connection with the first letter and keeps it for the next ones."""

    def __init__(self, settings: Email, password: Secret | None, seconds: float = SECONDS) -> None:
        self._settings, self._password, self._seconds = settings, password, seconds
        self._server: smtplib.SMTP | None = None

    def send(self, sent: Message, at: datetime) -> None:
        """Hand one letter over. Raises TryLater, ReaderRefused or ChannelDown."""
        made = letter(sent, self._settings, at)
        try:
            self._connected().send_message(made)
        except NotSent:
            self.close()
            raise
        except (OSError, smtplib.SMTPException) as refused:
            self.close()
            raise _meant(refused, sent.reader.address, self._where) from refused

    def close(self) -> None:
        """End the connection; a server that is gone already is no trouble."""
        server, self._server = self._server, None
        if server is not None:
            try:
                server.quit()
            except (OSError, smtplib.SMTPException):
                server.close()

    @property
    def _where(self) -> str:
        port = self._settings.port or PORTS[self._settings.security]
        return f"{self._settings.host}:{port}"

    def _connected(self) -> smtplib.SMTP:
        if self._server is None:
            self._server = self._open()
        return self._server

    def _open(self) -> smtplib.SMTP:
        settings = self._settings
        port = settings.port or PORTS[settings.security]
        server = (
            smtplib.SMTP_SSL(settings.host, port, timeout=self._seconds, context=self._trust())
            if settings.security == "tls"
            else smtplib.SMTP(settings.host, port, timeout=self._seconds)
        )
        try:
            self._enter(server)
        except BaseException:
            server.close()
            raise
        return server

    def _enter(self, server: smtplib.SMTP) -> None:
        if self._settings.security == "starttls":
            self._encrypt(server)
        if self._password is not None:
            server.login(self._settings.user, self._password.reveal())

    def _encrypt(self, server: smtplib.SMTP) -> None:
        """Never go on in the clear: a server that offers no STARTTLS gets nothing."""
        try:
            server.starttls(context=self._trust())
        except smtplib.SMTPNotSupportedError as refused:
            raise ChannelDown(
                f"{self._where} offers no STARTTLS: set email.security to tls, or ask who runs it."
            ) from refused
        except smtplib.SMTPResponseException as refused:
            if refused.smtp_code >= 500:
                raise ChannelDown(f"{self._where} refuses STARTTLS: {_text(refused.smtp_error)}") from refused
            raise

    def _trust(self) -> ssl.SSLContext:
        return ssl.create_default_context(cafile=self._settings.ca_file or None)


def _meant(refused: Exception, address: str, where: str) -> NotSent:
    """Say what an answer of the server asks for: to come back later, another address, or another setting."""
    match refused:
        case ssl.SSLCertVerificationError():
            said = f"{where} shows a certificate that is not trusted: name its authority under email.ca_file."
            return ChannelDown(said)
        case smtplib.SMTPAuthenticationError() if refused.smtp_code >= 500:
            return ChannelDown(f"{where} refuses the sign-in: check email.user and its password.")
        case smtplib.SMTPRecipientsRefused():
            code, said_by = refused.recipients[address]
            return _of_reader(code, said_by, address)
        case smtplib.SMTPConnectError() | smtplib.SMTPHeloError() if refused.smtp_code >= 500:
            return ChannelDown(f"{where} takes no mail from here: {_text(refused.smtp_error)}")
        case smtplib.SMTPSenderRefused() if refused.smtp_code >= 500:
            return ChannelDown(f"{where} refuses email.from: {_text(refused.smtp_error)}")
        case smtplib.SMTPNotSupportedError():
            return ChannelDown(f"{where} cannot do what is asked of it: {one_line(str(refused))[:SAID]}")
        case smtplib.SMTPResponseException() if refused.smtp_code >= 500:
            return ReaderRefused(f"{where} refuses the letter to {address}: {_text(refused.smtp_error)}")
        case smtplib.SMTPResponseException():
            return TryLater(f"{where} asks to come back: {_text(refused.smtp_error)}")
    return NoAnswer(f"{where} did not answer: {one_line(str(refused))[:SAID] or type(refused).__name__}.")


def _of_reader(code: int, said_by: bytes, address: str) -> NotSent:
    if code >= 500:
        return ReaderRefused(f"{address} is refused ({_text(said_by)}): put the address right.")
    return TryLater(f"{address} cannot be reached now: {_text(said_by)}")


def _text(said: bytes | str) -> str:
    text = said.decode("utf-8", "replace") if isinstance(said, bytes) else said
    return one_line(text)[:SAID]
