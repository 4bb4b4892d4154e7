"""What is recorded about an incident where it is read: what was done, its cause and fixes, what it is called."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from agent_scorecard.access import AccessMode, Right
from agent_scorecard.boards.incident_handling import Handling
from agent_scorecard.recording import Fix, Refused, Stale, StepFields, handle_incident, reopen_incident
from agent_scorecard.recording.incident_fields import CAUSES, FIXES
from agent_scorecard.ui import choose, offer, parts
from agent_scorecard.ui.choose import Chosen
from agent_scorecard.ui.report_form import NOTICED_BY, SEVERITIES
from agent_scorecard.vocabulary import AgenticRisk, Cause, DetectedBy, Harm, IncidentSeverity, RiskClass

NOT_KNOWN = "Not known"
COUNTS = "Nothing here stops an agent; what is recorded counts at once."
NOT_SERIOUS = (IncidentSeverity.MEDIUM, IncidentSeverity.LOW)
Said = dict[str, Any]


def handle(chosen: Chosen, now: Handling) -> None:
    """The form of an incident that is open on screen, and the answer once it was sent."""
    if told := st.session_state.pop("handled", None):
        st.success(told, icon=":material/check_circle:")
    if offer.is_closed(chosen, Right.HANDLE_INCIDENT, agent=now.agent):
        return
    form, turn = _begun(now)
    with st.expander("Record what was done", type="compact", key=f"handle_{form.incident}", expanded=now.is_open):
        done, why, called = st.tabs(["Done", "Cause and fixes", "What it is called"])
        said: Said = {}
        with done:
            said |= _done(chosen, form, turn)
        with why:
            said |= _why(chosen, form, turn)
        with called:
            said |= _called(chosen, form, turn)
        told_here = st.empty()
        if st.button("Record", icon=":material/save:", key="handle_send"):
            _send(chosen, form, StepFields(incident=form.incident, **said), told_here)
        by_whom = "Somebody other than the owner of the agent closes it." if form.second_closes else ""
        closes = " ".join(filter(None, [_may_not_close(chosen, form, turn) or by_whom, COUNTS]))
        st.html(parts.note(closes))
    if not now.is_open:
        _again(chosen, now)


def _begun(now: Handling) -> tuple[Handling, int]:
    """What was on file when this form was begun, and its number: what is typed stays until it is recorded."""
    turn = st.session_state.setdefault("handle_turn", 0)
    kept: Handling | None = st.session_state.get("handle_base")
    is_alive = f"handle_severity_{now.incident}_{turn}" in st.session_state
    if kept is None or kept.incident != now.incident or not is_alive:
        st.session_state["handle_base"] = kept = now
    return kept, turn


def _may_not_close(chosen: Chosen, form: Handling, turn: int) -> str:
    """Why the person who looks may not close it as serious as it is called in the form."""
    called = IncidentSeverity(st.session_state.get(_key(form, "severity", turn), form.severity))
    if not form.second_closes or called in NOT_SERIOUS:
        return ""
    return offer.refusal(chosen, Right.CLOSE_SERIOUS_INCIDENT, agent=form.agent)


def _done(chosen: Chosen, form: Handling, turn: int) -> Said:
    zone, said = ZoneInfo(chosen.company.zone), Said()
    closes = not _may_not_close(chosen, form, turn)
    moments = [row for row in form.moments if closes or row[0] != "resolved_at"]
    left, right = st.columns(2, gap="large")
    with left:
        for place, (name, word, known) in enumerate(moments):
            if place % 2 == 0:
                sides = st.columns(2)
            with sides[place % 2]:
                said[name] = _moment(form, name, word, known, zone, turn)
    with right:
        said |= _severity(chosen, form, turn)
    return said


def _moment(form: Handling, name: str, word: str, known: datetime | None, zone: ZoneInfo, turn: int) -> datetime | None:
    """A time that is new: one left as it was on file says nothing, whatever its seconds."""
    minute = known.replace(second=0, microsecond=0) if known else None
    typed = st.datetime_input(word, value=minute, format="YYYY-MM-DD", step=60, key=_key(form, name, turn))
    return typed.replace(tzinfo=zone) if typed is not None and typed != minute else None


def _severity(chosen: Chosen, form: Handling, turn: int) -> Said:
    known = form.severity.value
    picked = st.radio(
        "Severity",
        list(SEVERITIES),
        index=list(SEVERITIES).index(known),
        format_func=SEVERITIES.__getitem__,
        key=_key(form, "severity", turn),
    )
    now = IncidentSeverity(picked)
    if not form.serious or now not in NOT_SERIOUS:
        return {"severity": now if picked != known else None}
    reason = st.text_input("Why it is not serious", max_chars=FIXES, key=_key(form, "reason", turn))
    agreed = None
    if chosen.acting.mode is AccessMode.LOCAL:
        agreed = _person(chosen, form.seconds, "Who agrees, beside the owner", _key(form, "agreed", turn), None)
    return {"severity": now if picked != known else None, "reason": reason, "agreed_by": agreed or ""}


def _why(chosen: Chosen, form: Handling, turn: int) -> Said:
    left, right = st.columns(2, gap="large")
    with left:
        trace = st.text_area(
            "Trace",
            value=form.trace,
            placeholder="Where the run that explains it can be read",
            max_chars=CAUSES["rca_trace"][1],
            height=82,
            key=_key(form, "rca_trace", turn),
        )
        gaps = st.multiselect(
            "Guardrail gaps",
            sorted({*form.gaps_known, *form.gaps}),
            default=form.gaps,
            placeholder="Type a guardrail that was missing, or pick one named before",
            accept_new_options=True,
            key=_key(form, "rca_guardrail_gaps", turn),
        )
        cause = st.selectbox(
            "Cause", list(Cause), index=list(Cause).index(form.cause), format_func=_words, key=_key(form, "cause", turn)
        )
    with right:
        fixes = _fixes(chosen, form, turn)
    said: Said = {"rca_trace": trace if trace != form.trace else "", "fixes": fixes}
    said["rca_guardrail_gaps"] = "; ".join(gaps) if tuple(gaps) != form.gaps else ""
    return {**said, "cause": _anew(cause, form.cause)}


def _fixes(chosen: Chosen, form: Handling, turn: int) -> tuple[Fix, ...]:
    lines = st.session_state.setdefault(_key(form, "fix_lines", turn), 1)
    due = choose.today() + timedelta(days=chosen.policy.oversight.rca_days)
    found = [_fix(chosen, form, turn, number, due) for number in range(lines)]
    if st.button("Another fix", icon=":material/add:", key=_key(form, "another", turn)):
        st.session_state[_key(form, "fix_lines", turn)] = lines + 1
        st.rerun()
    return tuple(fix for fix in found if fix is not None)


def _fix(chosen: Chosen, form: Handling, turn: int, number: int, due: date) -> Fix | None:
    what = st.text_input(
        "What is fixed" if number == 0 else f"What is fixed, {number + 1}",
        value=form.fix if number == 0 else "",
        placeholder="What is changed so that it does not happen again",
        key=_key(form, f"fix_what_{number}", turn),
    )
    who, when = st.columns(2)
    with who:
        owner = _person(chosen, form.people, "Who makes it", _key(form, f"fix_owner_{number}", turn), None)
    with when:
        day = st.date_input("Until", value=due, format="YYYY-MM-DD", key=_key(form, f"fix_due_{number}", turn))
    if not what or (what == form.fix and owner is None):
        return None
    return Fix(what, owner or "", day)


def _called(chosen: Chosen, form: Handling, turn: int) -> Said:
    left, right = st.columns(2, gap="large")
    with left:
        noticed = _noticed_by(form, turn)
        harm = _word("Harm", list(Harm), form.harm, _key(form, "harm", turn))
        risk = _word("Risk", list(RiskClass), form.risk_class, _key(form, "risk_class", turn))
        driver = _person(chosen, form.people, "Who drives it to the end", _key(form, "owner", turn), form.driver)
    with right:
        tags = st.multiselect(
            "OWASP agentic risks",
            list(AgenticRisk),
            default=form.tags,
            format_func=lambda tag: f"{tag.value} {tag.word}",
            key=_key(form, "tags", turn),
        )
        runs = st.text_input(
            "More runs it touched", placeholder="Request ids, split by commas", key=_key(form, "runs", turn)
        )
    return {
        "detected_by": _anew(noticed, form.detected_by),
        "harm": _anew(harm, form.harm),
        "risk_class": _anew(risk, form.risk_class),
        "owner": _anew(driver, form.driver),
        "tags": tuple(tags) if set(tags) != set(form.tags) else None,
        "affected_runs": tuple(run.strip() for run in (runs or "").split(",") if run.strip()),
    }


def _noticed_by(form: Handling, turn: int) -> DetectedBy | None:
    words = list(NOTICED_BY)
    picked = st.selectbox(
        "Who noticed first",
        words,
        index=words.index(form.detected_by.value) if form.detected_by else None,
        format_func=NOTICED_BY.__getitem__,
        placeholder=NOT_KNOWN,
        key=_key(form, "detected_by", turn),
    )
    return DetectedBy(picked) if picked else None


def _word(label: str, words: list[Any], known: Any, key: str) -> Any:
    index = words.index(known) if known is not None else None
    return st.selectbox(label, words, index=index, format_func=_words, placeholder=NOT_KNOWN, key=key)


def _anew(picked: Any, known: Any) -> Any:
    return picked if picked != known else None


def _words(word: Any) -> str:
    return str(word.value).replace("_", " ").capitalize()


def _person(chosen: Chosen, people: tuple[str, ...], label: str, key: str, known: str | None) -> str | None:
    offered = sorted({*people, *([known] if known else [])}, key=lambda name: _name(chosen, name).casefold())
    index = offered.index(known) if known in offered else None
    return st.selectbox(
        label, offered, index=index, format_func=lambda name: _name(chosen, name), placeholder="Pick a person", key=key
    )


def _name(chosen: Chosen, name: str) -> str:
    person = chosen.company.people.get(name)
    return person.name if person is not None else name


def _key(form: Handling, name: str, turn: int) -> str:
    return f"handle_{name}_{form.incident}_{turn}"


def _send(chosen: Chosen, form: Handling, said: StepFields, told: DeltaGenerator) -> None:
    try:
        recorded = handle_incident(chosen.engine, said, by=chosen.by, at=choose.now(), seen=form.version)
    except Stale as stale:
        told.error(parts.md(str(stale)))
        st.session_state["handle_base"] = replace(form, version=stale.version)
        return
    except Refused as refused:
        told.error(parts.md(str(refused)))
        return
    if not recorded:
        told.info("Nothing new to record: the form shows what is on file now.")
        return
    closed = " and closed" if "resolved_at" in recorded and form.is_open else ""
    _over(f"Recorded{closed}.")


def _over(told: str) -> None:
    """The form begins anew with what is on file now."""
    st.session_state["handled"] = told
    st.session_state["handle_turn"] += 1
    st.rerun()


def _again(chosen: Chosen, form: Handling) -> None:
    with st.expander("Open it again", type="compact", key=f"reopen_{form.incident}"):
        reason = st.text_input("Why it is not over", max_chars=500, key=f"reopen_reason_{form.incident}")
        told = st.empty()
        if st.button("Open again", icon=":material/restart_alt:", key="reopen_send"):
            try:
                reopen_incident(chosen.engine, form.incident, reason, by=chosen.by, at=choose.now())
            except Refused as refused:
                told.error(parts.md(str(refused)))
                return
            _over("Opened again.")
