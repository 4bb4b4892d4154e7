"""This month: which cards are due, what needs a person, what was promised."""

from agent_scorecard.boards.proposed import proposal_lines, waiting_for
from agent_scorecard.boards.weekly.first_months import weeks_to_hold
from agent_scorecard.ui import choose, first_steps, monthly
from agent_scorecard.ui.show import this_month as show

chosen = choose.company()
if chosen.assessed:
    waiting = waiting_for(proposal_lines(chosen.assessed, chosen.policy, chosen.acting))
    weeks = weeks_to_hold(chosen.assessed, chosen.policy)
    show.this_month(monthly.board(chosen), waiting, weeks)
else:
    first_steps.no_agents(chosen, "This month", "No agent is on the board yet.")
