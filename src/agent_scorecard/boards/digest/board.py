"""The digest of the company, of each person in it, and what of one is news to whoever reads it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from agent_scorecard import format
from agent_scorecard.access import Actor
from agent_scorecard.boards import words
from agent_scorecard.boards.digest.alerts import muted_alerts, open_alerts
from agent_scorecard.boards.digest.lines import blocks, due, late_promises
from agent_scorecard.boards.digest.shapes import Digest, Section
from agent_scorecard.boards.digest.waiting import waiting
from agent_scorecard.policy.shapes import Policy
from agent_scorecard.rules.answers import Assessment
from agent_scorecard.rules.evidence import Company
from agent_scorecard.rules.findings import company_findings

ORDER = tuple(Section)


def company_digest(
    company: Company, as_of: date, assessed: Sequence[Assessment], policy: Policy, actors: Mapping[str, Actor]
) -> Digest:
    """Build the digest of everything; `actors` are the active people with their roles, by id."""
    shown = [one for one in assessed if words.in_view(one)]
    lines = [
        *waiting(shown, policy, actors, as_of),
        *blocks(shown, company_findings(company, policy)),
        *open_alerts(shown, policy),
        *late_promises(shown, as_of),
        *due(company, assessed, policy, as_of),
    ]
    ordered = sorted(lines, key=lambda line: ORDER.index(line.section))
    muted = tuple(muted_alerts(shown, policy))
    return Digest(company.name, as_of, words.over_line(company, as_of), None, tuple(ordered), muted)


def of_person(whole: Digest, person: str) -> Digest:
    """Return what of a company's digest concerns one person."""
    lines, muted = (tuple(line for line in each if person in line.who) for each in (whole.lines, whole.muted))
    return replace(whole, person=person, lines=lines, muted=muted)


def fresh(digest: Digest, told: Mapping[str, str]) -> Digest | None:
    """Return what is to be told now, None where nothing is new: the news, and the due list as it stands.

    `told` is what this reader was told: the state of each item.
    """
    lines = [replace(line, is_new=bool(line.state) and told.get(line.item) != line.state) for line in digest.lines]
    kept = tuple(line for line in lines if line.is_new or line.section.stands)
    return replace(digest, lines=kept) if any(line.is_new for line in kept) else None


def title(digest: Digest) -> str:
    """ "2 cards overdue, 1 finding blocks": what a reader sees in a list of letters."""
    return format.listed(_counts(digest)) or "Nothing is due"


def _counts(digest: Digest) -> list[str]:
    cards = digest.of(Section.DUE)
    late = sum(line.late for line in cards)
    asked, found = len(digest.of(Section.WAITING)), len(digest.of(Section.BLOCKS))
    promises, alerts = len(digest.of(Section.FOLLOW_UPS)), len(digest.of(Section.ALERTS))
    weeks = len(digest.of(Section.WEEKS))
    told = (
        (asked, f"{format.plural(asked, 'signature')} awaited"),
        (late, f"{format.plural(late, 'card')} overdue"),
        (len(cards) - late, f"{format.plural(len(cards) - late, 'card')} due"),
        (found, format.plural(found, "blocking finding")),
        (promises, f"{format.plural(promises, 'promise')} late"),
        (alerts, format.plural(alerts, "open alert")),
        (weeks, f"{format.plural(weeks, 'weekly review')} to hold"),
    )
    return [said for count, said in told if count]
