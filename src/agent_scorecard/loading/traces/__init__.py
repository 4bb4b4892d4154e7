"""Spans of other systems become runs: only what is named in `attributes` is ever looked at, never a message."""
