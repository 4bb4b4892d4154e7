"""Why the actions suggest a tier, and how the stated one stands to it."""

from __future__ import annotations

import pytest

from agent_scorecard.rules.tiers import Standing, lowers, standing, why_of_action, why_suggested
from agent_scorecard.vocabulary import Access, Effect, Mode, Tier
from tests.build import action, evidence
from tests.rules.assessed import POLICY

REFUND = action("stripe.refund", effects=(Effect.MONEY, Effect.CUSTOMERS), reversible=False, mode=Mode.IN)
READ = action("crm.read", access=Access.READ, mode=Mode.OUT)


@pytest.mark.parametrize(
    ("row", "why"),
    [
        (READ, "only reads or drafts"),
        (action(access=Access.READ, effects=(Effect.SENSITIVE_DATA,)), "reads sensitive data"),
        (action(access=Access.READ, effects=()), "reads what nobody described"),
        (REFUND, "touches money and customers and cannot be undone"),
        (action(reversible=False), "cannot be undone"),
        (action(), "writes what can be undone"),
        (action(effects=()), "could touch anything: its effects are not stated"),
    ],
)
def test_an_action_says_what_decides_its_tier(row, why):
    assert why_of_action(row, POLICY) == why


@pytest.mark.parametrize(
    ("actions", "why"),
    [
        ((), ""),
        ((READ,), "crm.read only reads or drafts and runs without approval."),
        (
            (READ, REFUND),
            (
                "stripe.refund touches money and customers and cannot be undone; "
                "a person approves every call, so one below high counts."
            ),
        ),
        ((action(mode=Mode.ON), READ), "helpdesk.tag writes what can be undone and runs without approval."),
    ],
)
def test_the_sentence_names_the_action_that_decides(actions, why):
    assert why_suggested(evidence(actions=actions), POLICY) == why


@pytest.mark.parametrize(
    ("tier", "reason", "said"),
    [
        (None, None, Standing.NOT_STATED),
        (Tier.LOW, None, Standing.NOT_COUNTED),
        (Tier.LOW, "Five a week, all read", Standing.LOWER),
        (Tier.MEDIUM, None, Standing.AS_SUGGESTED),
        (Tier.HIGH, None, Standing.HIGHER),
    ],
)
def test_the_stated_tier_stands_beside_the_suggested_one(tier, reason, said):
    facts = evidence(actions=(action(mode=Mode.ON),), risk_tier=tier, risk_tier_reason=reason)
    assert standing(facts, POLICY) is said


@pytest.mark.parametrize(("wanted", "is_lower"), [(Tier.LOW, True), (Tier.MEDIUM, False), (Tier.HIGH, False)])
def test_lower_is_lower_than_what_counts(wanted, is_lower):
    facts = evidence(actions=(action(mode=Mode.ON),), risk_tier=None)
    assert lowers(facts, POLICY, wanted) is is_lower
