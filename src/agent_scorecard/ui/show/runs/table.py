"""The runs that fit, and under them the way to older ones."""

from __future__ import annotations

from collections.abc import Sequence

from agent_scorecard.boards.runs.asked import PAGE
from agent_scorecard.boards.runs.found import RunRow, RunsPage
from agent_scorecard.rules.run_facts import RunTrail
from agent_scorecard.ui import parts, theme
from agent_scorecard.ui.markup import Html, el, join
from agent_scorecard.ui.rows import rows
from agent_scorecard.ui.show.oversight.shared import lines, on_narrow

HEADS = ("Run", "People", "Ended", "Calls", "Version", "Cost")


def runs(page: RunsPage, opened: RunTrail | None) -> None:
    place = opened.line.place.request_id if opened else ""
    rows(join(parts.section("Runs", "the latest first"), _table(page.rows, place)), key="run_list", here=PAGE)
    if turn := _turn(page):
        rows(turn, key="run_turn")


def _table(found: Sequence[RunRow], opened: str) -> Html:
    heads = [parts.heading(name, "n" if name == "Cost" else None) for name in HEADS]
    body = [_row(row, opened) for row in found]
    return parts.table(heads, body, class_="as fold runs", label="Runs, the latest first")


def _row(row: RunRow, opened: str) -> Html:
    return el(
        "tr",
        el("td", el("a", row.request_id, href=row.address), el("small", row.when), class_="action"),
        el("td", parts.status(theme.OUTCOMES[row.outcome], row.outcome_word), class_="nw"),
        el("td", on_narrow("Ended"), lines(row.ended, row.result), class_="nw start"),
        el("td", on_narrow("Calls"), lines(row.calls, row.went_wrong), class_="wide"),
        el("td", on_narrow("Version") if row.versions else None, row.versions, class_="nw start"),
        el("td", on_narrow("Cost") if row.cost else None, row.cost, class_="n start"),
        data_open=row.address,
        aria_current="true" if row.request_id == opened else None,
    )


def _turn(page: RunsPage) -> Html | None:
    ways = [("Newest", page.newest), ("Older runs", page.older)]
    links = [el("a", word, href=address, data_open=address) for word, address in ways if address]
    return el("p", *links, class_="as-turn") if links else None
