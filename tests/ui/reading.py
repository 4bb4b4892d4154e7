"""Markup as a browser would read it: which elements, which attributes, which text."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

from streamlit.testing.v1 import AppTest
from streamlit.testing.v1.element_tree import Block, Element

VOID = frozenset({"br"})
TABLE = frozenset(("table", "tbody", "td", "th", "thead", "tr"))
LIST = frozenset(("dd", "dl", "dt", "li", "ol", "ul"))
KNOWN = TABLE | LIST | {"a", "b", "br", "details", "div", "em", "h1", "h2", "h3", "i", "p", "small", "span", "summary"}
"""Every element the screens are made of: nothing that loads, runs or submits."""


@dataclass(slots=True)
class Read:
    """The elements in order as (name, attributes), all text put together, and the text of each element."""

    elements: list[tuple[str, dict[str, str | None]]] = field(default_factory=list)
    text: str = ""
    texts: list[tuple[str, str]] = field(default_factory=list)

    @property
    def names(self) -> set[str]:
        return {name for name, _ in self.elements}

    @property
    def attributes(self) -> set[str]:
        return {key for _, given in self.elements for key in given}

    def links(self) -> list[str]:
        return [given["href"] or "" for name, given in self.elements if name == "a"]

    def texts_of(self, *names: str) -> list[tuple[str, str]]:
        """The whole text of each element of these names, in the order in which they end."""
        return [(name, text) for name, text in self.texts if name in names]

    def styles(self) -> list[str]:
        return [given["style"] or "" for _, given in self.elements if "style" in given]


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found = Read()
        self.open: list[tuple[str, int]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.elements.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append((tag, len(self.found.text)))

    def handle_endtag(self, tag: str) -> None:
        opened, start = self.open.pop()
        assert opened == tag, f"</{tag}> closes another element"
        self.found.texts.append((tag, self.found.text[start:]))

    def handle_data(self, data: str) -> None:
        self.found.text += data


def read(markup: str) -> Read:
    """Read markup; elements that do not nest or stay open fail."""
    reader = _Reader()
    reader.feed(markup)
    reader.close()
    assert reader.open == []
    return reader.found


def shown(show: Callable[..., None], *given: Any) -> list[Element]:
    """Run a show function in an app of its own and return what it put on the screen, in order."""

    def script(show, given):
        show(*given)

    app = AppTest.from_function(script, args=(show, given), default_timeout=30).run()
    assert not app.exception, app.exception[0].value
    return list(everything(app))


def everything(app: AppTest) -> Iterator[Element]:
    yield from _leaves(app._tree)


def _leaves(block: Block) -> Iterator[Element]:
    for child in block.children.values():
        if isinstance(child, Block):
            yield from _leaves(child)
        else:
            yield child


def markup_of(elements: list[Element]) -> str:
    """All HTML among what was shown."""
    return "".join(str(element.proto.body) for element in elements if element.type == "html")
