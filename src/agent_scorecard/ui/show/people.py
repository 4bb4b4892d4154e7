"""Who holds what: everybody in one table, agents nobody owns, and the table of rights folded under it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date

import streamlit as st

from agent_scorecard import format
from agent_scorecard.access.answer import OF_ROLE
from agent_scorecard.boards.digest.sent import LastDigest
from agent_scorecard.boards.people import HeldRole, PersonRow
from agent_scorecard.boards.people_and_rights import PeopleAndRights, Unowned
from agent_scorecard.boards.who_may import DeedLine, who_may
from agent_scorecard.ui import long, parts, theme
from agent_scorecard.ui.links import link
from agent_scorecard.ui.markup import Child, Html, el, join
from agent_scorecard.ui.rows import rows
from agent_scorecard.vocabulary import Severity

PAGE = "people"
SIZE, UNOWNED_SHOWN = 40, 8
HEADS = ("Person", "For the company", "For agents", "Sign-in")
DEEDS = ("What", "At once", "Proposes", "Approves")


def head(board: PeopleAndRights) -> None:
    st.html(parts.head(board.over, "People and rights", board.deck, board.more))


def digest(last: LastDigest | None) -> None:
    """One line: when the last digest went out, and whom it could not reach with the way out."""
    if last is None:
        return
    failed = [el("li", parts.icon(theme.SEVERITIES[Severity.WARN], "warn"), el("span", each)) for each in last.failed]
    st.html(join(parts.note(last.sentence), el("ul", *failed, class_="as") if failed else None))


def nobody() -> None:
    said = parts.empty(
        "Each line of people.csv is somebody who may own an agent, sign, or be called at night.",
        "Roles for agents come with assignments.csv; roles of the company are given here, in company mode.",
    )
    st.html(join(parts.section("Begin"), said))


def unowned(agents: Sequence[Unowned]) -> None:
    """Agents nobody answers for: an admin, a reviewer or the risk owner names an owner."""
    if not agents:
        return
    rest = len(agents) - UNOWNED_SHOWN
    more = parts.note(f"And {format.count(rest)} more.") if rest > 0 else None
    markup = el("ul", *(_unowned(one) for one in agents[:UNOWNED_SHOWN]), class_="as two")
    rows(
        join(
            parts.section("Name an owner", "agents without an active one; as a line of assignments.csv, or below"),
            markup,
            more,
        ),
        key="unowned",
    )


def people(board: PeopleAndRights, opened: str) -> None:
    found = len(board.rows)
    note = format.count(found) if found == board.total else f"{format.count(found)} of {format.count(board.total)}"
    st.html(parts.section("People", note))
    if not board.rows:
        st.html(parts.empty("Nobody like that: search for a name, an id, a role or an agent."))
        return
    long.turned(lambda page: _table(board, long.on_page(board.rows, SIZE, page), opened), found, SIZE, PAGE, here=PAGE)


def opened(row: PersonRow) -> None:
    st.html(parts.opened(row.name, _about(row)))


def one(row: PersonRow, names: Mapping[str, str]) -> None:
    """What one person is for agents, beside what they are for the company."""
    lines = [_held(agent, names[agent], held) for agent, held in row.of_agents.items()]
    body = el("ul", *lines, class_="as plain") if lines else parts.note("No role for any agent.")
    said = parts.section("Roles for agents", "from assignments.csv and the risk owners of actions")
    rows(join(said, body), key="of_agents")
    if st.button("Close", icon=":material/close:", key="close_person"):
        st.query_params.pop("person", None)
        st.rerun()


def rights() -> None:
    """The table everything recorded is held to, folded away."""
    heads = [parts.heading(name) for name in DEEDS]
    table = parts.table(heads, [_deed(line) for line in who_may()], class_="as fold", label="Who may record what")
    folded = el("details", el("summary", "The whole table", class_="as-note"), table)
    st.html(join(parts.section("Who may record what"), folded))


def since(role: HeldRole, as_of: date) -> str:
    return f"since {format.day(role.since, as_of)}, given by {role.by}"


def _unowned(one: Unowned) -> Html:
    return el(
        "li",
        parts.icon(theme.SEVERITIES[Severity.WARN], "no active owner"),
        el("span", el("a", one.name, href=link("scorecard", agent=one.agent))),
        el("small", one.about),
        data_open=link("scorecard", agent=one.agent),
    )


def _held(agent: str, name: str, roles: Sequence[str]) -> Html:
    address = link("scorecard", agent=agent)
    said = format.listed([role.replace("_", " ") for role in roles])
    return el("li", el("span", el("a", name, href=address)), el("small", said), data_open=address)


def _table(board: PeopleAndRights, shown: Sequence[PersonRow], opened: str) -> Html:
    heads = [parts.heading(name) for name in (HEADS if board.with_roles else (HEADS[0], HEADS[2]))]
    body = [_row(row, opened, with_roles=board.with_roles) for row in shown]
    return parts.table(heads, body, class_="as fold", label="People and rights")


def _row(row: PersonRow, opened: str, *, with_roles: bool) -> Html:
    address = link(PAGE, person=row.person)
    name = el("td", el("a", row.name, href=address), el("small", _about(row)))
    return el(
        "tr",
        name,
        _cell(HEADS[1], format.listed([held.role for held in row.roles])) if with_roles else None,
        _cell(HEADS[2], _for_agents(row)),
        el("td", "linked" if row.sign_ins else el("span", "not linked", class_="mute")) if with_roles else None,
        data_open=address,
        class_="on" if row.person == opened else None,
    )


def _cell(head: str, held: Child) -> Html:
    """A cell whose heading is read beside it where rows fold."""
    label = el("span", f"{head} ", class_="on-narrow mute")
    return el("td", label, held or el("span", "none", class_="mute"), class_="wide")


def _for_agents(row: PersonRow) -> Html | None:
    """The roles that give a right, with how many agents each is held for; the others as a count."""
    counts = Counter(role for held in row.of_agents.values() for role in held)
    binding = [_of(role, counts[role]) for role in OF_ROLE if counts[role]]
    rest = sum(role not in OF_ROLE for role in counts)
    others = format.plural(rest, "role" if not binding else "other role") if rest else None
    return join(", ".join(binding) or None, el("small", others) if others else None) if counts else None


def _of(role: str, n: int) -> str:
    word = role.replace("_", " ")
    return f"{word} of {n}" if n > 1 else word


def _about(row: PersonRow) -> str:
    told = (row.person, row.about, "" if row.is_active else "no longer active")
    return " · ".join(each for each in told if each)


def _deed(line: DeedLine) -> Html:
    cells = (line.at_once, line.proposes, line.approves)
    told = (el("td", cell or el("span", "–", class_="mute"), class_="wide") for cell in cells)
    return el("tr", el("td", line.deed), *told)
