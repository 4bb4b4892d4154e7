"""What all rows of a file must keep together with those on file: the order of rows never matters."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from itertools import combinations

from agent_scorecard.loading.cells.words import folded
from agent_scorecard.loading.checks.draft import Draft, Key
from agent_scorecard.loading.checks.known import Known, near
from agent_scorecard.loading.refusal import Code
from agent_scorecard.rules.periods import Grain, Period, month_of_week
from agent_scorecard.runs.refusal import shown
from agent_scorecard.vocabulary import ONE_AT_A_TIME, GateItem, Group, Role

MOST_HEADLINES = 2
LEADING_ZEROS = re.compile(r"(?<![0-9])0+(?=[0-9])")
Holding = tuple[Key, Mapping[str, object]]


def check_people(drafts: Sequence[Draft], known: Known) -> None:
    _differ_by_more_than_case(drafts, known, "people")
    emails = defaultdict(set)
    for key, row in _all_rows(drafts, known, "people"):
        if row["email"]:
            emails[str(row["email"]).casefold()].add(key)
    people = {str(key[0]) for key, _ in _all_rows(drafts, known, "people")}
    for draft in drafts:
        holders = emails.get(draft.text("email").casefold(), set()) - {draft.key}
        if holders:
            other = min(str(key[0]) for key in holders)
            draft.refuse("email", Code.SAME_KEY, f"is also the address of {shown(other)}")
        _check_delegate(draft, people, emails)


def _check_delegate(draft: Draft, people: set[str], emails: Mapping[str, set[Key]]) -> None:
    named = draft.given.get("delegate")
    if named is None:
        return
    text = str(named)
    found = (
        text
        if text in people
        else next((str(key[0]) for key in sorted(emails.get(text.casefold(), ()), key=str)), None)
    )
    if found is None:
        draft.refuse("delegate", Code.UNKNOWN, f"unknown person {shown(text)}{near(text, people)}")
    elif found == draft.key[0]:
        draft.refuse("delegate", Code.CONFLICT, "nobody can stand in for themselves")
    else:
        draft.given["delegate"] = found


def check_agents(drafts: Sequence[Draft], known: Known) -> None:
    _differ_by_more_than_case(drafts, known, "agents")
    agents = {str(key[0]) for key, _ in _all_rows(drafts, known, "agents")}
    named = _by_name(drafts, known)
    for draft in drafts:
        if draft.stored is None and (others := named[draft.text("name").casefold()] - {str(draft.key[0])}):
            reason = f"is also the name of {shown(min(others))}: they are kept as two"
            draft.warn("name", Code.NAME_LIKE_ANOTHER, reason)
        into = draft.text("merged_into")
        if into == draft.key[0]:
            draft.refuse("merged_into", Code.CONFLICT, "an agent cannot be merged into itself")
        elif into and into not in agents:
            draft.refuse("merged_into", Code.UNKNOWN, f"unknown agent {shown(into)}{near(into, agents)}")


def _by_name(drafts: Sequence[Draft], known: Known) -> Mapping[str, set[str]]:
    named: dict[str, set[str]] = defaultdict(set)
    for key, row in _all_rows(drafts, known, "agents"):
        named[str(row["name"]).casefold()].add(str(key[0]))
    return named


def check_measures(drafts: Sequence[Draft], known: Known) -> None:
    _differ_by_more_than_case(drafts, known, "measures")


def check_assignments(drafts: Sequence[Draft], known: Known) -> None:
    """Refuse a second person who holds a role that is held by one at a time."""
    held: dict[Key, list[Holding]] = defaultdict(list)
    for key, row in _all_rows(drafts, known, "assignments"):
        if Role(str(key[1])) in ONE_AT_A_TIME:
            held[key[:2]].append((key, row))
    by_key = {draft.key: draft for draft in drafts}
    for (_, role), holdings in held.items():
        for one, other in combinations(holdings, 2):
            if one[0][2] != other[0][2] and _overlap(one[1], other[1]):
                for (key, _), (against, _) in ((one, other), (other, one)):
                    if key in by_key:
                        reason = f"{shown(str(against[2]))} is {role} on the same days: end that assignment first"
                        by_key[key].refuse("person", Code.OVERLAP, reason)


def _overlap(one: Mapping[str, object], other: Mapping[str, object]) -> bool:
    return _first(one) <= _last(other) and _first(other) <= _last(one)


def _first(row: Mapping[str, object]) -> date:
    day = row["effective_from"]
    return day if isinstance(day, date) else date.min


def _last(row: Mapping[str, object]) -> date:
    day = row["effective_to"]
    return day if isinstance(day, date) else date.max


def check_bounds(drafts: Sequence[Draft], known: Known) -> None:
    rows = _all_rows(drafts, known, "bounds")
    measured = {(key[0], key[1]) for key, _ in rows}
    for draft in drafts:
        guarded = draft.text("guard_of")
        if guarded and (draft.key[0], guarded) not in measured:
            draft.refuse("guard_of", Code.UNKNOWN, f"the agent has no bounds for {shown(guarded)}")
        if guarded and guarded == draft.key[1]:
            draft.refuse("guard_of", Code.CONFLICT, "a measure cannot guard itself")
    by_agent: dict[object, list[Holding]] = defaultdict(list)
    for key, row in rows:
        by_agent[key[0]].append((key, row))
    for draft in drafts:
        if not known.exact:
            _check_kept(draft, by_agent[draft.key[0]])
    headlines = [draft for draft in drafts if draft["headline"]]
    for draft in headlines:
        _check_headline(draft, by_agent[draft.key[0]], known)


def _check_kept(draft: Draft, rows: Sequence[Holding]) -> None:
    """A bound is replaced, never removed: what was judged by a pass bound stays judged by one (rules 1)."""
    if draft.fills("pass_low"):
        return
    before = [row for key, row in rows if key[1] == draft.key[1] and key[2] < draft.key[2]]  # type: ignore[operator]
    if any(row.get("pass_low") is not None for row in (*before, draft.stored or {})):
        reason = "a bound is replaced, never removed: give the pass bound that takes its place"
        draft.refuse("pass", Code.MISSING, reason)


def _check_headline(draft: Draft, rows: Sequence[Holding], known: Known) -> None:
    days = {key[2] for key, _ in rows if key[2] >= draft.key[2]}  # type: ignore[operator]
    for day in days:
        in_force = _headlines_on(day, rows)
        if draft.key not in in_force:
            continue
        if len(in_force) > MOST_HEADLINES:
            reason = f"a third headline on {day}: one or two measures define good work"
            draft.refuse("headline", Code.CONFLICT, reason)
            return
        measure = known.measure(str(draft.key[1]))
        if measure is not None and measure.group is not Group.OUTCOME and len(in_force) > 1:
            draft.warn("headline", Code.NOT_ALLOWED, "beside another headline only an outcome measure should be one")


def _headlines_on(day: object, rows: Sequence[Holding]) -> set[Key]:
    latest: dict[object, Holding] = {}
    for key, row in sorted(rows, key=lambda holding: holding[0][2]):  # type: ignore[arg-type,return-value]
        if key[2] <= day:  # type: ignore[operator]
            latest[key[1]] = (key, row)
    return {key for key, row in latest.values() if row["headline"]}


def check_costs(drafts: Sequence[Draft], known: Known) -> None:
    """Refuse weeks where the month of the same category is given; against rows on file the later one is refused."""
    grains: dict[Key, set[Grain]] = defaultdict(set)
    drafted = {draft.key for draft in drafts}
    for key, _ in _all_rows(drafts, known, "costs"):
        grains[_month_and_category(key)].add(key[1].grain)  # type: ignore[attr-defined]
    stored = {_month_and_category(key): key[1].grain for key in known.of("costs") if key not in drafted}  # type: ignore[attr-defined]
    for draft in drafts:
        place = _month_and_category(draft.key)
        grain = draft.key[1].grain  # type: ignore[attr-defined]
        is_later = place in stored and stored[place] is not grain
        if len(grains[place]) > 1 and (is_later or (grain is Grain.WEEK and place not in stored)):
            draft.refuse(
                "period", Code.OVERLAP, "weeks and the month of the same time are both given for this category"
            )


def _month_and_category(key: Key) -> Key:
    agent, period, category = key
    assert isinstance(period, Period)
    return agent, month_of_week(period) if period.grain is Grain.WEEK else period, category


def check_gates(drafts: Sequence[Draft], known: Known) -> None:
    """Accept one person in both signatures of the checklist only when they hold both roles, and say so."""
    rows = dict(_all_rows(drafts, known, "gates"))
    for draft in drafts:
        signature = GateItem(str(draft.key[2]))
        if signature not in SIGNED_WITH or not draft.fills("answered_by"):
            continue
        other = rows.get((draft.key[0], draft.key[1], SIGNED_WITH[signature]), {})
        if other.get("answered_by") != draft["answered_by"]:
            continue
        person = draft.text("answered_by")
        if _holds_both(draft.key[0], person, known):
            draft.warn("answered_by", Code.CONFLICT, f"{shown(person)} signed as manager and as builder")
        else:
            draft.refuse("answered_by", Code.CONFLICT, "one person signs both only when they hold both roles")


SIGNED_WITH = {
    GateItem.SIGNED_BY_MANAGER: GateItem.SIGNED_BY_BUILDER,
    GateItem.SIGNED_BY_BUILDER: GateItem.SIGNED_BY_MANAGER,
}
MANAGES = (Role.ACCOUNTABLE_OWNER, Role.PROCESS_OWNER, Role.SUPERVISOR, Role.OPERATIONS_LEAD)


def _holds_both(agent: object, person: str, known: Known) -> bool:
    roles = {key[1] for key in known.of("assignments") if key[0] == agent and key[2] == person}
    return Role.BUILDER in roles and any(role in roles for role in MANAGES)


def _all_rows(drafts: Iterable[Draft], known: Known, kind: str) -> list[Holding]:
    rows = dict(known.of(kind))
    rows.update((draft.key, draft.row) for draft in drafts)
    return list(rows.items())


def _differ_by_more_than_case(drafts: Sequence[Draft], known: Known, kind: str) -> None:
    """Refuse ids that differ only by case; point out those that differ only by leading zeros or signs."""
    ids = [str(key[0]) for key in {**known.of(kind), **{draft.key: None for draft in drafts}}]
    if kind == "measures":
        ids += known.shipped
    by_case, alike = _grouped(ids, str.casefold), _grouped(ids, _without_zeros)
    for draft in drafts:
        own = str(draft.key[0])
        if others := by_case[own.casefold()] - {own}:
            draft.refuse(draft_key(kind), Code.CASE_DIFFERS, f"differs only by case from {shown(min(others))}")
        elif others := alike[_without_zeros(own)] - {own}:
            reason = f"nearly the same id as {shown(min(others))}: they are kept as two"
            draft.warn(draft_key(kind), Code.NAME_LIKE_ANOTHER, reason)


def draft_key(kind: str) -> str:
    return {"people": "person", "agents": "agent", "measures": "measure"}[kind]


def _grouped(ids: Iterable[str], of: Callable[[str], str]) -> Mapping[str, set[str]]:
    grouped: dict[str, set[str]] = defaultdict(set)
    for name in ids:
        grouped[of(name)].add(name)
    return grouped


def _without_zeros(name: str) -> str:
    return LEADING_ZEROS.sub("", folded(name))
