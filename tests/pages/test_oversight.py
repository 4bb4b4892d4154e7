"""The oversight page: where a person stands before an agent acts, narrowed and shared by its address."""

from __future__ import annotations

import pytest


def actions(seen) -> list[str]:
    """The names of the actions the table lists."""
    return [text for name, text in seen.markup.texts if name == "b" and "." in text]


def test_every_action_stands_under_its_agent_with_its_mode_and_its_reason(visit):
    seen = visit("sample", "oversight", as_of=None)
    assert "A person comes first in 13 of 39 actions, 15 run watched or alone and 11 are forbidden." in seen.text
    assert seen.markup.links()[-12:] == [
        f"oversight?agent={agent}"
        for agent in (
            *("account-research", "content-research", "cs-health", "inventory-exceptions", "invoice-follow-up"),
            *("lead-routing", "outbound-sdr", "peak-planning", "support-refund", "support-triage", "weekly-kpi"),
            "weekly-ops-summary",
        )
    ]


def test_a_mail_to_customers_always_waits_for_a_person(visit):
    seen = visit("sample", "oversight", as_of=None, agent="cs-health")
    assert "mail.send_outreachmail · send · tier highIn the loopA person approves every call" in seen.text


def test_a_refund_waits_for_a_person_while_its_level_allows_no_more(visit):
    seen = visit("sample", "oversight", as_of=None, agent="support-refund")
    assert "In the loopLevel 2 allows no more.On file: in the loop above a threshold." in seen.text


@pytest.mark.parametrize(
    ("asked", "left"),
    [
        ({"team": "Finance", "mode": "In"}, ["mail.send_reminder"]),
        ({"mode": "On"}, ["crm.create_task", "helpdesk.set_category", "chat.draft_message"]),
        ({"tier": "Medium", "agent": "lead-routing"}, ["crm.assign_owner"]),
        ({"tier": "Medium", "mode": "Out"}, []),
    ],
    ids=["a team's approvals", "what is watched", "one agent's medium tier", "nothing"],
)
def test_a_narrowed_page_can_be_shared(visit, asked, left):
    seen = visit("sample", "oversight", as_of=None, **asked)
    assert list(dict.fromkeys(actions(seen))) == left
    assert ("No action fits this choice." in seen.text) is not left


def test_narrowing_by_hand_is_kept_in_the_address(visit):
    seen = visit("sample", "oversight", as_of=None).type("mode", ["on"])
    assert "A person comes first" in seen.text
    assert actions(seen) == ["crm.create_task", "helpdesk.set_category", "chat.draft_message"]


def test_a_company_that_loaded_no_actions_is_told_so(visit):
    assert "No action is on file." in visit("minimal", "oversight").text


@pytest.mark.parametrize("part", ["", "0", "-1", "2", "x", "99999999999999999999"])
def test_a_part_that_is_none_shows_one_that_is(visit, part):
    assert "No action is on file." in visit("minimal", "oversight", part=part).text
