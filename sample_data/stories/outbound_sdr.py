"""Outbound sales: three times the mails since September, and so many fewer replies that it should pause."""

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

AGENT = "outbound-sdr"
SINCE = "2026-01-19"
REPORT = "sales operations report"

INVENTORY: Row = {
    "name": "Outbound sales",
    "kind": "agent",
    "team": "Sales",
    "workflow": "outbound_sales",
    "user_group": "Sales development",
    "business_outcome": "Shops that would sell the brand agree to a first call",
    "work_origin": "internal",
    "status": "live",
    "status_since": SINCE,
    "pilot_started": "2025-11-17",
    "live_on": SINCE,
    "autonomy_level": 2,
    "autonomy_since": SINCE,
    "wanted_level": 3,
    "risk_tier": "high",
    "risk_tier_reason": "Customers read what it sends",
    "trigger": "New account list on the first working day of a week; the first human step is approving its batch",
    "rhythm": "weekly",
    "evidence_source": "file",
    "allowed_inputs": "account list|public shop pages|past mails",
    "required_outputs": "A mail with the reason why this shop was chosen",
    "constraints": "Never mails a person who opted out; never offers a price",
    "kill_switch": "Close the sending domain outbound in the mail console",
    "kill_switch_in_flight": "The batch of the day is held in the outbox and emptied by hand",
    "rollback_target": "Sequence set 8 with 400 mails a week",
    "contacts": "Kira +1 303 555 0151|Leo +1 303 555 0188",
    "retirement_criteria": "Fewer than one contact in a hundred agrees to a call for a quarter",
    "sampling_one_in": 1,
    "retention_days": 365,
    "keep_content": "none",
    "owner_confirmed_on": "2026-10-09",
    "version": "v4",
    "url": "https://wiki.juniper.example/agents/outbound-sdr",
}
ACTIONS = [
    action("crm.read_account", "crm", "read", "out", SINCE, "kira", permission_scope="accounts without a contract",
           permission_purpose="Choose whom to write to", minutes_to_notice=240, cap_count_per_day=800),
    action("mail.send_sequence", "mail", "send", "in", SINCE, "kira", effects="customers|brand", reversible="no",
           always_approve="yes", min_reading_seconds=10, cap_count_per_day=400, minutes_to_notice=120,
           inform_trigger="A complaint about a mail", compensation="An apology goes out and the address is blocked",
           compensation_tested_on="2026-08-19", idempotent="no", permission_scope="the domain outbound",
           permission_purpose="Send an approved batch"),
    never("crm.change_price", "crm", "write", "money|contract_edits", SINCE, "kira"),
]  # fmt: skip
BOUNDS = [
    bound("conversion_rate", "2026-01-01", "6 %", "3.5 %", "2.8 %", headline="yes",
          **measured("2025-10", REPORT, share=(208, 5000))),
    bound("accuracy_complaints", "2026-01-01", 1, 2, 5, guard_of="conversion_rate"),
    bound("policy_compliance", "2026-01-01", "99 %", "97 %", "94 %"),
    bound("intervention_rate", "2026-01-01", "6 %", "10 %", "20 %"),
    bound("escalation_rate", "2026-01-01", "1 %..6 %", "0 %..8 %", "0 %..20 %"),
    bound("incidents", "2026-01-01", 0, 1, 3),
    bound("active_users", "2026-01-01", 4, 3, 1),
    bound("cost_per_completed_task", "2026-01-01", 0.1, 0.2, 0.5),
]  # fmt: skip
ROLES = {
    "kira": "accountable_owner process_owner own_metric approve_pilot approve_live pause_or_retire",
    "leo": "system_owner builder",
    "ruth": "risk_owner evaluation_owner review_failures",
    "dario": "supervisor",
    "tom": "operations_lead on_call supervisor",
}
GATES = {
    "intake": "2025-11-03",
    "design_review": "2025-11-12",
    "production_readiness": "2026-01-14",
    "portfolio_review": "2026-10-14",
    "checklist": "2026-01-14",
}
ANSWERS = {
    "G1.0": "Sales writes two hundred mails a week by hand, and one shop in twenty-five agrees to a call",
    "G1.1": "Writes and sends a first mail to a shop",
    "G1.4": "Shops take the brand for a sender of bulk mail",
    "G2.1": "Sequence file s-9, reviewed by two people",
    "G2.2": "Account list and the shop's own public page",
    "G3.2": "Every batch is read before it goes",
    "G4.4": "Three times the accounts since September",
    "F2": "Three hundred past mails were rewritten and compared",
    "F4": "Five shops were asked what they would answer",
    "C3": "A link in every mail stops the next one",
    "C4": "Each mail names the page it rests on",
    "O4": "Written in the inventory before go-live",
}
CHANGES = table(
    "change changed_at kind action from_value to_value author approver eval_run reason",
    ("CH-104", "2026-01-19T15:00:00Z", "level", None, 1, 2, "leo", "kira", "EV-31", "Go-live"),
    ("CH-147", "2026-08-31T14:00:00Z", "threshold", "mail.send_sequence", "400 a week", "1,200 a week", "kira", "kira",
     None, "More accounts for the season"),
)  # fmt: skip
EVALS = table(
    "eval_run suite agent_version run_at cases edge_cases passed blocking_failures case_source",
    ("EV-31", "outbound-mails", "v4", "2026-01-13T16:00:00Z", 120, 18, 118, 0, "real"),
    ("EV-52", "outbound-mails", "v4", "2026-09-08T16:00:00Z", 120, 18, 117, 0, "real"),
)
DRILLS = table(
    "drill drilled_on seconds_to_disable in_flight_covered passed done_by",
    ("DR-15", "2026-09-03", 95, "yes", "yes", "leo"),
)
ESCALATIONS = table(
    "trigger action person takeover_steps",
    ("A shop answers with a complaint", "mail.send_sequence", "kira", "Kira answers the same day and stops the mails"),
)
BUDGETS = table(
    "period effective_from amount currency hard_stop spend_owner", ("month", "2026-01-01", 1200, "USD", "yes", "kira")
)


def tables() -> Tables:
    return {
        "agents": [{"agent": AGENT, **INVENTORY}],
        "assignments": of(AGENT, held(ROLES, "2025-11-01")),
        "actions": of(AGENT, ACTIONS),
        "escalations": of(AGENT, ESCALATIONS),
        "bounds": of(AGENT, BOUNDS),
        "observations": of(AGENT, _observations()),
        "changes": of(AGENT, CHANGES),
        "evals": of(AGENT, EVALS),
        "drills": of(AGENT, DRILLS),
        "budgets": of(AGENT, BUDGETS),
        "costs": of(
            AGENT,
            costs(
                MONTHS,
                model=(92, 95, 99, 101, 98, 103, 100, 104, 301, 296),
                human_review=(210, 205, 200, 200, 195, 200, 195, 200, 260, 255),
            ),
        ),
        "gates": of(AGENT, gates(GATES, "kira", "leo", ANSWERS, "kira|ruth")),
    }


def runs() -> list[Row]:
    return []


def _observations() -> list[Row]:
    """One contact is one mail to one shop; about 5,000 a quarter, and since September 5,000 a month."""
    contacts = (1620, 1660, 1690, 1685, 1700, 1710, 1690, 1705, 5060, 5012)
    calls = (66, 69, 71, 70, 71, 72, 69, 70, 124, 119)
    changed = (70, 74, 72, 71, 70, 73, 72, 74, 228, 231)
    breaches = (3, 2, 2, 3, 2, 2, 1, 2, 4, 4)
    handed_over = (38, 41, 40, 42, 39, 40, 41, 40, 96, 97)
    return [
        *rates("conversion_rate", REPORT, *by_month(MONTHS, list(zip(calls, contacts, strict=True)))),
        *values("accuracy_complaints", REPORT, MONTHS, (0.6,) * 10, n=1700),
        *rates("policy_compliance", "monthly sample", *by_month(MONTHS, [(300 - n, 300) for n in breaches])),
        *rates("intervention_rate", REPORT, *by_month(MONTHS, list(zip(changed, contacts, strict=True)))),
        *rates("escalation_rate", REPORT, *by_month(MONTHS, list(zip(handed_over, contacts, strict=True)))),
        *values("volume", REPORT, MONTHS, contacts),
        *values("active_users", REPORT, MONTHS, (4,) * 10),
        *values("cost_per_completed_task", REPORT, MONTHS, (0.06,) * 10, n=1700),
    ]
