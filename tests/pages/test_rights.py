"""docs/access.md, page by page: each kind of person walks through the app and is offered what the table gives them."""

from __future__ import annotations

import pytest

from agent_scorecard.access import CompanyRole, Right, Standing
from agent_scorecard.access.told import NO, OWN
from agent_scorecard.loading.load import load
from agent_scorecard.vocabulary import Tier
from tests.access.matrix import CELLS, OF_AGENTS
from tests.pages.conftest import NOVEMBER, OCTOBER_ENDS
from tests.pages.test_company_mode import claims, come, company, link
from tests.pages.visit import Visit

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
DECIDING = (Right.MAINTAIN_OR_REVISE, Right.LOWER, Right.PAUSE, Right.EXPAND, Right.RETIRE)
GATES = (Right.ANSWER_GATE, Right.SUBMIT_GATE, Right.SIGN_GATE)
FORMS = (
    ("load_data", {}, "Load", (Right.LOAD,)),
    ("scorecard", {"agent": AGENT}, "Reason", DECIDING),
    ("gates", {"agent": AGENT}, "Yes", GATES),
    ("changes", {"agent": AGENT, "record": "1"}, "Record the change", (Right.PLAN_CHANGE,)),
    ("changes", {"agent": AGENT, "record": "1"}, "Set the tier", (Right.RAISE_TIER, Right.LOWER_TIER)),
    ("incidents", {"report": "1"}, "Report", (Right.REPORT_INCIDENT,)),
    ("people", {"person": "zed"}, "Give role", (Right.MANAGE_PEOPLE,)),
    ("weekly", {"agent": "tag-helper"}, "Record review", (Right.RECORD_WEEK,)),
    ("quarter", {"step": "outcome"}, "Record outcome", (Right.RECORD_OUTCOME,)),
)


@pytest.fixture
def signed_in_people(company, tmp_path):
    people, assignments = tmp_path / "people.csv", tmp_path / "assignments.csv"
    people.write_text("person,name\n" + "".join(f"{name},{name}\n" for name in [*list(PEOPLE)[2:], "zed"]))
    assignments.write_text(
        "agent,role,person,effective_from,effective_to\n"
        f"{AGENT},on_call,ben,2026-01-05,2026-01-31\n{AGENT},on_call,oni,2026-02-01,\n"
        f"{AGENT},pause_or_retire,ana,2026-01-05,2026-01-31\n{AGENT},pause_or_retire,hal,2026-02-01,\n"
    )
    report = load(company, [people, assignments], today=NOVEMBER.date(), now=NOVEMBER, actor="ana")
    assert report.refusals == ()
    for name, standing in PEOPLE.items():
        link(company, name, *([] if standing in OF_AGENTS else [CompanyRole(standing.value)]))
    return company


def is_allowed(person: str, agent: str, rights: tuple[Right, ...]) -> bool:
    """Say whether a cell of the table gives one of the rights, in any step; Ana's agent is none of Ben's."""
    standing = PEOPLE[person]
    if agent != AGENT:
        standing = Standing.OWNER if person == "ben" else Standing.VIEWER if standing in OF_AGENTS else standing
    answers = [CELLS[right, (Tier.LOW, True, True)] for right in rights]
    if standing in OF_AGENTS:
        return any(answer[standing] != NO or OWN in answer[Standing.VIEWER] for answer in answers)
    return any(answer[standing] != NO and OWN not in answer[standing] for answer in answers)


def _go(seen: Visit, page: str, asked: dict[str, str]) -> None:
    seen.app.query_params.clear()
    for name, value in {"as_of": OCTOBER_ENDS.isoformat(), **asked}.items():
        seen.app.query_params[name] = value
    seen.go(page)


@pytest.mark.parametrize("person", PEOPLE)
def test_everybody_is_offered_the_forms_the_table_gives_them(signed_in_people, person):
    seen = come(claims(person), FORMS[0][0])
    wrong, before = [], None
    for page, asked, label, rights in FORMS:
        if (page, asked) != before:
            _go(seen, page, asked)
        before = page, asked
        labels = {field.label for field in (*seen.app.button, *seen.app.text_area)}
        if (label in labels) is not is_allowed(person, asked.get("agent", AGENT), rights):
            wrong.append((page, label in labels))
    assert wrong == []
