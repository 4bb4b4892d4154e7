"""Since when an agent is paused and what for: after an incident its owner alone lets it go on (reliability c)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from agent_scorecard.rules.answers import Sentence, say
from agent_scorecard.rules.cadence import is_paused, running_pause
from agent_scorecard.rules.cuts import company_day
from agent_scorecard.rules.evidence import Evidence
from agent_scorecard.rules.facts import Incident
from agent_scorecard.rules.incidents import counts_as_serious
from agent_scorecard.vocabulary import Status


def paused_since(evidence: Evidence) -> date | None:
    """Return the day the running pause began, on file or by decision; None where it is not known."""
    days = [row.as_of for row in running_pause(evidence)]
    if evidence.agent.status is Status.PAUSED and evidence.agent.status_since is not None:
        days.append(evidence.agent.status_since)
    return min(days, default=None)


def paused_by(evidence: Evidence) -> tuple[Incident, ...]:
    """Return the incidents a pause answers: those that were open when it began, or were found since."""
    if not is_paused(evidence):
        return ()
    return tuple(sorted(_behind(evidence), key=lambda row: (row.detected_at, row.incident)))


def not_put_right(evidence: Evidence) -> Sentence | None:
    """Return what is said while only the pause holds a serious incident back."""
    for row in paused_by(evidence):
        if counts_as_serious(row) and row.resolved_at is None and row.rolled_back_at is None:
            said = f"Only the pause holds incident {row.incident} back: roll it back or resolve it first."
            return say("not_put_right", said, incident=row.incident)
    return None


def _behind(evidence: Evidence) -> Iterator[Incident]:
    since = paused_since(evidence)
    for row in evidence.incidents:
        is_over = row.resolved_at is not None and since is not None and company_day(evidence, row.resolved_at) < since
        if not is_over and (counts_as_serious(row) or row.paused_at is not None):
            yield row
