"""Agent Scorecard: what each AI agent may do, what the evidence says, and what its owner decided."""

__version__ = "0.1.0"
