"""The few pictures and lines every screen is made of: page head, section, status, bullet, spark bars, strips, rungs."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from agent_scorecard.boards.shapes import Bullet, Fact, Rung
from agent_scorecard.ui.links import link
from agent_scorecard.ui.markup import Child, Html, el, join
from agent_scorecard.ui.theme import Look
from agent_scorecard.vocabulary import EvidenceState, Level

_MARKDOWN = re.compile(r"[\\`*_{}\[\]()#+\-.!|~$:<>&]")
_READ_AFTER_ESCAPES = re.compile(
    r"(?<=:)(?=//|material/|streamlit:)|(?<=[wW]{3})(?=\.)|(?<=[\w.+-])(?=@)|(?<=[-<>~])(?=[-=>])"
)
_SPACES = re.compile(r"[^\S\u00a0\u202f]+")
"""Spaces that may be broken: a number keeps its unit."""
WORD_JOINER = "\u2060"
STEP = 40
FIRST = 6


def head(over: str, title: str, deck: str, more: str = "") -> Html:
    """Over-line, title and the one sentence that says what the page found."""
    lead = el("p", deck, " " if more else None, el("em", more) if more else None, class_="as-deck")
    return join(el("p", over, class_="as-over"), el("h1", title, class_="as-title"), lead)


def section(title: str, note: Child = None, end: Child = None) -> Html:
    """A ruled heading with a grey remark, and something at its far end."""
    return el("h2", title, _small(note), el("small", end, class_="end") if end else None, class_="as-head")


def icon(look: Look, label: str | None = None) -> Html:
    """The symbol alone: hidden from readers beside its word, labelled where it stands without one."""
    class_ = f"mi {look.tone}" + (" fill" if look.filled else "")
    if label is None:
        return el("span", look.icon, class_=class_, aria_hidden="true")
    return el("span", look.icon, class_=class_, role="img", aria_label=label, title=label)


def status(look: Look, word: str) -> Html:
    return el("span", icon(look), word, class_=f"st {look.tone}")


def opened(title: str, about: str) -> Html:
    """The heading of what was opened from a list, above the regions that tell it."""
    return el("h2", title, el("small", about), class_="as-opened")


def note(text: Child) -> Html:
    return el("p", text, class_="as-note")


def how(title: str, rows: Iterable[tuple[str, Sequence[str]]]) -> Html | None:
    """How the numbers of a region were computed, folded away under it: what, then each rule."""
    told = [el("p", join(el("b", what), " ") if what else None, " ".join(said)) for what, said in rows if said]
    return el("details", el("summary", title), *told, class_="how") if told else None


def empty(*lines: str) -> Html:
    return el("p", *_broken(lines), class_="as-empty")


def pairs(rows: Iterable[tuple[str, Child]]) -> Html:
    """Label and value lines."""
    return el("dl", *(join(el("dt", label), el("dd", value)) for label, value in rows), class_="kv")


def facts(rows: Iterable[Fact], agent: str = "") -> Html:
    return el("div", *(_fact(row, link(row.place, agent=agent) if row.place else "") for row in rows), class_="facts")


def table(head_cells: Sequence[Html], rows: Iterable[Html], *, class_: str = "as", label: str) -> Html:
    return el(
        "table",
        el("thead", el("tr", *head_cells)),
        el("tbody", *rows),
        class_=class_,
        aria_label=label,
    )


def heading(text: str, class_: str | None = None) -> Html:
    return el("th", text, class_=class_, scope="col")


def group_row(title: str, about: str | None, columns: int) -> Html:
    return el("tr", el("td", title, el("span", about) if about else None, colspan=str(columns)), class_="g")


def bullet(drawn: Bullet | None) -> Html | None:
    """Zones, way from the baseline, interval, current value and target on the measure's own axis (look 5)."""
    if drawn is None:
        return None
    marks: list[Html] = [_bar(f"z {zone.kind}", zone.low, zone.high) for zone in drawn.zones]
    if drawn.baseline is not None:
        marks.append(_bar("way", *sorted((drawn.baseline, drawn.value))))
    if drawn.interval is not None:
        marks.append(_bar(f"interval {drawn.tone}", *drawn.interval))
    if drawn.baseline is not None:
        marks.append(_mark("base", drawn.baseline))
    marks += [_mark("limit" if len(drawn.targets) > 1 else "target", at) for at in drawn.targets]
    marks.append(_mark(f"value {drawn.tone}", drawn.value))
    return el("span", *marks, class_="bul", role="img", aria_label=drawn.label)


def spark(heights: Sequence[float | None], label: str) -> Html:
    """Up to six bars, the last one in ink; a missing period is a hairline. Heights are shares of the tallest."""
    bars = [
        el("i", class_="gap") if share is None else el("i", style=f"height:{max(0.06, share):.0%}") for share in heights
    ]
    return el("span", *bars, class_="sp", role="img", aria_label=label)


def strip(states: Sequence[EvidenceState], label: str) -> Html:
    """One bar for each required item: solid there, hollow missing, baseline not known, dot does not apply."""
    return el("span", *(el("i", class_=state.value) for state in states), class_="ev", role="img", aria_label=label)


def rung(drawn: Rung) -> Html:
    """The track 1 to 4: solid allowed today, hollow on file, diamond supported where it differs."""
    marks = [el("i", class_="axis"), *(el("i", class_="step", style=_at(level)) for level in Level)]
    if drawn.on_file > drawn.allowed:
        width = STEP * (drawn.on_file - drawn.allowed)
        marks.append(el("i", class_="ahead", style=f"{_at(drawn.allowed)};width:{width}px"))
    if drawn.on_file != drawn.allowed:
        marks.append(el("i", class_="filed", style=_at(drawn.on_file)))
    marks.append(el("i", class_="allowed", style=_at(drawn.allowed)))
    if drawn.supported != drawn.allowed:
        marks.append(el("i", class_="supported", style=_at(drawn.supported)))
    return el("span", *marks, class_="rung", role="img", aria_label=drawn.label)


def rung_heads() -> Html:
    return el("span", *(el("span", str(level.value)) for level in Level), class_="rungs")


def md(text: str) -> str:
    """Text that Streamlit's markdown shows as it is: names and sentences from files are never markup (platform 6).

    Addresses, icons and arrows are looked for in the text that is left once escapes are gone: an invisible joiner
    keeps them from being found.
    """
    return _MARKDOWN.sub(r"\\\g<0>", _READ_AFTER_ESCAPES.sub(WORD_JOINER, _SPACES.sub(" ", text).strip()))


def _fact(row: Fact, address: str) -> Html:
    value = el("a", row.value, href=address) if address else row.value
    return el("span", el("small", row.label), value, _about(row), data_open=address or None)


def _about(row: Fact) -> Html | None:
    if not row.about:
        return None
    return join(" ", el("span", row.about, class_="bad" if row.late else "mute"))


def _at(level: Level) -> str:
    return f"left:{FIRST + STEP * (level - 1)}px"


def _bar(class_: str, low: float, high: float) -> Html:
    return el("i", class_=class_, style=f"left:{low:.1%};width:{max(0.0, high - low):.1%}")


def _mark(class_: str, at: float) -> Html:
    return el("i", class_=class_, style=f"left:{at:.1%}")


def _small(text: Child) -> Html | None:
    return el("small", text) if text else None


def _broken(lines: Sequence[str]) -> Sequence[Child]:
    return [part for line in lines for part in (line, Html("<br>"))][:-1]
