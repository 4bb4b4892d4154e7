"""What people record about candidate tasks before one becomes an agent."""

from __future__ import annotations

from datetime import date

from agent_scorecard.store.tables.columns import Checked, count, day, ident, text, word
from agent_scorecard.vocabulary import Worth

REASON, STEP = 4000, 300


class IntakeAnswerFields(Checked):
    """One answer to whether a task should be done at all; the last one of a task counts (register S2-07, S4-59)."""

    seq: int = count(..., primary_key=True, sa_column_kwargs={"autoincrement": False})
    task: str = ident(index=True)
    worth: Worth = word(Worth)
    reason: str = text(REASON, min_length=1)
    answered_on: date = day(...)
    by: str = ident()
    trigger: str | None = text(STEP, None)
    first_step: str | None = text(STEP, None)


class IntakeAnswer(IntakeAnswerFields, table=True):
    __tablename__ = "intake_answers"
