"""The 3 a.m. card: reached from everywhere, whole for a described agent, full of questions for another."""

from __future__ import annotations

from datetime import date

import pytest

from tests.pages.visit import Visit

LAST_DAY = date(2026, 10, 30)
SECTIONS = [
    *("Call, in this order", "Open incidents", "Stop it as recorded; nothing here stops an agent", "Go back to"),
    *("What it may do today and how a call that ran is undone", "Takes over", "Credentials", "Changed lately"),
    "Write down as it happens and record it as an incident by day",
]


@pytest.fixture
def card(visit):
    return lambda agent="", **asked: visit("sample", "on_call", as_of=LAST_DAY, **({"agent": agent} if agent else {}))


def test_the_card_of_a_described_agent_says_whom_to_call_and_how_it_is_stopped(card):
    seen = card("support-triage")
    assert seen.title == "Support triage"
    assert "Live. No incident is open." in seen.text
    assert "1Noah Lindqvist+1 303 555 0142" in seen.text
    assert "Turn off the flag triage in the help desk console" in seen.text
    assert "v11 with model 4.1; redeploy from the release page" in seen.text
    assert "Model before4.14.2 runs since 5 Oct, 00:00" in seen.text
    assert "Never, by the modes on file: payments.refund." in seen.text


def test_every_section_stands_in_its_place_for_every_agent(card):
    for agent in ("support-refund", "account-research"):
        spaced = [" ".join(text.split()) for _, text in card(agent).headings()[1:]]
        assert [text.replace(" ", "") for text in spaced] == [title.replace(" ", "") for title in SECTIONS]


def test_a_number_can_be_dialled_and_an_address_written_to(card):
    links = card("support-triage").markup.links()
    assert "tel:+13035550142" in links
    assert "mailto:noah@juniper.example" in links
    assert "https://wiki.juniper.example/agents/support-triage" in links


def test_an_agent_nobody_described_asks_and_says_whom_to_ask(card):
    seen = card("account-research")
    assert "Nine things a person may need are not on record." in seen.text
    for question in ("Who is on call?", "How is it stopped?", "What is it rolled back to?"):
        assert question in seen.text
    assert "Ask Leo Martin, then write it into agents.csv, kill_switch." in seen.text


def test_an_agent_with_nothing_but_a_name_has_a_card_too(visit):
    seen = visit("openhands", "on_call")
    agent = next(link for link in seen.markup.links()).removeprefix("on_call?agent=")
    seen.type("on_call_agent", agent)
    assert "not on record." in seen.text
    assert "Nobody is recorded who would know: find out" in seen.text


def test_without_an_agent_those_with_an_open_incident_are_offered_first(card):
    seen = card()
    assert seen.title == "3 a.m. card"
    assert "Pick an agent to see whom to call and how it is stopped." in seen.text
    assert seen.markup.links()[0] == "on_call?agent=support-refund"
    assert "1 open incident" in seen.text


def test_an_agent_nobody_knows_is_said_and_others_are_offered(card):
    seen = card("nobody-<b>")
    assert "There is no agent nobody-<b> on this day: pick one." in seen.text
    assert "on_call?agent=support-refund" in seen.markup.links()
    assert "There is no agent nobody-<b> on this day" in seen.go("scorecard").text


def test_the_menu_of_a_scorecard_leads_to_the_card_and_back(visit):
    seen = visit("sample", "scorecard", as_of=LAST_DAY, agent="support-refund").press("3 a.m. card")
    assert "Call, in this order" in seen.text
    back = seen.press("Scorecard")
    assert (back.title, back.app.query_params["agent"]) == ("Support refunds", "support-refund")
    assert "Intervention rate" in back.text


def test_the_card_leads_to_a_report_about_its_agent(card):
    seen = card("support-refund").press("Report incident")
    assert seen.title == "Incidents"
    assert seen.go("incidents").app.selectbox(key="report_agent").value == "support-refund"


def test_an_incident_leads_to_the_card_of_its_agent(visit):
    seen = visit("sample", "incidents", as_of=LAST_DAY, incident="INC-2107").press("3 a.m. card")
    assert seen.title == "Support refunds"
    assert "incidents?incident=INC-2107" in seen.markup.links()


def test_the_search_finds_the_card(visit):
    seen = visit("sample", as_of=LAST_DAY).type("find", "3 a.m. card · Support refunds (support-refund)")
    assert (seen.title, seen.app.query_params["agent"]) == ("Support refunds", "support-refund")
    assert "Call, in this order" in seen.text


def test_an_earlier_day_shows_what_was_known_then(visit):
    seen: Visit = visit("sample", "on_call", as_of=date(2026, 9, 30), agent="support-triage")
    assert "3 a.m. card · Wednesday 30 September 2026" in seen.text
    assert "Model before" not in seen.text
