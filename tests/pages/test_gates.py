"""The gates page: who passed what, narrowed and shared by its address."""

from __future__ import annotations

from datetime import date

import pytest

from agent_scorecard.policy import default_policy
from agent_scorecard.ui import parts
from agent_scorecard.vocabulary import Gate, Tier
from tests.pages.visit import Visit


def agents(seen) -> list[str]:
    """The agents the table lists, in its order."""
    return [address.partition("agent=")[2] for address in seen.markup.links() if address.startswith("gates?agent=")]


def test_every_agent_stands_with_its_gates_and_what_is_missing_next(visit):
    seen = visit("sample", "gates", as_of=None)
    assert "10 of 12 agents passed everything their tier asks for." in seen.text
    assert agents(seen)[:2] == ["account-research", "peak-planning"]
    assert 'Intake: "Process, pain, expected business result and risk level are described" and 2 more.' in seen.text


@pytest.mark.parametrize(
    ("asked", "left"),
    [
        ({"open": "true"}, ["account-research", "peak-planning"]),
        ({"team": "Finance", "tier": "High"}, ["invoice-follow-up"]),
        ({"status": "Pilot", "team": "Sales"}, ["account-research"]),
        ({"team": "Finance", "open": "true"}, []),
    ],
    ids=["what is open", "a team's high tier", "a team's pilots", "nothing"],
)
def test_a_narrowed_page_can_be_shared(visit, asked, left):
    seen = visit("sample", "gates", as_of=None, **asked)
    assert agents(seen) == left
    assert ("No agent fits this choice." in seen.text) is (not left)


def click(seen, key: str):
    """Press the button with this key, whatever it is called."""
    (button,) = (button for button in seen.app.button if button.key == key)
    button.click()
    return seen.again()


def said(seen, key: str, text: str):
    """Type into a form: nothing is sent before one of its buttons is pressed."""
    (field,) = (field for field in seen.app.text_input if field.key == key)
    field.set_value(text)
    return seen


def worked_on(visit, agent: str = "peak-planning", by: str = "lucia"):
    return visit("sample", "gates", as_of=None, agent=agent).type("acting_input", by)


def test_one_agent_is_shown_gate_by_gate_with_its_papers(visit):
    seen = visit("sample", "gates", as_of=None, agent="peak-planning")
    assert [text for _, text in seen.headings()][:4] == [
        "Peak planning",
        "Needs a person",
        "1. IntakeSigned by Lucia Ferrari beside Ruth Svensson.checkPassed, 20 Aug",
        "2. Design reviewSigned by Lucia Ferrari beside Ruth Svensson.checkPassed, 2 Sep",
    ]
    assert "Roll-back steps are written downMissing: the roll-back target." in seen.text
    assert "Peak planning on one pagecontract 5 of 7 · SOP 6 of 7 · one page 8 of 8" in seen.text
    assert "The peak of last winter was planned again (Lucia Ferrari, 2 Sep 2026)" in seen.text


def test_a_gate_is_walked_through_answered_waived_submitted_and_signed(visit):
    seen = said(worked_on(visit), "said_peak-planning_G3.2", "Both planners read every plan")
    click(seen, "yes_peak-planning_G3.2")
    assert seen.successes == [parts.md('Recorded. Production readiness: "Roll-back steps are written down".')]
    seen.type("item_peak-planning_production_readiness", "G3.4").type(
        "why_peak-planning_production_readiness", "Nothing is written yet"
    ).type("last_peak-planning_production_readiness", date(2026, 12, 31))
    click(seen, "record_peak-planning_production_readiness")
    assert seen.successes == [parts.md("Recorded. Production readiness: to be submitted.")]
    click(seen, "submit_production_readiness")
    assert seen.successes == [parts.md("Production readiness is submitted. Production readiness: to be signed.")]
    assert "To be signed by the risk owner (Ruth Svensson)." in seen.text
    click(seen.type("acting_input", "ruth"), "send_peak-planning_production_readiness")
    (done,) = seen.successes
    assert done.startswith(parts.md("Production readiness is passed. Portfolio review:"))


def test_what_was_typed_stays_where_it_is_refused(visit):
    seen = visit("sample", "gates", as_of=None, agent="peak-planning")
    click(said(seen, "said_peak-planning_G3.2", "Both planners read every plan"), "yes_peak-planning_G3.2")
    assert seen.errors == [parts.md("Say who you are: pick or type a name.")]
    assert [field.value for field in seen.app.text_input if field.key == "said_peak-planning_G3.2"] == [
        "Both planners read every plan"
    ]


def test_an_answer_somebody_gave_meanwhile_is_looked_at_before_it_is_answered_again(visit):
    mine = worked_on(visit)
    other = Visit("gates", agent="peak-planning").type("acting_input", "ruth")
    click(said(other, "said_peak-planning_G3.2", "Nobody reads them"), "no_peak-planning_G3.2")
    click(said(mine, "said_peak-planning_G3.2", "Both planners read every plan"), "yes_peak-planning_G3.2")
    (told,) = mine.errors
    assert told.startswith(parts.md("ruth answered “no” to this since you opened this page"))
    assert [field.value for field in mine.app.text_input if field.key == "said_peak-planning_G3.2"] == [
        "Both planners read every plan"
    ]
    click(mine, "yes_peak-planning_G3.2")
    assert mine.successes == [parts.md('Recorded. Production readiness: "Roll-back steps are written down".')]


def test_an_item_is_denied_with_the_reason(visit):
    seen = said(worked_on(visit), "said_peak-planning_G3.2", "Nobody reads them")
    click(seen, "no_peak-planning_G3.2")
    assert "Answered no on 30 Oct 2026." in seen.text


def test_an_agent_about_which_nothing_is_known_is_asked_from_the_beginning(visit):
    seen = visit("minimal", "gates", agent="weekly-kpi")
    assert "1. Intake" in seen.text
    assert "Missing: an active owner." in seen.text


def test_at_most_about_ten_ticks_are_made_by_hand():
    asked = [item for item in default_policy().checklist if item.attested and item.gate in tuple(Gate)]
    by_tier = {tier: sum(tier in item.tiers for item in asked) for tier in Tier}
    assert by_tier == {Tier.LOW: 10, Tier.MEDIUM: 12, Tier.HIGH: 12}


@pytest.mark.parametrize(
    ("page", "asked", "address"),
    [
        ("this_month", {}, "gates?agent=account-research"),
        ("scorecard", {"agent": "account-research"}, "gates?agent=account-research"),
        ("quarter", {"step": "exceptions"}, "incidents?agent=support-refund"),
    ],
)
def test_what_is_put_right_elsewhere_leads_there(visit, page, asked, address):
    assert address in visit("sample", page, as_of=None, **asked).markup.links()


def test_the_card_leads_to_its_checklist(visit):
    seen = visit("sample", "scorecard", as_of=None, agent="support-triage")
    assert "Checklist16 of 16" in seen.text
    assert "gates?agent=support-triage" in seen.markup.links()


def test_the_control_plane_sets_the_attested_word_beside_the_records(visit):
    seen = visit("sample", "gates", as_of=None, view="Control plane")
    assert "4 of 5 done, with evidence and an active owner." in seen.text
    assert "Not doneMissing: a post-incident template, done and owned." in seen.text


def test_rollout_plans_stand_beside_each_other_and_under_their_agent(visit):
    seen = visit("sample", "gates", as_of=None, view="Rollout plans")
    assert "Day 53" in seen.text
    assert "No weekly review is recorded: hold one." in seen.text
    one = visit("sample", "gates", as_of=None, agent="weekly-ops-summary")
    assert "First 30 days: 7 of 7 there" in one.text
    assert "3 weekly reviews, the last on 23 Oct." in one.text


def test_candidate_tasks_are_ranked_and_asked_whether_they_should_be_done_at_all(visit):
    seen = visit("sample", "gates", as_of=None, view="Intake").type("acting_input", "nadia")
    assert seen.text.index("Translate product pages") < seen.text.index("Answer questions about sizes")
    task = "0_Translate product pages"
    seen = seen.type(f"intake_worth_{task}", "do").press("Record answer")
    assert "Write down the reason" in seen.errors[0]
    assert "Say what starts it on a Monday morning" in seen.errors[0]
    seen = seen.type(f"intake_reason_{task}", "Three languages a week").type(f"intake_trigger_{task}", "A page changes")
    seen = seen.type(f"intake_first_step_{task}", "Nadia reads the draft").press("Record answer")
    assert seen.successes == ["Answered for Translate product pages: Yes, and an agent may take it."]
    assert "Three languages a week (Nadia Haddad, 30 Oct 2026)" in seen.text
    assert "Still to say: an owner." in seen.text


def test_the_intake_of_one_team_shows_its_tasks_alone(visit):
    seen = visit("sample", "gates", as_of=None, view="Intake", team="Sales")
    assert "Route inbound leads to a team" in seen.text
    assert "Sort and answer new tickets" not in seen.text
