"""The gates page: who passed what, narrowed and shared by its address."""

from __future__ import annotations

import pytest


def agents(seen) -> list[str]:
    """The agents the table lists, in its order."""
    return [address.partition("agent=")[2] for address in seen.markup.links() if address.startswith("gates?agent=")]


def test_every_agent_stands_with_its_gates_and_what_is_missing_next(visit):
    seen = visit("sample", "gates", as_of=None)
    assert "10 of 12 agents passed everything their tier asks for." in seen.text
    assert agents(seen)[:2] == ["account-research", "peak-planning"]
    assert 'Intake: "Process, pain, expected business result and risk level are described" and 2 more.' in seen.text


@pytest.mark.parametrize(
    ("asked", "left"),
    [
        ({"open": "true"}, ["account-research", "peak-planning"]),
        ({"team": "Finance", "tier": "High"}, ["invoice-follow-up"]),
        ({"status": "Pilot", "team": "Sales"}, ["account-research"]),
        ({"team": "Finance", "open": "true"}, []),
    ],
    ids=["what is open", "a team's high tier", "a team's pilots", "nothing"],
)
def test_a_narrowed_page_can_be_shared(visit, asked, left):
    seen = visit("sample", "gates", as_of=None, **asked)
    assert agents(seen) == left
    assert ("No agent fits this choice." in seen.text) is (not left)
