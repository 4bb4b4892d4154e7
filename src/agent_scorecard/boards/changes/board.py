"""The head of the page about changes and evals: what was changed, and what about it needs a person."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from agent_scorecard.boards import words
from agent_scorecard.boards.attention import attended
from agent_scorecard.boards.changes.seen import ChangesFilter, id_of, name_of, narrowed
from agent_scorecard.boards.shapes import Attention
from agent_scorecard.policy.shapes import Policy
from agent_scorecard.rules.answers import Assessment, Finding
from agent_scorecard.rules.change_log import change_log
from agent_scorecard.rules.evals import failing, stale
from agent_scorecard.rules.evidence import Company
from agent_scorecard.rules.releasing import open_plans

SUBJECT = "changes"
ALSO = frozenset({"self_approved"})
"""Findings about changes whose way out is on the agent's card."""


@dataclass(frozen=True, slots=True)
class Changes:
    """The agents that fit the choice, and what about their changes and evals needs a person."""

    over: str
    deck: str
    more: str
    attention: tuple[Attention, ...]
    shown: tuple[Assessment, ...]


def changes(
    company: Company, as_of: date, everyone: Sequence[Assessment], policy: Policy, choice: ChangesFilter | None = None
) -> Changes:
    """Build the head; findings of all agents shown come heaviest first."""
    shown = narrowed(everyone, choice) if choice else tuple(everyone)
    found = [(row, one) for one in shown for row in one.findings if is_subject(row)]
    found.sort(key=lambda pair: (-pair[0].severity.rank, id_of(pair[1]), pair[0].place))
    return Changes(
        over=words.over_line(company, as_of),
        deck=_deck(shown, policy),
        more=" ".join(part for part in (_planned(shown), _more(shown, policy)) if part),
        attention=tuple(attended(row, id_of(one), name_of(one)) for row, one in found),
        shown=shown,
    )


def is_subject(row: Finding) -> bool:
    """Say whether a finding is about changes, evals, tiers or credentials, wherever its way out is."""
    return row.link == SUBJECT or row.code in ALSO


def _deck(shown: Sequence[Assessment], policy: Policy) -> str:
    rows = [row for one in shown for row in change_log(one.evidence, policy)]
    if not rows:
        return "No change is on record here."
    waits = sum(row.is_open for row in rows)
    if not waits:
        return "Every change has its approver and, where it asks for one, an eval that passed."
    lack = f"{words.spelled(waits)} {'change lacks' if waits == 1 else 'changes lack'}"
    return f"{lack} an approver or an eval that passed."


def _planned(shown: Sequence[Assessment]) -> str:
    count = sum(len(open_plans(one.evidence)) for one in shown)
    return f"{words.counted(count, 'change')} planned." if count else ""


def _more(shown: Sequence[Assessment], policy: Policy) -> str:
    tested = [one for one in shown if one.evidence.evals]
    if not tested:
        return "No eval suite is on record."
    current = sum(not failing(one.evidence, policy) and not stale(one.evidence) for one in tested)
    if len(shown) == 1:
        return f"Its evals {'passed' if current else 'did not pass'} on what is in use now."
    return f"The evals of {current} of {len(shown)} agents passed on what is in use now."
