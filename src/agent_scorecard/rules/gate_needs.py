"""What computed gate items look for: each need says what is missing, or nothing when the facts are there."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date, timedelta

from agent_scorecard import format as text
from agent_scorecard.policy.shapes import Policy
from agent_scorecard.rules.cadence import started_on
from agent_scorecard.rules.evals import REAL, failing, has_edge_cases, latest_evals
from agent_scorecard.rules.evidence import Evidence
from agent_scorecard.rules.facts import Action, Agent, CapabilityRow
from agent_scorecard.rules.headlines import bounds_today, guards_of, has_baseline, headlines
from agent_scorecard.rules.oversight import access_of, action_tier, has_rule, is_approved, usable_actions
from agent_scorecard.rules.periods import Grain, Period, containing
from agent_scorecard.rules.raci import is_active
from agent_scorecard.vocabulary import (
    Capability,
    Choice,
    EvidenceSource,
    ExpandKind,
    Group,
    Mode,
    Role,
    Tier,
)

Need = Callable[[Evidence, Policy], str]
MOST_NAMED = 3


def filled(holds: Callable[[Agent], bool], words: str) -> Need:
    """Return the need for a field of the inventory row."""
    return lambda evidence, _: "" if holds(evidence.agent) else words


def held(*roles: Role, words: str) -> Need:
    """Return the need for one of these roles to be held by an active person."""
    return lambda evidence, _: "" if any(_held(evidence, role) for role in roles) else words


def each_action(holds: Callable[[Action], bool], words: str) -> Need:
    """Return the need for every action in use to be settled; without an action nothing is."""

    def need(evidence: Evidence, _: Policy) -> str:
        actions = usable_actions(evidence)
        unsettled = [action.action for action in actions if not holds(action)]
        return f"{words} of {named(unsettled)}" if unsettled else "" if actions else "an action on file"

    return need


def capability(row: Capability, words: str) -> Need:
    """Return the need for a row of the control plane: done, with evidence and an active owner (S4-09)."""
    return lambda evidence, _: (
        "" if any(_is_done(evidence, each, row) for each in evidence.company.capabilities) else words
    )


def named(names: Iterable[str]) -> str:
    """Return up to three names in alphabetical order, and how many more there are."""
    return first_few(sorted(names))


def first_few(names: Sequence[str]) -> str:
    """Return the first three names as they come, and how many more there are."""
    rest = len(names) - MOST_NAMED
    return text.listed([*names[:MOST_NAMED], f"{rest} more"] if rest > 0 else names)


def an_owner(evidence: Evidence, _: Policy) -> str:
    return "" if evidence.active_owner is not None else "an active owner"


def an_action(evidence: Evidence, _: Policy) -> str:
    return "" if usable_actions(evidence) else "an action on file"


def a_forbidden_action(evidence: Evidence, _: Policy) -> str:
    return "" if any(row.mode is Mode.FORBIDDEN for row in evidence.actions) else "an action that is forbidden"


def an_approver(evidence: Evidence, policy: Policy) -> str:
    """A supervisor where a person approves; where one person may hold all roles, the owner will do."""
    if not any(is_approved(action, policy) for action in usable_actions(evidence)) or _held(evidence, Role.SUPERVISOR):
        return ""
    owner_does = policy.proposal.one_person_all_roles and evidence.active_owner is not None
    return "" if owner_does else "an active supervisor who approves"


def owned_escalations(evidence: Evidence, _: Policy) -> str:
    if not evidence.escalations:
        return "an escalation trigger"
    unowned = [row.trigger for row in evidence.escalations if not is_active(evidence, row.person)]
    return f"an active person for {named(unowned)}" if unowned else ""


def an_escalation_path(evidence: Evidence, _: Policy) -> str:
    return "" if any(row.person for row in evidence.escalations) else "an escalation trigger with a person"


def takeover_steps(evidence: Evidence, _: Policy) -> str:
    return "" if any(row.takeover_steps for row in evidence.escalations) else "how a person takes over"


def passed_evals(evidence: Evidence, policy: Policy) -> str:
    last = latest_evals(evidence)
    if not any(row.case_source in REAL for row in last):
        return "an eval on real cases"
    failed = [row.suite for row in failing(evidence, policy)]
    return f"a passed run of {named(failed)}" if failed else ""


def edge_cases(evidence: Evidence, _: Policy) -> str:
    return "" if has_edge_cases(evidence) else "real edge cases in an eval suite"


def a_passed_drill(evidence: Evidence, _: Policy) -> str:
    """Nothing while no drill was held; a drill that failed leaves the question open."""
    last = max(evidence.drills, key=lambda row: (row.drilled_on, row.drill), default=None)
    return "" if last is None or last.passed else "a passed drill after the failed one"


def approval_of_high_impact(evidence: Evidence, policy: Policy) -> str:
    """High-impact actions wait for a person, always or above a threshold (S0-29, S2-14)."""
    actions = usable_actions(evidence)
    alone = [row.action for row in actions if is_high(row, policy) and not waits(evidence, policy, row)]
    if alone:
        return f"approval of {named(alone)}"
    return "" if actions else "an action on file"


def a_tested_headline(evidence: Evidence, policy: Policy) -> str:
    """A headline with baseline, target and guard measure (S0-21, S0-22)."""
    rows = headlines(evidence, policy)
    if not rows:
        return "a headline measure"
    parts = (
        ("a baseline", all(has_baseline(evidence, row) for row in rows)),
        ("a target", all(row.target is not None or row.passes is not None for row in rows)),
        ("a guard measure", any(guards_of(evidence, policy, row.measure) for row in rows)),
    )
    return text.listed([words for words, there in parts if not there])


def one_or_two_headlines(evidence: Evidence, policy: Policy) -> str:
    return "" if 1 <= len(headlines(evidence, policy)) <= 2 else "one or two headline measures"


def a_baseline(evidence: Evidence, policy: Policy) -> str:
    there = any(has_baseline(evidence, row) for row in bounds_today(evidence, policy))
    return "" if there else "a baseline for time, quality, cost or conversion"


def early_bounds(evidence: Evidence, policy: Policy) -> str:
    """Pass and fail bounds of the headline, agreed before the level was raised here (S0-55)."""
    rows = headlines(evidence, policy)
    if not rows or any(row.passes is None or row.fails is None for row in rows):
        return "pass and fail bounds of the headline"
    raised = [row.as_of for row in evidence.decisions if row.choice is Choice.EXPAND and row.kind is ExpandKind.LEVEL]
    late = [row.measure for row in rows if raised and _first_set(evidence, row.measure) > max(raised)]
    return f"bounds of {named(late)} from before the level was raised" if late else ""


def return_and_risk(evidence: Evidence, policy: Policy) -> str:
    """Leadership saw return and risk side by side; holds until the first portfolio review is due (S0-30)."""
    start = started_on(evidence)
    quarter_end = containing(start, Grain.QUARTER).last if start else None
    if _still_to_come(evidence, policy, quarter_end, policy.clock.portfolio_day):
        return ""
    catalogue = evidence.company.measures
    groups = {catalogue[row.measure].group for row in bounds_today(evidence, policy) if row.measure in catalogue}
    if not {Group.OUTCOME, Group.CONTROL} <= groups:
        return "bounds for a measure of return and one of risk"
    return a_recent_review(evidence, policy)


def a_review_rhythm(evidence: Evidence, policy: Policy) -> str:
    """Reviews are held in a rhythm; holds until the first card is due (S0-31)."""
    held_until = _still_to_come(evidence, policy, started_on(evidence), policy.clock.day_card)
    return "" if held_until else a_recent_review(evidence, policy)


def a_recent_review(evidence: Evidence, policy: Policy) -> str:
    """A decision since the last quarter began; until that quarter's card is late, one of the quarter before will do."""
    quarter = containing(evidence.as_of, Grain.QUARTER)
    is_late = evidence.as_of > quarter.first + timedelta(days=policy.clock.quarterly_day - 1)
    since = quarter.previous.first if is_late else quarter.previous.previous.first
    there = any(row.as_of >= since for row in evidence.decisions)
    return "" if there else f"a decision recorded since {text.full_day(since)}"


def a_choice_this_quarter(evidence: Evidence, policy: Policy) -> str:
    """A decision this quarter; in the days before it is due, that of the quarter before will do."""
    quarter = containing(evidence.as_of, Grain.QUARTER)
    early = evidence.as_of < quarter.first + timedelta(days=policy.clock.portfolio_day)
    since = quarter.previous.first if early else quarter.first
    there = any(row.as_of >= since for row in evidence.decisions)
    return "" if there else "a decision for this quarter"


def side_by_side(evidence: Evidence, _: Policy) -> str:
    """Figures of value, adoption and cost since the last quarter began; risk is always counted."""
    since = containing(evidence.as_of, Grain.QUARTER).previous
    seen = _groups_seen(evidence, since)
    parts = (
        ("value", Group.OUTCOME in seen),
        ("adoption", Group.ADOPTION in seen or _ran(evidence)),
        ("cost", any(row.period.last >= since.first for row in evidence.costs) or _ran(evidence)),
    )
    absent = [words for words, there in parts if not there]
    return f"a figure for {text.listed(absent)}" if absent else ""


def enough_volume(evidence: Evidence, _: Policy) -> str:
    """Runs, a loaded volume, or hours of the task it took over (S0-28)."""
    counted = any(evidence.observations.get(key) for key in ("volume", "outputs_completed", "throughput"))
    there = counted or _ran(evidence) or any(row.agent == evidence.agent.agent for row in evidence.company.tasks)
    return "" if there else "how much work there is"


def a_task(evidence: Evidence, _: Policy) -> str:
    there = any(row.agent == evidence.agent.agent for row in evidence.company.tasks)
    return "" if there else "the task it took over"


def a_change_log(evidence: Evidence, _: Policy) -> str:
    if not evidence.changes:
        return "a change log"
    unsigned = [row.change for row in evidence.changes if not row.approver]
    return f"the approver of {named(unsigned)}" if unsigned else ""


def kept_logs(evidence: Evidence, _: Policy) -> str:
    """Runs on record where there is a log; an agent fed by files keeps its logs elsewhere (rules 10)."""
    from_file = evidence.agent.evidence_source is EvidenceSource.FILE
    return "" if from_file or _ran(evidence) else "runs with a request id"


def a_start_date(evidence: Evidence, _: Policy) -> str:
    return "" if started_on(evidence) is not None else "the day it began to work"


def _still_to_come(evidence: Evidence, policy: Policy, start: date | None, days: int) -> bool:
    """Say whether a first due date lies ahead; one before the first load moves to 30 days after it (rules 11)."""
    loaded = evidence.first_loaded
    if start is None:
        return loaded is None or evidence.as_of <= loaded + timedelta(days=policy.clock.first_load)
    due = start + timedelta(days=days)
    if loaded is not None and due < loaded <= evidence.as_of:
        due = loaded + timedelta(days=policy.clock.first_load)
    return evidence.as_of <= due


def _held(evidence: Evidence, role: Role) -> bool:
    return any(is_active(evidence, name) for name in evidence.holders(role))


def _is_done(evidence: Evidence, row: CapabilityRow, wanted: Capability) -> bool:
    return row.capability is wanted and row.done and bool(row.evidence) and is_active(evidence, row.owner)


def is_high(action: Action, policy: Policy) -> bool:
    """Say whether an action with an effect of its own is of high tier."""
    return access_of(action).has_effect and action_tier(action, policy) is Tier.HIGH


def waits(evidence: Evidence, policy: Policy, action: Action) -> bool:
    """Say whether an action waits for a person, always or above a threshold."""
    return is_approved(action, policy) or has_rule(evidence, action)


def _first_set(evidence: Evidence, measure: str) -> date:
    rows = [row for row in evidence.bounds if row.measure == measure and row.passes is not None]
    return min((row.set_on or row.effective_from for row in rows), default=evidence.as_of)


def _groups_seen(evidence: Evidence, since: Period) -> set[Group]:
    catalogue = evidence.company.measures
    return {
        catalogue[key].group
        for key, rows in evidence.observations.items()
        if key in catalogue and any(row.period.last >= since.first for row in rows)
    }


def _ran(evidence: Evidence) -> bool:
    return bool(evidence.days)
