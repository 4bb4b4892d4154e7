from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Engine

from agent_scorecard.boards import json_shapes
from agent_scorecard.recording import (
    DecisionFields,
    NotOpen,
    NotPermitted,
    Refused,
    Stale,
    Unknown,
    record_decision,
    restated,
)
from agent_scorecard.recording.agreement import disagreements
from agent_scorecard.recording.entries import card_hash
from agent_scorecard.recording.policy import policy_in_force
from agent_scorecard.rules.assess import assess
from agent_scorecard.rules.facts import Decision, FollowUp
from agent_scorecard.store import ledger, read
from agent_scorecard.store.database import reader, revision, writer
from agent_scorecard.vocabulary import AgainstReason, Choice, ExpandKind, Level
from tests.recording.conftest import load_texts

AS_OF = date(2026, 10, 30)
AT = datetime(2026, 10, 30, 15, tzinfo=UTC)
AGAINST = AgainstReason.NEW_FACT
MAINTAIN = DecisionFields(
    agent="triage",
    choice=Choice.MAINTAIN,
    reason="Too little is measured to move",
    next_step="Set a pass bound for policy accuracy",
    owner="ana",
    due=date(2026, 11, 30),
    as_of=AS_OF,
)
RETIREMENT = {"criteria": "Nobody uses it", "credentials": "Key revoked", "clean_up": "Drafts deleted"}


def record(
    engine: Engine,
    *,
    by: str = "ana",
    at: datetime = AT,
    token: str | None = None,
    seen: int | None = None,
    **changes: Any,
) -> Decision:
    return record_decision(engine, replace(MAINTAIN, **changes), by=by, at=at, token=token, seen=seen)


def promises(engine: Engine, agent: str = "triage") -> tuple[FollowUp, ...]:
    evidence = read.agent_evidence(engine, agent, AS_OF)
    assert evidence is not None
    return evidence.follow_ups


def entries(engine: Engine, chain: ledger.Chain = ledger.Chain.LEDGER) -> list[ledger.LedgerRow]:
    with reader(engine).begin() as connection:
        return list(ledger.entries(connection, chain))


@pytest.mark.both
def test_a_decision_is_kept_as_typed_with_what_was_proposed_and_the_level_it_keeps(engine: Engine) -> None:
    made = record(engine)
    assert made == Decision(
        seq=1,
        agent="triage",
        choice=Choice.MAINTAIN,
        reason="Too little is measured to move",
        next_step="Set a pass bound for policy accuracy",
        owner="ana",
        due=date(2026, 11, 30),
        as_of=AS_OF,
        recorded_at=AT,
        by="ana",
        proposed=Choice.MAINTAIN,
        period="2026-09",
        level=Level.RECOMMENDED,
        verified=False,
        policy_version="shipped-1",
        card_hash=made.card_hash,
    )
    evidence = read.agent_evidence(engine, "triage", AS_OF)
    assert evidence is not None
    assert evidence.decisions == (made,)


def test_the_whole_card_is_frozen_beside_it_and_its_hash_shows_any_change(engine: Engine) -> None:
    made = record(engine)
    _, entry = entries(engine)
    card = entry.content["card"]
    assert (entry.seq, entry.what, entry.actor, entry.subject) == (1, "decision recorded", "ana", "agent:triage")
    assert (card["agent"], card["as_of"], card["policy_version"]) == ("triage", "2026-10-30", "shipped-1")
    assert [row["numerator"] for row in card["measures"] if row["measure"] == "policy_accuracy"] == [390]
    assert made.card_hash == card_hash(card)
    assert made.card_hash != card_hash({**card, "tier": "high"})


def test_recording_bumps_the_revision_pages_are_cached_by(engine: Engine) -> None:
    before = revision(engine)
    record(engine)
    assert revision(engine) == before + 1


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"reason": "  "}, "Write down the reason."),
        ({"next_step": ""}, "Write down the next step."),
        ({"reason": "x" * 4001}, "The reason has 4,001 characters; 4,000 are kept."),
        ({"reason": "\u200b\u2060"}, "Write down the reason."),
        *(
            (
                {"reason": f"Held{character}every bound"},
                "The reason holds a character that cannot be seen or stored: type it again.",
            )
            for character in ("\0", "\x1b", "\udcff", "\u202e")
        ),
        ({"owner": ""}, "Name who does the next step."),
        (
            {"owner": "zoe"},
            "zoe is not a person of the company: name who does the next step, or add zoe to people.csv.",
        ),
        ({"owner": "gone"}, "Gil One is no longer active: name somebody else for the next step."),
        ({"due": date(2026, 10, 29)}, "The next step is due 29 Oct 2026, before the decision takes effect."),
        ({"as_of": date(2026, 10, 31)}, "A decision cannot take effect in the future: today is 30 Oct 2026."),
        ({"choice": Choice.REVISE}, "The proposal is maintain: choose why you decide otherwise."),
        *(
            ({"co_signed_by": name}, "The second person must be somebody else.")
            for name in ("ana", "Ana", "ana@example.com", "ANA@example.com")
        ),
        (
            {"co_signed_by": "zoe"},
            "zoe is not a person of the company: name the second person, or add zoe to people.csv.",
        ),
        ({"owner": "Ben Cole"}, "Ben Cole is on file as ben: write ben."),
        ({"co_signed_by": "ben cole"}, "ben cole is on file as ben: write ben."),
        ({"by": "Ana Ruiz"}, "Ana Ruiz is on file as ana: decide as ana."),
        (
            {"by": "Ana Ruiz", "co_signed_by": "ana"},
            "Ana Ruiz is on file as ana: decide as ana.",
        ),
        ({"co_signed_by": "gone"}, "Gil One is no longer active: name another second person."),
        ({"action": "helpdesk.tag"}, "Only a change of mode names an action."),
        ({"to_value": "out"}, "Only a change of level or mode names what it changes to."),
        (
            {"choice": Choice.REVISE, "against": AGAINST, "action": "helpdesk.tag", "to_value": "out"},
            "Only a change of mode names an action. Only a change of level or mode names what it changes to.",
        ),
        (
            {"choice": Choice.RETIRE, "against": AGAINST, **RETIREMENT, "criteria": "x" * 4001},
            "The criteria has 4,001 characters; 4,000 are kept.",
        ),
        ({"period": "2026-13"}, "'2026-13' is not a period: there is no month 13 in 2026."),
        ({"period": "2026-11"}, "2026-11 begins after 30 Oct 2026."),
        (
            {"choice": Choice.RETIRE, "against": AGAINST},
            (
                "Say which retirement criterion is met. Say how its credentials are withdrawn. "
                "Say what happens to its data."
            ),
        ),
        (
            {"choice": Choice.REVISE, "against": AGAINST, "kind": ExpandKind.LEVEL, "to_value": "2"},
            "Name the lower level: granted is 2.",
        ),
        (
            {"choice": Choice.REVISE, "against": AGAINST, "kind": ExpandKind.MODE, "action": "no.such"},
            "Name the action whose mode changes, as the inventory writes it.",
        ),
        (
            {
                "choice": Choice.REVISE,
                "against": AGAINST,
                "kind": ExpandKind.MODE,
                "action": "helpdesk.tag",
                "to_value": "on",
            },
            "helpdesk.tag is in the loop: a step down leaves it less freedom.",
        ),
        ({"kind": ExpandKind.LEVEL}, "Only expand and revise change a level or a mode, maintain does not."),
    ],
    ids=lambda value: "" if isinstance(value, dict) else str(value)[:40],
)
def test_what_is_missing_is_named_and_nothing_is_recorded(engine: Engine, changes, sentence) -> None:
    with pytest.raises(Refused) as refused:
        record(engine, **changes)
    assert str(refused.value) == sentence
    assert (entries(engine), promises(engine)) == ([], ())


def test_everything_to_put_right_is_named_at_once(engine: Engine) -> None:
    with pytest.raises(Refused) as refused:
        record(engine, reason="", owner="zoe")
    assert refused.value.sentences == (
        "Write down the reason.",
        "zoe is not a person of the company: name who does the next step, or add zoe to people.csv.",
    )


@pytest.mark.parametrize(
    ("agent", "choice", "sentence"),
    [
        ("triage", Choice.EXPAND, "Level 3 still asks for 12 items: No quality measure has a pass bound."),
        ("triage", Choice.MERGE, "Merging is decided in the portfolio review."),
        ("resting", Choice.EXPAND, "A paused agent is resumed before it is expanded."),
        ("over", Choice.MAINTAIN, "The agent is retired: there is nothing to decide."),
    ],
)
def test_a_choice_that_a_fact_closes_is_refused_with_the_sentence_of_the_rule(engine, agent, choice, sentence) -> None:
    with pytest.raises(NotOpen) as refused:
        record(engine, agent=agent, choice=choice, against=AGAINST)
    assert str(refused.value) == sentence


def test_a_refused_attempt_is_an_event_and_no_decision(engine: Engine) -> None:
    with pytest.raises(NotOpen):
        record(engine, choice=Choice.EXPAND, against=AGAINST)
    last = entries(engine, ledger.Chain.EVENTS)[-1]
    assert (last.what, last.actor, last.subject) == ("decision recorded: refused", "ana", "agent:triage")
    assert entries(engine) == []


@pytest.mark.parametrize("by", ["", "   ", "Ana\u200b"])
def test_somebody_must_decide(engine: Engine, by: str) -> None:
    with pytest.raises(NotPermitted):
        record(engine, by=by)


def test_a_name_nobody_knows_may_decide_and_the_entry_says_that_it_was_typed(engine: Engine) -> None:
    made = record(engine, by="Somebody New")
    _, entry = entries(engine)
    assert (made.by, made.verified, entry.verified, entry.mode) == ("Somebody New", False, False, "local")
    assert entry.content["by_known"] is False


def test_an_agent_nobody_knows_is_not_decided_about(engine: Engine) -> None:
    with pytest.raises(Unknown, match=r"There is no agent ghost\."):
        record(engine, agent="ghost")


def test_a_form_sent_twice_records_once(engine: Engine) -> None:
    first = record(engine, token="form-1")
    assert record(engine, token="form-1", reason="typed again") == first
    assert record(engine, token="form-2").seq == first.seq + 1


def test_a_form_sent_again_for_another_agent_is_not_answered_with_the_first_decision(engine: Engine) -> None:
    record(engine, token="form-1")
    with pytest.raises(Refused, match=r"This form was sent for triage already: open the one of resting\."):
        record(engine, agent="resting", token="form-1")
    assert len(entries(engine)) == 2


@pytest.mark.parametrize("choice", [Choice.MAINTAIN, Choice.EXPAND, Choice.PAUSE, Choice.RETIRE])
def test_nothing_is_decided_about_an_agent_that_was_decided_to_be_retired(engine: Engine, choice: Choice) -> None:
    record(engine, choice=Choice.RETIRE, against=AGAINST, **RETIREMENT)
    with pytest.raises(NotOpen, match=r"It was decided on 30 Oct 2026 to retire it: there is nothing left to decide\."):
        record(engine, choice=choice, against=AGAINST)
    with pytest.raises(NotOpen):
        record(engine, choice=choice, against=AGAINST, as_of=date(2026, 11, 2), at=AT + timedelta(days=3))


@pytest.mark.parametrize("agent", ["x" * 10_000, "\udcff", "\x1b[2J"])
def test_of_a_refused_attempt_only_what_can_be_read_is_kept(engine: Engine, agent: str) -> None:
    with pytest.raises(Unknown):
        record(engine, agent=agent)
    last = entries(engine, ledger.Chain.EVENTS)[-1]
    assert len(last.subject) < 200
    assert len(last.body) < 2_000
    assert last.subject.isprintable()


def test_a_form_sent_twice_at_the_same_moment_records_once(engine: Engine) -> None:
    with ThreadPoolExecutor(4) as pool:
        made = list(pool.map(lambda _: record(engine, token="form-1"), range(4)))
    assert len(set(made)) == 1
    assert len(entries(engine)) == 2


def test_a_form_opened_before_somebody_else_decided_is_refused_and_records_nothing(engine: Engine) -> None:
    first = record(engine, by="ben", seen=0)
    with pytest.raises(Stale, match=r"ben decided maintain since you opened this card: look at it again\."):
        record(engine, seen=0)
    assert len(entries(engine)) == 2
    assert record(engine, seen=first.seq).seq == first.seq + 1


def test_a_card_that_reads_otherwise_since_the_form_was_opened_is_refused_with_who_changed_it(engine: Engine) -> None:
    one = read.agent_evidence(engine, "triage", AS_OF)
    assert one is not None
    policy = policy_in_force(one.company)
    card = json_shapes.scorecard(assess(one, policy), policy)
    figures = "agent,measure,period,numerator,denominator\ntriage,policy_accuracy,2026-09,300,400\n"
    load_texts(engine, {"observations.csv": figures}, AT)
    with pytest.raises(Stale, match=r"of this card reads? otherwise since you opened it, after test loaded files"):
        record_decision(engine, MAINTAIN, by="ana", at=AT, card=card)
    found = read.agent_evidence(engine, "triage", AS_OF)
    assert found is not None
    seen = json_shapes.scorecard(assess(found, policy), policy)
    assert record_decision(engine, MAINTAIN, by="ana", at=AT, card=seen).seq == 1


def test_many_people_deciding_at_once_all_get_their_entry_in_one_whole_chain(engine: Engine) -> None:
    with ThreadPoolExecutor(4) as pool:
        made = list(pool.map(lambda number: record(engine, reason=f"Reason {number}"), range(12)))
    assert sorted(row.seq for row in made) == list(range(1, 13))
    assert ledger.verify(engine).whole
    assert disagreements(engine) == ()


def test_nothing_is_decided_behind_a_decision_that_already_stands(engine: Engine) -> None:
    record(engine)
    with pytest.raises(Refused, match=r"A decision of 30 Oct 2026 already stands"):
        record(engine, as_of=AS_OF - timedelta(days=1))


def test_a_decision_may_be_recorded_after_its_day_and_keeps_both(engine: Engine) -> None:
    made = record(engine, as_of=date(2026, 10, 20))
    assert (made.as_of, made.recorded_at) == (date(2026, 10, 20), AT)


@pytest.mark.parametrize(
    ("changes", "promised"),
    [
        ({}, []),
        (
            {"choice": Choice.PAUSE, "against": AGAINST},
            [("Stop the agent in its own system and confirm it here.", "ben", 2)],
        ),
        (
            {"choice": Choice.RETIRE, "against": AGAINST, **RETIREMENT},
            [("Switch the agent off, withdraw its credentials and confirm it here.", "ben", 7)],
        ),
        (
            {"choice": Choice.REVISE, "against": AGAINST, "kind": ExpandKind.LEVEL, "to_value": "1"},
            [("Set the agent to level 1 in its own system and confirm it here.", "ben", 2)],
        ),
        (
            {
                "choice": Choice.REVISE,
                "against": AGAINST,
                "kind": ExpandKind.MODE,
                "action": "helpdesk.tag",
                "to_value": "shadow",
            },
            [("Set helpdesk.tag to shadow and confirm it here.", "ben", 2)],
        ),
        (
            {"agent": "resting"},
            [("Start the agent again at level 2 and confirm it here.", "ana", 7)],
        ),
    ],
    ids=["maintain", "pause", "retire", "step down", "mode down", "resume"],
)
def test_a_decision_promises_its_next_step_and_that_it_is_set_in_place(engine: Engine, changes, promised) -> None:
    made = record(engine, **changes)
    opened = sorted(promises(engine, made.agent), key=lambda row: row.follow_up)
    step, *in_place = opened
    assert step == FollowUp("1-1", made.agent, made.next_step, "ana", made.due, 1)
    assert [(row.what, row.owner, (row.due - AS_OF).days) for row in in_place] == promised
    assert all(row.in_place for row in in_place)


def test_a_step_down_grants_the_lower_level(engine: Engine) -> None:
    made = record(engine, choice=Choice.REVISE, against=AGAINST, kind=ExpandKind.LEVEL, to_value="1")
    assert made.level is Level.ASSISTED


def test_choosing_otherwise_keeps_its_reason_and_choosing_the_proposal_has_none(engine: Engine) -> None:
    assert record(engine, against=AGAINST).against is None
    assert record(engine, choice=Choice.PAUSE, against=AGAINST).against is AGAINST


def test_the_next_step_may_be_given_to_an_e_mail_address(engine: Engine) -> None:
    assert record(engine, owner="ANA@example.com").owner == "ana"


def test_what_a_person_answers_when_retiring_is_kept(engine: Engine) -> None:
    record(engine, choice=Choice.RETIRE, against=AGAINST, **RETIREMENT)
    assert entries(engine)[-1].content["retirement"] == RETIREMENT


def test_a_card_reads_the_same_until_its_facts_change(engine: Engine) -> None:
    made = record(engine)
    assert restated(engine, made) == ()
    later = "agent,measure,period,numerator,denominator\ntriage,policy_accuracy,2026-09,300,400\n"
    load_texts(engine, {"observations.csv": later})
    found = {row.where: (row.then, row.now) for row in restated(engine, made)}
    assert found["measures.policy_accuracy.numerator"] == (390, 300)
    assert found["measures.policy_accuracy.value"] == (0.975, 0.75)


def test_what_was_decided_afterwards_does_not_restate_a_card(engine: Engine) -> None:
    made = record(engine)
    record(engine, choice=Choice.PAUSE, against=AGAINST)
    assert restated(engine, made) == ()


def test_a_decision_without_an_entry_has_no_card(engine: Engine) -> None:
    made = record(engine)
    with pytest.raises(Unknown, match=r"There is no decision 99\."):
        restated(engine, replace(made, seq=99))


def test_a_fault_while_writing_leaves_nothing_behind(engine: Engine) -> None:
    with writer(engine).begin() as connection:
        connection.exec_driver_sql(
            "CREATE TRIGGER full BEFORE INSERT ON follow_ups BEGIN SELECT RAISE(ABORT, 'disk is full'); END"
        )
    before = revision(engine)
    with pytest.raises(Exception, match="disk is full"):
        record(engine)
    assert (entries(engine), revision(engine)) == ([], before)
