"""The owner column of the inventory: an assignment from the day of the load, unless assignments says otherwise."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from sqlalchemy import Connection, delete, insert, select

from agent_scorecard.loading.checks.draft import Draft, Key
from agent_scorecard.loading.checks.known import Known
from agent_scorecard.loading.refusal import Code
from agent_scorecard.runs.refusal import shown
from agent_scorecard.store.tables.meta import Meta
from agent_scorecard.vocabulary import Role

PLACE = "owners_from_inventory"
ONE_DAY = timedelta(days=1)


@dataclass(slots=True)
class Owners:
    """The assignments made from the inventory, by agent, and what this load does to them."""

    made: dict[str, tuple[str, date]] = field(default_factory=dict)
    new: list[Mapping[str, object]] = field(default_factory=list)
    ended: list[tuple[Key, date]] = field(default_factory=list)
    dropped: list[Key] = field(default_factory=list)
    touched: bool = False

    def key(self, agent: str) -> Key | None:
        person, since = self.made.get(agent, ("", date.min))
        return (agent, Role.ACCOUNTABLE_OWNER, person, since) if person else None

    def forget(self, agent: str) -> None:
        del self.made[agent]
        self.touched = True


def read(connection: Connection) -> Owners:
    found = connection.execute(select(Meta.value).where(Meta.key == PLACE)).scalar()  # type: ignore[call-overload]
    made = json.loads(found) if found else {}
    return Owners({agent: (person, date.fromisoformat(since)) for agent, (person, since) in made.items()})


def write(connection: Connection, owners: Owners) -> None:
    """Remember which assignments were made from the inventory; a row of assignments takes their place."""
    if owners.touched:
        made = {agent: [person, since.isoformat()] for agent, (person, since) in sorted(owners.made.items())}
        connection.execute(delete(Meta).where(Meta.key == PLACE))  # type: ignore[arg-type]
        connection.execute(insert(Meta).values(key=PLACE, value=json.dumps(made)))


def give_way(owners: Owners, rows: Iterable[Mapping[str, object]], held: dict[Key, Mapping[str, object]]) -> None:
    """Drop an assignment made from the inventory where a row of assignments speaks of the same days."""
    for row in rows:
        agent = str(row["agent"])
        key = owners.key(agent)
        if row["role"] is Role.ACCOUNTABLE_OWNER and key in held and key is not None:
            until = row["effective_to"]
            is_same = (row["person"], row["effective_from"]) == key[2:]
            if is_same or not isinstance(until, date) or until >= owners.made[agent][1]:
                if not is_same:
                    owners.dropped.append(key)
                    held.pop(key)
                owners.forget(agent)


def assign(owners: Owners, agents: Sequence[Draft], known: Known) -> None:
    """Make or change the assignment each agent's owner cell asks for."""
    today = known.clock.today
    current: dict[str, list[Key]] = {}
    for key, row in known.of("assignments").items():
        until = row["effective_to"]
        if key[1] is Role.ACCOUNTABLE_OWNER and (not isinstance(until, date) or until >= today):
            current.setdefault(str(key[0]), []).append(key)
    for draft in agents:
        if "owner" in draft.given:
            _assign_one(owners, draft, current.get(str(draft.key[0]), []), known)


def _assign_one(owners: Owners, draft: Draft, current: Sequence[Key], known: Known) -> None:
    agent, today = str(draft.key[0]), known.clock.today
    person = known.person(draft.text("owner"))
    if person is None:
        if not draft.gives("owner") and not current:
            draft.warn("owner", Code.NO_OWNER, "the agent has no accountable owner yet")
        return
    made = owners.key(agent)
    if any(key[2] == person for key in current):
        return
    if current and current != [made]:
        names = ", ".join(sorted(shown(str(key[2])) for key in current))
        draft.warn("owner", Code.KEPT_ON_FILE, f"assignments names {names}: change the owner there")
        return
    if made is not None and current:
        _end(owners, made, owners.made[agent][1], today)
    owners.made[agent] = (person, today)
    owners.touched = True
    row = {
        "agent": agent,
        "role": Role.ACCOUNTABLE_OWNER,
        "person": person,
        "effective_from": today,
        "effective_to": None,
    }
    owners.new.append(row)


def _end(owners: Owners, key: Key, since: date, today: date) -> None:
    if since < today:
        owners.ended.append((key, today - ONE_DAY))
    else:
        owners.dropped.append(key)
