"""Whose digest holds what, what of it is news, and how it is called."""

from __future__ import annotations

import json
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from agent_scorecard.boards.digest import json_shape
from agent_scorecard.boards.digest.board import fresh, of_person, title
from agent_scorecard.boards.digest.shapes import Section
from tests.boards.test_json_shapes import documented, paths
from tests.notify.build import card, digest, line

WAITS = line("proposal:40", section=Section.WAITING, state="waiting 2026-10", who=("cora",), late=False)
MUTED = line("alert:triage:cost_tail", section=Section.ALERTS)
WHOLE = digest(WAITS, line(), card(), muted=(MUTED,))


def told(*lines) -> dict[str, str]:
    return {each.item: each.state for each in lines}


def test_a_person_is_told_what_concerns_them_and_of_muted_alerts_the_number() -> None:
    ana, cora = of_person(WHOLE, "ana"), of_person(WHOLE, "cora")
    assert [each.item for each in ana.lines] == ["finding:triage:no_owner", "card:triage"]
    assert [each.item for each in cora.lines] == ["proposal:40"]
    assert (len(ana.muted), len(cora.muted), ana.person) == (1, 0, "ana")


def test_nothing_new_is_no_digest() -> None:
    assert fresh(WHOLE, told(*WHOLE.lines)) is None
    assert fresh(digest(), {}) is not None


def test_news_brings_the_due_list_along_and_nothing_else_that_is_old() -> None:
    found = fresh(WHOLE, told(WAITS, card()))
    assert found is not None
    assert [(each.item, each.is_new) for each in found.lines] == [
        ("finding:triage:no_owner", True),
        ("card:triage", False),
    ]
    assert found.news == 1


def test_a_line_nobody_needs_to_be_told_of_is_never_news() -> None:
    assert fresh(digest(line(state="")), {}) is None


def test_another_state_is_news() -> None:
    found = fresh(digest(replace(card(), state="overdue 31 Oct 2026-11")), told(card()))
    assert found is not None
    assert found.news == 1


@given(st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from(["", "due", "late"]), st.sampled_from(Section))))
def test_whatever_was_told_is_not_news_a_moment_later(rows: list[tuple[str, str, Section]]) -> None:
    whole = digest(line("anything"), *(line(item, state=state, section=part) for item, state, part in rows))
    kept = {each.item: each for each in whole.lines}
    whole = replace(whole, lines=tuple(kept.values()))
    first = fresh(whole, {})
    assert first is not None
    assert fresh(whole, told(*(each for each in first.lines if each.is_new))) is None


def test_the_title_counts_what_it_holds() -> None:
    late = card("refunds", late=True)
    assert (
        title(digest(WAITS, line(), card(), late))
        == "1 signature awaited, 1 card overdue, 1 card due and 1 blocking finding"
    )
    assert title(replace(digest(), lines=())) == "Nothing is due"


def test_the_shape_has_the_keys_the_documentation_names() -> None:
    shape = json_shape.digest(WHOLE, "https://board.example.com/")
    assert set(paths(shape)) == documented("digest")
    assert json.loads(json.dumps(shape, allow_nan=False)) == shape
