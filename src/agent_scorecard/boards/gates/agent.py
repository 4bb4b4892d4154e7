"""One agent: its four gates and its checklist item by item, who signs, and what is asked of a person next."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from agent_scorecard import format
from agent_scorecard.boards import words
from agent_scorecard.boards.attention import attended
from agent_scorecard.boards.gates.agents import GateCell, cell
from agent_scorecard.boards.gates.passing import Passing
from agent_scorecard.boards.shapes import Attention, Fact
from agent_scorecard.policy.shapes import Policy
from agent_scorecard.rules.evidence import Evidence
from agent_scorecard.rules.gate_needs import first_few
from agent_scorecard.rules.gate_signing import SIGNATURES, must_sign, signed_by_one, submitter, to_sign, waits_for
from agent_scorecard.rules.gate_steps import GATE_WORDS, SIGNED_AS, GateState, next_gate
from agent_scorecard.rules.gates import GateStanding, ItemAnswer, latest
from agent_scorecard.vocabulary import EvidenceState, Gate, GateAnswer, GateItem, Role, Tier

BLOCKS = MappingProxyType(
    {"F": "Workflow fit", "C": "Control design", "M": "Measurement", "O": "Operations"},
)
KEYS = frozenset({"agent", "person", "effective_from", "effective_to", "active", "inactive_since"})
GIVEN_ON = MappingProxyType(
    {
        "actions": "oversight",
        "assignments": "oversight",
        "drills": "oversight",
        "escalations": "on_call",
        "changes": "on_call",
        "bounds": "scorecard",
        "observations": "scorecard",
        "evals": "scorecard",
        "runs": "scorecard",
        "costs": "scorecard",
        "incidents": "incidents",
    }
)
"""The page on which the facts of a file are seen; those of any other are seen where files are loaded."""


@dataclass(frozen=True, slots=True)
class ItemLine:
    """One item: how it stands, in whose words or by which facts, and the page on which those are seen.

    `columns` names every column of a file it is computed from.
    """

    code: GateItem
    text: str
    attested: bool
    state: EvidenceState
    said: str
    facts: str
    columns: str
    place: str
    may_not_apply: bool
    depth: str


@dataclass(frozen=True, slots=True)
class GatePart:
    """One gate: `open_for` are its attested items nobody answered, `signs` who signs, while it is open who does next.

    `awaits` are the ids of those whose own signature it waits for, `deeper` the items this tier is not asked, with the
    tiers that are.
    """

    gate: Gate
    name: str
    cell: GateCell
    note: str
    items: tuple[ItemLine, ...]
    is_open: bool
    is_next: bool
    can_submit: bool
    signs: str
    awaits: tuple[str, ...]
    deeper: tuple[str, ...]

    @property
    def there(self) -> str:
        held = sum(line.state.is_settled for line in self.items)
        return f"{format.n_of(held, len(self.items))} items there"

    @property
    def open_for(self) -> tuple[ItemLine, ...]:
        return tuple(line for line in self.items if line.attested and not line.state.is_settled)


@dataclass(frozen=True, slots=True)
class Block:
    name: str
    items: tuple[ItemLine, ...]


@dataclass(frozen=True, slots=True)
class ChecklistPart:
    """The sixteen in their four blocks, the signatures there with their words, and those still owed."""

    there: int
    of: int
    blocks: tuple[Block, ...]
    signed: tuple[str, ...]
    owed: tuple[Role, ...]
    flag: str

    @property
    def items(self) -> tuple[ItemLine, ...]:
        return tuple(line for block in self.blocks for line in block.items)

    @property
    def open_for(self) -> tuple[ItemLine, ...]:
        return tuple(line for line in self.items if line.attested and not line.state.is_settled)


@dataclass(frozen=True, slots=True)
class AgentGates:
    agent: str
    name: str
    over: str
    deck: str
    facts: tuple[Fact, ...]
    attention: tuple[Attention, ...]
    gates: tuple[GatePart, ...]
    checklist: ChecklistPart


def agent_gates(each: Passing, policy: Policy) -> AgentGates:
    """Build the page of one agent for the day it was judged on."""
    evidence = each.one.evidence
    following = next_gate(evidence, policy)
    return AgentGates(
        agent=each.agent,
        name=each.name,
        over=f"Gates and checklist · {words.over_line(evidence.company, evidence.as_of)}",
        deck=each.next or "Nothing is missing: every gate its tier asks for is passed.",
        facts=_facts(each),
        attention=tuple(attended(row, row.agent, "") for row in each.findings),
        gates=tuple(_gate(each, policy, row, state, row is following) for row, state in each.gates),
        checklist=_checklist(each, policy),
    )


def _facts(each: Passing) -> tuple[Fact, ...]:
    evidence = each.one.evidence
    shares = zip(("Contract", "SOP", "One page", "Responsibility map"), each.papers, strict=True)
    return (
        Fact("Tier", words.tier_word(each.one.reading).removeprefix("tier ")),
        Fact("Owner", words.owner_line(evidence)[0]),
        Fact(
            "Builder",
            format.listed([words.person(evidence.company, one) for one in evidence.holders(Role.BUILDER)])
            or "nobody named",
        ),
        Fact("Checklist", format.n_of(each.checklist.there, each.checklist.of)),
        *(Fact(name, format.n_of(paper.there, paper.of)) for name, paper in shares),
    )


def _gate(each: Passing, policy: Policy, standing: GateStanding, state: GateState, is_next: bool) -> GatePart:
    evidence = each.one.evidence
    return GatePart(
        gate=standing.gate,
        name=GATE_WORDS[standing.gate].capitalize(),
        cell=cell(each, policy, standing, state),
        note=_note(evidence, standing, state),
        items=tuple(_line(policy, row) for row in standing.items),
        is_open=standing.is_open,
        is_next=is_next,
        can_submit=is_next and not standing.is_open,
        signs=to_sign(evidence, policy, standing) if standing.is_open else must_sign(evidence, policy, standing.gate),
        awaits=tuple(name for name in sorted(evidence.company.people) if _awaits(evidence, policy, standing, name)),
        deeper=tuple(_deeper(policy, standing)),
    )


def _awaits(evidence: Evidence, policy: Policy, standing: GateStanding, name: str) -> bool:
    return standing.is_open and waits_for(evidence, evidence, policy, standing.gate, name)


def _deeper(policy: Policy, standing: GateStanding) -> Iterator[str]:
    asked = {row.code for row in standing.items}
    for row in policy.of_view(standing.gate.value):
        if row.code not in asked:
            yield f"{row.text} ({_depth(row.tiers)})"


def _note(evidence: Evidence, standing: GateStanding, state: GateState) -> str:
    """Who submitted or decided a gate, and what was said of it."""
    result = standing.result
    if result is None:
        return "" if state is GateState.NOT_HELD else "Not asked at this tier."
    if (by := submitter(standing)) is not None:
        signed = [words.person(evidence.company, name) for name in result.reviewers]
        rest = f", signed by {format.listed(signed)}" if signed else ""
        return f"Submitted by {words.person(evidence.company, by)}{rest}."
    if standing.is_open:
        return "Submitted, by whom is not on record."
    others = [words.person(evidence.company, name) for name in result.reviewers if name != result.answered_by]
    decided = f"Signed by {words.person(evidence.company, result.answered_by)}"
    beside = f" beside {format.listed(others)}" if others else ""
    return f"{decided}{beside}{f': {result.reason}' if result.reason else ''}."


def _line(policy: Policy, row: ItemAnswer) -> ItemLine:
    asked = policy.item(row.code)
    facts = asked.facts if asked is not None and not asked.attested else ()
    return ItemLine(
        code=GateItem(row.code),
        text=row.text,
        attested=row.attested,
        state=row.state,
        said=""
        if not row.attested and row.state is EvidenceState.THERE and row.waived_until is None
        else row.sentence.text,
        facts=first_few(list(dict.fromkeys(_words(facts)))),
        columns=", ".join(facts),
        place=_place(facts),
        may_not_apply=asked is not None and asked.may_not_apply,
        depth=_depth(asked.tiers if asked is not None else tuple(Tier)),
    )


def _words(facts: Iterable[str]) -> Iterable[str]:
    """Columns as words, those left out that only say whose row it is."""
    names = (fact.partition(".")[2] for fact in facts)
    return (name.replace("_", " ") for name in names if name not in KEYS)


def _place(facts: Iterable[str]) -> str:
    """The page on which the first of these facts is seen."""
    files = [fact.partition(".")[0] for fact in facts]
    return GIVEN_ON.get(files[0], "load_data") if files else ""


def _depth(tiers: Sequence[Tier]) -> str:
    """At which tiers an item is asked, "" where at every one."""
    return "" if set(tiers) == set(Tier) else f"{format.listed([tier.value for tier in tiers])} tier"


def _checklist(each: Passing, policy: Policy) -> ChecklistPart:
    evidence, sixteen = each.one.evidence, each.checklist
    lines = [_line(policy, row) for row in sixteen.items]
    one = signed_by_one(evidence)
    return ChecklistPart(
        there=sixteen.there,
        of=sixteen.of,
        blocks=tuple(
            Block(name, tuple(x for x in lines if x.code.startswith(letter))) for letter, name in BLOCKS.items()
        ),
        signed=tuple(_signatures(evidence)),
        owed=sixteen.unsigned,
        flag=f"{words.person(evidence.company, one)} signed as manager and as builder." if one else "",
    )


def _signatures(evidence: Evidence) -> list[str]:
    """Who signed the sixteen, as what and when."""
    rows: Mapping[Role, GateItem] = SIGNATURES
    found = [(role, latest(evidence, Gate.CHECKLIST, item)) for role, item in rows.items()]
    return [
        f"{words.person(evidence.company, row.answered_by)} as {SIGNED_AS[role]}, {format.day(row.answered_on)}"
        for role, row in found
        if row is not None and row.answer is GateAnswer.YES
    ]
