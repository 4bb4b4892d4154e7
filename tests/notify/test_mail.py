"""Letters handed to a real mail server, and what its answers are taken for."""

from __future__ import annotations

import pytest

from agent_scorecard.notify.mail import Mailbox
from agent_scorecard.notify.settings import Email, Secret
from agent_scorecard.notify.trouble import ChannelDown, NoAnswer, NotSent, ReaderRefused, TryLater
from tests.browser.server import free_port
from tests.notify.build import AT, email, reader, sent
from tests.notify.conftest import PASSWORD, USER
from tests.notify.mail_server import MailServer


def hand_over(settings: Email, password: str | None = None) -> None:
    box = Mailbox(settings, Secret(password) if password else None, seconds=5)
    try:
        box.send(sent(), AT)
    finally:
        box.close()


def refusal(settings: Email, password: str | None = None) -> NotSent:
    with pytest.raises(NotSent) as refused:
        hand_over(settings, password)
    return refused.value


def test_a_letter_arrives_with_both_texts_and_what_lists_and_robots_look_for(mail: MailServer) -> None:
    hand_over(email(port=mail.port))
    (letter,) = mail.letters
    assert mail.recipients == ["ana@example.com"]
    assert letter["Subject"] == "Juniper Outdoor: 1 blocking finding"
    assert letter["From"] == "Agent Scorecard <board@example.com>"
    assert letter["List-Id"] == "<digest.board.example.com>"
    assert letter["Auto-Submitted"] == "auto-generated"
    assert letter["Message-ID"].endswith("@example.com>")
    kinds = [part.get_content_type() for part in letter.iter_parts()]
    assert kinds == ["text/plain", "text/html"]
    plain, html = (part.get_content() for part in letter.iter_parts())
    assert "https://board.example.com/scorecard?agent=triage" in plain
    assert 'href="https://board.example.com/scorecard?agent=triage"' in html


def test_one_connection_serves_many_letters_and_a_lost_one_is_opened_again(mail: MailServer) -> None:
    box = Mailbox(email(port=mail.port), None, seconds=5)
    box.send(sent(), AT)
    box.send(sent(to=reader("ben")), AT)
    mail.to_data = ["421 4.3.2 Going down"]
    with pytest.raises(TryLater):
        box.send(sent(), AT)
    box.send(sent(to=reader("cora")), AT)
    box.close()
    assert mail.recipients == ["ana@example.com", "ben@example.com", "cora@example.com"]


def test_with_starttls_the_letter_and_the_password_go_encrypted(mail_starttls: MailServer, certificate: str) -> None:
    settings = email(port=mail_starttls.port, security="starttls", user=USER, ca_file=certificate)
    hand_over(settings, PASSWORD)
    assert (len(mail_starttls.letters), mail_starttls.encrypted) == (1, [True])


def test_with_tls_from_the_first_byte_too(mail_tls: MailServer, certificate: str) -> None:
    hand_over(email(port=mail_tls.port, security="tls", ca_file=certificate))
    assert mail_tls.recipients == ["ana@example.com"]


def test_a_server_without_starttls_gets_nothing_in_the_clear(mail: MailServer) -> None:
    refused = refusal(email(port=mail.port, security="starttls"))
    assert (type(refused), mail.letters) == (ChannelDown, [])
    assert "offers no STARTTLS: set email.security to tls" in str(refused)


def test_a_certificate_nobody_vouches_for_is_refused_and_named(mail_starttls: MailServer) -> None:
    refused = refusal(email(port=mail_starttls.port, security="starttls"))
    assert (type(refused), mail_starttls.letters) == (ChannelDown, [])
    assert "name its authority under email.ca_file" in str(refused)


def test_a_wrong_password_stops_the_channel_and_is_shown_nowhere(mail_starttls: MailServer, certificate: str) -> None:
    settings = email(port=mail_starttls.port, security="starttls", user=USER, ca_file=certificate)
    refused = refusal(settings, "wrong horse")
    assert type(refused) is ChannelDown
    assert "refuses the sign-in" in str(refused)
    assert "wrong horse" not in f"{refused!s} {refused!r} {refused.__cause__!r}"


@pytest.mark.parametrize(
    ("answer", "kind", "said"),
    [
        ("451 4.7.1 Greylisted, come back in five minutes", TryLater, "Greylisted"),
        ("450 Mailbox busy", TryLater, "ana@example.com cannot be reached now"),
        ("550 5.1.1 No such user", ReaderRefused, "No such user): put the address right"),
    ],
    ids=["greylisting", "busy", "unknown"],
)
def test_a_refused_recipient_is_tried_later_or_never(mail: MailServer, answer: str, kind: type, said: str) -> None:
    mail.answers["ana@example.com"] = [answer]
    refused = refusal(email(port=mail.port))
    assert type(refused) is kind
    assert said in str(refused)


@pytest.mark.parametrize(
    ("answer", "kind"),
    [("452 4.3.1 Disk full", TryLater), ("554 5.7.1 Spam", ReaderRefused)],
    ids=["for now", "for good"],
)
def test_a_refused_letter_is_tried_later_or_never(mail: MailServer, answer: str, kind: type) -> None:
    mail.to_data = [answer]
    assert type(refusal(email(port=mail.port))) is kind


def test_a_server_that_is_not_there_is_tried_later_and_spares_the_others() -> None:
    refused = refusal(email(port=free_port()))
    assert type(refused) is NoAnswer
    assert "did not answer" in str(refused)
