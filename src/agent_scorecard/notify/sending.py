"""One run of the digest: to each reader what is new, once, by one run at a time, with a few tries each."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from sqlalchemy import Engine

from agent_scorecard.boards.digest.board import fresh
from agent_scorecard.notify import memory
from agent_scorecard.notify.audience import EMAIL, FILE, WEBHOOK, Post
from agent_scorecard.notify.folder import Shelf
from agent_scorecard.notify.mail import Mailbox
from agent_scorecard.notify.memory import Reader
from agent_scorecard.notify.message import Message, message
from agent_scorecard.notify.settings import Settings, password, signing_key
from agent_scorecard.notify.trouble import ChannelDown, NoAnswer, NotSent, TryLater
from agent_scorecard.notify.webhook import Receiver

WAITS = (2.0, 8.0)
"""Seconds between the tries of one run; what fails still is tried by a later one."""


class Channel(Protocol):
    """A way to a reader; `send` raises NotSent."""

    def send(self, sent: Message, at: datetime) -> None: ...
    def close(self) -> None: ...


@dataclass(frozen=True, slots=True)
class Failure:
    """A reader who was not told, and why; `left` counts those of the channel who were not tried then."""

    reader: Reader
    why: NotSent
    left: int = 0


@dataclass(slots=True)
class Outcome:
    """What a run did; a reader another run was busy with, or whose next try is later, is in neither list."""

    sent: list[Message] = field(default_factory=list)
    failed: list[Failure] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Run:
    """How a run works: by which clock, how it waits, and whether it also tries who was refused before."""

    engine: Engine
    base_url: str
    clock: Callable[[], datetime]
    wait: Callable[[float], object] = time.sleep
    again: bool = False


def channels(settings: Settings) -> Mapping[str, Channel]:
    """Return the channels of the settings, their secrets read. Raises SettingsRefused."""
    found: dict[str, Channel] = {}
    if settings.email is not None:
        found[EMAIL] = Mailbox(settings.email, password(settings.email))
    if settings.webhook is not None:
        found[WEBHOOK] = Receiver(settings.webhook, signing_key(settings.webhook))
    if settings.file is not None:
        found[FILE] = Shelf(settings.file)
    return found


def new_messages(engine: Engine, posts: Sequence[Post], base_url: str) -> Iterator[Message]:
    """Yield what a run would send now, writing nothing."""
    told = memory.all_told(engine)
    for post in posts:
        news = fresh(post.digest, told.get((post.reader.channel, post.reader.reader), {}))
        if news is not None:
            yield message(post.reader, news, base_url)


def send(run: Run, posts: Sequence[Post], ways: Mapping[str, Channel], *, everybody: bool = True) -> Outcome:
    """Tell every reader what is new to them; what cannot be sent is told by a later run.

    `everybody` says that the posts are those of all readers there are: others are forgotten.
    """
    if everybody:
        memory.keep_only(run.engine, list(ways), [post.reader for post in posts])
    told, outcome = memory.all_told(run.engine), Outcome()
    for name, way in ways.items():
        mine = [post for post in posts if post.reader.channel == name]
        due = [post for post in mine if _differs(post, told.get((name, post.reader.reader), {}))]
        try:
            _through(run, way, due, outcome)
        finally:
            way.close()
    return outcome


def _differs(post: Post, told: Mapping[str, str]) -> bool:
    """Say whether there is news for a reader, or something they were told that is over."""
    return fresh(post.digest, told) is not None or bool(told.keys() - {line.item for line in post.digest.lines})


def _through(run: Run, way: Channel, due: Sequence[Post], outcome: Outcome) -> None:
    for place, post in enumerate(due, 1):
        why = _deliver(run, way, post, outcome)
        if why is not None:
            stops = isinstance(why, ChannelDown | NoAnswer)
            outcome.failed.append(Failure(post.reader, why, len(due) - place if stops else 0))
            if stops:
                return


def _deliver(run: Run, way: Channel, post: Post, outcome: Outcome) -> NotSent | None:
    """Tell one reader, whom no other run can take meanwhile."""
    reader, open_items = post.reader, {line.item for line in post.digest.lines}
    told = memory.claim(run.engine, reader, run.clock(), again=run.again)
    if told is None:
        return None
    try:
        news = fresh(post.digest, told)
        if news is None:
            memory.let_go(run.engine, reader, open_items)
            return None
        made = message(reader, news, run.base_url)
        why = _tried(run, way, made)
    except BaseException:
        memory.leave(run.engine, reader)
        raise
    if why is not None:
        memory.note_trouble(run.engine, reader, why, run.clock())
        return why
    memory.note_sent(run.engine, reader, made.id, made.told, open_items, run.clock())
    outcome.sent.append(made)
    return None


def _tried(run: Run, way: Channel, made: Message) -> NotSent | None:
    """Send once, and again after a while where the other side asks for it."""
    for seconds in (*WAITS, None):
        try:
            way.send(made, run.clock())
        except TryLater as why:
            if seconds is None:
                return why
            run.wait(seconds)
        except NotSent as why:
            return why
        else:
            return None
    return None
