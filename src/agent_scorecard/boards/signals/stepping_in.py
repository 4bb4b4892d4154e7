"""How often people step in, how often the agent hands over, and how much of its work is read."""

from __future__ import annotations

from dataclasses import dataclass

from agent_scorecard import format as text
from agent_scorecard.boards.how import judged, windows
from agent_scorecard.boards.signals.shapes import (
    Compared,
    Kind,
    Known,
    Side,
    Signal,
    SignalFigure,
    raised,
    signal_of,
    silent,
)
from agent_scorecard.policy.shapes import Policy
from agent_scorecard.rules.answers import Assessment, Finding
from agent_scorecard.rules.climbing import Days, Trial, lately
from agent_scorecard.rules.cuts import cuts
from agent_scorecard.rules.derived_control import planned_reviews
from agent_scorecard.rules.evidence import Evidence
from agent_scorecard.rules.explained import Explanations
from agent_scorecard.rules.figures import figure
from agent_scorecard.rules.interventions import KEY, VOLUME, too_few_to_see
from agent_scorecard.rules.periods import Grain, containing
from agent_scorecard.rules.run_counts import Counts, added, first_of, people_known, run_days
from agent_scorecard.rules.signals import ESCALATION, change_words, tested
from agent_scorecard.rules.statistics import Climb, corrected, wilson
from agent_scorecard.rules.units import in_words
from agent_scorecard.rules.verdicts import noise_of

SHARE = "share"
CASES = {KEY: "reviewed runs", ESCALATION: "runs"}


def intervention(one: Assessment, policy: Policy, told: Explanations) -> Signal:
    """Return how often people step in now, and whether more often than before (rules 4)."""
    found = raised(one, "intervention_climbing", "intervention_watch")
    return _climbs(one, policy, told, Kind.INTERVENTION, KEY, found)


def escalation(one: Assessment, policy: Policy, told: Explanations) -> Signal:
    """Return how often runs are handed to a person now, and whether more often than before (rules 4)."""
    return _climbs(one, policy, told, Kind.ESCALATION, ESCALATION, raised(one, "escalation_climbing"))


def reviewed_share(one: Assessment, policy: Policy, told: Explanations) -> Signal:
    """Return how many of the completed runs were read, beside the sampling plan (rules 5)."""
    evidence, days = one.evidence, policy.look_back.findings_days
    how = (told.code("sampling_below_plan"),)
    rows = run_days(evidence, policy).between(first_of(days, evidence.as_of), evidence.as_of, timed=True)
    sums = added(rows)
    completed = sums.of("completed")
    if not (completed and sums.reading_known and people_known(evidence, policy)):
        return _share_loaded(one, policy, how, completed > 0)
    planned, read = planned_reviews(evidence, policy, rows), min(sums.of("reviewed"), completed)
    found = raised(one, "sampling_below_plan")
    words = (
        f"{text.percent(read / completed)} of the runs of the last {days} days were read "
        f"({text.n_of(read, completed)}); the plan asks for {text.percent(planned / completed)}."
    )
    ends = wilson(read, completed, policy.changes.note_z)
    figures = (
        _share("reviewed_share", (read, completed), ends.low, ends.high),
        _share("planned_share", (planned, completed)),
    )
    return signal_of(one, Kind.REVIEWED_SHARE, words, how, found, figures=figures)


def _share_loaded(one: Assessment, policy: Policy, how: tuple[str, ...], has_runs: bool) -> Signal:
    """Return the same from loaded figures; the plan is for runs, so there is nothing to find."""
    known = _loaded(one.evidence, policy, KEY)
    if has_runs or known is None or known.all_runs is None:
        why = "the log does not say what was read" if has_runs else "no run and no volume is loaded"
        state = Known.NOT_MEASURED if has_runs else silent(one)
        return signal_of(one, Kind.REVIEWED_SHARE, f"{state.word}: {why}.", how, known=state)
    _, read, runs = known.all_runs
    words = f"{text.percent(read / runs)} of the runs of {known.when} were read ({text.n_of(read, runs)}), as loaded."
    return signal_of(one, Kind.REVIEWED_SHARE, words, how, figures=(_share("reviewed_share", (read, runs)),))


def _climbs(
    one: Assessment, policy: Policy, told: Explanations, kind: Kind, key: str, found: tuple[Finding, ...]
) -> Signal:
    evidence, recent = one.evidence, lately(one.evidence, policy, key)
    code = found[0].code if found else f"{kind.value}_climbing"
    how = (f"{told.code(code)}{windows(one, policy, key)}",)
    if recent is None:
        row, known = judged(one, key), silent(one)
        words = f"{known.word}: no run and no figure says it."
        if row is not None and known is not Known.NO_DATA:
            words = row.sentence.text
        return signal_of(one, kind, words, how, found, known=known)
    span, counts = recent
    window = _window(evidence, policy, key, span)
    trial, marks = tested(evidence, policy, key), cuts(evidence, policy)
    figures = _figures(evidence, policy, key, window, counts)
    small = too_few_to_see(evidence, policy) if key == KEY else None
    said = [
        found[0].sentence.text if found else _quiet(evidence, policy, trial),
        _now(key, window, figures),
        f"Figures began anew on {text.full_day(marks[-1])}." if marks else "",
        small.text if small is not None else "",
    ]
    return signal_of(
        one,
        kind,
        " ".join(part for part in said if part),
        how,
        found,
        known=_known(policy, trial, counts),
        figures=figures,
        compared=() if trial is None else (_compared(figures[0].figure, trial),),
        cuts=marks,
    )


def _known(policy: Policy, trial: Trial | None, counts: Counts) -> Known:
    """Say whether there are enough cases to tell a rise from chance, or where none can be tested a share."""
    least = counts[1] if trial is None else min(trial.before[1], trial.after[1])
    return Known.MEASURED if least >= policy.signals.min_n else Known.TOO_FEW


@dataclass(frozen=True, slots=True)
class _Window:
    """The window of today's figure: how it is called, and interventions, reviewed and all completed runs in it."""

    when: str
    all_runs: tuple[float, float, float] | None
    what: str = "all completed runs"


def _window(evidence: Evidence, policy: Policy, key: str, span: Days) -> _Window:
    """Return the last 28 days of runs, otherwise the last loaded period."""
    runs = run_days(evidence, policy)
    if not runs.timed:
        return _loaded(evidence, policy, key) or _Window(f"the days to {text.full_day(span[1])}", None)
    sums = added(runs.between(*span, timed=True))
    completed, when = sums.of("completed"), f"the last {policy.signals.window_days} days"
    parts = (sums.of(name) for name in ("interventions_completed", "reviewed"))
    return _Window(when, _of_all(completed, *parts) if key == KEY else None)


def _loaded(evidence: Evidence, policy: Policy, key: str) -> _Window | None:
    rows = [row for row in evidence.observations.get(key, ()) if row.cohort == "agent" and row.denominator]
    last = max(rows, key=lambda row: row.period, default=None)
    if last is None:
        return None
    volume = evidence.company.measures.get(VOLUME)
    ran = figure(evidence, policy, volume, last.period) if volume is not None and key == KEY else None
    runs = ran.value if ran is not None else 0.0
    return _Window(in_words(last.period), _of_all(runs, last.numerator or 0.0, last.denominator or 0.0), "all runs")


def _of_all(runs: float, stepped: float, read: float) -> tuple[float, float, float] | None:
    return (min(stepped, runs), min(read, runs), runs) if runs else None


def _figures(evidence: Evidence, policy: Policy, key: str, window: _Window, counts: Counts) -> tuple[SignalFigure, ...]:
    measure, month = evidence.company.measures.get(key), containing(evidence.as_of, Grain.MONTH)
    phi = noise_of(evidence, policy, measure, month).phi if measure is not None else 1.0
    ends = wilson(*corrected(*counts, phi), policy.proof.z)
    first = _share("per_reviewed" if key == KEY else "of_runs", counts, ends.low, ends.high)
    if window.all_runs is None:
        return (first,)
    stepped, read, runs = window.all_runs
    return first, _share("per_run", (stepped, runs)), _share("reviewed_share", (read, runs))


def _share(name: str, counts: Counts, low: float | None = None, high: float | None = None) -> SignalFigure:
    above, below = counts
    return SignalFigure(name, above / below, SHARE, above, below, round(below), low, high)


def _quiet(evidence: Evidence, policy: Policy, trial: Trial | None) -> str:
    if trial is None:
        timed = run_days(evidence, policy).timed
        return "Nothing to compare with yet." if timed else "Loaded periods are too long for the test of a rise."
    (k_before, n_before), (k_after, n_after) = trial.before, trial.after
    rise = "No clear rise" if trial.result.answer is Climb.QUIET else "A rise, not sure enough yet,"
    shares = f"{text.percent(k_after / n_after)} after {text.percent(k_before / n_before)}"
    sizes = f"n = {text.count(n_after)} after {text.count(n_before)}"
    return f"{rise} {change_words(trial.change)}: {shares} ({sizes})."


def _now(key: str, window: _Window, figures: tuple[SignalFigure, ...]) -> str:
    first, *beside = figures
    ends = f"{text.percent(first.low)} to {text.percent(first.high)}"
    counted = text.n_of(first.numerator or 0.0, first.denominator or 0.0)
    said = f"In {window.when} {text.percent(first.value)} of {CASES[key]} ({counted}, interval {ends})"
    if not beside:
        return f"{said}."
    share, read = (text.percent(each.value) for each in beside)
    return f"{said}; {share} of {window.what}, {read} of them read."


def _compared(name: str, trial: Trial) -> Compared:
    wide = trial.result.wide
    return Compared(
        figure=name,
        change=trial.change.change if trial.change is not None else None,
        since=change_words(trial.change),
        before=_side(trial.earlier, trial.before),
        after=_side(trial.later, trial.after),
        relative=trial.relative if trial.result.ratio is not None else None,
        low=wide.low if wide is not None else None,
        high=wide.high if wide is not None else None,
    )


def _side(days: Days, counts: Counts) -> Side:
    above, below = counts
    return Side(*days, above / below, round(below), above, below)
