"""Every reader is told what is new once, whatever fails, whoever runs at the same time, wherever a run is killed."""

from __future__ import annotations

import signal
import subprocess
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Engine, select

from agent_scorecard.boards.digest.shapes import Line, Section
from agent_scorecard.notify.audience import Post
from agent_scorecard.notify.mail import Mailbox
from agent_scorecard.notify.memory import BUSY_FOR, Reader, claim
from agent_scorecard.notify.sending import WAITS, Outcome, Run, new_messages, send
from agent_scorecard.store import ledger
from agent_scorecard.store.content import content_hash
from agent_scorecard.store.database import open_database
from agent_scorecard.store.scope import TABLES
from tests.notify.build import AT, BASE, card, digest, email, line, reader
from tests.notify.mail_server import MailServer

GREY = "451 4.7.1 Greylisted"
UNKNOWN = "550 5.1.1 No such user"
HOUR = timedelta(hours=1)


class Board:
    """A database, a mail server and a clock that stands where it is put."""

    def __init__(self, engine: Engine, mail: MailServer) -> None:
        self.engine, self.mail, self.now = engine, mail, AT
        self.waited: list[float] = []

    def tell(self, *lines: Line, to: Sequence[Reader] = (reader(),), everybody: bool = True, **how: Any) -> Outcome:
        posts = [Post(each, digest(*lines)) for each in to]
        run = Run(self.engine, BASE, lambda: self.now, self.waited.append, **how)
        return send(run, posts, {"email": Mailbox(email(port=self.mail.port), None, seconds=5)}, everybody=everybody)

    def subjects(self) -> list[str]:
        return [str(letter["Subject"]).removeprefix("Juniper Outdoor: ") for letter in self.mail.letters]

    def row(self) -> Any:
        readers = TABLES["digest_readers"]
        with self.engine.connect() as connection:
            return connection.execute(select(readers).where(readers.c.reader == reader().reader)).one()


@pytest.fixture
def board(engine: Engine, mail: MailServer) -> Board:
    return Board(engine, mail)


@pytest.mark.both
def test_the_same_day_twice_is_one_letter(board: Board) -> None:
    board.tell()
    assert (board.tell().sent, len(board.mail.letters)) == ([], 1)


def test_only_what_is_new_goes_out_with_the_due_list_as_it_stands(board: Board) -> None:
    board.tell(card(), line())
    board.tell(card(), line(), line("finding:triage:no_kill_switch"))
    assert board.subjects() == ["1 card due and 1 blocking finding"] * 2
    last = board.mail.letters[-1].get_body(("plain",))
    assert last is not None
    assert "Card due 31 Oct" in last.get_content()


def test_what_stands_otherwise_is_told_again(board: Board) -> None:
    board.tell(card())
    board.tell(card(state="overdue 31 Oct 2026-11", late=True))
    assert board.subjects() == ["1 card due", "1 card overdue"]


@pytest.mark.both
def test_what_went_away_and_came_back_is_told_again(board: Board) -> None:
    board.tell(line())
    board.tell(card())
    board.tell(card(), line())
    assert board.subjects() == ["1 blocking finding", "1 card due", "1 card due and 1 blocking finding"]


def test_what_went_away_without_any_news_is_forgotten_in_silence(board: Board) -> None:
    board.tell(line(), line("finding:triage:no_owner_2"))
    assert board.tell(line()).sent == []
    assert len(board.tell(line(), line("finding:triage:no_owner_2")).sent) == 1


def test_a_greylisted_letter_is_tried_again_in_the_same_run(board: Board) -> None:
    board.mail.answers["ana@example.com"] = [GREY, GREY]
    assert len(board.tell().sent) == 1
    assert (board.waited, len(board.mail.letters)) == (list(WAITS), 1)


def test_one_that_is_put_off_longer_waits_for_a_later_run_and_spares_nobody_else(board: Board) -> None:
    board.mail.answers["ana@example.com"] = [GREY] * 3
    outcome = board.tell(to=(reader(), reader("ben")))
    assert [each.reader.reader for each in outcome.failed] == ["person:ana"]
    assert board.mail.recipients == ["ben@example.com"]
    assert "Greylisted" in board.row().trouble
    assert board.tell().sent == board.tell().failed == []
    board.now += HOUR
    assert len(board.tell().sent) == 1
    assert (board.row().trouble, board.row().tries) == (None, 0)


def test_each_run_that_fails_waits_longer_but_never_more_than_half_a_day(board: Board) -> None:
    waits = []
    for _ in range(9):
        board.mail.answers["ana@example.com"] = [GREY] * 3
        board.tell()
        waits.append(board.row().retry_at - board.now)
        board.now = board.row().retry_at
    minutes = [wait.total_seconds() / 60 for wait in waits]
    assert minutes == [10, 20, 40, 80, 160, 320, 640, 720, 720]


@pytest.mark.both
def test_an_address_refused_for_good_is_reported_once_and_not_tried_for_ever(board: Board) -> None:
    board.mail.answers["ana@example.com"] = [UNKNOWN]
    outcome = board.tell()
    assert "put the address right" in str(outcome.failed[0].why)
    assert (board.waited, board.row().refused) == ([], True)
    board.now += timedelta(days=30)
    assert board.tell().failed == board.tell().sent == []
    assert len(board.tell(again=True).sent) == 1


def test_a_corrected_address_is_tried_at_once(board: Board) -> None:
    board.mail.answers["ana@example.com"] = [UNKNOWN]
    board.tell()
    board.tell(to=[reader(address="ana.ruiz@example.com")])
    assert board.mail.recipients == ["ana.ruiz@example.com"]


def test_a_channel_that_is_down_is_left_after_the_first_reader(engine: Engine, mail: MailServer) -> None:
    run = Run(engine, BASE, lambda: AT, lambda _: None)
    posts = [Post(reader(name), digest()) for name in ("ana", "ben", "cora")]
    box = Mailbox(email(port=mail.port, security="starttls"), None, seconds=5)
    outcome = send(run, posts, {"email": box})
    assert [(each.reader.reader, each.left) for each in outcome.failed] == [("person:ana", 2)]
    later = replace(run, clock=lambda: AT + HOUR)
    assert len(send(later, posts, {"email": Mailbox(email(port=mail.port), None)}).sent) == 3


def test_a_run_that_was_killed_while_sending_repeats_one_letter_under_the_same_id(board: Board) -> None:
    claim(board.engine, reader(), AT)
    board.now += timedelta(minutes=1)
    assert board.tell().sent == []
    board.now = AT + BUSY_FOR
    repeated = board.tell().sent[0].id
    assert next(new_messages(board.engine, [Post(reader("other"), digest())], BASE)).id != repeated
    board_of_another = Board(open_database("sqlite://", create_missing=True), board.mail)
    assert board_of_another.tell().sent[0].id == repeated


def test_an_interrupted_run_leaves_the_reader_to_the_next_one(board: Board) -> None:
    class Interrupted:
        def send(self, sent: object, at: datetime) -> None:
            raise KeyboardInterrupt

        def close(self) -> None:
            pass

    run = Run(board.engine, BASE, lambda: AT)
    with pytest.raises(KeyboardInterrupt):
        send(run, [Post(reader(), digest())], {"email": Interrupted()})
    assert len(board.tell().sent) == 1


@pytest.mark.both
def test_two_runs_at_once_send_once(board: Board, created: str) -> None:
    people = [reader(f"p{number}") for number in range(12)]
    outcomes: list[Outcome] = []
    engines = [open_database(created) for _ in range(3)]
    runs = [
        threading.Thread(target=lambda each=each: outcomes.append(Board(each, board.mail).tell(to=people)))
        for each in engines
    ]
    for run in runs:
        run.start()
    for run in runs:
        run.join()
    assert sorted(board.mail.recipients) == sorted(person.address for person in people)
    assert sum(len(each.sent) for each in outcomes) == len(people)
    for each in engines:
        each.dispose()


def test_whoever_is_no_longer_a_reader_is_forgotten_with_their_trouble(board: Board) -> None:
    board.mail.answers["ana@example.com"] = [UNKNOWN]
    board.tell(to=(reader(), reader("ben")))
    board.tell(to=(reader("ben"),), everybody=False)
    assert board.row().refused
    board.tell(to=(reader("ben"),))
    board.tell()
    assert board.mail.recipients == ["ben@example.com", "ana@example.com"]


def test_sending_is_an_event_with_nobodys_address_and_no_content_of_the_company(board: Board) -> None:
    before = content_hash(board.engine)
    board.mail.answers["ben@example.com"] = [UNKNOWN]
    board.tell(to=(reader(), reader("ben")))
    with board.engine.connect() as connection:
        told = [(row.what, row.body) for row in ledger.entries(connection, ledger.Chain.EVENTS)][-2:]
    assert [what for what, _ in told] == ["digest sent", "digest not sent"]
    assert "person:ben" in told[1][1]
    assert "@" not in "".join(body for _, body in told)
    assert content_hash(board.engine) == before
    assert ledger.verify(board.engine, chain=ledger.Chain.EVENTS).whole


def test_looking_at_what_would_be_sent_changes_nothing(board: Board) -> None:
    posts = [Post(reader(), digest())]
    made = [list(new_messages(board.engine, posts, BASE)) for _ in range(2)]
    assert [len(each) for each in made] == [1, 1]
    assert len(board.tell().sent) == 1
    assert list(new_messages(board.engine, posts, BASE)) == []


SENDING = """
import sys
from datetime import datetime
from agent_scorecard.notify.audience import Post
from agent_scorecard.notify.mail import Mailbox
from agent_scorecard.notify.sending import Run, send
from agent_scorecard.store.database import open_database
from tests.notify.build import BASE, digest, email, reader

url, port, at, people = sys.argv[1], int(sys.argv[2]), datetime.fromisoformat(sys.argv[3]), int(sys.argv[4])

class Loud(Mailbox):
    def send(self, sent, at):
        super().send(sent, at)
        print(sent.reader.reader, flush=True)
        sys.stdin.readline()

posts = [Post(reader(f"p{number:02}"), digest()) for number in range(people)]
send(Run(open_database(url), BASE, lambda: at), posts, {"email": Loud(email(port=port), None)})
"""


@contextmanager
def sending(url: str, port: int, at: datetime, people: int) -> Iterator[subprocess.Popen[str]]:
    command = [sys.executable, "-c", SENDING, url, str(port), at.isoformat(), str(people)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as running:
        yield running
        running.kill()


@pytest.mark.slow
def test_killed_after_each_letter_nothing_is_lost_and_only_the_one_in_flight_is_repeated(board: Board) -> None:
    """Each run is killed when its second letter has left and was not noted yet."""
    people, url = 5, str(board.engine.url)
    for kill in range(3):
        with sending(url, board.mail.port, AT + kill * BUSY_FOR, people) as running:
            assert running.stdout is not None
            assert running.stdin is not None
            running.stdout.readline()
            running.stdin.write("\n")
            running.stdin.flush()
            running.stdout.readline()
            running.send_signal(signal.SIGKILL)
    board.now = AT + 3 * BUSY_FOR
    everybody = [reader(f"p{number:02}") for number in range(people)]
    board.tell(to=everybody)
    assert set(board.mail.recipients) == {person.address for person in everybody}
    assert len(board.mail.recipients) == people + 3
    ids = {(letter["To"], letter["Message-ID"]) for letter in board.mail.letters}
    assert len(ids) == people


def test_a_finding_counts_as_told_in_its_own_section(board: Board) -> None:
    late = line("follow_up:3-1", section=Section.FOLLOW_UPS, state="overdue since 2026-10-23 2026-10")
    board.tell(line(), late)
    board.tell(line(), replace(late, state="overdue since 2026-10-23 2026-11"))
    assert board.subjects() == ["1 blocking finding and 1 promise late", "1 promise late"]
