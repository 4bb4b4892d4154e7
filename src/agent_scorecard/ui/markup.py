"""The HTML of pages is made by the same few functions as that of letters."""

from agent_scorecard.markup import Child, Html, el, join

__all__ = ["Child", "Html", "el", "join"]
