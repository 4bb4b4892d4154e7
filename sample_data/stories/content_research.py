"""Content research: a brief in twenty minutes instead of ninety, and too few of them yet to ask for more."""

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

AGENT = "content-research"
SINCE = "2026-04-13"
SINCE_APRIL = MONTHS[3:]
REPORT = "editorial calendar"

INVENTORY: Row = {
    "name": "Content research",
    "kind": "agent",
    "team": "Ecommerce",
    "workflow": "content_briefs",
    "user_group": "Editors",
    "business_outcome": "An editor begins to write after twenty minutes",
    "work_origin": "internal",
    "status": "live",
    "status_since": SINCE,
    "pilot_started": "2026-02-23",
    "live_on": SINCE,
    "autonomy_level": 1,
    "autonomy_since": SINCE,
    "wanted_level": 2,
    "risk_tier": "low",
    "risk_tier_reason": "Reads search figures and drafts; cannot publish",
    "trigger": "A title enters the calendar; the first human step is the editor reading the brief",
    "rhythm": "weekly",
    "evidence_source": "file",
    "allowed_inputs": "search figures|published articles|style guide",
    "required_outputs": "A brief with questions, sources and what others wrote",
    "constraints": "Never publishes; never copies a sentence",
    "kill_switch": "Withdraw the site account brief-writer",
    "kill_switch_in_flight": "Drafts stay unpublished and are marked",
    "rollback_target": "Briefs by hand from the template",
    "contacts": "Felix +1 303 555 0158|Leo +1 303 555 0188",
    "retirement_criteria": "Editors ask for fewer than five briefs a month",
    "sampling_one_in": 1,
    "retention_days": 365,
    "keep_content": "none",
    "owner_confirmed_on": "2026-10-06",
    "version": "v2",
    "url": "https://wiki.juniper.example/agents/content-research",
}
ACTIONS = [
    action("web.search_figures", "web", "read", "out", SINCE, "felix", permission_scope="search figures of the shop",
           permission_purpose="See what people ask", minutes_to_notice=240, cap_count_per_day=200),
    action("site.draft_article", "site", "draft", "shadow", SINCE, "felix", permission_scope="drafts of briefs",
           permission_purpose="Prepare the brief", min_reading_seconds=60),
    never("site.publish", "site", "write", "public_pages|brand", SINCE, "felix"),
]  # fmt: skip
BOUNDS = [
    bound("brief_creation_time", "2026-04-01", 22, 30, 60, headline="yes", **measured("2026-01", REPORT, 90)),
    bound("completeness", "2026-04-01", "95 %", "90 %", "80 %", guard_of="brief_creation_time"),
    bound("citation_rate", "2026-04-01", "98 %", "92 %", "80 %"),
    bound("human_correction_rate", "2026-04-01", "8 %", "15 %", "30 %"),
    bound("intervention_rate", "2026-04-01", "15 %", "25 %", "40 %"),
    bound("escalation_rate", "2026-04-01", "0 %..10 %", "0 %..15 %", "0 %..40 %"),
    bound("incidents", "2026-04-01", 0, 1, 2),
    bound("active_users", "2026-04-01", 3, 2, 1),
    bound("cost_per_completed_task", "2026-04-01", 1, 2, 4),
]
ROLES = {
    "felix": "accountable_owner process_owner own_metric approve_pilot approve_live pause_or_retire",
    "leo": "system_owner builder",
    "ruth": "risk_owner evaluation_owner review_failures",
    "nadia": "supervisor",
    "sam": "operations_lead on_call",
}
GATES = {
    "intake": "2026-02-09",
    "design_review": "2026-02-19",
    "production_readiness": "2026-04-09",
    "portfolio_review": "2026-10-14",
    "checklist": "2026-04-09",
}
ANSWERS = {
    "G1.0": "A brief takes an editor ninety minutes",
    "G1.1": "Collects what is asked and written about a title",
    "G1.4": "An article repeats a mistake of its source",
    "G2.1": "Prompt file b-2, reviewed by two people",
    "G2.2": "Search figures and published articles",
    "G3.2": "The editor reads the brief and rates it",
    "G4.4": "Unchanged since April",
    "F2": "Ten past briefs were written again first",
    "F4": "Editors chose the headings of the brief",
    "C3": "A button on the draft throws it away and says why",
    "C4": "Every claim in a brief links its source",
    "O4": "Written in the inventory before go-live",
}
CHANGES = table(
    "change changed_at kind action from_value to_value author approver eval_run reason",
    ("CH-116", "2026-04-13T15:00:00Z", "status", None, "pilot", "live", "leo", "felix", "EV-37", "Go-live"),
)
EVALS = table(
    "eval_run suite agent_version run_at cases edge_cases passed blocking_failures case_source",
    ("EV-37", "briefs", "v2", "2026-04-08T16:00:00Z", 30, 6, 29, 0, "real"),
)
INCIDENTS = table(
    "incident summary severity risk_class harm cause occurred_at detected_at detected_by resolved_at rca_trace "
    "rca_guardrail_gaps rca_fixes owner",
    ("INC-2010", "A brief quoted a page that no longer exists", "low", "accuracy", "none", "no_source",
     "2026-05-19T15:00:00Z", "2026-05-20T09:30:00Z", "user", "2026-05-22T15:00:00Z", "Brief of 19 May",
     "Links were not opened", "Every link is opened before the brief is handed over", "felix"),
)  # fmt: skip
ESCALATIONS = table(
    "trigger action person takeover_steps",
    ("Two sources contradict each other", "site.draft_article", "felix", "Felix decides and writes it into the brief"),
)
BUDGETS = table(
    "period effective_from amount currency hard_stop spend_owner", ("month", "2026-04-01", 60, "USD", "no", "felix")
)


def tables() -> Tables:
    return {
        "agents": [{"agent": AGENT, **INVENTORY}],
        "assignments": of(AGENT, held(ROLES, "2026-02-02")),
        "actions": of(AGENT, ACTIONS),
        "escalations": of(AGENT, ESCALATIONS),
        "bounds": of(AGENT, BOUNDS),
        "observations": of(AGENT, _observations()),
        "incidents": of(AGENT, INCIDENTS),
        "changes": of(AGENT, CHANGES),
        "evals": of(AGENT, EVALS),
        "budgets": of(AGENT, BUDGETS),
        "costs": of(
            AGENT,
            costs(SINCE_APRIL, model=(9, 12, 13, 13, 14, 14, 13), human_review=(40, 52, 50, 49, 50, 48, 47)),
        ),
        "gates": of(AGENT, gates(GATES, "felix", "leo", ANSWERS, "felix|ruth")),
    }


def runs() -> list[Row]:
    return []


def _observations() -> list[Row]:
    """The calendar counts briefs; each asks for eight headings and names a dozen claims."""
    briefs = (9, 13, 14, 14, 15, 15, 14)
    changed = (2, 2, 2, 1, 2, 1, 2)
    rewritten = (1, 1, 1, 0, 1, 1, 1)
    headings = [(8 * n - 4, 8 * n) for n in briefs]
    sourced = [(12 * n - 3, 12 * n) for n in briefs]
    return [
        *values("brief_creation_time", REPORT, SINCE_APRIL, (41, 29, 25, 23, 22, 21, 20), n=14),
        *rates("completeness", "rated by editors", *by_month(SINCE_APRIL, headings)),
        *rates("citation_rate", "rated by editors", *by_month(SINCE_APRIL, sourced)),
        *rates("human_correction_rate", REPORT, *by_month(SINCE_APRIL, list(zip(rewritten, briefs, strict=True)))),
        *rates("intervention_rate", REPORT, *by_month(SINCE_APRIL, list(zip(changed, briefs, strict=True)))),
        *rates("escalation_rate", REPORT, *by_month(SINCE_APRIL, [(1, n) for n in briefs])),
        *values("volume", REPORT, SINCE_APRIL, briefs),
        *values("active_users", REPORT, SINCE_APRIL, (2, 3, 3, 3, 3, 3, 3)),
        *values("cost_per_completed_task", REPORT, SINCE_APRIL, (1.0, *(0.95,) * 6), n=14),
    ]
