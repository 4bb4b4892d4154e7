"""The runs in a real browser: from a block reason to the runs it happened in, to one of them, to a report about it."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.browser.server import PHONE, journey, served
from tests.browser.test_oversight import stays_inside

pytestmark = pytest.mark.browser


def test_a_block_reason_leads_to_a_run_and_the_run_into_a_report(chromium, sample):
    with served(sample) as address, journey(chromium, address) as one:
        page = one.page
        one.open("runs")
        one.keyed("run_agents").get_by_role("link", name="Support refunds").click()
        one.headed("Runs of Support refunds")
        one.keyed("recurring").get_by_role("link", name="needs_human_approval_over_100").click()
        expect(page).to_have_url(re.compile(r"reason=needs_human_approval_over_100"))
        expect(page.get_by_text("9 runs in the last 28 days fit this choice.")).to_have_count(1)
        page.reload()
        one.settled()
        one.keyed("run_list").get_by_role("link", name="rf-261030-00").click()
        expect(one.keyed("trail").get_by_role("row", name="stripe.refund")).to_contain_text("blocked")
        expect(page).to_have_url(re.compile(r"run=rf-261030-00"))
        one.keyed("run_ways").get_by_role("link", name="Report an incident with this run").click()
        expect(one.keyed("report_request", "input")).to_have_value("rf-261030-00")


def test_on_a_phone_runs_fold_and_older_ones_follow(reader):
    reader.page.set_viewport_size(PHONE)
    reader.open("runs?agent=support-triage&period=2026-10")
    stays_inside(reader.page)
    reader.keyed("run_turn").get_by_role("link", name="Older runs").click()
    expect(reader.keyed("run_list").get_by_role("link", name="tk-261030-070")).to_have_count(1)
    reader.keyed("run_turn").get_by_role("link", name="Newest").click()
    expect(reader.keyed("run_list").get_by_role("link", name="tk-261030-090")).to_have_count(1)
