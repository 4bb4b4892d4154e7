"""The arithmetic behind the verdicts: shares and their intervals, changes, proof, cost and how periods add up."""

from agent_scorecard.rules.statistics.aggregate import (
    Mix,
    aggregate_mean,
    aggregate_rate,
    mix_check,
    nearest_rank,
    standardised,
)
from agent_scorecard.rules.statistics.change import (
    Climb,
    Climbing,
    Comparison,
    Difference,
    Moved,
    climbing,
    compared,
    newcombe,
    runs_to_see,
)
from agent_scorecard.rules.statistics.cost import (
    Ratio,
    Tail,
    dearest_share,
    mean_ratio_delta,
    t_quantile,
    tail,
    welch_log_ratio,
)
from agent_scorecard.rules.statistics.dispersion import Dispersion, dispersion, recent_phi
from agent_scorecard.rules.statistics.intervals import Counts, Interval, checked, corrected, wilson, zero_upper
from agent_scorecard.rules.statistics.proof import Graduation, Surety, graduation, last_look, n_needed, proven
from agent_scorecard.rules.statistics.standing import GRADES, good_side, grade, settled, sticky

__all__ = [
    "GRADES",
    "Climb",
    "Climbing",
    "Comparison",
    "Counts",
    "Difference",
    "Dispersion",
    "Graduation",
    "Interval",
    "Mix",
    "Moved",
    "Ratio",
    "Surety",
    "Tail",
    "aggregate_mean",
    "aggregate_rate",
    "checked",
    "climbing",
    "compared",
    "corrected",
    "dearest_share",
    "dispersion",
    "good_side",
    "grade",
    "graduation",
    "last_look",
    "mean_ratio_delta",
    "mix_check",
    "n_needed",
    "nearest_rank",
    "newcombe",
    "proven",
    "recent_phi",
    "runs_to_see",
    "settled",
    "standardised",
    "sticky",
    "t_quantile",
    "tail",
    "welch_log_ratio",
    "wilson",
    "zero_upper",
]
