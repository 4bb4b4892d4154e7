"""Rules that call a person, in words, and how far each action can go before anybody notices."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from agent_scorecard import format
from agent_scorecard.boards.oversight.limits import Limits, RadiusGroup, RadiusRow, RuleRow
from agent_scorecard.ui import parts, theme
from agent_scorecard.ui.markup import Html, el, join
from agent_scorecard.ui.show.oversight import shared

COLUMNS, RULES_SHOWN = 5, 8
HEADS = ("Action", "Most per call", "Most a day", "Noticed within", "Worst case before it is noticed")


def limits(board: Limits) -> None:
    said = el("p", board.said, class_="as-sentence")
    st.html(join(said, el("p", "Rules that call a person", class_="as-sub"), _rules(board.rules)))
    if board.groups:
        shared.turned(_radii, board.groups, key="limits")


def _rules(rules: Sequence[RuleRow]) -> Html:
    if not rules:
        return parts.note("No threshold rule is on file: no amount alone calls a person.")
    note = parts.note("The strictest rule that matches wins, and any stricter limit of the action wins over it.")
    hidden = rules[RULES_SHOWN:]
    more = shared.capped(f"{format.plural(len(hidden), 'action')} more with rules", _listed, hidden)
    return join(_listed(rules[:RULES_SHOWN]), more, note)


def _listed(rules: Sequence[RuleRow]) -> Html:
    return el("ul", *(_rule(row) for row in rules), class_="as")


def _rule(row: RuleRow) -> Html:
    ordered = [el("div", f"{place}. {text}") for place, text in enumerate(row.rules, 1)]
    title = el("span", el("b", row.name), f" {row.action}")
    return el("li", parts.icon(theme.RULE), title, *ordered, el("small", f"{row.otherwise} {row.today}"))


def _radii(groups: Sequence[RadiusGroup]) -> Html:
    heads = [parts.heading(name, "n" if place in (1, 2, 3) else None) for place, name in enumerate(HEADS)]
    body = [row for group in groups for row in _group(group)]
    how = parts.note(
        "Worst case = most per call × most calls a day × days begun until a person notices: "
        "the calls of a day may all come first."
    )
    title = el("p", "How far it goes before anybody notices", class_="as-sub")
    return join(title, parts.table(heads, body, class_="as fold radius-of", label="Worst case of each action"), how)


def _group(group: RadiusGroup) -> list[Html]:
    return [shared.agent_row(group.agent, group.name, "", COLUMNS), *(_row(row) for row in group.rows)]


def _row(row: RadiusRow) -> Html:
    worst = el("b", row.worst) if row.known else parts.status(theme.ASKED, row.worst)
    return el(
        "tr",
        shared.action_cell(row.action, row.mode),
        *(
            el("td", shared.on_narrow(name), text, class_="n start")
            for name, text in zip(HEADS[1:4], (row.amount, row.per_day, row.notice), strict=True)
        ),
        el("td", shared.on_narrow("Worst case"), worst, el("small", row.note) if row.note else None, class_="wide"),
    )
