"""docs/access.md where there is something to expand: whose card offers it, and what everybody else reads there."""

from __future__ import annotations

import re
from datetime import date

import pytest

from agent_scorecard.access import CompanyRole, Right, Standing, Step
from agent_scorecard.loading.load import load
from agent_scorecard.recording import DecisionFields, record_decision
from agent_scorecard.vocabulary import Choice, Tier
from tests.access.forms import options, said
from tests.access.matrix import CELLS, OF_AGENTS
from tests.pages.conftest import NOVEMBER, OCTOBER_ENDS
from tests.pages.test_company_mode import claims, come, company, link

__all__ = ["company"]

PEOPLE = {
    "ana": Standing.OWNER,
    "ben": Standing.RISK_OWNER,
    "oni": Standing.ON_CALL,
    "hal": Standing.HOLDER,
    "vic": Standing.VIEWER,
    "rae": Standing.REVIEWER,
    "lea": Standing.LEADER,
    "lou": Standing.LOADER,
    "ada": Standing.ADMIN,
}
"""As what each of them asks about the brief writer; Ben also owns the tag helper."""
AGENT = "brief-writer"


@pytest.fixture
def earned(company, tmp_path):
    """The agent whose first card was decided, so that nothing is missing for the next level."""
    people, assignments = tmp_path / "people.csv", tmp_path / "assignments.csv"
    people.write_text("person,name\n" + "".join(f"{name},{name}\n" for name in [*list(PEOPLE)[2:], "zed"]))
    assignments.write_text(
        "agent,role,person,effective_from,effective_to\n"
        f"{AGENT},on_call,ben,2026-01-05,2026-01-31\n{AGENT},on_call,oni,2026-02-01,\n"
        f"{AGENT},pause_or_retire,ana,2026-01-05,2026-01-31\n{AGENT},pause_or_retire,hal,2026-02-01,\n"
    )
    report = load(company, [people, assignments], today=NOVEMBER.date(), now=NOVEMBER, actor="ana")
    assert report.refusals == ()
    fields = DecisionFields(
        agent=AGENT,
        choice=Choice.MAINTAIN,
        reason="Eight months without a correction.",
        next_step="Read every brief of November",
        owner="ana",
        due=date(2027, 1, 15),
        as_of=OCTOBER_ENDS,
    )
    record_decision(company, fields, by="ana", at=NOVEMBER)
    for name, standing in PEOPLE.items():
        link(company, name, *([] if standing in OF_AGENTS else [CompanyRole(standing.value)]))


def may_expand(person: str) -> bool:
    return CELLS[Right.EXPAND, (Tier.LOW, True, False)][PEOPLE[person]] in (Step.AT_ONCE, Step.PROPOSE)


@pytest.mark.usefixtures("earned")
def test_an_agent_that_earned_its_next_level_is_expanded_by_its_owner_only():
    seen = {person: come(claims(person), "scorecard", agent=AGENT) for person in PEOPLE}
    offered = {person for person, card in seen.items() if "Expand" in options(card, "choice_")}
    assert offered == set(filter(may_expand, PEOPLE)) == {"ana"}
    why = rf"(expand|maintain or revise) {AGENT}: [^.]+ may"
    assert [person for person in PEOPLE.keys() - offered if not re.search(why, said(seen[person]))] == []
