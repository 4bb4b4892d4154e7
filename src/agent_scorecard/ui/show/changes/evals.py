"""The eval suites on the screen, and under them what people judged otherwise than the agents."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from agent_scorecard import format
from agent_scorecard.boards.changes import evals as board_of
from agent_scorecard.boards.changes.evals import Evals, JudgedRun, SuiteRow, Untested, Waiting
from agent_scorecard.rules.answers import Assessment
from agent_scorecard.rules.suites import SuiteState
from agent_scorecard.ui import case_form, parts, theme
from agent_scorecard.ui.choose import Chosen
from agent_scorecard.ui.markup import Html, el, join
from agent_scorecard.ui.rows import rows
from agent_scorecard.ui.show.changes import shared
from agent_scorecard.ui.show.oversight.shared import lines, on_narrow

STATES = {
    SuiteState.FAILING: theme.BLOCKED,
    SuiteState.STALE: theme.AHEAD,
    SuiteState.PASSED: theme.DONE,
}
EMPTY = ("No eval suite is on record here.", "Load evals.csv: the last run of every suite, with its cases.")


def evals(chosen: Chosen, shown: Sequence[Assessment]) -> None:
    """The suites, agents without one, and judgements that are no case yet; of one agent the runs themselves."""
    board = board_of.evals(shown, chosen.policy)
    if board.suites:
        shared.said(board.said, shown)
        shared.turned(_suites, board.suites, key="suites")
    else:
        st.html(parts.empty(*EMPTY))
    if board.untested and board.suites:
        rows(_untested(board.untested), key="untested", here=shared.PAGE)
    _cases(chosen, shown, board)


def _suites(found: Sequence[SuiteRow]) -> Html:
    heads = [parts.heading(name) for name in ("Agent", "Suite", "Last run", "Cases", "Owner")]
    return parts.table(heads, map(_suite, found), class_="as fold suites-of", label="Eval suites, the worst first")


def _suite(row: SuiteRow) -> Html:
    word = row.gap or "Passed on what is in use"
    return el(
        "tr",
        shared.agent_cell(row.agent, row.name),
        el("td", row.suite, el("small", parts.status(STATES[row.state], word)), class_="wide"),
        el("td", on_narrow("Last run"), row.ran, el("small", row.age), class_="nw"),
        el("td", lines(f"{row.result} passed", f"{row.edge} · {row.source}"), class_="wide"),
        el("td", on_narrow("Owner"), row.owner or parts.status(theme.ASKED, "Nobody owns it"), class_="nw"),
        data_open=shared.address(row.agent),
    )


def _untested(found: Sequence[Untested]) -> Html:
    said = [
        el(
            "li",
            parts.icon(theme.AHEAD if row.is_asked else theme.ENTERED, "no suite"),
            el("span", el("a", row.name, href=shared.address(row.agent)), f" {row.said}."),
            data_open=shared.address(row.agent),
        )
        for row in found
    ]
    return join(el("p", "Without a suite", class_="as-sub"), el("ul", *said, class_="as two"))


def _cases(chosen: Chosen, shown: Sequence[Assessment], board: Evals) -> None:
    """Judgements of people that are no eval case yet: by agent, or the runs of the one agent looked at."""
    st.html(el("p", "Judged otherwise, and no eval case yet", class_="as-sub"))
    if not board.waiting:
        said = f"Nobody edited, rejected or overrode a run of the last {board.days} days that is no eval case."
        st.html(parts.note(said))
    elif len(shown) == 1:
        runs = case_form.runs(chosen, shown[0])
        waits = f"{format.plural(board.waiting[0].count, 'run')} of the last {board.days} days; the latest are listed."
        st.html(parts.note(waits))
        case_form.keep(chosen, shown[0], runs)
        shared.turned(_runs, runs, key="judged_runs")
    else:
        shared.turned(_waiting, board.waiting, key="waiting_cases")


def _waiting(found: Sequence[Waiting]) -> Html:
    said = [
        el(
            "li",
            parts.icon(theme.ENTERED, "waits"),
            el("span", el("a", row.name, href=shared.address(row.agent)), f" {format.plural(row.count, 'run')}"),
            el("small", f"{format.plural(row.kept, 'case')} made so far" if row.kept else "none was made a case yet"),
            data_open=shared.address(row.agent),
        )
        for row in found
    ]
    return el("ul", *said, class_="as two")


def _runs(found: Sequence[JudgedRun]) -> Html:
    heads = [parts.heading(name) for name in ("Run", "What people did", "When")]
    body = [
        el(
            "tr",
            el("td", _trace(row), el("small", row.about) if row.about else None, class_="action"),
            el("td", parts.status(theme.OUTCOMES[row.outcome], row.outcome.value), class_="nw"),
            el("td", row.when, class_="nw"),
        )
        for row in found
    ]
    return parts.table(heads, body, class_="as fold judged-of", label="Runs judged otherwise")


def _trace(row: JudgedRun) -> Html | str:
    if not row.trace:
        return row.request_id
    return el("a", row.request_id, href=row.trace, rel="noopener")
