"""Gates, checklist and one-page views: each item on both sides."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent_scorecard.policy import default_policy
from agent_scorecard.rules.facts import Assignment, GateRow
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
    EvidenceState,
    Gate,
    GateAnswer,
    GateItem,
    Preset,
    Role,
    Tier,
)
from tests.build import AS_OF, evidence

POLICY = default_policy()
SMALL = POLICY.with_preset(Preset.SMALL)
THERE, MISSING, NOT_KNOWN = EvidenceState.THERE, EvidenceState.MISSING, EvidenceState.NOT_KNOWN
HEALTHY = evidence()


def rows(*, without: GateItem) -> tuple[GateRow, ...]:
    return tuple(row for row in HEALTHY.gates if row.item is not without)


def answered(code: str, answer: GateAnswer, **changes: object) -> GateRow:
    which = Gate.CHECKLIST if code[0] != "G" else list(Gate)[int(code[1]) - 1]
    row = GateRow(which, GateItem(code), answer, "Wiki page", "ana", AS_OF - timedelta(days=10))
    return replace(row, **changes)


def test_everything_holds_for_an_agent_known_in_everything():
    assert [standing.passed for standing in gates(HEALTHY, POLICY)] == [True] * 4
    assert checklist(HEALTHY, POLICY).complete
    views = [view(HEALTHY, POLICY, name) for name in (CONTRACT, SOP, OPERATING_MODEL, ONE_PAGE, CONTROL_PLANE)]
    assert [(one.there, one.of) for one in views] == [(7, 7), (7, 7), (7, 7), (8, 8), (5, 5)]
    assert view(HEALTHY, POLICY, DECISION_RIGHTS).there == 5


@pytest.mark.parametrize(
    ("row", "state", "sentence"),
    [
        (answered("F2", GateAnswer.YES), THERE, "Wiki page (Ana, 21 Oct 2026)"),
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
