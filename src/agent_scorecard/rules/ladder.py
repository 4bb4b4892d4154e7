"""The four readings of an agent's level, and what the next level takes (rules 6)."""

from __future__ import annotations

from collections.abc import Sequence

from agent_scorecard.policy.shapes import Policy
from agent_scorecard.rules.answers import EvidenceItem, Finding, Judged, Reading, Sentence
from agent_scorecard.rules.evidence import Evidence
from agent_scorecard.rules.items.candidate import Candidate
from agent_scorecard.rules.items.reading_all import full_reading
from agent_scorecard.rules.items.table import evidence_items
from agent_scorecard.rules.levels import granted, level_since
from agent_scorecard.rules.oversight import agent_tier
from agent_scorecard.rules.step_down import step_down_reasons
from agent_scorecard.vocabulary import AgentKind, Level


def reading(evidence: Evidence, policy: Policy, judged: Sequence[Judged], findings: Sequence[Finding]) -> Reading:
    """Return the level on file, granted, supported and allowed today, with the fifteen items for the next one.

    `findings` are those that hold today: unanswered set-up facts of the first 30 days are not among them, and so cap
    nothing (rules 5). An automation is not on the ladder: it has no next level.
    """
    level, since, tier = granted(evidence), level_since(evidence), agent_tier(evidence, policy)
    down = step_down_reasons(evidence, policy, judged, findings, level.level)
    climbs = level.level < max(Level) and evidence.agent.kind is AgentKind.AGENT
    one = Candidate(evidence, policy, tuple(judged), tuple(findings), level.level, since, tier)
    read_all = full_reading(one) if climbs else None
    items = evidence_items(one, read_all) if climbs else ()
    return Reading(
        on_file=evidence.agent.autonomy_level,
        granted=level.level,
        granted_here=level.here,
        supported=_supported(level.level, items, down),
        allowed=_allowed(evidence.agent.autonomy_level, level.level, findings),
        since=since,
        next=one.next if climbs else None,
        items=items,
        step_down=down,
        tier=tier.tier,
        tier_stated=tier.stated,
        by_reading=read_all is not None and any(item.sentence is read_all for item in items),
    )


def _supported(level: Level, items: Sequence[EvidenceItem], down: Sequence[Sentence]) -> Level:
    if down:
        return Level(max(level - 1, min(Level)))
    needed = [item for item in items if item.required]
    return Level(level + 1) if needed and all(item.state.is_settled for item in needed) else level


def _allowed(on_file: Level, level: Level, findings: Sequence[Finding]) -> Level:
    caps = [found.cap for found in findings if found.cap is not None]
    return min(on_file, level, *caps)
