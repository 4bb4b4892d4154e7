"""What is asked of the run log and what it answers: lines, one run field by field, and what recurs (register 10)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

from agent_scorecard.vocabulary import ApprovalVerdict, ReviewOutcome, RunResult, RunStatus, ToolStatus


@dataclass(frozen=True, slots=True)
class RunsAsked:
    """Which runs of one agent are wanted; days are of the company zone, both included, and empty means any.

    `reason` is that of a blocked call, `error` the error note of a run, both as the log gave them.
    """

    agent: str
    first: date
    last: date
    outcome: ReviewOutcome | None = None
    status: RunStatus | None = None
    result: RunResult | None = None
    model: str = ""
    prompt: str = ""
    tool: str = ""
    reason: str = ""
    error: str = ""


class RunPlace(NamedTuple):
    """Where a run lies among those of its agent: its moment in epoch milliseconds, then its request id."""

    at: int
    request_id: str


class RunCall(NamedTuple):
    """Calls of one tool that ended alike, `times` of them; the log's own order is not kept."""

    tool: str
    status: ToolStatus
    reason: str
    times: int


class RunLine(NamedTuple):
    """One run as a list shows it; `cost` in nano-units of its currency, `duration_ms` None where nobody said."""

    place: RunPlace
    at: datetime
    status: RunStatus
    outcome: ReviewOutcome
    result: RunResult
    version: str
    model: str
    prompt: str
    cost: int | None
    currency: str
    duration_ms: int | None
    calls: tuple[RunCall, ...] | None
    error: str


class RunApproval(NamedTuple):
    """A row of the approval queue that joins a run."""

    approval: str
    action: str | None
    approver: str | None
    verdict: ApprovalVerdict
    requested_at: datetime
    decided_at: datetime | None


class RunTrail(NamedTuple):
    """Everything known of one run. `audit` holds each field this run needs and whether it is there (rules 11, item 13).

    `approved` is None where nobody said; `approver` is whom the log names. `inputs` and `output` are None unless the
    agent's policy keeps them. `cost_computed`: the log gave tokens and no cost, so a price list did.
    """

    line: RunLine
    workflow: str
    trigger: str
    case_class: str
    policy_version: str
    sources: int | None
    approved: bool | None
    approver: str
    contradictory: bool
    infra_failure: bool
    time_stated: bool
    audit: Mapping[str, bool]
    approvals: tuple[RunApproval, ...]
    inputs: str | None
    output: str | None
    cost_computed: bool = False


class Recurring(NamedTuple):
    """What happened in several runs alike: a blocked or failed call by its tool and reason, or an error note."""

    status: ToolStatus | None
    tool: str
    reason: str
    runs: int
    first: datetime
    last: datetime


class FieldGap(NamedTuple):
    """An audit field: how many of the runs needed it and how many of those lack it."""

    field: str
    needed: int
    missing: int


@dataclass(frozen=True, slots=True)
class RunTally:
    """What the latest runs that were asked for add up to, at most `most` of them.

    `recurring` the most frequent first; `gaps` one for each audit field any run needed; the rest are the words that
    occur and can be asked for.
    """

    runs: int
    most: int
    recurring: tuple[Recurring, ...]
    gaps: tuple[FieldGap, ...]
    models: tuple[str, ...]
    prompts: tuple[str, ...]
    tools: tuple[str, ...]

    @property
    def is_cut(self) -> bool:
        """Whether more runs fit than were counted."""
        return self.runs >= self.most
