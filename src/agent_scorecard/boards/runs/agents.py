"""Every agent with runs: how complete its audit record is by tier, what it lacks, and how long it is kept."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from agent_scorecard import format
from agent_scorecard.boards import words
from agent_scorecard.boards.runs.asked import LATEST_DAYS, RunsFilter, address
from agent_scorecard.boards.runs.fields import field_word
from agent_scorecard.boards.runs.keeping import Kept, kept
from agent_scorecard.policy.shapes import Policy
from agent_scorecard.rules.answers import Assessment
from agent_scorecard.rules.audit_log import Audited, audited
from agent_scorecard.rules.evidence import Company
from agent_scorecard.rules.oversight import agent_tier
from agent_scorecard.rules.run_counts import Sums, added, first_of, run_days
from agent_scorecard.rules.run_facts import RunTally
from agent_scorecard.vocabulary import Tier

FIELDS_SHOWN, NAMES_SHOWN = 3, 8


@dataclass(frozen=True, slots=True)
class AgentLine:
    """One agent; `audit` is empty where the month had no runs, `missing` where nothing was looked for."""

    agent: str
    name: str
    tier: str
    runs: str
    stepped_in: str
    went_wrong: str
    audit: str
    is_short: bool
    missing: str
    kept: Kept
    address: str


@dataclass(frozen=True, slots=True)
class TierLine:
    """The agents of one tier together."""

    tier: str
    agents: str
    audit: str
    is_short: bool
    short: str


@dataclass(frozen=True, slots=True)
class RunLog:
    """The head, the tiers, and the agents, those that lack most first."""

    over: str
    deck: str
    more: str
    month: str
    asked: str
    tiers: tuple[TierLine, ...]
    lines: tuple[AgentLine, ...]
    unlogged: str


def run_log(
    company: Company,
    as_of: date,
    assessed: Sequence[Assessment],
    policy: Policy,
    tallies: Mapping[str, RunTally],
) -> RunLog:
    """Build the page before an agent is picked; `tallies` are of the last complete month, of agents below the bound."""
    shown = [one for one in assessed if words.in_view(one)]
    found = {one.evidence.agent.agent: audited(one.evidence, policy) for one in shown}
    logged = [one for one in shown if one.evidence.days]
    lines = [_line(one, policy, found[one.evidence.agent.agent], tallies) for one in logged]
    lines.sort(key=lambda line: (not line.is_short, line.name.casefold(), line.agent))
    return RunLog(
        over=words.over_line(company, as_of),
        deck=_deck(found.values(), policy),
        more=_unstated(shown),
        month=format.month(next(iter(found.values())).month.first) if found else "",
        asked=format.percent(policy.oversight.audit_completeness),
        tiers=tuple(_tiers(shown, policy, found)),
        lines=tuple(lines),
        unlogged=_unlogged([one.evidence.agent.name for one in shown if not one.evidence.days]),
    )


def _unlogged(names: Sequence[str]) -> str:
    """Whose runs nobody loaded, and what to do about it."""
    if not names:
        return ""
    rest = f" and {len(names) - NAMES_SHOWN} more" if len(names) > NAMES_SHOWN else ""
    said = f"{', '.join(names[:NAMES_SHOWN])}{rest}" if rest else format.listed(list(names))
    return f"No run of {said} was ever loaded: load their logs as runs.jsonl."


def short_agents(assessed: Iterable[Assessment], policy: Policy) -> tuple[str, ...]:
    """Return the agents whose record lacks more than the policy lets pass, the largest first."""
    found = [(audited(one.evidence, policy), one.evidence.agent.agent) for one in assessed if words.in_view(one)]
    return tuple(agent for each, agent in sorted(found, key=lambda pair: -pair[0].required) if each.is_short(policy))


def _line(one: Assessment, policy: Policy, found: Audited, tallies: Mapping[str, RunTally]) -> AgentLine:
    evidence, recent = one.evidence, _recent(one, policy)
    wrong = recent.of("failed", "stopped", "blocked", "infra_failed")
    agent = evidence.agent.agent
    return AgentLine(
        agent=agent,
        name=evidence.agent.name,
        tier=words.tier_word(one.reading),
        runs=format.count(recent.of("started", "not_counted", "infra_failed")),
        stepped_in=format.count(recent.of("interventions")),
        went_wrong=format.count(wrong),
        audit=format.percent(found.share) if found.required else "",
        is_short=found.is_short(policy),
        missing=missing(tallies[agent]) if agent in tallies else "",
        kept=kept(evidence, policy),
        address=address(RunsFilter(agent)),
    )


def _recent(one: Assessment, policy: Policy) -> Sums:
    first = first_of(LATEST_DAYS, one.evidence.as_of)
    return added(run_days(one.evidence, policy).between(first, one.evidence.as_of))


def missing(found: RunTally) -> str:
    """ "human approver in 131 of 2,363 runs, output in 25 of 2,388"."""
    gaps = sorted((gap for gap in found.gaps if gap.missing), key=lambda gap: (-gap.missing, gap.field))
    said = [f"{field_word(gap.field)} in {format.n_of(gap.missing, gap.needed)}" for gap in gaps[:FIELDS_SHOWN]]
    return ", ".join(said)


def _tiers(shown: Sequence[Assessment], policy: Policy, found: Mapping[str, Audited]) -> Iterable[TierLine]:
    for tier in reversed(Tier):
        same = [one for one in shown if agent_tier(one.evidence, policy).for_raising is tier]
        told = [(one.evidence.agent.name, found[one.evidence.agent.agent]) for one in same]
        told = [(name, each) for name, each in told if each.required]
        if told:
            present, required = sum(each.present for _, each in told), sum(each.required for _, each in told)
            short = [name for name, each in told if each.is_short(policy)]
            yield TierLine(
                tier.value.capitalize(),
                format.plural(len(told), "agent"),
                format.percent(present / required),
                bool(short),
                format.listed(short),
            )


def _deck(found: Iterable[Audited], policy: Policy) -> str:
    logged = [each for each in found if each.required]
    if not logged:
        return "No agent has runs in the last complete month."
    full = sum(not each.is_short(policy) for each in logged)
    asked = format.percent(policy.oversight.audit_completeness)
    return f"The audit record of {full} of {format.plural(len(logged), 'agent')} with runs is complete to {asked}."


def _unstated(shown: Sequence[Assessment]) -> str:
    n = sum(one.evidence.agent.retention_days is None and bool(one.evidence.days) for one in shown)
    return f"{words.spelled(n)} {'states' if n == 1 else 'state'} no period for their runs." if n else ""
