"""What the product promises of the sample company, line by line, as a meeting would try it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine

from agent_scorecard.policy import default_policy
from agent_scorecard.recording import DecisionFields, Refused, record_decision
from agent_scorecard.rules.assess import assess
from agent_scorecard.rules.evidence import Evidence
from agent_scorecard.rules.facts import Action, Threshold
from agent_scorecard.rules.graduation import graduations
from agent_scorecard.rules.oversight import effective_mode
from agent_scorecard.store import read
from agent_scorecard.store.database import open_database
from agent_scorecard.vocabulary import (
    Access,
    AgainstReason,
    Choice,
    Effect,
    ExpandKind,
    Level,
    Mode,
    Operator,
    Tier,
)
from tests.build import AS_OF, action, approval, evidence
from tests.sample import sample_copy

POLICY = default_policy()
OPENS = date(2026, 10, 30)
NOON = datetime(2026, 10, 30, 18, tzinfo=UTC)


@pytest.fixture
def sample(tmp_path: Path) -> Iterator[Engine]:
    engine = open_database(sample_copy(tmp_path))
    yield engine
    engine.dispose()


def agent(engine: Engine, name: str, day: date = OPENS) -> Evidence:
    found = read.agent_evidence(engine, name, day)
    assert found is not None
    return found


def decide(engine: Engine, name: str, choice: Choice, by: str, **changes: Any) -> Any:
    fields = DecisionFields(
        agent=name,
        choice=choice,
        reason="As the evidence says",
        next_step="Look again",
        due=OPENS + timedelta(days=30),
        as_of=OPENS,
        **{"owner": "ruth", "against": AgainstReason.OTHER, **changes},
    )
    return record_decision(engine, fields, by=by, at=NOON)


# Customer health: note, task and summary graduate one by one; outreach always waits.

NOTE, TASK, SUMMARY, OUTREACH = "crm.write_note", "crm.create_task", "crm.write_summary", "mail.send_outreach"


def customer_health(decided: dict[str, int], freed: tuple[str, ...]) -> Evidence:
    """Four actions at level 3 with so many clean approvals since the mode began; those freed are on the loop."""
    rows = [
        action(name, mode=Mode.ON if name in freed else Mode.IN, always_approve=name == OUTREACH)
        for name in (NOTE, TASK, SUMMARY, OUTREACH)
    ]
    days = (AS_OF - timedelta(days=60 - number % 60) for count in decided.values() for number in range(count))
    names = [name for name, count in decided.items() for _ in range(count)]
    approvals = tuple(
        approval(number, day, action=name) for number, (name, day) in enumerate(zip(names, days, strict=True))
    )
    return evidence(actions=tuple(rows), approvals=approvals, autonomy_level=Level.BOUNDED, decisions=())


@pytest.mark.parametrize(
    ("decided", "freed", "earned"),
    [
        ({NOTE: 99, TASK: 60, SUMMARY: 60, OUTREACH: 300}, (), ()),
        ({NOTE: 100, TASK: 99, SUMMARY: 60, OUTREACH: 300}, (), (NOTE,)),
        ({NOTE: 100, TASK: 100, SUMMARY: 99, OUTREACH: 300}, (NOTE,), (TASK,)),
        ({NOTE: 100, TASK: 100, SUMMARY: 100, OUTREACH: 300}, (NOTE, TASK), (SUMMARY,)),
        ({NOTE: 100, TASK: 100, SUMMARY: 100, OUTREACH: 900}, (NOTE, TASK, SUMMARY), ()),
    ],
    ids=["none yet", "the note", "then the task", "then the summary", "never the outreach"],
)
def test_each_action_earns_its_mode_by_its_own_approvals(decided, freed, earned) -> None:
    rows = graduations(customer_health(decided, freed), POLICY)
    assert tuple(row.action.action for row in rows if row.earned) == earned
    (outreach,) = (row for row in rows if row.action.action == OUTREACH)
    assert (outreach.to, outreach.earned) == (None, False)


@pytest.mark.parametrize(
    ("name", "to", "said"),
    [
        ("crm.write_health_note", "out", "crm.write_health_note is in the loop: a mode rises one step at a time."),
        ("mail.send_outreach", "on", "A person approves every call of mail.send_outreach, whatever the level."),
        ("mail.send_outreach", "out", "A person approves every call of mail.send_outreach, whatever the level."),
        ("crm.create_task", "out", "Level 3 allows on the loop at most."),
        ("crm.change_contract", "on", "A person approves every call of crm.change_contract, whatever the level."),
    ],
)
def test_customer_health_raises_no_other_action_along_with_its_notes(sample: Engine, name, to, said) -> None:
    with pytest.raises(Refused) as refused:
        decide(sample, "cs-health", Choice.EXPAND, "chen", action=name, to_value=to, co_signed_by="ruth")
    assert said in refused.value.sentences


def test_customer_health_frees_its_notes_and_outreach_still_waits(sample: Engine) -> None:
    made = decide(
        sample, "cs-health", Choice.EXPAND, "chen", action="crm.write_health_note", to_value="on", co_signed_by="ruth"
    )
    assert (made.kind, made.level) == (ExpandKind.MODE, Level.BOUNDED)
    modes = {row.action: row.always_approve for row in agent(sample, "cs-health").actions}
    assert modes["mail.send_outreach"]


# A refund above 100 USD stays in the loop, whatever else is set.

ABOVE_100 = {"threshold_field": "amount_usd", "threshold_operator": Operator.ABOVE, "threshold_value": "100"}
RULE = Threshold("stripe.refund", 1, "amount_usd", Operator.ABOVE, "100", Mode.IN)


def refund(**changes: Any) -> Action:
    money = {"effects": (Effect.MONEY, Effect.CUSTOMERS), "access": Access.WRITE, "reversible": False}
    return action("stripe.refund", **{**money, **changes})


@pytest.mark.parametrize("level", Level)
@pytest.mark.parametrize("mode", [Mode.IN_ABOVE, Mode.ON, Mode.OUT, None])
@pytest.mark.parametrize(
    ("own", "rules"),
    [
        (ABOVE_100, ()),
        ({}, (RULE,)),
        (ABOVE_100, (RULE, replace(RULE, order=2, operator=Operator.AT_MOST, mode=Mode.OUT))),
        ({**ABOVE_100, "effects": (Effect.NONE,), "reversible": True}, ()),
    ],
    ids=["stated on the action", "a rule of its own", "both, and one that frees", "stated as harmless"],
)
def test_a_refund_above_the_threshold_waits_for_a_person(own, rules, mode, level) -> None:
    one = evidence(actions=(refund(mode=mode, **own),), thresholds=rules, risk_tier=Tier.LOW, risk_tier_reason="Agreed")
    seen = effective_mode(one, POLICY, one.actions[0], level)
    assert seen.mode.freedom <= Mode.IN_ABOVE.freedom


# A promotion does not take its own evidence away the day after.


@pytest.mark.parametrize(("name", "day"), [("weekly-kpi", date(2026, 7, 31)), ("weekly-kpi", date(2026, 8, 31))])
@pytest.mark.parametrize("later", [0, 1, 7])
def test_what_was_granted_is_still_supported_after_it(sample: Engine, name: str, day: date, later: int) -> None:
    reading = assess(agent(sample, name, day + timedelta(days=later)), POLICY).reading
    assert (reading.granted, reading.supported, reading.step_down) == (Level.BOUNDED, Level.BOUNDED, ())


def test_an_agent_that_is_raised_keeps_its_level_the_day_after(sample: Engine) -> None:
    made = decide(
        sample, "cs-health", Choice.EXPAND, "chen", action="crm.write_health_note", to_value="on", co_signed_by="ruth"
    )
    after = assess(agent(sample, "cs-health", OPENS + timedelta(days=1)), POLICY)
    assert (after.reading.granted, after.reading.step_down) == (made.level, ())
    assert "level_above_evidence" not in {row.code for row in after.findings}


# An agent without an owner can be paused and retired, and nothing else that needs one.

RETIRED = {"criteria": "Nobody uses it", "credentials": "Withdrawn by Ruth", "clean_up": "Notes deleted"}


@pytest.mark.parametrize(
    ("choice", "changes"), [(Choice.PAUSE, {}), (Choice.RETIRE, RETIRED), (Choice.REVISE, {})], ids=lambda row: str(row)
)
def test_without_an_owner_an_agent_can_be_stopped(sample: Engine, choice: Choice, changes: dict[str, str]) -> None:
    assert decide(sample, "account-research", choice, "ruth", **changes).choice is choice


@pytest.mark.parametrize("choice", [Choice.EXPAND, Choice.MAINTAIN])
def test_without_an_owner_an_agent_does_not_go_on(sample: Engine, choice: Choice) -> None:
    with pytest.raises(Refused, match="Omar Reyes no longer answers for it: name an active owner first"):
        decide(sample, "account-research", choice, "ruth")


@pytest.mark.parametrize("left_out", RETIRED)
def test_nothing_is_retired_with_a_question_open(sample: Engine, left_out: str) -> None:
    with pytest.raises(Refused):
        decide(sample, "account-research", Choice.RETIRE, "ruth", **{**RETIRED, left_out: " "})
