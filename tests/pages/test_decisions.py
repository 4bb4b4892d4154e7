"""The Decisions page: the ledger, one decision opened, the list narrowed and taken away, the chain checked."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import text

from agent_scorecard.boards.decisions import DecisionLine, Step
from agent_scorecard.store.database import open_database
from agent_scorecard.ui import records
from agent_scorecard.vocabulary import Choice
from tests.pages.visit import Visit
from tests.tampering import tampering

LAST_DAY = date(2026, 10, 30)
SECTIONS = (
    *("Support triage", "Published card", "Promised and done", "What came of it", "Ledger", "Follow-through", "Chain"),
)


@pytest.fixture
def ledger(visit):
    return lambda **asked: visit("sample", "decisions", as_of=LAST_DAY, **asked)


def first_of(ledger, agent: str) -> str:
    """The ledger entry of the first decision about an agent."""
    return ledger(agent=agent).markup.links()[-1].removeprefix("decisions?decision=")


def agents_of(seen: Visit) -> list[str]:
    return [name for _, name in seen.markup.texts_of("a")]


def test_the_sample_lists_its_decisions_and_says_the_chain_is_whole(ledger):
    seen = ledger()
    assert len(set(seen.markup.links())) == len(agents_of(seen)) > 5
    assert "promise" in seen.text
    assert "is whole; no outside head was given" in seen.text
    assert "Agree with the ledger." in seen.text


def test_a_link_opens_a_decision_with_its_frozen_figures_and_what_was_promised(ledger):
    seen = ledger(decision=first_of(ledger, "support-triage"))
    opened = [text for _, text in seen.headings()]
    assert [text.startswith(begin) for text, begin in zip(opened[1:], SECTIONS, strict=True)] == [True] * 7
    assert "card of June 2026, entry" in seen.text
    assert "Four weekly readings held." in seen.text
    assert "Restated since" in seen.text
    assert "Verdict" in seen.text
    assert "Published card" not in seen.press("Close").text


def test_a_decision_leads_to_the_card_of_its_agent(ledger):
    assert ledger(decision=first_of(ledger, "support-triage")).press("Open scorecard").title == "Support triage"


@pytest.mark.parametrize("asked", ["0", "999", "-1", "x", ""])
def test_an_entry_that_is_no_decision_opens_nothing(ledger, asked):
    seen = ledger(decision=asked)
    assert "Published card" not in seen.text
    assert (f"No decision has entry {asked}" in seen.text) is bool(asked)


def test_the_ledger_is_narrowed_by_agent_choice_and_word(ledger):
    every = agents_of(ledger())
    assert set(agents_of(ledger(agent="weekly-kpi"))) == {"Weekly KPI report"}
    assert 0 < len(agents_of(ledger(choice="Expand"))) < len(every)
    assert len(agents_of(ledger(q="wholesale queue"))) == 1
    nothing = ledger(q="nothing says this")
    assert (agents_of(nothing), "No decision fits this choice." in nothing.text) == ([], True)


def test_before_the_first_decision_the_page_leads_to_a_card(visit):
    seen = visit("first", "decisions")
    assert "No decision has been recorded yet." in seen.text
    assert "Each published card adds one line here" in seen.text
    (opens,) = (button.label for button in seen.app.button if button.label.startswith("Open "))
    assert seen.press(opens).app.query_params["agent"] in ("brief-writer", "tag-helper")


def test_a_row_changed_behind_the_ledger_is_named(ledger, board):
    ledger()
    engine = open_database(f"sqlite:///{board}")
    with tampering(engine) as connection:
        connection.execute(text("UPDATE decisions SET reason = 'better' WHERE agent = 'lead-routing'"))
        connection.execute(text("UPDATE meta SET value = value + 1 WHERE key = 'revision'"))
    engine.dispose()
    seen = Visit("decisions", as_of=LAST_DAY.isoformat())
    assert "is not what the ledger says." in seen.text
    assert "Agree with the ledger." not in seen.text


def test_a_long_chain_is_checked_when_somebody_asks(ledger, monkeypatch):
    monkeypatch.setattr(records, "CHECKED_UNASKED", 3)
    seen = ledger()
    assert "Not checked today: " in seen.text
    seen.press("Check the chain")
    assert "is whole; no outside head was given" in seen.text


def test_the_list_is_one_row_for_each_promise_and_runs_no_formula():
    told = ("", "Q3 2026", Choice.PAUSE, "", "", "2", "recommended", "Ana", "Ben", "=1+1")
    steps = tuple(Step(str(n), f"@do {n}", "Ben", "due 1 Nov", "open", "") for n in (1, 2))
    line = DecisionLine(4, "triage", "Triage", "30 Sep", "2026-09-30", *told, steps, "open")
    assert records.as_csv([line]).splitlines() == [
        "entry,agent,name,effective,recorded,choice,what,against,level,by,signed_by,reason,correction,next_step,who,when,state",
        "4,triage,Triage,2026-09-30,,pause,,,2,Ana,Ben,'=1+1,,'@do 1,Ben,due 1 Nov,open",
        "4,triage,Triage,2026-09-30,,pause,,,2,Ana,Ben,'=1+1,,'@do 2,Ben,due 1 Nov,open",
    ]
