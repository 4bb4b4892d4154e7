"""The scorecard page in its printed order; the decision form is shown by `forms`."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from agent_scorecard.boards.card_lines import CardLine
from agent_scorecard.boards.measure_rows import MeasureGroup, MeasureRow
from agent_scorecard.boards.sample import SampleLine
from agent_scorecard.boards.scorecard import EvidenceLine, GroupLine, Scorecard
from agent_scorecard.boards.shapes import Attention
from agent_scorecard.ui import parts, theme
from agent_scorecard.ui.markup import Html, el, join
from agent_scorecard.ui.rows import rows
from agent_scorecard.ui.show import exceptions
from agent_scorecard.ui.show.intervention import intervention
from agent_scorecard.ui.show.this_month import finding, promise
from agent_scorecard.vocabulary import EvidenceState

MEASURE_COLUMNS = 10
SHOWN = (EvidenceState.MISSING, EvidenceState.NOT_KNOWN, EvidenceState.ACCEPTED)


def head(board: Scorecard) -> None:
    st.html(
        join(
            parts.head(board.over, board.name, board.deck, board.more),
            parts.note(board.set_up) if board.set_up else None,
        )
    )
    rows(parts.facts(board.facts, board.agent), key="card_facts")
    hows = (*((line.name, line.how) for line in board.groups), ("", (board.groups_how,)))
    st.html(
        join(
            el("div", *(_group(line) for line in board.groups), class_="four"),
            parts.how("How the four verdicts were computed", hows),
        )
    )


def body(board: Scorecard) -> None:
    _needs_a_person(board)
    st.html(join(parts.section("Purpose and autonomy"), parts.pairs(board.purpose)))
    intervention(board)
    st.html(_measures(board.measures))
    _unbound(board.more_measures)
    _how(board.measures)
    left, right = st.columns(2, gap="large")
    with left:
        st.html(_risk_and_cost((*board.risk, *board.cost)))
    with right:
        st.html(_sample(board))
    _evidence(board)


def promised(board: Scorecard) -> None:
    if board.follow_ups:
        st.html(_promised(board))


def paper(board: Scorecard) -> None:
    """What only a printed draft shows: the options as boxes to tick, and lines to write on."""
    if board.published:
        return
    options = [option.word for option in board.form.open]
    closed = [f"{option.word}: not open" for option in board.form.closed]
    st.html(
        el(
            "div",
            parts.section("Decision", board.more, ", ".join(closed) or None),
            el("div", *(el("span", word) for word in options), class_="as-ticks"),
            *(el("div", label, class_="write-line") for label in ("Reason", "Next step, who, due, signed")),
            class_="on-paper",
        )
    )


def _group(line: GroupLine) -> Html:
    look = theme.VERDICTS[line.verdict]
    return el(
        "div",
        el("span", line.name, class_="k"),
        parts.status(look, line.verdict.word),
        el("p", line.sentence),
        class_=look.tone,
        title=line.why,
    )


def _risk_and_cost(lines: Sequence[CardLine]) -> Html:
    return join(
        parts.section("Risk and cost"),
        parts.pairs((line.label, line.value) for line in lines),
        parts.how("How these were computed", ((line.label, line.how) for line in lines)),
    )


def _promised(board: Scorecard) -> Html:
    kept = all(row.state == "done" for row in board.follow_ups)
    lines = el("ul", *(promise(row) for row in board.follow_ups), class_="as promised")
    return el("div", parts.section("Promised"), lines, class_="settled" if kept else None)


def _needs_a_person(board: Scorecard) -> None:
    if board.attention:
        rows(join(parts.section("Needs a person"), _findings(board.attention)), key="card_attention")
    if board.exceptions.lines:
        st.html(exceptions.accepted(board.exceptions.lines, of_one=True))
    if board.notes:
        with st.expander(f"{len(board.notes)} {'note' if len(board.notes) == 1 else 'notes'}", type="compact"):
            rows(_findings(board.notes), key="card_notes")


def _findings(found: tuple[Attention, ...]) -> Html:
    hows = ((row.text, (row.how,)) for row in found)
    return join(
        el("ul", *(finding(row) for row in found), class_="as findings"), parts.how("How these were found", hows)
    )


def _measures(groups: tuple[MeasureGroup, ...]) -> Html:
    opening = parts.section("Measures", _legend())
    if not groups:
        return join(
            opening, parts.empty("No measure can be judged yet.", "Load figures, and agree a pass bound for them.")
        )
    return join(opening, _measure_table(groups))


def _measure_table(groups: tuple[MeasureGroup, ...]) -> Html:
    heads = [
        parts.heading("Measure"),
        parts.heading("Baseline", "n"),
        parts.heading("Current", "n"),
        parts.heading(""),
        parts.heading("Target", "n"),
        parts.heading("Pass", "n"),
        parts.heading("Fail", "n"),
        parts.heading("n", "n"),
        parts.heading("6 periods"),
        parts.heading("Verdict"),
    ]
    body = [row for group in groups for row in _measure_group(group)]
    return parts.table(heads, body, class_="as measures", label="Measures of the four groups")


def _legend() -> Html:
    def mark(class_: str, word: str) -> Html:
        return el("span", el("span", el("i", class_=class_), class_="bul"), word)

    return el(
        "span",
        mark("base", "baseline"),
        mark("value good", "current"),
        mark("target", "target"),
        mark("z passes", "pass"),
        mark("z", "between"),
        mark("z fails", "fail"),
        class_="as-key",
    )


def _measure_group(group: MeasureGroup) -> list[Html]:
    title = group.group.value.capitalize() if group.group.value != "other" else "Context, not judged"
    return [parts.group_row(title, None, MEASURE_COLUMNS), *(_measure(row) for row in group.rows)]


def _measure(row: MeasureRow) -> Html:
    return el(
        "tr",
        el("td", row.name, class_="name", title=row.about),
        el("td", row.baseline, class_="n mute hide"),
        el("td", el("b", row.current), class_="n current"),
        el("td", parts.bullet(row.bullet), class_="picture"),
        el("td", el("span", "target ", class_="on-narrow"), row.target, class_="n mute target"),
        el("td", row.passes, class_="n mute hide"),
        el("td", row.fails, class_="n mute hide"),
        el("td", row.n, class_="n mute hide"),
        el("td", parts.spark(row.trend, row.trend_label) if row.trend else None, class_="hide"),
        el(
            "td",
            parts.status(theme.VERDICTS[row.verdict], row.verdict.word),
            class_="verdict",
            title=row.sentence,
        ),
    )


def _unbound(groups: tuple[MeasureGroup, ...]) -> None:
    """Figures nobody set a bound for: at hand, but not on the printed card."""
    count = sum(len(group.rows) for group in groups)
    if count:
        with st.expander(
            f"{count} {'measure' if count == 1 else 'measures'} without a bound or without data", type="compact"
        ):
            st.html(_measure_table(groups))


def _how(groups: tuple[MeasureGroup, ...]) -> None:
    rows = [row for group in groups for row in group.rows]
    if not rows:
        return
    with st.expander("Why each verdict, and how it was computed", type="compact"):
        st.html(
            el(
                "ul",
                *(
                    el(
                        "li",
                        parts.icon(theme.VERDICTS[row.verdict]),
                        el("span", el("b", row.name), " ", row.sentence),
                        el("small", row.how),
                    )
                    for row in rows
                ),
                class_="as",
            )
        )


def _sample(board: Scorecard) -> Html:
    opening = parts.section("Sample of runs", board.sample_note or None)
    if not board.sample:
        return join(opening, parts.empty("No run was logged in this period."))
    return join(opening, el("ul", *(run(line) for line in board.sample), class_="as sample"))


def run(line: SampleLine) -> Html:
    """One run: what people did with it by shape and word, and the way to its trace."""
    look = theme.OUTCOMES[line.outcome]
    word = line.outcome.value.replace("none", "not reviewed").capitalize()
    trace = join(" ", el("a", "trace", href=line.trace)) if line.trace else None
    return el("li", parts.icon(look), el("span", el("b", word), " ", line.text, trace), el("small", line.detail))


def _evidence(board: Scorecard) -> None:
    if board.next_level is None:
        st.html(
            join(parts.section("Evidence"), parts.empty("This is the highest level; it is held by keeping its proof."))
        )
        return
    states = [line.state for line in board.evidence]
    title = f"Evidence for level {board.next_level.value}"
    opening = parts.section(title, board.there, parts.strip(states, board.there))
    missing = [line for line in board.evidence if line.state in SHOWN]
    st.html(join(opening, _items(missing) if missing else parts.empty("Nothing is missing.")))
    there = [line for line in board.evidence if line.state not in SHOWN]
    if there:
        noun = "item" if len(there) == 1 else "items"
        with st.expander(f"{len(there)} {noun} there", type="compact"):
            st.html(_items(there))


def _items(lines: list[EvidenceLine]) -> Html:
    shown = el(
        "ul",
        *(
            el(
                "li",
                parts.icon(theme.EVIDENCE[line.state]),
                el("span", line.sentence, " ", el("span", line.state.value.replace("_", " "), class_="mute")),
            )
            for line in lines
        ),
        class_="as items",
    )
    return join(shown, parts.how("How these were computed", ((line.sentence, (line.how,)) for line in lines)))
