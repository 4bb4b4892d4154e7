"""The same guardrail missing in several incidents is one guardrail."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from agent_scorecard.rules.guardrails import missing_guardrails, parts
from tests.build import incident

DAY = date(2026, 10, 24)


@pytest.mark.parametrize(
    ("text", "named"),
    [
        (None, ()),
        (" none ", ()),
        ("No limit.", ("No limit",)),
        ("No limit; no alert ; ;No limit", ("No limit", "no alert")),
    ],
)
def test_guardrails_are_split_at_semicolons(text, named):
    assert parts(text) == named


def test_one_is_known_again_by_its_words_and_the_commonest_comes_first():
    said = ["No alert", "No limit on refunds", "no limit, on refunds.; No key", None]
    rows = [incident(DAY + timedelta(days=n), incident=f"I{n}", rca_guardrail_gaps=text) for n, text in enumerate(said)]
    found = [(gap.text, [row.incident for row in gap.incidents]) for gap in missing_guardrails(rows)]
    assert found == [("No limit on refunds", ["I2", "I1"]), ("No alert", ["I0"]), ("No key", ["I2"])]
