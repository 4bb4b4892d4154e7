"""Why something was not recorded: one class for each kind of no, its message ready to be read."""

from __future__ import annotations

from collections.abc import Iterable


class Refused(Exception):
    """Nothing was recorded; `sentences` says why, each one a thing to put right."""

    def __init__(self, *sentences: str) -> None:
        self.sentences = sentences
        super().__init__(" ".join(sentences))


class NotOpen(Refused):
    """The facts close this option; the sentence is the rule's own."""


class NotPermitted(Refused):
    """This person may not do this."""


class SignInOver(NotPermitted):
    """This person may go on once they sign in anew."""


class Stale(Refused):
    """Somebody else recorded something since the form was opened; nothing typed is lost. `version` is that of now."""

    def __init__(self, *sentences: str, version: int = 0) -> None:
        self.version = version
        super().__init__(*sentences)


class Unknown(Refused):
    """There is no such agent, decision or follow-up."""


def refuse_other_form(sent_for: str, agent: str) -> None:
    """Raise Refused where a form that was sent for one agent comes back for another."""
    if sent_for != agent:
        raise Refused(f"This form was sent for {sent_for} already: open the one of {agent}.")


def refuse_all(sentences: Iterable[str]) -> None:
    """Raise one Refused that names everything to put right; nothing to say raises nothing."""
    if found := tuple(sentences):
        raise Refused(*found)
