"""Writes each digest as one JSON file, whole or not at all, for whatever reads the folder."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from agent_scorecard.notify.message import Message, body
from agent_scorecard.notify.settings import Folder
from agent_scorecard.notify.trouble import ChannelDown


class Shelf:
    """A channel that writes into one folder; the same digest written twice is one file."""

    def __init__(self, settings: Folder) -> None:
        self._folder = Path(settings.folder)

    def send(self, sent: Message, at: datetime) -> None:
        """Write one file. Raises ChannelDown."""
        place = self._folder / f"digest-{sent.digest.as_of}-{sent.id}.json"
        part = place.with_suffix(".part")
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            part.write_bytes(body(sent))
            part.replace(place)
        except OSError as refused:
            raise ChannelDown(f"{self._folder} cannot be written: {(refused.strerror or '').lower()}.") from refused

    def close(self) -> None:
        """Nothing stays open."""
