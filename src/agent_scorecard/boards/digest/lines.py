"""What a digest may tell of agents: blocking findings, late promises, open alerts, and the due list of the month."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from hashlib import sha256

from agent_scorecard import format
from agent_scorecard.boards import words
from agent_scorecard.boards.addresses import link
from agent_scorecard.boards.attention import attended
from agent_scorecard.boards.digest.shapes import Line, Section
from agent_scorecard.boards.this_month import DueRow, this_month
from agent_scorecard.boards.weekly.first_months import MonthLine, weeks_to_hold
from agent_scorecard.policy.shapes import Policy
from agent_scorecard.rules.alerts import CODES
from agent_scorecard.rules.answers import Assessment, CauseDue, Finding
from agent_scorecard.rules.evidence import Company
from agent_scorecard.rules.facts import FollowUp
from agent_scorecard.vocabulary import Severity

LONGEST_NAME = 200
COUNTED = ("incidents", "uncontained", "actions", "times")
"""What a finding counts: more of it is news, one more day of it is not."""


def blocks(assessed: Sequence[Assessment], strangers: Sequence[Finding]) -> Iterator[Line]:
    """Yield what blocks each agent, the heaviest first, then runs of nobody on file; alerts are told by themselves."""
    for one in assessed:
        for row in sorted(one.blocks, key=lambda found: found.place):
            if row.code not in CODES:
                yield _found(row, row.agent, one.evidence.agent.name, owner_of(one))
    for found in strangers:
        if found.severity is Severity.BLOCK:
            yield _found(found, "", found.agent, ())


def late_promises(assessed: Sequence[Assessment], as_of: date) -> Iterator[Line]:
    """Yield what was promised and is late, for whoever promised it and the owner of the agent."""
    for one in assessed:
        for row in one.evidence.follow_ups:
            if words.follow_up_state(row, as_of) == "overdue":
                yield _promise(row, one, as_of)
        for cause in one.causes_due:
            if cause.due < as_of:
                yield _cause(cause, one, as_of)


def due(company: Company, assessed: Sequence[Assessment], policy: Policy, as_of: date) -> Iterator[Line]:
    """Yield the cards overdue or due this month, and the weekly reviews to hold, as the home page lists them."""
    board = this_month(company, as_of, assessed, None)
    owners = {one.evidence.agent.agent: owner_of(one) for one in assessed}
    for row in (*board.overdue, *board.due):
        yield _card(row, owners[row.agent], as_of)
    for week in weeks_to_hold(assessed, policy):
        yield _week(week, owners[week.agent], as_of)


def in_month(state: str, as_of: date) -> str:
    """A state that is another one each month: what is to be done is told again while it waits."""
    return f"{state} {as_of:%Y-%m}"


def owner_of(one: Assessment) -> tuple[str, ...]:
    owner = one.evidence.active_owner
    return (owner.person,) if owner is not None else ()


def _named(*parts: str) -> str:
    """Name what a line is about; a long name keeps its beginning and ends with a digest of the whole."""
    whole = ":".join(parts)
    return whole if len(whole) <= LONGEST_NAME else f"{whole[:LONGEST_NAME]}:{sha256(whole.encode()).hexdigest()}"


def _found(found: Finding, agent: str, name: str, who: tuple[str, ...]) -> Line:
    row = attended(found, agent, name)
    arguments: Mapping[str, object] = found.sentence.arguments
    named = [str(value) for value in arguments.values() if isinstance(value, str)] if agent else []
    counts = [f"{key} {arguments[key]}" for key in COUNTED if key in arguments]
    return Line(
        section=Section.BLOCKS,
        item=_named("finding", agent or name, found.code, *named),
        state=" ".join(("blocks", *counts)),
        agent=agent,
        name=name,
        sentence=row.text,
        way_out=row.way_out,
        address=link(row.place, agent=agent) if agent else link("load_data"),
        who=who,
        late=True,
    )


def _promise(row: FollowUp, one: Assessment, as_of: date) -> Line:
    promised = words.person(one.evidence.company, row.owner)
    where = link("incidents", incident=row.incident) if row.incident else link("scorecard", agent=row.agent)
    return Line(
        section=Section.FOLLOW_UPS,
        item=f"follow_up:{row.follow_up}",
        state=in_month(f"overdue since {row.due}", as_of),
        agent=row.agent,
        name=one.evidence.agent.name,
        sentence=f"{row.what}: promised by {promised} for {format.day(row.due, as_of)}.",
        way_out="Say what became of it, or close it.",
        address=where,
        who=tuple(dict.fromkeys((row.owner, *owner_of(one)))),
        late=True,
    )


def _cause(row: CauseDue, one: Assessment, as_of: date) -> Line:
    owner = row.owner
    who = (owner, *owner_of(one)) if owner is not None else owner_of(one)
    return Line(
        section=Section.FOLLOW_UPS,
        item=f"cause:{row.incident}",
        state=in_month(f"overdue since {row.due}", as_of),
        agent=one.evidence.agent.agent,
        name=one.evidence.agent.name,
        sentence=f"The cause of {row.incident} was to be written down by {format.day(row.due, as_of)}.",
        way_out="Write down the cause.",
        address=link("incidents", incident=row.incident),
        who=tuple(dict.fromkeys(who)),
        late=True,
    )


def _card(row: DueRow, who: tuple[str, ...], as_of: date) -> Line:
    return Line(
        section=Section.DUE,
        item=f"card:{row.agent}",
        state=in_month(f"{'overdue' if row.late else 'due'} {row.due}", as_of),
        agent=row.agent,
        name=row.name,
        sentence=f"Card due {row.due}, {row.due_note}.",
        way_out=f"Proposed: {row.proposed.value}.",
        address=link("scorecard", agent=row.agent),
        who=who,
        late=row.late,
    )


def _week(row: MonthLine, who: tuple[str, ...], as_of: date) -> Line:
    return Line(
        section=Section.WEEKS,
        item=f"week:{row.agent}:{row.week}",
        state=in_month("overdue" if row.late else "due", as_of),
        agent=row.agent,
        name=row.name,
        sentence=f"{row.week} to review, {row.when}.",
        way_out="Thirty minutes: figures, a sample of runs, one change.",
        address=link("weekly", agent=row.agent),
        who=who,
        late=row.late,
    )
