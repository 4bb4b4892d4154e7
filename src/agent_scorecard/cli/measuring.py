"""Measure this product on this machine."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer


def bench(
    agents: Annotated[int, typer.Option(min=1, help="Agents in the synthetic log and the synthetic company.")] = 1000,
    runs: Annotated[int, typer.Option(min=1000, help="Runs in the synthetic log.")] = 1_000_000,
    goal: Annotated[list[int] | None, typer.Option(help="Only this goal; may be given again.")] = None,
    as_json: Annotated[Path | None, typer.Option("--json", help="Write the table here, too.", dir_okay=False)] = None,
) -> None:
    """Print the performance table, each goal beside the tool it is compared with; status 1 when one is missed."""
    from agent_scorecard.bench import main

    raise typer.Exit(main(runs, agents, goal or (), as_json))
