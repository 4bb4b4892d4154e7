"""The card as a whole: what somebody woken at night needs, in the order in which they need it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from agent_scorecard import format
from agent_scorecard.boards import words
from agent_scorecard.boards.incidents import IncidentLine, incidents, moment
from agent_scorecard.boards.on_call.acting import action_lines, credentials, forbidden, open_actions, taking_over
from agent_scorecard.boards.on_call.calling import call_order, open_calls
from agent_scorecard.boards.on_call.shapes import ActionLine, Call, ChangeLine, Line
from agent_scorecard.boards.on_call.stopping import going_back, stopping
from agent_scorecard.policy.shapes import Policy
from agent_scorecard.rules.activity import is_at_work
from agent_scorecard.rules.answers import Assessment
from agent_scorecard.rules.cuts import company_day
from agent_scorecard.rules.evidence import Evidence
from agent_scorecard.rules.facts import Change
from agent_scorecard.rules.findings.scope import days_since, is_recent
from agent_scorecard.rules.incidents import is_open
from agent_scorecard.vocabulary import Status

WEEK = 7
STATUS_WORDS = {
    Status.IDEA: "An idea, not recorded as at work.",
    Status.PILOT: "In a pilot.",
    Status.LIVE: "Live.",
    Status.PAUSED: "Recorded as paused; whether it stands still, only its own system knows.",
    Status.MERGED: "Recorded as merged into another agent.",
    Status.RETIRED: "Recorded as retired.",
}


@dataclass(frozen=True, slots=True)
class OnCall:
    """Every region of the card in its order; what nobody recorded stands in its place as a question."""

    agent: str
    name: str
    over: str
    deck: str
    calls: tuple[Call, ...]
    open_calls: tuple[Line, ...]
    stop: tuple[Line, ...]
    back: tuple[Line, ...]
    actions: tuple[ActionLine, ...]
    open_actions: tuple[Line, ...]
    never: str
    incidents: tuple[IncidentLine, ...]
    changes: tuple[ChangeLine, ...]
    quiet: str
    unexplained: str
    credentials: tuple[Line, ...]
    takes_over: tuple[Line, ...]

    @property
    def questions(self) -> tuple[Line, ...]:
        """What nobody recorded, in the order of the card."""
        undo = tuple(action.undo for action in self.actions)
        lines = (*self.open_calls, *self.stop, *self.back, *self.open_actions, *undo)
        return tuple(line for line in (*lines, *self.credentials, *self.takes_over) if line.asks)

    @property
    def more(self) -> str:
        """How much nobody recorded; nothing where the card is complete."""
        count = len(self.questions)
        if not count:
            return ""
        noun, verb = ("thing", "is") if count == 1 else ("things", "are")
        return f"{words.spelled(count)} {noun} a person may need {verb} not on record."


def on_call(one: Assessment, policy: Policy) -> OnCall:
    """Build the card of an agent for the day it was judged on."""
    evidence = one.evidence
    calls = call_order(evidence)
    still_open = incidents(evidence.company, evidence.as_of, [one]).open
    changes = changed_lately(evidence, policy.look_back.findings_days)
    return OnCall(
        agent=evidence.agent.agent,
        name=evidence.agent.name,
        over=f"3 a.m. card · {format.long_day(evidence.as_of)}",
        deck=f"{STATUS_WORDS[evidence.agent.status]} {_incidents(still_open)}",
        calls=calls,
        open_calls=open_calls(evidence, calls),
        stop=stopping(evidence, policy),
        back=going_back(evidence, policy),
        actions=action_lines(one, policy),
        open_actions=open_actions(evidence),
        never=format.listed(forbidden(one, policy)),
        incidents=still_open,
        changes=tuple(_change(evidence, row) for row in changes),
        quiet="" if changes else _quiet(evidence, policy.look_back.findings_days),
        unexplained=_unexplained(one),
        credentials=credentials(evidence, policy),
        takes_over=taking_over(evidence),
    )


def _incidents(rows: tuple[IncidentLine, ...]) -> str:
    if not rows:
        return "No incident is open."
    loose = sum(row.state == "open" for row in rows)
    contained = "contained" if len(rows) == 1 else "all contained"
    return f"{words.counted(len(rows), 'incident')} open, {f'{loose} not contained' if loose else contained}."


def likeliest(assessed: Sequence[Assessment]) -> tuple[tuple[str, str, str], ...]:
    """Return every agent still in view as id, name and open incidents: those with some, then those at work, first."""
    pairs = [(one, sum(map(is_open, one.evidence.incidents))) for one in assessed if words.in_view(one)]
    pairs.sort(key=lambda pair: (-pair[1], not is_at_work(pair[0].evidence), pair[0].evidence.agent.name.casefold()))
    return tuple(
        (one.evidence.agent.agent, one.evidence.agent.name, format.plural(n, "open incident") if n else "")
        for one, n in pairs
    )


def changed_lately(evidence: Evidence, days: int) -> list[Change]:
    """Return the changes of the last days, the newest first."""
    rows = [row for row in evidence.changes if is_recent(evidence, company_day(evidence, row.changed_at), days)]
    return sorted(rows, key=lambda row: (row.changed_at, row.change), reverse=True)


def _change(evidence: Evidence, row: Change) -> ChangeLine:
    by = f"by {words.person(evidence.company, row.author)}" if row.author else "by whom is not recorded"
    signed = f", approved by {words.person(evidence.company, row.approver)}" if row.approver else ", approved by nobody"
    return ChangeLine(
        when=moment(row.changed_at, ZoneInfo(evidence.company.zone), evidence.as_of),
        what=_what(row),
        by=f"{by}{signed}",
        recent=is_recent(evidence, company_day(evidence, row.changed_at), WEEK),
    )


def _what(row: Change) -> str:
    about = f"{row.kind.value.replace('_', ' ')}{f' of {row.action}' if row.action else ''}"
    values = " → ".join(value for value in (row.from_value, row.to_value) if value)
    return f"{about} {values}".strip()


def _quiet(evidence: Evidence, days: int) -> str:
    """What is said where nothing changed lately: the last change there ever was."""
    last = max((row.changed_at for row in evidence.changes), default=None)
    if last is None:
        return "No change was ever recorded."
    day = company_day(evidence, last)
    return f"No change was recorded in {days} days; the last was {format.plural(days_since(evidence, day), 'day')} ago."


def _unexplained(one: Assessment) -> str:
    found = (row.sentence.text for row in one.findings if row.code == "unlogged_version_change")
    return next(found, "")
