"""HTML that is safe by construction: text is escaped when it enters an element, and only elements come out."""

from __future__ import annotations

from html import escape


class Html(str):
    """Markup made by `el`; any other text is escaped where it is used."""

    __slots__ = ()

    def _repr_html_(self) -> str:
        """Tell Streamlit that nothing has to be made of it: it would look for indents in every megabyte."""
        return str(self)


Child = str | None


def el(name: str, *children: Child, **attributes: str | None) -> Html:
    """Return one element. `class_` loses its underscore, `data_open` becomes data-open; None is left out."""
    given = "".join(f' {_attribute(key)}="{escape(value)}"' for key, value in attributes.items() if value is not None)
    return Html(f"<{name}{given}>{join(*children)}</{name}>")


def join(*children: Child) -> Html:
    return Html("".join(_safe(child) for child in children if child is not None))


def _safe(child: str) -> str:
    return child if isinstance(child, Html) else escape(child)


def _attribute(key: str) -> str:
    return key.rstrip("_").replace("_", "-")
