"""Everything about an agent, put together."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from agent_scorecard.rules.assess import assess, assess_all, usual_period
from agent_scorecard.rules.evidence import Evidence, Portfolio
from agent_scorecard.rules.periods import parse
from agent_scorecard.vocabulary import Choice, Group, Level, Preset, Severity, Verdict
from tests.build import AS_OF, OCTOBER, bounds, days, evidence, grouped, months, observation, observed
from tests.rules.assessed import POLICY, assessed, bare


@pytest.mark.parametrize(
    ("as_of", "changes", "expected"),
    [
        (AS_OF, {}, "2026-10"),
        (date(2026, 10, 30), {}, "2026-09"),
        (date(2026, 10, 30), {"days": days(date(2026, 10, 1), date(2026, 10, 30)), "observations": {}}, "2026-10"),
        (date(2026, 10, 30), {"days": (), "observations": grouped((observation("volume", OCTOBER, 4.0),))}, "2026-10"),
        (date(2026, 10, 30), {"days": (), "observations": {}}, "2026-09"),
    ],
    ids=["last day of the month", "the month runs", "first runs", "first file", "nothing ever"],
)
def test_a_card_is_about_the_last_month_that_may_be_judged(as_of: date, changes: dict[str, Any], expected: str) -> None:
    assert str(usual_period(evidence(as_of=as_of, **changes))) == expected


def test_a_healthy_agent_has_no_finding_and_passing_groups() -> None:
    one = assessed()
    assert one.findings == ()
    assert {group: answer.verdict for group, answer in one.groups.items()} == {
        Group.OUTCOME: Verdict.MET,
        Group.QUALITY: Verdict.MET,
        Group.ADOPTION: Verdict.MET,
        Group.CONTROL: Verdict.MET,
    }
    assert (one.policy_version, one.due.on, one.proposal.choice) == (
        POLICY.version,
        date(2027, 1, 15),
        Choice.EXPAND,
    )


def test_another_period_shows_its_measures_but_changes_no_decision() -> None:
    rows = observed(months("policy_accuracy", *((395, 400),) * 5, (340, 400), *((395, 400),) * 6))
    one, may = assessed(observations=rows), assess(evidence(observations=rows), POLICY, parse("2026-05"))
    assert str(may.period) == "2026-05"
    assert all(row.period == may.period for row in may.judged)
    assert (may.reading, may.proposal, may.due, may.findings) == (one.reading, one.proposal, one.due, one.findings)


def test_blocks_come_first_and_set_up_is_one_line_for_thirty_days() -> None:
    asked, late = (assess(bare(first_loaded=AS_OF - timedelta(days=age), days=RUNS), POLICY) for age in (30, 31))
    assert [found for found in asked.findings if found.setup] == []
    assert (asked.set_up.known < asked.set_up.asked, asked.set_up.in_grace) == (True, True)
    assert (late.findings[0].code, late.findings[0].severity) == ("no_owner", Severity.BLOCK)
    assert late.findings[1].sentence.text.startswith("1 of 16 checklist items holds. Not yet: ")
    ranks = [found.severity.rank for found in late.findings]
    assert ranks == sorted(ranks, reverse=True)
    assert late.proposal.choice is Choice.REVISE


RUNS = days(AS_OF - timedelta(days=20), AS_OF)


def test_a_level_on_file_above_what_was_granted_is_found() -> None:
    one = assessed(autonomy_level=Level.PORTFOLIO)
    assert "level_above_evidence" in [found.code for found in one.findings]


def test_a_late_card_is_found() -> None:
    one = assessed(decisions=evidence().decisions[:3])
    assert "review_overdue" in [found.code for found in one.findings]


def test_a_missed_month_asks_for_a_closer_look() -> None:
    rows = observed(months("policy_accuracy", *((340, 400),) * 12))
    assert assessed(observations=rows).due.on == date(2026, 11, 10)


def test_twelve_people_one_agent_and_a_monthly_file_is_a_useful_board_on_day_one() -> None:
    one = assess(first_day(), POLICY.with_preset(Preset.SMALL))
    assert (str(one.period), one.due.on, one.proposal.choice) == ("2026-10", date(2026, 11, 2), Choice.REVISE)
    assert [row.sentence.text for row in one.judged if row.figure is not None] != []
    assert [found.code for found in one.findings] == ["time_saved_only"]


def first_day() -> Evidence:
    figures = grouped((observation("time_saved", OCTOBER, 4.5, n=4), observation("volume", OCTOBER, 4.0)))
    day = date(2026, 10, 3)
    hours = (bounds("time_saved", passes=4.0, effective_from=day, headline=True),)
    return bare(as_of=day, first_loaded=day, observations=figures, bounds=hours)


def test_every_agent_of_the_company_is_assessed_in_order() -> None:
    rows = tuple(replace(evidence(), agent=replace(evidence().agent, agent=name)) for name in ("b", "a"))
    shown = assess_all(Portfolio(evidence().company, AS_OF, rows), POLICY)
    assert [one.evidence.agent.agent for one in shown] == ["a", "b"]


def test_of_a_portfolio_only_the_answers_are_kept() -> None:
    one = evidence()
    (answer,) = assess_all(Portfolio(one.company, AS_OF, (one,)), POLICY)
    assert (one.memo.kept, answer) == ((None, {}), assess(one, POLICY))


def test_the_same_facts_give_the_same_answer() -> None:
    assert assessed() == assessed()
