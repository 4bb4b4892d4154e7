"""What a digest may tell: each line with whom it concerns, how it stands, and where it is put right."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from agent_scorecard import where
from agent_scorecard.boards.digest.lines import blocks
from agent_scorecard.boards.digest.shapes import Section
from agent_scorecard.rules.answers import CauseDue, say
from agent_scorecard.rules.facts import AcceptedGap, AlertHandled, CostTail
from agent_scorecard.vocabulary import AlertAct, Gate, GateAnswer, Severity, Status
from tests.boards.build import due_in, finding, follow_up, named, owned_by_nobody
from tests.boards.digest.build import digest, lines
from tests.boards.quarter.build import agent
from tests.boards.weekly.build import new
from tests.build import AS_OF, UNIT, proposed
from tests.rules.test_exceptions import gap
from tests.rules.test_gate_steps import answers, result

TAIL = CostTail(p50=UNIT, p99=12 * UNIT, highest=15 * UNIT, n=300, dearest_share=0.2, currency="USD")
IN_A_MONTH = AS_OF + timedelta(days=30)


def blocked(name: str, *codes: str, **arguments: object):
    found = tuple(
        replace(finding(code, Severity.BLOCK, name.casefold()), sentence=say(code, f"{code}.", **arguments))
        for code in codes
    )
    return named(name, answers={"findings": found})


def test_a_healthy_agent_is_told_of_to_nobody() -> None:
    assert digest(named("Triage")).lines == ()


def test_a_block_goes_to_the_owner_with_its_way_out_and_its_page() -> None:
    (line,) = lines(Section.BLOCKS, blocked("Triage", "no_kill_switch"))
    assert (line.who, line.item, line.state) == (("ana",), "finding:triage:no_kill_switch", "blocks")
    assert (line.way_out, line.address) == ("Way out of no_kill_switch.", "scorecard?agent=triage")


def test_one_more_day_of_a_finding_is_no_news_but_one_more_incident_is() -> None:
    days = [blocked("Triage", "serious_incident_open", incidents=1, days=n) for n in (11, 12)]
    more = blocked("Triage", "serious_incident_open", incidents=2, days=12)
    states = [lines(Section.BLOCKS, each)[0].state for each in (*days, more)]
    assert states == ["blocks incidents 1", "blocks incidents 1", "blocks incidents 2"]


def test_two_findings_of_one_code_are_two_things() -> None:
    both = [lines(Section.BLOCKS, blocked("Triage", "limit_breach", cap=cap))[0].item for cap in ("rows", "money")]
    assert len(set(both)) == 2


def test_a_name_of_any_length_stays_short_and_its_own() -> None:
    items = [lines(Section.BLOCKS, blocked("Triage", "limit_breach", cap="x" * 5000 + end))[0].item for end in "ab"]
    assert (len(set(items)), max(map(len, items)) < 300) == (2, True)


def test_the_heaviest_of_an_agent_comes_first() -> None:
    shown = lines(Section.BLOCKS, blocked("Ada", "no_kill_switch", "no_owner"))
    assert [line.item for line in shown] == ["finding:ada:no_owner", "finding:ada:no_kill_switch"]


def test_what_nobody_owns_is_told_with_the_company() -> None:
    orphan = replace(blocked("Triage", "no_owner"), evidence=named("Triage", **owned_by_nobody()).evidence)
    (line,) = lines(Section.BLOCKS, orphan)
    assert line.who == ()


def test_a_late_promise_goes_to_whoever_made_it_and_to_the_owner() -> None:
    late = follow_up("3-1", date(2026, 10, 23), owner="ben")
    open_, done = follow_up("3-2", IN_A_MONTH), follow_up("3-3", date(2026, 10, 1), done_on=AS_OF)
    (line,) = lines(Section.FOLLOW_UPS, named("Triage", follow_ups=(late, open_, done)))
    assert (line.who, line.sentence) == (("ben", "ana"), "Do 3-1: promised by Ben for 23 Oct.")


@pytest.mark.parametrize(("days", "told"), [(1, 1), (0, 0)], ids=["yesterday", "today"])
def test_a_cause_is_late_from_the_day_after_it_was_due(days: int, told: int) -> None:
    cause = CauseDue("INC-7", "dan", AS_OF - timedelta(days=days))
    found = lines(Section.FOLLOW_UPS, named("Triage", answers={"causes_due": (cause,)}))
    assert [(line.who, line.address) for line in found] == [(("dan", "ana"), "incidents?incident=INC-7")] * told


def test_the_due_list_is_that_of_the_month_and_says_how_late() -> None:
    rows = [named(name, answers={"due": due_in(days)}) for name, days in (("Late", -2), ("Today", 0), ("Next", 1))]
    shown = lines(Section.DUE, *rows)
    assert [(line.name, line.late, line.sentence) for line in shown] == [
        ("Late", True, "Card due 29 Oct, 2 days late."),
        ("Today", False, "Card due 31 Oct, today."),
    ]


def test_a_weekly_review_to_hold_stands_beside_the_cards() -> None:
    (line,) = lines(Section.WEEKS, new(7))
    assert line.sentence.startswith("Week 1 of 4 to review")


def test_what_is_to_be_done_is_another_state_each_month() -> None:
    october = named("Late", answers={"due": due_in(-2)})
    (line,) = lines(Section.DUE, october)
    assert line.state == "overdue 29 Oct 2026-10"


def test_a_proposal_waits_for_those_who_may_approve_it_and_never_for_its_author() -> None:
    (line,) = lines(Section.WAITING, agent("Triage", proposals=(proposed(agent="triage"),)))
    assert line.item == "proposal:40"
    assert "dan" in line.who
    assert not {"ana", "eva"} & set(line.who)


def test_a_gate_waits_for_its_open_seats_and_not_for_the_owner() -> None:
    submitted = answers(result(Gate.PRODUCTION_READINESS, GateAnswer.OPEN, submitted_on=date(2026, 10, 20)))
    (line,) = lines(Section.WAITING, agent("Triage", gates=submitted))
    assert line.sentence == "The production readiness gate waits to be signed since 20 Oct."
    assert line.address == "gates?agent=triage"
    assert line.who
    assert "ana" not in line.who


def test_an_exception_in_its_last_days_waits_for_whoever_may_renew_it() -> None:
    soon: AcceptedGap = gap("evidence:9", expires_on=AS_OF + timedelta(days=9))
    later = gap("evidence:9", expires_on=AS_OF + timedelta(days=40))
    (line,) = lines(Section.WAITING, agent("Calm", drills=(), exceptions=(soon,)))
    assert (line.who, line.state) == (("cora",), "ends 2026-11-09")
    assert lines(Section.WAITING, agent("Calm", drills=(), exceptions=(later,))) == ()


def handled(act: AlertAct, days_ago: int = 0) -> AlertHandled:
    day = AS_OF - timedelta(days=days_ago)
    return AlertHandled(9, "cost_tail", act, Severity.NOTE, 12.0, "Seen", day, "ana", AS_OF + timedelta(days=3))


def test_an_alert_is_told_when_it_asks_and_only_counted_while_it_is_muted() -> None:
    asks = digest(agent("Triage", cost_tail=TAIL))
    muted = digest(agent("Triage", cost_tail=TAIL, alerts_handled=(handled(AlertAct.MUTED),)))
    assert [(line.item, line.state) for line in asks.of(Section.ALERTS)] == [("alert:triage:cost_tail", "asks, note")]
    assert (muted.of(Section.ALERTS), len(muted.muted)) == ((), 1)


def test_an_alert_somebody_is_on_is_no_news() -> None:
    (line,) = lines(Section.ALERTS, agent("Triage", cost_tail=TAIL, alerts_handled=(handled(AlertAct.ACKNOWLEDGED),)))
    assert line.state == ""


def test_runs_of_nobody_on_file_are_told_with_the_company_where_the_policy_says_that_they_block() -> None:
    strangers = [finding("unregistered_agent", severity, "ghost") for severity in (Severity.WARN, Severity.BLOCK)]
    (line,) = blocks((), strangers)
    assert (line.who, line.name, line.address) == ((), "ghost", "load_data")


def test_a_retired_agent_is_history() -> None:
    retired = replace(blocked("Old", "no_owner"), evidence=named("Old", status=Status.RETIRED).evidence)
    assert digest(retired).lines == ()


def test_every_line_leads_to_a_page_there_is() -> None:
    whole = digest(
        agent("Triage", cost_tail=TAIL, proposals=(proposed(agent="triage"),)),
        blocked("Bea", "no_kill_switch"),
        named("Late", follow_ups=(follow_up("3-1", date(2026, 10, 23)),), answers={"due": due_in(-2)}),
        new(7),
    )
    pages = {page.stem for page in where.PAGES.glob("*.py")}
    assert {line.address.partition("?")[0] for line in whole.lines} <= pages
    assert {line.section for line in whole.lines} == set(Section)
