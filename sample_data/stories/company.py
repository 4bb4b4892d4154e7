"""People, tools and the control plane that all agents of the sample company share."""

from __future__ import annotations

from stories.shared import Row, Tables, table

PEOPLE = table(
    "person name email function delegate",
    ("maya", "Maya Okafor", "maya@juniper.example", "Support", "noah"),
    ("noah", "Noah Lindqvist", "noah@juniper.example", "Support", None),
    ("priya", "Priya Raman", "priya@juniper.example", "Support", None),
    ("tom", "Tom Becker", "tom@juniper.example", "Support", None),
    ("elena", "Elena Petrova", "elena@juniper.example", "Finance", "maya"),
    ("jonas", "Jonas Weber", "jonas@juniper.example", "Finance", None),
    ("dario", "Dario Conti", "dario@juniper.example", "Sales", "elena"),
    ("aisha", "Aisha Khan", "aisha@juniper.example", "Platform", "leo"),
    ("leo", "Leo Martin", "leo@juniper.example", "Platform", "aisha"),
    ("ruth", "Ruth Svensson", "ruth@juniper.example", "Risk", None),
)
TOOLS = table(
    "tool owner schema_version contract_checked_on",
    ("helpdesk", "aisha", "2026-08", "2026-09-14"),
    ("payments", "aisha", "2026-03", "2026-09-14"),
    ("warehouse", "jonas", "v7", "2026-10-06"),
    ("chat", "leo", "v2", "2026-08-20"),
    ("crm", "leo", "2026-06", "2026-09-21"),
)
CAPABILITIES = table(
    "capability owner done evidence verified_on next_review_on",
    ("trace_logging", "aisha", "yes", "Log pipeline page, coverage checked weekly", "2026-10-05", "2027-01-05"),
    ("offline_eval_suite", "leo", "yes", "Three suites run on every release", "2026-10-02", "2027-01-15"),
    ("approval_policy", "ruth", "yes", "Approval policy 2026-03", "2026-06-30", "2026-12-15"),
    (
        "kill_switch_and_credential_rotation",
        "aisha",
        "yes",
        "Last rotation on 21 September",
        "2026-09-21",
        "2026-12-21",
    ),
    ("post_incident_review", "ruth", "no", None, None, "2026-11-30"),
)
TASKS = table(
    "task team agent repeatability risk data_readiness judgement time_saved hours_per_week",
    ("Sort and answer new tickets", "Support", "support-triage", 5, 3, 4, 2, 5, 60),
    ("Prepare the weekly KPI report", "Finance", "weekly-kpi", 5, 1, 5, 2, 3, 3),
    ("Route inbound leads to a team", "Sales", "lead-routing", 4, 3, 3, 3, 4, 12),
    ("Chase unpaid wholesale invoices", "Finance", None, 4, 2, 3, 2, 4, 5),
    ("Draft supplier e-mails on low stock", "Operations", None, 4, 2, 2, 3, 3, 6),
)


def tables() -> Tables:
    return {"people": PEOPLE, "tools": TOOLS, "capabilities": CAPABILITIES, "tasks": TASKS}


def runs() -> list[Row]:
    return []
