"""The door of each column: how the text of its cells becomes a value, from the contract alone."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import partial
from zoneinfo import ZoneInfo

from agent_scorecard.loading.cells import numbers, text, times, words
from agent_scorecard.loading.contract import ColumnContract, ColumnType, FileContract
from agent_scorecard.loading.refusal import Code, Refused
from agent_scorecard.rules import periods

Read = Callable[[str], object]
ONE_DAY = timedelta(days=1)
OWN_FIGURE = "agent"
COHORTS = (OWN_FIGURE, "human", "mixed")
COHORT_OF_A_CLASS = "class:"


@dataclass(frozen=True, slots=True)
class Clock:
    """When and where a load happens: its day and moment, the company zone, and the zone stated for bare times."""

    today: date
    now: datetime
    company_zone: ZoneInfo
    stated_zone: ZoneInfo | None = None


def doors(file: FileContract, clock: Clock) -> Mapping[str, Read]:
    """Return for each column the function that reads a filled cell or raises Refused."""
    return {column.name: _door(column, clock) for column in file.columns}


def _door(column: ColumnContract, clock: Clock) -> Read:
    special = _SPECIAL.get(f"{column.file}.{column.name}") or _SPECIAL.get(f"*.{column.name}")
    return special(clock) if special else _by_type(column, clock)


def _by_type(column: ColumnContract, clock: Clock) -> Read:
    match column.type:
        case ColumnType.ID:
            return text.identifier
        case ColumnType.BOOL:
            return words.flag
        case ColumnType.ENUM:
            return partial(_word, column)
        case ColumnType.LIST:
            return partial(_words, column) if column.words else text.items
        case ColumnType.INT:
            return partial(_ranged, column, numbers.whole)
        case ColumnType.DECIMAL:
            return partial(_ranged, column, numbers.decimal)
        case ColumnType.MONEY:
            return partial(_money, column)
        case ColumnType.DATE:
            return partial(_past_day, clock) if column.not_future else times.day
        case ColumnType.DATETIME:
            return partial(_moment, clock)
        case _:
            return partial(text.plain, longest=column.max_length or text.LONGEST_ITEM)


def _word(column: ColumnContract, cell: str) -> object:
    """Return the member of the vocabulary, whose words may be numbers (the levels)."""
    found = words.word(cell, column.words)
    enum = column.enum
    return found if enum is None else next(member for member in enum if str(member.value) == found)


def _words(column: ColumnContract, cell: str) -> tuple[object, ...]:
    return tuple(dict.fromkeys(_word(column, part) for part in text.items(cell)))


def _ranged(column: ColumnContract, read: Callable[[str], float], cell: str) -> float:
    value = read(cell)
    if _is_outside(column, value):
        raise Refused(Code.OUT_OF_RANGE, f"must be {_range(column)}")
    return value


def _money(column: ColumnContract, cell: str) -> int:
    value = numbers.money(cell)
    if _is_outside(column, value):
        hint = ": enter the net amount" if value < 0 else ""
        raise Refused(Code.OUT_OF_RANGE, f"must be {_range(column)}{hint}")
    return value


def _is_outside(column: ColumnContract, value: float) -> bool:
    too_low = column.low is not None and (value <= column.low if column.above_low else value < column.low)
    return too_low or (column.high is not None and value > column.high)


def _range(column: ColumnContract) -> str:
    if column.high is not None:
        return f"between {column.low:g} and {column.high:g}"
    return f"above {column.low:g}" if column.above_low else f"{column.low:g} or more"


def _past_day(clock: Clock, cell: str) -> date:
    value = times.day(cell)
    if value > clock.today:
        raise Refused(Code.FUTURE, f"lies after the day of the load, {clock.today}")
    return value


def _moment(clock: Clock, cell: str) -> datetime:
    value = times.moment(cell, clock.company_zone, clock.stated_zone)
    if value > clock.now + ONE_DAY:
        raise Refused(Code.FUTURE, "lies in the future: check the year and the zone")
    return value


def _begun_period(clock: Clock, cell: str) -> periods.Period:
    value = times.period(cell)
    if value.first > clock.today + ONE_DAY:
        raise Refused(Code.FUTURE, "has not begun yet")
    return value


def _baseline_period(cell: str) -> str:
    """Return a month, week, quarter or `date..date` as it is written everywhere else."""
    first, dots, last = cell.partition("..")
    if dots:
        days = times.day(first.strip()), times.day(last.strip())
        if days[1] < days[0]:
            raise Refused(Code.OUT_OF_ORDER, "ends before it begins")
        return f"{days[0]}..{days[1]}"
    try:
        return str(periods.parse(cell.upper()))
    except ValueError:
        raise Refused(Code.BAD_PERIOD, "use YYYY-MM, YYYY-Wnn, YYYY-Qn or date..date") from None


def _cohort(cell: str) -> str:
    if cell.casefold().startswith(COHORT_OF_A_CLASS):
        return COHORT_OF_A_CLASS + text.plain(cell[len(COHORT_OF_A_CLASS) :].strip(), 54)
    if cell.casefold() not in COHORTS:
        raise Refused(Code.UNKNOWN_WORD, "allowed: agent, human, mixed, class:<case class>")
    return cell.casefold()


def _narrow_scope(cell: str) -> str:
    if cell.strip().casefold() in ("*", "all"):
        raise Refused(Code.NOT_ALLOWED, "name the objects or scope: access is narrow by default")
    return text.plain(cell, 300)


def _input_key(cell: str) -> str:
    if cell.startswith(".") or cell.endswith(".") or ".." in cell:
        raise Refused(Code.NOT_ALLOWED, "name a key of inputs, dots for depth, for example order.amount_usd")
    return text.plain(cell, 120)


def _as_text(cell: str) -> str:
    return text.plain(cell, 100)


def _fixed(read: Read) -> Callable[[Clock], Read]:
    return lambda _: read


_SPECIAL: Mapping[str, Callable[[Clock], Read]] = {
    "agents.agent": _fixed(text.identifier_as_written),
    "aliases.alias": _fixed(text.identifier_as_written),
    "measures.measure": _fixed(text.snake_case),
    "people.email": _fixed(text.email),
    "agents.url": _fixed(text.link),
    "agents.trace_url": _fixed(text.link),
    "actions.permission_scope": _fixed(_narrow_scope),
    "actions.threshold_field": _fixed(_input_key),
    "thresholds.field": _fixed(_input_key),
    "bounds.baseline_period": _fixed(_baseline_period),
    "observations.period": lambda clock: partial(_begun_period, clock),
    "costs.period": lambda clock: partial(_begun_period, clock),
    "observations.cohort": _fixed(_cohort),
    "*.currency": _fixed(text.currency),
    # what these mean depends on the measure: they stay text until the measure of the row is known
    "bounds.target": _fixed(_as_text),
    "bounds.pass": _fixed(_as_text),
    "bounds.fail": _fixed(_as_text),
    "observations.value": _fixed(_as_text),
}
