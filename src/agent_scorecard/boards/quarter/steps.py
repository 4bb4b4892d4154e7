"""The ten steps of a quarterly review."""

from __future__ import annotations

from enum import StrEnum


class Step(StrEnum):
    """The ten steps of the walkthrough; the word is what stands in the address."""

    CONTROL = "control"
    EXCEPTIONS = "exceptions"
    INVENTORY = "inventory"
    VALUE = "value"
    LADDER = "ladder"
    PROPOSALS = "proposals"
    OVERLAP = "overlap"
    PLANE = "control_plane"
    SPEND = "spend"
    OUTCOME = "outcome"

    @property
    def word(self) -> str:
        """The word on screen."""
        return "Value and risk" if self is Step.VALUE else self.value.replace("_", " ").capitalize()
