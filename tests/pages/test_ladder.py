"""The ladder page: narrow it, share the link, try other numbers without saving them."""

from __future__ import annotations

from datetime import date


def test_agents_stand_on_their_lanes_with_a_link_to_their_card(visit):
    seen = visit("first", "ladder")
    assert "No level moves today." in seen.text
    assert seen.markup.links() == ["scorecard?agent=brief-writer", "scorecard?agent=tag-helper"]


def test_a_filter_narrows_the_lanes(visit):
    seen = visit("first", "ladder").type("status", ["pilot"])
    assert seen.markup.links() == ["scorecard?agent=tag-helper"]
    assert "No agent of this choice stands here." in seen.text


def test_a_narrowed_ladder_can_be_shared(visit):
    assert visit("first", "ladder", status="Pilot").markup.links() == ["scorecard?agent=tag-helper"]


def test_what_if_names_who_would_miss_more_and_saves_nothing(visit):
    seen = visit("first", "ladder")
    assert "With these numbers" not in seen.text
    seen.unfold("what_if")
    assert "With these numbers nobody would stand elsewhere." in seen.text
    seen.type("what_if_1", 300)
    assert "Brief writer would miss 2 items instead of 1." in seen.text
    assert "6 of 7 there" in seen.text


def test_the_sample_has_someone_to_lower_and_had_someone_to_raise_in_july(visit):
    assert "Three agents should step down." in visit("sample", "ladder", as_of=date(2026, 10, 30)).text
    assert "earned the next level" in visit("sample", "ladder", as_of=date(2026, 7, 30)).text
