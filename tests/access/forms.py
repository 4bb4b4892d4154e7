"""What the pages offer: every form, the right it takes, and how one sees that it is there."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import Engine, select

from agent_scorecard.access import Right, Step
from agent_scorecard.access.answer import DEEDS
from agent_scorecard.store.database import reader
from agent_scorecard.store.scope import TABLES
from agent_scorecard.vocabulary import Tier
from tests.access.deeds import on_file
from tests.access.matrix import CO_SIGNER, SIDES, About
from tests.pages.visit import Visit

KEY = re.compile(r"\$\$ID-[0-9a-f]+-(.*)", re.DOTALL)
ESCAPES = str.maketrans("", "", "\\\u2060")
Sees = Callable[[Visit, About], bool]
Asked = Callable[[Engine, About], dict[str, str]]


def keyed(stem: str) -> Sees:
    """A field or button whose key begins so."""
    return lambda seen, about: any(key.startswith(stem) for key in _keys(seen))


def listed(stem: str, word: str) -> Sees:
    """A word to pick in a field whose key begins so."""
    return lambda seen, about: word.format(agent=about.agent) in options(seen, stem)


def told(word: str) -> Sees:
    return lambda seen, about: word.format(agent=about.agent) in said(seen)


def labelled(label: str) -> Sees:
    return lambda seen, about: any(getattr(each.proto, "label", "") == label for each in seen.elements)


def _keys(seen: Visit) -> list[str]:
    ids = (str(getattr(element.proto, "id", "")) for element in seen.elements)
    return [found[1] for id_ in ids if (found := KEY.match(id_))]


def options(seen: Visit, stem: str) -> list[str]:
    """What can be picked in a field whose key begins so."""
    fields = (field for field in (*seen.app.radio, *seen.app.selectbox) if str(field.key).startswith(stem))
    return [str(option).translate(ESCAPES) for field in fields for option in field.options if not field.disabled]


def said(seen: Visit) -> str:
    """Every sentence on the page, with those beside options and fields."""
    captions = [str(caption) for field in seen.app.radio for caption in field.proto.captions]
    return " ".join([seen.text, *(each.value for each in seen.app.caption), *captions]).translate(ESCAPES)


@dataclass(frozen=True)
class Form:
    """One form, the right and the step it takes, and how one sees it.

    Where it is not offered the page says who may: by default that nobody else may do what the right is about.
    """

    name: str
    right: Right
    sees: Sees
    step: Step = Step.AT_ONCE
    instead: str = ""

    def says_why(self, seen: Visit, about: About) -> bool:
        deed = DEEDS[self.right]
        of = "|".join(re.escape(deed.format(it=it)) for it in (about.agent, "an agent"))
        usual = rf"(may|may not|approve to) ({of})( alone)?: [^.:]+ (may|approves it)\b"
        return re.search(self.instead or usual, said(seen)) is not None


@dataclass(frozen=True)
class Place:
    """A page, what the address asks of it, the agents it is looked at for, and the forms on it."""

    page: str
    asked: Asked
    abouts: tuple[About, ...]
    forms: tuple[Form, ...]


def _of(*states: str, tiers: tuple[Tier, ...] = (Tier.MEDIUM,), sides: tuple[str, ...] = SIDES) -> tuple[About, ...]:
    return tuple(About(side, tier, state) for side in sides for state in states for tier in tiers)


def _agent(**more: str) -> Asked:
    return lambda engine, about: {"agent": about.agent, **more}


def _nobody(**more: str) -> Asked:
    return lambda engine, about: more


def _change(engine: Engine, about: About) -> dict[str, str]:
    return {"agent": about.agent, "record": "1", "change": on_file(engine, "planned_changes", "change", about)}


def _incident(*, is_open: bool) -> Asked:
    def asked(engine: Engine, about: About) -> dict[str, str]:
        rows = TABLES["incidents"].c
        known = select(rows.incident).where(rows.agent == about.agent, rows.resolved_at.is_(None) == is_open)
        with reader(engine).begin() as connection:
            return {"incident": connection.execute(known).scalar_one()}

    return asked


OWNED, ALL_TIERS, MINE = _of("owned"), tuple(Tier), SIDES[:1]
ANYWHERE = OWNED[:1]
HIGH = _of("owned", tiers=(Tier.HIGH,))
WAITS = r"(You|risk_owner) may approve it|: its risk owner( or a reviewer)? may\b"
NOBODY_ELSE = "may accept a gap for a time; nobody else may"
OR_HANDLE = "may not (handle an|close a serious) incident of [^:]+: [^.]+ may"
OR_ANSWER = "may not (acknowledge or close|mute) an alert of [^:]+: [^.]+ may"
OF_ANOTHER = "may not (approve to )?name an owner of [^:]+: [^.]+ may"
"""One agent is named for all whose owner somebody may not name."""
NO_DECISION = "(maintain or revise|pause|retire) [^:]+: [^.]+ may"
"""A decision nobody may take closes with its own sentence, the whole form with one."""
REVISE, PAUSE, RETIRE = (listed("choice_", word) for word in ("Revise", "Pause", "Retire"))
CARD = Place(
    "scorecard",
    _agent(),
    (*OWNED, *_of("owned", tiers=(Tier.LOW, Tier.HIGH), sides=MINE)),
    (
        Form("see the card", Right.SEE, told("{agent}")),
        Form("lower", Right.LOWER, listed("choice_", "Revise"), instead=NO_DECISION),
        Form("maintain", Right.MAINTAIN_OR_REVISE, listed("choice_", "Maintain")),
        Form("pause", Right.PAUSE, PAUSE, instead=NO_DECISION),
        Form("retire", Right.RETIRE, RETIRE, instead=NO_DECISION),
        Form("approve an expansion", Right.EXPAND, keyed("approve_"), Step.APPROVE, WAITS),
        Form("decline an expansion", Right.EXPAND, keyed("decline_"), Step.APPROVE, WAITS),
        Form("withdraw a proposal", Right.EXPAND, keyed("withdraw_"), Step.PROPOSE, WAITS),
        Form("accept a gap", Right.ACCEPT_EXCEPTION, keyed("gap_accept_"), instead=NOBODY_ELSE),
        Form("renew an exception", Right.ACCEPT_EXCEPTION, keyed("renew_"), instead=NOBODY_ELSE),
        Form("end an exception", Right.ACCEPT_EXCEPTION, keyed("end_"), instead=NOBODY_ELSE),
        Form("close a follow-up", Right.CLOSE_FOLLOW_UP, keyed("done_")),
    ),
)
GATE = Place("gates", _agent(), HIGH, (Form("sign a gate", Right.SIGN_GATE, keyed("send_")),))
PLACES = (
    Place(
        "gates",
        _nobody(view="Intake"),
        ANYWHERE,
        (Form("answer for a task", Right.ANSWER_INTAKE, labelled("Record answer")),),
    ),
    Place(
        "incidents",
        _nobody(report="1"),
        ANYWHERE,
        (Form("report an incident", Right.REPORT_INCIDENT, keyed("report_send")),),
    ),
    Place(
        "quarter",
        _nobody(step="outcome"),
        ANYWHERE,
        (
            Form("record an outcome", Right.RECORD_OUTCOME, labelled("Record outcome")),
            Form("merge", Right.MERGE, listed("outcome_choice_", "Merge"), instead="review: a leader may"),
        ),
    ),
    Place(
        "people",
        _nobody(person=CO_SIGNER),
        OWNED,
        (
            Form("link a sign-in", Right.MANAGE_PEOPLE, keyed("link")),
            Form("give a role", Right.MANAGE_PEOPLE, keyed("give_role")),
            Form("end a role", Right.MANAGE_PEOPLE, keyed("end_")),
            Form("hand an agent over", Right.NAME_OWNER, listed("owned_agent", "{agent}"), Step.APPROVE, OF_ANOTHER),
        ),
    ),
    Place(
        "people",
        _nobody(person=CO_SIGNER),
        _of("unowned"),
        (Form("name an owner", Right.NAME_OWNER, listed("owned_agent", "{agent}"), instead=OF_ANOTHER),),
    ),
    Place("load_data", _nobody(), ANYWHERE, (Form("load files", Right.LOAD, labelled("Load")),)),
    Place(
        "decisions",
        _nobody(),
        OWNED,
        (
            Form("read what is proposed", Right.READ_LEDGER, told("{agent} "), instead="stands on their card"),
            Form("verify the ledger", Right.VERIFY, told("every entry names the hash")),
            Form(
                "export",
                Right.EXPORT,
                labelled("Download list"),
                instead="stands on their card|may not export an agent: ",
            ),
        ),
    ),
    CARD,
    Place(
        "scorecard",
        _agent(),
        _of("paused", tiers=ALL_TIERS, sides=MINE),
        (
            Form("resume", Right.RESUME, listed("choice_", "Resume at level 2"), Step.PROPOSE),
            Form("approve its resuming", Right.RESUME, keyed("approve_"), Step.APPROVE, WAITS),
        ),
    ),
    Place(
        "scorecard",
        _agent(),
        _of("unowned", sides=MINE),
        (Form("retire what nobody owns", Right.RETIRE, RETIRE, instead=NO_DECISION),),
    ),
    Place(
        "gates",
        _agent(),
        OWNED,
        (
            Form("answer an item", Right.ANSWER_GATE, keyed("yes_")),
            Form("change an answer", Right.ANSWER_GATE, listed("other_", "No")),
            Form("waive an item", Right.SIGN_GATE, listed("other_", "Waive until")),
            Form("submit a gate", Right.SUBMIT_GATE, keyed("submit_")),
        ),
    ),
    GATE,
    Place(
        "changes",
        _change,
        OWNED,
        (
            Form("plan a change", Right.PLAN_CHANGE, keyed("change_send")),
            Form("release a change", Right.RELEASE_CHANGE, keyed("release_send")),
            Form("accept its risk", Right.ACCEPT_RELEASE_RISK, keyed("risk_send")),
            Form("withdraw a change", Right.PLAN_CHANGE, keyed("withdraw_send")),
            Form("keep an eval case", Right.KEEP_EVAL_CASE, keyed("case_send")),
            Form("raise the tier", Right.RAISE_TIER, listed("tier_", "High")),
            Form("lower the tier", Right.LOWER_TIER, listed("tier_", "Low"), Step.APPROVE),
        ),
    ),
    Place(
        "incidents",
        _incident(is_open=True),
        OWNED,
        (
            Form("handle an incident", Right.HANDLE_INCIDENT, keyed("handle_send")),
            Form("close a serious one", Right.CLOSE_SERIOUS_INCIDENT, keyed("handle_resolved_at"), instead=OR_HANDLE),
            Form("record an undo", Right.HANDLE_INCIDENT, keyed("undo_send")),
            Form("say a fix is made", Right.CLOSE_FOLLOW_UP, keyed("done_")),
        ),
    ),
    Place(
        "incidents",
        _incident(is_open=False),
        OWNED,
        (Form("open it again", Right.HANDLE_INCIDENT, keyed("reopen_send")),),
    ),
    Place(
        "signals",
        _agent(),
        OWNED,
        (
            Form("acknowledge an alert", Right.HANDLE_ALERT, listed("alert_", "I have it")),
            Form("mute an alert", Right.MUTE_ALERT, listed("alert_", "Mute it until a day"), instead=OR_ANSWER),
        ),
    ),
    Place("runs", _agent(), ANYWHERE, (Form("purge runs", Right.PURGE_RUNS, keyed("purge_send")),)),
    Place("weekly", _agent(), HIGH, (Form("record a week", Right.RECORD_WEEK, labelled("Record review")),)),
)
