"""Show shapes in a terminal: tables for people, JSON for programs."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

import typer
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from agent_scorecard import format as text
from agent_scorecard.vocabulary import Aggregation

if TYPE_CHECKING:
    from pathlib import Path

    from agent_scorecard.loading.refusal import Refusal
    from agent_scorecard.loading.report import LoadReport
    from agent_scorecard.rules.answers import Assessment
    from agent_scorecard.rules.facts import Decision, FollowUp
    from agent_scorecard.store.backup import Manifest
    from agent_scorecard.store.copying import Copied
    from agent_scorecard.store.ledger import Verified

Json = Mapping[str, Any]
CELLS_SHOWN = 20
NOTHING_FOUND = "No file to load was found there. Begin with agents.csv and observations.csv."
ENDED = {
    "loaded": "loaded",
    "unchanged": "nothing changed",
    "already": "loaded before, nothing changed",
    "refused": "refused",
    "cancelled": "cancelled",
}
COLOURS = {"block": "red", "warn": "yellow", "missed": "red", "at_risk": "yellow", "not_trusted": "yellow"}


def as_json(shape: Json) -> None:
    typer.echo(json.dumps(shape, indent=2, ensure_ascii=False, allow_nan=False))


def json_line(shape: Json) -> None:
    typer.echo(json.dumps(shape, ensure_ascii=False, allow_nan=False))


def due(shape: Json) -> None:
    cards = [(row["agent"], _day(row["on"]), _late(row), row["proposed"], row["sentence"]) for row in shape["due"]]
    table("Cards", ("Agent", "Due", "", "Proposed", ""), cards, "No card has a date.")
    promised = [(row["agent"], _day(row["due"]), _late(row), row["owner"], row["what"]) for row in shape["follow_ups"]]
    if promised:
        table("Promises", ("Agent", "Due", "", "Who", "What"), promised)
    owed = shape["causes"]
    causes = [(row["agent"], _day(row["due"]), _late(row), row["owner"] or "", row["incident"]) for row in owed]
    if causes:
        table("Causes to write down", ("Agent", "Due", "", "Who", "Incident"), causes)
    weeks = [(row["agent"], _day(row["due"]), _late(row), f"week {row['week']}") for row in shape["weeks"]]
    if weeks:
        table("Weekly reviews to hold", ("Agent", "Due", "", "Week"), weeks)


def findings(shape: Json) -> None:
    rows = [
        (_coloured(row["severity"]), row["agent"], row["code"], f"{row['sentence']} {row['way_out']}")
        for row in shape["findings"]
    ]
    table("Findings", ("", "Agent", "Code", "What and way out"), rows, "Nothing needs a person.")


def ladder(shape: Json) -> None:
    rows = [
        (
            row["agent"],
            row["on_file"],
            row["granted"],
            row["supported"],
            row["allowed"],
            f"{row['there']} of {row['required']}" if row["next"] else "",
            " ".join([*row["step_down"], *(item["sentence"] for item in row["missing"])][:2]),
        )
        for row in shape["agents"]
    ]
    heads = ("Agent", "On file", "Granted", "Supported", "Allowed", "Evidence", "Why, and what is missing")
    table("Autonomy ladder", heads, rows, "No agent is on the ladder yet.")


def review(shape: Json, title: str, deck: str) -> None:
    """The walkthrough of a quarter in its order, in a terminal."""
    before = shape["before"]["period"]
    _say(f"[bold]{escape(title)}[/] · {shape['as_of']}")
    _say(escape(deck))
    control = [
        (
            row["figure"].replace("_", " "),
            f"{row['there']} of {row['of']}",
            f"{row['before']['there']} of {row['before']['of']}",
            " ".join(f"{gap['agent']}: {gap['sentence']}" for gap in row["missing"]),
        )
        for row in shape["control"]
    ]
    table("Control", ("", "Now", before, "Missing"), control)
    found = [(_coloured(row["severity"]), row["agent"] or "", row["sentence"]) for row in shape["exceptions"]]
    table("Exceptions", ("", "Agent", "What"), found, "Nothing stands out.")
    values = [
        (
            row["agent"],
            "" if row["value"] is None else text.percent(row["value"], 0),
            _coloured(row["quality"]),
            row["tier"] or "",
            row["findings"],
            "" if row["users"] is None else text.count(row["users"]),
            _amount(row["cost"], row["currency"]),
        )
        for row in shape["values"]
    ]
    heads = ("Agent", "Value", "Quality", "Tier", "Findings", "Users", "Cost")
    table("Value, risk, adoption, cost", heads, values, "No agent was live in the quarter.")
    levels = [(row["level"], row["before"], row["agents"]) for row in shape["ladder"]["levels"]]
    table("Ladder", ("Level", before, "Now"), levels)
    proposed = [
        (row["choice"], row["agent"], row["line"] or "", " ".join(row["reasons"])) for row in shape["proposals"]
    ]
    table("Proposals", ("", "Agent", "", "Why"), proposed)
    money = [
        (row["agent"], _amount(row["before"], row["currency"]), _amount(row["total"], row["currency"]))
        for row in shape["spend"]["agents"]
    ]
    table("Spend", ("Agent", before, shape["period"]), money, "No cost was recorded.")
    outcomes = [
        (
            row["agent"],
            row["standing"] or "",
            row["proposed"],
            row["recorded"]["outcome"] if row["recorded"] else "open",
        )
        for row in shape["outcomes"]
    ]
    table("Outcome", ("Agent", "Stands", "Proposed", "Review"), outcomes)


def scorecard(shape: Json, one: Assessment) -> None:
    """The card in its printed order, in a terminal."""
    autonomy, proposal = shape["autonomy"], shape["proposal"]
    levels = ", ".join(f"{name.replace('_', ' ')} {autonomy[name]}" for name in ("on_file", "granted", "supported"))
    _say(f"[bold]{escape(shape['name'])}[/] · {shape['period']} · tier {shape['tier'] or 'not known'}")
    _say(f"Level: {levels}, allowed today {autonomy['allowed']}. A person always: {escape(autonomy['always_human'])}.")
    _say(" · ".join(f"{name} {_coloured(verdict)}" for name, verdict in shape["groups"].items()))
    measured = [row for row in one.judged if row.figure is not None]
    rows = [
        (
            row.measure.name,
            _value(one, row),
            text.cases(row.figure.n) if row.figure and row.figure.n is not None else "",
            _coloured(row.verdict),
        )
        for row in measured
    ]
    table("Measures", ("Measure", "Value", "Cases", "Verdict"), rows, "Nothing was measured.")
    findings(shape)
    missing = [
        (item["item"], item["state"].replace("_", " "), item["sentence"])
        for item in shape["evidence"]
        if item["required"]
    ]
    if autonomy["next"]:
        table(f"Evidence for level {autonomy['next']}", ("Item", "", ""), missing)
    reasons = " ".join(reason["sentence"] for reason in proposal["reasons"])
    _say(f"Proposed: [bold]{proposal['choice']}[/]. {escape(reasons)}")
    _say(escape(shape["next_review"]["sentence"]))


def load(report: LoadReport) -> None:
    counts = ("read", "new", "changed", "same", "duplicate", "refused")
    rows = [
        (row.file or row.source, *(getattr(row, name) for name in counts), row.refused_whole or "")
        for row in report.files
    ]
    title = f"Load {report.load}: {ENDED[report.status.value]}."
    table(title, ("File", *(name.capitalize() for name in counts), ""), rows, NOTHING_FOUND)
    for note in report.notes:
        _say(escape(note))
    _cells("Refused", report.refusals, "write them all with --refused FILE")
    _cells("Remarks", [told for row in report.files for told in row.warnings], "--json has them all")


def _cells(title: str, cells: Sequence[Refusal], rest: str) -> None:
    shown = [
        (cell.file or cell.source, cell.line or "", cell.column or "", cell.value or "", cell.reason)
        for cell in cells[:CELLS_SHOWN]
    ]
    if shown:
        table(title, ("File", "Line", "Column", "Value", "Why"), shown)
    if len(cells) > CELLS_SHOWN:
        _say(f"And {len(cells) - CELLS_SHOWN} more: {rest}.")


def decision(recorded: Decision, promised: Sequence[FollowUp]) -> None:
    _say(f"Recorded as entry {recorded.seq}: {recorded.choice} for {escape(recorded.agent)}, {recorded.period}.")
    _say(f"The card is frozen as {recorded.card_hash[:12]}.")
    if recorded.co_signed_by:
        _say(f"Signed beside {escape(recorded.by)}: {escape(recorded.co_signed_by)}.")
    if not recorded.verified:
        _say(f"The {'names were' if recorded.co_signed_by else 'name was'} typed, not verified.")
    for row in promised:
        _say(f"Due {text.full_day(row.due)}, {escape(row.owner)}: {escape(row.what)}")


def exported(folder: Path, rows: Mapping[str, int]) -> None:
    table(f"Written to {folder}", ("File", "Rows"), [(name, text.count(count)) for name, count in rows.items()])


def copied(what: str, manifest: Manifest) -> None:
    _say(escape(what))
    _say(f"{text.count(sum(manifest.rows.values()))} rows, checked. SHA-256 {manifest.sha256}")
    if manifest.head is not None:
        _say(f"Head of the ledger: {manifest.head}, {manifest.head.at}")


def company_copied(done: Copied) -> None:
    _say(escape(f"The company is in {done.place} too, and both databases tell the same:"))
    tables = sum(1 for rows in done.rows.values() if rows)
    _say(f"{text.count(sum(done.rows.values()))} rows in {tables} tables. SHA-256 of the content {done.told.content}")
    for chain, found in done.told.heads.items():
        _say(f"Head of the {chain}: {found}, {found.at}" if found else f"The {chain}: no entry yet")


def verified(answer: Verified, differing: Sequence[str]) -> None:
    _say(escape(answer.sentence))
    for sentence in differing:
        _say(escape(sentence))
    if answer.head is not None:
        _say(f"Head: {answer.head}, {answer.head.at}")


def _value(one: Assessment, row: Any) -> str:
    figure, measure = row.figure, row.measure
    currency = one.evidence.company.currency
    return text.value_text(figure.value if figure else None, measure.unit, measure.aggregation, currency)


def table(title: str, heads: Sequence[str], rows: Iterable[Sequence[object]], empty: str = "") -> None:
    made = Table(title=title, title_justify="left", title_style="bold", box=None, pad_edge=False)
    for head in heads:
        made.add_column(head, overflow="fold")
    for row in rows:
        made.add_row(*(cell if isinstance(cell, _Marked) else escape(str(cell)) for cell in row))
    _say(made if made.row_count else empty)


class _Marked(str):
    """A text that already holds markup of our own."""

    __slots__ = ()


def _coloured(word: str) -> _Marked:
    shown = word.replace("_", " ")
    return _Marked(f"[{COLOURS[word]}]{shown}[/]" if word in COLOURS else shown)


def _amount(units: float | None, currency: str) -> str:
    return "" if units is None else text.value_text(units, currency, Aggregation.SUM)


def _late(row: Json) -> str:
    return f"{text.plural(row['days_late'], 'day')} late" if row["days_late"] else ""


def _day(day: str) -> str:
    return text.full_day(date.fromisoformat(day))


def _say(what: object) -> None:
    Console(highlight=False, soft_wrap=False).print(what)
