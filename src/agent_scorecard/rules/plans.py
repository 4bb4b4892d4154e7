"""How far an agent is on its rollout plans: each step ticked from stored facts, none by hand (register 16)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from agent_scorecard.policy.plans import PlanStep, RolloutPlan
from agent_scorecard.policy.read import read_plans
from agent_scorecard.policy.shapes import Policy
from agent_scorecard.rules.answers import Sentence, say
from agent_scorecard.rules.cadence import started_on
from agent_scorecard.rules.evidence import Evidence
from agent_scorecard.rules.gates import item
from agent_scorecard.rules.plan_facts import FACTS, Rollout, Shown

LOOP = "loop"


@dataclass(frozen=True, slots=True)
class StepAnswer:
    """One step on the day: there or not, with the sentence that shows it or says what to do; `due` None: no day."""

    code: str
    text: str
    there: bool
    sentence: Sentence
    due: date | None = None
    is_late: bool = False


@dataclass(frozen=True, slots=True)
class PlanAnswer:
    """A plan of an agent; `day` counts from 0 on the day its pilot began, None while none has."""

    key: str
    name: str
    began: date | None
    day: int | None
    steps: tuple[StepAnswer, ...]

    @property
    def there(self) -> int:
        return sum(step.there for step in self.steps)

    @property
    def next(self) -> StepAnswer | None:
        """The first step that is not there, None once all are."""
        return next((step for step in self.steps if not step.there), None)


def pilot_began(evidence: Evidence) -> date | None:
    """Return the day the pilot began, else the day the clock of the cards began."""
    return evidence.agent.pilot_started or started_on(evidence)


def plan(evidence: Evidence, policy: Policy, key: str) -> PlanAnswer:
    """Return one plan as it stands on the day; KeyError for a plan nobody shipped."""
    shipped, began = read_plans()[key], pilot_began(evidence)
    day = (evidence.as_of - began).days if began is not None else None
    return PlanAnswer(key, shipped.name, began, day, _steps(evidence, policy, shipped, began))


def plans(evidence: Evidence, policy: Policy) -> tuple[PlanAnswer, ...]:
    """Return every plan with days, in the order they ship; the loop is asked for by its key."""
    return tuple(plan(evidence, policy, key) for key in read_plans() if key != LOOP)


def _steps(evidence: Evidence, policy: Policy, shipped: RolloutPlan, began: date | None) -> tuple[StepAnswer, ...]:
    return tuple(_step(evidence, policy, step, began) for step in shipped.steps)


def _step(evidence: Evidence, policy: Policy, step: PlanStep, began: date | None) -> StepAnswer:
    shown = _shown(evidence, policy, step, began)
    due = began + timedelta(days=step.by) if began is not None and step.by else None
    is_late = not shown.there and due is not None and due < evidence.as_of
    return StepAnswer(step.code, step.text, shown.there, say(f"plan_{step.code}", shown.sentence), due, is_late)


def _shown(evidence: Evidence, policy: Policy, step: PlanStep, began: date | None) -> Shown:
    if step.fact:
        return FACTS[step.fact](Rollout(evidence, policy, began, step.days))
    answers = [item(evidence, policy, code) for code in step.items]
    missing = next((answer for answer in answers if not answer.holds), None)
    if missing is not None:
        return Shown(False, missing.sentence.text)
    return Shown(True, f"{'. '.join(answer.text for answer in answers)}.")
