"""All findings together: a healthy agent has none, a bare one has questions only, and order never matters."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent_scorecard.policy import default_policy, read_measures
from agent_scorecard.rules.answers import Due, Finding, Reading, say
from agent_scorecard.rules.evidence import Company, Evidence
from agent_scorecard.rules.facts import Agent, UnregisteredRuns
from agent_scorecard.rules.findings import company_findings, fact_findings, late_findings
from agent_scorecard.rules.scorecard import judged_measures
from agent_scorecard.vocabulary import AgentKind, IncidentSeverity, Level, Preset, Severity, Status
from tests.build import AS_OF, LEVEL_BEGAN, OCTOBER, action, days, decision, evidence, incident

POLICY = default_policy()


def findings(one: Evidence, policy=POLICY) -> tuple[Finding, ...]:
    return fact_findings(one, policy, judged_measures(one, policy, OCTOBER))


def bare(**changes: object) -> Evidence:
    """An agent of which only the name and its runs are known."""
    return replace(
        Evidence(
            Agent("imported", "Imported"),
            AS_OF,
            Company(measures=read_measures()),
            first_loaded=AS_OF,
            days=days(date(2026, 10, 1), AS_OF),
        ),
        **changes,
    )


def test_an_agent_known_in_everything_has_no_finding():
    assert findings(evidence()) == ()


@pytest.mark.parametrize("preset", list(Preset))
def test_an_agent_known_by_its_runs_alone_has_set_up_questions_and_nothing_else(preset):
    found = findings(bare(), POLICY.with_preset(preset))
    assert all(row.setup for row in found)
    assert {row.code for row in found if row.severity is Severity.BLOCK} == {
        "checklist_incomplete",
        "contract_incomplete",
        "no_owner",
    }


def test_an_idea_without_a_figure_has_no_finding():
    assert findings(bare(days=())) == ()


@pytest.mark.parametrize("status", [Status.RETIRED, Status.MERGED])
def test_a_retired_agent_owes_nothing_that_was_never_promised(status):
    one = bare()
    assert findings(replace(one, agent=replace(one.agent, status=status))) == ()


def test_blocks_come_first():
    one = evidence(
        incidents=(incident(AS_OF, severity=IncidentSeverity.HIGH),), constraints=None, owner_confirmed_on=None
    )
    assert [row.code for row in findings(one)] == [
        "contract_incomplete",
        "serious_incident_open",
        "owner_unconfirmed",
    ]


@pytest.mark.parametrize("code", sorted(code for code, weight in POLICY.findings.items() if weight.cap))
def test_only_a_block_carries_a_cap(code):
    assert POLICY.findings[code].severity is Severity.BLOCK


def reading(**changes: object) -> Reading:
    level = Level.RECOMMENDED
    given = Reading(level, level, True, level, level, LEVEL_BEGAN, Level.BOUNDED, (), (), None, True)
    return replace(given, **changes)


def due(days_late: int) -> Due:
    on = AS_OF - timedelta(days=days_late)
    return Due(on, days_late, "monthly", say("card_due", "Due."))


ABOVE = {"on_file": Level.BOUNDED}


@pytest.mark.parametrize(
    ("changes", "reads", "late", "sentences"),
    [
        ({}, {}, 0, []),
        ({}, ABOVE, 0, ["On file level 3, granted level 2."]),
        (
            {},
            {**ABOVE, "granted": Level.BOUNDED},
            0,
            ["On file level 3, supported level 2."],
        ),
        ({}, {"supported": Level.ASSISTED}, 0, ["On file level 2, supported level 1."]),
        ({"kind": AgentKind.AUTOMATION}, ABOVE, 0, []),
        ({}, {}, 1, ["The card due 30 Oct 2026 is 1 day late."]),
        ({"decisions": ()}, {}, 21, ["No decision is on record; the first card was due 10 Oct 2026."]),
        ({"decisions": ()}, {}, 0, []),
        (
            {"decisions": (decision(1, LEVEL_BEGAN),)},
            ABOVE,
            16,
            ["On file level 3, granted level 2.", "The card due 15 Oct 2026 is 16 days late."],
        ),
    ],
    ids=[
        "as granted",
        "above granted",
        "above supported",
        "supported fell",
        "an automation",
        "a day late",
        "never decided",
        "not due yet",
        "both",
    ],
)
def test_what_rests_on_level_and_clock_comes_late(changes, reads, late, sentences):
    found = late_findings(evidence(**changes), POLICY, (), reading(**reads), due(late))
    assert [row.sentence.text for row in found] == sentences
    assert {row.severity for row in found} <= {Severity.WARN}


def test_runs_of_nobody_are_a_finding_of_the_company():
    company = Company(
        unregistered=(UnregisteredRuns("mail-bot", 12, AS_OF, AS_OF), UnregisteredRuns("a-bot", 1, AS_OF, AS_OF))
    )
    assert [(row.agent, row.sentence.text) for row in company_findings(company, POLICY)] == [
        ("a-bot", "1 run of a-bot, last on 31 Oct 2026: not in the inventory."),
        ("mail-bot", "12 runs of mail-bot, last on 31 Oct 2026: not in the inventory."),
    ]


@given(st.randoms(use_true_random=False))
def test_the_order_of_rows_never_matters(random):
    def mixed(values):
        return tuple(random.sample(values, len(values)))

    troubled = evidence(
        constraints=None,
        owner_confirmed_on=None,
        actions=(action("b", compensation="none"), action("a", compensation="none"), action("c", risk_owner=None)),
        incidents=tuple(incident(AS_OF - timedelta(days=n), severity=IncidentSeverity.HIGH) for n in range(4)),
        assignments=(),
    )
    shuffled = replace(
        troubled,
        actions=mixed(troubled.actions),
        incidents=mixed(troubled.incidents),
        bounds=mixed(troubled.bounds),
        gates=mixed(troubled.gates),
        changes=mixed(troubled.changes),
        decisions=mixed(troubled.decisions),
        approvals=mixed(troubled.approvals),
    )
    assert findings(shuffled) == findings(troubled)
