"""Findings about people, each where it holds and where it does not."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from agent_scorecard.policy import default_policy
from agent_scorecard.rules.facts import Assignment, Escalation
from agent_scorecard.rules.findings import ownership as check
from agent_scorecard.vocabulary import Level, Mode, Preset, Role, Severity, Status, Tier
from tests.build import AGENT, AS_OF, action, evidence, person

POLICY = default_policy()
HEALTHY = evidence()
UNNAMED = action(accountable=None, system_owner=None, risk_owner=None)


def without(*roles: Role) -> tuple[Assignment, ...]:
    return tuple(row for row in HEALTHY.assignments if row.role not in roles)


def held(role: Role, name: str) -> tuple[Assignment, ...]:
    return (*without(role), Assignment(role, name))


def gone(name: str, since: date = AS_OF) -> dict[str, object]:
    left = person(name, active=False, inactive_since=since)
    return {"people": {**HEALTHY.company.people, name: left}}


@pytest.mark.parametrize(
    ("finds", "changes", "sentence"),
    [
        (check.no_owner, {"assignments": ()}, "Nobody is named as accountable owner."),
        (check.no_owner, {"assignments": held(Role.ACCOUNTABLE_OWNER, AGENT)}, "Nobody is named as accountable owner."),
        (check.no_owner, {"assignments": (), "status": Status.PAUSED}, "Nobody is named as accountable owner."),
        (check.no_owner, {"assignments": (), "status": Status.RETIRED}, None),
        (check.no_owner, {"assignments": (), "status": Status.IDEA, "days": (), "observations": {}}, None),
        (check.no_owner, gone("ana"), None),
        (check.owner_inactive, gone("ana"), "The accountable owner, Ana, is no longer active since 31 Oct 2026."),
        (check.owner_inactive, gone("ana", AS_OF + timedelta(days=1)), None),
        (check.owner_inactive, {"assignments": ()}, None),
        (check.owner_unconfirmed, {"owner_confirmed_on": None}, "Ana never confirmed the ownership."),
        (
            check.owner_unconfirmed,
            {"owner_confirmed_on": AS_OF - timedelta(days=93)},
            "Ana last confirmed the ownership 93 days ago.",
        ),
        (check.owner_unconfirmed, {"owner_confirmed_on": AS_OF - timedelta(days=92)}, None),
        (check.owner_unconfirmed, {"owner_confirmed_on": None, "assignments": ()}, None),
        (
            check.decision_right_missing,
            {"assignments": without(Role.APPROVE_PILOT, Role.OWN_METRIC)},
            "3 of 5 decision rights are named. Open: who approves the pilot; who owns the business measure.",
        ),
        (check.decision_right_missing, {"assignments": (), "status": Status.PILOT}, None),
        (check.decision_right_missing, {}, None),
        (check.escalation_unowned, {"escalations": ()}, "No escalation trigger is on file."),
        (
            check.escalation_unowned,
            {"escalations": (Escalation("VIP", None, "ana"), Escalation("No source"))},
            "Nobody active takes over for No source.",
        ),
        (check.escalation_unowned, {}, None),
        (
            check.raci_incomplete,
            {"actions": (action(risk_owner="nobody"), action("b.tag"))},
            "1 action without risk owner: helpdesk.tag.",
        ),
        (
            check.raci_incomplete,
            {"actions": (UNNAMED,), "assignments": ()},
            "1 action without accountable person, system owner or risk owner: helpdesk.tag.",
        ),
        (
            check.raci_incomplete,
            {"actions": (action(inform_trigger=None),)},
            "It is not said when people are consulted and informed about helpdesk.tag.",
        ),
        (check.raci_incomplete, {"actions": (UNNAMED,)}, None),
        (check.raci_incomplete, {"actions": (), "assignments": ()}, None),
        (
            check.agent_as_accountable,
            {"assignments": held(Role.ACCOUNTABLE_OWNER, AGENT)},
            "An agent is named as accountable owner.",
        ),
        (
            check.agent_as_accountable,
            {"actions": (action(risk_owner=AGENT),)},
            "An agent is named as risk owner of helpdesk.tag.",
        ),
        (check.agent_as_accountable, {}, None),
        (check.builder_only_on_call, {"assignments": held(Role.ON_CALL, "ben")}, "Only the builder is on call: Ben."),
        (
            check.builder_only_on_call,
            {"assignments": (*held(Role.ON_CALL, "ben"), Assignment(Role.ON_CALL, "dan"))},
            None,
        ),
        (check.builder_only_on_call, {"assignments": without(Role.ON_CALL)}, None),
    ],
)
def test_a_finding_says_who_is_missing_and_is_silent_otherwise(finds, changes, sentence):
    found = finds(evidence(**changes), POLICY)
    assert (found.sentence.text if found else None) == sentence


@pytest.mark.parametrize(
    ("finds", "changes", "weight"),
    [
        (check.no_owner, {"assignments": ()}, (Severity.BLOCK, None, True)),
        (check.owner_inactive, gone("ana"), (Severity.BLOCK, None, False)),
        (check.owner_unconfirmed, {"owner_confirmed_on": None}, (Severity.NOTE, None, True)),
        (
            check.owner_unconfirmed,
            {"owner_confirmed_on": AS_OF - timedelta(days=93)},
            (Severity.NOTE, None, False),
        ),
        (
            check.raci_incomplete,
            {"actions": (UNNAMED,), "assignments": ()},
            (Severity.BLOCK, Level.RECOMMENDED, True),
        ),
        (
            check.raci_incomplete,
            {"actions": (replace(UNNAMED, mode=Mode.SHADOW),), "assignments": ()},
            (Severity.NOTE, None, True),
        ),
        (check.raci_incomplete, gone("cora"), (Severity.BLOCK, Level.RECOMMENDED, False)),
        (check.raci_incomplete, {"actions": (action(inform_trigger=None),)}, (Severity.NOTE, None, False)),
    ],
    ids=[
        "nobody said who owns it",
        "the owner left",
        "nobody confirmed yet",
        "confirmed long ago",
        "an action in the loop without people",
        "an action in shadow without people",
        "a risk owner who left",
        "an event nobody named",
    ],
)
def test_a_fact_nobody_gave_is_a_set_up_question_and_one_that_ended_is_not(finds, changes, weight):
    found = finds(evidence(**changes), POLICY)
    assert (found.severity, found.cap, found.setup) == weight


def test_in_a_small_company_the_owner_of_a_low_tier_agent_is_its_risk_owner():
    one = evidence(
        risk_tier=Tier.LOW,
        risk_tier_reason="Test data only",
        actions=(action(risk_owner=None),),
        assignments=without(Role.RISK_OWNER),
    )
    assert check.raci_incomplete(one, POLICY.with_preset(Preset.SMALL)) is None
    assert check.raci_incomplete(one, POLICY) is not None
