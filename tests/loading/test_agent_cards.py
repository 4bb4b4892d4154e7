"""What an A2A agent card may do to the inventory: bring an idea with its skills, and leave alone what is on file."""

import json
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine

from agent_scorecard.loading.cards.agent_card import agent_id
from agent_scorecard.loading.report import LoadReport, LoadStatus
from agent_scorecard.store.tables import METADATA
from tests.loading.small_company import company, database, loaded

V03 = {
    "protocolVersion": "0.3.0",
    "name": "Refund Helper",
    "description": "Helps",
    "url": "https://agents.example.com/refunds/",
    "version": "1.0.0",
    "skills": [{"id": "refund", "name": "Refund", "description": "", "tags": []}],
}
V10 = {key: V03[key] for key in ("name", "description", "version", "skills")} | {
    "supportedInterfaces": [
        {"url": "https://agents.example.com/refunds", "protocolBinding": "JSONRPC", "protocolVersion": "1.0"}
    ]
}
HOSTILE = "<script>alert(1)</script>"


def card(**changes: Any) -> dict[str, Any]:
    return V03 | changes


def skill(named: str) -> dict[str, Any]:
    return {"id": named, "name": named, "description": "", "tags": []}


def given(engine: Engine, *cards: object, name: str = "agent-card{}.json") -> LoadReport:
    return loaded(engine, {name.format(number): json.dumps(each) for number, each in enumerate(cards)})


def rows(engine: Engine, table: str) -> list[Any]:
    with engine.connect() as connection:
        return list(connection.execute(METADATA.tables[table].select()))


@pytest.mark.parametrize("told", [V03, V10], ids=["v0.3", "v1.0"])
def test_a_card_is_a_new_idea_without_an_owner_and_each_skill_an_action_in_the_loop(
    tmp_path: Path, told: dict[str, Any]
) -> None:
    engine = database(tmp_path)
    report = given(engine, told)
    assert report.is_clean
    (agent,) = rows(engine, "agents")
    assert (agent.agent, agent.name, agent.status, agent.version) == (agent_id(told), "Refund Helper", "idea", "1.0.0")
    assert (agent.risk_tier, agent.business_outcome, agent.autonomy_level) == (None, None, 1)
    assert rows(engine, "assignments") == []
    (action,) = rows(engine, "actions")
    assert (action.agent, action.action, action.mode, action.access) == (agent.agent, "refund", "in", None)
    assert (action.reversible, action.idempotent, action.permission_purpose) == (False, False, None)


def test_an_id_is_the_name_and_a_hash_that_stays_when_the_card_is_written_anew() -> None:
    first = agent_id(V03)
    assert first.startswith("refund-helper-")
    same = card(version="9", description="Other", skills=[], url="https://agents.example.com/refunds")
    assert agent_id(same) == first


@pytest.mark.parametrize("other", [card(url="https://elsewhere.example.com"), card(name="Refund helper"), V10])
def test_another_address_another_name_and_another_generation_are_another_agent(other: dict[str, Any]) -> None:
    assert agent_id(other) != agent_id(V03)


def test_two_cards_of_one_name_are_two_agents_and_the_load_says_so(tmp_path: Path) -> None:
    engine = database(tmp_path)
    report = given(engine, V03, card(url="https://elsewhere.example.com"))
    assert len({row.agent for row in rows(engine, "agents")}) == 2
    reasons = [warning.reason for file in report.files for warning in file.warnings]
    assert len([reason for reason in reasons if "is also the name of refund-helper-" in reason]) == 2


def test_a_name_in_another_script_still_has_an_id(tmp_path: Path) -> None:
    engine = database(tmp_path)
    assert given(engine, card(name="経費エージェント")).is_clean
    assert rows(engine, "agents")[0].agent.startswith("agent-")


def test_a_reload_brings_new_skills_and_leaves_what_people_set(tmp_path: Path) -> None:
    engine, agent = company(tmp_path), agent_id(V03)
    given(engine, V03)
    loaded(
        engine,
        {
            "agents.csv": f"agent,name,status,owner,version,url\n{agent},Refunds EU,pilot,ana,7,https://wiki.example.com\n",
            "actions.csv": f"agent,action,mode,access,reversible\n{agent},refund,on,read,yes\n",
        },
    )
    report = given(engine, card(version="2.0.0", skills=[skill("refund"), skill("close")]))
    (kept,) = (row for row in rows(engine, "agents") if row.agent == agent)
    assert (kept.name, kept.status, kept.version, kept.url) == ("Refunds EU", "pilot", "7", "https://wiki.example.com")
    actions = {row.action: (row.mode, row.access, row.reversible) for row in rows(engine, "actions")}
    assert {name: actions[name] for name in ("refund", "close")} == {
        "refund": ("on", "read", True),
        "close": ("in", None, False),
    }
    told = {(warning.column, warning.reason) for file in report.files for warning in file.warnings}
    assert ("version", "the file says 2.0.0: what is on file stays") in told
    assert ("mode", "the file says in: what is on file stays") in told


def test_a_skill_that_is_gone_from_the_card_stays_on_the_board(tmp_path: Path) -> None:
    engine = database(tmp_path)
    given(engine, card(skills=[skill("refund"), skill("close")]))
    assert given(engine, card(skills=[skill("refund")])).status is LoadStatus.UNCHANGED
    assert len(rows(engine, "actions")) == 2


def test_what_our_own_files_say_in_the_same_load_wins_over_the_card(tmp_path: Path) -> None:
    engine, agent = database(tmp_path), agent_id(V03)
    report = loaded(
        engine, {"agents.csv": f"agent,name,status\n{agent},Refunds EU,pilot\n", "card.json": json.dumps(V03)}
    )
    assert report.is_clean
    (row,) = rows(engine, "agents")
    assert (row.name, row.status, row.version) == ("Refunds EU", "pilot", "1.0.0")


@pytest.mark.parametrize(
    ("told", "reason"),
    [
        (card(name=""), "the card gives no name"),
        (card(url=" "), "the card gives no address"),
        (card(url=7), "the card gives no address"),
        (card(supportedInterfaces=[]) | {"url": ""}, "the card gives no address"),
        (card(name="x" * 121), "longer than 120 characters"),
        (card(name="a\u0000b"), "control character"),
        (card(skills=[skill("=cmd|' /C calc'!A0")]), "an id cannot begin with ="),
        (card(skills=[{"description": "no id"}]), "the skill has no id"),
        (card(skills=["refund"]), "the skill has no id"),
        (card(skills=[skill("x" * 121)]), "longer than 120 characters"),
    ],
)
def test_what_a_card_may_not_say_is_refused_with_its_reason(tmp_path: Path, told: dict[str, Any], reason: str) -> None:
    refusals = [each.reason for each in given(database(tmp_path), told).refusals]
    assert any(reason in each for each in refusals), refusals


@pytest.mark.parametrize("text", ["{", '{"name": "A", "url": "u", "skills": [', "[" * 5000, "\ufeff"])
def test_what_is_no_card_is_refused_and_never_breaks_the_load(tmp_path: Path, text: str) -> None:
    report = loaded(database(tmp_path), {"card.json": text})
    assert report.status is LoadStatus.REFUSED


def test_texts_of_strangers_stay_texts(tmp_path: Path) -> None:
    engine = database(tmp_path)
    given(engine, card(name=HOSTILE, url="https://user:secret@example.com", documentationUrl="javascript:alert(1)"))
    (row,) = rows(engine, "agents")
    assert (row.name, row.url) == (HOSTILE, None)
    assert row.agent.startswith("script-alert-1-script-")
