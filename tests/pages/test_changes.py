"""The page about changes and evals: the log, a change that is planned, and what keeps it from being released."""

from __future__ import annotations

import pytest


def test_every_change_stands_with_its_approver_its_eval_and_what_came_after(visit):
    seen = visit("sample", "changes", as_of=None)
    assert "Model 4.1 → 4.2Vendor ends 4.1" in seen.text
    assert "triage-core, 157 of 160" in seen.text
    assert "7.9\u202f% → 11.2\u202f%, clearly more" in seen.text
    assert "Kira Novakinfoself-approved" in seen.text


def test_what_is_planned_stands_above_what_happened(visit):
    seen = visit("sample", "changes", as_of=None)
    assert "Prompt p-31 → p-32Answers about returns run long since model 4.2" in seen.text
    assert "triage-core last ran on 6 Oct 2026, before this change of 28 Oct 2026." in seen.text


@pytest.mark.parametrize(
    ("asked", "there", "gone"),
    [
        ({"kind": "Prompt"}, "Friendlier first line", "Vendor ends 4.1"),
        ({"since": "30 days"}, "Vendor ends 4.1", "Friendlier first line"),
        ({"agent": "support-triage"}, "Vendor ends 4.1", "Friendlier first line"),
        ({"team": "Finance"}, "Friendlier first line", "Vendor ends 4.1"),
    ],
)
def test_a_narrowed_log_can_be_shared(visit, asked, there, gone):
    seen = visit("sample", "changes", as_of=None, **asked)
    assert (there in seen.text, gone in seen.text) == (True, False)


def test_a_company_that_loaded_no_changes_is_told_how_to_begin(visit):
    assert "No change is recorded here yet." in visit("minimal", "changes").text


def planned(visit):
    """A change of the model, recorded by hand."""
    seen = visit("sample", "changes", as_of=None, agent="support-triage", record="1").type("acting_input", "aisha")
    seen.type("change_kind", "Model").type("change_from", "4.2").type("change_to", "4.3")
    return seen.type("change_reason", "Vendor ends 4.2").press("Record the change")


def test_what_is_missing_in_the_form_is_said_and_nothing_is_recorded(visit):
    seen = visit("sample", "changes", as_of=None, agent="support-triage", record="1").type("acting_input", "aisha")
    assert "Write down the reason" in seen.press("Record the change").errors[0]
    assert "C-2026" not in seen.text.replace("C-2026-10-28-1", "")


def test_a_recorded_change_is_planned_and_says_what_it_asks_for(visit):
    seen = planned(visit)
    assert seen.errors == []
    assert "Support triage: Model 4.2 → 4.3" in seen.text
    assert "triage-core last ran on 6 Oct 2026, before this change of 30 Oct 2026." in seen.text


def test_it_is_not_released_without_an_eval(visit):
    seen = planned(visit).press("Release")
    assert seen.errors[0].startswith("Aisha Khan made this change")
    seen.type("acting_input", "ruth").press("Release")
    assert seen.errors[0].startswith("triage\\-core last ran on 6 Oct 2026")
    assert "Model 4.2 → 4.3" in seen.text


def test_it_is_withdrawn_with_a_reason(visit):
    seen = planned(visit).type("withdraw_reason", "The vendor kept 4.2").press("Withdraw")
    assert seen.errors == []
    assert "Model 4.2 → 4.3" not in seen.text


def test_only_the_risk_owner_accepts_the_risk(visit):
    seen = planned(visit).type("risk_reason", "Outage").press("Accept")
    assert "Only the risk owner accepts this risk" in seen.errors[0]
    seen.type("acting_input", "ruth").type("risk_reason", "Outage").press("Accept")
    assert "Ruth Svensson accepted the risk until" in seen.text
    assert "is released" in seen.press("Release").successes[0]


def test_suites_stand_with_their_owner_and_their_last_run(visit):
    seen = visit("sample", "changes", as_of=None, topic="Evals")
    assert "of 12 agents have an eval suite." in seen.text
    assert "Account research No suite is on record." in seen.text


def test_a_run_is_turned_into_a_case(visit):
    seen = visit("sample", "changes", as_of=None, agent="support-triage").type("acting_input", "tom")
    run = seen.options("case_run")[0]
    seen.type("case_run", run).press("Record the case")
    assert seen.successes == [f"{run} is a case of triage-core."]
    assert run not in seen.options("case_run")


def test_tiers_say_why_their_actions_suggest_them(visit):
    seen = visit("sample", "changes", as_of=None, topic="Tiers")
    assert "a person approves every call, so one below high counts." in seen.text


def test_a_tier_is_raised_at_once_and_lowered_by_two(visit):
    seen = visit("sample", "changes", as_of=None, agent="account-research").type("acting_input", "ruth")
    seen.type("tier_account-research", "high").type("tier_reason", "It writes to customers").press("Set the tier")
    assert seen.successes == ["Its tier is high."]
    seen.type("tier_account-research", "low").type("tier_reason", "It only reads").press("Set the tier")
    assert seen.errors[0].startswith("A lower tier is asked for by one person and approved by another")
    seen.type("tier_asked_by", "dario").press("Set the tier")
    assert "low since 30 Oct by Dario Conti, approved by Ruth Svensson" in seen.text


@pytest.mark.parametrize(
    ("topic", "told"),
    [
        ("Guardrails", ("All five hold for 5 of 12 agents", "Its figures come from files; kept 365 days.")),
        ("Credentials", ("helpdesk.get_tickethelpdesk", "out of the loop, 6,494 calls")),
        ("Tools", ("Support triage uses it too: log the change or say why not.", "In no catalogue")),
    ],
)
def test_each_subject_tells_the_story_of_the_sample(visit, topic, told):
    seen = visit("sample", "changes", as_of=None, topic=topic)
    assert [each for each in told if each not in seen.text] == []


def test_of_one_agent_every_subject_is_shown(visit):
    seen = visit("sample", "changes", as_of=None, agent="weekly-kpi")
    assert [text for name, text in seen.headings() if name == "h2"] == [
        *("Changes", "Evals", "Tiers", "Guardrails", "Credentials", "Tools"),
    ]


@pytest.mark.parametrize(
    ("topic", "told"),
    [
        ("Evals", "No eval suite is on record here."),
        ("Guardrails", "Its figures come from files"),
        ("Credentials", "No action that may run is on file."),
        ("Tools", "No tool is on file."),
    ],
)
def test_a_company_that_loaded_nothing_of_it_is_told_what_to_load(visit, topic, told):
    assert told in visit("minimal", "changes", topic=topic).text
