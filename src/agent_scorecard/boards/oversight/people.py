"""Who answers for each action: accountable, system owner, risk owner, who is asked and told, and every gap."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from agent_scorecard import format
from agent_scorecard.boards import words
from agent_scorecard.boards.oversight.seen import Seen, about, counted
from agent_scorecard.boards.shapes import Attention
from agent_scorecard.policy.shapes import Policy
from agent_scorecard.rules.answers import Finding
from agent_scorecard.rules.evidence import Company, Evidence
from agent_scorecard.rules.oversight import ModeAnswer
from agent_scorecard.rules.raci import SLOTS, Raci, raci
from agent_scorecard.rules.raci_gaps import RaciGap, gaps_of, holder
from agent_scorecard.vocabulary import Role, Severity

EVERYBODY = "An accountable person, a system owner and a risk owner"
ON_CALL_FINDING = "builder_only_on_call"


@dataclass(frozen=True, slots=True)
class Slot:
    """One place of an action: the name in it, and the severity of its being empty, None where it is held."""

    name: str
    gap: Severity | None


@dataclass(frozen=True, slots=True)
class PeopleRow:
    """The people of one action: slots in the order accountable, system owner, risk owner."""

    action: str
    about: str
    slots: tuple[Slot, ...]
    others: str
    trigger: str
    gaps: tuple[Attention, ...]


@dataclass(frozen=True, slots=True)
class PeopleGroup:
    agent: str
    name: str
    about: str
    on_call_gap: Attention | None
    rows: tuple[PeopleRow, ...]

    @property
    def heaviest(self) -> int:
        """How heavy its worst gap is, -1 without any."""
        gaps = [gap for row in self.rows for gap in row.gaps] + [self.on_call_gap] * bool(self.on_call_gap)
        return max((gap.severity.rank for gap in gaps if gap), default=-1)


@dataclass(frozen=True, slots=True)
class People:
    """`said` counts the actions whose three people are all there; gaps come heaviest first, and so do agents."""

    said: str
    gaps: tuple[tuple[str, Attention], ...]
    groups: tuple[PeopleGroup, ...]


def people(shown: Sequence[Seen], policy: Policy) -> People:
    """Return the people of every action that may run."""
    groups = tuple(_group(each, policy) for each in shown)
    rows = [row for group in groups for row in group.rows]
    complete = sum(all(slot.gap is None for slot in row.slots) for row in rows)
    gaps = [(row.action, gap) for row in rows for gap in row.gaps]
    gaps += [("", group.on_call_gap) for group in groups if group.on_call_gap is not None]
    return People(
        said=_said(complete, len(rows)),
        gaps=tuple(sorted(gaps, key=lambda pair: -pair[1].severity.rank)),
        groups=tuple(sorted(groups, key=lambda group: -group.heaviest)),
    )


def _said(complete: int, of: int) -> str:
    if not of:
        return "No action may run here, so nobody has to answer for one."
    if complete == of:
        return f"{EVERYBODY} answer for {counted(complete, of, 'action')}."
    return f"{EVERYBODY} answer for {counted(complete, of, 'action')} only."


def _group(each: Seen, policy: Policy) -> PeopleGroup:
    evidence = each.one.evidence
    gap = next((row for row in each.one.findings if row.code == ON_CALL_FINDING), None)
    return PeopleGroup(
        agent=each.agent,
        name=each.name,
        about=_on_call(evidence),
        on_call_gap=_attention(each, gap) if gap else None,
        rows=tuple(_row(each, answer, policy) for answer in each.usable),
    )


def _on_call(evidence: Evidence) -> str:
    on_call = [words.person(evidence.company, person) for person in evidence.holders(Role.ON_CALL)]
    return f"executes; on call: {format.listed(on_call) or 'nobody named'}"


def _row(each: Seen, answer: ModeAnswer, policy: Policy) -> PeopleRow:
    evidence, action = each.one.evidence, answer.action
    held = raci(evidence, policy, action)
    gaps = gaps_of(evidence, policy, held)
    return PeopleRow(
        action=action.action,
        about=about(action),
        slots=tuple(_slot(evidence.company, held, slot, gaps) for slot in SLOTS),
        others=_others(evidence.company, action.consulted, action.informed),
        trigger=action.inform_trigger or "",
        gaps=tuple(_attention(each, gap.finding) for gap in gaps),
    )


def _slot(company: Company, held: Raci, slot: Role, gaps: Sequence[RaciGap]) -> Slot:
    gap = next((row.finding.severity for row in gaps if slot in row.slots), None)
    return Slot(words.person(company, holder(held, slot)), gap)


def _others(company: Company, consulted: Sequence[str], informed: Sequence[str]) -> str:
    told = (("consulted", consulted), ("informed", informed))
    return "; ".join(
        f"{format.listed([words.person(company, name) for name in names])} {verb}" for verb, names in told if names
    )


def _attention(each: Seen, found: Finding) -> Attention:
    return Attention(each.agent, each.name, found.severity, found.sentence.text, found.way_out, found.code)
