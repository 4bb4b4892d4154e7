"""Gates, checklist and one-page views: each item on both sides."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent_scorecard.policy import default_policy
from agent_scorecard.rules.evidence import Evidence
from agent_scorecard.rules.facts import Assignment, Change, Drill, Escalation, GateRow
from agent_scorecard.rules.gate_items import COMPUTED
from agent_scorecard.rules.gates import (
    CONTRACT,
    CONTROL_PLANE,
    DECISION_RIGHTS,
    ONE_PAGE,
    OPERATING_MODEL,
    SOP,
    checklist,
    expired_waivers,
    gate,
    gates,
    item,
    view,
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
    Gate,
    GateAnswer,
    GateItem,
    Mode,
    Preset,
    Role,
    Tier,
    WorkOrigin,
)
from tests.build import AS_OF, LEVEL_BEGAN, action, at, bounds, decision, evidence, rebound

POLICY = default_policy()
SMALL = POLICY.with_preset(Preset.SMALL)
THERE, MISSING, NOT_KNOWN = EvidenceState.THERE, EvidenceState.MISSING, EvidenceState.NOT_KNOWN
HEALTHY = evidence()


def without(role: Role) -> tuple[Assignment, ...]:
    return tuple(row for row in HEALTHY.assignments if row.role is not role)


def rows(*, without: GateItem) -> tuple[GateRow, ...]:
    return tuple(row for row in HEALTHY.gates if row.item is not without)


def answered(code: str, answer: GateAnswer, **changes: object) -> GateRow:
    which = Gate.CHECKLIST if code[0] != "G" else list(Gate)[int(code[1]) - 1]
    row = GateRow(which, GateItem(code), answer, "Wiki page", "ana", AS_OF - timedelta(days=10))
    return replace(row, **changes)


def headline(**changes: object) -> dict[str, object]:
    first = next(row for row in HEALTHY.bounds if row.headline)
    return {"bounds": rebound(replace(first, **changes))}


def test_everything_holds_for_an_agent_known_in_everything():
    assert [standing.passed for standing in gates(HEALTHY, POLICY)] == [True] * 4
    assert checklist(HEALTHY, POLICY).complete
    views = [view(HEALTHY, POLICY, name) for name in (CONTRACT, SOP, OPERATING_MODEL, ONE_PAGE, CONTROL_PLANE)]
    assert [(one.there, one.of) for one in views] == [(7, 7), (7, 7), (7, 7), (8, 8), (5, 5)]
    assert view(HEALTHY, POLICY, DECISION_RIGHTS).there == 5


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


@pytest.mark.parametrize(
    ("row", "state", "sentence"),
    [
        (answered("F2", GateAnswer.YES), THERE, "Wiki page (ana, 21 Oct 2026)"),
        (answered("F2", GateAnswer.YES, evidence=None), MISSING, "Ticked without saying what shows it."),
        (answered("F2", GateAnswer.NO), MISSING, "Answered no on 21 Oct 2026."),
        (answered("F2", GateAnswer.OPEN), NOT_KNOWN, "Nobody answered yet."),
        (None, NOT_KNOWN, "Nobody answered yet."),
        (answered("F2", GateAnswer.NOT_APPLICABLE), MISSING, "Answered not applicable on 21 Oct 2026."),
        (
            answered("C4", GateAnswer.NOT_APPLICABLE, reason="No summary is acted on"),
            EvidenceState.DOES_NOT_APPLY,
            "Does not apply: No summary is acted on.",
        ),
    ],
)
def test_an_attested_item_is_what_a_person_said_and_showed(row, state, sentence):
    code = row.item if row is not None else GateItem.F2
    one = evidence(gates=(*rows(without=code), *([row] if row is not None else [])))
    answer = item(one, POLICY, code)
    assert (answer.state, answer.sentence.text) == (state, sentence)


@pytest.mark.parametrize(
    ("expires", "state"), [(AS_OF, THERE), (AS_OF - timedelta(days=1), NOT_KNOWN)], ids=["last day", "day after"]
)
def test_a_waiver_holds_up_to_and_including_its_expiry(expires, state):
    waived = answered("F2", GateAnswer.WAIVED, reason="Pilot only", expires_on=expires)
    one = evidence(gates=(*rows(without=GateItem.F2), waived))
    assert item(one, POLICY, "F2").state is state
    assert bool(list(expired_waivers(one, POLICY))) is (state is NOT_KNOWN)


def test_a_waiver_stands_in_for_a_computed_item_too():
    waived = answered("G3.4", GateAnswer.WAIVED, reason="Vendor writes it", expires_on=AS_OF)
    one = evidence(rollback_target=None, gates=(*HEALTHY.gates, waived))
    assert item(one, POLICY, "G3.4").sentence.text == "Waived until 31 Oct 2026: Vendor writes it."
    assert item(one, POLICY, "K7").state is MISSING


def test_a_later_answer_replaces_an_earlier_one_in_any_order():
    no, yes = answered("F2", GateAnswer.NO), answered("F2", GateAnswer.YES, answered_on=AS_OF)
    states = [item(evidence(gates=order), POLICY, "F2").state for order in ((no, yes), (yes, no))]
    assert states == [THERE, THERE]


@pytest.mark.parametrize(
    ("day", "state"), [(date(2026, 10, 1), THERE), (date(2026, 9, 30), MISSING)], ids=["this quarter", "last quarter"]
)
def test_an_unchanged_workflow_is_confirmed_each_quarter(day, state):
    row = answered("G4.4", GateAnswer.YES, answered_on=day)
    assert item(evidence(gates=(*rows(without=GateItem.G4_4), row)), POLICY, "G4.4").state is state


@pytest.mark.parametrize(
    ("manager", "builder", "held", "unsigned"),
    [
        ("ana", "ben", {}, ()),
        ("ana", None, {}, (Role.BUILDER,)),
        (None, "ben", {}, (Role.ACCOUNTABLE_OWNER,)),
        ("ana", "ana", {}, (Role.ACCOUNTABLE_OWNER, Role.BUILDER)),
        ("ana", "ana", {Role.BUILDER: "ana"}, ()),
    ],
    ids=["two people", "builder missing", "manager missing", "one person, one role", "one person, both roles"],
)
def test_the_checklist_needs_two_signatures(manager, builder, held, unsigned):
    signed = {GateItem.SIGNED_BY_MANAGER: manager, GateItem.SIGNED_BY_BUILDER: builder}
    given = tuple(
        GateRow(Gate.CHECKLIST, code, GateAnswer.YES, None, name, AS_OF) for code, name in signed.items() if name
    )
    kept = tuple(row for row in HEALTHY.gates if row.item not in signed)
    extra = tuple(Assignment(role, name) for role, name in held.items())
    one = evidence(gates=(*kept, *given), assignments=(*HEALTHY.assignments, *extra))
    standing = checklist(one, POLICY)
    assert (standing.unsigned, standing.complete) == (unsigned, not unsigned)


def test_a_small_company_may_tick_the_sixteen_with_a_sentence_and_one_signature():
    codes = [each.code for each in POLICY.items_of(Gate.CHECKLIST, Tier.LOW)]
    ticks = tuple(answered(code, GateAnswer.YES) for code in codes)
    signed = GateRow(Gate.CHECKLIST, GateItem.SIGNED_BY_MANAGER, GateAnswer.YES, None, "ana", AS_OF)
    bare = evidence(gates=(*ticks, signed), actions=(), bounds=(), evals=(), changes=(), retention_days=None)
    assert (len(codes), checklist(bare, SMALL).complete) == (16, True)
    assert not checklist(bare, POLICY).complete


@pytest.mark.parametrize(
    ("changes", "passed", "sentence"),
    [
        ({}, True, "Passed 8 Jan 2026."),
        ({"gates": ()}, False, "Not held yet."),
        (
            {"contacts": ()},
            False,
            'Passed 8 Jan 2026, but not there now: "Somebody is on call and contacts are named".',
        ),
    ],
)
def test_a_gate_is_passed_by_its_result_and_every_item(changes, passed, sentence):
    standing = gate(evidence(**changes), POLICY, Gate.PRODUCTION_READINESS)
    assert (standing.passed, standing.sentence.text) == (passed, sentence)


@pytest.mark.parametrize(
    ("row", "passed", "days", "sentence"),
    [
        ({"answer": GateAnswer.OPEN, "submitted_on": date(2026, 10, 1)}, False, 30, "Open since 1 Oct 2026."),
        (
            {"answer": GateAnswer.FAIL, "answered_on": AS_OF, "reason": "No contacts"},
            False,
            None,
            "Decided 31 Oct 2026: not passed, No contacts.",
        ),
        (
            {"answer": GateAnswer.WAIVED, "answered_on": AS_OF, "reason": "Vendor limit", "expires_on": AS_OF},
            True,
            None,
            "Waived until 31 Oct 2026: Vendor limit.",
        ),
    ],
)
def test_a_gate_result_says_where_it_stands(row, passed, days, sentence):
    result = GateRow(Gate.INTAKE, GateItem.RESULT, **row)
    kept = tuple(each for each in HEALTHY.gates if (each.gate, each.item) != (Gate.INTAKE, GateItem.RESULT))
    standing = gate(evidence(gates=(*kept, result)), POLICY, Gate.INTAKE)
    assert (standing.passed, standing.days_in_gate, standing.sentence.text) == (passed, days, sentence)


@pytest.mark.parametrize(("tier", "required"), [(Tier.LOW, False), (Tier.MEDIUM, True), (None, True)])
def test_low_tier_agents_need_no_design_review(tier, required):
    one = evidence(risk_tier=tier, actions=())
    assert gate(one, POLICY, Gate.DESIGN_REVIEW).required is required


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


@given(st.randoms(use_true_random=False))
def test_the_order_of_rows_never_matters(random):
    def mixed(values):
        return tuple(random.sample(values, len(values)))

    one = evidence(
        gates=mixed(HEALTHY.gates),
        actions=mixed(HEALTHY.actions),
        assignments=mixed(HEALTHY.assignments),
        escalations=mixed(HEALTHY.escalations),
        evals=mixed(HEALTHY.evals),
        changes=mixed(HEALTHY.changes),
        bounds=mixed(HEALTHY.bounds),
    )
    assert gates(one, POLICY) == gates(HEALTHY, POLICY)
    assert checklist(one, POLICY) == checklist(HEALTHY, POLICY)
