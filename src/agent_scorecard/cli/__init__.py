"""The command line: the same rules as the pages, without a browser."""

from agent_scorecard.cli.app import app, main

__all__ = ["app", "main"]
