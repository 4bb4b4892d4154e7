"""The quarterly review page: one walkthrough, a step and a quarter in the address, an outcome at its end."""

from __future__ import annotations

from datetime import date

import pytest

from agent_scorecard.boards.quarter.steps import Step

SAMPLE_DAY = date(2026, 10, 30)
HEADS = {
    Step.CONTROL: "Control over live agents",
    Step.EXCEPTIONS: "Exceptions",
    Step.INVENTORY: "Inventory",
    Step.VALUE: "Value, risk, adoption, cost",
    Step.LADDER: "Autonomy ladder",
    Step.PROPOSALS: "Proposals",
    Step.OVERLAP: "Overlap",
    Step.PLANE: "Control plane",
    Step.SPEND: "Spend",
    Step.OUTCOME: "Outcome",
}


def sections(seen) -> list[str]:
    texts = [text for name, text in seen.headings() if name == "h2"]
    return [head for text in texts for head in HEADS.values() if text.startswith(head)]


def test_the_ten_steps_follow_one_another(visit):
    assert sections(visit("sample", "quarter", as_of=SAMPLE_DAY)) == list(HEADS.values())


@pytest.mark.parametrize("step", Step)
def test_one_step_is_a_link_and_shows_only_itself(visit, step):
    assert sections(visit("first", "quarter", step=step.value)) == [HEADS[step]]


def test_a_step_that_is_picked_stands_in_the_address(visit):
    seen = visit("first", "quarter").type("quarter_step", "spend")
    assert sections(seen) == ["Spend"]
    assert seen.app.query_params["step"] == "spend"
    assert "step" not in seen.type("quarter_step", "all").app.query_params


def test_a_quarter_that_is_picked_stands_in_the_address(visit):
    seen = visit("first", "quarter").type("quarter_picked", "2026-Q4")
    assert (seen.title, seen.app.query_params["quarter"]) == ("Fourth quarter 2026", "2026-Q4")
    assert visit("first", "quarter", quarter="2026-Q2").title == "Second quarter 2026"


@pytest.mark.parametrize("asked", ["2031-Q1", "2026-10", "soon"])
def test_a_quarter_that_is_none_is_passed_over(visit, asked):
    seen = visit("first", "quarter", quarter=asked)
    assert seen.title == "Third quarter 2026"
    assert "quarter" not in seen.app.query_params


@pytest.mark.parametrize("company", ["minimal", "openhands"])
def test_a_company_that_is_hardly_known_is_reviewed_too(visit, company):
    assert sections(visit(company, "quarter")) == list(HEADS.values())


def test_each_figure_is_held_against_the_quarter_before(visit):
    seen = visit("sample", "quarter", as_of=SAMPLE_DAY, step="control")
    assert seen.text.count("Q2 2026: ") == 4


def chaired(visit, **asked):
    return visit("sample", "quarter", as_of=SAMPLE_DAY, step="outcome", **asked).type("acting_input", "ruth")


def test_an_outcome_confirms_what_stands_and_is_shown(visit):
    seen = chaired(visit).type("outcome_agent", "lead-routing")
    seen.type("outcome_disposition_lead-routing", "tighten").press("Record outcome")
    assert seen.errors == []
    assert "Revise, tighten policy" in seen.text
    assert "1 of " in seen.text
    assert "lead-routing" not in seen.options("outcome_agent")


def test_a_wrong_outcome_is_corrected_by_a_new_one_that_says_why(visit):
    seen = chaired(visit).type("outcome_agent", "lead-routing")
    seen.type("outcome_disposition_lead-routing", "tighten").press("Record outcome")
    seen.unfold("outcome_again").type("outcome_disposition_lead-routing", "gated").press("Record outcome")
    assert seen.errors == [r"Say why the outcome is corrected\."]
    seen.type("outcome_why_lead-routing", "The wrong line was picked").press("Record outcome")
    assert seen.errors == []
    assert "Revise, stay gated" in seen.text


def test_an_outcome_that_overrules_is_the_decision_the_scorecard_shows(visit):
    seen = chaired(visit).type("outcome_agent", "support-triage").type("outcome_how_support-triage", "overrule")
    seen.press("Record outcome")
    assert [error.startswith("Write down the reason") for error in seen.errors] == [True]
    seen.type("outcome_choice_support-triage", "pause")
    seen.type("outcome_against_support-triage", "customer_commitment")
    seen.type("outcome_reason_support-triage", "Two complaints").type("outcome_next_support-triage", "Stop the queue")
    seen.press("Record outcome")
    assert seen.errors == []
    assert "Pause, " in seen.text
    seen.app.query_params["agent"] = "support-triage"
    assert "Stop the queue" in seen.go("scorecard").text


def test_nobody_records_without_a_name(visit):
    seen = visit("sample", "quarter", as_of=SAMPLE_DAY, step="outcome").press("Record outcome")
    assert seen.errors == ["Say who chairs: pick or type your name under “Acting as” in the sidebar."]


def test_the_running_quarter_is_not_recorded_yet(visit):
    seen = visit("sample", "quarter", as_of=SAMPLE_DAY, quarter="2026-Q4", step="outcome")
    assert "Outcomes are recorded from 31 Dec 2026 on." in seen.text
    assert [button.label for button in seen.app.button if "Record" in button.label] == []


def test_a_review_of_long_ago_is_seen_as_it_stood_then(visit):
    seen = visit("sample", "quarter", as_of=SAMPLE_DAY, quarter="2026-Q1", step="outcome")
    assert "Tuesday 30 June 2026" in seen.text
    assert "Outcomes are recorded as of a day of the quarter that followed it." in seen.text


def test_the_address_wins_over_the_step_that_was_picked_before(visit):
    seen = visit("first", "quarter").type("quarter_step", "spend")
    del seen.app.query_params["step"]
    assert sections(seen.again()) == list(HEADS.values())


def test_quiet_agents_are_confirmed_in_one_act(visit):
    seen = chaired(visit)
    (label,) = [button.label for button in seen.app.button if button.label.startswith("Confirm ")]
    seen.press(label)
    assert seen.errors == []
    assert [said.startswith("Confirmed: ") for said in seen.successes] == [True]
    assert [button.label for button in seen.app.button if button.label.startswith("Confirm ")] == []


def test_nobody_attests_for_an_agent_without_an_owner(visit):
    seen = chaired(visit).type("outcome_agent", "account-research")
    assert "No active owner can attest." in seen.text
    assert [box.label for box in seen.app.checkbox] == []


def test_after_a_retirement_the_chair_confirms_it_and_nothing_else(visit):
    seen = visit("sample", "scorecard", agent="lead-routing", as_of=SAMPLE_DAY).type("acting_input", "dario")
    (stem,) = (area.key.removeprefix("reason") for area in seen.app.text_area if area.key.startswith("reason_"))
    seen.type(f"choice{stem}", "retire").type(f"against{stem}", "business_need")
    for name in ("reason", "next", "criteria", "credentials", "clean_up"):
        seen.type(f"{name}{stem}", "Said and done")
    assert seen.press("Publish card").errors == []
    seen.app.query_params["step"] = "outcome"
    seen.go("quarter").type("outcome_agent", "lead-routing")
    assert seen.options("outcome_how_lead-routing") == ["Confirm: retire"]
    assert seen.press("Record outcome").errors == []
