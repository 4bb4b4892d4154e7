"""The ledger as one table, the chosen decision with its frozen card above it, and the check of the chain below."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import streamlit as st

from agent_scorecard.boards.decisions import Chain, DecisionLine, Decisions, Step
from agent_scorecard.boards.follow_through import FollowThrough
from agent_scorecard.boards.proposed import ProposalLine
from agent_scorecard.boards.published import Published
from agent_scorecard.ui import first_steps, long, parts, theme
from agent_scorecard.ui.links import link, target
from agent_scorecard.ui.markup import Html, el, join
from agent_scorecard.ui.rows import rows
from agent_scorecard.ui.show import proposed as proposals
from agent_scorecard.ui.show import published
from agent_scorecard.ui.show.follow_through import TITLE

ROWS_TURNED = 40
CHECK = "check_chain"
STATES = {"done": theme.DONE, "open": theme.OPEN, "overdue": theme.OVERDUE}


def head(board: Decisions) -> None:
    st.html(parts.head(board.over, "Decisions", board.deck, board.more))


def proposed(lines: Sequence[ProposalLine]) -> None:
    """What was proposed to a second person, and where it stands; nothing where nobody ever did."""
    if lines:
        rows(proposals.every(lines), key="proposals")


def nothing_yet(board: Decisions) -> None:
    said = parts.empty(
        "Each published card adds one line here: who decided what, on which figures, and what changed afterwards.",
        board.waiting,
    )
    st.html(join(parts.section("Ledger"), said))


def chosen(line: DecisionLine, frozen: Published, came: str) -> None:
    """The frozen card of one decision, what was promised with it, and the ways on."""
    about = f"card of {line.period}, entry {line.seq} of the ledger"
    st.html(parts.opened(line.name, about))
    left, right = st.columns([1.3, 1], gap="large")
    with left:
        published.published(frozen)
    with right:
        promises = el("ul", *(_promise(step) for step in line.steps), class_="as")
        st.html(join(parts.section("Promised and done"), promises))
        st.html(join(parts.section("What came of it"), parts.note(came)))
        first_steps.leave(line.agent, "decision")
        if line.is_last and st.button("Correct it with a new one", icon=":material/edit_note:"):
            address = link("scorecard", agent=line.agent, period=line.card, corrects=str(line.seq))
            page, chosen_there = target(address)
            st.switch_page(page, query_params=chosen_there)
    st.space("small")


def not_found(asked: str) -> None:
    st.html(parts.note(f"No decision has entry {asked}: the ledger lists every one."))


def _promise(step: Step) -> Html:
    return el(
        "li",
        parts.icon(STATES[step.state], step.state),
        el("span", step.what),
        el("small", _outcome(step), class_="bad" if step.state == "overdue" else None),
    )


def _outcome(step: Step) -> str:
    return " · ".join(part for part in (step.who, step.when, step.note) if part)


def ledger(board: Decisions, opened: int | None) -> None:
    long.turned(partial(_ledger, board, opened), len(board.lines), ROWS_TURNED, key="ledger", here="decisions")


def _ledger(board: Decisions, opened: int | None, page: int) -> Html:
    count = f"{len(board.lines)} of {board.total}" if len(board.lines) < board.total else f"{board.total} in all"
    opening = parts.section("Ledger", f"{count}, newest first")
    if not board.lines:
        return join(opening, parts.empty("No decision fits this choice."))
    heads = [parts.heading(name) for name in ("Agent", "Effective", "Decision", "Reason", "Next step", "Level")]
    lines = long.on_page(board.lines, ROWS_TURNED, page)
    body = [_row(line, is_open=line.seq == opened) for line in lines]
    return join(opening, parts.table(heads, body, class_="as fold ledger", label="Decisions, newest first"))


def _row(line: DecisionLine, *, is_open: bool) -> Html:
    address = link("decisions", decision=str(line.seq))
    return el(
        "tr",
        el("td", el("a", line.name, href=address), el("small", _who(line))),
        el("td", line.on, el("small", line.recorded, class_="risk") if line.recorded else None),
        el("td", _decision(line)),
        el("td", line.reason, class_="wide"),
        el("td", *(_step(step) for step in line.steps), class_="wide steps"),
        el("td", line.level, el("small", line.level_word), class_="hide nw"),
        data_open=address,
        aria_current="true" if is_open else None,
    )


def _who(line: DecisionLine) -> str:
    return f"{line.by}, signed by {line.signed_by}" if line.signed_by else line.by


def _decision(line: DecisionLine) -> Html:
    word = parts.status(theme.CHOICES[line.choice], line.choice.value.capitalize())
    return join(
        word,
        el("small", line.what) if line.what else None,
        el("small", line.against) if line.against else None,
        el("small", line.correction, class_="risk") if line.correction else None,
    )


def _step(step: Step) -> Html:
    state = el(
        "span", parts.icon(STATES[step.state]), " ", step.when, class_="bad" if step.state == "overdue" else None
    )
    return el("div", step.what, el("small", state, " · ", step.who))


def followed(board: FollowThrough, decided: str) -> None:
    """How many due cards were decided, and of the decisions whose effect can be told how many worked."""
    told = [("Decided", decided.removeprefix("Decided: "))] if decided else []
    told += [(TITLE, board.sentence)] if board.sentence else []
    if told:
        st.html(join(parts.section("Follow-through", "decisions of this quarter and the last"), parts.pairs(told)))


def chain(checked: Chain) -> None:
    answer = el("span", parts.icon(_look(checked)), " ", checked.sentence)
    told = [("Tables", sentence) for sentence in checked.tables]
    opening = parts.section("Chain", "every entry names the hash of the one before it")
    st.html(join(opening, parts.pairs([("Head", checked.head), ("Check", answer), *told])))
    if checked.whole is None:
        st.button("Check the chain", key=CHECK)


def _look(checked: Chain) -> theme.Look:
    if checked.whole is None:
        return theme.OPEN
    return theme.DONE if checked.whole and checked.agrees else theme.AHEAD
