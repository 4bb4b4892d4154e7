"""Support triage: at level 3 since spring, until a new model makes people step in about 40 % more often."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from random import Random

from stories.shared import (
    MONTHS,
    OPENING_DAY,
    Row,
    Tables,
    by_month,
    days,
    gates,
    held,
    moment,
    of,
    rates,
    table,
    values,
)

AGENT = "support-triage"
SEED = 20261055
FIRST_RUN = date(2026, 7, 1)
NEW_MODEL = date(2026, 10, 5)
SUPERVISORS = ("noah", "priya", "tom")
WEEKDAY_RUNS, WEEKEND_RUNS = 80, 42
BUSY_SEASON = 1.12
CLASSES = ("delivery", "returns", "product", "billing")
SHARES = (0.38, 0.27, 0.22, 0.13)
REPORT = "help desk report"
QUEUE_SHARE = 0.18
"""Share of drafts whose way through the approval queue is exported too."""

INVENTORY: Row = {
    "name": "Support triage",
    "kind": "agent",
    "team": "Support",
    "workflow": "ticket_triage",
    "user_group": "Support team",
    "business_outcome": "Customers get a first answer sooner, without a wrong promise",
    "work_origin": "internal",
    "status": "live",
    "status_since": "2026-01-12",
    "pilot_started": "2025-11-10",
    "live_on": "2026-01-12",
    "autonomy_level": 3,
    "autonomy_since": "2026-05-11",
    "wanted_level": 3,
    "risk_tier": "medium",
    "risk_tier_reason": "Writes categories to the help desk and drafts what customers read",
    "trigger": "New ticket; the first human step is opening the draft queue at eight",
    "rhythm": "continuous",
    "evidence_source": "log",
    "allowed_inputs": "help desk tickets|order status|returns policy",
    "required_outputs": "A category and a draft answer that names the policy it rests on",
    "constraints": "Never promises a refund; never answers a complaint about an injury",
    "kill_switch": "Turn off the flag triage in the help desk console",
    "kill_switch_in_flight": "The triage queue is drained to manual sorting",
    "rollback_target": "v11 with model 4.1; redeploy from the release page",
    "contacts": "Noah +1 303 555 0142|Aisha +1 303 555 0177",
    "retirement_criteria": "Fewer than 300 tickets a month for a quarter",
    "sampling_one_in": 1,
    "retention_days": 365,
    "keep_content": "none",
    "mask_keys": "customer_email",
    "owner_confirmed_on": "2026-10-14",
    "url": "https://wiki.juniper.example/agents/support-triage",
    "trace_url": "https://traces.juniper.example/{request_id}",
}
ACTIONS = table(
    "action system access effects reversible mode mode_since always_approve min_reading_seconds cap_count_per_day "
    "minutes_to_notice consulted informed inform_trigger compensation compensation_tested_on idempotent "
    "permission_scope permission_purpose credential_expires_on",
    ("helpdesk.get_ticket", "helpdesk", "read", "none", "yes", "out", "2026-01-12", "no", None, 400, 240, "leo",
     "maya", "Any change of scope", None, None, "yes", "open tickets", "Read the question", "2027-03-31"),
    ("helpdesk.set_category", "helpdesk", "write", "none", "yes", "on", "2026-05-11", "no", None, 400, 60, "leo",
     "maya", "More than five moved back in a day", "Put the old category back from the ticket history", "2026-09-15",
     "yes", "category of open tickets", "Sort the queue", "2027-03-31"),
    ("helpdesk.draft_reply", "helpdesk", "draft", "none", "yes", "in", "2026-01-12", "no", 15, 400, 60, "leo",
     "maya", "Any rejected draft", None, None, "yes", "drafts on open tickets", "Prepare the answer", "2027-03-31"),
    ("payments.refund", "payments", "write", "money|customers", "no", "forbidden", "2026-01-12", "yes", None, None,
     None, "ruth", "maya", "Any attempt", "None is needed: the agent holds no permission", "2026-09-15", "no",
     "no charges", "Named so that it stays forbidden", None),
)  # fmt: skip
BOUNDS = table(
    "measure effective_from baseline_kind baseline_value baseline_numerator baseline_denominator baseline_period "
    "baseline_source target pass fail headline guard_of set_by set_on",
    ("first_response_time", "2026-01-01", "measured", 42, None, None, "2025-10", REPORT, 22, 28, 40, "yes", None,
     "ruth", "2025-12-15"),
    ("policy_accuracy", "2026-01-01", "measured", None, 564, 600, "2025-10", REPORT, "98 %", "95 %", "92 %", None,
     "first_response_time", "ruth", "2025-12-15"),
    ("policy_compliance", "2026-01-01", None, None, None, None, None, None, "99 %", "97 %", "94 %", None, None, "ruth",
     "2025-12-15"),
    ("human_correction_rate", "2026-01-01", None, None, None, None, None, None, "5 %", "8 %", "12 %", None, None,
     "ruth", "2025-12-15"),
    ("intervention_rate", "2026-01-01", None, None, None, None, None, None, "8 %", "10 %", "15 %", None, None, "ruth",
     "2025-12-15"),
    ("escalation_rate", "2026-01-01", None, None, None, None, None, None, "3 %..8 %", "2 %..10 %", "0 %..20 %", None,
     None, "ruth", "2025-12-15"),
    ("rollback_rate", "2026-01-01", None, None, None, None, None, None, "1 %", "2 %", "5 %", None, None, "ruth",
     "2025-12-15"),
    ("incidents", "2026-01-01", None, None, None, None, None, None, 0, 1, 3, None, None, "ruth", "2025-12-15"),
    ("active_users", "2026-01-01", None, None, None, None, None, None, 12, 10, 5, None, None, "ruth", "2025-12-15"),
    ("cost_per_completed_task", "2026-01-01", None, None, None, None, None, None, 0.04, 0.06, 0.12, None, None, "ruth",
     "2025-12-15"),
)  # fmt: skip
ROLES = {
    "maya": "accountable_owner process_owner own_metric approve_pilot approve_live pause_or_retire",
    "aisha": "system_owner builder",
    "ruth": "risk_owner evaluation_owner review_failures",
    "noah": "supervisor operations_lead on_call",
    "priya": "supervisor",
    "tom": "supervisor",
}
GATES = {
    "intake": "2025-10-20",
    "design_review": "2025-11-03",
    "production_readiness": "2026-01-08",
    "portfolio_review": "2026-10-14",
    "checklist": "2026-01-08",
}
ANSWERS = {
    "G1.0": "Tickets wait 42 minutes for a first answer; half of them are sorted twice",
    "G1.1": "Sorts a ticket and drafts its answer",
    "G1.4": "A wrong promise to a customer; a complaint that is sorted away",
    "G2.1": "Prompt file p-31, reviewed by two people",
    "G2.2": "Returns policy and order status, nothing else",
    "G3.2": "Supervisors read every draft; the guide is on the team page",
    "G4.4": "Unchanged since the holiday returns were added in March",
    "F2": "Forty past tickets were sorted by hand first and agree",
    "F4": "Customers see only answers a person has sent",
    "C3": "A button in the help desk stops the agent and calls Noah",
    "C4": "Each draft names the policy paragraph it rests on",
    "O4": "Written in the inventory before go-live",
}
CHANGES = table(
    "change changed_at kind action from_value to_value author approver eval_run reason",
    ("CH-101", "2026-03-02T15:00:00Z", "level", None, 1, 2, "aisha", "maya", None, "Card of February"),
    ("CH-118", "2026-05-11T15:00:00Z", "level", None, 2, 3, "aisha", "maya", None, "Card of the first quarter"),
    ("CH-119", "2026-05-11T15:10:00Z", "mode", "helpdesk.set_category", "in", "on", "aisha", "maya", None,
     "Sorting proved safe over nine weeks"),
    ("CH-133", "2026-06-22T14:00:00Z", "prompt", None, "p-30", "p-31", "aisha", "ruth", "EV-41", "Shorter answers"),
    ("CH-152", f"{NEW_MODEL}T06:00:00Z", "model", None, "4.1", "4.2", "aisha", "ruth", "EV-57", "Vendor ends 4.1"),
)  # fmt: skip
EVALS = table(
    "eval_run suite run_at cases edge_cases passed blocking_failures case_source",
    ("EV-41", "triage-core", "2026-06-19T16:00:00Z", 160, 24, 158, 0, "real"),
    ("EV-57", "triage-core", "2026-10-02T16:00:00Z", 160, 24, 157, 0, "real"),
    ("EV-59", "triage-core", "2026-10-06T16:00:00Z", 160, 24, 157, 0, "real"),
)
INCIDENTS = table(
    "incident summary severity risk_class harm cause occurred_at detected_at detected_by rolled_back_at resolved_at "
    "rca_trace rca_guardrail_gaps rca_fixes owner",
    ("INC-2041", "Drafts quoted last year's return window for two days", "medium", "accuracy", "none", "stale_data",
     "2026-08-18T15:00:00Z", "2026-08-20T14:10:00Z", "reviewer", "2026-08-20T16:00:00Z", "2026-08-21T18:00:00Z",
     "Trace collection 2041", "No date check on the policy page", "The policy page carries a date that is checked",
     "noah"),
)  # fmt: skip
DRILLS = table(
    "drill drilled_on seconds_to_disable in_flight_covered passed done_by",
    ("DR-11", "2026-06-24", 71, "yes", "yes", "aisha"),
    ("DR-17", "2026-09-17", 44, "yes", "yes", "aisha"),
)
ESCALATIONS = table(
    "trigger action person takeover_steps",
    ("Injury, legal threat or angry long-standing customer", None, "maya", "Maya calls the customer; the agent leaves"),
    ("No policy found for the question", "helpdesk.draft_reply", "noah", "Noah answers and adds the missing paragraph"),
)
BUDGETS = table(
    "period effective_from amount currency hard_stop spend_owner", ("month", "2026-01-01", 1500, "USD", "yes", "maya")
)
REVIEW_COST = (520, 540, 560, 555, 565, 570, 580, 590, 585, 640)
BEFORE_LOGS = MONTHS[:6]


def tables() -> Tables:
    return {
        "agents": [{"agent": AGENT, **INVENTORY}],
        "assignments": of(AGENT, held(ROLES, "2025-10-01")),
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
        "costs": of(AGENT, _costs()),
        "gates": of(AGENT, gates(GATES, "maya", "aisha", ANSWERS, "maya|ruth")),
    }


def runs() -> list[Row]:
    """Every run from July on, in order of time; the model of the night before 5 October is the last old one."""
    draw = Random(SEED)
    return [row for day in days(FIRST_RUN, OPENING_DAY) for row in _day(day, draw)]


def _day(day: date, draw: Random) -> Iterator[Row]:
    usual = (WEEKDAY_RUNS if day.weekday() < 5 else WEEKEND_RUNS) * (BUSY_SEASON if day.month == 10 else 1)
    count = round(usual) + draw.randint(-6, 6)
    for number, second in enumerate(sorted(draw.uniform(6, 22) * 3600 for _ in range(count))):
        yield _run(day, number, second, draw)


def _run(day: date, number: int, second: float, draw: Random) -> Row:
    is_new = day >= NEW_MODEL
    (kind,) = draw.choices(CLASSES, SHARES)
    row: Row = {
        "timestamp": moment(day, second),
        "agent_id": AGENT,
        "request_id": f"tk-{day:%y%m%d}-{number:03}",
        "workflow": "ticket_triage",
        "trigger": "new ticket",
        "user": f"u-{draw.randint(1, 14):02}",
        "case_class": kind,
        "data_sources": ["ticket", "policy"],
        "policy_version": "support-2026-03",
        "prompt_version": "p-31",
        "model_version": "4.2" if is_new else "4.1",
        "cost_usd": f"{draw.lognormvariate(-3.45, 0.35):.4f}",
        "duration_ms": round(draw.lognormvariate(8.6, 0.3)),
    }
    return {**row, **_outcome(is_new, draw)}


def _outcome(is_new: bool, draw: Random) -> Row:
    chance = draw.random()
    if chance < 0.008:
        return {
            "status": "failed",
            "error": "ticket service did not answer",
            "tool_calls": [_call("get_ticket", "error")],
        }
    read, sort, write = _call("get_ticket"), _call("set_category"), _call("draft_reply")
    if chance < 0.058:
        return {
            "review_outcome": "escalated",
            "approval_status": "escalated",
            "tool_calls": [read],
            "output": "handed over",
        }
    row: Row = {"tool_calls": [read, sort, write], "output": "draft", "human_approver": draw.choice(SUPERVISORS)}
    return {**row, **_review(is_new, draw)}


def _review(is_new: bool, draw: Random) -> Row:
    """People step in on 7.9 % of the drafts they read, and on 11.2 % of them with the new model."""
    rate, chance = (0.112 if is_new else 0.079), draw.random()
    if chance >= rate:
        return {"review_outcome": "accepted", "approval_status": "approved", "result": "success"}
    way = chance / rate
    if way < 0.30:
        return {"human_edit": "minor", "approval_status": "edited", "result": "success"}
    if way < 0.82:
        return {"human_edit": "major", "approval_status": "edited", "result": "success"}
    return {"review_outcome": "rejected", "approval_status": "rejected", "result": "failure"}


def _call(name: str, status: str = "ok") -> Row:
    return {"tool": f"helpdesk.{name}", "status": status}


def _observations() -> list[Row]:
    """What the help desk reports each month; what is counted over runs came from it too until logs began in July."""
    minutes = (39, 36, 33, 30, 27, 26, 24, 23.5, 23, 23)
    sampled = ((382, 400), (384, 400), (388, 400), (390, 400), (392, 400), (391, 400), (393, 400), (389, 400),
               (392, 400), (385, 400))  # fmt: skip
    broken = (7, 6, 5, 4, 4, 3, 3, 4, 3, 5)
    corrected = ((96, 1480), (88, 1510), (80, 1600), (72, 1660), (70, 1720), (68, 1750))
    stepped_in = ((171, 1480), (160, 1510), (152, 1600), (144, 1660), (141, 1720), (139, 1750))
    handed_over = ((118, 1610), (112, 1640), (104, 1720), (95, 1770), (92, 1830), (94, 1860))
    return [
        *values("first_response_time", REPORT, MONTHS, minutes, n=1900),
        *rates("policy_accuracy", "monthly sample", *by_month(MONTHS, sampled)),
        *rates("policy_compliance", "monthly sample", *by_month(MONTHS, [(400 - n, 400) for n in broken])),
        *rates("human_correction_rate", REPORT, *by_month(BEFORE_LOGS, corrected)),
        *rates("intervention_rate", REPORT, *by_month(BEFORE_LOGS, stepped_in)),
        *rates("escalation_rate", REPORT, *by_month(BEFORE_LOGS, handed_over)),
        *values("volume", REPORT, BEFORE_LOGS, (1610, 1640, 1720, 1770, 1830, 1860)),
        *values("active_users", REPORT, BEFORE_LOGS, (11, 12, 13, 13, 14, 14)),
    ]  # fmt: skip


def _approvals() -> list[Row]:
    """A part of the queue since August, each draft read for as long as its reader took."""
    draw, rows = Random(SEED + 1), []
    for run in runs():
        verdict = {"approved": "approved", "edited": "edited", "rejected": "rejected"}.get(
            str(run.get("approval_status"))
        )
        asked = str(run["timestamp"])
        if verdict is None or asked < "2026-08-07" or draw.random() > QUEUE_SHARE:
            continue
        waited = draw.lognormvariate(6.4, 0.6)
        read = draw.lognormvariate(4.1, 0.45)
        rows.append({
            "approval": f"AP-{run['request_id']}",
            "action": "helpdesk.draft_reply",
            "request_id": run["request_id"],
            "requested_at": asked,
            "opened_at": _later(asked, waited),
            "decided_at": _later(asked, waited + max(16.0, read)),
            "approver": run["human_approver"],
            "verdict": verdict,
        })  # fmt: skip
    return rows


def _later(asked: str, seconds: float) -> str:
    at = datetime.fromisoformat(asked) + timedelta(seconds=round(seconds))
    return at.isoformat().replace("+00:00", "Z")


def _costs() -> list[Row]:
    return [
        {"period": month, "category": category, "amount": amount, "currency": "USD"}
        for month, review in zip(MONTHS, REVIEW_COST, strict=True)
        for category, amount in (("seats", 90), ("human_review", review))
    ]
