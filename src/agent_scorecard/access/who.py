"""Who asks, and about what: everything an answer depends on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from agent_scorecard.access.rights import CompanyRole
from agent_scorecard.vocabulary import Role, Tier

LONGEST_SIGN_IN = timedelta(hours=12)
"""After it a person signs in anew: the cookie itself lives longer (reliability 0.7)."""


class AccessMode(StrEnum):
    """How a person is known: by a name picked on this machine, or by signing in."""

    LOCAL = "local"
    COMPANY = "company"


@dataclass(frozen=True, slots=True)
class SignedIn:
    """Somebody an identity provider vouches for: known by issuer and its own subject, never by e-mail.

    `at` is the aware time of the sign-in.
    """

    issuer: str
    subject: str
    at: datetime

    def __str__(self) -> str:
        return f"{self.subject} of {self.issuer}"


By = str | SignedIn
"""How a recording function is told who acts: in local mode by a name, in company mode by a sign-in."""


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts. In local mode `name` was picked or typed, so it is never verified; in company mode it is a person id.

    `roles` are the grants of a person, `assigned` the roles they hold for any agent at all; both are empty in local
    mode, and for a sign-in that stands for nobody.
    """

    name: str
    mode: AccessMode = AccessMode.LOCAL
    verified: bool = False
    roles: frozenset[CompanyRole] = frozenset()
    assigned: frozenset[Role] = frozenset()


@dataclass(frozen=True, slots=True)
class Subject:
    """What is asked about: an agent, or without one the company.

    `held` are the roles the actor holds for this agent. `tier` is the depth that counts for what is asked: of an
    expansion that one person may decide alone it is low, whatever the agent's (rules 7). `person` is whom it is
    about: who is named for a follow-up, whose rights change.
    """

    agent: str | None = None
    held: frozenset[Role] = frozenset()
    tier: Tier = Tier.HIGH
    has_owner: bool = True
    is_small: bool = False
    proposer: str | None = None
    person: str | None = None

    def __str__(self) -> str:
        return "company" if self.agent is None else f"agent:{self.agent}"


COMPANY = Subject()


def subject_of(told: str) -> Subject:
    """Return what a text such as "agent:triage" or "company" names, with nothing known of it."""
    kind, _, name = told.partition(":")
    return Subject(name) if kind == "agent" and name else COMPANY
