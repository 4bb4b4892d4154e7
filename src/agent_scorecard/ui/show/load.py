"""The answer to a load and the loads before it."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from agent_scorecard import format
from agent_scorecard.boards.load import FileLine, LoadLine, LoadResult, RefusedCell
from agent_scorecard.ui import parts
from agent_scorecard.ui.markup import Html, el, join

WARNINGS_SHOWN = 20


def result(done: LoadResult) -> None:
    st.html(
        join(
            parts.section("This load"),
            el("p", done.deck, " ", el("span", done.more, class_="mute"), class_="as-sentence"),
        )
    )
    if done.files:
        st.html(el("div", _files(done.files), class_="as-scroll"))
    _warnings(done)
    if done.refused:
        _refused(done)


def _files(files: Sequence[FileLine]) -> Html:
    names = ("File", "Read", "New", "Changed", "Same", "Duplicate", "Refused")
    heads = [parts.heading(name, "n" if place else None) for place, name in enumerate(names)]
    return parts.table(heads, [_file(line) for line in files], label="What each file did")


def _file(line: FileLine) -> Html:
    counts = (line.read, line.new, line.changed, line.same, line.duplicate)
    return el(
        "tr",
        el("td", el("b", line.source), el("small", line.problem or line.file, class_="bad" if line.problem else None)),
        *(el("td", format.count(count), class_="n") for count in counts),
        el("td", format.count(line.refused), class_="n bad" if line.refused else "n"),
    )


def _warnings(done: LoadResult) -> None:
    said = [*done.notes, *(f"{line.source}: {warning}" for line in done.files for warning in line.warnings)]
    if not said:
        return
    with st.expander(f"{len(said)} {'remark' if len(said) == 1 else 'remarks'}", type="compact"):
        st.html(el("ul", *(el("li", el("span", text)) for text in said[:WARNINGS_SHOWN]), class_="as"))


def _refused(done: LoadResult) -> None:
    count = f"{format.plural(len(done.refused), 'cell')}, each with its reason"
    st.html(parts.section("Refused", count))
    refused(done.refused)
    st.download_button("Download refused cells", done.refused_csv, "refused.csv", "text/csv", on_click="ignore")


def refused(cells: Sequence[RefusedCell]) -> None:
    """The refused cells of one load as a table to sort and search."""
    columns = ["File", "Line", "Column", "Value", "Reason"]
    told = [(cell.file, cell.line, cell.column, cell.value, cell.reason) for cell in cells]
    st.dataframe(pd.DataFrame(told, columns=columns), hide_index=True, alt="Refused cells")


def history(lines: Sequence[LoadLine], kept_apart: str = "") -> None:
    st.html(parts.section("Earlier loads", f"{len(lines)} in all" if lines else None))
    if kept_apart:
        st.html(el("p", kept_apart, class_="as-sentence"))
    if not lines:
        st.html(parts.empty("Nothing has been loaded yet."))
        return
    names = ("Load", "When", "Who", "Files", "Rows", "Refused")
    heads = [parts.heading(name, "n" if name == "Refused" else None) for name in names]
    st.html(parts.table(heads, [_earlier(line) for line in lines], class_="as fold", label="Earlier loads"))


def _earlier(line: LoadLine) -> Html:
    return el(
        "tr",
        el("td", el("b", str(line.load))),
        el("td", line.when, class_="nw"),
        el("td", line.who),
        el("td", line.sources, class_="wide"),
        el("td", line.counts, class_="wide"),
        el(
            "td",
            format.count(line.refused),
            el("span", " refused", class_="on-narrow"),
            class_="n bad" if line.refused else "n mute",
        ),
    )
