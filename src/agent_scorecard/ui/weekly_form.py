"""What is typed in a weekly review: three lists beside the runs, then one change or none with a reason."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from uuid import uuid4

import streamlit as st

from agent_scorecard.access import Right
from agent_scorecard.boards.weekly.board import picked
from agent_scorecard.boards.weekly.shapes import WeekForm, Weekly
from agent_scorecard.recording.refusal import Refused
from agent_scorecard.recording.weekly import PromisedChange, WeeklyFields, record_week
from agent_scorecard.rules.answers import Assessment
from agent_scorecard.rules.facts import RunSample
from agent_scorecard.rules.weekly import Week
from agent_scorecard.store import read
from agent_scorecard.ui import choose, offer, parts, promises
from agent_scorecard.ui.choose import Chosen
from agent_scorecard.ui.forms import LONGEST, name_of
from agent_scorecard.ui.show import weekly as show
from agent_scorecard.vocabulary import WeeklyChange

SAMPLE = 6
NONE = "none"
KINDS = {**{kind.value: kind.word for kind in WeeklyChange}, NONE: "None this week"}
TYPED = {
    "handled_well": ("Handled well", "One line for each"),
    "stepped_in": ("A person had to step in", "One line for each; a run by its id"),
    "rules_to_change": ("Rule to change", "One line for each, most needed first"),
}


def week(chosen: Chosen, one: Assessment) -> Week | None:
    """The week of the address, else the one to look at now."""
    asked = st.query_params.get("week", "")
    return picked(one, chosen.policy, int(asked) if asked.isascii() and asked.isdigit() else None)


def sample(chosen: Chosen, one: Assessment, of: Week) -> Sequence[RunSample]:
    last = min(of.ends, chosen.as_of)
    return read.sample_of_runs(chosen.engine, one.evidence.agent.agent, of.begins, last, SAMPLE)


def meeting(chosen: Chosen, board: Weekly) -> None:
    """The second and third ten minutes: as recorded, or as a form."""
    if told := st.session_state.pop("week_recorded", None):
        st.success(told, icon=":material/lock:")
    with st.container(key="decision"):
        why = offer.refusal(chosen, Right.RECORD_WEEK, agent=board.agent)
        if board.form is None or why:
            _held(chosen, board, board.closed or why)
        else:
            _form(chosen, board, board.form)


def _held(chosen: Chosen, board: Weekly, why: str) -> None:
    """What was said, or why nothing can be recorded; figures and runs are read either way."""
    _second()
    left, right = st.columns(2, gap="large")
    with left:
        show.sample(board.sample, board.sample_note)
    with right:
        if board.said is not None:
            show.lists(board.said)
    _third("")
    if board.said is not None:
        show.change(board.said)
    else:
        st.html(parts.empty(why))
    _last_week(chosen, board)


def _last_week(chosen: Chosen, board: Weekly) -> None:
    """What was promised last time, and the word that it was kept."""
    show.last_week(board)
    if board.last is not None and board.last.promise is not None:
        promises.follow_ups(chosen, [board.last.promise])


def _second() -> None:
    st.html(parts.section("2  Runs", "what they show, in three lists", show.TEN))


def _third(note: str) -> None:
    st.html(parts.section("3  One change", note or None, show.TEN))


@st.fragment
def _form(chosen: Chosen, board: Weekly, form: WeekForm) -> None:
    _second()
    left, right = st.columns(2, gap="large")
    with left:
        show.sample(board.sample, board.sample_note)
    with right:
        said = {name: _list(board, form, name) for name in TYPED}
    _third(
        f"you record as {name_of(chosen, chosen.actor)}" if chosen.actor else "pick your name under “Acting as” first"
    )
    _last_week(chosen, board)
    left, right = st.columns(2, gap="large")
    with left:
        there = _who_was_there(chosen, board, form)
        kind = _kind(board, form)
    with right:
        reason = _reason(board, form) if kind == NONE else ""
        changes = (_change(chosen, board, form, kind),) if kind not in ("", NONE) else ()
        fields = WeeklyFields(
            agent=board.agent,
            week=form.week,
            held_on=chosen.as_of,
            attendees=there,
            changes=changes,
            no_change=reason,
            **said,
        )
        if st.button("Record review", type="primary", icon=":material/lock:", shortcut="Ctrl+Enter"):
            _send(chosen, board, form, fields)
        st.html(parts.note("A review is written once; the change becomes a follow-up of whoever makes it."))


def _list(board: Weekly, form: WeekForm, name: str) -> str:
    word, hint = TYPED[name]
    return st.text_area(word, placeholder=hint, max_chars=LONGEST, height=92, key=_key(board, form, name)) or ""


def _kind(board: Weekly, form: WeekForm) -> str:
    """What is changed; nothing is picked beforehand, so that nobody promises what only stood first."""
    options = list(KINDS)
    return (
        st.radio("One change", options, index=None, format_func=KINDS.__getitem__, key=_key(board, form, "kind")) or ""
    )


def _change(chosen: Chosen, board: Weekly, form: WeekForm, kind: str) -> PromisedChange:
    what = st.text_input(
        "What is changed", max_chars=LONGEST, required=True, placeholder="One sentence", key=_key(board, form, "what")
    )
    left, right = st.columns(2)
    with left:
        owner = _person(chosen, board, form)
    with right:
        due = _due(board, form, chosen.as_of)
    return PromisedChange(kind=WeeklyChange(kind), what=what or "", owner=owner, due=due)


def _person(chosen: Chosen, board: Weekly, form: WeekForm) -> str:
    picked_person = st.selectbox(
        "Who",
        _people(chosen),
        index=None,
        format_func=lambda id_: name_of(chosen, id_),
        placeholder="Pick a name",
        required=True,
        key=_key(board, form, "owner"),
    )
    return picked_person or ""


def _due(board: Weekly, form: WeekForm, as_of: date) -> date:
    return st.date_input("Until", value=max(form.next_due, as_of), format="YYYY-MM-DD", key=_key(board, form, "due"))


def _reason(board: Weekly, form: WeekForm) -> str:
    return (
        st.text_area("Why none", max_chars=LONGEST, height=92, required=True, key=_key(board, form, "no_change")) or ""
    )


def _who_was_there(chosen: Chosen, board: Weekly, form: WeekForm) -> tuple[str, ...]:
    there = st.multiselect(
        "Who was there",
        _people(chosen),
        format_func=lambda id_: name_of(chosen, id_),
        accept_new_options=True,
        placeholder="Its owner, somebody who uses its work, who approves",
        key=_key(board, form, "there"),
    )
    return tuple(there)


def _people(chosen: Chosen) -> list[str]:
    people = chosen.company.people
    return sorted((id_ for id_, one in people.items() if one.active), key=lambda id_: people[id_].name.casefold())


def _send(chosen: Chosen, board: Weekly, form: WeekForm, fields: WeeklyFields) -> None:
    if not chosen.actor:
        st.error("Say who you are: pick or type your name under “Acting as” in the sidebar.")
        return
    token = st.session_state.setdefault(_key(board, form, "token"), uuid4().hex)
    try:
        record_week(chosen.engine, fields, by=chosen.by, at=choose.now(), token=token)
    except Refused as refused:
        st.error(parts.md(str(refused)))
        return
    del st.session_state[_key(board, form, "token")]
    st.session_state["week_recorded"] = f"Week {form.week} of {parts.md(board.name)} is recorded."
    st.query_params["week"] = str(form.week)
    st.rerun()


def _key(board: Weekly, form: WeekForm, name: str) -> str:
    return f"week_{name}_{board.agent}_{form.begins}"
