"""Who signed in, by what the provider said of them; Streamlit keeps it in a signed cookie."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import cache

import streamlit as st

from agent_scorecard.access import SignedIn
from agent_scorecard.ui.sign_in_file import SECTION

NOBODY = SignedIn("", "", datetime.min.replace(tzinfo=UTC))
"""A sign-in that is too old for anything."""


@cache
def was_asked_for() -> bool:
    """Say whether this process began with sign-in: a file that vanishes later does not open the board."""
    return st.secrets.load_if_toml_exists() and SECTION in st.secrets


def is_company_mode() -> bool:
    return was_asked_for() or "is_logged_in" in st.user


def signed_in() -> SignedIn | None:
    """Return the sign-in of this browser, however old, or None; its age counts from when the provider said so."""
    if not st.user.get("is_logged_in"):
        return None
    issuer, subject, at = (st.user.get(claim) for claim in ("iss", "sub", "iat"))
    if not (isinstance(issuer, str) and isinstance(subject, str) and isinstance(at, int | float)):
        return None
    try:
        return SignedIn(issuer, subject, datetime.fromtimestamp(at, UTC))
    except (OverflowError, OSError, ValueError):
        return None


def called() -> str:
    """What the provider calls whoever signed in: for people to read, never to know them by."""
    told = (st.user.get(claim) for claim in ("name", "email", "sub"))
    return next((each for each in told if isinstance(each, str) and each.strip()), "")
