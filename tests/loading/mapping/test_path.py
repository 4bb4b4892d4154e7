"""Where a value lies inside a source record."""

from decimal import Decimal

import pytest

from agent_scorecard.loading.mapping.path import NotAPath, Scope, is_recorded, members, steps
from agent_scorecard.loading.mapping.scalars import NotReadable

RECORD = {
    "id": 7,
    "gone": None,
    "info": {"agent": {"model": "m1"}},
    "said": [{"role": "user", "text": "hi"}, {"role": "agent", "text": "yes", "tools": [{"name": "a"}, {"name": "b"}]}],
    "parts": {"north": {"n": 1}, "south": {"n": 2}},
    "written": '{"amount": 1.50, "lines": [3, 4]}',
    "gen_ai.agent.id": "desk",
    "case-kind": "late",
}
BESIDE = {"file": {"agent": "desk", "day": "2026-01-01"}, "whole": {"zone": "UTC"}, "key": "north", "number": 3}


def found(path):
    return list(steps(path).values(Scope(RECORD, BESIDE)))


@pytest.mark.parametrize(
    ("path", "values"),
    [
        ("id", [7]),
        ("info.agent.model", ["m1"]),
        ("case-kind", ["late"]),
        ('"gen_ai.agent.id"', ["desk"]),
        ("said[0].text", ["hi"]),
        ("said[].text", ["hi", "yes"]),
        ("said[role=agent].text", ["yes"]),
        ("said[role=agent].tools[].name", ["a", "b"]),
        ("said(count)", [2]),
        ("parts(count)", [2]),
        ("parts[].n", [1, 2]),
        ("parts[n=2].n", [2]),
        ("written(json).amount", [Decimal("1.50")]),
        ("written(json).lines[1]", [4]),
        ("@file.agent", ["desk"]),
        ("@whole.zone", ["UTC"]),
        ("@key", ["north"]),
        ("@number", [3]),
    ],
)
def test_a_path_finds(path, values):
    assert found(path) == values


@pytest.mark.parametrize(
    "path",
    [
        "gone",
        "gone.deeper",
        "nowhere",
        "nowhere(count)",
        "id.deeper",
        "said[2].text",
        "info[0]",
        "said.text",
        "@nobody.id",
    ],
)
def test_a_missing_value_is_not_there_rather_than_empty(path):
    assert found(path) == []


@pytest.mark.parametrize("path", ["", "a[", "a]b", "a[x]", "a(sum)", "a{b}"])
def test_a_path_that_cannot_be_read_says_so(path):
    with pytest.raises(NotAPath):
        steps(path)


def test_a_text_that_holds_no_json_is_refused():
    with pytest.raises(NotReadable, match="not JSON inside the text"):
        list(steps("case-kind(json).amount").values(Scope(RECORD, {})))


def test_members_of_an_object_keep_their_names_and_elements_of_a_list_have_none():
    assert list(members("parts[]", RECORD)) == [("north", {"n": 1}), ("south", {"n": 2})]
    assert list(members("[]", [1, 2])) == [(None, 1), (None, 2)]
    assert list(members("nowhere[]", RECORD)) == []
    with pytest.raises(NotAPath, match="must end with"):
        list(members("parts", RECORD))


@pytest.mark.parametrize(
    ("record", "answer"),
    [({"calls": [{}]}, True), ({"calls": []}, True), ({"calls": None}, False), ({}, False)],
    ids=["one call", "no call made", "null", "not kept"],
)
def test_an_empty_list_is_a_statement_and_a_missing_one_is_not(record, answer):
    assert is_recorded("calls[].name", Scope(record, {})) is answer
