"""The JSON of what was done: loads, exports, decisions, checks of the ledger (docs/json.md)."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from agent_scorecard.loading.refusal import Refusal
    from agent_scorecard.loading.report import FileReport, LoadReport
    from agent_scorecard.rules.facts import Decision
    from agent_scorecard.store.backup import Manifest
    from agent_scorecard.store.copying import Copied
    from agent_scorecard.store.ledger import Head, Verified

Json = dict[str, Any]
COUNTS = ("read", "new", "changed", "same", "duplicate", "refused")


def load_report(report: LoadReport, day: date) -> Json:
    return {
        "as_of": day.isoformat(),
        "status": report.status.value,
        "load": report.load,
        **{name: report.total(name) for name in COUNTS},
        "files": [_file(row) for row in report.files],
        "refusals": [_refusal(row) for row in report.refusals],
        "notes": list(report.notes),
    }


def decision(row: Decision, follow_ups: Sequence[str]) -> Json:
    return {
        "as_of": row.as_of.isoformat(),
        "period": row.period,
        "policy_version": row.policy_version,
        "agent": row.agent,
        "seq": row.seq,
        "choice": row.choice.value,
        "kind": row.kind.value if row.kind else None,
        "level": row.level.value,
        "proposed": row.proposed.value,
        "against": row.against.value if row.against else None,
        "owner": row.owner,
        "due": row.due.isoformat(),
        "by": row.by,
        "co_signed_by": row.co_signed_by,
        "in_place_of": row.in_place_of,
        "supersedes": row.supersedes,
        "verified": row.verified,
        "card_hash": row.card_hash,
        "follow_ups": list(follow_ups),
    }


def verified(answer: Verified, disagreements: Sequence[str]) -> Json:
    return {
        "whole": answer.whole and not disagreements,
        "count": answer.count,
        "wrong": answer.wrong,
        "witnessed": answer.witnessed,
        "sentence": answer.sentence,
        "disagreements": list(disagreements),
        "head": head(answer.head) if answer.head else None,
    }


def head(found: Head) -> Json:
    return {"count": found.count, "hash": found.hash, "at": found.at}


def exported(folder: str, rows: Mapping[str, int]) -> Json:
    return {"folder": folder, "files": [{"file": name, "rows": count} for name, count in rows.items()]}


def copied(file: str, manifest: Manifest) -> Json:
    return {
        "file": file,
        "sha256": manifest.sha256,
        "rows": dict(manifest.rows),
        "head": head(manifest.head) if manifest.head else None,
    }


def company_copied(done: Copied) -> Json:
    heads = {chain.value: head(found) if found else None for chain, found in done.told.heads.items()}
    return {"place": done.place, "rows": dict(done.rows), "content": done.told.content, **heads}


def _file(row: FileReport) -> Json:
    counts = {name: getattr(row, name) for name in COUNTS}
    warnings = [_refusal(warning) for warning in row.warnings]
    return {
        "file": row.file,
        "source": row.source,
        **counts,
        "warnings": warnings,
        "refused_whole": row.refused_whole,
    }


def _refusal(row: Refusal) -> Json:
    names = ("file", "source", "line", "column", "value", "code", "reason")
    return {name: getattr(row, name) for name in names}
