"""What the contract asks of rows beyond their cells: each refusal it states, and the row that just keeps it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine

from tests.loading.small_company import company, loaded, only_file, rows

HEADERS = {
    "people": "person,active,inactive_since,delegate,email",
    "agents": "agent,name,status,merged_into,work_origin",
    "aliases": "alias,agent",
    "assignments": "agent,role,person,effective_from,effective_to",
    "actions": (
        "agent,action,mode,threshold_field,threshold_operator,threshold_value,cap_amount,effects,permission_scope,"
        "accountable"
    ),
    "thresholds": "agent,action,order,field,operator,value,mode",
    "escalations": "agent,trigger,action,person",
    "measures": "measure,name,group,direction,unit,aggregation,definition,formula",
    "bounds": (
        "agent,measure,effective_from,target,pass,fail,headline,guard_of,baseline_kind,baseline_value,"
        "baseline_numerator,baseline_denominator,baseline_period"
    ),
    "observations": "agent,measure,period,value,numerator,denominator,n,cohort",
    "incidents": "incident,agent,occurred_at,detected_at,paused_at,resolved_at",
    "changes": "change,agent,changed_at,kind,action,from_value,to_value",
    "evals": "eval_run,agent,run_at,cases,passed,edge_cases,blocking_failures",
    "approvals": "approval,agent,requested_at,opened_at,decided_at,approver,verdict",
    "budgets": "agent,workflow,period,amount,currency",
    "costs": "agent,period,category,amount,currency",
    "gates": "agent,gate,item,answer,evidence,answered_by,answered_on,submitted_on,reason,expires_on",
    "capabilities": "capability,done,evidence,verified_on",
    "tasks": "task,repeatability,hours_per_week,judgment",
}  # fmt: skip
YESTERDAY = "2026-10-19"
SIGNED = "refunds,checklist,signed_by_"


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    made = company(tmp_path)
    yield made
    made.dispose()


ACCEPTED = [
    ("people", "cleo,no,2026-05-01,ana@EXAMPLE.com,"),
    ("people", "cleo,no,,,"),
    ("agents", "old,Old,merged,refunds,"),
    ("assignments", "refunds,on-call,ben@example.com,,"),
    ("assignments", "refunds,Risk Reviewer,ana,2026-01-01,2026-01-01"),
    ("assignments", "refunds,risk_owner,ana,,2026-01-31\nrefunds,risk_owner,ben,2026-02-01,"),
    ("assignments", "refunds,supervisor,ana,,\nrefunds,supervisor,ben,,"),
    ("assignments", "refunds,owner,billing,,"),
    ("actions", "refunds,a,in_above,amount,>,100,500,money|customers,own tickets,ana"),
    ("actions", "refunds,a,in_above,country,=,DE,,none,,"),
    ("actions", "refunds,a,,,,,,,,billing"),
    ("thresholds", "refunds,stripe.refund,1,amount,>,100,in"),
    ("escalations", "refunds,Angry VIP,stripe.refund,ana"),
    ("measures", "m1,M,quality,higher,%,rate,What it is.,good / all"),
    ("bounds", "refunds,leakage,2026-06-01,1 %,0.02,5 %,,,,,,,"),
    ("bounds", "refunds,leakage,2026-06-01,,2 %,,yes,,,,3,100,2026-Q1"),
    ("bounds", "refunds,reply_time,2026-06-01,25,30,40,yes,,measured,42,,,2026-01-01..2026-03-31"),
    ("bounds", "refunds,payback,2026-06-01,150 %,1.2,1,,,,1.1,,,"),
    ("bounds", "refunds,load_band,2026-06-01,,2 %..10 %,0..0.25,,,,,,,"),
    ("bounds", "refunds,reply_time,2026-06-01,,30,,yes,,,,,,\nrefunds,leakage,2026-06-01,,2 %,,,reply_time,,,,,"),
    ("observations", "refunds,leakage,2026-09,,2,100,,"),
    ("observations", "refunds,leakage,2026-W41,2 %,2,100,100,"),
    ("observations", "refunds,leakage,2026-09,0.0201,2,100,,"),
    ("observations", "refunds,leakage,2026-09,2%,,,,class:billing"),
    ("observations", "refunds,reply_time,2026-10,27.5,,,412,human"),
    ("observations", "refunds,payback,2026-09,,-20,100,,"),
    ("observations", "refunds,payback,2026-09,-0.2,-20,100,,mixed"),
    ("incidents", "I1,refunds,2026-09-01T10:00:00Z,2026-09-01T10:00:00Z,2026-09-01T10:00:00Z,"),
    ("incidents", "I1,,,2026-09-01,2026-08-01,"),
    ("changes", "C1,refunds,2026-06-01,approval,stripe.refund,in the loop,in-above-threshold"),
    ("changes", "C1,refunds,2026-06-01,level,,1,bounded execution"),
    ("changes", "C1,refunds,2026-06-01,prompt,,anything,else"),
    ("evals", "E1,refunds,2026-09-01,10,8,10,2"),
    ("approvals", "A1,refunds-v3,2026-09-01T10:00:00Z,,,,"),
    ("approvals", "A1,refunds,2026-09-01T10:00:00Z,2026-09-01T10:01:00Z,2026-09-01T10:01:00Z,u-17,accepted"),
    ("budgets", "refunds,,month,300,USD"),
    ("budgets", ",Refund_Request,month,300,USD"),
    ("costs", "refunds,2026-W40,tokens,1,USD\nrefunds,2026-09,tokens,1,USD"),
    ("costs", "refunds,2026-W41,tokens,1,USD\nrefunds,2026-10,seats,1,USD"),
    ("gates", f"refunds,intake,G1.0,yes,text,ana,{YESTERDAY},,,"),
    ("gates", f"refunds,gate 3,result,passed,,ben,{YESTERDAY},2026-10-01,,"),
    ("gates", f"refunds,checklist,M4,waived,,ben,{YESTERDAY},,Soon,2027-01-17"),
    ("gates", f"refunds,checklist,C4,n/a,,ana,{YESTERDAY},,No summaries,"),
    ("gates", "refunds,checklist,F1,open,,,,,,"),
    ("gates", f"{SIGNED}manager,yes,,ana,{YESTERDAY},,,\n{SIGNED}builder,yes,,ben,{YESTERDAY},,,"),
    ("capabilities", f"X4,yes,Runbook page,{YESTERDAY}"),
    ("tasks", "Answer tickets,5,1000,1"),
]


@pytest.mark.parametrize(("file", "text"), ACCEPTED)
def test_a_row_that_keeps_the_contract_goes_in(file: str, text: str, engine: Engine) -> None:
    report = loaded(engine, {f"{file}.csv": f"{HEADERS[file]}\n{text}\n"})
    assert (report.refusals, only_file(report).new) == ((), text.count("\n") + 1)


REFUSED = [
    ("people", "cleo,yes,2026-05-01,,", "inactive_since", "active"),
    ("people", "ana,yes,,ana@example.com,ana@example.com", "delegate", "themselves"),
    ("people", "cleo,yes,,nobody,", "delegate", "unknown person"),
    ("people", "cleo,yes,,,ANA@example.com", "email", "also the address of ana"),
    ("people", "Ana,yes,,,", "person", "only by case"),
    ("agents", "old,Old,merged,,", "merged_into", "must be filled"),
    ("agents", "old,Old,live,refunds,", "merged_into", "only an agent with status merged"),
    ("agents", "old,Old,merged,old,", "merged_into", "into itself"),
    ("agents", "old,Old,merged,nothing,", "merged_into", "unknown agent"),
    ("agents", "refunds-v3,Alias,,,", "agent", "alias of another agent"),
    ("agents", " old,Old,,,", "agent", "blanks"),
    ("aliases", "billing,refunds", "alias", "agent of the inventory"),
    ("aliases", "x-v1,nothing", "agent", "unknown agent"),
    ("assignments", "refunds,owner,nobody,,", "person", "unknown person"),
    ("assignments", "refunds,owner,ana,2026-02-01,2026-01-31", "effective_to", "before effective_from"),
    ("assignments", "refunds,on_call,billing,,\nrefunds,boss,ana,,", "role", "allowed: accountable_owner"),
    ("actions", "refunds,a,in_above,amount,>,,,,,", "threshold_value", "because the mode is in_above"),
    ("actions", "refunds,a,in,,,,500,,,", "threshold_field", "cap_amount"),
    ("actions", "refunds,a,in_above,amount,>,100 USD,,,,", "threshold_value", "plain number"),
    ("actions", "refunds,a,,,,,0,,,", "cap_amount", "above 0"),
    ("actions", "refunds,a,,,,,,none|money,,", "effects", "stand alone"),
    ("actions", "refunds,a,,,,,,,*,", "permission_scope", "narrow"),
    ("actions", "refunds,a,,,,,,,,nobody", "accountable", "unknown person"),
    ("thresholds", "billing,stripe.refund,1,amount,>,100,in", "action", "unknown action"),
    ("thresholds", "refunds,stripe.refund,100,amount,>,100,in", "order", "between 1 and 99"),
    ("thresholds", "refunds,stripe.refund,1,amount,>,100,in_above", "mode", "allowed: forbidden, shadow, in, on, out"),
    ("escalations", "refunds,Angry VIP,other.action,ana", "action", "unknown action"),
    ("measures", "policy_accuracy,Mine,quality,higher,%,rate,What it is.,good / all", "measure", "shipped catalogue"),
    ("measures", "m1,M,quality,higher,%,rate,What it is.,good", "formula", "numerator / denominator"),
    ("measures", "m1,M,quality,better,%,rate,What it is.,a / b", "direction", "allowed: higher, lower, band, context"),
    ("bounds", "refunds,leakage,2026-06-01,,2,,,,,,,,", "pass", "write 2 % or 0.02"),
    ("bounds", "refunds,leakage,2026-06-01,3 %,2 %,5 %,,,,,,,", "pass", "target <= pass <= fail"),
    ("bounds", "refunds,payback,2026-06-01,1,2,,,,,,,,", "pass", "fail <= pass <= target"),
    ("bounds", "refunds,leakage,2026-06-01,,,5 %,,,,,,,", "fail", "needs a pass bound"),
    ("bounds", "refunds,load_band,2026-06-01,,5 %,,,,,,,,", "pass", "low..high"),
    ("bounds", "refunds,load_band,2026-06-01,,0..0.30,0.1..0.2,,,,,,,", "fail", "inside the fail range"),
    ("bounds", "refunds,leakage,2026-06-01,,0.01..0.02,,,,,,,,", "pass", "not a range"),
    ("bounds", "refunds,reply_time,2026-06-01,,30 %,,,,,,,,", "pass", "in minutes"),
    ("bounds", "refunds,leakage,2026-06-01,,,,,,,0.03,,,", "baseline_value", "baseline_numerator"),
    ("bounds", "refunds,leakage,2026-06-01,,,,,,,,3,,", "baseline_denominator", "or neither"),
    ("bounds", "refunds,leakage,2026-06-01,,,,,,,,3,2,", "baseline_numerator", "larger"),
    ("bounds", "refunds,leakage,2026-06-01,,,,,,,,3,0,", "baseline_denominator", "above 0"),
    ("bounds", "refunds,leakage,2026-06-01,,,,,,,,,,2026-13", "baseline_period", "YYYY-MM"),
    ("bounds", "refunds,leakage,2026-06-01,,2 %,,,reply_time,,,,,", "guard_of", "no bounds for reply_time"),
    ("bounds", "refunds,policy_accuracyy,2026-06-01,,,,,,,,,,", "measure", "did you mean policy_accuracy?"),
    ("observations", "refunds-v3,leakage,2026-09,,2,100,,", "agent", "unknown agent"),
    ("observations", "refunds,Leakage rate,2026-09,,2,100,,", "measure", "did you mean leakage?"),
    ("observations", "refunds,leakage,2026-Q3,,2,100,,", "period", "months or weeks"),
    ("observations", "refunds,leakage,2026-09-01,,2,100,,", "period", "use a month"),
    ("observations", "refunds,leakage,2026-11,,2,100,,", "period", "not begun"),
    ("observations", "refunds,leakage,2026-09,,,,,", "numerator", "numerator and denominator"),
    ("observations", "refunds,reply_time,2026-09,,,,,", "value", "give a value"),
    ("observations", "refunds,leakage,2026-09,,2,,,", "denominator", "because numerator"),
    ("observations", "refunds,leakage,2026-09,,101,100,,", "numerator", "larger"),
    ("observations", "refunds,reply_time,2026-09,,-1,100,,", "numerator", "only a ratio"),
    ("observations", "refunds,leakage,2026-09,2.02 %,2,100,,", "value", "0.5 %"),
    ("observations", "refunds,leakage,2026-09,,2,100,99,", "n", "leave it empty"),
    ("observations", "refunds,leakage,2026-09,2,,,,", "value", "write 2 % or 0.02"),
    ("observations", "refunds,leakage,2026-09,,2,100,,team", "cohort", "allowed: agent"),
    ("incidents", "I1,refunds,2026-09-02,2026-09-02,2026-09-01,", "paused_at", "before occurred_at"),
    ("incidents", "I1,nothing,,2026-09-02,,", "agent", "unknown agent"),
    ("changes", "C1,refunds,2026-06-01,mode,other.action,in,on", "action", "unknown action"),
    ("changes", "C1,refunds,2026-06-01,mode,stripe.refund,in,onn", "to_value", "did you mean on?"),
    ("changes", "C1,refunds,2026-06-01,status,,idea,retird", "to_value", "did you mean retired?"),
    ("evals", "E1,refunds,2026-09-01,10,11,,", "passed", "larger than cases"),
    ("evals", "E1,refunds,2026-09-01,10,8,11,", "edge_cases", "larger than cases"),
    ("evals", "E1,refunds,2026-09-01,10,8,,3", "blocking_failures", "cases - passed"),
    ("approvals", "A1,refunds,2026-09-01T10:00:00Z,,,ana,approved", "decided_at", "a verdict was given"),
    (
        "approvals",
        "A1,refunds,2026-09-01T10:00:00Z,,2026-09-01T11:00:00Z,,approved",
        "approver",
        "decided_at is filled",
    ),
    (
        "approvals",
        "A1,refunds,2026-09-01T10:00:00Z,,2026-09-01T09:00:00Z,ana,approved",
        "decided_at",
        "before requested_at",
    ),
    ("approvals", "A1,refunds,2026-09-01T10:00:00Z,2026-09-01T09:00:00Z,,,", "opened_at", "before requested_at"),
    ("budgets", "refunds,refund_request,month,300,USD", "agent", "exactly one"),
    ("budgets", ",,month,300,USD", "agent", "exactly one"),
    ("budgets", ",other,month,300,USD", "workflow", "no agent has"),
    ("budgets", "refunds,,month,0,USD", "amount", "above 0"),
    ("budgets", "refunds,,month,300,Dollar", "currency", "ISO 4217"),
    ("costs", "refunds,2026-W41,tokens,1,USD\nrefunds,2026-10,tokens,1,USD", "period", "weeks and the month"),
    ("gates", f"refunds,intake,G2.1,yes,text,ana,{YESTERDAY},,,", "item", "belongs to design_review"),
    ("gates", f"refunds,intake,F2,yes,text,ana,{YESTERDAY},,,", "item", "belongs to checklist"),
    ("gates", f"refunds,intake,G1.2,yes,text,ana,{YESTERDAY},,,", "answer", "may only be waived"),
    ("gates", f"refunds,intake,G1.0,pass,text,ana,{YESTERDAY},,,", "answer", "accepts open, yes, no, waived"),
    ("gates", f"refunds,intake,result,yes,,ana,{YESTERDAY},,,", "answer", "accepts open, pass, fail, waived"),
    ("gates", f"refunds,intake,G1.0,not_applicable,,ana,{YESTERDAY},,Why,", "answer", "accepts open"),
    ("gates", f"refunds,intake,G1.0,yes,,ana,{YESTERDAY},,,", "evidence", "the answer is yes"),
    ("gates", "refunds,intake,G1.0,no,,ana,,,,", "answered_on", "there is an answer"),
    ("gates", f"refunds,intake,result,fail,,ana,{YESTERDAY},,,", "reason", "because the answer is fail"),
    ("gates", f"refunds,intake,result,pass,,ana,{YESTERDAY},2026-10-20,,", "submitted_on", "after answered_on"),
    ("gates", f"refunds,intake,G1.0,no,,ana,{YESTERDAY},2026-10-01,,", "submitted_on", "result row only"),
    ("gates", f"refunds,checklist,M4,waived,,ben,{YESTERDAY},,Soon,", "expires_on", "because the answer is waived"),
    ("gates", f"refunds,checklist,M4,waived,,ben,{YESTERDAY},,Soon,2027-01-18", "expires_on", "90 days"),
    ("gates", f"refunds,checklist,M4,waived,,ben,{YESTERDAY},,Soon,{YESTERDAY}", "expires_on", "90 days"),
    ("capabilities", "X4,yes,Runbook page,", "verified_on", "because done is yes"),
    ("capabilities", f"X4,yes,,{YESTERDAY}", "evidence", "because done is yes"),
    ("tasks", "Answer tickets,6,,", "repeatability", "between 1 and 5"),
    ("tasks", "Answer tickets,,1000.5,", "hours_per_week", "between 0 and 1000"),
]


@pytest.mark.parametrize(("file", "text", "column", "says"), REFUSED)
def test_a_row_that_breaks_the_contract_stays_out(file: str, text: str, column: str, says: str, engine: Engine) -> None:
    report = loaded(engine, {f"{file}.csv": f"{HEADERS[file]}\n{text}\n"})
    assert [refusal.column for refusal in report.refusals] == [column]
    assert says in report.refusals[0].reason


def test_two_people_cannot_hold_one_role_on_the_same_day(engine: Engine) -> None:
    both = "refunds,risk_owner,ana,,2026-02-01\nrefunds,risk_owner,ben,2026-02-01,\n"
    report = loaded(engine, {"assignments.csv": f"{HEADERS['assignments']}\n{both}"})
    assert [(refusal.line, refusal.code) for refusal in report.refusals] == [(2, "overlap"), (3, "overlap")]


def test_a_role_is_handed_over_by_ending_the_first_assignment_in_the_same_file(engine: Engine) -> None:
    header = HEADERS["assignments"]
    loaded(engine, {"assignments.csv": f"{header}\nrefunds,risk_owner,ana,2026-01-01,\n"})
    late = loaded(engine, {"assignments.csv": f"{header}\nrefunds,risk_owner,ben,2026-06-01,\n"})
    over = "refunds,risk_owner,ben,2026-06-01,\nrefunds,risk_owner,ana,2026-01-01,2026-05-31\n"
    settled = loaded(engine, {"assignments.csv": f"{header}\n{over}"})
    assert ([refusal.code for refusal in late.refusals], settled.refusals) == (["overlap"], ())


@pytest.mark.parametrize("day", ["2026-06-01", "2026-09-01"])
def test_a_bound_is_replaced_and_never_removed(day: str, engine: Engine) -> None:
    header = "agent,measure,effective_from,target,pass,fail"
    loaded(engine, {"bounds.csv": f"{header}\nrefunds,leakage,2026-06-01,1 %,2 %,5 %\n"})
    (refused,) = loaded(engine, {"bounds.csv": f"{header}\nrefunds,leakage,{day},,,\n"}).refusals
    assert (refused.column, refused.reason) == (
        "pass",
        "a bound is replaced, never removed: give the pass bound that takes its place",
    )
    replaced = loaded(engine, {"bounds.csv": f"{header}\nrefunds,leakage,{day},,3 %,\n"})
    assert (replaced.refusals, only_file(replaced).refused) == ((), 0)


def test_a_measure_that_never_had_a_pass_bound_may_go_on_without(engine: Engine) -> None:
    header = "agent,measure,effective_from,baseline_kind,baseline_value"
    rows = "refunds,reply_time,2026-06-01,measured,42\nrefunds,reply_time,2026-09-01,measured,40\n"
    assert loaded(engine, {"bounds.csv": f"{header}\n{rows}"}).refusals == ()


def test_a_third_headline_is_refused_and_two_go_in(engine: Engine) -> None:
    header = "agent,measure,effective_from,pass,headline\n"
    two = "refunds,reply_time,2026-01-01,30,yes\nrefunds,payback,2026-01-01,1,yes\n"
    first = loaded(engine, {"bounds.csv": header + two})
    third = loaded(engine, {"bounds.csv": f"{header}refunds,leakage,2026-02-01,1 %,yes\n"})
    instead = "refunds,leakage,2026-02-01,1 %,yes\nrefunds,payback,2026-02-01,1,no\n"
    swapped = loaded(engine, {"bounds.csv": header + instead})
    assert (first.refusals, [refusal.column for refusal in third.refusals], swapped.refusals) == ((), ["headline"], ())


def test_new_work_has_no_baseline(engine: Engine) -> None:
    loaded(engine, {"agents.csv": "agent,name,work_origin\nfresh,Fresh,new\n"})
    header = "agent,measure,effective_from,baseline_kind,baseline_value\n"
    refused = loaded(engine, {"bounds.csv": f"{header}fresh,reply_time,2026-01-01,measured,4\n"})
    accepted = loaded(engine, {"bounds.csv": f"{header}fresh,reply_time,2026-01-01,new work,\n"})
    assert ([refusal.column for refusal in refused.refusals], accepted.refusals) == (["baseline_kind"], ())


def test_a_cost_in_another_currency_than_the_one_on_file_is_refused(engine: Engine) -> None:
    loaded(engine, {"costs.csv": f"{HEADERS['costs']}\nrefunds,2026-09,seats,1,USD\n"})
    report = loaded(engine, {"costs.csv": f"{HEADERS['costs']}\nrefunds,2026-09,seats,1,EUR\n"})
    assert [(refusal.column, refusal.code) for refusal in report.refusals] == [("currency", "conflict")]


def test_of_weeks_and_month_the_later_load_is_refused(engine: Engine) -> None:
    loaded(engine, {"costs.csv": f"{HEADERS['costs']}\nrefunds,2026-W41,tokens,1,USD\n"})
    report = loaded(engine, {"costs.csv": f"{HEADERS['costs']}\nrefunds,2026-10,tokens,9,USD\n"})
    assert [(refusal.column, refusal.code) for refusal in report.refusals] == [("period", "overlap")]


def test_one_person_signs_both_only_when_they_hold_both_roles(engine: Engine) -> None:
    signed = f"{HEADERS['gates']}\n{SIGNED}manager,yes,,ana,{YESTERDAY},,,\n{SIGNED}builder,yes,,ana,{YESTERDAY},,,\n"
    alone = loaded(engine, {"gates.csv": signed})
    loaded(engine, {"assignments.csv": f"{HEADERS['assignments']}\nrefunds,builder,ana,,\nrefunds,owner,ana,,\n"})
    both = loaded(engine, {"gates.csv": signed})
    assert (len(alone.refusals), both.refusals) == (2, ())
    assert {warning.reason for warning in only_file(both).warnings} == {"ana signed as manager and as builder"}


def test_people_are_found_by_id_or_address_and_stored_by_id(engine: Engine) -> None:
    loaded(engine, {"tools.csv": "tool,owner\nstripe,ANA@example.com\nzendesk,ben\n"})
    assert [row["owner"] for row in rows(engine, "tools")] == ["ana", "ben"]


def test_an_approval_is_stored_for_the_agent_behind_the_log_id(engine: Engine) -> None:
    header = HEADERS["approvals"]
    loaded(engine, {"approvals.csv": f"{header}\nA1,refunds-v3,2026-09-01T10:00:00Z,,,,\n"})
    assert [row["agent"] for row in rows(engine, "approvals")] == ["refunds"]
