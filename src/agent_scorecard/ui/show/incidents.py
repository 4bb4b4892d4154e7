"""The register as one table, the chosen incident with its timeline above it, the outside library folded below."""

from __future__ import annotations

from collections.abc import Collection
from functools import partial
from itertools import groupby

import streamlit as st

from agent_scorecard import format
from agent_scorecard.boards.incident_patterns import GapLine, Kind, Patterns
from agent_scorecard.boards.incidents import IncidentLine, Incidents, LibraryLine
from agent_scorecard.ui import long, parts, theme
from agent_scorecard.ui.links import link
from agent_scorecard.ui.markup import Html, el, join
from agent_scorecard.ui.rows import rows
from agent_scorecard.vocabulary import IncidentSeverity

COLUMNS = 6
ROWS_TURNED = 40
RECORDS_SHOWN = 100
STATES = {"open": theme.OPEN, "contained": theme.CONTAINED, "resolved": theme.DONE}


def head(board: Incidents, common: Patterns) -> None:
    more = " ".join(part for part in (board.more, common.sentence) if part)
    st.html(parts.head(board.over, "Incidents", board.deck, more))


def register(board: Incidents, opened: str | None) -> None:
    long.turned(partial(_register, board, opened), board.shown, ROWS_TURNED, key="register", here="incidents")


def _register(board: Incidents, opened: str | None, page: int) -> Html:
    count = f"{board.shown} of {board.total}" if board.shown < board.total else f"{board.total} in all"
    opening = parts.section("Register", count if board.total else None)
    if not board.shown:
        return join(opening, _nothing(board))
    heads = [
        parts.heading(name) for name in ("Agent", "What happened", "Severity", "Noticed", "Noticed after", "State")
    ]
    shown = {line.incident for line in long.on_page((*board.open, *board.resolved), ROWS_TURNED, page)}
    body = [
        *_group("Open", "oldest first", board.open, shown, opened),
        *_group("Resolved", "newest first", board.resolved, shown, opened),
    ]
    return join(opening, parts.table(heads, body, class_="as fold register", label="Incidents, open ones first"))


def _nothing(board: Incidents) -> Html:
    if board.total:
        return parts.empty("No incident fits this choice.")
    return parts.empty(
        "Whoever saw an agent do harm reports it here in one sentence; incidents.csv brings those of a ticket tool.",
        "What is reported counts at once, on the register and on the agent's card.",
    )


def _group(
    title: str, order: str, lines: tuple[IncidentLine, ...], shown: Collection[str], opened: str | None
) -> list[Html]:
    body = [_row(line, is_open=line.incident == opened) for line in lines if line.incident in shown]
    note = f"{len(lines)}, {order}" if len(lines) > 1 else "1"
    return [parts.group_row(title, note, COLUMNS), *body] if body else []


def _row(line: IncidentLine, *, is_open: bool) -> Html:
    address = link("incidents", incident=line.incident)
    return el(
        "tr",
        el("td", el("a", line.name, href=address), el("small", line.incident)),
        el("td", line.summary, class_="wide"),
        el("td", _severity(line)),
        el(
            "td",
            line.noticed,
            el("small", _noticed_by(line), class_="risk" if line.silent and line.state != "resolved" else None),
        ),
        el("td", line.lag, class_="hide nw"),
        el("td", _state(line)),
        data_open=address,
        aria_current="true" if is_open else None,
    )


def _noticed_by(line: IncidentLine) -> str:
    return f"by {line.noticed_by}, silent" if line.silent else f"by {line.noticed_by}"


def _severity(line: IncidentLine) -> Html:
    if line.urgent:
        return parts.status(theme.SERIOUS, line.severity_word.capitalize())
    if line.state != "resolved" and line.severity is IncidentSeverity.UNDETERMINED:
        return parts.status(theme.ASKED, line.severity_word.capitalize())
    return el("span", line.severity_word.capitalize())


def _state(line: IncidentLine) -> Html:
    word = f"{line.state}, {line.age}" if line.age else line.state
    tone = "bad" if line.urgent and line.state == "open" else None
    return join(parts.status(STATES[line.state], word.capitalize()), el("small", line.done, class_=tone))


def not_found(asked: str) -> None:
    st.html(parts.note(f"No incident is called {asked}: the register lists every one."))


def patterns(board: Patterns) -> None:
    """How long they took, what they are called, and which guardrails were missing."""
    left, right = st.columns([1, 1.2], gap="large")
    with left:
        st.html(join(parts.section("How long it took"), _times(board)))
    with right:
        rows(
            join(parts.section("What they are called", "pick one to see only those"), _kinds(board)),
            key="kinds",
            here="incidents",
        )
    again = [line for line in board.gaps if line.again]
    once = [line for line in board.gaps if not line.again]
    if again:
        rows(join(parts.section("Guardrails missing again"), _gaps(again)), key="gaps", here="incidents")
    if once:
        with st.expander(f"{format.plural(len(once), 'guardrail')} missing once", type="compact", key="gaps_once"):
            rows(_gaps(once), key="gaps_of_one", here="incidents")


def _times(board: Patterns) -> Html:
    heads = [parts.heading("Time"), parts.heading("Median"), parts.heading("Worst"), parts.heading("Known", "n")]
    body = [
        el(
            "tr",
            el("td", el("b", line.word)),
            el("td", line.median, class_="nw"),
            el("td", line.worst, el("small", _opens(line.worst_of)) if line.worst_of else None),
            el("td", line.over, class_="n mute"),
        )
        for line in board.times
    ]
    return parts.table(heads, body, class_="as", label="How long incidents took")


def _kinds(board: Patterns) -> Html:
    if not board.kinds:
        return parts.empty("No cause, harm or risk is stated yet: open an incident and say what it is called.")
    lines = ((of, join(*map(_kind, kinds))) for of, kinds in groupby(board.kinds, lambda kind: kind.of))
    return el("div", parts.pairs(lines), class_="kinds")


def _kind(kind: Kind) -> Html:
    address = link("incidents", kind=kind.key)
    return el("span", el("a", kind.word, href=address, data_open=address), f"\u00a0{format.count(kind.count)}")


def _gaps(lines: list[GapLine]) -> Html:
    heads = [parts.heading("Guardrail"), parts.heading("Missing"), parts.heading("Incidents")]
    body = [
        el(
            "tr",
            el("td", line.text),
            el("td", line.share, class_="nw"),
            el("td", *_listed(line.incidents)),
        )
        for line in lines[:RECORDS_SHOWN]
    ]
    return parts.table(heads, body, class_="as", label="Guardrails that were missing")


def _listed(incidents: tuple[str, ...]) -> list[Html]:
    return [join(_opens(name), " ") for name in incidents]


def _opens(incident: str) -> Html:
    address = link("incidents", incident=incident)
    return el("a", incident, href=address, data_open=address)


def library(lines: tuple[LibraryLine, ...]) -> None:
    if not lines:
        return
    st.html(parts.section("Outside library, in nobody's figures", f"{format.count(len(lines))} for reading"))
    with st.expander("What happened elsewhere", type="compact"):
        heads = [parts.heading(name) for name in ("Record", "When", "What happened")]
        st.html(
            parts.table(heads, [_record(line) for line in lines[:RECORDS_SHOWN]], class_="as", label="Outside library")
        )
        if len(lines) > RECORDS_SHOWN:
            st.html(parts.note(f"The newest {RECORDS_SHOWN} of {format.count(len(lines))}."))


def _record(line: LibraryLine) -> Html:
    return el(
        "tr",
        el("td", el("b", line.incident), el("small", line.severity)),
        el("td", line.when, class_="nw"),
        el("td", line.summary),
    )
