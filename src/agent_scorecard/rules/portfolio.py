"""What the agents of a company are together: control, value, overlap, span and how they stand (rules 9)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from agent_scorecard import format as text
from agent_scorecard.policy.shapes import Policy
from agent_scorecard.rules.activity import last_sign
from agent_scorecard.rules.answers import Assessment, Finding, Sentence, say
from agent_scorecard.rules.cadence import started_on
from agent_scorecard.rules.facts import Band
from agent_scorecard.rules.items.candidate import GOOD
from agent_scorecard.rules.levels import ended_by
from agent_scorecard.rules.overlap import Overlap, overlaps
from agent_scorecard.rules.periods import Grain, Period, containing
from agent_scorecard.rules.raci import raci_table
from agent_scorecard.rules.scorecard import GROUPS, headlines
from agent_scorecard.vocabulary import (
    AgentKind,
    Choice,
    EvidenceSource,
    Group,
    Level,
    Role,
    Severity,
    Status,
    Verdict,
)


@dataclass(frozen=True, slots=True)
class ControlFigure:
    """How many agents are under control in one respect, and for each other one why not."""

    key: str
    name: str
    of: int
    missing: Mapping[str, Sentence]

    @property
    def there(self) -> int:
        return self.of - len(self.missing)


@dataclass(frozen=True, slots=True)
class PortfolioAnswer:
    """The company on one day; agents are named by id, `value` is None where a headline has nothing to compare with.

    `span` counts agents per person and role, `ready` the teams whose first workflow earns a next one.
    """

    counted: tuple[str, ...]
    control: tuple[ControlFigure, ...]
    groups: Mapping[Group, Mapping[Verdict, int]]
    ladder: Mapping[Level, int]
    proposed: Mapping[Choice, tuple[str, ...]]
    value: Mapping[str, float | None]
    span: Mapping[Role, Mapping[str, int]]
    overlaps: tuple[Overlap, ...]
    retired: tuple[str, ...]
    ready: tuple[str, ...]


def portfolio(assessed: Sequence[Assessment], policy: Policy) -> PortfolioAnswer:
    """Return what the agents are together: live ones, and pilots that ran in the quarter (rules 9).

    Raises ValueError when the assessments are not of one day.
    """
    if len({one.evidence.as_of for one in assessed}) > 1:
        raise ValueError("A portfolio is seen on one day.")
    rows = sorted(assessed, key=_id)
    counted = [one for one in rows if is_counted(one)]
    proposals = {choice: tuple(_id(one) for one in counted if one.proposal.choice is choice) for choice in Choice}
    climbing = [one for one in counted if one.evidence.agent.kind is AgentKind.AGENT]
    return PortfolioAnswer(
        counted=tuple(map(_id, counted)),
        control=tuple(_control(key, name, check, counted, policy) for key, name, check in CONTROL),
        groups=MappingProxyType({group: _verdicts(group, counted) for group in GROUPS}),
        ladder=MappingProxyType({level: sum(one.reading.allowed is level for one in climbing) for level in Level}),
        proposed=MappingProxyType({choice: names for choice, names in proposals.items() if names}),
        value=MappingProxyType({_id(one): attainment(one) for one in counted}),
        span=MappingProxyType({role: _span(role, counted) for role in (Role.ACCOUNTABLE_OWNER, Role.ON_CALL)}),
        overlaps=overlaps(rows, policy),
        retired=tuple(_id(one) for one in rows if _retired_this_quarter(one)),
        ready=tuple(sorted(_teams(one for one in counted if is_ready_for_next(one, policy)))),
    )


def is_counted(one: Assessment) -> bool:
    """Say whether an agent enters the control figures: live, or a pilot with a sign of life this quarter."""
    status, last = one.evidence.agent.status, last_sign(one.evidence)
    return status is Status.LIVE or (status is Status.PILOT and last is not None and last >= quarter_of(one).first)


def quarter_of(one: Assessment) -> Period:
    """Return the quarter that is looked at: that of the measures where they are of a quarter, else the running one."""
    return one.period if one.period.grain is Grain.QUARTER else containing(one.evidence.as_of, Grain.QUARTER)


def attainment(one: Assessment) -> float | None:
    """Return how much of the way from baseline to target the headline has come: 1 at the target, below 0 when worse.

    None without a figure, a baseline or a target, and for a band.
    """
    for row in headlines(one.judged):
        target = row.bounds.target if row.bounds is not None else None
        if row.figure is None or row.baseline is None or target is None or isinstance(target, Band):
            continue
        if target != row.baseline:
            return (row.figure.value - row.baseline) / (target - row.baseline)
    return None


def _visible(one: Assessment, _: Policy) -> Sentence | None:
    evidence, last = one.evidence, last_sign(one.evidence)
    if evidence.active_owner is None:
        return say("no_active_owner", "No active owner.")
    if evidence.agent.evidence_source is EvidenceSource.LOG:
        gap = next((found for found in one.findings if found.code == "trace_gap"), None)
        if gap is not None or not evidence.days:
            return gap.sentence if gap is not None else say("no_log", "No run is loaded.")
        return None
    if last is None or last < one.period.first:
        since = f" since {text.day(last, evidence.as_of)}" if last else ""
        return say("no_file", f"No figure{since}.")
    return None


def _ruled(one: Assessment, policy: Policy) -> Sentence | None:
    rows = raci_table(one.evidence, policy)
    if not rows:
        return say("no_action", "No action is on file.")
    without_mode = [row.action.action for row in rows if row.action.mode is None and not row.action.always_approve]
    without_people = [row.action.action for row in rows if not row.complete]
    if without_mode:
        return say("no_mode", f"No mode is stated for {text.listed(without_mode)}.", actions=len(without_mode))
    if without_people:
        return say("no_people", f"People are missing for {text.listed(without_people)}.", actions=len(without_people))
    return None


def _budgeted(one: Assessment, _: Policy) -> Sentence | None:
    evidence, workflow = one.evidence, (one.evidence.agent.workflow or "").casefold()
    shared = (row for row in evidence.company.workflow_budgets if (row.workflow or "").casefold() == workflow != "")
    rows = (*evidence.budgets, *shared)
    if not any(row.effective_from is None or row.effective_from <= evidence.as_of for row in rows):
        return say("no_budget", "No budget is set.")
    over = (found for found in one.findings if found.code == "budget" and _weight(found) is Severity.BLOCK)
    return next((found.sentence for found in over), None)


def _weight(found: Finding) -> Severity:
    """An accepted finding closes nothing, and still is what it is."""
    return found.severity if found.accepted is None else found.accepted.severity


def _decided(one: Assessment, _: Policy) -> Sentence | None:
    late = [row for row in one.evidence.follow_ups if row.done_on is None and row.due < one.evidence.as_of]
    if not one.evidence.decisions:
        return say("no_card", "No card was published yet.")
    if one.due.overdue:
        return say("card_late", f"Its card is {text.plural(one.due.days_late, 'day')} late.", days=one.due.days_late)
    if late:
        first = min(late, key=lambda row: (row.due, row.follow_up))
        days = (one.evidence.as_of - first.due).days
        return say("follow_up_late", f"A promised step is {text.plural(days, 'day')} late.", days=days)
    return None


CONTROL: tuple[tuple[str, str, Callable[[Assessment, Policy], Sentence | None]], ...] = (
    ("visibility", "Visibility", _visible),
    ("approval_rules", "Approval rules", _ruled),
    ("spending_limits", "Spending limits", _budgeted),
    ("accountability", "Accountability", _decided),
)


def _control(
    key: str,
    name: str,
    check: Callable[[Assessment, Policy], Sentence | None],
    counted: Sequence[Assessment],
    policy: Policy,
) -> ControlFigure:
    gaps = {_id(one): check(one, policy) for one in counted}
    missing = {agent: gap for agent, gap in gaps.items() if gap is not None}
    return ControlFigure(key, name, len(counted), MappingProxyType(missing))


def _verdicts(group: Group, counted: Sequence[Assessment]) -> Mapping[Verdict, int]:
    found = Counter(one.groups[group].verdict for one in counted)
    return MappingProxyType({verdict: found[verdict] for verdict in Verdict if found[verdict]})


def _span(role: Role, counted: Sequence[Assessment]) -> Mapping[str, int]:
    found = Counter(person for one in counted for person in one.evidence.holders(role))
    return MappingProxyType(dict(sorted(found.items(), key=lambda item: (-item[1], item[0]))))


def retired_on(one: Assessment) -> date | None:
    """Return the day an agent was retired on file, else the day that was decided."""
    agent, last = one.evidence.agent, ended_by(one.evidence)
    if agent.status is Status.RETIRED and agent.status_since is not None:
        return agent.status_since
    return last.as_of if last is not None and last.choice is Choice.RETIRE else None


def _retired_this_quarter(one: Assessment) -> bool:
    day = retired_on(one)
    return day is not None and quarter_of(one).contains(day)


def _teams(members: Iterable[Assessment]) -> set[str]:
    return {team for one in members if (team := one.evidence.agent.team)}


def is_ready_for_next(one: Assessment, policy: Policy) -> bool:
    """Say whether the headline passes after four weeks: time for a next workflow (S2-27)."""
    rows, start = headlines(one.judged), started_on(one.evidence)
    passing = bool(rows) and all(row.verdict in GOOD for row in rows)
    return passing and start is not None and (one.evidence.as_of - start).days >= policy.proposal.scope_days


def _id(one: Assessment) -> str:
    return one.evidence.agent.agent
