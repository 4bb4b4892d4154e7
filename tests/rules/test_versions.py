"""Which versions of prompt and model nobody announced, from what the runs name."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from agent_scorecard.rules.versions import Fingerprint, VersionSeen, unannounced
from agent_scorecard.vocabulary import ChangeKind
from tests.build import AS_OF, changed_kind, evidence

MODEL, PROMPT = Fingerprint.MODEL, Fingerprint.PROMPT


def ago(days: int) -> date:
    return AS_OF - timedelta(days=days)


def seen(version: str, first: int, fingerprint: Fingerprint = MODEL) -> VersionSeen:
    return VersionSeen(fingerprint, version, ago(first), AS_OF, 10)


OLD, NEW = seen("m1", 90), seen("m2", 10)


@pytest.mark.parametrize(
    ("found", "changes", "told"),
    [
        ((OLD, NEW), (), ["m2"]),
        ((OLD,), (), []),
        ((NEW,), (), []),
        ((OLD, seen("m2", 28)), (), []),
        ((OLD, seen("m2", 27)), (), ["m2"]),
        ((OLD, NEW), (changed_kind(ChangeKind.MODEL, ago(17)),), []),
        ((OLD, NEW), (changed_kind(ChangeKind.MODEL, ago(18)),), ["m2"]),
        ((OLD, NEW), (changed_kind(ChangeKind.MODEL, ago(60), to_value="m2"),), []),
        ((OLD, NEW), (changed_kind(ChangeKind.SOP, ago(10)),), ["m2"]),
        ((OLD, seen("p1", 90, PROMPT), seen("p2", 5, PROMPT)), (), ["p2"]),
        ((OLD, seen("p1", 5, PROMPT)), (), []),
    ],
)
def test_a_version_is_unannounced_when_it_is_new_and_no_change_near_its_day_tells_of_it(found, changes, told):
    rows = unannounced(evidence(changes=changes), found, ago(28))
    assert [row.version for row in rows] == told
