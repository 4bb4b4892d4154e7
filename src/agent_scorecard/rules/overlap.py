"""Agents that do the same work with the same tools: one of them may be enough (rules 7, merge)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

from agent_scorecard.policy.shapes import Policy
from agent_scorecard.rules.answers import Assessment
from agent_scorecard.rules.evidence import Evidence
from agent_scorecard.vocabulary import Group, Status, Verdict

Trait = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Overlap:
    """Two agents and the share of workflow, systems and tools they have in common; `stronger` would stay."""

    stronger: str
    weaker: str
    share: float


def overlaps(assessed: Sequence[Assessment], policy: Policy) -> tuple[Overlap, ...]:
    """Return the pairs that overlap enough to be merged, the closest first; only the portfolio review merges."""
    working = [one for one in assessed if one.evidence.agent.status not in (Status.RETIRED, Status.MERGED)]
    traits = {one.evidence.agent.agent: traits_of(one.evidence) for one in working}
    by_id = {one.evidence.agent.agent: one for one in working}
    found = []
    for first, second in sorted(_meeting(traits)):
        share = jaccard(traits[first], traits[second])
        if share >= policy.proposal.merge_overlap:
            strong, weak = sorted((by_id[first], by_id[second]), key=_strength, reverse=True)
            found.append(Overlap(strong.evidence.agent.agent, weak.evidence.agent.agent, share))
    return tuple(sorted(found, key=lambda row: (-row.share, row.stronger, row.weaker)))


def traits_of(evidence: Evidence) -> frozenset[Trait]:
    """Return workflow, systems and tools of an agent, upper and lower case alike."""
    workflow = [("workflow", evidence.agent.workflow)]
    systems = [("system", action.system) for action in evidence.actions]
    tools = [("tool", action.action) for action in evidence.actions]
    return frozenset((kind, name.casefold()) for kind, name in (*workflow, *systems, *tools) if name)


def jaccard(one: frozenset[Trait], other: frozenset[Trait]) -> float:
    """Return what two sets share of what they have together, 0 when both are empty (Jaccard 1901)."""
    together = len(one | other)
    return len(one & other) / together if together else 0.0


def _meeting(traits: dict[str, frozenset[Trait]]) -> set[tuple[str, str]]:
    """Return the pairs with a tool or workflow in common: without one they cannot overlap enough to matter."""
    having: dict[Trait, list[str]] = defaultdict(list)
    for agent, own in traits.items():
        for trait in own:
            if trait[0] != "system":
                having[trait].append(agent)
    return {pair for agents in having.values() for pair in combinations(sorted(agents), 2)}


def _strength(one: Assessment) -> tuple[int, int, int, str]:
    outcome = one.groups[Group.OUTCOME].verdict
    good = -outcome.rank if outcome.is_judged else -len(Verdict)
    return one.reading.supported.value, good, one.reading.there, one.evidence.agent.agent
