"""The agents of a synthetic company, each drawn from a seed of its own."""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

SEED = 20_261_031
AS_OF = date(2026, 10, 31)
TEAMS = ("Support", "Sales", "Finance", "Logistics", "Marketing", "People", "Legal", "Data", "Platform", "Purchasing")
WORKS = ("triage", "summary", "routing", "drafting", "reconciliation", "research", "reporting", "monitoring")
SYSTEMS = ("helpdesk", "crm", "ledger", "warehouse", "mail", "wiki", "hr", "registry")
STATUSES = ("live",) * 14 + ("pilot",) * 3 + ("paused", "idea", "retired")
TIERS = ("low",) * 3 + ("medium",) * 5 + ("high",) * 2
LEVELS = {"live": (1, 2, 2, 3, 3), "pilot": (1, 1, 2), "paused": (1, 2, 3), "idea": (1,), "retired": (2,)}
AGENTS_OF_A_PERSON = 6
ONE_IN = {"owner": 40, "incident": 9, "change": 3, "poor": 5}

Row = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Slice:
    """One agent as drawn: what every row about it is made from."""

    number: int
    agents: int
    chance: random.Random
    status: str
    tier: str
    level: int

    @property
    def agent(self) -> str:
        return f"{WORKS[self.number % len(WORKS)]}-{self.number:05}"

    @property
    def team(self) -> str:
        return TEAMS[self.number // 3 % len(TEAMS)]

    @property
    def system(self) -> str:
        return SYSTEMS[self.number // 2 % len(SYSTEMS)]

    @property
    def since(self) -> date:
        return AS_OF - timedelta(days=60 + self.number * 37 % 420)

    def person(self, place: int) -> str:
        """Return one of a few people around the agent's owner."""
        return person(self.number // AGENTS_OF_A_PERSON + place, self.agents)

    def one_in(self, what: str) -> bool:
        return self.number % ONE_IN[what] == ONE_IN[what] - 1

    def row(self, **cells: object) -> Row:
        return {"agent": self.agent, **cells}


def person(number: int, agents: int) -> str:
    return f"p{number % people_for(agents):04}"


def people_for(agents: int) -> int:
    return max(5, -(-agents // AGENTS_OF_A_PERSON))


def drawn(number: int, agents: int) -> Slice:
    chance = random.Random(f"{SEED} {number}")
    status = chance.choice(STATUSES)
    return Slice(number, agents, chance, status, chance.choice(TIERS), chance.choice(LEVELS[status]))
