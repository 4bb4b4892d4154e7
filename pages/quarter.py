"""Quarterly review: the walkthrough in ten steps, against last quarter, ending in an outcome for each agent."""

from agent_scorecard.boards.quarter.steps import Step
from agent_scorecard.ui import choose, first_steps, outcome_form, quarterly
from agent_scorecard.ui.show.quarter import page as show

chosen = choose.company()
if chosen.assessed:
    board = quarterly.review(chosen)
    show.head(board)
    picked = quarterly.steps(board)
    show.steps(board, picked)
    if Step.OUTCOME in picked:
        outcome_form.record(chosen, board)
else:
    first_steps.no_agents(chosen, quarterly.title(chosen), "No agent is on the board yet.")
