"""The audit fields as words."""

from __future__ import annotations

WORDS = {
    "request_id": "request id",
    "policy_version": "policy version",
    "tool_calls": "tool calls",
    "data_sources": "data sources",
    "approval_status": "approval status",
    "human_approver": "approver",
    "error": "error note",
}


def field_word(field: str) -> str:
    return WORDS.get(field, field)
