"""When the last digest went out and whom it could not reach, in one line with its way out."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from agent_scorecard.boards.digest.sent import Reached, last_digest
from tests.boards.build import COMPANY

AT = datetime(2026, 10, 30, 7, 7, tzinfo=UTC)
TOLD = Reached("email", "person:ana", "ana@example.com", AT)
REFUSED = Reached("email", "person:ben", "ben@example.com", None, "No such user.", refused=True)
LATER = Reached(
    "webhook", "company", "hooks.example.com", AT, "The webhook answers 503.", retry_at=AT + timedelta(hours=1)
)


def test_where_no_digest_is_sent_nothing_is_said() -> None:
    assert last_digest(COMPANY, ()) is None


def test_it_says_when_the_last_one_went_out() -> None:
    found = last_digest(COMPANY, (replace(TOLD, sent_at=AT - timedelta(days=3)), TOLD))
    assert found is not None
    assert (found.sentence, found.failed) == ("The last digest went out on 30 Oct 2026, 07:07 UTC.", ())


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (
            REFUSED,
            "Ben: No such user. It is tried again with another address, or by agent-scorecard digest --send --again.",
        ),
        (
            LATER,
            "The webhook: The webhook answers 503. It is tried again by the first run after 30 Oct 2026, 08:07 UTC.",
        ),
        (
            replace(REFUSED, reader="company:list:3fa9", address="ops@example.com", refused=False),
            "ops@example.com: No such user.",
        ),
    ],
    ids=["for good", "for now", "an address of the list"],
)
def test_whoever_was_not_reached_is_named_with_the_way_out(row: Reached, said: str) -> None:
    found = last_digest(COMPANY, (row,))
    assert found is not None
    assert found.failed == (said,)
    assert found.sentence.endswith("1 reader could not be told.")


def test_many_failures_stay_a_few_lines() -> None:
    found = last_digest(COMPANY, (REFUSED,) * 12)
    assert found is not None
    assert (len(found.failed), found.failed[-1]) == (4, "And 9 more.")
