"""Support refunds: a person decides above 100 dollars; one silent duplicate on a Saturday, one loop that cost."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from random import Random

from stories.shared import (
    MONTHS,
    OPENING_DAY,
    Row,
    Tables,
    action,
    bound,
    by_month,
    costs,
    days,
    gates,
    held,
    measured,
    moment,
    never,
    of,
    rates,
    table,
    values,
)

AGENT = "support-refund"
LOG_ID = "support-refund-agent-v3"
SEED = 20261018
SINCE = "2026-03-16"
FIRST_RUN = date(2026, 3, 19)
SATURDAY = date(2026, 10, 17)
LOOPS = {date(2026, 9, 29): 2, date(2026, 9, 30): 2, date(2026, 10, 1): 2}
SINCE_MARCH = MONTHS[2:]
REPORT = "payments report"
DECIDERS = ("maya", "priya", "tom")

INVENTORY: Row = {
    "name": "Support refunds",
    "kind": "agent",
    "team": "Support",
    "workflow": "refund_request",
    "user_group": "Support team",
    "business_outcome": "A customer who is owed money has it the same day, once",
    "work_origin": "internal",
    "status": "live",
    "status_since": SINCE,
    "pilot_started": "2026-01-19",
    "live_on": SINCE,
    "autonomy_level": 2,
    "autonomy_since": SINCE,
    "wanted_level": 3,
    "risk_tier": "high",
    "risk_tier_reason": "Moves customers' money",
    "trigger": "A ticket is tagged refund; the first human step is the list above 100 dollars",
    "rhythm": "continuous",
    "evidence_source": "log",
    "allowed_inputs": "ticket|order|refund policy",
    "required_outputs": "The refund with the policy paragraph, or the reason why a person must decide",
    "constraints": "At most 100 dollars without a second look; never to another card",
    "kill_switch": "Revoke the key refunds in the payments console",
    "kill_switch_in_flight": "Refunds not yet sent are held for a day and listed",
    "rollback_target": "v2; refunds by hand from the ticket",
    "contacts": "Maya +1 303 555 0145|Aisha +1 303 555 0177",
    "retirement_criteria": "Fewer than fifty refunds a month for a quarter",
    "sampling_one_in": 1,
    "retention_days": 730,
    "keep_content": "none",
    "mask_keys": "card|customer_email",
    "owner_confirmed_on": "2026-10-08",
    "version": "v3",
    "url": "https://wiki.juniper.example/agents/support-refund",
    "trace_url": "https://traces.juniper.example/{request_id}",
}
ACTIONS = [
    action("zendesk.get_ticket", "helpdesk", "read", "out", SINCE, "maya", permission_scope="tickets tagged refund",
           permission_purpose="Read the request", minutes_to_notice=240, cap_count_per_day=400),
    action("stripe.refund", "payments", "write", "in_above", SINCE, "maya", effects="money|customers", reversible="no",
           threshold_field="amount_usd", threshold_operator=">", threshold_value=100, min_reading_seconds=10,
           cap_amount=400, cap_count_per_day=40, minutes_to_notice=1440, inform_trigger="Any refund above 100 dollars",
           compensation="Ask the customer and charge the amount again", compensation_tested_on="2026-08-13",
           idempotent="no", permission_scope="charges of the last ninety days",
           permission_purpose="Pay a customer back"),
    never("stripe.payout", "payments", "write", "money", SINCE, "maya"),
]  # fmt: skip
BOUNDS = [
    bound("turnaround_time", "2026-03-01", 6, 12, 36, headline="yes", **measured("2026-01", REPORT, 41)),
    bound("policy_accuracy", "2026-03-01", "99 %", "97 %", "94 %", guard_of="turnaround_time"),
    bound("human_correction_rate", "2026-03-01", "4 %", "8 %", "15 %"),
    bound("intervention_rate", "2026-03-01", "6 %", "10 %", "20 %"),
    bound("escalation_rate", "2026-03-01", "2 %..10 %", "0 %..15 %", "0 %..30 %"),
    bound("rollback_rate", "2026-03-01", "1 %", "2 %", "5 %"),
    bound("incidents", "2026-03-01", 0, 1, 3),
    bound("active_users", "2026-03-01", 5, 4, 2),
    bound("cost_per_completed_task", "2026-03-01", 0.06, 0.12, 0.3),
]
ROLES = {
    "maya": "accountable_owner process_owner own_metric approve_pilot approve_live pause_or_retire supervisor",
    "aisha": "system_owner builder",
    "ruth": "risk_owner evaluation_owner review_failures",
    "noah": "operations_lead on_call",
    "priya": "supervisor",
    "tom": "supervisor",
}
GATES = {
    "intake": "2025-12-15",
    "design_review": "2026-01-12",
    "production_readiness": "2026-03-11",
    "portfolio_review": "2026-10-14",
    "checklist": "2026-03-11",
}
ANSWERS = {
    "G1.0": "A customer waits nearly two days for the money",
    "G1.1": "Decides whether the policy pays and prepares the refund",
    "G1.4": "Money goes out twice, or to somebody who is not owed it",
    "G2.1": "Prompt file f-3, reviewed by two people",
    "G2.2": "The refund policy of February 2026",
    "G3.2": "A person looks at every refund",
    "G4.4": "Unchanged; the policy of February holds",
    "F2": "One hundred past requests were decided first",
    "F4": "Customers see the same mail as before",
    "C3": "A button on the ticket holds the refund for a day",
    "C4": "Each refund names the policy paragraph",
    "O4": "Written in the inventory before go-live",
}
CHANGES = table(
    "change changed_at kind action from_value to_value author approver eval_run reason",
    ("CH-111", "2026-03-16T15:00:00Z", "level", None, 1, 2, "aisha", "maya", "EV-35", "Go-live"),
    ("CH-149", "2026-09-28T15:00:00Z", "tool", "zendesk.get_ticket", "2026-05", "2026-09", "aisha", "ruth", "EV-54",
     "The help desk ended its old interface"),
    ("CH-151", "2026-10-01T19:00:00Z", "tool", "zendesk.get_ticket", "2026-09", "2026-09 with a limit of 5 tries",
     "aisha", "ruth", "EV-60", "It asked for the same ticket without end"),
)  # fmt: skip
EVALS = table(
    "eval_run suite agent_version run_at cases edge_cases passed blocking_failures case_source",
    ("EV-35", "refunds", "v3", "2026-03-10T16:00:00Z", 140, 26, 139, 0, "real"),
    ("EV-54", "refunds", "v3", "2026-09-28T16:30:00Z", 150, 30, 149, 0, "real"),
    ("EV-60", "refunds", "v3", "2026-10-01T20:00:00Z", 152, 32, 151, 0, "real"),
)
INCIDENTS = table(
    "incident summary severity risk_class harm cause occurred_at detected_at detected_by paused_at rolled_back_at "
    "compensated_at affected_runs rca_trace owner",
    ("INC-2107", "A refund of 86 dollars was paid twice on a Saturday", "high", "access", "financial_loss",
     "tool_schema", "2026-10-17T16:41:00Z", "2026-10-19T15:20:00Z", "customer", "2026-10-19T15:40:00Z",
     "2026-10-19T16:30:00Z", "2026-10-20T17:00:00Z", "rf-261017-dup", "Trace collection 2107", "maya"),
)  # fmt: skip
DRILLS = table(
    "drill drilled_on seconds_to_disable in_flight_covered passed done_by",
    ("DR-19", "2026-09-29", 38, "yes", "yes", "aisha"),
)
ESCALATIONS = table(
    "trigger action person takeover_steps",
    ("Refund above 100 dollars", "stripe.refund", "maya", "Maya decides from the list and writes the reason"),
    ("The order cannot be found", None, "priya", "Priya asks the customer"),
)
BUDGETS = table(
    "period effective_from amount currency hard_stop spend_owner", ("month", "2026-03-01", 900, "USD", "yes", "maya")
)
FIRST_TRY: Row = {
    "timestamp": "2026-03-18T14:02:11Z",
    "agent_id": LOG_ID,
    "workflow": "refund_request",
    "request_id": "req_8f1c2",
    "inputs": {"ticket_id": "CS-19422", "amount_usd": 120},
    "tool_calls": [
        {"tool": "zendesk.get_ticket", "status": "ok"},
        {"tool": "stripe.refund", "status": "blocked", "reason": "needs_human_approval_over_100"},
    ],
    "output": "Refund requires approval because amount exceeds $100 threshold.",
    "policy_version": "refund-policy-2026-02",
    "human_override": False,
}


def tables() -> Tables:
    return {
        "agents": [{"agent": AGENT, **INVENTORY}],
        "aliases": [{"alias": LOG_ID, "agent": AGENT, "version": "v3"}],
        "assignments": of(AGENT, held(ROLES, "2025-12-01")),
        "actions": of(AGENT, ACTIONS),
        "escalations": of(AGENT, ESCALATIONS),
        "bounds": of(AGENT, BOUNDS),
        "observations": of(AGENT, _observations()),
        "incidents": of(AGENT, INCIDENTS),
        "changes": of(AGENT, CHANGES),
        "evals": of(AGENT, EVALS),
        "drills": of(AGENT, DRILLS),
        "budgets": of(AGENT, BUDGETS),
        "costs": of(AGENT, costs(SINCE_MARCH, human_review=(120, 240, 235, 230, 236, 232, 240, 238))),
        "gates": of(AGENT, gates(GATES, "maya", "aisha", ANSWERS, "maya|ruth")),
    }


def runs() -> list[Row]:
    draw = Random(SEED)
    return [FIRST_TRY, *(row for day in days(FIRST_RUN, OPENING_DAY) for row in _day(day, draw))]


def _day(day: date, draw: Random) -> Iterator[Row]:
    count = draw.randint(5, 8) if day.weekday() < 5 else draw.randint(2, 4)
    for number, second in enumerate(sorted(draw.uniform(7, 21) * 3600 for _ in range(count))):
        yield _run(day, f"rf-{day:%y%m%d}-{number:02}", second, draw)
    for number in range(LOOPS.get(day, 0)):
        yield _loop(day, number, draw)
    if day == SATURDAY:
        yield _paid(day, "rf-261017-one", 10.67 * 3600, 86, draw)
        yield _paid(day, "rf-261017-dup", 10.69 * 3600, 86, draw)


def _run(day: date, request: str, second: float, draw: Random) -> Row:
    amount = round(draw.lognormvariate(3.7, 0.6))
    if draw.random() < 0.05:
        return {
            **_head(day, request, second, amount, draw),
            "tool_calls": [{"tool": "zendesk.get_ticket", "status": "ok"}],
            "output": "handed over",
            "review_outcome": "escalated",
            "approval_status": "escalated",
        }
    return _paid(day, request, second, amount, draw)


def _paid(day: date, request: str, second: float, amount: int, draw: Random) -> Row:
    """A person looks at every refund; above 100 dollars the call itself waits for them."""
    refund: Row = {"tool": "stripe.refund", "status": "ok"}
    if amount > 100:
        refund = {"tool": "stripe.refund", "status": "blocked", "reason": "needs_human_approval_over_100"}
    edited = draw.random() < 0.045
    return {
        **_head(day, request, second, amount, draw),
        "tool_calls": [{"tool": "zendesk.get_ticket", "status": "ok"}, refund],
        "output": "refund prepared",
        "result": "success",
        "human_edit": "major" if edited and draw.random() < 0.6 else "minor" if edited else "none",
        "approval_status": "edited" if edited else "approved",
        "human_approver": draw.choice(DECIDERS),
    }


def _loop(day: date, number: int, draw: Random) -> Row:
    """The ticket was asked for again and again until the run was stopped: 1.90 dollars instead of four cents."""
    return {
        **_head(day, f"rf-{day:%y%m%d}-loop{number}", (13 + number) * 3600, 60, draw),
        "tool_calls": [{"tool": "zendesk.get_ticket", "status": "error", "reason": "unknown field"}] * 47,
        "status": "stopped",
        "error": "stopped after 47 tries",
        "cost_usd": f"{draw.uniform(1.88, 1.94):.4f}",
        "duration_ms": 410_000,
    }


def _head(day: date, request: str, second: float, amount: int, draw: Random) -> Row:
    return {
        "timestamp": moment(day, second),
        "agent_id": LOG_ID,
        "request_id": request,
        "workflow": "refund_request",
        "trigger": "ticket tagged refund",
        "user": f"u-{draw.randint(1, 6):02}",
        "case_class": "refund",
        "inputs": {"amount_usd": amount},
        "data_sources": ["ticket", "order", "policy"],
        "policy_version": "refund-policy-2026-02",
        "prompt_version": "f-3",
        "model_version": "4.1",
        "cost_usd": f"{draw.lognormvariate(-3.22, 0.25):.4f}",
        "duration_ms": round(draw.lognormvariate(9.3, 0.3)),
    }


def _observations() -> list[Row]:
    checked = ((98, 100), (98, 100), (99, 100), (99, 100), (99, 100), (100, 100), (99, 100), (99, 100))
    return [
        *values("turnaround_time", REPORT, SINCE_MARCH, (14, 9, 7.5, 7, 6.4, 6, 5.8, 5.7), n=180),
        *rates("policy_accuracy", "monthly sample", *by_month(SINCE_MARCH, checked)),
    ]
