"""Autonomy ladder: where each agent stands, and what it takes to move."""

from agent_scorecard.boards.ladder import ladder
from agent_scorecard.ui import choose, filters, first_steps, what_if
from agent_scorecard.ui.show import ladder as show

chosen = choose.company()
if chosen.assessed:
    whole = ladder(chosen.company, chosen.as_of, chosen.assessed)
    show.head(whole)
    with filters.row():
        narrowed = filters.ladder(whole)
        what_if.ladder(chosen)
    show.ladder(ladder(chosen.company, chosen.as_of, chosen.assessed, narrowed))
else:
    first_steps.no_agents(chosen, "Autonomy ladder", "No agent is on the ladder yet.")
