"""Customer health: at level 3; tasks, then the summary, work unasked, and the notes have earned it too."""

from __future__ import annotations

from collections.abc import Iterator
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
    weekly,
)

AGENT = "cs-health"
SEED = 20260330
LEVEL_2, LEVEL_3 = "2026-03-02", "2026-06-01"
FIRST_WEEK = date(2026, 1, 5)
FIRST_SUMMARY, SUMMARY_POSTED = date(2026, 3, 2), date(2026, 8, 6)
EDITED_SUMMARY = date(2026, 4, 13)
FIRST_NOTES = date(2026, 8, 10)
EDITED = frozenset({9, 47, 88, 121})
REPORT = "account team report"

INVENTORY: Row = {
    "name": "Customer health",
    "kind": "agent",
    "team": "Support",
    "workflow": "account_health",
    "user_group": "Account team of the wholesale customers",
    "business_outcome": "No wholesale account leaves that showed it for a month",
    "work_origin": "internal",
    "status": "live",
    "status_since": "2026-01-05",
    "pilot_started": "2025-11-03",
    "live_on": "2026-01-05",
    "autonomy_level": 3,
    "autonomy_since": LEVEL_3,
    "wanted_level": 3,
    "risk_tier": "medium",
    "risk_tier_reason": "Writes notes and tasks in the customer system; mails to customers always wait for a person",
    "trigger": "Monday 6:00; the first human step is the list of accounts that changed colour",
    "rhythm": "weekly",
    "evidence_source": "file",
    "allowed_inputs": "orders by account|open tickets|renewal dates|notes of the account team",
    "required_outputs": "A health note for each account with what changed and one recommended action; "
    "a summary for leadership on Monday",
    "constraints": "Recommends one of three actions; never writes about a person's performance",
    "kill_switch": "Disable the job account-health in the customer system",
    "kill_switch_in_flight": "Notes of the day are marked as drafts and hidden",
    "rollback_target": "v5; notes by hand from the Monday list",
    "contacts": "Chen +1 303 555 0171|Aisha +1 303 555 0177",
    "retirement_criteria": "The account team stops opening the list for a month",
    "sampling_one_in": 1,
    "retention_days": 365,
    "keep_content": "none",
    "owner_confirmed_on": "2026-10-08",
    "version": "v6",
    "url": "https://wiki.juniper.example/agents/cs-health",
}
ACTIONS = [
    action("crm.read_account", "crm", "read", "out", "2026-01-05", "chen", permission_scope="wholesale accounts",
           permission_purpose="Read what changed", minutes_to_notice=240, cap_count_per_day=400),
    action("crm.write_health_note", "crm", "write", "in", LEVEL_2, "chen", min_reading_seconds=15, cap_count_per_day=60,
           minutes_to_notice=240, inform_trigger="An edited note", compensation="Restore the note before it",
           compensation_tested_on="2026-08-27", permission_scope="health note of wholesale accounts",
           permission_purpose="Say how an account does"),
    action("crm.create_task", "crm", "write", "on", LEVEL_3, "chen", cap_count_per_day=60, minutes_to_notice=240,
           inform_trigger="A task closed as wrong", compensation="Close the task", compensation_tested_on="2026-05-20",
           permission_scope="tasks of the account team", permission_purpose="Remind the account's owner"),
    action("chat.post_leadership_summary", "chat", "write", "on", str(SUMMARY_POSTED), "chen", min_reading_seconds=60,
           cap_count_per_day=2, minutes_to_notice=240, inform_trigger="A summary posted again",
           compensation="Withdraw the summary and post the corrected one", compensation_tested_on="2026-07-16",
           permission_scope="leadership channel", permission_purpose="Tell leadership which accounts changed"),
    action("mail.send_outreach", "mail", "send", "in", LEVEL_2, "chen", effects="customers", reversible="no",
           always_approve="yes", min_reading_seconds=30, cap_count_per_day=20, minutes_to_notice=240,
           inform_trigger="Any answer that complains", compensation="The account's owner calls",
           compensation_tested_on="2026-08-27", idempotent="no", permission_scope="mails to account contacts",
           permission_purpose="Offer an adoption review or the guide",
           credential_expires_on="2026-11-20"),
    never("crm.change_contract", "crm", "write", "contract_edits|money", "2026-01-05", "chen"),
]  # fmt: skip
BOUNDS = [
    bound("report_prep_time", "2026-01-01", 60, 90, 180, headline="yes", **measured("2025-W44", REPORT, 240)),
    bound("renewal_rate", "2026-01-01", "90 %", "85 %", "75 %", **measured("2025-Q4", REPORT, share=(68, 80))),
    bound("missed_cases", "2026-01-01", "5 %", "12 %", "25 %", guard_of="report_prep_time"),
    bound("anomaly_flag_precision", "2026-01-01", "85 %", "75 %", "60 %"),
    bound("human_correction_rate", "2026-01-01", "5 %", "10 %", "20 %"),
    bound("intervention_rate", "2026-01-01", "8 %", "12 %", "25 %"),
    bound("escalation_rate", "2026-01-01", "1 %..8 %", "0 %..12 %", "0 %..25 %"),
    bound("rollback_rate", "2026-01-01", "1 %", "3 %", "8 %"),
    bound("incidents", "2026-01-01", 0, 1, 3),
    bound("active_users", "2026-01-01", 6, 5, 2),
    bound("cost_per_completed_task", "2026-01-01", 0.5, 1, 2),
]
ROLES = {
    "chen": "accountable_owner process_owner own_metric approve_pilot approve_live pause_or_retire",
    "aisha": "system_owner builder",
    "ruth": "risk_owner evaluation_owner review_failures",
    "maya": "supervisor",
    "priya": "supervisor operations_lead on_call",
}
GATES = {
    "intake": "2025-10-20",
    "design_review": "2025-10-30",
    "production_readiness": "2025-12-18",
    "portfolio_review": "2026-10-14",
    "checklist": "2025-12-18",
}
ANSWERS = {
    "G1.0": "The Monday review takes four hours and misses accounts",
    "G1.1": "Summarises every account and recommends one action",
    "G1.4": "A customer is approached about a problem they do not have",
    "G2.1": "Prompt file h-6, reviewed by two people",
    "G2.2": "Orders, tickets and notes of one account at a time",
    "G3.2": "The account team reads every note on Monday",
    "G4.4": "Unchanged; two accounts were added",
    "F2": "Six past Mondays were replayed first",
    "F4": "The account team drew the page it wanted",
    "C3": "A button on the note sends it back and stops the task",
    "C4": "Each note names the orders and tickets it rests on",
    "O4": "Written in the inventory before go-live",
}
CHANGES = table(
    "change changed_at kind action from_value to_value author approver eval_run reason",
    ("CH-102", "2026-01-19T15:00:00Z", "threshold", None, "one bad week", "30 days against 90", "aisha", "chen",
     "EV-32", "It overreacted to one bad week"),
    ("CH-108", "2026-03-02T15:00:00Z", "level", None, 1, 2, "aisha", "chen", None, "Card of February"),
    ("CH-125", "2026-06-01T15:00:00Z", "level", None, 2, 3, "aisha", "chen", "EV-38", "Card of May"),
    ("CH-126", "2026-06-01T15:10:00Z", "mode", "crm.create_task", "in", "on", "aisha", "chen", None,
     "Two hundred tasks without a wrong one"),
    ("CH-142", "2026-08-06T15:00:00Z", "mode", "chat.post_leadership_summary", "in", "on", "aisha", "chen", None,
     "Decided on 3 August: every summary since March was read"),
)  # fmt: skip
EVALS = table(
    "eval_run suite agent_version run_at cases edge_cases passed blocking_failures case_source",
    ("EV-32", "account-weeks", "v5", "2026-01-16T16:00:00Z", 90, 16, 88, 0, "real"),
    ("EV-38", "account-weeks", "v6", "2026-05-28T16:00:00Z", 90, 16, 89, 0, "real"),
    ("EV-56", "account-weeks", "v6", "2026-09-29T16:00:00Z", 96, 18, 95, 0, "real"),
)
INCIDENTS = table(
    "incident summary severity risk_class harm cause occurred_at detected_at detected_by resolved_at rca_trace "
    "rca_guardrail_gaps rca_fixes owner",
    ("INC-1877", "Eleven accounts were called at risk after one bad week", "low", "accuracy", "none", "prompt",
     "2026-01-12T13:00:00Z", "2026-01-12T17:30:00Z", "user", "2026-01-19T16:00:00Z", "Notes of 12 January",
     "One week was compared with nothing", "Thirty days are compared with ninety", "chen"),
)  # fmt: skip
DRILLS = table(
    "drill drilled_on seconds_to_disable in_flight_covered passed done_by",
    ("DR-10", "2026-05-26", 49, "yes", "yes", "aisha"),
    ("DR-12", "2026-08-20", 41, "yes", "yes", "aisha"),
)
ESCALATIONS = table(
    "trigger action person takeover_steps",
    ("Renewal within thirty days and falling orders", None, "chen", "Chen calls the customer the same day"),
    ("Support is the problem", "crm.create_task", "maya", "Maya takes the ticket over"),
    ("A summary names a wrong account", "chat.post_leadership_summary", "chen", "Chen withdraws it and rewrites it"),
)
BUDGETS = table(
    "period effective_from amount currency hard_stop spend_owner", ("month", "2026-01-01", 400, "USD", "yes", "chen")
)


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
        "approvals": of(AGENT, [*_summaries_read(), *_notes_read()]),
        "drills": of(AGENT, DRILLS),
        "budgets": of(AGENT, BUDGETS),
        "costs": of(
            AGENT,
            costs(
                MONTHS,
                model=(58, 60, 62, 61, 63, 64, 63, 65, 66, 66),
                human_review=(260, 210, 180, 165, 160, 150, 145, 140, 138, 136),
            ),
        ),
        "gates": of(AGENT, gates(GATES, "chen", "aisha", ANSWERS, "chen|ruth")),
    }


def runs() -> list[Row]:
    return []


def _observations() -> list[Row]:
    """What the account team counts; minutes are written down every Monday, everything else once a month."""
    minutes = (190, 150, 120, 105, 95, 90, 88, 84, 80, 78, 76, 75, 72, 70, 70, 68, 66, 66, 64, 62, 62, 60, 58, 58, 57,
               56, 56, 55, 55, 54, 54, 53, 54, 52, 53, 52, 51, 52, 50, 51, 50, 50, 49)  # fmt: skip
    monthly = {
        "renewal_rate": ((23, 27), (24, 28), (22, 26), (25, 28), (24, 27), (26, 29), (25, 28), (24, 27), (26, 29),
                         (25, 28)),
        "missed_cases": ((6, 41), (4, 40), (4, 42), (3, 43), (3, 41), (2, 42), (2, 44), (2, 43), (2, 44), (2, 45)),
        "anomaly_flag_precision": ((33, 48), (38, 47), (41, 48), (42, 49), (42, 48), (43, 49), (44, 50), (44, 49),
                                   (45, 50), (45, 51)),
        "human_correction_rate": ((14, 160), (11, 160), (10, 164), (9, 164), (8, 164), (6, 168), (6, 168), (5, 168),
                                  (5, 168), (5, 168)),
        "intervention_rate": ((21, 160), (17, 160), (15, 164), (13, 164), (12, 164), (9, 168), (9, 168), (8, 168),
                              (8, 168), (8, 168)),
        "escalation_rate": ((7, 168), (6, 168), (6, 172), (6, 172), (5, 172), (6, 176), (5, 176), (5, 176), (5, 176),
                            (5, 176)),
        "rollback_rate": ((1, 150), (1, 152), (0, 155), (0, 155), (0, 156), (1, 320), (0, 322), (0, 322), (0, 324),
                          (0, 324)),
    }  # fmt: skip
    shares = [row for measure, pairs in monthly.items() for row in rates(measure, REPORT, *by_month(MONTHS, pairs))]
    return [
        *weekly("report_prep_time", REPORT, FIRST_WEEK, minutes, n=42),
        *shares,
        *values("volume", REPORT, MONTHS, (168, 168, 172, 172, 172, 176, 176, 176, 176, 176)),
        *values("active_users", REPORT, MONTHS, (5, 6, 6, 6, 6, 6, 6, 6, 6, 6)),
        *values("cost_per_completed_task", REPORT, MONTHS, (0.36,) * 10, n=170),
    ]


def _summaries_read() -> Iterator[Row]:
    """Every summary for leadership, one a Monday, read by Chen until it was posted unasked; one of them changed."""
    draw = Random(SEED)
    for monday in days(FIRST_SUMMARY, SUMMARY_POSTED):
        if monday.weekday() != 0:
            continue
        opened = 9 * 3600 + draw.uniform(60, 1800)
        yield {
            "approval": f"LS-{monday:%y%m%d}",
            "action": "chat.post_leadership_summary",
            "request_id": f"summary-{monday:%y%m%d}",
            "requested_at": moment(monday, 7 * 3600),
            "opened_at": moment(monday, opened),
            "decided_at": moment(monday, opened + draw.uniform(90, 260)),
            "approver": "chen",
            "verdict": "edited" if monday == EDITED_SUMMARY else "approved",
        }


def _notes_read() -> Iterator[Row]:
    """Every health note since August: opened, read for half a minute or more, four of them changed."""
    draw, number = Random(SEED), 0
    for monday in days(FIRST_NOTES, OPENING_DAY):
        if monday.weekday() != 0:
            continue
        opened = 8 * 3600.0
        for place in range(13):
            opened += draw.uniform(60, 400)
            decided = opened + draw.uniform(28, 120)
            yield {
                "approval": f"HN-{monday:%y%m%d}-{place:02}",
                "action": "crm.write_health_note",
                "request_id": f"health-{monday:%y%m%d}-{place:02}",
                "requested_at": moment(monday, 6 * 3600 + 30 * place),
                "opened_at": moment(monday, opened),
                "decided_at": moment(monday, decided),
                "approver": ("maya", "priya")[place % 2],
                "verdict": "edited" if number in EDITED else "approved",
            }
            opened, number = decided, number + 1
