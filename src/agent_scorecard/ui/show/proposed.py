"""Proposals as lists: what waits for the person who looks, and every one with what became of it."""

from __future__ import annotations

from collections.abc import Sequence

from agent_scorecard import format
from agent_scorecard.boards.proposed import ProposalLine
from agent_scorecard.ui import parts, theme
from agent_scorecard.ui.links import link
from agent_scorecard.ui.markup import Html, el, join
from agent_scorecard.vocabulary import ProposalState

LOOKS = {ProposalState.WAITING: theme.WAITING, ProposalState.APPROVED: theme.DONE}


def band(line: ProposalLine) -> Html:
    """The proposal of one card above it: what waits or lapsed, who proposed it, and who may answer."""
    title = "Waiting for a second person" if line.waits else f"Proposal {line.state}"
    rows = [
        ("Proposed", f"{line.what}, on {line.on} by {line.by}"),
        ("Reason", line.reason),
        ("Next step", line.next_step),
        ("Waits" if line.waits else "Why not", line.sentence),
    ]
    rows += [("Approval", line.who_may)] if line.who_may else []
    note = "counts as nothing until it is approved" if line.waits else "it can be proposed anew"
    return join(parts.section(title, note), parts.pairs(rows))


def waiting(lines: Sequence[ProposalLine]) -> Html:
    """What the person who looks may approve."""
    heading = parts.section("Waiting for your approval", format.plural(len(lines), "proposal"))
    return join(heading, el("ul", *(_entry(line) for line in lines), class_="as"))


def every(lines: Sequence[ProposalLine], title: str = "Proposals") -> Html:
    """Every proposal with where it stands."""
    open_ones = sum(line.waits for line in lines)
    heading = parts.section(title, f"{open_ones} waiting" if open_ones else f"{len(lines)} in all")
    return join(heading, el("ul", *(_entry(line) for line in lines), class_="as two"))


def _entry(line: ProposalLine) -> Html:
    address = link("scorecard", agent=line.agent)
    return el(
        "li",
        parts.icon(LOOKS.get(line.state, theme.LAPSED), line.state.value),
        el("span", el("a", line.name, href=address), f" {line.what}"),
        el("small", f"{line.by}, {line.on}. {line.sentence}"),
        data_open=address,
    )
