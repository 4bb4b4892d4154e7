"""What pages ask of the ledger: a frozen card, the check of the chain, and the list as a file."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import streamlit as st
from sqlalchemy import Engine

from agent_scorecard import format
from agent_scorecard.access import Right
from agent_scorecard.boards import json_shapes
from agent_scorecard.boards.decisions import Chain, DecisionLine
from agent_scorecard.boards.follow_through import FollowThrough, follow_through
from agent_scorecard.boards.published import Published, published
from agent_scorecard.loading.guard import guarded
from agent_scorecard.recording.agreement import disagreements
from agent_scorecard.recording.frozen import card_of, restated
from agent_scorecard.rules.corrected import corrected_by
from agent_scorecard.rules.decision_yield import effect
from agent_scorecard.rules.facts import Decision
from agent_scorecard.rules.periods import Grain, Period, containing
from agent_scorecard.store import ledger
from agent_scorecard.store.database import reader, revision
from agent_scorecard.ui import choose, offer
from agent_scorecard.ui.choose import Chosen

CHECKED_FOR_SECONDS = 60
CHECKED_UNASKED = 1_000
COLUMNS = (
    *(
        "entry",
        "agent",
        "name",
        "effective",
        "recorded",
        "choice",
        "what",
        "against",
        "level",
        "by",
        "signed_by",
        "reason",
        "correction",
    ),
    *("next_step", "who", "when", "state"),
)


def frozen(chosen: Chosen, decision: Decision) -> Published:
    """The card a decision was recorded with, and what it would say otherwise today."""
    with reader(chosen.engine).begin() as connection:
        card = card_of(connection, decision.seq)
    differences = [(each.where, each.then, each.now) for each in restated(chosen.engine, decision)]
    evidence = next(each for each in chosen.agents if each.agent.agent == decision.agent)
    return published(
        decision,
        chosen.company,
        card,
        differences,
        chosen.policy.proposal.back_dated_days,
        corrected_by=corrected_by(evidence, decision),
        approved=next((row for row in evidence.proposals if row.decision == decision.seq), None),
    )


def card_shown(chosen: Chosen, agent: str, period: Period, corrects: int | None) -> Mapping[str, Any] | None:
    """The card a form stands under, where anything was recorded or loaded since; None while nothing was."""
    one = chosen.of(agent)
    if one is None or revision(chosen.engine) == chosen.portfolio.revision:
        return None
    return json_shapes.scorecard(choose.judged(chosen, one, period, corrects), chosen.policy)


def decision_asked(chosen: Chosen) -> Decision | None:
    """The decision the address names, None where it names none of this day."""
    asked = st.query_params.get("decision", "")
    every = (row for one in chosen.agents for row in (*one.decisions, *one.corrected))
    return next((row for row in every if str(row.seq) == asked), None)


def came_of(chosen: Chosen, decision: Decision) -> str:
    """What came of one decision, in a sentence."""
    one = next(each for each in chosen.agents if each.agent.agent == decision.agent)
    return effect(one, chosen.policy, decision).sentence.text


def came(chosen: Chosen) -> FollowThrough:
    """What came of the decisions of this quarter and the last one; worked out once for each revision and day."""
    return _came(choose.url(), chosen.portfolio.revision, chosen.as_of, chosen)


@st.cache_resource(max_entries=4, show_spinner=False)
def _came(address: str, at_revision: int, as_of: date, _chosen: Chosen) -> FollowThrough:
    """All but the last are only what the answer is kept under."""
    del address, at_revision
    first = containing(as_of, Grain.QUARTER).previous.first
    return follow_through(_chosen.assessed, _chosen.policy, first, as_of)


def chain(chosen: Chosen, *, asked: bool) -> Chain:
    """Recompute the ledger and hold the tables to it; a long one only when a person asks. Kept for a minute."""
    head = ledger.head(chosen.engine)
    if head is None:
        return Chain("nothing recorded yet", "There is nothing to check yet.", None)
    if head.count > CHECKED_UNASKED and not asked:
        return Chain(str(head), f"Not checked today: {format.plural(head.count, 'entry', 'entries')}.", None)
    return _checked(choose.url(), revision(chosen.engine), chosen.engine)


@st.cache_resource(ttl=CHECKED_FOR_SECONDS, max_entries=4, show_spinner="Checking the ledger…")
def _checked(address: str, at_revision: int, _engine: Engine) -> Chain:
    """Check once a minute: `address` and `at_revision` are only what the answer is kept under."""
    del address, at_revision
    answer, differing = ledger.verify(_engine), disagreements(_engine)
    said = f"{answer.sentence} Checked at {choose.now():%H:%M} UTC."
    head = str(answer.head) if answer.head is not None else "does not hold"
    return Chain(head, said, answer.whole, not differing, differing or ("Agree with the ledger.",))


def download(chosen: Chosen, lines: Sequence[DecisionLine]) -> None:
    """Offer the decisions as listed to those who may export; the file is written when somebody takes it."""
    if offer.is_closed(chosen, Right.EXPORT):
        return
    st.download_button("Download list", lambda: as_csv(lines), "decisions.csv", "text/csv", on_click="ignore")


def as_csv(lines: Sequence[DecisionLine]) -> str:
    """The decisions as listed, one row for each promise, safe to open in a spreadsheet."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(COLUMNS)
    for line in lines:
        for cells in _rows(line):
            writer.writerow([guarded(cell) for cell in cells])
    return text.getvalue()


def _rows(line: DecisionLine) -> list[tuple[str, ...]]:
    told = (
        *(str(line.seq), line.agent, line.name, line.day, line.recorded, line.choice.value, line.what),
        *(line.against, line.level, line.by, line.signed_by, line.reason, line.correction),
    )
    return [(*told, step.what, step.who, step.when, step.state) for step in line.steps] or [(*told, "", "", "", "")]
