"""How a number was computed, in words with the numbers of the policy in force: one place for every page and command."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from string import Formatter
from typing import Any

from agent_scorecard import format as text
from agent_scorecard.policy import read_explained
from agent_scorecard.policy.shapes import Policy
from agent_scorecard.rules.answers import EvidenceItem, Finding
from agent_scorecard.vocabulary import Level

NOT_SET = "a share nobody set"


class Explanations:
    """The rule behind each finding, evidence item and line under one policy, each put into words once."""

    def __init__(self, policy: Policy) -> None:
        self._policy = policy
        self._said: dict[tuple[object, ...], str] = {}

    def finding(self, found: Finding) -> str:
        """Return what the finding of a code counts, over which days, from which n and bound."""
        said, phi = self.code(found.code), found.sentence.arguments.get("phi")
        return f"{said} Here φ = {text.number(phi)}." if isinstance(phi, int | float) else said

    def code(self, code: str) -> str:
        """Return the same of a code, found or not."""
        return self._rule("findings", code)

    def item(self, item: EvidenceItem, level: Level) -> str:
        """Return what an evidence item asks for the step up from a level."""
        return self._rule("items", str(item.item), step=level)

    def line(self, name: str, **more: str) -> str:
        """Return how a line is computed that is neither a measure, a finding nor an evidence item."""
        return self._rule("lines", name, **more)

    def quarter(self, name: str) -> str:
        """Return how a figure of the quarterly review is computed."""
        return self._rule("quarter", name)

    def _rule(self, kind: str, name: str, **more: Any) -> str:
        key = (kind, name, *sorted(more.items()))
        if key not in self._said:
            self._said[key] = _WORDS.vformat(read_explained()[kind].get(name, ""), (), _Named(self._policy, more))
        return self._said[key]


class _Named(Mapping[str, Any]):
    """The tables of a policy by their names; `step` is the step up from a level, other words stand for themselves."""

    def __init__(self, policy: Policy, more: Mapping[str, Any]) -> None:
        self._policy, self._more = policy, more

    def __getitem__(self, name: str) -> Any:
        if name == "step":
            return self._policy.ladder.steps[self._more[name]]
        return self._more[name] if name in self._more else getattr(self._policy, name)

    def __iter__(self) -> Iterator[str]:
        return iter(self._more)

    def __len__(self) -> int:
        return len(self._more)


class _Words(Formatter):
    """Writes numbers as every page does: thousands with comma, ":%" as a share."""

    def get_field(self, field_name: str, args: Sequence[Any], kwargs: Mapping[str, Any]) -> Any:
        try:
            return super().get_field(field_name, args, kwargs)
        except KeyError:
            return NOT_SET, field_name

    def format_field(self, value: Any, format_spec: str) -> str:
        if isinstance(value, str):
            return value
        return text.percent(value) if format_spec == "%" else text.number(value)


_WORDS = _Words()
