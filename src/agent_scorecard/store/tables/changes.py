"""What people record around changes: planned ones, accepted risks, runs made eval cases, tiers set here."""

from __future__ import annotations

from datetime import date, datetime

from agent_scorecard.store.tables.columns import Checked, count, day, ident, key, of_agent, text, time, word
from agent_scorecard.store.tables.decisions import ledger_number
from agent_scorecard.vocabulary import ChangeKind, Tier

REASON = 500


class PlannedChangeFields(Checked):
    """A change written down before it is released; released it is a row of `changes` under the same id."""

    change: str = key()
    agent: str = of_agent(index=True)
    planned_at: datetime = time(...)
    planned_by: str = ident()
    kind: ChangeKind = word(ChangeKind)
    action: str | None = ident(None)
    from_value: str | None = text(200, None)
    to_value: str | None = text(200, None)
    author: str = text(120, min_length=1)
    reason: str = text(REASON, min_length=1)
    seq: int = ledger_number()


class PlannedChange(PlannedChangeFields, table=True):
    __tablename__ = "planned_changes"


class WithdrawnChangeFields(Checked):
    """A planned change that will not be released."""

    change: str = key()
    agent: str = of_agent(index=True)
    withdrawn_on: date = day(...)
    withdrawn_by: str = ident()
    reason: str = text(REASON, min_length=1)
    seq: int = ledger_number()


class WithdrawnChange(WithdrawnChangeFields, table=True):
    __tablename__ = "withdrawn_changes"


class AcceptedRiskFields(Checked):
    """The risk of releasing one change without a passing eval, taken by a risk owner until a day (S4-26)."""

    change: str = key()
    agent: str = of_agent(index=True)
    accepted_by: str = ident()
    accepted_on: date = day(...)
    expires_on: date = day(...)
    reason: str = text(REASON, min_length=1)
    seq: int = ledger_number()


class AcceptedRisk(AcceptedRiskFields, table=True):
    __tablename__ = "accepted_risks"


class EvalCaseFields(Checked):
    """A run on which a person judged otherwise than the agent, turned into a case of an eval suite (S1-13)."""

    agent: str = of_agent(primary_key=True)
    request_id: str = key()
    judged_at: datetime = time(...)
    suite: str = text(120, min_length=1)
    kept_on: date = day(...)
    kept_by: str = ident()
    seq: int = ledger_number()


class EvalCase(EvalCaseFields, table=True):
    __tablename__ = "eval_cases"


class TierSetFields(Checked):
    """A risk tier set here, over the one a file gave; to lower it somebody else approves (rules 6)."""

    seq: int = count(..., primary_key=True, sa_column_kwargs={"autoincrement": False})
    agent: str = of_agent(index=True)
    before: Tier | None = word(Tier, None)
    tier: Tier = word(Tier)
    reason: str = text(REASON, min_length=1)
    set_on: date = day(...)
    set_by: str = ident()
    approved_by: str | None = ident(None)


class TierSet(TierSetFields, table=True):
    __tablename__ = "tiers_set"
