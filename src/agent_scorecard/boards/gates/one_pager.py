"""The agent on one page: contract, procedure and operating model as views over the same facts, each said once."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import NamedTuple

from agent_scorecard import format
from agent_scorecard.boards import words
from agent_scorecard.boards.gates.passing import Passing
from agent_scorecard.policy.shapes import Policy
from agent_scorecard.rules import gates as rules
from agent_scorecard.rules.evidence import Evidence
from agent_scorecard.rules.gates import ItemAnswer
from agent_scorecard.rules.headlines import headlines
from agent_scorecard.rules.oversight import mode_on_file, usable_actions
from agent_scorecard.rules.sentences import bound_words
from agent_scorecard.vocabulary import DECISION_RIGHTS, KeepContent, Mode, Rhythm, Role

PAPER_WORDS = {rules.CONTRACT: "contract", rules.SOP: "SOP", rules.ONE_PAGE: "one page"}
RHYTHMS = {
    Rhythm.CONTINUOUS: "works all day",
    Rhythm.WEEKLY: "works every week",
    Rhythm.MONTHLY: "works every month",
    Rhythm.ON_EVENT: "works when called",
}


class Said(NamedTuple):
    """One line of the page: the items of the papers it answers, and what the facts say."""

    label: str
    codes: tuple[str, ...]
    text: Callable[[Evidence, Policy], str]


@dataclass(frozen=True, slots=True)
class PaperLine:
    """A fact in words, the papers that show it, and what is missing in its place."""

    label: str
    text: str
    papers: str
    missing: str


@dataclass(frozen=True, slots=True)
class OnePager:
    """`shares` say of each paper how much of it is there; `rights` are the five decision points with a name."""

    purpose: tuple[tuple[str, str], ...]
    shares: tuple[str, ...]
    lines: tuple[PaperLine, ...]
    rights: tuple[PaperLine, ...]


def one_pager(each: Passing, policy: Policy) -> OnePager:
    """Build the page of an agent; a fact nobody gave stands as what is missing."""
    evidence = each.one.evidence
    agent = evidence.agent
    papers = [rules.view(evidence, policy, name) for name in PAPER_WORDS]
    held = {row.code: (PAPER_WORDS[paper.name], row) for paper in papers for row in paper.items}
    return OnePager(
        purpose=(
            ("Workflow", words.workflow(agent.workflow) or "not stated"),
            ("For", agent.user_group or "not stated"),
            ("Business outcome", agent.business_outcome or "not stated"),
        ),
        shares=tuple(f"{PAPER_WORDS[paper.name]} {format.n_of(paper.there, paper.of)}" for paper in papers),
        lines=tuple(_line(evidence, policy, said, held) for said in LINES),
        rights=tuple(_rights(evidence, policy)),
    )


def _line(evidence: Evidence, policy: Policy, said: Said, held: dict[str, tuple[str, ItemAnswer]]) -> PaperLine:
    asked = [held[code] for code in said.codes]
    missing = next((row.sentence.text for _, row in asked if not row.holds), "")
    return PaperLine(said.label, said.text(evidence, policy), " · ".join(name for name, _ in asked), missing)


def _rights(evidence: Evidence, policy: Policy) -> Iterable[PaperLine]:
    for role, row in zip(DECISION_RIGHTS, rules.view(evidence, policy, rules.DECISION_RIGHTS).items, strict=True):
        yield PaperLine(row.text, _people(evidence, role), "", "" if row.holds else row.sentence.text)


def _people(evidence: Evidence, role: Role) -> str:
    return format.listed([words.person(evidence.company, name) for name in evidence.holders(role)])


def _allowed(evidence: Evidence, policy: Policy) -> str:
    actions = [f"{row.action} ({mode_on_file(row, policy).word.lower()})" for row in usable_actions(evidence)]
    return ", ".join(actions)


def _forbidden(evidence: Evidence, _: Policy) -> str:
    return ", ".join(sorted(row.action for row in evidence.actions if row.mode is Mode.FORBIDDEN))


def _approved(evidence: Evidence, policy: Policy) -> str:
    rows = usable_actions(evidence)
    always = [row.action for row in rows if row.always_approve or mode_on_file(row, policy).freedom <= Mode.IN.freedom]
    above = [
        f"{row.action} when {row.threshold_field} {row.threshold_operator} {row.threshold_value}"
        for row in rows
        if row.threshold_field and row.action not in always
    ]
    said = [*(["every call of " + format.listed(always)] if always else []), *above]
    return f"A person approves {'; '.join(said)}." if said else "No action waits for a person." if rows else ""


def _measures(evidence: Evidence, policy: Policy) -> str:
    catalogue, currency = evidence.company.measures, evidence.company.currency
    said = []
    for row in headlines(evidence, policy):
        measure, limit = catalogue.get(row.measure), row.target or row.passes
        if measure is not None:
            said.append(f"{measure.name}{f', target {bound_words(measure, limit, currency)}' if limit else ''}")
    return "; ".join(said)


def _escalations(evidence: Evidence, _: Policy) -> str:
    rows = sorted(evidence.escalations, key=lambda row: row.trigger)
    return "; ".join(f"{row.trigger}: {words.person(evidence.company, row.person)}" for row in rows)


def _takeover(evidence: Evidence, _: Policy) -> str:
    return "; ".join(dict.fromkeys(row.takeover_steps for row in evidence.escalations if row.takeover_steps))


def _logs(evidence: Evidence, _: Policy) -> str:
    agent = evidence.agent
    if agent.retention_days is None:
        return ""
    kept = "no content" if agent.keep_content is KeepContent.NONE else f"content: {agent.keep_content.value}"
    return f"Kept {format.plural(agent.retention_days, 'day')}, {kept}."


LINES = (
    Said("Owner", ("W1",), lambda evidence, _: _people(evidence, Role.ACCOUNTABLE_OWNER)),
    Said("Trigger", ("S1", "W2"), lambda evidence, _: evidence.agent.trigger or ""),
    Said("Inputs and sources", ("K1", "S2", "W3"), lambda evidence, _: ", ".join(evidence.agent.allowed_inputs)),
    Said("Required outputs", ("K2",), lambda evidence, _: evidence.agent.required_outputs or ""),
    Said("Constraints", ("K3",), lambda evidence, _: evidence.agent.constraints or ""),
    Said("Allowed actions", ("S3", "W4"), _allowed),
    Said("Forbidden actions", ("K4",), _forbidden),
    Said("Approval", ("S4", "W5"), _approved),
    Said("Escalation path", ("K6",), _escalations),
    Said("Exception path", ("S5",), _takeover),
    Said("Logs", ("S6", "W6"), _logs),
    Said("Measure of success", ("K5", "S7", "W7"), _measures),
    Said("Roll-back plan", ("K7",), lambda evidence, _: evidence.agent.rollback_target or ""),
    Said(
        "Review rhythm",
        ("W8",),
        lambda evidence, _: f"It {RHYTHMS[evidence.agent.rhythm]}; a card is decided each month, then each quarter.",
    ),
)
"""Every item of the three papers, each fact once; the first words are its name on the page."""
