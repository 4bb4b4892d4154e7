"""The oversight page: where a person stands before an agent acts, narrowed and shared by its address."""

from __future__ import annotations

import pytest

from agent_scorecard.boards.oversight.seen import View


def actions(seen) -> list[str]:
    """The names of the actions the table lists."""
    return [text for name, text in seen.markup.texts if name == "b" and "." in text]


def test_every_action_stands_under_its_agent_with_its_mode_and_its_reason(visit):
    seen = visit("sample", "oversight", as_of=None)
    assert "A person comes first in 13 of 40 actions, 16 run watched or alone and 11 are forbidden." in seen.text
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
    assert "In the loopLevel 2 allows no more.On file: in the loop when amount is above 100 USD." in seen.text


@pytest.mark.parametrize(
    ("asked", "left"),
    [
        ({"team": "Finance", "mode": "In"}, ["mail.send_reminder"]),
        (
            {"mode": "On"},
            ["chat.post_leadership_summary", "crm.create_task", "helpdesk.set_category", "chat.draft_message"],
        ),
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
    assert actions(seen) == [
        "chat.post_leadership_summary",
        "crm.create_task",
        "helpdesk.set_category",
        "chat.draft_message",
    ]


def test_a_company_that_loaded_no_actions_is_told_so(visit):
    assert "No action is on file." in visit("minimal", "oversight").text


@pytest.mark.parametrize("part", ["", "0", "-1", "2", "x", "9" * 5000])
def test_a_part_that_is_none_shows_one_that_is(visit, part):
    assert "No action is on file." in visit("minimal", "oversight", gates_page=part).text


@pytest.mark.parametrize(
    ("view", "told"),
    [
        (
            "People",
            (
                "answer for 27 of 29 actions only.",
                "web.read_page Nobody is named as accountable person, system owner or risk owner.",
            ),
        ),
        (
            "Limits",
            (
                "1. In the loop when amount is above 100 USD, or is not given.",
                "16,000\u202fUSD in 40 calls",
                "Not known: the most one call may move is not stated.",
            ),
        ),
        (
            "Access",
            ("Of 10 permissions to write, send or delete, none went unused for 90 days; for 7 no call is logged.",),
        ),
        (
            "Stop and undo",
            (
                "How it is stopped is written for 11 of 12 agents; no drill is overdue.",
                "Ask the customer and charge the amount again13 Aug",
            ),
        ),
        (
            "Approvals",
            (
                "Ingrid Halvorsen decided 88 of 100; name the person closest to the work.",
                "93.8\u202f%181 of 193",
                "Not trusted",
            ),
        ),
        ("Next mode", ("One of 13 actions has earned the next mode; a person decides.", "146 of 150, 97.3\u202f%")),
    ],
)
def test_each_subject_tells_the_story_of_the_sample(visit, view, told):
    seen = visit("sample", "oversight", as_of=None, view=view)
    assert [each for each in told if each not in seen.text] == []


def test_of_one_agent_every_subject_is_shown(visit):
    seen = visit("sample", "oversight", as_of=None, agent="invoice-follow-up")
    assert [text for name, text in seen.headings() if name == "h2"] == [
        *("Needs a person", "Human gates", "People", "Limits", "Access", "Stop and undo", "Approvals", "Next mode"),
    ]
    assert seen.markup.links()[:2] == ["scorecard?agent=invoice-follow-up", "on_call?agent=invoice-follow-up"]


def test_an_earned_mode_leads_to_the_card_where_it_is_decided(visit):
    seen = visit("sample", "oversight", as_of=None, view="Next mode")
    assert seen.markup.links() == ["scorecard?agent=cs-health"]


@pytest.mark.parametrize("view", [view.value for view in View])
@pytest.mark.parametrize("company", ["minimal", "first"])
def test_every_subject_can_be_read_of_a_company_that_loaded_little(visit, company, view):
    assert visit(company, "oversight", view=view).title == "Oversight"


def test_the_card_of_an_agent_leads_to_its_oversight(visit):
    seen = visit("first", "scorecard", agent="brief-writer").press("Oversight")
    assert (seen.title, seen.app.query_params["agent"]) == ("Oversight", "brief-writer")
