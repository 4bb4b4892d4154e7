"""The head of the gates page: which agents passed what they must, and what stops one at work."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from agent_scorecard import format
from agent_scorecard.boards import words
from agent_scorecard.boards.gates.passing import GatesFilter, Passing, narrowed
from agent_scorecard.rules.evidence import Company
from agent_scorecard.vocabulary import Status


@dataclass(frozen=True, slots=True)
class Gates:
    """The agents that fit the choice, under what the page found about them."""

    over: str
    deck: str
    more: str
    shown: tuple[Passing, ...]


def gates(company: Company, as_of: date, every: Sequence[Passing], choice: GatesFilter | None = None) -> Gates:
    shown = narrowed(every, choice) if choice else tuple(every)
    deck, more = _deck(shown)
    return Gates(words.over_line(company, as_of), deck, more, shown)


def _deck(shown: Sequence[Passing]) -> tuple[str, str]:
    if not shown:
        return "No agent fits this choice.", ""
    done = sum(not each.next for each in shown)
    who = "agent passed everything its" if len(shown) == 1 else "agents passed everything their"
    deck = f"{format.n_of(done, len(shown))} {who} tier asks for."
    stuck = sum(each.blocks and each.status is Status.LIVE for each in shown)
    waiting = sum(row.is_open for each in shown for row, _ in each.gates)
    return deck, " ".join(part for part in (_stuck(stuck), _waiting(waiting)) if part)


def _stuck(count: int) -> str:
    if not count:
        return ""
    who = "agent only assists until its" if count == 1 else "agents only assist until their"
    return f"{words.spelled(count)} live {who} papers are complete."


def _waiting(count: int) -> str:
    return f"{words.counted(count, 'gate')} open." if count else ""
