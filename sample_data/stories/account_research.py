"""Account research: a pilot that nobody has answered for since its owner left in August."""

from __future__ import annotations

from stories.shared import MONTHS, Row, Tables, action, bound, by_month, costs, measured, of, rates, table, values

AGENT = "account-research"
SINCE = "2026-06-01"
LEFT = "2026-08-12"
SINCE_JUNE = MONTHS[5:]
REPORT = "questions to the sales team"

INVENTORY: Row = {
    "name": "Account research",
    "kind": "agent",
    "team": "Sales",
    "workflow": "account_research",
    "user_group": "Sales teams",
    "business_outcome": "A first call begins with what the shop sells today",
    "work_origin": "internal",
    "status": "pilot",
    "status_since": SINCE,
    "pilot_started": SINCE,
    "autonomy_level": 1,
    "autonomy_since": SINCE,
    "risk_tier": "low",
    "risk_tier_reason": "Reads public pages and drafts a note",
    "trigger": "A new account in the customer system",
    "rhythm": "weekly",
    "evidence_source": "file",
    "allowed_inputs": "public shop pages|account list",
    "required_outputs": "Half a page on the shop",
    "retirement_criteria": "Nobody in sales opens its notes for a month",
    "sampling_one_in": 1,
    "keep_content": "none",
}
ACTIONS = [
    action("web.read_page", "web", "read", "out", SINCE, "dario", permission_scope="public pages",
           permission_purpose="Read the shop's own page"),
    action("crm.draft_note", "crm", "draft", "shadow", SINCE, "dario", permission_scope="draft notes on new accounts",
           permission_purpose="Prepare the note"),
]  # fmt: skip
BOUNDS = [
    bound("brief_creation_time", SINCE, 10, 15, 30, headline="yes", **measured("2026-05", REPORT, 40)),
    bound("error_rate", SINCE, "5 %", "10 %", "20 %", guard_of="brief_creation_time"),
]
BUDGETS = table("period effective_from amount currency hard_stop", ("month", SINCE, 200, "USD", "no"))


def tables() -> Tables:
    """The owner left on 12 August, and the role with him; the gates after intake were never held."""
    owner = {"role": "accountable_owner", "person": "omar", "effective_from": "2026-05-18", "effective_to": LEFT}
    builder = {"role": "builder", "person": "leo", "effective_from": "2026-05-18"}
    passed = {"gate": "intake", "item": "result", "answer": "pass", "answered_by": "omar", "answered_on": "2026-05-26"}
    return {
        "agents": [{"agent": AGENT, **INVENTORY}],
        "assignments": of(AGENT, [owner, builder]),
        "actions": of(AGENT, ACTIONS),
        "bounds": of(AGENT, BOUNDS),
        "observations": of(AGENT, _observations()),
        "budgets": of(AGENT, BUDGETS),
        "costs": of(AGENT, costs(SINCE_JUNE, model=(34, 61, 48, 41, 40), seats=(60, 60, 60, 60, 60))),
        "gates": of(AGENT, [passed]),
    }


def runs() -> list[Row]:
    return []


def _observations() -> list[Row]:
    wrong = ((4, 62), (6, 98), (5, 71), (4, 55), (4, 52))
    return [
        *values("brief_creation_time", REPORT, SINCE_JUNE, (18, 13, 13, 14, 14), n=50),
        *rates("error_rate", REPORT, *by_month(SINCE_JUNE, wrong)),
        *values("volume", "bill of the model", SINCE_JUNE, (62, 98, 71, 55, 52)),
    ]
