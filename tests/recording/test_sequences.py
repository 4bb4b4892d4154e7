"""Whatever people try in whatever order, autonomy rises on evidence only, and one step at a time (rules 6, 7)."""

from __future__ import annotations

import tempfile
from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from hypothesis import example, given, settings
from hypothesis import strategies as st

from agent_scorecard.policy import default_policy
from agent_scorecard.recording import DecisionFields, Refused, record_decision
from agent_scorecard.recording.agreement import disagreements
from agent_scorecard.rules.answers import Assessment
from agent_scorecard.rules.assess import assess
from agent_scorecard.rules.signatures import signature
from agent_scorecard.store import ledger, read
from agent_scorecard.store.database import open_database
from agent_scorecard.vocabulary import AgainstReason, Choice, EvidenceState, ExpandKind, Level
from tests.sample import sample_copy

AGENTS = ("weekly-kpi", "support-triage", "lead-routing", "cs-health")
OPENS = datetime(2026, 10, 30, 18, tzinfo=UTC)
LEVELS = (None, *(str(level.value) for level in Level))
STEPS = st.lists(
    st.tuples(
        st.sampled_from(AGENTS),
        st.sampled_from(Choice),
        st.sampled_from((None, None, None, *ExpandKind)),
        st.sampled_from(LEVELS),
        st.integers(0, 40),
        st.sampled_from((None, "ruth", "elena")),
    ),
    min_size=4,
    max_size=8,
)
EXAMPLES = 8
PLAIN = [[(agent, choice, None, None, 1, None) for agent in AGENTS] for choice in (Choice.MAINTAIN, Choice.REVISE)]
"""Steps that nothing speaks against, so that not everything that is tried is refused."""
accepted: Counter[str] = Counter()


@settings(max_examples=EXAMPLES)
@example(steps=PLAIN[0])
@example(steps=PLAIN[1])
@given(steps=STEPS)
def test_no_sequence_of_decisions_raises_autonomy_without_evidence_or_by_two(steps) -> None:
    with tempfile.TemporaryDirectory() as folder:
        engine = open_database(sample_copy(Path(folder)))
        at = OPENS
        for agent, choice, kind, to, days, second in steps:
            at += timedelta(days=days)
            before = _assessed(engine, agent, at)
            made = _tried(engine, agent, choice, kind, to, second, at)
            accepted["refused" if made is None else "accepted"] += 1
            if made is None:
                assert _assessed(engine, agent, at).reading.granted is before.reading.granted
                continue
            if made.choice is Choice.EXPAND:
                asked = signature(before.evidence, default_policy(), before.reading, made.kind)
                assert asked is None or made.co_signed_by in asked.open_to(made.by)
            if made.level > before.reading.granted:
                assert (made.choice, made.kind) == (Choice.EXPAND, ExpandKind.LEVEL)
                assert made.level == before.reading.granted + 1
                states = {item.state for item in before.reading.required}
                assert states <= {EvidenceState.THERE, EvidenceState.DOES_NOT_APPLY}
                assert before.blocks == ()
        assert (ledger.verify(engine).whole, disagreements(engine)) == (True, ())
        engine.dispose()


def test_enough_of_those_steps_were_taken_to_say_so() -> None:
    """A search in which nearly everything is refused proves nothing (reliability E9)."""
    tried = accepted.total()
    assert tried == 0 or accepted["accepted"] >= tried / 10


def _assessed(engine: Any, agent: str, at: datetime) -> Assessment:
    evidence = read.agent_evidence(engine, agent, at.date())
    assert evidence is not None
    return assess(evidence, default_policy())


def _tried(
    engine: Any, agent: str, choice: Choice, kind: ExpandKind | None, to: str | None, second: str | None, at: datetime
) -> Any:
    fields = DecisionFields(
        agent=agent,
        choice=choice,
        reason="Tried",
        next_step="Look again",
        owner="jonas",
        due=(at + timedelta(days=30)).date(),
        as_of=at.date(),
        kind=kind,
        to_value=to if kind in (ExpandKind.LEVEL, ExpandKind.MODE) else None,
        against=AgainstReason.OTHER,
        co_signed_by=second,
        criteria="met",
        credentials="withdrawn",
        clean_up="done",
    )
    try:
        return record_decision(engine, fields, by="elena", at=at)
    except Refused:
        return None
