"""The runs that fit what was asked, as lines, and the place where the next page begins."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from agent_scorecard import format
from agent_scorecard.boards.runs.asked import RunsFilter, address, run_address
from agent_scorecard.rules.evidence import Evidence
from agent_scorecard.rules.run_facts import RunCall, RunLine, RunPlace
from agent_scorecard.vocabulary import ReviewOutcome, RunResult, RunStatus, ToolStatus

SIZE = 20
CALLS_SHOWN = 3
BETWEEN = "~"
OUTCOME_WORDS = {ReviewOutcome.PENDING: "Waits for a person", ReviewOutcome.NONE: "Nobody looked"}
RESULT_WORDS = {RunResult.SUCCESS: "came out right", RunResult.FAILURE: "came out wrong", RunResult.NOT_JUDGED: ""}


@dataclass(frozen=True, slots=True)
class RunRow:
    """One run; `went_wrong` says a blocked or failed call with its reason, or the error note."""

    request_id: str
    when: str
    outcome: ReviewOutcome
    outcome_word: str
    ended: str
    result: str
    versions: str
    calls: str
    went_wrong: str
    cost: str
    address: str


@dataclass(frozen=True, slots=True)
class RunsPage:
    """One page of lines; `older` and `newest` are addresses, empty where there is nothing there."""

    rows: tuple[RunRow, ...]
    older: str
    newest: str


def runs_page(found: Sequence[RunLine], choice: RunsFilter, after: RunPlace | None, evidence: Evidence) -> RunsPage:
    """Build a page of at most `SIZE` lines from one more than that, so that it is known whether older ones follow."""
    shown, zone = found[:SIZE], ZoneInfo(evidence.company.zone)
    older = address(choice, before=place_text(shown[-1].place)) if len(found) > SIZE else ""
    return RunsPage(
        tuple(run_row(line, choice, zone, evidence.as_of) for line in shown), older, address(choice) if after else ""
    )


def run_row(line: RunLine, choice: RunsFilter, zone: ZoneInfo, as_of: date) -> RunRow:
    return RunRow(
        request_id=line.place.request_id,
        when=moment_words(line.at, zone, as_of),
        outcome=line.outcome,
        outcome_word=outcome_word(line.outcome),
        ended=ended_word(line.status),
        result=RESULT_WORDS[line.result],
        versions=", ".join(part for part in (line.model, line.prompt) if part),
        calls=_calls(line.calls),
        went_wrong=_went_wrong(line),
        cost=format.money(line.cost, line.currency) if line.cost is not None else "",
        address=run_address(choice, line.place),
    )


def place_text(place: RunPlace) -> str:
    return f"{place.at}{BETWEEN}{place.request_id}"


def place_in(text: str) -> RunPlace | None:
    """Read a place back from the address, None where it is none."""
    at, _, request_id = text.partition(BETWEEN)
    if not (at.isascii() and at.isdecimal() and len(at) < 19 and request_id):
        return None
    return RunPlace(int(at), request_id)


def moment_words(at: datetime, zone: ZoneInfo, as_of: date) -> str:
    """ "30 Oct 14:02" in the company zone."""
    here = at.astimezone(zone)
    return f"{format.day(here.date(), as_of)} {here:%H:%M}"


def outcome_word(outcome: ReviewOutcome) -> str:
    return OUTCOME_WORDS.get(outcome, outcome.value.capitalize())


def ended_word(status: RunStatus) -> str:
    return status.value.capitalize()


def call_words(call: RunCall) -> str:
    """ "stripe.refund blocked (needs approval) × 2"."""
    ended = "" if call.status is ToolStatus.OK else f" {call.status.value.replace('_', ' ')}"
    times = f" × {call.times}" if call.times > 1 else ""
    return f"{call.tool}{ended}{times}"


def _calls(calls: Sequence[RunCall] | None) -> str:
    if calls is None:
        return "calls not recorded"
    if not calls:
        return "no call"
    rest = f" and {len(calls) - CALLS_SHOWN} more" if len(calls) > CALLS_SHOWN else ""
    return ", ".join(call_words(call) for call in calls[:CALLS_SHOWN]) + rest


def _went_wrong(line: RunLine) -> str:
    bad = [call for call in line.calls or () if call.status in (ToolStatus.BLOCKED, ToolStatus.ERROR) and call.reason]
    return line.error or (f"{bad[0].tool}: {bad[0].reason}" if bad else "")
