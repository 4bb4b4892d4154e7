"""The audit fields as words."""

from __future__ import annotations

WORDS = {
    "request_id": "request id",
    "policy_version": "policy version",
    "tool_calls": "tool calls",
    "output": "whether there was an output",
    "data_sources": "data sources",
    "approval_status": "approval status",
    "human_approver": "who approved",
    "error": "what went wrong",
}


def field_word(field: str) -> str:
    return WORDS.get(field, field)
