"""The page about runs: every agent's record, one agent's runs narrowed by the address, one run, and a purge."""

from __future__ import annotations

import shutil

import pytest
from sqlalchemy import text

from agent_scorecard.store.database import open_database, writer
from tests.pages.visit import Visit


def begin(seen, *words):
    """Say whether the headings of a page begin with these words, one after another."""
    told = [text for _, text in seen.headings()]
    return len(told) == len(words) and all(text.startswith(word) for text, word in zip(told, words, strict=True))


def test_the_page_begins_with_how_complete_the_records_are(visit):
    seen = visit("sample", "runs", as_of=None)
    assert "audit record of" in seen.text
    assert begin(seen, "Runs", "Audit record by tier", "Agents")


def test_one_agent_shows_its_runs_and_what_stands_beside_them(visit):
    seen = visit("sample", "runs", as_of=None, agent="support-triage", period="2026-10")
    assert begin(
        seen,
        *("Runs of Support triage", "What recurs", "Runs", "Slow approvals", "Audit fields that are missing", "Kept"),
    )
    assert "2,388 runs in October 2026." in seen.text
    assert "ticket service did not answer" in seen.text


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"outcome": "edited"}, "in October 2026 fit this choice."),
        ({"tool": "nothing.ever"}, "No run of October 2026 fits."),
        ({"outcome": "unheard_of", "before": "x", "run": ""}, "2,388 runs in October 2026."),
        ({"period": "2031-01"}, "in the last 28 days."),
    ],
)
def test_the_address_narrows_the_list(visit, asked, said):
    seen = visit("sample", "runs", as_of=None, **{"agent": "support-triage", "period": "2026-10", **asked})
    assert said in seen.text


def test_older_runs_follow_by_the_address_alone(visit):
    first = visit("sample", "runs", as_of=None, agent="support-triage", period="2026-10")
    (older,) = [link for link in first.markup.links() if "before=" in link]
    assert "tk-261030-071" in first.text
    second = visit("sample", "runs", as_of=None, **dict(pair.split("=") for pair in older.split("?")[1].split("&")))
    assert "tk-261030-070" in second.text
    assert "tk-261030-071" not in second.text


def test_one_run_is_opened_with_what_it_leads_to(visit):
    seen = visit("sample", "runs", as_of=None, agent="support-triage", period="2026-10", run="tk-261030-090")
    assert "All 9 fields this run needs are there." in seen.text
    assert "Not kept: the policy of this agent stores neither inputs nor outputs of its runs." in seen.text
    assert "incidents?agent=support-triage&report=1&run=tk-261030-090" in seen.markup.links()


def test_a_run_nobody_knows_says_where_to_look(visit):
    seen = visit("sample", "runs", as_of=None, agent="support-triage", run="none")
    assert "There is no run none of this agent here." in seen.text


def test_the_report_of_an_incident_names_the_run_it_came_from(visit):
    seen = visit("sample", "incidents", as_of=None, agent="support-triage", report="1", run="tk-261030-090")
    assert seen.app.text_input(key="report_request").value == "tk-261030-090"


def test_old_runs_are_purged_once_somebody_is_sure(built, board):
    shutil.copy(built("sample"), board)
    with writer(engine := open_database(f"sqlite:///{board}")).begin() as connection:
        connection.execute(text("UPDATE agents SET retention_days = 30 WHERE agent = 'support-triage'"))
    engine.dispose()
    seen = Visit("runs", agent="support-triage", period="2026-07").type("acting_input", "jonas")
    assert "runs before 1 Sep 2026 may go" in seen.text
    seen.app.checkbox(key="purge_sure").check().run()
    seen.app.button(key="purge_send").click().run()
    assert "No figure changed." in seen.app.success[0].value
    assert "important runs stayed, figures did not change." in Visit("runs", agent="support-triage").text


def test_an_agent_without_runs_says_what_to_load(visit):
    seen = visit("sample", "runs", as_of=None, agent="lead-routing")
    assert "No run of this agent was ever loaded." in seen.text
