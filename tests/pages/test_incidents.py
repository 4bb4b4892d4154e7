"""The Incidents page: the register, one incident opened, the quick report from a card, the outside library."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from agent_scorecard.recording import StepFields, handle_incident
from agent_scorecard.store.database import open_database
from agent_scorecard.ui import choose
from agent_scorecard.vocabulary import AgenticRisk, Harm
from tests.pages.conftest import filled_with
from tests.pages.visit import Visit
from tests.ui.hostile import TEXT
from tests.ui.reading import KNOWN

LAST_DAY = date(2026, 10, 30)
LIBRARY = """incident,summary,severity,detected_at,date_precision
OUT-1,A model elsewhere leaked its prompt,high,2023-05-01T00:00:00Z,month
OUT-2,A bot elsewhere sold a car for one dollar,,2023-01-01T00:00:00Z,year
"""


@pytest.fixture
def register(visit):
    return lambda **asked: visit("sample", "incidents", as_of=LAST_DAY, **asked)


def opened(seen: Visit) -> list[str]:
    """The incidents of the register, not those named below it."""
    register, _, _ = seen.text.partition("How long it took")
    links = (link for link in seen.markup.links() if link.startswith("incidents?incident="))
    names = dict.fromkeys(link.removeprefix("incidents?incident=") for link in links)
    return [name for name in names if name in register]


def test_the_sample_lists_its_incidents_with_who_noticed_and_how_late(register):
    seen = register()
    assert {"INC-2094", "INC-2041"} <= set(opened(seen))
    assert "by customer" in seen.text
    assert "or longer to notice." in seen.text


def test_a_link_opens_an_incident_with_its_timeline(register):
    seen = register(incident="INC-2094")
    assert "A record without a country sent 31 leads to one team on a Saturday" in seen.text
    assert "Stopped 25\u202fmin and resolved 1 day 2\u202fh after it was noticed." in seen.text
    assert "3 of 3 written down" in seen.text
    assert "Timeline" not in seen.press("All incidents").text


def test_an_incident_leads_to_the_card_of_its_agent(register):
    assert register(incident="INC-2094").press("Scorecard").title == "Lead routing"


def test_an_incident_nobody_has_opens_nothing(register):
    assert "Timeline" not in register(incident="INC-1").text


def test_the_register_is_narrowed_by_agent_severity_and_what_is_open(register):
    every = opened(register())
    assert opened(register(agent="support-triage")) == ["INC-2041"]
    assert 0 < len(opened(register(severity="Medium"))) <= len(every)
    assert "INC-2094" not in opened(register(open="true"))
    assert opened(register(kind="Cause: stale data")) == ["INC-2066", "INC-2041", "INC-1990"]


def test_the_register_says_what_incidents_have_in_common(register):
    seen = register()
    assert "Stale data caused 3 of 8." in seen.text
    assert "To pause22\u202fmin 30\u202fs25\u202fminINC-20942 of 8" in seen.text
    assert "stale data\u00a03" in seen.text


def test_an_incident_is_reported_from_a_card_and_counts_at_once(visit):
    card = visit("first", "scorecard", agent="brief-writer").type("acting_input", "ben")
    assert card.press("Report incident").title == "Incidents"
    seen = card.go("incidents")
    assert (seen.title, seen.app.selectbox(key="report_agent").value) == ("Incidents", "brief-writer")
    assert "you report as Ben Cole" in seen.text
    seen.type("report_summary", "A brief named the wrong client").type("report_severity", "high")
    seen.type("report_noticed_by", "customer").press("Report")
    assert seen.errors == []
    (said,) = seen.successes
    assert said.startswith("Reported as R-")
    assert "A brief named the wrong client" in seen.text
    assert "One serious incident is open." in seen.press("All incidents").text
    assert (
        "1 recorded, 1 open, 1 first seen by a customer"
        in seen.go("scorecard").type("scorecard_agent", "brief-writer").text
    )


def test_a_report_without_a_severity_says_so(visit):
    seen = visit("first", "incidents", agent="brief-writer", report="1").type("acting_input", "ana")
    seen.type("report_summary", "Sent twice").press("Report").press("All incidents")
    assert "One incident is open, its severity is not stated." in seen.text
    assert "Severity not stated" in seen.text


@pytest.mark.parametrize(
    ("asked", "typed", "actor", "sentence"),
    [
        ({}, "Sent twice", "ana", "Pick the agent."),
        ({"agent": "brief-writer"}, "", "ana", "Say what happened, in one sentence\\."),
        ({"agent": "brief-writer"}, "Sent twice", "", "Say who you are\\: pick or type a name\\."),
    ],
    ids=["no agent", "nothing said", "nobody"],
)
def test_what_is_missing_is_said_and_nothing_typed_is_lost(visit, asked, typed, actor, sentence):
    seen = visit("first", "incidents", report="1", **asked)
    if actor:
        seen.type("acting_input", actor)
    seen.type("report_summary", typed).press("Report")
    assert seen.errors == [sentence]
    assert seen.app.text_area(key="report_summary").value == typed
    assert "No incident has been recorded." in seen.text


def test_a_report_can_be_given_up(visit):
    seen = visit("first", "incidents").press("Report incident")
    assert "Report an incident" in seen.text
    assert "Report an incident" not in seen.press("Cancel").text


def test_an_outside_library_stands_apart_and_is_in_no_figure(board: Path, tmp_path: Path):
    (tmp_path / "incidents.csv").write_text(LIBRARY)
    engine = open_database(f"sqlite:///{board}", create_missing=True)
    filled_with(Path(__file__).parent / "first_company", tmp_path / "incidents.csv")(engine)
    engine.dispose()
    seen = Visit("incidents", as_of="2026-10-31")
    assert "No incident has been recorded." in seen.text
    assert "Outside library, in nobody's figures" in seen.text
    assert "OUT-1highMay 2023A model elsewhere leaked its prompt" in seen.text
    assert opened(seen) == []


def test_what_is_reported_is_shown_as_typed(visit):
    seen = visit("first", "incidents", agent="brief-writer", report="1").type("acting_input", "ana")
    seen.type("report_summary", TEXT).type("report_request", TEXT).press("Report")
    assert seen.errors == []
    assert seen.markup.names <= KNOWN
    assert seen.text.count(TEXT) >= 2


def labelled(seen: Visit, kind: str, label: str):
    (field,) = (field for field in getattr(seen.app, kind) if field.label == label and "handle_" in (field.key or ""))
    return field


def fixed(seen: Visit, what: str, who: str) -> None:
    labelled(seen, "text_input", "What is fixed").set_value(what)
    labelled(seen, "selectbox", "Who makes it").set_value(who)


def test_a_cause_and_a_fix_are_recorded_and_the_page_shows_them(register):
    seen = register(incident="INC-2107").type("acting_input", "maya")
    assert "To close it, write down the guardrail gaps and a fix with who makes it and until when." in seen.text
    assert "1 of 1 can be reconstructed from the log" in seen.text
    assert "With the roll-back of the incident." in seen.text
    fixed(seen, "A key that is used once", "ruth")
    labelled(seen, "datetime_input", "Drained").set_value(datetime(2026, 10, 19, 9, 50))  # noqa: DTZ001
    seen.press("Record")
    assert (seen.errors, seen.successes) == ([], ["Recorded."])
    assert "Drained19 Oct, 09:50" in seen.text
    assert "2 of 3 written down" in seen.text
    (done,) = (button for button in seen.app.button if (button.key or "").startswith("done_"))
    done.click()
    assert seen.again().errors == []
    assert "A key that is used once" in seen.go("this_month").type("acting_input", "ruth").text


def test_a_serious_one_is_closed_only_with_its_cause_by_a_second_person_and_nothing_typed_is_lost(register):
    seen = register(incident="INC-2107").type("acting_input", "maya")
    labelled(seen, "datetime_input", "Resolved").set_value(datetime(2026, 10, 30, 12))  # noqa: DTZ001
    seen.press("Record")
    assert seen.errors[0].startswith(
        "A serious incident is closed with its cause\\: write down the guardrail gaps and a fix with who makes it"
    )
    assert "A second person closes a serious incident" in seen.errors[0]
    assert labelled(seen, "datetime_input", "Resolved").value == datetime(2026, 10, 30, 12)  # noqa: DTZ001
    labelled(seen, "multiselect", "Guardrail gaps").set_value(["No date check on the policy page"])
    fixed(seen, "A key that is used once", "ruth")
    assert seen.type("acting_input", "ruth").press("Record").successes == ["Recorded and closed."]
    assert "Closedby " in seen.text
    assert "No incident is open." in seen.press("All incidents").text


def test_a_form_that_says_nothing_new_records_nothing_and_nobody_records_nameless(register):
    seen = register(incident="INC-2107")
    labelled(seen, "text_area", "Trace").set_value("Trace 7")
    assert seen.press("Record").errors == ["Say who you are\\: pick or type a name\\."]
    named = register(incident="INC-2107").type("acting_input", "maya").press("Record")
    assert [said.value for said in named.app.info] == ["Nothing new to record: the form shows what is on file now."]


def test_what_a_colleague_recorded_meanwhile_is_told_and_the_typed_text_stays(register):
    seen = register(incident="INC-2107").type("acting_input", "maya")
    labelled(seen, "text_area", "Trace").set_value("Trace 7")
    other = StepFields(incident="INC-2107", harm=Harm.CUSTOMER_HARM)
    handle_incident(choose.engine(), other, by="ruth", at=datetime(2026, 11, 2, tzinfo=UTC))
    (said,) = seen.press("Record").errors
    assert said.startswith("ruth recorded the harm since you opened this form")
    assert labelled(seen, "text_area", "Trace").value == "Trace 7"
    assert seen.press("Record").successes == ["Recorded."]
    assert "Customer harm" in seen.text


def test_what_was_undone_is_recorded_by_hand_and_one_closed_is_opened_again(register):
    seen = register(incident="INC-2107").type("acting_input", "maya")
    seen.type("undo_INC-2107_0_note", "Paid back by hand")
    (records,) = (field for field in seen.app.multiselect if field.label == "Runs or records")
    records.set_value(["rf-261017-dup"])
    assert seen.press("Record undo").successes == ["Recorded what was undone."]
    assert "Paid back by hand. Recorded by Maya Okafor." in seen.text
    closed = register(incident="INC-2041").type("acting_input", "maya")
    assert closed.press("Open again").errors == ["Say why it is not over\\."]
    assert closed.type("reopen_reason_INC-2041", "It came back").press("Open again").successes == ["Opened again."]
    assert "by Maya Okafor: It came back" in closed.text


def test_one_without_a_pause_or_a_run_says_what_to_do_next_and_is_told_more_of(visit):
    seen = visit("first", "incidents", agent="brief-writer", report="1").type("acting_input", "ana")
    seen.type("report_summary", "Sent twice").press("Report")
    labelled(seen, "selectbox", "Who noticed first").set_value("auditor")
    labelled(seen, "multiselect", "OWASP agentic risks").set_value([AgenticRisk.ASI09])
    assert seen.press("Record").errors == []
    assert "Auditor, from outside the company" in seen.text
    assert "ASI09 misplaced human trust" in seen.text
    assert "Nothing has contained it yet: record a pause or a roll-back as soon as there is one." in seen.text
    assert "No run is named. Name the runs it touched, and each gets a line here." in seen.text
    assert "None yet: each fix has somebody who makes it and a day." in seen.text
