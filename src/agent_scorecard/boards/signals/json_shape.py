"""The signals as the command line prints them for programs: plain values, never NaN (docs/json.md)."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date
from typing import Any

from agent_scorecard.boards.signals.shapes import Compared, Side, Signal, Signals
from agent_scorecard.rules.alerts import Alert

Json = dict[str, Any]


def signals(board: Signals) -> Json:
    """Return every signal, the heaviest first; shares are 0 to 1, money is in currency units."""
    return {
        "as_of": board.as_of.isoformat(),
        "period": str(board.period) if board.period is not None else None,
        "policy_version": board.policy_version,
        "alerts": [alert(row.alert) for row in board.alerts],
        "signals": [_signal(row) for row in board.rows],
    }


def alert(told: Alert) -> Json:
    """Return one alert with what became of it."""
    last = told.last
    return {
        "agent": told.agent,
        "alert": told.alert,
        "code": told.finding.code,
        "state": told.state.value,
        "severity": told.severity.value,
        "sentence": told.finding.sentence.text,
        "way_out": told.finding.way_out,
        "why": told.why or None,
        "until": told.until.isoformat() if told.until is not None else None,
        "size": told.size,
        "act": last.act.value if last is not None else None,
        "reason": last.reason if last is not None else None,
        "done_by": last.done_by if last is not None else None,
        "done_on": last.done_on.isoformat() if last is not None else None,
    }


def _signal(row: Signal) -> Json:
    return {
        "agent": row.agent,
        "signal": row.kind.value,
        "state": row.state,
        "severity": row.severity.value if row.severity is not None else None,
        "codes": list(row.codes),
        "sentence": row.sentence,
        "way_out": row.way_out or None,
        "figures": [{name: _plain(value) for name, value in asdict(figure).items()} for figure in row.figures],
        "compared": [_compared(each) for each in row.compared],
        "cuts": [day.isoformat() for day in row.cuts],
        "how": list(row.how),
    }


def _compared(row: Compared) -> Json:
    return {
        "figure": row.figure,
        "change": row.change,
        "since": row.since,
        "before": _side(row.before),
        "after": _side(row.after),
        "relative": row.relative,
        "low": row.low,
        "high": row.high,
    }


def _side(side: Side) -> Json:
    return {name: _plain(value) for name, value in asdict(side).items()}


def _plain(value: Any) -> Any:
    """Write a day as text and a whole count as a whole number, so that 86 of 1,000 does not read 86.0."""
    if isinstance(value, date):
        return value.isoformat()
    return int(value) if isinstance(value, float) and value.is_integer() else value
