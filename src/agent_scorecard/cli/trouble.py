"""Which errors are expected, and the exit status each one ends with."""

from __future__ import annotations

UNREADABLE = 2
REFUSED = 1
NOT_TEXT = "What was named on the command line is no text that can be read: type it again."
NOT_A_URL = (
    "The database named is not an address this program knows: write sqlite:///FILE with the name of the file,"
    " or postgresql+psycopg://USER@HOST/NAME."
)


class Unreadable(Exception):
    """Something named on the command line cannot be read or is not there."""


def told(fault: Exception) -> tuple[str | None, int]:
    """Return the sentence and exit status of an expected error; no sentence for one nobody expected."""
    from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError

    if isinstance(fault, DBAPIError):
        return f"The database did not answer as it should: {str(fault.orig).partition(chr(10))[0]}.", UNREADABLE
    if isinstance(fault, ArgumentError | NoSuchModuleError):
        return NOT_A_URL, UNREADABLE
    if isinstance(fault, UnicodeEncodeError):
        return NOT_TEXT, UNREADABLE
    if isinstance(fault, OSError) and fault.filename is not None and fault.strerror:
        return f"{fault.filename} cannot be used: {fault.strerror.lower()}. Name another place.", UNREADABLE
    for kinds, status in ((_unreadable(), UNREADABLE), (_refused(), REFUSED)):
        if isinstance(fault, kinds):
            return str(fault), status
    return None, UNREADABLE


def _unreadable() -> tuple[type[Exception], ...]:
    from agent_scorecard.loading import refusal
    from agent_scorecard.loading.exporting import NotEmpty
    from agent_scorecard.loading.mapping import MappingRefused
    from agent_scorecard.notify.settings import SettingsRefused
    from agent_scorecard.policy import PolicyError
    from agent_scorecard.recording import Unknown
    from agent_scorecard.runs.elsewhere.session import CannotRead, NoSpark
    from agent_scorecard.store.app_role import CannotGrant
    from agent_scorecard.store.backup import CannotCopy
    from agent_scorecard.store.refusals import CannotOpen
    from agent_scorecard.ui.serve import NoFreePort, NotLocal
    from agent_scorecard.ui.sign_in_file import SignInRefused

    return (
        *(Unreadable, CannotOpen, CannotCopy, CannotGrant, PolicyError, MappingRefused, Unknown, NotEmpty),
        *(refusal.Refused, NoFreePort, NotLocal, SignInRefused, SettingsRefused, CannotRead, NoSpark, OSError),
    )


def _refused() -> tuple[type[Exception], ...]:
    from agent_scorecard.loading import load
    from agent_scorecard.loading.rolling.roll_up import Overtaken
    from agent_scorecard.recording import Refused

    return (Refused, load.Cancelled, load.Busy, load.DiskFull, Overtaken)
