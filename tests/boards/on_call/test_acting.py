"""What it may do today and how each call is undone, credentials, and who takes what over."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from agent_scorecard.boards.on_call.acting import action_lines, credentials, forbidden, open_actions, taking_over
from agent_scorecard.boards.on_call.shapes import ActionLine, Line
from agent_scorecard.policy import default_policy
from agent_scorecard.rules.facts import Escalation
from agent_scorecard.vocabulary import Access, Effect, Level, Mode, Operator
from tests.boards.build import assessment, reading
from tests.build import AS_OF, action, evidence

POLICY = default_policy()
BOUNDED = reading(*(Level.BOUNDED,) * 4)


def lines(*actions, at=BOUNDED) -> list[ActionLine]:
    one = assessment(evidence(actions=actions) if actions else None, reading=at)
    return list(action_lines(one, POLICY))


def in_days(days: int) -> date:
    return AS_OF + timedelta(days=days)


def held(*expiries: date | None) -> dict[str, Line]:
    rows = tuple(action(f"a{place}", credential_expires_on=day) for place, day in enumerate(expiries))
    return {line.label: line for line in credentials(evidence(actions=rows), POLICY)}


def test_what_does_most_alone_stands_first_and_the_forbidden_apart():
    reads = action("read", access=Access.READ, mode=Mode.OUT)
    found = lines(action("approved"), reads, action("alone", mode=Mode.ON), action("never", mode=Mode.FORBIDDEN))
    assert [(line.action, line.mode, line.why) for line in found] == [
        ("alone", "On the loop", "on file"),
        ("approved", "In the loop", "on file"),
        ("read", "Out of the loop", "on file"),
    ]
    assert forbidden(assessment(evidence(actions=(action("never", mode=Mode.FORBIDDEN),))), POLICY) == ("never",)


def test_the_level_allowed_today_holds_an_action_back_and_says_so():
    (line,) = lines(action(mode=Mode.ON), at=reading(*(Level.RECOMMENDED,) * 4))
    assert (line.mode, line.sense, line.why) == (
        "In the loop",
        "a person approves every call",
        "level 2 allows no more",
    )


@pytest.mark.parametrize(
    ("changes", "limits"),
    [
        ({}, "500 a day"),
        ({"cap_count_per_day": None}, "no limit on record"),
        (
            {"cap_amount": 400_000_000_000, "threshold_field": "amount_usd", "threshold_operator": Operator.ABOVE},
            "amount_usd up to 400, 500 a day",
        ),
    ],
)
def test_the_hard_limits_are_told(changes, limits):
    (line,) = lines(action(**changes))
    assert line.limits == limits


@pytest.mark.parametrize(
    ("changes", "undo"),
    [
        ({}, Line("Undo", "Put the old tag back from the ticket history", "tested 15 Sep")),
        (
            {"compensation_tested_on": None},
            Line("Undo", "Put the old tag back from the ticket history", "never tested", bad=True),
        ),
        ({"compensation": "none"}, Line("Undo", "Cannot be undone, by the answer on file.", bad=True)),
        (
            {"compensation": None},
            Line(
                "Undo",
                "How is helpdesk.tag undone?",
                "Ask Ben, then write it into actions.csv, compensation.",
                "compensation",
            ),
        ),
        ({"compensation": None, "access": Access.READ}, Line("Undo", "Nothing to undo.")),
        ({"compensation": None, "mode": Mode.SHADOW}, Line("Undo", "Nothing to undo.")),
    ],
)
def test_each_call_has_a_way_back_a_question_or_nothing_to_undo(changes, undo):
    (line,) = lines(action(**changes))
    assert line.undo == undo


@pytest.mark.parametrize(
    ("changes", "twice"),
    [({"idempotent": False}, True), ({}, False), ({"idempotent": False, "access": Access.READ}, False)],
)
def test_a_retry_that_would_act_twice_is_marked(changes, twice):
    (line,) = lines(action(**changes))
    assert line.twice is twice


def test_an_action_of_which_little_is_known_is_still_told():
    (line,) = lines(replace(action(), system=None, access=None, effects=(Effect.MONEY,), mode=None))
    assert (line.system, line.mode, line.why) == ("system not stated", "In the loop", "no mode is stated")


def test_without_any_action_on_file_it_is_asked_what_it_can_do():
    assert [line.code for line in open_actions(evidence(actions=()))] == ["actions"]
    assert open_actions(evidence()) == ()


@pytest.mark.parametrize(
    ("expiries", "told"),
    [
        ((in_days(-1), in_days(400)), {"Expired": ("a0", "since 30 Oct")}),
        ((AS_OF,), {"Within 28 days": ("a0", "first on 31 Oct")}),
        ((in_days(27), in_days(3)), {"Within 28 days": ("a1 and a0", "first on 3 Nov")}),
        ((in_days(28),), {"Next to expire": ("28 Nov 2026", "a0")}),
        (
            (None, None),
            {
                "Unknown": (
                    "When does the credential of a0 and a1 expire?",
                    "Ask Ben, then write it into actions.csv, credential_expires_on.",
                )
            },
        ),
        ((), {}),
    ],
)
def test_a_credential_is_past_near_far_or_asked_about(expiries, told):
    found = held(*expiries)
    rotated = found.pop("Rotated by")
    assert {label: (line.text, line.detail) for label, line in found.items()} == told
    assert (rotated.text, rotated.detail) == ("Ben", "Wiki page, checked 1 Sep")


def test_a_rotation_nobody_owns_is_asked_about():
    (line,) = credentials(evidence(actions=(), capabilities=()), POLICY)
    assert (line.code, line.text) == ("rotation", "Who takes a credential away and issues a new one?")


@pytest.mark.parametrize(
    ("row", "line"),
    [
        (Escalation("Angry", None, "ana", "Ana calls"), Line("Angry", "Ana", "Ana calls")),
        (
            Escalation("Angry", None, "omar"),
            Line(
                "Angry",
                "Who takes over from omar, who is gone?",
                "Ask Ben, then write it into escalations.csv, person.",
                "escalations",
            ),
        ),
        (
            Escalation("Angry"),
            Line("Angry", "Who takes over?", "Ask Ben, then write it into escalations.csv, person.", "escalations"),
        ),
    ],
)
def test_a_trigger_has_somebody_or_a_question(row, line):
    assert taking_over(evidence(escalations=(row,))) == (line,)


def test_without_a_trigger_it_is_asked_who_takes_over():
    assert [line.code for line in taking_over(evidence(escalations=()))] == ["escalations"]
