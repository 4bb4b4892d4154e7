"""How a run is read: one status and one outcome from the columns that speak of them (columns.csv runs, rules 4)."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from agent_scorecard.vocabulary import ApprovalStatus, HumanEdit, ReviewOutcome, RunResult, RunStatus

AUDIT = (
    "workflow",
    "request_id",
    "policy_version",
    "tool_calls",
    "output",
    "trigger",
    "data_sources",
    "approval_status",
)
APPROVER, ERROR = "human_approver", "error"
BITS = {name: 1 << place for place, name in enumerate((*AUDIT, APPROVER, ERROR))}
"""Presence of each audit field of rules 11, item 13, as one bit."""

AS_OUTCOME = {
    ApprovalStatus.APPROVED: ReviewOutcome.ACCEPTED,
    ApprovalStatus.EDITED: ReviewOutcome.EDITED,
    ApprovalStatus.REJECTED: ReviewOutcome.REJECTED,
    ApprovalStatus.ESCALATED: ReviewOutcome.ESCALATED,
    ApprovalStatus.PENDING: ReviewOutcome.PENDING,
}
ANSWERED_NO = ("infra_failure", "human_override")
STRENGTH = {outcome: place for place, outcome in enumerate(reversed(ReviewOutcome))}


class Given(NamedTuple):
    """What a record says of status, result and people; `present` are `BITS`, None = the column was empty.

    `held`: a call waits for a person. `shadow`: 1 the proposal differs from what was done, 0 it does not.
    `approvals_known`: the agent's approvals are on file, so silence means there was none. `computed`: the record says
    no cost, so it was worked out from its tokens and a price list.
    """

    status: RunStatus | None = None
    result: RunResult | None = None
    infra_failure: bool | None = None
    review_outcome: ReviewOutcome | None = None
    human_override: bool | None = None
    human_edit: HumanEdit | None = None
    approval_status: ApprovalStatus | None = None
    sources: int | None = None
    present: int = 0
    held: bool = False
    shadow: int | None = None
    approvals_known: bool = False
    computed: bool = False


@dataclass(frozen=True)
class Reading:
    """A record as read, with the verdict of its approvals row where one joins (it wins over approval_status)."""

    given: Given
    verdict: ApprovalStatus | None = None

    @property
    def approval(self) -> ApprovalStatus | None:
        return self.verdict or self.given.approval_status

    @cached_property
    def _claims(self) -> list[ReviewOutcome]:
        """What each filled column says happened; human_override false and not_required say nothing happened."""
        given, claims = self.given, []
        if given.review_outcome is not None:
            claims.append(given.review_outcome)
        if given.human_override is not None and (given.human_override or given.review_outcome):
            claims.append(ReviewOutcome.OVERRIDDEN if given.human_override else self._not_overridden)
        if given.human_edit is not None:
            claims.append(self._of_edit)
        if self.approval in AS_OUTCOME:
            claims.append(AS_OUTCOME[self.approval])
        return claims

    @property
    def _not_overridden(self) -> ReviewOutcome:
        """An override denied contradicts an outcome of overridden and agrees with every other."""
        stated = self.given.review_outcome
        return ReviewOutcome.NONE if stated is None or stated is ReviewOutcome.OVERRIDDEN else stated

    @property
    def _of_edit(self) -> ReviewOutcome:
        """No edit denies an edit and agrees with everything else."""
        match self.given.human_edit:
            case HumanEdit.REJECTED:
                return ReviewOutcome.REJECTED
            case HumanEdit.NONE:
                stated = self.given.review_outcome or AS_OUTCOME.get(self.approval or ApprovalStatus.NOT_REQUIRED)
                return ReviewOutcome.NONE if stated in (None, ReviewOutcome.EDITED) else stated
            case _:
                return ReviewOutcome.EDITED

    @property
    def outcome(self) -> ReviewOutcome:
        """The claim that shows most human intervention."""
        return max(self._claims, key=STRENGTH.__getitem__, default=ReviewOutcome.NONE)

    @property
    def contradictory(self) -> bool:
        stated = self.given.approval_status
        overruled = (
            self.verdict is not None
            and stated is not None
            and stated is not ApprovalStatus.PENDING
            and stated is not self.verdict
        )
        return overruled or len(set(self._claims)) > 1

    @property
    def status(self) -> RunStatus:
        """The status given, or derived; a pending run whose case a person decided counts as completed."""
        status = self.given.status or self._derived_status
        decided = self.outcome not in (ReviewOutcome.PENDING, ReviewOutcome.NONE)
        return RunStatus.COMPLETED if status is RunStatus.PENDING and decided else status

    @property
    def _derived_status(self) -> RunStatus:
        if self.given.present & BITS[ERROR]:
            return RunStatus.FAILED
        return RunStatus.PENDING if self.given.held else RunStatus.COMPLETED

    @property
    def edited_major(self) -> bool:
        """An ungraded edit counts as major."""
        return self.outcome is ReviewOutcome.EDITED and self.given.human_edit is not HumanEdit.MINOR

    @property
    def override_only(self) -> bool:
        """The log knows human_override and nothing else of people, so what was read is unknown (rules 4)."""
        given = self.given
        silent = given.review_outcome is None and given.human_edit is None
        return given.human_override is not None and silent and self.approval in (None, ApprovalStatus.NOT_REQUIRED)

    @property
    def people_known(self) -> bool:
        """Whether the log or a decided approvals row says anything of people, also that they did nothing."""
        given = self.given
        said = (given.review_outcome, given.human_override, given.human_edit, given.approval_status)
        return any(each is not None for each in said) or self.verdict not in (None, ApprovalStatus.PENDING)

    @property
    def approved(self) -> bool | None:
        """Whether a person approved before it ran; None when nobody said."""
        if self.approval is not None:
            return self.approval in (ApprovalStatus.APPROVED, ApprovalStatus.EDITED)
        if self.given.review_outcome in (ReviewOutcome.ACCEPTED, ReviewOutcome.EDITED):
            return True
        return False if self.given.approvals_known else None

    @property
    def audit_required(self) -> int:
        return self._required.bit_count()

    @property
    def audit_present(self) -> int:
        return (self._required & self._there).bit_count()

    @property
    def audit(self) -> dict[str, bool]:
        """Each field this run needs, and whether it is there."""
        return {name: bool(self._there & bit) for name, bit in BITS.items() if self._required & bit}

    @property
    def _there(self) -> int:
        joined = BITS["approval_status"] | BITS[APPROVER] if self.verdict else 0
        return self.given.present | joined

    @property
    def _required(self) -> int:
        """The fields this run needs: the approver where one was needed, the error only where it did not complete."""
        needed = sum(BITS[name] for name in AUDIT)
        if self.given.held or self.approval not in (None, ApprovalStatus.NOT_REQUIRED):
            needed |= BITS[APPROVER]
        unfinished = (RunStatus.FAILED, RunStatus.STOPPED, RunStatus.BLOCKED)
        return needed | (BITS[ERROR] if self.status in unfinished else 0)


def written(given: Given) -> str:
    """Return what was given as canonical JSON, empty columns left out."""
    filled = {name: value for name, value in given._asdict().items() if value is not None}
    said = {name: value for name, value in filled.items() if value is not False or name in ANSWERED_NO}
    return json.dumps(said, separators=(",", ":"), sort_keys=True)


def read(text: str) -> Given:
    """Read back what `written` wrote."""
    said = json.loads(text)
    for name, words in (
        ("status", RunStatus),
        ("result", RunResult),
        ("review_outcome", ReviewOutcome),
        ("human_edit", HumanEdit),
        ("approval_status", ApprovalStatus),
    ):
        if name in said:
            said[name] = words(said[name])
    return Given(**said)
