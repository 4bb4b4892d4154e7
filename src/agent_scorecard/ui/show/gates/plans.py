"""Rollout plans on the screen: the loop as six marks, the plans as steps that facts have ticked."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from agent_scorecard.boards.gates.plans import AgentPlans, PlanPart, RolloutRow, StepLine
from agent_scorecard.ui import parts, theme
from agent_scorecard.ui.links import link
from agent_scorecard.ui.markup import Html, el, join
from agent_scorecard.ui.show.gates import shared
from agent_scorecard.vocabulary import EvidenceState

THERE, MISSING = theme.EVIDENCE[EvidenceState.THERE], theme.EVIDENCE[EvidenceState.MISSING]
COLUMNS = 6


def table(rows: Sequence[RolloutRow], names: Sequence[str]) -> Html:
    """Young agents above, the others below; `names` are those of the plans."""
    heads = [
        parts.heading("Agent"),
        parts.heading("Day", "n"),
        parts.heading("Baseline, pilot, approve, log, measure, improve"),
        *(parts.heading(name, "n") for name in names),
        parts.heading("Next step"),
    ]
    body: list[Html] = []
    for title, about, is_young in (("First 90 days", "", True), ("Later", "only the loop goes on", False)):
        group = [row for row in rows if row.is_young is is_young]
        body += [parts.group_row(title, about or None, COLUMNS), *(_row(row, names) for row in group)] if group else []
    return parts.table(heads, body, class_="as fold rollout", label="Rollout plans")


def _row(row: RolloutRow, names: Sequence[str]) -> Html:
    address = link(shared.PAGE, agent=row.agent)
    counts = zip(names, row.counts, strict=True)
    return el(
        "tr",
        el("td", el("a", row.name, href=address), el("small", row.about), class_="action"),
        el("td", row.day, class_="n"),
        el("td", _loop(row.loop), class_="wide"),
        *(el("td", shared.on_narrow(name), said, class_="n" if row.is_young else "n hide") for name, said in counts),
        el("td", row.next, el("small", row.next_said, class_="risk" if row.late else None), class_="wide next"),
        data_open=address,
    )


def _loop(steps: Sequence[StepLine]) -> Html:
    states = [EvidenceState.THERE if step.there else EvidenceState.MISSING for step in steps]
    missing = [step.text.lower() for step in steps if not step.there]
    label = f"{len(steps) - len(missing)} of {len(steps)} there" + (
        f"; not yet: {', '.join(missing)}" if missing else ""
    )
    return join(parts.strip(states, label), el("small", label))


def agent(board: AgentPlans) -> None:
    """The rollout of one agent, under its gates."""
    steps = el("ol", *(_step(step) for step in board.loop), class_="as-weeks six")
    with st.container(key="rollout"):
        st.html(join(parts.section("Rollout", board.day), steps, *(_plan(part) for part in board.plans)))


def _step(step: StepLine) -> Html:
    look = THERE if step.there else MISSING
    return el("li", parts.icon(look, "there" if step.there else "not yet"), el("b", step.text), el("small", step.said))


def _plan(part: PlanPart) -> Html:
    lines = el("ul", *(_line(step) for step in part.steps), class_="as two")
    if part.folded:
        return el("details", el("summary", f"{part.name}: {part.about}", class_="as-note"), lines)
    return join(el("h3", part.name, " ", el("span", part.about, class_="mute"), class_="as-sub"), lines)


def _line(step: StepLine) -> Html:
    look = THERE if step.there else theme.AHEAD if step.late else MISSING
    said = step.said if step.there or not step.when else f"{step.said} ({step.when})"
    word = "there" if step.there else "late" if step.late else "not yet"
    return el(
        "li", parts.icon(look, word), el("span", step.text), el("small", said, class_="risk" if step.late else None)
    )
