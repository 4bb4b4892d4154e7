"""How a status looks: icon shape and colour beside its word in one table, so that no page chooses them."""

from __future__ import annotations

from typing import Final, NamedTuple

from agent_scorecard.rules.gate_steps import GateState
from agent_scorecard.vocabulary import Choice, EvidenceState, ReviewOutcome, Severity, Verdict


class Look(NamedTuple):
    """The Material symbol of a status, its colour class, and whether the symbol stands on a filled square."""

    icon: str
    tone: str
    filled: bool = False


VERDICTS: Final = {
    Verdict.MET: Look("done_all", "good"),
    Verdict.PASSING: Look("check", "good"),
    Verdict.AT_RISK: Look("warning", "risk"),
    Verdict.MISSED: Look("close", "bad", filled=True),
    Verdict.UNPROVEN: Look("contrast", "mute"),
    Verdict.NOT_TRUSTED: Look("gpp_maybe", "risk"),
    Verdict.NO_BOUND: Look("horizontal_rule", "mute"),
    Verdict.NO_DATA: Look("remove", "mute"),
}

SEVERITIES: Final = {
    Severity.BLOCK: Look("block", "bad"),
    Severity.WARN: Look("warning", "risk"),
    Severity.NOTE: Look("info", "mute"),
}

CHOICES: Final = {
    Choice.EXPAND: Look("north", "mute"),
    Choice.MAINTAIN: Look("check", "mute"),
    Choice.REVISE: Look("edit", "mute"),
    Choice.PAUSE: Look("pause", "mute"),
    Choice.MERGE: Look("merge", "mute"),
    Choice.RETIRE: Look("delete", "mute"),
}

OUTCOMES: Final = {
    ReviewOutcome.ACCEPTED: Look("check", "mute"),
    ReviewOutcome.EDITED: Look("edit", "mute"),
    ReviewOutcome.OVERRIDDEN: Look("undo", "risk"),
    ReviewOutcome.REJECTED: Look("close", "bad"),
    ReviewOutcome.ESCALATED: Look("forward", "mute"),
    ReviewOutcome.PENDING: Look("pending", "mute"),
    ReviewOutcome.NONE: Look("remove", "mute"),
}

ACCEPTED: Final = Look("hourglass_top", "risk")
EVIDENCE: Final = {
    EvidenceState.THERE: Look("check", "good"),
    EvidenceState.MISSING: Look("close", "mute"),
    EvidenceState.NOT_KNOWN: Look("help", "mute"),
    EvidenceState.DOES_NOT_APPLY: Look("remove", "mute"),
    EvidenceState.ACCEPTED: ACCEPTED,
}

GATES: Final = {
    GateState.PASSED: Look("check", "good"),
    GateState.WAIVED: Look("event_available", "mute"),
    GateState.OPEN: Look("hourglass_empty", "mute"),
    GateState.FAILED: Look("close", "bad", filled=True),
    GateState.REOPENED: Look("restart_alt", "risk"),
    GateState.NOT_HELD: Look("radio_button_unchecked", "mute"),
    GateState.NOT_ASKED: Look("remove", "mute"),
}

CAPABILITIES: Final = {True: Look("check", "good"), False: Look("close", "mute")}

ASKED: Final = Look("help", "mute")
OVERDUE: Final = Look("event_busy", "bad")
STEP_UP: Final = Look("north", "accent")
STEP_DOWN: Final = Look("south", "bad")
AHEAD: Final = Look("warning", "risk")
ENTERED: Final = Look("add", "mute")
BLOCKED: Final = Look("block", "bad")
ASIDE: Final = Look("remove", "mute")
MERGING: Final = Look("merge", "mute")
WAITING: Final = Look("pending_actions", "risk")
LAPSED: Final = Look("history", "mute")
OPEN: Final = Look("radio_button_unchecked", "mute")
NOT_MOVED: Final = Look("trending_flat", "risk")
DONE: Final = Look("check_circle", "good")
CONTAINED: Final = Look("front_hand", "mute")
RULE: Final = Look("rule", "mute")
MUTED: Final = Look("notifications_paused", "mute")
FEW: Final = Look("contrast", "mute")
SERIOUS: Final = Look("priority_high", "bad")
