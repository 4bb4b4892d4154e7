"""The statistics reproduce the reference values, and both sides of every edge are answered."""

import json
from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from agent_scorecard.rules.facts import Bounds
from agent_scorecard.rules.statistics import (
    aggregate_mean,
    aggregate_rate,
    climbing,
    dispersion,
    grade,
    graduation,
    mean_ratio_delta,
    mix_check,
    n_needed,
    nearest_rank,
    newcombe,
    proven,
    sticky,
    welch_log_ratio,
    wilson,
    zero_upper,
)
from agent_scorecard.vocabulary import Direction, Verdict

REFERENCES = json.loads((Path(__file__).parent / "reference_values.json").read_text(encoding="utf-8"))
LEFT_OUT = {
    "msprt_evalue": "a documented alternative to the alert; the interval at z = 3 is the one test",
    "clopper_pearson": "Wilson is the only one-sample interval",
    "p_prime_chart": "charts draw the interval band, no control limits",
    "min_n_from_bounds": "not adopted: a period is extended back to n of at least 60 instead",
}
Z = {"95": 1.959963984540054, "90": 1.6448536269514722, "z=1": 1.0, "z=3": 3.0, 3: 3.0}
HIGHER = Direction.HIGHER
CLIMB = {"z_alert": 3.0, "z_watch": Z["95"], "rise_percent": 30, "least_runs": 30, "least_cases": 5}
WORD = {"met": Verdict.MET, "passing": Verdict.PASSING, "at risk": Verdict.AT_RISK, "missed": Verdict.MISSED}
COSTS = next(case["input"] for case in REFERENCES if case["kind"] == "welch_log_ratio")


def ends(answer):
    return [answer.low, answer.high]


def numbers(change):
    return [change.value, change.low, change.high]


def counted(classes):
    return {name: tuple(pair) for name, pair in classes.items()}


def a_wilson(k, n, level):
    return ends(wilson(k, n, Z[level]))


def a_newcombe(after, before, z, phi=1.0):
    return numbers(newcombe(tuple(after), tuple(before), Z[z], phi))


def a_phi(k, n):
    found = dispersion(list(zip(k, n, strict=True)))
    return [found.phi, found.pooled]


def a_nearest_rank(values, q):
    if isinstance(values, str):
        values = range(1, int(values.removeprefix("1..")) + 1)
    return nearest_rank(values, round(q * 100))


def an_aggregate_rate(months):
    return {"pooled": aggregate_rate(months), "wrong_mean_of_rates": sum(k / n for k, n in months) / len(months)}


def a_simpson(q1, q2, note):
    mix = mix_check(counted(q2), counted(q1), least=30)
    by_class = {name: [aggregate_rate([q1[name]]), aggregate_rate([q2[name]])] for name in q1}
    return {"q1": mix.pooled_before, "q2": mix.pooled_after, **by_class}


def a_simpson_standardised(weights_easy):
    classes = next(case["input"] for case in REFERENCES if case["kind"] == "simpson")
    mix = mix_check(counted(classes["q2"]), counted(classes["q1"]), least=30)
    assert (mix.changed, round(mix.weights["easy"], 4)) == (True, weights_easy)
    return [mix.before, mix.after]


def a_zero_numerator_upper(k, n, bound):
    return wilson(k, n, Z["95"]).high if bound == "Wilson two-sided 95 %" else zero_upper(n)


def an_n_needed(bound, failures, level):
    return n_needed(bound, failures, HIGHER, Z[level.removeprefix("Wilson ")])


def a_welch_log_ratio(before, after):
    found = welch_log_ratio(after, before, Z["95"])
    return [found.ratio, found.low, found.high, found.df]


def a_mean_ratio_delta(before, after):
    found = mean_ratio_delta(COSTS["after"], COSTS["before"], Z["95"])
    return [found.ratio, found.low, found.high]


def a_climbing_decision(after, before, phi):
    found = climbing(tuple(after), tuple(before), phi=phi, **CLIMB)
    return {
        "rise": "inf" if found.ratio is None else found.ratio,
        "lower_z3": found.strict.low,
        "lower_95": found.wide.low,
        "answer": found.answer.value,
    }


def a_sticky_verdict(previous, k, n, fail, target, **passing):
    bounds = Bounds("accuracy", date(2026, 1, 1), target=target, passes=passing["pass"], fails=fail)
    return {
        "value": k / n,
        "raw": grade(k / n, bounds, HIGHER).word.lower(),
        "interval_z1": ends(wilson(k, n, 1)),
        "shown": sticky(WORD[previous], k, n, bounds, HIGHER).word.lower(),
    }


def a_proven(k, n, bound, phi):
    found = proven(k, n, bound, HIGHER, phi, Z["95"])
    return {"lower": found.interval.low, "proven": found.proven}


def a_graduation(approved, decided):
    found = graduation(approved, decided, Z["95"], least=100, rate=0.95, on_lower=0.90, out_lower=0.95)
    return {"rate": found.rate, "lower": found.interval.low, "to_on": found.to_on, "to_out": found.to_out}


REPRODUCED = {
    "wilson": a_wilson,
    "newcombe": a_newcombe,
    "newcombe_phi": a_newcombe,
    "phi": a_phi,
    "nearest_rank": a_nearest_rank,
    "aggregate_rate": an_aggregate_rate,
    "simpson": a_simpson,
    "simpson_pooled_newcombe": a_newcombe,
    "simpson_standardised": a_simpson_standardised,
    "aggregate_mean_weighted": lambda pairs: aggregate_mean(pairs),
    "zero_numerator_upper": a_zero_numerator_upper,
    "n_needed": an_n_needed,
    "welch_log_ratio": a_welch_log_ratio,
    "mean_ratio_delta": a_mean_ratio_delta,
    "climbing_decision": a_climbing_decision,
    "sticky_verdict": a_sticky_verdict,
    "proven": a_proven,
    "graduation": a_graduation,
}
REQUIRED = [case for case in REFERENCES if case["kind"] not in LEFT_OUT]


def to_four_decimals(expected):
    if isinstance(expected, dict):
        return {name: to_four_decimals(value) for name, value in expected.items()}
    if isinstance(expected, list):
        return [to_four_decimals(value) for value in expected]
    return pytest.approx(expected, abs=0.500001e-4, rel=0) if isinstance(expected, float) else expected


def named(case):
    return f"{case['kind']} {json.dumps(case['input'])[:60]}"


@pytest.mark.parametrize("case", REQUIRED, ids=named)
def test_each_reference_value_is_reproduced_to_four_decimals(case):
    assert REPRODUCED[case["kind"]](**case["input"]) == to_four_decimals(case["expected"])


def test_no_reference_value_is_left_out_without_a_reason():
    kinds = Counter(case["kind"] for case in REFERENCES)
    assert kinds.total() == 96
    assert set(kinds) == set(REPRODUCED) | set(LEFT_OUT)
    assert not set(REPRODUCED) & set(LEFT_OUT)
    assert len(REQUIRED) == 96 - sum(kinds[kind] for kind in LEFT_OUT) == 85
