"""Whether as many runs are read as the sampling plan asks for (rules 5, sampling_below_plan)."""

from __future__ import annotations

from agent_scorecard import format as text
from agent_scorecard.policy.shapes import Policy
from agent_scorecard.rules.answers import Finding, say
from agent_scorecard.rules.derived_control import planned_reviews
from agent_scorecard.rules.evidence import Evidence
from agent_scorecard.rules.finding import found
from agent_scorecard.rules.run_counts import added, first_of, people_known, run_days
from agent_scorecard.rules.statistics import wilson


def sampling_below_plan(evidence: Evidence, policy: Policy) -> Finding | None:
    """Return the finding where fewer runs were read than planned, and chance alone does not explain it.

    A plan of one in ten is missed by a run or two in every second month: only a share whose whole interval lies below
    the plan counts. A plan of every run knows no chance.
    """
    first = first_of(policy.look_back.findings_days, evidence.as_of)
    rows = run_days(evidence, policy).between(first, evidence.as_of, timed=True)
    sums = added(rows)
    completed = sums.of("completed")
    if not (completed and sums.reading_known and people_known(evidence, policy)):
        return None
    planned, read = planned_reviews(evidence, policy, rows), min(sums.of("reviewed"), completed)
    if wilson(read, completed, policy.changes.note_z).high >= planned / completed:
        return None
    sentence = say(
        "sampling_below_plan",
        f"{text.percent(read / completed)} of the runs of the last {policy.look_back.findings_days} days were read; "
        f"the plan asks for {text.percent(planned / completed)}.",
        reviewed=read,
        planned=planned,
        completed=completed,
    )
    return found(evidence, policy, "sampling_below_plan", sentence, link="oversight")
