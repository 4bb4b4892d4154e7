"""Text cells: ids, plain text, lists, links, addresses and currency codes."""

from __future__ import annotations

import re
import unicodedata
from itertools import pairwise

from agent_scorecard.loading.refusal import Code, Refused
from agent_scorecard.runs.refusal import shown

LONGEST_ID = 120
LONGEST_ITEM = 500
BLANKS = " \t\r\n"
STARTS_A_FORMULA = "=+-@＝＋－＠"
CURRENCY = re.compile(r"[A-Z]{3}")
EMAIL = re.compile(r"[^@\s]+@[^@\s]+")
LINK = re.compile(r"https?://[^\s<>\"]+", re.IGNORECASE)
LOOKS_LATIN = frozenset("аеорсухіјѕԁһӏԛԝАВЕКМНОРСТУХІЈЅΑΒΕΖΗΙΚΜΝΟΡΤΥΧοα")


def identifier(text: str) -> str:
    """Return an id: up to 120 printable characters after NFC that nobody can mistake for another id."""
    text = unicodedata.normalize("NFC", text)
    if len(text) > LONGEST_ID:
        raise Refused(Code.TOO_LONG, f"longer than {LONGEST_ID} characters: use a shorter id")
    if text.isascii() and text.isprintable():
        return _no_formula(text)
    for character in text:
        if character != " " and not _is_printable(character):
            raise Refused(Code.BAD_CHARACTER, f"holds the invisible character {shown(character)}: remove it")
    if mixed := _mixed_word(text):
        raise Refused(Code.BAD_CHARACTER, f"{_coded(mixed)} looks like Latin but is not: type the id again")
    return _no_formula(text)


def identifier_as_written(text: str) -> str:
    """Return an id that must not carry blanks around it, because other files and logs write it exactly so."""
    if text != text.strip():
        raise Refused(Code.BAD_ID, "has blanks around it: remove them")
    return identifier(text)


def snake_case(text: str) -> str:
    if not re.fullmatch(r"[a-z][a-z0-9]*(_[a-z0-9]+)*", text):
        raise Refused(Code.BAD_ID, "use small letters, digits and single underscores, for example refund_leakage")
    return identifier(text)


def plain(text: str, longest: int) -> str:
    """Return text after NFC; a longer one is refused, never cut."""
    text = unicodedata.normalize("NFC", text)
    if len(text) > longest:
        raise Refused(Code.TOO_LONG, f"longer than {longest:,} characters: shorten it")
    for character in text:
        if (
            not character.isprintable()
            and unicodedata.category(character) in ("Cc", "Cs")
            and character not in "\t\n\r"
        ):
            raise Refused(Code.BAD_CHARACTER, f"holds the control character {shown(character)}: remove it")
    return text


def items(text: str) -> tuple[str, ...]:
    """Return the parts of a list cell, separated by |, blanks trimmed, each once, in their order."""
    parts = (plain(part.strip(BLANKS), LONGEST_ITEM) for part in text.split("|"))
    return tuple(dict.fromkeys(part for part in parts if part))


def link(text: str) -> str:
    if not LINK.fullmatch(text):
        raise Refused(Code.BAD_URL, "write a link that begins with http:// or https://")
    return text


def email(text: str) -> str:
    if not EMAIL.fullmatch(text):
        raise Refused(Code.BAD_EMAIL, "write one address with one @, for example ana@example.com")
    return text


def currency(text: str) -> str:
    if not CURRENCY.fullmatch(text.upper()) or not text.isascii():
        raise Refused(Code.BAD_CURRENCY, "use the three-letter code of ISO 4217, for example USD")
    return text.upper()


def _no_formula(text: str) -> str:
    if text[:1] in STARTS_A_FORMULA:
        raise Refused(Code.BAD_ID, f"an id cannot begin with {text[:1]}: a spreadsheet would run it as a formula")
    return text


def _is_printable(character: str) -> bool:
    return character.isprintable() and unicodedata.category(character) not in ("Cf", "Zs", "Co", "Cn")


def _mixed_word(text: str) -> str:
    """Return the first letter that only looks Latin: beside a Latin letter, or in an id of look-alikes alone."""
    for before, after in pairwise(text):
        if before in LOOKS_LATIN and _is_latin(after):
            return before
        if after in LOOKS_LATIN and _is_latin(before):
            return after
    letters = [character for character in text if character.isalpha()]
    return letters[0] if letters and all(letter in LOOKS_LATIN for letter in letters) else ""


def _is_latin(character: str) -> bool:
    return character.isascii() and character.isalpha()


def _coded(character: str) -> str:
    return f"the character \\u{{{ord(character):04X}}}"
