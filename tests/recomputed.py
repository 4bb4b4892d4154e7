"""Control figures and spend of a quarter worked out from an export alone: plain Python, none of the product's code.

It reads the files as anybody could and follows the published rules 1, 8 and 9 as written, in its own way. Cards that a
missed measure asks for are left out: whoever misses one is late with the card before as well.
"""

from __future__ import annotations

import csv
import json
from collections import defaultdict
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from zoneinfo import ZoneInfo

Row = dict[str, str]
SERIOUS = {"high", "critical", "sev1", "sev2"}
SLOTS = {"accountable": "accountable_owner", "system_owner": "system_owner", "risk_owner": "risk_owner"}
ENDED = {"completed", "failed", "stopped", "blocked"}


def month_last(day: date) -> date:
    return (day.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)


def quarter_of(day: date) -> str:
    return f"{day.year}-Q{(day.month + 2) // 3}"


def months_of(quarter: str) -> list[str]:
    year, number = quarter.split("-Q")
    return [f"{year}-{month:02}" for month in range(int(number) * 3 - 2, int(number) * 3 + 1)]


class Exported:
    """The files of one export."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.zone = ZoneInfo(self.rows("recorded/settings")[0]["zone"])
        self.agents = {row["agent"]: row for row in self.rows("agents")}
        self.people = {row["person"]: row for row in self.rows("people")}
        self.own = {
            name: self.by_agent(name)
            for name in (
                *("assignments", "actions", "budgets", "costs", "changes", "incidents", "observations"),
                *("recorded/decisions", "recorded/follow_ups"),
            )
        }
        self.runs: dict[str, list[tuple[date, dict]]] = defaultdict(list)
        with (folder / "runs.jsonl").open(encoding="utf-8") as lines:
            for line in lines:
                run = json.loads(line)
                self.runs[run["agent_id"]].append((self.day(run["timestamp"]), run))

    def rows(self, name: str) -> list[Row]:
        with (self.folder / f"{name}.csv").open(encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file))

    def by_agent(self, name: str) -> dict[str, list[Row]]:
        found: dict[str, list[Row]] = defaultdict(list)
        for row in self.rows(name):
            found[row["agent"]].append(row)
        return found

    def day(self, moment: str) -> date:
        return datetime.fromisoformat(moment).astimezone(self.zone).date()


def day_of(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


class Seen:
    """One export on one day, for the figures of one quarter."""

    def __init__(self, files: Exported, quarter: str, as_of: date) -> None:
        self.files, self.quarter, self.as_of = files, quarter, as_of
        self.first = date.fromisoformat(f"{months_of(quarter)[0]}-01")

    # ---- who counts ----
    def counted(self) -> list[str]:
        return [agent for agent in sorted(self.files.agents) if self.counts(agent)]

    def counts(self, agent: str) -> bool:
        last = self.last_sign(agent)
        return self.status(agent) == "live" or (
            self.status(agent) == "pilot" and last is not None and last >= self.first
        )

    def status(self, agent: str) -> str:
        rows = [row for row in self.files.own["changes"][agent] if row["kind"] == "status"]
        rows.sort(key=lambda row: row["changed_at"])
        later = [row for row in rows if self.files.day(row["changed_at"]) > self.as_of]
        return (later[0]["from_value"] if later else self.files.agents[agent]["status"]).lower()

    def last_sign(self, agent: str) -> date | None:
        days = [day for day, _ in self.files.runs[agent] if day <= self.as_of]
        for row in self.files.own["observations"][agent]:
            first, last = self.span(row["period"])
            if first <= self.as_of:
                days.append(min(last, self.as_of))
        return max(days, default=None)

    def span(self, period: str) -> tuple[date, date]:
        if "-W" in period:
            year, week = period.split("-W")
            first = date.fromisocalendar(int(year), int(week), 1)
            return first, first + timedelta(days=6)
        names = months_of(period) if "-Q" in period else [period]
        return date.fromisoformat(f"{names[0]}-01"), month_last(date.fromisoformat(f"{names[-1]}-01"))

    # ---- visibility ----
    def is_visible(self, agent: str) -> bool:
        if not any(self.is_active(person) for person in self.holders(agent, "accountable_owner")[:1]):
            return False
        if (self.files.agents[agent]["evidence_source"] or "file") == "log":
            runs = [(day, run) for day, run in self.files.runs[agent] if day <= self.as_of]
            recent = [run for day, run in runs if day > self.as_of - timedelta(days=28) and self.started(run)]
            traced = [run for run in recent if run.get("_calls") is not None or run.get("tool_calls") is not None]
            return bool(runs) and len(traced) >= 0.95 * len(recent)
        last = self.last_sign(agent)
        return last is not None and last >= self.first

    def started(self, run: dict) -> bool:
        ended = run.get("status", "completed") in ENDED and not run.get("infra_failure")
        return ended and run.get("review_outcome") != "pending"

    def holders(self, agent: str, role: str) -> list[str]:
        def held(row: Row) -> bool:
            since, until = day_of(row["effective_from"]), day_of(row["effective_to"])
            return (since is None or since <= self.as_of) and (until is None or self.as_of <= until)

        return sorted(
            row["person"] for row in self.files.own["assignments"][agent] if row["role"] == role and held(row)
        )

    def is_active(self, person: str) -> bool:
        row = self.files.people.get(person)
        if row is None:
            return False
        until = day_of(row["inactive_since"])
        return row["active"] != "no" or (until is not None and self.as_of < until)

    # ---- approval rules ----
    def is_ruled(self, agent: str) -> bool:
        rows = [row for row in self.files.own["actions"][agent] if row["mode"] != "forbidden"]
        return bool(rows) and all(self.has_rule(agent, row) for row in rows)

    def has_rule(self, agent: str, row: Row) -> bool:
        named = [row[slot] or next(iter(self.holders(agent, role)), "") for slot, role in SLOTS.items()]
        return bool(row["mode"] or row["always_approve"] == "yes") and all(map(self.is_active, named))

    # ---- spending limits ----
    def is_limited(self, agent: str) -> bool:
        workflow = self.files.agents[agent]["workflow"].casefold()
        shared = [row for row in self.files.own["budgets"][""] if workflow and row["workflow"].casefold() == workflow]
        known = [row for row in (*self.files.own["budgets"][agent], *shared) if self.in_force(row)]
        return bool(known) and not any(self.is_over(agent, kind) for kind in ("month", "quarter"))

    def in_force(self, row: Row) -> bool:
        since = day_of(row["effective_from"])
        return since is None or since <= self.as_of

    def is_over(self, agent: str, kind: str) -> bool:
        rows = [row for row in self.files.own["budgets"][agent] if row["period"] == kind and self.in_force(row)]
        if not rows:
            return False
        limit = max(rows, key=lambda row: row["effective_from"])
        months = months_of(quarter_of(self.as_of)) if kind == "quarter" else [f"{self.as_of:%Y-%m}"]
        return sum(self.month(agent, month, people=False) or 0 for month in months) >= Decimal(limit["amount"])

    # ---- money ----
    def month(self, agent: str, month: str, *, people: bool) -> Decimal | None:
        """The bills of a month; run costs count where nobody billed the model."""
        if date.fromisoformat(f"{month}-01") > self.as_of:
            return None
        bills = [row for row in self.files.own["costs"][agent] if row["period"] == month]
        sums = [Decimal(row["amount"]) for row in bills if people or row["category"] != "human_review"]
        if not any(row["category"] == "model" for row in bills):
            runs = [run for day, run in self.files.runs[agent] if f"{day:%Y-%m}" == month and day <= self.as_of]
            priced = [Decimal(run["cost_usd"]) for run in runs if run.get("cost_usd") is not None]
            sums += [sum(priced, Decimal())] if priced else []
        return sum(sums, Decimal()) if sums else None

    def spent(self, agent: str, quarter: str, *, people: bool = True) -> Decimal | None:
        months = [self.month(agent, month, people=people) for month in months_of(quarter)]
        known = [amount for amount in months if amount is not None]
        return sum(known, Decimal()) if known else None

    def outcomes(self, agent: str) -> int:
        months = set(months_of(self.quarter))
        runs = [run for day, run in self.files.runs[agent] if f"{day:%Y-%m}" in months and self.started(run)]
        good = [run for run in runs if run.get("result") == "success" and run.get("status", "completed") == "completed"]
        return sum(run.get("review_outcome") != "escalated" for run in good)

    # ---- accountability ----
    def is_accounted_for(self, agent: str) -> bool:
        decided = self.decisions(agent)
        return bool(decided) and not self.is_overdue(agent) and not self.is_behind(agent, decided)

    def decisions(self, agent: str) -> list[Row]:
        rows = [row for row in self.files.own["recorded/decisions"][agent] if day_of(row["as_of"]) <= self.as_of]
        return sorted(rows, key=lambda row: (row["as_of"], int(row["seq"])))

    def is_behind(self, agent: str, decided: list[Row]) -> bool:
        taken = {row["seq"] for row in decided}
        rows = [row for row in self.files.own["recorded/follow_ups"][agent] if row["decision"] in taken]
        open_ones = [row for row in rows if not row["done_on"] or day_of(row["done_on"]) > self.as_of]
        return any(day_of(row["due"]) < self.as_of for row in open_ones)

    def is_overdue(self, agent: str) -> bool:
        waiting = [card for card in self.cards(agent) if not self.is_settled(agent, card)]
        return bool(waiting) and min(waiting)[0] < self.as_of

    def is_settled(self, agent: str, card: tuple[date, date, str]) -> bool:
        _, opens, period = card
        return any(day_of(row["as_of"]) >= opens or row["period"] == period for row in self.decisions(agent))

    def cards(self, agent: str) -> list[tuple[date, date, str]]:
        """When each card is due, from when a decision settles it, and which period it is about."""
        own = self.files.agents[agent]
        began = [own["live_on"]] if self.status(agent) == "live" else [own["pilot_started"]]
        start = next((day for day in map(day_of, (*began, own["status_since"])) if day and day <= self.as_of), None)
        if start is None:
            return []
        first, stable = start + timedelta(days=30), start + timedelta(days=90)
        ends = {last for day in self.events(agent) for last in self.next_ends(day) if last > first}
        ends |= {last for last in self.month_ends(start, stable) if first < last <= stable}
        found = [(first, first - timedelta(days=7), "day 30")]
        found += [(last + timedelta(days=10), last, f"{last:%Y-%m}") for last in ends]
        quarters = [last for last in self.month_ends(stable, self.as_of + timedelta(days=100)) if last.month % 3 == 0]
        found += [(last + timedelta(days=15), last, quarter_of(last)) for last in quarters if stable < last not in ends]
        return self.after_loading(agent, sorted(found))

    def after_loading(self, agent: str, found: list[tuple[date, date, str]]) -> list[tuple[date, date, str]]:
        loaded = day_of(self.files.agents[agent]["_first_loaded"])
        if loaded is None or self.as_of < loaded or not found or found[0][0] >= loaded:
            return found
        begin = loaded + timedelta(days=30)
        return [(begin, loaded, "first load"), *(card for card in found if card[0] > begin)]

    def events(self, agent: str) -> Iterator[date]:
        """A changed level and a serious incident ask for the next three month ends."""
        for row in self.files.own["changes"][agent]:
            if row["kind"] == "level" and self.files.day(row["changed_at"]) <= self.as_of:
                yield self.files.day(row["changed_at"])
        decided = self.decisions(agent)
        for place, row in enumerate(decided):
            if row["kind"] == "level" or (place and row["level"] != decided[place - 1]["level"]):
                yield date.fromisoformat(row["as_of"])
        for row in self.files.own["incidents"][agent]:
            if row["severity"].lower() in SERIOUS and self.files.day(row["detected_at"]) <= self.as_of:
                yield self.files.day(row["detected_at"])

    def next_ends(self, day: date) -> list[date]:
        begin = day if day < month_last(day) else day + timedelta(days=1)
        return self.month_ends(begin, begin + timedelta(days=75))[:3]

    def month_ends(self, begin: date, end: date) -> list[date]:
        found, last = [], month_last(begin)
        while last <= month_last(end):
            found.append(last)
            last = month_last(last + timedelta(days=1))
        return found
