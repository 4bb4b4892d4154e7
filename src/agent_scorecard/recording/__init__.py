"""What people record: each write is one function, one transaction and one ledger entry."""

from agent_scorecard.recording.alerts import AlertFields, handle_alert
from agent_scorecard.recording.changes import (
    ChangeFields,
    RiskFields,
    accept_risk,
    record_change,
    release_change,
    withdraw_change,
)
from agent_scorecard.recording.company import CompanyFields, set_company
from agent_scorecard.recording.decisions import record_decision
from agent_scorecard.recording.exceptions import GapFields, RenewalFields, accept_gap, end_exception, renew_exception
from agent_scorecard.recording.fields import DecisionFields
from agent_scorecard.recording.follow_ups import close_follow_up
from agent_scorecard.recording.frozen import restated
from agent_scorecard.recording.gates import (
    AnswerFields,
    SignFields,
    answer_item,
    sign_checklist,
    sign_gate,
    submit_gate,
)
from agent_scorecard.recording.grants import end_role, grant_role, link_sign_in
from agent_scorecard.recording.incident_fields import Fix, StepFields
from agent_scorecard.recording.incident_steps import handle_incident, reopen_incident
from agent_scorecard.recording.incident_undo import UndoFields, record_undo
from agent_scorecard.recording.incidents import IncidentFields, report_incident
from agent_scorecard.recording.ownership import OwnerFields, name_owner
from agent_scorecard.recording.purging import PurgeAsked, PurgeTold, planned_purge, purge_runs
from agent_scorecard.recording.refusal import NotOpen, NotPermitted, Refused, Stale, Unknown
from agent_scorecard.recording.reviews import OutcomeFields, record_outcome

__all__ = [
    "AlertFields",
    "AnswerFields",
    "ChangeFields",
    "CompanyFields",
    "DecisionFields",
    "Fix",
    "GapFields",
    "IncidentFields",
    "NotOpen",
    "NotPermitted",
    "OutcomeFields",
    "OwnerFields",
    "PurgeAsked",
    "PurgeTold",
    "Refused",
    "RenewalFields",
    "RiskFields",
    "SignFields",
    "Stale",
    "StepFields",
    "UndoFields",
    "Unknown",
    "accept_gap",
    "accept_risk",
    "answer_item",
    "close_follow_up",
    "end_exception",
    "end_role",
    "grant_role",
    "handle_alert",
    "handle_incident",
    "link_sign_in",
    "name_owner",
    "planned_purge",
    "purge_runs",
    "record_change",
    "record_decision",
    "record_outcome",
    "record_undo",
    "release_change",
    "renew_exception",
    "reopen_incident",
    "report_incident",
    "restated",
    "set_company",
    "sign_checklist",
    "sign_gate",
    "submit_gate",
    "withdraw_change",
]
