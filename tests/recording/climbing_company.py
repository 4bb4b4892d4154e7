"""A company whose two agents bear out one level after another, in files: a year of months, every gate answered."""

from __future__ import annotations

from datetime import UTC, date, datetime

LOADED = datetime(2026, 12, 31, 12, tzinfo=UTC)
BEGINS = date(2026, 1, 12)
MONTHS = (*(f"2025-{month:02}" for month in range(6, 13)), *(f"2026-{month:02}" for month in range(1, 13)))
TIERS = {"digest": "low", "mailer": "medium"}
ACTIONS = {
    "digest": ("warehouse.query", "read", "none", "out", "", ""),
    "mailer": ("crm.note", "write", "none", "in", "Take the note out again", "2026-01-05"),
}
ROLES = {
    "ana": ("accountable_owner", "process_owner", "own_metric", "approve_pilot", "approve_live", "pause_or_retire"),
    "ben": ("system_owner", "builder"),
    "ruth": ("risk_owner", "evaluation_owner", "review_failures"),
    "sam": ("supervisor", "operations_lead", "on_call"),
}
ATTESTED = {
    "intake": ("G1.0", "G1.1", "G1.4"),
    "design_review": ("G2.1", "G2.2"),
    "production_readiness": ("G3.2",),
    "portfolio_review": ("G4.4",),
    "checklist": ("F2", "F4", "C3", "C4", "O4"),
}
SIGNED = {"signed_by_manager": "ana", "signed_by_builder": "ben"}
BOUNDS = (
    ("report_prep_time", "measured,180,2025-05,time sheet", "30,45,120,yes", ""),
    ("policy_accuracy", ",,,", "99 %,95 %,90 %,", "report_prep_time"),
    ("human_correction_rate", ",,,", "5 %,10 %,20 %,", ""),
    ("intervention_rate", ",,,", "5 %,10 %,20 %,", ""),
    ("escalation_rate", ",,,", "0 %..10 %,0 %..15 %,0 %..40 %,", ""),
    ("rollback_rate", ",,,", "0 %,2 %,5 %,", ""),
    ("incidents", ",,,", "0,1,2,", ""),
    ("active_users", ",,,", "9,7,3,", ""),
)
VALUES = {
    "report_prep_time": "28,,",
    "policy_accuracy": ",398,400",
    "human_correction_rate": ",8,400",
    "intervention_rate": ",8,400",
    "escalation_rate": ",8,400",
    "rollback_rate": ",0,400",
    "incidents": "0,,",
    "active_users": "9,,",
    "volume": "400,,",
}


def _table(header: str, rows: list[str]) -> str:
    return "\n".join((header, *rows, ""))


def files() -> dict[str, str]:
    """Every file of the company by its name."""
    return {
        "people.csv": _table(
            "person,name", ["ana,Ana Ruiz", "ben,Ben Cole", "ruth,Ruth Adler", "sam,Sam Okoro", "leo,Leo Park"]
        ),
        "agents.csv": _agents(),
        "assignments.csv": _table(
            "agent,role,person,effective_from",
            [f"{agent},{role},{person},2025-06-01" for agent in TIERS for person in ROLES for role in ROLES[person]],
        ),
        "actions.csv": _actions(),
        "escalations.csv": _table(
            "agent,trigger,person,takeover_steps,action",
            [f"{agent},A figure looks wrong,sam,Sam writes the report by hand," for agent in TIERS],
        ),
        "bounds.csv": _table(
            "agent,measure,effective_from,baseline_kind,baseline_value,baseline_period,baseline_source,"
            "target,pass,fail,headline,guard_of,set_by,set_on",
            [
                f"{agent},{measure},2025-06-01,{baseline},{limits},{guards},ruth,2025-05-20"
                for agent in TIERS
                for measure, baseline, limits, guards in BOUNDS
            ],
        ),
        "observations.csv": _table(
            "agent,measure,period,value,numerator,denominator",
            [f"{agent},{name},{month},{told}" for agent in TIERS for month in MONTHS for name, told in VALUES.items()],
        ),
        "gates.csv": _gates(),
        "evals.csv": _table(
            "agent,eval_run,suite,run_at,cases,edge_cases,passed,blocking_failures,case_source",
            [f"{agent},EV-{agent},core,2026-01-05T10:00:00Z,120,20,120,0,real" for agent in TIERS],
        ),
        "changes.csv": _table(
            "agent,change,changed_at,kind,author,approver,reason",
            [f"{agent},CH-{agent},2025-07-01T10:00:00Z,sop,ben,ana,Sam reads the draft first" for agent in TIERS],
        ),
        "drills.csv": _table(
            "agent,drill,drilled_on,seconds_to_disable,in_flight_covered,passed,done_by",
            [
                f"{agent},DR-{agent}-{month},2026-{month:02}-05,40,yes,yes,ben"
                for agent in TIERS
                for month in range(1, 13, 2)
            ],
        ),
        "tasks.csv": _table(
            "task,team,agent,repeatability,risk,data_readiness,judgement,time_saved,hours_per_week",
            [f"The work of {agent},Finance,{agent},5,1,5,2,3,12" for agent in TIERS],
        ),
        "tools.csv": _table("tool,owner", ["warehouse,ben", "crm,ben"]),
        "budgets.csv": _table(
            "agent,period,effective_from,amount,currency,spend_owner",
            [f"{agent},month,2025-06-01,900,USD,ana" for agent in TIERS],
        ),
        "costs.csv": _table(
            "agent,period,category,amount,currency",
            [f"{agent},{month},model,120,USD" for agent in TIERS for month in MONTHS],
        ),
    }


def _agents() -> str:
    header = (
        "agent,name,team,workflow,user_group,business_outcome,work_origin,status,status_since,live_on,pilot_started,"
        "autonomy_level,autonomy_since,wanted_level,risk_tier,risk_tier_reason,trigger,rhythm,evidence_source,"
        "allowed_inputs,required_outputs,constraints,kill_switch,kill_switch_in_flight,rollback_target,contacts,"
        "retirement_criteria,sampling_one_in,retention_days,owner_confirmed_on"
    )
    told = (
        "Finance,{a}_work,Leadership,Leadership sees the week on Monday,internal,live,2025-06-02,2025-06-02,2025-05-02,"
        "1,2025-06-02,4,{t},Reads and drafts,Monday 8:00; Sam reads the draft first,weekly,file,"
        "sales by day,A one-page summary,Never recommends a price,Disable the schedule,none in flight,"
        "The saved version,Sam +1 555 0100,Nobody reads it for a month,1,730,2026-01-05"
    )
    return _table(header, [f"{a},The {a},{told.format(a=a, t=tier)}" for a, tier in TIERS.items()])


def _actions() -> str:
    header = (
        "agent,action,system,access,effects,mode,compensation,compensation_tested_on,reversible,mode_since,always_approve,"
        "cap_count_per_day,minutes_to_notice,consulted,informed,inform_trigger,idempotent,permission_scope,"
        "permission_purpose,credential_expires_on,min_reading_seconds"
    )
    more = "yes,2025-06-02,no,60,60,ben,ana,Any change of scope,yes,this team only,Do the work,2027-12-31,10"
    rows = [
        f"{agent},{action},{action.partition('.')[0]},{access},{effects},{mode},{undo},{tested},{more}"
        for agent, (action, access, effects, mode, undo, tested) in ACTIONS.items()
    ]
    never = f"mail.send_out,mail,send,customers,forbidden,Nothing was ever sent,,{more}"
    return _table(header, [*rows, *(f"{agent},{never}" for agent in TIERS)])


def _gates() -> str:
    rows = []
    for agent in TIERS:
        for gate, items in ATTESTED.items():
            rows += [f"{agent},{gate},{item},yes,ana,2025-05-28,Written down and agreed,," for item in items]
            if gate != "checklist":
                rows.append(f"{agent},{gate},result,pass,ana,2025-05-29,,2025-05-20,ana|ruth")
        rows += [f"{agent},checklist,{item},yes,{name},2025-05-30,,," for item, name in SIGNED.items()]
    return _table("agent,gate,item,answer,answered_by,answered_on,evidence,submitted_on,reviewers", rows)
