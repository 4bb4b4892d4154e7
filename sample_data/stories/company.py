"""People, tools and the control plane that all agents of the sample company share."""

from __future__ import annotations

from stories.shared import Row, Tables, table

PEOPLE = table(
    "person name email function delegate active inactive_since",
    ("maya", "Maya Okafor", "maya@juniper.example", "Support", "noah", None, None),
    ("noah", "Noah Lindqvist", "noah@juniper.example", "Support", None, None, None),
    ("priya", "Priya Raman", "priya@juniper.example", "Support", None, None, None),
    ("tom", "Tom Becker", "tom@juniper.example", "Support", None, None, None),
    ("elena", "Elena Petrova", "elena@juniper.example", "Finance", "maya", None, None),
    ("jonas", "Jonas Weber", "jonas@juniper.example", "Finance", None, None, None),
    ("dario", "Dario Conti", "dario@juniper.example", "Sales", "elena", None, None),
    ("aisha", "Aisha Khan", "aisha@juniper.example", "Platform", "leo", None, None),
    ("leo", "Leo Martin", "leo@juniper.example", "Platform", "aisha", None, None),
    ("ruth", "Ruth Svensson", "ruth@juniper.example", "Risk", None, None, None),
    ("ingrid", "Ingrid Halvorsen", "ingrid@juniper.example", "Founder", None, None, None),
    ("kira", "Kira Novak", "kira@juniper.example", "Sales", "dario", None, None),
    ("omar", "Omar Reyes", "omar@juniper.example", "Sales", None, "no", "2026-08-12"),
    ("chen", "Chen Wei", "chen@juniper.example", "Support", "maya", None, None),
    ("sam", "Sam Ortiz", "sam@juniper.example", "Ecommerce", "nadia", None, None),
    ("nadia", "Nadia Haddad", "nadia@juniper.example", "Ecommerce", "sam", None, None),
    ("felix", "Felix Brandt", "felix@juniper.example", "Ecommerce", None, None, None),
    ("lucia", "Lucia Ferrari", "lucia@juniper.example", "Ecommerce", None, None, None),
    ("ben", "Ben Adler", "ben@juniper.example", "Finance", None, None, None),
)
TOOLS = table(
    "tool owner schema_version contract_checked_on",
    ("helpdesk", "aisha", "2026-08", "2026-09-14"),
    ("payments", "aisha", "2026-03", "2026-09-14"),
    ("warehouse", "jonas", "v7", "2026-10-06"),
    ("chat", "leo", "v2", "2026-08-20"),
    ("crm", "leo", "2026-06", "2026-09-21"),
    ("mail", "leo", "v5", "2026-09-02"),
    ("web", "leo", "v1", "2026-05-26"),
    ("ledger", "jonas", "2026-02", "2026-08-11"),
    ("shop", "sam", "2026-07", "2026-09-28"),
    ("site", "felix", "6.4", "2026-09-15"),
    ("planning", "lucia", "v3", "2026-09-04"),
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
    ("Write first mails to new shops", "Sales", "outbound-sdr", 4, 4, 3, 4, 4, 14),
    ("Read up on a shop before the first call", "Sales", "account-research", 3, 1, 3, 3, 2, 6),
    ("Refund what the policy pays", "Support", "support-refund", 4, 4, 4, 2, 4, 11),
    ("Review every wholesale account on Monday", "Support", "cs-health", 4, 2, 4, 3, 5, 4),
    ("Chase unpaid wholesale invoices", "Finance", "invoice-follow-up", 4, 2, 3, 2, 4, 5),
    ("Write the Monday operations summary", "Ecommerce", "weekly-ops-summary", 5, 1, 4, 2, 3, 2),
    ("Notice empty shelves and order", "Ecommerce", "inventory-exceptions", 4, 3, 4, 3, 4, 8),
    ("Write a brief for an article", "Ecommerce", "content-research", 3, 1, 4, 3, 4, 5),
    ("Compare plans for the season", "Ecommerce", "peak-planning", 2, 3, 3, 4, 4, 3),
    ("Answer questions about sizes in the chat", "Support", None, 4, 3, 3, 3, 3, 9),
    ("Translate product pages", "Ecommerce", None, 4, 3, 4, 3, 3, 5),
)


def tables() -> Tables:
    return {"people": PEOPLE, "tools": TOOLS, "capabilities": CAPABILITIES, "tasks": TASKS}


def runs() -> list[Row]:
    return []
