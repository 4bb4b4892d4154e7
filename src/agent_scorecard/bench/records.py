"""A synthetic run log: seeded, about 520 bytes a line, half a year of runs, one line in a thousand bad."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

SEED = 20_260_401
START = datetime(2026, 4, 1, tzinfo=UTC)
DAYS = 180
BAD_ONE_IN = 1000
OUTPUT = "Refunded."
REVIEWS = ("accepted",) * 6 + ("none",) * 3 + ("edited",)
HELD = {"tool": "stripe.refund", "status": "blocked", "reason": "needs_human_approval_over_100"}
RAN = {"tool": "stripe.refund", "status": "ok"}


def write(path: Path, runs: int, agents: int) -> int:
    """Write the file and return its size in bytes."""
    with path.open("w", encoding="utf-8") as file:
        file.writelines(f"{json.dumps(record)}\n" for record in records(runs, agents))
    return path.stat().st_size


def records(runs: int, agents: int) -> Iterator[dict[str, object]]:
    """Yield runs in the order of time, as a log does; a bad one has a negative cost."""
    chance = random.Random(SEED)
    step = timedelta(days=DAYS) / max(1, runs)
    for number in range(runs):
        agent = chance.randrange(agents)
        amount = chance.randrange(400)
        record = {
            "timestamp": (START + number * step).strftime("%Y-%m-%dT%H:%M:%SZ"),
            "agent_id": agent_id(agent),
            "workflow": f"workflow-{agent % 40:02}",
            "request_id": f"req_{number:08x}",
            "inputs": {"ticket_id": f"CS-{number}", "amount_usd": amount},
            "tool_calls": [{"tool": "zendesk.get_ticket", "status": "ok"}, HELD if amount > 320 else RAN],
            "output": OUTPUT,
            "policy_version": "refund-2026-02",
            "model_version": f"4.{number * 4 // runs}",
            "human_override": False,
            "case_class": ("billing", "login", "refund")[number % 3],
            "review_outcome": chance.choice(REVIEWS),
            "cost_usd": f"0.{chance.randrange(1000, 99_999):06}",
            "duration_ms": chance.randrange(200, 20_000),
            "user": f"u-{chance.randrange(20_000)}",
        }
        if number % BAD_ONE_IN == BAD_ONE_IN - 1:
            record["cost_usd"] = "-1"
        yield record


def agent_id(number: int) -> str:
    return f"agent-{number:05}"
