"""One person with the app open: what the page says, and what they type and press."""

from __future__ import annotations

import ast
from collections.abc import Mapping
from typing import Any

from streamlit.testing.v1 import AppTest
from streamlit.testing.v1.element_tree import Element

from agent_scorecard import where
from tests.ui.reading import Read, everything, markup_of, read

SECONDS = 60
STYLE = "<style>"


def menu() -> dict[str, str]:
    """The pages in the order of the menu, with their titles; read, not run: the router is a script."""
    tree = ast.parse(where.ROUTER.read_text(encoding="utf-8"))
    (listed,) = (
        ast.literal_eval(node.value)
        for node in tree.body
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name) and node.targets[0].id == "PAGES"
    )
    return {name: title for pages in listed.values() for name, title, _ in pages}


class Visit:
    """The router is run first, then the page, as when somebody follows a link inside the app.

    `user` is what an identity provider says of the person, where people sign in.
    """

    def __init__(self, page: str, *, user: Mapping[str, Any] | None = None, **asked: str) -> None:
        self.app = AppTest.from_file(str(where.ROUTER), default_timeout=SECONDS)
        if user is not None:
            self.app.user = dict(user)
        for name, value in asked.items():
            self.app.query_params[name] = value
        self.app.run()
        self.go(page)

    def go(self, page: str) -> Visit:
        self.app.switch_page(str(where.PAGES / f"{page}.py"))
        return self.again()

    def again(self) -> Visit:
        """Run the page once more, as after a click."""
        self.app.run()
        failed = [f"{error.message}\n{''.join(error.stack_trace)}" for error in self.app.exception]
        assert not failed, failed[0]
        return self

    @property
    def elements(self) -> list[Element]:
        return [element for element in everything(self.app) if not _is_style(element)]

    @property
    def markup(self) -> Read:
        return read(markup_of(self.elements))

    @property
    def text(self) -> str:
        return self.markup.text

    @property
    def title(self) -> str:
        """The one heading of first order; none or two fail."""
        (title,) = (text for name, text in self.headings() if name == "h1")
        return title

    def headings(self) -> list[tuple[str, str]]:
        return self.markup.texts_of("h1", "h2")

    def type(self, key: str, value: Any) -> Visit:
        """Fill in the field with this key, whatever kind of field it is."""
        for kind in ("text_area", "text_input", "selectbox", "radio", "date_input", "number_input", "button_group"):
            for field in getattr(self.app, kind):
                if field.key == key:
                    field.set_value(value)
                    return self.again()
        raise KeyError(f"No field {key} on this page.")

    def unfold(self, key: str) -> Visit:
        """Open the popover with this key."""
        self.app.session_state[key] = True
        return self.again()

    def press(self, label: str) -> Visit:
        (button,) = (button for button in self.app.button if button.label == label)
        button.click()
        return self.again()

    def options(self, key: str) -> list[str]:
        (field,) = (field for field in (*self.app.radio, *self.app.selectbox) if field.key == key)
        return list(field.options)

    @property
    def errors(self) -> list[str]:
        return [error.value for error in self.app.error]

    @property
    def successes(self) -> list[str]:
        return [said.value for said in self.app.success]


def _is_style(element: Element) -> bool:
    return element.type == "html" and str(element.proto.body).startswith(STYLE)
