"""What people record: each write is one function, one transaction and one ledger entry."""

from agent_scorecard.recording.company import CompanyFields, set_company
from agent_scorecard.recording.decisions import record_decision, restated
from agent_scorecard.recording.fields import DecisionFields
from agent_scorecard.recording.follow_ups import close_follow_up
from agent_scorecard.recording.incident_steps import StepFields, handle_incident
from agent_scorecard.recording.incidents import IncidentFields, report_incident
from agent_scorecard.recording.refusal import NotOpen, NotPermitted, Refused, Stale, Unknown
from agent_scorecard.recording.reviews import OutcomeFields, record_outcome

__all__ = [
    "CompanyFields",
    "DecisionFields",
    "IncidentFields",
    "NotOpen",
    "NotPermitted",
    "OutcomeFields",
    "Refused",
    "Stale",
    "StepFields",
    "Unknown",
    "close_follow_up",
    "handle_incident",
    "record_decision",
    "record_outcome",
    "report_incident",
    "restated",
    "set_company",
]
