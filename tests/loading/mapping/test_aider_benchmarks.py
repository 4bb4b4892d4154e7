"""Dated benchmark results and an adoption series give the figures that were counted independently."""

from collections import Counter
from decimal import Decimal

from tests.loading.expected_figures import by
from tests.loading.mapping.samples import cells, expected

SAMPLE = "aider_benchmarks"
BOARD = "polyglot_leaderboard.yml"
SKIPPED = {
    "keys": "which keys a source has is no figure of an agent",
    "models": "agents here are models with their way of editing",
    "duplicate_dirname": "checked as one source note per run",
    "first": "an observation has a month, not a day",
    "last": "an observation has a month, not a day",
}


def measured(measure: str) -> list[dict[str, str]]:
    return [row for row in cells(SAMPLE, "observations") if row["measure"] == measure]


def added(measure: str, column: str) -> Decimal:
    return sum((Decimal(row[column]) for row in measured(measure)), Decimal(0))


def test_the_leaderboard_adds_up():
    wanted = expected(SAMPLE)["files"][BOARD]
    agents = [row["agent"] for row in cells(SAMPLE, "agents") if row["agent"] != "aider"]
    assert len(set(agents)) == len(agents) == wanted["rows"]
    assert {
        "rows": len(measured("eval_pass_rate")),
        "cost_sum": float(added("cost_per_task", "numerator")),
        "cost_zero_or_missing": len(agents) - len(measured("cost_per_task")),
        "error_outputs": added("qa_defect_density", "numerator"),
        "user_asks": added("escalation_count", "value"),
        "test_timeouts": added("exception_rate", "numerator"),
        "test_cases": added("eval_pass_rate", "denominator"),
    } == {key: value for key, value in wanted.items() if key not in SKIPPED}


def test_the_first_and_last_month_are_those_of_the_first_and_last_date():
    for file, measure in ((BOARD, "eval_pass_rate"), ("blame.yml", "agent_assisted_share")):
        months = sorted(row["period"] for row in measured(measure))
        wanted = expected(SAMPLE)["files"][file]
        assert (months[0], months[-1]) == (wanted["first"][:7], wanted["last"][:7])


def test_releases_of_one_month_are_added_up_and_none_overwrites_another():
    wanted = expected(SAMPLE)["files"]["blame.yml"]
    months = measured("agent_assisted_share")
    releases = Counter(day[:7] for _, day, _, _ in wanted["series"])
    lines, written = added("agent_assisted_share", "denominator"), added("agent_assisted_share", "numerator")
    assert (lines, written, round(float(written / lines), 6)) == (
        *(wanted["lines_total"], wanted["aider_lines"]),
        wanted["share"],
    )
    assert [row["period"] for row in months] == sorted(releases)
    assert sum(releases.values()) == wanted["releases"] > len(months)
    assert {row["period"]: int(row["denominator"]) for row in months} == dict(
        sum((Counter({day[:7]: size}) for _, day, _, size in wanted["series"]), Counter())
    )


def test_no_two_observations_share_a_key():
    keys = Counter((row["agent"], row["measure"], row["period"]) for row in cells(SAMPLE, "observations"))
    assert max(keys.values()) == 1


def test_a_share_never_passes_one():
    shares = [*measured("eval_pass_rate"), *measured("exception_rate"), *measured("agent_assisted_share")]
    assert [row for row in shares if Decimal(row["numerator"]) > Decimal(row["denominator"])] == []


def test_each_agents_share_of_passed_cases_is_the_published_one_within_rounding():
    agents = by(measured("eval_pass_rate"), lambda row: str(row["agent"]))
    assert agents["gpt-4o-mini-2024-07-18 / whole"] == [
        {
            "agent": "gpt-4o-mini-2024-07-18 / whole",
            "measure": "eval_pass_rate",
            "period": "2024-12",
            "numerator": "8",
            "denominator": "225",
            "source": "polyglot run 2024-12-21-18-41-18--polyglot-gpt-4o-mini",
        }
    ]
