"""Step 10 on the screen: for each agent the decision that stands, the proposal, and what the review recorded."""

from __future__ import annotations

from functools import partial

from agent_scorecard import format
from agent_scorecard.boards.quarter.board import Quarter
from agent_scorecard.boards.quarter.outcome import OutcomeRow, Outcomes
from agent_scorecard.ui import long, parts, theme
from agent_scorecard.ui.kept import once
from agent_scorecard.ui.links import link
from agent_scorecard.ui.markup import Html, el, join

ROWS_TURNED = 40


def outcomes(board: Quarter) -> None:
    long.turned(partial(_outcomes, board), len(board.outcomes.rows), ROWS_TURNED, key="quarter_outcome")


@once
def _outcomes(board: Quarter, page: int) -> Html:
    found = board.outcomes
    opening = parts.section("Outcome", _counted(found))
    heads = [
        parts.heading("Agent"),
        parts.heading("Decision that stands"),
        parts.heading("Proposed today"),
        parts.heading("Outcome of the review"),
    ]
    body = [_row(row, board) for row in long.on_page(found.rows, ROWS_TURNED, page)]
    table = parts.table(heads, body, class_="as fold outcome", label="Outcome of the review")
    after = f"Outcome of the next review due by {format.full_day(found.next_review)}."
    return join(opening, table, parts.note(f"{_carried_out(found)} {after}".strip()))


def _counted(found: Outcomes) -> str:
    return f"{found.recorded} of {len(found.rows)} recorded"


def _carried_out(found: Outcomes) -> str:
    if not found.decided_before:
        return "Nothing was decided in the quarter before."
    kept = f"{format.n_of(found.kept, found.promised)} next steps are done"
    return f"{format.plural(found.decided_before, 'decision')} of the quarter before: {kept}."


def _row(row: OutcomeRow, board: Quarter) -> Html:
    address = link("scorecard", agent=row.agent)
    return el(
        "tr",
        el("td", el("a", row.name, href=address), el("small", row.owner)),
        el("td", *_standing(row, board)),
        el("td", el("b", row.proposed.value.capitalize()), el("small", row.why), class_="wide"),
        el("td", *_recorded(row, board), class_="wide"),
        data_open=address,
    )


def _standing(row: OutcomeRow, board: Quarter) -> list[str | Html]:
    if row.standing is None or row.standing_on is None:
        return [el("span", "none yet", class_="mute")]
    return [row.standing.value.capitalize(), el("small", format.day(row.standing_on, board.as_of))]


def _recorded(row: OutcomeRow, board: Quarter) -> list[str | Html]:
    done = row.recorded
    if done is None:
        return [el("span", "open", el("small", "quiet: can be confirmed with the others") if row.is_quiet else None)]
    said = f"{done.outcome.value.capitalize()}, {done.disposition.word.lower()}"
    attested = "owner attested" if done.attested_by else "not attested"
    changed = ", workflow changed" if done.workflow_changed else ""
    about = f"{format.day(done.held_on, board.as_of)}, {row.chair}; {attested}{changed}"
    return [parts.status(theme.DONE, said), el("small", about)]
