"""Small sentences that more than one board says."""

from __future__ import annotations

from datetime import date

from agent_scorecard import format
from agent_scorecard.rules.answers import Assessment, Finding, Reading
from agent_scorecard.rules.evidence import Company, Evidence
from agent_scorecard.rules.facts import FollowUp
from agent_scorecard.rules.periods import Grain, Period
from agent_scorecard.vocabulary import ExpandKind

_SMALL = ("No", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine", "Ten", "Eleven", "Twelve")


def spelled(n: int) -> str:
    """A count at the start of a sentence: "Seven", and digits from 13 on."""
    return _SMALL[n] if n < len(_SMALL) else format.count(n)


def counted(n: int, noun: str, many: str | None = None) -> str:
    """ "Seven cards are", "One card is": the count, the noun and its verb."""
    return f"{spelled(n)} {noun if n == 1 else many or noun + 's'} {'is' if n == 1 else 'are'}"


def over_line(company: Company, as_of: date) -> str:
    return f"{company.name} · {format.long_day(as_of)}"


def owner_line(evidence: Evidence) -> tuple[str, bool]:
    """The owner's name for a row, and whether an active one is there."""
    if evidence.active_owner is not None:
        return evidence.active_owner.name, True
    if evidence.owner is not None:
        return f"{evidence.owner.name}, no longer active", False
    return "no owner named", False


def person(company: Company, id_: str | None) -> str:
    """The name of a person, or the id as it was typed."""
    known = company.people.get(id_ or "")
    return known.name if known is not None else (id_ or "nobody named")


def in_place(company: Company, id_: str, place: str | None) -> str:
    """The name of whoever decides, and in whose place: "Ben Cole in place of Ana Ruiz"."""
    name = person(company, id_)
    return f"{name} in place of {person(company, place)}" if place else name


def follow_up_state(row: FollowUp, as_of: date) -> str:
    """done, open or overdue on a day."""
    if row.done_on is not None and row.done_on <= as_of:
        return "done"
    return "overdue" if row.due < as_of else "open"


def promised(evidence: Evidence, decision: int) -> str:
    """How the promises of a decision stand: the worst of overdue, open and done; "" where none was made."""
    states = {follow_up_state(row, evidence.as_of) for row in evidence.follow_ups if row.decision == decision}
    return next((word for word in ("overdue", "open", "done") if word in states), "")


def promise_day(row: FollowUp, as_of: date) -> str:
    """ "done 14 Oct", "due 6 Nov"."""
    is_done = follow_up_state(row, as_of) == "done"
    return f"done {format.day(row.done_on, as_of)}" if is_done else f"due {format.day(row.due, as_of)}"


def way_out(found: Finding) -> str:
    """What to do about a finding, or who accepted it and until when."""
    return found.way_out if found.accepted is None else found.accepted.sentence.text


def headline(sentence: str) -> str:
    """The first thing a finding says; its figures follow where it is listed."""
    return sentence.split(". ", maxsplit=1)[0].split(": ", maxsplit=1)[0].rstrip(".") + "."


def workflow(id_: str | None) -> str:
    """The id of a workflow as words: "ticket_triage" is "Ticket triage"."""
    text = (id_ or "").replace("_", " ")
    return text[:1].upper() + text[1:]


_EXPANDED = {
    ExpandKind.LEVEL: "next level",
    ExpandKind.MODE: "next mode of one action",
    ExpandKind.SCOPE: "wider scope",
    ExpandKind.GO_LIVE: "go live",
}


def expanded(kind: ExpandKind | None) -> str:
    """What an expansion raises, in a few words."""
    return _EXPANDED[kind] if kind is not None else ""


def tier_word(reading: Reading) -> str:
    """The tier in force and where it comes from."""
    if reading.tier is None:
        return "tier not known"
    return f"{reading.tier.value}" if reading.tier_stated else f"{reading.tier.value}, suggested"


def in_view(assessment: Assessment) -> bool:
    """Whether an agent still counts: retired and merged ones are history."""
    return assessment.evidence.agent.status.value not in ("retired", "merged")


def period_words(period: Period) -> str:
    """ "October 2026", "week 41 of 2026", "third quarter of 2026"."""
    if period.grain is Grain.MONTH:
        return format.month(period.first)
    text = str(period)
    if period.grain is Grain.WEEK:
        return f"week {int(text[-2:])} of {text[:4]}"
    return f"Q{text[-1]} {text[:4]}"
