"""Monthly figures and public incidents, loaded through the product, add up to what was counted independently."""

from collections import Counter
from decimal import Decimal
from typing import Any

import pytest

from tests.loading.expected_figures import by
from tests.loading.mapping.samples import expected
from tests.real.conftest import Loaded
from tests.real.samples import wanted


def added(rows: list[dict[str, str]], column: str) -> Decimal:
    return sum((Decimal(row[column]) for row in rows), Decimal(0))


def test_dated_benchmark_results(loaded: Loaded) -> None:
    stored, want = loaded("aider_benchmarks"), expected("aider_benchmarks")["files"]["polyglot_leaderboard.yml"]
    rows = by(stored.rows("observations"), lambda row: row["measure"])
    passed = rows["eval_pass_rate"]
    assert {
        "rows": len(passed),
        "cost_sum": float(added(rows["cost_per_task"], "numerator")),
        "cost_zero_or_missing": len(passed) - len(rows["cost_per_task"]),
        "error_outputs": added(rows["qa_defect_density"], "numerator"),
        "user_asks": added(rows["escalation_count"], "value"),
        "test_timeouts": added(rows["exception_rate"], "numerator"),
        "test_cases": added(passed, "denominator"),
    } == wanted("aider_benchmarks", want)
    assert months(passed) == (want["first"][:7], want["last"][:7])
    assert max(Counter(row["source"] for row in passed).values()) == 1 + len(want["duplicate_dirname"])
    assert len(stored.rows("agents")) == 1 + want["rows"]


def test_an_adoption_series_over_eighty_one_releases(loaded: Loaded) -> None:
    want = expected("aider_benchmarks")["files"]["blame.yml"]
    rows = [row for row in loaded("aider_benchmarks").rows("observations") if row["measure"] == "agent_assisted_share"]
    lines, own = added(rows, "denominator"), added(rows, "numerator")
    assert {
        "releases": len(want["series"]),
        "lines_total": lines,
        "aider_lines": own,
        "share": round(float(own / lines), 6),
    } == wanted("aider_benchmarks", want)
    assert months(rows) == (want["first"][:7], want["last"][:7])
    assert {row["period"]: int(row["denominator"]) for row in rows} == dict(
        sum((Counter({day[:7]: size}) for _, day, _, size in want["series"]), Counter())
    )


def months(rows: list[dict[str, str]]) -> tuple[str, str]:
    periods = sorted(row["period"] for row in rows)
    return periods[0], periods[-1]


def test_public_reports_and_vulnerabilities(loaded: Loaded) -> None:
    incidents = loaded("avid").rows("incidents")
    kinds = Counter(row["incident"].split("-")[2][0] for row in incidents)
    classes = Counter(row.get("risk_class") for row in incidents)
    assert {
        "files": len(incidents),
        "reports": kinds["R"],
        "vulnerabilities": kinds["V"],
        "by_month": dict(Counter(row["detected_at"][:7] for row in incidents)),
        # one record names Security and Ethics; an incident has one class of risk, the first named
        "risk_domain": {
            "Ethics": classes["trust"] + 1,
            "Performance": classes["accuracy"],
            "Security": classes["access"],
        },
    } == wanted("avid", expected("avid"))


def test_public_case_studies(loaded: Loaded) -> None:
    words = {"day": "DATE", "month": "MONTH", "year": "YEAR"}
    found = [case(row, words) for row in loaded("atlas_case_studies").rows("incidents")]
    assert {
        "count": len(found),
        "granularity": dict(Counter(precision for _, _, precision, *_ in found)),
        "by_type": dict(Counter(kind for *_, kind, _, _ in found)),
        "by_year": dict(Counter(day[:4] for _, day, *_ in found)),
        "steps": sum(steps for *_, steps in found),
        "incidents": found,
    } == wanted("atlas_case_studies", expected("atlas_case_studies"))


def case(row: dict[str, str], words: dict[str, str]) -> list[Any]:
    kind, _, steps, _ = row["rca_trace"].split()
    return [row["incident"], row["detected_at"][:10], words[row["date_precision"]], kind, row["summary"], int(steps)]


@pytest.mark.parametrize("mapping", ["avid", "atlas_case_studies"])
def test_an_outside_incident_is_no_agents_and_claims_no_severity(loaded: Loaded, mapping: str) -> None:
    stored = loaded(mapping)
    assert stored.rows("agents") == []
    assert {(row.get("agent"), row["severity"]) for row in stored.rows("incidents")} == {(None, "undetermined")}
