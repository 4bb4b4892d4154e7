"""What is asked of a candidate task before it becomes an agent, and the lines of files that make it one."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from agent_scorecard.access import Right
from agent_scorecard.boards.gates.intake import Intake, IntakeForm
from agent_scorecard.loading.idea import Idea, agents_csv, id_for, tasks_csv
from agent_scorecard.recording.intake import IntakeFields, answer_intake
from agent_scorecard.recording.refusal import Refused
from agent_scorecard.ui import choose, offer, parts
from agent_scorecard.ui.choose import Chosen
from agent_scorecard.ui.forms import LONGEST, name_of
from agent_scorecard.vocabulary import Worth

STEP = 300
FILE = "text/csv"


def ask(chosen: Chosen, board: Intake) -> None:
    """The form of one candidate, and the answer once it was sent."""
    if told := st.session_state.pop("intake_recorded", None):
        st.success(told, icon=":material/lock:")
    if not board.forms:
        return
    with st.container(key="decision"):
        who = (
            f"you answer as {name_of(chosen, chosen.actor)}"
            if chosen.actor
            else "pick your name under “Acting as” first"
        )
        st.html(parts.section("Before it becomes an agent", who))
        if not offer.is_closed(chosen, Right.ANSWER_INTAKE):
            _form(chosen, board.forms)


@st.fragment
def _form(chosen: Chosen, forms: Sequence[IntakeForm]) -> None:
    left, right = st.columns(2, gap="large")
    with left:
        form = _picked(forms)
        worth = _worth(form)
        reason = st.text_area("Reason", max_chars=LONGEST, height=92, required=True, key=_key(form, "reason")) or ""
    with right:
        trigger = _step(form, "trigger", "Monday morning: what starts it?", "Monday 8:00; a new ticket; a title")
        first = _step(form, "first_step", "And what does a person do first?", "Who reads, approves or sends what")
        if form.team is not None:
            st.caption(parts.md(f"{form.team.team}: {form.team.sentence}"))
        fields = IntakeFields(
            task=form.task.task,
            worth=Worth(worth) if worth else Worth.STOP,
            reason=reason,
            answered_on=chosen.as_of,
            trigger=trigger,
            first_step=first,
        )
        if st.button("Record answer", type="primary", icon=":material/lock:", disabled=worth is None):
            _send(chosen, form, fields)
    if form.may_be_taken:
        _take(chosen, form)


def _picked(forms: Sequence[IntakeForm]) -> IntakeForm:
    by_task = {form.task.task: form for form in forms}
    picked = st.selectbox("Task", list(by_task), key="intake_task")
    return by_task.get(picked or "", forms[0])


def _worth(form: IntakeForm) -> str | None:
    words = {worth.value: worth.word for worth in Worth}
    known = list(words).index(form.last.worth.value) if form.last is not None else None
    return st.radio(
        "Should this be done at all?", list(words), index=known, format_func=words.__getitem__, key=_key(form, "worth")
    )


def _step(form: IntakeForm, name: str, label: str, hint: str) -> str:
    known = getattr(form.last, name) if form.last is not None else None
    return st.text_input(label, value=known or "", placeholder=hint, max_chars=STEP, key=_key(form, name)) or ""


def _take(chosen: Chosen, form: IntakeForm) -> None:
    """An agent is a line of the inventory: what is missing of it is asked, the rest is filled in."""
    with st.expander("Make it an agent", type="compact", key=_key(form, "take")):
        left, right = st.columns(2, gap="large")
        with left:
            agent = st.text_input("Id", value=id_for(form.task.task), max_chars=120, key=_key(form, "id")) or ""
            name = st.text_input("Name", value=form.task.task, max_chars=120, key=_key(form, "name")) or ""
        with right:
            workflow = st.text_input("Workflow", value=id_for(form.task.task).replace("-", "_"), key=_key(form, "flow"))
            owner = _owner(chosen, form)
        idea = Idea(
            agent=agent.strip(),
            name=name.strip(),
            team=form.task.team or "",
            workflow=(workflow or "").strip(),
            owner=owner,
            trigger=f"{form.last.trigger}; {form.last.first_step}" if form.last and form.last.trigger else "",
        )
        _files(chosen, form, idea)


def _owner(chosen: Chosen, form: IntakeForm) -> str:
    people = chosen.company.people
    ids = sorted((id_ for id_, one in people.items() if one.active), key=lambda id_: people[id_].name.casefold())
    picked = st.selectbox(
        "Owner",
        ids,
        index=None,
        format_func=lambda id_: name_of(chosen, id_),
        placeholder="Who answers for it",
        key=_key(form, "owner"),
    )
    return picked or ""


def _files(chosen: Chosen, form: IntakeForm, idea: Idea) -> None:
    missing = [
        word for word, value in (("an id", idea.agent), ("a name", idea.name), ("an owner", idea.owner)) if not value
    ]
    taken = idea.agent in chosen.company.agent_ids
    if missing:
        st.html(parts.note(f"Still to say: {', '.join(missing)}."))
    elif taken:
        st.html(parts.note(f"There is an agent {idea.agent} already: take another id."))
    ready = not missing and not taken
    with st.container(horizontal=True):
        _download("agents.csv", agents_csv(idea), ready, form)
        _download("tasks.csv", tasks_csv(form.task, idea.agent), ready, form)
    st.html(
        parts.note("Load both files under Load data: the idea is then in the inventory, and its intake gate can begin.")
    )


def _download(name: str, content: str, ready: bool, form: IntakeForm) -> None:
    st.download_button(
        name,
        content,
        name,
        FILE,
        icon=":material/download:",
        on_click="ignore",
        disabled=not ready,
        key=_key(form, name),
    )


def _send(chosen: Chosen, form: IntakeForm, fields: IntakeFields) -> None:
    if not chosen.actor:
        st.error("Say who you are: pick or type your name under “Acting as” in the sidebar.")
        return
    try:
        answer_intake(chosen.engine, fields, by=chosen.by, at=choose.now())
    except Refused as refused:
        st.error(parts.md(str(refused)))
        return
    st.session_state["intake_recorded"] = f"Answered for {parts.md(form.task.task)}: {fields.worth.word}."
    st.rerun()


def _key(form: IntakeForm, name: str) -> str:
    seen = form.last.seq if form.last is not None else 0
    return f"intake_{name}_{seen}_{form.task.task}"
