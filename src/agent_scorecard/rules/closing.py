"""Who closes a serious incident, and who agrees that one is less: never the owner alone (reliability c)."""

from __future__ import annotations

from agent_scorecard import format as text
from agent_scorecard.rules.evidence import Evidence
from agent_scorecard.rules.raci import is_active
from agent_scorecard.vocabulary import Role

NAMED_AT_MOST = 3
FIRST = (Role.RISK_OWNER, Role.REVIEW_FAILURES)


def second_people(evidence: Evidence) -> tuple[str, ...]:
    """Return everybody on file who is active and does not own the agent, its risk owner first."""
    named = [name for role in FIRST for name in evidence.holders(role)]
    everyone = dict.fromkeys((*named, *sorted(evidence.company.people)))
    return tuple(name for name in everyone if is_active(evidence, name) and not _owns(evidence, name))


def not_second(evidence: Evidence, name: str) -> str:
    """Return why this person is not the second one, and who is; nothing where they are, or nobody else is on file."""
    others = second_people(evidence)
    if name in others or (not others and _owns(evidence, name)):
        return ""
    if _owns(evidence, name):
        return f"The owner of the agent does not do that alone: {_named(evidence, others)} may."
    if not others:
        return "Nobody but the owner is on file as active: add a person to people.csv."
    return f"{name or 'Nobody'} is not on file as active: {_named(evidence, others)} may."


def _owns(evidence: Evidence, name: str) -> bool:
    return name in evidence.holders(Role.ACCOUNTABLE_OWNER)


def _named(evidence: Evidence, names: tuple[str, ...]) -> str:
    said = [f"{evidence.company.people[name].name} ({name})" for name in names[:NAMED_AT_MOST]]
    return text.listed([*said, *(["anybody else who is active"] if len(names) > NAMED_AT_MOST else [])], "or")
