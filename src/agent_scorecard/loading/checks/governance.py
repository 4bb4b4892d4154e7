"""Budgets, costs, gates and the control plane: what must be filled when, and by whom (columns.csv)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

from agent_scorecard.loading.checks.draft import Draft
from agent_scorecard.loading.checks.known import Known
from agent_scorecard.loading.refusal import Code
from agent_scorecard.runs.refusal import shown
from agent_scorecard.vocabulary import Gate, GateAnswer, GateItem

LONGEST_WAIVER = timedelta(days=90)
SIGNATURES = (GateItem.SIGNED_BY_MANAGER, GateItem.SIGNED_BY_BUILDER)
ATTESTED = frozenset(["G1.0", "G1.1", "G1.4", "G2.1", "G2.2", "G3.2", "G4.4", "F2", "F4", "C3", "C4", "O4"])
GATES_OF_ITEMS = {
    "G1": Gate.INTAKE,
    "G2": Gate.DESIGN_REVIEW,
    "G3": Gate.PRODUCTION_READINESS,
    "G4": Gate.PORTFOLIO_REVIEW,
}
OF_A_RESULT = (GateAnswer.OPEN, GateAnswer.PASS, GateAnswer.FAIL, GateAnswer.WAIVED)
OF_A_SIGNATURE = (GateAnswer.OPEN, GateAnswer.YES, GateAnswer.NO)
OF_A_COMPUTED_ITEM = (GateAnswer.OPEN, GateAnswer.WAIVED)
OF_AN_ATTESTED_ITEM = (GateAnswer.OPEN, GateAnswer.YES, GateAnswer.NO, GateAnswer.WAIVED)


def check_budget(draft: Draft, known: Known) -> None:
    agent, workflow, *_ = draft.key
    if bool(agent) == bool(workflow):
        draft.refuse("agent", Code.CONFLICT, "fill exactly one of agent and workflow")
    elif workflow and str(workflow).casefold() not in known.of_workflows:
        draft.refuse("workflow", Code.UNKNOWN, f"no agent has the workflow {shown(str(workflow))}")


def check_cost(draft: Draft, _known: Known) -> None:
    if draft.stored and draft.stored["currency"] != draft["currency"]:
        reason = f"the same agent, period and category is on file in {draft.stored['currency']}"
        draft.refuse("currency", Code.CONFLICT, f"{reason}: one currency only")


def check_gate(draft: Draft, _known: Known) -> None:
    if _is_older(draft):
        draft.given = {column: draft.stored[column] for column in draft.given} if draft.stored else draft.given
        draft.warn("answered_on", Code.KEPT_ON_FILE, "a later answer is on file and stays")
        return
    gate, item, answer = Gate(str(draft.key[1])), GateItem(str(draft.key[2])), draft["answer"]
    home = _gate_of(item)
    if home is not None and gate is not home:
        draft.refuse("item", Code.CONFLICT, f"{item.value} belongs to {home.value}")
    allowed = _answers(item)
    if answer not in allowed:
        words = ", ".join(word.value for word in allowed)
        draft.refuse("answer", Code.NOT_ALLOWED, f"{item.value} accepts {words}{_why(item, answer)}")
    if answer is not GateAnswer.OPEN:
        draft.needs("answered_by answered_on", "because there is an answer")
    if answer is GateAnswer.YES and item not in (GateItem.RESULT, *SIGNATURES):
        draft.needs("evidence", "because the answer is yes")
    if answer in (GateAnswer.WAIVED, GateAnswer.FAIL, GateAnswer.NOT_APPLICABLE):
        draft.needs("reason", f"because the answer is {answer}")
    _check_gate_days(draft, item, answer)


def _is_older(draft: Draft) -> bool:
    """Say whether a row is of an earlier day than the one on file, or says only open and of no day."""
    given, stored = _day_of(draft.given), _day_of(draft.stored or {})
    if stored is None:
        return False
    return draft["answer"] is GateAnswer.OPEN if given is None else given < stored


def _day_of(row: Mapping[str, object]) -> date | None:
    day = row.get("answered_on") or row.get("submitted_on")
    return day if isinstance(day, date) else None


def _gate_of(item: GateItem) -> Gate | None:
    """The gate an item belongs to; a result may stand in any gate but the checklist has none of its own."""
    if item is GateItem.RESULT:
        return None
    return GATES_OF_ITEMS.get(item.value.partition(".")[0], Gate.CHECKLIST)


def _answers(item: GateItem) -> tuple[GateAnswer, ...]:
    if item is GateItem.RESULT:
        return OF_A_RESULT
    if item in SIGNATURES:
        return OF_A_SIGNATURE
    if item.value not in ATTESTED:
        return OF_A_COMPUTED_ITEM
    return (*OF_AN_ATTESTED_ITEM, GateAnswer.NOT_APPLICABLE) if item is GateItem.C4 else OF_AN_ATTESTED_ITEM


def _why(item: GateItem, answer: object) -> str:
    is_computed = item is not GateItem.RESULT and item not in SIGNATURES and item.value not in ATTESTED
    return (
        ": it is computed and may only be waived" if is_computed and answer in (GateAnswer.YES, GateAnswer.NO) else ""
    )


def _check_gate_days(draft: Draft, item: GateItem, answer: object) -> None:
    answered, submitted, expires = draft["answered_on"], draft["submitted_on"], draft["expires_on"]
    if item is not GateItem.RESULT:
        for column in ("submitted_on", "reviewers"):
            if draft.fills(column):
                draft.refuse(column, Code.NOT_ALLOWED, "stands on the result row only")
    if isinstance(submitted, date) and isinstance(answered, date) and submitted > answered:
        draft.refuse("submitted_on", Code.OUT_OF_ORDER, "lies after answered_on")
    if answer is GateAnswer.WAIVED:
        draft.needs("expires_on", "because the answer is waived")
        if isinstance(answered, date) and isinstance(expires, date) and not _waives(answered, expires):
            draft.refuse("expires_on", Code.OUT_OF_RANGE, "must lie after answered_on, at most 90 days later")


def _waives(answered: date, expires: date) -> bool:
    return answered < expires <= answered + LONGEST_WAIVER


def check_capability(draft: Draft, _known: Known) -> None:
    if draft["done"]:
        draft.needs("evidence verified_on", "because done is yes")
