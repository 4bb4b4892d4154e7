"""Why an agent should work at a lower level: proposed at once, never done by itself (rules 6)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from agent_scorecard.policy.shapes import Policy
from agent_scorecard.rules.answers import Finding, Judged, Sentence, say
from agent_scorecard.rules.evidence import Evidence
from agent_scorecard.rules.items.candidate import can_be_judged
from agent_scorecard.rules.oversight import agent_tier
from agent_scorecard.vocabulary import Group, Level, Verdict


def step_down_reasons(
    evidence: Evidence, policy: Policy, judged: Sequence[Judged], findings: Sequence[Finding], level: Level
) -> tuple[Sentence, ...]:
    """Return the reasons to step down from a level, none at the first one; in the order of rules 6."""
    if level is Level.ASSISTED:
        return ()
    return (*_by_findings(evidence, policy, findings, level), *missed(judged, evidence, Group.QUALITY))


def missed(judged: Sequence[Judged], evidence: Evidence, *groups: Group) -> tuple[Sentence, ...]:
    """Return a sentence for each measure with bounds of these groups missed in a period judged by now."""
    rows = (
        row
        for row in judged
        if row.verdict is Verdict.MISSED and row.measure.group in groups and row.period.complete(evidence.as_of)
    )
    return tuple(
        say("measure_missed", f"{row.measure.name} is missed: {row.sentence.text}", measure=row.measure.key)
        for row in rows
        if can_be_judged(row)
    )


def _by_findings(evidence: Evidence, policy: Policy, findings: Sequence[Finding], level: Level) -> Iterator[Sentence]:
    rules = policy.ladder.step_down
    watched = agent_tier(evidence, policy).tier in rules.conditional_tiers and level >= rules.conditional_from
    for found in (row for row in findings if row.accepted is None):
        always = found.code in rules.always and _is_full(found, policy)
        if always or (watched and found.code in rules.conditional and _is_grave(found, policy)):
            yield found.sentence


def _is_full(found: Finding, policy: Policy) -> bool:
    """Say whether a finding holds in its full form, not as the milder result that only informs."""
    return found.severity.rank >= policy.findings[found.code].severity.rank


def _is_grave(found: Finding, policy: Policy) -> bool:
    """Say whether a drill is late enough; the other findings are reasons as soon as they hold."""
    if found.code != "drill_overdue":
        return True
    days = found.sentence.arguments.get("days")
    return isinstance(days, int) and days >= policy.oversight.drill_step_down_days
