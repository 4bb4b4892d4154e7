"""What the chair of a quarterly review types: confirm or overrule, disposition, attestation, agent by agent."""

from __future__ import annotations

from uuid import uuid4

import streamlit as st

from agent_scorecard import format
from agent_scorecard.access import Right
from agent_scorecard.boards.quarter.board import Quarter
from agent_scorecard.boards.quarter.outcome import OutcomeRow
from agent_scorecard.boards.raising import raises
from agent_scorecard.recording.fields import DecisionFields
from agent_scorecard.recording.refusal import Refused, Stale
from agent_scorecard.recording.reviews import OutcomeFields, confirm_all, record_outcome
from agent_scorecard.rules.answers import Assessment
from agent_scorecard.rules.proposal import default_due
from agent_scorecard.ui import choose, offer, parts
from agent_scorecard.ui.choose import Chosen
from agent_scorecard.ui.forms import LONGEST, against_proposal, name_of, retirement
from agent_scorecard.ui.proposal_form import to_resume
from agent_scorecard.ui.signing import Signing, second_person, way_up
from agent_scorecard.vocabulary import Choice, Disposition, ExpandKind

NAME_FIRST = "Say who chairs: pick or type your name under “Acting as” in the sidebar."
CONFIRM, OVERRULE = "confirm", "overrule"
STALE = "stale_outcome"


def record(chosen: Chosen, board: Quarter) -> None:
    """The form of step 10, from the last day of the quarter on, for a review held on the chosen day."""
    if told := st.session_state.pop("outcome_recorded", None):
        st.success(told, icon=":material/lock:")
    if told := st.session_state.pop(STALE, None):
        st.error(parts.md(told))
    waiting = [row for row in board.outcomes.rows if row.recorded is None]
    recorded = [row for row in board.outcomes.rows if row.recorded is not None]
    if not board.is_current or board.as_of < board.period.last:
        day = format.full_day(board.period.last)
        reason = f"from {day} on" if board.as_of < board.period.last else "as of a day of the quarter that followed it"
        st.html(parts.note(f"Outcomes are recorded {reason}."))
    elif waiting or recorded:
        with st.container(key="decision"):
            if offer.is_closed(chosen, Right.RECORD_OUTCOME):
                return
            who = f"you chair as {name_of(chosen, chosen.actor)}" if chosen.actor else NAME_FIRST
            st.html(parts.section("Record the outcome", who))
            _quiet(chosen, board)
            again = bool(recorded) and st.toggle("Correct one that is recorded", key="outcome_again")
            if rows := recorded if again else waiting:
                _form(chosen, board, rows)


def _quiet(chosen: Chosen, board: Quarter) -> None:
    """One act for everybody about whom there is nothing to say (rules 7)."""
    rows = [row for row in board.outcomes.rows if row.agent in board.outcomes.quiet]
    if not rows:
        return
    label = f"Confirm {format.plural(len(rows), 'quiet agent')}"
    if st.button(
        label, icon=":material/done_all:", help="Maintained by their owner, nothing found, maintain proposed."
    ):
        _send_all(chosen, board, rows)


def _send_all(chosen: Chosen, board: Quarter, rows: list[OutcomeRow]) -> None:
    if not chosen.actor:
        st.error(NAME_FIRST)
        return
    fields = [_confirming(board, row, row.suggested) for row in rows]
    try:
        done = confirm_all(chosen.engine, fields, by=chosen.by, at=choose.now())
    except Refused as refused:
        st.error(parts.md(str(refused)))
        return
    st.session_state["outcome_recorded"] = f"Confirmed: {format.plural(len(done), 'quiet agent')}."
    st.rerun()


@st.fragment
def _form(chosen: Chosen, board: Quarter, waiting: list[OutcomeRow]) -> None:
    left, right = st.columns(2, gap="large")
    with left:
        row = _agent(waiting)
        how = _how(chosen, row)
        disposition = _disposition(row)
    with right:
        overrule, signing = _overruling(chosen, board, row) if how == OVERRULE else (None, Signing())
        attests, changed = _attested(row)
        fields = OutcomeFields(
            period=str(board.period),
            agent=row.agent,
            disposition=disposition,
            held_on=board.as_of,
            overrule=overrule,
            seen=row.standing_seq or 0,
            corrects=row.recorded.seq if row.recorded is not None else None,
            reason=_why_corrected(row) if row.recorded is not None and how == CONFIRM else None,
            attested_by=row.owner_id if attests else None,
            workflow_changed=changed if attests else None,
        )
        if st.button("Record outcome", type="primary", icon=":material/lock:", shortcut="Ctrl+Enter"):
            _send(chosen, row, fields, signing)
        st.html(parts.note("An outcome is corrected by a new one. What overrules becomes the decision that stands."))


def _why_corrected(row: OutcomeRow) -> str:
    return st.text_input("Why it is corrected", max_chars=LONGEST, required=True, key=_key(row, "why")) or ""


def _attested(row: OutcomeRow) -> tuple[bool, bool]:
    """Whether the owner attests, and whether the work itself changed; without an active owner nobody is asked."""
    if row.owner_id is None:
        st.html(parts.note("No active owner can attest."))
        return False, False
    attests = st.checkbox(
        parts.md(f"{row.owner} attests: still mine, and it does what is on file"), key=_key(row, "own")
    )
    return attests, st.checkbox("The workflow itself changed in the quarter", key=_key(row, "changed"))


def _agent(waiting: list[OutcomeRow]) -> OutcomeRow:
    by_id = {row.agent: row for row in waiting}
    picked = st.selectbox("Agent", list(by_id), format_func=lambda id_: by_id[id_].name, key="outcome_agent")
    return by_id[picked] if picked in by_id else waiting[0]


def _how(chosen: Chosen, row: OutcomeRow) -> str:
    """Confirm what stands, or overrule it; without a decision there is only the chair's own, after a last one none."""
    one = chosen.of(row.agent)
    is_over = one is not None and one.open[Choice.PAUSE] is not None
    options = [OVERRULE] if row.standing is None else [CONFIRM] if is_over else [CONFIRM, OVERRULE]
    words = {
        CONFIRM: f"Confirm: {row.standing}" if row.standing else "",
        OVERRULE: "Overrule" if row.standing else "Decide: its owner has not",
    }
    about = {CONFIRM: f"Proposed today: {row.proposed}.", OVERRULE: "A decision of your own, by the same rules."}
    return st.radio(
        "Outcome",
        options,
        format_func=words.__getitem__,
        captions=[about[option] for option in options],
        index=0 if is_over or row.standing in (None, row.proposed) else 1,
        key=_key(row, "how"),
    )


def _disposition(row: OutcomeRow) -> Disposition:
    words = [each.value for each in Disposition]
    picked = st.radio(
        "Workflow",
        words,
        format_func=lambda word: Disposition(word).word,
        index=words.index(row.suggested.value),
        horizontal=True,
        key=_key(row, "disposition"),
    )
    return Disposition(picked)


def _overruling(chosen: Chosen, board: Quarter, row: OutcomeRow) -> tuple[DecisionFields | None, Signing]:
    one = chosen.of(row.agent)
    if one is None:
        return None, Signing()
    choice = _choice(row, one)
    kind, value = _move(one, choice)
    target = _target(chosen, row) if choice is Choice.MERGE else None
    way = way_up(raises(one, chosen.policy), _key(row, "rises")) if choice is Choice.EXPAND else None
    reason = st.text_area("Reason", max_chars=LONGEST, required=True, key=_key(row, "reason")) or ""
    against = against_proposal(_key(row, "against")) if choice is not one.proposal.choice else None
    next_step = st.text_input("Next step", max_chars=LONGEST, required=True, key=_key(row, "next")) or ""
    who, when = st.columns(2)
    with who:
        owner = _who(chosen, row)
    with when:
        due = default_due(choice, one.evidence, chosen.policy, one.due)
        due = st.date_input("Due", value=due, key=_key(row, f"due_{choice}"), format="YYYY-MM-DD")
    retired = retirement(lambda name: _key(row, name)) if choice is Choice.RETIRE else {}
    asked = way.signature if way else to_resume(chosen, row.agent, choice)
    signing = second_person(chosen, row.agent, asked, _key(row, "second"))
    return DecisionFields(
        agent=row.agent,
        choice=choice,
        reason=reason,
        next_step=next_step,
        owner=owner,
        due=due,
        as_of=board.as_of,
        period=str(board.period),
        kind=kind,
        action=way.action if way else None,
        to_value=way.to_value if way else target or value,
        against=against,
        co_signed_by=signing.by,
        supersedes=None,
        **retired,
    ), signing


def _move(one: Assessment, choice: Choice) -> tuple[ExpandKind | None, str | None]:
    """What the proposal moves and to which value, where the chair decides as proposed."""
    proposal = one.proposal
    if choice is not proposal.choice:
        return None, None
    if choice is Choice.REVISE and proposal.level is not None and proposal.level < one.reading.granted:
        return ExpandKind.LEVEL, str(proposal.level.value)
    return proposal.kind, None


def _choice(row: OutcomeRow, one: Assessment) -> Choice:
    open_ones = [choice for choice in Choice if one.open.get(choice) is None or choice is Choice.MERGE]
    first = row.proposed if row.proposed in open_ones else open_ones[0]
    picked = st.selectbox(
        "Decision",
        [choice.value for choice in open_ones],
        index=open_ones.index(first),
        format_func=str.capitalize,
        key=_key(row, "choice"),
    )
    for line in _closed(one):
        st.caption(parts.md(line))
    return Choice(picked)


def _closed(one: Assessment) -> list[str]:
    """Each sentence that closes options once, with the options it closes."""
    by_reason: dict[str, list[str]] = {}
    for choice, refusal in one.open.items():
        if refusal is not None and choice is not Choice.MERGE:
            by_reason.setdefault(refusal.text, []).append(choice.value)
    return [f"Not open: {format.listed(choices)}. {reason}" for reason, choices in by_reason.items()]


def _target(chosen: Chosen, row: OutcomeRow) -> str | None:
    names = {one.evidence.agent.agent: one.evidence.agent.name for one in chosen.assessed}
    others = sorted((id_ for id_ in names if id_ != row.agent), key=lambda id_: names[id_].casefold())
    return st.selectbox(
        "Merged into", others, index=None, format_func=lambda id_: names[id_], placeholder="Pick the agent that stays",
        key=_key(row, "target"),
    )  # fmt: skip


def _who(chosen: Chosen, row: OutcomeRow) -> str:
    people = chosen.company.people
    ids = sorted((id_ for id_, one in people.items() if one.active), key=lambda id_: people[id_].name.casefold())
    picked = st.selectbox(
        "Who",
        ids,
        index=ids.index(row.owner_id) if row.owner_id in ids else None,
        format_func=lambda id_: name_of(chosen, id_),
        placeholder="Pick a name",
        key=_key(row, "who"),
    )
    return picked or ""


def _confirming(board: Quarter, row: OutcomeRow, disposition: Disposition) -> OutcomeFields:
    return OutcomeFields(
        period=str(board.period),
        agent=row.agent,
        disposition=disposition,
        held_on=board.as_of,
        seen=row.standing_seq,
    )


def _send(chosen: Chosen, row: OutcomeRow, fields: OutcomeFields, signing: Signing) -> None:
    if not chosen.actor:
        st.error(NAME_FIRST)
        return
    token = st.session_state.setdefault(_key(row, "token"), uuid4().hex)
    try:
        done = record_outcome(chosen.engine, fields, by=chosen.by, at=choose.now(), token=token)
    except Stale as stale:
        st.session_state[STALE] = f"{stale} What you typed is kept."
        st.rerun()
    except Refused as refused:
        if rest := signing.rest(refused):
            st.error(parts.md(rest))
        return
    del st.session_state[_key(row, "token")]
    st.session_state["outcome_recorded"] = (
        f"Recorded for {parts.md(row.name)}: {done.outcome}, {done.disposition.word}."
    )
    st.rerun()


def _key(row: OutcomeRow, field: str) -> str:
    return f"outcome_{field}_{row.agent}"
