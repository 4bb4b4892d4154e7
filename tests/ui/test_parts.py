"""The small pictures: what a reader who cannot see them hears, and where each mark stands."""

from __future__ import annotations

from html import escape

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from agent_scorecard.boards.shapes import Bullet, Rung, Zone
from agent_scorecard.ui import parts, theme
from agent_scorecard.vocabulary import EvidenceState, Level, Verdict
from tests.ui.reading import read

MARKDOWN = MarkdownIt("commonmark").enable(["table", "strikethrough"])
ONE, TWO, THREE, FOUR = Level


@pytest.mark.parametrize(
    "text",
    [
        "![x](http://h/b)",
        "[click](javascript:alert(1))",
        "<http://h/b>",
        "[x]: http://h",
        "$x$",
        ":red[x]",
        ":material/home:",
        "**bold** __bold__ *i* _i_ ~~gone~~ `code`",
        "# heading",
        "- list",
        "+ list",
        "1. list",
        "1) list",
        "> quote",
        "---",
        "```",
        "~~~",
        "<img src=x onerror=alert(1)>",
        "a | b",
        "R&D &lt;b&gt; &copy; &#58;red[x]",
        "trailing\\",
        "\\",
    ],
)
def test_markdown_shows_a_name_as_it_is(text):
    assert MARKDOWN.render(parts.md(text)).replace(parts.WORD_JOINER, "") == f"<p>{escape(text)}</p>\n"


@given(st.text())
@example("a\n\n# b\n| c | d |\n|---|---|")
def test_no_text_becomes_anything_but_one_line_of_text(text):
    tokens = [token for token in MARKDOWN.parse(parts.md(text)) if token.type == "inline"]
    assert {child.type for token in tokens for child in token.children or ()} <= {"text", "text_special"}
    assert len(tokens) <= 1


@pytest.mark.parametrize("sign", "$:[]!*_`<>|~&")
def test_signs_that_streamlit_reads_on_top_of_markdown_are_escaped_too(sign):
    assert parts.md(f"a{sign}b") == f"a\\{sign}b"


@pytest.mark.parametrize(
    ("text", "kept_apart"),
    [
        ("https://h/b", "https:|//h/b"),
        ("WWW.h.example", "WWW|.h.example"),
        ("me@h.example", "me|@h.example"),
        (":material/home:", ":|material/home:"),
        (":streamlit:", ":|streamlit:"),
        ("a -> b <- c -- d", "a -|> b <|- c -|- d"),
        ("1 >= 2 <= 3 ~= 4", "1 >|= 2 <|= 3 ~|= 4"),
        ("Level 2 still asks for 1: Checklist 14 of 16.", "Level 2 still asks for 1: Checklist 14 of 16."),
    ],
)
def test_what_streamlit_looks_for_once_escapes_are_gone_is_kept_apart(text, kept_apart):
    shown = MARKDOWN.parse(parts.md(text))[1].content.replace("\\", "")
    assert shown.replace(parts.WORD_JOINER, "|") == kept_apart


def test_the_head_is_one_heading_and_one_sentence():
    assert parts.head("Company", "This month", "Two cards are due.", "Nothing blocks.") == (
        '<p class="as-over">Company</p><h1 class="as-title">This month</h1>'
        '<p class="as-deck">Two cards are due. <em>Nothing blocks.</em></p>'
    )


def test_a_section_is_a_real_heading_with_its_remark():
    assert parts.section("Due", "by 31 Oct") == '<h2 class="as-head">Due<small>by 31 Oct</small></h2>'
    assert parts.section("Due") == '<h2 class="as-head">Due</h2>'


def test_a_symbol_alone_is_read_aloud_and_beside_its_word_it_is_silent():
    met = theme.VERDICTS[Verdict.MET]
    assert parts.icon(met, "Quality: Met") == (
        '<span class="mi good" role="img" aria-label="Quality: Met" title="Quality: Met">done_all</span>'
    )
    assert parts.status(met, "Met") == (
        '<span class="st good"><span class="mi good" aria-hidden="true">done_all</span>Met</span>'
    )


def test_only_missed_stands_on_a_square():
    assert 'class="mi bad fill"' in parts.icon(theme.VERDICTS[Verdict.MISSED])


def test_lines_of_an_empty_region_are_broken_between_not_after():
    assert parts.empty("One.", "Two <b>.") == '<p class="as-empty">One.<br>Two &lt;b&gt;.</p>'


BULLET = Bullet(
    zones=(Zone("passes", 0.0, 0.5), Zone("between", 0.5, 0.75), Zone("fails", 0.75, 1.0)),
    value=0.25,
    baseline=0.8,
    interval=(0.125, 0.375),
    targets=(0.1,),
    tone="good",
    label="First <response>: 24 min",
)


def test_a_bullet_draws_zones_way_interval_baseline_target_and_value_in_this_order():
    whole, *marks = read(parts.bullet(BULLET)).elements
    assert whole == ("span", {"class": "bul", "role": "img", "aria-label": "First <response>: 24 min"})
    assert [given for _, given in marks] == [
        {"class": "z passes", "style": "left:0.0%;width:50.0%"},
        {"class": "z between", "style": "left:50.0%;width:25.0%"},
        {"class": "z fails", "style": "left:75.0%;width:25.0%"},
        {"class": "way", "style": "left:25.0%;width:55.0%"},
        {"class": "interval good", "style": "left:12.5%;width:25.0%"},
        {"class": "base", "style": "left:80.0%"},
        {"class": "target", "style": "left:10.0%"},
        {"class": "value good", "style": "left:25.0%"},
    ]


def test_a_bullet_without_baseline_and_interval_shows_neither_and_a_band_shows_two_limits():
    bare = Bullet((), 0.5, None, None, (0.25, 0.75), "risk", "")
    assert [given["class"] for _, given in read(parts.bullet(bare)).elements] == ["bul", "limit", "limit", "value risk"]


def test_no_bullet_is_nothing():
    assert parts.bullet(None) is None


def test_spark_bars_are_shares_of_the_tallest_and_a_gap_is_no_bar():
    bars = read(parts.spark((1.0, 0.5, None, 0.0), "last 4 periods")).elements[1:]
    assert [given for _, given in bars] == [
        {"style": "height:100%"},
        {"style": "height:50%"},
        {"class": "gap"},
        {"style": "height:6%"},
    ]


def test_a_strip_has_one_bar_for_each_item():
    whole, *bars = read(parts.strip(tuple(EvidenceState), "1 of 4 there")).elements
    assert whole[1]["aria-label"] == "1 of 4 there"
    assert [given["class"] for _, given in bars] == ["there", "missing", "not_known", "does_not_apply", "accepted"]


@pytest.mark.parametrize(
    ("levels", "marks"),
    [
        ((TWO, TWO, TWO), ["allowed"]),
        ((THREE, TWO, TWO), ["ahead", "filed", "allowed"]),
        ((ONE, TWO, TWO), ["filed", "allowed"]),
        ((TWO, TWO, THREE), ["allowed", "supported"]),
        ((FOUR, TWO, ONE), ["ahead", "filed", "allowed", "supported"]),
    ],
    ids=["all agree", "on file ahead", "on file behind", "supported differs", "all differ"],
)
def test_a_rung_marks_only_what_differs(levels, marks):
    given = [given["class"] for _, given in read(parts.rung(Rung(*levels, "label"))).elements]
    assert given == ["rung", "axis", *["step"] * 4, *marks]


def test_the_bar_on_a_rung_reaches_from_allowed_to_on_file():
    drawn = read(parts.rung(Rung(FOUR, TWO, TWO, "label"))).elements
    assert ("i", {"class": "ahead", "style": "left:46px;width:80px"}) in drawn


def test_how_numbers_were_computed_is_folded_under_them():
    folded = parts.how(
        "How these were computed", [("Cost <tail>", ("P99.", "n = 200.")), ("Bare", ()), ("", ("All.",))]
    )
    assert folded == (
        '<details class="how"><summary>How these were computed</summary>'
        "<p><b>Cost &lt;tail&gt;</b> P99. n = 200.</p><p>All.</p></details>"
    )
    assert parts.how("How these were computed", [("Bare", ())]) is None


def test_a_number_keeps_its_unit_in_markdown():
    assert parts.md("from\n 7.9\u202f%  to 11\u00a0%") == "from 7\\.9\u202f% to 11\u00a0%"
