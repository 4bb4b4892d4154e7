"""What every story is written with: rows, months, agreed bounds, answered gates, moments of a working day."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

Row = dict[str, object]
Tables = Mapping[str, list[Row]]

ZONE = ZoneInfo("America/Denver")
FIRST_DAY = date(2026, 6, 1)
OPENING_DAY = date(2026, 10, 30)
MONTHS = tuple(f"2026-{month:02}" for month in range(1, 11))
ATTESTED = {
    "intake": ("G1.0", "G1.1", "G1.4"),
    "design_review": ("G2.1", "G2.2"),
    "production_readiness": ("G3.2",),
    "portfolio_review": ("G4.4",),
    "checklist": ("F2", "F4", "C3", "C4", "O4"),
}


def table(header: str, *lines: Sequence[object]) -> list[Row]:
    """Rows under one header; a cell of None is left empty."""
    names = header.split()
    return [{name: cell for name, cell in zip(names, line, strict=True) if cell is not None} for line in lines]


def of(agent: str, rows: Iterable[Row]) -> list[Row]:
    """The rows with the agent in front."""
    return [{"agent": agent, **row} for row in rows]


def rates(measure: str, source: str, *shares: tuple[str, int, int]) -> list[Row]:
    """Monthly shares: month, cases that count, cases."""
    return [
        {"measure": measure, "period": month, "numerator": above, "denominator": below, "source": source}
        for month, above, below in shares
    ]


def by_month(months: Sequence[str], pairs: Sequence[tuple[int, int]]) -> list[tuple[str, int, int]]:
    """Counts of each month, ready for `rates`."""
    return [(month, *pair) for month, pair in zip(months, pairs, strict=True)]


def values(
    measure: str, source: str, months: Sequence[str], figures: Sequence[object], n: int | None = None
) -> list[Row]:
    """Monthly figures that are not shares, with the number of cases behind each where it is known."""
    known = {} if n is None else {"n": n}
    return [
        {"measure": measure, "period": month, "value": value, **known, "source": source}
        for month, value in zip(months, figures, strict=True)
    ]


def held(roles: Mapping[str, str], since: str) -> list[Row]:
    """Roles by person: "maya": "accountable_owner own_metric"."""
    return [
        {"role": role, "person": person, "effective_from": since}
        for person, names in roles.items()
        for role in names.split()
    ]


def weekly(measure: str, source: str, first: date, figures: Iterable[object], n: int) -> list[Row]:
    """Figures of one ISO week after the other, the first of them beginning on a Monday."""
    weeks = (first + timedelta(weeks=step) for step in range(53))
    return [
        {"measure": measure, "period": f"{week:%G-W%V}", "value": value, "n": n, "source": source}
        for week, value in zip(weeks, figures, strict=False)
    ]


def action(name: str, system: str, access: str, mode: str, since: str, told: str, **more: object) -> Row:
    """An action that touches nothing outside and can be undone, unless more is said; `told` hears of its event."""
    row: Row = {
        "action": name,
        "system": system,
        "access": access,
        "effects": "none",
        "reversible": "yes",
        "mode": mode,
        "mode_since": since,
        "always_approve": "no",
        "consulted": "leo",
        "informed": told,
        "inform_trigger": "Any change of scope",
        "idempotent": "yes",
        "credential_expires_on": "2027-05-31",
    }
    return {**row, **more}


def never(name: str, system: str, access: str, effects: str, since: str, told: str) -> Row:
    """An action named so that it stays forbidden."""
    return action(
        name,
        system,
        access,
        "forbidden",
        since,
        told,
        effects=effects,
        reversible="no",
        always_approve="yes",
        consulted="ruth",
        inform_trigger="Any attempt",
        compensation="None is needed: the agent holds no permission",
        idempotent="no",
        permission_scope="nothing",
        permission_purpose="Named so that it stays forbidden",
    )


def bound(measure: str, since: str, target: object, passes: object, fail: object, **more: object) -> Row:
    """Agreed bounds of a measure, set by the risk owner three weeks before they begin."""
    set_on = (date.fromisoformat(since) - timedelta(days=21)).isoformat()
    row: Row = {"measure": measure, "effective_from": since, "target": target, "pass": passes, "fail": fail}
    return {**row, "set_by": "ruth", "set_on": set_on, **more}


def measured(period: str, source: str, value: object = None, share: tuple[int, int] | None = None) -> Row:
    """The baseline of a bound as it was measured before: a value, or a share of cases."""
    row: Row = {"baseline_kind": "measured", "baseline_period": period, "baseline_source": source}
    if share is None:
        return {**row, "baseline_value": value}
    return {**row, "baseline_numerator": share[0], "baseline_denominator": share[1]}


def costs(months: Sequence[str], **categories: Sequence[object]) -> list[Row]:
    """Monthly costs in dollars, one figure a month for each category."""
    return [
        {"period": month, "category": category, "amount": amount, "currency": "USD"}
        for category, amounts in categories.items()
        for month, amount in zip(months, amounts, strict=True)
    ]


def gates(days: Mapping[str, str], chair: str, builder: str, answers: Mapping[str, str], reviewers: str) -> list[Row]:
    """Every gate held on its day with its attested items answered; `answers` gives each item its evidence."""
    rows: list[Row] = []
    for gate, day in days.items():
        rows += [_answer(gate, item, "yes", answers[item], chair, day) for item in ATTESTED[gate]]
        if gate != "checklist":
            before = (date.fromisoformat(day) - timedelta(days=6)).isoformat()
            passed = _answer(gate, "result", "pass", None, chair, day)
            rows.append({**passed, "submitted_on": before, "reviewers": reviewers})
    day = days["checklist"]
    rows.append(_answer("checklist", "signed_by_manager", "yes", None, chair, day))
    rows.append(_answer("checklist", "signed_by_builder", "yes", None, builder, day))
    return rows


def _answer(gate: str, item: str, answer: str, evidence: str | None, by: str, day: str) -> Row:
    row: Row = {"gate": gate, "item": item, "answer": answer, "answered_by": by, "answered_on": day}
    return {**row, "evidence": evidence} if evidence else row


def moment(day: date, seconds: float) -> str:
    """A moment of a company day as ISO UTC, so many seconds after its midnight."""
    local = datetime.combine(day, time(), tzinfo=ZONE) + timedelta(seconds=round(seconds))
    return local.astimezone(UTC).isoformat().replace("+00:00", "Z")


def days(first: date, last: date) -> Iterable[date]:
    return (first + timedelta(days=step) for step in range((last - first).days + 1))
