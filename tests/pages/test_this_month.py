"""The home page of a company: the work list, the reasons, and the promises of whoever looks."""

from __future__ import annotations

from datetime import date


def test_what_is_due_and_why_stand_on_one_page(visit):
    seen = visit("first")
    assert [text for _, text in seen.headings()] == [
        "This month",
        "Duecards to decide by 31 Oct",
        "Weekly reviewsfirst month",
        "Set-up2 agents in the first 30 days",
        "Four groups1 live agent, worst measure of each",
        "Needs a person",
        "My follow-ups",
    ]
    for sentence in (
        "Two cards are due, one of them overdue.",
        "213 days late",
        "Nothing blocks an agent.",
        "Pick your name under “Acting as” to see what you promised.",
    ):
        assert sentence in seen.text


def test_every_row_leads_to_its_card_or_its_weekly_review(visit):
    cards = {"scorecard?agent=brief-writer", "scorecard?agent=tag-helper"}
    assert set(visit("first").markup.links()) == {*cards, "weekly?agent=tag-helper"}


def test_a_quiet_month_names_the_next_card(visit):
    text = visit("first", as_of=date(2026, 1, 15)).text
    assert "No card is due this month." in text
    assert "The next card is " in text


def test_two_files_are_enough_for_a_board(visit):
    seen = visit("minimal")
    assert "Weekly KPI" in seen.text
    assert "Set-up1 agent in the first 30 days" in seen.text


def test_the_sample_opens_on_its_last_day_with_its_stories(visit):
    seen = visit("sample", as_of=None)
    assert "Juniper Outdoor (synthetic) · Friday 30 October 2026" in seen.text
    for name in ("Support triage", "Weekly KPI report", "Lead routing"):
        assert name in seen.text
    assert "cannot move until a person acts." in seen.text


def test_a_person_of_the_sample_sees_what_they_promised(visit):
    seen = visit("sample").type("acting_input", "jonas")
    assert "My follow-upsJonas" in seen.text
    assert "You have promised nothing that is open." not in seen.text
