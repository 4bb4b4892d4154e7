"""The signals page: what asks for somebody first, one agent with its chart, and an alert that is answered on it."""

from __future__ import annotations

import pytest

REFUNDS, NAME = "support-refund", "cost_tail"
KEY = f"alert_{REFUNDS}_{NAME}"
TRIAGE, BLOCKING = "support-triage", "alert_support-triage_intervention_climbing:CH-152"


def opened(visit, agent=REFUNDS, by="ruth"):
    return visit("sample", "signals", as_of=None, agent=agent).type("acting_input", by)


def test_the_alerts_come_first_the_heaviest_before_others(visit):
    seen = visit("sample", "signals", as_of=None)
    assert seen.title == "Signals"
    assert "Seven alerts ask for somebody, at 6 of 12 agents." in seen.text
    assert seen.text.index("People step in 41") < seen.text.index("One run in a hundred")
    assert [text.rstrip("0123456789") for _, text in seen.headings()][1:2] == ["Asks for somebody"]


def test_every_way_leads_to_one_agent_or_to_its_decision(visit):
    links = visit("sample", "signals", as_of=None).markup.links()
    assert {f"signals?agent={TRIAGE}", f"scorecard?agent={TRIAGE}"} <= set(links)


@pytest.mark.parametrize(("team", "there", "gone"), [("Support", "Support triage", "Outbound sales")])
def test_a_team_is_looked_at_alone(visit, team, there, gone):
    seen = visit("sample", "signals", as_of=None, team=team)
    assert (there in seen.text, gone in seen.text) == (True, False)


def test_one_agent_has_its_chart_before_and_after_and_what_every_signal_says(visit):
    seen = visit("sample", "signals", as_of=None, agent=TRIAGE)
    assert seen.title == "Support triage"
    headings = [text for _, text in seen.headings()]
    assert any(text.startswith("People stepping in") for text in headings)
    assert any(text.startswith("Before and after each change") for text in headings)
    assert "438 of 5,519" in seen.text
    assert "220 of 1,968" in seen.text
    assert "Figures begin anew: not compared" in seen.text
    assert "runs were stopped as loops." in seen.text


def test_what_is_not_there_is_said_as_that(visit):
    seen = visit("sample", "signals", as_of=None, agent="account-research")
    assert "Not measured: no run says how long it took." in seen.text
    assert "No data: no approval was decided lately." in seen.text


def test_an_alert_somebody_has_carries_the_name_and_still_asks(visit):
    seen = opened(visit).press("Record it")
    assert (seen.errors, seen.successes) == ([], ["Recorded as acknowledged\\."])
    assert "Acknowledged by Ruth Svensson on 30 Oct 2026" in seen.text
    assert "One alert asks for somebody." in seen.text


def test_a_closed_alert_asks_nobody_and_is_shown_as_left_alone(visit):
    seen = opened(visit).type(f"{KEY}_act", "closed").press("Record it")
    assert seen.errors == ["Say what was found, so that it can be closed\\."]
    seen.type(f"{KEY}_reason", "One customer, refunded twice").press("Record it")
    assert "No alert asks for anybody" in seen.text
    assert "1 closed." in seen.text
    assert "What was done about alerts" in seen.text


def test_a_mute_is_shown_with_its_end(visit):
    seen = opened(visit).type(f"{KEY}_act", "muted").type(f"{KEY}_reason", "Seasonal").press("Record it")
    assert "Muted until 6 Nov 2026 by Ruth Svensson" in seen.text


def test_what_blocks_cannot_be_closed_here_and_says_why(visit):
    seen = opened(visit, TRIAGE)
    assert seen.options(f"{BLOCKING}_act") == ["I have it", "Mute it until a day"]
    assert "Not open: close it. It still holds and blocks:" in seen.text


def test_an_agent_nobody_knows_shows_everybody(visit):
    assert visit("sample", "signals", as_of=None, agent="nobody").title == "Signals"
