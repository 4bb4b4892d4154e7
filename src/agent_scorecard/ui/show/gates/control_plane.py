"""The control plane as a table: what was attested, what the records show, whose it is, when it is looked at again."""

from __future__ import annotations

from agent_scorecard.boards.gates.control_plane import ControlPlane, PlaneLine
from agent_scorecard.ui import parts, theme
from agent_scorecard.ui.markup import Html, el, join
from agent_scorecard.ui.show.gates import shared
from agent_scorecard.vocabulary import Severity

HEADS = ("Capability", "Attested", "What the records show", "Owner", "Verified", "Next look")


def table(board: ControlPlane) -> Html:
    heads = [parts.heading(name) for name in HEADS]
    body = [_row(line) for line in board.lines]
    return parts.table(heads, body, class_="as fold plane", label="Control plane of the company")


def _row(line: PlaneLine) -> Html:
    look = theme.CAPABILITIES[line.holds]
    return el(
        "tr",
        el("td", el("b", line.name), el("small", line.done_when)),
        el("td", parts.status(look, "Done" if line.holds else "Not done"), _said(line), class_="wide"),
        el("td", _counted(line), class_="wide"),
        el("td", shared.on_narrow("Owner"), line.owner, class_="wide"),
        el("td", shared.on_narrow("Verified"), line.verified, class_="nw start wide"),
        el(
            "td", shared.on_narrow("Next look"), line.next_review, class_=f"nw start wide{' risk' if line.late else ''}"
        ),
    )


def _said(line: PlaneLine) -> Html | None:
    said = line.missing or line.attested
    return el("small", said) if said else None


def _counted(line: PlaneLine) -> Html | str:
    if not line.doubt:
        return line.counted
    return join(parts.icon(theme.SEVERITIES[Severity.WARN], "not all of it"), " ", line.counted)
