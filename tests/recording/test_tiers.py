"""A tier is raised at once and lowered only by a second person; a file may raise one set here, never lower it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine

from agent_scorecard.access import CompanyRole
from agent_scorecard.loading.exporting import export
from agent_scorecard.loading.load import load
from agent_scorecard.loading.report import LoadReport
from agent_scorecard.loading.sources import upload
from agent_scorecard.recording import NotPermitted, Refused, Unknown
from agent_scorecard.recording.agreement import disagreements
from agent_scorecard.recording.tiers import TierFields, set_tier
from agent_scorecard.rules.evidence import Evidence
from agent_scorecard.rules.facts import TierSet
from agent_scorecard.store import read
from agent_scorecard.store.content import content_hash
from agent_scorecard.store.database import open_database
from agent_scorecard.vocabulary import Tier
from tests.recording.conftest import load_texts
from tests.recording.signed_in import linked
from tests.recording.test_retelling import behind_the_back

AS_OF = date(2026, 10, 30)
AT = datetime(2026, 10, 30, 15, tzinfo=UTC)
RAISE = TierFields(agent="triage", tier=Tier.HIGH, reason="It answers customers now", set_on=AS_OF)
LOWER = replace(RAISE, tier=Tier.LOW, reason="It only drafts again", asked_by="ana")


def put(engine: Engine, said: TierFields = RAISE, *, by: str = "ana", **changes: Any) -> None:
    set_tier(engine, replace(said, **changes), by=by, at=AT)


def triage(engine: Engine, on: date = AS_OF) -> Evidence:
    evidence = read.agent_evidence(engine, "triage", on)
    assert evidence is not None
    return evidence


def loaded(engine: Engine, tier: str) -> LoadReport:
    text = f"agent,name,risk_tier,risk_tier_reason\ntriage,Support triage,{tier},From the file\n"
    return load(engine, [upload("agents.csv", text.encode())], today=AS_OF, now=AT, actor="test")


@pytest.fixture
def raised(engine: Engine) -> Engine:
    put(engine)
    return engine


def test_a_tier_is_raised_by_one_person_with_a_reason(raised: Engine) -> None:
    evidence = triage(raised)
    assert (evidence.agent.risk_tier, evidence.agent.risk_tier_reason) == (Tier.HIGH, "It answers customers now")
    (told,) = evidence.tiers_set
    assert replace(told, seq=0) == TierSet(0, Tier.HIGH, "It answers customers now", AS_OF, "ana", Tier.LOW)


def test_a_second_person_lowers_it_and_both_are_kept(raised: Engine) -> None:
    put(raised, LOWER, by="ben")
    last = triage(raised).tiers_set[-1]
    assert (last.before, last.tier, last.set_by, last.approved_by) == (Tier.HIGH, Tier.LOW, "ana", "ben")
    assert triage(raised).agent.risk_tier is Tier.LOW
    assert disagreements(raised) == ()


@pytest.mark.parametrize(
    ("by", "changes", "why"),
    [
        ("ana", {"asked_by": "ben"}, "Ana Ruiz owns this agent: its risk owner or a reviewer approves a lower tier."),
        ("ben", {"asked_by": ""}, "A lower tier is asked for by one person and approved by another"),
        ("ben", {"asked_by": "zoe"}, "zoe is not a person of the company: name who asks for the lower tier"),
        ("zoe", {}, "zoe is not a person of the company: a lower tier is approved by somebody on file"),
        ("gone", {}, "Gil One is no longer active: somebody else approves it."),
        ("ben", {"reason": " "}, "Write down the reason."),
    ],
)
def test_a_lower_tier_takes_two_people_and_a_reason(raised: Engine, by, changes, why) -> None:
    with pytest.raises(Refused, match=why):
        put(raised, LOWER, by=by, **changes)
    assert triage(raised).agent.risk_tier is Tier.HIGH


def test_nobody_approves_what_they_asked_for(raised: Engine) -> None:
    with pytest.raises(NotPermitted, match="Nobody approves what they proposed"):
        put(raised, LOWER, by="ben", asked_by="ben@example.com")


def test_stated_below_what_the_actions_suggest_is_lowering_too(engine: Engine) -> None:
    text = "agent,action,access,effects,mode\ntriage,helpdesk.refund,write,money,out\n"
    load_texts(engine, {"actions.csv": text})
    with pytest.raises(Refused, match="asked for by one person and approved by another"):
        put(engine, RAISE, tier=Tier.MEDIUM)


@pytest.mark.parametrize(
    ("changes", "kind", "why"),
    [
        ({"agent": "nobody"}, Unknown, "There is no agent nobody."),
        ({"reason": ""}, Refused, "Write down the reason."),
        ({"set_on": date(2026, 10, 31)}, Refused, "It cannot be set in the future."),
    ],
)
def test_what_is_missing_is_asked_for(engine: Engine, changes, kind, why) -> None:
    with pytest.raises(kind, match=why):
        put(engine, **changes)


def test_the_same_again_is_nothing_to_record(raised: Engine) -> None:
    with pytest.raises(Refused, match="It is high already, for this reason"):
        put(raised)


class TestBesideFiles:
    """A file goes on saying what the agent is; of a tier set here it may only make more."""

    @pytest.mark.parametrize("told", ["low", ""])
    def test_a_file_does_not_lower_it(self, raised: Engine, told: str) -> None:
        report = loaded(raised, told)
        (file,) = report.files
        assert [(warning.column, warning.code) for warning in file.warnings] == [("risk_tier", "kept_on_file")]
        assert triage(raised).agent.risk_tier_reason == "It answers customers now"
        assert (triage(raised).agent.risk_tier, disagreements(raised)) == (Tier.HIGH, ())

    def test_a_file_raises_it(self, engine: Engine) -> None:
        put(engine, tier=Tier.MEDIUM)
        assert loaded(engine, "high").files[0].warnings == ()
        assert (triage(engine).agent.risk_tier, disagreements(engine)) == (Tier.HIGH, ())

    def test_a_file_goes_on_stating_one_nobody_set_here(self, engine: Engine) -> None:
        loaded(engine, "high")
        assert loaded(engine, "low").files[0].warnings == ()
        assert triage(engine).agent.risk_tier is Tier.LOW

    def test_one_changed_behind_the_back_shows(self, raised: Engine) -> None:
        behind_the_back(raised, "UPDATE agents SET risk_tier = 'low'")
        assert disagreements(raised) == ("Agent triage is not what the ledger says: risk tier.",)

    def test_it_travels_with_an_export(self, raised: Engine, tmp_path: Path) -> None:
        loaded(raised, "low")
        export(raised, tmp_path / "out", actor="ana", at=AT)
        other = open_database(f"sqlite:///{tmp_path / 'other.db'}", create_missing=True)
        report = load(other, [tmp_path / "out"], today=AS_OF, now=AT, actor="ana")
        assert (report.refusals, disagreements(other), content_hash(other)) == ((), (), content_hash(raised))


def test_where_people_sign_in_the_owner_asks_for_a_lower_tier_and_nobody_else(raised: Engine) -> None:
    load_texts(raised, {"people.csv": "person,name\nrita,Rita Lee\n"})
    reviewer = linked(raised, "rita", CompanyRole.REVIEWER)
    with pytest.raises(Refused, match="Ana Ruiz owns this agent: a lower tier is asked for by its owner"):
        set_tier(raised, replace(LOWER, asked_by="ben"), by=reviewer, at=AT)
    set_tier(raised, LOWER, by=reviewer, at=AT)
    assert triage(raised).agent.risk_tier is Tier.LOW
