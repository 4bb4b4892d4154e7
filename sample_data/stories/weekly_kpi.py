"""Weekly KPI: one report a Monday, everything in order, at level 3 by reading instead of statistics."""

from __future__ import annotations

from datetime import date
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

AGENT = "weekly-kpi"
SEED = 20260302
FIRST_REPORT = date(2026, 3, 2)
CORRECTED = (date(2026, 3, 9), date(2026, 3, 23), date(2026, 5, 4), date(2026, 6, 15))
SINCE_MARCH = MONTHS[2:]
REPORT = "finance close sheet"

INVENTORY: Row = {
    "name": "Weekly KPI report",
    "kind": "agent",
    "team": "Finance",
    "workflow": "weekly_kpi",
    "user_group": "Leadership team",
    "business_outcome": "Leadership sees the week on Monday at nine, and a drop in revenue the same day",
    "work_origin": "internal",
    "status": "live",
    "status_since": "2026-03-02",
    "pilot_started": "2026-01-19",
    "live_on": "2026-03-02",
    "autonomy_level": 3,
    "autonomy_since": "2026-08-03",
    "wanted_level": 3,
    "risk_tier": "low",
    "risk_tier_reason": "Reads aggregated figures and drafts an internal message",
    "trigger": "Monday 8:00; the first human step is Jonas reading the draft",
    "rhythm": "weekly",
    "evidence_source": "log",
    "allowed_inputs": "sales by day|conversion|traffic|top products|refunds|advertising spend",
    "required_outputs": "A one-page summary with every figure linked to its query",
    "constraints": "Never recommends a price or a campaign budget",
    "kill_switch": "Disable the schedule weekly-kpi in the warehouse",
    "kill_switch_in_flight": "none in flight: a report runs for two minutes",
    "rollback_target": "v6; restore the saved query set of 27 July",
    "contacts": "Jonas +1 303 555 0119|Leo +1 303 555 0188",
    "retirement_criteria": "Nobody opens the report for four Mondays",
    "sampling_one_in": 1,
    "retention_days": 730,
    "keep_content": "none",
    "owner_confirmed_on": "2026-10-01",
    "version": "v7",
    "url": "https://wiki.juniper.example/agents/weekly-kpi",
}
ACTIONS = table(
    "action system access effects reversible mode mode_since always_approve min_reading_seconds cap_count_per_day "
    "minutes_to_notice consulted informed inform_trigger compensation compensation_tested_on idempotent "
    "permission_scope permission_purpose credential_expires_on",
    ("warehouse.query", "warehouse", "read", "none", "yes", "out", "2026-03-02", "no", None, 60, 60, "leo", "elena",
     "Any change of scope", None, None, "yes", "reporting views", "Read the week", "2027-02-28"),
    ("chat.draft_message", "chat", "draft", "none", "yes", "on", "2026-08-03", "no", 60, 5, 60, "leo", "elena",
     "Any corrected figure", None, None, "yes", "drafts in the leadership channel", "Prepare the summary",
     "2027-02-28"),
    ("ads.set_budget", "ads", "write", "money", "no", "forbidden", "2026-03-02", "yes", None, None, None, "ruth",
     "elena", "Any attempt", "None is needed: the agent holds no permission", "2026-03-01", "no", "no campaigns",
     "Named so that it stays forbidden", None),
)  # fmt: skip
BOUNDS = table(
    "measure effective_from baseline_kind baseline_value baseline_period baseline_source target pass fail headline "
    "guard_of set_by set_on",
    ("report_prep_time", "2026-03-01", "measured", 180, "2026-01", REPORT, 30, 45, 120, "yes", None, "ruth",
     "2026-02-20"),
    ("manual_errors", "2026-03-01", None, None, None, None, 0, 0.25, 1, None, "report_prep_time", "ruth", "2026-02-20"),
    ("human_correction_rate", "2026-03-01", None, None, None, None, "5 %", "10 %", "20 %", None, None, "ruth",
     "2026-02-20"),
    ("intervention_rate", "2026-03-01", None, None, None, None, "5 %", "15 %", "30 %", None, None, "ruth",
     "2026-02-20"),
    ("escalation_rate", "2026-03-01", None, None, None, None, "0 %..10 %", "0 %..15 %", "0 %..40 %", None, None,
     "ruth", "2026-02-20"),
    ("rollback_rate", "2026-03-01", None, None, None, None, "0 %", "2 %", "5 %", None, None, "ruth", "2026-02-20"),
    ("incidents", "2026-03-01", None, None, None, None, 0, 1, 2, None, None, "ruth", "2026-02-20"),
    ("active_users", "2026-03-01", None, None, None, None, 9, 7, 3, None, None, "ruth", "2026-02-20"),
    ("cost_per_completed_task", "2026-03-01", None, None, None, None, 1, 2, 5, None, None, "ruth", "2026-02-20"),
)  # fmt: skip
ROLES = {
    "elena": "accountable_owner process_owner own_metric approve_pilot approve_live pause_or_retire",
    "leo": "system_owner builder",
    "ruth": "risk_owner evaluation_owner review_failures",
    "jonas": "supervisor operations_lead on_call",
}
GATES = {
    "intake": "2026-01-12",
    "design_review": "2026-01-16",
    "production_readiness": "2026-02-26",
    "portfolio_review": "2026-10-14",
    "checklist": "2026-02-26",
}
ANSWERS = {
    "G1.0": "The Monday report takes three hours and misses drops until Wednesday",
    "G1.1": "Collects the figures and drafts the summary",
    "G1.4": "A wrong figure leads to a wrong decision on stock",
    "G2.1": "Prompt file k-7, reviewed by two people",
    "G2.2": "Reporting views of the warehouse only",
    "G3.2": "Jonas reads every draft against the close sheet",
    "G4.4": "Unchanged since January",
    "F2": "Eight past weeks were rebuilt and agree",
    "F4": "A mock-up was agreed with leadership first",
    "C3": "A button under the message stops next Monday's run",
    "C4": "Every figure links to its query",
    "O4": "Written in the inventory before go-live",
}
CHANGES = table(
    "change changed_at kind action from_value to_value author approver eval_run reason",
    ("CH-114", "2026-04-06T14:00:00Z", "level", None, 1, 2, "leo", "elena", None, "Card of the first quarter"),
    ("CH-127", "2026-06-17T14:00:00Z", "prompt", None, "k-6", "k-7", "leo", "ruth", "EV-39", "30 days stand beside 90"),
    ("CH-139", "2026-08-03T13:00:00Z", "level", None, 2, 3, "leo", "elena", None, "Card of July"),
    ("CH-140", "2026-08-03T13:10:00Z", "mode", "chat.draft_message", "in", "on", "leo", "elena", None,
     "Every report was read for twelve weeks"),
)  # fmt: skip
EVALS = table(
    "eval_run suite agent_version run_at cases edge_cases passed blocking_failures case_source",
    ("EV-39", "kpi-weeks", "v7", "2026-06-16T16:00:00Z", 52, 9, 52, 0, "real"),
    ("EV-58", "kpi-weeks", "v7", "2026-10-05T16:00:00Z", 60, 10, 60, 0, "real"),
)
INCIDENTS = table(
    "incident summary severity risk_class harm cause occurred_at detected_at detected_by resolved_at rca_trace "
    "rca_guardrail_gaps rca_fixes owner",
    ("INC-1932", "Refunds were counted twice in the Monday report", "low", "accuracy", "none", "data",
     "2026-03-23T14:00:00Z", "2026-03-23T14:25:00Z", "reviewer", "2026-03-25T15:00:00Z", "Report of 23 March",
     "Two views held the same refunds", "One view is left", "jonas"),
)  # fmt: skip
DRILLS = table(
    "drill drilled_on seconds_to_disable in_flight_covered passed done_by",
    ("DR-09", "2026-05-12", 35, "yes", "yes", "leo"),
    ("DR-16", "2026-09-08", 28, "yes", "yes", "leo"),
)
ESCALATIONS = table(
    "trigger action person takeover_steps",
    ("A source is missing or older than a day", "chat.draft_message", "jonas", "Jonas writes the report by hand"),
)
BUDGETS = table(
    "period effective_from amount currency hard_stop spend_owner", ("month", "2026-03-01", 60, "USD", "no", "elena")
)


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
        "drills": of(AGENT, DRILLS),
        "budgets": of(AGENT, BUDGETS),
        "costs": of(AGENT, _costs()),
        "gates": of(AGENT, gates(GATES, "elena", "leo", ANSWERS, "elena|ruth")),
    }


def runs() -> list[Row]:
    draw = Random(SEED)
    return [_run(day, draw) for day in days(FIRST_REPORT, OPENING_DAY) if day.weekday() == 0]


def _run(day: date, draw: Random) -> Row:
    corrected = day in CORRECTED
    return {
        "timestamp": moment(day, 8 * 3600 + draw.uniform(2, 40)),
        "agent_id": AGENT,
        "request_id": f"kpi-{day:%y%m%d}",
        "workflow": "weekly_kpi",
        "trigger": "schedule",
        "case_class": "weekly report",
        "data_sources": ["sales by day", "conversion", "refunds"],
        "sources_count": draw.randint(9, 12),
        "tool_calls": [{"tool": "warehouse.query", "status": "ok"}, {"tool": "chat.draft_message", "status": "ok"}],
        "output": "draft",
        "result": "success",
        "human_edit": "major" if corrected else "none",
        "approval_status": "edited" if corrected else "approved",
        "human_approver": "jonas",
        "policy_version": "finance-2026-01",
        "prompt_version": "k-6" if day < date(2026, 6, 17) else "k-7",
        "model_version": "4.1",
        "cost_usd": f"{draw.uniform(0.62, 0.88):.4f}",
        "duration_ms": round(draw.uniform(95, 140) * 1000),
    }


def _observations() -> list[Row]:
    errors = ((2, 5), (1, 4), (1, 4), (0, 5), (0, 4), (0, 5), (0, 4), (0, 4))
    return [
        *values("report_prep_time", REPORT, SINCE_MARCH, (70, 55, 45, 40, 36, 31, 29, 28), n=4),
        *rates("manual_errors", REPORT, *by_month(SINCE_MARCH, errors)),
        *values("escalation_rate", "counted by Jonas", SINCE_MARCH, ("0 %",) * len(SINCE_MARCH)),
        *values("active_users", "channel statistics", SINCE_MARCH, (6, 7, 8, 9, 9, 10, 10, 10)),
    ]


def _costs() -> list[Row]:
    return [
        {"period": month, "category": "human_review", "amount": amount, "currency": "USD"}
        for month, amount in zip(SINCE_MARCH, (75, 52, 48, 40, 32, 30, 28, 26), strict=True)
    ]
