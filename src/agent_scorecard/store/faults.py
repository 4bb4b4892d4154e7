"""Two faults of a database that pass by themselves or with more room, told apart from all others on either kind."""

from __future__ import annotations

from sqlalchemy.exc import DBAPIError

_FULL, _BUSY = ("53100",), ("55P03", "40001", "40P01")


def is_full(fault: DBAPIError) -> bool:
    """Say whether the disk of the database is full."""
    return _state(fault) in _FULL or "disk is full" in str(fault.orig)


def is_busy(fault: DBAPIError) -> bool:
    """Say whether somebody else wrote for so long that the wait was given up."""
    return _state(fault) in _BUSY or "database is locked" in str(fault.orig)


def _state(fault: DBAPIError) -> str | None:
    """Return the code a server gives its errors (SQLSTATE), None for a file."""
    return getattr(fault.orig, "sqlstate", None)
