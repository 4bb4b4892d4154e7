"""What a browser says to the app and hears from it, whatever carries the words between them."""

from __future__ import annotations

PATH = "/_stcore/stream"
SUBPROTOCOL = "streamlit"


class PageFailed(Exception):
    """The page showed an exception."""


class Talk:
    """One session; like a browser it keeps the messages it was sent. `received` counts bytes."""

    def __init__(self) -> None:
        self.received = 0
        self._known: set[str] = set()

    def rerun(self, page: str = "", asked: str = "") -> bytes:
        """Return the wish to see a page, with what its address asks for."""
        from streamlit.proto.BackMsg_pb2 import BackMsg

        wanted = BackMsg()
        wanted.rerun_script.query_string = asked
        wanted.rerun_script.page_name = page
        wanted.rerun_script.cached_message_hashes.extend(self._known)
        content: bytes = wanted.SerializeToString()
        return content

    def heard(self, content: bytes) -> bool:
        """Take a message in and say whether the page has finished. Raises PageFailed."""
        from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

        self.received += len(content)
        message = ForwardMsg.FromString(content)
        if message.metadata.cacheable:
            self._known.add(message.hash)
        if message.delta.new_element.HasField("exception"):
            raise PageFailed(message.delta.new_element.exception.message)
        return bool(message.WhichOneof("type") == "script_finished")
