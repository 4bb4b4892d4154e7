"""Who may do what, as one table (reliability c): whatever has no row here, nobody may."""

from __future__ import annotations

from dataclasses import dataclass

from agent_scorecard.access.rights import Right, Standing, Step
from agent_scorecard.vocabulary import Tier

EVERYONE = tuple(standing for standing in Standing if standing is not Standing.NAMED)
OWNER = (Standing.OWNER,)
SECOND = (Standing.RISK_OWNER, Standing.REVIEWER)
ADMIN = (Standing.ADMIN,)
LEADER = (Standing.LEADER,)
LOW, ABOVE_LOW, ALL = (Tier.LOW,), (Tier.MEDIUM, Tier.HIGH), tuple(Tier)


@dataclass(frozen=True, slots=True)
class Row:
    """Who may do one thing, how far, and when.

    `owned`: only where an active owner is there (True) or is not (False). `not_owner`: never the agent's own owner,
    whatever else they are. `own`: only for agents the person holds a role for. `small`: only in a small company.
    """

    right: Right
    who: tuple[Standing, ...]
    step: Step = Step.AT_ONCE
    tiers: tuple[Tier, ...] = ALL
    owned: bool | None = None
    not_owner: bool = False
    own: bool = False
    small: bool = False


READING = (Right.SEE, Right.READ_LEDGER, Right.VERIFY, Right.EXPORT)
"""Asked of a person for everything at once: as whatever they are for any agent."""

TABLE = (
    Row(Right.SEE, EVERYONE),
    Row(Right.READ_LEDGER, tuple(who for who in EVERYONE if who not in (Standing.VIEWER, Standing.LOADER))),
    Row(Right.READ_LEDGER, (Standing.VIEWER, Standing.LOADER), own=True),
    Row(Right.VERIFY, EVERYONE),
    Row(Right.EXPORT, (*OWNER, *SECOND, *LEADER, *ADMIN)),
    Row(Right.LOAD, (Standing.LOADER, *ADMIN)),
    Row(Right.MAINTAIN_OR_REVISE, (*OWNER, *SECOND)),
    Row(Right.LOWER, (*OWNER, *SECOND, Standing.ON_CALL)),
    Row(Right.PAUSE, (*OWNER, *SECOND, Standing.ON_CALL, Standing.HOLDER)),
    Row(Right.RESUME, OWNER, tiers=LOW),
    Row(Right.RESUME, OWNER, Step.PROPOSE, ABOVE_LOW),
    Row(Right.RESUME, (Standing.RISK_OWNER,), Step.APPROVE, not_owner=True),
    Row(Right.RESUME, (Standing.REVIEWER,), Step.APPROVE, (Tier.LOW, Tier.MEDIUM), not_owner=True),
    Row(Right.EXPAND, OWNER, tiers=LOW),
    Row(Right.EXPAND, OWNER, Step.PROPOSE, ABOVE_LOW),
    Row(Right.EXPAND, (Standing.RISK_OWNER,), Step.APPROVE, not_owner=True),
    Row(Right.EXPAND, (Standing.REVIEWER,), Step.APPROVE, (Tier.LOW, Tier.MEDIUM), not_owner=True),
    Row(Right.RETIRE, OWNER),
    Row(Right.RETIRE, SECOND, owned=False),
    Row(Right.MERGE, LEADER),
    Row(Right.RECORD_OUTCOME, LEADER),
    Row(Right.CLOSE_FOLLOW_UP, (*OWNER, *SECOND, Standing.ON_CALL, Standing.NAMED)),
    Row(Right.RECORD_WEEK, (*OWNER, *SECOND, Standing.ON_CALL)),
    Row(Right.ANSWER_INTAKE, (*SECOND, *LEADER, *ADMIN)),
    Row(Right.HANDLE_ALERT, (*OWNER, *SECOND, Standing.ON_CALL)),
    Row(Right.MUTE_ALERT, (*OWNER, *SECOND)),
    Row(Right.ACCEPT_EXCEPTION, (Standing.RISK_OWNER,), not_owner=True),
    Row(Right.ACCEPT_EXCEPTION, OWNER, tiers=LOW, small=True),
    Row(Right.ANSWER_GATE, (Standing.VIEWER, *OWNER, *SECOND), own=True),
    Row(Right.SUBMIT_GATE, OWNER),
    Row(Right.SIGN_GATE, SECOND, not_owner=True),
    Row(Right.SIGN_GATE, OWNER, small=True),
    Row(Right.REPORT_INCIDENT, (Standing.VIEWER, *OWNER, *SECOND, Standing.ON_CALL, Standing.HOLDER, *LEADER)),
    Row(Right.HANDLE_INCIDENT, (*OWNER, *SECOND, Standing.ON_CALL)),
    Row(Right.CLOSE_SERIOUS_INCIDENT, SECOND, not_owner=True),
    Row(Right.PLAN_CHANGE, (Standing.VIEWER, *OWNER, *SECOND), own=True),
    Row(Right.RELEASE_CHANGE, (*OWNER, *SECOND)),
    Row(Right.ACCEPT_RELEASE_RISK, (Standing.RISK_OWNER,), not_owner=True),
    Row(Right.KEEP_EVAL_CASE, (Standing.VIEWER, *OWNER, *SECOND), own=True),
    Row(Right.RAISE_TIER, OWNER),
    Row(Right.LOWER_TIER, OWNER, Step.PROPOSE),
    Row(Right.LOWER_TIER, SECOND, Step.APPROVE, not_owner=True),
    Row(Right.NAME_OWNER, (*SECOND, *ADMIN), owned=False),
    Row(Right.NAME_OWNER, OWNER, Step.PROPOSE, owned=True),
    Row(Right.NAME_OWNER, SECOND, Step.APPROVE, owned=True, not_owner=True),
    Row(Right.PURGE_RUNS, ADMIN),
    Row(Right.SET_COMPANY, ADMIN),
    Row(Right.CHANGE_POLICY, ADMIN, Step.PROPOSE),
    Row(Right.CHANGE_POLICY, SECOND, Step.APPROVE),
    Row(Right.MANAGE_PEOPLE, ADMIN),
)
