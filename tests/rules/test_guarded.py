"""The five guardrails, each there, missing or not known by the facts of the agent."""

from __future__ import annotations

from dataclasses import replace

import pytest

from agent_scorecard.rules.facts import Budget, UsedCall
from agent_scorecard.rules.guarded import Guardrail, guardrails
from agent_scorecard.vocabulary import Access, BudgetPeriod, Effect, EvidenceSource, EvidenceState, Mode
from tests.build import AS_OF, UNIT, action, days, evidence
from tests.rules.assessed import POLICY

MONEY = action("stripe.refund", effects=(Effect.MONEY,), reversible=False, mode=Mode.ON)
READ = action("crm.read", access=Access.READ, mode=Mode.OUT)
STRANGER = UsedCall("crm.export", 3, 0, 0, 0, 0, 0, AS_OF, 0, 0)
BUDGET = Budget(BudgetPeriod.MONTH, 100 * UNIT, "USD", hard_stop=True)
THERE, MISSING, UNKNOWN = EvidenceState.THERE, EvidenceState.MISSING, EvidenceState.NOT_KNOWN
SKIPPED = EvidenceState.DOES_NOT_APPLY
WEEK = days(AS_OF.replace(day=25), AS_OF)


def guard(name, **facts):
    return next(row for row in guardrails(evidence(**facts), POLICY) if row.guardrail is name)


@pytest.mark.parametrize(
    ("facts", "state", "said"),
    [
        ({"actions": (action(),)}, THERE, "1 of 1 permissions have a scope and a purpose; nothing else was called."),
        ({"actions": ()}, UNKNOWN, "No action is on file."),
        (
            {"actions": (action(), action("b", permission_scope=None))},
            UNKNOWN,
            "1 of 2 permissions have a scope and a purpose.",
        ),
        ({"actions": (action(),), "calls": (STRANGER,)}, MISSING, "Crm.export is on no list"),
        (
            {"actions": (action(credential_expires_on=AS_OF.replace(day=1)),)},
            MISSING,
            "The credential of helpdesk.tag expired.",
        ),
    ],
)
def test_least_privilege(facts, state, said):
    row = guard(Guardrail.LEAST_PRIVILEGE, **{"calls": (), **facts})
    assert (row.state, row.said[: len(said)]) == (state, said)


@pytest.mark.parametrize(
    ("actions", "state", "said"),
    [
        ((), UNKNOWN, "No action is on file."),
        ((READ,), SKIPPED, "It has no high-impact action."),
        ((MONEY,), MISSING, "0 of 1 high-impact actions wait for a person."),
        ((replace(MONEY, mode=Mode.IN),), THERE, "1 of 1 high-impact actions wait for a person."),
        ((replace(MONEY, threshold_field="amount", threshold_value="100"),), THERE, "1 of 1 high-impact actions wait"),
    ],
)
def test_approval_gates(actions, state, said):
    row = guard(Guardrail.APPROVAL, actions=actions, thresholds=())
    assert (row.state, row.said[: len(said)]) == (state, said)


@pytest.mark.parametrize(
    ("facts", "state", "said"),
    [
        ({"budgets": ()}, MISSING, "No budget is set."),
        ({"budgets": (BUDGET,), "days": WEEK}, THERE, "7\u202f% of the monthly budget is spent (7 USD of 100 USD)."),
        (
            {"budgets": (replace(BUDGET, amount=5 * UNIT, hard_stop=False),), "days": WEEK},
            MISSING,
            "140\u202f% of the monthly budget is spent (7 USD of 5 USD), without a hard stop.",
        ),
        ({"budgets": (BUDGET,), "days": ()}, THERE, "A budget is set; nothing spent is on record."),
        (
            {
                "budgets": (),
                "workflow_budgets": (replace(BUDGET, workflow="Ticket_Triage"),),
                "workflow": "ticket_triage",
            },
            THERE,
            "A budget of its workflow is set; nothing spent is on record.",
        ),
    ],
)
def test_budgets(facts, state, said):
    row = guard(Guardrail.BUDGET, **{"costs": (), "workflow_budgets": (), **facts})
    assert (row.state, row.said.replace("\u202fUSD", " USD")) == (state, said)


@pytest.mark.parametrize(
    ("actions", "state", "said"),
    [
        ((), UNKNOWN, "No action is on file."),
        ((READ,), SKIPPED, "It changes nothing outside."),
        ((action(),), THERE, "1 of 1 actions with an effect have a limit of calls a day."),
        ((action(), replace(MONEY, cap_count_per_day=None)), MISSING, "1 of 2 actions with an effect have a limit"),
    ],
)
def test_rate_caps(actions, state, said):
    row = guard(Guardrail.CAPS, actions=actions)
    assert (row.state, row.said[: len(said)]) == (state, said)


@pytest.mark.parametrize(
    ("facts", "state", "said"),
    [
        ({"retention_days": 365}, THERE, "350 of 350 runs of 28 days recorded their tool calls, kept 365 days."),
        ({"retention_days": None}, UNKNOWN, "350 of 350 runs of 28 days recorded their tool calls, how long is not"),
        (
            {"retention_days": 365, "days": days(AS_OF, AS_OF, calls_recorded=10)},
            MISSING,
            "10 of 50 runs of 28 days recorded their tool calls",
        ),
        ({"retention_days": 365, "days": ()}, UNKNOWN, "No run of the last 28 days is loaded; kept 365 days."),
        (
            {"retention_days": None, "days": (), "evidence_source": EvidenceSource.FILE},
            UNKNOWN,
            "Its figures come from files; how long is not stated.",
        ),
    ],
)
def test_logs_and_traces(facts, state, said):
    row = guard(Guardrail.TRACES, **{"days": WEEK, "evidence_source": EvidenceSource.LOG, **facts})
    assert (row.state, row.said[: len(said)]) == (state, said)


def test_whatever_is_open_names_its_way_out():
    for facts in (
        {},
        {"actions": (), "budgets": (), "days": ()},
        {"actions": (replace(MONEY, cap_count_per_day=None),)},
    ):
        for row in guardrails(evidence(**facts), POLICY):
            assert bool(row.way_out) is (row.state in (MISSING, UNKNOWN))
