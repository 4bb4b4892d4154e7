"""More that waits for an answer in the company of the matrix, so that every form of the pages has something to show."""

from __future__ import annotations

from sqlalchemy import Engine

from agent_scorecard.access import CompanyRole
from agent_scorecard.loading.load import load
from agent_scorecard.loading.sources import upload
from agent_scorecard.recording import decisions, grant_role, incident_steps, incidents
from agent_scorecard.recording.fields import DecisionFields
from agent_scorecard.recording.sign_ins import SEEN, note_sign_in
from agent_scorecard.vocabulary import AgainstReason, Choice, Gate, IncidentSeverity, Tier
from tests.access.matrix import AGENTS, AT, CO_SIGNER, NAMED, TODAY, TOMORROW, About
from tests.recording.signed_in import signed_in

OWNED = tuple(about for about in AGENTS if about.state == "owned")
YOUNG = tuple(about for about in OWNED if about.tier is Tier.HIGH)
"""In their first month."""
IDLE = tuple(about for about in AGENTS if about.state == "unowned" and about.tier is Tier.HIGH)


def load_more(engine: Engine) -> None:
    """A task of nobody, runs that a person edited, budgets nearly spent, agents of October, and gates waived."""
    told = {
        "agents.csv": ("agent,name,live_on", [f"{each.agent},{each.agent},2026-10-05" for each in YOUNG]),
        "runs.csv": (
            "timestamp,agent_id,request_id,review_outcome",
            [f"2026-10-20T08:00:00Z,{each.agent},r-1,edited" for each in OWNED],
        ),
        "budgets.csv": (
            "agent,period,effective_from,amount,currency,spend_owner",
            [f"{each.agent},month,2026-01-01,100,USD,owner" for each in OWNED],
        ),
        "costs.csv": (
            "agent,period,category,amount,currency",
            [f"{each.agent},2026-10,model,85,USD" for each in OWNED],
        ),
        "tasks.csv": (
            "task,repeatability,risk,data_readiness,judgement,time_saved,hours_per_week",
            ["Sort the post,5,1,4,2,4,3"],
        ),
        "gates.csv": (
            "agent,gate,item,answer,answered_by,answered_on,reason,expires_on",
            [
                f"{AGENTS[0].agent},{gate},result,waived,risk_owner,2026-10-20,Small,2026-12-31"
                for gate in (Gate.INTAKE, Gate.DESIGN_REVIEW)
            ],
        ),
    }
    sources = [upload(name, "\n".join([head, *rows, ""]).encode()) for name, (head, rows) in told.items()]
    assert load(engine, sources, today=TODAY, now=AT, actor="test").refusals == ()


def close_another(engine: Engine, about: About) -> None:
    """An incident that is over."""
    fields = incidents.IncidentFields(
        agent=about.agent, summary="It was late", detected_at=AT, severity=IncidentSeverity.LOW
    )
    incident = incidents.report_incident(engine, fields, by="owner", at=AT)
    incident_steps.handle_incident(
        engine, incident_steps.StepFields(incident=incident, resolved_at=AT), by="owner", at=AT
    )


def pause(engine: Engine, about: About) -> None:
    fields = DecisionFields(
        agent=about.agent,
        choice=Choice.PAUSE,
        reason="Nobody answers for it",
        against=AgainstReason.NEW_FACT,
        next_step="Find somebody",
        owner="risk_owner",
        due=TOMORROW,
        as_of=TODAY,
    )
    decisions.record_decision(engine, fields, by="risk_owner", at=AT)


def let_in(engine: Engine) -> None:
    """A role that can end, somebody with a promise who may look, and a sign-in that waits."""
    for name in (CO_SIGNER, NAMED):
        grant_role(engine, name, CompanyRole.VIEWER, by="operator", at=AT)
    note_sign_in(engine, SEEN, signed_in("stranger"), None, "Stranger", AT)


def more(engine: Engine) -> None:
    load_more(engine)
    for about in OWNED:
        close_another(engine, about)
    for about in IDLE:
        pause(engine, about)
    let_in(engine)
