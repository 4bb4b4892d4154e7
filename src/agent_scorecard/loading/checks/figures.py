"""Measures, bounds and observations: figures are read by the measure they belong to (rules 1 and 2)."""

from __future__ import annotations

from agent_scorecard.loading.cells import numbers
from agent_scorecard.loading.checks.draft import Draft
from agent_scorecard.loading.checks.known import Known, MeasureFacts
from agent_scorecard.loading.refusal import Code, Refused
from agent_scorecard.rules.periods import Grain, Period
from agent_scorecard.vocabulary import Aggregation, BaselineKind, Direction, WorkOrigin

LIMITS = ("target", "pass", "fail")
AGREES_WITHIN = 0.005
Range = tuple[float, float]


def check_measure(draft: Draft, known: Known) -> None:
    key = str(draft.key[0])
    if key in {shipped.casefold() for shipped in known.shipped}:
        draft.refuse("measure", Code.NOT_ALLOWED, "a measure of the shipped catalogue cannot be redefined by a file")
    if draft["aggregation"] is Aggregation.RATE and "/" not in draft.text("formula"):
        draft.refuse(
            "formula", Code.NOT_ALLOWED, "a rate needs numerator / denominator, for example edited / completed"
        )


def check_bounds(draft: Draft, known: Known) -> None:
    measure = known.measure(str(draft.key[1]))
    if measure is None:
        return
    for name in LIMITS:
        _place_limit(draft, name, measure)
    limits = {name: _range(draft, name) for name in LIMITS}
    if limits["fail"] and not limits["pass"]:
        draft.refuse("fail", Code.MISSING, "a fail bound needs a pass bound")
    _check_order(draft, limits, measure.direction)
    _check_baseline(draft, measure, known)


def _place_limit(draft: Draft, name: str, measure: MeasureFacts) -> None:
    """Turn the text of a limit into its two stored columns; a plain number fills the low one alone."""
    if name not in draft.given:
        return
    text = draft.given.pop(name)
    low, high = None, None
    if text is not None:
        try:
            low, high = _limit(str(text), measure)
        except Refused as fault:
            draft.refuse(name, fault.code, fault.reason)
    draft.given[f"{name}_low"], draft.given[f"{name}_high"] = low, high


def _limit(text: str, measure: MeasureFacts) -> tuple[float, float | None]:
    if measure.direction is Direction.BAND:
        low, high = (figure(end, measure) for end in numbers.ends(text))
        if high < low:
            raise Refused(Code.OUT_OF_ORDER, "the range ends before it begins")
        return low, high
    if ".." in text:
        raise Refused(Code.BAD_BAND, "this measure has one bound, not a range: write one number")
    return figure(text, measure), None


def figure(text: str, measure: MeasureFacts) -> float:
    """Read a figure in the unit of its measure; a rate is a share, `%` only where the unit is a percentage."""
    if measure.is_rate:
        return numbers.share(text)
    if "%" in text and measure.unit != "%":
        raise Refused(Code.BAD_RATE, f"the measure is in {measure.unit}: write a plain number")
    return numbers.percent_or_number(text)


def _range(draft: Draft, name: str) -> Range | None:
    low, high = draft[f"{name}_low"], draft[f"{name}_high"]
    if not isinstance(low, float):
        return None
    return low, high if isinstance(high, float) else low


def _check_order(draft: Draft, limits: dict[str, Range | None], direction: Direction) -> None:
    target, passes, fails = (limits[name] for name in LIMITS)
    if direction is Direction.BAND:
        if passes and fails and not (fails[0] <= passes[0] and passes[1] <= fails[1]):
            draft.refuse("fail", Code.OUT_OF_ORDER, "the pass range must lie inside the fail range")
        if passes and target and not (passes[0] <= target[0] and target[1] <= passes[1]):
            draft.refuse("target", Code.OUT_OF_ORDER, "the target range must lie inside the pass range")
        return
    filled = [limit for limit in (fails, passes, target) if limit]
    sign = -1 if direction is Direction.LOWER else 1
    if filled != sorted(filled, key=lambda limit: sign * limit[0]):
        order = "target <= pass <= fail" if sign < 0 else "fail <= pass <= target"
        draft.refuse("pass", Code.OUT_OF_ORDER, f"the order must be {order}, because {direction.value} is better")


def _check_baseline(draft: Draft, measure: MeasureFacts, known: Known) -> None:
    above, below = draft["baseline_numerator"], draft["baseline_denominator"]
    if measure.is_rate and draft.fills("baseline_value"):
        draft.refuse(
            "baseline_value", Code.NOT_ALLOWED, "a rate needs baseline_numerator and baseline_denominator instead"
        )
    if (above is None) != (below is None):
        missing = "baseline_numerator" if above is None else "baseline_denominator"
        draft.refuse(missing, Code.MISSING, "give numerator and denominator, or neither")
    elif measure.is_rate and isinstance(above, float) and isinstance(below, float) and above > below:
        draft.refuse("baseline_numerator", Code.OUT_OF_RANGE, "is larger than the denominator")
    is_measured = any(draft.fills(column) for column in ("baseline_value", "baseline_numerator"))
    stated = draft["baseline_kind"]
    is_new = known.row("agents", draft.key[0]).get("work_origin") is WorkOrigin.NEW
    if is_new and (is_measured or stated not in (None, BaselineKind.NONE)):
        draft.refuse("baseline_kind", Code.CONFLICT, "the work is new (agents.work_origin): only none is accepted")


def check_observation(draft: Draft, known: Known) -> None:
    measure = known.measure(str(draft.key[1]))
    if measure is None:
        return
    text = draft.given.get("value")
    if isinstance(text, str):
        try:
            draft.given["value"] = figure(text, measure)
        except Refused as fault:
            draft.given["value"] = None
            draft.refuse("value", fault.code, fault.reason)
            return
    _check_filled(draft, measure)
    _check_cases(draft, measure)
    if period := _decided_period(draft, known):
        draft.warn("period", Code.RESTATES, f"{period} was decided already: the decision keeps its figures")


def _decided_period(draft: Draft, known: Known) -> str:
    """Return the month or quarter of this figure that a decision was made on, or nothing."""
    agent, _, period, _ = draft.key
    assert isinstance(period, Period)
    month = period.counted_in(Grain.MONTH)
    candidates = (str(period), str(month), str(month.counted_in(Grain.QUARTER)))
    return next((name for name in candidates if (agent, name) in known.decided), "")


def _check_filled(draft: Draft, measure: MeasureFacts) -> None:
    if draft.fills("numerator"):
        draft.needs("denominator", "because numerator is filled")
    elif draft.fills("denominator"):
        draft.needs("numerator", "because denominator is filled")
    elif not draft.fills("value"):
        wanted = "numerator" if measure.is_rate else "value"
        draft.refuse(wanted, Code.MISSING, "give a value, or numerator and denominator")


def _check_cases(draft: Draft, measure: MeasureFacts) -> None:
    above, below, value = draft["numerator"], draft["denominator"], draft["value"]
    if not isinstance(above, float) or not isinstance(below, float):
        return
    if above < 0 and measure.aggregation is not Aggregation.RATIO:
        draft.refuse("numerator", Code.OUT_OF_RANGE, "must be 0 or more: only a ratio may be negative")
    if measure.is_rate and above > below:
        draft.refuse("numerator", Code.OUT_OF_RANGE, "is larger than the denominator")
    if measure.is_rate and draft["n"] not in (None, below):
        draft.refuse("n", Code.DOES_NOT_AGREE, "differs from the denominator: leave it empty for a rate")
    if isinstance(value, float) and not _agrees(value, above, below, measure):
        draft.refuse("value", Code.DOES_NOT_AGREE, "differs from numerator / denominator by more than 0.5 %")


def _agrees(value: float, above: float, below: float, measure: MeasureFacts) -> bool:
    if below == 0:
        return False
    computed = above / below * measure.scale
    return abs(value - computed) <= AGREES_WITHIN * abs(computed)
