"""What a letter shows of names from files: never a header, never markup, never an address of somebody else."""

from __future__ import annotations

from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from html.parser import HTMLParser
from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent_scorecard.boards.addresses import link
from agent_scorecard.notify.message import letter
from agent_scorecard.notify.settings import is_address
from agent_scorecard.notify.words import SHOWN
from tests.notify.build import AT, card, email, line, reader, sent

INJECTED = "Triage\r\nBcc: eve@example.com\r\n\r\n<b>hello</b>"
MARKUP = "<img src=x onerror=alert(1)>\"'&amp; [x](http://evil.example)"


def arrived(*lines, **changes) -> EmailMessage:
    """The letter as the other side reads it."""
    made = letter(sent(*lines, **changes), email(), AT)
    return message_from_bytes(made.as_bytes(), policy=default)


class Tags(HTMLParser):
    """Every element of a page with its attributes, and the text between."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(page)

    def handle_starttag(self, tag, attrs) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data) -> None:
        self.text += data


def page(made: EmailMessage) -> Tags:
    body = made.get_body(("html",))
    assert body is not None
    return Tags(body.get_content())


def test_a_name_with_line_breaks_adds_no_header() -> None:
    made = arrived(line(name=INJECTED), company=INJECTED, over=INJECTED)
    assert made["Bcc"] is None
    assert str(made["Subject"]).startswith("Triage Bcc: eve@example.com <b>hello</b>: 1 blocking")
    assert made.keys().count("Subject") == 1


def test_markup_in_a_name_is_text() -> None:
    shown = page(arrived(line(name=MARKUP, sentence=MARKUP, way_out=MARKUP), company=MARKUP, over=MARKUP))
    assert "img" not in {tag for tag, _ in shown.tags}
    assert shown.text.count(MARKUP) >= 4


@given(st.text(max_size=80))
def test_whatever_a_name_is_the_letter_is_whole_and_its_links_lead_home(name: str) -> None:
    made = arrived(line(name=name, sentence=name, address=link("scorecard", agent=name)), company=name or "x")
    shown = page(made)
    addresses = [given["href"] for tag, given in shown.tags if tag == "a"]
    assert {urlsplit(address).netloc for address in addresses} == {"board.example.com"}
    assert made.keys().count("To") == 1
    assert {tag for tag, _ in shown.tags} <= {
        *("html", "head", "meta", "title", "style", "body", "table", "tr", "td", "p", "h1", "h2", "a", "div", "span")
    }


def test_an_agents_id_comes_back_from_its_link() -> None:
    strange = "a&b=c/d#é"
    address = next(
        given["href"] or ""
        for tag, given in page(arrived(line(address=link("scorecard", agent=strange)))).tags
        if tag == "a" and "scorecard" in (given["href"] or "")
    )
    assert parse_qs(urlsplit(address).query) == {"agent": [strange]}


def test_nothing_is_loaded_from_anywhere() -> None:
    shown = page(arrived(line(), card()))
    assert not {"img", "link", "script", "iframe"} & {tag for tag, _ in shown.tags}
    assert not any("src" in given for _, given in shown.tags)


def test_a_long_section_says_how_many_more_there_are_and_where() -> None:
    made = arrived(*(line(f"finding:{number}", agent=f"a{number}") for number in range(SHOWN + 5)))
    plain = made.get_body(("plain",))
    assert plain is not None
    assert "5 more: https://board.example.com/this_month" in plain.get_content()
    assert page(made).text.count("Name one accountable owner.") == SHOWN


def test_each_agent_is_named_once_with_how_many_more_there_are() -> None:
    shown = page(arrived(line("finding:1"), line("finding:2"), line("finding:3"), line("finding:4", agent="refunds")))
    assert shown.text.count("Name one accountable owner.") == 2
    assert "And 2 more on its card." in shown.text


def test_new_is_said_only_beside_what_is_not() -> None:
    assert "Support triage new" not in page(arrived(card(), card("refunds"))).text
    assert page(arrived(card(is_new=False), card("refunds"))).text.count("Support triage new") == 1


def test_no_line_is_longer_than_a_mail_server_takes() -> None:
    made = letter(sent(line(name="ä" * 120, sentence="x" * 4000)), email(), AT)
    assert max(map(len, made.as_bytes().splitlines())) <= 998


@pytest.mark.parametrize(
    "text",
    ["ana@example.com\r\nBcc: eve@example.com", "ana@example.com,eve@example.com", "Ana <ana@example.com>", "ana", ""],
    ids=["line break", "two", "with a name", "no place", "nothing"],
)
def test_mail_goes_to_one_plain_address_only(text: str) -> None:
    assert not is_address(text)
    assert is_address("ana.ruiz+board@mail.example.com")


def test_the_id_is_made_of_reader_and_news_alone() -> None:
    ids = [sent(line(), card(is_new=False)).id, sent(line()).id, sent(line(sentence="Other words.")).id]
    assert len(set(ids)) == 1
    others = [sent(line(state="blocks actions 2")).id, sent(line(), to=reader("ben")).id]
    assert len({*ids, *others}) == 3
