"""The quarterly review in a terminal: the ten steps of the page, in their order."""

from __future__ import annotations

from typing import Annotated

import typer

from agent_scorecard.cli import opened, printing
from agent_scorecard.cli.options import AsJson, AsOf


def review(
    ctx: typer.Context,
    quarter: Annotated[str | None, typer.Argument(help="2026-Q3; the last one that is over unless given.")] = None,
    as_of: AsOf = None,
    as_json: AsJson = False,
) -> None:
    """Print the review of a quarter: control, exceptions, value, ladder, proposals, spend, outcomes."""
    from agent_scorecard.boards.quarter import json_shape

    board = opened.reviewed(ctx, quarter, as_of)
    shape = json_shape.review(board)
    if as_json:
        printing.as_json(shape)
    else:
        printing.review(shape, board.title, f"{board.deck} {board.more}".strip())
