"""The logs against the inventory: who runs unregistered, what is called ungranted, what changed unannounced."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from difflib import get_close_matches

from agent_scorecard.policy.shapes import Policy
from agent_scorecard.rules.activity import is_at_work, last_sign
from agent_scorecard.rules.evidence import Company, Evidence
from agent_scorecard.rules.facts import UnregisteredRuns, UsedCall
from agent_scorecard.rules.permissions import ungranted
from agent_scorecard.rules.tool_use import ToolUse, tool_uses
from agent_scorecard.rules.versions import VersionSeen, unannounced, unlogged_versions

Seen = Mapping[str, tuple[VersionSeen, ...]]
VERSION_AT_END = re.compile(r"[-_. ]?v?[0-9][0-9.]*$", re.IGNORECASE)
ALIKE = 0.75
MOST_SEARCHED = 2_000


@dataclass(frozen=True, slots=True)
class Stranger:
    """Runs of an id that is neither an agent nor an alias; `perhaps` is the agent it may stand for, "" for none."""

    found: UnregisteredRuns
    perhaps: str


@dataclass(frozen=True, slots=True)
class StrangeCall:
    """A tool an agent called that is on no list of its actions."""

    agent: str
    name: str
    found: UsedCall

    @property
    def ran(self) -> int:
        """The calls of the look-back that had an effect, undone since or not."""
        return self.found.ok + self.found.rolled_back


@dataclass(frozen=True, slots=True)
class NewVersion:
    """A version nobody announced; `what` is agent, prompt or model, `runs` is None where the days alone know it."""

    agent: str
    name: str
    what: str
    version: str
    since: date
    runs: int | None


@dataclass(frozen=True, slots=True)
class NeverRan:
    """An agent at work of which neither a run nor a figure was ever seen."""

    agent: str
    name: str
    status: str
    known_since: date | None


@dataclass(frozen=True, slots=True)
class Discovered:
    """Every difference, in order of name; `systems` are named by actions and stand in no catalogue."""

    strangers: tuple[Stranger, ...]
    calls: tuple[StrangeCall, ...]
    systems: tuple[ToolUse, ...]
    versions: tuple[NewVersion, ...]
    never_ran: tuple[NeverRan, ...]

    @property
    def total(self) -> int:
        parts = (self.strangers, self.calls, self.systems, self.versions, self.never_ran)
        return sum(len(part) for part in parts)


def discovered(company: Company, agents: Sequence[Evidence], seen: Seen, policy: Policy) -> Discovered:
    """Compare what the logs show with the inventory; versions over the look-back of findings, calls over theirs."""
    ordered = sorted(agents, key=lambda one: one.agent.agent)
    named = {text.casefold(): one.agent.agent for one in ordered for text in (one.agent.name, one.agent.agent)}
    catalogued = tool_uses(ordered, company.tools) if company.tools else ()
    return Discovered(
        strangers=tuple(Stranger(row, perhaps(row.agent_id, named)) for row in sorted(company.unregistered)),
        calls=tuple(StrangeCall(one.agent.agent, one.agent.name, call) for one in ordered for call in ungranted(one)),
        systems=tuple(use for use in catalogued if use.tool is None and use.uses),
        versions=tuple(row for one in ordered if is_at_work(one) for row in _versions(one, seen, policy)),
        never_ran=tuple(_never_ran(one) for one in ordered if is_at_work(one) and last_sign(one) is None),
    )


def perhaps(log_id: str, named: Mapping[str, str]) -> str:
    """Return the agent a log id may stand for, "" for none: a suggestion, because an alias alone decides."""
    folded = log_id.casefold()
    for text in (folded, VERSION_AT_END.sub("", folded)):
        if text in named:
            return named[text]
    near = get_close_matches(folded, named, n=1, cutoff=ALIKE) if len(named) <= MOST_SEARCHED else []
    return named[near[0]] if near else ""


def _versions(one: Evidence, seen: Seen, policy: Policy) -> Iterator[NewVersion]:
    agent, name = one.agent.agent, one.agent.name
    after = one.as_of - timedelta(days=policy.look_back.findings_days)
    told = dict(unlogged_versions(one, policy, after))
    for version, day in told.items():
        yield NewVersion(agent, name, "agent", version, day, None)
    for row in unannounced(one, seen.get(agent, ()), after):
        if row.version not in told:
            yield NewVersion(agent, name, row.fingerprint.value, row.version, row.first_day, row.runs)


def _never_ran(one: Evidence) -> NeverRan:
    return NeverRan(one.agent.agent, one.agent.name, one.agent.status.value, one.first_loaded)
