"""How much harm an action can do before a person notices."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent_scorecard.rules.blast_radius import AMOUNT, NOTICE, RATE, blast_radius, does_harm
from agent_scorecard.vocabulary import Access, Effect, Mode
from tests.build import UNIT, action

MONEY = (Effect.MONEY,)
REFUND = {"effects": MONEY, "cap_amount": 400 * UNIT, "cap_count_per_day": 40, "minutes_to_notice": 1440}


@pytest.mark.parametrize(
    ("changes", "calls", "worst", "unknown"),
    [
        (REFUND, 40, 16_000 * UNIT, ()),
        ({**REFUND, "minutes_to_notice": 1441}, 80, 32_000 * UNIT, ()),
        ({**REFUND, "minutes_to_notice": 60}, 40, 16_000 * UNIT, ()),
        ({**REFUND, "minutes_to_notice": 0}, 40, 16_000 * UNIT, ()),
        ({**REFUND, "cap_amount": None}, 40, None, (AMOUNT,)),
        ({**REFUND, "cap_count_per_day": None}, None, None, (RATE,)),
        ({**REFUND, "minutes_to_notice": None}, None, None, (NOTICE,)),
        ({"effects": MONEY, "cap_count_per_day": None, "minutes_to_notice": None}, None, None, (AMOUNT, RATE, NOTICE)),
        ({"cap_count_per_day": 60, "minutes_to_notice": 240}, 60, None, ()),
        ({"effects": (), "cap_count_per_day": 60, "minutes_to_notice": 240}, 60, None, (AMOUNT,)),
    ],
    ids=[
        "a day to notice",
        "one minute more begins another day",
        "the calls of a day may all come in the first hour",
        "noticed at once, after the calls of a burst",
        "no cap on a call",
        "no cap on a day",
        "nobody said when it is noticed",
        "nothing known",
        "no amounts: counted in calls",
        "effects nobody stated may be money",
    ],
)
def test_the_worst_case_is_cap_times_rate_times_days_begun(changes, calls, worst, unknown):
    seen = blast_radius(action(**changes))
    assert (seen.calls, seen.worst, seen.unknown, seen.is_known) == (calls, worst, unknown, not unknown)


@pytest.mark.parametrize(
    ("access", "mode", "harms"),
    [
        (Access.WRITE, Mode.IN, True),
        (Access.SEND, Mode.OUT, True),
        (None, Mode.ON, True),
        (Access.READ, Mode.OUT, False),
        (Access.DRAFT, Mode.ON, False),
        (Access.DELETE, Mode.FORBIDDEN, False),
        (Access.WRITE, Mode.SHADOW, False),
    ],
)
def test_only_what_the_agent_carries_out_itself_does_harm(access, mode, harms):
    assert does_harm(action(access=access), mode) is harms


@given(st.integers(1, 10**6), st.integers(1, 10**5), st.integers(0, 10**5))
def test_a_tighter_limit_never_makes_the_worst_case_worse(amount, per_day, minutes):
    def worst(**changes: int) -> int:
        facts = {"effects": MONEY, "cap_amount": amount, "cap_count_per_day": per_day, "minutes_to_notice": minutes}
        return blast_radius(action(**{**facts, **changes})).worst or 0

    assert worst(cap_amount=max(1, amount // 2)) <= worst()
    assert worst(cap_count_per_day=max(1, per_day // 2)) <= worst()
    assert worst(minutes_to_notice=minutes // 2) <= worst()
