"""The shipped policy is whole, and an edited one is refused by the name of its bad key."""

from __future__ import annotations

from importlib.resources import files

import pytest

from agent_scorecard.policy import PolicyError, default_policy, policy_from, read_policy
from agent_scorecard.policy.shapes import FindingPolicy
from agent_scorecard.vocabulary import Choice, Gate, GateItem, Level, Mode, Preset, Severity, Tier

SHIPPED = files("agent_scorecard.policy").joinpath("policy.toml").read_text("utf-8")

BLOCKS_WITH_CAP = {
    "contract_incomplete": 1,
    "checklist_incomplete": 1,
    "no_kill_switch": 2,
    "no_compensation": 2,
    "eval_failing": 2,
    "faster_but_worse": 2,
    "raci_incomplete": 2,
}
BLOCKS_WITHOUT_CAP = {
    "no_owner",
    "owner_inactive",
    "serious_incident_open",
    "limit_breach",
    "forbidden_call",
    "intervention_climbing",
    "volume_up_outcome_down",
}
WARNS = {
    "rubber_stamp",
    "level_above_evidence",
    "drill_overdue",
    "eval_stale",
    "review_overdue",
    "decision_missing",
    "follow_up_overdue",
    "not_confirmed_in_place",
    "silent_incident",
    "rca_missing",
    "pilot_without_decision",
    "no_baseline",
    "trace_gap",
    "exception_expired",
}


def with_severity(severity: Severity) -> dict[str, FindingPolicy]:
    return {code: found for code, found in default_policy().findings.items() if found.severity is severity}


def test_the_same_text_gives_the_same_policy():
    assert read_policy(SHIPPED) == default_policy()


@pytest.mark.parametrize(
    ("before", "after", "sentence"),
    [
        ("min_n = 30  ", "min_m = 30  ", "verdicts.min_m is not a key of the policy."),
        ("min_n = 30  ", "", "verdicts.min_n is missing from the policy."),
        ("min_n = 30  ", 'min_n = "30"  ', "verdicts.min_n is '30', but must be a whole number."),
        ("min_n = 30  ", "min_n = true  ", "verdicts.min_n is True, but must be a whole number."),
        ("sticky_z = 1.0", "sticky_z = nan", "verdicts.sticky_z is nan, but must lie between 0 and 100,000."),
        ("block_days = 7", "block_days = 0", "dispersion.block_days is 0, but must lie between 1 and 100,000."),
        (
            "citation_rate = 0.90",
            "citation_rate = 90",
            "oversight.citation_rate is 90.0, but must lie between 0 and 1.",
        ),
        ("stands_for = [1, 5, 8]", "stands_for = 1", "full_reading.stands_for must be a list."),
        (
            "[findings.no_owner]",
            "[findings.no_owner.x]\n[findings.no_owner]",
            "findings.no_owner.x is not a key of the policy.",
        ),
        ('high = "in" }', 'high = "inside" }', "tiers.mode_cap.high is 'inside', but must be one of forbidden,"),
        (
            "oversight.drill_warn_days = 351",
            "oversight.drill_days = 351",
            "oversight.drill_days is not a key of the policy.",
        ),
        ("[verdicts]", "[verdicts", "The policy is not readable TOML"),
    ],
    ids=[
        "unknown",
        "missing",
        "text",
        "yes",
        "nan",
        "zero",
        "90 for 90 %",
        "no list",
        "unknown deep",
        "unknown word",
        "in a preset",
        "no TOML",
    ],
)
def test_a_bad_policy_is_refused_by_the_name_of_its_key(before, after, sentence):
    assert before in SHIPPED
    with pytest.raises(PolicyError) as refused:
        read_policy(SHIPPED.replace(before, after, 1))
    assert str(refused.value).startswith(sentence)


def test_severities_and_caps_are_those_of_the_rules():
    blocks = with_severity(Severity.BLOCK)
    assert {code: found.cap for code, found in blocks.items() if found.cap} == BLOCKS_WITH_CAP
    assert {code for code, found in blocks.items() if not found.cap} == BLOCKS_WITHOUT_CAP
    assert set(with_severity(Severity.WARN)) == WARNS
    assert not [code for code, found in default_policy().findings.items() if found.cap and code not in blocks]


def test_every_finding_has_one_way_out_and_ends_as_a_sentence():
    for code, found in default_policy().findings.items():
        assert found.way_out.endswith("."), code
        assert not found.question or found.question.endswith("?"), code


@pytest.mark.parametrize(
    ("burn", "severity"), [(0.79, None), (0.80, Severity.WARN), (0.99, Severity.WARN), (1.0, Severity.BLOCK)]
)
def test_a_budget_warns_and_then_blocks(burn, severity):
    assert default_policy().findings["budget"].severity_at(burn) is severity


def test_each_step_asks_the_items_of_its_tier():
    steps = default_policy().ladder.steps
    every = set(range(1, 16))
    assert {(level, tier): set(step.required[tier]) for level, step in steps.items() for tier in Tier} == {
        (Level.ASSISTED, Tier.LOW): {1, 3, 6, 11, 12, 14, 15},
        (Level.ASSISTED, Tier.MEDIUM): {1, 3, 6, 11, 12, 14, 15, 2, 4, 5, 10},
        (Level.ASSISTED, Tier.HIGH): {1, 3, 6, 11, 12, 14, 15, 2, 4, 5, 10, 7, 13},
        (Level.RECOMMENDED, Tier.LOW): every - {7, 13},
        (Level.RECOMMENDED, Tier.MEDIUM): every,
        (Level.RECOMMENDED, Tier.HIGH): every,
        (Level.BOUNDED, Tier.LOW): every,
        (Level.BOUNDED, Tier.MEDIUM): every,
        (Level.BOUNDED, Tier.HIGH): every,
    }
    assert [step.min_days for step in steps.values()] == [14, 28, 90]


def test_a_threshold_rule_lets_a_high_action_run_on_the_loop():
    tiers = default_policy().tiers
    assert [tiers.cap(tier, has_rule) for tier in Tier for has_rule in (False, True)] == [
        Mode.OUT,
        Mode.OUT,
        Mode.ON,
        Mode.ON,
        Mode.IN,
        Mode.ON,
    ]


def test_a_small_company_drills_yearly_and_back_again():
    enterprise = default_policy()
    small = enterprise.with_preset(Preset.SMALL)
    assert (small.preset, small.oversight.drill_valid_days, small.gates.checklist_by_tick) == (Preset.SMALL, 365, True)
    assert small.with_preset(Preset.ENTERPRISE) == enterprise


def test_an_edit_stays_on_top_of_every_preset_and_can_be_stored():
    edited = default_policy().changed({"oversight": {"drill_warn_days": 60}}).with_preset(Preset.SMALL)
    assert edited.oversight.drill_warn_days == 60
    assert edited.oversight.drill_valid_days == 365
    assert policy_from(edited.source) == edited
    with pytest.raises(PolicyError, match=r"oversight\.drill is not a key"):
        edited.changed({"oversight": {"drill": 60}})


def test_the_checklist_has_sixteen_items_and_each_gate_its_own():
    policy = default_policy()
    per_gate = {gate: len(policy.items_of(gate, Tier.HIGH)) for gate in Gate}
    assert list(per_gate.values()) == [6, 5, 6, 4, 16]
    assert len(policy.items_of(Gate.PRODUCTION_READINESS, Tier.LOW)) < len(
        policy.items_of(Gate.PRODUCTION_READINESS, Tier.HIGH)
    )


def test_every_gate_item_of_the_files_is_in_the_policy_and_only_the_ticked_ones_are_attested():
    policy = default_policy()
    codes = [item for item in GateItem if item.value[0] in "GFCMO"]
    assert [code for code in codes if policy.item(code) is None] == []
    attested = {code for code in codes if (item := policy.item(code)) and item.attested}
    assert attested == {"G1.0", "G1.1", "G1.4", "G2.1", "G2.2", "G3.2", "G4.4", "F2", "F4", "C3", "C4", "O4"}


def test_maintain_is_due_at_the_next_review_and_so_has_no_days():
    assert default_policy().proposal.due_days == {
        Choice.EXPAND: 30,
        Choice.REVISE: 30,
        Choice.PAUSE: 14,
        Choice.RETIRE: 60,
    }
