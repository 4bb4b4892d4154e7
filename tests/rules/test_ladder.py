"""Which level an agent has, and what the next one takes."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from zlib import crc32

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from agent_scorecard.policy import Policy
from agent_scorecard.rules.evidence import Evidence
from agent_scorecard.rules.facts import Drill
from agent_scorecard.rules.ladder import reading as read
from agent_scorecard.rules.scorecard import judged_measures
from agent_scorecard.vocabulary import (
    AgentKind,
    ApprovalVerdict,
    BaselineKind,
    ChangeKind,
    Choice,
    EvidenceState,
    ExpandKind,
    Gate,
    GateItem,
    IncidentSeverity,
    Level,
    Preset,
    Severity,
    Tier,
)
from tests.build import (
    AS_OF,
    LEVEL_BEGAN,
    OCTOBER,
    action,
    approval,
    at,
    bounds,
    changed_kind,
    day_figures,
    days,
    decision,
    evidence,
    incident,
    months,
    observed,
    rebound,
)
from tests.rules.assessed import POLICY, item, raised, reading, state_and_text

THERE, MISSING, UNKNOWN, NOTHING, ACCEPTED = (state.value for state in EvidenceState)


def with_findings(*findings: Any, policy: Policy = POLICY, **changes: Any) -> Any:
    one = evidence(**changes)
    return read(one, policy, judged_measures(one, policy, OCTOBER), findings)


def test_everything_asked_for_the_next_level_is_there() -> None:
    shown = reading()
    assert (shown.on_file, shown.granted, shown.supported, shown.allowed, shown.next) == (2, 2, 3, 2, 3)
    assert (shown.there, len(shown.required), shown.missing, shown.since) == (15, 15, (), LEVEL_BEGAN)
    assert (shown.tier, shown.tier_stated, shown.granted_here, shown.by_reading) == (Tier.MEDIUM, True, True, False)


@pytest.mark.parametrize(
    ("decisions", "expected"),
    [
        ((), (Level.BOUNDED, False)),
        ((decision(1, date(2026, 5, 1), level=Level.RECOMMENDED),), (Level.RECOMMENDED, True)),
        (
            (
                decision(2, date(2026, 5, 1), level=Level.RECOMMENDED),
                decision(1, date(2026, 6, 1), level=Level.ASSISTED),
            ),
            (Level.ASSISTED, True),
        ),
    ],
    ids=["only on file", "decided", "the later day counts, not the later entry"],
)
def test_the_last_decision_grants_the_level(decisions: tuple[Any, ...], expected: tuple[Level, bool]) -> None:
    shown = reading(decisions=decisions, autonomy_level=Level.BOUNDED)
    assert (shown.granted, shown.granted_here) == expected


@pytest.mark.parametrize(
    ("on_file", "granted", "cap", "allowed"),
    [(2, 2, None, 2), (3, 2, None, 2), (1, 2, None, 1), (3, 3, 1, 1), (2, 2, 3, 2)],
)
def test_allowed_today_is_the_lowest_of_file_grant_and_caps(
    on_file: int, granted: int, cap: int | None, allowed: int
) -> None:
    capped = (raised("checklist_incomplete", cap=Level(cap)),) if cap else ()
    rows = (decision(1, LEVEL_BEGAN, level=Level(granted)),)
    assert with_findings(*capped, autonomy_level=Level(on_file), decisions=rows).allowed == allowed


@pytest.mark.parametrize(("as_of", "allowed"), [(30, Level.RECOMMENDED), (31, Level.ASSISTED)])
def test_set_up_caps_begin_on_day_31_after_the_first_load(as_of: int, allowed: Level) -> None:
    loaded = AS_OF - timedelta(days=as_of)
    assert reading(allowed_inputs=(), first_loaded=loaded).allowed == allowed


@pytest.mark.parametrize(
    ("changes", "since"),
    [
        ({"decisions": (), "changes": (), "autonomy_since": date(2026, 4, 1)}, date(2026, 4, 1)),
        ({"decisions": (), "changes": (), "autonomy_since": None}, date(2026, 1, 12)),
        ({"decisions": (), "changes": (), "autonomy_since": None, "live_on": None}, None),
        ({"decisions": (), "autonomy_since": None}, LEVEL_BEGAN),
        ({"decisions": (decision(1, date(2026, 5, 4), Choice.EXPAND, kind=ExpandKind.LEVEL),)}, date(2026, 5, 4)),
        (
            {
                "autonomy_level": Level.BOUNDED,
                "autonomy_since": date(2026, 8, 1),
                "decisions": (decision(1, date(2026, 5, 4), Choice.EXPAND, kind=ExpandKind.LEVEL),),
            },
            date(2026, 5, 4),
        ),
    ],
    ids=["inventory", "go-live", "nobody said", "logged change", "decision", "raised on file without a decision"],
)
def test_a_level_began_with_the_inventory_or_the_decision_whichever_is_later(
    changes: dict[str, Any], since: date | None
) -> None:
    assert reading(**changes).since == since


def test_an_automation_is_not_on_the_ladder() -> None:
    shown = reading(kind=AgentKind.AUTOMATION)
    assert (shown.next, shown.items, shown.supported) == (None, (), Level.RECOMMENDED)


def test_there_is_nothing_above_the_highest_level() -> None:
    shown = reading(autonomy_level=Level.PORTFOLIO, decisions=())
    assert (shown.next, shown.items, shown.supported) == (None, (), Level.PORTFOLIO)


@pytest.mark.parametrize(
    ("tier", "level", "required"),
    [
        (Tier.LOW, 1, (1, 3, 6, 11, 12, 14, 15)),
        (Tier.MEDIUM, 1, (1, 2, 3, 4, 5, 6, 10, 11, 12, 14, 15)),
        (Tier.HIGH, 1, (1, 2, 3, 4, 5, 6, 7, 10, 11, 12, 13, 14, 15)),
        (Tier.LOW, 2, (1, 2, 3, 4, 5, 6, 8, 9, 10, 11, 12, 14, 15)),
        (Tier.MEDIUM, 2, tuple(range(1, 16))),
        (Tier.LOW, 3, tuple(range(1, 16))),
    ],
)
def test_what_is_required_follows_step_and_tier(tier: Tier, level: int, required: tuple[int, ...]) -> None:
    shown = reading(risk_tier=tier, risk_tier_reason="Agreed", autonomy_level=Level(level), decisions=())
    assert tuple(row.item for row in shown.required) == required


def test_an_unknown_tier_asks_for_what_a_high_one_asks() -> None:
    shown = reading(risk_tier=None, actions=(), autonomy_level=Level.ASSISTED, decisions=())
    assert (shown.tier, len(shown.required)) == (None, 13)


FEW = observed(months("policy_accuracy", *((30, 30),) * 12))
AT_RISK = observed(months("policy_accuracy", *((395, 400),) * 11, (370, 400)))


@pytest.mark.parametrize(
    ("changes", "state", "text"),
    [
        ({}, THERE, "Sure enough at the pass bound: Correction rate and Policy accuracy."),
        ({"observations": observed(months("policy_accuracy", *((383, 400),) * 12))}, MISSING, None),
        ({"bounds": ()}, MISSING, "No quality measure has a pass bound."),
        ({"bounds": rebound(bounds("citation_coverage")), "days": ()}, UNKNOWN, None),
    ],
    ids=["sure", "passing but not sure", "no bounds", "no figure"],
)
def test_item_1_asks_for_proof_of_quality(changes: dict[str, Any], state: str, text: str | None) -> None:
    shown = item(1, **changes)
    assert shown.state == state
    assert text is None or shown.sentence.text == text


@pytest.mark.parametrize(
    ("changes", "state"),
    [
        ({}, THERE),
        ({"incidents": (incident(AS_OF, severity=IncidentSeverity.HIGH, resolved_at=at(AS_OF, 15)),)}, THERE),
        ({"incidents": (incident(AS_OF, severity=IncidentSeverity.HIGH),)}, MISSING),
        ({"incidents": (incident(AS_OF, severity=IncidentSeverity.UNDETERMINED),)}, MISSING),
        ({"incidents": (incident(AS_OF, severity=IncidentSeverity.LOW),)}, THERE),
        ({"days": days(LEVEL_BEGAN, AS_OF, escalated=13)}, MISSING),
        ({"bounds": tuple(row for row in evidence().bounds if row.measure != "escalation_rate")}, UNKNOWN),
    ],
    ids=["healthy", "resolved", "open", "severity not stated", "minor", "escalates too often", "no band"],
)
def test_item_2_asks_for_escalation_rollbacks_and_incidents_within_bounds(changes: dict[str, Any], state: str) -> None:
    assert item(2, **changes).state == state


@pytest.mark.parametrize(
    ("value", "baseline", "state"),
    [
        (30.0, {}, THERE),
        (30.1, {}, MISSING),
        (24.0, {"baseline_value": None}, MISSING),
        (24.0, {"baseline_value": None, "baseline_kind": BaselineKind.NONE}, THERE),
        (24.0, {"headline": False}, MISSING),
    ],
    ids=["at the bound", "short of it", "no baseline", "new work", "no headline"],
)
def test_item_3_asks_for_the_headline_against_a_baseline(value: float, baseline: dict[str, Any], state: str) -> None:
    known = next(row for row in evidence().bounds if row.headline)
    changes: dict[str, Any] = {
        "observations": observed(months("first_response_time", *(value,) * 12, n=400)),
        "bounds": rebound(replace(known, **baseline)),
    }
    assert item(3, **changes).state == state


@pytest.mark.parametrize(
    ("changes", "state"),
    [
        ({}, THERE),
        ({"days": (*days(LEVEL_BEGAN, AS_OF), *days(AS_OF, AS_OF, forbidden_calls=1))}, MISSING),
        ({"days": days(AS_OF, AS_OF, calls_recorded=0)}, UNKNOWN),
        ({"days": ()}, UNKNOWN),
    ],
)
def test_item_4_asks_that_no_limit_was_broken(changes: dict[str, Any], state: str) -> None:
    assert item(4, **changes).state == state


@pytest.mark.parametrize(
    ("changes", "shown"),
    [
        ({}, (THERE, "8 measures held over 3 judged months.")),
        (
            {"observations": AT_RISK},
            (MISSING, "Policy accuracy: below its pass bound in October 2026."),
        ),
        (
            {"autonomy_since": date(2026, 9, 1), "decisions": (), "changes": ()},
            (MISSING, "Correction rate: 2 of 3 months judged since the level began (and 7 more measures)."),
        ),
        ({"bounds": ()}, (MISSING, "No measure has a pass bound.")),
    ],
    ids=["held", "at risk in the last month", "too short", "no bounds"],
)
def test_item_5_asks_for_three_judged_periods_that_held(changes: dict[str, Any], shown: tuple[str, str]) -> None:
    assert state_and_text(item(5, **changes)) == shown


@pytest.mark.parametrize(
    ("days_at_level", "level", "shown"),
    [
        (28, 2, (THERE, "28 days at level 2; 28 are asked.")),
        (27, 2, (MISSING, "28 days at level 2 are reached on 1 Nov.")),
        (14, 1, (THERE, "14 days at level 1; 14 are asked.")),
        (13, 1, (MISSING, "14 days at level 1 are reached on 1 Nov.")),
        (90, 3, (THERE, "90 days at level 3; 90 are asked.")),
        (48, 3, (MISSING, "90 days at level 3 are reached on 12 Dec.")),
    ],
)
def test_item_6_names_the_day_on_which_the_time_is_served(
    days_at_level: int, level: int, shown: tuple[str, str]
) -> None:
    since = AS_OF - timedelta(days=days_at_level)
    row = item(6, autonomy_level=Level(level), autonomy_since=since, decisions=(), changes=())
    assert state_and_text(row) == shown


def test_item_6_is_not_known_when_nobody_said_since_when() -> None:
    row = item(6, autonomy_since=None, live_on=None, decisions=(), changes=())
    assert state_and_text(row) == (UNKNOWN, "Nobody said since when it works at level 2.")


@pytest.mark.parametrize(
    ("changes", "shown"),
    [
        ({}, (THERE, "119 of 120 cases passed on 6 Oct, on the version in use.")),
        ({"evals": ()}, (MISSING, "No eval suite was run.")),
        (
            {"changes": (changed_kind(ChangeKind.PROMPT, date(2026, 10, 7)),)},
            (MISSING, "triage-core last ran on 6 Oct; the agent changed on 7 Oct."),
        ),
        (
            {"evals": (replace(evidence().evals[-1], blocking_failures=1),)},
            (MISSING, "triage-core: 119 of 120 cases passed; a failure blocks."),
        ),
    ],
    ids=["passed", "never run", "older than the prompt", "failing"],
)
def test_item_7_asks_for_evals_on_the_version_in_use(changes: dict[str, Any], shown: tuple[str, str]) -> None:
    assert state_and_text(item(7, **changes)) == shown


@pytest.mark.parametrize(
    ("edited", "shown"),
    [
        (5, (THERE, "95 of 100 approvals without a substantive edit; 95\u202f% is asked.")),
        (6, (MISSING, "94 of 100 approvals without a substantive edit; 95\u202f% is asked.")),
    ],
)
def test_item_8_asks_for_approvals_without_an_edit(edited: int, shown: tuple[str, str]) -> None:
    rows = tuple(
        approval(number, AS_OF - timedelta(days=number % 80), verdict=ApprovalVerdict.EDITED)
        if number < edited
        else approval(number, AS_OF - timedelta(days=number % 80))
        for number in range(100)
    )
    assert state_and_text(item(8, approvals=rows)) == shown


@pytest.mark.parametrize(
    ("interventions", "state"), [(2, THERE), (5, MISSING)], ids=["steady", "climbing in the last month"]
)
def test_item_8_asks_that_a_person_steps_in_no_more_often(interventions: int, state: str) -> None:
    before, october = days(LEVEL_BEGAN, date(2026, 9, 30)), days(date(2026, 10, 1), AS_OF, interventions=interventions)
    assert item(8, days=(*before, *october)).state == state


@pytest.mark.parametrize(("mode", "state"), [("out", NOTHING), ("in", THERE)], ids=["acts alone", "asks first"])
def test_item_8_does_not_apply_where_nothing_is_approved(mode: str, state: str) -> None:
    runs = tuple(row._replace(mode=mode) for row in days(LEVEL_BEGAN, AS_OF))
    assert item(8, approvals=(), days=runs).state == state


@pytest.mark.parametrize(("major", "state"), [(2, THERE), (3, MISSING)], ids=["46 of 48", "45 of 48"])
def test_item_8_counts_approved_runs_where_no_queue_is_loaded(major: int, state: str) -> None:
    runs = days(LEVEL_BEGAN, AS_OF, accepted=45, edited=3, edited_major=major, interventions=3)
    assert item(8, approvals=(), days=runs).state == state


@pytest.mark.parametrize(
    ("changes", "shown"),
    [
        ({"drills": (Drill("D", AS_OF - timedelta(days=90), True, 40, True),)}, THERE),
        ({"drills": (Drill("D", AS_OF - timedelta(days=91), True, 40, True),)}, MISSING),
        ({"drills": (Drill("D", AS_OF, False, 40, True),)}, MISSING),
        ({"drills": (Drill("D", AS_OF, True, 40, False),)}, MISSING),
        (
            {
                "drills": (Drill("D", AS_OF, True, 40, False),),
                "kill_switch_in_flight": "None in flight: each call is synchronous",
            },
            THERE,
        ),
        ({"kill_switch": None}, UNKNOWN),
        ({"kill_switch": "none"}, MISSING),
        ({"rollback_target": None}, UNKNOWN),
        ({"actions": (action(compensation=None),)}, UNKNOWN),
        ({"actions": (action(compensation="none"),)}, MISSING),
        ({"actions": (action(compensation_tested_on=None),)}, MISSING),
        ({"actions": (evidence().actions[1],)}, THERE),
    ],
    ids=[
        "drilled 90 days ago",
        "91 days ago",
        "failed",
        "in flight not covered",
        "nothing in flight",
        "switch not answered",
        "there is no switch",
        "roll-back not answered",
        "undoing not answered",
        "cannot be undone",
        "undoing untested",
        "reads only",
    ],
)
def test_item_9_asks_for_switch_way_back_and_drill(changes: dict[str, Any], shown: str) -> None:
    assert item(9, **changes).state == shown


@pytest.mark.parametrize(
    ("changes", "shown"),
    [
        ({}, THERE),
        ({"actions": (action(permission_scope=None),)}, UNKNOWN),
        ({"actions": ()}, UNKNOWN),
        ({"retention_days": None}, UNKNOWN),
        ({"escalations": ()}, UNKNOWN),
        ({"escalations": (replace(evidence().escalations[0], person=None),)}, MISSING),
        ({"escalations": (replace(evidence().escalations[0], takeover_steps=None),)}, MISSING),
        ({"days": ()}, MISSING),
    ],
    ids=["all there", "no scope", "no action", "no retention", "no escalation", "unowned", "no steps", "no log"],
)
def test_item_10_asks_for_permissions_log_and_exceptions(changes: dict[str, Any], shown: str) -> None:
    assert item(10, **changes).state == shown


@pytest.mark.parametrize(
    ("changes", "shown"),
    [
        ({}, (THERE, "Checklist 16 of 16, signed.")),
        ({"gates": tuple(row for row in evidence().gates if row.item != "F2")}, None),
        (
            {"gates": tuple(row for row in evidence().gates if row.item != "signed_by_builder")},
            (MISSING, "Checklist 16 of 16, not signed by the builder."),
        ),
    ],
    ids=["complete", "one open", "unsigned"],
)
def test_item_11_asks_for_the_checklist_with_its_signatures(
    changes: dict[str, Any], shown: tuple[str, str] | None
) -> None:
    row = item(11, **changes)
    expected = shown or (
        UNKNOWN,
        'Checklist 15 of 16. Not yet: "The job is narrow enough to test with real examples".',
    )
    assert state_and_text(row) == expected


@pytest.mark.parametrize(
    ("changes", "shown"),
    [
        ({}, (THERE, "People named for 2 of 2 actions.")),
        ({"actions": ()}, (UNKNOWN, "No action is on file, so nobody can answer for one.")),
        (
            {"actions": (action(accountable="gone"), action("b", risk_owner="gone"))},
            (MISSING, "b has no active risk owner (and 1 more action)."),
        ),
    ],
)
def test_item_12_asks_for_three_people_of_each_action(changes: dict[str, Any], shown: tuple[str, str]) -> None:
    assert state_and_text(item(12, **changes)) == shown


@pytest.mark.parametrize(
    ("present", "state"), [(475, THERE), (474, MISSING)], ids=["95 % of the fields", "just under 95 %"]
)
def test_item_13_asks_for_a_complete_audit_log(present: int, state: str) -> None:
    assert item(13, days=days(LEVEL_BEGAN, AS_OF, audit_present=present)).state == state


def test_item_13_is_not_known_without_a_log() -> None:
    assert item(13, days=()).state == UNKNOWN


@pytest.mark.parametrize(
    ("inputs", "shown"),
    [
        (("tickets",), (THERE, "Contract 7 of 7.")),
        ((), (MISSING, 'Contract 6 of 7. Not yet: "Allowed inputs".')),
    ],
)
def test_item_14_asks_for_the_contract(inputs: tuple[str, ...], shown: tuple[str, str]) -> None:
    assert state_and_text(item(14, allowed_inputs=inputs)) == shown


@pytest.mark.parametrize(
    ("findings", "shown"),
    [
        ((), (THERE, "Nothing blocks.")),
        ((raised("silence", severity=Severity.WARN),), (THERE, "Nothing blocks.")),
        ((raised("no_owner", "Nobody."),), (MISSING, "Blocked: Nobody.")),
        (
            (raised("checklist_incomplete", "Open."), raised("no_owner", "Nobody.")),
            (MISSING, "Blocked: Nobody (and 1 more block)."),
        ),
    ],
    ids=["quiet", "a warning", "a block", "two blocks"],
)
def test_item_15_is_failed_by_a_block_only(findings: tuple[Any, ...], shown: tuple[str, str]) -> None:
    row = next(row for row in with_findings(*findings).items if row.item == 15)
    assert state_and_text(row) == shown


RARE = {"started": 1, "completed": 1, "reviewed": 1, "accepted": 1, "success": 1, "usable": 1, "completable": 1}
RARE |= {"people_known": 1, "calls_ok": 1}


def runs_every(step: int, count: int, **changes: float) -> tuple[Any, ...]:
    """One run every so many days up to the as-of day, in order."""
    dates = [AS_OF - timedelta(days=step * back) for back in range(count)]
    return tuple(day_figures(day, **{**RARE, **changes}) for day in reversed(dates))


def rare(**changes: float) -> dict[str, Any]:
    """A low-tier agent with one run in four days: 100 units would take more than a year."""
    return {"days": runs_every(4, 40, **changes), "risk_tier": Tier.LOW, "risk_tier_reason": "Drafts only"}


@pytest.mark.parametrize(
    ("changes", "by_reading"),
    [
        ({}, True),
        ({"reviewed": 0, "accepted": 0}, False),
        ({"accepted": 0, "rejected": 1, "interventions": 1}, False),
        ({"accepted": 0, "edited": 1, "interventions": 1}, False),
    ],
    ids=["all read", "not read", "one was rejected each time", "edited too often"],
)
def test_reading_every_output_stands_in_for_statistics(changes: dict[str, Any], by_reading: bool) -> None:
    figures = {**evidence().observations, **months_of_few()}
    shown = reading(**{**rare(**changes), "observations": figures})
    assert shown.by_reading is by_reading
    if by_reading:
        assert shown.items[0].sentence.text == (
            "All of the last 12 outputs over at least 4 weeks were read, none was changed: "
            "judged by reading, not by statistics."
        )


FEW = "too few to tell; it takes at least 30"


@pytest.mark.parametrize(
    ("escalated", "changes", "state", "words"),
    [
        (0, {}, THERE, "are within their bounds, judged by reading, not by statistics."),
        (3, {}, THERE, "are within their bounds, judged by reading, not by statistics."),
        (6, {}, UNKNOWN, FEW),
        (0, {"reviewed": 0, "accepted": 0}, UNKNOWN, FEW),
    ],
    ids=["none", "within the band", "above it", "not read"],
)
def test_few_escalations_are_judged_by_reading_or_not_at_all(
    escalated: int, changes: dict[str, Any], state: str, words: str
) -> None:
    figures = {**evidence().observations, **months_of_few()}
    handed_over = runs_every(
        7, escalated, **{**dict.fromkeys(RARE, 0), "started": 1, "escalated": 1, "people_known": 1}
    )
    told = {**rare(**changes), "observations": figures}
    row = item(2, **{**told, "days": tuple(sorted((*told["days"], *handed_over)))})
    assert (row.state, words in row.sentence.text) == (state, True), row.sentence.text


def months_of_few() -> dict[str, Any]:
    return {"policy_accuracy": months("policy_accuracy", *((8, 8),) * 12)}


@pytest.mark.parametrize(("units", "by_reading"), [(49, True), (50, False)])
def test_full_reading_is_for_agents_that_cannot_come_to_a_hundred_units(units: int, by_reading: bool) -> None:
    figures = {**evidence().observations, **months_of_few()}
    shown = reading(**{**rare(), "days": runs_every(1, units), "observations": figures})
    assert shown.by_reading is by_reading


def test_full_reading_is_not_for_a_medium_agent_with_several_writes_at_level_2() -> None:
    two = (action(), action("helpdesk.reply"))
    figures = {**evidence().observations, **months_of_few()}
    assert not reading(**{**rare(), "observations": figures, "risk_tier": Tier.MEDIUM, "actions": two}).by_reading


def test_a_named_person_may_state_what_no_log_measures() -> None:
    small = POLICY.with_preset(Preset.SMALL)
    ticked = replace(evidence().gates[0], gate=Gate.CHECKLIST, item=GateItem.C2, evidence="Ana reads every draft")
    rows = (*evidence().gates, ticked)
    low = {"risk_tier": Tier.LOW, "risk_tier_reason": "Drafts only", "gates": rows, "days": ()}
    row = item(4, small, **low)
    assert state_and_text(row) == (THERE, "Stated, not measured: Ana reads every draft (Ana, 10 Nov 2025).")
    assert item(4, small, **{**low, "risk_tier": Tier.HIGH}).state == UNKNOWN


@pytest.mark.parametrize(
    ("code", "severity", "tier", "level", "steps_down"),
    [
        ("intervention_climbing", Severity.BLOCK, Tier.LOW, 2, True),
        ("faster_but_worse", Severity.BLOCK, Tier.LOW, 2, True),
        ("faster_but_worse", Severity.NOTE, Tier.LOW, 2, False),
        ("serious_incident_open", Severity.BLOCK, Tier.LOW, 2, True),
        ("serious_incident_open", Severity.BLOCK, Tier.LOW, 1, False),
        ("eval_stale", Severity.WARN, Tier.MEDIUM, 3, True),
        ("eval_stale", Severity.WARN, Tier.MEDIUM, 2, False),
        ("eval_stale", Severity.WARN, Tier.LOW, 3, False),
        ("no_owner", Severity.BLOCK, Tier.HIGH, 3, False),
    ],
)
def test_a_step_down_is_proposed_at_once(
    code: str, severity: Severity, tier: Tier, level: int, steps_down: bool
) -> None:
    shown = with_findings(
        raised(code, severity=severity),
        risk_tier=tier,
        risk_tier_reason="Agreed",
        autonomy_level=Level(level),
        decisions=(),
    )
    assert bool(shown.step_down) is steps_down
    assert (shown.supported == level - 1) is steps_down


@pytest.mark.parametrize(("days_late", "steps_down"), [(119, False), (120, True)])
def test_a_drill_is_a_reason_to_step_down_from_day_120(days_late: int, steps_down: bool) -> None:
    drill = Drill("D", AS_OF - timedelta(days=days_late), True, 40, True)
    shown = reading(autonomy_level=Level.BOUNDED, decisions=(), drills=(drill,))
    assert bool(shown.step_down) is steps_down


def test_a_missed_quality_measure_is_a_reason_to_step_down() -> None:
    missed = observed(months("policy_accuracy", *((340, 400),) * 12))
    shown = reading(observations=missed)
    assert shown.supported == Level.ASSISTED
    assert shown.allowed == Level.RECOMMENDED


@settings(max_examples=30, deadline=None)
@given(st.permutations(range(9)))
def test_the_order_of_rows_never_matters(order: list[int]) -> None:
    one = evidence()

    def shuffled(rows: tuple[Any, ...]) -> tuple[Any, ...]:
        return tuple(sorted(rows, key=lambda row: order[crc32(repr(row).encode()) % len(order)]))

    names = ("actions", "assignments", "escalations", "bounds", "evals", "gates", "drills", "decisions", "changes")
    mixed = replace(one, **{name: shuffled(getattr(one, name)) for name in names})
    assert _read(mixed) == _read(one)


FACTS: dict[str, Any] = {
    "drills": (),
    "evals": (),
    "gates": (),
    "escalations": (),
    "actions": (),
    "bounds": (),
    "days": (),
    "kill_switch": None,
    "rollback_target": None,
    "retention_days": None,
    "allowed_inputs": (),
    "constraints": None,
}


@settings(max_examples=40, deadline=None)
@given(st.sets(st.sampled_from(sorted(FACTS))), st.sampled_from(sorted(FACTS)))
def test_a_fact_more_never_takes_an_item_away(absent: set[str], added: str) -> None:
    fewer = _read(evidence(**{name: FACTS[name] for name in absent | {added}}))
    more = _read(evidence(**{name: FACTS[name] for name in absent - {added}}))
    lost = {row.item for row in fewer.items if row.state is EvidenceState.THERE} - {
        row.item for row in more.items if row.state in (EvidenceState.THERE, EvidenceState.DOES_NOT_APPLY)
    }
    assert not lost


@settings(max_examples=40, deadline=None)
@given(st.integers(300, 400), st.integers(0, 100))
def test_a_better_month_never_lowers_the_level_supported(right: int, better: int) -> None:
    worse = observed(months("policy_accuracy", *((395, 400),) * 11, (right, 400)))
    good = observed(months("policy_accuracy", *((395, 400),) * 11, (min(400, right + better), 400)))
    assert reading(observations=worse).supported <= reading(observations=good).supported


@given(st.sampled_from(list(Level)), st.sampled_from(list(Level)), st.booleans())
def test_no_answer_is_more_than_one_step_from_what_was_granted(on_file: Level, granted: Level, blocked: bool) -> None:
    rows = (decision(1, LEVEL_BEGAN, level=granted),)
    findings = (raised("intervention_climbing"),) if blocked else ()
    shown = with_findings(*findings, autonomy_level=on_file, decisions=rows)
    assert abs(shown.supported - granted) <= 1
    assert shown.allowed <= min(on_file, granted)


def _read(one: Evidence) -> Any:
    return read(one, POLICY, judged_measures(one, POLICY, OCTOBER), ())
