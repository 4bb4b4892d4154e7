"""Peak planning: the plans are good, and two of the seven parts of its contract were never written."""

from __future__ import annotations

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
    never,
    of,
    rates,
    table,
    values,
)

AGENT = "peak-planning"
KNOWN_SINCE = "2026-09-07"
SINCE = "2026-09-07"
BOUNDS_SINCE = "2026-09-01"
SINCE_SEPTEMBER = MONTHS[8:]
REPORT = "planning meeting"

INVENTORY: Row = {
    "name": "Peak planning",
    "kind": "agent",
    "team": "Ecommerce",
    "workflow": "peak_readiness",
    "user_group": "Supply planning",
    "business_outcome": "Three plans for the season are compared before capacity is reserved",
    "work_origin": "internal",
    "status": "pilot",
    "status_since": SINCE,
    "pilot_started": SINCE,
    "autonomy_level": 1,
    "autonomy_since": SINCE,
    "wanted_level": 2,
    "risk_tier": "low",
    "risk_tier_reason": "Reads forecasts and drafts plans; reserves nothing",
    "trigger": "A promotion, launch, storm or late supplier; the first human step is the planning pack",
    "rhythm": "on_event",
    "evidence_source": "file",
    "allowed_inputs": "forecasts|constraints|cost curves",
    "required_outputs": "Plans A, B and C with service level, cost, utilisation and risk",
    "constraints": "Never reserves capacity; never changes a staffing plan",
    "kill_switch": "Disable the job peak-plans in the planning tool",
    "kill_switch_in_flight": "Simulations under way are stopped and thrown away",
    "contacts": "Lucia +1 303 555 0166|Leo +1 303 555 0188",
    "retirement_criteria": "Planners ignore its plans for two peaks",
    "sampling_one_in": 1,
    "retention_days": 365,
    "keep_content": "none",
    "owner_confirmed_on": "2026-10-05",
    "version": "v1",
    "url": "https://wiki.juniper.example/agents/peak-planning",
}
ACTIONS = [
    action("planning.read_forecast", "planning", "read", "out", SINCE, "lucia", permission_scope="forecasts and costs",
           permission_purpose="Compile the planning pack", minutes_to_notice=240, cap_count_per_day=100),
    action("planning.draft_plan", "planning", "draft", "shadow", SINCE, "lucia", permission_scope="drafts of plans",
           permission_purpose="Prepare variants and simulations", min_reading_seconds=60),
    never("planning.reserve_capacity", "planning", "write", "money|inventory", SINCE, "lucia"),
]  # fmt: skip
BOUNDS = [
    bound("turnaround_time", BOUNDS_SINCE, 6, 12, 30, headline="yes", **measured("2026-06", REPORT, 44)),
    bound("completeness", BOUNDS_SINCE, "95 %", "88 %", "75 %", guard_of="turnaround_time"),
    bound("intervention_rate", BOUNDS_SINCE, "20 %", "35 %", "60 %"),
    bound("incidents", BOUNDS_SINCE, 0, 1, 2),
]
ROLES = {
    "lucia": "accountable_owner process_owner own_metric approve_pilot approve_live pause_or_retire",
    "leo": "system_owner builder",
    "ruth": "risk_owner evaluation_owner review_failures",
    "sam": "supervisor",
    "nadia": "operations_lead on_call",
}
GATES = {"intake": "2026-08-20", "design_review": "2026-09-02", "checklist": "2026-09-02"}
ANSWERS = {
    "G1.0": "Three plans take a week, so one is made",
    "G1.1": "Compiles the planning pack and simulates variants",
    "G1.4": "Capacity is reserved for a peak that does not come",
    "G2.1": "Prompt file l-1, reviewed by two people",
    "G2.2": "Forecasts and cost curves",
    "F2": "The peak of last winter was planned again",
    "F4": "Planners chose the comparison page",
    "C3": "A button on the plan throws it away and says why",
    "C4": "Each plan names the forecast it rests on",
    "O4": "Written in the inventory before the pilot",
}
CHANGES = table(
    "change changed_at kind action from_value to_value author approver eval_run reason",
    ("CH-146", "2026-09-07T15:00:00Z", "status", None, "idea", "pilot", "leo", "lucia", "EV-50", "Pilot begins"),
)
EVALS = table(
    "eval_run suite agent_version run_at cases edge_cases passed blocking_failures case_source",
    ("EV-50", "peaks", "v1", "2026-09-01T16:00:00Z", 20, 5, 20, 0, "real"),
)
BUDGETS = table(
    "period effective_from amount currency hard_stop spend_owner", ("month", "2026-09-01", 150, "USD", "no", "lucia")
)


def tables() -> Tables:
    """No escalation path and no way back is on file: five of seven parts of the contract."""
    return {
        "agents": [{"agent": AGENT, **INVENTORY}],
        "assignments": of(AGENT, held(ROLES, "2026-08-17")),
        "actions": of(AGENT, ACTIONS),
        "bounds": of(AGENT, BOUNDS),
        "observations": of(AGENT, _observations()),
        "changes": of(AGENT, CHANGES),
        "evals": of(AGENT, EVALS),
        "budgets": of(AGENT, BUDGETS),
        "costs": of(AGENT, costs(SINCE_SEPTEMBER, model=(61, 74), human_review=(90, 80))),
        "gates": of(AGENT, gates(GATES, "lucia", "leo", ANSWERS, "lucia|ruth")),
    }


def runs() -> list[Row]:
    return []


def _observations() -> list[Row]:
    """The first slice compiles the pack, the second simulates its variants; both are counted as plans."""
    return [
        *values("turnaround_time", REPORT, SINCE_SEPTEMBER, (10, 8), n=5),
        *rates("completeness", "rated by planners", *by_month(SINCE_SEPTEMBER, ((44, 48), (57, 60)))),
        *rates("intervention_rate", REPORT, *by_month(SINCE_SEPTEMBER, ((3, 12), (3, 15)))),
        *values("volume", REPORT, SINCE_SEPTEMBER, (12, 15)),
        *values("active_users", REPORT, SINCE_SEPTEMBER, (3, 3)),
    ]
