"""How it is stopped and what to go back to: recorded, answered with none, or asked; never blank."""

from __future__ import annotations

from datetime import date

import pytest

from agent_scorecard.boards.on_call.shapes import Line
from agent_scorecard.boards.on_call.stopping import going_back, stopping
from agent_scorecard.policy import default_policy
from agent_scorecard.rules.facts import Drill
from agent_scorecard.vocabulary import ChangeKind
from tests.build import action, changed_kind, evidence

POLICY = default_policy()
OCTOBER = date(2026, 10, 2)


def stops(**changes) -> dict[str, Line]:
    return {line.label: line for line in stopping(evidence(**changes), POLICY)}


def backs(**changes) -> dict[str, Line]:
    return {line.label: line for line in going_back(evidence(**changes), POLICY)}


def test_what_is_recorded_is_told_as_it_was_written():
    assert {label: line.text for label, line in stops().items()} == {
        "New work": "Turn off flag triage in the admin console",
        "Work already begun": "Queue triage is paused and drained to quarantine",
        "May pause it": "Ana",
        "Last drill": "2 Oct, 29 days ago: 48\u202fs until no new work began; "
        "work already begun was held back, by Ben.",
        "Its page": "https://example.com/agents/triage",
    }


@pytest.mark.parametrize(
    ("changes", "label", "code", "bad"),
    [
        ({"kill_switch": None}, "New work", "kill_switch", False),
        ({"kill_switch": "None"}, "New work", "", True),
        ({"kill_switch_in_flight": None}, "Work already begun", "in_flight", False),
        ({"kill_switch_in_flight": "none"}, "Work already begun", "", True),
        ({"kill_switch_in_flight": "none in flight"}, "Work already begun", "", False),
        ({"assignments": ()}, "May pause it", "pause_or_retire", False),
        ({"drills": ()}, "Last drill", "drill", False),
    ],
)
def test_no_answer_is_a_question_and_none_is_an_answer(changes, label, code, bad):
    line = stops(**changes)[label]
    assert (line.code, line.bad, bool(line.text), bool(line.detail) or not (code or bad)) == (code, bad, True, True)


def test_a_failed_drill_stands_before_the_last_one_that_passed():
    lines = stops(drills=(Drill("DR-1", OCTOBER, True), Drill("DR-2", date(2026, 10, 20), False)))
    assert lines["Last drill"] == Line("Last drill", "Failed on 20 Oct, 11 days ago.", bad=True)
    assert (
        lines["Last passed drill"].text == "2 Oct, 29 days ago: time not measured; work already begun was not covered."
    )


def test_a_switch_that_was_only_ever_drilled_in_vain_has_no_passed_drill():
    assert "Last passed drill" not in stops(drills=(Drill("DR-2", OCTOBER, False),))


@pytest.mark.parametrize(
    ("changes", "names"),
    [
        ({"actions": (action("b", idempotent=False), action("a", idempotent=False))}, "a and b"),
        ({"actions": (action("a", idempotent=True),)}, None),
    ],
)
def test_a_retry_that_acts_twice_is_said_where_nothing_holds_work_back(changes, names):
    line = stops(kill_switch_in_flight=None, **changes).get("A retry acts twice")
    assert (line.text if line else None) == names


def test_the_way_back_names_the_target_what_runs_and_what_ran_before():
    assert backs() == {
        "Recorded target": Line("Recorded target", "v2; redeploy from the release page"),
        "Runs today": Line("Runs today", "v3"),
        "Model before": Line("Model before", "4.1", "4.2 runs since 6 Jul, 09:00"),
        "Known good": Line("Known good", "triage-core passed 119 of 120 on 3 Jul, before the last change."),
    }


def test_a_change_of_a_tool_says_which_and_one_that_gives_no_value_before_is_asked_about():
    rows = (
        changed_kind(ChangeKind.TOOL, OCTOBER, action="helpdesk.tag", from_value="2026-05"),
        changed_kind(ChangeKind.PROMPT, OCTOBER, to_value="p-2"),
    )
    lines = backs(changes=rows)
    assert lines["Tool before"] == Line("Tool before", "helpdesk.tag: 2026-05", "changed on 2 Oct, 09:00")
    assert lines["Prompt before"].text == "What ran before the change of 2 Oct, 09:00?"
    assert (
        lines["Prompt before"].detail == "Ask Ben, then write it into changes.csv, from_value of CH-prompt-2026-10-02."
    )


@pytest.mark.parametrize(
    ("changes", "label", "code"),
    [
        ({"rollback_target": "none"}, "Recorded target", "rollback_target"),
        ({"rollback_target": None}, "Recorded target", "rollback_target"),
        ({"version": None}, "Runs today", "version"),
    ],
)
def test_what_nobody_said_about_the_way_back_is_asked(changes, label, code):
    assert backs(**changes)[label].code == code


def test_without_a_change_nothing_ran_before():
    assert list(backs(changes=())) == ["Recorded target", "Runs today"]


def test_what_ran_before_is_not_called_good_without_a_passed_eval():
    assert backs(evals=())["Known good"].text == "No passed eval from before the last change is on record."
