"""Everything the rules say about one agent on one day, put together in one order."""

from __future__ import annotations

from collections.abc import Sequence

from agent_scorecard.policy.shapes import Policy
from agent_scorecard.rules.activity import last_sign
from agent_scorecard.rules.answers import Assessment, Finding, Judged, SetUp
from agent_scorecard.rules.bounds import bounded_measures
from agent_scorecard.rules.cadence import due
from agent_scorecard.rules.causes_due import causes_due
from agent_scorecard.rules.choices import open_choices
from agent_scorecard.rules.evidence import Evidence, Portfolio
from agent_scorecard.rules.exceptions import with_accepted
from agent_scorecard.rules.findings import fact_findings, in_order, late_findings
from agent_scorecard.rules.ladder import reading
from agent_scorecard.rules.measure import judge
from agent_scorecard.rules.periods import Grain, Period, containing, ending, last_judged
from agent_scorecard.rules.proposal import proposal
from agent_scorecard.rules.scorecard import group_answers, judged_measures
from agent_scorecard.rules.setup import set_up
from agent_scorecard.rules.uncollected import uncollected
from agent_scorecard.rules.verdicts import standing
from agent_scorecard.vocabulary import Verdict


def assess(evidence: Evidence, policy: Policy, period: Period | None = None) -> Assessment:
    """Return what the rules say about an agent: measures and groups of a period, everything else as of the day.

    The period is the one `usual_period` names unless another is asked for. Depends on nothing but its arguments.
    """
    usual = usual_period(evidence)
    today = judged_measures(evidence, policy, usual)
    asked = set_up(evidence, policy)
    facts = with_accepted(evidence, policy, _standing(fact_findings(evidence, policy, today), asked))
    level = reading(evidence, policy, today, facts)
    card = due(evidence, policy, _lately_missed(evidence, policy, usual))
    late = with_accepted(evidence, policy, late_findings(evidence, policy, facts, level, card))
    findings = in_order((*facts, *late))
    groups = group_answers(today)
    shown = today if period is None or period == usual else judged_measures(evidence, policy, period)
    return Assessment(
        evidence=evidence,
        period=period or usual,
        judged=shown,
        groups=groups if shown is today else group_answers(shown),
        findings=findings,
        reading=level,
        proposal=proposal(evidence, policy, today, groups, findings, level),
        open=open_choices(evidence, policy, today, findings, level),
        due=card,
        set_up=asked,
        policy_version=policy.version,
        causes_due=causes_due(evidence, policy),
    )


def assess_all(portfolio: Portfolio, policy: Policy) -> tuple[Assessment, ...]:
    """Return the assessment of every agent, each in its own usual period, in order of agent id."""
    with uncollected():
        return tuple(_alone(evidence, policy) for evidence in sorted(portfolio.agents, key=lambda row: row.agent.agent))


def _alone(evidence: Evidence, policy: Policy) -> Assessment:
    """Return an assessment and keep nothing of what led to it: for a thousand agents that is most of the memory."""
    answer = assess(evidence, policy)
    evidence.memo.forget()
    return answer


def usual_period(evidence: Evidence) -> Period:
    """Return the month a card is about: the last one that may be judged on the as-of day (rules 11).

    Where nothing was measured before the running month, that one: a board is useful on the first day of figures.
    """
    month = containing(evidence.as_of, Grain.MONTH)
    return month if _only_in(evidence, month) else last_judged(evidence.as_of, Grain.MONTH)


def _only_in(evidence: Evidence, month: Period) -> bool:
    last = last_sign(evidence)
    earlier = any(row.day < month.first for row in evidence.days) or any(
        row.period.first < month.first for rows in evidence.observations.values() for row in rows
    )
    return last is not None and not earlier


def _standing(findings: Sequence[Finding], asked: SetUp) -> tuple[Finding, ...]:
    """Return the findings without unanswered set-up facts while those are one line, not twenty (rules 5)."""
    return tuple(found for found in findings if not (asked.in_grace and found.setup))


def _lately_missed(evidence: Evidence, policy: Policy, usual: Period) -> tuple[Judged, ...]:
    """Return the measures missed in the months whose cards may still be asked for (rules 8)."""
    months = ending(usual, policy.clock.extra_month_ends + 1)
    known = (evidence.company.measures.get(key) for key in bounded_measures(evidence, policy))
    return tuple(
        judge(evidence, policy, measure, month)
        for measure in known
        if measure is not None
        for month in months
        if standing(evidence, policy, measure, month).shown is Verdict.MISSED
    )
