"""Numbers, money, dates and times as text, in one place; None is "no data"."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import ROUND_HALF_UP, Decimal, getcontext

from agent_scorecard.vocabulary import Aggregation

NO_DATA = "no data"
NARROW = "\u202f"
MINUS = "\u2212"
NANO = 1_000_000_000
_ROUNDED_FROM = 10 * NANO
_SURELY_WHOLE = 10**15
"""Below it a whole float is written with every digit, so nothing has to be rounded."""
_STEPS = tuple(Decimal(1).scaleb(-decimals) for decimals in range(13))

_MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July"),
    *("August", "September", "October", "November", "December"),
)
_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_UNITS = {"hours": "h", "minutes": "min", "seconds": "s", "per 100": "per 100", "per 1000": "per 1,000"}
_BARE_UNITS = ("count", "currency", "various", "1-5", "")


def number(value: float | None, decimals: int | None = None) -> str:
    """Three significant digits below 100, whole from 1,000; thousands comma, true minus, no scientific notation."""
    if value is None:
        return NO_DATA
    exact = _exact(value)
    return _grouped(exact, _decimals(exact) if decimals is None else decimals, trim=decimals is None)


def count(value: float | None) -> str:
    """A whole number with thousands comma."""
    if value is None or not float(value).is_integer():
        return number(value)
    if abs(value) < _SURELY_WHOLE:
        return f"{MINUS if value < 0 else ''}{abs(int(value)):,}"
    return number(value, 0)


def percent(value: float | None, decimals: int | None = None) -> str:
    """A share (0.086 is "8.6 %"); a share that is not all or nothing never reads 0 % or 100 %."""
    if value is None:
        return NO_DATA
    exact = _exact(value) * 100
    if decimals is not None:
        return f"{_grouped(exact, decimals, trim=False)}{NARROW}%"
    return f"{_grouped(exact, _percent_decimals(exact), trim=True)}{NARROW}%"


def money(nanos: int | None, currency: str) -> str:
    """Integer nano-units as "12.40 USD"; small amounts keep two significant digits ("0.043 USD")."""
    return NO_DATA if nanos is None else _amount(Decimal(nanos) / NANO, currency)


def rounded_money(nanos: int | None, currency: str) -> str:
    """Money that is compared with other money: whole from 10 on ("2,239 USD"), exact below it ("0.38 USD")."""
    if nanos is None or abs(nanos) < _ROUNDED_FROM:
        return money(nanos, currency)
    return _amount(_rounded(Decimal(nanos) / NANO, 0), currency)


def value_text(value: float | None, unit: str, aggregation: Aggregation, currency: str = "") -> str:
    """The value of a measure with its unit; ``currency`` names the code where the unit is just "currency"."""
    if value is None:
        return NO_DATA
    if unit == "%" or aggregation is Aggregation.RATE:
        return percent(value)
    if unit == "currency" or is_currency(unit):
        return _amount(_exact(value), currency if unit == "currency" else unit)
    if unit == "days":
        return f"{number(value)} {'day' if value == 1 else 'days'}"
    text = count(value) if aggregation is Aggregation.COUNT else number(value)
    return text if unit in _BARE_UNITS else f"{text}{NARROW}{_UNITS.get(unit, unit)}"


def interval(low: float | None, high: float | None, unit: str, aggregation: Aggregation, currency: str = "") -> str:
    """Both ends with the unit: "91 % to 97.3 %"."""
    if low is None or high is None:
        return NO_DATA
    return f"{value_text(low, unit, aggregation, currency)} to {value_text(high, unit, aggregation, currency)}"


def is_currency(unit: str) -> bool:
    """Whether a unit is an ISO 4217 code by its looks."""
    return len(unit) == 3 and unit.isascii() and unit.isalpha() and unit.isupper()


def signed(text: str) -> str:
    """A formatted value as a change: "+3" beside "−3"; zero and no data carry no sign."""
    is_zero = not any(digit in text for digit in "123456789")
    return text if is_zero or text.startswith(MINUS) else f"+{text}"


def change(value: float | None) -> str:
    """A relative change as signed percent: 0.41 is "+41 %"."""
    return signed(percent(value))


def points(value: float | None) -> str:
    """A difference of two shares in percentage points: 0.012 is "+1.2 points"."""
    if value is None:
        return NO_DATA
    text = percent(value).removesuffix(f"{NARROW}%")
    return f"{signed(text)} {'point' if text.removeprefix(MINUS) == '1' else 'points'}"


def cases(n: float | None) -> str:
    """The number of cases behind a figure: "n = 1,940" or "n not given"."""
    return "n not given" if n is None else f"n = {count(n)}"


def n_of(part: float, whole: float) -> str:
    """ "9 of 21"."""
    return f"{count(part)} of {count(whole)}"


def plural(n: float, noun: str, many: str | None = None) -> str:
    """ "1 run", "1,940 runs"; give the plural where it is not formed with s."""
    return f"{count(n)} {noun if n == 1 else many or f'{noun}s'}"


def listed(items: Sequence[str], last: str = "and") -> str:
    """ "a", "a and b", "a, b and c"; nothing is the empty text."""
    return f" {last} ".join(part for part in (", ".join(items[:-1]), *items[-1:]) if part)


def duration(seconds: float | None) -> str:
    """The two largest units: "45 s", "2 h 5 min", "3 days 4 h"."""
    if seconds is None:
        return NO_DATA
    if 0 < seconds < 10:
        return f"{number(seconds)}{NARROW}s"
    whole = round(seconds)
    parts = [(whole // 86_400, "days"), (whole // 3_600 % 24, "h"), (whole // 60 % 60, "min"), (whole % 60, "s")]
    first = next((place for place, (amount, _) in enumerate(parts) if amount), 3)
    return " ".join(_part(*part) for part in parts[first : first + 2] if part[0]) or _part(0, "s")


def day(when: date | None, seen_from: date | None = None) -> str:
    """ "31 Oct"; with the year when seen from another year."""
    if when is None:
        return NO_DATA
    text = f"{when.day} {_MONTHS[when.month - 1][:3]}"
    return text if seen_from is None or seen_from.year == when.year else f"{text} {when.year}"


def full_day(when: date | None) -> str:
    """ "31 Oct 2026"."""
    return NO_DATA if when is None else f"{day(when)} {when.year}"


def long_day(when: date | None) -> str:
    """ "Friday 30 October 2026"."""
    if when is None:
        return NO_DATA
    return f"{_WEEKDAYS[when.weekday()]} {when.day} {_MONTHS[when.month - 1]} {when.year}"


def month(when: date | None) -> str:
    """ "October 2026"."""
    return NO_DATA if when is None else f"{_MONTHS[when.month - 1]} {when.year}"


def _exact(value: float) -> Decimal:
    return Decimal(str(value))


def _decimals(value: Decimal) -> int:
    if value == 0 or abs(value) >= 1000:
        return 0
    return max(0, 2 - value.adjusted())


def _percent_decimals(value: Decimal) -> int:
    # 99.96 % must not read 100 %, and 0.004 % must not read 0 %.
    decimals = 1
    while decimals < 6 and _misleads(value, decimals):
        decimals += 1
    return decimals


def _misleads(value: Decimal, decimals: int) -> bool:
    shown = _rounded(value, decimals)
    return shown != value and abs(shown) in (0, 100)


def _amount(value: Decimal, currency: str) -> str:
    whole_enough = value == value.to_integral_value() or abs(value) >= 10_000
    decimals = 0 if whole_enough else 2
    if 0 < abs(value) < 1 and _rounded(value, 2) != value:
        decimals = max(2, 1 - value.adjusted())
    text = _grouped(value, decimals, trim=decimals > 2)
    return f"{text}{NARROW}{currency}" if currency else text


def _grouped(value: Decimal, decimals: int, *, trim: bool) -> str:
    rounded = _rounded(value, decimals)
    text = f"{abs(rounded):,.{decimals}f}"
    if trim and "." in text:
        text = text.rstrip("0").rstrip(".")
    return f"{MINUS}{text}" if rounded < 0 else text


def _rounded(value: Decimal, decimals: int) -> Decimal:
    if value.adjusted() + decimals >= getcontext().prec:
        return value  # no digit after the point is left to round, and quantize would refuse
    step = _STEPS[decimals] if 0 <= decimals < len(_STEPS) else Decimal(1).scaleb(-decimals)
    return value.quantize(step, rounding=ROUND_HALF_UP)


def _part(amount: int, unit: str) -> str:
    if unit == "days":
        return plural(amount, "day")
    return f"{amount}{NARROW}{unit}"
