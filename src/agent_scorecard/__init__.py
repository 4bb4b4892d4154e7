"""Agent Scorecard: what each AI agent may do, what the evidence says, and what its owner decided."""

from typing import Final

__version__: Final = "0.1.0"
