"""What a page offers a person in company mode; in its place it says why not, and who may instead."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import streamlit as st

from agent_scorecard.access import AccessMode, Right, Step, Subject, can
from agent_scorecard.boards.decision import DecisionForm
from agent_scorecard.boards.rights import allowed, offers, permitted
from agent_scorecard.boards.rights import offer as offered
from agent_scorecard.recording.permission import ONLY_LOOKS
from agent_scorecard.rules.answers import Assessment
from agent_scorecard.rules.standing import about
from agent_scorecard.ui import parts
from agent_scorecard.ui.choose import Chosen
from agent_scorecard.vocabulary import Choice


def is_closed(chosen: Chosen, *rights: Right, agent: str | None = None) -> bool:
    """Say whether a form stays away, and why, unless one of the rights is held in any step; recording asks again."""
    why = refusal(chosen, *rights, agent=agent)
    if why:
        st.html(parts.note(why))
    return bool(why)


def refusal(
    chosen: Chosen,
    *rights: Right,
    agent: str | None = None,
    person: str | None = None,
    steps: Sequence[Step] = tuple(Step),
) -> str:
    """Return why the person who looks holds none of the rights, "" where they do and for everybody in local mode.

    `person` is who is named for what the right is about; any of the steps will do.
    """
    if chosen.acting.mode is AccessMode.LOCAL:
        return ""
    if chosen.actor is None:
        return ONLY_LOOKS
    subject = replace(_subject(chosen, agent), person=person)
    answers = [can(chosen.acting, right, subject, step) for right in rights for step in steps]
    return "" if True in answers else next(answer for answer in answers if isinstance(answer, str))


def readable(chosen: Chosen) -> tuple[Assessment, ...]:
    """Return the agents whose ledger the person who looks may read, and say it where those are not all."""
    if chosen.acting.mode is AccessMode.LOCAL:
        return chosen.assessed
    seen = tuple(
        one for one in chosen.assessed if allowed(chosen.acting, Right.READ_LEDGER, one.evidence, chosen.policy) is True
    )
    if len(seen) < len(chosen.assessed):
        st.html(parts.note("Of agents you hold no role for, the last decision stands on their card."))
    return seen


def no_decision(chosen: Chosen, agent: str) -> str:
    """Return why no choice on the card of an agent is open to the person who looks, "" where one is.

    Merge is left to the portfolio review (rules 7).
    """
    one = chosen.of(agent)
    if one is None or chosen.acting.mode is AccessMode.LOCAL:
        return ""
    offered = offers(one, chosen.policy, chosen.acting)
    steps = [each.step for choice, each in offered.items() if choice is not Choice.MERGE]
    return "" if any(steps) else offered[Choice.MAINTAIN].sentence


def options(chosen: Chosen, agent: str, form: DecisionForm) -> DecisionForm:
    """Return the form with the options closed that the person who looks may not take."""
    one = chosen.of(agent)
    if one is None or chosen.acting.mode is AccessMode.LOCAL:
        return form
    may_keep = offered(one, chosen.policy, chosen.acting, Choice.REVISE).step is not None
    return replace(permitted(form, offers(one, chosen.policy, chosen.acting)), may_keep=may_keep)


def _subject(chosen: Chosen, agent: str | None) -> Subject:
    evidence = next((row for row in chosen.agents if row.agent.agent == agent), None)
    return Subject(held=chosen.acting.assigned) if evidence is None else about(evidence, chosen.policy, chosen.acting)
