"""The scorecard: one agent, one period, one page that ends in a decision."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from agent_scorecard import format
from agent_scorecard.boards import words
from agent_scorecard.boards.attention import attended
from agent_scorecard.boards.card_lines import CardLine, cost_lines, decided, risk_lines
from agent_scorecard.boards.decision import UNTIL, DecisionForm, decision_form
from agent_scorecard.boards.exceptions import ExceptionForm, exception_form
from agent_scorecard.boards.gates.passing import checklist_fact
from agent_scorecard.boards.how import How, of_finding, of_group, of_intervention
from agent_scorecard.boards.intervention import InterventionSeries, intervention_series
from agent_scorecard.boards.intervention_words import ChartWords, chart_words
from agent_scorecard.boards.intervention_words import over as counted
from agent_scorecard.boards.intervention_words import sentence as intervention_sentence
from agent_scorecard.boards.ladder import rung_of
from agent_scorecard.boards.measure_rows import MeasureGroup, measure_groups, parted
from agent_scorecard.boards.sample import SampleLine, sample_lines, sample_note
from agent_scorecard.boards.shapes import Attention, Fact, Promise, Rung
from agent_scorecard.boards.weekly.fact import first_month_fact
from agent_scorecard.policy.shapes import Policy
from agent_scorecard.rules.answers import Assessment, Finding, GroupAnswer
from agent_scorecard.rules.explained import Explanations
from agent_scorecard.rules.facts import RunSample
from agent_scorecard.rules.interventions import KEY
from agent_scorecard.rules.levels import last_decision
from agent_scorecard.rules.oversight import always_human
from agent_scorecard.rules.periods import Grain, Period, containing
from agent_scorecard.rules.proposal import choice_words, default_due
from agent_scorecard.vocabulary import Choice, EvidenceState, Group, Level, Verdict

NOT_STATED = "not stated"
SIGNALS = ("intervention_climbing", "intervention_watch")


@dataclass(frozen=True, slots=True)
class GroupLine:
    """One group with what decided it in a few words, and the whole sentence."""

    name: str
    verdict: Verdict
    sentence: str
    why: str
    how: How = ()


@dataclass(frozen=True, slots=True)
class EvidenceLine:
    """One item for the next level, with the state it is in and what it asks."""

    item: int
    state: EvidenceState
    sentence: str
    how: str = ""


@dataclass(frozen=True, slots=True)
class Scorecard:
    """Every region of the page in its printed order (product, screen 2); `seen` is the last decision, 0 for none."""

    agent: str
    name: str
    over: str
    deck: str
    more: str
    period: Period
    published: bool
    seen: int
    facts: tuple[Fact, ...]
    groups: tuple[GroupLine, ...]
    groups_how: str
    attention: tuple[Attention, ...]
    notes: tuple[Attention, ...]
    set_up: str
    purpose: tuple[tuple[str, str], ...]
    rung: Rung
    intervention_over: str
    signal: Attention | None
    intervention: str
    intervention_how: tuple[tuple[str, str], ...]
    series: InterventionSeries | None
    chart: ChartWords | None
    measures: tuple[MeasureGroup, ...]
    more_measures: tuple[MeasureGroup, ...]
    risk: tuple[CardLine, ...]
    cost: tuple[CardLine, ...]
    sample: tuple[SampleLine, ...]
    sample_note: str
    next_level: Level | None
    evidence: tuple[EvidenceLine, ...]
    there: str
    follow_ups: tuple[Promise, ...]
    exceptions: ExceptionForm
    form: DecisionForm


def scorecard(one: Assessment, policy: Policy, sample: Sequence[RunSample]) -> Scorecard:
    """Build the card of an assessment; `sample` is a random draw of runs of the period."""
    evidence, agent = one.evidence, one.evidence.agent
    deck, more = _deck(one)
    series = intervention_series(evidence, policy)
    intervention = intervention_sentence(next((row for row in one.judged if row.measure.key == KEY), None))
    told = Explanations(policy)
    serious, notes = _attention(one, policy, told)
    signal = _signal(one)
    shown, folded = parted(one.judged)
    published = _is_published(one)
    return Scorecard(
        agent=agent.agent,
        name=agent.name,
        over=_over(one.period, published),
        deck=deck,
        more=more,
        period=one.period,
        published=published,
        seen=max((row.seq for row in (*evidence.decisions, *evidence.corrected)), default=0),
        facts=(*_facts(one), checklist_fact(one, policy), *first_month_fact(evidence, policy)),
        groups=tuple(_group_line(one, one.groups[group]) for group in Group if group is not Group.OTHER),
        groups_how=told.line("group"),
        attention=serious,
        notes=notes,
        set_up=_set_up(one),
        purpose=_purpose(one, policy),
        rung=rung_of(one.reading),
        intervention_over=counted(series),
        signal=_attended(one, policy, signal, told) if signal else None,
        intervention=intervention,
        intervention_how=of_intervention(one, policy, series, signal, told),
        series=series,
        chart=chart_words(series, intervention, evidence.as_of),
        measures=measure_groups(shown, evidence.company.currency),
        more_measures=measure_groups(folded, evidence.company.currency),
        risk=risk_lines(one, told),
        cost=cost_lines(one, told),
        sample=sample_lines(sample, agent, evidence.as_of),
        sample_note=sample_note(sample, one.period.first, evidence.runs_kept_from),
        next_level=one.reading.next,
        evidence=_evidence(one, told),
        there=_there(one),
        follow_ups=_follow_ups(one),
        exceptions=exception_form(one, policy),
        form=_form(one, policy),
    )


def _over(period: Period, is_published: bool) -> str:
    state = "published" if is_published else "draft, not yet published"
    return f"Scorecard · {words.period_words(period)} · {state}"


def last_measured(one: Assessment) -> Period | None:
    """The last month with a figure of the agent, loaded or from runs; None where there is none."""
    evidence = one.evidence
    loaded = [row.period.counted_in(Grain.MONTH) for rows in evidence.observations.values() for row in rows]
    counted = [containing(row.day, Grain.MONTH) for row in evidence.days]
    return max([*loaded, *counted], default=None)


def _is_published(one: Assessment) -> bool:
    return any(row.period == str(one.period) for row in one.evidence.decisions)


def _deck(one: Assessment) -> tuple[str, str]:
    """What blocks says the first sentence, otherwise the worst group; the proposal says the second."""
    proposed = f"Proposed: {choice_words(one.evidence)[one.proposal.choice].removesuffix(f' {UNTIL}').lower()}."
    if one.blocks:
        return words.headline(one.blocks[0].sentence.text), proposed
    judged = [answer for answer in one.groups.values() if answer.verdict.is_judged]
    if not judged:
        return _unjudged(one), proposed
    worst = max(judged, key=lambda answer: answer.verdict.rank)
    if worst.verdict in (Verdict.MET, Verdict.PASSING):
        return "Every judged group passes.", proposed
    return f"{worst.group.value.capitalize()}: {worst.verdict.word.lower()}. {decided(one, worst)}", proposed


def _unjudged(one: Assessment) -> str:
    if one.evidence.bounds:
        return "Nothing with a bound was measured in this period."
    last = last_measured(one)
    if last is not None and last < one.period:
        return f"No bounds are set; the last figures are of {words.period_words(last)}."
    return "Nothing here can be judged yet: no bounds are set."


def _facts(one: Assessment) -> tuple[Fact, ...]:
    evidence, as_of = one.evidence, one.evidence.as_of
    owner, active = words.owner_line(evidence)
    confirmed = evidence.agent.owner_confirmed_on
    since = f"since {format.day(one.reading.since, as_of)}" if one.reading.since else ""
    tier, _, suggested = words.tier_word(one.reading).partition(", ")
    return (
        Fact("Owner", owner, f"confirmed {format.day(confirmed, as_of)}" if active and confirmed else ""),
        Fact("Risk tier", tier.capitalize(), suggested),
        Fact("Status", evidence.agent.status.value.capitalize()),
        Fact("Autonomy", f"{one.reading.allowed.value} {one.reading.allowed.word.lower()}", since),
        _last_card(one),
        _due(one),
    )


def _last_card(one: Assessment) -> Fact:
    last = last_decision(one.evidence)
    if last is None:
        return Fact("Last card", "None yet")
    state = words.promised(one.evidence, last.seq)
    said = f"{last.choice.value.capitalize()}, {format.day(last.as_of, one.evidence.as_of)}"
    return Fact("Last card", said, f"follow-up {state}" if state else "", state == "overdue")


def _due(one: Assessment) -> Fact:
    if one.due.on is None:
        return Fact("Review due", "No date")
    late = f"{format.plural(one.due.days_late, 'day')} late" if one.due.overdue else ""
    return Fact("Review due", format.day(one.due.on, one.evidence.as_of), late, one.due.overdue)


def _group_line(one: Assessment, answer: GroupAnswer) -> GroupLine:
    name, how = answer.group.value.capitalize(), of_group(one, answer)
    return GroupLine(name, answer.verdict, decided(one, answer), answer.sentence.text, how)


def _attention(
    one: Assessment, policy: Policy, told: Explanations
) -> tuple[tuple[Attention, ...], tuple[Attention, ...]]:
    rows = [_attended(one, policy, found, told) for found in sorted(one.findings, key=lambda found: found.place)]
    heavy = tuple(row for row in rows if row.severity.rank > 0)
    return heavy, tuple(row for row in rows if row.severity.rank == 0)


def _attended(one: Assessment, policy: Policy, found: Finding, told: Explanations) -> Attention:
    how = of_finding(one, policy, found, told)
    return attended(found, found.agent, "", how)


def _evidence(one: Assessment, told: Explanations) -> tuple[EvidenceLine, ...]:
    if one.reading.next is None:
        return ()
    start = Level(one.reading.next - 1)
    return tuple(
        EvidenceLine(item.item, item.state, item.sentence.text, told.item(item, start)) for item in one.reading.required
    )


def _there(one: Assessment) -> str:
    accepted = len(one.reading.accepted)
    for_now = f", {format.count(accepted)} of them accepted for now" if accepted else ""
    return f"{format.n_of(one.reading.there, len(one.reading.required))} there{for_now}"


def _set_up(one: Assessment) -> str:
    if not one.set_up.in_grace or one.set_up.known >= one.set_up.asked:
        return ""
    return f"Set-up: {format.n_of(one.set_up.known, one.set_up.asked)} known. Next: {one.set_up.next_question}"


def _purpose(one: Assessment, policy: Policy) -> tuple[tuple[str, str], ...]:
    agent, reading = one.evidence.agent, one.reading
    granted = "" if reading.granted_here else " (not granted here)"
    levels = f"On file {reading.on_file.value}, granted {reading.granted.value}{granted}"
    return (
        ("Workflow", words.workflow(agent.workflow) or NOT_STATED),
        ("For", agent.user_group or NOT_STATED),
        ("Business outcome", agent.business_outcome or NOT_STATED),
        ("Level", f"{levels}, supported {reading.supported.value}, allowed today {reading.allowed.value}."),
        ("A person always", always_human(one.evidence, policy, reading.allowed)),
    )


def _signal(one: Assessment) -> Finding | None:
    """What people stepping in say by themselves: the alert, else the watch (rules 4)."""
    found = {row.code: row for row in one.findings if row.code in SIGNALS}
    return next((found[code] for code in SIGNALS if code in found), None)


def _follow_ups(one: Assessment) -> tuple[Promise, ...]:
    as_of = one.evidence.as_of
    rows = sorted(one.evidence.follow_ups, key=lambda row: (row.due, row.follow_up))
    return tuple(
        Promise(
            row.follow_up,
            row.agent,
            one.evidence.agent.name,
            row.what,
            f"{words.person(one.evidence.company, row.owner)}, {words.promise_day(row, as_of)}",
            words.follow_up_state(row, as_of),
            row.in_place,
            row.incident or "",
        )
        for row in rows
    )


def _form(one: Assessment, policy: Policy) -> DecisionForm:
    dues: dict[Choice, date] = {
        choice: default_due(choice, one.evidence, policy, one.due) for choice in Choice if choice is not Choice.MERGE
    }
    return decision_form(one, policy, choice_words(one.evidence), dues)
