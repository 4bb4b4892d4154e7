"""The decision form and the promises of an agent: what a person types, and the recording it leads to."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from typing import Literal
from uuid import uuid4

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from agent_scorecard import format
from agent_scorecard.boards import words
from agent_scorecard.boards.decision import DecisionForm, Option
from agent_scorecard.boards.scorecard import Scorecard
from agent_scorecard.recording.decisions import record_decision
from agent_scorecard.recording.fields import DecisionFields
from agent_scorecard.recording.refusal import Refused, Stale
from agent_scorecard.rules.periods import parse
from agent_scorecard.ui import choose, offer, parts, proposal_form, records
from agent_scorecard.ui.choose import Chosen
from agent_scorecard.ui.markup import join
from agent_scorecard.ui.signing import Signing, second_person, way_up
from agent_scorecard.vocabulary import AgainstReason, Choice, ExpandKind, Level

AGAINST_WORDS = {
    AgainstReason.NEW_FACT: "A new fact",
    AgainstReason.DATA_WRONG: "The data is wrong",
    AgainstReason.BUSINESS_NEED: "Business need",
    AgainstReason.COST: "Cost",
    AgainstReason.CUSTOMER_COMMITMENT: "Customer commitment",
    AgainstReason.OTHER: "Other",
}
RETIREMENT = (
    ("criteria", "Which retirement criterion is met", "As written in the contract"),
    ("credentials", "Its credentials", "Who withdraws them, and when"),
    ("clean_up", "Its data", "What is kept, what is deleted"),
)
LONGEST = 2_000
STALE, PUBLISHED = "stale_form", "published_here_"


def decision(chosen: Chosen, board: Scorecard, corrects: int | None = None) -> None:
    """Options left, words right; publishing freezes the card (look 8). `corrects` is the decision it takes back."""
    if told := st.session_state.pop("published", None):
        st.success(told, icon=":material/lock:")
    if told := st.session_state.pop(STALE, None):
        st.error(parts.md(told))
    with st.container(key="decision"):
        if why := offer.no_decision(chosen, board.agent):
            st.html(join(parts.section("Decision"), parts.note(why)))
            return
        who = (
            f"you decide as {name_of(chosen, chosen.actor)}"
            if chosen.actor
            else "pick your name under “Acting as” first"
        )
        st.html(parts.section("Decision", who))
        if corrects is not None:
            said = f"You correct entry {corrects}: it stays readable, its open promises end, it counts no more."
            st.html(parts.note(said))
        _form(chosen, replace(board, form=offer.options(chosen, board.agent, board.form)), corrects)


@st.fragment
def _form(chosen: Chosen, board: Scorecard, corrects: int | None) -> None:
    form, stem = board.form, stem_of(board)
    left, right = st.columns(2, gap="large")
    with left:
        choice = _choice(form, stem)
    with right:
        _words(chosen, board, choice, stem, corrects)


def stem_of(board: Scorecard) -> str:
    """A form of its own for each card: what was typed for one published here does not come back.

    What somebody else decided meanwhile leaves it alone, so that nothing typed is lost.
    """
    card = f"{board.agent}_{board.period}"
    published = st.session_state.get(f"{PUBLISHED}{card}", 0)
    return f"{card}_{published}" if published else card


def _choice(form: DecisionForm, stem: str) -> Choice | None:
    picked = None
    if form.open:
        picked = st.radio(
            "What happens to this agent",
            [option.choice.value for option in form.open],
            format_func={option.choice.value: parts.md(option.word) for option in form.open}.__getitem__,
            captions=[parts.md(option.caption) for option in form.open],
            key=f"choice_{stem}",
        )
    if form.closed:
        _not_open(form.closed, stem)
    return Choice(picked) if picked else None


def _not_open(closed: Sequence[Option], stem: str) -> None:
    with st.container(key="not_open"):
        st.radio(
            "Not open",
            [option.choice.value for option in closed],
            format_func={o.choice.value: f":material/block: {parts.md(o.word)}" for o in closed}.__getitem__,
            captions=[parts.md(option.caption) for option in closed],
            index=None,
            disabled=True,
            key=f"closed_{stem}",
        )


def _words(chosen: Chosen, board: Scorecard, choice: Choice | None, stem: str, corrects: int | None) -> None:
    typed, signing = _typed(chosen, board, choice, stem)
    fields = replace(typed, supersedes=corrects)
    told = st.empty()
    way = proposal_form.ways_on(chosen, fields) if choice is not None else proposal_form.AT_ONCE
    with st.container(horizontal=True):
        publish = way.publish and _button("Publish card", ":material/lock:", f"publish_{stem}", off=choice is None)
        propose = way.propose and _button("Propose", ":material/group_add:", f"propose_{stem}", first=not way.publish)
    if publish:
        _publish(chosen, board, fields, stem, signing, told)
    if propose:
        proposal_form.propose(chosen, fields, board.seen, stem, told)
    if way.sentence:
        st.html(parts.note(way.sentence))
    figures = format.plural(board.form.figures, "figure")
    st.html(parts.note(f"Publishing freezes the {figures} above. A correction is a new card."))


def _button(label: str, icon: str, key: str, *, first: bool = True, off: bool = False) -> bool:
    """One primary button, which Ctrl+Enter presses; what stands beside it is quiet."""
    kind: Literal["primary", "secondary"] = "primary" if first else "secondary"
    return st.button(label, type=kind, icon=icon, shortcut="Ctrl+Enter" if first else None, key=key, disabled=off)


def _typed(chosen: Chosen, board: Scorecard, choice: Choice | None, stem: str) -> tuple[DecisionFields, Signing]:
    """Ask for the words of a decision; what is missing is refused by recording, sentence by sentence."""
    form = board.form
    reason = _text(st.text_area, "Reason", "What in the evidence led to this?", f"reason_{stem}")
    against = against_proposal(f"against_{stem}") if choice is not None and choice is not form.proposed else None
    retired = retirement(lambda name: f"{name}_{stem}") if choice is Choice.RETIRE else {}
    kind, to_value = _step_down(form, stem) if choice is Choice.REVISE else (_kind(form, choice), None)
    way = way_up(form.raises, f"rises_{stem}") if choice is Choice.EXPAND else None
    next_step = _text(st.text_input, "Next step", "What is done because of it?", f"next_{stem}")
    left, right = st.columns(2)
    with left:
        owner = _who(chosen, form, stem)
    with right:
        day = _due(form, choice, chosen.as_of)
        label = "Until" if choice in form.until else "Due"
        due = st.date_input(label, value=day, key=f"due_{stem}_{choice}", format="YYYY-MM-DD")
    asked = way.signature if way else proposal_form.to_resume(chosen, board.agent, choice)
    signing = second_person(chosen, board.agent, asked, f"second_{stem}")
    return DecisionFields(
        agent=board.agent,
        choice=choice or Choice.MAINTAIN,
        reason=reason,
        next_step=next_step,
        owner=owner or "",
        due=due,
        period=str(board.period),
        as_of=chosen.as_of,
        kind=kind,
        action=way.action if way else None,
        to_value=way.to_value if way else to_value,
        against=against,
        co_signed_by=signing.by,
        supersedes=None,
        **retired,
    ), signing


def _text(widget: Callable[..., str | None], label: str, hint: str, key: str) -> str:
    return widget(label, placeholder=hint, max_chars=LONGEST, required=True, key=key) or ""


def against_proposal(key: str) -> AgainstReason | None:
    """Ask why the decision is not the one proposed."""
    picked = st.selectbox(
        "Why not the proposal",
        [each.value for each in AgainstReason],
        format_func={each.value: word for each, word in AGAINST_WORDS.items()}.__getitem__,
        index=None,
        placeholder="Pick one",
        required=True,
        key=key,
    )
    return AgainstReason(picked) if picked else None


def _kind(form: DecisionForm, choice: Choice | None) -> ExpandKind | None:
    return form.kind if choice is Choice.EXPAND else None


def _step_down(form: DecisionForm, stem: str) -> tuple[ExpandKind | None, str | None]:
    """Ask whether a revision also lowers the level; the proposal's step down is picked beforehand."""
    highest = form.granted if form.may_keep else form.granted - 1
    levels = [level for level in sorted(Level, reverse=True) if level <= highest]
    if levels == [form.granted]:
        return None, None
    words = {level.value: _level_words(level, form.granted) for level in levels}
    picked = st.selectbox(
        "Level",
        list(words),
        index=levels.index(form.lower_to) if form.lower_to in levels else 0,
        format_func=words.__getitem__,
        key=f"level_{stem}",
    )
    return (ExpandKind.LEVEL, str(picked)) if picked < form.granted else (None, None)


def _level_words(level: Level, granted: Level) -> str:
    word = f"{level.value} {level.word.lower()}"
    return f"Keep {word}" if level == granted else f"Step down to {word}"


def retirement(key: Callable[[str], str]) -> dict[str, str]:
    """What is asked before an agent is retired: criteria, credentials, data (rules 7)."""
    return {name: _text(st.text_input, label, hint, key(name)) for name, label, hint in RETIREMENT}


def _who(chosen: Chosen, form: DecisionForm, stem: str) -> str | None:
    people = chosen.company.people
    ids = sorted((id_ for id_, one in people.items() if one.active), key=lambda id_: people[id_].name.casefold())
    preferred = form.owner or chosen.actor
    if preferred and preferred not in ids:
        ids.append(preferred)
    return st.selectbox(
        "Who",
        ids,
        index=ids.index(preferred) if preferred else None,
        format_func=lambda id_: name_of(chosen, id_),
        accept_new_options=True,
        placeholder="Pick or type a name",
        required=True,
        key=f"who_{stem}",
    )


def _due(form: DecisionForm, choice: Choice | None, as_of: date) -> date:
    return form.due_by_choice.get(choice, as_of) if choice else as_of


def _publish(
    chosen: Chosen, board: Scorecard, fields: DecisionFields, stem: str, signing: Signing, told: DeltaGenerator
) -> None:
    if not chosen.actor:
        told.error("Say who decides: pick or type your name under “Acting as” in the sidebar.")
        return
    token = st.session_state.setdefault(f"token_{stem}", uuid4().hex)
    card = records.card_shown(chosen, board.agent, board.period, fields.supersedes)
    try:
        recorded = record_decision(
            chosen.engine, fields, by=chosen.by, at=choose.now(), token=token, seen=board.seen, card=card
        )
    except Stale as stale:
        st.session_state[STALE] = f"{stale} What you typed is kept."
        st.rerun()
    except Refused as refused:
        if rest := signing.rest(refused):
            told.error(parts.md(rest))
        return
    del st.session_state[f"token_{stem}"]
    st.query_params.pop("corrects", None)
    published = f"{PUBLISHED}{board.agent}_{board.period}"
    st.session_state[published] = st.session_state.get(published, 0) + 1
    st.session_state["published"] = (
        f"Published: {recorded.choice.value}, {words.period_words(parse(recorded.period))}. "
        f"Next step due {format.day(recorded.due, chosen.as_of)}."
    )
    st.rerun()


def name_of(chosen: Chosen, id_: str | None) -> str:
    """Return what a person is called; one who was only typed is called as typed."""
    person = chosen.company.people.get(id_ or "")
    return person.name if person is not None else str(id_ or "")
