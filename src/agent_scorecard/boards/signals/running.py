"""How long a task takes, and when the agent was last heard of."""

from __future__ import annotations

from agent_scorecard import format as text
from agent_scorecard.boards import words
from agent_scorecard.boards.how import judged
from agent_scorecard.boards.signals.shapes import Kind, Known, Signal, SignalFigure, raised, signal_of, silent
from agent_scorecard.policy.shapes import Policy
from agent_scorecard.rules.activity import last_sign, quiet_days, rhythm_days
from agent_scorecard.rules.answers import Assessment
from agent_scorecard.rules.explained import Explanations

SLOWEST = "p95_task_latency"


def latency(one: Assessment, policy: Policy, told: Explanations) -> Signal:
    """Return the time the slowest run in twenty takes, where runs say how long they took."""
    row = judged(one, SLOWEST)
    if row is None or row.figure is None:
        known, how = silent(one), (told.line("not_measured"),)
        unsaid = "Not measured: no run says how long it took."
        said = "No data: no run has arrived." if known is Known.NO_DATA else unsaid
        return signal_of(one, Kind.LATENCY, said, how, known=known)
    before = row.trend[-2] if len(row.trend) > 1 else None
    earlier = f", after {text.duration(before.value)} the month before" if before is not None else ""
    sentence = (
        f"One run in twenty takes {text.duration(row.figure.value)} or longer in {words.period_words(row.period)} "
        f"({text.cases(row.figure.n)}){earlier}."
    )
    figures = (SignalFigure("p95", row.figure.value, "seconds", n=row.figure.n),)
    n, enough = row.figure.n, policy.verdicts.few_cases
    known = Known.TOO_FEW if n is not None and n < enough else Known.MEASURED
    return signal_of(one, Kind.LATENCY, sentence, (row.how,), known=known, figures=figures)


def silence(one: Assessment, policy: Policy, told: Explanations) -> Signal:
    """Return the days since anything was heard of the agent (rules 8)."""
    evidence, how = one.evidence, (told.code("silence"),)
    quiet, rhythm, last = quiet_days(evidence), rhythm_days(evidence, policy), last_sign(evidence)
    if quiet is None:
        return signal_of(one, Kind.SILENCE, "No data: nothing ever arrived.", how, known=Known.NO_DATA)
    found = raised(one, "silence")
    ago = f"{text.plural(quiet, 'day')} ago" if quiet else "today"
    since = f"Last run or figure on {text.full_day(last)}, {ago}" if last is not None else "No run and no figure yet"
    least = None if rhythm is None else max(policy.clock.silence_rhythms * rhythm, policy.clock.silence_min_days)
    limit = "it works on event, so silence says nothing" if least is None else f"silence counts from {least} days on"
    sentence = found[0].sentence.text if found else f"{since}; {limit}."
    return signal_of(
        one, Kind.SILENCE, sentence, how, found, figures=(SignalFigure("days_quiet", float(quiet), "days"),)
    )
