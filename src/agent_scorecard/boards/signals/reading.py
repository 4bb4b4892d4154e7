"""Whether approvals are read before they are given, and whether speed hides harm: what a low rate may rest on."""

from __future__ import annotations

from agent_scorecard import format as text
from agent_scorecard.boards.signals.shapes import Kind, Known, Signal, SignalFigure, raised, signal_of
from agent_scorecard.policy.shapes import Policy
from agent_scorecard.rules.answers import Assessment
from agent_scorecard.rules.approvals import busiest, is_rubber_stamp, reading
from agent_scorecard.rules.climbing import lately
from agent_scorecard.rules.explained import Explanations
from agent_scorecard.rules.interventions import KEY
from agent_scorecard.rules.statistics import wilson

SHARE = "share"


def approvals(one: Assessment, policy: Policy, told: Explanations) -> Signal:
    """Return how approvals are read: a low intervention rate says little where they are not (register T20)."""
    evidence, how = one.evidence, (told.code("rubber_stamp"), told.code("approver_concentration"))
    seen = reading(evidence, policy)
    if not seen.decided:
        return signal_of(one, Kind.APPROVALS, "No data: no approval was decided lately.", how, known=Known.NO_DATA)
    found = raised(one, "rubber_stamp", "approver_concentration", "single_approver")
    quick = (
        f"{text.n_of(seen.fast, seen.decided)} approvals took less time than reading takes; "
        f"{text.percent(seen.approved / seen.decided)} were approved."
    )
    told_first = any(row.code == "rubber_stamp" for row in found)
    said = [*(row.sentence.text for row in found), "" if told_first else quick, _trap(one, policy)]
    few = seen.decided < policy.oversight.stamp_min_n
    return signal_of(
        one,
        Kind.APPROVALS,
        " ".join(part for part in said if part),
        how,
        found,
        known=Known.TOO_FEW if few else Known.MEASURED,
        figures=_figures(one, policy),
    )


def speed(one: Assessment, _policy: Policy, told: Explanations) -> Signal:
    """Return whether more or faster work came with more harm (rules 5)."""
    found = raised(one, "faster_but_worse", "volume_up_outcome_down", "mix_changed")
    how = (told.code("faster_but_worse"), told.code("volume_up_outcome_down"))
    if not (one.evidence.days or any(one.evidence.observations.values())):
        return signal_of(one, Kind.SPEED, "No data: nothing ever arrived.", how, known=Known.NO_DATA)
    said = " ".join(row.sentence.text for row in found)
    return signal_of(one, Kind.SPEED, said or "Nothing faster or more came with anything worse.", how, found)


def _trap(one: Assessment, policy: Policy) -> str:
    """Say what a low intervention rate is worth while approvals are not read."""
    recent = lately(one.evidence, policy, KEY)
    if recent is None or not is_rubber_stamp(one.evidence, policy):
        return ""
    stepped, read = recent[1]
    share = text.percent(stepped / read)
    return f"People stepped into {share} of reviewed runs: not trusted, since nobody can have read them."


def _figures(one: Assessment, policy: Policy) -> tuple[SignalFigure, ...]:
    seen = reading(one.evidence, policy)
    _, most, named = busiest(one.evidence, policy)
    rows = [("fast_share", seen.fast, seen.decided), ("approved_share", seen.approved, seen.decided)]
    rows += [("busiest_share", most, named)] if named else []
    return tuple(_share(name, above, below, policy) for name, above, below in rows)


def _share(name: str, above: int, below: int, policy: Policy) -> SignalFigure:
    ends = wilson(above, below, policy.changes.note_z)
    return SignalFigure(name, above / below, SHARE, above, below, below, ends.low, ends.high)
