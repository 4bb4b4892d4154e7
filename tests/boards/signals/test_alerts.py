"""The alerts of all agents in one list: what asks for somebody first."""

from datetime import timedelta

from agent_scorecard.boards.signals.alerts import every_alert
from agent_scorecard.policy import default_policy
from agent_scorecard.rules.assess import assess
from agent_scorecard.rules.facts import AlertHandled, CostTail
from agent_scorecard.vocabulary import AlertAct, Severity, Status
from tests.build import AS_OF, UNIT, evidence

POLICY = default_policy()
TAIL = CostTail(p50=UNIT, p99=12 * UNIT, highest=15 * UNIT, n=300, dearest_share=0.2, currency="USD")


def dear(name, act=None, **changes):
    acts = () if act is None else (AlertHandled(9, "cost_tail", act, Severity.NOTE, 12.0, "", AS_OF, "ana", UNTIL),)
    return assess(evidence(name=name, cost_tail=TAIL, alerts_handled=acts, **changes), POLICY)


UNTIL = AS_OF + timedelta(days=3)
EVERYBODY = (
    dear("Zoe", AlertAct.ACKNOWLEDGED),
    dear("Bea", AlertAct.MUTED),
    dear("Ada"),
    dear("Cal", AlertAct.CLOSED),
    dear("Old", status=Status.RETIRED),
)


def test_every_alert_is_listed_those_that_ask_first():
    rows = every_alert(EVERYBODY, POLICY)
    assert [(row.name, row.alert.state.value) for row in rows] == [
        ("Ada", "new"),
        ("Zoe", "acknowledged"),
        ("Bea", "muted"),
        ("Cal", "closed"),
    ]
