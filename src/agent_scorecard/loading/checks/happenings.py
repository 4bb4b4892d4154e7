"""Incidents, changes, evals and approvals: times in order, counts that fit, words of the columns they speak of."""

from __future__ import annotations

from datetime import datetime

from agent_scorecard.loading.cells import words
from agent_scorecard.loading.checks.draft import Draft
from agent_scorecard.loading.checks.known import Known
from agent_scorecard.loading.contract import contract
from agent_scorecard.loading.refusal import Code, Refused
from agent_scorecard.vocabulary import ApprovalVerdict, ChangeKind

AFTER_THE_INCIDENT = ("paused_at", "drained_at", "rolled_back_at", "compensated_at", "resolved_at")
WORDS_OF_A_CHANGE = {
    ChangeKind.MODE: ("actions", "mode"),
    ChangeKind.LEVEL: ("agents", "autonomy_level"),
    ChangeKind.STATUS: ("agents", "status"),
}


def check_incident(draft: Draft, _known: Known) -> None:
    if (draft.stored or {}).get("resolved_at") is not None and not draft.fills("resolved_at"):
        draft.warn("resolved_at", Code.REOPENS, "the incident was closed: the empty cell opens it again")
    occurred = draft["occurred_at"]
    if not isinstance(occurred, datetime):
        return
    for column in ("detected_at", *AFTER_THE_INCIDENT):
        moment = draft[column]
        if isinstance(moment, datetime) and moment < occurred:
            draft.refuse(column, Code.OUT_OF_ORDER, "lies before occurred_at")


def check_change(draft: Draft, known: Known) -> None:
    """Hold the before and after of a mode, level or status to the words of those columns."""
    kind = draft["kind"]
    if isinstance(author := draft.given.get("author"), str):
        draft.given["author"] = known.person(author) or author
    if not isinstance(kind, ChangeKind) or kind not in WORDS_OF_A_CHANGE:
        return
    file, name = WORDS_OF_A_CHANGE[kind]
    column = contract()[file].column(name)
    for side in ("from_value", "to_value"):
        text = draft.given.get(side)
        if isinstance(text, str) and column is not None:
            try:
                draft.given[side] = words.word(text, column.words)
            except Refused as fault:
                draft.refuse(side, fault.code, fault.reason)


def check_eval(draft: Draft, _known: Known) -> None:
    cases, passed = _count(draft, "cases"), _count(draft, "passed")
    for column, most, what in (
        ("passed", cases, "cases"),
        ("edge_cases", cases, "cases"),
        ("blocking_failures", cases - passed, "cases - passed"),
    ):
        if draft.fills(column) and _count(draft, column) > max(most, 0):
            draft.refuse(column, Code.OUT_OF_RANGE, f"is larger than {what}")


def check_approval(draft: Draft, known: Known) -> None:
    requested, opened, decided = draft["requested_at"], draft["opened_at"], draft["decided_at"]
    if draft["verdict"] is not ApprovalVerdict.PENDING:
        draft.needs("decided_at", "because a verdict was given")
    if decided is not None:
        draft.needs("approver", "because decided_at is filled")
    if isinstance(approver := draft.given.get("approver"), str):
        draft.given["approver"] = known.person(approver) or approver
    for column, later, earlier, name in (
        ("decided_at", decided, requested, "requested_at"),
        ("opened_at", opened, requested, "requested_at"),
        ("decided_at", decided, opened, "opened_at"),
    ):
        if isinstance(later, datetime) and isinstance(earlier, datetime) and later < earlier:
            draft.refuse(column, Code.OUT_OF_ORDER, f"lies before {name}")


def _count(draft: Draft, column: str) -> int:
    value = draft[column]
    return value if isinstance(value, int) else 0
