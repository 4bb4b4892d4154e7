"""A decision of two people, each in a session of their own: proposed, answered, lapsed (rules 7; reliability c)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine

from agent_scorecard.loading.exporting import export
from agent_scorecard.loading.load import load
from agent_scorecard.recording import (
    DecisionFields,
    IncidentFields,
    NotOpen,
    NotPermitted,
    Refused,
    Stale,
    Unknown,
    record_decision,
    report_incident,
    restated,
)
from agent_scorecard.recording.agreement import disagreements
from agent_scorecard.recording.proposals import (
    approve_proposal,
    decline_proposal,
    propose_decision,
    withdraw_proposal,
)
from agent_scorecard.rules.evidence import Evidence
from agent_scorecard.rules.facts import ProposedDecision
from agent_scorecard.rules.proposed import standing, waiting
from agent_scorecard.store import ledger, read
from agent_scorecard.store.content import content_hash
from agent_scorecard.store.database import open_database, reader
from agent_scorecard.vocabulary import AgainstReason, Choice, ExpandKind, IncidentSeverity, ProposalState
from tests.recording.conftest import load_texts
from tests.sample import sample_copy
from tests.tampering import tampering

OPENS = date(2026, 10, 30)
AT = datetime(2026, 10, 30, 18, tzinfo=UTC)
LATER = AT + timedelta(hours=1)
FREER = DecisionFields(
    agent="cs-health",
    choice=Choice.EXPAND,
    kind=ExpandKind.MODE,
    action="crm.write_health_note",
    to_value="on",
    reason="156 notes read, four changed",
    next_step="Read the notes of November on Tuesdays",
    owner="maya",
    due=date(2026, 11, 30),
    as_of=OPENS,
)

CUSTOMERS = replace(FREER, action="crm.change_contract", to_value="shadow", against=AgainstReason.BUSINESS_NEED)


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    engine = open_database(sample_copy(tmp_path))
    yield engine
    engine.dispose()


def propose(
    engine: Engine, fields: DecisionFields = FREER, by: str = "chen", at: datetime = AT, **more: Any
) -> ProposedDecision:
    return propose_decision(engine, fields, by=by, at=at, **more)


def approve(engine: Engine, asked: ProposedDecision, by: str = "ruth", at: datetime = LATER, **more: Any) -> Any:
    return approve_proposal(engine, asked.proposal, by=by, at=at, as_of=more.pop("as_of", OPENS), **more)


def evidence(engine: Engine, on: date = OPENS) -> Evidence:
    found = read.agent_evidence(engine, "cs-health", on)
    assert found is not None
    return found


def state(engine: Engine, on: date = OPENS) -> tuple[ProposalState, str]:
    known = evidence(engine, on)
    found = standing(known.proposals[-1], known, on)
    return found.state, found.sentence.text


def tamper(engine: Engine, sql: str) -> None:
    with tampering(engine) as connection:
        connection.exec_driver_sql(sql)


def refused(engine: Engine, asked: ProposedDecision, **more: Any) -> str:
    before = ledger.head(engine)
    with pytest.raises(Refused) as why:
        approve(engine, asked, **more)
    assert ledger.head(engine) == before
    return str(why.value)


def test_a_proposal_counts_as_nothing_until_a_second_person_approves_it(engine: Engine) -> None:
    before = evidence(engine)
    asked = propose(engine)
    assert (asked.state, asked.proposed_by, asked.expires_on) == (ProposalState.WAITING, "chen", date(2026, 11, 29))
    after = evidence(engine)
    assert (after.decisions, after.follow_ups, after.actions) == (before.decisions, before.follow_ups, before.actions)
    assert waiting(after, OPENS) == (asked,)
    assert state(engine) == (ProposalState.WAITING, "It expires on 29 Nov 2026.")


def test_an_approval_is_the_decision_of_two_people_with_the_card_of_that_day(engine: Engine) -> None:
    asked = propose(engine)
    made = approve(engine, asked)
    assert (made.by, made.co_signed_by, made.action, made.to_value) == ("chen", "ruth", FREER.action, "on")
    assert (made.reason, made.as_of, made.recorded_at) == (FREER.reason, OPENS, LATER)
    assert restated(engine, made) == ()
    promised = {row.in_place for row in evidence(engine).follow_ups if row.decision == made.seq}
    assert promised == {False, True}
    assert evidence(engine).proposals[-1].decision == made.seq
    assert state(engine) == (ProposalState.APPROVED, "Ruth Svensson approved it on 30 Oct 2026.")
    with reader(engine).begin() as connection:
        entry = list(ledger.entries(connection))[-1]
    assert (entry.actor, entry.content["proposal"]) == ("ruth", asked.proposal)


def test_whatever_is_sent_twice_with_one_token_is_recorded_once(engine: Engine) -> None:
    asked = propose(engine, token="one")
    assert propose(engine, token="one") == asked
    made = approve(engine, asked, token="two")
    assert approve(engine, asked, token="two") == made
    assert len(evidence(engine).proposals) == 1


@pytest.mark.parametrize(
    ("by", "sentence"),
    [
        ("chen", "Nobody approves what they proposed: its risk owner or a reviewer may."),
        ("CHEN@juniper.example", "Nobody approves what they proposed. Name Ruth Svensson (ruth), "),
        ("omar", "Medium tier above level 2: a second person signs. Name Ruth Svensson (ruth), "),
        ("a stranger", "Medium tier above level 2: a second person signs. Name Ruth Svensson (ruth), "),
    ],
    ids=["whoever proposed it", "the same by e-mail", "somebody who left", "nobody on file"],
)
def test_only_another_person_who_may_sign_approves(engine: Engine, by: str, sentence: str) -> None:
    asked = propose(engine)
    with pytest.raises(NotPermitted):
        approve(engine, asked, by=by)
    assert refused(engine, asked, by=by).startswith(sentence)
    with pytest.raises(NotPermitted):
        decline_proposal(engine, asked.proposal, "No", by=by, at=LATER)


def test_at_high_tier_only_the_risk_owner_approves(engine: Engine) -> None:
    asked = propose(engine, CUSTOMERS)
    assert refused(engine, asked, by="maya") == "High tier: the risk owner signs. Name Ruth Svensson (ruth)."
    assert approve(engine, asked).co_signed_by == "ruth"


def test_who_stands_in_for_the_proposer_cannot_be_the_second_person(engine: Engine) -> None:
    load_texts(engine, {"people.csv": "person,name,delegate\nchen,Chen Wei,ruth\nruth,Ruth Svensson,aisha\n"})
    asked = propose(engine)
    assert "Ruth Svensson" not in refused(engine, asked, by="ruth")
    assert approve(engine, asked, by="aisha").co_signed_by == "aisha"


def test_where_nobody_else_may_approve_it_the_sentence_says_so_and_nothing_waits(engine: Engine) -> None:
    with pytest.raises(Refused) as why:
        propose(engine, CUSTOMERS, by="ruth")
    said = "The risk owner cannot sign a decision of their own: let somebody else decide."
    assert str(why.value) == f"High tier: the risk owner signs. {said}"
    assert evidence(engine).proposals == ()


def test_what_the_rules_refuse_to_record_they_refuse_to_propose(engine: Engine) -> None:
    unearned = replace(FREER, action="crm.create_task", to_value="out")
    with pytest.raises(Refused) as why:
        propose(engine, unearned)
    assert str(why.value).startswith("Level 3 allows on the loop at most.")


@pytest.mark.parametrize("choice", [Choice.PAUSE, Choice.REVISE, Choice.MAINTAIN])
def test_what_gives_no_more_is_recorded_at_once_instead(engine: Engine, choice: Choice) -> None:
    fields = replace(FREER, choice=choice, kind=None, action=None, to_value=None, against=AgainstReason.NEW_FACT)
    with pytest.raises(Refused, match="Only what gives an agent more is proposed"):
        propose(engine, fields)


def test_one_proposal_of_an_agent_waits_at_a_time(engine: Engine) -> None:
    propose(engine)
    with pytest.raises(Refused, match=r"Chen .* proposed expand on 30 Oct 2026, and it waits: withdraw that first."):
        propose(engine, by="maya")


def test_a_proposal_that_was_declined_says_why_and_can_be_made_again(engine: Engine) -> None:
    asked = propose(engine)
    with pytest.raises(Refused, match="Say why you decline it"):
        decline_proposal(engine, asked.proposal, " ", by="ruth", at=LATER)
    answered = decline_proposal(engine, asked.proposal, "Two months are few", by="ruth", at=LATER)
    assert decline_proposal(engine, asked.proposal, "Two months are few", by="ruth", at=LATER) == answered
    assert state(engine)[1] == "Ruth Svensson declined it on 30 Oct 2026: Two months are few"
    assert refused(engine, asked).startswith("This proposal waits no more: it is declined.")
    assert propose(engine).state is ProposalState.WAITING


def test_whoever_proposed_it_or_the_owner_takes_it_back_and_nobody_else(engine: Engine) -> None:
    asked = propose(engine, by="maya")
    with pytest.raises(NotPermitted, match="only they or the owner withdraw it"):
        withdraw_proposal(engine, asked.proposal, by="noah", at=LATER)
    assert withdraw_proposal(engine, asked.proposal, by="chen", at=LATER).state is ProposalState.WITHDRAWN
    assert refused(engine, asked).startswith("This proposal waits no more: it is withdrawn.")


def test_it_holds_up_to_the_day_it_expires_on(engine: Engine) -> None:
    asked = propose(engine)
    assert state(engine, date(2026, 11, 29))[0] is ProposalState.WAITING
    assert state(engine, date(2026, 11, 30)) == (ProposalState.EXPIRED, "It expired on 29 Nov 2026.")
    said = "This proposal waits no more: it is expired. It expired on 29 Nov 2026."
    assert refused(engine, asked, at=AT + timedelta(days=31)) == said


def test_a_new_owner_cancels_it(engine: Engine) -> None:
    asked = propose(engine)
    tamper(engine, "UPDATE assignments SET person = 'maya' WHERE agent = 'cs-health' AND role = 'accountable_owner'")
    assert state(engine)[0] is ProposalState.CANCELLED
    assert refused(engine, asked).startswith("This proposal waits no more: it is cancelled. The owner changed from ")


def test_a_decision_made_since_overtakes_it(engine: Engine) -> None:
    asked = propose(engine)
    fields = replace(FREER, choice=Choice.PAUSE, kind=None, action=None, to_value=None, against=AgainstReason.NEW_FACT)
    record_decision(engine, fields, by="ruth", at=LATER)
    with pytest.raises(Stale):
        approve(engine, asked)
    assert "Ruth Svensson decided pause on 30 Oct 2026, after it was proposed." in refused(engine, asked)


def test_evidence_that_changed_since_is_named_and_nothing_is_decided(engine: Engine) -> None:
    asked = propose(engine)
    tamper(engine, "UPDATE evals SET passed = passed - 1 WHERE agent = 'cs-health' AND passed = cases")
    tamper(engine, "UPDATE actions SET cap_count_per_day = 3 WHERE agent = 'cs-health'")
    said = refused(engine, asked)
    assert "its actions" in said
    assert "look at the card again and propose it anew" in said
    withdraw_proposal(engine, asked.proposal, by="chen", at=LATER)
    assert approve(engine, propose(engine)).by == "chen"


def test_a_row_of_the_inventory_loaded_since_is_a_change_of_the_agent(engine: Engine) -> None:
    asked = propose(engine)
    tamper(engine, "UPDATE agents SET row_version = row_version + 1 WHERE agent = 'cs-health'")
    assert refused(engine, asked).startswith("Changed since it was proposed on 30 Oct 2026: its row of the inventory;")


@pytest.mark.parametrize("as_of", [OPENS, date(2026, 11, 2)], ids=["dated back before it", "on its day"])
def test_a_serious_incident_found_since_refuses_it(engine: Engine, as_of: date) -> None:
    asked = propose(engine)
    happened = datetime(2026, 11, 2, 9, tzinfo=UTC)
    fields = IncidentFields(
        agent="cs-health", summary="A note named another customer", severity=IncidentSeverity.HIGH, detected_at=happened
    )
    report_incident(engine, fields, by="maya", at=happened)
    with pytest.raises(NotOpen, match=r"[Ss]erious"):
        approve(engine, asked, as_of=as_of, at=datetime(2026, 11, 2, 12, tzinfo=UTC))


def test_a_raise_dated_back_before_a_serious_incident_is_refused_too(engine: Engine) -> None:
    happened = datetime(2026, 11, 2, 9, tzinfo=UTC)
    fields = IncidentFields(
        agent="cs-health", summary="A note named another customer", severity=IncidentSeverity.HIGH, detected_at=happened
    )
    made = report_incident(engine, fields, by="maya", at=happened)
    with pytest.raises(NotOpen) as why:
        record_decision(engine, replace(FREER, co_signed_by="ruth"), by="chen", at=datetime(2026, 11, 3, tzinfo=UTC))
    assert str(why.value) == f"Incident {made} is serious and open since 2 Nov 2026: resolve it first."


def test_an_answer_is_dated_by_the_day_of_the_company(engine: Engine) -> None:
    asked = propose(engine)
    tamper(engine, "UPDATE settings SET zone = 'Asia/Tokyo'")
    decline_proposal(engine, asked.proposal, "Two months are few", by="ruth", at=LATER)
    assert state(engine)[1] == "Ruth Svensson declined it on 31 Oct 2026: Two months are few"


def test_there_is_no_such_proposal(engine: Engine) -> None:
    with pytest.raises(Unknown, match=r"There is no proposal 999\."):
        approve_proposal(engine, "999", by="ruth", at=AT, as_of=OPENS)


def test_the_ledger_alone_tells_every_proposal_and_what_became_of_it(engine: Engine, tmp_path: Path) -> None:
    declined = propose(engine)
    decline_proposal(engine, declined.proposal, "Too early", by="ruth", at=LATER)
    withdraw_proposal(engine, propose(engine).proposal, by="chen", at=LATER)
    approve(engine, propose(engine))
    assert disagreements(engine) == ()
    folder = tmp_path / "export"
    export(engine, folder)
    other = open_database(f"sqlite:///{tmp_path / 'other.db'}", create_missing=True)
    load(other, [folder], today=OPENS, now=AT, actor="test")
    assert content_hash(other) == content_hash(engine)
    assert disagreements(other) == ()
    other.dispose()
    tamper(engine, f"UPDATE proposals SET state = 'waiting' WHERE proposal = '{declined.proposal}'")
    assert disagreements(engine) == (f"Proposal {declined.proposal} is not what the ledger says.",)


def test_the_database_itself_holds_no_approval_by_whoever_proposed_it(engine: Engine) -> None:
    asked = propose(engine)
    with pytest.raises(Exception, match="four_eyes"):
        tamper(
            engine,
            f"UPDATE proposals SET state = 'approved', answered_by = 'chen' WHERE proposal = '{asked.proposal}'",
        )
