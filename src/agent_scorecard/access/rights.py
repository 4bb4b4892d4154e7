"""What there is to be allowed, and who a person can be: the words of the table (reliability c)."""

from __future__ import annotations

from enum import StrEnum

from agent_scorecard.vocabulary import Choice, ExpandKind


class Right(StrEnum):
    """What a person may want to do here; whatever is not listed, nobody may."""

    SEE = "see"
    READ_LEDGER = "read_ledger"
    VERIFY = "verify"
    EXPORT = "export"
    LOAD = "load"
    MAINTAIN_OR_REVISE = "maintain_or_revise"
    LOWER = "lower"
    PAUSE = "pause"
    RESUME = "resume"
    EXPAND = "expand"
    RETIRE = "retire"
    MERGE = "merge"
    RECORD_OUTCOME = "record_outcome"
    CLOSE_FOLLOW_UP = "close_follow_up"
    RECORD_WEEK = "record_week"
    ANSWER_INTAKE = "answer_intake"
    HANDLE_ALERT = "handle_alert"
    MUTE_ALERT = "mute_alert"
    ACCEPT_EXCEPTION = "accept_exception"
    ANSWER_GATE = "answer_gate"
    SUBMIT_GATE = "submit_gate"
    SIGN_GATE = "sign_gate"
    REPORT_INCIDENT = "report_incident"
    HANDLE_INCIDENT = "handle_incident"
    CLOSE_SERIOUS_INCIDENT = "close_serious_incident"
    PLAN_CHANGE = "plan_change"
    RELEASE_CHANGE = "release_change"
    ACCEPT_RELEASE_RISK = "accept_release_risk"
    KEEP_EVAL_CASE = "keep_eval_case"
    RAISE_TIER = "raise_tier"
    LOWER_TIER = "lower_tier"
    NAME_OWNER = "name_owner"
    PURGE_RUNS = "purge_runs"
    SET_COMPANY = "set_company"
    CHANGE_POLICY = "change_policy"
    MANAGE_PEOPLE = "manage_people"


class Step(StrEnum):
    """How far a right goes: alone and at once, only to propose, or to approve what somebody else proposed."""

    AT_ONCE = "at once"
    PROPOSE = "propose"
    APPROVE = "approve"


class CompanyRole(StrEnum):
    """What a person is for the whole company, by a grant; a file never gives one."""

    VIEWER = "viewer"
    REVIEWER = "reviewer"
    LEADER = "leader"
    LOADER = "loader"
    ADMIN = "admin"


class Standing(StrEnum):
    """As what a person asks: by a role held for the agent, by a grant, or because a follow-up names them."""

    VIEWER = "viewer"
    OWNER = "owner"
    RISK_OWNER = "risk owner"
    REVIEWER = "reviewer"
    ON_CALL = "on-call"
    HOLDER = "holder of pause_or_retire"
    LEADER = "leader"
    LOADER = "loader"
    ADMIN = "admin"
    NAMED = "person named"


def right_of(choice: Choice, kind: ExpandKind | None, *, is_paused: bool) -> Right:
    """Return what a decision asks for: to maintain a paused agent is to resume it, a revise that names a level or a
    mode lowers it."""
    if choice is Choice.MAINTAIN and is_paused:
        return Right.RESUME
    if choice is Choice.REVISE and kind in (ExpandKind.LEVEL, ExpandKind.MODE):
        return Right.LOWER
    return _RIGHTS[choice]


_RIGHTS = {
    Choice.MAINTAIN: Right.MAINTAIN_OR_REVISE,
    Choice.REVISE: Right.MAINTAIN_OR_REVISE,
    Choice.PAUSE: Right.PAUSE,
    Choice.EXPAND: Right.EXPAND,
    Choice.RETIRE: Right.RETIRE,
    Choice.MERGE: Right.MERGE,
}
