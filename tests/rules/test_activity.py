"""Whether an agent is at work, and when it was last heard of."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from agent_scorecard.policy import default_policy
from agent_scorecard.rules.activity import is_at_work, is_in_service, known_since, last_sign, quiet_days, rhythm_days
from agent_scorecard.vocabulary import Rhythm, Status
from tests.build import AS_OF, day_figures, evidence, grouped, months

POLICY = default_policy()
NOTHING = {"days": (), "observations": {}}
SEPTEMBER = grouped(months("first_response_time", 24.0, last="2026-09", n=10))


def ran(days_ago: int) -> dict[str, object]:
    return {"days": (day_figures(AS_OF - timedelta(days=days_ago), started=1),)}


@pytest.mark.parametrize(
    ("changes", "at_work", "in_service"),
    [
        ({"status": Status.LIVE}, True, True),
        ({"status": Status.PILOT}, True, True),
        ({"status": Status.PAUSED}, False, True),
        ({"status": Status.IDEA}, True, True),
        ({"status": Status.IDEA, **NOTHING}, False, False),
        ({"status": Status.RETIRED}, False, False),
        ({"status": Status.MERGED}, False, False),
    ],
    ids=["live", "pilot", "paused", "an idea with figures", "an idea", "retired", "merged"],
)
def test_an_agent_is_at_work_when_it_is_or_its_figures_say_so(changes, at_work, in_service):
    one = evidence(**changes)
    assert (is_at_work(one), is_in_service(one)) == (at_work, in_service)


@pytest.mark.parametrize(
    ("changes", "sign"),
    [
        ({**NOTHING}, None),
        ({**NOTHING, **ran(3)}, AS_OF - timedelta(days=3)),
        ({"days": (), "observations": SEPTEMBER}, date(2026, 9, 30)),
        ({**ran(60), "observations": SEPTEMBER}, date(2026, 9, 30)),
        ({"days": (), "observations": SEPTEMBER, "as_of": date(2026, 9, 12)}, date(2026, 9, 12)),
    ],
    ids=["nothing", "a run", "a loaded month", "the later of both", "a month still running"],
)
def test_the_last_sign_is_a_run_or_the_end_of_a_loaded_period(changes, sign):
    assert last_sign(evidence(**changes)) == sign


@pytest.mark.parametrize(
    ("live_on", "first_loaded", "quiet"),
    [(date(2026, 10, 1), date(2025, 1, 1), 30), (date(2025, 1, 1), date(2026, 10, 21), 10)],
    ids=["went live later", "was loaded later"],
)
def test_without_a_sign_silence_counts_from_when_one_could_be_expected(live_on, first_loaded, quiet):
    one = evidence(**NOTHING, live_on=live_on, first_loaded=first_loaded)
    assert (quiet_days(one), known_since(one)) == (quiet, max(live_on, first_loaded))


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"rhythm": Rhythm.CONTINUOUS}, 1),
        ({"rhythm": Rhythm.MONTHLY}, 31),
        ({"rhythm": Rhythm.ON_EVENT}, None),
        ({"rhythm": Rhythm.WEEKLY, "days": (), "observations": SEPTEMBER}, 31),
        ({"rhythm": Rhythm.WEEKLY, "days": (), "observations": {}}, 7),
    ],
    ids=["continuous", "monthly", "on event", "weekly work, monthly file", "weekly"],
)
def test_figures_cannot_come_oftener_than_their_file(changes, expected):
    assert rhythm_days(evidence(**changes), POLICY) == expected
