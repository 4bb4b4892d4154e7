"""What a person does at a gate: answers an item, submits, signs, waives; nothing typed is lost on a refusal."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from agent_scorecard.access import Right
from agent_scorecard.boards.gates.agent import AgentGates, ChecklistPart, GatePart, ItemLine
from agent_scorecard.recording import (
    AnswerFields,
    Refused,
    SignFields,
    answer_item,
    sign_checklist,
    sign_gate,
    submit_gate,
)
from agent_scorecard.recording.gates import LONGEST_EVIDENCE, LONGEST_REASON
from agent_scorecard.rules.gate_steps import SIGNED_AS
from agent_scorecard.store import ledger
from agent_scorecard.store.tables.gates import GateRowFields
from agent_scorecard.ui import choose, offer, parts
from agent_scorecard.ui.choose import Chosen
from agent_scorecard.vocabulary import GateAnswer, GateItem, Role

ANSWERS = {
    GateAnswer.YES: "Yes",
    GateAnswer.NO: "No",
    GateAnswer.NOT_APPLICABLE: "Does not apply",
    GateAnswer.WAIVED: "Waive until",
}
RESULTS = {GateAnswer.PASS: "Pass", GateAnswer.FAIL: "Fail", GateAnswer.WAIVED: "Waive until"}
SIGNED = {
    GateAnswer.OPEN: "is signed and waits for one more signature.",
    GateAnswer.PASS: "is passed.",
    GateAnswer.FAIL: "is not passed.",
    GateAnswer.WAIVED: "is waived.",
}
TOLD, SHOWN, SENT_FROM = "gate_told", "gates_shown", "gates_sent_from"


def told(chosen: Chosen, board: AgentGates) -> None:
    """What was recorded last, and what comes next; what is sent on this click was filled in on the page before it."""
    head = ledger.head(chosen.engine)
    now, before = (board.agent, head.count if head is not None else 0), st.session_state.get(SHOWN)
    st.session_state[SENT_FROM] = before[1] if before is not None and before[0] == board.agent else now[1]
    st.session_state[SHOWN] = now
    if said := st.session_state.pop(TOLD, None):
        st.success(parts.md(f"{said} {board.deck}"), icon=":material/check_circle:")


def gate(chosen: Chosen, board: AgentGates, part: GatePart) -> None:
    """Under the gate that comes next: its open items, then submit or sign."""
    with st.container(key=f"work_{part.gate.value}"):
        if not offer.is_closed(chosen, Right.ANSWER_GATE, agent=board.agent):
            _ask_all(chosen, board.agent, part.open_for)
        if part.is_open:
            _sign(chosen, board.agent, part)
        elif part.can_submit:
            _submit(chosen, board.agent, part)
        _change(chosen, board.agent, part.gate.value, part.items)


def checklist(chosen: Chosen, board: AgentGates, part: ChecklistPart) -> None:
    """Under the sixteen: the open ones a person answers, and the signatures still owed."""
    with st.container(key="work_checklist"):
        if not offer.is_closed(chosen, Right.ANSWER_GATE, agent=board.agent):
            _ask_all(chosen, board.agent, part.open_for)
            if part.owed and part.there == part.of:
                with st.container(horizontal=True):
                    for role in part.owed:
                        _sign_as(chosen, board.agent, role)
        _change(chosen, board.agent, "checklist", part.items)


def _ask_all(chosen: Chosen, agent: str, lines: Sequence[ItemLine]) -> None:
    for line in lines:
        _ask(chosen, agent, line)


def _ask(chosen: Chosen, agent: str, line: ItemLine) -> None:
    """One item: what shows it, and yes; Enter is yes."""
    stem = f"{agent}_{line.code.value}"
    with st.form(f"answer_{stem}", border=False):
        left, right = st.columns([3, 1.1], vertical_alignment="bottom")
        said = left.text_input(
            parts.md(line.text),
            placeholder="What shows it, or why not",
            max_chars=LONGEST_REASON,
            key=f"said_{stem}",
        )
        with right, st.container(horizontal=True, gap="small"):
            sent = [
                answer for answer in _offered(line) if st.form_submit_button(ANSWERS[answer], key=f"{answer}_{stem}")
            ]
        place = st.empty()
    for answer in sent:
        _answer(chosen, agent, line.code, answer, said or "", None, place)


def _offered(line: ItemLine) -> tuple[GateAnswer, ...]:
    known = (GateAnswer.YES, GateAnswer.NO)
    return (*known, GateAnswer.NOT_APPLICABLE) if line.may_not_apply else known


def _answer(
    chosen: Chosen, agent: str, item: GateItem, answer: GateAnswer, said: str, until: date | None, place: DeltaGenerator
) -> None:
    is_yes = answer is GateAnswer.YES
    fields = AnswerFields(
        agent=agent,
        item=item,
        answer=answer,
        as_of=chosen.as_of,
        evidence=said if is_yes else "",
        reason="" if is_yes else said,
        expires_on=until,
    )
    _record(lambda: answer_item(chosen.engine, fields, by=chosen.by, at=choose.now(), seen=_seen()), "Recorded.", place)


def _submit(chosen: Chosen, agent: str, part: GatePart) -> None:
    if offer.is_closed(chosen, Right.SUBMIT_GATE, agent=agent):
        return
    st.html(parts.note(f"Signed by {part.signs}."))
    place = st.empty()
    if st.button(f"Submit {part.name.lower()}", type="primary", icon=":material/send:", key=f"submit_{part.gate}"):
        _record(
            lambda: submit_gate(
                chosen.engine, agent, part.gate, as_of=chosen.as_of, by=chosen.by, at=choose.now(), seen=_seen()
            ),
            f"{part.name} is submitted.",
            place,
        )


def _sign(chosen: Chosen, agent: str, part: GatePart) -> None:
    results = _results(chosen, agent, part)
    if not results:
        return
    stem = f"{agent}_{part.gate.value}"
    st.html(parts.note(f"To be signed by {part.signs}."))
    with st.form(f"sign_{stem}", border=False):
        left, middle, right = st.columns([1.4, 2, 1], vertical_alignment="bottom")
        answer = left.radio(
            "How you sign", results, format_func=RESULTS.__getitem__, horizontal=True, key=f"result_{stem}"
        )
        reason = middle.text_input(
            "Reason", placeholder="Where it fails or is waived", max_chars=LONGEST_REASON, key=f"reason_{stem}"
        )
        until = right.date_input("Last day of a waiver", value=None, format="YYYY-MM-DD", key=f"until_{stem}")
        sent = st.form_submit_button(
            f"Sign {part.name.lower()}", type="primary", icon=":material/draw:", key=f"send_{stem}"
        )
        place = st.empty()
    if sent:
        fields = SignFields(
            agent=agent, gate=part.gate, answer=answer, as_of=chosen.as_of, reason=reason or "", expires_on=until
        )
        _record(
            lambda: sign_gate(chosen.engine, fields, by=chosen.by, at=choose.now(), seen=_seen()),
            lambda row: f"{part.name} {SIGNED[row.answer]}",
            place,
        )


def _results(chosen: Chosen, agent: str, part: GatePart) -> list[GateAnswer]:
    """How this person may sign; whose signature the gate waits for passes it without another right."""
    why = offer.refusal(chosen, Right.SIGN_GATE, agent=agent)
    if not why:
        return list(RESULTS)
    if chosen.actor in part.awaits:
        return [GateAnswer.PASS]
    st.html(parts.note(why))
    return []


def _sign_as(chosen: Chosen, agent: str, role: Role) -> None:
    pressed = st.button(f"Sign as {SIGNED_AS[role]}", icon=":material/draw:", key=f"sign_as_{role}")
    place = st.empty()
    if pressed:
        _record(
            lambda: sign_checklist(chosen.engine, agent, role, as_of=chosen.as_of, by=chosen.by, at=choose.now()),
            f"The checklist is signed as {SIGNED_AS[role]}.",
            place,
        )


def _change(chosen: Chosen, agent: str, name: str, lines: Sequence[ItemLine]) -> None:
    """Another answer to an item, or a waiver of one that cannot be met yet."""
    stem, words = f"{agent}_{name}", {line.code: f"{line.code.value} {line.text}" for line in lines}
    with st.expander("Waive an item, or change an answer", type="compact", key=f"change_{stem}"):
        answers = _other_answers(chosen, agent)
        if not answers:
            return
        item = st.selectbox(
            "Item", list(words), index=None, format_func=words.__getitem__, placeholder="Pick one", key=f"item_{stem}"
        )
        answer = st.radio(
            "Answer",
            answers,
            index=len(answers) - 1,
            format_func=ANSWERS.__getitem__,
            horizontal=True,
            key=f"other_{stem}",
        )
        said = st.text_input("What shows it, or the reason", max_chars=LONGEST_EVIDENCE, key=f"why_{stem}")
        until = st.date_input("Last day of a waiver", value=None, format="YYYY-MM-DD", key=f"last_{stem}")
        place = st.empty()
        if st.button("Record", icon=":material/save:", key=f"record_{stem}"):
            if item is None:
                place.error("Pick the item.")
            else:
                _answer(chosen, agent, item, answer, said or "", until, place)


def _other_answers(chosen: Chosen, agent: str) -> list[GateAnswer]:
    """What this person may make of an item; who may waive one is said to everybody else."""
    may_answer = not offer.refusal(chosen, Right.ANSWER_GATE, agent=agent)
    may_waive = not offer.is_closed(chosen, Right.SIGN_GATE, agent=agent)
    return [answer for answer in ANSWERS if (may_waive if answer is GateAnswer.WAIVED else may_answer)]


def _seen() -> int:
    return int(st.session_state[SENT_FROM])


def _record(
    write: Callable[[], GateRowFields], said: str | Callable[[GateRowFields], str], place: DeltaGenerator
) -> None:
    try:
        row = write()
    except Refused as refused:
        place.error(parts.md(str(refused)))
        return
    st.session_state[TOLD] = said if isinstance(said, str) else said(row)
    st.rerun()
