"""Whatever was loaded or recorded of changes, evals, tools and actions, every view can be built and told as JSON."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from agent_scorecard.boards.changes import credentials, evals, guardrails, json_shape, log, tiers, tools
from agent_scorecard.boards.changes.board import changes
from agent_scorecard.boards.changes.seen import ChangesFilter
from agent_scorecard.rules.facts import AcceptedRisk, Change, Eval, PlannedChange, TierSet, Tool
from agent_scorecard.vocabulary import CaseSource, ChangeKind, Tier
from tests.boards.build import COMPANY, named
from tests.boards.oversight.test_anything import ACTION, CALL, NAME, TEXT, maybe
from tests.build import AS_OF, at, evidence
from tests.rules.assessed import POLICY

WHEN = st.dates(date(2025, 9, 1), AS_OF).map(at)
NUMBER = st.sampled_from(["C-1", "C-2", "C-3"])
KIND = st.sampled_from(ChangeKind)
RUN = maybe(st.sampled_from(["E-1", "E-2", "E-9"]))
CHANGE = st.builds(Change, NUMBER, WHEN, KIND, maybe(st.just("a.one")), TEXT, TEXT, NAME, NAME, RUN, TEXT)
PLAN = st.builds(PlannedChange, NUMBER, WHEN, st.just("ana"), KIND, st.just("ben"), st.just("Why"), TEXT, TEXT, TEXT)
RISK = st.builds(
    AcceptedRisk, NUMBER, st.just("cora"), st.just(AS_OF), st.dates(AS_OF, date(2027, 1, 1)), st.just("Why")
)
EVAL = st.builds(
    lambda run, when, cases, missed, suite, source: Eval(
        run, when, cases, max(0, cases - missed), suite, case_source=source
    ),
    st.sampled_from(["E-1", "E-2"]),
    WHEN,
    st.integers(0, 300),
    st.integers(0, 3),
    st.sampled_from(["core", "edges", ""]),
    maybe(st.sampled_from(CaseSource)),
)
SET = st.builds(
    TierSet, st.integers(1, 9), st.sampled_from(Tier), st.just("Why"), st.just(AS_OF), st.just("ana"), approved_by=NAME
)
TOOL = st.builds(
    Tool, st.sampled_from(["none", "a.b_usd", "crm"]), NAME, TEXT, maybe(st.dates(date(2020, 1, 1), AS_OF))
)
CHOICE = st.builds(ChangesFilter, kind=maybe(KIND), days=maybe(st.sampled_from([30, 365])))


@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(
    st.lists(CHANGE, max_size=4, unique_by=lambda row: row.change),
    st.lists(PLAN, max_size=3, unique_by=lambda row: row.change),
    st.lists(RISK, max_size=2),
    st.lists(EVAL, max_size=4),
    st.lists(ACTION, max_size=3, unique_by=lambda row: row.action),
    st.lists(CALL, max_size=2),
    st.lists(TOOL, max_size=2, unique_by=lambda row: row.tool),
    st.lists(SET, max_size=2),
    maybe(st.sampled_from(Tier)),
    CHOICE,
)
def test_every_view_of_anything_can_be_built(
    rows, plans, risks, runs, actions, calls, catalogue, tiers_set, tier, choice
):
    company = replace(COMPANY, tools=tuple(catalogue))
    one = named(
        "Any",
        agent=evidence(risk_tier=tier, risk_tier_reason=None).agent,
        changes=tuple(rows),
        planned=tuple(plans),
        accepted_risks=tuple(risks),
        evals=tuple(runs),
        actions=tuple(actions),
        calls=tuple(calls),
        tiers_set=tuple(tiers_set),
        company=company,
    )
    changes(company, AS_OF, [one], POLICY, choice)
    log.log([one], POLICY, choice)
    for view in (evals.evals, tiers.tiers, guardrails.matrix, credentials.credentials):
        view([one], POLICY)
    tools.tools([one], company)
    told = json_shape.changes([one], AS_OF, POLICY)
    assert json.loads(json.dumps(told, allow_nan=False)) == told
