"""Before and after: how often people stepped in around each change and under each version, interval and both n."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from agent_scorecard import format as text
from agent_scorecard.boards.changes.log import RISES, moved
from agent_scorecard.boards.changes.seen import KIND_WORDS
from agent_scorecard.policy.shapes import Policy
from agent_scorecard.rules.by_version import VersionRuns, by_version
from agent_scorecard.rules.climbing import since
from agent_scorecard.rules.cuts import company_day, is_cut
from agent_scorecard.rules.evidence import Evidence
from agent_scorecard.rules.facts import Change
from agent_scorecard.rules.interventions import KEY
from agent_scorecard.rules.run_counts import Counts
from agent_scorecard.rules.statistics import Climb, Climbing
from agent_scorecard.vocabulary import ChangeKind

MOST = 12
CUT = "Figures begin anew: not compared"
NOTHING = "No runs on one side to compare"


@dataclass(frozen=True, slots=True)
class Move:
    """One change or version: shares with their counts, the interval of the difference, and the answer in words.

    `rises` is the answer of the test, None where none was made: `answer` then says why.
    """

    what: str
    about: str
    before: str
    before_of: str
    after: str
    after_of: str
    between: str
    answer: str
    rises: Climb | None


def by_change(evidence: Evidence, policy: Policy) -> tuple[Move, ...]:
    """Return the last changes, the latest first, with how often people stepped in before and after each."""
    rows = [row for row in evidence.changes if row.kind is not ChangeKind.STATUS and _day(evidence, row)]
    latest = sorted(rows, key=lambda row: (row.changed_at, row.change), reverse=True)[:MOST]
    return tuple(_change(evidence, policy, row) for row in latest)


def by_versions(evidence: Evidence, policy: Policy) -> tuple[Move, ...]:
    """Return the versions the runs name, the latest first, each against the one before it; none where only one is."""
    found = by_version(evidence, policy)
    return tuple(_version(evidence, row) for row in reversed(found)) if len(found) > 1 else ()


def _day(evidence: Evidence, row: Change) -> bool:
    return company_day(evidence, row.changed_at) <= evidence.as_of


def _change(evidence: Evidence, policy: Policy, row: Change) -> Move:
    what = f"{KIND_WORDS[row.kind]} {moved(row.from_value, row.to_value, row.action)}"
    about = f"{text.day(company_day(evidence, row.changed_at), evidence.as_of)} · {row.change}"
    if is_cut(evidence, policy, row):
        return Move(what, about, "", "", "", "", "", CUT, None)
    trial = since(evidence, policy, KEY, row)
    if trial is None:
        return Move(what, about, "", "", "", "", "", NOTHING, None)
    return _told(what, about, trial.before, trial.after, trial.result)


def _version(evidence: Evidence, row: VersionRuns) -> Move:
    about = f"{_days(row.first, evidence.as_of)} to {_days(row.last, evidence.as_of)}"
    if row.before is None or row.result is None:
        share, of = _share(row.counts)
        return Move(row.version, about, "", "", share, of, "", "The first one since figures began", None)
    return _told(row.version, about, row.before.counts, row.counts, row.result)


def _told(what: str, about: str, before: Counts, after: Counts, result: Climbing) -> Move:
    return Move(
        what,
        about,
        *_share(before),
        *_share(after),
        _between(result),
        RISES[result.answer].capitalize(),
        result.answer,
    )


def _share(counts: Counts) -> tuple[str, str]:
    above, below = counts
    return text.percent(above / below), text.n_of(above, below)


def _between(result: Climbing) -> str:
    if result.wide is None:
        return ""
    return f"{text.points(result.wide.low).split(' ')[0]} to {text.points(result.wide.high)}"


def _days(day: date, as_of: date) -> str:
    return text.day(day, as_of)
