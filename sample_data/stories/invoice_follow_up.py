"""Invoice follow-up: money comes in three days sooner, and its mails are approved faster than anybody can read."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
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

AGENT = "invoice-follow-up"
SEED = 20260416
SINCE = "2026-02-02"
FIRST_QUEUE = date(2026, 7, 7)
REPORT = "receivables report"

INVENTORY: Row = {
    "name": "Invoice follow-up",
    "kind": "agent",
    "team": "Finance",
    "workflow": "receivables",
    "user_group": "Receivables desk",
    "business_outcome": "Wholesale invoices are paid three days sooner, and nobody is chased by mistake",
    "work_origin": "internal",
    "status": "live",
    "status_since": SINCE,
    "pilot_started": "2025-12-08",
    "live_on": SINCE,
    "autonomy_level": 2,
    "autonomy_since": SINCE,
    "wanted_level": 3,
    "risk_tier": "high",
    "risk_tier_reason": "Customers read what it sends about their money",
    "trigger": "Tuesday 7:00, open invoices past their date; the first human step is the queue of reminders",
    "rhythm": "weekly",
    "evidence_source": "file",
    "allowed_inputs": "open invoices|payment history|past reminders",
    "required_outputs": "A reminder that names invoice, amount and date",
    "constraints": "Never threatens with a lawyer; never agrees to instalments",
    "kill_switch": "Disable the job reminders in the accounting system",
    "kill_switch_in_flight": "Reminders not yet sent stay in the queue and expire after a day",
    "rollback_target": "Template set 5, sent by hand",
    "contacts": "Ben +1 303 555 0127|Jonas +1 303 555 0119",
    "retirement_criteria": "Customers pay as late as without it for a quarter",
    "sampling_one_in": 1,
    "retention_days": 730,
    "keep_content": "none",
    "owner_confirmed_on": "2026-10-08",
    "version": "v2",
    "url": "https://wiki.juniper.example/agents/invoice-follow-up",
}
ACTIONS = [
    action("ledger.read_invoices", "ledger", "read", "out", SINCE, "elena", permission_scope="open wholesale invoices",
           permission_purpose="See what is late", minutes_to_notice=240, cap_count_per_day=200),
    action("mail.send_reminder", "mail", "send", "in", SINCE, "elena", effects="customers", reversible="no",
           always_approve="yes", min_reading_seconds=10, cap_count_per_day=60, minutes_to_notice=480,
           inform_trigger="A customer who had paid was reminded", compensation="Ben calls the customer and apologises",
           compensation_tested_on="2026-08-04", idempotent="no", permission_scope="the address receivables",
           permission_purpose="Send an approved reminder"),
    never("ledger.write_off", "ledger", "write", "money", SINCE, "elena"),
]  # fmt: skip
BOUNDS = [
    bound("cash_days_faster", "2026-01-01", 14.3, 15.5, 17, headline="yes", **measured("2025-11", REPORT, 17.3)),
    bound("dispute_rate", "2026-01-01", "1 %", "2 %", "4 %", guard_of="cash_days_faster"),
    bound("error_rate", "2026-01-01", "1 %", "3 %", "6 %"),
    bound("intervention_rate", "2026-01-01", "6 %", "10 %", "20 %"),
    bound("escalation_rate", "2026-01-01", "1 %..8 %", "0 %..12 %", "0 %..25 %"),
    bound("rollback_rate", "2026-01-01", "1 %", "2 %", "5 %"),
    bound("incidents", "2026-01-01", 0, 1, 3),
    bound("active_users", "2026-01-01", 3, 2, 1),
    bound("cost_per_completed_task", "2026-01-01", 0.3, 0.6, 1.2),
]
ROLES = {
    "elena": "accountable_owner process_owner own_metric approve_pilot approve_live pause_or_retire",
    "leo": "system_owner builder",
    "ruth": "risk_owner evaluation_owner review_failures",
    "ben": "supervisor operations_lead",
    "jonas": "supervisor on_call",
}
GATES = {
    "intake": "2025-11-24",
    "design_review": "2025-12-04",
    "production_readiness": "2026-01-28",
    "portfolio_review": "2026-10-14",
    "checklist": "2026-01-28",
}
ANSWERS = {
    "G1.0": "Wholesale customers pay seventeen days late, and reminders go out when somebody has time",
    "G1.1": "Chooses whom to remind and drafts the reminder",
    "G1.4": "A customer who has paid is asked again",
    "G2.1": "Template set 6, reviewed by two people",
    "G2.2": "Open invoices and payments of the last ninety days",
    "G3.2": "Every reminder is read before it goes",
    "G4.4": "Unchanged since February",
    "F2": "One hundred past reminders were rewritten first",
    "F4": "Customers see only reminders a person has sent",
    "C3": "A button in the queue stops the job and tells Ben",
    "C4": "Each reminder links the invoice it is about",
    "O4": "Written in the inventory before go-live",
}
CHANGES = table(
    "change changed_at kind action from_value to_value author approver eval_run reason",
    ("CH-107", "2026-02-02T15:00:00Z", "level", None, 1, 2, "leo", "elena", "EV-33", "Go-live"),
    ("CH-141", "2026-08-05T15:00:00Z", "prompt", None, "t-5", "t-6", "leo", "ruth", "EV-49", "Friendlier first line"),
)
EVALS = table(
    "eval_run suite agent_version run_at cases edge_cases passed blocking_failures case_source",
    ("EV-33", "reminders", "v2", "2026-01-26T16:00:00Z", 100, 14, 99, 0, "real"),
    ("EV-49", "reminders", "v2", "2026-08-05T18:00:00Z", 100, 14, 99, 0, "real"),
)
INCIDENTS = table(
    "incident summary severity risk_class harm cause occurred_at detected_at detected_by resolved_at rca_trace "
    "rca_guardrail_gaps rca_fixes owner",
    ("INC-1990", "A customer who had paid was reminded twice", "medium", "trust", "reputational", "stale_data",
     "2026-04-14T13:00:00Z", "2026-04-21T15:10:00Z", "customer", "2026-04-23T16:00:00Z", "Queue of 14 April",
     "Payments arrived a day late in the list", "Payments are read again before the queue is written", "ben"),
)  # fmt: skip
DRILLS = table(
    "drill drilled_on seconds_to_disable in_flight_covered passed done_by",
    ("DR-18", "2026-09-22", 64, "yes", "yes", "jonas"),
)
ESCALATIONS = table(
    "trigger action person takeover_steps",
    ("A customer disputes the amount", "mail.send_reminder", "ben", "Ben answers and takes the invoice off the list"),
)
BUDGETS = table(
    "period effective_from amount currency hard_stop spend_owner", ("month", "2026-01-01", 250, "USD", "no", "elena")
)


def tables() -> Tables:
    return {
        "agents": [{"agent": AGENT, **INVENTORY}],
        "assignments": of(AGENT, held(ROLES, "2025-11-17")),
        "actions": of(AGENT, ACTIONS),
        "escalations": of(AGENT, ESCALATIONS),
        "bounds": of(AGENT, BOUNDS),
        "observations": of(AGENT, _observations()),
        "incidents": of(AGENT, INCIDENTS),
        "changes": of(AGENT, CHANGES),
        "evals": of(AGENT, EVALS),
        "approvals": of(AGENT, list(_approvals())),
        "drills": of(AGENT, DRILLS),
        "budgets": of(AGENT, BUDGETS),
        "costs": of(
            AGENT,
            costs(
                MONTHS,
                model=(22, 23, 23, 22, 24, 24, 23, 24, 25, 24),
                human_review=(120, 110, 95, 90, 70, 55, 30, 22, 18, 16),
            ),
        ),
        "gates": of(AGENT, gates(GATES, "elena", "leo", ANSWERS, "elena|ruth")),
    }


def runs() -> list[Row]:
    return []


def _observations() -> list[Row]:
    """The accounting system counts reminders; how they were read is only in the queue."""
    sent = (61, 64, 66, 65, 68, 67, 66, 69, 71, 70)
    changed = (6, 5, 5, 4, 3, 2, 1, 1, 1, 1)
    disputed = (1, 1, 0, 1, 1, 0, 1, 1, 1, 1)
    handed_over = (3, 3, 2, 3, 2, 3, 2, 3, 3, 2)
    return [
        *values("cash_days_faster", REPORT, MONTHS, (17.0, 16.1, 15.4, 15.0, 14.6, 14.5, 14.4, 14.3, 14.2, 14.2), n=65),
        *rates("dispute_rate", REPORT, *by_month(MONTHS, list(zip(disputed, sent, strict=True)))),
        *rates("error_rate", "monthly sample", *by_month(MONTHS, [(n, 60) for n in disputed])),
        *rates("intervention_rate", REPORT, *by_month(MONTHS, list(zip(changed, sent, strict=True)))),
        *rates("escalation_rate", REPORT, *by_month(MONTHS, list(zip(handed_over, sent, strict=True)))),
        *rates("rollback_rate", REPORT, *by_month(MONTHS, [(0, n) for n in sent])),
        *values("volume", REPORT, MONTHS, sent),
        *values("active_users", REPORT, MONTHS, (3,) * 10),
        *values("cost_per_completed_task", REPORT, MONTHS, (0.36,) * 10, n=65),
    ]


def _approvals() -> Iterator[Row]:
    """A queue a week: written at seven, stamped at four in the afternoon of the next day, one every few seconds."""
    draw = Random(SEED)
    for tuesday in days(FIRST_QUEUE, OPENING_DAY):
        if tuesday.weekday() != 1:
            continue
        at = 16 * 3600 + draw.uniform(0, 900)
        for number in range(draw.randint(14, 18)):
            at += draw.uniform(3.5, 8.5)
            yield {
                "approval": f"IQ-{tuesday:%y%m%d}-{number:02}",
                "action": "mail.send_reminder",
                "request_id": f"inv-{tuesday:%y%m%d}-{number:02}",
                "requested_at": moment(tuesday, 7 * 3600 + 20 * number),
                "decided_at": moment(tuesday + timedelta(days=1), at),
                "approver": "ben",
                "verdict": "edited" if (tuesday.day, number) == (8, 3) else "approved",
            }
