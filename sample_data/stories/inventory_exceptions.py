"""Inventory exceptions: it finds empty shelves within hours, and nearly everything waits for the founder."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
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
    "evidence_source": "log",
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
INCIDENTS = table(
    "incident summary severity risk_class harm cause occurred_at detected_at detected_by resolved_at rca_trace "
    "rca_guardrail_gaps rca_fixes owner",
    ("INC-2066", "An order was proposed at a supplier that had closed", "low", "drift", "none", "stale_data",
     "2026-08-26T12:40:00Z", "2026-08-26T16:05:00Z", "reviewer", "2026-08-28T15:00:00Z", "Order RQ-321",
     "The list of suppliers was a month old", "The list is read every night", "sam"),
)  # fmt: skip
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


@dataclass(frozen=True, slots=True)
class Order:
    """A proposed order: who decided it and how."""

    day: date
    place: int
    by: str
    verdict: str

    @property
    def request(self) -> str:
        return f"stock-{self.day:%y%m%d}-{self.place}"

    @property
    def asked(self) -> float:
        return 6.5 * 3600 + 2400.0 * self.place


def tables() -> Tables:
    return {
        "agents": [{"agent": AGENT, **INVENTORY}],
        "assignments": of(AGENT, held(ROLES, "2026-01-05")),
        "actions": of(AGENT, ACTIONS),
        "escalations": of(AGENT, ESCALATIONS),
        "bounds": of(AGENT, BOUNDS),
        "observations": of(AGENT, _observations()),
        "incidents": of(AGENT, INCIDENTS),
        "changes": of(AGENT, CHANGES),
        "evals": of(AGENT, EVALS),
        "approvals": of(AGENT, _approvals()),
        "drills": of(AGENT, DRILLS),
        "budgets": of(AGENT, BUDGETS),
        "costs": of(
            AGENT,
            costs(
                FIRST_MONTH,
                human_review=(60, 95, 96, 98, 96, 97, 95, 96),
            ),
        ),
        "gates": of(AGENT, gates(GATES, "sam", "leo", ANSWERS, "sam|ruth")),
    }


def runs() -> list[Row]:
    """Every order proposed, and one case in twenty-five that it handed over instead."""
    draw = Random(SEED + 1)
    return sorted(
        (_run(order, draw) for order in (*_before_the_queue(), *_queue())), key=lambda row: str(row["timestamp"])
    )


def _before_the_queue() -> Iterator[Order]:
    """Orders from go-live to the day the queue was first exported, eight in a week."""
    last = FIRST_REQUEST - timedelta(days=1)
    for number, day in enumerate(day for day in days(date.fromisoformat(SINCE), last) if day.weekday() != 6):
        verdict = "edited" if number % 11 == 5 else "rejected" if number == 40 else "approved"
        yield Order(day, number % 5, "ingrid" if number % 8 else "sam", verdict)
        if day.weekday() in (0, 3):
            yield Order(day, 7, "ingrid", "escalated" if number % 16 == 3 else "approved")


def _queue() -> Iterator[Order]:
    """One hundred orders proposed since August; the founder decides 88 of them, and a few cases are handed over."""
    for number in range(100):
        day = FIRST_REQUEST + timedelta(days=number * 4 // 5)
        verdict = "edited" if number in EDITED else "rejected" if number in (34, 83) else "approved"
        yield Order(day, number % 5, "sam" if number in BY_THE_MANAGER else "ingrid", verdict)
        if number % 25 == 10:
            yield Order(day, 9, "nadia", "escalated")


def _run(order: Order, draw: Random) -> Row:
    decided = order.verdict in ("approved", "edited")
    write: Row = {"tool": "shop.set_reorder_quantity", "status": "ok"}
    if not decided:
        write = {**write, "status": "blocked", "reason": "needs_human_approval"}
    row: Row = {
        "timestamp": moment(order.day, order.asked),
        "agent_id": AGENT,
        "request_id": order.request,
        "workflow": "stock_exceptions",
        "trigger": "stock below the reorder point",
        "case_class": "shortage",
        "data_sources": ["stock", "sales", "lead times"],
        "tool_calls": [{"tool": "shop.read_stock", "status": "ok"}, write],
        "output": "proposal",
        "approval_status": order.verdict,
        "human_approver": order.by,
        "policy_version": "ecommerce-2026-03",
        "prompt_version": "i-4",
        "model_version": "4.1",
        "cost_usd": f"{draw.lognormvariate(-2.1, 0.3):.4f}",
        "duration_ms": round(draw.lognormvariate(9.9, 0.3)),
    }
    return {**row, "result": "success"} if decided else row


def _observations() -> list[Row]:
    """The warehouse counts shelves; what was proposed and decided is in the log."""
    shelves = (20, 31, 30, 33, 32, 31, 34, 33)
    late = (2, 2, 2, 1, 1, 2, 1, 1)
    return [
        *values("time_to_detect", REPORT, FIRST_MONTH, (9, 6, 5, 4.5, 4, 3.5, 3.4, 3.3), n=33),
        *rates("missed_cases", REPORT, *by_month(FIRST_MONTH, list(zip(late, shelves, strict=True)))),
        *values("active_users", REPORT, FIRST_MONTH, (3,) * 8),
    ]


def _approvals() -> list[Row]:
    """The queue as it was decided: each order opened and read."""
    draw, rows = Random(SEED), []
    for number, order in enumerate(order for order in _queue() if order.verdict != "escalated"):
        opened = order.asked + draw.uniform(2, 7) * 3600
        rows.append({
            "approval": f"RQ-{number + 301}",
            "action": "shop.set_reorder_quantity",
            "request_id": order.request,
            "requested_at": moment(order.day, order.asked),
            "opened_at": moment(order.day, opened),
            "decided_at": moment(order.day, opened + draw.uniform(25, 140)),
            "approver": order.by,
            "verdict": order.verdict,
        })  # fmt: skip
    return rows
