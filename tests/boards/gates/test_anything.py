"""Whatever was answered at a gate, every view can be built, JSON carries it, and a gate that passed lacks nothing."""

from __future__ import annotations

import json
from datetime import date

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from agent_scorecard.boards.gates.agent import agent_gates
from agent_scorecard.boards.gates.agents import agents
from agent_scorecard.boards.gates.json_shape import gates as as_json
from agent_scorecard.boards.gates.one_pager import one_pager
from agent_scorecard.boards.gates.passing import passing
from agent_scorecard.policy import default_policy
from agent_scorecard.rules.facts import GateRow
from agent_scorecard.rules.gate_signing import sign_gaps, submit_gaps
from agent_scorecard.rules.gate_steps import GateState
from agent_scorecard.rules.gates import STAGES
from agent_scorecard.vocabulary import Gate, GateAnswer, GateItem, Preset, Status, Tier
from tests.boards.build import named
from tests.build import AS_OF, evidence

PRESETS = [default_policy().with_preset(preset) for preset in Preset]
PERSON = st.sampled_from([None, "ana", "ben", "cora", "nobody-known"])
DAY = st.one_of(st.none(), st.dates(date(2026, 1, 1), AS_OF))
TEXT = st.sampled_from([None, "", "Written down", "<b>"])
ROW = st.builds(
    GateRow,
    gate=st.sampled_from(Gate),
    item=st.sampled_from([GateItem.RESULT, GateItem.SIGNED_BY_BUILDER, GateItem.G1_0, GateItem.F2, GateItem.C4]),
    answer=st.sampled_from(GateAnswer),
    evidence=TEXT,
    answered_by=PERSON,
    answered_on=DAY,
    submitted_on=DAY,
    reviewers=st.sampled_from([(), ("ana",), ("cora", "nobody-known")]),
    reason=TEXT,
    expires_on=st.one_of(st.none(), st.dates(date(2026, 10, 1), date(2027, 3, 1))),
)


@given(
    rows=st.lists(ROW, max_size=6, unique_by=lambda row: (row.gate, row.item)),
    policy=st.sampled_from(PRESETS),
    tier=st.sampled_from([None, *Tier]),
    status=st.sampled_from([Status.IDEA, Status.PILOT, Status.LIVE, Status.PAUSED]),
    kept=st.booleans(),
)
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_every_view_is_built_and_no_gate_passes_on_less_than_it_asks(rows, policy, tier, status, kept):
    given_ = {(row.gate, row.item) for row in rows}
    before = [row for row in evidence().gates if kept and (row.gate, row.item) not in given_]
    one = named("Triage", gates=(*before, *rows), risk_tier=tier, status=status)
    (each,) = passing([one], policy)
    agents([each], policy)
    one_pager(each, policy)
    agent_gates(each, policy)
    json.dumps(as_json([one], AS_OF, policy), allow_nan=False)
    for standing, state in each.gates:
        assert state is not GateState.PASSED or not standing.missing
    for which in STAGES:
        for person in ("ana", "nobody-known"):
            list(submit_gaps(one.evidence, policy, which, person))
            list(sign_gaps(one.evidence, policy, which, person, GateAnswer.PASS))
