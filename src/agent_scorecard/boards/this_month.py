"""The home page: which cards are due, what needs a person, how the groups stand, what I promised."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from agent_scorecard import format
from agent_scorecard.boards import causes_due, words
from agent_scorecard.boards.attention import attended, first_of_each
from agent_scorecard.boards.exceptions import ExceptionLine
from agent_scorecard.boards.follow_through import decided_of_due
from agent_scorecard.boards.shapes import Attention, GroupMark, Promise
from agent_scorecard.rules.answers import Assessment, Finding, Judged
from agent_scorecard.rules.evidence import Company
from agent_scorecard.rules.facts import FollowUp
from agent_scorecard.rules.levels import last_decision
from agent_scorecard.vocabulary import Choice, Group, Severity, Status, Verdict

GROUPS = (Group.OUTCOME, Group.QUALITY, Group.ADOPTION, Group.CONTROL)
SHOWN_BEFORE_MORE = 7
LIST_LENGTH = 7
FEW_AGENTS = 3
THE_LIST_SAYS_IT = ("review_overdue", "decision_missing")


@dataclass(frozen=True, slots=True)
class DueRow:
    """One agent whose card is due, with what was decided last time."""

    agent: str
    name: str
    owner: str
    owner_active: bool
    due: str
    due_note: str
    late: bool
    last: str
    last_on: str
    follow_up: str
    follow_up_state: str
    groups: tuple[GroupMark, ...]
    proposed: Choice
    proposed_why: str
    blocked: bool


@dataclass(frozen=True, slots=True)
class GroupCount:
    group: Group
    counts: tuple[tuple[Verdict, int], ...]


@dataclass(frozen=True, slots=True)
class SetUpQuestion:
    """What is asked next, and of which agents: id, name and how much of their set-up is known."""

    question: str
    agents: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, slots=True)
class ThisMonth:
    """The due list of a month, the attention list, four group counts over live agents, my follow-ups."""

    over: str
    deck: str
    more: str
    month_end: str
    overdue: tuple[DueRow, ...]
    due: tuple[DueRow, ...]
    later: tuple[DueRow, ...]
    next_due: str
    figures: tuple[str, ...]
    attention: tuple[Attention, ...]
    attention_hidden: tuple[Attention, ...]
    blocking: int
    set_up: tuple[SetUpQuestion, ...]
    in_set_up: int
    groups: tuple[GroupCount, ...]
    counted: str
    follow_ups: tuple[Promise, ...]
    actor: str
    agents: int
    accepted: tuple[ExceptionLine, ...] = ()
    decided: str = ""


def this_month(
    company: Company,
    as_of: date,
    assessed: Sequence[Assessment],
    actor: str | None,
    strangers: Sequence[Finding] = (),
    accepted: Sequence[ExceptionLine] = (),
) -> ThisMonth:
    """Build the home page from the assessments of one day.

    `actor` is the id of the person acting, `strangers` are the findings about runs of nobody in the inventory,
    `accepted` the gaps accepted for a time.
    """
    shown = [one for one in assessed if words.in_view(one)]
    month_end = _month_end(as_of)
    wanted = sorted((one for one in shown if one.due.on is not None and one.due.on <= month_end), key=_by_due)
    overdue = tuple(_due_row(one, as_of) for one in wanted if one.due.overdue)
    due = tuple(_due_row(one, as_of) for one in wanted if not one.due.overdue)
    attention = _attention(shown, strangers)
    blocking = sum(row.severity is Severity.BLOCK for row in attention)
    first, others = first_of_each(attention)
    deck, more = _deck(len(assessed), len(overdue), len(due), shown)
    counted, groups = _group_counts(shown)
    return ThisMonth(
        over=words.over_line(company, as_of),
        deck=deck,
        more=more,
        month_end=format.day(month_end),
        overdue=overdue,
        due=due,
        later=_later(shown, month_end, as_of, LIST_LENGTH - len(wanted)) if wanted else (),
        next_due=_next_due(shown, month_end, as_of),
        figures=_figures(shown),
        attention=first[:SHOWN_BEFORE_MORE],
        attention_hidden=(*first[SHOWN_BEFORE_MORE:], *others),
        blocking=blocking,
        accepted=tuple(accepted),
        set_up=_questions(shown),
        in_set_up=sum(_asks(one) for one in shown),
        groups=groups,
        counted=counted,
        follow_ups=_promises(shown, as_of, actor),
        actor=words.person(company, actor) if actor else "",
        agents=len(assessed),
        decided=decided_of_due(assessed, as_of),
    )


def _by_due(one: Assessment) -> tuple[date, str]:
    return (one.due.on or date.max, one.evidence.agent.agent)


def _month_end(day: date) -> date:
    following = date(day.year + day.month // 12, day.month % 12 + 1, 1)
    return date.fromordinal(following.toordinal() - 1)


def _later(shown: Sequence[Assessment], month_end: date, as_of: date, room: int) -> tuple[DueRow, ...]:
    """The next dates after this month, as far as a short list leaves room."""
    after = sorted((one for one in shown if one.due.on is not None and one.due.on > month_end), key=_by_due)
    return tuple(_due_row(one, as_of) for one in after[: max(0, room)])


def _due_row(one: Assessment, as_of: date) -> DueRow:
    owner, active = words.owner_line(one.evidence)
    last = last_decision(one.evidence)
    promised, state = _promise_of(one)
    return DueRow(
        agent=one.evidence.agent.agent,
        name=one.evidence.agent.name,
        owner=owner,
        owner_active=active,
        due=format.day(one.due.on, as_of),
        due_note=_due_note(one, as_of),
        late=one.due.overdue,
        last=last.choice.value.capitalize() if last else "first card",
        last_on=format.day(last.as_of, as_of) if last else "",
        follow_up=promised,
        follow_up_state=state,
        groups=tuple(GroupMark(group.value.capitalize(), one.groups[group].verdict) for group in GROUPS),
        proposed=one.proposal.choice,
        proposed_why=one.proposal.reasons[0].text if one.proposal.reasons else "",
        blocked=bool(one.blocks),
    )


def _due_note(one: Assessment, as_of: date) -> str:
    if one.due.overdue:
        return f"{format.plural(one.due.days_late, 'day')} late"
    ahead = ((one.due.on or as_of) - as_of).days
    return "today" if ahead == 0 else "tomorrow" if ahead == 1 else f"in {ahead} days"


def _promise_of(one: Assessment) -> tuple[str, str]:
    last = last_decision(one.evidence)
    if last is None:
        return "", ""
    state = words.promised(one.evidence, last.seq)
    return (f"follow-up {state}" if state else ""), state


def _attention(shown: Sequence[Assessment], strangers: Sequence[Finding]) -> tuple[Attention, ...]:
    rows = [
        _attended(found, found.agent, one.evidence.agent.name)
        for one in shown
        for found in sorted(one.findings, key=lambda found: found.place)
        if found.severity is not Severity.NOTE and found.code not in THE_LIST_SAYS_IT
    ]
    rows += [_attended(found, "", found.agent) for found in strangers]
    return tuple(sorted(rows, key=lambda row: (-row.severity.rank, row.agent == "", row.name.casefold(), row.agent)))


def _attended(found: Finding, agent: str, name: str) -> Attention:
    return attended(found, agent, name)


def _asks(one: Assessment) -> bool:
    return one.set_up.in_grace and one.set_up.known < one.set_up.asked


def _questions(shown: Sequence[Assessment]) -> tuple[SetUpQuestion, ...]:
    """Ask each question once, of the most agents first: a line replaces a flood of findings (rules 5)."""
    asked: dict[str, list[tuple[str, str, str]]] = {}
    for one in shown:
        if _asks(one):
            known = format.n_of(one.set_up.known, one.set_up.asked)
            entry = (one.evidence.agent.agent, one.evidence.agent.name, f"{known} known")
            asked.setdefault(one.set_up.next_question, []).append(entry)
    lines = (SetUpQuestion(question, tuple(agents)) for question, agents in asked.items())
    return tuple(sorted(lines, key=lambda line: (-len(line.agents), line.question)))


def _deck(agents: int, overdue: int, due: int, shown: Sequence[Assessment]) -> tuple[str, str]:
    if not agents:
        return "No agent is on the board yet.", ""
    deck = _cards(overdue, due)
    stuck = sum(bool(one.blocks) for one in shown)
    if stuck:
        return deck, f"{words.spelled(stuck)} {'agent' if stuck == 1 else 'agents'} cannot move until a person acts."
    return deck, "Nothing blocks an agent."


def _cards(overdue: int, due: int) -> str:
    if not overdue and not due:
        return "No card is due this month."
    if not due:
        return f"{words.counted(overdue, 'card')} overdue."
    late = f", {words.spelled(overdue).lower()} of them overdue" if overdue else ""
    return f"{words.counted(overdue + due, 'card')} due{late}."


def _next_due(shown: Sequence[Assessment], month_end: date, as_of: date) -> str:
    """What to say instead of an empty due list."""
    later = min((one for one in shown if one.due.on is not None and one.due.on > month_end), key=_by_due, default=None)
    if later is None:
        return "No card has a date yet."
    return f"The next card is {later.evidence.agent.name}, due {format.day(later.due.on, as_of)}."


def _figures(shown: Sequence[Assessment]) -> tuple[str, ...]:
    """What a small board says on its first day: one figure of each agent, the headline if there is one."""
    if len(shown) > FEW_AGENTS:
        return ()
    lines = []
    for one in shown:
        valued = [row for row in one.judged if row.figure is not None and row.measure.group is not Group.OTHER]
        first = min(valued, key=_by_weight, default=None)
        if first is not None:
            about = f"{one.evidence.agent.name}: {first.measure.name.lower()} in {words.period_words(first.period)}"
            lines.append(f"{about}: {first.sentence.text}")
    return tuple(lines)


def _by_weight(row: Judged) -> tuple[bool, int, str]:
    headline = row.bounds is not None and row.bounds.headline
    return (not headline, GROUPS.index(row.measure.group), row.measure.key)


def _group_counts(shown: Sequence[Assessment]) -> tuple[str, tuple[GroupCount, ...]]:
    live = [one for one in shown if one.evidence.agent.status in (Status.LIVE, Status.PAUSED)]
    chosen, word = (live, "live agent") if live else (list(shown), "agent")
    rows = []
    for group in GROUPS:
        found = Counter(one.groups[group].verdict for one in chosen)
        rows.append(GroupCount(group, tuple((verdict, found[verdict]) for verdict in Verdict)))
    return f"{format.plural(len(chosen), word)}, worst measure of each", tuple(rows)


def _promises(shown: Sequence[Assessment], as_of: date, actor: str | None) -> tuple[Promise, ...]:
    order = {"overdue": 0, "open": 1, "done": 2}
    mine = [(row, one) for one in shown for row in one.evidence.follow_ups if actor is not None and row.owner == actor]
    lines = [_promise(row, one, as_of) for row, one in sorted(mine, key=lambda pair: (pair[0].due, pair[0].follow_up))]
    lines += causes_due.as_promises(shown, as_of, actor)
    recent = [line for line in lines if line.state != "done"] + [line for line in lines if line.state == "done"][-3:]
    return tuple(sorted(recent, key=lambda line: order[line.state]))


def _promise(row: FollowUp, one: Assessment, as_of: date) -> Promise:
    state = words.follow_up_state(row, as_of)
    name = one.evidence.agent.name
    when = f"{words.promise_day(row, as_of)} · {name}"
    incident = row.incident or ""
    return Promise(row.follow_up, one.evidence.agent.agent, name, row.what, when, state, row.in_place, incident)
