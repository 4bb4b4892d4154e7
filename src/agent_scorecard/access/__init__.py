"""Who may do what: one question, asked by boards to show and by recording to enforce (reliability c)."""

from agent_scorecard.access.answer import can
from agent_scorecard.access.rights import CompanyRole, Right, Standing, Step, right_of
from agent_scorecard.access.who import COMPANY, LONGEST_SIGN_IN, AccessMode, Actor, By, SignedIn, Subject, subject_of

__all__ = [
    "COMPANY",
    "LONGEST_SIGN_IN",
    "AccessMode",
    "Actor",
    "By",
    "CompanyRole",
    "Right",
    "SignedIn",
    "Standing",
    "Step",
    "Subject",
    "can",
    "right_of",
    "subject_of",
]
