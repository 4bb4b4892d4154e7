"""Single values of a source file as text and number, without loss and without surprise."""

import re
from decimal import Decimal

_NUMBER = re.compile(r"-?[0-9]{1,40}(\.[0-9]{1,40})?")
_MOST_DIGITS = 60


class NotReadable(ValueError):
    """A value that is not what the mapping says it is."""


def scalar_text(value: object) -> str | None:
    """Write one value as text, numbers without exponent; None for nothing, and for an empty text."""
    match value:
        case None | "":
            return None
        case bool():
            return "true" if value else "false"
        case Decimal() | float():
            return _plain(Decimal(str(value)))
        case dict() | list():
            raise NotReadable("an object or list stands where one value was expected")
        case _:
            return str(value)


def number_in(text: str) -> Decimal | None:
    """Read a plain decimal number; None for anything else, also for exponents, other digits, NaN and infinity."""
    return Decimal(text) if _NUMBER.fullmatch(text) else None


def shortest(number: Decimal) -> str:
    """Write a number without superfluous zeros, so that 1.0 and 1 read the same."""
    text = format(number, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def _plain(number: Decimal) -> str:
    if not number.is_finite() or abs(number.adjusted()) > _MOST_DIGITS:
        raise NotReadable(f"{number} is no number that can be kept")
    return format(number, "f")
