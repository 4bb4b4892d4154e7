"""How sending can fail, by what is to be done about it; each is one sentence for people, without any secret."""

from __future__ import annotations


class NotSent(Exception):
    """A digest did not reach its reader."""


class TryLater(NotSent):
    """The other side asked to come back, or did not answer: sent again after a while."""


class ReaderRefused(NotSent):
    """This reader is refused for good: of no use to try again before the address was put right."""


class ChannelDown(NotSent):
    """Nothing can be sent this way before somebody changes a setting: the rest of the channel is left for now."""


class NoAnswer(TryLater):
    """The other side cannot be reached at all, so the rest of the channel need not be tried now."""
