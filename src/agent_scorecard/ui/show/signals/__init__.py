"""The signals page: the portfolio and one agent."""
