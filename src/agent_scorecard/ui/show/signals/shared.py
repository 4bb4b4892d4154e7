"""What both views of the signals page share: the look of a state, and an alert as a list entry."""

from __future__ import annotations

from typing import Final

from agent_scorecard.boards import words
from agent_scorecard.rules.alerts import Alert
from agent_scorecard.ui import parts, theme
from agent_scorecard.ui.links import link
from agent_scorecard.ui.markup import Html, el
from agent_scorecard.vocabulary import AlertState

PAGE = "signals"
DECIDE = "Decide on its scorecard"
STATES: Final = {
    AlertState.NEW: theme.OPEN,
    AlertState.ACKNOWLEDGED: theme.CONTAINED,
    AlertState.MUTED: theme.MUTED,
    AlertState.CLOSED: theme.DONE,
    AlertState.OBSERVED: theme.ASIDE,
}


def alert(row: Alert, name: str = "") -> Html:
    """One alert: who, the sentence in ink, then way out, state and the way to the decision in grey under it."""
    look, address = theme.SEVERITIES[row.severity], link(PAGE, agent=row.agent)
    who = el("a", name, href=address) if name else None
    return el(
        "li",
        parts.icon(look, row.severity.value),
        el("span", who, " " if who else None, row.finding.sentence.text),
        el("small", words.way_out(row.finding)),
        el(
            "small",
            parts.status(STATES[row.state], row.state.word),
            f". {row.why} " if row.why else " · ",
            _decide(row.agent),
        ),
        data_open=address if name else None,
    )


def _decide(agent: str) -> Html:
    address = link("scorecard", agent=agent)
    return el("a", el("span", DECIDE, class_="accent"), href=address, data_open=address, class_="said")
