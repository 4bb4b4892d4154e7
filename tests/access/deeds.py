"""What there is to do, as the functions that record it: each with a form that is wrong for everybody."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Engine, select

from agent_scorecard.access import By, CompanyRole, Right, Step
from agent_scorecard.access.table import READING
from agent_scorecard.recording import (
    alerts,
    changes,
    company,
    decisions,
    eval_cases,
    exceptions,
    follow_ups,
    gates,
    grants,
    incident_steps,
    incident_undo,
    incidents,
    intake,
    ownership,
    proposals,
    purging,
    reviews,
    tiers,
    weekly,
)
from agent_scorecard.recording.fields import DecisionFields
from agent_scorecard.recording.permission import known, may, may_load
from agent_scorecard.store.database import reader
from agent_scorecard.store.scope import TABLES
from agent_scorecard.vocabulary import (
    AgainstReason,
    AlertAct,
    ChangeKind,
    Choice,
    Disposition,
    ExceptionReason,
    ExpandKind,
    Gate,
    GateAnswer,
    GateItem,
    IncidentSeverity,
    Preset,
    Role,
    Tier,
    UndoState,
    Worth,
)
from tests.access.matrix import AT, OF_THE_COMPANY, TODAY, TOMORROW, About

UNREADABLE = "\x07"
WITHOUT_ZONE = datetime(2026, 10, 30, 12)  # noqa: DTZ001
Do = Callable[[Engine, About, By], object]


def anywhere(about: About) -> bool:
    return about.state != "paused"


def stopped(about: About) -> bool:
    return about.state == "paused"


def owned(about: About) -> bool:
    return about.state == "owned"


def unowned(about: About) -> bool:
    return about.state == "unowned"


def above_low(about: About) -> bool:
    return owned(about) and about.tier is not Tier.LOW


def owned_medium(about: About) -> bool:
    return owned(about) and about.tier is Tier.MEDIUM


def stopped_medium(about: About) -> bool:
    return stopped(about) and about.tier is Tier.MEDIUM


@dataclass(frozen=True)
class Deed:
    """A function, the right and the step it asks for, and the agents it can be tried on.

    What `records_nothing` has no form and goes through.
    """

    name: str
    right: Right
    do: Do
    step: Step = Step.AT_ONCE
    fits: Callable[[About], bool] = owned
    records_nothing: bool = False


CHOICES: dict[Right, dict[str, Any]] = {
    Right.MAINTAIN_OR_REVISE: {"choice": Choice.REVISE},
    Right.LOWER: {"choice": Choice.REVISE, "kind": ExpandKind.LEVEL, "to_value": "1"},
    Right.PAUSE: {"choice": Choice.PAUSE},
    Right.RESUME: {"choice": Choice.MAINTAIN},
    Right.EXPAND: {"choice": Choice.EXPAND, "kind": ExpandKind.LEVEL, "to_value": "3"},
    Right.RETIRE: {"choice": Choice.RETIRE},
    Right.MERGE: {"choice": Choice.MERGE},
}


def unfinished(about: About, right: Right) -> DecisionFields:
    told = {"reason": "", "next_step": "", "owner": "", "against": AgainstReason.OTHER}
    return DecisionFields(agent=about.agent, due=TOMORROW, as_of=TODAY, **{**told, **CHOICES[right]})


def on_file(engine: Engine, table: str, column: str, about: About) -> Any:
    """The id of what waits for an answer about an agent."""
    rows = TABLES[table]
    with reader(engine).begin() as connection:
        return connection.execute(select(rows.c[column]).where(rows.c.agent == about.agent)).scalar_one()


def _decide(right: Right) -> Do:
    return lambda engine, about, by: decisions.record_decision(engine, unfinished(about, right), by=by, at=AT)


def _propose(right: Right) -> Do:
    return lambda engine, about, by: proposals.propose_decision(engine, unfinished(about, right), by=by, at=AT)


def _approve(engine: Engine, about: About, by: By) -> object:
    waiting = on_file(engine, "proposals", "proposal", about)
    return proposals.approve_proposal(engine, waiting, by=by, at=AT, as_of=TODAY)


def _decline(engine: Engine, about: About, by: By) -> object:
    return proposals.decline_proposal(engine, on_file(engine, "proposals", "proposal", about), "", by=by, at=AT)


def _withdraw(engine: Engine, about: About, by: By) -> object:
    waiting = on_file(engine, "proposals", "proposal", about)
    return proposals.withdraw_proposal(engine, waiting, by=by, at=AT, reason=UNREADABLE)


def _handle(**said: Any) -> Do:
    def do(engine: Engine, about: About, by: By) -> object:
        fields = incident_steps.StepFields(incident=on_file(engine, "incidents", "incident", about), **said)
        return incident_steps.handle_incident(engine, fields, by=by, at=AT)

    return do


def _reopen(engine: Engine, about: About, by: By) -> object:
    return incident_steps.reopen_incident(
        engine, on_file(engine, "incidents", "incident", about), UNREADABLE, by=by, at=AT
    )


def _undo(engine: Engine, about: About, by: By) -> object:
    incident = on_file(engine, "incidents", "incident", about)
    fields = incident_undo.UndoFields(incident=incident, records=(), state=UndoState.ROLLED_BACK)
    return incident_undo.record_undo(engine, fields, by=by, at=AT)


def _report(engine: Engine, about: About, by: By) -> object:
    fields = incidents.IncidentFields(agent=about.agent, summary="", detected_at=AT)
    return incidents.report_incident(engine, fields, by=by, at=AT)


def _keep_promise(engine: Engine, about: About, by: By) -> object:
    promised = on_file(engine, "follow_ups", "follow_up", about)
    return follow_ups.close_follow_up(engine, promised, UNREADABLE, by=by, at=AT)


def _answer(**said: Any) -> Do:
    def do(engine: Engine, about: About, by: By) -> object:
        fields = gates.AnswerFields(agent=about.agent, item=GateItem.RESULT, as_of=TOMORROW, **said)
        return gates.answer_item(engine, fields, by=by, at=AT)

    return do


def _sign_checklist(engine: Engine, about: About, by: By) -> object:
    return gates.sign_checklist(engine, about.agent, Role.BUILDER, as_of=TOMORROW, by=by, at=AT)


def _submit(engine: Engine, about: About, by: By) -> object:
    return gates.submit_gate(engine, about.agent, Gate.INTAKE, as_of=TOMORROW, by=by, at=AT)


def sign(which: Gate) -> Do:
    def do(engine: Engine, about: About, by: By) -> object:
        fields = gates.SignFields(agent=about.agent, gate=which, answer=GateAnswer.PASS, as_of=TOMORROW)
        return gates.sign_gate(engine, fields, by=by, at=AT)

    return do


def _accept_gap(engine: Engine, about: About, by: By) -> object:
    fields = exceptions.GapFields(
        agent=about.agent,
        gap="nothing",
        reason=ExceptionReason.PILOT_ONLY,
        note="",
        expires_on=TODAY,
        as_of=TOMORROW,
    )
    return exceptions.accept_gap(engine, fields, by=by, at=AT)


def _renew(engine: Engine, about: About, by: By) -> object:
    accepted = on_file(engine, "exceptions", "exception", about)
    fields = exceptions.RenewalFields(exception=accepted, note="", expires_on=TODAY, as_of=TODAY)
    return exceptions.renew_exception(engine, fields, by=by, at=AT)


def _end(engine: Engine, about: About, by: By) -> object:
    accepted = on_file(engine, "exceptions", "exception", about)
    return exceptions.end_exception(engine, accepted, "", as_of=TODAY, by=by, at=AT)


def _outcome(engine: Engine, about: About, by: By) -> object:
    return reviews.record_outcome(engine, _outcome_of(about), by=by, at=AT)


def _confirm(engine: Engine, about: About, by: By) -> object:
    return reviews.confirm_all(engine, [_outcome_of(about)], by=by, at=AT)


def _outcome_of(about: About) -> reviews.OutcomeFields:
    chosen = next(iter(Disposition))
    return reviews.OutcomeFields(period="2026-Q3", agent=about.agent, disposition=chosen, held_on=date(2026, 1, 1))


def _plan(engine: Engine, about: About, by: By) -> object:
    fields = changes.ChangeFields(agent=about.agent, kind=ChangeKind.PROMPT, to_value="", reason="", planned_at=AT)
    return changes.record_change(engine, fields, by=by, at=AT)


def _withdraw_change(engine: Engine, about: About, by: By) -> object:
    planned = on_file(engine, "planned_changes", "change", about)
    return changes.withdraw_change(engine, planned, "", TODAY, by=by, at=AT)


def _release(engine: Engine, about: About, by: By) -> object:
    planned = on_file(engine, "planned_changes", "change", about)
    return changes.release_change(engine, planned, AT + timedelta(days=1), by=by, at=AT)


def _accept_risk(engine: Engine, about: About, by: By) -> object:
    planned = on_file(engine, "planned_changes", "change", about)
    fields = changes.RiskFields(change=planned, reason="", accepted_on=TODAY, expires_on=TODAY)
    return changes.accept_risk(engine, fields, by=by, at=AT)


def _keep_case(engine: Engine, about: About, by: By) -> object:
    fields = eval_cases.CaseFields(agent=about.agent, request_id="none", suite="", kept_on=TODAY)
    return eval_cases.keep_eval_case(engine, fields, by=by, at=AT)


def _alert(act: AlertAct) -> Do:
    fields = {"alert": "none", "act": act, "as_of": TODAY}
    return lambda engine, about, by: alerts.handle_alert(
        engine, alerts.AlertFields(agent=about.agent, **fields), by=by, at=AT
    )


def _set_tier(wanted: Tier) -> Do:
    def do(engine: Engine, about: About, by: By) -> object:
        fields = tiers.TierFields(agent=about.agent, tier=wanted, reason="", set_on=TODAY)
        return tiers.set_tier(engine, fields, by=by, at=AT)

    return do


def _name_owner(engine: Engine, about: About, by: By) -> object:
    fields = ownership.OwnerFields(agent=about.agent, person="gone", reason="", since=TODAY)
    return ownership.name_owner(engine, fields, by=by, at=AT)


def _week(engine: Engine, about: About, by: By) -> object:
    fields = weekly.WeeklyFields(agent=about.agent, week=1, held_on=TOMORROW, attendees=())
    return weekly.record_week(engine, fields, by=by, at=AT)


def _intake(engine: Engine, about: About, by: By) -> object:
    fields = intake.IntakeFields(task="none", worth=Worth.DO, reason="", answered_on=TODAY)
    return intake.answer_intake(engine, fields, by=by, at=AT)


def _purge(engine: Engine, about: About, by: By) -> object:
    return purging.purge_runs(engine, purging.PurgeAsked(agent=about.agent, as_of=TOMORROW), by=by, at=AT)


def _set_company(**said: Any) -> Do:
    return lambda engine, about, by: company.set_company(engine, company.CompanyFields(**said), by=by, at=AT)


def _grant(engine: Engine, about: About, by: By) -> object:
    return grants.grant_role(engine, "gone", CompanyRole.VIEWER, by=by, at=AT)


def _end_role(engine: Engine, about: About, by: By) -> object:
    return grants.end_role(engine, "gone", CompanyRole.VIEWER, by=by, at=AT)


def _link(engine: Engine, about: About, by: By) -> object:
    return grants.link_sign_in(engine, "other_owner", "nowhere", "", by=by, at=AT)


def _ask(right: Right) -> Do:
    """What only reads records nothing: the question itself, with the roles the database knows."""

    def do(engine: Engine, about: About, by: By) -> None:
        with reader(engine).begin() as connection:
            subject = "company" if right in OF_THE_COMPANY else about.subject
            may(connection, known(connection, by, AT), right, subject, AT)

    return do


DEEDS = (
    *(Deed(f"ask to {right.value}", right, _ask(right), records_nothing=True) for right in READING),
    Deed("load", Right.LOAD, lambda engine, about, by: may_load(engine, by, AT), records_nothing=True),
    *(
        Deed(
            f"decide to {right.value}",
            right,
            _decide(right),
            fits={Right.RESUME: stopped, Right.EXPAND: owned}.get(right, anywhere),
        )
        for right in CHOICES
    ),
    *(
        Deed(f"{name} to {right.value}", right, do, step, where)
        for right, fits, one in ((Right.EXPAND, owned, owned_medium), (Right.RESUME, stopped, stopped_medium))
        for name, do, step, where in (
            ("propose", _propose(right), Step.PROPOSE, fits),
            ("approve", _approve, Step.APPROVE, fits),
            ("decline", _decline, Step.APPROVE, one),
            ("withdraw", _withdraw, Step.PROPOSE, one),
        )
    ),
    Deed("record an outcome", Right.RECORD_OUTCOME, _outcome),
    Deed("confirm outcomes", Right.RECORD_OUTCOME, _confirm),
    Deed("close a follow-up", Right.CLOSE_FOLLOW_UP, _keep_promise),
    Deed("record a week", Right.RECORD_WEEK, _week),
    Deed("answer for a task", Right.ANSWER_INTAKE, _intake),
    Deed("acknowledge an alert", Right.HANDLE_ALERT, _alert(AlertAct.ACKNOWLEDGED)),
    Deed("close an alert", Right.HANDLE_ALERT, _alert(AlertAct.CLOSED)),
    Deed("mute an alert", Right.MUTE_ALERT, _alert(AlertAct.MUTED)),
    Deed("accept a gap", Right.ACCEPT_EXCEPTION, _accept_gap),
    Deed("renew an exception", Right.ACCEPT_EXCEPTION, _renew),
    Deed("end an exception", Right.ACCEPT_EXCEPTION, _end),
    Deed("answer an item", Right.ANSWER_GATE, _answer(answer=GateAnswer.YES)),
    Deed("sign the checklist", Right.ANSWER_GATE, _sign_checklist),
    Deed("submit a gate", Right.SUBMIT_GATE, _submit),
    Deed("sign a gate", Right.SIGN_GATE, sign(Gate.INTAKE)),
    Deed("waive an item", Right.SIGN_GATE, _answer(answer=GateAnswer.WAIVED)),
    Deed("report an incident", Right.REPORT_INCIDENT, _report),
    Deed("handle an incident", Right.HANDLE_INCIDENT, _handle(paused_at=WITHOUT_ZONE)),
    Deed("reopen an incident", Right.HANDLE_INCIDENT, _reopen),
    Deed("record an undo", Right.HANDLE_INCIDENT, _undo),
    Deed(
        "close a serious incident",
        Right.CLOSE_SERIOUS_INCIDENT,
        _handle(severity=IncidentSeverity.CRITICAL, resolved_at=AT),
    ),
    Deed("plan a change", Right.PLAN_CHANGE, _plan),
    Deed("withdraw a change", Right.PLAN_CHANGE, _withdraw_change),
    Deed("release a change", Right.RELEASE_CHANGE, _release),
    Deed("accept the risk of a change", Right.ACCEPT_RELEASE_RISK, _accept_risk),
    Deed("keep an eval case", Right.KEEP_EVAL_CASE, _keep_case),
    Deed("purge runs", Right.PURGE_RUNS, _purge, fits=anywhere),
    Deed("raise a tier", Right.RAISE_TIER, _set_tier(Tier.HIGH)),
    Deed("lower a tier", Right.LOWER_TIER, _set_tier(Tier.LOW), Step.APPROVE, above_low),
    Deed("name an owner", Right.NAME_OWNER, _name_owner, fits=unowned),
    Deed("hand an agent over", Right.NAME_OWNER, _name_owner, Step.APPROVE),
    Deed("set the company", Right.SET_COMPANY, _set_company(name=" ")),
    Deed("change the policy", Right.CHANGE_POLICY, _set_company(name="Company", preset=Preset.SMALL)),
    Deed("grant a role", Right.MANAGE_PEOPLE, _grant),
    Deed("end a role", Right.MANAGE_PEOPLE, _end_role),
    Deed("link a sign-in", Right.MANAGE_PEOPLE, _link),
)
