"""What people record in the product: decisions, follow-ups, proposals, exceptions, reviews, policy versions."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, ClassVar

from sqlalchemy import CheckConstraint, Index

from agent_scorecard.store.tables.columns import (
    Checked,
    count,
    day,
    ident,
    key,
    long_text,
    of_agent,
    step,
    text,
    time,
    word,
    words,
    yes_no,
)
from agent_scorecard.vocabulary import (
    AgainstReason,
    Choice,
    ExceptionReason,
    ExpandKind,
    Level,
    Preset,
    ProposalState,
    WeeklyChange,
)

REASON = 4000


def ledger_number(**more: Any) -> Any:
    """The ledger entry a row was recorded with."""
    return count(..., **more)


class DecisionFields(Checked):
    """What a person fills in; the rest of a decision is written by the recording function."""

    agent: str = of_agent()
    choice: Choice = word(Choice)
    reason: str = text(REASON, min_length=1)
    next_step: str = text(REASON, min_length=1)
    owner: str = ident()
    due: date = day(...)
    as_of: date = day(...)
    period: str = text(8)
    kind: ExpandKind | None = word(ExpandKind, None)
    action: str | None = ident(None)
    to_value: str | None = text(200, None)
    against: AgainstReason | None = word(AgainstReason, None)
    co_signed_by: str | None = ident(None)


class Decision(DecisionFields, table=True):
    """`seq` is its ledger entry; `token` makes a form that is sent twice one decision."""

    __tablename__ = "decisions"
    __table_args__: ClassVar[Any] = (
        Index(None, "agent", "as_of"),
        CheckConstraint('co_signed_by IS NULL OR co_signed_by <> "by"', name="second_person"),
    )

    seq: int = ledger_number(primary_key=True, sa_column_kwargs={"autoincrement": False})
    recorded_at: datetime = time(...)
    by: str = ident()
    proposed: Choice = word(Choice)
    level: Level = step(Level)
    verified: bool = yes_no()
    policy_version: str = text(60, "")
    card_hash: str = text(64, "")
    token: str | None = text(64, None, unique=True)
    supersedes: int | None = count()
    in_place_of: str | None = ident(None)
    measure: str | None = ident(None)


class FollowUpFields(Checked):
    follow_up: str = key()
    agent: str = of_agent(index=True)
    what: str = text(REASON)
    owner: str = ident()
    due: date = day(...)
    decision: int = ledger_number()
    in_place: bool = yes_no()
    done_on: date | None = day()
    note: str | None = text(REASON, None)
    incident: str | None = ident(None)


class FollowUp(FollowUpFields, table=True):
    __tablename__ = "follow_ups"

    row_version: int = count(0)


class ProposalFields(Checked):
    """A decision that waits for a second person, bound to the evidence it was made on (reliability c)."""

    proposal: str = key()
    agent: str = of_agent(index=True)
    body: str = long_text()
    evidence_hash: str = text(64)
    agent_version: int = count(...)
    proposed_by: str = ident()
    proposed_at: datetime = time(...)
    expires_on: date = day(...)
    state: ProposalState = word(ProposalState)
    answered_by: str | None = ident(None)
    answered_at: datetime | None = time()
    reason: str | None = text(REASON, None)
    decision: int | None = count()


class Proposal(ProposalFields, table=True):
    __tablename__ = "proposals"
    __table_args__: ClassVar[Any] = (
        CheckConstraint(
            "state <> 'approved' OR (answered_by IS NOT NULL AND answered_by <> proposed_by)", name="four_eyes"
        ),
    )

    row_version: int = count(0)


class ExceptionFields(Checked):
    """One named gap accepted for a time by the risk owner (rules 6)."""

    exception: str = key()
    agent: str = of_agent(index=True)
    gap: str = text(120)
    reason: ExceptionReason = word(ExceptionReason)
    note: str | None = text(REASON, None)
    accepted_by: str = ident()
    accepted_on: date = day(...)
    expires_on: date = day(...)
    renews: str | None = ident(None)
    self_approved: bool = yes_no()
    ended_on: date | None = day()
    seq: int = ledger_number()


class AcceptedException(ExceptionFields, table=True):
    __tablename__ = "exceptions"


class ReviewFields(Checked):
    """A portfolio review: its outcome for one agent confirms or overrules the owner's decision (rules 7)."""

    period: str = text(8, primary_key=True)
    agent: str = of_agent(primary_key=True)
    outcome: Choice = word(Choice)
    confirms: int | None = count()
    reason: str | None = text(REASON, None)
    chair: str = ident()
    held_on: date = day(...)
    seq: int = ledger_number()


class Review(ReviewFields, table=True):
    __tablename__ = "reviews"


class WeeklyReviewFields(Checked):
    """What was said of one week of an agent's first month; what was promised is a follow-up (register S2-28)."""

    agent: str = of_agent(primary_key=True)
    begins: date = day(..., primary_key=True)
    week: int = count(..., ge=1)
    held_on: date = day(...)
    attendees: tuple[str, ...] = words()
    by: str = ident()
    seq: int = ledger_number()
    handled_well: str = text(REASON, "")
    stepped_in: str = text(REASON, "")
    rules_to_change: str = text(REASON, "")
    change: WeeklyChange | None = word(WeeklyChange, None)
    no_change: str | None = text(REASON, None)


class WeeklyReview(WeeklyReviewFields, table=True):
    __tablename__ = "weekly_reviews"


class PolicyVersionFields(Checked):
    """The numbers in force from a day on; `body` is the overlay over the shipped policy, as JSON."""

    version: str = text(60, primary_key=True)
    preset: Preset = word(Preset)
    effective_from: date = day(...)
    body: str = long_text()
    author: str = ident()
    approved_by: str | None = ident(None)
    reason: str = text(REASON)
    recorded_at: datetime = time(...)
    seq: int = ledger_number()


class PolicyVersion(PolicyVersionFields, table=True):
    __tablename__ = "policy_versions"
    __table_args__: ClassVar[Any] = (
        CheckConstraint("approved_by IS NULL OR approved_by <> author", name="second_person"),
    )
