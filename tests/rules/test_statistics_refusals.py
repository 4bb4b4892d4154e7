"""What the statistics refuse, each in a sentence."""

import re
from datetime import date
from math import inf, nan

import pytest

from agent_scorecard.rules.facts import Band, Bounds
from agent_scorecard.rules.statistics import (
    aggregate_mean,
    compared,
    corrected,
    dispersion,
    good_side,
    grade,
    mean_ratio_delta,
    nearest_rank,
    newcombe,
    runs_to_see,
    standardised,
    sticky,
    t_quantile,
    welch_log_ratio,
    wilson,
    zero_upper,
)
from agent_scorecard.vocabulary import Direction, Verdict

Z95 = 1.959963984540054
HIGHER, LOWER, BAND, CONTEXT = Direction.HIGHER, Direction.LOWER, Direction.BAND, Direction.CONTEXT
ACCURACY = Bounds("accuracy", date(2026, 1, 1), target=0.97, passes=0.95, fails=0.90)

REFUSED = {
    "negative n": (lambda: wilson(0, -1, Z95), "0 of -1 is no share of cases."),
    "more than all": (lambda: wilson(3, 2, Z95), "3 of 2 is no share of cases."),
    "negative k": (lambda: wilson(-1, 2, Z95), "-1 of 2 is no share of cases."),
    "NaN case": (lambda: wilson(nan, 2, Z95), "nan of 2 is no share of cases."),
    "NaN n": (lambda: wilson(0, nan, Z95), "0 of nan is no share of cases."),
    "endless n": (lambda: wilson(1, inf, Z95), "1 of inf is no share of cases."),
    "negative z": (lambda: wilson(1, 2, -1), "An interval cannot reach -1 standard errors."),
    "NaN z": (lambda: wilson(1, 2, nan), "An interval cannot reach nan standard errors."),
    "dispersion below 1": (lambda: corrected(1, 2, 0.9), "A dispersion is at least 1, not 0.9."),
    "NaN dispersion": (lambda: corrected(1, 2, nan), "A dispersion is at least 1, not nan."),
    "confidence of 1": (lambda: zero_upper(10, 1.0), "A confidence lies between 0 and 1, not at 1.0."),
    "bad block": (lambda: dispersion([(1, 2), (3, 2)]), "3 of 2 is no share of cases."),
    "empty side": (lambda: newcombe((0, 0), (1, 2), Z95), "A change needs at least one case on each side."),
    "band compared": (
        lambda: compared((1, 50), (1, 50), BAND, phi=1.0, z_block=3.0, z_note=Z95, least_n=30, least_cases=5),
        "A band measure is neither better nor worse for moving.",
    ),
    "no growth": (
        lambda: runs_to_see(0.05, 1.0, z=3, z_power=1, before_to_after=3),
        "A share of 0.05 growing 1.0-fold cannot be planned for.",
    ),
    "context bound": (lambda: good_side(0.5, CONTEXT), "0.5 is no bound for a context measure."),
    "number for a band": (lambda: good_side(0.5, BAND), "0.5 is no bound for a band measure."),
    "band for a number": (
        lambda: good_side(Band(0.1, 0.2), HIGHER),
        "Band(low=0.1, high=0.2) is no bound for a higher measure.",
    ),
    "band upside down": (
        lambda: good_side(Band(0.2, 0.1), BAND),
        "Band(low=0.2, high=0.1) is no bound for a band measure.",
    ),
    "NaN bound": (lambda: good_side(nan, LOWER), "nan is no bound for a lower measure."),
    "NaN value": (lambda: grade(nan, ACCURACY, HIGHER), "nan cannot be judged."),
    "verdict on nothing": (
        lambda: sticky(Verdict.MET, 0, 0, ACCURACY, HIGHER),
        "Nothing was counted, so there is no verdict to show.",
    ),
    "NaN mean": (lambda: aggregate_mean([(nan, 1)]), "A mean needs a number and a count that is not negative."),
    "negative weight": (lambda: aggregate_mean([(1, -1)]), "A mean needs a number and a count that is not negative."),
    "rank 0": (lambda: nearest_rank([1], 0), "A rank lies between 1 and 100 percent, not at 0."),
    "rank 101": (lambda: nearest_rank([1], 101), "A rank lies between 1 and 100 percent, not at 101."),
    "NaN rank": (lambda: nearest_rank([1, nan], 50), "A value that is no number has no rank."),
    "empty class": (lambda: standardised({}, {"easy": 1}), "Each weighted case class needs at least one case."),
    "no weight": (lambda: standardised({"easy": (1, 2)}, {}), "Each weighted case class needs at least one case."),
    "free task": (lambda: welch_log_ratio([0, 1], [1, 2], Z95), "A typical cost needs every cost to be above 0."),
    "one task": (lambda: welch_log_ratio([1], [1, 2], Z95), "A change of cost needs at least two tasks on each side."),
    "negative cost": (
        lambda: mean_ratio_delta([-1, 2], [1, 2], Z95),
        "A mean cost needs every cost to be a number that is not negative.",
    ),
    "nothing spent": (
        lambda: mean_ratio_delta([0, 0], [1, 2], Z95),
        "A ratio of mean costs needs a cost on each side.",
    ),
    "no freedom": (lambda: t_quantile(Z95, 0), "There is no t quantile for 0 degrees of freedom."),
}


@pytest.mark.parametrize(("ask", "sentence"), REFUSED.values(), ids=REFUSED)
def test_what_makes_no_sense_is_refused_in_a_sentence(ask, sentence):
    with pytest.raises(ValueError, match=f"^{re.escape(sentence)}$"):
        ask()
