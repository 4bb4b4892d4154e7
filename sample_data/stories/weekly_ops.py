"""Weekly operations summary: four weeks live, every report read, and ready for a next workflow."""

from __future__ import annotations

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

AGENT = "weekly-ops-summary"
KNOWN_SINCE = "2026-08-10"
SEED = 20261002
PILOT, LIVE = "2026-08-17", "2026-10-02"
FIRST_REPORT = date(2026, 8, 17)
BOUNDS_SINCE = "2026-08-01"
SINCE_AUGUST = MONTHS[7:]
REPORT = "notes of the Monday meeting"

INVENTORY: Row = {
    "name": "Weekly operations summary",
    "kind": "agent",
    "team": "Ecommerce",
    "workflow": "weekly_operations",
    "user_group": "The twelve people of the shop",
    "business_outcome": "Refund spikes and low stock are seen on Monday instead of Thursday",
    "work_origin": "internal",
    "status": "live",
    "status_since": LIVE,
    "pilot_started": PILOT,
    "live_on": LIVE,
    "autonomy_level": 1,
    "autonomy_since": LIVE,
    "wanted_level": 1,
    "risk_tier": "low",
    "risk_tier_reason": "Reads shop figures and drafts an internal page",
    "trigger": "Monday 6:00; the first human step is Nadia reading the draft",
    "rhythm": "weekly",
    "evidence_source": "log",
    "allowed_inputs": "shop figures|web analytics|support themes",
    "required_outputs": "Revenue, conversion, refund spikes, low stock, delayed orders, themes: each with its source",
    "constraints": "Changes no stock, pays no refund, mails nobody, publishes nothing",
    "kill_switch": "Disable the schedule weekly-ops in the shop console",
    "kill_switch_in_flight": "none in flight: a report runs for a minute",
    "rollback_target": "The spreadsheet of July",
    "contacts": "Nadia +1 303 555 0139|Sam +1 303 555 0133",
    "retirement_criteria": "Nobody opens the page for four Mondays",
    "sampling_one_in": 1,
    "retention_days": 365,
    "keep_content": "none",
    "owner_confirmed_on": LIVE,
    "version": "v1",
    "url": "https://wiki.juniper.example/agents/weekly-ops-summary",
}
ACTIONS = [
    action("shop.read_figures", "shop", "read", "out", PILOT, "nadia", permission_scope="figures of the week",
           permission_purpose="Read the week", minutes_to_notice=60, cap_count_per_day=60, consulted="sam"),
    action("site.draft_page", "site", "draft", "shadow", PILOT, "nadia", permission_scope="drafts on the internal site",
           permission_purpose="Prepare the page", min_reading_seconds=60, consulted="sam"),
    never("shop.refund", "shop", "write", "money|customers", PILOT, "nadia"),
]  # fmt: skip
BOUNDS = [
    bound("time_saved", BOUNDS_SINCE, 5, 4, 2, headline="yes", **measured("2026-07", REPORT, 0)),
    bound("time_to_detect", BOUNDS_SINCE, 6, 12, 48, headline="yes", **measured("2026-07", REPORT, 76)),
    bound("manual_errors", BOUNDS_SINCE, 0, 0.3, 1, guard_of="time_saved"),
    bound("human_correction_rate", BOUNDS_SINCE, "5 %", "10 %", "25 %"),
    bound("intervention_rate", BOUNDS_SINCE, "5 %", "15 %", "30 %"),
    bound("escalation_rate", BOUNDS_SINCE, "0 %..10 %", "0 %..15 %", "0 %..40 %"),
    bound("incidents", BOUNDS_SINCE, 0, 1, 2),
    bound("active_users", BOUNDS_SINCE, 8, 5, 2),
    bound("cost_per_completed_task", BOUNDS_SINCE, 0.5, 1, 3),
]
ROLES = {
    "nadia": "accountable_owner process_owner own_metric approve_pilot approve_live pause_or_retire supervisor",
    "sam": "system_owner builder",
    "ruth": "risk_owner evaluation_owner review_failures",
    "felix": "operations_lead on_call",
}
GATES = {
    "intake": "2026-08-05",
    "design_review": "2026-08-12",
    "production_readiness": "2026-09-30",
    "portfolio_review": "2026-10-14",
    "checklist": "2026-08-14",
}
ANSWERS = {
    "G1.0": "The Monday summary takes an hour and a half and misses refund spikes until Thursday",
    "G1.1": "Collects the figures of the week and drafts the page",
    "G1.4": "A wrong figure sends the team after the wrong article",
    "G2.1": "Prompt file o-2, reviewed by two people",
    "G2.2": "Shop figures, analytics and support themes, read only",
    "G3.2": "Nadia reads every page before the meeting",
    "G4.4": "Unchanged since the pilot",
    "F2": "Six past weeks were rebuilt and agree",
    "F4": "The team drew the page on paper first",
    "C3": "A button under the page stops the next one",
    "C4": "Every figure names the system it comes from",
    "O4": "Written in the inventory before go-live",
}
CHANGES = table(
    "change changed_at kind action from_value to_value author approver eval_run reason",
    ("CH-143", "2026-08-17T13:00:00Z", "status", None, "idea", "pilot", "sam", "nadia", None, "Pilot begins"),
    ("CH-148", "2026-09-08T15:00:00Z", "prompt", None, "o-1", "o-2", "sam", "ruth", "EV-51", "Delayed orders by day"),
    ("CH-150", "2026-10-02T15:00:00Z", "status", None, "pilot", "live", "sam", "nadia", "EV-51", "Go-live"),
)
EVALS = table(
    "eval_run suite agent_version run_at cases edge_cases passed blocking_failures case_source",
    ("EV-51", "ops-weeks", "v1", "2026-09-08T16:00:00Z", 24, 5, 24, 0, "real"),
)
ESCALATIONS = table(
    "trigger action person takeover_steps",
    ("A source is missing", "site.draft_page", "nadia", "Nadia fills the gap by hand and says so on the page"),
)
BUDGETS = table(
    "period effective_from amount currency hard_stop spend_owner", ("month", "2026-08-01", 30, "USD", "no", "nadia")
)


def tables() -> Tables:
    return {
        "agents": [{"agent": AGENT, **INVENTORY}],
        "assignments": of(AGENT, held(ROLES, "2026-08-03")),
        "actions": of(AGENT, ACTIONS),
        "escalations": of(AGENT, ESCALATIONS),
        "bounds": of(AGENT, BOUNDS),
        "observations": of(AGENT, _observations()),
        "changes": of(AGENT, CHANGES),
        "evals": of(AGENT, EVALS),
        "budgets": of(AGENT, BUDGETS),
        "costs": of(AGENT, costs(SINCE_AUGUST, human_review=(12, 18, 17))),
        "gates": of(AGENT, gates(GATES, "nadia", "sam", ANSWERS, "nadia|ruth")),
    }


def runs() -> list[Row]:
    draw = Random(SEED)
    return [_run(day, draw) for day in days(FIRST_REPORT, OPENING_DAY) if day.weekday() == 0]


def _run(day: date, draw: Random) -> Row:
    return {
        "timestamp": moment(day, 6 * 3600 + draw.uniform(2, 40)),
        "agent_id": AGENT,
        "request_id": f"ops-{day:%y%m%d}",
        "workflow": "weekly_operations",
        "trigger": "schedule",
        "case_class": "weekly report",
        "data_sources": ["shop", "analytics", "support"],
        "sources_count": draw.randint(11, 14),
        "tool_calls": [{"tool": "shop.read_figures", "status": "ok"}, {"tool": "site.draft_page", "status": "ok"}],
        "output": "draft",
        "result": "success",
        "human_edit": "minor" if day == date(2026, 8, 24) else "none",
        "approval_status": "edited" if day == date(2026, 8, 24) else "approved",
        "human_approver": "nadia",
        "policy_version": "ecommerce-2026-08",
        "prompt_version": "o-1" if day < date(2026, 9, 8) else "o-2",
        "model_version": "4.1",
        "cost_usd": f"{draw.uniform(0.21, 0.34):.4f}",
        "duration_ms": round(draw.uniform(48, 75) * 1000),
    }


def _observations() -> list[Row]:
    return [
        *values("time_saved", REPORT, SINCE_AUGUST, (1.5, 4.1, 4.5)),
        *values("time_to_detect", REPORT, SINCE_AUGUST, (20, 9, 7), n=6),
        *rates("manual_errors", REPORT, *by_month(SINCE_AUGUST, ((1, 3), (0, 4), (0, 4)))),
        *values("escalation_rate", "counted by Nadia", SINCE_AUGUST, ("0 %",) * 3),
        *values("active_users", "page statistics", SINCE_AUGUST, (6, 9, 10)),
    ]
