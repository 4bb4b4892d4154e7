"""One source value becomes one cell."""

from decimal import Decimal

import msgspec
import pytest

from agent_scorecard.loading.contract import ColumnType
from agent_scorecard.loading.mapping.cells import cell, csv_text, run_value, tool_calls
from agent_scorecard.loading.mapping.path import Scope
from agent_scorecard.loading.mapping.scalars import NotReadable
from agent_scorecard.loading.mapping.shape import Source, ToolCalls

RECORD = {
    "id": 7,
    "score": Decimal("68.80"),
    "right": True,
    "wrong": False,
    "gone": None,
    "blank": "",
    "cost": Decimal("0.0000"),
    "reward": Decimal("1.0"),
    "partly": Decimal("0.33"),
    "seconds": Decimal("18.4519"),
    "at": "2026-07-31T23:30:00",
    "site": "west",
    "states": ["greet", "transfer_human", "bye"],
    "tags": ["a", "b"],
    "long": "abcdef",
    "nested": {"x": 1},
}
JUDGED = {"true": "success", "false": "failure"}


def made(**spec):
    return cell(msgspec.convert(spec, Source), Scope(RECORD, {"file": {"agent": "desk"}}))


@pytest.mark.parametrize(
    ("spec", "value"),
    [
        ({"path": "id"}, 7),
        ({"path": "gone"}, None),
        ({"path": "blank"}, None),
        ({"path": "nowhere"}, None),
        ({"path": ["gone", "blank", "id"]}, 7),
        ({"text": "live"}, "live"),
        ({"text": "{@file.agent}/{id}"}, "desk/7"),
        ({"text": "{score} %"}, "68.80 %"),
        ({"text": "{{{id}}}"}, "{7}"),
        ({"text": "{id}-{gone}"}, None),
        ({"path": "right", "words": JUDGED}, "success"),
        ({"path": "wrong", "words": JUDGED}, "failure"),
        ({"path": "gone", "words": JUDGED}, None),
        ({"path": "gone", "words": JUDGED, "otherwise": "failure"}, None),
        ({"path": "reward", "words": {"1": "success"}, "otherwise": "failure"}, "success"),
        ({"path": "partly", "words": {"1": "success"}, "otherwise": "failure"}, "failure"),
        ({"path": "long", "begins": {"abc": "error"}, "otherwise": "ok"}, "error"),
        ({"path": "site", "begins": {"abc": "error"}, "otherwise": "ok"}, "ok"),
        ({"path": "states[]", "words": {"transfer_human": "escalated"}}, "escalated"),
        ({"path": "tags[]", "words": {"transfer_human": "escalated"}}, None),
        ({"path": "cost", "unknown": ["0"]}, None),
        ({"path": "cost"}, Decimal("0.0000")),
        ({"path": "reward", "unknown": ["0"]}, Decimal("1.0")),
        ({"path": "seconds", "scale": 1000, "whole": True}, 18452),
        ({"path": "score", "scale": 0.01}, Decimal("0.688000")),
        ({"path": "partly", "whole": True}, 0),
        ({"path": "at", "time": "iso", "zone": "-07:00"}, "2026-08-01T06:30:00+00:00"),
        ({"path": "at", "time": "iso", "zone": "-07:00", "give": "month"}, "2026-08"),
        ({"path": "at", "time": "iso", "give": "month"}, "2026-07"),
        (
            {"path": "at", "time": "iso", "zone": {"path": "site", "words": {"west": "-07:00"}}},
            "2026-08-01T06:30:00+00:00",
        ),
        ({"path": "long", "cut": 6}, "abcdef"),
        ({"path": "long", "cut": 5}, "abcd…"),
        ({"path": "tags[]"}, ["a", "b"]),
        ({"path": "states(count)"}, 3),
    ],
)
def test_a_cell_says_what_the_source_says_and_nothing_where_it_says_nothing(spec, value):
    assert made(**spec) == value


@pytest.mark.parametrize(
    ("spec", "reason"),
    [
        ({"path": "site", "words": JUDGED}, "'west' is not among the words of the mapping: true, false"),
        ({"path": "site", "begins": {"a": "b"}}, "'west' is not among the words of the mapping: a…"),
        ({"path": "site", "scale": 2}, "'west' is not a number"),
        ({"path": "site", "whole": True}, "'west' is not a number"),
        ({"path": "site", "time": "date"}, "'west' is not a date"),
        ({"text": "{nested}"}, "an object or list"),
    ],
)
def test_a_value_that_is_not_what_the_mapping_says_is_refused(spec, reason):
    with pytest.raises(NotReadable, match=reason):
        made(**spec)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("007", "007"),
        (True, "true"),
        (12, "12"),
        (Decimal("1E-7"), "0.0000001"),
        (1e-07, "0.0000001"),
        (Decimal("37934.694172"), "37934.694172"),
        (["a", 1], "a|1"),
        ([], ""),
    ],
)
def test_a_csv_cell_is_text_without_exponent(value, text):
    assert csv_text(value) == text


@pytest.mark.parametrize("value", [{"x": 1}, ["a|b"], [{"x": 1}], Decimal("1e999999999"), float("nan"), float("inf")])
def test_what_cannot_be_a_csv_cell_is_refused(value):
    with pytest.raises(NotReadable):
        csv_text(value)


@pytest.mark.parametrize(
    ("value", "kind", "written"),
    [
        (7, ColumnType.ID, "7"),
        (Decimal("0.10"), ColumnType.MONEY, "0.10"),
        ("12", ColumnType.INT, 12),
        (Decimal("12.0"), ColumnType.INT, 12),
        ("12.5", ColumnType.INT, "12.5"),
        ("many", ColumnType.INT, "many"),
        (True, ColumnType.BOOL, True),
        ("No", ColumnType.BOOL, False),
        ("ja", ColumnType.BOOL, "ja"),
        ("crm", ColumnType.LIST, ["crm"]),
        (["crm", 2], ColumnType.LIST, ["crm", "2"]),
        ({"amount": Decimal("1.5"), "of": [Decimal(2)]}, ColumnType.OBJECT, {"amount": 1.5, "of": [2.0]}),
    ],
)
def test_a_run_record_keeps_json_types_and_leaves_the_rest_for_the_check(value, kind, written):
    assert run_value(value, kind) == written


CHAT = {
    "said": [
        {"role": "agent", "calls": [{"id": "x", "name": "look"}]},
        {"role": "tool", "of": "x", "text": "Error: none"},
        {"role": "agent", "calls": [{"id": "x", "name": "look"}, {"id": "y", "name": "send"}]},
        {"role": "tool", "of": "x", "text": "found"},
    ]
}
CALLS = ToolCalls(
    each="said[role=agent].calls[]",
    tool="name",
    id="id",
    answers="said[role=tool]",
    answer_id="of",
    status=Source(path="text", begins={"Error": "error"}, otherwise="ok"),
)


def test_calls_meet_their_answers_in_order_even_where_an_id_is_used_again():
    assert tool_calls(CALLS, Scope(CHAT, {})) == [
        {"tool": "look", "status": "error"},
        {"tool": "look", "status": "ok"},
        {"tool": "send"},
    ]


def test_no_call_made_is_an_empty_list_and_no_list_kept_is_nothing():
    assert tool_calls(CALLS, Scope({"said": []}, {})) == []
    assert tool_calls(CALLS, Scope({}, {})) is None


def test_a_call_may_carry_its_own_status_and_reason():
    spec = ToolCalls(each="calls[]", tool="name", status="state", reason="why")
    calls = [{"name": "refund", "state": "blocked", "why": "needs_human_approval"}, {"name": "look"}]
    assert tool_calls(spec, Scope({"calls": calls}, {})) == [
        {"tool": "refund", "status": "blocked", "reason": "needs_human_approval"},
        {"tool": "look"},
    ]
