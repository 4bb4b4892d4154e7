"""Computed items: each where its facts are there and where one is missing."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent_scorecard.policy import default_policy
from agent_scorecard.rules.evidence import Evidence
from agent_scorecard.rules.facts import Assignment, Change, Drill, Escalation
from agent_scorecard.rules.gate_items import COMPUTED
from agent_scorecard.rules.gates import (
    CONTROL_PLANE,
    item,
)
from agent_scorecard.vocabulary import (
    Access,
    CaseSource,
    ChangeKind,
    Choice,
    Effect,
    EvidenceSource,
    EvidenceState,
    ExpandKind,
    Mode,
    Role,
    WorkOrigin,
)
from tests.build import AS_OF, LEVEL_BEGAN, action, at, bounds, decision, evidence, rebound

POLICY = default_policy()
THERE, MISSING = EvidenceState.THERE, EvidenceState.MISSING
HEALTHY = evidence()


def without(role: Role) -> tuple[Assignment, ...]:
    return tuple(row for row in HEALTHY.assignments if row.role is not role)


def headline(**changes: object) -> dict[str, object]:
    first = next(row for row in HEALTHY.bounds if row.headline)
    return {"bounds": rebound(replace(first, **changes))}


def test_every_computed_item_of_the_policy_has_its_line():
    asked = {each.code for each in POLICY.checklist}
    attested = {each.code for each in POLICY.checklist if each.attested and each.gate != CONTROL_PLANE}
    assert set(COMPUTED) == asked - attested


OUT = action("helpdesk.tag", mode=Mode.ON)
MONEY = action("pay.refund", effects=(Effect.MONEY,))


@pytest.mark.parametrize(
    ("code", "changes", "sentence"),
    [
        ("G1.2", {"team": None}, "Missing: the team."),
        ("G1.2", {"team": None, "workflow": " "}, "Missing: the team and the workflow."),
        ("G1.3", {"actions": (action(system=None),)}, "Missing: the system of helpdesk.tag."),
        ("G1.5", {"bounds": ()}, "Missing: a headline measure."),
        ("G1.5", headline(target=None, passes=None), "Missing: a target."),
        (
            "G1.5",
            {"bounds": (bounds("cycle_time", headline=True, passes=30.0),)},
            "Missing: a baseline and a guard measure.",
        ),
        ("G2.3", {"actions": (action(permission_scope=None),)}, "Missing: the scope of helpdesk.tag."),
        ("G2.4", {"actions": (action(mode=None),)}, "Missing: the mode of helpdesk.tag."),
        ("G2.4", {"assignments": without(Role.SUPERVISOR)}, "Missing: an active supervisor who approves."),
        ("G2.5", {"escalations": ()}, "Missing: an escalation trigger."),
        ("G2.5", {"escalations": (Escalation("VIP", None, "gone"),)}, "Missing: an active person for VIP."),
        ("G3.1", {"evals": ()}, "Missing: an eval on real cases."),
        (
            "G3.1",
            {"evals": tuple(replace(row, blocking_failures=1) for row in HEALTHY.evals)},
            "Missing: a passed run of triage-core.",
        ),
        (
            "G3.1",
            {"evals": tuple(replace(row, case_source=CaseSource.SYNTHETIC) for row in HEALTHY.evals)},
            "Missing: an eval on real cases.",
        ),
        ("G3.3", {"contacts": (), "assignments": without(Role.ON_CALL)}, "Missing: contacts and somebody on call."),
        ("G3.4", {"rollback_target": None}, "Missing: the roll-back target."),
        ("G3.5", {"kill_switch": "none"}, "Missing: how new work is stopped."),
        ("G3.5", {"kill_switch_in_flight": None}, "Missing: what happens to work begun."),
        (
            "G3.5",
            {"drills": (Drill("DR-2", AS_OF, False),)},
            "Missing: a passed drill after the failed one.",
        ),
        ("G3.6", {"actions": (replace(MONEY, mode=Mode.ON),)}, "Missing: approval of pay.refund."),
        ("G4.2", {"decisions": (decision(1, date(2026, 9, 30)),)}, "Missing: a decision for this quarter."),
        ("G4.3", {"assignments": without(Role.ACCOUNTABLE_OWNER)}, "Missing: an active owner."),
        ("F1", {"actions": (), "required_outputs": None}, "Missing: an action on file and required outputs."),
        ("F3", {"days": (), "tasks": ()}, "Missing: how much work there is."),
        ("C1", {"actions": (action(access=None),)}, "Missing: the access of helpdesk.tag."),
        ("C2", {"actions": ()}, "Missing: an action on file."),
        ("M1", {"bounds": ()}, "Missing: a baseline for time, quality, cost or conversion."),
        ("M2", headline(fails=None), "Missing: pass and fail bounds of the headline."),
        ("M4", {"evals": ()}, "Missing: real edge cases in an eval suite."),
        ("O1", {"changes": ()}, "Missing: a change log."),
        (
            "O1",
            {"changes": (Change("CH-1", at(AS_OF), ChangeKind.PROMPT, author="ben"),)},
            "Missing: the approver of CH-1.",
        ),
        ("O2", {"retention_days": None}, "Missing: how long logs are kept."),
        ("O2", {"days": ()}, "Missing: runs with a request id."),
        ("P2", {"tasks": ()}, "Missing: the task it took over."),
        ("K3", {"constraints": "none"}, "Missing: constraints."),
        ("K4", {"actions": (action(),)}, "Missing: an action that is forbidden."),
        ("K5", {"bounds": ()}, "Missing: one or two headline measures."),
        ("K6", {"escalations": (Escalation("VIP"),)}, "Missing: an escalation trigger with a person."),
        ("S5", {"escalations": (Escalation("VIP", None, "ana"),)}, "Missing: how a person takes over."),
        ("X3", {"capabilities": ()}, "Missing: an approval policy, done and owned."),
        ("D5", {"assignments": without(Role.PAUSE_OR_RETIRE)}, "Missing: who pauses or retires."),
    ],
)
def test_a_computed_item_names_what_is_missing(code, changes, sentence):
    answer = item(evidence(**changes), POLICY, code)
    assert (answer.state, answer.sentence.text) == (MISSING, sentence)
    assert item(HEALTHY, POLICY, code).state is THERE


@pytest.mark.parametrize(
    ("code", "changes"),
    [
        ("G1.5", {**headline(baseline_kind=None, baseline_value=None), "work_origin": WorkOrigin.NEW}),
        ("G2.4", {"actions": (replace(OUT, always_approve=False),), "assignments": without(Role.SUPERVISOR)}),
        ("G3.5", {"drills": ()}),
        ("G3.6", {"actions": (replace(MONEY, mode=Mode.IN),)}),
        ("G3.6", {"actions": (replace(MONEY, mode=Mode.ON, always_approve=True),)}),
        ("C2", {"actions": (action(access=Access.READ, mode=Mode.OUT),)}),
        ("F3", {"days": ()}),
        ("O2", {"days": (), "evidence_source": EvidenceSource.FILE}),
        ("G4.2", {"as_of": date(2026, 10, 5), "decisions": (decision(1, date(2026, 9, 1)),)}),
    ],
    ids=[
        "new work needs no baseline",
        "nobody approves, nobody is missing",
        "no drill was held yet",
        "money waits for a person",
        "money is always approved",
        "reading needs no approval",
        "the task gives the volume",
        "files keep their logs elsewhere",
        "the quarter before counts until its review is due",
    ],
)
def test_an_item_holds_where_its_fact_is_known_in_another_way(code, changes):
    assert item(evidence(**changes), POLICY, code).state is THERE


@pytest.mark.parametrize(
    ("set_on", "state"), [(LEVEL_BEGAN, THERE), (LEVEL_BEGAN + timedelta(days=1), MISSING)], ids=["before", "after"]
)
def test_bounds_must_be_set_before_the_level_is_raised_here(set_on, state):
    raised = decision(1, LEVEL_BEGAN, Choice.EXPAND, kind=ExpandKind.LEVEL)
    one = evidence(decisions=(raised,), **headline(set_on=set_on))
    assert item(one, POLICY, "M2").state is state


@pytest.mark.parametrize(
    ("as_of", "decisions", "state"),
    [
        (date(2026, 2, 11), (), THERE),
        (date(2026, 2, 12), (), MISSING),
        (date(2026, 2, 12), (decision(1, date(2025, 10, 1)),), THERE),
        (date(2026, 2, 12), (decision(1, date(2025, 9, 30)),), MISSING),
    ],
    ids=["first card not due before day 30 is over", "due and not held", "held last quarter", "held too long ago"],
)
def test_the_review_rhythm_holds_until_the_first_due_date_has_passed(as_of, decisions, state):
    one = evidence(as_of=as_of, live_on=date(2026, 1, 12), decisions=decisions)
    assert item(one, POLICY, "O3").state is state


@pytest.mark.parametrize(
    ("as_of", "state"),
    [(date(2026, 10, 1), THERE), (date(2026, 10, 15), THERE), (date(2026, 10, 16), MISSING)],
    ids=["a new quarter begins", "the card of the quarter is due", "it is late"],
)
def test_the_review_rhythm_holds_until_the_card_of_the_quarter_is_late(as_of, state):
    one = evidence(as_of=as_of, decisions=(decision(1, date(2026, 6, 30)),))
    assert item(one, POLICY, "O3").state is state


@pytest.mark.parametrize(
    ("as_of", "state"), [(date(2026, 4, 30), THERE), (date(2026, 5, 1), MISSING)], ids=["last day", "day after"]
)
def test_return_and_risk_hold_until_the_first_portfolio_review_is_due(as_of, state):
    one = evidence(as_of=as_of, live_on=date(2026, 1, 12), decisions=())
    assert item(one, POLICY, "M3").state is state


def test_what_was_due_before_the_first_load_falls_due_thirty_days_after_it():
    loaded = date(2026, 10, 1)
    states = [
        item(evidence(as_of=day, first_loaded=loaded, decisions=()), POLICY, "O3").state
        for day in (date(2026, 10, 31), date(2026, 11, 1))
    ]
    assert states == [THERE, MISSING]


FACTS = {
    "team": None,
    "allowed_inputs": (),
    "required_outputs": None,
    "constraints": None,
    "kill_switch": None,
    "kill_switch_in_flight": None,
    "rollback_target": None,
    "contacts": (),
    "retention_days": None,
    "trigger": None,
    "actions": (),
    "escalations": (),
    "bounds": (),
    "evals": (),
    "changes": (),
    "gates": (),
    "assignments": (),
    "capabilities": (),
    "decisions": (),
    "tasks": (),
}
fact_sets = st.sets(st.sampled_from(sorted(FACTS)))


def holding(one: Evidence) -> set[str]:
    return {each.code for each in POLICY.checklist if item(one, POLICY, each.code).holds}


@given(fact_sets, fact_sets)
def test_adding_a_met_fact_never_takes_an_item_away(gone, back):
    fewer = evidence(**{name: FACTS[name] for name in gone})
    more = evidence(**{name: FACTS[name] for name in gone - back})
    assert holding(fewer) - holding(more) == set()
