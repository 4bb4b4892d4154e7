"""The fifteen evidence items for the next level, one function each (rules 6)."""

from agent_scorecard.rules.items.answer import Answer
from agent_scorecard.rules.items.candidate import Candidate
from agent_scorecard.rules.items.table import ITEMS, evidence_items

__all__ = ["ITEMS", "Answer", "Candidate", "evidence_items"]
