"""The home page: due list and reasons side by side, counts and promises below."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from functools import partial
from itertools import groupby
from operator import itemgetter

import streamlit as st

from agent_scorecard import format
from agent_scorecard.boards.proposed import ProposalLine
from agent_scorecard.boards.shapes import Attention, GroupMark, Promise
from agent_scorecard.boards.this_month import DueRow, SetUpQuestion, ThisMonth
from agent_scorecard.boards.weekly.first_months import MonthLine
from agent_scorecard.ui import long, parts, theme
from agent_scorecard.ui.kept import once
from agent_scorecard.ui.links import link
from agent_scorecard.ui.markup import Html, el, join
from agent_scorecard.ui.rows import rows
from agent_scorecard.ui.show import exceptions, first_month, proposed
from agent_scorecard.vocabulary import Verdict

FEW_AGENTS = 8
ALIKE = (Verdict.NO_BOUND, Verdict.NO_DATA)
CARDS = 25
FINDINGS = 12


def this_month(board: ThisMonth, waiting: Sequence[ProposalLine] = (), weeks: Sequence[MonthLine] = ()) -> None:
    """The whole page; `waiting` is what the person who looks may approve, `weeks` the weekly reviews to hold."""
    st.html(parts.head(board.over, "This month", board.deck, board.more))
    with st.container(key="month"):
        left, right = st.columns([2.3, 1], gap="medium")
    with left:
        cards = sum(len(group) for _, group in _due_groups(board))
        long.turned(partial(_due, board), cards, CARDS, key="due")
        if weeks:
            rows(first_month.weeks(weeks), key="weeks_to_hold")
        if board.set_up:
            rows(_set_up(board), key="set_up")
        with st.container(key="groups"):
            st.html(_groups(board))
    with right:
        if waiting:
            rows(proposed.waiting(waiting), key="waiting")
        found = len(board.attention) + len(board.attention_hidden)
        long.turned(partial(_attention, board), found, FINDINGS, key="attention")
        if board.accepted:
            rows(exceptions.accepted(board.accepted), key="accepted")
        rows(_follow_ups(board), key="follow_ups")


@once
def _due(board: ThisMonth, page: int) -> Html:
    total = len(board.overdue) + len(board.due)
    opening = parts.section("Due", f"cards to decide by {board.month_end}", board.decided or None)
    if not total:
        return join(opening, parts.empty(board.next_due, *board.figures))
    heads = [
        parts.heading("Agent"),
        parts.heading("Due"),
        parts.heading("Last decision"),
        el("th", el("span", *(el("span", mark.group) for mark in _marks(board)), class_="g4"), scope="col"),
        parts.heading("Proposed"),
    ]
    cards = [(title, len(group), row) for title, group in _due_groups(board) for row in group]
    body = [
        row
        for (title, count), few in groupby(long.on_page(cards, CARDS, page), key=itemgetter(0, 1))
        for row in _group(title, count, [card for _, _, card in few])
    ]
    return join(opening, parts.table(heads, body, class_="as fold due", label="Cards that are due"))


def _due_groups(board: ThisMonth) -> Sequence[tuple[str, Sequence[DueRow]]]:
    return (("Overdue", board.overdue), (f"Due by {board.month_end}", board.due), ("Later", board.later))


def _marks(board: ThisMonth) -> Sequence[GroupMark]:
    return (*board.overdue, *board.due)[0].groups


def _group(title: str, count: int, shown: Sequence[DueRow]) -> list[Html]:
    return [parts.group_row(title, format.plural(count, "card"), 5), *(_due_row(row) for row in shown)]


def _due_row(row: DueRow) -> Html:
    address = link("scorecard", agent=row.agent)
    return el(
        "tr",
        el("td", el("a", row.name, href=address), el("small", row.owner, class_=None if row.owner_active else "risk")),
        el("td", row.due, el("small", row.due_note, class_="bad" if row.late else None), class_="nw"),
        el("td", row.last, " ", el("span", row.last_on, class_="mute"), _follow_up(row), class_="last"),
        el("td", el("span", *(_mark(mark) for mark in row.groups), class_="g4"), class_="wide"),
        el("td", el("b", row.proposed.value.capitalize()), class_="nw", title=row.proposed_why or None),
        data_open=address,
    )


def _follow_up(row: DueRow) -> Html | None:
    if not row.follow_up:
        return None
    if row.follow_up_state == "overdue":
        return el("small", parts.icon(theme.OVERDUE), " ", row.follow_up, class_="bad")
    return el("small", row.follow_up)


def _mark(mark: GroupMark) -> Html:
    label = f"{mark.group}: {mark.verdict.word}"
    return el("span", parts.icon(theme.VERDICTS[mark.verdict], label), data_k=mark.group)


@once
def _attention(board: ThisMonth, page: int) -> Html:
    found = (*board.attention, *board.attention_hidden)
    note = f"{board.blocking} of {len(found)} blocking" if board.blocking else None
    opening = parts.section("Needs a person", note)
    if not found:
        return join(opening, parts.empty("Nothing needs a person today."))
    if page != long.WHOLE:
        return join(opening, _findings(long.on_page(found, FINDINGS, page)))
    return join(opening, _findings(board.attention), _folded(board.attention_hidden))


def _findings(found: Sequence[Attention]) -> Html:
    return el("ul", *(finding(row) for row in found), class_="as")


def _folded(hidden: Sequence[Attention]) -> Html | None:
    if not hidden:
        return None
    return el("details", el("summary", f"{len(hidden)} more", class_="as-note"), _findings(hidden))


def finding(row: Attention) -> Html:
    """One finding as a list entry: who, the sentence in ink, the way out in grey under it.

    It leads to the page on which it is put right; on a card, which needs no name, the way out itself does.
    """
    address = link(row.place, agent=row.agent) if row.agent else link("load_data")
    who = el("a", row.name, href=address) if row.name else None
    leads = who is None and row.place != "scorecard"
    look = theme.SEVERITIES[row.severity]
    return el(
        "li",
        parts.icon(look, row.severity.value),
        el("span", who, " " if who else None, row.text),
        el("small", el("a", row.way_out, href=address, class_="said") if leads else row.way_out),
        data_open=address if who or leads else None,
    )


@once
def _set_up(board: ThisMonth) -> Html:
    note = f"{board.in_set_up} {'agent' if board.in_set_up == 1 else 'agents'} in the first 30 days"
    return join(parts.section("Set-up", note), el("ul", *(_question(line) for line in board.set_up), class_="as"))


def _question(line: SetUpQuestion) -> Html:
    named = [_asked(*agent) for agent in line.agents[: FEW_AGENTS + long.FOLDED]]
    folded = named[FEW_AGENTS:]
    left_out = len(line.agents) - len(named)
    others = f"and {format.count(left_out)} others, by name under “Find”" if left_out else None
    summary = el("summary", f"{format.count(len(line.agents) - FEW_AGENTS)} more")
    more = el("details", summary, *folded, others) if folded else None
    return el("li", parts.icon(theme.ASKED), el("b", line.question), el("small", *named[:FEW_AGENTS], more))


def _asked(agent: str, name: str, known: str) -> Html:
    address = link("scorecard", agent=agent)
    return el("span", el("a", name, href=address), f" {known}", class_="as-asked", data_open=address)


@once
def _groups(board: ThisMonth) -> Html:
    used = {verdict for row in board.groups for verdict, n in row.counts if n}
    heads = [parts.heading("")]
    heads += [
        el(
            "th",
            parts.icon(theme.VERDICTS[verdict], verdict.word),
            el("span", f" {verdict.word}", class_="head-word spelled" if verdict in ALIKE else "head-word"),
            class_=_column(verdict, used),
            scope="col",
        )
        for verdict in Verdict
    ]
    body = [
        el(
            "tr",
            el("td", el("b", row.group.value.capitalize())),
            *(el("td", _count(verdict, n), class_=_column(verdict, used)) for verdict, n in row.counts),
        )
        for row in board.groups
    ]
    table = parts.table(heads, body, label="Verdicts of the four groups")
    return join(parts.section("Four groups", board.counted), el("div", table, class_="as-scroll"))


def _column(verdict: Verdict, used: Collection[Verdict]) -> str:
    """Columns without a count make room on a narrow screen."""
    return "n" if verdict in used else "n unused"


def _count(verdict: Verdict, n: int) -> Html:
    tone = theme.VERDICTS[verdict].tone
    return el("span", str(n) if n else "·", class_=tone if n and tone in ("risk", "bad") else None if n else "mute")


def _follow_ups(board: ThisMonth) -> Html:
    opening = parts.section("My follow-ups", board.actor or None)
    if not board.actor:
        return join(opening, parts.empty("Pick your name under “Acting as” to see what you promised."))
    if not board.follow_ups:
        return join(opening, parts.empty("You have promised nothing that is open."))
    promised = (promise(row, _where(row)) for row in board.follow_ups)
    return join(opening, el("ul", *promised, class_="as"))


def _where(row: Promise) -> str:
    return link("incidents", incident=row.incident) if row.incident else link("scorecard", agent=row.agent)


def promise(row: Promise, address: str | None = None) -> Html:
    """One follow-up: open, done or overdue, by shape and word; on the card itself it leads nowhere."""
    look = {"done": theme.DONE, "overdue": theme.OVERDUE}.get(row.state, theme.OPEN)
    return el(
        "li",
        parts.icon(look, row.state),
        el("a", row.what, href=address, class_="said") if address else el("span", row.what),
        el("small", row.when, class_="bad" if row.state == "overdue" else None),
        class_=row.state,
        data_open=address,
    )
