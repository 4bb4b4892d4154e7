"""What a load refuses and why: one code and one plain sentence for each bad cell, row or file."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from math import ceil

from agent_scorecard.runs.refusal import shown


class Code(StrEnum):
    """Why a cell, a row or a whole file was refused or pointed out; stable words for programs."""

    ALREADY_ELSEWHERE = "already_elsewhere"
    AMBIGUOUS_TIME = "ambiguous_time"
    BAD_BAND = "bad_band"
    BAD_BOOL = "bad_bool"
    BAD_CHARACTER = "bad_character"
    BAD_CURRENCY = "bad_currency"
    BAD_DATE = "bad_date"
    BAD_EMAIL = "bad_email"
    BAD_ID = "bad_id"
    BAD_NUMBER = "bad_number"
    BAD_PERIOD = "bad_period"
    BAD_RATE = "bad_rate"
    BAD_TIME = "bad_time"
    BAD_URL = "bad_url"
    CASE_DIFFERS = "case_differs"
    CONFIRMED = "confirmed"
    CONFLICT = "conflict"
    DOES_NOT_AGREE = "does_not_agree"
    DUPLICATE_HEADER = "duplicate_header"
    EMPTY_FILE = "empty_file"
    FUTURE = "future"
    KEPT_ON_FILE = "kept_on_file"
    LINE_TOO_LONG = "line_too_long"
    LEFT_OUT = "left_out"
    MISSING = "missing"
    MISSING_COLUMN = "missing_column"
    MOVED = "moved"
    NAME_LIKE_ANOTHER = "name_like_another"
    NO_OWNER = "no_owner"
    NO_PRICE = "no_price"
    NO_ZONE = "no_zone"
    NOT_ALLOWED = "not_allowed"
    NOT_OUR_FILE = "not_our_file"
    NOT_READABLE = "not_readable"
    OUT_OF_ORDER = "out_of_order"
    OLDER_THAN_KEPT = "older_than_kept"
    OUT_OF_RANGE = "out_of_range"
    OVERLAP = "overlap"
    REOPENS = "reopens"
    RESTATES = "restates"
    RETIRED_AGENT = "retired_agent"
    ROUNDED = "rounded"
    SAME_KEY = "same_key"
    TOO_LONG = "too_long"
    TOO_MANY_REFUSED = "too_many_refused"
    TOO_MANY_ROWS = "too_many_rows"
    UNCONFIRMED = "unconfirmed"
    UNCLOSED_QUOTE = "unclosed_quote"
    UNKNOWN = "unknown"
    UNKNOWN_COLUMN = "unknown_column"
    UNKNOWN_WORD = "unknown_word"
    UNLOGGED_CHANGE = "unlogged_change"
    WAITS = "waits"
    WRONG_ENCODING = "wrong_encoding"
    WRONG_LENGTH = "wrong_length"


@dataclass(frozen=True, slots=True)
class Refusal:
    """One cell (or row, or file) pointed out: line 1 is the header, line 0 the file, column "" the whole row."""

    file: str
    source: str
    line: int
    column: str
    value: str
    code: str
    reason: str


class Refused(Exception):
    """A cell, row or file does not keep the contract; the text is the sentence the reader needs."""

    def __init__(self, code: Code, reason: str, line: int = 0) -> None:
        super().__init__(reason)
        self.code = code
        self.reason = reason
        self.line = line


def too_many(refused: int, read: int, most: float) -> Refused:
    """Refuse a file whole for its share of refused rows, with the share that would let its good rows in."""
    over = f"{refused:,} of {read:,} rows refused, more than {most:.0%}: nothing of the file was loaded"
    way_out = f"correct them, or load with --max-refused {ceil(100 * refused / read)}%"
    return Refused(Code.TOO_MANY_REFUSED, f"{over}; {way_out}")


def masked(text: str) -> str:
    """Return what quarantine may keep of a free text or an address: its first three characters and its length."""
    return shown(text, 12) if len(text) <= 3 else f"{shown(text[:3])}*** ({len(text):,} characters)"
