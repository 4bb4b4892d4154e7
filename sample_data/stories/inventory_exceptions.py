"""Inventory exceptions: it finds empty shelves within hours, and nearly everything waits for the founder."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

from stories.shared import (
    MONTHS,
    Row,
    Tables,
    action,
    bound,
    by_month,
    costs,
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

AGENT = "inventory-exceptions"
SEED = 20260888
SINCE = "2026-03-16"
FIRST_MONTH = MONTHS[2:]
FIRST_REQUEST = date(2026, 8, 10)
BY_THE_MANAGER = frozenset({6, 14, 21, 30, 37, 46, 55, 63, 70, 79, 86, 95})
EDITED = frozenset({3, 11, 18, 27, 40, 52, 61, 77, 90})
REPORT = "warehouse count"

INVENTORY: Row = {
    "name": "Inventory exceptions",
    "kind": "agent",
    "team": "Ecommerce",
    "workflow": "stock_exceptions",
    "user_group": "Ecommerce team",
    "business_outcome": "A shelf that runs empty is noticed the same day",
    "work_origin": "internal",
    "status": "live",
    "status_since": SINCE,
    "pilot_started": "2026-01-26",
    "live_on": SINCE,
    "autonomy_level": 2,
    "autonomy_since": SINCE,
    "wanted_level": 3,
    "risk_tier": "high",
    "risk_tier_reason": "Its proposals order goods",
    "trigger": "Stock below the reorder point; the first human step is the list of the morning",
    "rhythm": "continuous",
    "evidence_source": "file",
    "allowed_inputs": "stock by shelf|sales by day|supplier lead times",
    "required_outputs": "What is short, since when, and the quantity proposed",
    "constraints": "Never orders by itself; never changes a price",
    "kill_switch": "Switch off the rule stock-watch in the shop console",
    "kill_switch_in_flight": "Proposals not yet decided are closed and listed",
    "rollback_target": "The morning list of the warehouse",
    "contacts": "Sam +1 303 555 0133|Leo +1 303 555 0188",
    "retirement_criteria": "Fewer than ten shortages a month for two quarters",
    "sampling_one_in": 1,
    "retention_days": 365,
    "keep_content": "none",
    "owner_confirmed_on": "2026-10-07",
    "version": "v5",
    "url": "https://wiki.juniper.example/agents/inventory-exceptions",
}
ACTIONS = [
    action("shop.read_stock", "shop", "read", "out", SINCE, "sam", permission_scope="stock and sales by article",
           permission_purpose="See what runs out", minutes_to_notice=240, cap_count_per_day=2000),
    action("mail.draft_supplier", "mail", "draft", "in", SINCE, "sam", permission_scope="drafts to known suppliers",
           permission_purpose="Prepare the mail", min_reading_seconds=15),
    action("shop.set_reorder_quantity", "shop", "write", "in", SINCE, "sam", effects="inventory|money",
           always_approve="yes", min_reading_seconds=10, cap_count_per_day=20, minutes_to_notice=480,
           inform_trigger="An order above 5,000 dollars", compensation="Cancel the order within the supplier's day",
           compensation_tested_on="2026-09-01", permission_scope="reorder quantity of listed articles",
           permission_purpose="Propose an order"),
    never("shop.change_price", "shop", "write", "money|public_pages", SINCE, "sam"),
]  # fmt: skip
BOUNDS = [
    bound("time_to_detect", "2026-03-01", 4, 8, 24, headline="yes", **measured("2026-01", REPORT, 31)),
    bound("missed_cases", "2026-03-01", "5 %", "12 %", "25 %", guard_of="time_to_detect"),
    bound("rejection_rate", "2026-03-01", "5 %", "10 %", "20 %"),
    bound("intervention_rate", "2026-03-01", "10 %", "15 %", "30 %"),
    bound("escalation_rate", "2026-03-01", "1 %..10 %", "0 %..15 %", "0 %..30 %"),
    bound("rollback_rate", "2026-03-01", "1 %", "3 %", "8 %"),
    bound("incidents", "2026-03-01", 0, 1, 3),
    bound("active_users", "2026-03-01", 3, 2, 1),
    bound("cost_per_completed_task", "2026-03-01", 0.5, 1, 2),
]
ROLES = {
    "sam": "accountable_owner process_owner own_metric approve_pilot approve_live pause_or_retire supervisor",
    "leo": "system_owner builder",
    "ruth": "risk_owner evaluation_owner review_failures",
    "ingrid": "supervisor",
    "nadia": "operations_lead on_call",
}
GATES = {
    "intake": "2026-01-12",
    "design_review": "2026-01-22",
    "production_readiness": "2026-03-11",
    "portfolio_review": "2026-10-14",
    "checklist": "2026-03-11",
}
ANSWERS = {
    "G1.0": "An empty shelf is noticed after a day and a half",
    "G1.1": "Flags a shortage and proposes the quantity to order",
    "G1.4": "Money is bound in goods nobody buys",
    "G2.1": "Prompt file i-4, reviewed by two people",
    "G2.2": "Stock, sales and lead times, nothing else",
    "G3.2": "Every proposal is decided by a person",
    "G4.4": "Unchanged since the second warehouse opened in May",
    "F2": "Sixty past shortages were replayed first",
    "F4": "The team saw the list for six weeks",
    "C3": "A button on the list closes a proposal and says why",
    "C4": "Each proposal names the count it rests on",
    "O4": "Written in the inventory before go-live",
}
CHANGES = table(
    "change changed_at kind action from_value to_value author approver eval_run reason",
    ("CH-112", "2026-03-16T15:00:00Z", "level", None, 1, 2, "leo", "sam", "EV-36", "Go-live"),
)
EVALS = table(
    "eval_run suite agent_version run_at cases edge_cases passed blocking_failures case_source",
    ("EV-36", "shortages", "v5", "2026-03-10T16:00:00Z", 60, 12, 59, 0, "real"),
    ("EV-53", "shortages", "v5", "2026-09-11T16:00:00Z", 72, 15, 71, 0, "real"),
)
DRILLS = table(
    "drill drilled_on seconds_to_disable in_flight_covered passed done_by",
    ("DR-13", "2026-08-25", 58, "yes", "yes", "leo"),
)
ESCALATIONS = table(
    "trigger action person takeover_steps",
    ("The supplier cannot deliver", "mail.draft_supplier", "sam", "Sam calls the second supplier"),
)
BUDGETS = table(
    "period effective_from amount currency hard_stop spend_owner", ("month", "2026-03-01", 300, "USD", "no", "sam")
)


def tables() -> Tables:
    return {
        "agents": [{"agent": AGENT, **INVENTORY}],
        "assignments": of(AGENT, held(ROLES, "2026-01-05")),
        "actions": of(AGENT, ACTIONS),
        "escalations": of(AGENT, ESCALATIONS),
        "bounds": of(AGENT, BOUNDS),
        "observations": of(AGENT, _observations()),
        "changes": of(AGENT, CHANGES),
        "evals": of(AGENT, EVALS),
        "approvals": of(AGENT, _approvals()),
        "drills": of(AGENT, DRILLS),
        "budgets": of(AGENT, BUDGETS),
        "costs": of(
            AGENT,
            costs(
                FIRST_MONTH,
                model=(31, 40, 41, 41, 42, 43, 42, 44),
                human_review=(60, 95, 96, 98, 96, 97, 95, 96),
            ),
        ),
        "gates": of(AGENT, gates(GATES, "sam", "leo", ANSWERS, "sam|ruth")),
    }


def runs() -> list[Row]:
    return []


def _observations() -> list[Row]:
    asked = (28, 35, 36, 36, 37, 37, 36, 38)
    changed = (4, 5, 4, 4, 4, 4, 3, 4)
    shelves = (20, 31, 30, 33, 32, 31, 34, 33)
    late = (2, 2, 2, 1, 1, 2, 1, 1)
    handed_over = (1, 2, 1, 2, 1, 2, 1, 2)
    return [
        *values("time_to_detect", REPORT, FIRST_MONTH, (9, 6, 5, 4.5, 4, 3.5, 3.4, 3.3), n=33),
        *rates("missed_cases", REPORT, *by_month(FIRST_MONTH, list(zip(late, shelves, strict=True)))),
        *rates("rejection_rate", "approval list", *by_month(FIRST_MONTH, [(1, n) for n in asked])),
        *rates("intervention_rate", "approval list", *by_month(FIRST_MONTH, list(zip(changed, asked, strict=True)))),
        *rates("escalation_rate", REPORT, *by_month(FIRST_MONTH, list(zip(handed_over, asked, strict=True)))),
        *rates("rollback_rate", REPORT, *by_month(FIRST_MONTH, [(0, n) for n in asked])),
        *values("volume", REPORT, FIRST_MONTH, asked),
        *values("active_users", REPORT, FIRST_MONTH, (3,) * 8),
        *values("cost_per_completed_task", REPORT, FIRST_MONTH, (1.1, *(0.9,) * 7), n=35),
    ]


def _approvals() -> list[Row]:
    """One hundred orders proposed since August, each opened and read; the founder decides 88 of them."""
    draw, rows = Random(SEED), []
    for number in range(100):
        day = FIRST_REQUEST + timedelta(days=number * 4 // 5)
        asked = 6.5 * 3600 + 2400 * (number % 5) + draw.uniform(0, 600)
        opened = asked + draw.uniform(2, 7) * 3600
        rows.append({
            "approval": f"RQ-{number + 301}",
            "action": "shop.set_reorder_quantity",
            "request_id": f"stock-{day:%y%m%d}-{number % 5}",
            "requested_at": moment(day, asked),
            "opened_at": moment(day, opened),
            "decided_at": moment(day, opened + draw.uniform(25, 140)),
            "approver": "sam" if number in BY_THE_MANAGER else "ingrid",
            "verdict": "edited" if number in EDITED else "rejected" if number in (34, 83) else "approved",
        })  # fmt: skip
    return rows
