"""The load page: files in, each row counted, each refused cell with its reason."""

from __future__ import annotations

import pytest

from agent_scorecard.loading.load import load
from agent_scorecard.loading.sources import upload as given
from agent_scorecard.store.database import open_database
from tests.pages.conftest import FIRST, MINIMAL, NOVEMBER, OPENHANDS
from tests.ui.hostile import TEXT

AGENTS = b"agent,name\nbilling,Billing\n"
REFUSED = b"agent,name,live_on\nbilling,Billing,2026-02-30\n"


@pytest.fixture
def empty(visit):
    return visit("empty", "load_data")


def upload(seen, name: str, content: bytes, kind: str = "text/csv"):
    (field,) = seen.app.file_uploader
    field.upload(name, content, kind)
    seen.again()
    return seen.press("Load")


def test_an_upload_is_counted_and_listed(empty):
    upload(empty, "agents.csv", AGENTS)
    assert "Loaded: 1 new. Nothing was refused." in empty.text
    assert "Earlier loads1 in all" in empty.text
    assert "Billing" in empty.go("ladder").text


def test_the_same_file_again_changes_nothing(empty):
    upload(empty, "agents.csv", AGENTS)
    upload(empty, "agents.csv", AGENTS)
    assert "Nothing changed." in empty.text


def test_a_folder_on_this_machine_is_loaded(empty):
    empty.type("folder", str(FIRST)).press("Load")
    assert "Loaded: 68 new. Nothing was refused." in empty.text
    assert "Two cards are due" in empty.go("this_month").text


@pytest.mark.parametrize("folder", ["/no/such/folder", "relative/nowhere", "~nobody-here/x", "x" * 5000])
def test_a_folder_that_is_not_there_is_said(empty, folder):
    empty.type("folder", folder).press("Load")
    assert empty.errors == ["There is no such folder or file on this machine."]


def test_a_refused_cell_is_listed_with_its_reason(empty):
    upload(empty, "agents.csv", REFUSED)
    assert "Nothing was loaded." in empty.text
    (table,) = empty.app.dataframe
    cell, whole = table.value.to_dict("records")
    assert cell == {
        "File": "agents.csv",
        "Line": 2,
        "Column": "live_on",
        "Value": "2026-02-30",
        "Reason": "there is no such day in the calendar",
    }
    assert whole["Reason"] == (
        "1 of 1 rows refused, more than 5%: nothing of the file was loaded;"
        " correct them, or load with --max-refused 100%"
    )
    assert "Download refused cells" in [button.label for button in empty.app.download_button]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("agents.csv", b""),
        ("agents.csv", b"\x00\xff\xfe"),
        ("agents.csv", b"PK\x03\x04"),
        ("agents.xlsx", b"not a workbook"),
        ("runs.jsonl", b"{]\n"),
        ("runs.jsonl.gz", b"not gzip"),
        ("unheard-of.csv", b"a,b\n1,2\n"),
        (TEXT + ".csv", b"agent,name\n"),
        ("../../agents.csv", AGENTS[:10]),
    ],
)
def test_no_upload_breaks_the_page(empty, name, content):
    seen = upload(empty, name, content)
    assert seen.title == "Load data"
    assert "This load" in seen.text
    assert "Loaded" not in seen.text


def test_a_mapping_reads_no_upload(empty):
    (field,) = empty.app.file_uploader
    field.upload("agents.csv", AGENTS, "text/csv")
    empty.type("mapping", "avid").press("Load")
    assert empty.errors == ["A mapping reads a folder: type the folder that holds the files."]


def test_a_folder_of_foreign_files_is_loaded_through_a_shipped_mapping(empty):
    if not OPENHANDS.is_dir():
        pytest.skip("the sample openhands_index is not in ../shared/data")
    empty.type("mapping", "openhands_index").type("folder", str(OPENHANDS)).press("Load")
    assert "Nothing was refused." in empty.text
    assert "OpenHands with claude-opus-4-8" in empty.go("ladder").text


def test_the_depth_of_the_policy_is_asked_once(empty):
    assert [radio.label for radio in empty.app.radio] == ["How deep the policy goes"]
    empty.type("folder", str(MINIMAL)).press("Load")
    assert [radio.label for radio in empty.app.radio] == []


def test_a_time_zone_nobody_knows_is_said(empty):
    empty.type("zone", "Mars/Olympus").type("folder", str(MINIMAL)).press("Load")
    assert "Mars/Olympus" in empty.text
    assert "Nothing was loaded." in empty.text


RUNS = (
    '{"agent_id": "brief-writer-v2", "request_id": "r1", "timestamp": "2026-10-01T10:00:00Z"}\n'
    '{"agent_id": "mail <b>bot</b>", "request_id": "r2", "timestamp": "2026-10-03T10:00:00Z"}\n'
)


@pytest.fixture
def watched(visit, board):
    """The first company, after a collector nobody sat in front of dropped two files."""
    seen = visit("first", "load_data")
    engine = open_database(f"sqlite:///{board}")
    for name, content in (("runs.jsonl", RUNS), ("people.csv", "person,email\ncy,no address\n")):
        load(engine, [given(name, content.encode())], today=NOVEMBER.date(), now=NOVEMBER, actor="collector")
    engine.dispose()
    return seen.again()


def test_ids_nobody_registered_stand_on_the_page_with_what_each_may_be(watched):
    assert "Seen in the logs, not on the board" in watched.text
    assert "brief-writer-v2 logged 1 run, on 1 Oct, and nobody registered it. It may be brief-writer." in watched.text
    assert "mail <b>bot</b> logged 1 run" in watched.text


def test_an_id_that_stands_for_an_agent_gives_it_its_runs(watched):
    watched.type("log_id", "brief-writer-v2").press("Let it stand for this agent")
    assert watched.successes == ["Its runs are those of Brief writer now\\."]
    assert "brief-writer-v2 logged" not in watched.text


def test_a_new_agent_is_put_on_the_board_under_its_own_name(watched):
    watched.type("log_id", "mail <b>bot</b>").type("log_id_is", "A new agent, as an idea")
    watched.type("name_of_mail <b>bot</b>", "Mail bot").press("Put it on the board")
    assert watched.successes == ["Its runs are those of Mail bot now\\."]
    assert "Mail bot" in watched.go("ladder").text


TOOLS = b'{"tools": [{"name": "crm.read", "inputSchema": {}, "annotations": {"readOnlyHint": true}}]}'


def test_a_tool_list_gives_the_agent_picked_its_actions_and_believes_no_hint(visit):
    seen = visit("first", "load_data").type("tools_of", "brief-writer")
    upload(seen, "crm.json", TOOLS, "application/json")
    assert "Loaded: 2 new." in seen.text
    assert "the server says that it only reads; nobody confirmed it" in seen.text


def test_a_hint_is_confirmed_by_somebody_on_file_only(visit):
    seen = visit("first", "load_data").type("tools_of", "brief-writer")
    (box,) = [box for box in seen.app.checkbox if box.key == "confirm_hints"]
    box.check()
    seen.again()
    upload(seen, "crm.json", TOOLS, "application/json")
    assert "Hints are confirmed by somebody on file" in seen.text


def test_what_an_earlier_load_refused_is_shown_again(watched):
    assert "people.csvrefused whole" in watched.text
    watched.unfold("kept_refusals")
    (table,) = watched.app.dataframe
    assert table.value["File"].tolist() == ["people.csv", "people.csv"]
    assert table.value["Column"].tolist()[0] == "email"
