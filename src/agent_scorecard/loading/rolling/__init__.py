"""A roll-up of runs that stay where they are: their figures come into the database, as one load."""

from agent_scorecard.loading.rolling.roll_up import Engine, Wanted, roll_up

__all__ = ["Engine", "Wanted", "roll_up"]
