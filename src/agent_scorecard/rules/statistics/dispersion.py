"""How much more alike the runs of one week are than chance would make them."""

from collections.abc import Sequence
from math import fsum
from typing import NamedTuple

from agent_scorecard.rules.statistics.intervals import Counts, checked


class Dispersion(NamedTuple):
    """The factor every count is divided by, at least 1, and the pooled share (None when nothing was counted)."""

    phi: float
    pooled: float | None


def dispersion(blocks: Sequence[Counts]) -> Dispersion:
    """Return the Pearson dispersion over blocks of ``(k, n)``, floored at 1; empty blocks are left out.

    Quasi-binomial model, McCullagh and Nelder, Generalized Linear Models, 4.5; rules 2. It is 1 when no case or every
    case counts, or when fewer than two blocks hold a case.
    """
    filled = [checked(k, n) for k, n in blocks if n != 0]
    cases, total = fsum(k for k, _ in filled), fsum(n for _, n in filled)
    if not filled:
        return Dispersion(1.0, None)
    share = cases / total
    if len(filled) < 2 or cases in (0, total):
        return Dispersion(1.0, share)
    spread = fsum((k - n * share) ** 2 / (n * share * (1 - share)) for k, n in filled)
    return Dispersion(max(1.0, spread / (len(filled) - 1)), share)


def recent_phi(blocks: Sequence[Counts], *, least: int, most: int, otherwise: float) -> float:
    """Return the dispersion over the last blocks, or the policy's own figure where there are too few (rules 11).

    Blocks come in order of time, oldest first; blocks without a case do not count towards the least.
    """
    filled = [block for block in blocks if block[1] != 0][-most:]
    return dispersion(filled).phi if len(filled) >= least else otherwise
