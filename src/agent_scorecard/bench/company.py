"""A synthetic company of any size as the ordinary files: seeded, the same bytes every time, last day 2026-10-31."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

from agent_scorecard.bench import happenings
from agent_scorecard.bench.figures import MEASURES, bounds, observations
from agent_scorecard.bench.slices import AS_OF, SYSTEMS, TEAMS, WORKS, Row, Slice, drawn, people_for, person

FIRST = ("Ada", "Bela", "Chika", "Dana", "Emre", "Farah", "Goran", "Hana", "Ines", "Jun", "Kofi", "Lena", "Mina")
LAST = ("Abel", "Brandt", "Costa", "Dahl", "Engel", "Fofana", "Gupta", "Haas", "Ito", "Jensen", "Kaya", "Lund", "Meyer")
HELD = {"low": "public_pages|brand", "medium": "none", "high": "money|customers"}
ROLES = (
    "accountable_owner", "process_owner", "own_metric", "system_owner", "risk_owner", "builder", "supervisor",
    "on_call", "operations_lead", "evaluation_owner", "approve_pilot", "approve_live", "review_failures",
    "pause_or_retire",
)  # fmt: skip


def write(folder: Path, agents: int, measures: int = 20, months: int = 6) -> None:
    """Write the files of a company into a folder; a load of them refuses nothing. At most `len(MEASURES)` measures."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, rows in tables(agents, measures, months).items():
        _write(folder / f"{name}.csv", rows)


def tables(agents: int, measures: int, months: int) -> dict[str, Iterator[Row]]:
    """Return the rows of every file."""
    chosen = MEASURES[:measures]

    def each(rows: Callable[[Slice], Iterator[Row]]) -> Iterator[Row]:
        return (row for number in range(agents) for row in rows(drawn(number, agents)))

    return {
        "people": _people(agents),
        "agents": each(_agent),
        "assignments": each(_assignments),
        "tools": ({"tool": name, "owner": person(0, agents), "schema_version": "2026-05"} for name in SYSTEMS),
        "actions": each(_actions),
        "bounds": each(lambda of: bounds(of.agent, of.number, of.person(0), chosen, AS_OF, months)),
        "observations": each(lambda of: _observations(of, measures, months)),
        "changes": each(happenings.changes),
        "incidents": each(happenings.incidents),
        "evals": each(happenings.evals),
        "drills": each(happenings.drills),
        "approvals": each(happenings.approvals),
        "budgets": each(happenings.budget),
        "costs": each(lambda of: happenings.costs(of, months)),
    }


def _people(agents: int) -> Iterator[Row]:
    for number in range(people_for(agents)):
        key = person(number, agents)
        name = f"{FIRST[number % len(FIRST)]} {LAST[number // len(FIRST) % len(LAST)]}"
        mail = f"{key}@company.example"
        yield {"person": key, "name": name, "email": mail, "function": TEAMS[number % len(TEAMS)]}


def _agent(of: Slice) -> Iterator[Row]:
    work = WORKS[of.number % len(WORKS)]
    yield {
        "agent": of.agent,
        "name": f"{of.team} {work} {of.number}",
        "team": of.team,
        "workflow": f"{of.team.lower()}_{work}_{of.number // len(WORKS) % 25}",
        "user_group": f"{of.team} team",
        "business_outcome": f"{of.team} gets its {work} done sooner and without new mistakes",
        "work_origin": "internal",
        "status": of.status,
        "status_since": of.since,
        "pilot_started": "" if of.status == "idea" else of.since - timedelta(days=35),
        "live_on": "" if of.status in {"idea", "pilot"} else of.since,
        "autonomy_level": of.level,
        "autonomy_since": of.since,
        "wanted_level": min(4, of.level + of.number % 2),
        "risk_tier": of.tier,
        "risk_tier_reason": f"Touches {HELD[of.tier].replace('|', ' and ')}",
        "trigger": "A new item in the queue; the first human step is opening the list at eight",
        "rhythm": "weekly",
        "evidence_source": "file",
        "allowed_inputs": f"{of.system}|wiki",
        "required_outputs": "An answer with the source it rests on",
        "constraints": "Never promises what a person has not agreed to",
        "kill_switch": f"Switch the job off in {of.system}",
        "kill_switch_in_flight": "Open items go back to the list",
        "rollback_target": "The version before, from the release page",
        "contacts": "The duty phone|The owner",
        "retirement_criteria": "Fewer than fifty items a month for a quarter",
        "retention_days": 365,
        "owner_confirmed_on": AS_OF - timedelta(days=20 + of.number % 60),
        "version": "v2",
    }


def _assignments(of: Slice) -> Iterator[Row]:
    started = of.since - timedelta(days=40)
    for place, role in enumerate(ROLES):
        ended = AS_OF - timedelta(days=30) if place == 0 and of.one_in("owner") else ""
        yield of.row(role=role, person=of.person(place // 3), effective_from=started, effective_to=ended)


def _actions(of: Slice) -> Iterator[Row]:
    steps = (("get", "read", "out"), ("draft", "draft", "in"), ("update", "write", "on" if of.level > 2 else "in"))
    for verb, access, mode in steps:
        writes = access == "write"
        yield of.row(
            action=f"{of.system}.{verb}_{of.number // 16 % 61}",
            system=of.system,
            access=access,
            effects=HELD[of.tier] if writes else "none",
            reversible="yes",
            mode=mode,
            mode_since=of.since,
            always_approve="yes" if writes and of.tier == "high" else "no",
            cap_count_per_day=400,
            minutes_to_notice=60,
            consulted=of.person(2),
            informed=of.person(3),
            inform_trigger="Any change of scope",
            compensation="Put the old value back from the history" if writes else "",
            compensation_tested_on=AS_OF - timedelta(days=45) if writes else "",
        )


def _observations(of: Slice, measures: int, months: int) -> Iterator[Row]:
    if of.status != "idea":
        yield from observations(of.agent, of.chance, of.one_in("poor"), MEASURES[:measures], AS_OF, months)


def _write(path: Path, rows: Iterator[Row]) -> None:
    """Write rows; the first one names every column."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer: csv.DictWriter[str] | None = None
        for row in rows:
            if writer is None:
                writer = csv.DictWriter(file, list(row), lineterminator="\n")
                writer.writeheader()
            writer.writerow(row)
