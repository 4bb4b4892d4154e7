"""The TOML shape of a mapping: which source files and records, and where each of our columns lies in them."""

from collections.abc import Iterator
from pathlib import Path
from string import Formatter
from typing import Annotated, Literal

import msgspec

from agent_scorecard.loading.mapping.readers import BY_ENDING


class NotATemplate(ValueError):
    """A text with paths in braces that cannot be read."""


class Source(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Where one cell comes from, and what is done to it, in this order.

    `path` one source path or several tried in turn, or `text` with paths in braces · `unknown` source words that mean
    "not known" · `words` / `begins` translation by the whole word or by its beginning, `otherwise` for every other
    value · `time`, `zone`, `give` a time and how to write it · `scale`, `whole` a number in another unit · `cut` at
    most so many characters.
    """

    path: str | list[str] | None = None
    text: str | None = None
    unknown: list[str] = []
    words: dict[str, str] = {}
    begins: dict[str, str] = {}
    otherwise: str | None = None
    time: Literal["iso", "date", "compact", "epoch_s", "epoch_ms", "epoch_ns"] | None = None
    zone: "str | Source | None" = None
    give: Literal["moment", "date", "month", "week"] = "moment"
    scale: int | float | None = None
    whole: bool = False
    cut: Annotated[int, msgspec.Meta(ge=1)] | None = None

    @property
    def paths(self) -> list[str]:
        if self.text is not None:
            return [path for _, path in filled_places(self.text) if path is not None]
        return [self.path] if isinstance(self.path, str) else self.path or []


class Beside(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Another file named by the same captures, or the one record of it whose fields equal what the paths give."""

    from_: str = msgspec.field(name="from")
    each: str | None = None
    where: dict[str, str] = {}


class ToolCalls(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A nested list that becomes a run's tool_calls.

    `status` and `reason` are read in the call, or in its answer where `answers` names a list of them: an answer belongs
    to the call whose `id` is its `answer_id`.
    """

    each: str
    tool: str
    id: str = ""
    answers: str = ""
    answer_id: str = ""
    status: str | Source | None = None
    reason: str | Source | None = None

    @property
    def paths(self) -> list[str]:
        matching = [self.answers, self.id, self.answer_id] if self.answers else []
        told = [path for spec in (self.status, self.reason) if spec is not None for path in sourced(spec).paths]
        return [self.each, self.tool, *matching, *told]


class Shape(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Which of our files is filled from which source files and records.

    `needs` columns without which a record says nothing and is left out · `together` records alike in every other
    column become one, these columns added up · `time_stated` the runs' time is not their own, so they enter no trend.
    """

    file: str
    from_: str = msgspec.field(name="from")
    except_: list[str] = msgspec.field(name="except", default=[])
    reader: str = ""
    each: str | None = None
    needs: list[str] = []
    together: list[str] | None = None
    time_stated: bool = False
    beside: dict[str, Beside] = {}
    tool_calls: ToolCalls | None = None

    @property
    def reader_name(self) -> str:
        return self.reader or BY_ENDING.get(Path(self.from_).suffix, "")


def sourced(spec: str | Source) -> Source:
    """Read the short form: a bare text is a path."""
    return Source(path=spec) if isinstance(spec, str) else spec


def filled_places(text: str) -> Iterator[tuple[str, str | None]]:
    """Yield the plain parts of a text, each with the path that follows it; `{{` and `}}` stand for braces."""
    for plain, path, form, turned in Formatter().parse(text):
        if form or turned:
            raise NotATemplate(f"'{text}': a path in braces takes no : and no !")
        yield plain, path
