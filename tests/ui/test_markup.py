"""Text that enters an element comes out as the same text, whatever it holds."""

from __future__ import annotations

import pytest
import streamlit
from hypothesis import given
from hypothesis import strategies as st

from agent_scorecard.ui.markup import Html, el, join
from tests.ui.reading import markup_of, read, shown

HOSTILE = [
    "<img src=x onerror=alert(1)>",
    "</p><script>alert(1)</script>",
    '" onmouseover="alert(1)',
    "' onmouseover='alert(1)",
    "&lt;script&gt;",
    "<!-- ",
    "javascript:alert(1)",
    "]]>",
    "\u202e<b>",
    "",
]
anything = st.text() | st.sampled_from(HOSTILE)


@given(anything, anything)
def test_text_and_attributes_come_out_as_they_went_in(text, value):
    found = read(el("p", text, title=value))
    assert (found.elements, found.text) == ([("p", {"title": value})], text)


@given(st.lists(anything), anything)
def test_elements_nest_and_their_texts_stay_in_order(texts, last):
    found = read(el("ul", *(el("li", el("b", text), "|") for text in texts), last))
    assert found.names <= {"ul", "li", "b"}
    assert found.text == "".join(f"{text}|" for text in texts) + last


@pytest.mark.parametrize(
    ("given", "written"),
    [
        ({}, "<a></a>"),
        ({"href": None}, "<a></a>"),
        ({"href": ""}, '<a href=""></a>'),
        ({"class_": "mi"}, '<a class="mi"></a>'),
        ({"data_open": "x", "aria_label": "y"}, '<a data-open="x" aria-label="y"></a>'),
    ],
)
def test_attributes_are_named_as_html_names_them(given, written):
    assert el("a", **given) == written


def test_nothing_is_no_child():
    assert el("p", None, "a", None) == "<p>a</p>"


def test_only_what_an_element_made_is_markup():
    """A plain text stays text however often it is joined; adding texts to markup gives plain text again."""
    assert join(el("b", "x"), "<b>") == "<b>x</b>&lt;b&gt;"
    assert join(join("<b>")) == "&lt;b&gt;"
    assert join(el("b", "x") + "<i>") == "&lt;b&gt;x&lt;/b&gt;&lt;i&gt;"
    assert not isinstance(el("b", "x") + "y", Html)


def test_streamlit_takes_markup_as_it_is():
    indented = join(el("pre", "  two\n  lines"))
    assert markup_of(shown(streamlit.html, indented)) == "<pre>  two\n  lines</pre>"
