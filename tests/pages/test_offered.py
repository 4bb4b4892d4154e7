"""Pages offer what a person may do and no more; where a form stays away, it says who may instead."""

from __future__ import annotations

import ast

import pytest

from agent_scorecard import where
from agent_scorecard.access import CompanyRole
from agent_scorecard.loading.load import load
from tests.pages.conftest import NOVEMBER
from tests.pages.test_company_mode import buttons, claims, come, company, link

__all__ = ["company"]

RECORDING = {
    *("Publish card", "Propose", "Approve", "Decline", "Done", "Record", "Record the outcome", "Load", "Submit"),
    *("Record undo", "Set the tier", "Record the case", "Record the week", "Release", "Sign", "Accept", "Give role"),
}
CARD = {"agent": "brief-writer"}


@pytest.fixture
def people(company, tmp_path):
    """Ana owns the brief writer, Ben its risks and the tag helper; Vic looks, Lea leads, Lou loads."""
    more = tmp_path / "people.csv"
    more.write_text("person,name\nvic,Vic Stone\nlea,Lea Bach\nlou,Lou Hart\n")
    assert load(company, [more], today=NOVEMBER.date(), now=NOVEMBER, actor="ana").refusals == ()
    roles = {"ana": (), "ben": (), "vic": ("viewer",), "lea": ("leader",), "lou": ("loader",)}
    for person, held in roles.items():
        link(company, person, *map(CompanyRole, held))
    return company


@pytest.mark.parametrize(
    ("page", "asked", "said"),
    [
        ("scorecard", CARD, "vic may not maintain or revise brief-writer: the owner of brief-writer, its risk owner"),
        ("quarter", {"step": "outcome"}, "vic may not record the outcome of a portfolio review: a leader may."),
        ("load_data", {}, "vic may not load files: a loader or an admin may."),
        ("people", {"person": "ana"}, "vic may not manage people and rights: an admin may."),
        ("changes", {**CARD, "record": "1"}, ""),
        ("gates", CARD, "vic may not"),
        ("incidents", {}, ""),
        ("runs", CARD, ""),
        ("signals", CARD, ""),
        ("this_month", {}, ""),
        ("decisions", {}, ""),
        ("ladder", {}, ""),
    ],
)
def test_a_viewer_sees_every_page_and_is_offered_nothing_to_record(people, page, asked, said):
    seen = come(claims("vic"), page, **asked)
    assert RECORDING & set(buttons(seen)) == set()
    assert said in seen.text


@pytest.mark.parametrize(
    ("person", "page", "asked", "label", "is_offered"),
    [
        ("ben", "scorecard", {"agent": "tag-helper"}, "Publish card", True),
        ("ana", "scorecard", {"agent": "tag-helper"}, "Publish card", False),
    ],
)
def test_whoever_may_is_offered_it(people, person, page, asked, label, is_offered):
    assert (label in buttons(come(claims(person), page, **asked))) is is_offered


def test_a_viewer_reads_the_ledger_of_agents_they_hold_a_role_for_and_takes_nothing_away(people):
    company = come(claims("ana"), "scorecard", **CARD)
    (reason,) = (area.key for area in company.app.text_area if area.key.startswith("reason_"))
    card = reason.removeprefix("reason_")
    company.type(reason, "Leads read it").type(f"next_{card}", "Ask the leads again").press("Publish card")
    owner, viewer = (come(claims(person), "decisions") for person in ("ana", "vic"))
    assert "Leads read it" in owner.text
    assert [button.label for button in owner.app.download_button] == ["Download list"]
    assert "Leads read it" not in viewer.text
    assert "Of agents you hold no role for" in viewer.text
    assert [button.label for button in viewer.app.download_button] == []


def test_where_people_sign_in_no_folder_of_the_server_is_read(people):
    labels = [field.label for field in come(claims("lou"), "load_data").app.text_input]
    assert [label for label in labels if "folder" in label] == []


def test_every_form_records_as_the_sign_in_and_never_as_a_name():
    """A name would be taken for somebody in local mode, who may do everything."""
    others = ("entrance.py", "signing.py")
    files = [path for path in (where.PACKAGE / "ui").rglob("*.py") if path.name not in others]
    nodes = [(path, node) for path in files for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))]
    said = {
        (path.name, ast.unparse(node)) for path, node in nodes if isinstance(node, ast.keyword) and node.arg == "by"
    }
    assert {row for row in said if row[1] != "by=chosen.by"} == set()
