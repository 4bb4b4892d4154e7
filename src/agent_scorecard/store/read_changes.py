"""Read what people recorded around changes up to the as-of day: plans, accepted risks, eval cases, tiers set here."""

from __future__ import annotations

from sqlalchemy import select

from agent_scorecard.rules.facts import AcceptedRisk, EvalCase, PlannedChange, TierSet
from agent_scorecard.store.scope import TABLES, Scope, by_agent, names_of


def read_planned(scope: Scope) -> dict[str, list[PlannedChange]]:
    """Return the changes planned and not withdrawn, released or not, in order of time."""
    planned, withdrawn = TABLES["planned_changes"].c, TABLES["withdrawn_changes"].c
    given_up = select(withdrawn.change).where(withdrawn.withdrawn_on <= scope.as_of)
    where = (planned.planned_at < scope.end, planned.change.not_in(given_up))
    order = ("planned_at", "change")
    return by_agent(scope, "planned_changes", PlannedChange, names_of(PlannedChange), *where, order=order)


def read_accepted_risks(scope: Scope) -> dict[str, list[AcceptedRisk]]:
    accepted = TABLES["accepted_risks"].c.accepted_on <= scope.as_of
    return by_agent(
        scope, "accepted_risks", AcceptedRisk, names_of(AcceptedRisk), accepted, order=("accepted_on", "seq")
    )


def read_eval_cases(scope: Scope) -> dict[str, list[EvalCase]]:
    kept = TABLES["eval_cases"].c.kept_on <= scope.as_of
    return by_agent(scope, "eval_cases", EvalCase, names_of(EvalCase), kept, order=("kept_on", "request_id"))


def read_tiers_set(scope: Scope) -> dict[str, list[TierSet]]:
    done = TABLES["tiers_set"].c.set_on <= scope.as_of
    return by_agent(scope, "tiers_set", TierSet, names_of(TierSet), done, order=("seq",))
