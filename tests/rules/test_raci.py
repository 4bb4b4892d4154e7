"""Who answers for each action."""

from __future__ import annotations

import pytest

from agent_scorecard.policy import default_policy
from agent_scorecard.rules.facts import Assignment
from agent_scorecard.rules.raci import Raci, raci, raci_table
from agent_scorecard.vocabulary import Mode, Preset, Role, Tier
from tests.build import AGENT, AS_OF, action, evidence, person

POLICY = default_policy()
UNNAMED = action(accountable=None, system_owner=None, risk_owner=None)
PEOPLE = {"ana": person("ana"), "ben": person("ben"), "cora": person("cora", active=False, inactive_since=AS_OF)}


def held(**people: str) -> tuple[Assignment, ...]:
    return tuple(Assignment(Role(role), name) for role, name in people.items())


@pytest.mark.parametrize(
    ("action", "assignments", "expected"),
    [
        (action(risk_owner="ana"), (), ("ana", "ben", "ana", (), ())),
        (UNNAMED, held(accountable_owner="ana", system_owner="ben", risk_owner="ana"), ("ana", "ben", "ana", (), ())),
        (
            action(risk_owner=None),
            held(accountable_owner="ben", risk_owner="ben"),
            ("ana", "ben", "ben", (), ()),
        ),
        (UNNAMED, held(system_owner="ben"), (None, "ben", None, (Role.ACCOUNTABLE_OWNER, Role.RISK_OWNER), ())),
        (action(), (), ("ana", "ben", "cora", (Role.RISK_OWNER,), ())),
        (action(risk_owner="nobody"), (), ("ana", "ben", "nobody", (Role.RISK_OWNER,), ())),
        (action(risk_owner=AGENT), (), ("ana", "ben", AGENT, (Role.RISK_OWNER,), (Role.RISK_OWNER,))),
    ],
    ids=["its own people", "the agent's people", "its own first", "nobody", "left the company", "unknown", "an agent"],
)
def test_each_slot_needs_a_known_active_person(action, assignments, expected):
    one = evidence(actions=(action,), assignments=assignments, people=PEOPLE)
    assert raci(one, POLICY, action) == Raci(action, *expected)


def test_forbidden_actions_need_nobody():
    rows = raci_table(evidence(actions=(action(mode=Mode.FORBIDDEN, accountable=None), action("b"))), POLICY)
    assert [row.action.action for row in rows] == ["b"]


@pytest.mark.parametrize(
    ("preset", "tier", "missing"),
    [
        (Preset.SMALL, Tier.LOW, ()),
        (Preset.SMALL, Tier.MEDIUM, (Role.RISK_OWNER,)),
        (Preset.ENTERPRISE, Tier.LOW, (Role.RISK_OWNER,)),
    ],
)
def test_in_a_small_company_the_owner_is_risk_owner_at_low_tier(preset, tier, missing):
    one = action(risk_owner=None, mode=Mode.IN)
    agent = evidence(actions=(one,), risk_tier=tier, assignments=held(accountable_owner="ana"))
    assert raci(agent, POLICY.with_preset(preset), one).missing == missing
