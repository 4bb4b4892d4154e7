"""When one action has earned the next oversight mode."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent_scorecard.rules.facts import Action, Approval, Decision, FollowUp
from agent_scorecard.rules.graduation import graduation, graduations, mode_gaps
from agent_scorecard.vocabulary import ApprovalVerdict, Choice, Effect, ExpandKind, Level, Mode
from tests.build import AS_OF, LEVEL_BEGAN, action, approval, decision, evidence
from tests.rules.assessed import POLICY


def decided(count: int, edited: int = 0, **changes: Any) -> tuple[Approval, ...]:
    """So many decisions of the last weeks, the first ones edited."""
    rows = (approval(number, AS_OF - timedelta(days=60 - number % 60), **changes) for number in range(count))
    return tuple(
        row._replace(verdict=ApprovalVerdict.EDITED) if number < edited else row for number, row in enumerate(rows)
    )


def gaps(own: Action, *rows: Approval, level: int = 3, **changes: Any) -> list[str]:
    one = evidence(actions=(own,), approvals=rows, autonomy_level=Level(level), decisions=(), **changes)
    return [gap.text for gap in graduation(one, own, POLICY).gaps]


@pytest.mark.parametrize(
    ("count", "edited", "expected"),
    [
        (99, 0, ["99 decisions since the mode began; it is judged at 100."]),
        (100, 0, []),
        (100, 4, []),
        (
            100,
            6,
            [
                "94 of 100 approvals without a substantive edit; 95\u202f%, surely over 90\u202f%, is asked.",
            ],
        ),
        (149, 6, None),
        (150, 6, []),
    ],
    ids=["99", "100 clean", "96 of 100", "94 of 100", "looked at 100 only", "144 of 150"],
)
def test_an_action_is_judged_at_100_150_200_decisions(count: int, edited: int, expected: list[str] | None) -> None:
    shown = gaps(action(), *decided(count, edited))
    assert (shown == expected) if expected is not None else bool(shown)


@pytest.mark.parametrize("mode", [Mode.FORBIDDEN, Mode.SHADOW])
def test_what_a_person_still_carries_out_or_approves_asks_for_its_people_and_no_approvals(mode: Mode) -> None:
    to = Mode.SHADOW if mode is Mode.FORBIDDEN else Mode.IN
    own = action(mode=mode, always_approve=True)
    assert mode_gaps(evidence(actions=(own,), approvals=()), own, POLICY, to) == ()
    nobody = action(mode=mode, risk_owner=None)
    known = evidence(actions=(nobody,), approvals=(), assignments=())
    assert [gap.text for gap in mode_gaps(known, nobody, POLICY, to)] == ["helpdesk.tag has not all its people."]


def freed(**changes: Any) -> Decision:
    return decision(
        9,
        AS_OF,
        Choice.EXPAND,
        kind=ExpandKind.MODE,
        action="helpdesk.tag",
        to_value="on",
        level=Level.BOUNDED,
        **changes,
    )


@pytest.mark.parametrize(
    ("done", "since", "said"),
    [
        (
            None,
            LEVEL_BEGAN,
            "helpdesk.tag to on the loop is already decided, on 31 Oct 2026, and not confirmed in place",
        ),
        (
            AS_OF,
            LEVEL_BEGAN,
            "helpdesk.tag to on the loop was decided on 31 Oct 2026 and is in place: load the inventory",
        ),
        (AS_OF, AS_OF, ""),
    ],
    ids=["not confirmed", "not on file", "the inventory is newer"],
)
def test_the_same_mode_is_not_decided_twice_before_it_is_set_in_place(done: Any, since: Any, said: str) -> None:
    own = action(mode_since=since)
    promised = FollowUp("9-2", "support-triage", "Set it", "ben", AS_OF, 9, in_place=True, done_on=done)
    rows = decided(100) if since is LEVEL_BEGAN else ()
    one = evidence(
        actions=(own,), approvals=rows, autonomy_level=Level.BOUNDED, decisions=(freed(),), follow_ups=(promised,)
    )
    first = next((gap.text for gap in graduation(one, own, POLICY).gaps), "")
    assert first.startswith(said) if said else "decided on" not in first
    stepped_down = (*one.decisions, replace(freed(), seq=10, choice=Choice.REVISE, to_value="in"))
    gaps_after = graduation(replace(one, decisions=stepped_down), own, POLICY).gaps
    assert not any(gap.code.startswith("awaited") for gap in gaps_after)


def test_an_earned_mode_is_one_step_freer() -> None:
    own = action()
    one = evidence(actions=(own,), approvals=decided(100), autonomy_level=Level.BOUNDED, decisions=())
    shown = graduation(one, own, POLICY)
    assert (shown.mode, shown.to, shown.decided, shown.earned) == (Mode.IN, Mode.ON, 100, True)


@pytest.mark.parametrize(
    ("count", "edited", "track"),
    [(99, 0, None), (100, 4, (100, 96, 0.902, True, False)), (149, 6, (100, 94, 0.875, False, False))],
    ids=["before the first look", "96 of 100", "looked at 100 only"],
)
def test_a_graduation_carries_the_evidence_of_its_last_look(count: int, edited: int, track: tuple[Any, ...]) -> None:
    seen = graduation(evidence(approvals=decided(count, edited)), action(), POLICY).track
    assert (seen and (seen.n, seen.whole, round(seen.low, 3), seen.to_on, seen.to_out)) == track


def test_a_graduation_says_when_it_rests_on_reading_everything() -> None:
    assert graduation(evidence(approvals=spread(20, 28)), action(), POLICY).by_reading
    assert not graduation(evidence(approvals=decided(100)), action(), POLICY).by_reading


@pytest.mark.parametrize(
    ("mode", "to"),
    [
        (Mode.FORBIDDEN, None),
        (Mode.SHADOW, Mode.IN),
        (Mode.IN, Mode.ON),
        (Mode.IN_ABOVE, Mode.ON),
        (Mode.ON, Mode.OUT),
        (Mode.OUT, None),
        (None, Mode.ON),
    ],
)
def test_modes_follow_each_other_one_by_one(mode: Mode | None, to: Mode | None) -> None:
    assert graduation(evidence(), action(mode=mode), POLICY).to is to


def test_what_a_person_always_approves_is_never_graduated() -> None:
    shown = graduation(evidence(), action(always_approve=True), POLICY)
    assert (shown.to, shown.earned) == (None, False)


@pytest.mark.parametrize(
    ("own", "changes", "expected"),
    [
        (action(), {"level": 2}, ["Level 2 allows in the loop at most."]),
        (action(effects=(Effect.MONEY,)), {}, ["helpdesk.tag is of high tier: in the loop at most."]),
        (action(risk_owner="gone"), {}, ["helpdesk.tag has not all its people."]),
        (action(), {"evals": ()}, ["The evals have not passed on the version in use."]),
        (action(), {"kill_switch": None}, ["No kill switch is written down."]),
        (action(compensation_tested_on=None), {}, ["Undoing helpdesk.tag was never tested."]),
    ],
    ids=["level", "tier", "people", "evals", "kill switch", "undoing"],
)
def test_a_freer_mode_needs_more_than_approvals(own: Action, changes: dict[str, Any], expected: list[str]) -> None:
    assert gaps(own, *decided(100), **changes) == expected


def test_approvals_given_too_fast_earn_nothing() -> None:
    assert "Approvals were given faster than they can be read." in gaps(action(), *decided(100, seconds=1))


def test_reading_time_must_be_known_above_low_tier() -> None:
    assert gaps(action(), *decided(100, opened_at=None)) == ["How long approvals were read is not known."]


def test_shadow_only_needs_its_people() -> None:
    assert gaps(action(mode=Mode.SHADOW)) == []


def test_decisions_before_the_mode_began_do_not_count() -> None:
    own = action(mode_since=AS_OF - timedelta(days=30))
    assert gaps(own, *decided(100))[0].endswith("decisions since the mode began; it is judged at 100.")


def test_forbidden_actions_are_left_out() -> None:
    assert [row.action.action for row in graduations(evidence(), POLICY)] == ["helpdesk.read", "helpdesk.tag"]


def spread(count: int, over: int, edited: int = 0, **changes: Any) -> tuple[Approval, ...]:
    """So many decisions spread over so many days up to the as-of day, the last ones edited."""
    step = over / (count - 1)
    rows = [approval(number, AS_OF - timedelta(days=round(over - number * step)), **changes) for number in range(count)]
    changed = [row._replace(verdict=ApprovalVerdict.EDITED) for row in rows[len(rows) - edited :]]
    return (*rows[: len(rows) - edited], *changed)


@pytest.mark.parametrize(
    ("own", "rows", "earned"),
    [
        (action(), spread(20, 28), True),
        (action(), spread(20, 27), False),
        (action(), spread(19, 28), False),
        (action(), spread(20, 28, edited=1), True),
        (action(), spread(20, 28, edited=2), False),
        (action(), spread(49, 84), True),
        (action(), spread(50, 84), False),
        (action(effects=(Effect.BRAND,)), spread(20, 28), False),
        (action(mode=Mode.ON), spread(20, 28), False),
    ],
    ids=["20", "too short a time", "19", "one edited", "two edited", "49 of them", "not rare", "harmful", "to out"],
)
def test_every_decision_read_stands_in_for_a_hundred_of_a_rare_harmless_action(
    own: Action, rows: tuple[Approval, ...], earned: bool
) -> None:
    assert (gaps(own, *rows) == []) is earned


@given(st.integers(0, 260), st.integers(0, 30))
def test_out_of_the_loop_asks_for_more_than_on_the_loop(count: int, edited: int) -> None:
    rows = decided(count, min(edited, count))
    one = evidence(approvals=rows, autonomy_level=Level.PORTFOLIO, decisions=(), autonomy_since=LEVEL_BEGAN)
    to_on = {gap.code for gap in graduation(one, action(mode=Mode.IN), POLICY).gaps}
    to_out = {gap.code for gap in graduation(one, action(mode=Mode.ON), POLICY).gaps}
    assert to_on <= to_out
