"""From bytes to lines of text: the encoding is checked, never guessed, and no line is read past its limit."""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

from agent_scorecard.loading.refusal import Code, Refused

LONGEST_LINE = 1 << 20
CHUNK = 1 << 16
BYTE_ORDER_MARK = b"\xef\xbb\xbf"
FORMATS = (
    (b"\x1f\x8b", "a gzip file"),
    (b"\xd0\xcf\x11\xe0", "an old Excel file (xls)"),
    (b"%PDF", "a PDF"),
    (b"PAR1", "a Parquet file"),
    (b"SQLite format 3\x00", "a SQLite database"),
)
UTF_16 = (b"\xff\xfe", b"\xfe\xff")


def lines(stream: BinaryIO) -> Iterator[str]:
    """Yield the lines of UTF-8 text with their ends (LF, CRLF or CR). Raises Refused with the line at fault."""
    head = stream.read(CHUNK)
    refuse_other_formats(head)
    for number, raw in enumerate(_split(head.removeprefix(BYTE_ORDER_MARK), stream), 1):
        yield _decoded(raw, number)


def refuse_other_formats(head: bytes) -> None:
    """Raise Refused when the first bytes show that this is no UTF-8 text."""
    if head.startswith(b"PK\x03\x04"):
        what = "an Excel workbook (xlsx)" if b"[Content_Types].xml" in head or b"xl/" in head else "a zip file"
        raise Refused(Code.NOT_READABLE, f"this is {what}: save it as CSV UTF-8, or load the workbook as .xlsx")
    for magic, what in FORMATS:
        if head.startswith(magic):
            raise Refused(Code.NOT_READABLE, f"this is {what}, not text: save it as CSV UTF-8")
    if head.startswith(UTF_16) or _alternates_with_nul(head):
        raise Refused(Code.WRONG_ENCODING, "the file is UTF-16: save it as CSV UTF-8")


def _alternates_with_nul(head: bytes) -> bool:
    sample = head[:64]
    return len(sample) >= 4 and (not any(sample[1::2]) or not any(sample[0::2])) and any(sample)


def _split(head: bytes, stream: BinaryIO) -> Iterator[bytes]:
    number, rest = 1, head
    while True:
        found = rest.splitlines(keepends=True)
        # the last piece may go on in the next chunk, also when it ends in CR, because LF may follow
        rest = found.pop() if found and not found[-1].endswith(b"\n") else b""
        for line in found:
            _check_length(line, number)
            yield line
            number += 1
        _check_length(rest, number)
        chunk = stream.read(CHUNK)
        if not chunk:
            break
        rest += chunk
    if rest:
        yield from rest.splitlines(keepends=True)


def _check_length(line: bytes, number: int) -> None:
    if len(line) > LONGEST_LINE:
        raise Refused(Code.LINE_TOO_LONG, f"line {number} is longer than 1 MiB", number)


def _decoded(raw: bytes, number: int) -> str:
    if b"\x00" in raw:
        raise Refused(Code.BAD_CHARACTER, f"line {number} holds a NUL byte at byte {raw.index(0) + 1}", number)
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError as refused:
        reason = (
            f"line {number}, byte {refused.start + 1} is not UTF-8 (0x{raw[refused.start]:02X}, "
            "as in Windows-1252 or Latin-1): save it as CSV UTF-8"
        )
        raise Refused(Code.WRONG_ENCODING, reason, number) from None
