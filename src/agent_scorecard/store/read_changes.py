"""Read what people recorded around changes up to the as-of day: plans, accepted risks, eval cases, tiers set here."""

from __future__ import annotations

from sqlalchemy import select

from agent_scorecard.rules.facts import AcceptedRisk, EvalCase, PlannedChange, TierSet
from agent_scorecard.store.scope import AS_OF, END, TABLES, by_agent, names_of

PLANNED, WITHDRAWN = TABLES["planned_changes"].c, TABLES["withdrawn_changes"].c
GIVEN_UP = select(WITHDRAWN.change).where(WITHDRAWN.withdrawn_on <= AS_OF)
STANDING = (PLANNED.planned_at < END, PLANNED.change.not_in(GIVEN_UP))
ACCEPTED = TABLES["accepted_risks"].c.accepted_on <= AS_OF
KEPT = TABLES["eval_cases"].c.kept_on <= AS_OF
SET = TABLES["tiers_set"].c.set_on <= AS_OF

read_planned = by_agent(
    "planned_changes", PlannedChange, names_of(PlannedChange), *STANDING, order=("planned_at", "change")
)
read_accepted_risks = by_agent(
    "accepted_risks", AcceptedRisk, names_of(AcceptedRisk), ACCEPTED, order=("accepted_on", "seq")
)
read_eval_cases = by_agent("eval_cases", EvalCase, names_of(EvalCase), KEPT, order=("kept_on", "request_id"))
read_tiers_set = by_agent("tiers_set", TierSet, names_of(TierSet), SET, order=("seq",))
