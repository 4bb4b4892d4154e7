"""A price list turns tokens into cost, only where a run does not say what it cost, and never in silence."""

import json
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine

from agent_scorecard.loading.exporting import export
from agent_scorecard.loading.load import load
from agent_scorecard.loading.report import LoadReport, LoadStatus
from agent_scorecard.loading.sources import upload
from agent_scorecard.runs.explorer.trails import trail_of
from agent_scorecard.runs.prices import NoPrice, Price, Prices, Usage
from agent_scorecard.store.content import content_hash
from tests.loading.small_company import NOW, TODAY, company, database, loaded, rows
from tests.loading.traces.shapes import agent, model, otlp

LIST = {
    "embeddings": {"e": 0.1},
    "chat": {
        "gpt-x": {"promptPrice": 0.001, "completionPrice": 0.01, "cacheReadPrice": 0.0001},
        "small": {"promptPrice": 7.5e-05, "completionPrice": 0.0006},
    },
}
RUN = {"agent_id": "refunds", "timestamp": "2026-10-05T10:00:00Z"}
TOKENS = {"input_tokens": 1000, "output_tokens": 100}
TRACE_OF_TWO = [agent(), model(1), model(2, {"gen_ai.request.model": "small", "gen_ai.usage.output_tokens": 0})]


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    made = company(tmp_path)
    yield made
    made.dispose()


def priced(engine: Engine, *lists: dict[str, Any]) -> None:
    for each in lists or (LIST,):
        loaded(engine, {"pricing.json": json.dumps(each, indent=1)})


def runs(engine: Engine, **given: Any) -> LoadReport:
    return loaded(engine, {"runs.jsonl": json.dumps({**RUN, "request_id": "r1", **given}) + "\n"})


def costs(engine: Engine) -> list[tuple[Decimal | None, bool]]:
    """The cost of every run, and whether it was worked out here."""
    readings = {row["reading"]: json.loads(row["given"]) for row in rows(engine, "run_readings")}
    return [
        (None if row["cost"] is None else Decimal(row["cost"]) / 10**9, readings[row["reading"]].get("computed", False))
        for row in rows(engine, "runs")
    ]


def remarks(report: LoadReport) -> list[str]:
    return [warning.reason for file in report.files for warning in file.warnings]


SAYS: dict[str, tuple[dict[str, Any], Decimal | None, bool]] = {
    "tokens and a model": ({**TOKENS, "model_version": "gpt-x"}, Decimal("0.002"), True),
    "a model behind its provider": ({**TOKENS, "model_version": "openai/gpt-x"}, Decimal("0.002"), True),
    "only output": ({"output_tokens": 1, "model_version": "small"}, Decimal("0.0000006"), True),
    "its own cost": ({**TOKENS, "model_version": "gpt-x", "cost_usd": 9}, Decimal(9), False),
    "its own cost of nothing": ({**TOKENS, "model_version": "gpt-x", "cost_usd": 0}, Decimal(0), False),
    "no tokens": ({"model_version": "gpt-x"}, None, False),
    "no model": (TOKENS, None, False),
    "a model no list names": ({**TOKENS, "model_version": "gpt-y"}, None, False),
    "another currency": ({**TOKENS, "model_version": "gpt-x", "cost_currency": "EUR"}, None, False),
}


@pytest.mark.parametrize("case", SAYS)
def test_a_cost_is_worked_out_only_where_a_run_says_its_tokens_and_not_its_cost(engine: Engine, case: str) -> None:
    given, cost, computed = SAYS[case]
    priced(engine)
    runs(engine, **given)
    assert costs(engine) == [(cost, computed)]


def test_one_run_says_that_its_cost_was_worked_out(engine: Engine) -> None:
    priced(engine)
    runs(engine, **TOKENS, model_version="gpt-x")
    runs(engine, request_id="r2", cost_usd=1)
    found = [trail_of(engine, "refunds", request) for request in ("r1", "r2")]
    assert [one.cost_computed for one in found if one] == [True, False]


def test_a_model_without_price_is_counted_and_named(engine: Engine) -> None:
    lines = [{**RUN, **TOKENS, "request_id": f"r{each}", "model_version": "gpt-y"} for each in range(3)]
    report = loaded(engine, {"runs.jsonl": "".join(json.dumps(line) + "\n" for line in lines)})
    assert remarks(report) == [
        "3 runs with tokens of the model gpt-y, which has no price: load a price list that names it"
    ]
    report = loaded(engine, {"traces.json": otlp(*TRACE_OF_TWO)})
    assert "1 run with tokens of the model gpt-x, which has no price: load a price list that names it" in remarks(
        report
    )


def test_the_list_is_kept_so_that_a_later_load_needs_none_and_priced_runs_change_once(engine: Engine) -> None:
    runs(engine, **TOKENS, model_version="gpt-x")
    assert costs(engine) == [(None, False)]
    priced(engine)
    report = runs(engine, **TOKENS, model_version="gpt-x")
    assert (report.total("changed"), costs(engine)) == (1, [(Decimal("0.002"), True)])
    assert runs(engine, **TOKENS, model_version="gpt-x").status is LoadStatus.ALREADY
    assert [(row["model"], row["source"]) for row in rows(engine, "prices")] == [
        ("gpt-x", "pricing.json"),
        ("small", "pricing.json"),
    ]


def test_calls_of_several_models_are_priced_each_for_itself(engine: Engine) -> None:
    priced(engine)
    loaded(engine, {"traces.json": otlp(*TRACE_OF_TWO)})
    assert costs(engine) == [(Decimal("0.002") + Decimal("0.000075"), True)]


def test_a_call_that_says_its_cost_stands_beside_one_that_is_worked_out(engine: Engine) -> None:
    priced(engine)
    loaded(engine, {"traces.json": otlp(agent(), model(1), model(2, {"gen_ai.usage.cost.amount": 0.5}))})
    assert costs(engine) == [(Decimal("0.502"), True)]


def test_one_call_without_price_leaves_the_whole_run_without_cost(engine: Engine) -> None:
    priced(engine)
    loaded(engine, {"traces.json": otlp(agent(), model(1), model(2, {"gen_ai.request.model": "gpt-y"}))})
    assert costs(engine) == [(None, False)]


def test_a_price_begins_on_its_day_and_the_first_one_holds_before_it_too(engine: Engine) -> None:
    later = {"chat": {"gpt-x": {"promptPrice": 0.002, "completionPrice": 0.02}}, "effective_from": "2026-10-05"}
    latest = {"chat": {"gpt-x": {"promptPrice": 0.003, "completionPrice": 0.03}}, "effective_from": "2026-10-07"}
    priced(engine, later, latest)
    for day in ("04", "06", "07"):
        given = {**TOKENS, "model_version": "gpt-x", "request_id": day, "timestamp": f"2026-10-{day}T10:00:00Z"}
        runs(engine, **given)
    assert [cost for cost, _ in costs(engine)] == [Decimal("0.004"), Decimal("0.004"), Decimal("0.006")]


def test_what_lay_in_a_cache_costs_what_the_list_says_of_it() -> None:
    prices = Prices({"m": (Price(0, 1_000_000, 0, 100_000),)})
    assert prices.cost([Usage("m", "", 1000, 0, 400, 100)], 1) == 500 + 40 + 100
    assert prices.cost([Usage("gone", "m", 1000, 0)], 1) == 1000
    with pytest.raises(NoPrice, match="gone"):
        prices.cost([Usage("gone", "", 1, 0)], 1)


def test_the_mark_survives_waiting_for_an_alias_and_an_export(engine: Engine, tmp_path: Path) -> None:
    priced(engine)
    loaded(
        engine,
        {"traces.json": otlp(agent(given={"gen_ai.operation.name": "invoke_agent", "gen_ai.agent.id": "x"}), model(1))},
    )
    runs(engine, **TOKENS, model_version="gpt-x", agent_id="x")
    loaded(engine, {"aliases.csv": "alias,agent\nx,refunds\n"})
    assert costs(engine) == [(Decimal("0.002"), True)] * 2
    export(engine, tmp_path / "out")
    other = database(tmp_path, "other.db")
    load(other, [tmp_path / "out"], today=TODAY, now=NOW, actor="ana")
    assert (costs(other), content_hash(other)) == (costs(engine), content_hash(engine))
    other.dispose()


def test_a_list_may_be_given_beside_a_load_whatever_it_is_called(engine: Engine) -> None:
    line = json.dumps({**RUN, **TOKENS, "request_id": "r1", "model_version": "gpt-x"}) + "\n"
    loaded(engine, {"runs.jsonl": line}, prices=upload("list.txt", json.dumps(LIST).encode()))
    assert costs(engine) == [(Decimal("0.002"), True)]


BAD = {
    "no list": ("[1, 2]", 0, "is not readable as a list of token prices"),
    "a price in words": (
        '{"chat": {"m": {"promptPrice": "much", "completionPrice": 1}}}',
        1,
        "in USD for 1,000 tokens",
    ),
    "half a price": ('{"chat": {"m": {"promptPrice": 1}}}', 1, "must be filled"),
    "below zero": ('{"chat": {"m": {"promptPrice": -1, "completionPrice": 1}}}', 1, "must be 0 or more"),
}


@pytest.mark.parametrize("case", BAD)
def test_a_bad_price_is_refused_with_its_place(engine: Engine, case: str) -> None:
    content, line, reason = BAD[case]
    report = loaded(engine, {}, prices=upload("p.json", content.encode()))
    assert [(each.file, each.line) for each in report.refusals] == [("prices", line)]
    assert reason in report.refusals[0].reason
    assert rows(engine, "prices") == []
