"""Lead routing: answers leads five times faster than before, and sends more of the strategic ones to the wrong team."""

from __future__ import annotations

from stories.shared import MONTHS, Row, Tables, by_month, gates, held, of, rates, table, values

AGENT = "lead-routing"
SINCE_JUNE = MONTHS[5:]
REPORT = "sales operations report"

INVENTORY: Row = {
    "name": "Lead routing",
    "kind": "agent",
    "team": "Sales",
    "workflow": "lead_routing",
    "user_group": "Sales teams",
    "business_outcome": "A lead reaches the right team while it is still warm",
    "work_origin": "internal",
    "status": "live",
    "status_since": "2026-08-03",
    "pilot_started": "2026-06-01",
    "live_on": "2026-08-03",
    "autonomy_level": 2,
    "autonomy_since": "2026-08-03",
    "wanted_level": 3,
    "risk_tier": "medium",
    "risk_tier_reason": "Writes the owner of a lead in the customer system",
    "trigger": "New lead; the first human step is the morning list of unassigned leads",
    "rhythm": "continuous",
    "evidence_source": "file",
    "allowed_inputs": "lead form|account list|territory table",
    "required_outputs": "The owning team with the rule that decided",
    "constraints": "Never writes to a lead's contact; never changes a territory",
    "kill_switch": "Turn off the rule route-by-agent in the customer system",
    "kill_switch_in_flight": "Leads not yet owned go to the morning list",
    "rollback_target": "Territory rules of May, kept as rule set 12",
    "contacts": "Dario +1 303 555 0163|Leo +1 303 555 0188",
    "retirement_criteria": "The territory rules alone misroute no more leads than the agent",
    "sampling_one_in": 2,
    "retention_days": 365,
    "keep_content": "none",
    "owner_confirmed_on": "2026-09-02",
    "version": "v3",
    "url": "https://wiki.juniper.example/agents/lead-routing",
}
ACTIONS = table(
    "action system access effects reversible mode mode_since always_approve min_reading_seconds cap_count_per_day "
    "minutes_to_notice consulted informed inform_trigger compensation compensation_tested_on idempotent "
    "permission_scope permission_purpose credential_expires_on",
    ("crm.read_lead", "crm", "read", "none", "yes", "out", "2026-06-01", "no", None, 500, 240, "leo", "dario",
     "Any change of scope", None, None, "yes", "new leads and account names", "Read the lead", "2027-05-31"),
    ("crm.assign_owner", "crm", "write", "none", "yes", "in", "2026-06-01", "no", 10, 500, 480, "leo", "dario",
     "A strategic account moved", "Put the former owner back from the field history", "2026-08-25", "yes",
     "owner field of new leads", "Route the lead", "2027-05-31"),
    ("crm.delete_lead", "crm", "delete", "customers", "no", "forbidden", "2026-06-01", "yes", None, None, None,
     "ruth", "dario", "Any attempt", "None is needed: the agent holds no permission", "2026-06-01", "no", "no leads",
     "Named so that it stays forbidden", None),
)  # fmt: skip
BOUNDS = table(
    "measure effective_from baseline_kind baseline_value baseline_numerator baseline_denominator baseline_period "
    "baseline_source target pass fail headline guard_of set_by set_on",
    ("turnaround_time", "2026-06-01", "measured", 6.5, None, None, "2026-04", REPORT, 1.5, 2.5, 5, "yes", None, "ruth",
     "2026-05-22"),
    ("misroute_strategic", "2026-06-01", "measured", None, 11, 290, "2026-04", REPORT, "3 %", "5 %", "9 %", None,
     "turnaround_time", "ruth", "2026-05-22"),
    ("manual_cleanup", "2026-06-01", "measured", None, 168, 1400, "2026-04", REPORT, "8 %", "12 %", "20 %", None, None,
     "ruth", "2026-05-22"),
    ("recommendation_acceptance", "2026-06-01", None, None, None, None, None, None, "92 %", "88 %", "80 %", None, None,
     "ruth", "2026-05-22"),
    ("intervention_rate", "2026-06-01", None, None, None, None, None, None, "8 %", "12 %", "20 %", None, None, "ruth",
     "2026-05-22"),
    ("escalation_rate", "2026-06-01", None, None, None, None, None, None, "2 %..8 %", "1 %..10 %", "0 %..20 %", None,
     None, "ruth", "2026-05-22"),
    ("incidents", "2026-06-01", None, None, None, None, None, None, 0, 1, 3, None, None, "ruth", "2026-05-22"),
    ("workflow_coverage", "2026-06-01", None, None, None, None, None, None, "85 %", "70 %", "40 %", None, None, "ruth",
     "2026-05-22"),
    ("cost_per_completed_task", "2026-06-01", None, None, None, None, None, None, 0.2, 0.3, 0.6, None, None, "ruth",
     "2026-05-22"),
)  # fmt: skip
ROLES = {
    "dario": "accountable_owner process_owner own_metric approve_pilot approve_live pause_or_retire",
    "leo": "system_owner builder",
    "ruth": "risk_owner evaluation_owner review_failures",
    "elena": "supervisor",
    "tom": "operations_lead on_call supervisor",
}
GATES = {
    "intake": "2026-05-11",
    "design_review": "2026-05-26",
    "production_readiness": "2026-07-30",
    "portfolio_review": "2026-10-14",
    "checklist": "2026-07-30",
}
ANSWERS = {
    "G1.0": "A lead waits six hours and a half for its team",
    "G1.1": "Chooses the team that owns a new lead",
    "G1.4": "A strategic account is answered by the wrong team",
    "G2.1": "Prompt file r-4, reviewed by two people",
    "G2.2": "Account list and territory table",
    "G3.2": "Every second routing is read the next morning",
    "G4.4": "Unchanged; two territories were renamed in September",
    "F2": "Two hundred past leads were routed by hand first",
    "F4": "Sales saw the pilot list for two months",
    "C3": "A button on the lead sends it back to the morning list",
    "C4": "The rule that decided is written on the lead",
    "O4": "Written in the inventory before go-live",
}
CHANGES = table(
    "change changed_at kind action from_value to_value author approver eval_run reason",
    ("CH-137", "2026-08-03T13:50:00Z", "status", None, "pilot", "live", "leo", "dario", "EV-44", "Go-live"),
    ("CH-138", "2026-08-03T14:00:00Z", "level", None, 1, 2, "leo", "dario", "EV-44", "Go-live"),
)
EVALS = table(
    "eval_run suite agent_version run_at cases edge_cases passed blocking_failures case_source",
    ("EV-44", "lead-routes", "v3", "2026-07-28T16:00:00Z", 200, 30, 196, 0, "real"),
    ("EV-55", "lead-routes", "v3", "2026-09-25T16:00:00Z", 200, 30, 195, 0, "real"),
)
INCIDENTS = table(
    "incident summary severity risk_class harm cause occurred_at detected_at detected_by paused_at rolled_back_at "
    "resolved_at rca_trace rca_guardrail_gaps rca_fixes owner",
    ("INC-2094", "A record without a country sent 31 leads to one team on a Saturday", "medium", "drift", "none",
     "data", "2026-10-10T15:20:00Z", "2026-10-12T14:05:00Z", "customer", "2026-10-12T14:30:00Z",
     "2026-10-12T15:00:00Z", "2026-10-13T17:00:00Z", "Routing list of 10 October",
     "Nothing checked a lead without a country", "Leads without a country go to the morning list", "dario"),
)  # fmt: skip
DRILLS = table(
    "drill drilled_on seconds_to_disable in_flight_covered passed done_by",
    ("DR-14", "2026-08-27", 52, "yes", "yes", "leo"),
)
ESCALATIONS = table(
    "trigger action person takeover_steps",
    ("Strategic account", "crm.assign_owner", "dario", "Dario chooses the team within the hour"),
    ("No rule fits", None, "tom", "Tom routes by hand from the morning list"),
)
BUDGETS = table(
    "period effective_from amount currency hard_stop spend_owner", ("month", "2026-06-01", 700, "USD", "no", "dario")
)


def tables() -> Tables:
    return {
        "agents": [{"agent": AGENT, **INVENTORY}],
        "assignments": of(AGENT, held(ROLES, "2026-05-01")),
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
        "gates": of(AGENT, gates(GATES, "dario", "leo", ANSWERS, "dario|ruth")),
    }


def runs() -> list[Row]:
    return []


def _observations() -> list[Row]:
    """Sales operations counts every routed lead; the agent itself keeps no log."""
    monthly = {
        "misroute_strategic": ((9, 240), (10, 262), (15, 281), (29, 305), (41, 312)),
        "manual_cleanup": ((138, 1210), (140, 1290), (151, 1380), (176, 1460), (189, 1490)),
        "recommendation_acceptance": ((1105, 1210), (1180, 1290), (1250, 1380), (1300, 1460), (1312, 1490)),
        "intervention_rate": ((78, 1210), (84, 1290), (74, 690), (88, 730), (93, 745)),
        "escalation_rate": ((52, 1262), (55, 1345), (61, 1441), (66, 1526), (64, 1554)),
        "workflow_coverage": ((1210, 1790), (1290, 1800), (1380, 1830), (1460, 1850), (1490, 1845)),
    }
    shares = [row for measure, pairs in monthly.items() for row in rates(measure, REPORT, *by_month(SINCE_JUNE, pairs))]
    return [
        *values("turnaround_time", REPORT, SINCE_JUNE, (3.9, 2.8, 1.9, 1.4, 1.2), n=1400),
        *shares,
        *values("volume", REPORT, SINCE_JUNE, (1262, 1345, 1441, 1526, 1554)),
        *values("active_users", REPORT, SINCE_JUNE, (18, 19, 22, 23, 23)),
        *values("cost_per_completed_task", REPORT, SINCE_JUNE, (0.26, 0.25, 0.22, 0.21, 0.21), n=1400),
    ]


def _costs() -> list[Row]:
    return [
        {"period": month, "category": category, "amount": amount, "currency": "USD"}
        for month, model in zip(SINCE_JUNE, (160, 165, 172, 178, 181), strict=True)
        for category, amount in (("model", model), ("human_review", 240))
    ]
