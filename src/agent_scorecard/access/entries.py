"""Which right each kind of ledger entry is an act of: the database holds the table by it, too."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from agent_scorecard.access.answer import OF_ROLE
from agent_scorecard.access.rights import CompanyRole, Right, Standing, Step, right_of
from agent_scorecard.access.table import TABLE
from agent_scorecard.vocabulary import Choice, ExpandKind, Role

ALONE, ALONE_OR_APPROVED = (Step.AT_ONCE,), (Step.AT_ONCE, Step.APPROVE)
RAISING = (Right.EXPAND, Right.RESUME)
DECIDED = "decision recorded"
IN_REVIEW = "in review"
ABOUT_PEOPLE = ("role granted", "role ended", "sign-in linked")


@dataclass(frozen=True, slots=True)
class Act:
    """An entry of the ledger and the rights it takes one of; `choice` narrows a decision, empty is any entry."""

    what: str
    rights: tuple[Right, ...]
    steps: tuple[Step, ...] = ALONE
    choice: str = ""


@dataclass(frozen=True, slots=True)
class Permit:
    """Who may write an entry, as the database can see it: a grant, or a role held for the agent.

    `tier` is not seen there: whatever one tier allows, the database lets through.
    """

    what: str
    choice: str
    role: CompanyRole | Role | Standing
    owned: bool | None
    not_owner: bool
    own: bool
    small: bool


def _deciding(choice: Choice) -> Act:
    kinds = (None, *ExpandKind)
    rights = dict.fromkeys(right_of(choice, kind, is_paused=paused) for kind in kinds for paused in (False, True))
    return Act(DECIDED, tuple(rights), ALONE_OR_APPROVED, choice)


ACTS = (
    *(_deciding(choice) for choice in Choice),
    Act(DECIDED, (Right.RECORD_OUTCOME,), choice=IN_REVIEW),
    Act("decision proposed", RAISING, (Step.AT_ONCE, Step.PROPOSE)),
    Act("proposal declined", RAISING, (Step.APPROVE,)),
    Act("proposal withdrawn", RAISING, (Step.AT_ONCE, Step.PROPOSE)),
    Act("follow-up closed", (Right.CLOSE_FOLLOW_UP,)),
    Act("review outcome recorded", (Right.RECORD_OUTCOME,)),
    Act("weekly review recorded", (Right.RECORD_WEEK,)),
    Act("alert acknowledged", (Right.HANDLE_ALERT,)),
    Act("alert closed", (Right.HANDLE_ALERT,)),
    Act("alert muted", (Right.MUTE_ALERT,)),
    Act("gap accepted", (Right.ACCEPT_EXCEPTION,)),
    Act("exception ended", (Right.ACCEPT_EXCEPTION,)),
    Act("gate item answered", (Right.ANSWER_GATE, Right.SIGN_GATE)),
    Act("checklist signed", (Right.ANSWER_GATE,)),
    Act("gate submitted", (Right.SUBMIT_GATE,)),
    Act("gate signed", (Right.SIGN_GATE,)),
    Act("gate co-signed", (Right.ANSWER_GATE,)),
    Act("incident reported", (Right.REPORT_INCIDENT,)),
    Act("incident handled", (Right.HANDLE_INCIDENT, Right.CLOSE_SERIOUS_INCIDENT)),
    Act("undo recorded", (Right.HANDLE_INCIDENT,)),
    Act("change planned", (Right.PLAN_CHANGE,)),
    Act("change withdrawn", (Right.PLAN_CHANGE,)),
    Act("change released", (Right.RELEASE_CHANGE,)),
    Act("release risk accepted", (Right.ACCEPT_RELEASE_RISK,)),
    Act("run kept as eval case", (Right.KEEP_EVAL_CASE,)),
    Act("risk tier set", (Right.RAISE_TIER, Right.LOWER_TIER), ALONE_OR_APPROVED),
    Act("owner named", (Right.NAME_OWNER,), ALONE_OR_APPROVED),
    Act("intake answered", (Right.ANSWER_INTAKE,)),
    Act("runs purged", (Right.PURGE_RUNS,)),
    Act("company set", (Right.SET_COMPANY,)),
    *(Act(what, (Right.MANAGE_PEOPLE,)) for what in ABOUT_PEOPLE),
)
_ROLE_OF = {standing: role for role, standing in OF_ROLE.items()}


def permits() -> Iterator[Permit]:
    """Yield who may write which entry, from the one table of rights, each once."""
    yield from dict.fromkeys(
        Permit(act.what, act.choice, _held(who), row.owned, row.not_owner, row.own, row.small)
        for act in ACTS
        for row in TABLE
        if row.right in act.rights and row.step in act.steps
        for who in row.who
    )


def _held(who: Standing) -> CompanyRole | Role | Standing:
    if who in _ROLE_OF:
        return _ROLE_OF[who]
    return who if who is Standing.NAMED else CompanyRole(who.value)
