"""This month: which cards are due, what needs a person, what was promised."""

from agent_scorecard.boards.this_month import this_month
from agent_scorecard.ui import choose, first_steps
from agent_scorecard.ui.show import this_month as show

chosen = choose.company()
if chosen.assessed:
    board = this_month(chosen.company, chosen.as_of, chosen.assessed, chosen.actor, chosen.strangers)
    show.this_month(board)
else:
    first_steps.no_agents(chosen, "This month", "No agent is on the board yet.")
