"""Which decision grants the level an agent stands at."""

from datetime import date

from agent_scorecard.rules.levels import last_decision
from agent_scorecard.vocabulary import Choice
from tests.build import decision, evidence


def test_the_last_decision_is_the_latest_by_day_then_by_ledger_order():
    early, first, second = (
        decision(9, date(2026, 7, 1)),
        decision(5, date(2026, 10, 1), Choice.PAUSE),
        decision(6, date(2026, 10, 1), Choice.REVISE),
    )
    assert last_decision(evidence(decisions=(second, early, first))) == second
    assert last_decision(evidence(decisions=())) is None
