"""This month: which cards are due, what needs a person, what was promised."""

from agent_scorecard.ui import choose, first_steps, monthly
from agent_scorecard.ui.show import this_month as show

chosen = choose.company()
if chosen.assessed:
    show.this_month(monthly.board(chosen))
else:
    first_steps.no_agents(chosen, "This month", "No agent is on the board yet.")
