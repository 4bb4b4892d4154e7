"""What happened in a run is read from the columns that speak of it, and disagreement is counted."""

import pytest

from agent_scorecard.runs.readings import BITS, Given, Reading, read, written
from agent_scorecard.vocabulary import ApprovalStatus, HumanEdit, ReviewOutcome, RunStatus


@pytest.mark.parametrize(
    ("given", "outcome", "contradictory"),
    [
        ({}, "none", False),
        ({"human_override": False}, "none", False),
        ({"human_override": True}, "overridden", False),
        ({"human_edit": HumanEdit.NONE}, "none", False),
        ({"human_edit": HumanEdit.MINOR}, "edited", False),
        ({"human_edit": HumanEdit.REJECTED}, "rejected", False),
        ({"approval_status": ApprovalStatus.NOT_REQUIRED}, "none", False),
        ({"approval_status": ApprovalStatus.APPROVED}, "accepted", False),
        ({"approval_status": ApprovalStatus.ESCALATED}, "escalated", False),
        ({"approval_status": ApprovalStatus.PENDING}, "pending", False),
        ({"review_outcome": ReviewOutcome.ACCEPTED, "human_override": False}, "accepted", False),
        ({"review_outcome": ReviewOutcome.ACCEPTED, "human_edit": HumanEdit.NONE}, "accepted", False),
        ({"review_outcome": ReviewOutcome.ACCEPTED, "human_override": True}, "overridden", True),
        ({"review_outcome": ReviewOutcome.OVERRIDDEN, "human_override": False}, "overridden", True),
        ({"review_outcome": ReviewOutcome.EDITED, "human_edit": HumanEdit.NONE}, "edited", True),
        ({"approval_status": ApprovalStatus.APPROVED, "human_edit": HumanEdit.MAJOR}, "edited", True),
        ({"approval_status": ApprovalStatus.REJECTED, "human_edit": HumanEdit.MINOR}, "rejected", True),
        ({"review_outcome": ReviewOutcome.NONE, "approval_status": ApprovalStatus.APPROVED}, "accepted", True),
    ],
    ids=str,
)
def test_the_claim_with_most_human_intervention_wins(given, outcome, contradictory):
    reading = Reading(Given(**given))
    assert (reading.outcome, reading.contradictory) == (outcome, contradictory)


@pytest.mark.parametrize(
    ("given", "status"),
    [
        ({}, "completed"),
        ({"present": BITS["error"]}, "failed"),
        ({"held": True}, "pending"),
        ({"held": True, "approval_status": ApprovalStatus.APPROVED}, "completed"),
        ({"held": True, "human_override": True}, "completed"),
        ({"held": True, "present": BITS["error"]}, "failed"),
        ({"status": RunStatus.PENDING}, "pending"),
        ({"status": RunStatus.PENDING, "approval_status": ApprovalStatus.PENDING}, "pending"),
        ({"status": RunStatus.PENDING, "approval_status": ApprovalStatus.REJECTED}, "completed"),
        ({"status": RunStatus.BLOCKED, "held": True}, "blocked"),
        ({"status": RunStatus.STOPPED, "present": BITS["error"]}, "stopped"),
    ],
    ids=str,
)
def test_the_status_is_given_or_derived(given, status):
    assert Reading(Given(**given)).status == status


@pytest.mark.parametrize(
    ("verdict", "stated", "outcome", "contradictory"),
    [
        ("rejected", "approved", "rejected", True),
        ("approved", "pending", "accepted", False),
        ("approved", "approved", "accepted", False),
        ("edited", None, "edited", False),
        ("pending", None, "pending", False),
    ],
)
def test_the_approvals_row_wins_and_a_difference_is_counted(verdict, stated, outcome, contradictory):
    given = Given(approval_status=ApprovalStatus(stated) if stated else None)
    reading = Reading(given, ApprovalStatus(verdict))
    assert (reading.outcome, reading.contradictory) == (outcome, contradictory)


@pytest.mark.parametrize(
    ("given", "major", "only"),
    [
        ({"review_outcome": ReviewOutcome.EDITED}, True, False),
        ({"human_edit": HumanEdit.MAJOR}, True, False),
        ({"human_edit": HumanEdit.MINOR}, False, False),
        ({"human_override": True}, False, True),
        ({"human_override": False}, False, True),
        ({"human_override": False, "approval_status": ApprovalStatus.NOT_REQUIRED}, False, True),
        ({"human_override": False, "approval_status": ApprovalStatus.APPROVED}, False, False),
        ({}, False, False),
    ],
    ids=str,
)
def test_an_ungraded_edit_is_major_and_a_bare_override_flag_is_marked(given, major, only):
    reading = Reading(Given(**given))
    assert (reading.edited_major, reading.override_only) == (major, only)


@pytest.mark.parametrize(
    ("given", "verdict", "known"),
    [
        ({}, None, False),
        ({"held": True, "approvals_known": True, "present": BITS["human_approver"]}, None, False),
        ({}, "pending", False),
        ({}, "approved", True),
        ({"review_outcome": ReviewOutcome.NONE}, None, True),
        ({"human_override": False}, None, True),
        ({"human_edit": HumanEdit.NONE}, None, True),
        ({"approval_status": ApprovalStatus.NOT_REQUIRED}, None, True),
    ],
    ids=str,
)
def test_a_log_speaks_of_people_also_where_they_did_nothing(given, verdict, known):
    assert Reading(Given(**given), ApprovalStatus(verdict) if verdict else None).people_known is known


@pytest.mark.parametrize(
    ("given", "verdict", "approved"),
    [
        ({}, None, None),
        ({"approvals_known": True}, None, False),
        ({"approval_status": ApprovalStatus.NOT_REQUIRED}, None, False),
        ({"approval_status": ApprovalStatus.PENDING}, "approved", True),
        ({"approval_status": ApprovalStatus.APPROVED}, "rejected", False),
        ({"review_outcome": ReviewOutcome.ACCEPTED}, None, True),
        ({"human_override": False}, None, None),
    ],
    ids=str,
)
def test_silence_about_approval_is_unknown_unless_approvals_are_on_file(given, verdict, approved):
    assert Reading(Given(**given), ApprovalStatus(verdict) if verdict else None).approved is approved


ALL = sum(BITS.values())


@pytest.mark.parametrize(
    ("given", "verdict", "there", "needed"),
    [
        ({"present": 0}, None, 0, 8),
        ({"present": ALL - BITS["error"]}, None, 8, 8),
        ({"present": ALL}, None, 9, 9),
        ({"present": ALL, "status": RunStatus.FAILED}, None, 9, 9),
        ({"present": ALL - BITS["error"], "status": RunStatus.BLOCKED}, None, 8, 9),
        ({"present": ALL - BITS["error"], "held": True}, None, 9, 9),
        ({"present": BITS["human_approver"], "approval_status": ApprovalStatus.APPROVED}, None, 1, 9),
        ({"present": 0}, "approved", 2, 9),
    ],
    ids=str,
)
def test_audit_fields_are_counted_as_far_as_the_run_needs_them(given, verdict, there, needed):
    reading = Reading(Given(**given), ApprovalStatus(verdict) if verdict else None)
    assert (reading.audit_present, reading.audit_required) == (there, needed)


@pytest.mark.parametrize(
    "given",
    [
        Given(),
        Given(status=RunStatus.FAILED, infra_failure=False, human_override=False, sources=0, present=3, shadow=0),
        Given(human_edit=HumanEdit.NONE, held=True, approvals_known=True, shadow=1, sources=4),
    ],
)
def test_what_was_given_is_written_and_read_back(given):
    assert read(written(given)) == given
