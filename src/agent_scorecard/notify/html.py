"""A digest as the HTML of a letter: one column, no picture and nothing loaded, readable in light and in dark."""

from __future__ import annotations

from agent_scorecard.boards.digest.board import title
from agent_scorecard.boards.digest.shapes import Digest
from agent_scorecard.markup import Html, el, join
from agent_scorecard.notify import words
from agent_scorecard.notify.words import Row, Told

PAPER, INK, QUIET, RULE, ACCENT, LATE = "#ffffff", "#1d1c1a", "#5f5b54", "#e8e5e0", "#24508f", "#a11a2b"
FONT = "font-family:'Source Sans 3','Source Sans Pro',-apple-system,'Segoe UI',Roboto,Helvetica,Arial,sans-serif"
STYLE = Html(
    """<style>
:root{color-scheme:light dark;supported-color-schemes:light dark}
a:hover{text-decoration:underline!important}
@media (max-width:480px){.page{padding:20px 16px!important}.title{font-size:22px!important}}
@media (prefers-color-scheme:dark){
.paper{background:#141413!important}.ink{color:#ecebe7!important}.quiet{color:#a8a49c!important}
.accent{color:#8db4f2!important}.late{color:#f59a91!important}
.head{border-color:#ecebe7!important}.row{border-color:#2c2a28!important}
.button{background:#8db4f2!important;color:#141413!important}}
</style>"""
)
META = Html(
    '<meta charset="utf-8"><meta name="viewport" content="width=device-width">'
    '<meta name="color-scheme" content="light dark"><meta name="supported-color-schemes" content="light dark">'
)


def html(digest: Digest, base_url: str) -> str:
    """Return a whole page; every text from a file is escaped where it enters."""
    body = el(
        "td",
        _head(digest, base_url),
        *(_section(section, base_url) for section in words.sections(digest)),
        _foot(digest),
        class_="page paper",
        style=f"padding:32px 28px;{FONT};font-size:15px;line-height:1.45;background:{PAPER};color:{INK}",
    )
    table = _table(el("tr", body), "width:100%;max-width:640px;margin:0 auto")
    head = el("head", META, el("title", words.subject(digest)), STYLE)
    page = el("body", table, class_="paper", style=f"margin:0;padding:0;background:{PAPER}")
    return f"<!doctype html>{el('html', head, page, lang='en')}"


def _head(digest: Digest, base_url: str) -> Html:
    over = el("p", words.one_line(digest.over), class_="quiet", style=f"margin:0 0 6px;font-size:13px;color:{QUIET}")
    said = el(
        "h1",
        f"{title(digest)}.",
        class_="ink title",
        style=f"margin:0 0 16px;font-size:25px;line-height:1.2;font-weight:600;letter-spacing:-.01em;color:{INK}",
    )
    button = el(
        "a",
        "Open this month",
        href=f"{base_url}this_month",
        class_="button",
        style=f"display:inline-block;padding:8px 14px;border-radius:4px;background:{ACCENT};color:#ffffff;"
        "font-weight:600;font-size:14px;text-decoration:none",
    )
    return join(over, said, el("p", button, style="margin:0 0 8px"))


def _section(section: Told, base_url: str) -> Html:
    heading = el(
        "h2",
        section.heading,
        class_="late head" if section.weighs else "ink head",
        style="margin:28px 0 0;padding:8px 0 2px;border-top:1px solid;font-size:15px;font-weight:600;"
        f"border-color:{INK};color:{LATE if section.weighs else INK}",
    )
    rows = [_row(row, base_url) for row in section.rows]
    rest = _rest(section, base_url) if section.rest else None
    return join(heading, _table(join(*rows), "width:100%"), rest)


def _row(row: Row, base_url: str) -> Html:
    line = row.line
    name = el(
        "a",
        words.one_line(line.name),
        href=base_url + line.address,
        class_="accent",
        style=f"color:{ACCENT};font-weight:600;text-decoration:none",
    )
    new = el("span", " new", class_="accent", style=f"font-size:12px;color:{ACCENT}") if row.says_new else None
    tone, colour = ("late", LATE) if row.stands_out else ("ink", INK)
    said = el("div", words.one_line(line.sentence), class_=tone, style=f"color:{colour}")
    out = words.one_line(f"{line.way_out} {row.more}")
    quiet = el("div", out, class_="quiet", style=f"font-size:13px;color:{QUIET}") if out else None
    style = f"padding:8px 0;border-bottom:1px solid {RULE};vertical-align:top"
    return el("tr", el("td", name, new, said, quiet, class_="row", style=style))


def _rest(section: Told, base_url: str) -> Html:
    more = el("a", section.rest, href=base_url + section.page, class_="accent", style=f"color:{ACCENT}")
    return el("p", more, style="margin:8px 0 0;font-size:13px")


def _foot(digest: Digest) -> Html:
    said = " ".join(filter(None, (words.muted(digest), words.why(digest))))
    return el("p", said, class_="quiet", style=f"margin:28px 0 0;font-size:12px;color:{QUIET}")


def _table(rows: Html, style: str) -> Html:
    return el(
        "table", rows, role="presentation", cellpadding="0", cellspacing="0", border="0", style=style, width="100%"
    )
