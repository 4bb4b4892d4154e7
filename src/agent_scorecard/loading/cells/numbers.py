"""Number cells: whole numbers, decimals, money, shares and bands; digits are 0-9 only and nothing is guessed."""

from __future__ import annotations

import math
import re
from decimal import ROUND_HALF_EVEN, Decimal

from agent_scorecard.loading.refusal import Code, Refused

NANO = 1_000_000_000
MOST_MONEY = 9_000_000_000
WHOLE = re.compile(r"-?[0-9]{1,19}")
PLAIN = re.compile(r"-?[0-9]+(\.[0-9]+)?")
DECIMAL = re.compile(r"-?[0-9]+(\.[0-9]+)?([eE][+-]?[0-9]{1,3})?")
SHARE = re.compile(r"(-?[0-9]+(?:\.[0-9]+)?(?:[eE][+-]?[0-9]{1,3})?)\s*%")
BAND = re.compile(r"(.+?)\s*\.\.\s*(.+)")


def whole(text: str) -> int:
    if not WHOLE.fullmatch(text):
        raise Refused(Code.BAD_NUMBER, "write a whole number with the digits 0-9")
    number = int(text)
    if not -(2**63) <= number < 2**63:
        raise Refused(Code.OUT_OF_RANGE, "the number is too large to be stored")
    return number


def decimal(text: str) -> float:
    if not DECIMAL.fullmatch(text):
        raise Refused(Code.BAD_NUMBER, "write a plain decimal number such as 1234.5, without unit or thousands sign")
    number = float(text)
    if not math.isfinite(number):
        raise Refused(Code.OUT_OF_RANGE, "the number is too large: it must be finite")
    return number + 0.0


def money(text: str) -> int:
    """Return nano-units (1 USD = 1,000,000,000), rounded half-even past nine decimals."""
    if not PLAIN.fullmatch(text):
        raise Refused(
            Code.BAD_NUMBER, "write a plain decimal amount such as 1234.50, without currency or thousands sign"
        )
    amount = Decimal(text)
    if abs(amount) > MOST_MONEY:
        raise Refused(Code.OUT_OF_RANGE, f"the amount is above {MOST_MONEY:,}")
    return int((amount * NANO).quantize(Decimal(1), ROUND_HALF_EVEN))


def is_rounded(text: str) -> bool:
    """Say whether an amount has more than nine decimals that count, so that money() rounds it."""
    _, _, decimals = text.partition(".")
    return len(decimals.rstrip("0")) > 9


def share(text: str) -> float:
    """Return a rate as 0..1 from `0.02` or `2 %`; a bare 2 is refused because it may mean either."""
    value = percent_or_number(text)
    if not 0 <= value <= 1:
        hint = (
            f"write {text.strip()} % or {_hundredth(text)}"
            if PLAIN.fullmatch(text)
            else "a rate lies between 0 and 100 %"
        )
        raise Refused(Code.BAD_RATE, f"{hint}: a rate is a share from 0 to 1")
    return value


def percent_or_number(text: str) -> float:
    """Return `2 %` as 0.02 and a bare number as it stands."""
    if found := SHARE.fullmatch(text):
        return float(Decimal(str(decimal(found[1]))) / 100) + 0.0
    return decimal(text)


def ends(text: str) -> tuple[str, str]:
    """Split `low..high` into its two texts."""
    if not (found := BAND.fullmatch(text)):
        raise Refused(Code.BAD_BAND, "this measure has a range: write low..high, for example 0.02..0.10")
    return found[1], found[2]


def _hundredth(text: str) -> str:
    return f"{(Decimal(text) / 100).normalize():f}"
