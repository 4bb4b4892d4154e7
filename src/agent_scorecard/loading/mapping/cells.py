"""One source record becomes the cells of one of our records."""

from collections.abc import Iterator
from decimal import ROUND_HALF_EVEN, Decimal

from agent_scorecard.loading.cells.words import NO, YES
from agent_scorecard.loading.contract import ColumnType
from agent_scorecard.loading.mapping.path import Scope, is_recorded, steps
from agent_scorecard.loading.mapping.scalars import NotReadable, number_in, scalar_text, shortest
from agent_scorecard.loading.mapping.shape import Source, ToolCalls, filled_places, sourced
from agent_scorecard.loading.mapping.times import given, moment


def cell(source: Source, scope: Scope) -> object | None:
    """Give the value of one column; None where the source says nothing, never 0. Raises NotReadable."""
    values, many = _values(source, scope)
    known = [value for value in values if not _reads_as(value, source.unknown)]
    if not known:
        return None
    if source.words or source.begins:
        return _first_word(source, known, many)
    if many:
        return known
    return _finished(source, known[0], scope)


def csv_text(value: object) -> str:
    """Write a value as a cell of one of our CSV files: lists are separated by `|`."""
    if not isinstance(value, list):
        return scalar_text(value) or ""
    texts = [text for item in value if (text := scalar_text(item)) is not None]
    if any("|" in text for text in texts):
        raise NotReadable("a text with | cannot be part of a list")
    return "|".join(texts)


def run_value(value: object, kind: ColumnType) -> object:
    """Write a value as a run record holds it (JSON): what is no number or yes/no stays text for the check to refuse."""
    match kind:
        case ColumnType.OBJECT:
            return _json_value(value)
        case ColumnType.LIST:
            items = value if isinstance(value, list) else [value]
            return [text for item in items if (text := scalar_text(item)) is not None]
    text = csv_text(value)
    match kind:
        case ColumnType.INT:
            number = number_in(text)
            return int(number) if number is not None and number == int(number) else text
        case ColumnType.BOOL:
            return {**dict.fromkeys(YES, True), **dict.fromkeys(NO, False)}.get(text.casefold(), text)
        case _:
            return text


def _json_value(value: object) -> object:
    match value:
        case Decimal():
            return float(value)
        case list():
            return [_json_value(item) for item in value]
        case dict():
            return {name: _json_value(item) for name, item in value.items()}
        case _:
            return value


def tool_calls(spec: ToolCalls, scope: Scope) -> list[dict[str, object]] | None:
    """Read the calls of one run; None where the source keeps no such list, [] where none was made.

    An answer belongs to the first call with its id that has none yet: real logs use an id again.
    """
    if not is_recorded(spec.each, scope):
        return None
    answers = list(steps(spec.answers).values(scope)) if spec.answers else []
    return [_tool_call(spec, call, _answer(spec, call, answers), scope) for call in steps(spec.each).values(scope)]


def _tool_call(spec: ToolCalls, call: object, answer: object | None, scope: Scope) -> dict[str, object]:
    made = {
        "tool": _text_at(spec.tool, call, scope),
        "status": _told(spec.status, answer, scope),
        "reason": _told(spec.reason, answer, scope),
    }
    return {name: value for name, value in made.items() if value is not None}


def _answer(spec: ToolCalls, call: object, waiting: list[object]) -> object | None:
    if not spec.answers:
        return call
    wanted = _at(spec.id, call)
    for place, answer in enumerate(waiting):
        if _at(spec.answer_id, answer) == wanted:
            return waiting.pop(place)
    return None


def _told(spec: str | Source | None, answer: object | None, scope: Scope) -> object | None:
    if spec is None or answer is None:
        return None
    return cell(sourced(spec), Scope(answer, scope.beside))


def _text_at(path: str, record: object, scope: Scope) -> str | None:
    return next((scalar_text(value) for value in steps(path).values(Scope(record, scope.beside))), None)


def _at(path: str, record: object) -> str | None:
    return _text_at(path, record, Scope(record, {}))


def _values(source: Source, scope: Scope) -> tuple[list[object], bool]:
    """Collect the values of the first path that gives any, and say whether that path means a list."""
    if source.text is not None:
        text = _filled(source.text, scope)
        return [] if text is None else [text], False
    for path in source.paths:
        way = steps(path)
        found = [value for value in way.values(scope) if value != ""]
        if found:
            return found, way.is_many
    return [], False


def _filled(text: str, scope: Scope) -> str | None:
    written = ""
    for plain, path in filled_places(text):
        written += plain
        if path is not None:
            value = _text_at(path, scope.record, scope)
            if value is None:
                return None
            written += value
    return written or None


def _first_word(source: Source, known: list[object], many: bool) -> str | None:
    """Translate the first value the tables know. A single value nobody translated is refused, not passed on."""
    for value in known:
        word = _word(source, value)
        if word is not None:
            return word
    if source.otherwise is not None or many:
        return source.otherwise
    words = ", ".join([*source.words, *(f"{start}…" for start in source.begins)])
    raise NotReadable(f"'{scalar_text(known[0])}' is not among the words of the mapping: {words}")


def _word(source: Source, value: object) -> str | None:
    for text in _spellings(value):
        if text in source.words:
            return source.words[text]
        for start, word in source.begins.items():
            if text.startswith(start):
                return word
    return None


def _reads_as(value: object, words: list[str]) -> bool:
    return bool(words) and any(text in words for text in _spellings(value))


def _spellings(value: object) -> Iterator[str]:
    """Yield the text of a value and, for a number, its shortest writing, so that 1 also means 1.0."""
    text = scalar_text(value) or ""
    yield text
    number = number_in(text)
    if number is not None:
        yield shortest(number)


def _finished(source: Source, value: object, scope: Scope) -> object:
    if source.time:
        zone = cell(source.zone, scope) if isinstance(source.zone, Source) else source.zone
        return given(moment(value, source.time, None if zone is None else str(zone)), source.give)
    if source.scale is not None or source.whole:
        return _number(source, value)
    if source.cut is not None:
        text = scalar_text(value) or ""
        return text if len(text) <= source.cut else f"{text[: source.cut - 1]}…"
    return value


def _number(source: Source, value: object) -> int | Decimal:
    number = number_in(scalar_text(value) or "")
    if number is None:
        raise NotReadable(f"'{scalar_text(value)}' is not a number")
    scaled = number if source.scale is None else number * Decimal(str(source.scale))
    return int(scaled.to_integral_value(ROUND_HALF_EVEN)) if source.whole else scaled
