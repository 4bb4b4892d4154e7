"""How much harm one action can do before a person notices: cap x rate x time to notice (S4-11)."""

from __future__ import annotations

from dataclasses import dataclass

from agent_scorecard.rules.facts import Action
from agent_scorecard.rules.oversight import access_of
from agent_scorecard.vocabulary import Effect, Mode

DAY_MINUTES = 24 * 60
AMOUNT, RATE, NOTICE = "the most one call may move", "the most calls a day", "the time until somebody notices"


@dataclass(frozen=True, slots=True)
class BlastRadius:
    """The worst case of an action by its hard limits; `amount` is nano-units of the threshold field.

    `days` are the days begun until somebody notices: the calls of a day may all come first. A factor nobody gave is
    in `unknown`, and no worst case is known then. An action that moves no amount is counted in calls.
    """

    action: Action
    in_amounts: bool
    amount: int | None
    per_day: int | None
    minutes: int | None
    unknown: tuple[str, ...]

    @property
    def days(self) -> int | None:
        return None if self.minutes is None else max(1, -(-self.minutes // DAY_MINUTES))

    @property
    def calls(self) -> int | None:
        """The calls that may run before somebody notices."""
        return None if self.per_day is None or self.days is None else self.per_day * self.days

    @property
    def worst(self) -> int | None:
        """The amount they may move in nano-units."""
        return None if self.calls is None or self.amount is None else self.calls * self.amount

    @property
    def is_known(self) -> bool:
        return not self.unknown


def blast_radius(action: Action) -> BlastRadius:
    """Return the worst case of an action with an effect, with each factor that is not known."""
    in_amounts = moves_amounts(action)
    factors = (
        (AMOUNT, action.cap_amount if in_amounts else 0),
        (RATE, action.cap_count_per_day),
        (NOTICE, action.minutes_to_notice),
    )
    return BlastRadius(
        action=action,
        in_amounts=in_amounts,
        amount=action.cap_amount,
        per_day=action.cap_count_per_day,
        minutes=action.minutes_to_notice,
        unknown=tuple(words for words, value in factors if value is None),
    )


def moves_amounts(action: Action) -> bool:
    """Say whether one call can be larger than another: it moves money, has a cap, or nobody said what it touches."""
    return action.cap_amount is not None or Effect.MONEY in action.effects or not action.effects


def does_harm(action: Action, mode: Mode) -> bool:
    """Say whether a call has an effect of its own: it writes, sends or deletes, and the agent carries it out."""
    return access_of(action).has_effect and mode not in (Mode.FORBIDDEN, Mode.SHADOW)
