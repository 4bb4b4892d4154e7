"""One run: what is known of it field by field, what its record lacks, and what it leads to (S4-32, S2-22)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from agent_scorecard import format
from agent_scorecard.boards import words
from agent_scorecard.boards.addresses import link
from agent_scorecard.boards.runs.fields import field_word
from agent_scorecard.boards.runs.found import RESULT_WORDS, ended_word, moment_words, outcome_word
from agent_scorecard.boards.sample import trace_of
from agent_scorecard.rules.evidence import Company, Evidence
from agent_scorecard.rules.run_facts import RunApproval, RunCall, RunTrail
from agent_scorecard.vocabulary import KeepContent, ReviewOutcome, ToolStatus

NOT_KEPT = "Not kept: the policy of this agent stores neither inputs nor outputs of its runs."
NOT_GIVEN = "Not given by the record."
CALLS_NOTE = "by tool; the order of the log is in its trace"


@dataclass(frozen=True, slots=True)
class CallRow:
    tool: str
    ended: str
    reason: str
    times: str
    is_good: bool


@dataclass(frozen=True, slots=True)
class ApprovalRow:
    action: str
    verdict: str
    who: str
    asked: str
    wait: str


@dataclass(frozen=True, slots=True)
class FieldRow:
    field: str
    is_there: bool


@dataclass(frozen=True, slots=True)
class Way:
    """What may be done because of this run, and where."""

    word: str
    address: str


@dataclass(frozen=True, slots=True)
class Trail:
    """One run as it is opened; `calls` is None where the record said nothing of calls."""

    request_id: str
    about: str
    outcome: ReviewOutcome
    outcome_word: str
    facts: tuple[tuple[str, str], ...]
    audit: tuple[FieldRow, ...]
    audit_said: str
    calls: tuple[CallRow, ...] | None
    approvals: tuple[ApprovalRow, ...]
    approvals_said: str
    contents: tuple[tuple[str, str], ...]
    cited: tuple[Way, ...]
    ways: tuple[Way, ...]


def trail(evidence: Evidence, found: RunTrail) -> Trail:
    """Build it from what the log holds and what was recorded about the run since."""
    zone, line = ZoneInfo(evidence.company.zone), found.line
    return Trail(
        request_id=line.place.request_id,
        about=f"{evidence.agent.name}, {moment_words(line.at, zone, evidence.as_of)}",
        outcome=line.outcome,
        outcome_word=outcome_word(line.outcome),
        facts=tuple(_facts(found)),
        audit=tuple(FieldRow(field_word(field), is_there) for field, is_there in found.audit.items()),
        audit_said=_audit_said(found),
        calls=None if line.calls is None else tuple(map(_call, line.calls)),
        approvals=tuple(_approval(row, evidence.company, zone, evidence.as_of) for row in found.approvals),
        approvals_said=_approvals_said(found, evidence.company),
        contents=tuple(_contents(evidence, found)),
        cited=tuple(_cited(evidence, line.place.request_id)),
        ways=tuple(_ways(evidence, found)),
    )


def _facts(found: RunTrail) -> Iterator[tuple[str, str]]:
    line = found.line
    result = RESULT_WORDS[line.result]
    yield "Ended", f"{ended_word(line.status)}{f', {result}' if result else ''}"
    yield "Workflow", found.workflow or NOT_GIVEN
    yield "Trigger", found.trigger or NOT_GIVEN
    yield "Policy version", found.policy_version or NOT_GIVEN
    said = (("agent", line.version), ("model", line.model), ("prompt", line.prompt))
    yield "Versions", ", ".join(f"{what} {version}" for what, version in said if version) or NOT_GIVEN
    if found.case_class and found.case_class != found.workflow:
        yield "Kind of case", found.case_class
    yield "Sources", format.plural(found.sources, "source") if found.sources is not None else NOT_GIVEN
    yield "Cost", _cost(found)
    yield "Took", format.duration(line.duration_ms / 1000) if line.duration_ms is not None else NOT_GIVEN
    if line.error:
        yield "Error", line.error
    yield from _odd(found)


def _cost(found: RunTrail) -> str:
    if found.line.cost is None:
        return NOT_GIVEN
    amount = format.money(found.line.cost, found.line.currency)
    return f"{amount}, worked out from its tokens and the price list" if found.cost_computed else amount


def _odd(found: RunTrail) -> Iterator[tuple[str, str]]:
    """What keeps a run out of some figures."""
    if found.infra_failure:
        yield "Counted", "As a failure of the infrastructure: it is in no rate of the agent."
    if found.contradictory:
        yield "Contradicts", "Its columns disagree about what people did; the one that shows most was taken."
    if found.time_stated:
        yield "Time", "Only stated by a mapping: the run is in no trend."


def _audit_said(found: RunTrail) -> str:
    lacks = [field_word(field) for field, is_there in found.audit.items() if not is_there]
    if not lacks:
        return f"All {len(found.audit)} fields this run needs are there."
    there = format.n_of(len(found.audit) - len(lacks), len(found.audit))
    return f"{there} fields are there; the log lacks {format.listed(lacks)}."


def _call(row: RunCall) -> CallRow:
    ended = {ToolStatus.OK: "ran", ToolStatus.ERROR: "failed", ToolStatus.ROLLED_BACK: "ran and was undone"}
    is_good = row.status is ToolStatus.OK
    times = f"{row.times} times" if row.times > 1 else ""
    return CallRow(row.tool, ended.get(row.status, row.status.value), row.reason, times, is_good)


def _approval(row: RunApproval, company: Company, zone: ZoneInfo, as_of: date) -> ApprovalRow:
    done = row.decided_at
    return ApprovalRow(
        action=row.action or "the run",
        verdict=row.verdict.value.capitalize(),
        who=words.person(company, row.approver) if row.approver else "nobody yet",
        asked=moment_words(row.requested_at, zone, as_of),
        wait=format.duration((done - row.requested_at).total_seconds()) if done else "still waits",
    )


def _approvals_said(found: RunTrail, company: Company) -> str:
    if found.approver:
        return f"The log names {words.person(company, found.approver)} as who approved."
    return {
        True: "A person approved it; the log does not say who.",
        False: "Nobody approved it.",
        None: "The record does not say whether anybody approved.",
    }[found.approved]


def _contents(evidence: Evidence, found: RunTrail) -> Iterator[tuple[str, str]]:
    if evidence.agent.keep_content is KeepContent.NONE and found.inputs is None and found.output is None:
        yield "Content", NOT_KEPT
        return
    for label, text in (("Inputs", found.inputs), ("Output", found.output)):
        yield label, "Not kept or not given." if text is None else text


def _cited(evidence: Evidence, request_id: str) -> Iterator[Way]:
    """What names this run: it stays as long as the policy keeps important runs."""
    for incident in evidence.incidents:
        if request_id in incident.affected_runs:
            yield Way(f"Incident {incident.incident}", link("incidents", incident=incident.incident))
    for case in evidence.eval_cases:
        if case.request_id == request_id:
            yield Way(f"Case of {case.suite}", link("changes", agent=evidence.agent.agent, topic="Evals"))


def _ways(evidence: Evidence, found: RunTrail) -> Iterator[Way]:
    agent, run = evidence.agent.agent, found.line.place.request_id
    if trace := trace_of(evidence.agent, run):
        yield Way("Open its trace", trace)
    yield Way("Report an incident with this run", link("incidents", agent=agent, report="1", run=run))
    if found.line.outcome.is_intervention:
        yield Way("Turn it into an eval case", link("changes", agent=agent, topic="Evals"))
    if any(call.status is ToolStatus.BLOCKED for call in found.line.calls or ()):
        yield Way("See its gates and permissions", link("oversight", agent=agent))
    yield Way("Decide on the agent", link("scorecard", agent=agent))
